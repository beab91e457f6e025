//! Plain lines, for those who use the services.

use std::fmt;

use super::Answers;
use crate::choice::choice;
use crate::date::Date;
use crate::measure::Frequency;
use crate::series_key::Basis;
use crate::status::Verdict;
use crate::statuses::Entry;

choice! {
    /// What a series says, in one of four plain answers.
    Plain as "plain answer" {
        /// Better.
        Better = "better",
        /// Worse.
        Worse = "worse",
        /// No clear change for better or worse.
        NoClearChange = "no_clear_change",
        /// Not enough data.
        NotEnoughData = "not_enough_data",
    }
}

impl Plain {
    /// In words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::NoClearChange => "no clear change",
            Self::NotEnoughData => "not enough data",
        }
    }
}

impl From<Verdict> for Plain {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Improving => Self::Better,
            Verdict::Worsening => Self::Worse,
            Verdict::Mixed | Verdict::SpecialCauseNotJudged | Verdict::NoSignal => {
                Self::NoClearChange
            }
            Verdict::InsufficientData => Self::NotEnoughData,
        }
    }
}

/// What a series says, in plain words.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlainLine<'a> {
    /// The series.
    pub entry: &'a Entry,
    /// The answer.
    pub plain: Plain,
    /// Name of the measure.
    pub measure: &'a str,
    /// Name of the site.
    pub site: &'a str,
    /// Since when, where that is known and something changed.
    pub since: Option<Date>,
    frequency: Option<Frequency>,
}

/// The line, such as `Falls at Ward 7: better, since September 2024`.
impl fmt::Display for PlainLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (measure, site) = (self.measure, self.site);
        match self.entry.status.key.basis {
            Basis::NotApplicable => write!(f, "{measure} at {site}: ")?,
            Basis::Residence => write!(f, "{measure}, people living in {site}: ")?,
            Basis::Treatment => write!(f, "{measure}, people treated in {site}: ")?,
        }
        f.write_str(self.plain.title())?;
        if let Some(since) = self.since {
            f.write_str(", since ")?;
            if matches!(
                self.frequency,
                Some(Frequency::Daily | Frequency::Weekly | Frequency::Fortnightly)
            ) {
                write!(f, "{} ", since.day())?;
            }
            let month = usize::from(since.month() - 1);
            write!(f, "{} {}", MONTHS.get(month).unwrap_or(&""), since.year())?;
        }
        if self.entry.judgement.is_tentative {
            f.write_str("; the latest figures may still change")?;
        }
        if self.plain == Plain::NotEnoughData && self.entry.status.points.suppressed > 0 {
            f.write_str("; some figures are kept back to protect people's privacy")?;
        }
        Ok(())
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl<'a> Answers<'a> {
    /// What each series says in plain words; by measure, site and basis. For one place ask
    /// [`within`](Self::within) it.
    ///
    /// # Definition
    ///
    /// *Better* is improving, *worse* is worsening, *not enough data* is that. All else is *no clear
    /// change*: no signal, signals for better and worse at once, and special cause where no direction is
    /// good. Series that are bound to no node have no line; balancing ones do.
    #[must_use]
    pub fn plain_lines(&self) -> Vec<PlainLine<'a>> {
        let entries = self.statuses.entries().iter();
        entries
            .filter(|entry| self.bindings_of(entry).next().is_some())
            .map(|entry| self.plain_line(entry))
            .collect()
    }

    /// What one series says in plain words.
    ///
    /// # Panics
    ///
    /// For a series of another, larger system.
    #[must_use]
    pub fn plain_line(&self, entry: &'a Entry) -> PlainLine<'a> {
        let measure = self.system.measure(entry.measure);
        let plain = Plain::from(entry.judgement.verdict);
        let since = entry.judgement.since.and_then(|since| since.date);
        PlainLine {
            entry,
            plain,
            measure: &measure.name,
            site: &self.system.site(entry.site).name,
            since: since.filter(|_| matches!(plain, Plain::Better | Plain::Worse)),
            frequency: measure.frequency,
        }
    }
}
