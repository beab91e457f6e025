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
    use crate::limits::{Law, Parameters};

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Scale {
        CenterOnly,
        Constant(u64),
        ByExposure(u64),
    }

    /// Center and scale.
    #[derive(Serialize, Deserialize)]
    pub(super) struct Bits(u64, Scale);

    impl From<&Parameters> for Bits {
        fn from(parameters: &Parameters) -> Self {
            let scale = match parameters.law {
                Law::CenterOnly => Scale::CenterOnly,
                Law::Constant { sigma } => Scale::Constant(sigma.to_bits()),
                Law::ByExposure { variance } => Scale::ByExposure(variance.to_bits()),
            };
            Self(parameters.center.to_bits(), scale)
        }
    }

    impl From<Bits> for Parameters {
        fn from(Bits(center, scale): Bits) -> Self {
            let law = match scale {
                Scale::CenterOnly => Law::CenterOnly,
                Scale::Constant(bits) => Law::Constant {
                    sigma: f64::from_bits(bits),
                },
                Scale::ByExposure(bits) => Law::ByExposure {
                    variance: f64::from_bits(bits),
                },
            };
            Self::new(f64::from_bits(center), law)
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
    use crate::phase::{Fit, Phase};

    pub(crate) fn serialize<S: Serializer>(phases: &[Phase], to: S) -> Result<S::Ok, S::Error> {
        let with_bits = |phase| (phase, Phase::parameters(phase).map(Bits::from));
        to.collect_seq(phases.iter().map(with_bits))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Phase>, D::Error> {
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
