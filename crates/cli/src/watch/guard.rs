//! Panics of the database, as errors: for a watch, what it cannot make sense of is a damaged store
//! like any other.

/// Does some work in the database. Gives what a panic said, where it came to one.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    redbead_io::guarded(work)
        .map_err(|line| format!("the database cannot make sense of it ({line})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(guarded(|| 3), Ok(3));
        let text = guarded::<()>(|| panic!("page {} is odd", 7)).unwrap_err();
        assert_eq!(text, "the database cannot make sense of it (page 7 is odd)");
    }
}
