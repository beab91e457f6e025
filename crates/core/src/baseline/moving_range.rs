//! Chains of moving ranges.

use super::sums::mean_range;
use crate::sample::Sample;
use crate::series::{Exclusion, Gap};

/// The value that the next moving range is taken from.
///
/// A missing point ends the chain, unless gaps are joined; an excluded point is passed over as
/// if its row were deleted, unless exclusions break the chain.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Chain {
    #[cfg_attr(feature = "serde", serde(with = "crate::exact::option"))]
    previous: Option<f64>,
}

/// How chains treat points that have no part in them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChainOptions {
    pub(crate) gap: Gap,
    pub(crate) exclusion: Exclusion,
}

impl ChainOptions {
    /// Whether no range is taken across a point that has no part in the baseline.
    pub(crate) fn breaks(self, sample: Sample) -> bool {
        if sample.is_excluded() {
            self.exclusion == Exclusion::Break
        } else {
            self.gap != Gap::Join
        }
    }
}

impl Chain {
    /// Takes the next point and gives its range `abs(x_i - x_{i-1})` to the point before it in
    /// the chain; none where there is no such point.
    pub(crate) fn step(&mut self, sample: Sample, options: ChainOptions) -> Option<f64> {
        if !sample.is_present() {
            if options.gap != Gap::Join {
                self.previous = None;
            }
            return None;
        }
        let range = self
            .previous
            .map(|previous| (sample.value - previous).abs());
        if !sample.is_excluded() {
            self.previous = Some(sample.value);
        } else if options.exclusion == Exclusion::Break {
            self.previous = None;
        }
        range
    }

    /// Whether the remembered value is a number.
    pub(crate) fn is_sound(&self) -> bool {
        self.previous.is_none_or(f64::is_finite)
    }
}

/// What is taken from the useful points of a baseline, cut into chains that no range crosses.
#[derive(Debug)]
pub(crate) struct Chains<T = f64> {
    /// Of every useful point, in time order.
    pub(crate) values: Vec<T>,
    /// Where each chain ends; rising, some chains may be empty.
    ends: Vec<usize>,
}

/// Chains that lie elsewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChainView<'a, T = f64> {
    pub(crate) values: &'a [T],
    /// As [`Chains`] has them.
    pub(crate) ends: &'a [usize],
}

impl Chains {
    /// Chains of the plotted values.
    pub(crate) fn of(samples: &[Sample], options: ChainOptions) -> Self {
        Self::with(samples, options, |sample| sample.value)
    }
}

impl<T: Copy> Chains<T> {
    /// Chains of what `take` makes of each useful point.
    pub(crate) fn with(
        samples: &[Sample],
        options: ChainOptions,
        take: impl Fn(&Sample) -> T,
    ) -> Self {
        let mut chains = Self {
            values: Vec::with_capacity(samples.len()),
            ends: Vec::new(),
        };
        for sample in samples {
            if sample.is_useful() {
                chains.values.push(take(sample));
            } else if options.breaks(*sample) {
                chains.ends.push(chains.values.len());
            }
        }
        chains.ends.push(chains.values.len());
        chains
    }

    /// The chains, to look at.
    pub(crate) fn view(&self) -> ChainView<'_, T> {
        ChainView {
            values: &self.values,
            ends: &self.ends,
        }
    }
}

impl<'a> ChainView<'a> {
    /// The values, where they are one chain.
    pub(crate) fn single(self) -> Option<&'a [f64]> {
        (self.ends == [self.values.len()]).then_some(self.values)
    }

    /// Mean of `abs(x_i - x_{i-1})` over each two neighbors; none without any.
    pub(crate) fn mean_moving_range(self) -> Option<f64> {
        mean_range(self.iter())
    }

    /// `abs(x_i - x_{i-1})` of each two neighbors.
    pub(crate) fn moving_ranges(self) -> Vec<f64> {
        self.pairs(|before, value| (value - before).abs())
    }

    /// Largest less smallest of each `span` consecutive points.
    pub(crate) fn span_ranges(self, span: usize) -> Vec<f64> {
        self.windows(span).map(range).collect()
    }
}

impl<'a, T: Copy> ChainView<'a, T> {
    /// What `of` makes of each two neighbors, the earlier one first.
    pub(crate) fn pairs(self, of: impl Fn(T, T) -> f64) -> Vec<f64> {
        self.windows(2).map(|pair| of(pair[0], pair[1])).collect()
    }

    /// Length of each chain; some may be 0.
    pub(crate) fn lengths(self) -> impl Iterator<Item = usize> {
        self.iter().map(<[T]>::len)
    }

    /// Length of the longest chain.
    pub(crate) fn longest(self) -> usize {
        self.lengths().max().unwrap_or(0)
    }

    fn iter(self) -> impl Iterator<Item = &'a [T]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(self.ends)
            .map(move |(start, end)| &self.values[start..*end])
    }

    fn windows(self, span: usize) -> impl Iterator<Item = &'a [T]> {
        self.iter().flat_map(move |chain| chain.windows(span))
    }
}

/// Largest less smallest value; minus infinity without values.
pub(crate) fn range(values: &[f64]) -> f64 {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let smallest = values.iter().copied().fold(f64::INFINITY, f64::min);
    largest - smallest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Status;

    fn samples() -> [Sample; 6] {
        let point = |value| Sample::of_value(value, Status::Confirmed);
        [
            point(1.0),
            point(4.0),
            Sample::MISSING,
            point(5.0),
            Sample::of_value(90.0, Status::Excluded),
            point(7.0),
        ]
    }

    fn ranges(gap: Gap, exclusion: Exclusion) -> Vec<f64> {
        Chains::of(&samples(), ChainOptions { gap, exclusion })
            .view()
            .moving_ranges()
    }

    #[test]
    fn gaps_break_and_exclusions_join() {
        assert_eq!(ranges(Gap::Skip, Exclusion::Join), [3.0, 2.0]);
        assert_eq!(ranges(Gap::Break, Exclusion::Join), [3.0, 2.0]);
    }

    #[test]
    fn gaps_may_join_and_exclusions_may_break() {
        assert_eq!(ranges(Gap::Join, Exclusion::Join), [3.0, 1.0, 2.0]);
        assert_eq!(ranges(Gap::Skip, Exclusion::Break), [3.0]);
    }

    #[test]
    fn a_chain_stepped_point_by_point_gives_the_same_ranges() {
        for gap in [Gap::Skip, Gap::Break, Gap::Join] {
            for exclusion in [Exclusion::Join, Exclusion::Break] {
                let options = ChainOptions { gap, exclusion };
                let mut chain = Chain::default();
                let stepped: Vec<f64> = samples()
                    .iter()
                    .filter_map(|sample| {
                        let range = chain.step(*sample, options);
                        range.filter(|_| sample.is_useful())
                    })
                    .collect();
                assert_eq!(stepped, ranges(gap, exclusion));
            }
        }
    }

    #[test]
    fn spans_take_the_range_of_several_points() {
        let join = ChainOptions {
            gap: Gap::Join,
            exclusion: Exclusion::Join,
        };
        let chains = Chains::of(&samples(), join);
        let chains = chains.view();
        assert_eq!(chains.span_ranges(2), chains.moving_ranges());
        assert_eq!(chains.span_ranges(3), [4.0, 3.0]);
        assert_eq!(chains.span_ranges(5), Vec::<f64>::new());
        assert_eq!(chains.longest(), 4);
    }
}
