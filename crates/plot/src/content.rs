//! From a report to marks in data units.

use redbead::{
    Chart, Meaning, NaturalRange, PhaseReason, Plan, Point, Report, Scale, Series, Sides, Status,
    Wording,
};

use crate::error::PlotError;
use crate::numbers::{Format, scale};
use crate::scene::{Line, Mark, PointMark};
use crate::words;

/// One panel before it is laid out.
#[derive(Debug)]
pub(crate) struct Content {
    /// Lines behind the points.
    pub(crate) lines: Vec<Mark>,
    pub(crate) points: Vec<PointMark>,
    /// Lowest and highest of all that is drawn; none where nothing is.
    pub(crate) extent: Option<(f64, f64)>,
    pub(crate) range: NaturalRange,
    pub(crate) scale: Scale,
    pub(crate) mirrored: bool,
    /// Lines that end at the right, with what they are called.
    pub(crate) ends: Vec<(String, Line, f64)>,
    pub(crate) phases: Vec<PhaseNote>,
    /// Whether some center line is drawn as unusual, and what that means.
    pub(crate) unusual: bool,
}

/// What is said of a phase.
#[derive(Debug)]
pub(crate) struct PhaseNote {
    pub(crate) first: usize,
    pub(crate) name: String,
    /// Center of a phase that is followed by another; its value stands at the right otherwise.
    pub(crate) center: Option<f64>,
    /// Its limits likewise, where they are the same at all points.
    pub(crate) limits: Option<(f64, f64)>,
}

/// Which track of the chart a mark belongs to: sums have two.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Track {
    Values,
    SumsAbove,
    SumsBelow,
}

impl Content {
    pub(crate) fn of(
        plan: &Plan,
        report: &Report,
        series: Series<'_>,
        wording: &Wording<'_>,
        name: &dyn Fn(usize) -> String,
        phase_names: &[String],
    ) -> Result<Self, PlotError> {
        let points: Vec<Point> = report.points(plan, series)?.collect();
        let tracks: &[Track] = match plan.chart() {
            Chart::Cusum(cusum) => match cusum.sides {
                Sides::Above => &[Track::SumsAbove],
                Sides::Below => &[Track::SumsBelow],
                Sides::Either => &[Track::SumsAbove, Track::SumsBelow],
            },
            _ => &[Track::Values],
        };
        let mirrored = tracks.contains(&Track::SumsBelow);
        let mut content = Self {
            lines: Vec::new(),
            points: Vec::with_capacity(points.len() * tracks.len()),
            extent: None,
            range: if mirrored {
                NaturalRange::UNBOUNDED
            } else {
                plan.chart().range()
            },
            scale: scale(plan, wording),
            mirrored,
            ends: Vec::new(),
            phases: Vec::new(),
            unusual: false,
        };
        for track in tracks {
            content.add_limits(plan, report, &points, *track);
        }
        if let Some(target) = plan.target().filter(|_| has_target(plan.chart())) {
            let last = points.len() as f64 - 0.5;
            content.see(target);
            content.lines.push(Mark::Line {
                line: Line::Target,
                path: vec![(-0.5, target), (last, target)],
            });
            content
                .ends
                .push(("Target".to_owned(), Line::Target, target));
        }
        for track in tracks {
            content.add_data(&points, *track);
            content.add_points(plan, report, &points, *track, (name, wording));
        }
        content.add_phases(plan, report, &points, phase_names, name);
        Ok(content)
    }

    fn see(&mut self, value: f64) {
        let (low, high) = self.extent.unwrap_or((value, value));
        self.extent = Some((low.min(value), high.max(value)));
    }

