//! What a status means: better, worse, or neither.

use redbead::Meaning;
use serde::{Deserialize, Serialize};

use super::{Moment, PhaseFit, PhaseReason, SeriesSignal, Status};
use crate::choice::choice;

choice! {
    /// What a series says, by the direction of good.
    ///
    /// *Unmeasured* is none of these: it is said of nodes and components that have no series.
    Verdict as "verdict" {
        /// Special cause, in the direction of good.
        Improving = "improving",
        /// Special cause, against it.
        Worsening = "worsening",
        /// Special cause in both directions at once.
        Mixed = "mixed",
        /// Special cause without a side, or of a measure whose direction is not judged.
        SpecialCauseNotJudged = "special_cause_not_judged",
        /// Enough data, and no special cause.
        NoSignal = "no_signal",
        /// Too few points to say.
        InsufficientData = "insufficient_data",
    }
}

impl Verdict {
    /// In words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Worsening => "worsening",
            Self::Mixed => "mixed",
            Self::SpecialCauseNotJudged => "special cause, not judged",
            Self::NoSignal => "no signal",
            Self::InsufficientData => "not enough data",
        }
    }

    /// Whether there is special cause.
    #[must_use]
    pub const fn is_special_cause(self) -> bool {
        matches!(
            self,
            Self::Improving | Self::Worsening | Self::Mixed | Self::SpecialCauseNotJudged
        )
    }
}

/// Fewest useful points for a verdict; compared with [`Sufficiency::have`](super::Sufficiency::have).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Minimum {
    /// As many as the engine advises for the chart: of the core, 12 on run charts and 20 on charts
    /// with limits; none where the center was given. The default.
    #[default]
    Advised,
    /// So many.
    Points(usize),
    /// As many as the engine needs to judge at all.
    Judged,
}

/// What becomes of signals that rest on provisional points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Provisional {
    /// They count, and a verdict that would be another without them is tentative. The default.
    #[default]
    Tentative,
    /// They do not count. Nothing is judged anew: where a sustained shift that moved the center rests
    /// on them, signals against the earlier center are not there to count in its place. To know
    /// what the series says without these points, judge it with them excluded.
    LeftOut,
}

/// How long a level that was reached by a sustained shift speaks for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Sustained {
    /// As long as its phase is the last. The default: without re-phasing the same shift would stand
    /// against the old center for just as long.
    #[default]
    WholePhase,
    /// For so many points from the first point of the shift on, missing ones included.
    Points(usize),
}

/// How a status is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct JudgeOptions {
    /// Fewest useful points for a verdict.
    pub minimum: Minimum,
    /// What becomes of signals that rest on provisional points.
    pub provisional: Provisional,
    /// How long a new level speaks for itself.
    pub sustained: Sustained,
}

impl JudgeOptions {
    /// The same with another minimum.
    #[must_use]
    pub const fn with_minimum(mut self, minimum: Minimum) -> Self {
        self.minimum = minimum;
        self
    }

    /// The same with another treatment of provisional points.
    #[must_use]
    pub const fn with_provisional(mut self, provisional: Provisional) -> Self {
        self.provisional = provisional;
        self
    }

    /// The same with another life of new levels.
    #[must_use]
    pub const fn with_sustained(mut self, sustained: Sustained) -> Self {
        self.sustained = sustained;
        self
    }

    /// Whether evidence counts that rests on provisional points or does not.
    pub(crate) fn takes(&self, is_tentative: bool) -> bool {
        !is_tentative || self.provisional == Provisional::Tentative
    }
}

/// What a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ground {
    /// Signals that are current.
    CurrentSignals,
    /// The sustained shift with which the last phase began; nothing current speaks against it.
    SustainedShift,
    /// No signal, and enough data to say so.
    Quiet,
    /// Fewer useful points than asked for.
    TooFew {
        /// Useful points.
        have: usize,
        /// How many were asked for.
        need: usize,
    },
    /// The last phase could not be judged: see [`Sufficiency::fit`](super::Sufficiency::fit).
    NotJudged,
}

/// A verdict, what it rests on, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Whether it rests on provisional points or on a preview of limits.
    pub is_tentative: bool,
    /// What it rests on.
    pub ground: Ground,
    /// First point of the earliest signal, or of the sustained shift, that it rests on.
    pub since: Option<Moment>,
}

/// What the evidence is, taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reading {
    verdict: Verdict,
    ground: Ground,
    since: Option<Moment>,
}

