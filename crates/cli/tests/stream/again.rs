//! What was sent before, and what comes back after a restart.

use redbead::{Baseline, Chart, Plan, Shift};

use super::{Folder, answers, feed_to, line, plan};

/// Nobody reads its answers.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn unread_answers_are_said_at_each_start_until_they_are_read() {
    let folder = Folder::new();
    let mut options = folder.options();
    options.loaded_series = 1;
    let lines: String = ["A", "B", "C"]
        .map(|series| {
            format!(
                "{{\"series\":\"{series}\",\"time\":\"2024-01\",\"value\":5,\"id\":\"{series}1\"}}\n"
            )
        })
        .concat();
    feed_to(&mut Closed, &plan(3), &options, &lines).unwrap();
    for _ in 0..2 {
        feed_to(&mut Closed, &plan(3), &options, "").unwrap();
    }
    // Its ids are known as well.
    let again = answers(&plan(3), &options, &lines);
    let ids: Vec<&str> = again
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["A1", "B1", "C1", "A1", "B1", "C1"]);
    assert!(again.iter().all(|answer| answer["duplicate"] == true));
}

#[test]
fn an_id_with_something_else_is_refused_and_names_what_it_stood_for() {
    let folder = Folder::new();
    let options = folder.options();
    let first = line("2024-01", "\"value\":5,\"id\":\"a\"");
    assert_eq!(answers(&plan(3), &options, &first)[0]["index"], 0);
    let others = [
        line("2024-01", "\"value\":6,\"id\":\"a\""),
        line("2024-01", "\"value\":6,\"revises\":true,\"id\":\"a\""),
        line("2024-01", "\"value\":5,\"provisional\":true,\"id\":\"a\""),
        line("2024-02", "\"value\":5,\"id\":\"a\""),
        line("2024-01", "\"value\":5,\"id\":\"a\"").replace("\"A\"", "\"B\""),
    ];
    for answer in answers(&plan(3), &options, &others.concat()) {
        assert_eq!(
            answer["error"],
            "id \"a\" was sent before with something else, for 2024-01 of series \"A\""
        );
        assert_eq!(
            answer["hint"],
            "give each observation an id of its own, a revision too"
        );
        assert_eq!(answer["id"], "a");
    }
    // The figure may be revised since; what the id stood for is the same.
    let revised = line("2024-01", "\"value\":7,\"revises\":true,\"id\":\"b\"");
    let same = answers(&plan(3), &options, &(revised + &first));
    assert_eq!(
        (&same[0]["revised"], &same[1]["duplicate"]),
        (&true.into(), &true.into())
    );
}

#[test]
fn a_signal_that_goes_on_over_a_restart_is_extended() {
    let shift = Plan::builder(Chart::individuals())
        .rule(Shift::default())
        .baseline(Baseline::First { points: 6 })
        .build()
        .unwrap();
    let lines: Vec<String> = [10.0, 12.0, 11.0, 10.0, 12.0, 11.0]
        .into_iter()
        .chain([11.5; 40])
        .enumerate()
        .map(|(at, value)| line(&(at + 1).to_string(), &format!("\"value\":{value}")))
        .collect();
    let calm = Folder::new();
    let mut options = calm.options();
    options.history = Some(1);
    options.words = None;
    let expected = answers(&shift, &options, &lines.concat());
    let broken = Folder::new();
    options.state = broken.options().state;
    // Few in memory, so that each start reads its state from the store.
    options.loaded_series = 1;
    let other = line("1", "\"value\":1").replace("\"A\"", "\"B\"");
    for (line, expected) in lines.iter().zip(&expected) {
        let found = answers(&shift, &options, line);
        assert_eq!(&found[0], expected);
        let resent = answers(&shift, &options, line);
        assert_eq!(resent[0]["signals"], expected["signals"], "{line}");
        answers(&shift, &options, &other);
    }
}
