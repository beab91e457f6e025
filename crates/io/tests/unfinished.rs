//! What an interrupt leaves behind: nothing. By itself, since it concerns the whole process.

#![allow(clippy::unwrap_used)]

use std::io::Write;

use redbead_io::{AtomicFile, remove_unfinished};

#[test]
fn unfinished_files_are_removed_and_finished_ones_stay() {
    let name = format!("redbead-io-unfinished-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder).unwrap();
    let done = folder.join("done.csv");
    let mut file = AtomicFile::create(&done).unwrap();
    file.write_all(b"whole").unwrap();
    file.commit().unwrap();
    let half = folder.join("half.csv");
    let mut file = AtomicFile::create(&half).unwrap();
    file.write_all(b"half").unwrap();
    remove_unfinished();
    let names = std::fs::read_dir(&folder).unwrap();
    let names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["done.csv"]);
    // What comes too late fails, and leaves nothing either.
    assert!(file.commit().is_err());
    assert!(!half.exists());
    remove_unfinished();
    assert_eq!(std::fs::read_to_string(&done).unwrap(), "whole");
    std::fs::remove_dir_all(&folder).unwrap();
}
