//! The legend: samples of marks beside what they mean.

use redbead::{Meaning, Status};

use super::{GAP, Sizes};
use crate::content::Content;
use crate::scene::{Anchor, Key, Line, Role, Sample, Scene};
use crate::style::Ink;
use crate::words;

/// What a legend explains: only what the picture shows.
pub(crate) fn legend(contents: &[Content]) -> Vec<(Key, &'static str)> {
    let points = || contents.iter().flat_map(|content| &content.points);
    let mut keys = Vec::new();
    for meaning in [Meaning::Improvement, Meaning::Concern, Meaning::Neutral] {
        if points().any(|point| point.meaning == Some(meaning) && !point.warning) {
            keys.push((Key::Signal(meaning), words::meaning(meaning)));
        }
    }
    for meaning in [Meaning::Improvement, Meaning::Concern, Meaning::Neutral] {
        if points().any(|point| point.meaning == Some(meaning) && point.warning) {
            keys.push((Key::Warning(meaning), words::warning(meaning)));
        }
    }
    if contents.iter().any(|content| content.unusual) {
        let words = "Center line of a phase with unusual runs";
        keys.push((Key::Line(Line::UnusualCenter), words));
    }
    if points().any(|point| point.status == Status::Excluded) {
        keys.push((Key::Excluded, "Excluded"));
    }
    if points().any(|point| point.status == Status::Provisional) {
        keys.push((Key::Provisional, "Provisional"));
    }
    keys
}

/// Width of a sample and the space after it.
const SAMPLE: f64 = 24.0;

pub(crate) type Row = Vec<(Key, String)>;

pub(crate) fn legend_rows(keys: &[(Key, &'static str)], sizes: &Sizes, width: f64) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut taken = f64::INFINITY;
    for (key, text) in keys {
        let text = sizes.small.cut(text, width - SAMPLE);
        let wide = SAMPLE + sizes.small.width(&text) + 2.0 * GAP;
        if taken + wide > width + 2.0 * GAP {
            rows.push(Vec::new());
            taken = 0.0;
        }
        taken += wide;
        if let Some(row) = rows.last_mut() {
            row.push((*key, text));
        }
    }
    rows
}

pub(crate) fn draw_legend_row(scene: &mut Scene, row: Row, (left, top): (f64, f64), sizes: &Sizes) {
    let mut x = left;
    for (key, text) in row {
        let y = top + sizes.small.size;
        scene.samples.push(Sample {
            key,
            x: x + 8.0,
            y: y - sizes.small.size * 0.35,
        });
        let wide = sizes.small.width(&text);
        scene.text(
            Role::Legend,
            text,
            (x + SAMPLE, y),
            Anchor::Start,
            sizes.small,
            Ink::Text,
        );
        x += SAMPLE + wide + 2.0 * GAP;
    }
}
