//! The median by selection.

/// Middle value, or the midpoint of the two middle values; none without values.
///
/// Reorders `values`. By selection, so linear in their number; the result does not depend on
/// their order.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if even {
        let lower = below.iter().copied().max_by(f64::total_cmp)?;
        Some(f64::midpoint(lower, *upper))
    } else {
        Some(*upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn middle_or_midpoint() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3.0]), Some(3.0));
        assert_eq!(median(&mut [4.0, 1.0]), Some(2.5));
        assert_eq!(median(&mut [9.0, 1.0, 5.0]), Some(5.0));
        assert_eq!(median(&mut [8.0, 2.0, 6.0, 4.0]), Some(5.0));
        assert_eq!(median(&mut [f64::MAX, f64::MAX]), Some(f64::MAX));
    }
}
