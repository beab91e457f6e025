//! Joint boxes of crossings and longest run.
//!
//! # Definition
//!
//! `N` points, none on the center, have `C` crossings and a longest run of `L`. With the row
//! `[c, l, b, r]` of the table for `N`, there is no signal when
//!
//! ```text
//! best box   C >= c  and  L <= l
//! cut box    C >= c  and  L <= l  and  (L < l or C >= b)  and  (C > c or L <= r)
//! ```
//!
//! The best box is the one least likely to hold `C` and `L` after a shift of 0.8 standard
//! deviations, among those that hold them with a probability of at least 0.925 in control. The
//! cut box loses, from the corner on, the cells of its two borders that are likeliest after the
//! shift, as far as 0.925 allows. Where nothing can be cut `b = c` and `r = l`.
//!
//! The table was computed from the exact joint distribution (whole numbers in control, 90 digits
//! after the shift); it agrees with the limits published for all 91 values of `N`.
//!
//! # References
//!
//! Anhoej, Wentzel-Larsen (2020), Smooth operator: modifying the Anhoej rules to improve runs
//! analysis in statistical process control, PLoS ONE 15(6), e0233920.

/// `[c, l, b, r]` for `N = 10..=100`.
#[rustfmt::skip]
const BOXES: [[u8; 4]; 91] = [
    [2, 6, 3, 5], [3, 7, 4, 6], [3, 6, 3, 6], [3, 6, 3, 6], [3, 6, 3, 6],
    [4, 7, 6, 6], [5, 8, 6, 7], [5, 7, 5, 7], [5, 7, 6, 6], [5, 7, 6, 5],
    [6, 7, 6, 7], [7, 8, 7, 8], [6, 7, 7, 6], [6, 7, 7, 6], [6, 7, 7, 6],
    [6, 7, 6, 7], [9, 9, 10, 7], [9, 8, 10, 7], [9, 8, 11, 7], [10, 8, 10, 8],
    [11, 10, 12, 9], [11, 9, 14, 8], [11, 8, 11, 8], [11, 8, 12, 7], [11, 8, 13, 7],
    [12, 8, 12, 8], [13, 9, 15, 8], [14, 10, 14, 10], [13, 8, 13, 8], [15, 11, 15, 11],
    [15, 9, 15, 9], [15, 9, 17, 8], [14, 8, 14, 8], [14, 8, 14, 8], [17, 10, 17, 10],
    [17, 9, 17, 9], [17, 9, 19, 8], [17, 9, 20, 7], [19, 12, 20, 11], [19, 10, 21, 9],
    [19, 9, 19, 9], [19, 9, 21, 8], [19, 9, 21, 7], [21, 11, 23, 9], [21, 10, 23, 8],
    [21, 9, 21, 9], [21, 9, 23, 8], [23, 12, 25, 11], [23, 10, 24, 9], [23, 10, 26, 8],
    [23, 9, 23, 9], [23, 9, 24, 8], [25, 11, 27, 9], [25, 10, 27, 9], [26, 11, 27, 10],
    [26, 10, 27, 9], [27, 12, 29, 10], [27, 10, 27, 10], [27, 10, 29, 8], [28, 11, 29, 8],
    [29, 14, 30, 13], [29, 11, 31, 9], [29, 10, 30, 9], [30, 11, 31, 10], [30, 10, 30, 10],
    [31, 12, 32, 9], [31, 11, 34, 8], [31, 10, 33, 9], [32, 11, 33, 8], [33, 13, 37, 11],
    [33, 11, 35, 9], [33, 10, 33, 10], [34, 11, 36, 10], [33, 10, 36, 7], [35, 11, 35, 11],
    [35, 11, 38, 8], [35, 10, 36, 9], [35, 10, 38, 8], [37, 12, 38, 10], [37, 11, 39, 9],
    [38, 12, 38, 12], [37, 10, 39, 9], [39, 13, 41, 12], [39, 11, 40, 10], [39, 11, 42, 8],
    [39, 10, 39, 10], [39, 10, 41, 8], [41, 12, 42, 9], [41, 11, 44, 9], [42, 12, 43, 10],
    [41, 10, 42, 9],
];

