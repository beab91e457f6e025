//! Where everything stands: rows of text above and below, and plots between them.
//!
//! Every text has a row or a column of its own, so that none can overlap another: titles wrap,
//! labels of ticks are thinned, values at the right end are moved apart, and the picture grows
//! where all that leaves no room for the plot.

mod labels;
mod legend;
mod notes;

pub(crate) use legend::{draw_legend_row, legend, legend_rows};

use labels::{End, draw_ends, draw_ticks, draw_time_ticks, ends_of};
use notes::{draw_note_numbers, note_lines, shown_notes};

use crate::axis::Axis;
use crate::canvas::Canvas;
use crate::content::{Content, PhaseNote, is_center};
use crate::font::{Font, clean};
use crate::icons::Icon;
use crate::picture::Picture;
use crate::scene::{Anchor, Frame, Mark, Panel, PlacedIcon, Role, Scene, Text};
use crate::style::Ink;
use crate::words;

/// Sizes of type and of the space around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    margin: f64,
    title: Font,
    title_lines: usize,
    body: Font,
    small: Font,
    icon: f64,
    radius: f64,
    least_plot: f64,
    /// Whether lines at the right say what they are.
    named_lines: bool,
}

pub(crate) const FULL: Sizes = Sizes {
    margin: 16.0,
    title: Font::bold(17.0),
    title_lines: 4,
    body: Font::regular(12.5),
    small: Font::regular(11.5),
    icon: 36.0,
    radius: 3.4,
    least_plot: 110.0,
    named_lines: true,
};

pub(crate) const CELL: Sizes = Sizes {
    margin: 8.0,
    title: Font::bold(12.0),
    title_lines: 2,
    body: Font::regular(10.5),
    small: Font::regular(10.0),
    icon: 24.0,
    radius: 2.6,
    least_plot: 60.0,
    named_lines: false,
};

impl Sizes {
    pub(crate) const fn margin(&self) -> f64 {
        self.margin
    }

    pub(crate) const fn title_font(&self) -> Font {
        self.title
    }

    pub(crate) const fn body_font(&self) -> Font {
        self.body
    }

    pub(crate) const fn small_font(&self) -> Font {
        self.small
    }
}

/// A part of the canvas.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// What a chart has in common with others in its grid.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shared<'a> {
    /// Lowest and highest value of all.
    pub(crate) values: Option<(f64, f64)>,
    pub(crate) time: Option<TimeAxis<'a>>,
}

/// A time axis that is not the series' own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeAxis<'a> {
    /// What its places are called.
    pub(crate) labels: &'a [String],
    /// Place of the first point of the series.
    pub(crate) first: usize,
}

/// Space between two texts side by side.
const GAP: f64 = 8.0;

impl Scene {
    pub(crate) fn empty(title: &str, description: String, canvas: &Canvas<'_>) -> Self {
        let is_fit = |one: &char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
        Self {
            width: 0.0,
            height: 0.0,
            title: clean(title),
            description,
            panels: Vec::new(),
            texts: Vec::new(),
            icons: Vec::new(),
            samples: Vec::new(),
            dark_mode: canvas.dark_mode,
            id_prefix: canvas.id_prefix.chars().filter(is_fit).collect(),
        }
    }

    pub(crate) fn text(
        &mut self,
        role: Role,
        text: String,
        at: (f64, f64),
        anchor: Anchor,
        font: Font,
        ink: Ink,
    ) {
        if text.is_empty() {
            return;
        }
        self.texts.push(Text {
            role,
            text,
            x: at.0,
            y: at.1,
            anchor,
            size: font.size,
            bold: font.bold,
            ink,
        });
    }

    /// Lines of text one below the other from `top` on; gives where they end.
    pub(crate) fn lines(
        &mut self,
        role: Role,
        lines: Vec<String>,
        (left, top): (f64, f64),
        font: Font,
        ink: Ink,
    ) -> f64 {
        let mut y = top;
        for line in lines {
            self.text(role, line, (left, y + font.size), Anchor::Start, font, ink);
            y += font.line();
        }
        y
    }
}

