//! Everything that can be asked of a report.

use arbitrary::Arbitrary;
use redbead::{
    CapabilityOptions, Index, Notation, OutlookOptions, Plan, Report, Series, SeriesError,
    Specification, Unstable, Wording,
};

use crate::{AnyFloat, pick};

/// What is asked beyond the series and its plan.
#[derive(Debug, Arbitrary)]
pub struct AnyQuestions {
    lower: Option<AnyFloat>,
    upper: Option<AnyFloat>,
    confidence: Option<AnyFloat>,
    next_denominator: Option<AnyFloat>,
    unstable: bool,
    notation: u8,
    per: AnyFloat,
    decimals: Option<u8>,
    words: bool,
}

/// Signals that are looked at of one report: each look reads the whole series.
const LOOKS: usize = 20;

impl AnyQuestions {
    /// Asks for members and words of the first signals. What comes back is no nonsense.
    pub fn explain(
        &self,
        report: &Report,
        plan: &Plan,
        series: Series<'_>,
    ) -> Result<(), SeriesError> {
        let label = |index: usize| pick(index as u8, ["", "May 2024", "June 2024"]).to_owned();
        let mut wording = Wording::new().notation(pick(
            self.notation,
            [
                Notation::Chart,
                Notation::Plain,
                Notation::Percent,
                Notation::Per(self.per.get()),
            ],
        ));
        if let Some(decimals) = self.decimals {
            wording = wording.decimals(usize::from(decimals));
        }
        if self.words {
            wording = wording.unit("fall", "falls").exposure("day", "days");
            wording = wording.period("month", "months").label(&label);
        }
        for signal in report.signals.iter().take(LOOKS) {
            let explanation = report.explain(plan, series, signal, &wording)?;
            for text in [explanation.sentence, explanation.short] {
                assert!(!text.trim().is_empty());
                assert!(!text.contains("NaN"), "{text}");
                let mut words = text.split(|letter: char| !letter.is_alphanumeric());
                assert!(!words.any(|word| word == "inf"), "{text}");
            }
        }
        Ok(())
    }

    /// Asks for capability and outlook, which may be refused, and are numbers where they are not.
    pub fn predict(&self, report: &Report, plan: &Plan, series: Series<'_>) {
        let unstable = pick(self.unstable.into(), [Unstable::Refuse, Unstable::Accept]);
        let specification = Specification {
            lower: self.lower.map(AnyFloat::get),
            upper: self.upper.map(AnyFloat::get),
        };
        let options = CapabilityOptions {
            confidence: self.confidence.map_or(0.95, AnyFloat::get),
            unstable,
        };
        if let Ok(capability) = report.capability(plan, series, specification, options) {
            let indices = [capability.cp, capability.pp, capability.ppk];
            for Index {
                estimate,
                lower,
                upper,
                ..
            } in indices.into_iter().flatten().chain([capability.cpk])
            {
                assert!(estimate.is_finite() && lower.is_finite() && upper.is_finite());
                assert!(lower <= upper, "{capability:?}");
            }
            assert!(capability.mean.is_finite() && capability.within_sigma > 0.0);
            assert!(
                capability
                    .within_degrees
                    .is_none_or(|degrees| degrees > 0.0)
            );
        }
        // Time is linear in the denominator at worst, so that the largest would hide what is slow.
        let next_denominator = self.next_denominator.map(|any| any.get().min(1e4));
        let options = OutlookOptions {
            next_denominator,
            unstable,
        };
        if let Ok(outlook) = report.outlook(plan, series, options) {
            assert!((0.0..=1.0).contains(&outlook.chance), "{outlook:?}");
        }
    }
}

/// Asks for what changed between two reports of one plan. Signals that were there and are there
/// are the same number.
pub fn compare(now: &Report, before: &Report) {
    let Ok(diff) = now.diff(before) else {
        assert_ne!(now.plan, before.plan);
        return;
    };
    let kept = now.signals.len() - diff.appeared().count();
    assert_eq!(kept, before.signals.len() - diff.withdrawn().count());
    assert!(diff.confirmed().count() <= kept);
}
