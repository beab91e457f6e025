//! What one cell holds, and cells read as numbers and flags.

use std::borrow::Cow;

use crate::account::WhyMissing;
use crate::error::ProblemKind;
use crate::options::ReadOptions;
use crate::remedy::Remedy;

/// Texts that stand for a missing figure, as an empty cell does; in lower case, and read in any.
pub const MISSING_TEXTS: &[&str] = &[
    "na", "n/a", "#n/a", "nan", "null", "none", "missing", "-", "--", "–", "—", ".", "..", "...",
    "…", ":", "x", "[x]",
];

/// Texts of figures that are withheld; in lower case, and read in any.
pub const SUPPRESSED_TEXTS: &[&str] = &["c", "[c]", "*", "suppressed"];

/// Texts where there can be no figure; in lower case, and read in any.
pub const NOT_APPLICABLE_TEXTS: &[&str] = &["z", "[z]", "not applicable"];

/// One cell of a row, whatever the format.
// Dates come from columnar formats only.
#[cfg_attr(not(feature = "parquet"), allow(dead_code))]
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    /// No value, as JSON and columnar formats have it.
    Null,
    /// A text without white space at its ends, in UTF-8 if the file is.
    Text(&'a [u8]),
    /// A whole number.
    Int(i64),
    /// Any number.
    Float(f64),
    /// A number of more digits than the float beside them holds, as it is written.
    Digits(f64, &'a [u8]),
    /// True or false.
    Bool(bool),
    /// A date, in days since 1970-01-01.
    Day(i64),
    /// A moment of a civil clock, in seconds since 1970-01-01.
    Second(i64),
    /// A moment of a civil clock that is finer than a second, in nanoseconds since 1970-01-01.
    Nanosecond(i128),
    /// `a list` or `an object`.
    Nested(&'static str),
}

impl Cell<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Cell::Null | Cell::Text([]))
    }

    /// The text of a cell, as far as it has one.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Null => Cow::Borrowed(""),
            Cell::Text(bytes) | Cell::Digits(_, bytes) => String::from_utf8_lossy(bytes),
            Cell::Int(number) => Cow::Owned(number.to_string()),
            Cell::Float(number) => Cow::Owned(number.to_string()),
            Cell::Bool(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Cell::Day(days) => Cow::Owned(moment(days * 86_400, true)),
            Cell::Second(second) => Cow::Owned(moment(*second, false)),
            Cell::Nanosecond(nanoseconds) => Cow::Owned(format!(
                "{}.{:09}",
                moment((nanoseconds.div_euclid(1_000_000_000)) as i64, false),
                nanoseconds.rem_euclid(1_000_000_000)
            )),
            Cell::Nested(what) => Cow::Borrowed(what),
        }
    }
}

/// A moment as a text that reads back as a period, or its number outside of the years 1 to 9999.
fn moment(second: i64, day: bool) -> String {
    use crate::period::{Period, PeriodKind};
    let exact = Period::new(PeriodKind::Second, second);
    let shown = if day {
        exact.and_then(|exact| exact.as_kind(PeriodKind::Day))
    } else {
        exact
    };
    shown.map_or_else(|| format!("moment {second}"), |period| period.to_string())
}

/// White space off both ends.
pub(crate) fn trim(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\r', rest @ ..] | [rest @ .., b' ' | b'\t' | b'\r'] = bytes {
        bytes = rest;
    }
    bytes
}

/// A cell read as a number.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Figure {
    Number(f64),
    Missing(WhyMissing),
    Bad(ProblemKind),
}

/// How cells are read as numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    pub(crate) decimal_comma: bool,
    pub(crate) infinities_are_missing: bool,
    /// In lower case.
    pub(crate) missing_texts: Vec<String>,
}

impl Numbers {
    /// As these options say.
    pub(crate) fn of(options: &ReadOptions) -> Self {
        Self {
            decimal_comma: options.decimal_comma,
            infinities_are_missing: options.infinities_are_missing,
            missing_texts: options
                .missing_texts
                .iter()
                .map(|text| text.trim().to_lowercase())
                .collect(),
        }
    }

    #[inline]
    pub(crate) fn read(&self, cell: Cell<'_>) -> Figure {
        match cell {
            Cell::Text(bytes) => match small_whole(bytes) {
                Some(number) => Figure::Number(number),
                None => self.read_text(bytes),
            },
            Cell::Float(number) | Cell::Digits(number, _) => self.finite(number, cell),
            Cell::Int(number) => Figure::Number(number as f64),
            Cell::Null => Figure::Missing(WhyMissing::Missing),
            other => Figure::Bad(no_number(&other.text(), ("give a number", &[]))),
        }
    }

    fn finite(&self, number: f64, cell: Cell<'_>) -> Figure {
        if number.is_finite() {
            Figure::Number(number)
        } else if number.is_nan() {
            Figure::Missing(WhyMissing::Missing)
        } else if self.infinities_are_missing {
            Figure::Missing(WhyMissing::Infinite)
        } else {
            Figure::Bad(ProblemKind::Infinite {
                text: shortened(&cell.text()),
            })
        }
    }

