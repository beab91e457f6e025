//! The live watch through its library: what becomes of each line, and what survives.

#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use redbead::{Baseline, Chart, Direction, Plan, Preset, Rebase, Shift};
use redbead_cli::watch::{
    Ending, Input, Stop, Summary, Times, WatchError, WatchOptions, plan_of, watch,
    write_observations, write_standing,
};
use serde_json::Value;

/// A folder of its own, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("redbead-watch-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn state(&self) -> PathBuf {
        self.0.join("watch.redbead")
    }

    fn options(&self) -> WatchOptions {
        WatchOptions::new(self.state())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn plan() -> Plan {
    Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .baseline(Baseline::First { points: 6 })
        .direction(Direction::Decrease)
        .build()
        .unwrap()
}

/// Feeds lines, and gives the answers.
fn feed(
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

fn answers(plan: &Plan, options: &WatchOptions, lines: &str) -> Vec<Value> {
    feed(plan, options, lines).unwrap().0
}

/// Values of one series as lines, by month from January 2024 on.
fn months(values: &[f64]) -> String {
    let line = |(month, value): (usize, &f64)| {
        let (year, month) = (2024 + month / 12, month % 12 + 1);
        format!("{{\"series\":\"A\",\"time\":\"{year}-{month:02}\",\"value\":{value}}}\n")
    };
    values.iter().enumerate().map(line).collect()
}

const BASELINE: [f64; 6] = [10.0, 12.0, 11.0, 10.0, 12.0, 11.0];

fn standing(state: &Path) -> String {
    let mut output = Vec::new();
    write_standing(state, &mut output).unwrap();
    String::from_utf8(output).unwrap()
}

fn observations(state: &Path) -> String {
    let mut output = Vec::new();
    write_observations(state, &mut output).unwrap();
    String::from_utf8(output).unwrap()
}

#[test]
fn a_point_beyond_its_limits_is_told_in_words() {
    let folder = Folder::new();
    let values = [&BASELINE[..], &[11.0, 40.0]].concat();
    let answers = answers(&plan(), &folder.options(), &months(&values));
    assert_eq!(answers.len(), 8);
    assert_eq!(answers[0]["outcome"], "learning");
    assert_eq!(
        (&answers[0]["have"], &answers[0]["need"]),
        (&1.into(), &6.into())
    );
    assert_eq!(answers[5]["froze"], true);
    assert_eq!(answers[6]["outcome"], "judged");
    assert_eq!(answers[6]["signals"], Value::Array(Vec::new()));
    // The mean of the baseline; its moving ranges are 2, 1, 1, 2 and 1.
    assert_eq!(answers[7]["center"], 11.0);
    let upper = answers[7]["upper"].as_f64().unwrap();
    assert!((upper - (11.0 + 3.0 * 1.4 / std::f64::consts::FRAC_2_SQRT_PI)).abs() < 1e-12);
    let signal = &answers[7]["signals"][0];
    assert_eq!(signal["rule"], "beyond sigma=3 side=either");
    assert_eq!(
        (&signal["side"], &signal["meaning"]),
        (&"above".into(), &"concern".into())
    );
    assert_eq!(
        (&signal["first"], &signal["first_time"]),
        (&7.into(), &"2024-08".into())
    );
    assert_eq!(
        (&signal["change"], &signal["current"]),
        (&"appeared".into(), &true.into())
    );
    let text = signal["text"].as_str().unwrap();
    assert!(text.contains("2024-08"), "{text}");
}

#[test]
fn a_shift_appears_once_and_is_extended() {
    let folder = Folder::new();
    let shift = Plan::builder(Chart::individuals())
        .rule(Shift::default())
        .baseline(Baseline::First { points: 6 })
        .build()
        .unwrap();
    let values = [&BASELINE[..], &[11.5; 10]].concat();
    let answers = answers(&shift, &folder.options(), &months(&values));
    let changes: Vec<&Value> = answers
        .iter()
        .map(|answer| &answer["signals"][0]["change"])
        .collect();
    // It begins with the 12 before last; the 11 is on the center, and does not count.
    assert!(changes[..12].iter().all(|change| change.is_null()));
    assert_eq!(
        changes[12..],
        ["appeared", "extended", "extended", "extended"]
    );
    let signal = &answers[15]["signals"][0];
    assert_eq!((&signal["first"], &signal["last"]), (&4.into(), &15.into()));
}

#[test]
fn what_was_sent_before_is_answered_as_in_its_turn_and_not_counted() {
    let folder = Folder::new();
    let lines = months(&[&BASELINE[..], &[11.0, 40.0, 41.0]].concat());
    let first = answers(&plan(), &folder.options(), &lines);
    let before = standing(&folder.state());
    let (mut again, summary) = feed(&plan(), &folder.options(), &lines).unwrap();
    assert_eq!((summary.counts.taken, summary.counts.duplicates), (0, 9));
    for answer in &mut again {
        assert_eq!(
            answer.as_object_mut().unwrap().remove("duplicate"),
            Some(true.into())
        );
    }
    assert_eq!(again, first);
    assert_eq!(standing(&folder.state()), before);
}

#[test]
fn another_figure_for_the_same_period_needs_to_say_so() {
    let folder = Folder::new();
    let options = folder.options();
    answers(
        &plan(),
        &options,
        &months(&[&BASELINE[..], &[11.0, 40.0, 10.0]].concat()),
    );
    let wrong = "{\"series\":\"A\",\"time\":\"2024-08\",\"value\":11}\n";
    let refused = answers(&plan(), &options, wrong);
    assert_eq!(refused[0]["line"], 1);
    assert_eq!(
        refused[0]["error"],
        "the series has another figure for 2024-08 already"
    );
    assert_eq!(
        refused[0]["hint"],
        "add \"revises\": true to put this one in its place"
    );
    let right =
        "{\"series\":\"A\",\"time\":\"2024-08\",\"value\":11,\"revises\":true,\"id\":\"r1\"}\n";
    let revised = answers(&plan(), &options, right);
    assert_eq!(
        (&revised[0]["revised"], &revised[0]["index"]),
        (&true.into(), &7.into())
    );
    let signal = &revised[0]["signals"][0];
    assert_eq!(
        (&signal["change"], &signal["first"]),
        (&"withdrawn".into(), &7.into())
    );
    assert!(signal["text"].is_string());
    // The same as if it had been so from the start.
    let other = Folder::new();
    answers(
        &plan(),
        &other.options(),
        &months(&[&BASELINE[..], &[11.0, 11.0, 10.0]].concat()),
    );
    assert_eq!(standing(&folder.state()), standing(&other.state()));
}

#[test]
fn a_late_point_is_put_in_its_place() {
    let values = [&BASELINE[..], &[11.0, 40.0, 10.0, 11.0]].concat();
    let lines: Vec<String> = months(&values)
        .lines()
        .map(|line| format!("{line}\n"))
        .collect();
    let whole = Folder::new();
    answers(&plan(), &whole.options(), &lines.concat());
    for late in 0..lines.len() - 1 {
        let folder = Folder::new();
        let mut moved = lines.clone();
        let line = moved.remove(late);
        moved.push(line);
        let answers = answers(&plan(), &folder.options(), &moved.concat());
        let last = answers.last().unwrap();
        assert_eq!(
            (&last["late"], &last["index"]),
            (&true.into(), &late.into()),
            "{late}"
        );
        assert_eq!(
            standing(&folder.state()),
            standing(&whole.state()),
            "{late}"
        );
        if late == 7 {
            assert_eq!(last["signals"][0]["change"], "appeared");
        }
    }
}

#[test]
fn provisional_signals_are_confirmed() {
    let folder = Folder::new();
    let options = folder.options();
    let mut lines = months(&BASELINE);
    lines += "{\"series\":\"A\",\"time\":\"2024-07\",\"value\":40,\"provisional\":true}\n";
    lines += "{\"series\":\"A\",\"time\":\"2024-07\",\"value\":40,\"revises\":true}\n";
    let answers = answers(&plan(), &options, &lines);
    assert_eq!(answers[6]["signals"][0]["tentative"], true);
    assert_eq!(answers[7]["signals"][0]["change"], "confirmed");
    assert_eq!(answers[7]["signals"][0]["tentative"], false);
}

#[test]
fn an_id_is_counted_once() {
    let folder = Folder::new();
    let options = folder.options();
    let line = |id: &str, month: u32, value: f64| {
        format!("{{\"series\":\"A\",\"time\":\"2024-{month:02}\",\"value\":{value},\"id\":{id}}}\n")
    };
    let (first, _) = feed(&plan(), &options, &line("\"a\"", 1, 3.0)).unwrap();
    assert_eq!(
        (&first[0]["id"], &first[0]["duplicate"]),
        (&"a".into(), &Value::Null)
    );
    let lines = line("\"a\"", 1, 3.0) + &line("7", 2, 5.0) + &line("7", 2, 5.0);
    let (answers, summary) = feed(&plan(), &options, &lines).unwrap();
    assert_eq!(
        (&answers[0]["duplicate"], &answers[0]["index"]),
        (&true.into(), &0.into())
    );
    assert_eq!(
        (&answers[1]["duplicate"], &answers[1]["index"]),
        (&Value::Null, &1.into())
    );
    assert_eq!(
        (&answers[2]["duplicate"], &answers[2]["index"]),
        (&true.into(), &1.into())
    );
    assert_eq!((summary.counts.taken, summary.counts.ids), (1, 2));
}

#[test]
fn the_oldest_ids_are_forgotten_and_counted() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.keep_ids = 10;
    let line = |number: usize| {
        format!("{{\"series\":\"{number}\",\"time\":\"2024-01\",\"value\":1,\"id\":{number}}}\n")
    };
    let lines: String = (0..30).map(line).collect();
    let (_, summary) = feed(&plan(), &options, &lines).unwrap();
    assert_eq!((summary.counts.ids, summary.counts.ids_forgotten), (10, 20));
    let (answers, summary) = feed(&plan(), &options, &(line(25) + &line(3))).unwrap();
    // The last one is known by its series and period all the same.
    assert!(answers.iter().all(|answer| answer["duplicate"] == true));
    assert_eq!(summary.counts.taken, 0);
}

#[test]
fn periods_that_were_passed_over_may_be_missing_points() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.fill_holes = true;
    let lines = "{\"series\":\"A\",\"time\":\"2024-01\",\"value\":1}\n\
                 {\"series\":\"A\",\"time\":\"2024-04\",\"value\":2}\n\
                 {\"series\":\"A\",\"time\":\"2024-03\",\"value\":3}\n\
                 {\"series\":\"A\",\"time\":\"2924-03\",\"value\":3}\n";
    let answers = answers(&plan(), &options, lines);
    assert_eq!(
        (&answers[1]["index"], &answers[1]["holes_before"]),
        (&3.into(), &2.into())
    );
    assert_eq!(
        (&answers[2]["index"], &answers[2]["late"]),
        (&2.into(), &true.into())
    );
    assert_eq!(
        answers[3]["error"],
        "time 2924-03 is 10798 periods after the one before"
    );
    let report: Value = serde_json::from_str(&standing(&folder.state())).unwrap();
    assert_eq!(report["report"]["counts"]["missing"], 1);
}

