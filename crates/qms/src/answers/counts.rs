//! Series counted and listed by verdict.

use std::fmt;

use crate::status::Verdict;
use crate::statuses::Entry;

const VERDICTS: usize = Verdict::ALL.len();

/// How many series have each verdict, and how many of these are tentative. A set, not a score: no
/// number stands for all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerdictCounts {
    series: [u32; VERDICTS],
    tentative: [u32; VERDICTS],
}

impl VerdictCounts {
    /// Of the series of some entries.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut counts = Self::default();
        for entry in entries {
            counts.add(entry.judgement.verdict, entry.judgement.is_tentative);
        }
        counts
    }

    pub(super) fn add(&mut self, verdict: Verdict, is_tentative: bool) {
        self.series[verdict as usize] += 1;
        self.tentative[verdict as usize] += u32::from(is_tentative);
    }

    pub(super) fn plus(mut self, other: Self) -> Self {
        for at in 0..VERDICTS {
            self.series[at] += other.series[at];
            self.tentative[at] += other.tentative[at];
        }
        self
    }

    /// Series with a verdict, tentative ones included.
    #[must_use]
    pub const fn get(&self, verdict: Verdict) -> usize {
        self.series[verdict as usize] as usize
    }

    /// Series whose verdict is this one only for now.
    #[must_use]
    pub const fn tentative(&self, verdict: Verdict) -> usize {
        self.tentative[verdict as usize] as usize
    }

    /// All series.
    #[must_use]
    pub fn total(&self) -> usize {
        self.series.iter().map(|count| *count as usize).sum()
    }

    /// Series with enough data: as many were tested, and each test may give a false signal.
    #[must_use]
    pub fn tested(&self) -> usize {
        self.total() - self.get(Verdict::InsufficientData)
    }

    /// Series with special cause of any kind.
    #[must_use]
    pub fn special(&self) -> usize {
        let all = Verdict::ALL.iter().copied();
        all.filter(|verdict| verdict.is_special_cause())
            .map(|verdict| self.get(verdict))
            .sum()
    }

    /// Whether there is no series.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }

    /// The verdicts that some series have, in order, with their number.
    pub fn iter(&self) -> impl Iterator<Item = (Verdict, usize)> + '_ {
        let all = Verdict::ALL.iter().copied();
        all.map(|verdict| (verdict, self.get(verdict)))
            .filter(|(_, count)| *count > 0)
    }

    /// What a few series of one node at one site say together; none without a series.
    ///
    /// # Definition
    ///
    /// The first of these that holds:
    ///
    /// 1. *Mixed*: some are mixed, or some improve and others worsen.
    /// 2. *Improving*: some improve. *Worsening*: some worsen. The others do not speak against it.
    /// 3. *Special cause, not judged*: some have special cause without a direction of good.
    /// 4. *No signal*: some have enough data.
    /// 5. *Insufficient data*.
    ///
    /// Not meant for many sites: of hundreds of series a few signal by chance, and their number says
    /// more than this.
    #[must_use]
    pub fn together(&self) -> Option<Verdict> {
        let some = |verdict| self.get(verdict) > 0;
        if some(Verdict::Mixed) || some(Verdict::Improving) && some(Verdict::Worsening) {
            return Some(Verdict::Mixed);
        }
        // Without the mixed ones the order of the choices is that of the definition.
        Verdict::ALL.iter().copied().find(|verdict| some(*verdict))
    }

    /// Whether [`together`](Self::together) would be another without the tentative series.
    #[must_use]
    pub fn is_tentative_together(&self) -> bool {
        let mut firm = Self::default();
        for at in 0..VERDICTS {
            firm.series[at] = self.series[at] - self.tentative[at];
        }
        firm.together() != self.together()
    }
}

/// In words, such as `1 worsening (tentative), 23 no signal`.
impl fmt::Display for VerdictCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("no series");
        }
        for (at, (verdict, count)) in self.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{count} {}", verdict.title())?;
            match self.tentative(verdict) {
                0 => {}
                all if all == count => f.write_str(" (tentative)")?,
                some => write!(f, " ({some} tentative)")?,
            }
        }
        Ok(())
    }
}

