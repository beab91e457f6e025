//! What a stream asks of places besides: its series grow, and a plan is known bit by bit.

use redbead_io::Period;

use super::periods::{At, Ends};
use super::places::{BaselineAt, Found, Places, Spots};
use super::timeline::Timeline;
use crate::plan_file::Exclude;

impl Places {
    /// Periods at which the plan of a series may change: phases begin, and baselines end. Series of
    /// choices without any have one plan.
    pub(crate) fn turns(&self) -> Vec<Period> {
        let own = self.phases.iter().map(|phase| phase.baseline.as_ref());
        let baselines = own.chain([self.baseline.as_ref()]).flatten();
        let ends = baselines.flat_map(|baseline| match baseline {
            BaselineAt::Periods { span, .. } => [span.0.as_ref(), span.1.as_ref()],
            BaselineAt::Engine(_) => [None, None],
        });
        let starts = self.phases.iter().map(|phase| &phase.at);
        let all = ends.flatten().chain(starts).filter_map(At::period);
        let mut turns: Vec<Period> = all.collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// A place that no point of a stream can be at: a text, where points are called by numbers.
    pub(crate) fn text_among_numbers(&self) -> Option<String> {
        let is_text = |at: &At| matches!(at, At::Label(_));
        let in_ends = |(first, last): &Ends| first.iter().chain(last).any(is_text);
        let own = self.phases.iter().map(|phase| phase.baseline.as_ref());
        let mut baselines = own.chain([self.baseline.as_ref()]).flatten();
        let phase = self.phases.iter().find(|phase| is_text(&phase.at));
        let excluded = self.exclude.iter().find(|(ends, _)| in_ends(ends));
        let baseline = baselines.find_map(|baseline| match baseline {
            BaselineAt::Periods { span, text } if in_ends(span) => Some(text.clone()),
            _ => None,
        });
        let phase = phase.map(|phase| phase.text.clone());
        let excluded = excluded.map(|(_, exclude)| exclude.at.to_string());
        phase.or(baseline).or(excluded)
    }

    /// Whether any points are excluded.
    pub(crate) fn excludes(&self) -> bool {
        !self.exclude.is_empty()
    }

    /// The exclusion of a period.
    pub(crate) fn exclusion(&self, period: Period) -> Option<&Exclude> {
        self.exclusions(period).next()
    }

    /// Why a period is excluded, where an exclusion of it has a reason.
    pub(crate) fn reason(&self, period: Period) -> Option<&str> {
        self.exclusions(period)
            .find_map(|exclude| exclude.reason.as_deref())
    }

    /// The exclusions that reach into the periods up to one, with where they end there.
    pub(crate) fn excluded_until(&self, last: Period) -> Vec<(Option<Period>, Option<Period>)> {
        let ends = |(first, end): &(Option<At>, Option<At>)| {
            let first = first.as_ref().and_then(At::period);
            let end = end.as_ref().and_then(At::period);
            (first, end.filter(|end| *end <= last))
        };
        let spans = self.exclude.iter().map(|(span, _)| ends(span));
        let mut spans: Vec<_> = spans
            .filter(|(first, _)| first.is_none_or(|first| first <= last))
            .collect();
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    fn exclusions(&self, period: Period) -> impl Iterator<Item = &Exclude> {
        let is_in = move |(first, last): &(Option<At>, Option<At>)| {
            let after = first.as_ref().map(At::period);
            let before = last.as_ref().map(At::period);
            after.is_none_or(|first| first.is_some_and(|first| first <= period))
                && before.is_none_or(|last| last.is_some_and(|last| period <= last))
        };
        let excluded = self.exclude.iter().filter(move |(span, _)| is_in(span));
        excluded.map(|(_, exclude)| exclude)
    }

    /// Stretches of indices, each from the start of a phase to the last point of its baseline, that
    /// only hold together: what a phase learns moves with points that come late.
    pub(crate) fn whole(&self, spots: &Spots, points: usize) -> Vec<(usize, usize)> {
        let begun = || spots.phases.iter().filter(|spot| spot.start < points);
        let until = |found: Found| match found {
            Found::NotAsked => None,
            Found::Open => Some(usize::MAX),
            Found::Points((_, last)) => Some(last),
        };
        let own = begun().filter_map(|spot| Some((spot.start, until(spot.own)?)));
        let start = match spots.baseline {
            // It is that of the newest phase, or of one to come.
            Found::Open => begun().next_back().map(|spot| spot.start),
            _ => spots.holding().map(|place| spots.phases[place].start),
        };
        let of_plan = until(spots.baseline).map(|last| (start.unwrap_or(0), last));
        own.chain(of_plan).collect()
    }

    /// Whether the newest phase is one that takes its limits from all its points for now: its
    /// baseline is not over, or a later phase will end it.
    pub(crate) fn waits(&self, spots: &Spots, series: &impl Timeline) -> bool {
        let last = spots.phases.last();
        let own = last.and_then(|spot| self.phases.get(spot.number)?.baseline.as_ref());
        let is_open = match (own, last) {
            (Some(_), Some(last)) => last.own == Found::Open,
            _ => spots.baseline == Found::Open,
        };
        let to_come = |at: &At| at.period().is_some_and(|period| series.is_open(period));
        is_open || self.phases.iter().any(|phase| to_come(&phase.at))
    }
}
