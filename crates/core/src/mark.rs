//! All that a rule may see of a point: its side, its zone, its step.

use std::fmt;

use crate::limits::{Parameters, Place, Ruler};
use crate::side::Side;

/// How a point stands to the previous useful point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    To(Side),
    Equal,
}

impl Step {
    /// The direction, if there is one.
    pub(crate) fn to(self) -> Option<Side> {
        match self {
            Self::To(side) => Some(side),
            Self::Equal => None,
        }
    }
}

/// Whether a point exactly on a zone line counts as beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Edge {
    /// A point must pass the line. The default.
    #[default]
    Strict,
    /// A point on the line is beyond it.
    Inclusive,
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Strict => "strict",
            Self::Inclusive => "inclusive",
        })
    }
}

/// A zone line: a multiple of sigma, and what counts as beyond it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ZoneLine {
    pub(crate) sigma: f64,
    pub(crate) edge: Edge,
}

impl ZoneLine {
    /// Whether `value`, on `side` of the center, is beyond this line at this point.
    #[inline]
    fn is_exceeded(self, value: f64, ruler: &Ruler, side: Side) -> bool {
        let Some(line) = ruler.line(self.sigma, side) else {
            return false;
        };
        match (side, self.edge) {
            (Side::Above, Edge::Strict) => value > line,
            (Side::Above, Edge::Inclusive) => value >= line,
            (Side::Below, Edge::Strict) => value < line,
            (Side::Below, Edge::Inclusive) => value <= line,
        }
    }
}

/// Position of a line in the plan's list of zone lines, nearest the center first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ZoneIndex(pub(crate) u8);

/// What a rule may see of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Side of the center; none when on it.
    pub(crate) side: Option<Side>,
    /// Step from the previous useful point; none for the first of a phase.
    pub(crate) step: Option<Step>,
    /// How many of the plan's zone lines, which are nested, the point is beyond.
    exceeded: u8,
    /// The same on the other side of the center, of a chart that plots a point on each side.
    opposite: u8,
    /// Whether zones have a width. With sigma 0 every line lies on the center, and equal points
    /// are common cause: nothing is "within" a zone.
    zoned: bool,
}

impl Mark {
    /// Judges a plotted value against the parameters at its place.
    #[inline]
    pub(crate) fn of(
        value: f64,
        parameters: &Parameters,
        place: Place,
        lines: &[ZoneLine],
        previous: Option<f64>,
    ) -> Self {
        let ruler = parameters.ruler(place);
        let scaled = parameters.to_scale(value);
        let side = side_of(scaled, ruler.center);
        let beyond = |value, side| {
            let is_beyond = |line: &&ZoneLine| line.is_exceeded(value, &ruler, side);
            lines.iter().take_while(is_beyond).count() as u8
        };
        Self {
            side,
            step: previous.map(|previous| step_from(previous, value)),
            exceeded: side.map_or(0, |side| beyond(scaled, side)),
            opposite: 0,
            zoned: ruler.sigma.is_some_and(|sigma| sigma > 0.0),
        }
    }

    /// Judges a pair of values, one on each side of the center, of which `self` is the mark of
    /// the one that lies further out.
    pub(crate) fn with_opposite(self, other: Self) -> Self {
        Self {
            opposite: other.exceeded,
            ..self
        }
    }

    /// The mark as a rule sees it that watches one side only.
    pub(crate) fn facing(self, side: Side) -> Self {
        if self.side == Some(side) {
            self
        } else {
            Self {
                side: Some(side),
                exceeded: self.opposite,
                opposite: self.exceeded,
                ..self
            }
        }
    }

    /// How many of the plan's zone lines the point is beyond.
    pub(crate) fn exceeded(self) -> u8 {
        self.exceeded
    }

    /// Whether zones have a width.
    pub(crate) fn is_zoned(self) -> bool {
        self.zoned
    }

    /// Whether the point is beyond this zone line, on its own side.
    pub(crate) fn is_beyond(self, line: ZoneIndex) -> bool {
        self.exceeded > line.0
    }

