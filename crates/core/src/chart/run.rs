//! Run chart.

use super::{Columns, FitOptions, Judging, Kernel, Unfit};
use crate::baseline::moving_range::Chains;
use crate::baseline::selection::{Scratch, quick_median};
use crate::constants::Constants;
use crate::error::PlanError;
use crate::limits::{Law, NaturalRange, Parameters};
use crate::sample::Sample;

/// Run chart: points around their median, without limits.
///
/// # Definition
///
/// ```text
/// center = median of the useful x_i of the baseline
/// ```
///
/// # Input
///
/// Values, or ratios of which `numerator / denominator` is plotted. At least 1 useful point;
/// 12 are advised.
///
/// # Edge cases
///
/// Rules that look at sigma zones are refused when the plan is made. With an even number of
/// points the center is the midpoint of the two middle values.
///
/// # Accuracy and cost
///
/// By selection: linear in the baseline, one copy of its values. The center does not depend on
/// their order.
///
/// # References
///
/// Perla, Provost, Murray (2011), The run chart, BMJ Quality & Safety 20, 46-51.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Run {}

impl Run {
    fn parameters(
        values: &[f64],
        options: FitOptions,
        scratch: &mut Scratch,
    ) -> Result<Parameters, Unfit> {
        let center = options.center.or_else(|| quick_median(values, scratch));
        let center = center.ok_or(Unfit::TooFew { have: 0, need: 1 })?;
        Ok(Parameters::new(center, Law::CenterOnly))
    }
}

impl Kernel for Run {
    fn name(&self) -> &'static str {
        "run"
    }

    fn range(&self) -> NaturalRange {
        NaturalRange::UNBOUNDED
    }

    fn judging(&self) -> Judging {
        Judging::CenterOnly
    }

    fn given(
        &self,
        center: f64,
        sigma: Option<f64>,
        _: Constants,
    ) -> Result<Parameters, PlanError> {
        self.no_sigma(sigma, "none, as there is a center line only")?;
        Ok(Parameters::new(center, Law::CenterOnly))
    }

    fn fit(&self, samples: &[Sample], options: FitOptions) -> Result<Parameters, Unfit> {
        let values = Chains::of(samples, options.chain).values;
        Self::parameters(&values, options, &mut Scratch::default())
    }

    fn fits_columns(&self) -> bool {
        true
    }

    fn fit_columns(
        &self,
        columns: &Columns<'_>,
        options: FitOptions,
        scratch: &mut Scratch,
    ) -> Option<Result<Parameters, Unfit>> {
        Some(Self::parameters(columns.values, options, scratch))
    }
}
