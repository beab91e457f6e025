//! The points of a series that are kept, in columns.

use redbead::{Measurement, Observation, Spread, Status};
use redbead_io::Period;

use super::codec::{Damaged, Reader, put_bits, put_count, put_signed};
use super::time::Stamp;

/// Bits of the byte that says what a point is. In the store, too.
const KIND: u8 = 0b11;
const STATUS: u32 = 2;
const RANGE: u8 = 1 << 4;
const HOLE: u8 = 1 << 5;
/// In the store alone: all numbers of the point are whole, and written so.
const WHOLE: u8 = 1 << 6;
/// In memory alone: the plan says so anew whenever the point is read.
const LEFT_OUT: u8 = 1 << 7;

/// One kept point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Kept {
    pub(crate) observation: Observation,
    /// Whether nobody sent it: a period that the stream passed over.
    pub(crate) is_hole: bool,
    /// Whether the plan excludes it, whatever its line said.
    pub(crate) is_left_out: bool,
}

impl Kept {
    pub(crate) const HOLE: Self = Self {
        observation: Observation::missing(),
        is_hole: true,
        is_left_out: false,
    };

    /// As it was sent.
    pub(crate) const fn sent(observation: Observation) -> Self {
        Self {
            observation,
            is_hole: false,
            is_left_out: false,
        }
    }

    /// As it is judged.
    #[inline]
    pub(crate) fn judged(self) -> Observation {
        if self.is_left_out {
            self.observation.excluded()
        } else {
            self.observation
        }
    }

    /// Whether it is a count or sum out of nothing, which says nothing.
    pub(crate) fn has_no_exposure(self) -> bool {
        matches!(self.observation.measurement, Measurement::Ratio { denominator, .. } if denominator == 0.0)
    }

    /// What it is, and its numbers, of which as many count as the first of the three says.
    fn take_apart(self) -> (u8, usize, [f64; 3]) {
        let (kind, width, numbers) = match self.observation.measurement {
            Measurement::Value(value) => (1, 1, [value, 0.0, 0.0]),
            Measurement::Ratio {
                numerator,
                denominator,
            } => (2, 2, [numerator, denominator, 0.0]),
            Measurement::Subgroup { mean, spread, size } => {
                let range = if matches!(spread, Spread::Range(_)) {
                    RANGE
                } else {
                    0
                };
                (3 | range, 3, [mean, spread.value(), f64::from(size)])
            }
            // Nothing, and whatever a later engine may know of.
            _ => (0, 0, [0.0; 3]),
        };
        let status = match self.observation.status {
            Status::Confirmed => 0,
            Status::Provisional => 1,
            Status::Excluded => 2,
        };
        let hole = if self.is_hole { HOLE } else { 0 };
        let left_out = if self.is_left_out { LEFT_OUT } else { 0 };
        (kind | status << STATUS | hole | left_out, width, numbers)
    }

    /// The point again; none where no point looks so.
    fn put_together(mark: u8, numbers: [f64; 3]) -> Option<Self> {
        let [first, second, third] = numbers;
        let observation = match mark & KIND {
            0 => Observation::missing(),
            1 => Observation::value(first),
            2 => Observation::ratio(first, second),
            _ => {
                let size = third as u32;
                if f64::from(size) != third {
                    return None;
                }
                let spread = if mark & RANGE == 0 {
                    Spread::Deviation(second)
                } else {
                    Spread::Range(second)
                };
                Observation::subgroup(first, spread, size)
            }
        };
        let status = match mark >> STATUS & 0b11 {
            0 => Status::Confirmed,
            1 => Status::Provisional,
            2 => Status::Excluded,
            _ => return None,
        };
        Some(Self {
            observation: observation.with_status(status),
            is_hole: mark & HOLE != 0,
            is_left_out: mark & LEFT_OUT != 0,
        })
    }

