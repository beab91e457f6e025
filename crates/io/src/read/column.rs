//! One column of a batch of Arrow.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Float16Type, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{
    Array, ArrayRef, BooleanArray, LargeStringArray, PrimitiveArray, StringArray, StringViewArray,
};
use arrow_schema::{DataType, TimeUnit};

use super::cell::{Cell, trim};

/// One column of a batch, ready to be read row by row.
#[derive(Debug, Clone)]
pub(crate) enum Column {
    Null,
    Bool(BooleanArray),
    Int8(PrimitiveArray<Int8Type>),
    Int16(PrimitiveArray<Int16Type>),
    Int32(PrimitiveArray<Int32Type>),
    Int64(PrimitiveArray<Int64Type>),
    UInt8(PrimitiveArray<UInt8Type>),
    UInt16(PrimitiveArray<UInt16Type>),
    UInt32(PrimitiveArray<UInt32Type>),
    UInt64(PrimitiveArray<UInt64Type>),
    Float16(PrimitiveArray<Float16Type>),
    Float32(PrimitiveArray<Float32Type>),
    Float64(PrimitiveArray<Float64Type>),
    /// Numbers that were written in digits.
    Decimal(Vec<Option<Decimal>>),
    Text(StringArray),
    LargeText(LargeStringArray),
    TextView(StringViewArray),
    /// Texts by number.
    Dictionary {
        keys: Vec<Option<usize>>,
        texts: Box<Column>,
        /// The texts again, to know them by where they are in memory.
        values: ArrayRef,
    },
    Date(PrimitiveArray<Date32Type>),
    /// Moments as whole numbers, so many in a second.
    Moment {
        moments: PrimitiveArray<Int64Type>,
        in_a_second: i64,
        days: bool,
    },
}

/// The float nearest to a number, and its digits where they are more than a float holds.
pub(crate) type Decimal = (f64, Option<Box<str>>);

impl Column {
    /// Whether cells of a type can be read.
    pub(crate) fn is_readable(kind: &DataType) -> bool {
        use DataType::{
            Boolean, Date32, Date64, Decimal32, Decimal64, Decimal128, Dictionary, Float16,
            Float32, Float64, Int8, Int16, Int32, Int64, LargeUtf8, Null, Timestamp, UInt8, UInt16,
            UInt32, UInt64, Utf8, Utf8View,
        };
        match kind {
            Null | Boolean | Int8 | Int16 | Int32 | Int64 | UInt8 | UInt16 | UInt32 | UInt64
            | Float16 | Float32 | Float64 | Utf8 | LargeUtf8 | Utf8View | Date32 | Date64
            | Timestamp(..) | Decimal32(..) | Decimal64(..) | Decimal128(..) => true,
            Dictionary(_, values) => matches!(**values, Utf8 | LargeUtf8 | Utf8View),
            _ => false,
        }
    }

