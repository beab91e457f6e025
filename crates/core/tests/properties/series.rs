//! Random series that suit each chart.

use proptest::prelude::*;
use redbead::{Chart, Measurement, Observation, Spread, SpreadKind, Status};

use crate::charts::ITEMS;

/// A point from which each chart takes what it can use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raw {
    /// Whole number; values are eighths of it.
    pub(crate) eighths: i32,
    /// Number of people or items.
    pub(crate) size: i32,
    /// Values in a subgroup.
    pub(crate) group: u32,
    /// Spread of a subgroup, in eighths.
    pub(crate) spread: i32,
    pub(crate) status: Option<Status>,
}

impl Raw {
    pub(crate) fn value(self) -> f64 {
        f64::from(self.eighths) / 8.0
    }

    /// A count between 0 and the size.
    pub(crate) fn part_of(self, size: i32) -> f64 {
        f64::from((self.eighths.clamp(-400, 400) + 400) * size / 800)
    }

    /// A count around 25, somewhat more spread than a Poisson count.
    pub(crate) fn count(self) -> f64 {
        f64::from((self.eighths + 100).max(0) / 4)
    }

    /// A skewed whole number, 0 now and then: half of them below 14.
    pub(crate) fn units(self) -> f64 {
        f64::from((self.eighths + 60).max(0).pow(2) / 256)
    }

    /// A skewed number above 0.
    pub(crate) fn time(self) -> f64 {
        f64::from((self.eighths + 61).max(1).pow(2)) / 64.0
    }

    pub(crate) fn exposure(self) -> f64 {
        f64::from(self.size)
    }

    pub(crate) fn subgroup(self, kind: SpreadKind) -> Observation {
        let spread = match self.group {
            1 => 0.0,
            _ => f64::from(self.spread) / 8.0,
        };
        let spread = match kind {
            SpreadKind::Deviation => Spread::Deviation(spread),
            SpreadKind::Range => Spread::Range(spread),
        };
        Observation::subgroup(self.value(), spread, self.group)
    }

    /// With its own status, missing where it has none.
    pub(crate) fn observe(self, observation: Observation) -> Observation {
        match self.status {
            Some(status) => observation.with_status(status),
            None => Observation::missing(),
        }
    }

    /// As a chart reads it.
    pub(crate) fn for_chart(self, chart: &Chart) -> Observation {
        self.observe(match chart {
            Chart::Means(means) => self.subgroup(means.within.spread()),
            Chart::Deviations(_) => self.subgroup(SpreadKind::Deviation),
            Chart::Ranges(_) => self.subgroup(SpreadKind::Range),
            Chart::Proportion(_)
            | Chart::ProportionPrime(_)
            | Chart::Rate(_)
            | Chart::RatePrime(_) => Observation::ratio(self.part_of(self.size), self.exposure()),
            Chart::IndividualsPrime(_) => {
                // Eighths of whole numbers: the quotient is the value itself, to the bit.
                Observation::ratio(self.value() * self.exposure(), self.exposure())
            }
            Chart::Items(_) => Observation::value(self.part_of(ITEMS as i32)),
            Chart::Count(_) | Chart::CountPrime(_) => Observation::value(self.count()),
            Chart::UnitsBetween(_) => Observation::value(self.units()),
            Chart::TimeBetween(_) => Observation::value(self.time()),
            _ => Observation::value(self.value()),
        })
    }
}

/// The series as a chart reads it.
pub(crate) fn observations(chart: &Chart, points: &[Raw]) -> Vec<Observation> {
    points.iter().map(|point| point.for_chart(chart)).collect()
}

/// The denominator or size of a point.
pub(crate) fn exposure(chart: &Chart, observation: &Observation) -> f64 {
    match (chart, observation.measurement) {
        (Chart::Items(items), _) => f64::from(items.size),
        // Charts of single values take the quotient, and forget its parts.
        (Chart::Run(_) | Chart::Individuals(_) | Chart::Ewma(_) | Chart::Cusum(_), _) => 1.0,
        (_, Measurement::Ratio { denominator, .. }) => denominator,
        (_, Measurement::Subgroup { size, .. }) => f64::from(size),
        _ => 1.0,
    }
}

/// Series of up to 90 points with a shift now and then, ties, gaps, and every status; a third of
/// them of equal sizes.
pub(crate) fn series() -> impl Strategy<Value = Vec<Raw>> {
    let levels = prop::collection::vec(prop_oneof![3 => Just(0), 1 => -150..150], 6);
    let point = (-60..=60, 20..200, 1_u32..=9, 0..=40, 0_u8..40);
    let points = prop::collection::vec(point, 0..90);
    let equal = prop::option::weighted(0.33, (20..200, 2_u32..=9));
    let step = prop_oneof![4 => Just(1), 1 => Just(20)];
    (levels, points, step, equal).prop_map(|(levels, points, step, equal)| {
        let raw = |(index, (noise, size, group, spread, status)): (usize, (_, _, _, i32, _))| Raw {
            eighths: levels[index / 15] + noise / step * step,
            size: equal.map_or(size, |(size, _)| size),
            group: equal.map_or(group, |(_, group)| group),
            spread,
            status: match status {
                0_u8 => None,
                1 => Some(Status::Excluded),
                2 => Some(Status::Provisional),
                _ => Some(Status::Confirmed),
            },
        };
        points.into_iter().enumerate().map(raw).collect()
    })
}
