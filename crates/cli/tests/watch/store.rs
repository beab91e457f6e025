//! What the store keeps, and what becomes of a bad one.

use std::io::Cursor;

use redbead::{Baseline, Chart, Direction, Plan, Preset};
use redbead_cli::watch::{Input, Plans, Stop, WatchError, plans_of, watch, write_standing};

use crate::support::{
    BASELINE, Folder, Telling, Waiting, answers, feed, months, observations, plan, standing,
};

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
    assert_eq!(plans_of(&other.state()).unwrap(), Plans::from(&ratios));
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
    assert_eq!(plans_of(&folder.state()).unwrap(), Plans::from(&turned));
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
