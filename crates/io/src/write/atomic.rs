//! Files that are whole or not there.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::error::WriteError;

/// A file that gets its name only when it is complete.
///
/// What is written goes to a hidden file beside it, which takes the name on
/// [`commit`](Self::commit), and is removed when dropped before. So no reader ever finds half a
/// file, and an earlier file stays as it was until the new one is complete. A file that is there
/// already keeps its permissions, and a symbolic link is followed. What is no ordinary file, such
/// as a terminal or a named pipe, is written to directly.
///
/// It is on the disk before it gets its name, and so is the name where the system can say so: after a
/// loss of power there is the earlier file or the new one, whole. It does not buffer.
///
/// ```
/// use std::io::Write;
///
/// use redbead_io::AtomicFile;
///
/// let path = std::env::temp_dir().join(format!("redbead-doc-{}.txt", std::process::id()));
/// let mut file = AtomicFile::create(&path)?;
/// file.write_all(b"all of it")?;
/// assert!(!path.exists());
/// file.commit()?;
/// assert_eq!(std::fs::read(&path)?, b"all of it");
/// std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct AtomicFile {
    /// As the caller knows it, for errors.
    path: PathBuf,
    file: File,
    /// The hidden file and the name it is to have; none where the output is no ordinary file.
    pending: Option<Pending>,
}

#[derive(Debug)]
struct Pending {
    hidden: PathBuf,
    target: PathBuf,
}

/// Hidden files of this process that are neither complete nor removed.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Makes the names of hidden files differ.
static NUMBER: AtomicU64 = AtomicU64::new(0);

impl AtomicFile {
    /// Begins a file of this name, in a folder that exists.
    ///
    /// # Errors
    ///
    /// [`WriteError::Io`] where the folder cannot be written to, or the name is that of a folder.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, WriteError> {
        let path = path.as_ref();
        let failed = |source| WriteError::io(path.display().to_string(), source);
        let (file, pending) = open(path).map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            file,
            pending,
        })
    }

    /// The name that the file is to have.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the complete file its name.
    ///
    /// # Errors
    ///
    /// [`WriteError::Io`] where the file cannot be brought to the disk or renamed. It is removed then.
    pub fn commit(mut self) -> Result<(), WriteError> {
        let failed = |source| WriteError::io(self.path.display().to_string(), source);
        self.file.flush().map_err(failed)?;
        if let Some(pending) = &self.pending {
            // The name may come to the disk before what is in the file, unless that is there already.
            self.file.sync_all().map_err(failed)?;
            fs::rename(&pending.hidden, &pending.target).map_err(failed)?;
            sync_folder(&pending.target);
        }
        if let Some(pending) = self.pending.take() {
            forget(&pending.hidden);
        }
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if let Some(pending) = self.pending.take() {
            // There is nobody left to tell of a file that cannot be removed.
            let _ = fs::remove_file(&pending.hidden);
            forget(&pending.hidden);
        }
    }
}

/// Removes the hidden files of all [`AtomicFile`]s of this process that are not complete: the last
/// thing to do before a process ends without dropping them, as after an interrupt.
pub fn remove_unfinished() {
    for path in unfinished().drain(..) {
        // The process is about to end, and cannot do more about it.
        let _ = fs::remove_file(path);
    }
}

fn open(path: &Path) -> io::Result<(File, Option<Pending>)> {
    let target = follow_links(path)?;
    let known = fs::metadata(&target).ok();
    if let Some(known) = &known
        && !known.is_file()
    {
        let file = OpenOptions::new().write(true).open(&target)?;
        return Ok((file, None));
    }
    let (hidden, file) = create_hidden(&target)?;
    remember(&hidden);
    let pending = Pending { hidden, target };
    if let Some(known) = known
        && let Err(error) = file.set_permissions(known.permissions())
    {
        let _ = fs::remove_file(&pending.hidden);
        forget(&pending.hidden);
        return Err(error);
    }
    Ok((file, Some(pending)))
}

/// The file that a symbolic link leads to, whether it exists or not: replacing the link itself would
/// part it from its file.
fn follow_links(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    // As many as Linux follows.
    for _ in 0..40 {
        match fs::read_link(&target) {
            Ok(next) => target = target.with_file_name(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// A new file beside the target, under a name that nobody has.
fn create_hidden(target: &Path) -> io::Result<(PathBuf, File)> {
    let name = target.file_name();
    let name = name.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no file name"))?;
    loop {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        // Of a long name, a hidden one with more letters might be too long.
        let mut hidden = OsString::from(".");
        if name.len() <= 200 {
            hidden.push(name);
        }
        hidden.push(format!(".{}-{number}.part", std::process::id()));
        let hidden = target.with_file_name(hidden);
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&hidden)
        {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return Ok((hidden, made?)),
        }
    }
}

/// Brings the name of a file to the disk, where the system can: it has the name in any case.
#[cfg(unix)]
fn sync_folder(target: &Path) {
    let _ = File::open(folder_of(target)).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync_folder(_target: &Path) {}

/// The folder that a file is in.
#[cfg(unix)]
fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn remember(hidden: &Path) {
    // Wherever the process may go in the meantime, the name stays good.
    let absolute = std::path::absolute(hidden).unwrap_or_else(|_| hidden.to_owned());
    unfinished().push(absolute);
}

fn forget(hidden: &Path) {
    let absolute = std::path::absolute(hidden).unwrap_or_else(|_| hidden.to_owned());
    unfinished().retain(|path| *path != absolute);
}

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_name_alone_is_of_the_folder_at_hand() {
        assert_eq!(folder_of(Path::new("a.csv")), Path::new("."));
        assert_eq!(folder_of(Path::new("b/a.csv")), Path::new("b"));
        assert_eq!(folder_of(Path::new("/a.csv")), Path::new("/"));
        for folder in [".", "/"] {
            assert!(File::open(folder).is_ok(), "{folder}");
        }
    }
}
