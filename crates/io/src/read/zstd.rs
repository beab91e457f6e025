//! Frames of zstd, one after another.

use std::io::{self, BufReader, ErrorKind, Read};

use ruzstd::decoding::StreamingDecoder;

/// All frames of a file as one stream.
pub(crate) struct Frames<R: Read> {
    frame: Option<StreamingDecoder<BufReader<R>, ruzstd::decoding::FrameDecoder>>,
}

impl<R: Read> Frames<R> {
    pub(crate) fn new(input: R) -> io::Result<Self> {
        let frame = StreamingDecoder::new(BufReader::new(input)).map_err(damaged)?;
        Ok(Self { frame: Some(frame) })
    }
}

fn damaged(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(
        ErrorKind::InvalidData,
        format!("damaged zstd data: {error}"),
    )
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        use std::io::BufRead;
        loop {
            let Some(frame) = &mut self.frame else {
                return Ok(0);
            };
            let length = frame.read(into).map_err(damaged)?;
            if length > 0 || into.is_empty() {
                return Ok(length);
            }
            let Some(frame) = self.frame.take() else {
                return Ok(0);
            };
            let written = frame.decoder.get_checksum_from_data();
            if written.is_some() && written != frame.decoder.get_calculated_checksum() {
                return Err(damaged("the checksum differs"));
            }
            let mut input = frame.into_inner();
            if input.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.frame = Some(StreamingDecoder::new(input).map_err(damaged)?);
        }
    }
}