    fn add_limits(&mut self, plan: &Plan, report: &Report, points: &[Point], track: Track) {
        let is_sum = track != Track::Values;
        let last_phase = report.phases.len().saturating_sub(1);
        let limit_name = |upper: bool| match (is_sum, upper) {
            (true, _) => "Interval",
            (false, true) => "Upper limit",
            (false, false) => "Lower limit",
        };
        for (number, phase) in report.phases.iter().enumerate() {
            let center_name = words::capitalized(plan.center_name(phase));
            let of_phase = points.get(phase.first..=phase.last).unwrap_or_default();
            let unusual = report
                .signals
                .iter()
                .any(|signal| signal.phase == number && signal.rule.is_whole_phase());
            self.unusual |= unusual;
            let center_line = if unusual {
                Line::UnusualCenter
            } else {
                Line::Center
            };
            let upper = |point: &Point| point.limits.and_then(|limits| limits.upper);
            let lower = |point: &Point| point.limits.and_then(|limits| limits.lower);
            let center = |point: &Point| point.limits.map(|limits| limits.center);
            let below = |point: &Point| upper(point).map(|limit| -limit);
            type Of<'f> = &'f dyn Fn(&Point) -> Option<f64>;
            let lines: &[(&str, Line, Of<'_>)] = match track {
                Track::Values => &[
                    (limit_name(true), Line::Limit, &upper),
                    (&center_name, center_line, &center),
                    (limit_name(false), Line::Limit, &lower),
                ],
                Track::SumsAbove => &[
                    (limit_name(true), Line::Limit, &upper),
                    ("", Line::Center, &center),
                ],
                Track::SumsBelow => &[(limit_name(false), Line::Limit, &below)],
            };
            for (name, line, of) in lines {
                let mut last = None;
                for path in steps(of_phase, of) {
                    for (_, value) in &path {
                        self.see(*value);
                    }
                    last = path.last().map(|(_, value)| *value);
                    self.lines.push(Mark::Line { line: *line, path });
                }
                if let Some(value) = last
                    && number == last_phase
                    && !name.is_empty()
                {
                    self.ends.push(((*name).to_owned(), *line, value));
                }
            }
        }
        // A constant series has one line: its center.
        let mut ends = self.ends.iter();
        let center = ends.find(|(_, line, _)| is_center(*line));
        if let Some(center) = center.map(|(_, _, center)| *center) {
            self.ends
                .retain(|(_, line, value)| *line != Line::Limit || *value != center);
        }
    }

    /// From point to point, broken where one is missing or a phase begins.
    fn add_data(&mut self, points: &[Point], track: Track) {
        let mut path: Vec<(f64, f64)> = Vec::new();
        let mut before: Option<(&Point, f64)> = None;
        for point in points {
            let Some(value) = value_of(point, track) else {
                self.end_path(&mut path);
                before = None;
                continue;
            };
            let here = (point.index as f64, value);
            self.see(value);
            if let Some((last, last_value)) = before
                && last.phase == point.phase
            {
                let is_provisional = |point: &Point| point.status == Some(Status::Provisional);
                if is_provisional(point) || is_provisional(last) {
                    self.end_path(&mut path);
                    self.lines.push(Mark::Line {
                        line: Line::Provisional,
                        path: vec![(last.index as f64, last_value), here],
                    });
                }
            } else {
                self.end_path(&mut path);
            }
            path.push(here);
            before = Some((point, value));
        }
        self.end_path(&mut path);
    }

    fn end_path(&mut self, path: &mut Vec<(f64, f64)>) {
        let path = std::mem::take(path);
        if path.len() > 1 {
            let line = Line::Data;
            self.lines.push(Mark::Line { line, path });
        }
    }

    fn add_points(
        &mut self,
        plan: &Plan,
        report: &Report,
        points: &[Point],
        track: Track,
        (name, wording): (&dyn Fn(usize) -> String, &Wording<'_>),
    ) {
        let (low, high) = self.extent.unwrap_or((0.0, 1.0));
        let format = Format::of(&self.scale, low, high, wording).finer();
        for point in points {
            let Some(value) = value_of(point, track) else {
                continue;
            };
            let of_track = |at: &&usize| match (track, report.signals.get(**at)) {
                (_, None) => false,
                (Track::Values, Some(_)) => true,
                (Track::SumsAbove, Some(signal)) => signal.side != Some(redbead::Side::Below),
                (Track::SumsBelow, Some(signal)) => signal.side == Some(redbead::Side::Below),
            };
            let speaking = report.speaking_of(point.signals.iter().filter(of_track));
            let meaning = speaking.map(|signal| plan.direction().judge(signal.side));
            let warning = speaking.is_some_and(|signal| signal.warning);
            let status = point.status.unwrap_or_default();
            let multiple = format.multiple();
            let space = if multiple.is_empty() { "" } else { " " };
            let mut title = format!(
                "{}: {}{space}{multiple}",
                name(point.index),
                format.value(
                    value.abs()
                        * if track == Track::Values {
                            value.signum()
                        } else {
                            1.0
                        }
                ),
            );
            match status {
                Status::Provisional => title.push_str(", provisional"),
                Status::Excluded => title.push_str(", excluded"),
                Status::Confirmed => {}
            }
            if let Some(meaning) = meaning {
                title.push_str(match (warning, meaning) {
                    (true, _) => ", warning",
                    (_, Meaning::Improvement) => ", improvement",
                    (_, Meaning::Concern) => ", concern",
                    (_, Meaning::Neutral) => ", special cause",
                });
            }
            self.points.push(PointMark {
                index: point.index,
                value,
                status,
                meaning,
                warning,
                title,
            });
        }
    }

    fn add_phases(
        &mut self,
        plan: &Plan,
        report: &Report,
        points: &[Point],
        phase_names: &[String],
        label: &dyn Fn(usize) -> String,
    ) {
        let last = report.phases.len().saturating_sub(1);
        if last == 0 && phase_names.is_empty() {
            return;
        }
        let new = match plan.chart() {
            Chart::Run(_) => "New median",
            _ => "New limits",
        };
        for (number, phase) in report.phases.iter().enumerate() {
            let given = phase_names.get(number).filter(|name| !name.is_empty());
            let name = match (given, phase.reason, phase.fit.wanting()) {
                (Some(name), _, _) => crate::font::clean(name),
                (None, _, Some(_)) => "Not judged yet".to_owned(),
                (None, PhaseReason::SeriesStart, _) => String::new(),
                (None, PhaseReason::Shift(_), _) => {
                    format!("New level from {}", label(phase.first))
                }
                (None, _, _) => format!("{new} from {}", label(phase.first)),
            };
            if number > 0 {
                self.lines.push(Mark::Break {
                    phase: number,
                    at: phase.first as f64 - 0.5,
                    title: name.clone(),
                });
            }
            let of_phase = points.get(phase.first..=phase.last).unwrap_or_default();
            let mut all = of_phase.iter().filter_map(|point| point.limits);
            let known = all.next().filter(|_| number < last && !self.mirrored);
            let is_constant = known.is_some_and(|known| all.all(|limits| limits == known));
            self.phases.push(PhaseNote {
                first: phase.first,
                name,
                center: known.map(|limits| limits.center),
                limits: known
                    .and_then(|limits| limits.lower.zip(limits.upper))
                    .filter(|_| is_constant),
            });
        }
    }
}

pub(crate) fn is_center(line: Line) -> bool {
    matches!(line, Line::Center | Line::UnusualCenter)
}

/// Whether a target is of the kind of what is plotted.
pub(crate) fn has_target(chart: &Chart) -> bool {
    !matches!(
        chart,
        Chart::MovingRange(_) | Chart::Deviations(_) | Chart::Ranges(_) | Chart::Cusum(_)
    )
}

fn value_of(point: &Point, track: Track) -> Option<f64> {
    match track {
        Track::Values => point.value,
        Track::SumsAbove => point.sums.map(|sums| sums.upper),
        Track::SumsBelow => point.sums.map(|sums| -sums.lower),
    }
}

/// A line with a step wherever its value changes, half-way between two points. Goes on across a
/// missing point where it has the same value on both sides.
fn steps(points: &[Point], of: &dyn Fn(&Point) -> Option<f64>) -> Vec<Vec<(f64, f64)>> {
    let mut paths: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut before: Option<(usize, f64)> = None;
    for point in points {
        let Some(value) = of(point) else { continue };
        let at = point.index as f64;
        let goes_on =
            before.is_some_and(|(index, known)| index + 1 == point.index || known == value);
        match paths.last_mut() {
            Some(path) if goes_on => {
                if let Some(end) = path.last_mut()
                    && end.1 == value
                {
                    end.0 = at + 0.5;
                } else {
                    path.extend([(at - 0.5, value), (at + 0.5, value)]);
                }
            }
            _ => paths.push(vec![(at - 0.5, value), (at + 0.5, value)]),
        }
        before = Some((point.index, value));
    }
    // Some air between phases.
    if let Some(start) = paths.first_mut().and_then(|path| path.first_mut()) {
        start.0 += 0.1;
    }
    if let Some(end) = paths.last_mut().and_then(|path| path.last_mut()) {
        end.0 -= 0.1;
    }
    paths
}
