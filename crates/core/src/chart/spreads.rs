//! Standard deviations (s) and ranges (r) of subgroups: what both charts share.

use std::fmt;

use super::within::{Within, mean_spread};
use super::{FitOptions, Kernel, Unfit};
use crate::constants::{Constants, SpreadKind};
use crate::error::PlanError;
use crate::limits::{Law, Parameters};
use crate::sample::Sample;

/// Where the center line of a chart of spreads lies when subgroup sizes vary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum SpreadCenter {
    /// The same at every size.
    Fixed,
    /// At the mean spread of subgroups of the point's own size.
    BySize,
}

impl fmt::Display for SpreadCenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fixed => "fixed",
            Self::BySize => "by_size",
        })
    }
}

/// Parameters of given numbers: of a center line alone, or of a process sigma with it.
pub(super) fn given(
    chart: &dyn Kernel,
    center: f64,
    sigma: Option<f64>,
    spread: SpreadKind,
    constants: Constants,
) -> Result<Parameters, PlanError> {
    if sigma.is_none() {
        return Ok(fixed(center, spread, constants));
    }
    let sigma = chart.needs_sigma(sigma)?;
    Ok(by_size(center, sigma, spread, constants))
}

/// Parameters of one center line, `center`, with limits by size around it.
fn fixed(center: f64, spread: SpreadKind, constants: Constants) -> Parameters {
    let law = Law::OfSpreads {
        spread,
        sigma: None,
        constants,
    };
    Parameters::new(center, law)
}

/// Parameters of a process sigma, with center line and limits by size.
fn by_size(center: f64, sigma: f64, spread: SpreadKind, constants: Constants) -> Parameters {
    let law = Law::OfSpreads {
        spread,
        sigma: Some(sigma),
        constants,
    };
    Parameters::new(center, law)
}

/// Parameters from the useful subgroups of a baseline.
pub(super) fn fit(
    samples: &[Sample],
    options: FitOptions,
    within: Within,
    center: SpreadCenter,
) -> Result<Parameters, Unfit> {
    let (spread, constants) = (within.spread(), options.constants);
    if let Some(center) = options.center {
        return Ok(fixed(center, spread, constants));
    }
    let mean = mean_spread(samples, spread).ok_or(Unfit::NoSpread)?;
    match center {
        SpreadCenter::Fixed => Ok(fixed(mean, spread, constants)),
        SpreadCenter::BySize => {
            // A factor of limits of means has no place between a spread and its own center.
            let sigma = within.sigma(samples, constants.divisors())?;
            Ok(by_size(mean, sigma, spread, constants))
        }
    }
}
