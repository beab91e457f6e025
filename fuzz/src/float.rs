//! Any float.

use arbitrary::Arbitrary;

use crate::pick;

/// Any float, those at the ends of the range more often than their share of the bits.
#[derive(Debug, Clone, Copy, Arbitrary)]
pub enum AnyFloat {
    Any(f64),
    Whole(i16),
    Share(u8),
    Edge(u8, bool),
}

impl AnyFloat {
    pub fn get(self) -> f64 {
        match self {
            Self::Any(float) => float,
            Self::Whole(number) => f64::from(number),
            Self::Share(part) => f64::from(part) / 256.0,
            Self::Edge(which, negative) => {
                let edge = pick(
                    which,
                    [
                        0.0,
                        f64::MAX,
                        f64::MAX / 2.0,
                        (f64::MAX / 2.0).next_up(),
                        f64::MAX / 4.0,
                        f64::MAX.sqrt(),
                        f64::MIN_POSITIVE,
                        f64::MIN_POSITIVE.next_down(),
                        f64::from_bits(1),
                        f64::MIN_POSITIVE.sqrt(),
                        f64::EPSILON,
                        1.0_f64.next_up(),
                        2.0_f64.powi(53),
                        f64::INFINITY,
                        f64::NAN,
                    ],
                );
                if negative { -edge } else { edge }
            }
        }
    }
}
