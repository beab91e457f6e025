//! How many digits of a number are worth showing.

/// Most digits after the decimal point: what a double can hold of numbers near 1.
pub(super) const MOST_DECIMALS: usize = 15;

/// A number with exactly so many decimals, and never a minus zero.
pub(super) fn rounded(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) => digits.to_owned(),
        _ => text,
    }
}

/// Decimals that show three digits of a number, and at least one.
pub(super) fn by_magnitude(number: f64) -> usize {
    let mut decimals = 1;
    let mut scaled = number.abs() * 10.0;
    while scaled < 100.0 && decimals < MOST_DECIMALS {
        scaled *= 10.0;
        decimals += 1;
    }
    decimals
}

/// Rounded to `decimals`, or one more where that is the whole number (62.5 is not made 62);
/// zeros at the end left out.
pub(super) fn short(number: f64, decimals: usize) -> String {
    let exact = rounded(number, decimals + 1);
    let is_exact = exact
        .parse::<f64>()
        .is_ok_and(|near| (near - number).abs() <= 1e-9 * number.abs());
    let text = if is_exact {
        exact
    } else {
        rounded(number, decimals)
    };
    match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => text,
    }
}

/// Whether a number is written as a power of ten, having too many digits or too few.
pub(super) fn is_extreme(number: f64) -> bool {
    let size = number.abs();
    size >= 1e15 || (size > 0.0 && size < 1e-6)
}
