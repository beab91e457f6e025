//! The keys of a series: texts by the names of their columns.

use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The keys of a series by the names of their columns, in the order of the columns.
///
/// An object in JSON. Two keys of one name are refused when read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Keys(Vec<(String, String)>);

impl Keys {
    /// Pairs names and keys; what one of them has more is left out.
    #[must_use]
    pub fn new<N: AsRef<str>, K: AsRef<str>>(names: &[N], keys: &[K]) -> Self {
        let pairs = names.iter().zip(keys);
        let owned = |(name, key): (&N, &K)| (name.as_ref().to_owned(), key.as_ref().to_owned());
        Self(pairs.map(owned).collect())
    }

    /// The key of a column.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name)?;
        Some(found.1.as_str())
    }

    /// Names and keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, key)| (&**name, &**key))
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(name, _)| name)
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the file is one series, which needs no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The keys, parted by a slash and spaces: `S08000015 / Type 1`.
impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (_, key)) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str(" / ")?;
            }
            f.write_str(key)?;
        }
        Ok(())
    }
}

impl Serialize for Keys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KeysVisitor)
    }
}

struct KeysVisitor;

impl<'de> Visitor<'de> for KeysVisitor {
    type Value = Keys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the keys of a series: an object of texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
        let mut keys = Keys(Vec::new());
        while let Some((name, key)) = map.next_entry::<String, String>()? {
            if keys.get(&name).is_some() {
                return Err(A::Error::custom(format!("two keys are named `{name}`")));
            }
            keys.0.push((name, key));
        }
        Ok(keys)
    }
}
