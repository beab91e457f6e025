//! Pipes closed early, outputs that cannot be written, interrupts.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use crate::run::{COLUMNS, Folder, SAMPLE, program, redbead, wards};

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    for format in ["table", "ndjson", "csv", "json"] {
        let mut command = program();
        command
            .args(["scan", SAMPLE])
            .args(COLUMNS)
            .args(["--format", format, "-q"]);
        if format != "table" {
            command.arg("--points");
        }
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        drop(out);
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{format}: {err}");
        assert_eq!(err, "", "{format}");
    }
}

#[test]
fn an_output_that_cannot_be_written_is_a_problem() {
    let folder = Folder::new();
    let data = folder.with("wards.csv", wards());
    let missing = folder.file("no/such/folder/out.csv");
    for args in [
        ["scan", &data, "-o", &missing],
        ["scan", &data, "--write-plan", &missing],
        ["report", &data, "-o", &missing],
    ] {
        let ran = redbead(&args).expect(1);
        assert!(
            ran.err.contains("error: ") && ran.err.contains("no/such/folder"),
            "{}",
            ran.err
        );
    }
    let folder_as_file = folder.path().to_str().unwrap();
    let ran = redbead(&["scan", &data, "-o", folder_as_file]).expect(1);
    assert!(ran.err.contains(folder_as_file), "{}", ran.err);
    assert_eq!(folder.names(), ["wards.csv"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_problem() {
    for format in ["table", "ndjson"] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut command = program();
        command
            .args(["scan", SAMPLE])
            .args(COLUMNS)
            .args(["--format", format, "-q"]);
        let output = command
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            err.contains("no space left") || err.contains("No space left"),
            "{err}"
        );
    }
}

#[test]
fn an_earlier_file_stays_when_a_scan_fails() {
    let folder = Folder::new();
    let out = folder.with("out.ndjson", "what was there");
    let data = folder.with("bad.csv", "ward,month,falls\nA,2024-01,many\n");
    redbead(&["scan", &data, "-o", &out]).expect(1);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "what was there");
    assert_eq!(folder.names(), ["bad.csv", "out.ndjson"]);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_130_and_leaves_no_file() {
    let folder = Folder::new();
    for signal in ["-INT", "-TERM"] {
        let out = folder.file("out.ndjson");
        let mut command = program();
        command
            .args(["scan", "-", "-o", &out, "-q"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(wards().as_bytes()).unwrap();
        stdin.flush().unwrap();
        // It waits for the rest of its input.
        std::thread::sleep(std::time::Duration::from_millis(300));
        let sent = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        assert!(folder.names().is_empty());
    }
}
