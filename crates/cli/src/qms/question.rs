//! The questions that can be asked of a diagram and its results.

use serde::Serialize;

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Question {
    /// What gets worse, where, whose it is, and which aims it leads to.
    EarlyWarnings,
    /// Which drivers of each aim have special cause now.
    Drivers,
    /// Whether drivers and what they contribute to move together.
    Theory,
    /// Balancing measures that get worse while the aim is reached.
    Balancing,
    /// Sustained improvements that are ready to be handed over.
    HandOver,
    /// Tests of change shortly before a signal.
    TestsNear,
    /// Each measure at its sites: how many improve, worsen or stay, and which.
    Sites,
    /// What is measured, and what is not.
    Coverage,
    /// What changed since earlier results.
    Changes,
    /// One plain line a series, for those who use the services.
    Plain,
}

impl Question {
    /// All, in the order in which they are answered.
    pub(crate) const ALL: [Self; 10] = [
        Self::EarlyWarnings,
        Self::Drivers,
        Self::Theory,
        Self::Balancing,
        Self::HandOver,
        Self::TestsNear,
        Self::Sites,
        Self::Coverage,
        Self::Changes,
        Self::Plain,
    ];

    /// The heading of the answer.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::EarlyWarnings => "Early warnings",
            Self::Drivers => "Drivers with special cause",
            Self::Theory => "Do drivers and aim move together?",
            Self::Balancing => "What got worse meanwhile",
            Self::HandOver => "Ready to be handed over",
            Self::TestsNear => "Tests of change before a signal",
            Self::Sites => "Measures at their sites",
            Self::Coverage => "What is measured, and what is not",
            Self::Changes => "What changed since the earlier results",
            Self::Plain => "In plain words",
        }
    }
}
