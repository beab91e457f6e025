//! The batch road: a whole series at once, by bit planes.
//!
//! A scan that goes point by point is right for every plan, and spends most of its time on what is
//! the same for all points. This road reads a series by columns, fits each phase, turns its points
//! into bit planes of marks and lets each rule's twin judge 128 points in some dozen operations. It
//! knows the usual plans only, says when a series is not its case, and then leaves it to the line.
//! Both give the same bits, which random plans and series hold together.

mod collect;
mod columns;
mod count;
mod marking;
mod planes;
mod runs;
#[cfg(test)]
mod tests;

use crate::baseline::selection;
use crate::chart::Columns;
use crate::error::SeriesError;
use crate::limits::Parameters;
use crate::phase::{Baseline, BaselineUse, Fit, Phase, PhaseReason, Sufficiency};
use crate::plan::Plan;
use crate::planes::Plane;
use crate::report::{Findings, Latest, Report};
use crate::rule::pattern::{Path, Pattern};
use crate::rule::runs::Tally;
use crate::series::{Gap, Series};
use crate::signal::Logged;
use crate::summary::Summary;
use columns::{Check, Gathered, Useful};
use marking::{Scale, Stretch, mark, mark_steps};
use planes::{Planes, Squeezed, Word};

/// Memory of the batch road, used again from series to series.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    gathered: Gathered,
    judging: Judging,
    selection: selection::Scratch,
    ends: Vec<usize>,
    phases: Vec<Phase>,
    signals: Vec<Logged>,
    counting: count::Room,
}

/// The planes of a phase, along each path on which rules go.
#[derive(Debug, Default)]
struct Judging {
    judged: Planes,
    off_center: Squeezed,
    stepping: Squeezed,
    /// Whether any point was left out along the other paths.
    has_ties: bool,
    has_equals: bool,
}

/// What a phase learned, and from which points.
#[derive(Debug, Clone, Copy)]
struct Learned {
    parameters: Parameters,
    baseline: Option<BaselineUse>,
    /// Index of the point at which the parameters were known.
    known: usize,
}

impl Plan {
    /// The report of a whole series by the batch road; none if it is not its case.
    pub(crate) fn sweep(
        &self,
        series: Series<'_>,
        scratch: &mut Scratch,
    ) -> Option<Result<Report, SeriesError>> {
        self.trusting(|check| self.sweep_once(series, check, scratch))
    }

    /// Tries a series without a look at each value, where the fit shows whether all can be used; and
    /// with it where that failed, for a value that stands for a missing point.
    fn trusting<T>(&self, mut road: impl FnMut(Check) -> Option<T>) -> Option<T> {
        let trusted = self.fit_checks_values().then(|| road(Check::ByFit));
        trusted.flatten().or_else(|| road(Check::Each))
    }

    fn sweep_once(
        &self,
        series: Series<'_>,
        check: Check,
        scratch: &mut Scratch,
    ) -> Option<Result<Report, SeriesError>> {
        let Scratch {
            gathered,
            judging,
            selection,
            ends,
            phases,
            signals,
            counting: _,
        } = scratch;
        let useful = match self.open(series, check, gathered)? {
            Ok(useful) => useful,
            Err(error) => return Some(Err(error)),
        };
        phases.clear();
        signals.clear();
        let starts = self.starts(useful.counts.points);
        let mut newest = None;
        for (number, first, end) in starts {
            let stretch = Stretch {
                useful: &useful,
                first: useful.before(first),
                end: useful.before(end),
            };
            let learned = self.learn(&stretch, number, (first, end), selection, ends)?;
            self.judge(judging, &stretch, &learned.parameters)?;
            let mut collected = collect::Collected::new(signals, &stretch, judging);
            judging.follow(self, &mut collected);
            let tally = self.has_tests().then(|| runs::tally(judging));
            let of_phase = collect::OfPhase {
                number: number as u32,
                known: learned.known as u32,
                is_open: end == useful.counts.points,
            };
            collected.finish(self, of_phase, tally.as_ref());
            phases.push(Phase {
                first,
                last: end - 1,
                reason: match number {
                    0 => PhaseReason::SeriesStart,
                    _ => PhaseReason::Planned,
                },
                baseline: learned.baseline,
                fit: Fit::Fitted {
                    parameters: learned.parameters,
                },
                sufficiency: self.sufficiency(&learned),
                tests: tally.as_ref().map(Tally::tests),
            });
            newest = Some((stretch, learned.parameters));
        }
        let (stretch, parameters) = newest?;
        let last = stretch.end - 1;
        let findings = Findings {
            counts: useful.counts,
            phases: phases.clone(),
            signals: signals.iter().copied(),
            latest: Some(self.latest(&stretch, &parameters)),
            is_latest_provisional: useful.provisional.last() == Some(&(last as u32)),
            current_from: Some(useful.index(useful.len().saturating_sub(self.current_points()))),
            provisional_limits: false,
        };
        Some(Ok(findings.into_report(self)))
    }

