//! Small multiples: many charts in a grid.

use crate::canvas::{Canvas, canvas_setters};
use crate::content::Content;
use crate::error::PlotError;
use crate::font::clean;
use crate::layout::{self, Area, CELL, FULL, Shared, TimeAxis};
use crate::picture::{Picture, check_size};
use crate::scene::{Role, Scene};
use crate::style::Ink;

/// Charts in a grid, row by row, each with its own title, symbols and time axis.
///
/// Subtitles, notes and second panels of the pictures are left out.
#[derive(Debug, Clone)]
#[must_use]
pub struct Multiples<'a> {
    title: &'a str,
    subtitle: &'a str,
    pictures: Vec<Picture<'a>>,
    columns: Option<usize>,
    cell: (f64, f64),
    shares_values: bool,
    time: Option<&'a [String]>,
    canvas: Canvas<'a>,
}

impl<'a> Multiples<'a> {
    /// An empty grid.
    pub const fn new(title: &'a str) -> Self {
        Self {
            title,
            subtitle: "",
            pictures: Vec::new(),
            columns: None,
            cell: (300.0, 200.0),
            shares_values: false,
            time: None,
            canvas: Canvas::new(),
        }
    }

    /// Sets a text below the title. Default none.
    pub const fn subtitle(mut self, subtitle: &'a str) -> Self {
        self.subtitle = subtitle;
        self
    }

    /// Adds a chart.
    pub fn push(&mut self, picture: Picture<'a>) {
        self.pictures.push(picture);
    }

    /// Sets the number of columns. By default as many as make the whole somewhat wider than high,
    /// and at most 5.
    pub const fn columns(mut self, columns: usize) -> Self {
        self.columns = Some(columns);
        self
    }

    /// Sets width and height of one chart in pixels. Default 300 by 200, at least 160 by 120.
    pub const fn cell(mut self, width: f64, height: f64) -> Self {
        self.cell = (width, height);
        self
    }

    /// Whether all value axes show the same values. Default no. Only of charts in one unit.
    pub const fn share_values(mut self, shares: bool) -> Self {
        self.shares_values = shares;
        self
    }

    /// Gives all charts the time axis of these labels, the first to the last; the points of each
    /// stand at their own labels, one after the other. By default each chart has its own axis.
    pub const fn share_time(mut self, labels: &'a [String]) -> Self {
        self.time = Some(labels);
        self
    }

    canvas_setters!();

    /// Lays the grid out.
    ///
    /// # Errors
    ///
    /// As for [`Picture::scene`], of the first picture that has any, and [`PlotError::TimeAxis`] for
    /// one that does not fit on the [shared time axis](Self::share_time).
    pub fn scene(&self) -> Result<Scene, PlotError> {
        check_size(self.cell)?;
        let count = self.pictures.len();
        let columns = self.columns.unwrap_or_else(|| usual_columns(count));
        let columns = columns.clamp(1, count.max(1));
        let (wide, high) = (self.cell.0.max(160.0), self.cell.1.max(120.0));
        let rows = count.div_ceil(columns);
        check_size((
            (wide * columns as f64).max(1.0),
            (high * rows as f64).max(1.0),
        ))?;
        let contents = self.pictures.iter().map(Picture::content);
        let contents: Vec<Content> = contents.collect::<Result<_, _>>()?;
        let values = self
            .shares_values
            .then(|| shared_extent(&contents))
            .flatten();
        let times = self.pictures.iter().map(|picture| self.time_of(picture));
        let times: Vec<Option<TimeAxis<'_>>> = times.collect::<Result<_, _>>()?;

        let mut description = clean(self.subtitle);
        for picture in &self.pictures {
            let told = picture.describe(&|index| picture.name(index))?;
            description.push_str(&format!(" {}: {told}", clean(picture.title)));
        }
        let description = clean(&description);
        let mut scene = Scene::empty(self.title, description, &self.canvas);
        let width = (wide * columns as f64).max(260.0);
        let inner = width - 2.0 * FULL.margin();
        let mut y = FULL.margin() * 0.75;
        for (role, text, font, ink) in [
            (Role::Title, self.title, FULL.title_font(), Ink::Text),
            (Role::Subtitle, self.subtitle, FULL.body_font(), Ink::Quiet),
        ] {
            let lines = font.wrap(&clean(text), inner, 4);
            y = scene.lines(role, lines, (FULL.margin(), y), font, ink);
        }
        y += 4.0;
        let mut left = self.pictures.iter().zip(&contents).zip(times).peekable();
        while left.peek().is_some() {
            let mut lowest = y + high;
            for column in 0..columns {
                let Some(((picture, content), time)) = left.next() else {
                    break;
                };
                let area = Area {
                    left: column as f64 * wide,
                    top: y,
                    width: wide,
                    height: high,
                };
                let content = std::slice::from_ref(content);
                let shared = Shared { values, time };
                let end = layout::cell(&mut scene, picture, content, area, &CELL, shared, &[]);
                lowest = lowest.max(end);
            }
            y = lowest;
        }
        let rows = layout::legend_rows(&layout::legend(&contents), &FULL, inner);
        for row in rows {
            layout::draw_legend_row(&mut scene, row, (FULL.margin(), y), &FULL);
            y += FULL.small_font().line();
        }
        scene.width = width;
        scene.height = (y + FULL.margin() * 0.6).ceil();
        Ok(scene)
    }

    /// Where a picture stands on the shared time axis, if there is one.
    fn time_of(&self, picture: &Picture<'_>) -> Result<Option<TimeAxis<'a>>, PlotError> {
        let Some(labels) = self.time else {
            return Ok(None);
        };
        let start = picture.name(0);
        let first = labels.iter().position(|label| clean(label) == start);
        let first = first.unwrap_or(labels.len());
        let places = labels.get(first..).unwrap_or_default();
        let points = picture.series.len();
        let astray = (0..points).find(|index| {
            let label = places.get(*index).map(|label| clean(label));
            label.is_none_or(|label| label != picture.name(*index))
        });
        match astray {
            Some(index) => Err(PlotError::TimeAxis {
                title: picture.title.to_owned(),
                label: picture.name(index),
            }),
            None => Ok(Some(TimeAxis {
                labels,
                // A series without points stands nowhere.
                first: if points == 0 { 0 } else { first },
            })),
        }
    }
}

impl<'a> Extend<Picture<'a>> for Multiples<'a> {
    fn extend<T: IntoIterator<Item = Picture<'a>>>(&mut self, pictures: T) {
        self.pictures.extend(pictures);
    }
}

fn usual_columns(count: usize) -> usize {
    (1..=5)
        .find(|columns| columns * columns >= count)
        .unwrap_or(5)
}

/// From the lowest to the highest of all.
fn shared_extent(contents: &[Content]) -> Option<(f64, f64)> {
    let extents = contents.iter().filter_map(|content| content.extent);
    extents.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
}
