//! Pictures: a report with all that is said around it, as a scene.

use redbead::{Plan, Report, Series, Wording};

use crate::canvas::{Canvas, canvas_setters};
use crate::content::Content;
use crate::error::PlotError;
use crate::font::clean;
use crate::words;

/// Largest width and height of a picture, in pixels.
pub(crate) const LARGEST: u32 = 20_000;

/// Signals that a description tells.
const TOLD: usize = 3;

/// A chart of one series: its report, and the words around it.
///
/// Borrowed and cheap to copy. The same picture gives the same bytes on every machine.
///
/// ```
/// use redbead::{Chart, Direction, Plan, Preset, Wording};
/// use redbead_plot::Picture;
///
/// let plan = Plan::builder(Chart::individuals())
///     .preset(Preset::MakingDataCount)
///     .direction(Direction::Decrease)
///     .target(4.0)
///     .build()?;
/// let falls = [6.0, 4.0, 5.0, 7.0, 5.0, 6.0, 4.0, 5.0, 6.0, 5.0, 4.0, 19.0];
/// let months: Vec<String> = (1..=12).map(|month| format!("2024-{month:02}")).collect();
/// let report = plan.scan(&falls)?;
/// let svg = Picture::new(&plan, &falls, &report)
///     .title("Falls in ward 4")
///     .labels(&months)
///     .wording(Wording::new().unit("fall", "falls").period("month", "months"))
///     .scene()?
///     .svg();
/// assert!(svg.starts_with("<svg "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Picture<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) series: Series<'a>,
    pub(crate) report: &'a Report,
    pub(crate) title: &'a str,
    pub(crate) subtitle: Option<&'a str>,
    pub(crate) labels: Option<&'a [String]>,
    pub(crate) wording: Wording<'a>,
    pub(crate) notes: &'a [(usize, String)],
    pub(crate) phase_names: &'a [String],
    pub(crate) below: Option<(&'a Plan, &'a Report)>,
    pub(crate) size: (f64, f64),
    pub(crate) icons: bool,
    pub(crate) line_values: bool,
    pub(crate) canvas: Canvas<'a>,
}

impl<'a> Picture<'a> {
    /// A picture of 820 by 420 pixels, with symbols and the values of lines.
    pub fn new(plan: &'a Plan, series: impl Into<Series<'a>>, report: &'a Report) -> Self {
        Self {
            plan,
            series: series.into(),
            report,
            title: "",
            subtitle: None,
            labels: None,
            wording: Wording::new(),
            notes: &[],
            phase_names: &[],
            below: None,
            size: (820.0, 420.0),
            icons: true,
            line_values: true,
            canvas: Canvas::new(),
        }
    }

    /// Sets the title. Default none.
    pub const fn title(mut self, title: &'a str) -> Self {
        self.title = title;
        self
    }

    /// Sets the subtitle. By default chart, limits and baseline in words; none where it is empty.
    pub const fn subtitle(mut self, subtitle: &'a str) -> Self {
        self.subtitle = Some(subtitle);
        self
    }

    /// Names the points, one label for each. By default as the wording names them.
    pub const fn labels(mut self, labels: &'a [String]) -> Self {
        self.labels = Some(labels);
        self
    }

    /// Sets the words of the measure: its unit, its periods, how its numbers are written.
    pub const fn wording(mut self, wording: Wording<'a>) -> Self {
        self.wording = wording;
        self
    }

    /// Notes at points, by zero-based index in rising order: numbered above the plot, told below.
    pub const fn notes(mut self, notes: &'a [(usize, String)]) -> Self {
        self.notes = notes;
        self
    }

    /// Names of the phases in time order; an empty one, or none, says since when it is.
    pub const fn phase_names(mut self, names: &'a [String]) -> Self {
        self.phase_names = names;
        self
    }

    /// A second panel of the same series below the first: the moving ranges of an XmR chart, by
    /// their own plan and report.
    pub const fn below(mut self, plan: &'a Plan, report: &'a Report) -> Self {
        self.below = Some((plan, report));
        self
    }