/// A list that may stop short, with the number of all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed<T> {
    /// Number of all.
    pub total: usize,
    /// The first of them.
    pub listed: Vec<T>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            total: 0,
            listed: Vec::new(),
        }
    }
}

impl<T> Listed<T> {
    /// Counts one more, and makes its entry if there is room for it.
    pub(super) fn push(&mut self, most: usize, item: impl FnOnce() -> T) {
        self.total += 1;
        if self.listed.len() < most {
            self.listed.push(item());
        }
    }

    pub(super) fn first(mut all: Vec<T>, most: usize) -> Self {
        let total = all.len();
        all.truncate(most);
        Self { total, listed: all }
    }

    /// How many are not listed.
    #[must_use]
    pub fn left_off(&self) -> usize {
        self.total - self.listed.len()
    }
}

/// Series by verdict: how many, and the first of each.
#[derive(Debug, Clone, PartialEq)]
pub struct VerdictLists<'a> {
    counts: VerdictCounts,
    listed: [Vec<&'a Entry>; VERDICTS],
    most: usize,
}

impl<'a> VerdictLists<'a> {
    pub(super) fn new(most: usize) -> Self {
        Self {
            counts: VerdictCounts::default(),
            listed: Default::default(),
            most,
        }
    }

    pub(super) fn push(&mut self, entry: &'a Entry) {
        let verdict = entry.judgement.verdict;
        self.counts.add(verdict, entry.judgement.is_tentative);
        let listed = &mut self.listed[verdict as usize];
        if listed.len() < self.most {
            listed.push(entry);
        }
    }

    /// How many series have each verdict: of all, listed or not.
    #[must_use]
    pub const fn counts(&self) -> &VerdictCounts {
        &self.counts
    }

    /// The first series with a verdict, by measure, site and basis.
    #[must_use]
    pub fn listed(&self, verdict: Verdict) -> &[&'a Entry] {
        &self.listed[verdict as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(verdicts: &[(Verdict, bool)]) -> VerdictCounts {
        let mut counts = VerdictCounts::default();
        for (verdict, is_tentative) in verdicts {
            counts.add(*verdict, *is_tentative);
        }
        counts
    }

    #[test]
    fn together_is_the_first_that_holds() {
        use Verdict::{
            Improving, InsufficientData, Mixed, NoSignal, SpecialCauseNotJudged, Worsening,
        };

        let together = |verdicts: &[Verdict]| {
            let firm: Vec<_> = verdicts.iter().map(|verdict| (*verdict, false)).collect();
            counts(&firm).together()
        };
        assert_eq!(together(&[]), None);
        assert_eq!(together(&[InsufficientData]), Some(InsufficientData));
        assert_eq!(together(&[InsufficientData, NoSignal]), Some(NoSignal));
        assert_eq!(
            together(&[NoSignal, SpecialCauseNotJudged]),
            Some(SpecialCauseNotJudged)
        );
        assert_eq!(together(&[NoSignal, Improving]), Some(Improving));
        assert_eq!(
            together(&[SpecialCauseNotJudged, Worsening]),
            Some(Worsening)
        );
        assert_eq!(together(&[Improving, Worsening]), Some(Mixed));
        assert_eq!(together(&[Improving, Mixed]), Some(Mixed));
    }

    #[test]
    fn tentative_series_make_the_whole_tentative_where_they_decide() {
        use Verdict::{Improving, NoSignal, Worsening};

        assert!(counts(&[(Worsening, true), (NoSignal, false)]).is_tentative_together());
        assert!(counts(&[(Worsening, false), (Improving, true)]).is_tentative_together());
        assert!(!counts(&[(Worsening, false), (Worsening, true)]).is_tentative_together());
    }

    #[test]
    fn in_words() {
        use Verdict::{NoSignal, Worsening};

        let wards = counts(&[(Worsening, true), (NoSignal, false), (NoSignal, false)]);
        assert_eq!(wards.to_string(), "1 worsening (tentative), 2 no signal");
        assert_eq!(VerdictCounts::default().to_string(), "no series");
        let two = counts(&[(Worsening, true), (Worsening, false)]);
        assert_eq!(two.to_string(), "2 worsening (1 tentative)");
    }
}
