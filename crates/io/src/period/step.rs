//! How far apart the periods of a series stand.

use super::Period;

impl Period {
    /// The rhythm of periods in order: the greatest step that leads to all of them, where more than
    /// half of the neighbors, of at least two pairs, stand so far apart. None where they keep no
    /// rhythm.
    ///
    /// ```
    /// use redbead_io::{Calendar, Period};
    ///
    /// let months = ["2024-01", "2024-04", "2024-07", "2025-01"];
    /// let months = months.map(|month| Period::parse(month, &Calendar::default()));
    /// let months: Vec<Period> = months.into_iter().collect::<Result<_, _>>()?;
    /// assert_eq!(Period::common_step(&months), Some(3));
    /// assert_eq!(Period::common_step(&months[2..]), None);
    /// # Ok::<(), redbead_io::PeriodError>(())
    /// ```
    #[must_use]
    pub fn common_step(periods: &[Self]) -> Option<i64> {
        let (step, is_shown) = step(periods);
        is_shown.then_some(step)
    }
}

/// The greatest step that leads to all periods of a series, and whether more than half of its
/// neighbors, of at least two pairs, stand so far apart.
pub(crate) fn step(periods: &[Period]) -> (i64, bool) {
    let gaps = || {
        let pairs = periods.windows(2);
        pairs.filter_map(|pair| pair[1].distance(pair[0]))
    };
    let divides = |step: i64, gap: i64| step == 1 || step > 0 && gap % step == 0;
    let step = gaps().fold(0, |step, gap| {
        if divides(step, gap) {
            step
        } else {
            greatest_divisor(step, gap)
        }
    });
    let step = step.max(1);
    let (so_far, pairs) = gaps().fold((0, 0), |(so_far, pairs), gap| {
        (so_far + usize::from(gap == step), pairs + 1)
    });
    (step, pairs >= 2 && so_far * 2 > pairs)
}

/// The greatest number that divides both.
pub(crate) const fn greatest_divisor(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
