//! Progress of long work, for those who look on.

use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Work that takes less is not worth a line.
const PATIENCE: Duration = Duration::from_millis(700);

/// A line on standard error that shows what is being done; nothing where no terminal looks on, or
/// the work is short.
#[derive(Debug)]
pub(crate) struct Progress {
    shown: Option<(Sender<u64>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins work of so many steps; of none, where they are not known.
    pub(crate) fn begin(what: &'static str, steps: Option<u64>, quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        Self {
            shown: shown.then(|| {
                let (sender, receiver) = channel();
                (
                    sender,
                    std::thread::spawn(move || show(what, steps, &receiver)),
                )
            }),
        }
    }

    /// A place to tell of steps that are done, from any thread.
    pub(crate) fn teller(&self) -> impl Fn(u64) + Sync + use<> {
        let sender = self
            .shown
            .as_ref()
            .map(|(sender, _)| std::sync::Mutex::new(sender.clone()));
        move |steps| {
            if let Some(Ok(sender)) = sender.as_ref().map(std::sync::Mutex::lock) {
                // A line that is gone needs no steps.
                let _ = sender.send(steps);
            }
        }
    }

    /// Ends it and clears the line.
    pub(crate) fn end(self) {
        if let Some((sender, thread)) = self.shown {
            drop(sender);
            // The thread only draws.
            let _ = thread.join();
        }
    }
}

fn show(what: &'static str, steps: Option<u64>, receiver: &Receiver<u64>) {
    let mut done = 0;
    let started = std::time::Instant::now();
    while let Some(left) = PATIENCE.checked_sub(started.elapsed()) {
        match receiver.recv_timeout(left) {
            Ok(steps) => done += steps,
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
    let bar = steps.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = if steps.is_some() {
        "{msg} {wide_bar} {human_pos} of {human_len} series, {eta} left"
    } else {
        "{spinner} {msg}, {elapsed}"
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar.inc(done);
    while let Ok(steps) = receiver.recv() {
        bar.inc(steps);
    }
    bar.finish_and_clear();
}
