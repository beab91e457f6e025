//! From the points of a phase to bit planes of marks.
//!
//! [`Mark::of`] is the definition. Comparing each point with each line at both sides would say the
//! same, at two compares a line. Where zone lines are one, two and three sigma it is cheaper to
//! round each point to a grid of which the lines are grid points, and to read its zone off three
//! bits: [`Grid`]. A point that comes to lie on or beside a line there is looked at exactly.

use super::columns::Useful;
use super::planes::{Planes, Word, low_bits};
use crate::limits::{Law, Parameters, Place, Ruler};
use crate::mark::{Edge, Mark, ZoneIndex, ZoneLine, center_band, spacing};
use crate::planes::{MAX_LINES, WORD};
use crate::side::Side;

/// A code for each point of a word.
type Codes = [u8; WORD];

/// Points of a phase, by ordinal among the useful points of the series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub(super) useful: &'a Useful<'a>,
    pub(super) first: usize,
    pub(super) end: usize,
}

impl<'a> Stretch<'a> {
    fn column(&self, column: &'a [f64]) -> &'a [f64] {
        column.get(self.first..self.end).unwrap_or(&[])
    }

    pub(super) fn len(&self) -> usize {
        self.end - self.first
    }

    /// The provisional points among them, by ordinal in the series; rising.
    fn provisional(&self) -> &'a [u32] {
        let ordinals = self.useful.provisional;
        let before = |limit: usize| ordinals.partition_point(|known| (*known as usize) < limit);
        &ordinals[before(self.first)..before(self.end)]
    }

    /// Whether any is provisional.
    pub(super) fn has_provisional(&self) -> bool {
        !self.provisional().is_empty()
    }

    /// Whether any from one index of the series to another, both included, is provisional.
    pub(super) fn has_provisional_within(&self, first: u32, last: u32) -> bool {
        let ordinals = self.provisional();
        let index = |ordinal: &u32| self.useful.index(*ordinal as usize) as u32;
        let from = ordinals.partition_point(|ordinal| index(ordinal) < first);
        ordinals
            .get(from)
            .is_some_and(|ordinal| index(ordinal) <= last)
    }

    /// Place of a point, `ordinal` being its number in the phase.
    pub(super) fn place(&self, ordinal: usize) -> Place {
        let exposure = self.useful.exposure(self.first + ordinal);
        Place::new(exposure, ordinal as u32)
    }

    /// Whether every point has exposure 1, and its value.
    fn is_unexposed(&self) -> bool {
        if self.useful.values.is_empty() {
            return false;
        }
        let mut exposures = self.column(self.useful.exposures).iter();
        exposures.all(|exposure| *exposure == 1.0)
    }
}

/// What the points of a phase are compared with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale<'a> {
    pub(super) parameters: &'a Parameters,
    pub(super) lines: &'a [ZoneLine],
}

/// Marks the points of a phase. `false` where this is not a case for planes, which then hold
/// nothing of use.
pub(super) fn mark(planes: &mut Planes, stretch: &Stretch<'_>, scale: &Scale<'_>) -> bool {
    planes.reset(stretch.len());
    match scale.parameters.law {
        Law::CenterOnly => compare(planes, stretch, scale),
        Law::Constant { .. } => mark_even(planes, stretch, scale),
        Law::ByExposure { .. } if stretch.is_unexposed() => mark_even(planes, stretch, scale),
        Law::ByExposure { variance } => {
            let grid = Grid::by_exposure(stretch, scale, variance);
            planes.zoned = variance > 0.0;
            grid.is_some_and(|grid| {
                let numerators = stretch.column(stretch.useful.numerators);
                let exposures = stretch.column(stretch.useful.exposures);
                let points = (numerators, exposures);
                grid.mark(planes, stretch, scale, points, Grid::place_ratio);
                true
            })
        }
        _ => false,
    }
}

/// Marks points with the same lines everywhere.
fn mark_even(planes: &mut Planes, stretch: &Stretch<'_>, scale: &Scale<'_>) -> bool {
    let ruler = scale.parameters.ruler(stretch.place(0));
    planes.zoned = ruler.sigma.is_some_and(|sigma| sigma > 0.0);
    let values = stretch.column(stretch.useful.values);
    if values.len() != stretch.len() {
        return false;
    }
    match Grid::even(scale, &ruler) {
        Some(grid) => {
            grid.mark(planes, stretch, scale, (values, values), Grid::place_value);
            true
        }
        None => compare(planes, stretch, scale),
    }
}

