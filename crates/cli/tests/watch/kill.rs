//! The live watch killed at random moments: nothing that was acknowledged is lost or doubled, and all
//! verdicts together are those of a run that nobody disturbed.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::support::Folder;

/// A small generator of random numbers, the same at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// One line, and what tells its answer from others.
struct Line {
    text: String,
    key: String,
}

/// Months of some series in order, some of them late, some revised, some provisional, some wrong.
fn lines(series: u64, months: u64, with_ids: bool, random: &mut Random) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut late: Vec<(u64, u64)> = Vec::new();
    for month in 0..months {
        for series in 0..series {
            match random.below(40) {
                0 if month > 0 => late.push((series, month)),
                1 if with_ids && month > 2 => {
                    lines.push(line(series, month, with_ids, "", random));
                    let back = 1 + random.below(3);
                    // What is late has no figure to revise yet, and takes this one.
                    if !late.contains(&(series, month - back)) {
                        lines.push(line(
                            series,
                            month - back,
                            with_ids,
                            ",\"revises\":true",
                            random,
                        ));
                    }
                }
                2 => lines.push(line(
                    series,
                    month,
                    with_ids,
                    ",\"provisional\":true",
                    random,
                )),
                _ => lines.push(line(series, month, with_ids, "", random)),
            }
        }
        while late.len() > 5 {
            let (series, month) = late.remove(0);
            lines.push(line(series, month, with_ids, "", random));
        }
    }
    // Numbers in the ids, so that no two are the same.
    for (number, line) in lines.iter_mut().enumerate() {
        if with_ids {
            line.key = format!("\"id-{number}\"");
            line.text = line.text.replace("ID", &line.key);
        }
        line.text.push('\n');
    }
    lines
}

fn line(series: u64, month: u64, with_id: bool, more: &str, random: &mut Random) -> Line {
    let time = format!("{}-{:02}", 2000 + month / 12, month % 12 + 1);
    let jump = if random.below(30) == 0 { 60 } else { 0 };
    let value = (100 + random.below(20) + jump) as f64 / 10.0;
    let id = if with_id { ",\"id\":ID" } else { "" };
    Line {
        text: format!(
            "{{\"series\":\"S{series}\",\"time\":\"{time}\",\"value\":{value}{more}{id}}}"
        ),
        key: format!("\"S{series}\" {time}"),
    }
}