/// One picture, with a legend and notes below.
pub(crate) fn single(picture: &Picture<'_>, contents: &[Content], description: String) -> Scene {
    let mut scene = Scene::empty(picture.title, description, &picture.canvas);
    let sizes = &FULL;
    let width = picture.size.0.max(260.0);
    let inner = width - 2.0 * sizes.margin;

    let (notes, hidden) = shown_notes(picture, inner);
    let notes_lines = note_lines(picture, notes, hidden, sizes, inner);
    let rows = legend_rows(&legend(contents), sizes, inner);
    let foot = if rows.is_empty() { 0.0 } else { 6.0 }
        + rows.len() as f64 * sizes.small.line()
        + notes_lines
            .iter()
            .map(|lines| lines.len() as f64 * sizes.small.line())
            .sum::<f64>()
        + if notes_lines.is_empty() { 0.0 } else { 6.0 };

    let area = Area {
        left: 0.0,
        top: 0.0,
        width,
        height: (picture.size.1 - foot).max(0.0),
    };
    let shared = Shared::default();
    let mut y = cell(&mut scene, picture, contents, area, sizes, shared, notes);
    y += if notes_lines.is_empty() { 0.0 } else { 6.0 };
    for lines in notes_lines {
        y = scene.lines(Role::Note, lines, (sizes.margin, y), sizes.small, Ink::Text);
    }
    y += if rows.is_empty() { 0.0 } else { 6.0 };
    for row in rows {
        draw_legend_row(&mut scene, row, (sizes.margin, y), sizes);
        y += sizes.small.line();
    }
    scene.width = width;
    scene.height = (y + sizes.margin * 0.6)
        .max(picture.size.1.min(y + sizes.margin))
        .ceil();
    scene
}

