//! Numbers of a snapshot as their bits.
//!
//! A resumed monitor must go on with the same bits, and not every reader of every format rounds
//! decimal digits back to the double they came from. Whole numbers survive all of them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) fn serialize<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
    value.to_bits().serialize(to)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    u64::deserialize(from).map(f64::from_bits)
}

/// A number that may be wanting.
pub(crate) mod option {
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
        value.map(f64::to_bits).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
        Ok(Option::<u64>::deserialize(from)?.map(f64::from_bits))
    }
}

/// Parameters of a phase.
pub(crate) mod parameters {
    use super::{Deserialize, Deserializer, Serialize, Serializer};
    use crate::constants::{Constants, SpreadKind};
    use crate::limits::{Law, Parameters};

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Scale {
        CenterOnly,
        Constant(u64),
        ByExposure(u64),
        Dispersed(u64, u64),
        OfMeans(u64),
        OfSpreads(SpreadKind, Option<u64>, Constants),
        Around(u64, u64),
        Power(u64, u64),
        Weighted(u64, u64, bool),
        Cumulative(u64, u64),
        Binomial(u64),
        BinomialCount(u64),
        Poisson(u64),
        Geometric(u64),
        Exponential(u64),
    }

    impl From<Law> for Scale {
        fn from(law: Law) -> Self {
            match law {
                Law::CenterOnly => Self::CenterOnly,
                Law::Constant { sigma } => Self::Constant(sigma.to_bits()),
                Law::ByExposure { variance } => Self::ByExposure(variance.to_bits()),
                Law::Dispersed { variance, sigma_z } => {
                    Self::Dispersed(variance.to_bits(), sigma_z.to_bits())
                }
                Law::OfMeans { sigma } => Self::OfMeans(sigma.to_bits()),
                Law::OfSpreads {
                    spread,
                    sigma,
                    constants,
                } => Self::OfSpreads(spread, sigma.map(f64::to_bits), constants),
                Law::Around { around, sigma } => Self::Around(around.to_bits(), sigma.to_bits()),
                Law::Power { center, sigma } => Self::Power(center.to_bits(), sigma.to_bits()),
                Law::Weighted {
                    sigma,
                    lambda,
                    growing,
                } => Self::Weighted(sigma.to_bits(), lambda.to_bits(), growing),
                Law::Cumulative { mean, sigma } => {
                    Self::Cumulative(mean.to_bits(), sigma.to_bits())
                }
                Law::Binomial { probability } => Self::Binomial(probability.to_bits()),
                Law::BinomialCount { probability } => Self::BinomialCount(probability.to_bits()),
                Law::Poisson { rate } => Self::Poisson(rate.to_bits()),
                Law::Geometric { mean } => Self::Geometric(mean.to_bits()),
                Law::Exponential { mean } => Self::Exponential(mean.to_bits()),
            }
        }
    }

    impl From<Scale> for Law {
        fn from(scale: Scale) -> Self {
            let number = f64::from_bits;
            match scale {
                Scale::CenterOnly => Self::CenterOnly,
                Scale::Constant(sigma) => Self::Constant {
                    sigma: number(sigma),
                },
                Scale::ByExposure(variance) => Self::ByExposure {
                    variance: number(variance),
                },
                Scale::Dispersed(variance, sigma_z) => Self::Dispersed {
                    variance: number(variance),
                    sigma_z: number(sigma_z),
                },
                Scale::OfMeans(sigma) => Self::OfMeans {
                    sigma: number(sigma),
                },
                Scale::OfSpreads(spread, sigma, constants) => Self::OfSpreads {
                    spread,
                    sigma: sigma.map(number),
                    constants,
                },
                Scale::Around(around, sigma) => Self::Around {
                    around: number(around),
                    sigma: number(sigma),
                },
                Scale::Power(center, sigma) => Self::Power {
                    center: number(center),
                    sigma: number(sigma),
                },
                Scale::Weighted(sigma, lambda, growing) => Self::Weighted {
                    sigma: number(sigma),
                    lambda: number(lambda),
                    growing,
                },
                Scale::Cumulative(mean, sigma) => Self::Cumulative {
                    mean: number(mean),
                    sigma: number(sigma),
                },
                Scale::Binomial(probability) => Self::Binomial {
                    probability: number(probability),
                },
                Scale::BinomialCount(probability) => Self::BinomialCount {
                    probability: number(probability),
                },
                Scale::Poisson(rate) => Self::Poisson { rate: number(rate) },
                Scale::Geometric(mean) => Self::Geometric { mean: number(mean) },
                Scale::Exponential(mean) => Self::Exponential { mean: number(mean) },
            }
        }
    }

    /// Center and scale.
    #[derive(Serialize, Deserialize)]
    pub(super) struct Bits(u64, Scale);

    impl From<&Parameters> for Bits {
        fn from(parameters: &Parameters) -> Self {
            Self(parameters.center.to_bits(), parameters.law.into())
        }
    }

    impl From<Bits> for Parameters {
        fn from(Bits(center, scale): Bits) -> Self {
            Self::new(f64::from_bits(center), scale.into())
        }
    }

    pub(crate) fn serialize<S: Serializer>(value: &Parameters, to: S) -> Result<S::Ok, S::Error> {
        Bits::from(value).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Parameters, D::Error> {
        Bits::deserialize(from).map(Parameters::from)
    }
}

/// Finished phases, each as it is reported and with the bits of its parameters.
pub(crate) mod phases {
    use super::parameters::Bits;
    use super::{Deserialize, Deserializer, Serializer};
    use crate::chunks::Chunks;
    use crate::phase::{Fit, Phase};

    pub(crate) fn serialize<S: Serializer>(
        phases: &Chunks<Phase>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let with_bits = |phase| (phase, Phase::parameters(phase).map(Bits::from));
        to.collect_seq(phases.iter().map(with_bits))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Chunks<Phase>, D::Error> {
        let phases = Vec::<(Phase, Option<Bits>)>::deserialize(from)?;
        let exactly = |(mut phase, bits): (Phase, Option<Bits>)| {
            if let (Fit::Fitted { parameters }, Some(bits)) = (&mut phase.fit, bits) {
                *parameters = bits.into();
            }
            phase
        };
        Ok(phases.into_iter().map(exactly).collect())
    }
}
