//! Fast twins of the rules: the same patterns, told by selects on one word a rule.
//!
//! A rule's `step` is its definition. Its twin gives the same answers from a *cell* of 64 bits,
//! without a branch on the point: sides and zones of a stable process come at random, and a
//! processor guesses them wrong about every other time. What a point counts for is looked up by
//! its [class](Seen::class) in a table of bits that the plan computed once. What happens rarely, a
//! pattern that holds or has just held, is found out from the cells afterwards, where it does not
//! matter how long it takes. Properties hold twin and `step` together, on any plan and any points.
//!
//! ```text
//! streaks   index of the first point  : 32 | points : 29 | both sides : 1 | side : 2
//! windows   points beyond above       : 32 | points beyond below : 32       newest in the lowest bit
//! pairs     index of the newest point : 32 | 0 : 29 | holds : 1 | side on which it was beyond : 2
//! ```

mod kinds;
mod spell;

pub(crate) use kinds::{Alternating, At, Hugging, Mixture, Other, Pair, Run, Table, Trend, Wide};
pub(crate) use spell::Common;

use super::seen::{CLASSES, Seen};
use super::{KOfM, Others, Rule, Tie, Watch, Window};
use crate::side::Sides;

/// Points that a streak counts to, far more than the longest rule asks for. One that has as many
/// is held there while its signal is followed.
pub(crate) const MOST_POINTS: u32 = (1 << 29) - 1;

/// Longest streak that a twin can ask for.
const LONGEST: u32 = 1 << 28;

/// One more point of a streak.
pub(crate) const POINT: u64 = 8;

/// Bit of a streak of which points of both sides are a part.
const BOTH: u32 = 4;

/// Bit of a pair that holds.
const HOLDS: u64 = 4;

/// Largest window whose patterns fit a table of 64 bits.
const TABLE_WINDOW: u32 = 6;

/// Cells that a line holds itself: of runs and tables, as many as usual rule sets have.
pub(crate) const OWN: usize = 4;

/// A rule as a twin follows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Twin {
    /// Position of the rule in the plan.
    pub(crate) rule: u8,
    /// Position of its first watch in the plan.
    pub(crate) watch: u8,
    /// Position of its cell.
    pub(crate) cell: u8,
    pub(crate) how: How,
}

/// How a pattern is told from its cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum How {
    Run { skips: bool, points: u32 },
    Stretch { points: u32 },
    Trend { skips: bool, points: u32 },
    Alternating { points: u32 },
    Table { patterns: u64, m: u32 },
    Wide { rule: KOfM },
    Pair,
}

/// The twins of a plan: in the order of its rules, and in the order of the cells, where those of
/// one kind stand together.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Program {
    pub(crate) twins: Box<[Twin]>,
    pub(crate) runs: Box<[Run]>,
    pub(crate) tables: Box<[Table]>,
    pub(crate) others: Box<[Other]>,
    /// Whether there are but runs and tables, and at most [`OWN`].
    pub(crate) is_small: bool,
    /// Points of a side that windows look at, one bit each.
    pub(crate) history: u32,
    /// Points of the widest window.
    pub(crate) widest: u32,
    /// Whether a run skips points on the center.
    pub(crate) skips_center: bool,
    /// Whether a trend skips equal points.
    pub(crate) skips_equal: bool,
}

impl Program {
    /// The twins of some watches on a chart with so many zone lines; none where one has no twin.
    pub(crate) fn of(watches: &[(u8, Watch)], lines: usize) -> Option<Self> {
        if 2 * lines + 4 > CLASSES as usize {
            return None;
        }
        let mut program = Self::default();
        let mut twins: Vec<Twin> = Vec::new();
        for (position, (rule, watch)) in watches.iter().enumerate() {
            if twins.last().is_some_and(|twin| twin.rule == *rule) {
                // The other side of a window, in the same cell.
                continue;
            }
            twins.push(Twin {
                rule: *rule,
                watch: u8::try_from(position).ok()?,
                cell: 0,
                how: program.add(watch)?,
            });
        }
        // Cells stand in the order of the kinds, and of the rules of a kind.
        let mut cell = 0;
        for kind in 0..KINDS {
            for twin in twins.iter_mut().filter(|twin| twin.how.kind() == kind) {
                twin.cell = cell;
                cell += 1;
            }
        }
        program.twins = twins.into_boxed_slice();
        program.history = newest(program.widest);
        program.is_small = program.near() <= OWN && program.others.is_empty();
        Some(program)
    }

    /// Cells of runs and tables, which come first.
    pub(crate) fn near(&self) -> usize {
        self.runs.len() + self.tables.len()
    }

    /// Whether a rule looks at steps.
    pub(crate) fn has_steps(&self) -> bool {
        let steps = |twin: &Other| matches!(twin, Other::Trend(_) | Other::Alternating(_));
        self.others.iter().any(steps)
    }

