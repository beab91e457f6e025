//! The messages of a reader of data, put so that a person can mend the input.

use crate::nearest::nearest;

/// A message with the nearest known name where one was mistyped, and without the words of the
/// program.
///
/// Readers made by serde name the unknown field and the known ones; this adds the question
/// whether the nearest was meant.
pub(crate) fn plain(message: &str) -> String {
    let message = message
        .replace("unknown variant", "unknown choice")
        .replace("floating point ", "number ")
        .replace("floating-point ", "number ")
        .replace("integer ", "number ")
        .replace(", expected usize", ", expected a whole number of 0 or more")
        .replace(
            ", expected u32",
            ", expected a whole number from 0 to 4294967295",
        )
        .replace(
            ", expected u16",
            ", expected a whole number from 0 to 65535",
        )
        .replace(", expected f64", ", expected a number");
    let is_unknown = message.starts_with("unknown ");
    let names = quoted(&message);
    match names.split_first() {
        Some((found, known)) if is_unknown => match nearest(found, known.iter().copied()) {
            Some(name) => format!("{message}; did you mean `{name}`?"),
            None => message,
        },
        _ => message,
    }
}

/// The words between backticks.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_field_gets_the_nearest_name() {
        assert_eq!(
            plain("unknown field `basline`, expected one of `baseline`, `phases`"),
            "unknown field `basline`, expected one of `baseline`, `phases`; did you mean `baseline`?"
        );
        assert_eq!(
            plain("invalid type: floating point `1.5`, expected u32"),
            "invalid type: number `1.5`, expected a whole number from 0 to 4294967295"
        );
    }
}