#[test]
fn lines_that_make_no_sense_are_refused_one_by_one() {
    let folder = Folder::new();
    let good = "{\"series\":\"A\",\"time\":\"2024-05\",\"value\":1}";
    let broken = [
        "{",
        "17",
        "[]",
        "null",
        "{}",
        "\u{feff}{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":\"1\"}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1e400}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":NaN}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1} x",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1,\"value\":2}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"vlaue\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\"}",
        "{\"series\":\"A\",\"time\":\"2024-13\",\"value\":1}",
        "{\"series\":\"A\",\"time\":\"soon\",\"value\":1}",
        "{\"series\":\"A\",\"time\":null,\"value\":1}",
        "{\"series\":\"A\",\"time\":\"2024-05-31\",\"value\":1}",
        "{\"series\":null,\"time\":\"2024-06\",\"value\":1}",
        "{\"series\":{},\"time\":\"2024-06\",\"value\":1}",
        "{\"series\":{\"a\":[]},\"time\":\"2024-06\",\"value\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1,\"id\":null,\"id\":[]}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1,\"id\":{}}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"mean\":1,\"size\":2,\"range\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"mean\":1,\"size\":-2,\"range\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1,\"provisional\":1}",
        "{\"series\":\"A\",\"time\":\"2024-06\",\"value\":1,\"provisional\":true,\"excluded\":true}",
    ];
    let lines = format!("{good}\n\n{}\n{good}", broken.join("\n"));
    let (answers, summary) = feed(&plan(), &folder.options(), &lines).unwrap();
    assert_eq!(answers.len(), broken.len() + 2);
    assert_eq!(answers.last().unwrap()["duplicate"], true);
    for (number, answer) in answers[1..=broken.len()].iter().enumerate() {
        let line = broken[number];
        assert_eq!(answer["line"], number + 3, "{line}");
        assert!(
            answer["error"]
                .as_str()
                .is_some_and(|error| !error.is_empty()),
            "{line}"
        );
        assert!(
            answer["hint"].as_str().is_some_and(|hint| !hint.is_empty()),
            "{line}"
        );
    }
    assert_eq!(summary.counts.refused, broken.len() as u64);
    assert_eq!(observations(&folder.state()).lines().count(), 1);
}

