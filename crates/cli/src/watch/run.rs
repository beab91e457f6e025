//! The loop: lines in, a commit, answers out.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use redbead_io::Calendar;

use super::engine::{Counts, Engine, Settings};
use super::error::WatchError;
use super::feed::{Fed, follow, stream};
use super::line::Refusal;
use super::plans::Plans;
use super::store::Position;
use super::time::Times;
use super::words::Words;

/// Where the lines come from.
pub enum Input {
    /// A stream, such as standard input, until it ends.
    Stream(Box<dyn Read + Send>),
    /// A file that others write to, wherever it is moved to. Its position is in the store.
    Follow {
        /// The file.
        path: PathBuf,
        /// Whether to stop at its end rather than wait for more.
        until_end: bool,
    },
}

/// How to watch.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WatchOptions {
    /// The store, made where it does not exist.
    pub state: PathBuf,
    /// How times are read.
    pub times: Times,
    /// What has to be known to read times.
    pub calendar: Calendar,
    /// Whether periods that a series passes over are taken as missing points.
    pub fill_holes: bool,
    /// Whether verdicts without a signal are left out.
    pub only_signals: bool,
    /// Whether the first line that is refused ends the watch.
    pub strict: bool,
    /// The words in which signals are told; none to leave them untold.
    pub words: Option<Words>,
    /// Points that each series keeps at least, to be revised and told of; none for all. Default
    /// 400.
    pub history: Option<usize>,
    /// Ids that are kept. Default 1,000,000.
    pub keep_ids: usize,
    /// Series that are kept in memory; others are read from the store when they are needed.
    /// Default all.
    pub loaded_series: usize,
    /// Lines after which a batch ends. Default 50,000.
    pub batch_lines: usize,
    /// Pause of the input after which a batch ends. Default none: as soon as nothing more is at hand.
    pub pause: Duration,
    /// Time after which a batch ends, however busy the input is. Default 250 ms.
    pub longest: Duration,
}

impl WatchOptions {
    /// The defaults, with a store.
    #[must_use]
    pub fn new(state: impl Into<PathBuf>) -> Self {
        Self {
            state: state.into(),
            times: Times::Spelled,
            calendar: Calendar::default(),
            fill_holes: false,
            only_signals: false,
            strict: false,
            words: Some(Words::default()),
            history: Some(400),
            keep_ids: 1_000_000,
            loaded_series: usize::MAX,
            batch_lines: 50_000,
            pause: Duration::ZERO,
            longest: Duration::from_millis(250),
        }
    }
}

/// Asks a watch to stop: it finishes its batch, answers, and ends. May be asked from a signal
/// handler or another thread.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// The number behind it, 0 until the watch is to stop; for handlers that set it themselves.
    #[must_use]
    pub fn flag(&self) -> &Arc<AtomicUsize> {
        &self.0
    }

    /// Asks for the stop, for a reason with a number above 0, such as that of a signal.
    pub fn ask(&self, reason: usize) {
        self.0.store(reason.max(1), Ordering::Relaxed);
    }

    /// Asks for the stop, and says whether it was the first to do so.
    pub(crate) fn ask_first(&self) -> bool {
        self.0.swap(1, Ordering::Relaxed) == 0
    }

    fn asked(&self) -> Option<usize> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            reason => Some(reason),
        }
    }
}

/// Why a watch has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// The input has.
    EndOfInput,
    /// It was asked to, for the reason with this number.
    Stopped(usize),
    /// Nobody reads the answers any more.
    OutputClosed,
}

/// What a watch has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Why it has ended.
    pub ending: Ending,
    /// What was done with the lines.
    pub counts: Counts,
}

/// How long to wait for input before looking whether to stop.
const IDLE: Duration = Duration::from_millis(50);
/// The longest line that is read.
const LONGEST_LINE: usize = 1 << 20;

