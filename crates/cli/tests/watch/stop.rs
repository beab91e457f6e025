//! A watch that is ended, or that nobody listens to.

use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::process::{Command, Stdio};

use redbead_cli::watch::{Ending, Input, Stop, watch};
use serde_json::Value;

use crate::support::{BASELINE, Folder, answers, feed, months, observations, plan};

/// A reader that goes away after some lines.
struct Closing(usize);

impl Write for Closing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        }
        self.0 -= 1;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn answers_that_nobody_read_are_said_again() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.batch_lines = 4;
    let lines = months(&[&BASELINE[..], &[11.0, 40.0, 11.0]].concat());
    let input = || Input::Stream(Box::new(Cursor::new(lines.as_bytes().to_vec())));
    let mut notes = |_: &str| {};
    let stop = Stop::default();
    let summary = watch(
        plan(),
        &options,
        input(),
        &mut Closing(1),
        &mut notes,
        &stop,
    )
    .unwrap();
    assert_eq!(summary.ending, Ending::OutputClosed);
    // The second batch was committed, and its answers were not read.
    let (again, summary) = feed(&plan(), &options, "").unwrap();
    let counts = summary.counts;
    assert_eq!((counts.said_again, counts.taken, counts.series), (4, 0, 1));
    assert_eq!(again.len(), 4);
    assert_eq!(
        (&again[3]["index"], &again[3]["duplicate"]),
        (&7.into(), &true.into())
    );
    assert_eq!(again[3]["signals"][0]["change"], "appeared");
    // Now they were.
    assert_eq!(answers(&plan(), &options, "").len(), 0);
}

#[test]
fn a_stopped_watch_finishes_its_batch() {
    let folder = Folder::new();
    let stop = Stop::default();
    stop.ask(15);
    let input = Input::Stream(Box::new(Cursor::new(months(&BASELINE).into_bytes())));
    let mut notes = |_: &str| {};
    let summary = watch(
        plan(),
        &folder.options(),
        input,
        &mut Vec::new(),
        &mut notes,
        &stop,
    );
    assert_eq!(summary.unwrap().ending, Ending::Stopped(15));
}

/// The command is told to end while its input stays open. It does so at once, by the custom of
/// shells, and what was answered is in the store.
#[cfg(unix)]
#[test]
fn interrupt_and_request_to_terminate_end_the_command_alike() {
    for signal in ["-INT", "-TERM"] {
        let folder = Folder::new();
        let mut child = Command::new(env!("CARGO_BIN_EXE_redbead"))
            .args(["watch", "--chart", "individuals", "--baseline", "6"])
            .arg("--state")
            .arg(folder.state())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(months(&BASELINE[..3]).as_bytes()).unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
        for index in 0..3 {
            let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
            assert_eq!(answer["index"], index);
        }
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        assert!(answers.next().is_none());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert!(
            said.contains("3 lines: 3 observations taken"),
            "{signal}: {said}"
        );
        assert_eq!(observations(&folder.state()).lines().count(), 3);
        drop(input);
    }
}