    /// The column; none for types that cannot be read.
    pub(crate) fn of(array: &ArrayRef) -> Option<Self> {
        let array = array.as_ref();
        Some(match array.data_type() {
            DataType::Null => Self::Null,
            DataType::Boolean => Self::Bool(array.as_boolean_opt()?.clone()),
            DataType::Int8 => Self::Int8(array.as_primitive_opt()?.clone()),
            DataType::Int16 => Self::Int16(array.as_primitive_opt()?.clone()),
            DataType::Int32 => Self::Int32(array.as_primitive_opt()?.clone()),
            DataType::Int64 => Self::Int64(array.as_primitive_opt()?.clone()),
            DataType::UInt8 => Self::UInt8(array.as_primitive_opt()?.clone()),
            DataType::UInt16 => Self::UInt16(array.as_primitive_opt()?.clone()),
            DataType::UInt32 => Self::UInt32(array.as_primitive_opt()?.clone()),
            DataType::UInt64 => {
                let numbers: &PrimitiveArray<UInt64Type> = array.as_primitive_opt()?;
                if numbers
                    .iter()
                    .flatten()
                    .all(|number| i64::try_from(number).is_ok())
                {
                    Self::UInt64(numbers.clone())
                } else {
                    let numbers = numbers.iter();
                    Self::Decimal(numbers.map(|number| decimal(number?.into(), 0)).collect())
                }
            }
            DataType::Float16 => Self::Float16(array.as_primitive_opt()?.clone()),
            DataType::Float32 => Self::Float32(array.as_primitive_opt()?.clone()),
            DataType::Float64 => Self::Float64(array.as_primitive_opt()?.clone()),
            DataType::Utf8 => Self::Text(array.as_string_opt()?.clone()),
            DataType::LargeUtf8 => Self::LargeText(array.as_string_opt()?.clone()),
            DataType::Utf8View => Self::TextView(array.as_string_view_opt()?.clone()),
            DataType::Date32 => Self::Date(array.as_primitive_opt()?.clone()),
            DataType::Date64 => Self::Moment {
                moments: array.as_primitive_opt::<Date64Type>()?.reinterpret_cast(),
                in_a_second: 1000,
                days: true,
            },
            DataType::Timestamp(unit, _) => {
                let (moments, in_a_second) = match unit {
                    TimeUnit::Second => (
                        array
                            .as_primitive_opt::<TimestampSecondType>()?
                            .reinterpret_cast(),
                        1,
                    ),
                    TimeUnit::Millisecond => (
                        array
                            .as_primitive_opt::<TimestampMillisecondType>()?
                            .reinterpret_cast(),
                        1000,
                    ),
                    TimeUnit::Microsecond => (
                        array
                            .as_primitive_opt::<TimestampMicrosecondType>()?
                            .reinterpret_cast(),
                        1_000_000,
                    ),
                    TimeUnit::Nanosecond => (
                        array
                            .as_primitive_opt::<TimestampNanosecondType>()?
                            .reinterpret_cast(),
                        1_000_000_000,
                    ),
                };
                Self::Moment {
                    moments,
                    in_a_second,
                    days: false,
                }
            }
            DataType::Decimal32(_, scale) => {
                let numbers = array.as_primitive_opt::<Decimal32Type>()?.iter();
                Self::Decimal(
                    numbers
                        .map(|number| decimal(number?.into(), *scale))
                        .collect(),
                )
            }
            DataType::Decimal64(_, scale) => {
                let numbers = array.as_primitive_opt::<Decimal64Type>()?.iter();
                Self::Decimal(
                    numbers
                        .map(|number| decimal(number?.into(), *scale))
                        .collect(),
                )
            }
            DataType::Decimal128(_, scale) => {
                let numbers = array.as_primitive_opt::<Decimal128Type>()?.iter();
                Self::Decimal(numbers.map(|number| decimal(number?, *scale)).collect())
            }
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary_opt()?;
                let texts = Self::of(dictionary.values())?;
                let present = |row: usize| !dictionary.keys().is_null(row);
                // Null rows may point anywhere.
                let keys = if dictionary.values().is_empty() {
                    vec![None; array.len()]
                } else {
                    let keys = dictionary.normalized_keys().into_iter().enumerate();
                    keys.map(|(row, key)| present(row).then_some(key)).collect()
                };
                Self::Dictionary {
                    keys,
                    texts: Box::new(texts),
                    values: Arc::clone(dictionary.values()),
                }
            }
            _ => return None,
        })
    }

    /// The number of the text in a row of the batch, where texts are numbered.
    #[inline]
    pub(crate) fn code(&self, row: usize) -> Option<usize> {
        match self {
            Self::Dictionary { keys, .. } => *keys.get(row)?,
            _ => None,
        }
    }

    /// Whether the numbers of texts mean the same as in the batch before.
    pub(crate) fn has_texts_of(&self, before: Option<&Self>) -> bool {
        match (self, before) {
            (Self::Dictionary { values, .. }, Some(Self::Dictionary { values: old, .. })) => {
                Arc::ptr_eq(values, old)
            }
            (Self::Dictionary { .. }, _) => false,
            _ => true,
        }
    }

    /// The cell of a row of the batch; null past its end.
    #[inline]
    pub(crate) fn cell(&self, row: usize) -> Cell<'_> {
        macro_rules! cell {
            ($array:expr, $of:expr) => {
                if row < $array.len() && $array.is_valid(row) {
                    $of($array.value(row))
                } else {
                    Cell::Null
                }
            };
        }
        match self {
            Self::Null => Cell::Null,
            Self::Bool(array) => cell!(array, Cell::Bool),
            Self::Int8(array) => cell!(array, |number| Cell::Int(i64::from(number))),
            Self::Int16(array) => cell!(array, |number| Cell::Int(i64::from(number))),
            Self::Int32(array) => cell!(array, |number| Cell::Int(i64::from(number))),
            Self::Int64(array) => cell!(array, Cell::Int),
            Self::UInt8(array) => cell!(array, |number| Cell::Int(i64::from(number))),
            Self::UInt16(array) => cell!(array, |number| Cell::Int(i64::from(number))),
            Self::UInt32(array) => cell!(array, |number| Cell::Int(i64::from(number))),
            Self::UInt64(array) => {
                cell!(array, |number| i64::try_from(number)
                    .map_or(Cell::Float(number as f64), Cell::Int))
            }
            Self::Float16(array) if row < array.len() && array.is_valid(row) => {
                Cell::Float(array.value(row).to_f64())
            }
            Self::Float16(_) => Cell::Null,
            Self::Float32(array) => cell!(array, |number| Cell::Float(f64::from(number))),
            Self::Float64(array) => cell!(array, Cell::Float),
            Self::Decimal(numbers) => match numbers.get(row) {
                Some(Some((number, None))) => Cell::Float(*number),
                Some(Some((number, Some(digits)))) => Cell::Digits(*number, digits.as_bytes()),
                _ => Cell::Null,
            },
            Self::Text(array) => cell!(array, text),
            Self::LargeText(array) => cell!(array, text),
            Self::TextView(array) => cell!(array, text),
            Self::Dictionary { keys, texts, .. } => match keys.get(row) {
                Some(Some(key)) => texts.cell(*key),
                _ => Cell::Null,
            },
            Self::Date(array) => cell!(array, |day| Cell::Day(i64::from(day))),
            Self::Moment {
                moments,
                in_a_second,
                days,
            } => {
                cell!(moments, |moment| self::moment(moment, *in_a_second, *days))
            }
        }
    }
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(trim(text.as_bytes()))
}