    /// Adds a rule to those of its kind.
    fn add(&mut self, watch: &Watch) -> Option<How> {
        let [zone, bound] = watch.zones().map(|zone| u32::from(zone.0));
        let beyond = |class: u32| class >= 2 && (class - 2) / 2 > zone;
        let how = match *watch.rule() {
            _ if watch.has_faces() => return None,
            Rule::Beyond(rule) => {
                let counts = |class: u32| {
                    let contains = match class & 1 {
                        0 => rule.side != Sides::Above,
                        _ => rule.side != Sides::Below,
                    };
                    beyond(class) && contains
                };
                push(&mut self.runs, Run::new(counts, false, 1));
                How::Run {
                    skips: false,
                    points: 1,
                }
            }
            Rule::Shift(rule) => {
                let (skips, points) = (rule.on_center == Tie::Skip, rule.points);
                self.skips_center |= skips;
                push(&mut self.runs, Run::new(|class| class >= 2, skips, points));
                How::Run { skips, points }
            }
            Rule::Hugging(rule) => {
                let points = rule.points;
                let within = |class| class != 1 && !beyond(class);
                push(&mut self.others, Hugging::new(within, points).into());
                How::Stretch { points }
            }
            Rule::Mixture(rule) if !rule.both_sides => {
                let points = rule.points;
                push(&mut self.others, Mixture::new(beyond, points).into());
                How::Stretch { points }
            }
            Rule::Trend(rule) => {
                let (skips, points) = (rule.equal == Tie::Skip, rule.points);
                self.skips_equal |= skips;
                push(&mut self.others, Trend::new(skips, points).into());
                How::Trend { skips, points }
            }
            Rule::Alternating(rule) => {
                let points = rule.points;
                push(&mut self.others, Alternating::new(points).into());
                How::Alternating { points }
            }
            Rule::RangeOf(_) => {
                push(&mut self.others, Pair::new(beyond).into());
                How::Pair
            }
            Rule::KOfM(rule) => {
                self.widest = self.widest.max(rule.m);
                let counts = |class: u32| beyond(class) && (class - 2) / 2 <= bound;
                let usual = rule.window == Window::Partial && rule.others == Others::Anywhere;
                if usual && rule.m <= TABLE_WINDOW {
                    let table = Table::new(counts, rule);
                    push(&mut self.tables, table);
                    let (patterns, m) = (table.patterns, rule.m);
                    How::Table { patterns, m }
                } else {
                    push(&mut self.others, Wide::new(counts, rule).into());
                    How::Wide { rule }
                }
            }
            _ => return None,
        };
        (how.points() <= LONGEST).then_some(how)
    }
}

fn push<T>(list: &mut Box<[T]>, entry: T) {
    let mut longer = std::mem::take(list).into_vec();
    longer.push(entry);
    *list = longer.into_boxed_slice();
}

/// The lowest bits.
fn newest(points: u32) -> u32 {
    u32::MAX.checked_shr(32 - points.min(32)).unwrap_or(0)
}

/// Kinds of cells, as far as they stand together.
const KINDS: u8 = 3;

impl How {
    /// Position among the kinds, in the order of the cells.
    fn kind(&self) -> u8 {
        match self {
            Self::Run { .. } => 0,
            Self::Table { .. } => 1,
            _ => 2,
        }
    }

    /// Points at which a streak is complete; 0 of other patterns.
    pub(crate) fn points(&self) -> u32 {
        match *self {
            Self::Run { points, .. }
            | Self::Stretch { points }
            | Self::Trend { points, .. }
            | Self::Alternating { points } => points,
            Self::Table { .. } | Self::Wide { .. } | Self::Pair => 0,
        }
    }

    /// Whether the rule is watched on each side by itself.
    pub(crate) fn has_windows(&self) -> bool {
        self.window().is_some()
    }

    /// Points of the window.
    pub(crate) fn window(&self) -> Option<u32> {
        match self {
            Self::Table { m, .. } => Some(*m),
            Self::Wide { rule } => Some(rule.m),
            _ => None,
        }
    }

    /// The points beyond on a side, newest in the lowest bit, and whether the window of that side
    /// holds: below, then above.
    pub(crate) fn windows(&self, cell: u64, past: &Past) -> [(u32, bool); 2] {
        let sides = [(cell as u32, past.below), ((cell >> 32) as u32, past.above)];
        sides.map(|(beyond, side)| {
            let holds = match self {
                Self::Table { patterns, .. } => patterns >> (beyond & 63) & 1 == 1,
                Self::Wide { rule } => kinds::holds(rule, beyond, side, past.since),
                _ => false,
            };
            (beyond, holds)
        })
    }

    /// Whether the point was passed over: neither part nor end of the pattern.
    pub(crate) fn skips(&self, seen: Seen) -> bool {
        match self {
            Self::Run { skips, .. } => *skips && seen.side() == 0,
            Self::Trend { skips, .. } => *skips && seen.is_equal(),
            _ => false,
        }
    }
}

/// What windows may see of the points before, this one included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Past {
    /// Points of the phase below and above the center since the last break, newest in the lowest
    /// bit.
    pub(crate) below: u32,
    pub(crate) above: u32,
    /// Judged points since the last break, up to the widest window.
    pub(crate) since: u32,
}

/// Whether a cell says that a pair holds.
pub(crate) fn holds_pair(cell: u64) -> bool {
    cell & HOLDS != 0
}

/// Points of a streak.
pub(crate) fn count(cell: u64) -> u32 {
    cell as u32 >> 3
}

/// First point of a streak; the newest point of a pair.
pub(crate) fn first(cell: u64) -> u32 {
    (cell >> 32) as u32
}

/// Side of a streak.
pub(crate) fn side_code(cell: u64) -> u32 {
    cell as u32 & 3
}
