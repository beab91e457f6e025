//! Summaries: what a series says, in about a hundred bytes.

use crate::direction::Direction;
use crate::error::SeriesError;
use crate::fingerprint::Fingerprint;
use crate::limits::Limits;
use crate::phase::Sufficiency;
use crate::plan::Plan;
use crate::reading::{Assurance, Reading, Variation, assurance};
use crate::report::{Counts, Latest, Report};
use crate::rule_set::RuleSet;
use crate::side::Side;

/// What a series says, without its signals one by one: for panels of many series, of which most
/// are only counted, sorted and filtered.
///
/// It says nothing that the [`Report`] does not: [`Report::summary`] gives the same. Rules stand
/// as positions in the plan, to be looked up there.
///
/// ```
/// use redbead::{Panel, Plan, Preset, Series, Variation};
///
/// let plan = Plan::of(Preset::WesternElectric).build()?;
/// let wards = [
///     vec![39.0, 41.0, 41.0, 43.0, 44.0, 41.0, 42.0, 40.0],
///     vec![9.0, 10.0, 9.0, 11.0, 10.0, 9.0, 10.0, 10.0, 11.0, 10.0, 9.0, 19.0],
/// ];
/// let series: Vec<Series> = wards.iter().map(Series::from).collect();
/// let mut signaling = 0;
/// for summary in Panel::new(plan.clone()).summarize(&series) {
///     let summary = summary?;
///     signaling += usize::from(summary.signals() > 0);
///     if let Variation::SpecialCause { rule, .. } = summary.reading(&plan)?.variation {
///         assert_eq!(rule.to_string(), "beyond sigma=3 side=either");
///     }
/// }
/// assert_eq!(signaling, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    // Half the size of the public types, since a panel writes one for each series.
    points: u32,
    useful: u32,
    provisional: u32,
    excluded: u32,
    missing: u32,
    invalid: u32,
    phases: u32,
    signals: u32,
    signalled: RuleSet,
    current: RuleSet,
    latest_index: u32,
    /// Of the plan that made it.
    plan: Fingerprint,
    /// Useful points of the last phase's baseline.
    learned_from: Option<u32>,
    latest_value: f64,
    limits: Option<Limits>,
    spoken: Spoken,
    direction: Direction,
    assurance: Assurance,
    is_judged: bool,
    provisional_limits: bool,
}

/// What speaks for the latest point.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Spoken {
    NotJudged,
    CommonCause,
    SpecialCause(Speaking),
}

/// A signal that holds at the latest point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Speaking {
    /// Position of the rule.
    pub(crate) rule: u8,
    pub(crate) side: Option<Side>,
    pub(crate) tentative: bool,
}

/// The signals of a series, counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) signals: u32,
    pub(crate) signalled: RuleSet,
    pub(crate) current: RuleSet,
    pub(crate) speaking: Option<Speaking>,
}

impl Summary {
    /// Of a series of one phase, with its latest judged point, before its signals are known.
    #[inline]
    pub(crate) fn new(
        plan: &Plan,
        counts: Counts,
        sufficiency: Option<Sufficiency>,
        latest: &Latest,
    ) -> Self {
        let limits = Some(latest.limits).filter(|_| plan.chart().has_assurance());
        Self {
            phases: 1,
            spoken: Spoken::CommonCause,
            latest_index: latest.index as u32,
            latest_value: latest.value,
            limits: Some(latest.limits),
            learned_from: sufficiency.map(|sufficiency| sufficiency.have as u32),
            direction: plan.direction(),
            assurance: assurance(plan.direction(), plan.target(), limits),
            is_judged: true,
            provisional_limits: false,
            ..Self::of_counts(counts, plan)
        }
    }

    /// Adds its signals.
    #[inline]
    pub(crate) fn add(&mut self, found: Found) {
        self.signals = found.signals;
        self.signalled = found.signalled;
        self.current = found.current;
        if let Some(speaking) = found.speaking {
            self.spoken = Spoken::SpecialCause(speaking);
        }
    }

    #[inline]
    fn of_counts(counts: Counts, plan: &Plan) -> Self {
        Self {
            points: counts.points as u32,
            useful: counts.useful as u32,
            provisional: counts.provisional as u32,
            excluded: counts.excluded as u32,
            missing: counts.missing as u32,
            invalid: counts.invalid as u32,
            phases: 0,
            signals: 0,
            signalled: RuleSet::default(),
            current: RuleSet::default(),
            latest_index: 0,
            plan: plan.fingerprint(),
            learned_from: None,
            latest_value: 0.0,
            limits: None,
            spoken: Spoken::NotJudged,
            direction: plan.direction(),
            assurance: Assurance::NotJudged,
            is_judged: false,
            provisional_limits: false,
        }
    }

