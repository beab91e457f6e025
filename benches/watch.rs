//! The live watch: how many observations a second with durable acknowledgement, how long one takes
//! from line in to verdict out, what a store weighs, and how long it takes to go on.
//!
//! ```text
//! cargo bench -p redbead-benches --bench watch -- [SERIES] [ROUNDS] [FOLDER]
//! ```
//!
//! Observations a second are told of the wall clock and of the time that the processor gave to this
//! process, which alone is of use where others are at work; both with the making of the lines.
//!
//! Each round brings one observation of each series, in an order of its own. The folder decides which
//! disk is measured.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use redbead::{Baseline, Chart, Plan, Preset};
use redbead_cli::watch::{Input, Stop, Summary, WatchError, WatchOptions, watch};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Once each, as the other benches understand it.
    let is_quick = arguments.iter().any(|argument| argument == "--test");
    // Twice the points that limits are learned from, so that half of what is measured is judged.
    let (few, some) = if is_quick { (100, 3) } else { (100_000, 48) };
    let is_own = |argument: &String| !argument.starts_with("--");
    let mut arguments = arguments.into_iter().filter(is_own);
    let series: u64 = match arguments.next().map(|text| text.parse()) {
        None => few,
        Some(Ok(series)) => series,
        // The name of another bench.
        Some(Err(_)) => return Ok(()),
    };
    let rounds: u64 = arguments.next().map_or(Ok(some), |text| text.parse())?;
    let folder = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = folder.join(format!("redbead-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    for kind in ["values", "values with ids", "counts"] {
        flood(&folder.join("watch.redbead"), kind, series, rounds)?;
    }
    trickle(&folder.join("watch.redbead"))?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn plan(chart: Chart) -> Outcome<Plan> {
    let plan = Plan::builder(chart)
        .preset(Preset::Nelson)
        .baseline(Baseline::First { points: 24 });
    Ok(plan.build()?)
}

/// Lines of one round after the other, made as they are read.
struct Lines {
    kind: &'static str,
    series: u64,
    next: u64,
    end: u64,
    text: String,
    at: usize,
    random: u64,
}

impl Lines {
    fn new(kind: &'static str, series: u64, rounds: u64) -> Self {
        Self {
            kind,
            series,
            next: 0,
            end: series * rounds,
            text: String::new(),
            at: 0,
            random: 0x9e37_79b9_7f4a_7c15,
        }
    }

    fn random(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    fn write(&mut self) {
        let (round, place) = (self.next / self.series, self.next % self.series);
        // A step that has no divisor in common with the number of series visits each once.
        let step = [7919, 104_729, 1_299_709][round as usize % 3];
        let series = (place * step + round) % self.series;
        let (year, month) = (1990 + round / 12, round % 12 + 1);
        // The sum of four uniform numbers is near enough to normal.
        let noise: u64 = (0..4).map(|_| self.random() % 1000).sum();
        let (tens, rest) = (noise / 10, noise % 10);
        let text = &mut self.text;
        let _ = write!(
            text,
            "{{\"series\":{{\"org\":\"R{:05}\",\"type\":\"{}\"}},\"time\":\"{year}-{month:02}\",",
            series / 4,
            series % 4,
        );
        let _ = match self.kind {
            // Of a mean of 100 and the spread of a Poisson count.
            "counts" => writeln!(
                text,
                "\"count\":{},\"exposure\":{}}}",
                (100 + noise / 58).saturating_sub(34),
                2000 + rest
            ),
            "values" => writeln!(text, "\"value\":{tens}.{rest}}}"),
            _ => writeln!(
                text,
                "\"value\":{tens}.{rest},\"id\":\"{:016x}\"}}",
                self.next
            ),
        };
        self.next += 1;
    }
}

impl Read for Lines {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.text.len() {
            self.text.clear();
            self.at = 0;
            while self.next < self.end && self.text.len() < to.len().saturating_sub(200) {
                self.write();
            }
        }
        let from = &self.text.as_bytes()[self.at..];
        let read = from.len().min(to.len());
        to[..read].copy_from_slice(&from[..read]);
        self.at += read;
        Ok(read)
    }
}

/// Counts what is written.
#[derive(Default)]
struct Sink(u64);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn run(
    plan: &Plan,
    options: &WatchOptions,
    from: Box<dyn Read + Send>,
    to: &mut dyn Write,
) -> Result<Summary, WatchError> {
    let mut notes = |note: &str| eprintln!("{note}");
    watch(
        plan,
        options,
        Input::Stream(from),
        to,
        &mut notes,
        &Stop::default(),
    )
}

fn flood(state: &Path, kind: &'static str, series: u64, rounds: u64) -> Outcome<()> {
    let _ = std::fs::remove_file(state);
    let plan = plan(if kind == "counts" {
        Chart::u()
    } else {
        Chart::individuals()
    })?;
    let options = WatchOptions::new(state);
    let mut sink = Sink::default();
    let (start, work) = (Instant::now(), processor_time());
    let lines = Lines::new(kind, series, rounds);
    let summary = run(&plan, &options, Box::new(lines), &mut sink)?;
    let took = start.elapsed().as_secs_f64();
    let worked = processor_time() - work;
    let counts = summary.counts;
    assert_eq!(counts.taken, series * rounds);
    println!(
        "{kind}: {series} series × {rounds}, {:.0} observations/s ({:.0} a second of processor time) in {} batches; {:.1} % with signals, \
         {:.0} bytes an answer, store {:.1} MB, memory {} MB",
        counts.taken as f64 / took,
        counts.taken as f64 / worked,
        counts.batches,
        100.0 * counts.with_signals as f64 / counts.taken as f64,
        sink.0 as f64 / counts.taken as f64,
        std::fs::metadata(state)?.len() as f64 / 1e6,
        peak_memory(),
    );
    let (start, work) = (Instant::now(), processor_time());
    run(
        &plan,
        &options,
        Box::new(std::io::empty()),
        &mut Sink::default(),
    )?;
    println!(
        "{kind}: goes on after {:.2} s ({:.2} s of processor time)",
        start.elapsed().as_secs_f64(),
        processor_time() - work,
    );
    Ok(())
}

/// Seconds that the processor has worked for this process, where the system tells.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
    // For the process and for the system, in hundredths of a second.
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

/// Peak of the memory of this process so far, where the system tells.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1000
}