#[test]
fn a_strict_watch_stops_at_the_first_bad_line_and_keeps_what_came_before() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.strict = true;
    let lines = months(&BASELINE) + "oops\n" + &months(&[3.0]);
    let error = feed(&plan(), &options, &lines).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 7: the line is no JSON object; lines before it are in the store, and it is not"
    );
    assert_eq!(observations(&folder.state()).lines().count(), 6);
}

#[test]
fn a_long_line_is_refused_and_the_next_is_read() {
    let folder = Folder::new();
    let long = format!("{{\"series\":\"{}\"}}\n", "x".repeat(3 << 20));
    let answers = answers(&plan(), &folder.options(), &(long + &months(&[1.0])));
    assert_eq!(answers[0]["error"], "the line is longer than 1 MB");
    assert_eq!(answers[1]["outcome"], "learning");
}

#[test]
fn what_a_store_keeps_can_be_fed_to_another() {
    let ratios = Plan::builder(Chart::u())
        .baseline(Baseline::First { points: 3 })
        .build()
        .unwrap();
    let folder = Folder::new();
    let lines = "{\"series\":{\"b\":1,\"a\":\"x\"},\"time\":\"2024Q1\",\"count\":3,\"exposure\":10.5}\n\
                 {\"series\":{\"a\":\"x\",\"b\":\"1\"},\"time\":\"2024Q2\",\"value\":null}\n\
                 {\"series\":{\"a\":\"x\",\"b\":\"1\"},\"time\":\"2024Q3\",\"count\":4,\"exposure\":11,\"excluded\":true}\n";
    answers(&ratios, &folder.options(), lines);
    let kept = observations(&folder.state());
    assert_eq!(
        kept.lines().next(),
        Some(
            "{\"series\":{\"a\":\"x\",\"b\":\"1\"},\"time\":\"2024Q1\",\"count\":3.0,\"exposure\":10.5}"
        )
    );
    let other = Folder::new();
    answers(&ratios, &other.options(), &kept);
    assert_eq!(standing(&other.state()), standing(&folder.state()));
    assert_eq!(plan_of(&other.state()).unwrap(), ratios);
}

