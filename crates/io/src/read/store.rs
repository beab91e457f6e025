//! The points of all rows, in the order of the file.

use redbead::SpreadKind;

use crate::account::WhyMissing;

/// The points of all rows: a column for each of their parts.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) kind: StoreKind,
    pub(crate) series: Vec<u32>,
    /// Numbers of moments; of labels or nothing where rows come in the order of time.
    pub(crate) moments: Vec<u32>,
    /// Lines, as far as 32 bits reach.
    pub(crate) lines: Vec<u32>,
    pub(crate) first: Vec<f64>,
    /// Exposures or spreads; empty for values.
    pub(crate) second: Vec<f64>,
    /// Sizes of subgroups; empty for others.
    pub(crate) sizes: Vec<u32>,
    pub(crate) marks: Vec<Marks>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreKind {
    Values,
    Ratios,
    Subgroups(SpreadKind),
    Raw(SpreadKind),
}

/// What is known of a point besides its numbers, in one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks(u8);

impl Marks {
    pub(crate) const PROVISIONAL: Self = Self(8);
    pub(crate) const EXCLUDED: Self = Self(16);
    pub(crate) const REVISED: Self = Self(32);
    pub(crate) const TOTAL: Self = Self(64);

    pub(crate) fn set(&mut self, other: Self, on: bool) {
        if on {
            self.0 |= other.0;
        }
    }

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both, and why the first of the two that is missing is so.
    pub(crate) fn with(self, other: Self) -> Self {
        let why = self.why().or(other.why());
        let mut both = Self((self.0 | other.0) & !7);
        both.set_why(why);
        both
    }

    pub(crate) fn set_why(&mut self, why: Option<WhyMissing>) {
        self.0 &= !7;
        self.0 |= match why {
            None => 0,
            Some(WhyMissing::Missing | WhyMissing::Hole) => 1,
            Some(WhyMissing::Suppressed) => 2,
            Some(WhyMissing::NotApplicable) => 3,
            Some(WhyMissing::Infinite) => 4,
            Some(WhyMissing::NoExposure) => 5,
        };
    }

    pub(crate) const fn why(self) -> Option<WhyMissing> {
        match self.0 & 7 {
            0 => None,
            1 => Some(WhyMissing::Missing),
            2 => Some(WhyMissing::Suppressed),
            3 => Some(WhyMissing::NotApplicable),
            4 => Some(WhyMissing::Infinite),
            _ => Some(WhyMissing::NoExposure),
        }
    }
}

/// The numbers of one point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers {
    pub(crate) first: f64,
    pub(crate) second: f64,
    pub(crate) size: u32,
}

impl Numbers {
    pub(crate) const MISSING: Self = Self {
        first: f64::NAN,
        second: f64::NAN,
        size: 0,
    };
}

impl Store {
    pub(crate) const fn new(kind: StoreKind) -> Self {
        Self {
            kind,
            series: Vec::new(),
            moments: Vec::new(),
            lines: Vec::new(),
            first: Vec::new(),
            second: Vec::new(),
            sizes: Vec::new(),
            marks: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.series.len()
    }

    #[inline]
    pub(crate) fn push(
        &mut self,
        series: u32,
        moment: u32,
        line: u64,
        numbers: Numbers,
        marks: Marks,
    ) {
        self.series.push(series);
        self.moments.push(moment);
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        self.first.push(numbers.first);
        match self.kind {
            StoreKind::Values | StoreKind::Raw(_) => {}
            StoreKind::Ratios => self.second.push(numbers.second),
            StoreKind::Subgroups(_) => {
                self.second.push(numbers.second);
                self.sizes.push(numbers.size);
            }
        }
        self.marks.push(marks);
    }

    pub(crate) fn numbers(&self, row: usize) -> Numbers {
        Numbers {
            first: self.first[row],
            second: self.second.get(row).copied().unwrap_or(f64::NAN),
            size: self.sizes.get(row).copied().unwrap_or_default(),
        }
    }
}
