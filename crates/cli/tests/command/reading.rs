//! What of a data file is told, refused and left out, and by which flags.

use serde_json::Value;

use crate::run::{Folder, Ran, redbead};

/// Rows of 36 months under a header.
fn months(header: &str, row: impl Fn(usize) -> String) -> String {
    let mut text = format!("month,{header}\n");
    for number in 0..36 {
        let (year, month) = (2021 + number / 12, number % 12 + 1);
        text.push_str(&format!("{year}-{month:02},{}\n", row(number)));
    }
    text
}

fn records(ran: &Ran) -> Vec<Value> {
    let lines = ran.out.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn figures_that_a_chart_cannot_use_are_counted_wherever_reading_is_told() {
    let folder = Folder::new();
    let text = months("v", |at| match at {
        7 => "-5".to_owned(),
        at => (9 + at % 4).to_string(),
    });
    let file = folder.with("neg.csv", text);
    let scan = ["scan", &file, "--chart", "c", "--invalid", "missing", "-q"];
    let told =
        "36 rows gave 36 points of 1 series; 1 figure that the chart cannot use, taken as missing";
    let ran = redbead(&scan).expect(0);
    assert!(ran.out.contains(&format!("Read: {told}\n")), "{}", ran.out);
    let ran = redbead(&[&scan[..], &["--format", "json"]].concat()).expect(0);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["notes"][0], told);
    let ran = redbead(&[&scan[..], &["--format", "ndjson", "--points"]].concat()).expect(0);
    let record = &records(&ran)[0];
    assert_eq!(record["counts"]["invalid"], 1);
    assert_eq!(record["points"][7]["why_missing"], "invalid");
    assert_eq!(record["points"][8]["why_missing"], Value::Null);
    let page = folder.file("page.html");
    let report = [&["report"], &scan[1..], &["-o", &page]].concat();
    redbead(&report).expect(0);
    let page = std::fs::read_to_string(&page).unwrap();
    assert!(page.contains(told), "the head of the page");
    // A numerator above its denominator.
    let text = months("falls,days", |at| {
        format!("{},40", if at == 3 { 50 } else { 4 + at % 3 })
    });
    let file = folder.with("p.csv", text);
    let scan = ["scan", &file, "--chart", "p", "--invalid", "missing", "-q"];
    let columns = ["--count", "falls", "--exposure", "days"];
    let ran = redbead(&[&scan[..], &columns].concat()).expect(0);
    assert!(ran.out.contains("1 figure that the chart"), "{}", ran.out);
}

#[test]
fn a_target_in_another_unit_than_the_rate_is_told() {
    let folder = Folder::new();
    let rows = months("falls,days", |at| format!("{},1000", 40 + at % 9));
    let file = folder.with("u.csv", rows);
    let scan = |chart: &str, flags: &[&str]| {
        let columns = ["--count", "falls", "--exposure", "days", "--chart", chart];
        redbead(&[&["scan", &file], &columns[..], flags].concat()).expect(0)
    };
    let told = " 50 is read per one unit of exposure and shows as 50,000 per 1,000, above every figure, of which \
                the highest is 48 per 1,000; for 50 per 1,000 write 0.05";
    for (chart, flag, what) in [
        ("u:per=1000", "--target", "target"),
        ("u:per=1000", "--center", "center"),
        ("u_prime:per=1000", "--target", "target"),
    ] {
        let ran = scan(chart, &[flag, "50"]);
        assert!(
            ran.err.contains(&format!("note: {what}{told}")),
            "{}",
            ran.err
        );
    }
    let ran = scan("u:per=1000", &["--target", "50", "-q", "--format", "json"]);
    assert!(ran.out.contains(told) && ran.err.is_empty(), "{}", ran.err);
    // As a plan file gives it.
    let plan = "version = 1\n[plan.baseline.given]\ncenter = 50.0\n";
    let plan = folder.with("given.toml", plan);
    let ran = scan("u:per=1000", &["--plan", &plan]);
    assert!(ran.err.contains("note: center 50 is read"), "{}", ran.err);
    let ran = scan("u", &["--target", "50"]);
    assert!(
        ran.err.contains("meant per 1,000, write 0.05"),
        "{}",
        ran.err
    );
    for target in ["0.047", "47/1000"] {
        let ran = scan("u:per=1000", &["--target", target]);
        assert!(!ran.err.contains("is read per one"), "{}", ran.err);
    }
}

#[test]
fn charts_that_want_other_columns_name_their_flags() {
    let folder = Folder::new();
    let values = folder.with(
        "v.csv",
        months("ward,v", |at| format!("A,{at}\n2019-01,B,1")),
    );
    let ratios = folder.with("r.csv", months("falls,days", |at| format!("{at},90")));
    let scan = |file: &str, flags: &str| {
        let flags: Vec<&str> = flags.split(' ').collect();
        let more = ["--duplicates", "first"];
        redbead(&[&["scan", file, "-q"], &flags[..], &more].concat()).expect(2)
    };
    for (file, flags, words) in [
        (&values, "--count v --chart p", "--count COL --exposure COL"),
        (&values, "--value v --chart u", "--count COL --exposure COL"),
        (&values, "--value v --chart xbar", "--raw COL"),
        (
            &values,
            "--value v --chart r",
            "--mean COL --range COL --size COL",
        ),
        (
            &ratios,
            "--count falls --exposure days --chart c",
            "--value COL, or --count COL without --exposure",
        ),
    ] {
        let ran = scan(file, flags);
        assert!(ran.err.contains(words), "{flags}: {}", ran.err);
        assert!(!ran.err.contains("Observation"), "{}", ran.err);
        assert_eq!(ran.err.matches("error:").count(), 1, "{}", ran.err);
        assert!(ran.out.is_empty(), "{}", ran.out);
    }
    // Also where the first point is missing.
    let subgroups = months("m,s,n", |at| match at {
        0 => ",,".to_owned(),
        at => format!("{at},1,5"),
    });
    let subgroups = folder.with("s.csv", subgroups);
    let ran = scan(&subgroups, "--mean m --deviation s --size n --chart r");
    assert!(ran.err.contains("name it: --range COL"), "{}", ran.err);
    // A plan file alone is no mistake on the command line.
    let plan = folder.with(
        "p.toml",
        "version = 1\n[plan]\nchart = \"p\"\n[columns]\ncount = \"v\"\n",
    );
    redbead(&["scan", &values, "--plan", &plan, "--duplicates", "first"]).expect(1);
    let ran = redbead(&["scan", &values, "--count", "v", "--exposure", "v"]).expect(1);
    assert!(ran.err.contains("as count and as exposure"), "{}", ran.err);
}