/// One line at a time.
struct OneByOne(Receiver<Vec<u8>>);

impl Read for OneByOne {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let Ok(line) = self.0.recv() else {
            return Ok(0);
        };
        to[..line.len()].copy_from_slice(&line);
        Ok(line.len())
    }
}

/// Tells when an answer was written.
struct Told(Sender<Instant>);

impl Write for Told {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = self.0.send(Instant::now());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn trickle(state: &Path) -> Outcome<()> {
    let plan = plan(Chart::u())?;
    let options = WatchOptions::new(state);
    let (send, lines) = channel();
    let (told, answers) = channel();
    let watching = std::thread::spawn(move || {
        let lines = Box::new(OneByOne(lines));
        run(&plan, &options, lines, &mut Told(told)).map(|summary| summary.counts.taken)
    });
    let mut times: Vec<Duration> = Vec::new();
    for number in 0..500 {
        let line = format!(
            "{{\"series\":{{\"org\":\"R{number:05}\",\"type\":\"1\"}},\"time\":\"2024-01\",\"count\":3,\"exposure\":9}}\n"
        );
        let start = Instant::now();
        send.send(line.into_bytes())?;
        times.push(answers.recv()?.duration_since(start));
    }
    drop(send);
    let taken = watching.join().map_err(|_| "the watch has stopped")??;
    assert_eq!(taken, 500);
    times.sort_unstable();
    println!(
        "trickle: from line in to verdict out {:.2} ms in the middle, {:.2} ms for 99 of 100",
        1e3 * times[250].as_secs_f64(),
        1e3 * times[494].as_secs_f64(),
    );
    Ok(())
}
