//! Things that a plan file may write as a text, as a number, or in the form of the engine.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

/// How a thing is read from each of the shapes that it may have.
pub(super) trait Spelled<'de>: Sized {
    /// Its shape as an object.
    type Form: Deserialize<'de>;
    /// What was expected, in words.
    const EXPECTING: &'static str;

    /// From a text.
    fn of_text(text: &str) -> Result<Self, String>;

    /// From a whole number.
    fn of_number(_: u64) -> Option<Self> {
        None
    }

    /// From a list of texts.
    fn of_list(_: Vec<String>) -> Option<Self> {
        None
    }

    /// From an object.
    fn of_form(form: Self::Form) -> Self;
}

/// Reads a thing in whichever shape it stands.
pub(super) fn deserialize<'de, T, D>(from: D) -> Result<T, D::Error>
where
    T: Spelled<'de>,
    D: Deserializer<'de>,
{
    from.deserialize_any(AnyShape(PhantomData))
}

struct AnyShape<T>(PhantomData<T>);

impl<'de, T: Spelled<'de>> Visitor<'de> for AnyShape<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::of_text(text).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        T::of_number(number).ok_or_else(|| E::invalid_type(Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        let refused = || E::invalid_type(Unexpected::Signed(number), &self);
        let whole = u64::try_from(number).map_err(|_| refused())?;
        T::of_number(whole).ok_or_else(refused)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element()? {
            texts.push(text);
        }
        T::of_list(texts).ok_or_else(|| A::Error::invalid_type(Unexpected::Seq, &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::Form::deserialize(MapAccessDeserializer::new(map)).map(T::of_form)
    }
}

/// Reads a type by its [`Spelled`] shapes.
macro_rules! read_by_shape {
    ($($name:ty),+ $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::plan_file::spelled::deserialize(from)
            }
        }
    )+};
}
pub(super) use read_by_shape;