fn command(state: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redbead"));
    command.arg("watch").arg("--state").arg(state).args([
        "--chart",
        "individuals",
        "--rules",
        "nelson",
        "--baseline",
        "12",
        "--batch",
        "40",
        "--quiet",
    ]);
    command
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// Feeds lines little by little. The end of the stream where the child lives that long.
fn feed(child: &mut Child, lines: &[Line]) -> thread::JoinHandle<()> {
    let mut stdin = child.stdin.take().unwrap();
    let pieces: Vec<String> = lines
        .chunks(15)
        .map(|lines| lines.iter().map(|line| line.text.as_str()).collect())
        .collect();
    thread::spawn(move || {
        for piece in pieces {
            // The child may have been killed.
            if stdin.write_all(piece.as_bytes()).is_err() {
                return;
            }
            thread::sleep(Duration::from_micros(300));
        }
    })
}

/// When to kill a child: once it has written so many lines, and some time after that.
struct Moment {
    lines: usize,
    later: Duration,
}

impl Moment {
    /// By lines, so that a slow machine gets on as well; one in five comes while the child starts.
    fn some(random: &mut Random) -> Self {
        let lines = random.below(300).saturating_sub(60) as usize;
        Self {
            lines,
            later: Duration::from_micros(random.below(if lines == 0 { 60_000 } else { 5_000 })),
        }
    }
}

/// Kills a child at a moment, and gives the whole lines that it wrote until then; and whether it
/// came to its end before.
fn kill_at(mut child: Child, moment: Option<Moment>) -> (Vec<String>, bool) {
    let mut stdout = child.stdout.take().unwrap();
    let (seen, counted) = channel();
    let reader = thread::spawn(move || {
        let (mut bytes, mut piece) = (Vec::new(), [0; 1 << 16]);
        loop {
            let read = stdout.read(&mut piece).unwrap();
            if read == 0 {
                return bytes;
            }
            bytes.extend_from_slice(&piece[..read]);
            let _ = seen.send(piece[..read].iter().filter(|byte| **byte == b'\n').count());
        }
    });
    if let Some(Moment { lines, later }) = moment {
        let mut left = lines;
        while left > 0
            && let Ok(lines) = counted.recv()
        {
            left = left.saturating_sub(lines);
        }
        thread::sleep(later);
        // SIGKILL.
        let _ = child.kill();
    }
    let status = child.wait().unwrap();
    assert!(status.code().is_none_or(|code| code == 0), "{status}");
    let bytes = reader.join().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
    (whole.lines().map(str::to_owned).collect(), status.success())
}

/// An answer without the mark that it was given before, and its key.
fn take_apart(answer: &str) -> (String, Value) {
    let mut answer: Value = serde_json::from_str(answer).unwrap_or_else(|_| panic!("{answer}"));
    let fields = answer.as_object_mut().unwrap();
    fields.remove("duplicate");
    let key = match fields.get("id") {
        Some(id) => id.to_string(),
        None => format!("{} {}", fields["series"], fields["time"].as_str().unwrap()),
    };
    (key, answer)
}

fn shown(state: &Path, what: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_redbead"))
        .args(["watch", "--show", what, "--state"])
        .arg(state)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// What is different for some of the series, by periods.
const OVERRIDES: &str = "version = 1\n[[series]]\nmatch = { series = \"S1*\" }\n\
    baseline = \"2000-03..2001-02\"\nphases = [{ at = \"2002-01\", baseline = \"2002-04..2002-12\" }]\n\
    [[series]]\nmatch = { series = [\"S3\", \"S12\"] }\nexclude = [{ at = \"2001\", reason = \"works\" }]\n";

/// The verdicts of a run that nobody disturbs, by key.
fn undisturbed(state: &Path, plan: &[&str], lines: &[Line]) -> HashMap<String, Value> {
    let mut child = command(state, plan).spawn().unwrap();
    let feeder = feed(&mut child, lines);
    let (answers, ended) = kill_at(child, None);
    feeder.join().unwrap();
    assert!(ended);
    assert_eq!(answers.len(), lines.len());
    let verdicts: HashMap<String, Value> =
        answers.iter().map(|answer| take_apart(answer)).collect();
    assert_eq!(
        verdicts.len(),
        lines.len(),
        "every line has a verdict of its own"
    );
    verdicts
}

/// Kills and restarts a watch of a stream until all lines are answered. Gives the number of kills.
fn disturbed_stream(
    with_ids: bool,
    with_overrides: bool,
    more: &[&str],
    random: &mut Random,
) -> u32 {
    let folder = Folder::new();
    let lines = lines(20, 60, with_ids, random);
    let calm = folder.0.join("calm.redbead");
    let plan = folder.0.join("plan.toml");
    std::fs::write(&plan, OVERRIDES).unwrap();
    let plan = ["--plan", plan.to_str().unwrap()];
    let plan: &[&str] = if with_overrides { &plan } else { &[] };
    let more = &[plan, more].concat()[..];
    let expected = undisturbed(&calm, plan, &lines);
    let state = folder.0.join("killed.redbead");
    let mut told: HashMap<String, Vec<Value>> = HashMap::new();
    let mut kills = 0;
    loop {
        // From the first line that was not answered.
        let from = lines.iter().position(|line| !told.contains_key(&line.key));
        let rest = &lines[from.unwrap_or(lines.len())..];
        let mut child = command(&state, more).spawn().unwrap();
        let feeder = feed(&mut child, rest);
        let (answers, ended) = kill_at(child, Some(Moment::some(random)));
        feeder.join().unwrap();
        for answer in &answers {
            let (key, verdict) = take_apart(answer);
            told.entry(key).or_default().push(verdict);
        }
        if ended && told.len() >= lines.len() {
            break;
        }
        kills += u32::from(!ended);
    }
    for (key, verdict) in &expected {
        assert!(
            told[key].contains(verdict),
            "{key}: {verdict} is not among {:?}",
            told[key]
        );
    }
    assert_eq!(told.len(), expected.len());
    for what in ["standing", "observations", "plan"] {
        assert!(shown(&state, what) == shown(&calm, what), "{what} differs");
    }
    kills
}

/// The same of a followed file, of which nothing is sent again: its position alone must do.
fn disturbed_file(more: &[&str], random: &mut Random) -> u32 {
    let folder = Folder::new();
    let lines = lines(20, 60, true, random);
    let calm = folder.0.join("calm.redbead");
    let expected = undisturbed(&calm, &[], &lines);
    let file = folder.0.join("feed.ndjson");
    let text: String = lines.iter().map(|line| line.text.as_str()).collect();
    std::fs::write(&file, text).unwrap();
    let state = folder.0.join("killed.redbead");
    let follow = ["--follow", file.to_str().unwrap(), "--until-end"];
    // Without ids to know lines again by.
    let more = [&follow[..], &["--keep-ids", "0"], more].concat();
    let (mut first, mut seen, mut kills) = (0_usize, HashSet::new(), 0);
    loop {
        let child = command(&state, &more).spawn().unwrap();
        let (answers, ended) = kill_at(child, Some(Moment::some(random)));
        for answer in &answers {
            let (key, verdict) = take_apart(answer);
            assert_eq!(Some(&verdict), expected.get(&key), "{key}");
            // The first time that it is said it is no duplicate, unless it was never read.
            first += usize::from(!answer.contains("\"duplicate\":true"));
            seen.insert(key);
        }
        kills += u32::from(!ended);
        if ended {
            break;
        }
    }
    assert_eq!(seen.len(), expected.len(), "every verdict was said");
    assert!(first <= expected.len());
    for what in ["standing", "observations"] {
        assert!(shown(&state, what) == shown(&calm, what), "{what} differs");
    }
    kills
}

#[test]
fn a_hundred_kills_lose_and_double_nothing() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let (mut kills, mut rounds) = (0, 0);
    while kills < 100 {
        // Few enough in memory that most batches find some of their series stored.
        let few = ["--loaded-series", "3"];
        kills += match rounds % 7 {
            0 => disturbed_stream(true, false, &[], &mut random),
            1 => disturbed_stream(false, false, &[], &mut random),
            2 => disturbed_file(&[], &mut random),
            3 => disturbed_stream(true, false, &few, &mut random),
            4 => disturbed_stream(true, true, &[], &mut random),
            5 => disturbed_stream(true, true, &few, &mut random),
            _ => disturbed_file(&few, &mut random),
        };
        rounds += 1;
        assert!(rounds < 300, "the watch ends before it can be killed");
    }
    println!("{kills} kills in {rounds} rounds");
}
