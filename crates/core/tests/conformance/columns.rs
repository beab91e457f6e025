//! The series of case files, in the forms in which they are written down.

use redbead::{Observation, Spread, SpreadKind};
use serde::Deserialize;

/// Columns of one series.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum Columns {
    Values {
        values: Vec<Option<f64>>,
    },
    Ratios {
        numerators: Vec<f64>,
        denominators: Vec<f64>,
    },
    /// Raw values of each subgroup; none is a missing point.
    Subgroups {
        spread: SpreadKind,
        subgroups: Vec<Vec<f64>>,
    },
    /// Subgroups by their statistics.
    Summaries {
        spread: SpreadKind,
        means: Vec<f64>,
        spreads: Vec<f64>,
        sizes: Vec<u32>,
    },
}

impl Columns {
    pub(crate) fn observations(&self) -> Vec<Observation> {
        match self {
            Self::Values { values } => values.iter().map(|value| (*value).into()).collect(),
            Self::Ratios {
                numerators,
                denominators,
            } => {
                assert_eq!(numerators.len(), denominators.len());
                let pairs = numerators.iter().zip(denominators);
                pairs.map(|(x, n)| Observation::ratio(*x, *n)).collect()
            }
            Self::Subgroups { spread, subgroups } => {
                let subgroup = |values: &Vec<f64>| spread.subgroup(values).expect("finite values");
                subgroups.iter().map(subgroup).collect()
            }
            Self::Summaries {
                spread,
                means,
                spreads,
                sizes,
            } => {
                assert!(means.len() == spreads.len() && means.len() == sizes.len());
                let spread = |at: usize| match spread {
                    SpreadKind::Deviation => Spread::Deviation(spreads[at]),
                    SpreadKind::Range => Spread::Range(spreads[at]),
                };
                let subgroup = |at| Observation::subgroup(means[at], spread(at), sizes[at]);
                (0..means.len()).map(subgroup).collect()
            }
        }
    }
}
