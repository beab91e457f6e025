//! Where the lines come from: a stream that ends, or a file that is followed.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use super::store::Position;

/// What a feed brings.
#[derive(Debug)]
pub(crate) enum Fed {
    /// Some bytes more.
    Bytes(Vec<u8>),
    /// The next bytes are the first of another file. A last line without an end belongs to the
    /// old one.
    NextFile(String),
    /// The file was cut off, and its next bytes are from its start. A last line without an end is
    /// lost.
    CutOff(String),
    /// There is no more.
    End,
    /// Reading failed.
    Failed(io::Error),
}

/// Bytes that are read at once.
const CHUNK: usize = 1 << 18;
/// Pieces that may wait while a batch is committed: some 16 MB.
const WAITING: usize = 64;
/// How often a followed file is looked at for more.
const LOOK: Duration = Duration::from_millis(20);
/// Bytes by which a file is known again.
const KNOWN_BY: usize = 64;

/// Reads a stream on a thread of its own, so that a pause of the input is noticed.
pub(crate) fn stream(mut from: Box<dyn Read + Send>) -> Receiver<Fed> {
    let (to, fed) = sync_channel(WAITING);
    std::thread::spawn(move || {
        let mut piece = vec![0; CHUNK];
        loop {
            match from.read(&mut piece) {
                Ok(0) => {
                    let _ = to.send(Fed::End);
                    return;
                }
                Ok(read) => {
                    // A pipe gives less than would fit, so a copy is less than a new piece.
                    let bytes = piece[..read.min(CHUNK)].to_vec();
                    if to.send(Fed::Bytes(bytes)).is_err() {
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let _ = to.send(Fed::Failed(error));
                    return;
                }
            }
        }
    });
    fed
}

/// A file to follow, from where it was read up to.
#[derive(Debug)]
pub(crate) struct Followed {
    path: PathBuf,
    file: File,
    offset: u64,
    /// Whether this is the file's older part, which was moved away since.
    is_moved: bool,
    ends: bool,
}

/// Opens a file to follow. Gives where reading begins, and what there is to say about that.
pub(crate) fn follow(
    path: &Path,
    position: Option<&Position>,
    ends: bool,
) -> io::Result<(Followed, Position, Option<String>)> {
    let mut file = File::open(path)?;
    let Some(position) = position.filter(|position| position.offset > 0) else {
        let followed = Followed {
            path: path.to_owned(),
            file,
            offset: 0,
            is_moved: false,
            ends,
        };
        return Ok((followed, Position::default(), None));
    };
    let name = path.display();
    let mut is_moved = false;
    let mut note = None;
    let mut start = position.clone();
    if !is_known(&mut file, position) {
        let mut moved = path.as_os_str().to_owned();
        moved.push(".1");
        let older = File::open(&moved)
            .ok()
            .and_then(|mut older| is_known(&mut older, position).then_some(older));
        match older {
            Some(older) => {
                file = older;
                is_moved = true;
                let moved = Path::new(&moved).display();
                note = Some(format!(
                    "{name} was moved to {moved} since; the rest of that is read first"
                ));
            }
            None => {
                start = Position::default();
                note = Some(format!(
                    "{name} is not the file that was read before; it is read from its start, and what the other \
                     one had after byte {} was not seen",
                    position.offset
                ));
            }
        }
    }
    file.seek(SeekFrom::Start(start.offset))?;
    let followed = Followed {
        path: path.to_owned(),
        file,
        offset: start.offset,
        is_moved,
        ends,
    };
    Ok((followed, start, note))
}

/// Whether a file holds what was last read of one, at the same place.
fn is_known(file: &mut File, position: &Position) -> bool {
    let length = position.before.len() as u64;
    let mut found = vec![0; position.before.len()];
    position.offset >= length
        && file.seek(SeekFrom::Start(position.offset - length)).is_ok()
        && file.read_exact(&mut found).is_ok()
        && found == position.before
}

impl Followed {
    /// Reads the file on a thread of its own, and waits for what is written to it.
    pub(crate) fn start(mut self) -> Receiver<Fed> {
        let (to, fed) = sync_channel(WAITING);
        std::thread::spawn(move || {
            if let Err(error) = self.read_on(&to) {
                let _ = to.send(Fed::Failed(error));
            }
        });
        fed
    }

    fn read_on(&mut self, to: &SyncSender<Fed>) -> io::Result<()> {
        loop {
            if !self.read_to_end(to)? {
                return Ok(());
            }
            let next = match File::open(&self.path) {
                Ok(now) if self.is_moved || !is_same(&self.file, &now)? => Some(now),
                Ok(_) => None,
                // Moved away, and the new one is not there yet.
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(error),
            };
            if let Some(next) = next {
                // What was written between the last look and the move.
                if !self.read_to_end(to)? {
                    return Ok(());
                }
                (self.file, self.offset, self.is_moved) = (next, 0, false);
                let note = format!(
                    "{} is a new file; reading goes on there",
                    self.path.display()
                );
                if to.send(Fed::NextFile(note)).is_err() {
                    return Ok(());
                }
                continue;
            }
            if self.file.metadata()?.len() < self.offset {
                self.file.seek(SeekFrom::Start(0))?;
                self.offset = 0;
                let note = format!(
                    "{} was cut off; reading goes on at its start, and lines that were cut off before they were \
                     read are lost",
                    self.path.display()
                );
                if to.send(Fed::CutOff(note)).is_err() {
                    return Ok(());
                }
                continue;
            }
            if self.ends {
                let _ = to.send(Fed::End);
                return Ok(());
            }
            std::thread::sleep(LOOK);
        }
    }

    /// Sends what there is. Says whether anyone still wants more.
    fn read_to_end(&mut self, to: &SyncSender<Fed>) -> io::Result<bool> {
        loop {
            let mut bytes = vec![0; CHUNK];
            match self.file.read(&mut bytes) {
                Ok(0) => return Ok(true),
                Ok(read) => {
                    bytes.truncate(read);
                    self.offset += read as u64;
                    if to.send(Fed::Bytes(bytes)).is_err() {
                        return Ok(false);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(unix)]
fn is_same(one: &File, two: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;

    let (one, two) = (one.metadata()?, two.metadata()?);
    Ok((one.dev(), one.ino()) == (two.dev(), two.ino()))
}

/// Elsewhere a file cannot be moved while it is read, so that its length alone tells.
#[cfg(not(unix))]
fn is_same(_: &File, _: &File) -> io::Result<bool> {
    Ok(true)
}

impl Position {
    /// Notes that a line was read, with its end.
    pub(crate) fn pass(&mut self, line: &[u8]) {
        self.offset += line.len() as u64;
        self.line += 1;
        let kept = KNOWN_BY.saturating_sub(line.len()).min(self.before.len());
        self.before.drain(..self.before.len() - kept);
        let from = line.len().saturating_sub(KNOWN_BY);
        self.before.extend_from_slice(&line[from..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_knows_the_last_bytes() {
        let mut position = Position::default();
        position.pass(b"one\n");
        position.pass(&[b'x'; 61]);
        assert_eq!(position.before.len(), KNOWN_BY);
        assert!(
            position.before.starts_with(b"ne\nx"),
            "{:?}",
            position.before
        );
        position.pass(&[b'y'; 200]);
        assert_eq!(position.before, [b'y'; KNOWN_BY]);
        assert_eq!((position.offset, position.line), (265, 3));
    }
}
