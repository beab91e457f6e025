//! Notes: numbers above the plot, texts below it.

use super::Sizes;
use super::labels::spread;
use crate::content::Content;
use crate::font::{Font, clean};
use crate::picture::Picture;
use crate::scene::{Anchor, Mark, Panel, Role, Scene};
use crate::style::Ink;

/// Notes whose numbers have room above the plot, and how many have none.
pub(super) fn shown_notes<'a>(picture: &Picture<'a>, width: f64) -> (&'a [(usize, String)], usize) {
    // Half of the width at most: the plot is narrower than the canvas.
    let most = ((width / 2.0) / NOTE_WIDTH) as usize;
    let most = most.clamp(1, 20);
    let shown = picture.notes.get(..most).unwrap_or(picture.notes);
    (shown, picture.notes.len() - shown.len())
}

pub(super) fn note_lines(
    picture: &Picture<'_>,
    notes: &[(usize, String)],
    hidden: usize,
    sizes: &Sizes,
    width: f64,
) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = notes
        .iter()
        .enumerate()
        .map(|(number, (index, note))| {
            let text = format!("{}  {}: {}", number + 1, picture.name(*index), clean(note));
            sizes.small.wrap(&text, width, 3)
        })
        .collect();
    if hidden > 0 {
        let text = format!("and {hidden} more notes");
        all.push(sizes.small.wrap(&text, width, 1));
    }
    all
}

/// Space that the number of a note takes.
const NOTE_WIDTH: f64 = 17.0;

pub(super) fn draw_note_numbers(
    scene: &mut Scene,
    panel: &mut Panel,
    content: &Content,
    notes: &[(usize, String)],
    bottom: f64,
) {
    let frame = panel.frame;
    let font = Font::bold(9.0);
    let mut order: Vec<(f64, usize, usize)> = notes
        .iter()
        .enumerate()
        .map(|(number, (index, _))| (frame.x(*index as f64), number, *index))
        .collect();
    order.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let places = order.iter().map(|(x, ..)| *x).collect();
    let places = spread(places, NOTE_WIDTH, frame.left, frame.left + frame.width);
    for ((_, number, index), x) in order.into_iter().zip(places) {
        let middle = bottom - 7.0;
        let text = (number + 1).to_string();
        scene.text(
            Role::NoteNumber,
            text,
            (x, middle + 3.2),
            Anchor::Middle,
            font,
            Ink::Text,
        );
        let point = content.points.iter().find(|point| point.index == index);
        panel.marks.push(Mark::Leader {
            index: index as f64,
            value: point.map(|point| point.value),
            from: (x, middle + 7.0),
        });
    }
}
