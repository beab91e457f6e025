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

use fearless_simd::{Level, dispatch};

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
use marking::{AtCall, Instructions, Scale, Stretch};
use planes::Planes;

/// Memory of the batch road, used again from series to series.
#[derive(Debug)]
pub(crate) struct Scratch {
    level: Level,
    learning: learn::Room,
    one: Desk<1>,
    /// Once there are several series.
    many: Option<Box<Desk<SIDE_BY_SIDE>>>,
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
            many: None,
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

/// What became of each series: none where it is no case for planes of one phase.
type Rows<'a, const L: usize> = [Option<Result<(Useful<'a>, Learned), SeriesError>>; L];

/// What is said of each series: nothing yet where it is not the case of the road taken so far.
pub(crate) type Results<'a, T> = &'a mut [Option<Result<T, SeriesError>>];

/// Whether series are judged side by side: several, and none so long that the planes of all, which
/// are as long as the longest, would take much memory.
fn are_short(series: &[Series<'_>]) -> bool {
    const MOST_POINTS: usize = 1 << 16;

    series.len() > 1 && series.iter().all(|series| series.len() <= MOST_POINTS)
}

impl Plan {
    /// The summaries of up to [`SIDE_BY_SIDE`] series, by the batch road as far as it goes.
    pub(crate) fn sweep_summaries(
        &self,
        series: &[Series<'_>],
        scratch: &mut Scratch,
        results: Results<'_, Summary>,
    ) {
        results.fill_with(|| None);
        let (room, one, many) = (&mut scratch.learning, &mut scratch.one, &mut scratch.many);
        if are_short(series) {
            dispatch!(scratch.level, simd => {
                let many = many.get_or_insert_default();
                self.summaries(simd, simd, series, many, room, results);
            });
        } else {
            for (series, result) in series.iter().zip(results) {
                let (series, result) = (std::slice::from_ref(series), std::slice::from_mut(result));
                self.summaries(AtCall(scratch.level), Single, series, one, room, result);
            }
        }
    }

    /// The reports of up to [`SIDE_BY_SIDE`] series, by the batch road as far as it goes.
    pub(crate) fn sweep_reports(
        &self,
        series: &[Series<'_>],
        scratch: &mut Scratch,
        results: Results<'_, Report>,
    ) {
        results.fill_with(|| None);
        let (room, one, many) = (&mut scratch.learning, &mut scratch.one, &mut scratch.many);
        if are_short(series) {
            dispatch!(scratch.level, simd => {
                let many = many.get_or_insert_default();
                self.reports(simd, simd, series, many, room, results);
            });
        } else {
            for (series, result) in series.iter().zip(results) {
                let (series, result) = (std::slice::from_ref(series), std::slice::from_mut(result));
                self.reports(AtCall(scratch.level), Single, series, one, room, result);
            }
        }
    }

    #[inline(always)]
    fn summaries<I: Instructions, T: Lanes<L>, const L: usize>(
        &self,
        marking: I,
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
        judging.judged.clear();
        let rows = desk.gathered.iter_mut().zip(series).zip(&mut *results);
        for (lane, ((gathered, series), result)) in rows.enumerate() {
            let (useful, learned) = match self.open_row(*series, gathered, room) {
                Some(Ok(row)) if row.0.provisional.is_empty() => row,
                Some(Err(error)) => {
                    *result = Some(Err(error));
                    continue;
                }
                _ => continue,
            };
            let stretch = Stretch::whole(&useful);
            if self.mark(marking, &mut judging.judged, lane, &stretch, &learned) {
                let latest = learned.latest(self, &stretch);
                let sufficiency = learned.sufficiency(self);
                *result = Some(Ok(Summary::new(self, useful.counts, sufficiency, &latest)));
            }
        }
        judging.prepare(lanes, self);
        let mut counted = count::Counted::new(lanes, self, judging, &mut desk.counting);
        judging.follow(lanes, self, &mut counted);
        let found = counted.finish();
        for (lane, result) in results.iter_mut().enumerate() {
            if let Some(Ok(summary)) = result {
                let tally = self.has_tests().then(|| runs::tally(judging, lane));
                summary.add(found[lane].with_tests(self, tally.as_ref()));
            }
        }
    }

    #[inline(always)]
    fn reports<I: Instructions, T: Lanes<L>, const L: usize>(
        &self,
        marking: I,
        lanes: T,
        series: &[Series<'_>],
        desk: &mut Desk<L>,
        room: &mut learn::Room,
        results: Results<'_, Report>,
    ) {
        let judging = &mut desk.judging;
        judging.judged.clear();
        let mut rows: Rows<'_, L> = [const { None }; L];
        let gathered = desk.gathered.iter_mut().zip(series).zip(&mut rows);
        for (lane, ((gathered, series), row)) in gathered.enumerate() {
            *row = self.open_row(*series, gathered, room);
            if let Some(Ok((useful, learned))) = row
                && !self.mark(
                    marking,
                    &mut judging.judged,
                    lane,
                    &Stretch::whole(useful),
                    learned,
                )
            {
                *row = None;
            }
        }
        judging.prepare(lanes, self);
        let mut signals = desk.signals.each_mut();
        signals.iter_mut().for_each(|signals| signals.clear());
        let mut signals = signals.into_iter();
        let mut collected = Collected {
            logs: std::array::from_fn(|lane| {
                let (row, signals) = (&rows[lane], signals.next()?);
                let (useful, _) = row.as_ref()?.as_ref().ok()?;
                Some(Log::new(signals, Stretch::whole(useful), judging, lane))
            }),
        };
        judging.follow(lanes, self, &mut collected);
        let logs = collected.logs.into_iter();
        for (lane, ((row, log), result)) in rows.iter().zip(logs).zip(results).enumerate() {
            *result = row.as_ref().map(|row| {
                let (useful, learned) = row.as_ref().map_err(SeriesError::clone)?;
                let tally = self.has_tests().then(|| runs::tally(judging, lane));
                let span = Span::whole(useful);
                let phase = learned.phase(self, span, tally.as_ref());
                let signals = log.map(|log| log.finish(self, span, learned.known, tally.as_ref()));
                let signals = signals.unwrap_or_default();
                let latest = learned.latest(self, &Stretch::whole(useful));
                let findings = self.findings(useful, vec![phase], signals, latest);
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
        let marking = AtCall(scratch.level);
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
            if !self.mark(marking, &mut judging.judged, 0, &stretch, &learned) {
                return None;
            }
            judging.prepare(Single, self);
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

    /// Opens and fits a series of one phase; none where it is not a case for planes.
    #[inline(always)]
    fn open_row<'a>(
        &self,
        series: Series<'a>,
        gathered: &'a mut Gathered,
        room: &mut learn::Room,
    ) -> Option<Result<(Useful<'a>, Learned), SeriesError>> {
        let is_one_phase = self.next_start(0).is_none_or(|start| start >= series.len());
        if !is_one_phase || !self.sweeps_series(series) {
            return None;
        }
        if self.fit_checks_values()
            && let Some(useful) = Useful::trusted(series)
            && self.sweeps_points(&useful)
            && let Some(learned) = self.learn(&useful, Span::whole(&useful), room)
        {
            return Some(Ok((useful, learned)));
        }
        match gathered.read(self, series) {
            Ok(useful) if self.sweeps_points(&useful) => {
                let learned = self.learn(&useful, Span::whole(&useful), room)?;
                Some(Ok((useful, learned)))
            }
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// Marks the points of a phase; `false` where this is not a case for planes.
    #[inline(always)]
    fn mark<I: Instructions, const L: usize>(
        &self,
        marking: I,
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
        stretch.len() > 0 && marking.mark(planes, lane, stretch, &scale, with_steps)
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
