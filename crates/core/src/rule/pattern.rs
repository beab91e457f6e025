//! The fast twins of the rules: each judges a window of points at once.
//!
//! A rule's `step` is its definition. Its `held` stands below it in the same file and says the same
//! in shifts and ands of bit planes. Here is what both kinds of rule have in common: when a signal
//! opens, and what it covers. Random series hold twin and definition together.

use super::{KOfM, Rule, Tie, Watch, k_of_m};
use crate::lanes::Bits;
use crate::mark::ZoneIndex;
use crate::planes::{LOOKBACK, MAX_LINES, Marks, Plane, any_of};
use crate::side::Side;

// Windows that overlap lie within what a pattern may look back.
const _: () = assert!(2 * KOfM::MAX_WINDOW <= LOOKBACK);

/// Which points of a phase a rule goes along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Path {
    /// Every judged point.
    Judged,
    /// Judged points off the center line.
    OffCenter,
    /// Judged points that differ from the one before, and the first.
    Stepping,
}

/// Which paths the rules of a plan go along, besides every judged point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Paths {
    pub(crate) off_center: bool,
    pub(crate) stepping: bool,
    /// Whether any looks at the step from the point before.
    pub(crate) steps: bool,
}

impl Paths {
    pub(crate) fn of(watches: &[(u8, Watch)]) -> Self {
        let any = |holds: &dyn Fn(&Watch) -> bool| watches.iter().any(|(_, watch)| holds(watch));
        Self {
            off_center: any(&|watch| watch.path() == Path::OffCenter),
            stepping: any(&|watch| watch.path() == Path::Stepping),
            steps: any(&Watch::looks_at_steps),
        }
    }
}

/// Where a rule holds in a window, and where its signals open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern<B = u64> {
    pub(crate) side: Option<Side>,
    /// Points at which the rule holds.
    pub(crate) held: Plane<B>,
    /// Those of them at which a signal opens.
    pub(crate) opened: Plane<B>,
    pub(crate) reach: Reach<B>,
}

/// Which points a signal covers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reach<B = u64> {
    /// From so many points back to the newest point at which the rule holds.
    Back(u32),
    /// From the first to the last counted point of a window of so many points.
    Counted(Plane<B>, u32),
}

impl<B: Bits> Pattern<B> {
    /// Points at which the rule holds and that its signal reaches: a window may hold while its newest
    /// point is no member.
    #[inline(always)]
    pub(crate) fn current(&self) -> Plane<B> {
        match self.reach {
            Reach::Back(_) => self.held,
            Reach::Counted(counted, _) => self.held & counted,
        }
    }

    /// A stretch that is complete once the rule holds, and goes on as long as it does.
    #[inline(always)]
    fn stretch(side: Option<Side>, held: Plane<B>, points: u32) -> Self {
        Self {
            side,
            held,
            opened: held & !held.ago(1),
            reach: Reach::Back(points - 1),
        }
    }

    /// Windows of `points`; two that overlap or touch are one signal.
    #[inline(always)]
    fn windows(side: Option<Side>, held: Plane<B>, points: u32, reach: Reach<B>) -> Self {
        Self {
            side,
            held,
            opened: held & !any_of(held.ago(1), points),
            reach,
        }
    }
}

impl Watch {
    /// Whether the twin can follow all that the rule asks for.
    pub(crate) fn has_twin(&self) -> bool {
        let is_near = |points: u32| points <= LOOKBACK;
        let has_plane = |zone: ZoneIndex| zone.0 == u8::MAX || usize::from(zone.0) < MAX_LINES;
        let near = match self.rule() {
            Rule::Beyond(_) | Rule::RangeOf(_) | Rule::KOfM(_) => true,
            Rule::Shift(rule) => is_near(rule.points),
            Rule::Trend(rule) => is_near(rule.points),
            Rule::Alternating(rule) => is_near(rule.points),
            Rule::Hugging(rule) => is_near(rule.points),
            Rule::Mixture(rule) => is_near(rule.points) && !rule.both_sides,
            _ => false,
        };
        near && !self.faces && self.zones.iter().all(|zone| has_plane(*zone))
    }

    pub(crate) fn path(&self) -> Path {
        match self.rule() {
            Rule::Shift(rule) if rule.on_center == Tie::Skip => Path::OffCenter,
            Rule::Trend(rule) if rule.equal == Tie::Skip => Path::Stepping,
            _ => Path::Judged,
        }
    }

    /// Whether it looks at the step from the point before.
    fn looks_at_steps(&self) -> bool {
        matches!(self.rule(), Rule::Trend(_) | Rule::Alternating(_))
    }

    /// Where the rule holds in a window, side by side.
    #[inline(always)]
    pub(crate) fn patterns<B: Bits>(&self, marks: &Marks<B>, mut each: impl FnMut(Pattern<B>)) {
        let [zone, bound] = self.zones;
        let both = [Side::Below, Side::Above];
        match self.rule() {
            Rule::Beyond(rule) => both.into_iter().for_each(|side| {
                each(Pattern::stretch(
                    Some(side),
                    rule.held(marks, side, zone),
                    1,
                ));
            }),
            Rule::Shift(rule) => both.into_iter().for_each(|side| {
                let held = rule.held(marks, side);
                each(Pattern::stretch(Some(side), held, rule.points));
            }),
            Rule::Trend(rule) => both.into_iter().for_each(|side| {
                let held = rule.held(marks, side);
                each(Pattern::stretch(Some(side), held, rule.points));
            }),
            Rule::Hugging(rule) => {
                each(Pattern::stretch(None, rule.held(marks, zone), rule.points));
            }
            Rule::Mixture(rule) => {
                each(Pattern::stretch(None, rule.held(marks, zone), rule.points));
            }
            Rule::Alternating(rule) => {
                each(Pattern::stretch(None, rule.held(marks), rule.points));
            }
            Rule::KOfM(rule) => {
                let counted = k_of_m::counted(marks, self.side, [zone, bound]);
                let reach = Reach::Counted(counted, rule.m);
                let held = rule.held(marks, self.side, counted);
                each(Pattern::windows(Some(self.side), held, rule.m, reach));
            }
            Rule::RangeOf(rule) => {
                each(Pattern::windows(
                    None,
                    rule.held(marks, zone),
                    2,
                    Reach::Back(1),
                ));
            }
            // Whole-phase tests have no watch.
            _ => {}
        }
    }
}