    fn read_text(&self, bytes: &[u8]) -> Figure {
        let number = if self.decimal_comma {
            decimal_comma(bytes).and_then(|text| plain_number(&text))
        } else {
            plain_number(bytes)
        };
        if let Some(number) = number {
            return self.finite(number, Cell::Text(bytes));
        }
        if let Some(why) = self.why_missing(bytes) {
            return Figure::Missing(why);
        }
        let lower = bytes.to_ascii_lowercase();
        if matches!(
            lower
                .strip_prefix(b"-")
                .or(lower.strip_prefix(b"+"))
                .unwrap_or(&lower),
            b"inf" | b"infinity"
        ) {
            return self.finite(f64::INFINITY, Cell::Text(bytes));
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Figure::Bad(ProblemKind::Encoding {
                text: shortened(&String::from_utf8_lossy(bytes)),
            });
        };
        Figure::Bad(no_number(text, self.hint(text)))
    }

    /// Whether a text says that there is no figure, and why.
    pub(crate) fn why_missing(&self, bytes: &[u8]) -> Option<WhyMissing> {
        if bytes.len() > 40 {
            return None;
        }
        let lower = String::from_utf8_lossy(bytes).to_lowercase();
        Some(match lower.as_str() {
            "" => WhyMissing::Missing,
            text if MISSING_TEXTS.contains(&text) => WhyMissing::Missing,
            text if SUPPRESSED_TEXTS.contains(&text) => WhyMissing::Suppressed,
            text if NOT_APPLICABLE_TEXTS.contains(&text) => WhyMissing::NotApplicable,
            other if self.missing_texts.iter().any(|text| text == other) => WhyMissing::Missing,
            _ => return None,
        })
    }

    fn hint(&self, text: &str) -> Hint {
        use Remedy::{DecimalComma, MissingTexts};
        let digits = text.bytes().any(|byte| byte.is_ascii_digit());
        let hint = match text {
            text if text.contains('%') => {
                "write it without the percent sign, everywhere in the same unit"
            }
            text if text.starts_with(['<', '>']) => {
                let hint = "write an empty cell where a small number is withheld, or name this text as missing";
                return (hint, &[MissingTexts]);
            }
            text if self.decimal_comma && digits && text.contains('.') => {
                "write it without points between thousands: the comma is the decimal mark"
            }
            text if digits && text.contains(',') => {
                let hint = "write 1234 for one thousand two hundred and thirty-four; where the comma is the \
                            decimal mark, ask for decimal commas";
                return (hint, &[DecimalComma]);
            }
            text if digits && text.contains(['£', '$', '€', '¥']) => {
                "write it without the currency"
            }
            text if digits && text.contains([' ', '\'', '_', '\u{a0}', '\u{202f}']) => {
                "write it without gaps between digits, and units in the name of the column"
            }
            _ => {
                let hint = "correct it, leave the cell empty, or name this text as missing";
                return (hint, &[MissingTexts]);
            }
        };
        (hint, &[])
    }
}

/// How to mend a text that is no number, and what in the options may do so.
type Hint = (&'static str, &'static [Remedy]);

fn no_number(text: &str, (hint, remedies): Hint) -> ProblemKind {
    ProblemKind::Number {
        text: shortened(text),
        hint,
        remedies,
    }
}

/// A text as an error quotes it.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Up to fifteen digits and nothing else.
#[inline]
fn small_whole(bytes: &[u8]) -> Option<f64> {
    if bytes.is_empty() || bytes.len() > 15 {
        return None;
    }
    let mut sum = 0_u64;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        sum = sum * 10 + u64::from(digit);
    }
    Some(sum as f64)
}

