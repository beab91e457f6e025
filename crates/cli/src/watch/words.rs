//! The words in which a watch speaks of a measure.

use redbead::{Notation, Wording};
use redbead_io::PeriodKind;

/// The words in which signals are told. All may be left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words {
    /// What the numbers count, for one and for any other number.
    pub unit: (String, String),
    /// What a rate is per, for one and for more.
    pub exposure: (String, String),
    /// What a point stands for, for one and for more; by default as the times say.
    pub period: Option<(String, String)>,
    /// How numbers are written.
    pub notation: Notation,
    /// Digits after the decimal point; by default as many as the variation makes meaningful.
    pub decimals: Option<usize>,
}

impl Words {
    /// The wording for a series whose points stand for periods of a kind.
    pub(crate) fn wording<'a>(
        &'a self,
        kind: Option<PeriodKind>,
        label: &'a dyn Fn(usize) -> String,
    ) -> Wording<'a> {
        let (one, many) = match &self.period {
            Some((one, many)) => (one.as_str(), many.as_str()),
            None => period_words(kind),
        };
        let wording = Wording::new()
            .unit(&self.unit.0, &self.unit.1)
            .exposure(&self.exposure.0, &self.exposure.1)
            .period(one, many)
            .notation(self.notation)
            .label(label);
        match self.decimals {
            Some(decimals) => wording.decimals(decimals),
            None => wording,
        }
    }
}

fn period_words(kind: Option<PeriodKind>) -> (&'static str, &'static str) {
    match kind {
        Some(PeriodKind::Second) => ("second", "seconds"),
        Some(PeriodKind::Minute) => ("minute", "minutes"),
        Some(PeriodKind::Hour) => ("hour", "hours"),
        Some(PeriodKind::Day) => ("day", "days"),
        Some(PeriodKind::Week { .. } | PeriodKind::IsoWeek) => ("week", "weeks"),
        Some(PeriodKind::Month) => ("month", "months"),
        Some(PeriodKind::Quarter { .. }) => ("quarter", "quarters"),
        Some(PeriodKind::Year { .. }) => ("year", "years"),
        _ => ("point", "points"),
    }
}
