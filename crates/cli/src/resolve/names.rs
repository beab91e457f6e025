//! Points and phases of a series by the names that a plan and flags have for them.

use redbead::Report;
use redbead_io::{DataSeries, Dataset};

use super::Resolved;
use super::periods::{End, points_of};
use crate::plan_file::{PhaseChoice, Place};

impl Resolved {
    /// The point at a place; none where the series has none there.
    pub(crate) fn point(&self, series: &DataSeries, place: &Place) -> Option<usize> {
        let first = self.clock.place(place, End::First).ok()?;
        let last = self.clock.place(place, End::Last).ok()?;
        points_of(&(Some(first), Some(last)), series).map(|(first, _)| first)
    }

    /// What the plan says of each phase that it begins; nothing where it says nothing.
    pub(crate) fn phase_names(
        &self,
        data: &Dataset,
        series: &DataSeries,
        report: &Report,
    ) -> Vec<String> {
        let own = self.file.overrides.iter();
        let own = own.filter(|some| some.matches(data.key_names(), series.keys()));
        let own = own.filter_map(|some| some.phases.as_ref()).next_back();
        let choices = own.or(self.file.plan.phases.as_ref());
        let start = |choice: &PhaseChoice| {
            let at = self.clock.place(&choice.at, End::First).ok()?;
            at.at_or_after(series).filter(|_| !at.is_before(series))
        };
        let named = choices.into_iter().flatten();
        let named: Vec<(Option<usize>, &str)> = named
            .filter_map(|choice| Some((start(choice), choice.reason.as_deref()?)))
            .collect();
        let name = |first: usize| {
            let mut names = named.iter().filter(|(start, _)| *start == Some(first));
            names.next_back().map_or("", |(_, reason)| *reason)
        };
        let phases = report.phases.iter();
        phases.map(|phase| name(phase.first).to_owned()).collect()
    }
}