/// A head and one or two plots in an area; gives where they end, which is below the area where its
/// texts need more.
pub(crate) fn cell(
    scene: &mut Scene,
    picture: &Picture<'_>,
    contents: &[Content],
    area: Area,
    sizes: &Sizes,
    shared: Shared<'_>,
    notes: &[(usize, String)],
) -> f64 {
    let inner = area.width - 2.0 * sizes.margin;
    let left = area.left + sizes.margin;
    let mut y = area.top + sizes.margin * 0.75;
    let icons = place_icons(scene, picture, area, y, sizes);
    let beside = inner - icons.map_or(0.0, |_| 2.0 * sizes.icon + 3.0 * GAP);
    let icon_end = icons.unwrap_or(y);
    let title = sizes
        .title
        .wrap(&clean(picture.title), beside, sizes.title_lines);
    y = scene.lines(Role::Title, title, (left, y), sizes.title, Ink::Text);
    if sizes.named_lines {
        let subtitle = sizes.body.wrap(&picture.subtitle_text(), beside, 3);
        y = scene.lines(Role::Subtitle, subtitle, (left, y), sizes.body, Ink::Quiet);
    }
    let status = words::status(picture.report);
    let is_wanting = picture.report.latest.is_none();
    if let Some(status) = status.filter(|_| sizes.named_lines || is_wanting) {
        let lines = sizes
            .body
            .wrap(&status, beside, if sizes.named_lines { 2 } else { 1 });
        y = scene.lines(Role::Status, lines, (left, y), sizes.body, Ink::Text);
    }
    y = y.max(icon_end) + 4.0;

    let ticks_height = sizes.small.line() + 4.0;
    // Whether numbers are in millions does not hang on the height, so a low axis can tell.
    let low_axis = |content: &Content| axis_of(picture, content, 0.0, sizes, shared.values);
    let heads: Vec<Head> = contents
        .iter()
        .enumerate()
        .map(|(number, content)| head_of(content, &low_axis(content), number, notes, sizes))
        .collect();
    let fixed: f64 = heads.iter().map(|head| head.height).sum::<f64>() + ticks_height;
    let between = 10.0 * (contents.len().saturating_sub(1)) as f64;
    let left_over = area.top + area.height - y - fixed - between - sizes.margin * 0.5;
    let shares: &[f64] = if contents.len() > 1 {
        &[0.66, 0.34]
    } else {
        &[1.0]
    };
    let plots: Vec<f64> = shares
        .iter()
        .map(|share| (left_over * share).max(sizes.least_plot))
        .collect();
    let axes: Vec<Axis> = contents
        .iter()
        .zip(&plots)
        .map(|(content, height)| axis_of(picture, content, *height, sizes, shared.values))
        .collect();
    let widest = |texts: &mut dyn Iterator<Item = String>| {
        texts
            .map(|text| sizes.small.width(&text))
            .fold(0.0, f64::max)
    };
    let tick_width = widest(
        &mut axes
            .iter()
            .flat_map(|axis| axis.ticks.iter().map(|(_, text)| text.clone())),
    );
    let ends: Vec<Vec<End>> = contents
        .iter()
        .zip(&axes)
        .map(|(content, axis)| ends_of(content, axis, picture.line_values, sizes, inner))
        .collect();
    let end_width = widest(&mut ends.iter().flatten().map(|end| end.text.clone()));
    let plot_left = left + tick_width + 6.0;
    let plot_right = area.left + area.width
        - sizes.margin
        - if end_width > 0.0 {
            end_width + 6.0
        } else {
            4.0
        };
    let right = area.left + area.width - sizes.margin;
    let points = match shared.time {
        Some(time) => time.labels.len(),
        None => picture.series.len(),
    };
    let points = points.max(1);

    let shown = contents.iter().zip(axes).zip(ends).zip(heads).zip(&plots);
    for (number, ((((content, axis), ends), head), height)) in shown.enumerate() {
        if number > 0 {
            y += 10.0;
        }
        let frame = Frame {
            left: plot_left,
            top: y + head.height,
            width: (plot_right - plot_left).max(20.0),
            height: *height,
            points: points as f64,
            first: shared.time.map_or(0.0, |time| time.first as f64),
            low: axis.low,
            high: axis.high,
        };
        draw_head(scene, content, &axis, head, (left, right, y), &frame, sizes);
        let mut panel = Panel {
            frame,
            marks: Vec::new(),
            radius: (frame.width / points as f64 * 0.36).clamp(1.1, sizes.radius),
        };
        draw_ticks(scene, &mut panel, &axis, sizes);
        if number == 0 {
            draw_note_numbers(scene, &mut panel, content, notes, frame.top - 4.0);
        }
        panel.marks.extend(content.lines.iter().cloned());
        panel
            .marks
            .extend(content.points.iter().cloned().map(Mark::Point));
        draw_ends(scene, ends, &frame, sizes);
        scene.panels.push(panel);
        y = frame.top + frame.height;
        if number + 1 == contents.len() {
            draw_time_ticks(scene, picture, shared.time, &frame, area, sizes);
            y += ticks_height;
        }
    }
    y
}

fn place_icons(
    scene: &mut Scene,
    picture: &Picture<'_>,
    area: Area,
    top: f64,
    sizes: &Sizes,
) -> Option<f64> {
    if !picture.icons || picture.report.phases.is_empty() {
        return None;
    }
    let reading = &picture.report.reading;
    let icons = Icon::of_assurance(reading.assurance)
        .into_iter()
        .chain([Icon::of_variation(&reading.variation)]);
    let mut x = area.left + area.width - sizes.margin;
    for icon in icons {
        x -= sizes.icon;
        scene.icons.push(PlacedIcon {
            icon,
            x,
            y: top,
            size: sizes.icon,
        });
        x -= GAP;
    }
    Some(top + sizes.icon)
}

/// What stands between the texts above and a plot.
#[derive(Debug)]
struct Head {
    height: f64,
    title: String,
    phases: bool,
}