    pub(crate) fn write(self, to: &mut Vec<u8>) {
        let (mark, width, numbers) = self.take_apart();
        let (mark, numbers) = (mark & !LEFT_OUT, &numbers[..width]);
        if numbers.iter().all(|number| is_short(*number)) {
            to.push(mark | WHOLE);
            for number in numbers {
                put_signed(to, *number as i64);
            }
        } else {
            to.push(mark);
            for number in numbers {
                put_bits(to, *number);
            }
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mark = from.byte()?;
        let mut numbers = [0.0; 3];
        for number in numbers.iter_mut().take(usize::from(mark & KIND)) {
            *number = if mark & WHOLE == 0 {
                from.bits()?
            } else {
                from.signed()? as f64
            };
        }
        let known = mark & !(KIND | 0b11 << STATUS | RANGE | HOLE | WHOLE) == 0;
        Self::put_together(mark, numbers)
            .filter(|_| known)
            .ok_or(Damaged("a point is none"))
    }
}

/// Whether a number takes fewer bytes as a whole number, and comes back as it was.
fn is_short(number: f64) -> bool {
    let whole = number as i64;
    number.abs() < 1e15 && (whole as f64).to_bits() == number.to_bits()
}

/// What kind of figure a point has, for a message.
pub(crate) fn figure_of(kept: Kept) -> &'static str {
    match kept.observation.measurement {
        Measurement::Ratio { .. } => "count and exposure",
        Measurement::Subgroup { .. } => "subgroups",
        _ => "plain figures",
    }
}

/// The times of the kept points, in rising order and of one kind.
#[derive(Debug, Clone, PartialEq)]
enum Stamps {
    Periods(Vec<Period>),
    Texts(Vec<Box<str>>),
}

/// The kept points of a series, in time order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Points {
    stamps: Stamps,
    marks: Vec<u8>,
    /// Numbers a point, by the widest one so far.
    width: usize,
    numbers: Vec<f64>,
}

/// Where a time stands among the kept points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the point with this position.
    At(usize),
    /// Before the point with this position.
    Before(usize),
    /// After all of them.
    After,
}

impl Points {
    pub(crate) fn new() -> Self {
        Self {
            stamps: Stamps::Periods(Vec::new()),
            marks: Vec::new(),
            width: 1,
            numbers: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.marks.len()
    }

    pub(crate) fn stamp(&self, position: usize) -> Option<Stamp> {
        match &self.stamps {
            Stamps::Periods(periods) => periods.get(position).copied().map(Stamp::Period),
            Stamps::Texts(texts) => texts.get(position).cloned().map(Stamp::Text),
        }
    }

    pub(crate) fn last_stamp(&self) -> Option<Stamp> {
        self.stamp(self.len().checked_sub(1)?)
    }

    /// Where a time stands; none where it cannot be compared with those of the points.
    pub(crate) fn place(&self, stamp: &Stamp) -> Option<Place> {
        let after = |found: Result<usize, usize>| match found {
            Ok(at) => Place::At(at),
            Err(at) if at == self.len() => Place::After,
            Err(at) => Place::Before(at),
        };
        match (&self.stamps, stamp) {
            _ if self.len() == 0 => Some(Place::After),
            (Stamps::Periods(periods), Stamp::Period(period)) => {
                let last = periods.last()?;
                if last.kind() != period.kind() {
                    return None;
                }
                // Nearly every observation is the newest of its series.
                Some(if last < period {
                    Place::After
                } else {
                    after(periods.binary_search(period))
                })
            }
            (Stamps::Texts(texts), Stamp::Text(text)) => Some(after(texts.binary_search(text))),
            _ => None,
        }
    }

    pub(crate) fn get(&self, position: usize) -> Option<Kept> {
        let mark = *self.marks.get(position)?;
        let mut numbers = [0.0; 3];
        let from = position * self.width;
        let own = self.numbers.get(from..from + self.width)?;
        for (to, number) in numbers.iter_mut().zip(own) {
            *to = *number;
        }
        Kept::put_together(mark, numbers)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Kept> + '_ {
        (0..self.len()).map_while(|position| self.get(position))
    }

    /// What kind of figures the series has, where one for a place is of another kind. A figure that is
    /// missing fits everywhere, and so does one in the place of the only figure.
    pub(crate) fn other_figure(&self, place: Place, kept: Kept) -> Option<&'static str> {
        let kind = kept.take_apart().0 & KIND;
        if kind == 0 {
            return None;
        }
        let others = self.marks.iter().enumerate().rev();
        let mut others = others.filter(|(at, mark)| **mark & KIND != 0 && place != Place::At(*at));
        let (at, mark) = others.next()?;
        if mark & KIND == kind {
            return None;
        }
        self.get(at).map(figure_of)
    }

