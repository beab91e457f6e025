//! One or many, in words.

/// `1 fault`, `2 faults`.
pub(crate) fn counted(count: usize, name: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {name}{ending}")
}