/// Watches until the input ends, `stop` is asked for, or nobody reads the answers any more.
///
/// `notes` gets what a person should know: that a file was cut off, for instance.
///
/// # Errors
///
/// [`WatchError`] when the store, the input or the output fail, or a line is refused and the options
/// are strict. What was acknowledged is in the store.
pub fn watch(
    plans: impl Into<Plans>,
    options: &WatchOptions,
    input: Input,
    output: &mut dyn Write,
    notes: &mut dyn FnMut(&str),
    stop: &Stop,
) -> Result<Summary, WatchError> {
    let settings = Settings {
        times: options.times,
        calendar: options.calendar,
        fill_holes: options.fill_holes,
        only_signals: options.only_signals,
        words: options.words.clone(),
        history: options.history,
        keep_ids: options.keep_ids,
        loaded_series: options.loaded_series,
        keeps_refusals: matches!(input, Input::Follow { .. }),
    };
    let (engine, changed) = Engine::open(&options.state, plans.into(), settings)?;
    for note in changed {
        notes(&note);
    }
    let ends = !matches!(
        input,
        Input::Follow {
            until_end: false,
            ..
        }
    );
    let (name, fed, position) = match input {
        Input::Stream(from) => ("standard input".to_owned(), stream(from), None),
        Input::Follow { path, until_end } => {
            let name = path.display().to_string();
            let opened = follow(&path, engine.position(), until_end);
            let (followed, position, note) = opened.map_err(|source| WatchError::Input {
                name: name.clone(),
                source,
            })?;
            if let Some(note) = note {
                notes(&note);
            }
            (name, followed.start(), Some(position))
        }
    };
    let mut watch = Watch {
        engine,
        options,
        output,
        notes,
        name,
        position,
        ends,
        lines: 0,
        partial: Vec::new(),
        skipping: false,
        begun: None,
    };
    watch.run(&fed, stop)
}

/// Whether a line is the beginning of one observation, and no more than that.
fn is_begun(line: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_err_and(|error| error.is_eof())
        && !line.trim_ascii().is_empty()
}

struct Watch<'a> {
    engine: Engine,
    options: &'a WatchOptions,
    output: &'a mut dyn Write,
    notes: &'a mut dyn FnMut(&str),
    name: String,
    /// Of a followed file.
    position: Option<Position>,
    /// Whether the end of the input is that of its last line.
    ends: bool,
    lines: u64,
    /// A line whose end has not come yet.
    partial: Vec<u8>,
    /// Whether it was too long, and is passed over up to its end.
    skipping: bool,
    /// When the first line of the batch at hand came.
    begun: Option<Instant>,
}

/// What ends the loop early.
enum Halt {
    Error(WatchError),
    OutputClosed,
}

impl From<WatchError> for Halt {
    fn from(error: WatchError) -> Self {
        Self::Error(error)
    }
}

