//! What a twin sees of a point: a mark in numbers that select without branching.

use crate::mark::{EXPONENT, Mark, Step};
use crate::side::Side;

/// Below the center; downward.
const BELOW: u32 = 1;

/// Above the center; upward.
const ABOVE: u32 = 2;

/// A step to an equal value.
const EQUAL: u32 = 3;

/// Classes that fit the tables of the twins.
pub(crate) const CLASSES: u32 = 32;

/// Zone lines that [`Seen::of`] compares with, whether or not a plan has as many.
pub(crate) const ZONES: usize = 4;

/// A mark as small numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    /// 0 on the center and 1 there where zones have no width; else twice the number of zone lines
    /// that the point is beyond, and 2 below or 3 above the center.
    pub(crate) class: u32,
    /// Step from the previous useful point: 0 without one, 1 down, 2 up, 3 to an equal value.
    pub(crate) step: u32,
}

impl From<Mark> for Seen {
    fn from(mark: Mark) -> Self {
        let beyond = 2 * u32::from(mark.exceeded());
        Self {
            class: match mark.side {
                None => u32::from(!mark.is_zoned()),
                Some(Side::Below) => 2 + beyond,
                Some(Side::Above) => 3 + beyond,
            },
            step: match mark.step {
                None => 0,
                Some(Step::To(side)) => code(Some(side)),
                Some(Step::Equal) => EQUAL,
            },
        }
    }
}

impl Seen {
    /// What [`Mark::of`] gives for a finite value at a sigma above 0 with strict zone lines.
    /// `multiples` beyond those of the plan are infinite, which no value passes.
    ///
    /// Every comparison is made and the results are selected, since a branch on the side of a point
    /// would be guessed wrong every other time. A value below the center is compared with its signs
    /// and those of the center turned round, which turns round every bit pattern on the way and
    /// changes nothing else: `-(c - x)` and `-c + x` round to the same number.
    #[inline(always)]
    pub(crate) fn of(value: f64, center: f64, sigma: f64, multiples: &[f64; ZONES]) -> Self {
        const SIGN: u64 = 1 << 63;
        let difference = value - center;
        let sign = difference.to_bits() & SIGN;
        let out = f64::from_bits(value.to_bits() ^ sign);
        let middle = f64::from_bits(center.to_bits() ^ sign);
        let passes = |multiple: f64| u32::from(out > middle + multiple * sigma);
        let [a, b, c, d] = *multiples;
        let passed = passes(a) | passes(b) << 1 | passes(c) << 2 | passes(d) << 3;
        let beyond = passed.trailing_ones();
        // As `mark::spacing`, four times: scaling by a power of two is exact.
        let exponent = (value.to_bits() & EXPONENT).max(center.to_bits() & EXPONENT);
        let four_spacings = f64::from_bits(exponent) * (4.0 * f64::EPSILON);
        let off = difference.abs() > four_spacings && difference.abs() > 4.0 * f64::from_bits(1);
        let above = (sign >> 63) as u32 ^ 1;
        Self {
            class: (2 + 2 * beyond + above) & u32::from(off).wrapping_neg(),
            step: 0,
        }
    }

    /// The same with the step from the previous useful point.
    #[inline(always)]
    pub(crate) fn stepped(self, value: f64, previous: f64) -> Self {
        let (falls, rises) = (u32::from(value < previous), u32::from(value > previous));
        Self {
            step: EQUAL - 2 * falls - rises,
            ..self
        }
    }

    /// A point of a class, without a step.
    pub(crate) fn of_class(class: u32) -> Self {
        Self { class, step: 0 }
    }

    /// Side of the center: 0 on it, 1 below, 2 above.
    #[inline(always)]
    pub(crate) fn side(self) -> u32 {
        let off = u32::from(!self.is_on_center());
        off + (off & self.class)
    }

    /// Whether it has no side.
    #[inline(always)]
    pub(crate) fn is_on_center(self) -> bool {
        self.class < 2
    }

    /// Whether it lies above or below the previous useful point.
    #[inline(always)]
    pub(crate) fn moves(self) -> bool {
        self.step == BELOW || self.step == ABOVE
    }

    /// Whether it equals the previous useful point.
    #[inline(always)]
    pub(crate) fn is_equal(self) -> bool {
        self.step == EQUAL
    }
}

/// A side as a number.
pub(crate) fn code(side: Option<Side>) -> u32 {
    match side {
        None => 0,
        Some(Side::Below) => BELOW,
        Some(Side::Above) => ABOVE,
    }
}

/// The side of a number.
pub(crate) fn side(code: u32) -> Option<Side> {
    match code {
        BELOW => Some(Side::Below),
        ABOVE => Some(Side::Above),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{Law, Parameters, Place};
    use crate::mark::{Edge, ZoneLine};
    use proptest::prelude::*;

    fn number() -> impl Strategy<Value = f64> {
        let finite = |number: f64| if number.is_finite() { number } else { 0.0 };
        prop_oneof![
            4 => (-40..40).prop_map(|halves| f64::from(halves) / 2.0),
            2 => -30.0..30.0,
            1 => any::<f64>().prop_map(finite),
            1 => prop::sample::select(vec![0.0, -0.0, f64::MAX, f64::MIN, 5e-324, 2e-323, 1e300]),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 200_000,
            max_global_rejects: 200_000,
            ..ProptestConfig::default()
        })]

        #[test]
        fn comparing_with_every_line_gives_the_mark(
            value in number(),
            center in number(),
            sigma in number(),
            previous in prop::option::of(number()),
            sigmas in prop::collection::btree_set(1_u32..12, 0..5),
            (at_line, nudge) in (0..3, -6_i32..=6),
        ) {
            let sigma = sigma.abs();
            prop_assume!(sigma > 0.0);
            // Many values lie within some units in the last place of a line or the center.
            let nearest = sigmas.first().map_or(0.0, |halves| f64::from(*halves) / 2.0);
            let mut value = match at_line {
                0 => center + nearest * sigma,
                1 => center,
                _ => value,
            };
            for _ in 0..nudge.abs() {
                value = if nudge < 0 { value.next_down() } else { value.next_up() };
            }
            prop_assume!(value.is_finite());
            let lines: Vec<ZoneLine> = sigmas
                .iter()
                .take(ZONES)
                .map(|halves| ZoneLine { sigma: f64::from(*halves) / 2.0, edge: Edge::Strict })
                .collect();
            let mut multiples = [f64::INFINITY; ZONES];
            multiples.iter_mut().zip(&lines).for_each(|(to, line)| *to = line.sigma);
            let parameters = Parameters::new(center, Law::Constant { sigma });
            let mark = Mark::of(value, &parameters, Place::new(1.0, 0), &lines, previous);
            let mut seen = Seen::of(value, center, sigma, &multiples);
            if let Some(previous) = previous {
                seen = seen.stepped(value, previous);
            }
            prop_assert_eq!(seen, Seen::from(mark));
            prop_assert_eq!(seen.side(), code(mark.side));
        }
    }
}