#[test]
fn lines_above_the_header_are_skipped_and_kept_in_the_plan() {
    let folder = Folder::new();
    let rows = months("v", |at| (at % 7).to_string());
    let file = folder.with("titled.csv", format!("NHS England statistics\n\n{rows}"));
    let ran = redbead(&["scan", &file]).expect(1);
    assert!(
        ran.err.contains("titles stand above the header"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("`--skip-lines N`"), "{}", ran.err);
    let plan = folder.file("plan.toml");
    redbead(&["scan", &file, "--skip-lines", "2", "--write-plan", &plan]).expect(0);
    let text = std::fs::read_to_string(&plan).unwrap();
    assert!(text.contains("[reading]\nskip_lines = 2\n"), "{text}");
    let ran = redbead(&["scan", &file, "--plan", &plan]).expect(0);
    assert!(
        ran.out.contains("Read: 36 rows gave 36 points"),
        "{}",
        ran.out
    );
}

#[test]
fn totals_that_are_not_marked_are_told() {
    let folder = Folder::new();
    let rows = months("type,v", |at| {
        let (a, b) = (at % 5, at % 7);
        let month = format!("{}-{:02}", 2021 + at / 12, at % 12 + 1);
        format!("a,{a}\n{month},b,{b}\n{month},All,{}", a + b)
    });
    let file = folder.with("totals.csv", rows);
    let ran = redbead(&["scan", &file, "--totals", "drop"]).expect(0);
    assert!(
        ran.err.contains("no row is marked as a total of others"),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("`--where type=…`, once for each of the others"),
        "{}",
        ran.err
    );
    let ran = redbead(&["scan", &file, "--where", "type=a", "--where", "type=b"]).expect(0);
    assert!(ran.out.contains("2 series"), "{}", ran.out);
    let ran = redbead(&["scan", &file, "--totals", "only"]).expect(1);
    assert!(ran.err.contains("no row is marked as one"), "{}", ran.err);
}

#[test]
fn few_points_are_told_in_plain_numbers() {
    let folder = Folder::new();
    let file = folder.with("one.csv", "month,v\n2024-01,5\n");
    let ran = redbead(&["scan", &file, "--chart", "c", "-q"]).expect(0);
    assert!(
        ran.out.contains("few data: 1 point, 20 advised"),
        "{}",
        ran.out
    );
}

#[test]
fn rules_are_explained_as_a_scan_checks_them() {
    for name in ["shift:0", "k_of_m:5,m=3", "u:per=0"] {
        let ran = redbead(&["explain", name]).expect(2);
        assert!(ran.err.contains("expected"), "{}", ran.err);
    }
    for name in ["shift:8", "k_of_m:2,m=3", "run_count", "u:per=100", "np"] {
        redbead(&["explain", name]).expect(0);
    }
}

#[test]
fn help_tells_what_is_known_without_a_flag() {
    let help = redbead(&["scan", "--help"]).expect(0).out;
    let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in [
        "blank na n/a #n/a nan null none missing - --",
        "as suppressed: c [c] * suppressed",
        "by a d in a column …QF",
        "over c4(n)",
    ] {
        assert!(words.contains(told), "{told}: {help}");
    }
    let help = redbead(&["--help"]).expect(0).out;
    assert!(help.contains("130  interrupted"), "{help}");
    let rules = redbead(&["rules"]).expect(0).out;
    assert!(rules.contains("center=by_size|fixed") && rules.contains("s / c4(n)"));
}

#[test]
fn the_header_tells_what_is_given_and_what_is_unusual() {
    let folder = Folder::new();
    let rows: String = (1..=12)
        .map(|month| format!("2024-{month:02},{}\n", 40 + month * 7 % 11))
        .collect();
    let file = folder.with("falls.csv", format!("month,falls\n{rows}"));
    let header = |flags: &[&str]| {
        let ran = redbead(&[&["scan", &file, "-q"], flags].concat()).expect(0);
        ran.out.lines().next().unwrap_or_default().to_owned()
    };
    let run = header(&["--chart", "run", "--center", "40", "--limit-sigma", "2"]);
    assert!(
        run.starts_with("Run chart · rules: scottish_run_chart · center 40 as given · direction"),
        "{run}"
    );
    let told = header(&[
        "--chart",
        "individuals",
        "--sigma",
        "sd",
        "--limit-sigma",
        "2",
    ]);
    assert!(
        told.starts_with("Individuals chart (XmR), sigma=standard_deviation · "),
        "{told}"
    );
    assert!(
        told.contains("· limits from all points · limits at 2 sigma ·"),
        "{told}"
    );
}
