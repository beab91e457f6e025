//! When an observation was made: a period, or a text that only has an order.

use std::fmt;

use redbead_io::{Calendar, Period, PeriodError, PeriodKind, Weekday};

use super::codec::{Damaged, Reader, put_bytes, put_signed};

/// How the times of a stream are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Times {
    /// Each as the period that it spells. The default.
    #[default]
    Spelled,
    /// All as periods of one kind: dates that name weeks, days on which a month begins.
    As(PeriodKind),
    /// As texts that stand in the order of their bytes, whatever they mean.
    Text,
}

/// When an observation was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stamp {
    Period(Period),
    Text(Box<str>),
}

impl Stamp {
    /// What it is, in words.
    pub(crate) fn kind(&self) -> String {
        match self {
            Self::Period(period) => period.kind().to_string(),
            Self::Text(_) => "text".to_owned(),
        }
    }

    pub(crate) fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::Period(period) => {
                to.push(code(period.kind()));
                put_signed(to, period.index());
            }
            Self::Text(text) => {
                to.push(TEXT);
                put_bytes(to, text.as_bytes());
            }
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, Damaged> {
        match from.byte()? {
            TEXT => Ok(Self::Text(from.text()?.into())),
            code => {
                let (kind, index) = (kind_of(code).ok_or(UNKNOWN)?, from.signed()?);
                Period::new(kind, index).map(Self::Period).ok_or(UNKNOWN)
            }
        }
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => period.fmt(f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

const TEXT: u8 = 255;
const UNKNOWN: Damaged = Damaged("a time is none");

/// The number of a kind in the store, which never changes its meaning.
fn code(kind: PeriodKind) -> u8 {
    match kind {
        PeriodKind::Index => 0,
        PeriodKind::Second => 1,
        PeriodKind::Minute => 2,
        PeriodKind::Hour => 3,
        PeriodKind::Day => 4,
        PeriodKind::IsoWeek => 5,
        PeriodKind::Month => 6,
        PeriodKind::RollingYear => 7,
        PeriodKind::Week { on } => 16 + WEEKDAYS.iter().take_while(|day| **day != on).count() as u8,
        PeriodKind::Quarter { year_starts } => 32 + year_starts,
        PeriodKind::Year { year_starts } => 48 + year_starts,
        // A kind that this version does not know of is read back as damage, never as another.
        _ => TEXT - 1,
    }
}

fn kind_of(code: u8) -> Option<PeriodKind> {
    Some(match code {
        0 => PeriodKind::Index,
        1 => PeriodKind::Second,
        2 => PeriodKind::Minute,
        3 => PeriodKind::Hour,
        4 => PeriodKind::Day,
        5 => PeriodKind::IsoWeek,
        6 => PeriodKind::Month,
        7 => PeriodKind::RollingYear,
        16..=22 => PeriodKind::Week {
            on: *WEEKDAYS.get(usize::from(code) - 16)?,
        },
        33..=44 => PeriodKind::Quarter {
            year_starts: code - 32,
        },
        49..=60 => PeriodKind::Year {
            year_starts: code - 48,
        },
        _ => return None,
    })
}

const WEEKDAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// Reads times, and remembers the latest one, since neighboring lines often share theirs.
#[derive(Debug)]
pub(crate) struct Clock {
    times: Times,
    calendar: Calendar,
    latest: Option<(Box<str>, Period)>,
}

impl Clock {
    pub(crate) fn new(times: Times, calendar: Calendar) -> Self {
        Self {
            times,
            calendar,
            latest: None,
        }
    }

    pub(crate) fn read(&mut self, text: &str) -> Result<Stamp, PeriodError> {
        if self.times == Times::Text {
            return Ok(Stamp::Text(text.into()));
        }
        if let Some((known, period)) = &self.latest
            && **known == *text
        {
            return Ok(Stamp::Period(*period));
        }
        let period = match self.times {
            Times::As(kind) => kind.parse(text, &self.calendar)?,
            _ => Period::parse(text, &self.calendar)?,
        };
        self.latest = Some((text.into(), period));
        Ok(Stamp::Period(period))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_may_name_a_week() {
        let on = Weekday::Sunday;
        let mut clock = Clock::new(Times::As(PeriodKind::Week { on }), Calendar::default());
        let sunday = clock.read("2024-06-02").unwrap();
        assert_eq!(sunday.to_string(), "2024-06-02");
        let monday = clock.read("2024-06-03").unwrap_err();
        assert_eq!(
            monday.to_string(),
            "`2024-06-03` is a day, expected a week (named by its Sunday)"
        );
        let next = clock.read("2024-06-09").unwrap();
        let (Stamp::Period(sunday), Stamp::Period(next)) = (sunday, next) else {
            panic!("dates are periods");
        };
        assert_eq!(next.distance(sunday), Some(1));
    }

    #[test]
    fn kinds_are_read_as_in_files() {
        let read = |kind, text| {
            let mut clock = Clock::new(Times::As(kind), Calendar::default());
            let stamp = clock.read(text).map(|stamp| stamp.to_string());
            stamp.map_err(|error| error.to_string())
        };
        for position in ["999", "1000", "20242", "202405", "20240506"] {
            assert_eq!(read(PeriodKind::Index, position), Ok(position.to_owned()));
        }
        assert_eq!(
            read(PeriodKind::Month, "2024-04-01"),
            Ok("2024-04".to_owned())
        );
        assert_eq!(
            read(PeriodKind::Month, "2024Q2"),
            Err("`2024Q2` is a quarter, expected a month".to_owned())
        );
        assert_eq!(
            read(PeriodKind::Day, "2024"),
            Err("`2024` is a year, expected a day".to_owned())
        );
    }

    #[test]
    fn every_kind_comes_back_from_its_bytes() {
        let mut kinds = vec![
            PeriodKind::Index,
            PeriodKind::Second,
            PeriodKind::Minute,
            PeriodKind::Hour,
            PeriodKind::Day,
            PeriodKind::IsoWeek,
            PeriodKind::Month,
            PeriodKind::RollingYear,
        ];
        kinds.extend(WEEKDAYS.map(|on| PeriodKind::Week { on }));
        for year_starts in 1..=12 {
            kinds.push(PeriodKind::Quarter { year_starts });
            kinds.push(PeriodKind::Year { year_starts });
        }
        let periods = kinds.iter().filter_map(|kind| Period::new(*kind, 2000));
        let stamps: Vec<Stamp> = periods
            .map(Stamp::Period)
            .chain([Stamp::Text("visit 7".into())])
            .collect();
        assert_eq!(stamps.len(), kinds.len() + 1);
        for stamp in stamps {
            let mut bytes = Vec::new();
            stamp.write(&mut bytes);
            assert_eq!(Stamp::read(&mut Reader::new(&bytes)), Ok(stamp));
        }
        assert!(Stamp::read(&mut Reader::new(&[254, 0])).is_err());
        assert!(Stamp::read(&mut Reader::new(&[33, 255, 255, 255, 255, 15])).is_err());
    }
}