#[test]
fn a_store_of_another_plan_is_refused_with_a_way_out() {
    let folder = Folder::new();
    answers(&plan(), &folder.options(), &months(&BASELINE));
    let other = Plan::builder(Chart::individuals())
        .baseline(Baseline::First { points: 7 })
        .build()
        .unwrap();
    let error = feed(&other, &folder.options(), "").unwrap_err();
    assert!(matches!(error, WatchError::OtherPlan { .. }));
    assert!(
        error
            .to_string()
            .contains("watch with the plan it was made under"),
        "{error}"
    );
    // The direction of good may change.
    let turned = Plan::builder(Chart::individuals())
        .preset(Preset::MakingDataCount)
        .baseline(Baseline::First { points: 6 })
        .direction(Direction::Increase)
        .build()
        .unwrap();
    let input = Input::Stream(Box::new(Cursor::new(Vec::new())));
    let mut notes = |_: &str| {};
    let (options, stop) = (folder.options(), Stop::default());
    watch(&turned, &options, input, &mut Vec::new(), &mut notes, &stop).unwrap();
    assert_eq!(plan_of(&folder.state()).unwrap(), turned);
}

#[test]
fn a_plan_that_never_judges_is_refused() {
    let folder = Folder::new();
    let all = Plan::builder(Chart::individuals()).build().unwrap();
    let error = feed(&all, &folder.options(), "").unwrap_err();
    assert!(matches!(error, WatchError::NeverJudged));
    assert!(!folder.state().exists());
}