    /// How many points there are.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts {
            points: self.points as usize,
            useful: self.useful as usize,
            provisional: self.provisional as usize,
            excluded: self.excluded as usize,
            missing: self.missing as usize,
            invalid: self.invalid as usize,
        }
    }

    /// Number of phases.
    #[must_use]
    pub fn phases(&self) -> usize {
        self.phases as usize
    }

    /// Number of signals in all phases.
    #[must_use]
    pub fn signals(&self) -> usize {
        self.signals as usize
    }

    /// Rules with a signal.
    #[must_use]
    pub fn signalled(&self) -> RuleSet {
        self.signalled
    }

    /// Rules with a signal that matters now: see [`Signal::current`](crate::Signal::current).
    #[must_use]
    pub fn current(&self) -> RuleSet {
        self.current
    }

    /// The latest judged point of the last phase, with its limits.
    #[must_use]
    pub fn latest(&self) -> Option<Latest> {
        Some(Latest {
            index: self.latest_index as usize,
            value: self.latest_value,
            limits: self.limits?,
        })
    }

    /// Whether every phase could be judged; see [`Report::is_judged`].
    #[must_use]
    pub fn is_judged(&self) -> bool {
        self.is_judged
    }

    /// Whether the limits come from everything so far, before the baseline was complete: a preview, no
    /// ground for an alert.
    #[must_use]
    pub fn provisional_limits(&self) -> bool {
        self.provisional_limits
    }

    /// What the series says today, with the direction and the target that it was judged with.
    ///
    /// # Errors
    ///
    /// [`SeriesError::Foreign`] for another plan than the one that made the summary.
    pub fn reading(&self, plan: &Plan) -> Result<Reading, SeriesError> {
        if self.plan != plan.fingerprint() {
            return Err(SeriesError::Foreign { what: "plan" });
        }
        let direction = self.direction;
        Ok(Reading {
            direction,
            variation: match self.spoken {
                Spoken::NotJudged => Variation::NotJudged,
                Spoken::CommonCause => Variation::CommonCause,
                Spoken::SpecialCause(speaking) => match plan.rule_at(usize::from(speaking.rule)) {
                    None => Variation::NotJudged,
                    Some((rule, _)) => Variation::SpecialCause {
                        meaning: direction.judge(speaking.side),
                        side: speaking.side,
                        rule,
                        tentative: speaking.tentative,
                    },
                },
            },
            assurance: self.assurance,
            sufficiency: self
                .learned_from
                .map(|have| Sufficiency::of(plan.chart(), have as usize)),
        })
    }
}

impl Report {
    /// The summary of the series, as [`Plan::summarize`] gives it where the report is of the whole
    /// series, and the plan has the direction, target and limits of the one that made it.
    ///
    /// # Errors
    ///
    /// [`SeriesError::Foreign`] for another plan than the one that made the report.
    pub fn summary(&self, plan: &Plan) -> Result<Summary, SeriesError> {
        let foreign = SeriesError::Foreign { what: "plan" };
        if self.plan != plan.fingerprint() {
            return Err(foreign);
        }
        let position = |rule| {
            let mut rules = plan.all_rules();
            let found = rules.find(|(_, known)| **known == rule);
            found.map(|(position, _)| position as u8)
        };
        let (mut signalled, mut current) = (0, 0);
        for signal in &self.signals {
            let bit = 1 << position(signal.rule).ok_or(foreign.clone())?;
            signalled |= bit;
            current |= if signal.current { bit } else { 0 };
        }
        let sufficiency = self.reading.sufficiency;
        Ok(Summary {
            phases: self.phases.len() as u32,
            signals: self.signals.len() as u32,
            signalled: RuleSet::from_bits(signalled),
            current: RuleSet::from_bits(current),
            latest_index: self.latest.map_or(0, |latest| latest.index as u32),
            latest_value: self.latest.map_or(0.0, |latest| latest.value),
            limits: self.latest.map(|latest| latest.limits),
            learned_from: sufficiency.map(|sufficiency| sufficiency.have as u32),
            spoken: match self.reading.variation {
                Variation::NotJudged => Spoken::NotJudged,
                Variation::CommonCause => Spoken::CommonCause,
                Variation::SpecialCause {
                    side,
                    rule,
                    tentative,
                    ..
                } => Spoken::SpecialCause(Speaking {
                    rule: position(rule).ok_or(foreign)?,
                    side,
                    tentative,
                }),
            },
            direction: self.reading.direction,
            assurance: self.reading.assurance,
            is_judged: self.is_judged(),
            provisional_limits: self.provisional_limits,
            ..Summary::of_counts(self.counts, plan)
        })
    }
}
