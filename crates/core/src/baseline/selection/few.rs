//! Exact selection from the few values that a bracket leaves.

/// The values of two neighboring ranks by plain selection.
pub(super) fn few_by_rank(few: &mut [f64], lower: usize, upper: usize) -> Option<(f64, f64)> {
    if upper >= few.len() {
        return None;
    }
    let (below, y, _) = few.select_nth_unstable_by(upper, f64::total_cmp);
    let x = if lower == upper {
        *y
    } else {
        below.iter().copied().max_by(f64::total_cmp)?
    };
    Some((x, *y))
}

#[inline(always)]
fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

#[inline(always)]
fn greater(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// Sorts eight rows of two lanes, lane by lane: a network of 19 comparators.
macro_rules! sort_lanes {
    ($rows:ident; $($i:literal $j:literal),*) => {$(
        for lane in 0..2 {
            let (a, b) = ($rows[$i][lane], $rows[$j][lane]);
            // Two different compares, lest they become one and a branch.
            $rows[$i][lane] = lesser(a, b);
            $rows[$j][lane] = greater(a, b);
        }
    )*};
}

/// The values of two ranks of sixteen, ranks below sixteen; which of two zeros is open.
///
/// Two lanes of eight are sorted side by side, which fits the registers that every processor of
/// the kind has. With a(1) ≤ ... ≤ a(8) and b(1) ≤ ... ≤ b(8), the value of rank k, from 0, is
/// the least of max(a(t), b(k + 1 - t)), t = 0..8, where index 0 stands for -∞ and any index
/// beyond the lanes for ∞.
#[inline(always)]
pub(super) fn pair_of_sixteen(few: &[f64; 16], lower: usize, upper: usize) -> (f64, f64) {
    let mut rows: [[f64; 2]; 8] = std::array::from_fn(|row| [few[2 * row], few[2 * row + 1]]);
    sort_lanes!(rows; 0 2, 1 3, 4 6, 5 7, 0 4, 1 5, 2 6, 3 7, 0 1, 2 3, 4 5, 6 7, 2 4, 3 5, 1 4,
        3 6, 1 2, 3 4, 5 6);
    let mut second = [f64::INFINITY; 32];
    second[8] = f64::NEG_INFINITY;
    for (slot, row) in second[9..17].iter_mut().zip(&rows) {
        *slot = row[1];
    }
    let of_rank = |rank: usize| {
        let rank = rank % 16;
        let mut least = second[9 + rank];
        for (taken, row) in rows.iter().enumerate() {
            least = lesser(greater(row[0], second[8 + rank - taken]), least);
        }
        least
    };
    (of_rank(lower), of_rank(upper))
}
