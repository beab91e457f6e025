//! Files that are whole or not there.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use redbead_io::{AtomicFile, WriteError};

/// A folder of its own, removed in the end.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
}

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("redbead-io-{name}-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).unwrap();
        Self { path }
    }

    /// The names of the files in it.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.path).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

#[test]
fn a_file_takes_its_name_when_complete() {
    let folder = Folder::new("commit");
    let path = folder.path.join("scan.csv");
    std::fs::write(&path, "before").unwrap();
    let mut file = AtomicFile::create(&path).unwrap();
    file.write_all(b"after").unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    assert_eq!(folder.names().len(), 2);
    file.commit().unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "after");
    assert_eq!(folder.names(), ["scan.csv"]);
}

#[test]
fn a_file_that_is_given_up_leaves_nothing() {
    let folder = Folder::new("drop");
    let path = folder.path.join("scan.csv");
    let mut file = AtomicFile::create(&path).unwrap();
    file.write_all(b"half").unwrap();
    drop(file);
    assert!(folder.names().is_empty());
}

#[test]
fn two_files_of_one_name_do_not_meet() {
    let folder = Folder::new("two");
    let path = folder.path.join("scan.csv");
    let mut first = AtomicFile::create(&path).unwrap();
    let mut second = AtomicFile::create(&path).unwrap();
    first.write_all(b"first").unwrap();
    second.write_all(b"second").unwrap();
    first.commit().unwrap();
    second.commit().unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "second");
    assert_eq!(folder.names(), ["scan.csv"]);
}

#[test]
fn names_without_a_file_are_refused_with_the_name() {
    let folder = Folder::new("refused");
    let missing = folder.path.join("no folder").join("scan.csv");
    let error = AtomicFile::create(&missing).unwrap_err();
    assert!(matches!(error, WriteError::Io { .. }));
    assert!(
        error
            .to_string()
            .starts_with(&missing.display().to_string())
    );
    assert!(AtomicFile::create(&folder.path).is_err());
    assert!(AtomicFile::create("").is_err());
    assert!(folder.names().is_empty());
}

#[test]
fn the_longest_names_can_be_written() {
    let folder = Folder::new("long");
    let name = "n".repeat(255);
    let file = AtomicFile::create(folder.path.join(&name)).unwrap();
    file.commit().unwrap();
    assert_eq!(folder.names(), [name]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn permissions_stay_and_links_are_followed() {
        let folder = Folder::new("links");
        let (target, link) = (folder.path.join("scan.csv"), folder.path.join("latest.csv"));
        std::fs::write(&target, "before").unwrap();
        std::fs::set_permissions(&target, PermissionsExt::from_mode(0o640)).unwrap();
        symlink("scan.csv", &link).unwrap();
        let mut file = AtomicFile::create(&link).unwrap();
        file.write_all(b"after").unwrap();
        file.commit().unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "after");
        let mode = std::fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }

    #[test]
    fn a_link_to_nowhere_makes_the_file_it_names() {
        let folder = Folder::new("dangling");
        let link = folder.path.join("latest.csv");
        symlink("scan.csv", &link).unwrap();
        let mut file = AtomicFile::create(&link).unwrap();
        file.write_all(b"new").unwrap();
        file.commit().unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        let target = folder.path.join("scan.csv");
        assert_eq!(std::fs::read_to_string(target).unwrap(), "new");
    }

    #[test]
    fn devices_are_written_to_and_stay() {
        let mut file = AtomicFile::create("/dev/null").unwrap();
        file.write_all(b"gone").unwrap();
        file.commit().unwrap();
        assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn a_full_disk_is_told() {
        let Ok(mut file) = AtomicFile::create("/dev/full") else {
            return;
        };
        let names = crate::cases::key_names();
        let header = redbead_io::Header::new(&names);
        let written = redbead_io::write_records(
            &mut file,
            redbead_io::RecordFormat::Ndjson,
            &header,
            redbead_io::WriteOptions::new(),
            crate::cases::records(),
        );
        assert!(matches!(written, Err(WriteError::Full { .. })));
    }
}
