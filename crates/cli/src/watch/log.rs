//! What a batch has accepted, as its row of the log holds it.

use super::codec::{Damaged, Reader, put_bytes, put_count};
use super::points::Kept;
use super::time::Stamp;

/// One line that was answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Entry<'a> {
    /// An observation that was taken.
    Taken {
        series: u32,
        stamp: Stamp,
        kept: Kept,
        /// Periods before it for which nobody sent a figure.
        holes: u64,
        id: Option<&'a str>,
    },
    /// One that was known already: nothing was taken, and it was answered again.
    Known {
        series: u32,
        stamp: Stamp,
        id: Option<&'a str>,
    },
    /// A line that was refused, with the answer.
    Refused(&'a str),
}

impl<'a> Entry<'a> {
    pub(crate) fn write(&self, to: &mut Vec<u8>) {
        let has_id = |id: &Option<&str>| u8::from(id.is_some()) << 2;
        match self {
            Self::Taken {
                series,
                stamp,
                kept,
                holes,
                id,
            } => {
                to.push(has_id(id));
                put_count(to, (*series).into());
                stamp.write(to);
                kept.write(to);
                put_count(to, *holes);
                if let Some(id) = id {
                    put_bytes(to, id.as_bytes());
                }
            }
            Self::Known { series, stamp, id } => {
                to.push(1 | has_id(id));
                put_count(to, (*series).into());
                stamp.write(to);
                if let Some(id) = id {
                    put_bytes(to, id.as_bytes());
                }
            }
            Self::Refused(answer) => {
                to.push(2);
                put_bytes(to, answer.as_bytes());
            }
        }
    }

    pub(crate) fn read(from: &mut Reader<'a>) -> Result<Self, Damaged> {
        let mark = from.byte()?;
        let has_id = mark & 4 != 0;
        match mark & !4 {
            0 => Ok(Self::Taken {
                series: from.small()?,
                stamp: Stamp::read(from)?,
                kept: Kept::read(from)?,
                holes: from.count()?,
                id: if has_id { Some(from.text()?) } else { None },
            }),
            1 => Ok(Self::Known {
                series: from.small()?,
                stamp: Stamp::read(from)?,
                id: if has_id { Some(from.text()?) } else { None },
            }),
            2 if !has_id => Ok(Self::Refused(from.text()?)),
            _ => Err(Damaged("an entry of the log is of no known kind")),
        }
    }
}