impl Watch<'_> {
    fn run(&mut self, fed: &Receiver<Fed>, stop: &Stop) -> Result<Summary, WatchError> {
        let ended = match self.flush().and_then(|()| self.go_on(fed, stop)) {
            Ok(ending) => Ok(ending),
            Err(Halt::OutputClosed) => Ok(Ending::OutputClosed),
            Err(Halt::Error(error)) => Err(error),
        };
        let ending = ended?;
        if ending != Ending::OutputClosed {
            for note in self.engine.unmatched() {
                (self.notes)(&note);
            }
        }
        if ending != Ending::OutputClosed {
            self.engine.close(self.position.clone())?;
        }
        Ok(Summary {
            ending,
            counts: self.engine.counts(),
        })
    }

    fn go_on(&mut self, fed: &Receiver<Fed>, stop: &Stop) -> Result<Ending, Halt> {
        loop {
            if let Some(reason) = stop.asked() {
                self.flush()?;
                return Ok(Ending::Stopped(reason));
            }
            match self.wait(fed) {
                Ok(Fed::Bytes(bytes)) => self.take_bytes(&bytes)?,
                Ok(Fed::NextFile(note)) => {
                    self.end_of_line()?;
                    self.flush()?;
                    self.begin_file(&note);
                }
                Ok(Fed::CutOff(note)) => {
                    self.partial.clear();
                    self.skipping = false;
                    self.flush()?;
                    self.begin_file(&note);
                }
                Ok(Fed::End) | Err(RecvTimeoutError::Disconnected) => {
                    if self.ends {
                        self.end_of_input()?;
                    }
                    self.flush()?;
                    return Ok(Ending::EndOfInput);
                }
                Ok(Fed::Failed(source)) => {
                    self.flush()?;
                    let name = self.name.clone();
                    return Err(WatchError::Input { name, source }.into());
                }
                Err(RecvTimeoutError::Timeout) => self.flush()?,
            }
            if self.is_due() {
                self.flush()?;
            }
        }
    }

    /// The next of the input, within a time after which the batch at hand ends.
    fn wait(&self, fed: &Receiver<Fed>) -> Result<Fed, RecvTimeoutError> {
        let patience = match self.begun {
            None => IDLE,
            Some(begun) => {
                let left = self.options.longest.saturating_sub(begun.elapsed());
                self.options.pause.min(left)
            }
        };
        fed.recv_timeout(patience)
    }

    fn is_due(&self) -> bool {
        self.begun
            .is_some_and(|begun| begun.elapsed() >= self.options.longest)
    }

    fn begin_file(&mut self, note: &str) {
        (self.notes)(note);
        if let Some(position) = &mut self.position {
            *position = Position::default();
        }
    }

    fn take_bytes(&mut self, bytes: &[u8]) -> Result<(), Halt> {
        let mut rest = bytes;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            let (line, after) = rest.split_at(end + 1);
            rest = after;
            if self.partial.is_empty() && !self.skipping {
                self.take_line(line)?;
            } else {
                let mut whole = std::mem::take(&mut self.partial);
                whole.extend_from_slice(line);
                self.take_line(&whole)?;
                whole.clear();
                self.partial = whole;
                self.skipping = false;
            }
        }
        if self.skipping {
            self.pass_over(rest);
        } else {
            self.partial.extend_from_slice(rest);
            if self.partial.len() > LONGEST_LINE {
                let start = std::mem::take(&mut self.partial);
                self.pass_over(&start);
                self.skipping = true;
            }
        }
        Ok(())
    }

    /// Counts bytes of a line that is too long to be read.
    fn pass_over(&mut self, bytes: &[u8]) {
        if let Some(position) = &mut self.position {
            position.pass(bytes);
            position.line -= 1;
        }
    }

    /// Takes a last line that has no end. One that is only begun is left in a followed file, for the
    /// next start: someone may be writing the rest of it.
    fn end_of_input(&mut self) -> Result<(), Halt> {
        if self.position.is_some() && is_begun(&self.partial) {
            let note = format!(
                "the last line of {} has no end yet; it is left for the next start",
                self.name
            );
            (self.notes)(&note);
            self.partial.clear();
            return Ok(());
        }
        self.end_of_line()
    }

    /// Takes a last line that has no end.
    fn end_of_line(&mut self) -> Result<(), Halt> {
        let line = std::mem::take(&mut self.partial);
        if !line.is_empty() || self.skipping {
            self.take_line(&line)?;
            self.skipping = false;
        }
        Ok(())
    }

    fn take_line(&mut self, line: &[u8]) -> Result<(), Halt> {
        self.begun.get_or_insert_with(Instant::now);
        self.lines += 1;
        let number = match &mut self.position {
            Some(position) => {
                position.pass(line);
                position.line
            }
            None => self.lines,
        };
        // As files may begin with.
        let line = match line.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if number == 1 => rest,
            _ => line,
        };
        let refusal = if self.skipping {
            let limit = LONGEST_LINE >> 20;
            let refusal = Refusal::new(
                format!("the line is longer than {limit} MB"),
                "write one observation a line",
            );
            self.engine.refuse_line(number, &refusal);
            Some(refusal)
        } else if line.iter().all(u8::is_ascii_whitespace) {
            None
        } else {
            self.engine.take_line(line, number)?
        };
        if let (Some(refusal), true) = (refusal, self.options.strict) {
            self.flush()?;
            let reason = refusal.reason;
            let line = number;
            return Err(WatchError::Refused { line, reason }.into());
        }
        if self.engine.entries() as usize >= self.options.batch_lines {
            self.flush()?;
        }
        Ok(())
    }

    /// Makes the batch at hand durable, and writes its answers.
    fn flush(&mut self) -> Result<(), Halt> {
        self.begun = None;
        if self.engine.has_batch() {
            self.engine.commit(self.position.clone())?;
            for note in self.engine.mistyped() {
                (self.notes)(&note);
            }
        }
        let answers = self.engine.answers();
        if answers.is_empty() {
            return Ok(());
        }
        let written = self
            .output
            .write_all(answers)
            .and_then(|()| self.output.flush());
        answers.clear();
        match written {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Halt::OutputClosed),
            Err(error) => Err(WatchError::Output(error).into()),
        }
    }
}
