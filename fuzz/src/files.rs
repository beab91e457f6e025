//! What must hold of everything that is read of a file.

use arbitrary::Arbitrary;
use redbead::SpreadKind;
use redbead_io::{
    Calendar, Columns, Dataset, DateOrder, Duplicates, Figures, Format, Holes, Layout, ReadError,
    ReadOptions, Time, Totals, read_from,
};

/// Any choices.
#[derive(Debug, Arbitrary)]
pub struct AnyChoices {
    layout: u8,
    figures: u8,
    series: Option<Vec<u8>>,
    time: Option<u8>,
    delimiter: Option<u8>,
    decimal_comma: bool,
    day_first: Option<bool>,
    duplicates: u8,
    leave_holes: bool,
    totals: u8,
    qualifiers: bool,
    join: bool,
}

/// A column of a file with few of them.
fn name(byte: u8) -> String {
    super::pick(byte, ["a", "b", "c", "month", "value", "aQF"]).to_owned()
}

impl AnyChoices {
    /// The choices as options for a format.
    #[must_use]
    pub fn options(&self, format: Option<Format>) -> ReadOptions {
        let figures = match self.figures % 7 {
            0 => Figures::Value(name(self.figures)),
            1 => Figures::Ratio {
                count: "a".to_owned(),
                exposure: "b".to_owned(),
            },
            2 => Figures::Raw {
                value: "value".to_owned(),
                spread: SpreadKind::Range,
            },
            3 => Figures::Wide(vec!["a".to_owned(), "b".to_owned()]),
            4 => Figures::Subgroup {
                mean: "a".to_owned(),
                spread: SpreadKind::Deviation,
                spread_column: "b".to_owned(),
                size: "c".to_owned(),
            },
            _ => Figures::Guess,
        };
        ReadOptions {
            format,
            delimiter: self.delimiter,
            decimal_comma: self.decimal_comma,
            columns: Columns {
                layout: super::pick(
                    self.layout,
                    [
                        Layout::Guess,
                        Layout::Long,
                        Layout::SeriesInColumns,
                        Layout::PeriodsInColumns,
                    ],
                ),
                series: self
                    .series
                    .as_ref()
                    .map(|series| series.iter().take(3).map(|byte| name(*byte)).collect()),
                time: match self.time {
                    Some(byte) if byte < 20 => Time::RowOrder { label: None },
                    Some(byte) => Time::Column(name(byte)),
                    None => Time::Guess,
                },
                figures,
                ..Columns::default()
            },
            calendar: Calendar {
                date_order: self.day_first.map(|first| {
                    if first {
                        DateOrder::DayFirst
                    } else {
                        DateOrder::MonthFirst
                    }
                }),
                ..Calendar::default()
            },
            duplicates: super::pick(
                self.duplicates,
                [
                    Duplicates::Refuse,
                    Duplicates::First,
                    Duplicates::Last,
                    Duplicates::Sum,
                ],
            ),
            holes: if self.leave_holes {
                Holes::Leave
            } else {
                Holes::Fill
            },
            totals: super::pick(self.totals, [Totals::Keep, Totals::Drop, Totals::Only]),
            qualifiers: self.qualifiers,
            join_board_codes: self.join,
            ..ReadOptions::default()
        }
    }
}

/// Reads a file, checks what was read, and reads it again with its own columns named.
pub fn check_file(bytes: &[u8], options: &ReadOptions) {
    let read =
        |options: &ReadOptions| read_from(std::io::Cursor::new(bytes.to_vec()), "fuzz", options);
    match read(options) {
        Ok(data) => {
            check_data(&data);
            let named = ReadOptions {
                columns: data.columns().clone(),
                ..options.clone()
            };
            let again = read(&named);
            let same = again
                .as_ref()
                .is_ok_and(|again| again.series() == data.series());
            // Columns that appear only in late rows of NDJSON are named, and so are those of one name.
            assert!(same || options.format == Some(Format::Ndjson), "{again:?}");
        }
        Err(error) => check_error(&error),
    }
}

fn check_error(error: &ReadError) {
    assert!(!error.to_string().is_empty());
}

fn check_data(data: &Dataset) {
    let account = data.account();
    assert!(!account.to_string().is_empty());
    assert_eq!(account.series, data.series().len() as u64);
    let points: usize = data.series().iter().map(|series| series.len()).sum();
    assert_eq!(account.points, points as u64);
    for note in data.notes() {
        assert!(!note.to_string().is_empty());
    }
    for (at, series) in data.series().iter().enumerate() {
        assert!(!series.is_empty());
        assert_eq!(series.keys().len(), data.key_names().len());
        assert!(series.periods().windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(series.series().len(), series.len());
        assert!(at == 0 || data.series()[at - 1].keys() < series.keys());
        for (index, point) in series.series().iter().enumerate() {
            let missing = match point.measurement {
                redbead::Measurement::Value(value) => value.is_nan(),
                redbead::Measurement::Ratio {
                    numerator,
                    denominator,
                } => numerator.is_nan() && denominator.is_nan(),
                redbead::Measurement::Missing => true,
                _ => false,
            };
            assert_eq!(missing, series.why_missing(index).is_some(), "{point:?}");
            assert!(!series.label(index).is_empty() || series.spelling(index).is_none());
        }
    }
}
