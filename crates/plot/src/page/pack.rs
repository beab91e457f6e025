//! Text, deflated as it comes and written as base64 into the page.
//!
//! Deflated by one implementation, named here: which of several a common front would choose, and so
//! the bytes of a page, depends on what else is built.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use miniz_oxide::deflate::core::{CompressorOxide, create_comp_flags_from_zip_params};
use miniz_oxide::deflate::stream::deflate;
use miniz_oxide::{MZError, MZFlush, MZStatus};
use serde::Serialize;

use super::error::PageError;

/// How hard deflation tries, of 10: the usual.
const LEVEL: i32 = 6;

/// 32 KiB of text to look back on, and a header with a checksum behind.
const WINDOW_BITS: i32 = 15;

/// A JSON array that is deflated entry by entry, so that it is never in memory as text.
pub(super) struct Pack {
    compressor: Box<CompressorOxide>,
    deflated: Vec<u8>,
    entries: usize,
}

impl std::fmt::Debug for Pack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pack({} entries)", self.entries)
    }
}

impl Pack {
    pub(super) fn new() -> Self {
        let flags = create_comp_flags_from_zip_params(LEVEL, WINDOW_BITS, 0);
        Self {
            compressor: Box::new(CompressorOxide::new(flags)),
            deflated: Vec::new(),
            entries: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries
    }

    /// Adds an entry to the array.
    pub(super) fn push(&mut self, entry: &impl Serialize) -> Result<(), PageError> {
        let mut text = vec![if self.entries == 0 { b'[' } else { b',' }];
        serde_json::to_writer(&mut text, entry)
            .map_err(|error| PageError::Pack(error.to_string()))?;
        self.entries += 1;
        self.deflate(&text, MZFlush::None)
    }

    /// The deflated array.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, PageError> {
        let end: &[u8] = if self.entries == 0 { b"[]" } else { b"]" };
        self.deflate(end, MZFlush::Finish)?;
        Ok(self.deflated)
    }

    fn deflate(&mut self, text: &[u8], flush: MZFlush) -> Result<(), PageError> {
        let mut rest = text;
        let mut room = [0; 8192];
        loop {
            let step = deflate(&mut self.compressor, rest, &mut room, flush);
            let written = room.get(..step.bytes_written).unwrap_or_default();
            self.deflated.extend_from_slice(written);
            rest = rest.get(step.bytes_consumed..).unwrap_or_default();
            match step.status {
                Ok(MZStatus::StreamEnd) => return Ok(()),
                // All is taken in; what is not put out yet comes with the next text, or at the end.
                Ok(_) | Err(MZError::Buf) if rest.is_empty() && flush == MZFlush::None => {
                    return Ok(());
                }
                Ok(_) => {}
                Err(error) => return Err(PageError::Pack(format!("{error:?}"))),
            }
        }
    }
}

/// Writes bytes as base64, some kilobytes at a time.
pub(super) fn write_base64(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    // A multiple of three, so that only the last piece ends in padding.
    for piece in bytes.chunks(48 * 1024) {
        out.write_all(STANDARD.encode(piece).as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        let mut pack = Pack::new();
        pack.push(&"a").unwrap();
        pack.push(&[1, 2]).unwrap();
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&pack.finish().unwrap()).unwrap();
        assert_eq!(bytes, br#"["a",[1,2]]"#);
        let empty = Pack::new().finish().unwrap();
        assert_eq!(
            miniz_oxide::inflate::decompress_to_vec_zlib(&empty).unwrap(),
            b"[]"
        );
    }

    #[test]
    fn much_text_goes_through_little_room() {
        let mut random = 1_u32;
        let noise: Vec<u32> = (0..50_000)
            .map(|_| {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                random
            })
            .collect();
        let mut pack = Pack::new();
        pack.push(&noise).unwrap();
        pack.push(&noise).unwrap();
        let bytes = miniz_oxide::inflate::decompress_to_vec_zlib(&pack.finish().unwrap()).unwrap();
        let expected = serde_json::to_vec(&[&noise, &noise]).unwrap();
        assert!(bytes == expected);
    }

    #[test]
    fn pieces_join_without_padding_between_them() {
        let bytes: Vec<u8> = (0..100_001).map(|i| i as u8).collect();
        let mut out = Vec::new();
        write_base64(&mut out, &bytes).unwrap();
        assert_eq!(STANDARD.decode(&out).unwrap(), bytes);
    }
}
