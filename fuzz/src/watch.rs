//! What must hold of every stream that is watched.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use redbead::Plan;
use redbead_cli::watch::{
    Counts, Input, Stop, Times, WatchOptions, watch, write_observations, write_standing,
};

/// A store of its own, gone at the end.
struct Store(PathBuf);

impl Store {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        // In memory where the system has such a folder: each run makes two stores.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            memory.to_owned()
        } else {
            std::env::temp_dir()
        };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("redbead-fuzz-{}-{number}", std::process::id());
        Self(folder.join(name))
    }

    /// Feeds lines, and gives the answers and what was done.
    fn feed(&self, plan: &Plan, options: &WatchOptions, lines: &[u8]) -> (Vec<u8>, Counts) {
        let mut output = Vec::new();
        let input = Input::Stream(Box::new(Cursor::new(lines.to_vec())));
        let stop = Stop::default();
        let summary = watch(plan, options, input, &mut output, &mut |_| {}, &stop)
            .expect("a store of its own takes whatever comes");
        (output, summary.counts)
    }

    fn observations(&self) -> Vec<u8> {
        let mut output = Vec::new();
        write_observations(&self.0, &mut output).expect("a store that was just written");
        output
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Feeds lines to a watch under a plan; then what it kept to another, which keeps the same.
///
/// # Panics
///
/// Where something does not hold that must.
pub fn check_watch(plan: &Plan, as_texts: bool, fill_holes: bool, lines: &[u8]) {
    let store = Store::new();
    let options = |store: &Store| {
        let mut options = WatchOptions::new(&store.0);
        options.fill_holes = fill_holes;
        options.history = None;
        if as_texts {
            options.times = Times::Text;
        }
        options
    };
    let (answers, counts) = store.feed(plan, &options(&store), lines);
    let is_line = |line: &&[u8]| !line.iter().all(u8::is_ascii_whitespace);
    let sent = lines.split(|byte| *byte == b'\n').filter(is_line).count();
    let answers: Vec<serde_json::Value> = answers
        .split(|byte| *byte == b'\n')
        .filter(is_line)
        .map(|line| serde_json::from_slice(line).expect("an answer is JSON"))
        .collect();
    assert_eq!(answers.len(), sent, "one answer a line");
    let refused = answers
        .iter()
        .filter(|answer| answer.get("error").is_some())
        .count();
    assert_eq!(refused as u64, counts.refused);
    assert_eq!(
        counts.taken + counts.duplicates + counts.refused,
        sent as u64
    );
    let mut standing = Vec::new();
    write_standing(&store.0, &mut standing).expect("a store that was just written");

    if fill_holes {
        // In time order there may be more holes than are filled, where late points came before.
        return;
    }
    let kept = store.observations();
    let other = Store::new();
    let (_, counts) = other.feed(plan, &options(&other), &kept);
    assert_eq!(
        (counts.refused, counts.duplicates),
        (0, 0),
        "what was kept can be fed again"
    );
    assert!(other.observations() == kept, "another store keeps the same");
}
