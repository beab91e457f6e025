//! Lines that do not fit their series, and times that are numbers.

use redbead::{Baseline, Chart, Plan};
use redbead_cli::watch::Times;
use redbead_io::PeriodKind;

use super::{Folder, answers, feed_to, line, plan};

#[test]
fn a_refused_line_begins_no_series() {
    let folder = Folder::new();
    let options = folder.options();
    // An individuals chart takes no subgroup.
    let wrong = line("2024-01", "\"mean\":1,\"size\":2,\"range\":1");
    let (summary, _) = feed_to(&mut Vec::new(), &plan(3), &options, &wrong).unwrap();
    assert_eq!((summary.counts.refused, summary.counts.series), (1, 0));
    let right = wrong.clone() + &line("2024-01", "\"value\":1").replace("\"A\"", "\"B\"") + &wrong;
    let (summary, _) = feed_to(&mut Vec::new(), &plan(3), &options, &right).unwrap();
    assert_eq!((summary.counts.refused, summary.counts.series), (2, 1));
    // The next start finds the store in order.
    let later = line("2024-01", "\"value\":1") + &wrong;
    let found = answers(&plan(3), &options, &later);
    assert_eq!(
        (&found[0]["series"], &found[0]["index"]),
        (&"A".into(), &0.into())
    );
}

#[test]
fn positions_go_on_beyond_999() {
    let folder = Folder::new();
    let lines: String = (998..=1002)
        .chain([20_242, 202_413])
        .map(|at| line(&at.to_string(), "\"value\":1"))
        .collect();
    let found = answers(&plan(3), &folder.options(), &lines);
    let times: Vec<&str> = found
        .iter()
        .filter_map(|one| one["time"].as_str())
        .collect();
    assert_eq!(
        times,
        ["998", "999", "1000", "1001", "1002", "20242", "202413"]
    );
    let folder = Folder::new();
    let mut options = folder.options();
    let lines: String = (1000..1003)
        .chain([10_000])
        .map(|at| line(&at.to_string(), "\"value\":1"))
        .collect();
    let found = answers(&plan(3), &options, &lines);
    // They may be years as well, and are until something says otherwise.
    assert_eq!(
        found[3]["hint"],
        "write all times of a series in one way; where they are mere numbers, watch with --times index"
    );
    options.state = folder.0.join("other.redbead");
    options.times = Times::As(PeriodKind::Index);
    let found = answers(&plan(3), &options, &lines);
    assert_eq!(
        (&found[3]["time"], &found[3]["index"]),
        (&"10000".into(), &3.into())
    );
}

#[test]
fn a_figure_of_another_kind_is_refused() {
    let folder = Folder::new();
    let options = folder.options();
    let ratio = "\"count\":30,\"exposure\":3";
    let lines = line("2024-01", "\"value\":null")
        + &line("2024-02", "\"value\":1")
        // In the place of the only figure it may be of any kind.
        + &line("2024-02", &format!("{ratio},\"revises\":true"))
        + &line("2024-03", "\"value\":10")
        + &line("2024-03", "\"value\":null")
        + &line("2024-04", ratio);
    let found = answers(&plan(3), &options, &lines);
    assert_eq!(found[2]["revised"], true);
    assert_eq!(
        (&found[3]["error"], &found[3]["hint"]),
        (
            &"the line has plain figures, and the series has count and exposure".into(),
            &"send all figures of a series in one way".into()
        )
    );
    assert_eq!(
        (&found[4]["index"], &found[5]["index"]),
        (&2.into(), &3.into())
    );
    let other = line("2024-05", ratio).replace("\"A\"", "\"B\"")
        + &line("2024-04", "\"value\":1").replace("\"A\"", "\"B\"");
    assert_eq!(
        answers(&plan(3), &options, &other)[1]["error"],
        "the line has plain figures, and the series has count and exposure"
    );
}

#[test]
fn a_revision_of_nothing_is_refused() {
    let folder = Folder::new();
    let options = folder.options();
    let lines = line("2024-01", "\"value\":1")
        + &line("2024-03", "\"value\":1,\"revises\":true")
        + &line("2024-03", "\"value\":1")
        + &line("2024-02", "\"value\":1,\"revises\":true")
        + &line("2024-03", "\"value\":2,\"revises\":true");
    let found = answers(&plan(3), &options, &lines);
    for (at, time) in [(1, "2024-03"), (3, "2024-02")] {
        assert_eq!(
            (&found[at]["error"], &found[at]["hint"]),
            (
                &format!("there is no figure of {time} to revise").into(),
                &"correct the time, or leave revises out to send a first figure".into()
            )
        );
    }
    assert_eq!(found[4]["revised"], true);
}

#[test]
fn a_count_out_of_nothing_says_why_it_is_missing() {
    let folder = Folder::new();
    let rate = Plan::builder(Chart::u())
        .baseline(Baseline::First { points: 3 })
        .build()
        .unwrap();
    let lines = line("2024-01", "\"count\":3,\"exposure\":0")
        + &line("2024-02", "\"count\":null,\"exposure\":null")
        + &line("2024-01", "\"count\":3,\"exposure\":0");
    let found = answers(&rate, &folder.options(), &lines);
    let said: Vec<_> = found
        .iter()
        .map(|one| (&one["outcome"], &one["why"]))
        .collect();
    let missing = &"missing".into();
    let why = &"no_exposure".into();
    let none = &serde_json::Value::Null;
    assert_eq!(said, [(missing, why), (missing, none), (missing, why)]);
}
