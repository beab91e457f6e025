//! One or many, in words.

/// The word for one, or the word for as many.
pub(crate) const fn noun(count: u64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

/// A number and what it counts.
pub(crate) fn counted(count: u64, one: &'static str, many: &'static str) -> String {
    format!("{count} {}", noun(count, one, many))
}