    /// Whether the point is inside this zone line; never with sigma 0.
    pub(crate) fn is_within(self, line: ZoneIndex) -> bool {
        self.zoned && !self.is_beyond(line)
    }
}

fn step_from(previous: f64, value: f64) -> Step {
    if value > previous {
        Step::To(Side::Above)
    } else if value < previous {
        Step::To(Side::Below)
    } else {
        Step::Equal
    }
}

/// The side of the center on which a value lies; none when it equals the center within 4 units
/// in the last place of the larger magnitude, so that a mean which should equal a point does.
fn side_of(value: f64, center: f64) -> Option<Side> {
    let difference = value - center;
    if difference.abs() <= 4.0 * spacing(value.abs().max(center.abs())) {
        None
    } else if difference > 0.0 {
        Some(Side::Above)
    } else {
        Some(Side::Below)
    }
}

/// The least and the greatest value on the center, where those between are all on it and no others:
/// everywhere but just below a power of two, where spacings double within the band.
pub(crate) fn center_band(center: f64) -> Option<(f64, f64)> {
    let magnitude = center.abs();
    let unit = spacing(magnitude);
    let width = 4.0 * unit;
    let is_told = spacing(magnitude + 4.0 * width) == unit;
    is_told.then_some((center - width, center + width))
}

/// The bits of a double that hold its exponent.
pub(crate) const EXPONENT: u64 = 0x7ff0_0000_0000_0000;

/// Distance from a finite magnitude to the next double above it.
pub(crate) fn spacing(magnitude: f64) -> f64 {
    let power_of_two = f64::from_bits(magnitude.to_bits() & EXPONENT);
    (power_of_two * f64::EPSILON).max(f64::from_bits(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_small() {
        assert!(size_of::<Mark>() <= 8);
    }

    #[test]
    fn spacing_is_the_distance_to_the_next_double() {
        for magnitude in [
            1.0,
            1.5,
            2.0,
            0.1,
            3e300,
            1e-310,
            5e-324,
            2.0f64.powi(-1022),
        ] {
            assert_eq!(spacing(magnitude), magnitude.next_up() - magnitude);
        }
        assert_eq!(spacing(0.0), 5e-324);
    }

    #[test]
    fn a_band_holds_what_is_on_the_center_and_nothing_else() {
        let mut told = 0;
        for exponent in [-1074, -1060, -1022, -3, 0, 1, 52, 1000, 1023] {
            let power = 2.0f64.powi(exponent.max(-1022)) * 2.0f64.powi((exponent + 1022).min(0));
            for center in [power, 1.5 * power, -power, -1.7 * power, 0.0] {
                for away in -40i64..=40 {
                    let bits = center.abs().to_bits().saturating_add_signed(away);
                    let center = f64::from_bits(bits).copysign(center);
                    let Some((low, high)) = center_band(center).filter(|_| center.is_finite())
                    else {
                        continue;
                    };
                    told += 1;
                    let (mut above, mut below) = (center, center);
                    for _ in 0..60 {
                        assert_eq!(side_of(above, center).is_some(), above > high, "{above:e}");
                        assert_eq!(side_of(below, center).is_some(), below < low, "{below:e}");
                        (above, below) = (above.next_up(), below.next_down());
                    }
                }
            }
        }
        assert!(told > 2000, "{told}");
        assert_eq!(center_band(1.0f64.next_down()), None);
        assert_eq!(center_band(f64::MAX), None);
    }

    #[test]
    fn on_the_center_is_four_spacings_wide() {
        let center = 0.3;
        let off = |steps: i32| (0..steps).fold(center, |x, _| f64::next_up(x));
        assert_eq!(side_of(off(4), center), None);
        assert_eq!(side_of(off(5), center), Some(Side::Above));
        assert_eq!(side_of(center, off(5)), Some(Side::Below));
        assert_eq!(side_of(-0.0, 0.0), None);
        assert_eq!(side_of(f64::MAX, -f64::MAX), Some(Side::Above));
    }
}
