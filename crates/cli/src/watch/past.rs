//! The past of a series, as far as it is kept.

use redbead::{Chart, Observation, Plan, Report, Signal};
use redbead_io::Period;

use super::points::{Kept, Points};
use super::time::Stamp;

/// The kept points of a series, and how many came before them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Past {
    /// Zero-based index of the first kept point.
    pub(crate) first: usize,
    pub(crate) kept: Points,
}

/// A past up to some point: a series as it was when that was its newest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) past: &'a Past,
    /// How many of the kept points.
    pub(crate) kept: usize,
}

/// A signal and the points that it takes to tell of it, as a series of their own.
pub(crate) struct Excerpt {
    pub(crate) report: Report,
    pub(crate) signal: Signal,
    pub(crate) observations: Vec<Observation>,
    /// Index of the first of them in the series.
    pub(crate) first: usize,
}

/// Most points that are looked at to tell of a signal, so that a signal that goes on for long costs
/// the same at each point.
const LONGEST: usize = 1000;
/// Points that are looked at to tell a rhythm.
const RHYTHM: usize = 25;

impl Past {
    pub(crate) fn new() -> Self {
        Self {
            first: 0,
            kept: Points::new(),
        }
    }

    /// The time of the point at an index, where it is kept.
    pub(crate) fn stamp(&self, index: usize) -> Option<Stamp> {
        self.kept.stamp(index.checked_sub(self.first)?)
    }

    /// All of it.
    pub(crate) fn seen(&self) -> Seen<'_> {
        Seen {
            past: self,
            kept: self.kept.len(),
        }
    }
}

impl Seen<'_> {
    /// The periods of the newest points, enough to show their rhythm; nothing for mere texts.
    pub(crate) fn newest_periods(&self) -> Vec<Period> {
        let from = self.kept.saturating_sub(RHYTHM);
        let stamps = (from..self.kept).map_while(|position| self.past.kept.stamp(position));
        let periods = stamps.map_while(|stamp| match stamp {
            Stamp::Period(period) => Some(period),
            Stamp::Text(_) => None,
        });
        periods.collect()
    }

    /// What it takes to tell of a signal; none where it is no longer kept, or too much.
    pub(crate) fn excerpt(&self, report: &Report, signal: &Signal, plan: &Plan) -> Option<Excerpt> {
        let phase = report.phases.get(signal.phase)?;
        let stands_alone = !matches!(
            plan.chart(),
            Chart::Ewma(_) | Chart::Cusum(_) | Chart::MovingRange(_)
        ) && !signal.rule.is_whole_phase();
        let first = if stands_alone {
            signal.first
        } else {
            phase.first
        };
        let last = if signal.running || signal.rule.is_whole_phase() {
            phase.last
        } else {
            signal.last.max(signal.completed)
        };
        let from = first.checked_sub(self.past.first)?;
        let to = (last + 1).checked_sub(self.past.first)?;
        if to <= from || to > self.kept || to - from > LONGEST {
            return None;
        }
        let points = (from..to).map_while(|position| self.past.kept.get(position));
        let moved = |index: usize| index.saturating_sub(first);
        let mut signal = *signal;
        signal.phase = 0;
        for index in [
            &mut signal.first,
            &mut signal.last,
            &mut signal.completed,
            &mut signal.known,
        ] {
            *index = moved(*index);
        }
        let mut phase = *phase;
        (phase.first, phase.last) = (0, last - first);
        let mut report = report.clone();
        report.counts.points = last - first + 1;
        report.phases = vec![phase];
        report.signals = vec![signal];
        Some(Excerpt {
            report,
            signal,
            observations: points.map(Kept::judged).collect(),
            first,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use redbead::{Baseline, Preset, Rebase, Wording};

    /// A level that moves at times, with some points missing, provisional or excluded.
    fn observations(ratios: bool, seed: u64) -> Vec<Observation> {
        let mut random = seed;
        let mut below = |end: u64| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random % end
        };
        let mut level = 300_u64;
        let observation = |_| {
            level += if below(25) == 0 { 12 } else { 0 };
            level -= if below(25) == 0 { 12 } else { 0 };
            let value = (level + below(30)) as f64;
            let observation = match below(20) {
                0 => Observation::missing(),
                _ if ratios => Observation::ratio(value, (900 + below(200)) as f64),
                _ => Observation::value(value),
            };
            match below(15) {
                0 => observation.provisional(),
                1 => observation.excluded(),
                _ => observation,
            }
        };
        (0..150).map(observation).collect()
    }

    #[test]
    fn an_excerpt_says_what_the_whole_series_does() {
        let first = Baseline::First { points: 20 };
        let of = |chart, preset| {
            let builder = Plan::builder(chart).preset(preset);
            builder.baseline(first).build().unwrap()
        };
        let plans = [
            of(Chart::individuals(), Preset::Nelson),
            of(Chart::individuals(), Preset::MakingDataCount),
            of(Chart::run(), Preset::ScottishRunChart),
            of(Chart::p(), Preset::WesternElectric),
            of(Chart::u_prime(), Preset::MakingDataCount),
            Plan::builder(Chart::ewma())
                .baseline(first)
                .build()
                .unwrap(),
            Plan::builder(Chart::cusum())
                .baseline(first)
                .build()
                .unwrap(),
            Plan::builder(Chart::moving_range())
                .baseline(first)
                .build()
                .unwrap(),
            Plan::builder(Chart::run())
                .rebase(Rebase::Scottish)
                .build()
                .unwrap(),
        ];
        let label = |index: usize| format!("point {index}");
        let mut told = 0;
        for (number, plan) in plans.iter().enumerate() {
            let ratios = [3, 4].contains(&number);
            for seed in 1..30 {
                let all = observations(ratios, seed);
                let (mut monitor, mut past) = (plan.monitor(), Past::new());
                for (index, observation) in all.iter().enumerate() {
                    monitor.push(*observation).unwrap();
                    let kept = Kept::sent(*observation);
                    let stamp = Stamp::Text(format!("{index:04}").into());
                    past.kept.insert(index, stamp, kept);
                }
                let report = monitor.report();
                for signal in &report.signals {
                    let wording = Wording::new().label(&label);
                    let whole = report.explain(plan, &all[..], signal, &wording).unwrap();
                    let excerpt = past.seen().excerpt(&report, signal, plan).unwrap();
                    let label = |index: usize| label(excerpt.first + index);
                    let wording = Wording::new().label(&label);
                    let (points, signal) = (&excerpt.observations[..], &excerpt.signal);
                    let part = excerpt.report.explain(plan, points, signal, &wording);
                    assert_eq!(part.unwrap(), whole);
                    told += 1;
                }
            }
        }
        assert!(told > 1000, "{told}");
    }
}
