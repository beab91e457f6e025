//! Random cases: a series, given parameters phase by phase, and the options that touch rules.

use redbead::{Baseline, Chart, Edge, Gap, Observation, Plan, Rule, Side};

use crate::random::Random;

/// A series and all of a plan but its rules.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) points: Vec<Observation>,
    /// Given parameters, in order of their starts; the first starts at 0.
    pub(crate) standards: Vec<Standard>,
    pub(crate) edge: Edge,
    pub(crate) gap: Gap,
}

/// Given parameters from an index on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standard {
    pub(crate) start: usize,
    pub(crate) center: f64,
    pub(crate) sigma: f64,
}

/// A judged point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dot {
    pub(crate) index: usize,
    pub(crate) value: f64,
    pub(crate) provisional: bool,
    center: f64,
    sigma: f64,
    edge: Edge,
}

impl Dot {
    /// The side of the center; none on it, which is within 4 ulp of the larger magnitude.
    pub(crate) fn side(&self) -> Option<Side> {
        let larger = self.value.abs().max(self.center.abs());
        let ulp = f64::from_bits(larger.to_bits() + 1) - larger;
        if (self.value - self.center).abs() <= 4.0 * ulp {
            None
        } else if self.value > self.center {
            Some(Side::Above)
        } else {
            Some(Side::Below)
        }
    }

    /// Beyond `k` sigma on a side; on the line only where the edge is inclusive.
    pub(crate) fn is_beyond(&self, side: Side, k: f64) -> bool {
        let past = match (side, self.edge) {
            (Side::Above, Edge::Strict) => self.value > self.center + k * self.sigma,
            (Side::Above, Edge::Inclusive) => self.value >= self.center + k * self.sigma,
            (Side::Below, Edge::Strict) => self.value < self.center - k * self.sigma,
            (Side::Below, Edge::Inclusive) => self.value <= self.center - k * self.sigma,
        };
        self.side() == Some(side) && past
    }

    /// Within `k` sigma of the center, or on the line. Without sigma there are no zones.
    pub(crate) fn is_within(&self, k: f64) -> bool {
        let (lower, upper) = (self.center - k * self.sigma, self.center + k * self.sigma);
        self.sigma > 0.0 && (lower..=upper).contains(&self.value)
    }

    /// Outside `k` sigma of the center, on either side.
    pub(crate) fn is_outside(&self, k: f64) -> bool {
        self.is_beyond(Side::Above, k) || self.is_beyond(Side::Below, k)
    }
}

/// Judged points that a pattern may follow each other in.
#[derive(Debug)]
pub(crate) struct Stretch {
    pub(crate) phase: usize,
    pub(crate) dots: Vec<Dot>,
    /// Whether nothing so far, a boundary or a gap that breaks, keeps a next point from
    /// joining it.
    pub(crate) is_open: bool,
}

impl Case {
    /// Any series of 0 to 200 points, with up to two boundaries.
    pub(crate) fn random(random: &mut Random) -> Self {
        let length = random.below(201);
        let mut starts = vec![0];
        for _ in 0..random.pick(&[0, 0, 1, 1, 2]) {
            starts.push(1 + random.below(length + 3));
        }
        starts.sort_unstable();
        starts.dedup();
        let standards = starts.into_iter().map(|start| {
            let choices = [(0.0, 1.0), (10.0, 2.0), (-4.0, 0.5), (0.0, 1.0), (8.0, 0.0)];
            let (center, sigma) = random.pick(&choices);
            Standard {
                start,
                center,
                sigma,
            }
        });
        let mut case = Self {
            standards: standards.collect(),
            points: Vec::new(),
            edge: random.pick(&[Edge::Strict, Edge::Inclusive]),
            gap: random.pick(&[Gap::Skip, Gap::Break, Gap::Join]),
        };
        let missing = random.pick(&[0.0, 0.0, 0.02, 0.2]);
        let excluded = random.pick(&[0.0, 0.0, 0.02, 0.2]);
        let provisional = random.pick(&[0.0, 0.02, 0.1]);
        let nearly = random.pick(&[0.0, 0.0, 0.05]);
        for (index, z) in random.z_scores(length).into_iter().enumerate() {
            let Standard { center, sigma, .. } = case.standard_at(index);
            let mut value = center + if sigma > 0.0 { sigma * z } else { z };
            if center != 0.0 && random.chance(nearly) {
                let steps = random.below(17) as u64;
                value = f64::from_bits(center.to_bits() - 8 + steps);
            }
            let observation = Observation::value(value);
            case.points.push(if random.chance(missing) {
                Observation::missing()
            } else if random.chance(excluded) {
                observation.excluded()
            } else if random.chance(provisional) {
                observation.provisional()
            } else {
                observation
            });
        }
        case
    }

    /// The plan that judges it by these rules.
    pub(crate) fn plan(&self, rules: &[Rule]) -> Plan {
        let given = |standard: &Standard| Baseline::Given {
            center: standard.center,
            sigma: Some(standard.sigma),
        };
        let mut builder = Plan::builder(Chart::individuals())
            .no_rules()
            .baseline(given(&self.standards[0]))
            .edge(self.edge)
            .gap(self.gap);
        for standard in &self.standards[1..] {
            builder = builder.phase(standard.start, given(standard));
        }
        for rule in rules {
            builder = builder.rule(*rule);
        }
        builder.build().expect("a plan of valid parts")
    }

    fn standard_at(&self, index: usize) -> Standard {
        let begun = |standard: &&Standard| standard.start <= index;
        let last = self.standards.iter().rfind(begun);
        *last.expect("the first standard starts at 0")
    }

    /// Points of each phase that has begun: first index, and the one after the last.
    pub(crate) fn phases(&self) -> Vec<(usize, usize)> {
        let starts = self.standards.iter().map(|standard| standard.start);
        let ends = starts.clone().skip(1).chain([usize::MAX]);
        starts
            .zip(ends)
            .filter(|(start, _)| *start < self.points.len())
            .map(|(start, end)| (start, end.min(self.points.len())))
            .collect()
    }

    /// The judged point at an index; none for a missing or excluded one.
    pub(crate) fn dot(&self, index: usize) -> Option<Dot> {
        use redbead::{Measurement, Status};

        let Observation {
            measurement: Measurement::Value(value),
            status: status @ (Status::Confirmed | Status::Provisional),
        } = self.points[index]
        else {
            return None;
        };
        let Standard { center, sigma, .. } = self.standard_at(index);
        Some(Dot {
            index,
            value,
            provisional: status == Status::Provisional,
            center,
            sigma,
            edge: self.edge,
        })
    }

    /// The judged points, cut at phase boundaries, and at missing points where a gap breaks.
    pub(crate) fn stretches(&self) -> Vec<Stretch> {
        let phases = self.phases();
        let mut stretches = Vec::new();
        for (phase, (start, end)) in phases.iter().enumerate() {
            let mut dots = Vec::new();
            for index in *start..*end {
                if self.gap == Gap::Break && self.points[index] == Observation::missing() {
                    stretches.push(Stretch {
                        phase,
                        dots: std::mem::take(&mut dots),
                        is_open: false,
                    });
                }
                dots.extend(self.dot(index));
            }
            stretches.push(Stretch {
                phase,
                dots,
                is_open: phase + 1 == phases.len(),
            });
        }
        stretches
    }
}
