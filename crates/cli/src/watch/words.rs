//! The words in which a watch speaks of a measure.

use redbead::{Notation, Wording};
use redbead_io::Period;

use crate::plan_file::{OneMany, WordingChoice};
use crate::rhythm::noun_of;

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

impl From<&WordingChoice> for Words {
    fn from(choice: &WordingChoice) -> Self {
        Self::default().with(choice)
    }
}

impl Words {
    /// The same, with other words where a choice has any.
    pub(crate) fn with(&self, choice: &WordingChoice) -> Self {
        let or = |own: &Option<OneMany>, usual: &(String, String)| match own {
            Some(OneMany { one, many }) => (one.clone(), many.clone()),
            None => usual.clone(),
        };
        Self {
            unit: or(&choice.unit, &self.unit),
            exposure: or(&choice.exposure, &self.exposure),
            period: self.period.clone(),
            notation: choice.notation.map_or(self.notation, |own| own.0),
            decimals: choice.decimals.or(self.decimals),
        }
    }

    /// The wording for a series, some of whose newest points stand for these periods.
    pub(crate) fn wording<'a>(
        &'a self,
        periods: &[Period],
        label: &'a dyn Fn(usize) -> String,
    ) -> Wording<'a> {
        let (one, many) = match &self.period {
            Some((one, many)) => (one.as_str(), many.as_str()),
            None => noun_of(periods),
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