impl Status {
    /// What the series says, by its direction of good.
    ///
    /// # Definition
    ///
    /// The first of these that holds:
    ///
    /// 1. *Insufficient data*: the last phase could not be judged, or there are fewer useful points
    ///    than [`JudgeOptions::minimum`].
    /// 2. Current signals with a side, of rules that are no warnings: *improving* if all point in the
    ///    direction of good, *worsening* if all point against it, *mixed* if some do either; *special
    ///    cause not judged* if the direction is not judged.
    /// 3. The last phase began with a sustained shift and still speaks for itself
    ///    ([`JudgeOptions::sustained`]): by its side in the same way. This is where the evidence for a
    ///    new level is, once the center has moved there and nothing stands out against it any more.
    /// 4. Current signals without a side: *special cause not judged*.
    /// 5. *No signal*.
    ///
    /// Current signals speak first, so that a new level that slips is *worsening*, at once. Signals of
    /// earlier phases, and those that ended, do not speak: they are history, and stand in
    /// [`Status::signals`].
    ///
    /// It is *tentative* if it would be another without the evidence that rests on provisional
    /// points, or if limits are a preview. *Insufficient data* never is.
    ///
    /// Linear in the number of signals.
    #[must_use]
    pub fn judge(&self, options: &JudgeOptions) -> Judgement {
        let insufficient = |ground| Judgement {
            verdict: Verdict::InsufficientData,
            is_tentative: false,
            ground,
            since: None,
        };
        if self.phase.is_none() || self.sufficiency.fit != PhaseFit::Fitted {
            return insufficient(Ground::NotJudged);
        }
        let need = match options.minimum {
            Minimum::Advised => self.sufficiency.advised.unwrap_or(0),
            Minimum::Points(points) => points,
            Minimum::Judged => 0,
        };
        let have = self.sufficiency.have;
        if have < need {
            return insufficient(Ground::TooFew { have, need });
        }
        let firm = self.read(options, false);
        let all = match options.provisional {
            Provisional::Tentative => self.read(options, true),
            Provisional::LeftOut => firm,
        };
        Judgement {
            verdict: all.verdict,
            is_tentative: all.verdict != firm.verdict || self.is_preview,
            ground: all.ground,
            since: all.since,
        }
    }

    /// Steps 2 to 5 of the definition, with or without tentative evidence.
    fn read(&self, options: &JudgeOptions, takes_tentative: bool) -> Reading {
        let counts = |signal: &&SeriesSignal| {
            !signal.is_warning && (takes_tentative || !signal.is_tentative)
        };
        let speaking = || self.current().filter(counts);
        let sided = || speaking().filter(|signal| signal.side.side().is_some());
        let meanings = |wanted: Meaning| {
            sided().any(|signal| self.direction.judge(signal.side.side()) == wanted)
        };
        let since = sided().map(|signal| signal.first).min();
        if since.is_some() {
            let (better, worse) = (meanings(Meaning::Improvement), meanings(Meaning::Concern));
            let verdict = match (better, worse) {
                (true, true) => Verdict::Mixed,
                (true, false) => Verdict::Improving,
                (false, true) => Verdict::Worsening,
                (false, false) => Verdict::SpecialCauseNotJudged,
            };
            let ground = Ground::CurrentSignals;
            return Reading {
                verdict,
                ground,
                since,
            };
        }
        if let Some(reading) = self.read_shift(options, takes_tentative) {
            return reading;
        }
        let since = speaking().map(|signal| signal.first).min();
        let (verdict, ground) = match since {
            Some(_) => (Verdict::SpecialCauseNotJudged, Ground::CurrentSignals),
            None => (Verdict::NoSignal, Ground::Quiet),
        };
        Reading {
            verdict,
            ground,
            since,
        }
    }

    /// What the sustained shift says with which the last phase began, while it speaks for itself.
    fn read_shift(&self, options: &JudgeOptions, takes_tentative: bool) -> Option<Reading> {
        let phase = self.phase.as_ref()?;
        let PhaseReason::Shift {
            side,
            first,
            is_tentative,
            ..
        } = phase.reason
        else {
            return None;
        };
        let speaks = match options.sustained {
            Sustained::WholePhase => true,
            Sustained::Points(points) => first.points_to(phase.last) <= points,
        };
        let verdict = match self.direction.judge(Some(side)) {
            Meaning::Improvement => Verdict::Improving,
            Meaning::Concern => Verdict::Worsening,
            Meaning::Neutral => Verdict::SpecialCauseNotJudged,
        };
        (speaks && (takes_tentative || !is_tentative)).then_some(Reading {
            verdict,
            ground: Ground::SustainedShift,
            since: Some(first),
        })
    }

    /// Whether the last phase began with a sustained shift in the direction of good: a level to hold,
    /// and a candidate for hand-over from improving to maintaining. None otherwise; whether it still
    /// holds is for [`judge`](Self::judge) to say.
    #[must_use]
    pub fn sustained_improvement(&self) -> Option<Moment> {
        match self.phase.as_ref()?.reason {
            PhaseReason::Shift { side, first, .. }
                if self.direction.judge(Some(side)) == Meaning::Improvement =>
            {
                Some(first)
            }
            _ => None,
        }
    }
}
