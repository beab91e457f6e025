//! From the points of a phase to bit planes of marks.
//!
//! [`Mark::of`] is the definition. Where the lines are the same for all points, comparing eight points
//! at once with each line says the same: [`even`]. Where they follow the exposure, squares are
//! compared, and the few points that come to lie beside a line are looked at by [`Mark::of`]:
//! [`by_exposure`]. What neither knows is looked at point by point.

mod by_exposure;
mod even;
mod steps;

use fearless_simd::{Level, Simd, dispatch};

use super::columns::Useful;
use super::planes::Planes;
use crate::limits::{Law, Parameters, Place};
use crate::mark::{Mark, ZoneIndex, ZoneLine};
use crate::planes::WORD;
use crate::side::Side;

/// Points that are looked at together.
const TOGETHER: usize = 8;

/// Points of a phase, by ordinal among the useful points of the series.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub(super) useful: &'a Useful<'a>,
    pub(super) first: usize,
    pub(super) end: usize,
}

impl<'a> Stretch<'a> {
    /// All points of a series.
    pub(super) fn whole(useful: &'a Useful<'a>) -> Self {
        Self {
            useful,
            first: 0,
            end: useful.len(),
        }
    }

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

/// Instructions that points are marked with.
pub(super) trait Instructions: Copy {
    /// Marks the points of a phase in a lane that has none yet; their steps, too, if asked for.
    /// `false` where this is not a case for planes, which then have nothing in the lane.
    fn mark<const L: usize>(
        self,
        planes: &mut Planes<L>,
        lane: usize,
        stretch: &Stretch<'_>,
        scale: &Scale<'_>,
        with_steps: bool,
    ) -> bool;
}

/// Those of the code that it is inlined into.
impl<S: Simd> Instructions for S {
    #[inline(always)]
    fn mark<const L: usize>(
        self,
        planes: &mut Planes<L>,
        lane: usize,
        stretch: &Stretch<'_>,
        scale: &Scale<'_>,
        with_steps: bool,
    ) -> bool {
        mark(self, planes, lane, stretch, scale, with_steps)
    }
}

/// Those of a level, from code for all: for a series by itself, whose rules gain nothing by them.
#[derive(Debug, Clone, Copy)]
pub(super) struct AtCall(pub(super) Level);

impl Instructions for AtCall {
    fn mark<const L: usize>(
        self,
        planes: &mut Planes<L>,
        lane: usize,
        stretch: &Stretch<'_>,
        scale: &Scale<'_>,
        with_steps: bool,
    ) -> bool {
        dispatch!(self.0, simd => mark(simd, planes, lane, stretch, scale, with_steps))
    }
}

#[inline(always)]
fn mark<S: Simd, const L: usize>(
    simd: S,
    planes: &mut Planes<L>,
    lane: usize,
    stretch: &Stretch<'_>,
    scale: &Scale<'_>,
    with_steps: bool,
) -> bool {
    let useful = stretch.useful;
    let has_width = |exposure: f64| {
        let sigma = scale.parameters.ruler(Place::new(exposure, 0)).sigma;
        sigma.is_some_and(|sigma| sigma > 0.0)
    };
    let exposures = match scale.parameters.law {
        Law::CenterOnly | Law::Constant { .. } => None,
        Law::ByExposure { .. } if stretch.is_unexposed() => None,
        Law::ByExposure { .. } => by_exposure::ends(simd, stretch.column(useful.exposures)),
        _ => return false,
    };
    let first = exposures.map_or(1.0, |ends| ends.least);
    // Zones have a width at all points or at none, where it is told by two.
    if exposures.is_some_and(|ends| has_width(ends.least) != has_width(ends.most)) {
        return false;
    }
    planes.open(lane, stretch.len());
    planes.zoned[lane] = if has_width(first) { u64::MAX } else { 0 };
    let values = match scale.parameters.law {
        // Without cases every line lies at 0, and whether a rate does shows in its numerator.
        Law::ByExposure { variance: 0.0 } if scale.parameters.center == 0.0 => useful.numerators,
        _ => useful.values,
    };
    let is_marked = match exposures {
        Some(ends) if has_width(first) => {
            by_exposure::mark(simd, planes, lane, stretch, scale, ends)
        }
        Some(_) if scale.parameters.center != 0.0 => false,
        _ => even::mark(simd, planes, lane, stretch.column(values), scale),
    };
    if !is_marked {
        mark_exactly(planes, lane, stretch, scale, 0..stretch.len());
    }
    if with_steps {
        steps::mark(simd, planes, lane, stretch.column(useful.values));
    }
    true
}

/// Marks some points one by one, by number in the phase.
#[cold]
fn mark_exactly<const L: usize>(
    planes: &mut Planes<L>,
    lane: usize,
    stretch: &Stretch<'_>,
    scale: &Scale<'_>,
    points: impl Iterator<Item = usize>,
) {
    for point in points {
        let value = stretch.useful.value(stretch.first + point);
        let place = stretch.place(point);
        let mark = Mark::of(value, scale.parameters, place, scale.lines, None);
        let word = &mut planes.words[point / WORD];
        let set = |plane: &mut [u64; L], holds: bool| {
            let bit = 1 << (point % WORD);
            plane[lane] = plane[lane] & !bit | if holds { bit } else { 0 };
        };
        set(&mut word.above, mark.side == Some(Side::Above));
        set(&mut word.below, mark.side == Some(Side::Below));
        for (line, plane) in word.beyond[..scale.lines.len()].iter_mut().enumerate() {
            set(plane, mark.is_beyond(ZoneIndex(line as u8)));
        }
    }
}