/// Digits with a sign, a point and an exponent; may be an infinity where it is too large.
fn plain_number(bytes: &[u8]) -> Option<f64> {
    let plain = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    if !bytes.iter().all(plain) {
        return None;
    }
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

/// The same number with a decimal point; none where there is one already that does not part
/// thousands.
///
/// Points part thousands where they stand before every three digits, and either several of them
/// do or a decimal comma follows: `1.234` alone may be a decimal point left behind.
fn decimal_comma(bytes: &[u8]) -> Option<Vec<u8>> {
    let comma = bytes.iter().position(|byte| *byte == b',');
    let (whole, decimals) = bytes.split_at(comma.unwrap_or(bytes.len()));
    let mut number = Vec::with_capacity(bytes.len());
    if whole.contains(&b'.') {
        let digits = whole.strip_prefix(b"-").or(whole.strip_prefix(b"+"));
        let groups: Vec<&[u8]> = digits
            .unwrap_or(whole)
            .split(|byte| *byte == b'.')
            .collect();
        let [first, others @ ..] = groups.as_slice() else {
            return None;
        };
        let parted = (1..=3).contains(&first.len())
            && first[0] != b'0'
            && others.iter().all(|group| group.len() == 3)
            && groups
                .iter()
                .all(|group| group.iter().all(u8::is_ascii_digit));
        if !parted || others.len() < 2 && comma.is_none() {
            return None;
        }
        number.extend(whole.iter().filter(|byte| **byte != b'.'));
    } else {
        number.extend_from_slice(whole);
    }
    if let Some((_, decimals)) = decimals.split_first() {
        if decimals.iter().any(|byte| matches!(byte, b'.' | b',')) {
            return None;
        }
        number.push(b'.');
        number.extend_from_slice(decimals);
    }
    Some(number)
}

/// A size of a subgroup.
pub(crate) fn size(number: f64, cell: Cell<'_>) -> Result<u32, ProblemKind> {
    if number >= 0.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0 {
        return Ok(number as u32);
    }
    Err(ProblemKind::Size {
        text: shortened(&cell.text()),
    })
}

/// A cell read as yes or no; an empty one is no. `sign` is a letter that also says yes.
pub(crate) fn flag(cell: Cell<'_>, sign: u8) -> Result<bool, ProblemKind> {
    let bad = || ProblemKind::Flag {
        text: shortened(&cell.text()),
    };
    match cell {
        Cell::Null => Ok(false),
        Cell::Bool(flag) => Ok(flag),
        Cell::Int(1) => Ok(true),
        Cell::Int(0) => Ok(false),
        Cell::Float(1.0) => Ok(true),
        Cell::Float(0.0) => Ok(false),
        Cell::Text(bytes) if bytes.len() <= 12 => match bytes.to_ascii_lowercase().as_slice() {
            b"true" | b"t" | b"yes" | b"y" | b"1" => Ok(true),
            b"" | b"false" | b"f" | b"no" | b"n" | b"0" | b"-" | b"na" => Ok(false),
            [letter] if *letter == sign => Ok(true),
            b"provisional" if sign == b'p' => Ok(true),
            b"final" | b"confirmed" if sign == b'p' => Ok(false),
            b"excluded" | b"exclude" if sign == b'x' => Ok(true),
            b"included" | b"include" if sign == b'x' => Ok(false),
            _ => Err(bad()),
        },
        _ => Err(bad()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Figure {
        Numbers::default().read(Cell::Text(text.as_bytes()))
    }

    #[test]
    fn numbers_are_plain_numbers() {
        for (text, number) in [
            ("0", 0.0),
            ("007", 7.0),
            ("123456789012345", 123_456_789_012_345.0),
            ("1234567890123456", 1_234_567_890_123_456.0),
            ("-3.5", -3.5),
            ("+.5", 0.5),
            ("1e3", 1000.0),
            ("0.1", 0.1),
        ] {
            assert_eq!(read(text), Figure::Number(number), "{text}");
        }
        let comma = Numbers {
            decimal_comma: true,
            ..Numbers::default()
        };
        assert_eq!(comma.read(Cell::Text(b"-1,5")), Figure::Number(-1.5));
        for (text, number) in [("1.234,5", 1234.5), ("-12.345.678", -12_345_678.0)] {
            let read = comma.read(Cell::Text(text.as_bytes()));
            assert_eq!(read, Figure::Number(number), "{text}");
        }
        for text in [
            "1.234", "1.23,5", "0.123,5", "1.234.5", "1,2,3", "1,234.5", "1.2345,0",
        ] {
            let read = comma.read(Cell::Text(text.as_bytes()));
            assert!(matches!(read, Figure::Bad(_)), "{text}");
        }
    }

    #[test]
    fn missing_is_told_from_suppressed() {
        for text in ["", "NA", "n/a", "NULL", "-", ":", "..", "NaN"] {
            assert_eq!(read(text), Figure::Missing(WhyMissing::Missing), "{text}");
        }
        assert_eq!(read("*"), Figure::Missing(WhyMissing::Suppressed));
        assert_eq!(read("[z]"), Figure::Missing(WhyMissing::NotApplicable));
    }

    #[test]
    fn what_is_no_number_is_told_how_to_mend() {
        let says = |text: &str| match read(text) {
            Figure::Bad(kind) => kind.to_string(),
            other => panic!("{text} reads as {other:?}"),
        };
        assert!(says("1,234").contains("write 1234 for one thousand"));
        assert!(says("12%").contains("without the percent sign"));
        assert!(says("£5").contains("without the currency"));
        assert!(says("1 234").contains("without gaps"));
        assert!(says("<5").contains("withheld"));
        assert!(says("many").contains("name this text as missing"));
        assert!(says("0x10").contains("is no number"));
        assert!(says("-inf").contains("no finite number"));
        assert!(says("1e999").contains("no finite number"));
    }

    #[test]
    fn flags_say_yes_or_no() {
        assert_eq!(flag(Cell::Text(b"P"), b'p'), Ok(true));
        assert_eq!(flag(Cell::Text(b"x"), b'x'), Ok(true));
        assert_eq!(flag(Cell::Text(b""), b'x'), Ok(false));
        assert!(flag(Cell::Text(b"x"), b'p').is_err());
        assert!(flag(Cell::Float(0.5), b'p').is_err());
    }
}
