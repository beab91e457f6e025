//! Flags: what they take, what they refuse and with which exit code.

use crate::run::{Folder, redbead, wards, with_input};

#[test]
fn a_bad_value_of_a_flag_is_a_mistake_on_the_command_line() {
    let folder = Folder::new();
    let file = folder.with("wards.csv", wards());
    let cases: [(&[&str], &str); 19] = [
        (&["--chart", "u:per=0"], "per is 0"),
        (&["--limit-sigma", "0"], "limit_sigma is 0"),
        (&["--limit-sigma", "-2"], "limit_sigma is -2"),
        (&["--current", "0"], "current"),
        (&["--current", "-1"], "'-1'"),
        (&["--baseline", "0"], "baseline of 0 points"),
        (&["--baseline", "-3"], "expected one above 0 such as 24"),
        (&["--rule", "shift:0"], "points is 0"),
        (&["--rule", "shift:1000000000000"], "from 0 to 4294967295"),
        (&["--exclude", "foo"], "exclude foo"),
        (&["--delimiter", ";;"], "expected one character"),
        (&["--center", "40", "--sigma-value", "-1"], "sigma is -1"),
        (
            &["--rebase", "foo"],
            "expected one of none, scottish, runs, stable_shift",
        ),
        (
            &["--baseline", "2023-12..2023-01"],
            "ends before it starts; turn it around: 2023-01..2023-12",
        ),
        (&["--exclude", "2023-12..2023-01"], "turn it around"),
        (&["--chart", "p", "--target", "5"], "write 0.05 or 5%"),
        (&["--target", "1/0"], "100/1000"),
        (&["--guard-formulas"], "goes with --format csv"),
        (&["--exclude", "2023-13"], "2023-13"),
    ];
    for (flags, words) in cases {
        let ran = redbead(&[&["scan", &file], flags].concat());
        assert_eq!(ran.code, Some(2), "{flags:?}: {}\n{}", ran.out, ran.err);
        assert!(ran.err.contains(words), "{flags:?}: {}", ran.err);
    }
    // What a plan file says is no mistake on the command line; what a flag puts over it is.
    let good = folder.with("good.toml", "version = 1\n[plan]\ncurrent_points = 2\n");
    let bad = folder.with("bad.toml", "version = 1\n[plan]\nexclude = [\"foo\"]\n");
    redbead(&["scan", &file, "--plan", &bad]).expect(1);
    redbead(&["scan", &file, "--plan", &good, "--exclude", "foo"]).expect(2);
}

#[test]
fn a_plan_is_written_only_when_it_holds() {
    let folder = Folder::new();
    let file = folder.with("wards.csv", wards());
    let plan = folder.file("plan.toml");
    redbead(&["scan", &file, "--limit-sigma", "0", "--write-plan", &plan]).expect(2);
    assert!(!std::path::Path::new(&plan).exists());
    redbead(&["scan", &file, "--write-plan", &plan]).expect(0);
    assert!(std::path::Path::new(&plan).exists());
}

#[test]
fn keys_that_look_like_formulas_are_guarded_where_asked() {
    let text = "ward,month,value\n=1+1,2024-01,3\n=1+1,2024-02,4\n@x,2024-01,3\n@x,2024-02,4\n";
    let flags = ["scan", "-", "--format", "csv", "--chart", "individuals"];
    let plain = with_input(&flags, text.as_bytes()).expect(0);
    assert!(plain.out.contains("\n=1+1,"), "{}", plain.out);
    let guarded = with_input(
        &[&flags[..], &["--guard-formulas"]].concat(),
        text.as_bytes(),
    )
    .expect(0);
    assert!(
        guarded.out.contains("\n'=1+1,") && guarded.out.contains("\n'@x,"),
        "{}",
        guarded.out
    );
}

#[test]
fn what_is_explained_moves_no_cursor() {
    let text = "ward,month,value\n\u{1b}[31mA\u{202e},2024-01,3\n\u{1b}[31mA\u{202e},2024-02,4\n";
    let scanned = with_input(&["scan", "-", "--format", "ndjson"], text.as_bytes()).expect(0);
    let told = with_input(&["explain", "--from", "-"], scanned.out.as_bytes()).expect(0);
    assert!(told.out.contains("?[31mA?"), "{:?}", told.out);
    assert!(!told.out.contains(['\u{1b}', '\u{202e}']), "{:?}", told.out);
}

#[test]
fn a_target_may_be_cases_per_exposure() {
    let text = "month,cases,days\n2024-01,90,1000\n2024-02,110,1000\n2024-03,95,1000\n";
    let flags = [
        "--count",
        "cases",
        "--exposure",
        "days",
        "--chart",
        "u:per=1000",
        "--target",
        "100/1000",
    ];
    let ran = with_input(&[&["scan", "-"], &flags[..]].concat(), text.as_bytes()).expect(0);
    assert!(ran.out.contains("target 100"), "{}", ran.out);
    assert!(
        ran.out.starts_with("Rate chart (u), per 1,000 · "),
        "{}",
        ran.out
    );
}

#[test]
fn rules_without_a_run_length_say_why() {
    let ran = redbead(&["rules"]).expect(0);
    assert!(
        ran.out.contains("in control  none is known to us"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("tests of a whole phase"), "{}", ran.out);
    assert!(
        !ran.out.contains("depends on the number of points"),
        "{}",
        ran.out
    );
}