/// Marks the steps between neighbors.
pub(super) fn mark_steps(planes: &mut Planes, stretch: &Stretch<'_>) {
    let values = stretch.column(stretch.useful.values);
    let (Some((_, before)), Some((_, after))) = (values.split_last(), values.split_first()) else {
        return;
    };
    let mut carry = (0, 0);
    let mut pairs = before.chunks(WORD).zip(after.chunks(WORD));
    for word in &mut planes.words {
        // None is left where the last point alone begins a word.
        let (before, after) = pairs.next().unwrap_or_default();
        let codes = codes(before, after, |before, after, codes| {
            for ((code, before), after) in codes.iter_mut().zip(before).zip(after) {
                *code = u8::from(after > before) | u8::from(after < before) << 1;
            }
        });
        let steps = low_bits(before.len());
        let (up, down) = (plane(&codes, 0) & steps, plane(&codes, 1) & steps);
        // The step to a point stands one place after the point it comes from.
        (word.up, word.down) = (up << 1 | carry.0, down << 1 | carry.1);
        carry = (up >> (WORD - 1), down >> (WORD - 1));
    }
}

/// Points that are looked at together: as many as fill a register with codes.
const TOGETHER: usize = 16;

/// Numbers of points that are looked at together.
type Numbers = [f64; TOGETHER];

/// A code for each point of a word, from a number or two of each; of the points past the last, any.
#[inline]
fn codes(
    xs: &[f64],
    ys: &[f64],
    mut code: impl FnMut(&Numbers, &Numbers, &mut [u8; TOGETHER]),
) -> Codes {
    let mut codes = [0; WORD];
    let (targets, _) = codes.as_chunks_mut();
    let (x_chunks, x_rest) = xs.as_chunks();
    let (y_chunks, y_rest) = ys.as_chunks();
    let mut targets = targets.iter_mut();
    for ((xs, ys), codes) in x_chunks.iter().zip(y_chunks).zip(&mut targets) {
        code(xs, ys, codes);
    }
    if let (Some(x), Some(y), Some(codes)) = (x_rest.first(), y_rest.first(), targets.next()) {
        let (mut xs, mut ys) = ([*x; TOGETHER], [*y; TOGETHER]);
        xs[..x_rest.len()].copy_from_slice(x_rest);
        ys[..y_rest.len()].copy_from_slice(y_rest);
        code(&xs, &ys, codes);
    }
    codes
}

/// One bit of each code, as a word.
///
/// Eight codes at a time: the multiplication moves bit 0 of byte `i` to bit `56 + i`, where the
/// eight stand side by side; no two of its partial products meet.
fn plane(codes: &Codes, bit: u32) -> u64 {
    const FIRST_OF_BYTES: u64 = 0x0101_0101_0101_0101;
    const TO_TOP: u64 = 0x0102_0408_1020_4080;

    let (bytes, _) = codes.as_chunks::<8>();
    bytes.iter().enumerate().fold(0, |word, (at, bytes)| {
        let codes = u64::from_le_bytes(*bytes) >> bit & FIRST_OF_BYTES;
        word | codes.wrapping_mul(TO_TOP) >> 56 << (8 * at)
    })
}

/// Marks points by comparing each with each line. Not around a center whose band of equality is not
/// told by two numbers.
fn compare(planes: &mut Planes, stretch: &Stretch<'_>, scale: &Scale<'_>) -> bool {
    let ruler = scale.parameters.ruler(stretch.place(0));
    let Some((low, high)) = center_band(ruler.center) else {
        return false;
    };
    let values = stretch.column(stretch.useful.values);
    if values.len() != stretch.len() {
        return false;
    }
    compare_with(values, low, high, |word, below, above| {
        (planes.words[word].below, planes.words[word].above) = (below, above);
    });
    for (number, line) in scale.lines.iter().enumerate() {
        let strict = |side, nothing: f64| {
            // Without sigma, nothing is beyond.
            let at = ruler.line(line.sigma, side).unwrap_or(nothing);
            match (line.edge, side) {
                (Edge::Strict, _) => at,
                (Edge::Inclusive, Side::Above) => at.next_down(),
                (Edge::Inclusive, Side::Below) => at.next_up(),
            }
        };
        // A point on the center is beyond nothing.
        let low = strict(Side::Below, f64::NEG_INFINITY).min(low);
        let high = strict(Side::Above, f64::INFINITY).max(high);
        compare_with(values, low, high, |word, below, above| {
            let beyond = &mut planes.words[word].beyond;
            // Lines are nested: a point is beyond one only if it is beyond those before it.
            let inner = number
                .checked_sub(1)
                .map_or(u64::MAX, |inner| beyond[inner]);
            beyond[number] = (below | above) & inner;
        });
    }
    true
}