    /// The summary of a whole series by the batch road; none if it is not its case. Takes no memory
    /// but the scratch.
    pub(crate) fn sweep_summary(
        &self,
        series: Series<'_>,
        scratch: &mut Scratch,
    ) -> Option<Result<Summary, SeriesError>> {
        self.trusting(|check| self.sweep_summary_once(series, check, scratch))
    }

    fn sweep_summary_once(
        &self,
        series: Series<'_>,
        check: Check,
        scratch: &mut Scratch,
    ) -> Option<Result<Summary, SeriesError>> {
        let useful = match self.open(series, check, &mut scratch.gathered)? {
            Ok(useful) => useful,
            Err(error) => return Some(Err(error)),
        };
        let end = useful.counts.points;
        let is_plain = self.next_start(0).is_none_or(|start| start >= end)
            && self.current_points() == 1
            && useful.provisional.is_empty();
        if !is_plain {
            let report = self.sweep_once(series, check, scratch)?;
            return Some(report.and_then(|report| report.summary(self)));
        }
        let stretch = Stretch {
            useful: &useful,
            first: 0,
            end: useful.len(),
        };
        let (selection, ends) = (&mut scratch.selection, &mut scratch.ends);
        let learned = self.learn(&stretch, 0, (0, end), selection, ends)?;
        let judging = &mut scratch.judging;
        self.judge(judging, &stretch, &learned.parameters)?;
        let mut counted = count::Counted::new(self, judging, &mut scratch.counting);
        judging.follow(self, &mut counted);
        let tally = self.has_tests().then(|| runs::tally(judging));
        let found = counted.finish(tally.as_ref());
        let sufficiency = self.sufficiency(&learned);
        let latest = self.latest(&stretch, &learned.parameters);
        Some(Ok(Summary::new(
            self,
            useful.counts,
            sufficiency,
            &latest,
            found,
        )))
    }

    /// The useful points of a series that has some.
    fn open<'a>(
        &self,
        series: Series<'a>,
        check: Check,
        gathered: &'a mut Gathered,
    ) -> Option<Result<Useful<'a>, SeriesError>> {
        if !self.sweeps() || u32::try_from(series.len()).is_err() {
            return None;
        }
        match gathered.read(self, series, check) {
            Ok(useful) if useful.len() == 0 => None,
            // What a gap ends is a matter of single points.
            Ok(useful) if self.gap() == Gap::Break && useful.has_gaps() => None,
            result => Some(result),
        }
    }

    /// Number, first index and end of each phase of a series.
    fn starts(&self, points: usize) -> impl Iterator<Item = (usize, usize, usize)> {
        let start = move |number: usize| match number.checked_sub(1) {
            None => Some(0),
            Some(before) => self.next_start(before).filter(|start| *start < points),
        };
        (0..).map_while(move |number| {
            Some((number, start(number)?, start(number + 1).unwrap_or(points)))
        })
    }

    /// Fits a phase that lies between two indices; none where it cannot be judged.
    fn learn(
        &self,
        stretch: &Stretch<'_>,
        number: usize,
        (first, end): (usize, usize),
        selection: &mut selection::Scratch,
        ends: &mut Vec<usize>,
    ) -> Option<Learned> {
        let useful = stretch.useful;
        let (from, until) = match self.baseline(number) {
            Baseline::Given { .. } => {
                return Some(Learned {
                    parameters: self.given(number)?,
                    baseline: None,
                    known: first,
                });
            }
            Baseline::All => (first, end),
            Baseline::First { points } => (first, first.checked_add(points)?),
            Baseline::FirstUseful { points } => {
                let newest = stretch.first.checked_add(points)?.checked_sub(1)?;
                if newest >= stretch.end {
                    return None;
                }
                (first, useful.index(newest) + 1)
            }
            Baseline::Range { first, last } => (first, last.checked_add(1)?),
        };
        if from < first || until > end || from >= until {
            return None;
        }
        let (low, high) = (useful.before(from), useful.before(until));
        ends.clear();
        let breaks = useful.breaks;
        let outside = breaks.partition_point(|end| *end < low);
        let inside = breaks[outside..].iter().take_while(|end| **end <= high);
        ends.extend(inside.map(|end| end - low));
        ends.push(high - low);
        let column = |column: &'_ [f64]| -> std::ops::Range<usize> {
            if column.is_empty() { 0..0 } else { low..high }
        };
        let columns = Columns {
            values: &useful.values[column(useful.values)],
            numerators: &useful.numerators[column(useful.numerators)],
            exposures: &useful.exposures[column(useful.exposures)],
            ends,
        };
        let fitted = self
            .chart()
            .fit_columns(&columns, self.fit_options(), selection)?;
        Some(Learned {
            parameters: fitted.ok()?,
            baseline: Some(BaselineUse {
                first: from,
                last: until - 1,
                used: high - low,
            }),
            known: until - 1,
        })
    }

    /// Marks the points of a phase; none where this is not a case for planes.
    fn judge(
        &self,
        judging: &mut Judging,
        stretch: &Stretch<'_>,
        parameters: &Parameters,
    ) -> Option<()> {
        let scale = Scale {
            parameters,
            lines: self.zone_lines(),
        };
        if stretch.first == stretch.end || !mark(&mut judging.judged, stretch, &scale) {
            return None;
        }
        if self.paths().steps {
            mark_steps(&mut judging.judged, stretch);
        }
        judging.prepare(self);
        Some(())
    }

    fn sufficiency(&self, learned: &Learned) -> Option<Sufficiency> {
        let used = learned.baseline?.used;
        Some(Sufficiency::of(self.chart(), used))
    }

    /// The latest point of a phase.
    fn latest(&self, stretch: &Stretch<'_>, parameters: &Parameters) -> Latest {
        let place = stretch.place(stretch.end - stretch.first - 1);
        Latest {
            index: stretch.useful.index(stretch.end - 1),
            value: stretch.useful.value(stretch.end - 1),
            limits: parameters.limits_at(place, self.limit_sigma(), self.clip_range()),
        }
    }
}

