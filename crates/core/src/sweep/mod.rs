//! The batch road: whole series at once, by bit planes.
//!
//! A scan that goes point by point is right for every plan, and spends most of its time on what is
//! the same for all points. This road reads a series by columns, fits each phase, turns its points
//! into bit planes of marks and lets each rule's twin judge 128 points of eight series in some dozen
//! operations. It knows the usual plans only, says when a series is not its case, and then leaves it
//! to the line. Both give the same bits, which random plans and series hold together.

mod collect;
mod columns;
mod count;
mod judging;
mod learn;
mod marking;
mod planes;
mod runs;
#[cfg(test)]
mod tests;

use fearless_simd::{Level, Simd, dispatch};

use crate::error::SeriesError;
use crate::lanes::{Lanes, SIDE_BY_SIDE, Single};
use crate::phase::Phase;
use crate::plan::Plan;
use crate::report::{Findings, Latest, Report};
use crate::series::{Gap, Series};
use crate::signal::Logged;
use crate::summary::Summary;
use collect::{Collected, Log};
use columns::{Gathered, Useful};
use judging::Judging;
use learn::{Learned, Span};
use marking::{Scale, Stretch};
use planes::Planes;

/// Memory of the batch road, used again from series to series.
#[derive(Debug)]
pub(crate) struct Scratch {
    level: Level,
    learning: learn::Room,
    one: Desk<1>,
    many: Desk<SIDE_BY_SIDE>,
}

impl Default for Scratch {
    fn default() -> Self {
        Self::at(Level::new())
    }
}

impl Scratch {
    /// With the instructions of a level.
    fn at(level: Level) -> Self {
        Self {
            level,
            learning: learn::Room::at(level),
            one: Desk::default(),
            many: Desk::default(),
        }
    }
}

/// Room for `L` series side by side.
#[derive(Debug)]
struct Desk<const L: usize> {
    gathered: [Gathered; L],
    judging: Judging<L>,
    counting: count::Room<L>,
    signals: [Vec<Logged>; L],
}

impl<const L: usize> Default for Desk<L> {
    fn default() -> Self {
        Self {
            gathered: std::array::from_fn(|_| Gathered::default()),
            judging: Judging::default(),
            counting: count::Room::default(),
            signals: std::array::from_fn(|_| Vec::new()),
        }
    }
}

/// A series of one phase, opened and fitted.
#[derive(Debug, Clone, Copy)]
struct Row<'a> {
    useful: Useful<'a>,
    learned: Learned,
}

impl Row<'_> {
    fn stretch(&self) -> Stretch<'_> {
        Stretch {
            useful: &self.useful,
            first: 0,
            end: self.useful.len(),
        }
    }
}

/// What became of each series: none where it is no case for planes of one phase.
type Rows<'a, const L: usize> = [Option<Result<Row<'a>, SeriesError>>; L];

/// What is said of each series: nothing yet where it is not the case of the road taken so far.
pub(crate) type Results<'a, T> = &'a mut [Option<Result<T, SeriesError>>];