/// Which values of each word lie below `low`, and which above `high`.
fn compare_with(values: &[f64], low: f64, high: f64, mut each: impl FnMut(usize, u64, u64)) {
    for (word, values) in values.chunks(WORD).enumerate() {
        let codes = codes(values, values, |values, _, codes| {
            for (code, value) in codes.iter_mut().zip(values) {
                *code = u8::from(*value < low) | u8::from(*value > high) << 1;
            }
        });
        let seen = low_bits(values.len());
        each(word, plane(&codes, 0) & seen, plane(&codes, 1) & seen);
    }
}

/// Grid points from one sigma to the next.
const STEPS: i32 = 8192;

/// Farthest grid points: within four sigma, so that the top three bits of 16 tell the zone, and not
/// beside a line.
const FARTHEST: i32 = 4 * STEPS - 2;

/// A grid of sigma/8192 around the center, to which points are rounded.
///
/// Rounding keeps their order, so a point whose grid point is neither that of a line nor next to it
/// lies on the same side of the line as its grid point. The others, one in some thousands, are
/// looked at by [`Mark::of`]. The top three bits of a grid point count the sigma: 000 is up to one
/// sigma above the center, 001 up to two; 111 is up to one sigma below.
#[derive(Debug, Clone, Copy)]
struct Grid {
    center: f64,
    /// Grid points to one unit of the plotted statistic, at exposure 1.
    per_unit: f64,
    /// How many sigma away each zone line lies.
    multiples: [u8; MAX_LINES],
}

impl Grid {
    /// The grid of points that share their lines.
    fn even(scale: &Scale<'_>, ruler: &Ruler) -> Option<Self> {
        let sigma = ruler.sigma?;
        Self::new(scale, sigma, sigma, ruler.center, f64::from(STEPS) / sigma)
    }

    /// The grid of points whose sigma is the root of `variance / exposure`.
    fn by_exposure(stretch: &Stretch<'_>, scale: &Scale<'_>, variance: f64) -> Option<Self> {
        let exposures = stretch.column(stretch.useful.exposures);
        let (mut least, mut most) = ([f64::INFINITY; TOGETHER], [0.0; TOGETHER]);
        for exposures in exposures.chunks(TOGETHER) {
            for ((least, most), n) in least.iter_mut().zip(&mut most).zip(exposures) {
                *least = if *n < *least { *n } else { *least };
                *most = if *n > *most { *n } else { *most };
            }
        }
        let least = least.into_iter().fold(f64::INFINITY, f64::min);
        let most = most.into_iter().fold(0.0, f64::max);
        // Roots of other exposures have fewer digits in single precision, or none.
        if !(1e-30..=1e30).contains(&least) || !(1e-30..=1e30).contains(&most) {
            return None;
        }
        let sigma = |n: f64| (variance / n).sqrt();
        let per_unit = f64::from(STEPS) / variance.sqrt();
        let center = scale.parameters.center;
        Self::new(scale, sigma(most), sigma(least), center, per_unit)
    }

    /// A grid on which the rounding of lines, of points and of the band around the center is well
    /// below half a step, for sigmas from `least` to `most`.
    fn new(scale: &Scale<'_>, least: f64, most: f64, center: f64, per_unit: f64) -> Option<Self> {
        let mut multiples = [0; MAX_LINES];
        for (multiple, line) in multiples.iter_mut().zip(scale.lines) {
            let mut known = [1_u8, 2, 3].into_iter();
            *multiple = known.find(|known| f64::from(*known) == line.sigma)?;
        }
        let rounding = 8.0 * spacing(center.abs() + 4.0 * most);
        let is_fine = rounding * f64::from(STEPS) <= 0.5 * least;
        let is_grid = per_unit.is_finite() && per_unit > 0.0 && per_unit * center.abs() < f64::MAX;
        (is_fine && is_grid).then_some(Self {
            center,
            per_unit,
            multiples,
        })
    }

    /// Where a value lies on the grid, in its steps.
    fn place_value(&self, value: f64, _: f64) -> f32 {
        ((value - self.center) * self.per_unit) as f32
    }