/// What is done with the patterns of a phase.
trait Sink {
    /// A pattern in a window, of the rule at this position.
    fn take(&mut self, rule: u8, window: &Window, pattern: &Pattern);

    /// The end of a window.
    fn close(&mut self, window: &Window);
}

/// Where a window lies along its path.
#[derive(Debug, Clone, Copy)]
struct Window {
    /// Ordinal of its first point.
    start: usize,
    /// Points along the path.
    points: usize,
    path: Path,
    /// Bits that no earlier window had.
    fresh: Plane,
}

impl Judging {
    /// Leaves out the points that some rules skip, if there are such rules and points.
    fn prepare(&mut self, plan: &Plan) {
        let judged = &self.judged;
        let all = |bits: fn(usize, &Word) -> u64| {
            let words = judged.words.iter().enumerate();
            words.fold(true, |all, (at, word)| {
                all & (bits(at, word) == judged.seen(at))
            })
        };
        let paths = plan.paths();
        self.has_ties = (plan.has_tests() || paths.off_center) && !all(Word::off_center);
        self.has_equals = paths.stepping && !all(Word::stepping);
        if self.has_ties {
            self.off_center.squeeze(judged, Word::off_center);
        }
        if self.has_equals {
            self.stepping.squeeze(judged, Word::stepping);
        }
    }

    fn planes(&self, path: Path) -> &Planes {
        match path {
            Path::OffCenter if self.has_ties => &self.off_center.planes,
            Path::Stepping if self.has_equals => &self.stepping.planes,
            _ => &self.judged,
        }
    }

    /// Place among the judged points of a point along a path.
    fn ordinal(&self, path: Path, at: usize) -> usize {
        match path {
            Path::OffCenter if self.has_ties => self.off_center.ordinal(at),
            Path::Stepping if self.has_equals => self.stepping.ordinal(at),
            _ => at,
        }
    }

    /// Follows every rule along its path, window by window.
    fn follow(&self, plan: &Plan, sink: &mut impl Sink) {
        let ties = self.has_ties.then_some(Path::OffCenter);
        let equals = self.has_equals.then_some(Path::Stepping);
        for path in [Some(Path::Judged), ties, equals].into_iter().flatten() {
            let planes = self.planes(path);
            let goes_here = |of: Path| match of {
                Path::OffCenter if !self.has_ties => path == Path::Judged,
                Path::Stepping if !self.has_equals => path == Path::Judged,
                _ => of == path,
            };
            if planes.points == 0 {
                continue;
            }
            for number in 0..planes.windows() {
                let marks = planes.window(number);
                let window = Window {
                    start: Planes::start(number),
                    points: planes.points,
                    path,
                    fresh: Planes::fresh(number),
                };
                for (rule, watch) in plan.watches() {
                    if !goes_here(watch.path()) {
                        continue;
                    }
                    watch.patterns(&marks, |pattern| sink.take(*rule, &window, &pattern));
                }
                sink.close(&window);
            }
        }
    }
}
