//! What the tests of the watch stand on.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use redbead::{Baseline, Chart, Direction, Plan, Preset};
use redbead_cli::watch::{
    Input, Stop, Summary, WatchError, WatchOptions, watch, write_observations, write_standing,
};
use serde_json::Value;

/// A folder of its own, gone at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("redbead-watch-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.0.join("watch.redbead")
    }

    pub(crate) fn options(&self) -> WatchOptions {
        WatchOptions::new(self.state())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn plan() -> Plan {
    Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .baseline(Baseline::First { points: 6 })
        .direction(Direction::Decrease)
        .build()
        .unwrap()
}

/// Feeds lines, and gives the answers.
pub(crate) fn feed(
    plan: &Plan,
    options: &WatchOptions,
    lines: &str,
) -> Result<(Vec<Value>, Summary), WatchError> {
    let mut output = Vec::new();
    let input = Input::Stream(Box::new(Cursor::new(lines.as_bytes().to_vec())));
    let mut notes = |note: &str| panic!("a note: {note}");
    let summary = watch(
        plan,
        options,
        input,
        &mut output,
        &mut notes,
        &Stop::default(),
    )?;
    let text = String::from_utf8(output).unwrap();
    let answers = text.lines().map(|line| serde_json::from_str(line).unwrap());
    Ok((answers.collect(), summary))
}

pub(crate) fn answers(plan: &Plan, options: &WatchOptions, lines: &str) -> Vec<Value> {
    feed(plan, options, lines).unwrap().0
}

/// Values of one series as lines, by month from January 2024 on.
pub(crate) fn months(values: &[f64]) -> String {
    let line = |(month, value): (usize, &f64)| {
        let (year, month) = (2024 + month / 12, month % 12 + 1);
        format!("{{\"series\":\"A\",\"time\":\"{year}-{month:02}\",\"value\":{value}}}\n")
    };
    values.iter().enumerate().map(line).collect()
}

pub(crate) const BASELINE: [f64; 6] = [10.0, 12.0, 11.0, 10.0, 12.0, 11.0];

pub(crate) fn standing(state: &Path) -> String {
    let mut output = Vec::new();
    write_standing(state, &mut output).unwrap();
    String::from_utf8(output).unwrap()
}

pub(crate) fn observations(state: &Path) -> String {
    let mut output = Vec::new();
    write_observations(state, &mut output).unwrap();
    String::from_utf8(output).unwrap()
}

/// Brings what it is sent.
pub(crate) struct Waiting(pub(crate) std::sync::mpsc::Receiver<Vec<u8>>);

impl std::io::Read for Waiting {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let Ok(bytes) = self.0.recv() else {
            return Ok(0);
        };
        to[..bytes.len()].copy_from_slice(&bytes);
        Ok(bytes.len())
    }
}

/// Sends on what is written.
pub(crate) struct Telling(pub(crate) std::sync::mpsc::Sender<String>);

impl Write for Telling {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = self.0.send(String::from_utf8(bytes.to_vec()).unwrap());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
