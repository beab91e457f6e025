//! Fingerprints: which plan made a summary, a report or a snapshot.

use std::fmt;

/// A number that stands for all on which the judging of a plan rests; see
/// [`Plan::fingerprint`](crate::Plan::fingerprint).
///
/// Shown, and written by serde, as 16 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// FNV-1a, 64 bits.
    pub(crate) fn of(text: &str) -> Self {
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }

    /// The number itself.
    #[must_use]
    pub const fn to_bits(self) -> u64 {
        self.0
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::{Error, Unexpected};

        let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        let read = u64::from_str_radix(&text, 16).map(Self).ok();
        // No sign, no capitals, all digits: one text for each number.
        read.filter(|read| read.to_string() == *text)
            .ok_or_else(|| {
                let expected = "the fingerprint of a plan, 16 hexadecimal digits in small letters";
                D::Error::invalid_value(Unexpected::Str(&text), &expected)
            })
    }
}
