//! Texts in UTF-16, as spreadsheets save them, turned into UTF-8.

use std::io::{Error, ErrorKind, Read};

/// Bytes asked for at a time.
const PIECE: usize = 1 << 14;

/// Whether a text begins with the mark of UTF-16.
pub(crate) fn is_utf16(head: &[u8]) -> bool {
    // Arrow streams begin with four bytes of ones.
    matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
}

/// A text in UTF-16 after its mark, read as UTF-8.
pub(crate) struct Utf16<R> {
    input: R,
    /// Whether the first byte of a unit is its greater one; none before the mark is read.
    big_endian: Option<bool>,
    /// Bytes read and not yet decoded: half a unit, or the first half of a pair.
    bytes: Vec<u8>,
    text: String,
    used: usize,
}

impl<R: Read> Utf16<R> {
    pub(crate) const fn new(input: R) -> Self {
        Self {
            input,
            big_endian: None,
            bytes: Vec::new(),
            text: String::new(),
            used: 0,
        }
    }

    /// Decodes more of the text; none at its end.
    fn fill(&mut self) -> Result<(), Error> {
        (self.used, self.text) = (0, String::new());
        while self.text.is_empty() {
            let read = self
                .input
                .by_ref()
                .take(PIECE as u64)
                .read_to_end(&mut self.bytes)?;
            let big_endian = match self.big_endian {
                Some(big_endian) => big_endian,
                None => {
                    let big_endian = self.bytes.starts_with(&[0xfe, 0xff]);
                    self.bytes.drain(..2.min(self.bytes.len()));
                    self.big_endian = Some(big_endian);
                    big_endian
                }
            };
            let (pairs, half) = self.bytes.as_chunks::<2>();
            let unit = |pair: &[u8; 2]| {
                if big_endian {
                    u16::from_be_bytes(*pair)
                } else {
                    u16::from_le_bytes(*pair)
                }
            };
            let ends_open = pairs
                .last()
                .is_some_and(|pair| matches!(unit(pair), 0xd800..=0xdbff));
            let whole = pairs.len() - usize::from(ends_open);
            let units = pairs[..whole].iter().map(unit);
            for letter in char::decode_utf16(units) {
                self.text.push(letter.map_err(|_| broken())?);
            }
            if read == 0 {
                if !half.is_empty() || ends_open {
                    return Err(broken());
                }
                return Ok(());
            }
            self.bytes.drain(..whole * 2);
        }
        Ok(())
    }
}

fn broken() -> Error {
    Error::new(
        ErrorKind::InvalidData,
        "broken UTF-16; save the file as CSV UTF-8",
    )
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        if self.used == self.text.len() {
            self.fill()?;
        }
        let rest = &self.text.as_bytes()[self.used..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.used += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_orders_of_bytes_in_any_pieces() {
        let text = "Süd,😀\n".repeat(5000);
        for big_endian in [false, true] {
            let mut bytes = Vec::new();
            for unit in "\u{feff}".encode_utf16().chain(text.encode_utf16()) {
                bytes.extend(if big_endian {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                });
            }
            assert!(is_utf16(&bytes));
            let mut read = String::new();
            Utf16::new(bytes.as_slice())
                .read_to_string(&mut read)
                .unwrap();
            assert_eq!(read, text);
        }
    }
}
