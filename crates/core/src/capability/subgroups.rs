//! Single values, as far as the statistics of their subgroups tell of them.

use super::degrees::matched_degrees;
use super::index::Spread;
use super::{CapabilityError, Measured};
use crate::baseline::sums::total;
use crate::chart::{Means, Within, weighted_mean};
use crate::constants::{Constants, SpreadKind};
use crate::error::SeriesError;
use crate::limits::Law;
use crate::sample::Sample;
use crate::stability::Standing;

/// What the subgroups of a phase say of their values.
///
/// # Definition
///
/// ```text
/// N        = Σ n_i
/// mean     = Σ n_i x̄_i / N
/// overall  = √((Σ (n_i - 1) s_i² + Σ n_i (x̄_i - mean)²) / (N - 1)), the plain standard deviation of all values
/// nu       = Σ (n_i - 1)                     of a pooled deviation
///            from V = 1 / Σ f_i              of mean deviations or ranges, f_i = c4²/c5² or d2²/d3²;
///            from V = Σ (1/f_i) / k²         of unweighted ones of k subgroups
/// ```
///
/// Ranges do not tell the overall sigma.
pub(super) fn measured(chart: &Means, standing: &Standing) -> Result<Measured, CapabilityError> {
    let useful = &standing.useful;
    let sum = |of: &dyn Fn(&Sample) -> f64| total(&useful.iter().map(of).collect::<Vec<_>>());
    let values = sum(&|subgroup| subgroup.exposure);
    if values < 2.0 {
        let have = values as usize;
        return Err(CapabilityError::TooFew { have });
    }
    let Law::OfMeans { sigma } = standing.parameters.law else {
        return Err(SeriesError::DamagedReport.into());
    };
    let mean = weighted_mean(useful);
    let spread = chart.within.spread();
    let overall = (spread == SpreadKind::Deviation).then(|| {
        let square = |subgroup: &Sample| {
            let (n, s) = (subgroup.exposure, subgroup.numerator);
            let distance = subgroup.value - mean;
            (n - 1.0) * s * s + n * distance * distance
        };
        Spread {
            sigma: (sum(&square) / (values - 1.0)).sqrt(),
            degrees: Some(values - 1.0),
            is_unbiased: false,
        }
    });
    let baseline = standing.baseline.as_ref();
    let is_pooled = baseline.is_some_and(|samples| chart.within.is_pooled(samples));
    let degrees = |samples: &Vec<Sample>| {
        let worth = |subgroup: &Sample| -> Option<f64> {
            if is_pooled {
                return Some(subgroup.exposure - 1.0);
            }
            let (mean, deviation) = Constants::Exact.moments(spread, subgroup.exposure as usize)?;
            Some((mean / deviation) * (mean / deviation))
        };
        let useful = samples.iter().filter(|sample| sample.is_useful());
        let several = useful.filter(|subgroup| subgroup.exposure >= 2.0);
        let worth: Vec<f64> = several.map(worth).collect::<Option<_>>()?;
        let degrees = match chart.within {
            _ if is_pooled => total(&worth),
            Within::UnweightedDeviation | Within::UnweightedRange => {
                let count = worth.len() as f64;
                let reciprocals: Vec<f64> = worth.iter().map(|worth| 1.0 / worth).collect();
                matched_degrees(total(&reciprocals) / (count * count))
            }
            _ => matched_degrees(1.0 / total(&worth)),
        };
        Some(degrees).filter(|degrees| degrees.is_finite() && *degrees > 0.0)
    };
    let degrees = match baseline {
        None => None,
        Some(samples) => Some(degrees(samples).ok_or(SeriesError::DamagedReport)?),
    };
    Ok(Measured {
        points: values as usize,
        mean,
        within: Spread {
            sigma,
            degrees,
            is_unbiased: !is_pooled || chart.within == Within::UnbiasedPooledDeviation,
        },
        overall,
    })
}
