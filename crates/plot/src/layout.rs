//! Where everything stands: rows of text above and below, and plots between them.
//!
//! Every text has a row or a column of its own, so that none can overlap another: titles wrap,
//! labels of ticks are thinned, values at the right end are moved apart, and the picture grows
//! where all that leaves no room for the plot.

use redbead::Meaning;

use crate::axis::Axis;
use crate::content::{Content, is_center};
use crate::font::{Font, clean};
use crate::icons::Icon;
use crate::picture::Picture;
use crate::scene::{Anchor, Frame, Key, Line, Mark, Panel, PlacedIcon, Role, Sample, Scene, Text};
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

/// Widest label of a tick of the time axis.
const WIDEST_TICK: f64 = 110.0;
/// Space between two texts side by side.
const GAP: f64 = 8.0;

impl Scene {
    pub(crate) fn empty(title: &str, description: String, dark_mode: bool, prefix: &str) -> Self {
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
            dark_mode,
            id_prefix: prefix.chars().filter(is_fit).collect(),
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
    let mut scene = Scene::empty(
        picture.title,
        description,
        picture.dark_mode,
        picture.id_prefix,
    );
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
    let mut y = cell(&mut scene, picture, contents, area, sizes, None, notes);
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

/// Notes whose numbers have room above the plot, and how many have none.
fn shown_notes<'a>(picture: &Picture<'a>, width: f64) -> (&'a [(usize, String)], usize) {
    // Half of the width at most: the plot is narrower than the canvas.
    let most = ((width / 2.0) / NOTE_WIDTH) as usize;
    let most = most.clamp(1, 20);
    let shown = picture.notes.get(..most).unwrap_or(picture.notes);
    (shown, picture.notes.len() - shown.len())
}

fn note_lines(
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

/// A head and one or two plots in an area; gives where they end, which is below the area where its
/// texts need more.
pub(crate) fn cell(
    scene: &mut Scene,
    picture: &Picture<'_>,
    contents: &[Content],
    area: Area,
    sizes: &Sizes,
    shared: Option<(f64, f64)>,
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
    let heads: Vec<Head> = contents
        .iter()
        .enumerate()
        .map(|(number, content)| head_of(content, number, notes, sizes))
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
        .map(|(content, height)| axis_of(picture, content, *height, sizes, shared))
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
    let points = picture.series.len().max(1);

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
            low: axis.low,
            high: axis.high,
        };
        draw_head(
            scene,
            content,
            &axis,
            head,
            (left, y),
            &frame,
            area,
            sizes,
            number,
        );
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
            draw_time_ticks(scene, picture, &frame, area, sizes);
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
    numbers: bool,
}

fn head_of(content: &Content, number: usize, notes: &[(usize, String)], sizes: &Sizes) -> Head {
    let title = if content.scale.unit == "%" {
        String::new()
    } else {
        clean(&content.scale.unit)
    };
    let title = match (number, title.is_empty()) {
        (0, _) => title,
        (_, true) => "Moving range".to_owned(),
        (_, false) => format!("Moving range, {title}"),
    };
    let phases = number == 0 && !content.phases.is_empty() && sizes.named_lines;
    let numbers = number == 0 && !notes.is_empty();
    let line = sizes.small.line();
    // The multiple of an axis is not known before the height: its row is there in any case.
    let height =
        line + 2.0 + if phases { line } else { 0.0 } + if numbers { 18.0 } else { 0.0 } + 4.0;
    Head {
        height,
        title,
        phases,
        numbers,
    }
}

#[allow(clippy::too_many_arguments)]
fn draw_head(
    scene: &mut Scene,
    content: &Content,
    axis: &Axis,
    head: Head,
    (left, top): (f64, f64),
    frame: &Frame,
    area: Area,
    sizes: &Sizes,
    number: usize,
) {
    let font = sizes.small;
    let mut title = head.title;
    let multiple = axis.format.multiple();
    if !multiple.is_empty() {
        if !title.is_empty() {
            title.push_str(", ");
        }
        title.push_str(&multiple);
    }
    let right = area.left + area.width - sizes.margin;
    let title = font.cut(&title, right - left);
    scene.text(
        Role::AxisTitle,
        title,
        (left, top + font.size),
        Anchor::Start,
        font,
        Ink::Quiet,
    );
    debug_assert!(number == 0 || !head.numbers);
    if !head.phases {
        return;
    }
    let y = top + font.line() + 2.0 + font.size;
    let starts = content
        .phases
        .iter()
        .map(|phase| frame.x(phase.first as f64 - 0.5) + 3.0);
    let ends = starts.clone().skip(1).chain([right + GAP]);
    for ((phase, start), end) in content.phases.iter().zip(starts).zip(ends) {
        let room = end - start - GAP;
        let center = phase.center.map(|center| {
            let name = content.ends.iter().find(|(_, line, _)| is_center(*line));
            let name = name.map_or("Center", |(name, _, _)| *name);
            format!("{name} {}", axis.format.value(center))
        });
        let texts = match (phase.name.is_empty(), center) {
            (true, None) => vec![],
            (true, Some(center)) => vec![center],
            (false, None) => vec![phase.name.clone()],
            (false, Some(center)) => {
                vec![
                    format!("{} · {center}", phase.name),
                    center,
                    phase.name.clone(),
                ]
            }
        };
        if let Some(text) = texts.into_iter().find(|text| font.width(text) <= room) {
            scene.text(
                Role::Phase,
                text,
                (start, y),
                Anchor::Start,
                font,
                Ink::Quiet,
            );
        }
    }
}

fn axis_of(
    picture: &Picture<'_>,
    content: &Content,
    height: f64,
    sizes: &Sizes,
    shared: Option<(f64, f64)>,
) -> Axis {
    let extent = shared.or(content.extent).unwrap_or((0.0, 1.0));
    let most = (height / (sizes.small.line() * 2.2)) as usize;
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

fn draw_ticks(scene: &mut Scene, panel: &mut Panel, axis: &Axis, sizes: &Sizes) {
    let frame = panel.frame;
    let last = frame.points - 0.5;
    let mut free_below = f64::INFINITY;
    for (value, text) in &axis.ticks {
        let y = frame.y(*value);
        if !y.is_finite() || y + sizes.small.line() / 2.0 > free_below {
            continue;
        }
        free_below = y - sizes.small.line() / 2.0;
        panel.marks.push(Mark::Line {
            line: Line::Grid,
            path: vec![(-0.5, *value), (last, *value)],
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
struct End {
    text: String,
    value: f64,
    line: Line,
}

fn ends_of(content: &Content, axis: &Axis, shown: bool, sizes: &Sizes, inner: f64) -> Vec<End> {
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

fn draw_ends(scene: &mut Scene, mut ends: Vec<End>, frame: &Frame, sizes: &Sizes) {
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
fn spread(mut places: Vec<f64>, step: f64, from: f64, to: f64) -> Vec<f64> {
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

fn draw_note_numbers(
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

fn draw_time_ticks(
    scene: &mut Scene,
    picture: &Picture<'_>,
    frame: &Frame,
    area: Area,
    sizes: &Sizes,
) {
    let points = picture.series.len();
    let font = sizes.small;
    let (from, to) = (area.left + 2.0, area.left + area.width - 2.0);
    let names: Vec<String> = (0..points)
        .map(|index| font.cut(&picture.name(index), WIDEST_TICK))
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
    for (index, name) in names.into_iter().enumerate().step_by(step) {
        let half = font.width(&name) / 2.0;
        let x = frame.x(index as f64).min(to - half).max(from + half);
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

/// What a legend explains: only what the picture shows.
pub(crate) fn legend(contents: &[Content]) -> Vec<(Key, &'static str)> {
    use redbead::Status;

    let points = || contents.iter().flat_map(|content| &content.points);
    let mut keys = Vec::new();
    for meaning in [Meaning::Improvement, Meaning::Concern, Meaning::Neutral] {
        if points().any(|point| point.meaning == Some(meaning) && !point.warning) {
            keys.push((Key::Signal(meaning), words::meaning(meaning)));
        }
    }
    if points().any(|point| point.warning) {
        keys.push((Key::Warning, "Warning"));
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
