//! What a drawing shows of the state of a node.

use crate::answers::NodeVerdict;
use crate::choice::choice;
use crate::status::{Judgement, Verdict};

choice! {
    /// The classes of [`NodeMark`]s: the verdicts, and unmeasured.
    MarkClass as "class of mark" {
        /// The measures are getting better.
        Improving = "improving",
        /// The measures are getting worse.
        Worsening = "worsening",
        /// Some are getting better, others worse.
        Mixed = "mixed",
        /// Something changed, and nothing says whether that is good.
        SpecialCauseNotJudged = "special_cause_not_judged",
        /// Nothing changed.
        NoSignal = "no_signal",
        /// There are too few points.
        InsufficientData = "insufficient_data",
        /// Nothing is measured.
        Unmeasured = "unmeasured",
    }
}

impl MarkClass {
    /// A sign that needs no color.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Improving => "✓",
            Self::Worsening => "!",
            Self::Mixed => "±",
            Self::SpecialCauseNotJudged => "◆",
            Self::NoSignal => "=",
            Self::InsufficientData => "…",
            Self::Unmeasured => "○",
        }
    }

    /// In words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Improving => Verdict::Improving.title(),
            Self::Worsening => Verdict::Worsening.title(),
            Self::Mixed => Verdict::Mixed.title(),
            Self::SpecialCauseNotJudged => Verdict::SpecialCauseNotJudged.title(),
            Self::NoSignal => Verdict::NoSignal.title(),
            Self::InsufficientData => Verdict::InsufficientData.title(),
            Self::Unmeasured => "not measured",
        }
    }

    /// Fill and line: a help for those who see them, never the only sign. Blue for better and orange
    /// for worse are told apart with the common kinds of color blindness.
    pub(super) const fn colors(self) -> (&'static str, &'static str) {
        match self {
            Self::Improving => ("#d6eaf8", "#1b6ca8"),
            Self::Worsening => ("#fde3cf", "#b34700"),
            Self::Mixed => ("#eadcf4", "#6b3fa0"),
            Self::SpecialCauseNotJudged => ("#fff6cc", "#8a6d00"),
            Self::NoSignal => ("#f2f2f2", "#6e6e6e"),
            Self::InsufficientData | Self::Unmeasured => ("#ffffff", "#6e6e6e"),
        }
    }
}

impl From<Verdict> for MarkClass {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Improving => Self::Improving,
            Verdict::Worsening => Self::Worsening,
            Verdict::Mixed => Self::Mixed,
            Verdict::SpecialCauseNotJudged => Self::SpecialCauseNotJudged,
            Verdict::NoSignal => Self::NoSignal,
            Verdict::InsufficientData => Self::InsufficientData,
        }
    }
}

/// What a [`Drawing`](crate::Drawing) shows of the state of a node: always a sign and words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct NodeMark {
    /// Its class, which gives the sign and the colors.
    pub class: MarkClass,
    /// What is written beside the sign; in a box on lines of its own where it has several.
    pub words: String,
}

impl NodeMark {
    /// A mark in the words of its class.
    #[must_use]
    pub fn new(class: impl Into<MarkClass>) -> Self {
        let class = class.into();
        Self {
            class,
            words: class.title().to_owned(),
        }
    }

    /// A mark in words of its own, such as `worsening at 3 of 24 wards`.
    #[must_use]
    pub fn saying(class: impl Into<MarkClass>, words: impl Into<String>) -> Self {
        Self {
            class: class.into(),
            words: words.into(),
        }
    }

    /// The mark of a node without a measure.
    #[must_use]
    pub fn unmeasured() -> Self {
        Self::new(MarkClass::Unmeasured)
    }

    fn is_for_now(&mut self, is_tentative: bool) {
        if is_tentative {
            self.words.push_str(" (tentative)");
        }
    }

    /// Sign and words.
    pub(super) fn text(&self) -> String {
        format!("{} {}", self.class.symbol(), self.words)
    }
}

/// The mark of a node with one series.
impl From<&Judgement> for NodeMark {
    fn from(judgement: &Judgement) -> Self {
        let mut mark = Self::new(judgement.verdict);
        mark.is_for_now(judgement.is_tentative);
        mark
    }
}

/// The mark of a node with few series: what they say together, and how many say what, on a line each.
impl From<&NodeVerdict> for NodeMark {
    fn from(verdict: &NodeVerdict) -> Self {
        let counts = verdict.counts();
        match counts.together() {
            Some(class) if counts.total() == 1 => {
                let mut mark = Self::new(class);
                mark.is_for_now(counts.is_tentative_together());
                mark
            }
            Some(class) => {
                let words = counts.iter().map(|(verdict, series)| {
                    let word = verdict.title();
                    match counts.tentative(verdict) {
                        0 => format!("{series} {word}"),
                        some if some == series => format!("{series} {word} (tentative)"),
                        some => format!("{series} {word} ({some} tentative)"),
                    }
                });
                Self::saying(class, words.collect::<Vec<_>>().join("\n"))
            }
            None if *verdict == NodeVerdict::Unmeasured => Self::unmeasured(),
            None => Self::saying(MarkClass::InsufficientData, verdict.to_string()),
        }
    }
}