impl Plan {
    /// The summaries of up to [`SIDE_BY_SIDE`] series, by the batch road as far as it goes.
    pub(crate) fn sweep_summaries(
        &self,
        series: &[Series<'_>],
        scratch: &mut Scratch,
        results: Results<'_, Summary>,
    ) {
        let (room, one, many) = (&mut scratch.learning, &mut scratch.one, &mut scratch.many);
        dispatch!(scratch.level, simd => match series.len() {
            1 => self.summaries(simd, Single, series, one, room, results),
            _ => self.summaries(simd, simd, series, many, room, results),
        });
    }

    /// The reports of up to [`SIDE_BY_SIDE`] series, by the batch road as far as it goes.
    pub(crate) fn sweep_reports(
        &self,
        series: &[Series<'_>],
        scratch: &mut Scratch,
        results: Results<'_, Report>,
    ) {
        let (room, one, many) = (&mut scratch.learning, &mut scratch.one, &mut scratch.many);
        dispatch!(scratch.level, simd => match series.len() {
            1 => self.reports(simd, Single, series, one, room, results),
            _ => self.reports(simd, simd, series, many, room, results),
        });
    }

    #[inline(always)]
    fn summaries<S: Simd, T: Lanes<L>, const L: usize>(
        &self,
        simd: S,
        lanes: T,
        series: &[Series<'_>],
        desk: &mut Desk<L>,
        room: &mut learn::Room,
        results: Results<'_, Summary>,
    ) {
        if self.current_points() != 1 {
            return;
        }
        let judging = &mut desk.judging;
        let planes = &mut judging.judged;
        let rows = self.open_rows(simd, series, &mut desk.gathered, planes, room, |useful| {
            useful.provisional.is_empty()
        });
        judging.prepare(self);
        let mut counted = count::Counted::new(lanes, self, judging, &mut desk.counting);
        judging.follow(lanes, self, &mut counted);
        let found = counted.finish();
        for (lane, (row, result)) in rows.iter().zip(results).enumerate() {
            *result = row.as_ref().map(|row| {
                let row = row.as_ref().map_err(SeriesError::clone)?;
                let tally = self.has_tests().then(|| runs::tally(judging, lane));
                Ok(Summary::new(
                    self,
                    row.useful.counts,
                    row.learned.sufficiency(self),
                    &row.learned.latest(self, &row.stretch()),
                    found[lane].with_tests(self, tally.as_ref()),
                ))
            });
        }
    }

    #[inline(always)]
    fn reports<S: Simd, T: Lanes<L>, const L: usize>(
        &self,
        simd: S,
        lanes: T,
        series: &[Series<'_>],
        desk: &mut Desk<L>,
        room: &mut learn::Room,
        results: Results<'_, Report>,
    ) {
        let judging = &mut desk.judging;
        let planes = &mut judging.judged;
        let rows = self.open_rows(simd, series, &mut desk.gathered, planes, room, |_| true);
        judging.prepare(self);
        let mut signals = desk.signals.each_mut();
        signals.iter_mut().for_each(|signals| signals.clear());
        let mut signals = signals.into_iter();
        let mut collected = Collected {
            logs: std::array::from_fn(|lane| {
                let (row, signals) = (&rows[lane], signals.next()?);
                let row = row.as_ref()?.as_ref().ok()?;
                Some(Log::new(signals, row.stretch(), judging, lane))
            }),
        };
        judging.follow(lanes, self, &mut collected);
        let logs = collected.logs.into_iter();
        for (lane, ((row, log), result)) in rows.iter().zip(logs).zip(results).enumerate() {
            *result = row.as_ref().map(|row| {
                let row = row.as_ref().map_err(SeriesError::clone)?;
                let tally = self.has_tests().then(|| runs::tally(judging, lane));
                let span = Span::whole(&row.useful);
                let phase = row.learned.phase(self, span, tally.as_ref());
                let known = row.learned.known;
                let signals = log.map(|log| log.finish(self, span, known, tally.as_ref()));
                let signals = signals.unwrap_or_default();
                let latest = row.learned.latest(self, &row.stretch());
                let findings = self.findings(&row.useful, vec![phase], signals, latest);
                Ok(findings.into_report(self))
            });
        }
    }

    /// The report of a series of several phases; none if it is not the case of the batch road.
    pub(crate) fn sweep_phases(
        &self,
        series: Series<'_>,
        scratch: &mut Scratch,
    ) -> Option<Result<Report, SeriesError>> {
        let (room, desk) = (&mut scratch.learning, &mut scratch.one);
        dispatch!(scratch.level, simd => self.phases(simd, series, desk, room))
    }

    #[inline(always)]
    fn phases<S: Simd>(
        &self,
        simd: S,
        series: Series<'_>,
        desk: &mut Desk<1>,
        room: &mut learn::Room,
    ) -> Option<Result<Report, SeriesError>> {
        if !self.sweeps_series(series) {
            return None;
        }
        let ([gathered], [signals]) = (&mut desk.gathered, &mut desk.signals);
        let judging = &mut desk.judging;
        let useful = match gathered.read(self, series) {
            Ok(useful) if self.sweeps_points(&useful) => useful,
            Ok(_) => return None,
            Err(error) => return Some(Err(error)),
        };
        signals.clear();
        let mut phases = Vec::new();
        let mut latest = None;
        for span in self.spans(useful.counts.points) {
            let stretch = Stretch {
                useful: &useful,
                first: useful.before(span.first),
                end: useful.before(span.end),
            };
            let learned = self.learn(&useful, span, room)?;
            judging.judged.clear();
            if !self.mark(simd, &mut judging.judged, 0, &stretch, &learned) {
                return None;
            }
            judging.prepare(self);
            let log = Log::new(signals, stretch, judging, 0);
            let mut collected = Collected { logs: [Some(log)] };
            judging.follow(Single, self, &mut collected);
            let tally = self.has_tests().then(|| runs::tally(judging, 0));
            let [log] = collected.logs;
            log.map(|log| log.finish(self, span, learned.known, tally.as_ref()));
            phases.push(learned.phase(self, span, tally.as_ref()));
            latest = Some(learned.latest(self, &stretch));
        }
        let findings = self.findings(&useful, phases, signals, latest?);
        Some(Ok(findings.into_report(self)))
    }

    /// Opens, fits and marks series, each in a lane, of which `is_case` says of the useful points
    /// whether they are one.
    #[inline(always)]
    fn open_rows<'a, S: Simd, const L: usize>(
        &self,
        simd: S,
        series: &[Series<'a>],
        gathered: &'a mut [Gathered; L],
        planes: &mut Planes<L>,
        room: &mut learn::Room,
        is_case: impl Fn(&Useful<'_>) -> bool,
    ) -> Rows<'a, L> {
        planes.clear();
        let mut rows = [const { None }; L];
        let places = rows.iter_mut().zip(gathered).zip(series).enumerate();
        for (lane, ((row, gathered), series)) in places {
            let is_one_phase = self.next_start(0).is_none_or(|start| start >= series.len());
            if !is_one_phase || !self.sweeps_series(*series) {
                continue;
            }
            let learn = |useful: Useful<'a>, room: &mut learn::Room| {
                if !self.sweeps_points(&useful) || !is_case(&useful) {
                    return None;
                }
                let learned = self.learn(&useful, Span::whole(&useful), room)?;
                Some(Row { useful, learned })
            };
            let trusted = Useful::trusted(*series).filter(|_| self.fit_checks_values());
            let fitted = match trusted.and_then(|useful| learn(useful, room)) {
                Some(row) => Some(row),
                None => match gathered.read(self, *series) {
                    Ok(useful) => learn(useful, room),
                    Err(error) => {
                        *row = Some(Err(error));
                        continue;
                    }
                },
            };
            if let Some(fitted) = fitted
                && self.mark(simd, planes, lane, &fitted.stretch(), &fitted.learned)
            {
                *row = Some(Ok(fitted));
            }
        }
        rows
    }

    /// Marks the points of a phase; `false` where this is not a case for planes.
    #[inline(always)]
    fn mark<S: Simd, const L: usize>(
        &self,
        simd: S,
        planes: &mut Planes<L>,
        lane: usize,
        stretch: &Stretch<'_>,
        learned: &Learned,
    ) -> bool {
        let scale = Scale {
            parameters: &learned.parameters,
            lines: self.zone_lines(),
        };
        let with_steps = self.paths().steps;
        stretch.len() > 0 && marking::mark(simd, planes, lane, stretch, &scale, with_steps)
    }

    fn sweeps_series(&self, series: Series<'_>) -> bool {
        self.sweeps() && u32::try_from(series.len()).is_ok()
    }

    /// Whether there are points, and what a gap ends is no matter of single points.
    fn sweeps_points(&self, useful: &Useful<'_>) -> bool {
        useful.len() > 0 && (self.gap() != Gap::Break || !useful.has_gaps())
    }

    /// What is known of a series.
    fn findings<'a>(
        &self,
        useful: &Useful<'_>,
        phases: Vec<Phase>,
        signals: &'a [Logged],
        latest: Latest,
    ) -> Findings<std::iter::Copied<std::slice::Iter<'a, Logged>>> {
        let newest = useful.len().saturating_sub(1);
        let is_last_provisional = |ordinal: &u32| *ordinal as usize == newest;
        Findings {
            counts: useful.counts,
            phases,
            signals: signals.iter().copied(),
            latest: Some(latest),
            is_latest_provisional: useful.provisional.last().is_some_and(is_last_provisional),
            current_from: Some(useful.index(useful.len().saturating_sub(self.current_points()))),
            provisional_limits: false,
        }
    }
}