    /// Sets width and height in pixels. The height grows where texts need it.
    pub const fn size(mut self, width: f64, height: f64) -> Self {
        self.size = (width, height);
        self
    }

    /// Whether symbols of variation and assurance stand in the corner. Default yes.
    pub const fn icons(mut self, icons: bool) -> Self {
        self.icons = icons;
        self
    }

    /// Whether center, limits and target end with their values. Default yes.
    pub const fn line_values(mut self, line_values: bool) -> Self {
        self.line_values = line_values;
        self
    }

    canvas_setters!();

    pub(crate) fn content(&self) -> Result<Content, PlotError> {
        let points = self.series.len();
        if let Some(labels) = self.labels.filter(|labels| labels.len() != points) {
            return Err(PlotError::Labels {
                found: labels.len(),
                expected: points,
            });
        }
        if let Some((index, _)) = self.notes.iter().find(|(index, _)| *index >= points) {
            return Err(PlotError::Note {
                index: *index,
                points,
            });
        }
        let name = |index: usize| self.name(index);
        Content::of(
            self.plan,
            self.report,
            self.series,
            &self.wording,
            &name,
            self.phase_names,
        )
    }

    /// Name of a point.
    pub(crate) fn name(&self, index: usize) -> String {
        let own = self.labels.and_then(|labels| labels.get(index)).cloned();
        let label = own.or_else(|| self.wording.label.map(|label| label(index)));
        let label = label.map(|label| clean(&label)).unwrap_or_default();
        if label.is_empty() {
            clean(&format!("{} {}", self.wording.period.0, index + 1))
        } else {
            label
        }
    }

    pub(crate) fn subtitle_text(&self) -> String {
        match self.subtitle {
            Some(subtitle) => clean(subtitle),
            None => clean(&words::subtitle(
                self.plan,
                self.report,
                &self.wording,
                &|index| self.name(index),
            )),
        }
    }

    /// What a person would read aloud.
    pub(crate) fn describe(&self, name: &dyn Fn(usize) -> String) -> Result<String, PlotError> {
        let mut out = self.subtitle_text();
        if !out.is_empty() {
            out.push_str(". ");
        }
        let wording = self.wording.label(&name);
        if let Some(status) = words::status(self.report) {
            out.push_str(&status);
            out.push_str(". ");
        }
        if let Some(latest) = &self.report.latest {
            let scale = crate::numbers::scale(self.plan, &wording);
            let size = latest.value.abs().max(f64::MIN_POSITIVE);
            let format = crate::numbers::Format::of(&scale, 0.0, size, &wording);
            let parts = [
                format!(
                    "Latest, {}: {}",
                    name(latest.index),
                    format.value(latest.value)
                ),
                format.multiple(),
                scale.unit.trim_start_matches('%').trim().to_owned(),
            ];
            let parts: Vec<&str> = parts
                .iter()
                .map(|part| part.trim())
                .filter(|part| !part.is_empty())
                .collect();
            out.push_str(&parts.join(" "));
            out.push_str(". ");
        }
        if !self.report.phases.is_empty() {
            out.push_str(&words::reading(self.report));
            out.push('.');
        }
        for signal in self.report.current().take(TOLD) {
            let told = self
                .report
                .explain(self.plan, self.series, signal, &wording)?;
            out.push(' ');
            out.push_str(&told.sentence);
            out.push('.');
        }
        match self.report.current().count().saturating_sub(TOLD) {
            0 => {}
            1 => out.push_str(" One more current signal."),
            more => out.push_str(&format!(" {more} more current signals.")),
        }
        for (index, note) in self.notes {
            out.push_str(&format!(" Note at {}: {note}.", name(*index)));
        }
        Ok(clean(&out))
    }
}

pub(crate) fn check_size((width, height): (f64, f64)) -> Result<(), PlotError> {
    let is_fit = |side: f64| (1.0..=f64::from(LARGEST)).contains(&side);
    if is_fit(width) && is_fit(height) {
        Ok(())
    } else {
        Err(PlotError::Size {
            width,
            height,
            largest: LARGEST,
        })
    }
}