#[test]
fn new_phases_withdraw_what_they_take_over() {
    let rebasing = Plan::builder(Chart::run())
        .rule(Shift {
            points: 6,
            ..Shift::default()
        })
        .baseline(Baseline::FirstUseful { points: 8 })
        .rebase(Rebase::Scottish)
        .build()
        .unwrap();
    let folder = Folder::new();
    let values = [
        &[10.0, 12.0, 11.0, 10.0, 12.0, 11.0, 10.0, 12.0][..],
        &[20.0; 12],
    ]
    .concat();
    let answers = answers(&rebasing, &folder.options(), &months(&values));
    let rephased = answers
        .iter()
        .find(|answer| answer["rephased"].is_number())
        .unwrap();
    assert_eq!(rephased["rephased"], 8);
    assert_eq!(rephased["signals"][0]["change"], "withdrawn");
}

#[test]
fn a_long_series_keeps_its_newest_points_and_judges_by_all() {
    let whole = Folder::new();
    let short = Folder::new();
    let mut options = short.options();
    options.history = Some(20);
    let values: Vec<f64> = (0..300)
        .map(|number| f64::from(number * 7919 % 13))
        .collect();
    answers(&plan(), &whole.options(), &months(&values));
    for part in months(&values).lines().collect::<Vec<_>>().chunks(17) {
        answers(&plan(), &options, &(part.join("\n") + "\n"));
    }
    // But for how many are kept.
    let reports = |folder: &Folder| {
        let standing = standing(&folder.state());
        standing[standing.find("\"time\"").unwrap()..].to_owned()
    };
    assert_eq!(reports(&short), reports(&whole));
    let kept = observations(&short.state()).lines().count();
    assert!((20..=36).contains(&kept), "{kept}");
    let old = "{\"series\":\"A\",\"time\":\"2023-01\",\"value\":1}\n";
    let refused = answers(&plan(), &options, old);
    assert!(
        refused[0]["error"]
            .as_str()
            .unwrap()
            .contains("lies before the kept points")
    );
    // A revision of what is kept is that of the whole series.
    let (year, month) = (2024 + 290 / 12, 290 % 12 + 1);
    let line = format!(
        "{{\"series\":\"A\",\"time\":\"{year}-{month:02}\",\"value\":99,\"revises\":true}}\n"
    );
    let one = answers(&plan(), &options, &line);
    let two = answers(&plan(), &whole.options(), &line);
    assert_eq!(one, two);
    assert_eq!(reports(&short), reports(&whole));
}

#[test]
fn few_series_in_memory_are_as_good_as_all() {
    let lines: String = (0..40)
        .flat_map(|month| (0..25).map(move |series| (month, series)))
        .map(|(month, series)| {
            let value = (month * 31 + series * 17) % 11;
            let (year, month) = (2024 + month / 12, month % 12 + 1);
            format!(
                "{{\"series\":\"{series}\",\"time\":\"{year}-{month:02}\",\"value\":{value}}}\n"
            )
        })
        .collect();
    let all = Folder::new();
    let expected = answers(&plan(), &all.options(), &lines);
    let few = Folder::new();
    let mut options = few.options();
    options.loaded_series = 3;
    options.batch_lines = 7;
    assert_eq!(answers(&plan(), &options, &lines), expected);
    assert_eq!(standing(&few.state()), standing(&all.state()));
}

#[test]
fn only_signals_leaves_the_rest_out() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.only_signals = true;
    let answers = answers(
        &plan(),
        &options,
        &months(&[&BASELINE[..], &[11.0, 40.0]].concat()),
    );
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["index"], 7);
}