/// The limits of both boxes for a number of useful points; none outside `10..=100`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct BoxLimits {
    /// Fewest crossings of either box.
    pub crossings_min: usize,
    /// Longest run of either box.
    pub longest_run_max: usize,
    /// Fewest crossings of the cut box next to the longest run allowed.
    pub cut_crossings_min: usize,
    /// Longest run of the cut box next to the fewest crossings allowed.
    pub cut_longest_run_max: usize,
}

impl BoxLimits {
    pub(super) fn of(useful: usize) -> Option<Self> {
        let [c, l, b, r] = BOXES.get(useful.checked_sub(10)?)?.map(usize::from);
        Some(Self {
            crossings_min: c,
            longest_run_max: l,
            cut_crossings_min: b,
            cut_longest_run_max: r,
        })
    }

    pub(super) fn best_holds(&self, crossings: usize, longest_run: usize) -> bool {
        crossings >= self.crossings_min && longest_run <= self.longest_run_max
    }

    pub(super) fn cut_holds(&self, crossings: usize, longest_run: usize) -> bool {
        self.best_holds(crossings, longest_run)
            && (longest_run < self.longest_run_max || crossings >= self.cut_crossings_min)
            && (crossings > self.crossings_min || longest_run <= self.cut_longest_run_max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number of sequences of `n` points, first one above, with each number of crossings and
    /// longest run: the joint distribution in control, times `2^(n-1)`.
    fn joint_counts(n: usize) -> Vec<Vec<f64>> {
        // counts[crossings][longest] for sequences whose last run has `last` points.
        let mut by_last = vec![vec![vec![0.0; n + 1]; n]; n + 1];
        by_last[1][0][1] = 1.0;
        for _ in 1..n {
            let mut next = vec![vec![vec![0.0; n + 1]; n]; n + 1];
            for last in 1..n {
                for crossings in 0..n {
                    for longest in 1..n {
                        let count = by_last[last][crossings][longest];
                        if count > 0.0 {
                            next[last + 1][crossings][longest.max(last + 1)] += count;
                            next[1][crossings + 1][longest] += count;
                        }
                    }
                }
            }
            by_last = next;
        }
        let mut counts = vec![vec![0.0; n + 1]; n];
        for of_last in &by_last {
            for (sum, row) in counts.iter_mut().zip(of_last) {
                sum.iter_mut()
                    .zip(row)
                    .for_each(|(sum, count)| *sum += count);
            }
        }
        counts
    }

    #[test]
    fn both_boxes_hold_at_least_the_target_specificity() {
        for n in [10, 11, 12, 15, 19, 24, 33] {
            let limits = BoxLimits::of(n).unwrap();
            let total = 2f64.powi(n as i32 - 1);
            let (mut best, mut cut) = (0.0, 0.0);
            for (crossings, row) in joint_counts(n).iter().enumerate() {
                for (longest, count) in row.iter().enumerate() {
                    best += count * f64::from(limits.best_holds(crossings, longest));
                    cut += count * f64::from(limits.cut_holds(crossings, longest));
                }
            }
            assert!(cut / total >= 0.925, "cut box of {n}: {}", cut / total);
            assert!(
                best >= cut && best / total < 0.956,
                "best box of {n}: {}",
                best / total
            );
        }
    }

    #[test]
    fn the_cut_box_of_15_also_signals_at_two_corner_cells() {
        let limits = BoxLimits::of(15).unwrap();
        let cut_off: Vec<_> = (0..15)
            .flat_map(|c| (1..=15).map(move |l| (c, l)))
            .filter(|&(c, l)| limits.best_holds(c, l) && !limits.cut_holds(c, l))
            .filter(|&(c, l)| c + l <= 15 && (c + 1) * l >= 15)
            .collect();
        assert_eq!(cut_off, [(4, 7), (5, 7)]);
    }

    #[test]
    fn there_are_boxes_for_10_to_100_points() {
        assert_eq!(BoxLimits::of(9), None);
        assert!(BoxLimits::of(10).is_some() && BoxLimits::of(100).is_some());
        assert_eq!(BoxLimits::of(101), None);
    }
}
