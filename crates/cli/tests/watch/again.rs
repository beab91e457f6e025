//! Lines that were sent before, come late or bring another figure.

use serde_json::Value;

use crate::support::{BASELINE, Folder, answers, feed, months, plan, standing};

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