    /// Puts a point in before a position, or at the end. Its time must fit there.
    pub(crate) fn insert(&mut self, position: usize, stamp: Stamp, kept: Kept) {
        let position = position.min(self.len());
        match (&mut self.stamps, stamp) {
            (Stamps::Periods(periods), Stamp::Period(period)) => periods.insert(position, period),
            (Stamps::Texts(texts), Stamp::Text(text)) => texts.insert(position, text),
            // Only the first point decides on the kind; `place` refuses what differs later.
            (stamps, Stamp::Period(period)) => *stamps = Stamps::Periods(vec![period]),
            (stamps, Stamp::Text(text)) => *stamps = Stamps::Texts(vec![text]),
        }
        let (mark, width, numbers) = kept.take_apart();
        self.widen(width);
        self.marks.insert(position, mark);
        let at = position * self.width;
        if at == self.numbers.len() {
            self.numbers.extend_from_slice(&numbers[..self.width]);
        } else {
            let own = numbers[..self.width].iter().copied();
            self.numbers.splice(at..at, own);
        }
    }

    /// The periods of the points; none where their times are texts.
    pub(crate) fn periods(&self) -> &[Period] {
        match &self.stamps {
            Stamps::Periods(periods) => periods,
            Stamps::Texts(_) => &[],
        }
    }

    /// Notes of each point whether the plan excludes it.
    pub(crate) fn leave_out(&mut self, is_left_out: impl Fn(&Stamp) -> bool) {
        for position in 0..self.len() {
            let left_out = self.stamp(position).as_ref().is_some_and(&is_left_out);
            if let Some(mark) = self.marks.get_mut(position) {
                *mark = *mark & !LEFT_OUT | if left_out { LEFT_OUT } else { 0 };
            }
        }
    }

    /// Puts another point in the place of the one at a position.
    pub(crate) fn replace(&mut self, position: usize, kept: Kept) {
        let (mark, width, numbers) = kept.take_apart();
        self.widen(width);
        if let Some(old) = self.marks.get_mut(position) {
            *old = mark;
            let from = position * self.width;
            self.numbers[from..from + self.width].copy_from_slice(&numbers[..self.width]);
        }
    }

    /// Forgets the oldest points.
    pub(crate) fn forget(&mut self, points: usize) {
        let points = points.min(self.len());
        match &mut self.stamps {
            Stamps::Periods(periods) => drop(periods.drain(..points)),
            Stamps::Texts(texts) => drop(texts.drain(..points)),
        }
        self.marks.drain(..points);
        self.numbers.drain(..points * self.width);
    }

    /// Forgets the newest points, all but so many.
    pub(crate) fn truncate(&mut self, points: usize) {
        match &mut self.stamps {
            Stamps::Periods(periods) => periods.truncate(points),
            Stamps::Texts(texts) => texts.truncate(points),
        }
        self.marks.truncate(points);
        self.numbers.truncate(points.saturating_mul(self.width));
    }

    fn widen(&mut self, width: usize) {
        if width <= self.width {
            return;
        }
        let mut wider = Vec::with_capacity((self.len() + 1) * width);
        for own in self.numbers.chunks(self.width) {
            wider.extend_from_slice(own);
            wider.resize(wider.len() + width - self.width, 0.0);
        }
        (self.width, self.numbers) = (width, wider);
    }

