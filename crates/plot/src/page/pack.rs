//! Text, deflated as it comes and written as base64 into the page.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde::Serialize;

use super::error::PageError;

/// A JSON array that is deflated entry by entry, so that it is never in memory as text.
#[derive(Debug)]
pub(super) struct Pack {
    encoder: ZlibEncoder<Vec<u8>>,
    entries: usize,
}

impl Pack {
    pub(super) fn new() -> Self {
        Self {
            encoder: ZlibEncoder::new(Vec::new(), Compression::default()),
            entries: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries
    }

    /// Adds an entry to the array.
    pub(super) fn push(&mut self, entry: &impl Serialize) -> Result<(), PageError> {
        let text = serde_json::to_vec(entry).map_err(|error| PageError::Pack(error.to_string()))?;
        let before: &[u8] = if self.entries == 0 { b"[" } else { b"," };
        self.encoder.write_all(before)?;
        self.encoder.write_all(&text)?;
        self.entries += 1;
        Ok(())
    }

    /// The deflated array.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, PageError> {
        let end: &[u8] = if self.entries == 0 { b"[]" } else { b"]" };
        self.encoder.write_all(end)?;
        Ok(self.encoder.finish()?)
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
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        let mut pack = Pack::new();
        pack.push(&"a").unwrap();
        pack.push(&[1, 2]).unwrap();
        let mut text = String::new();
        flate2::read::ZlibDecoder::new(&pack.finish().unwrap()[..])
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, r#"["a",[1,2]]"#);
    }

    #[test]
    fn pieces_join_without_padding_between_them() {
        let bytes: Vec<u8> = (0..100_001).map(|i| i as u8).collect();
        let mut out = Vec::new();
        write_base64(&mut out, &bytes).unwrap();
        assert_eq!(STANDARD.decode(&out).unwrap(), bytes);
    }
}