fn head_of(
    content: &Content,
    axis: &Axis,
    number: usize,
    notes: &[(usize, String)],
    sizes: &Sizes,
) -> Head {
    let unit = match content.scale.unit.as_str() {
        // It stands behind every number.
        "%" => String::new(),
        unit => clean(unit),
    };
    let what = if number > 0 { "Moving range" } else { "" };
    let parts = [what, &unit, &axis.format.multiple()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let title = parts.join(", ");
    let phases = number == 0 && !content.phases.is_empty() && sizes.named_lines;
    let numbers = number == 0 && !notes.is_empty();
    let line = sizes.small.line();
    let rows = [
        (!title.is_empty(), line + 2.0),
        (phases, line),
        (numbers, 18.0),
    ];
    let rows = rows.iter().filter(|(is_there, _)| *is_there);
    Head {
        // Half a line, which a value at the upper end of the plot takes.
        height: rows.map(|(_, height)| height).sum::<f64>() + 8.0,
        title,
        phases,
    }
}

/// Draws what stands above a plot, from `left` to `right`, from `top` on.
fn draw_head(
    scene: &mut Scene,
    content: &Content,
    axis: &Axis,
    head: Head,
    (left, right, top): (f64, f64, f64),
    frame: &Frame,
    sizes: &Sizes,
) {
    let font = sizes.small;
    let mut y = top;
    if !head.title.is_empty() {
        let title = font.cut(&head.title, right - left);
        let at = (left, y + font.size);
        scene.text(Role::AxisTitle, title, at, Anchor::Start, font, Ink::Quiet);
        y += font.line() + 2.0;
    }
    if !head.phases {
        return;
    }
    let start_of = |first: usize| frame.x(first as f64 - 0.5) + 3.0;
    let starts = content.phases.iter().map(|phase| start_of(phase.first));
    let ends = starts.clone().skip(1).chain([right + GAP]);
    for ((phase, start), end) in content.phases.iter().zip(starts).zip(ends) {
        let texts = phase_texts(phase, content, axis);
        let fits = |text: &String| font.width(text) <= end - start - GAP;
        if let Some(text) = texts.into_iter().find(fits) {
            let at = (start, y + font.size);
            scene.text(Role::Phase, text, at, Anchor::Start, font, Ink::Quiet);
        }
    }
}

/// What may be said of a phase, the longest first.
fn phase_texts(phase: &PhaseNote, content: &Content, axis: &Axis) -> Vec<String> {
    let name = phase.name.clone();
    let Some(center) = phase.center else {
        return vec![name];
    };
    let line = content.ends.iter().find(|(_, line, _)| is_center(*line));
    let line = line.map_or("Center", |(line, _, _)| line);
    let center = format!("{line} {}", axis.format.value(center));
    let mut levels = vec![center.clone()];
    if let Some((lower, upper)) = phase.limits {
        let (lower, upper) = (axis.format.value(lower), axis.format.value(upper));
        levels.insert(0, format!("{center}, limits {lower} to {upper}"));
    }
    if name.is_empty() {
        return levels;
    }
    let both = levels.iter().map(|level| format!("{name} · {level}"));
    let mut texts: Vec<String> = both.collect();
    texts.extend(levels);
    texts.push(name);
    texts
}

fn axis_of(
    picture: &Picture<'_>,
    content: &Content,
    height: f64,
    sizes: &Sizes,
    shared: Option<(f64, f64)>,
) -> Axis {
    let extent = shared.or(content.extent).unwrap_or((0.0, 1.0));
    let most = (height / (sizes.small.line() * 1.7)) as usize;
    let mut axis = Axis::of(
        extent,
        content.range,
        &content.scale,
        &picture.wording,
        most.clamp(2, 8),
    );
    if content.mirrored {
        axis.format = axis.format.unsigned();
        for (_, text) in &mut axis.ticks {
            *text = text.trim_start_matches('\u{2212}').to_owned();
        }
    }
    if content.extent.is_none() {
        // Nothing is measured, so no value may be read off.
        axis.ticks.clear();
    }
    axis
}
