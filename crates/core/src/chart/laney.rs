//! Laney's way to sigma: how far the points vary beyond what their counts explain.

use super::{FitOptions, Sigma, Unfit};
use crate::baseline::moving_range::Chains;
use crate::limits::{Law, Parameters};
use crate::sample::Sample;

/// Parameters with `sigma_i = sqrt(variance / n_i) sigma_z`, where `sigma_z` is the sigma of
/// `z_i = (x_i - center) / sqrt(variance / n_i)`.
///
/// Without any variance, no `z_i` can be formed and nothing varies: `sigma_z` is 0.
pub(super) fn dispersed(
    samples: &[Sample],
    options: FitOptions,
    sigma: Sigma,
    center: f64,
    variance: f64,
) -> Result<Parameters, Unfit> {
    let chains = Chains::with(samples, options.chain, |sample| {
        let expected = (variance / sample.exposure).sqrt();
        if expected > 0.0 {
            (sample.value - center) / expected
        } else {
            0.0
        }
    });
    let sigma_z = sigma.of_chains(chains.view(), options.constants)?;
    Ok(with_sigma_z(center, variance, sigma_z))
}

/// Parameters of a known `sigma_z`.
pub(super) fn with_sigma_z(center: f64, variance: f64, sigma_z: f64) -> Parameters {
    Parameters::new(center, Law::Dispersed { variance, sigma_z })
}