#[test]
fn times_may_be_texts_in_order() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.times = Times::Text;
    let line = |time: &str| format!("{{\"series\":\"A\",\"time\":\"{time}\",\"value\":1}}\n");
    let answers = answers(
        &plan(),
        &options,
        &(line("v1") + &line("v3") + &line("v\\\"2")),
    );
    assert_eq!(
        (&answers[2]["late"], &answers[2]["index"]),
        (&true.into(), &0.into())
    );
    assert_eq!(answers[2]["time"], "v\"2");
}

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
        &plan(),
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
        &plan(),
        &folder.options(),
        input,
        &mut Vec::new(),
        &mut notes,
        &stop,
    );
    assert_eq!(summary.unwrap().ending, Ending::Stopped(15));
}

/// A store with some batches in it, as bytes.
fn stored(folder: &Folder) -> Vec<u8> {
    let mut options = folder.options();
    options.batch_lines = 4;
    options.history = Some(20);
    let values: Vec<f64> = (0..60)
        .map(|number| f64::from(number * 7919 % 13))
        .collect();
    let with_ids = |line: (usize, &str)| {
        let (number, line) = line;
        format!("{},\"id\":{number}}}\n", line.trim_end_matches('}'))
    };
    let lines: String = months(&values).lines().enumerate().map(with_ids).collect();
    answers(&plan(), &options, &lines);
    std::fs::read(folder.state()).unwrap()
}

#[test]
fn a_damaged_store_is_an_error_and_never_a_panic() {
    let folder = Folder::new();
    let whole = stored(&folder);
    let expected = standing(&folder.state());
    let (mut refused, mut state) = (0, 0x9e37_79b9_7f4a_7c15_u64);
    let mut check = |bytes: &[u8]| {
        std::fs::write(folder.state(), bytes).unwrap();
        let mut output = Vec::new();
        match write_standing(&folder.state(), &mut output) {
            // Where the byte was of no use, or the database had it twice.
            Ok(_) => assert_eq!(String::from_utf8(output).unwrap(), expected),
            Err(error) => {
                refused += 1;
                assert!(!error.to_string().is_empty());
            }
        }
    };
    let used = whole.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    for _ in 0..300 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let mut bytes = whole.clone();
        bytes[(state >> 8) as usize % used] ^= (state as u8).max(1);
        check(&bytes);
    }
    for kept in [0, 1, 100, 4096, used / 2, used - 1] {
        check(&whole[..kept]);
    }
    // Most of the file are pages that hold nothing any more, so that few of the changes do harm.
    assert!(refused >= 10, "{refused}");
}

#[test]
fn a_file_of_something_else_is_left_alone() {
    let folder = Folder::new();
    std::fs::write(folder.state(), "org,month,value\n").unwrap();
    let error = feed(&plan(), &folder.options(), "").unwrap_err();
    assert!(matches!(error, WatchError::NotAStore { .. }), "{error}");
    assert_eq!(std::fs::read(folder.state()).unwrap(), b"org,month,value\n");
}

#[test]
fn a_store_in_use_is_refused() {
    let folder = Folder::new();
    let (send, lines) = std::sync::mpsc::channel::<Vec<u8>>();
    let (options, own) = (folder.options(), plan());
    let (told, answered) = std::sync::mpsc::channel();
    let first = std::thread::spawn(move || {
        let input = Input::Stream(Box::new(Waiting(lines)));
        let mut notes = |_: &str| {};
        watch(
            &own,
            &options,
            input,
            &mut Telling(told),
            &mut notes,
            &Stop::default(),
        )
    });
    send.send(months(&[1.0]).into_bytes()).unwrap();
    answered.recv().unwrap();
    let error = feed(&plan(), &folder.options(), "").unwrap_err();
    assert!(matches!(error, WatchError::Locked { .. }), "{error}");
    drop(send);
    assert_eq!(first.join().unwrap().unwrap().counts.taken, 1);
}

/// Brings what it is sent.
struct Waiting(std::sync::mpsc::Receiver<Vec<u8>>);

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
struct Telling(std::sync::mpsc::Sender<String>);

