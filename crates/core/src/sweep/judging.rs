//! Rules on bit planes: each along its path, window by window, for all series side by side.

use super::planes::{Pair, Planes, Squeezed};
use crate::lanes::{Bits, Lanes};
use crate::plan::Plan;
use crate::planes::Plane;
use crate::rule::pattern::{Path, Pattern};
use crate::side::Side;

/// The planes of a phase of each of `L` series, along each path on which rules go.
#[derive(Debug)]
pub(super) struct Judging<const L: usize> {
    pub(super) judged: Planes<L>,
    off_center: Squeezed<L>,
    stepping: Squeezed<L>,
    /// Whether any point was left out along the other paths.
    has_ties: bool,
    has_equals: bool,
}

impl<const L: usize> Default for Judging<L> {
    fn default() -> Self {
        Self {
            judged: Planes::default(),
            off_center: Squeezed::default(),
            stepping: Squeezed::default(),
            has_ties: false,
            has_equals: false,
        }
    }
}

/// Each side of each rule.
pub(super) const SLOTS: usize = 2 * Plan::MAX_RULES;

/// Place of a signal among those that are complete at the same point.
pub(super) fn slot(rule: u8, side: Option<Side>) -> usize {
    2 * usize::from(rule) + usize::from(side == Some(Side::Above))
}

/// What is done with the patterns of phases.
pub(super) trait Sink<T: Lanes<L>, const L: usize> {
    /// A pattern in a window, of the rule at this position.
    fn take(&mut self, rule: u8, window: &Window<T, L>, pattern: &Pattern<T::Bits>);

    /// The end of a window.
    fn close(&mut self, window: &Window<T, L>);
}

/// Where a window lies along its path.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window<T: Lanes<L>, const L: usize> {
    /// How words are taken up and put down.
    pub(super) lanes: T,
    /// Ordinal of its first point.
    pub(super) start: usize,
    pub(super) path: Path,
    /// Whether no other window follows.
    pub(super) is_last: bool,
    /// Bits that no earlier window had.
    pub(super) fresh: Plane<T::Bits>,
    /// The newest point of each series whose last window it is.
    pub(super) newest: Plane<T::Bits>,
}

impl<const L: usize> Judging<L> {
    /// Leaves out the points that some rules skip, if there are such rules and points.
    #[inline(always)]
    pub(super) fn prepare<T: Lanes<L>>(&mut self, lanes: T, plan: &Plan) {
        let paths = plan.paths();
        let (mut ties, mut equals) = (lanes.all(0), lanes.all(0));
        for (number, word) in self.judged.words.iter().enumerate() {
            let seen = self.judged.seen(lanes, number);
            let off_center = lanes.load(&word.above) | lanes.load(&word.below);
            let stepping = lanes.load(&word.up) | lanes.load(&word.down);
            ties = ties | (seen & !off_center);
            equals = equals | (seen & !stepping & !lanes.all(u64::from(number == 0)));
        }
        self.has_ties = (plan.has_tests() || paths.off_center) && !ties.is_none();
        self.has_equals = paths.stepping && !equals.is_none();
        if self.has_ties {
            self.off_center.squeeze(&self.judged, Pair::Sides);
        }
        if self.has_equals {
            self.stepping.squeeze(&self.judged, Pair::Steps);
        }
    }

    pub(super) fn planes(&self, path: Path) -> &Planes<L> {
        match path {
            Path::OffCenter if self.has_ties => &self.off_center.planes,
            Path::Stepping if self.has_equals => &self.stepping.planes,
            _ => &self.judged,
        }
    }

    /// Place among the judged points of a series of a point along a path.
    pub(super) fn ordinal(&self, lane: usize, path: Path, at: usize) -> usize {
        match path {
            Path::OffCenter if self.has_ties => self.off_center.ordinal(lane, at),
            Path::Stepping if self.has_equals => self.stepping.ordinal(lane, at),
            _ => at,
        }
    }

    /// Follows every rule along its path, window by window.
    #[inline(always)]
    pub(super) fn follow<T: Lanes<L>>(&self, lanes: T, plan: &Plan, sink: &mut impl Sink<T, L>) {
        let ties = self.has_ties.then_some(Path::OffCenter);
        let equals = self.has_equals.then_some(Path::Stepping);
        for path in [Some(Path::Judged), ties, equals].into_iter().flatten() {
            let planes = self.planes(path);
            let goes_here = |of: Path| match of {
                Path::OffCenter if !self.has_ties => path == Path::Judged,
                Path::Stepping if !self.has_equals => path == Path::Judged,
                _ => of == path,
            };
            for number in 0..planes.windows() {
                let marks = planes.window(lanes, number);
                let window = Window {
                    lanes,
                    start: Planes::<L>::start(number),
                    path,
                    is_last: number + 1 == planes.windows(),
                    fresh: Planes::fresh(lanes, number),
                    newest: planes.newest(lanes, number),
                };
                for (rule, watch) in plan.watches() {
                    if goes_here(watch.path()) {
                        watch.patterns(
                            &marks,
                            #[inline(always)]
                            |pattern| sink.take(*rule, &window, &pattern),
                        );
                    }
                }
                sink.close(&window);
            }
        }
    }
}

/// The words of a plane, series by series.
#[inline(always)]
pub(super) fn stored<T: Lanes<L>, const L: usize>(
    lanes: T,
    plane: Plane<T::Bits>,
) -> [[u64; L]; 2] {
    [plane.low, plane.high].map(|word| lanes.store(word))
}