    pub(crate) fn write(&self, to: &mut Vec<u8>) {
        put_count(to, self.len() as u64);
        let mut earlier: Option<Period> = None;
        for position in 0..self.len() {
            match &self.stamps {
                Stamps::Periods(periods) => match (earlier, periods[position]) {
                    // The first in full, then steps, which are mostly 1.
                    (Some(before), period) => put_signed(to, period.index() - before.index()),
                    (None, period) => Stamp::Period(period).write(to),
                },
                Stamps::Texts(texts) => Stamp::Text(texts[position].clone()).write(to),
            }
            earlier = match &self.stamps {
                Stamps::Periods(periods) => periods.get(position).copied(),
                Stamps::Texts(_) => None,
            };
            if let Some(kept) = self.get(position) {
                kept.write(to);
            }
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        let mut points = Self::new();
        let length = from.length()?;
        points.marks.reserve(length);
        points.numbers.reserve(length);
        let mut earlier: Option<Period> = None;
        for position in 0..length {
            let stamp = match earlier {
                None => Stamp::read(from)?,
                Some(before) => {
                    let step = from.signed()?;
                    let period = before.offset(step).ok_or(Damaged("a time is none"))?;
                    Stamp::Period(period)
                }
            };
            if let Stamp::Period(period) = &stamp {
                earlier = Some(*period);
            }
            if points.place(&stamp) != Some(Place::After) {
                return Err(Damaged("the points of a series are out of order"));
            }
            points.insert(position, stamp, Kept::read(from)?);
        }
        Ok(points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn month(index: i64) -> Stamp {
        let kind = redbead_io::PeriodKind::Month;
        Stamp::Period(Period::new(kind, 24_000 + index).unwrap())
    }

    fn kept(observation: Observation) -> Kept {
        Kept::sent(observation)
    }

    #[test]
    fn a_count_of_a_month_takes_four_bytes() {
        let mut points = Points::new();
        for index in 0..10 {
            points.insert(
                index,
                month(index as i64),
                kept(Observation::ratio(3.0, 41.0)),
            );
        }
        let mut bytes = Vec::new();
        points.write(&mut bytes);
        // The length, the first month in full, then a step, a mark and two counts each.
        assert_eq!(bytes.len(), 1 + 4 + 3 + 9 * 4);
        assert_eq!(Points::read(&mut Reader::new(&bytes)), Ok(points));
    }

    #[test]
    fn a_late_ratio_among_missing_points_widens_the_columns() {
        let mut points = Points::new();
        points.insert(0, month(0), Kept::HOLE);
        points.insert(1, month(2), kept(Observation::missing()));
        assert_eq!(points.place(&month(1)), Some(Place::Before(1)));
        points.insert(1, month(1), kept(Observation::ratio(1.0, 2.0).excluded()));
        assert_eq!(
            points.get(1),
            Some(kept(Observation::ratio(1.0, 2.0).excluded()))
        );
        assert_eq!(points.get(0), Some(Kept::HOLE));
        points.replace(0, kept(Observation::value(-0.0)));
        points.forget(1);
        assert_eq!(points.len(), 2);
        assert_eq!(points.place(&month(1)), Some(Place::At(0)));
        assert_eq!(points.place(&Stamp::Text("x".into())), None);
    }

    proptest! {
        #[test]
        fn any_point_comes_back(
            numbers: (u64, u64, u32), kind in 0..5, status in 0..3, is_hole: bool,
        ) {
            let (one, two) = (f64::from_bits(numbers.0), f64::from_bits(numbers.1));
            let observation = match kind {
                0 => Observation::missing(),
                1 => Observation::value(one),
                2 => Observation::ratio(one, two),
                3 => Observation::subgroup(one, Spread::Range(two), numbers.2),
                _ => Observation::subgroup(one, Spread::Deviation(two), numbers.2),
            };
            let observation = match status {
                0 => observation,
                1 => observation.provisional(),
                _ => observation.excluded(),
            };
            let kept = Kept { is_hole, ..kept(observation) };
            let mut bytes = Vec::new();
            kept.write(&mut bytes);
            let back = Kept::read(&mut Reader::new(&bytes)).unwrap();
            let mut again = Vec::new();
            back.write(&mut again);
            // By their bytes, since NaN is not equal to itself.
            prop_assert_eq!(bytes, again);
            prop_assert_eq!(back.is_hole, is_hole);
        }

        #[test]
        fn damaged_bytes_are_refused_or_read(bytes: Vec<u8>) {
            let _ = Points::read(&mut Reader::new(&bytes));
        }
    }
}
