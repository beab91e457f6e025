//! The live watch through its library: streams that are sent again, times, and lines that do not fit.

#![allow(clippy::unwrap_used)]

mod again;
mod changes;
mod command;
mod ends;
mod lines;
mod long;
mod shown;

use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use redbead::{Baseline, Chart, Plan};
use redbead_cli::watch::{Input, Stop, Summary, WatchError, WatchOptions, watch};
use serde_json::Value;

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("redbead-stream-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn options(&self) -> WatchOptions {
        WatchOptions::new(self.0.join("watch.redbead"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An individuals chart whose limits come from the first points.
fn plan(points: usize) -> Plan {
    Plan::builder(Chart::individuals())
        .baseline(Baseline::First { points })
        .build()
        .unwrap()
}

/// Feeds lines to an output, and gives what was noted.
fn feed_to(
    output: &mut dyn Write,
    plan: &Plan,
    options: &WatchOptions,
    lines: &str,
) -> Result<(Summary, Vec<String>), WatchError> {
    let input = Input::Stream(Box::new(Cursor::new(lines.as_bytes().to_vec())));
    let mut said = Vec::new();
    let mut notes = |note: &str| said.push(note.to_owned());
    let summary = watch(plan, options, input, output, &mut notes, &Stop::default())?;
    Ok((summary, said))
}

fn answers(plan: &Plan, options: &WatchOptions, lines: &str) -> Vec<Value> {
    let mut output = Vec::new();
    feed_to(&mut output, plan, options, lines).unwrap();
    let text = String::from_utf8(output).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// One line of series A.
fn line(time: &str, more: &str) -> String {
    format!("{{\"series\":\"A\",\"time\":\"{time}\",{more}}}\n")
}

/// Values of series A by index from 1 on.
fn values(values: &[f64]) -> String {
    let line =
        |(at, value): (usize, &f64)| line(&(at + 1).to_string(), &format!("\"value\":{value}"));
    values.iter().enumerate().map(line).collect()
}
