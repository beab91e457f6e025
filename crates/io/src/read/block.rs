//! A window over the bytes of a file that moves forward.

use std::io::{ErrorKind, Read};

use crate::error::{Problem, ProblemKind, ReadError};

/// Bytes asked for at a time.
const PIECE: usize = 1 << 18;

/// Bytes of the longest line that is read.
pub(crate) const LONGEST: usize = 1 << 24;

/// What was read of a file and not yet used.
pub(crate) struct Block<R> {
    input: R,
    file: String,
    bytes: Vec<u8>,
    start: usize,
    ended: bool,
}

/// The error of a line longer than that.
pub(crate) fn too_long(file: &str, line: u64) -> ReadError {
    ReadError::Rows {
        file: file.to_owned(),
        problems: vec![Problem {
            line,
            column: None,
            kind: ProblemKind::LongLine { limit: LONGEST },
        }],
        more: 0,
    }
}

impl<R: Read> Block<R> {
    pub(crate) fn new(input: R, file: &str) -> Self {
        Self {
            input,
            file: file.to_owned(),
            bytes: Vec::new(),
            start: 0,
            ended: false,
        }
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The bytes in hand.
    pub(crate) fn rest(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    /// Whether the bytes in hand are the last ones.
    pub(crate) const fn ended(&self) -> bool {
        self.ended
    }

    /// Goes past bytes in hand.
    pub(crate) fn consume(&mut self, length: usize) {
        self.start = (self.start + length).min(self.bytes.len());
    }

    /// Puts more bytes behind those in hand, at least one unless the file is at its end. Twice as
    /// many as are in hand, so that a long record costs its length and not its square.
    pub(crate) fn fill(&mut self) -> Result<(), ReadError> {
        self.bytes.drain(..self.start);
        self.start = 0;
        let have = self.bytes.len();
        let want = have.max(PIECE);
        self.bytes.resize(have + want, 0);
        let mut end = have;
        while end < self.bytes.len() && !self.ended {
            match self.input.read(&mut self.bytes[end..]) {
                Ok(0) => self.ended = true,
                Ok(length) => end += length,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    return Err(ReadError::Io {
                        file: self.file.clone(),
                        message: error.to_string(),
                    });
                }
            }
        }
        self.bytes.truncate(end);
        Ok(())
    }
}