impl Write for Telling {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = self.0.send(String::from_utf8(bytes.to_vec()).unwrap());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Follows a file to its end, and gives the answers and the notes.
fn follow(folder: &Folder) -> (Vec<Value>, Vec<String>) {
    let (mut output, mut notes) = (Vec::new(), Vec::new());
    let input = Input::Follow {
        path: folder.0.join("feed.ndjson"),
        until_end: true,
    };
    let mut note = |note: &str| notes.push(note.to_owned());
    watch(
        &plan(),
        &folder.options(),
        input,
        &mut output,
        &mut note,
        &Stop::default(),
    )
    .unwrap();
    let text = String::from_utf8(output).unwrap();
    (
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
        notes,
    )
}

#[test]
fn a_followed_file_is_read_on_where_it_was_left() {
    let folder = Folder::new();
    let feed = folder.0.join("feed.ndjson");
    let lines: Vec<String> = months(&[3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
        .lines()
        .map(|line| format!("{line}\n"))
        .collect();
    // The second line is not complete yet.
    std::fs::write(&feed, lines[0].clone() + &lines[1][..20]).unwrap();
    assert_eq!(follow(&folder).0.len(), 1);
    std::fs::write(&feed, lines[..2].concat() + "oops\n").unwrap();
    let (answers, notes) = follow(&folder);
    assert_eq!((answers.len(), notes.len()), (2, 0));
    assert_eq!(answers[0]["index"], 1);
    assert_eq!(answers[1]["line"], 3);
    // Moved away with a line more, and begun again.
    std::fs::write(
        folder.0.join("feed.ndjson.1"),
        lines[..2].concat() + "oops\n" + &lines[2],
    )
    .unwrap();
    std::fs::write(&feed, &lines[3]).unwrap();
    let (answers, notes) = follow(&folder);
    assert_eq!(
        answers
            .iter()
            .map(|answer| &answer["index"])
            .collect::<Vec<_>>(),
        [2, 3]
    );
    assert_eq!(notes.len(), 2);
    assert!(notes[0].contains("was moved to"), "{}", notes[0]);
    assert!(notes[1].contains("is a new file"), "{}", notes[1]);
    // Another file, of which nothing is known.
    std::fs::remove_file(folder.0.join("feed.ndjson.1")).unwrap();
    std::fs::write(&feed, lines[4..].concat()).unwrap();
    let (answers, notes) = follow(&folder);
    assert_eq!(
        answers
            .iter()
            .map(|answer| &answer["index"])
            .collect::<Vec<_>>(),
        [4, 5]
    );
    assert!(
        notes[0].contains("is not the file that was read before"),
        "{}",
        notes[0]
    );
    assert_eq!(follow(&folder).0.len(), 0);
}

#[test]
fn a_file_that_is_moved_or_cut_off_while_it_is_followed_is_read_on() {
    let folder = Folder::new();
    let feed = folder.0.join("feed.ndjson");
    let lines: Vec<String> = months(&[3.0, 4.0, 5.0, 6.0])
        .lines()
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(&feed, &lines[0]).unwrap();
    let (told, answered) = std::sync::mpsc::channel();
    let (noted, notes) = std::sync::mpsc::channel();
    let (path, options, stop) = (feed.clone(), folder.options(), Stop::default());
    let asked = stop.clone();
    let watching = std::thread::spawn(move || {
        let input = Input::Follow {
            path,
            until_end: false,
        };
        let mut note = |note: &str| noted.send(note.to_owned()).unwrap();
        watch(
            &plan(),
            &options,
            input,
            &mut Telling(told),
            &mut note,
            &asked,
        )
    });
    let next = |index: usize| {
        let answer: Value = serde_json::from_str(answered.recv().unwrap().trim_end()).unwrap();
        assert_eq!(answer["index"], index);
    };
    next(0);
    std::fs::rename(&feed, folder.0.join("feed.ndjson.1")).unwrap();
    std::fs::write(&feed, &lines[1]).unwrap();
    next(1);
    assert!(notes.recv().unwrap().contains("is a new file"));
    let append = |line: &str| {
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .open(&feed)
            .unwrap();
        file.write_all(line.as_bytes()).unwrap();
    };
    append(&lines[2]);
    next(2);
    std::fs::OpenOptions::new()
        .write(true)
        .truncate(true)
        .open(&feed)
        .unwrap();
    assert!(notes.recv().unwrap().contains("was cut off"));
    append(&lines[3]);
    next(3);
    stop.ask(2);
    assert_eq!(watching.join().unwrap().unwrap().ending, Ending::Stopped(2));
}