fn moment(moment: i64, in_a_second: i64, days: bool) -> Cell<'static> {
    let second = moment.div_euclid(in_a_second);
    if days {
        return Cell::Day(second.div_euclid(86_400));
    }
    if moment.rem_euclid(in_a_second) == 0 {
        return Cell::Second(second);
    }
    Cell::Nanosecond(i128::from(moment) * i128::from(1_000_000_000 / in_a_second))
}

/// The number nearest to a decimal, read from its digits so that it is rounded once; with the
/// digits where there are more than a float can hold.
fn decimal(number: i128, scale: i8) -> Option<Decimal> {
    let nearest = format!("{number}e{}", -i32::from(scale)).parse().ok()?;
    let exact = number.unsigned_abs() <= 1 << 53;
    Some((nearest, (!exact).then(|| digits(number, scale).into())))
}

/// A decimal in plain digits, without zeros at the end of its decimals.
fn digits(number: i128, scale: i8) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let mut all = number.unsigned_abs().to_string();
    let Ok(decimals @ 1..) = usize::try_from(scale) else {
        all.push_str(&"0".repeat(usize::from(scale.unsigned_abs())));
        return format!("{sign}{all}");
    };
    if all.len() <= decimals {
        all.insert_str(0, &"0".repeat(decimals + 1 - all.len()));
    }
    let (whole, rest) = all.split_at(all.len() - decimals);
    match rest.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

/// A type in an error.
pub(crate) fn type_in_words(kind: &DataType) -> String {
    match kind {
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) => {
            "lists".to_owned()
        }
        DataType::Struct(_) => "structures".to_owned(),
        DataType::Map(..) => "maps".to_owned(),
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => "bytes".to_owned(),
        other => format!("values of type {other}"),
    }
}
