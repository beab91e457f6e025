//! Fields of a draft, read or found at fault.

use std::str::FromStr;

use super::log::{At, Log};
use crate::choice::UnknownChoice;
use crate::date::{BadDate, Date};
use crate::fault::Fault;

/// A text that must say something, without the spaces around it.
pub(super) fn filled<'a>(field: &'static str, text: &'a str) -> Result<&'a str, Fault> {
    match text.trim() {
        "" => Err(Fault::EmptyText { field }),
        text => Ok(text),
    }
}

/// A text that may be missing.
pub(super) fn optional(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The same, as it is kept.
pub(super) fn kept(text: Option<&String>) -> Option<String> {
    optional(text).map(str::to_owned)
}

/// One of several choices.
pub(super) fn choice<T: FromStr<Err = UnknownChoice>>(
    field: &'static str,
    text: &str,
) -> Result<T, Fault> {
    let unknown = |choice| Fault::UnknownChoice { field, choice };
    filled(field, text)?.parse().map_err(unknown)
}

/// One of several choices, or the usual one when none is named.
pub(super) fn choice_or<T: FromStr<Err = UnknownChoice>>(
    field: &'static str,
    text: Option<&String>,
    usual: T,
) -> Result<T, Fault> {
    match optional(text) {
        None => Ok(usual),
        Some(text) => choice(field, text),
    }
}

/// A day of the calendar.
pub(super) fn date(field: &'static str, text: &str) -> Result<Date, Fault> {
    let bad = |date: BadDate| Fault::BadDate { field, date };
    filled(field, text)?.parse().map_err(bad)
}

impl Log {
    /// A value, or none and a fault that leaves the whole record out.
    pub(super) fn need<T>(&mut self, at: At<'_>, value: Result<T, impl Into<Fault>>) -> Option<T> {
        value.map_err(|fault| self.fault(at, fault)).ok()
    }

    /// The value of a field that may be missing; a fault leaves out that field alone.
    pub(super) fn allow<T>(
        &mut self,
        at: At<'_>,
        field: &'static str,
        text: Option<&String>,
        read: impl FnOnce(&'static str, &str) -> Result<T, Fault>,
    ) -> Option<T> {
        let value = read(field, optional(text)?);
        value.map_err(|fault| self.fault_in(at, field, fault)).ok()
    }
}