    /// Where `numerator / exposure` lies: `(x - n center) / sqrt(n)` is `(x/n - center) / sigma` but
    /// for a factor, with one division less.
    fn place_ratio(&self, numerator: f64, exposure: f64) -> f32 {
        let excess = (numerator - exposure * self.center) * self.per_unit;
        excess as f32 / (exposure as f32).sqrt()
    }

    /// Marks the points of a phase, of which `place` says where each lies.
    fn mark(
        &self,
        planes: &mut Planes,
        stretch: &Stretch<'_>,
        scale: &Scale<'_>,
        (numbers, exposures): (&[f64], &[f64]),
        place: impl Fn(&Self, f64, f64) -> f32,
    ) {
        let words = numbers.chunks(WORD).zip(exposures.chunks(WORD));
        for (number, (numbers, exposures)) in words.enumerate() {
            let mut beside = [0; TOGETHER];
            let codes = codes(numbers, exposures, |numbers, exposures, codes| {
                // In several loops, each of which is vectorized at the width of its own numbers.
                let mut places = [0.0; TOGETHER];
                for ((at, number), exposure) in places.iter_mut().zip(numbers).zip(exposures) {
                    *at = place(self, *number, *exposure);
                }
                let points = places.map(nearest);
                for ((code, beside), point) in codes.iter_mut().zip(&mut beside).zip(points) {
                    *code = (point >> 8) as u8;
                    *beside |= i16::from(is_beside_line(point));
                }
            });
            self.zones(
                &mut planes.words[number],
                &codes,
                low_bits(numbers.len()),
                scale,
            );
            if beside.iter().fold(0, |any, beside| any | beside) != 0 {
                let is_beside = |bit: &usize| {
                    is_beside_line(nearest(place(self, numbers[*bit], exposures[*bit])))
                };
                let near = (0..numbers.len()).filter(is_beside);
                look_closer(
                    &mut planes.words[number],
                    stretch,
                    scale,
                    number * WORD,
                    near,
                );
            }
        }
    }

    /// Turns the codes of a word of points into marks.
    fn zones(&self, word: &mut Word, codes: &Codes, seen: u64, scale: &Scale<'_>) {
        let below = plane(codes, 7);
        // Below the center, bits count the other way.
        let (twos, ones) = (plane(codes, 6) ^ below, plane(codes, 5) ^ below);
        let beyond = [ones | twos, twos, ones & twos];
        (word.below, word.above) = (below & seen, !below & seen);
        let count = scale.lines.len();
        for (multiple, plane) in self.multiples[..count].iter().zip(&mut word.beyond) {
            *plane = beyond[usize::from(*multiple - 1) % 3] & seen;
        }
    }
}

/// The grid point next to a place on the grid, no farther than the farthest. In single precision,
/// which is a hundred times finer than the grid, and four numbers to a register.
#[inline]
fn nearest(place: f32) -> i16 {
    /// A number of this size has no bits left of the point: its last bits are those of the nearest
    /// whole number.
    const ROUND: f32 = 12_582_912.0;
    const LIMIT: f32 = FARTHEST as f32;

    let place = if place < LIMIT { place } else { LIMIT };
    let place = if place > -LIMIT { place } else { -LIMIT };
    let point = (place + ROUND).to_bits() as i32 - ROUND.to_bits() as i32;
    // Which it cannot pass; said so, two registers are packed to one in one step.
    point.clamp(i16::MIN.into(), i16::MAX.into()) as i16
}

fn is_beside_line(point: i16) -> bool {
    point.wrapping_add(1) & (STEPS - 1) as i16 <= 2
}

/// Marks some points of a word one by one, of which the first is `first` in the phase.
#[cold]
fn look_closer(
    word: &mut Word,
    stretch: &Stretch<'_>,
    scale: &Scale<'_>,
    first: usize,
    bits: impl Iterator<Item = usize>,
) {
    for bit in bits {
        let value = stretch.useful.value(stretch.first + first + bit);
        let place = stretch.place(first + bit);
        let mark = Mark::of(value, scale.parameters, place, scale.lines, None);
        let set = |plane: &mut u64, holds: bool| {
            *plane = *plane & !(1 << bit) | u64::from(holds) << bit;
        };
        set(&mut word.above, mark.side == Some(Side::Above));
        set(&mut word.below, mark.side == Some(Side::Below));
        for line in 0..scale.lines.len() {
            set(
                &mut word.beyond[line],
                mark.is_beyond(ZoneIndex(line as u8)),
            );
        }
    }
}
