//! Labels around a plot: ticks of both axes, and the values at which lines end.

use super::{Area, GAP, Sizes, TimeAxis};
use crate::axis::Axis;
use crate::content::Content;
use crate::font::clean;
use crate::picture::Picture;
use crate::scene::{Anchor, Frame, Line, Mark, Panel, Role, Scene};
use crate::style::Ink;

/// Widest label of a tick of the time axis.
const WIDEST_TICK: f64 = 110.0;
pub(super) fn draw_ticks(scene: &mut Scene, panel: &mut Panel, axis: &Axis, sizes: &Sizes) {
    let frame = panel.frame;
    let (first, last) = (-0.5 - frame.first, frame.points - frame.first - 0.5);
    let mut free_below = f64::INFINITY;
    for (value, text) in &axis.ticks {
        let y = frame.y(*value);
        if !y.is_finite() || y + sizes.small.line() / 2.0 > free_below {
            continue;
        }
        free_below = y - sizes.small.line() / 2.0;
        panel.marks.push(Mark::Line {
            line: Line::Grid,
            path: vec![(first, *value), (last, *value)],
        });
        let at = (frame.left - 6.0, y + sizes.small.size * 0.35);
        scene.text(
            Role::ValueTick,
            text.clone(),
            at,
            Anchor::End,
            sizes.small,
            Ink::Quiet,
        );
    }
}

/// A value at the right end of a line.
#[derive(Debug)]
pub(super) struct End {
    pub(super) text: String,
    value: f64,
    line: Line,
}

pub(super) fn ends_of(
    content: &Content,
    axis: &Axis,
    shown: bool,
    sizes: &Sizes,
    inner: f64,
) -> Vec<End> {
    if !shown {
        return Vec::new();
    }
    let is_named = sizes.named_lines && inner >= 420.0;
    let ends = content.ends.iter().map(|(name, line, value)| {
        let number = axis.format.value(*value);
        let text = if is_named {
            format!("{name} {number}")
        } else {
            number
        };
        End {
            text: sizes.small.cut(&text, inner / 3.0),
            value: *value,
            line: *line,
        }
    });
    ends.collect()
}

pub(super) fn draw_ends(scene: &mut Scene, mut ends: Vec<End>, frame: &Frame, sizes: &Sizes) {
    ends.sort_by(|one, other| other.value.total_cmp(&one.value));
    let step = sizes.small.line();
    let places = ends.iter().map(|end| frame.y(end.value)).collect();
    let places = spread(places, step, frame.top, frame.top + frame.height);
    for (end, y) in ends.into_iter().zip(places) {
        let ink = match end.line {
            Line::Target => Ink::Target,
            Line::Limit => Ink::Quiet,
            _ => Ink::Text,
        };
        let at = (frame.left + frame.width + 6.0, y + sizes.small.size * 0.35);
        scene.text(
            Role::LineValue,
            end.text,
            at,
            Anchor::Start,
            sizes.small,
            ink,
        );
    }
}

/// Places in rising order, moved so that they are `step` apart and stay between two ends.
pub(super) fn spread(mut places: Vec<f64>, step: f64, from: f64, to: f64) -> Vec<f64> {
    let mut least = from;
    for place in &mut places {
        *place = place.max(least).max(from);
        least = *place + step;
    }
    let mut most = to;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - step;
    }
    places
}

pub(super) fn draw_time_ticks(
    scene: &mut Scene,
    picture: &Picture<'_>,
    shared: Option<TimeAxis<'_>>,
    frame: &Frame,
    area: Area,
    sizes: &Sizes,
) {
    let font = sizes.small;
    let (from, to) = (area.left + 2.0, area.left + area.width - 2.0);
    let names: Vec<String> = match shared {
        Some(time) => time.labels.iter().map(|label| clean(label)).collect(),
        None => (0..picture.series.len())
            .map(|index| picture.name(index))
            .collect(),
    };
    let points = names.len();
    let names: Vec<String> = names
        .iter()
        .map(|name| font.cut(name, WIDEST_TICK))
        .collect();
    let widest = names
        .iter()
        .map(|name| font.width(name))
        .fold(0.0, f64::max);
    let apart = frame.width / points.max(1) as f64;
    let least = (widest + 2.0 * GAP) / apart;
    let steps = [
        1, 2, 3, 4, 6, 12, 24, 36, 48, 60, 120, 240, 480, 960, 1920, 3840, 7680,
    ];
    let step = steps
        .into_iter()
        .find(|step| *step as f64 >= least)
        .unwrap_or(points.max(1));
    let mut free_from = from;
    for (place, name) in names.into_iter().enumerate().step_by(step) {
        let half = font.width(&name) / 2.0;
        let x = frame.x(place as f64 - frame.first);
        let x = x.min(to - half).max(from + half);
        if x - half < free_from || x + half > to + 1e-9 {
            continue;
        }
        free_from = x + half + GAP;
        let y = frame.top + frame.height + 5.0 + font.size;
        scene.text(
            Role::TimeTick,
            name,
            (x, y),
            Anchor::Middle,
            font,
            Ink::Quiet,
        );
    }
}
