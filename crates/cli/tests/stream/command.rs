//! The command itself: what it says on standard error, and what it makes of an older store.

use std::io::Write;
use std::process::{Command, Stdio};

use redb::{Database, ReadableDatabase, TableDefinition};
use redbead_cli::watch::{Plans, plans_of, write_standing};

use super::{Folder, answers, plan, values};

const ABOUT: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("about");

/// Runs the command on the store of a folder. Gives its answers and what it said.
fn run(folder: &Folder, flags: &[&str], lines: &str) -> (String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_redbead"))
        .args(["watch", "--state"])
        .arg(folder.options().state)
        .args(flags)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that refuses its flags does not wait for lines.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    let output = child.wait_with_output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn phases_that_begin_by_themselves_need_no_baseline() {
    let folder = Folder::new();
    let lines = values(&[[10.0; 9], [20.0; 9]].concat());
    let (found, said) = run(&folder, &["--chart", "run", "--rebase", "scottish"], &lines);
    assert_eq!(found.lines().count(), 18, "{said}");
    assert!(
        found.lines().nth(17).unwrap().contains("\"rephased\":9"),
        "{found}"
    );
}

#[test]
fn what_a_store_no_longer_keeps_is_noted() {
    let folder = Folder::new();
    let individuals = [
        "--chart",
        "individuals",
        "--baseline",
        "3",
        "--history",
        "10",
    ];
    run(&folder, &individuals, &values(&[1.0; 60]));
    let (kept, said) = run(&folder, &["--show", "observations"], "");
    let forgotten = 60 - kept.lines().count();
    assert!(forgotten > 0);
    assert_eq!(
        said,
        format!(
            "note: {forgotten} older points of 1 series are no longer kept, and are not among these; a watch of \
             these alone may learn other limits\n"
        )
    );
}

#[test]
fn another_direction_is_noted() {
    let folder = Folder::new();
    let individuals = ["--chart", "individuals", "--baseline", "3"];
    run(&folder, &individuals, &values(&[1.0]));
    let turned = [&individuals[..], &["--good", "down"]].concat();
    let (_, said) = run(&folder, &turned, "");
    assert!(
        said.starts_with(
            "note: direction was not judged in the store, and is decrease from now on, for all its series\n"
        ),
        "{said}"
    );
}

#[test]
fn a_store_of_an_older_format_is_read_and_brought_up_to_date() {
    let folder = Folder::new();
    let options = folder.options();
    answers(&plan(3), &options, &values(&[1.0, 2.0]));
    let with_format = |format: Option<u16>| {
        let database = Database::open(&options.state).unwrap();
        let transaction = database.begin_write().unwrap();
        {
            let mut about = transaction.open_table(ABOUT).unwrap();
            match format {
                Some(format) => drop(about.insert("format", &format.to_le_bytes()[..]).unwrap()),
                None => drop(about.remove("format").unwrap()),
            }
        }
        transaction.commit().unwrap();
    };
    for older in [1, 2] {
        with_format(Some(older));
        assert_eq!(plans_of(&options.state).unwrap(), Plans::from(plan(3)));
        answers(&plan(3), &options, &values(&[1.0, 2.0, 3.0]));
        let database = Database::open(&options.state).unwrap();
        let about = database.begin_read().unwrap().open_table(ABOUT).unwrap();
        let format = about.get("format").unwrap().unwrap();
        assert_eq!(format.value(), 3_u16.to_le_bytes());
    }
    with_format(Some(4));
    let error = write_standing(&options.state, &mut Vec::new()).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("up to format 3; use a newer one"),
        "{error}"
    );
    with_format(None);
    let error = write_standing(&options.state, &mut Vec::new()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the store is damaged: it does not say its format"),
        "{error}"
    );
}

/// What the fixture was made of: months with ids, one of them far out.
fn of_the_fixture(months: std::ops::Range<usize>) -> String {
    let line = |month: usize| {
        let value = 40 + month * 7 % 11 + if month == 35 { 30 } else { 0 };
        let (year, number) = (2020 + month / 12, month % 12 + 1);
        format!(
            "{{\"series\":\"A\",\"time\":\"{year}-{number:02}\",\"value\":{value},\"id\":\"a-{month}\"}}\n"
        )
    };
    months.map(line).collect()
}

#[test]
fn a_store_that_an_older_program_wrote_goes_on() {
    let flags = [
        "--chart",
        "individuals",
        "--rules",
        "nelson",
        "--baseline",
        "12",
        "--history",
        "20",
    ];
    let older = Folder::new();
    std::fs::write(older.options().state, include_bytes!("format-2.redbead")).unwrap();
    let (again, said) = run(&older, &flags, &of_the_fixture(38..40));
    assert_eq!(again.matches("\"duplicate\":true").count(), 2, "{said}");
    let (other, _) = run(
        &older,
        &flags,
        &of_the_fixture(39..40).replace("-04", "-09"),
    );
    assert!(
        other.contains("was sent before with something else"),
        "{other}"
    );
    run(&older, &flags, &of_the_fixture(40..60));
    let fresh = Folder::new();
    run(&fresh, &flags, &of_the_fixture(0..60));
    let shown = |folder: &Folder| run(folder, &["--show", "standing"], "").0;
    assert!(shown(&older).contains("\"points\":60"), "{}", shown(&older));
    let report = |folder: &Folder| {
        let standing: serde_json::Value = serde_json::from_str(&shown(folder)).unwrap();
        standing["report"].clone()
    };
    assert_eq!(report(&older), report(&fresh));
}

/// Runs the command under a plan file.
fn run_under(folder: &Folder, plan: &str, flags: &[&str], lines: &str) -> (String, String) {
    let path = folder.options().state.with_extension("toml");
    std::fs::write(&path, format!("version = 1\n{plan}")).unwrap();
    let plan = ["--plan", path.to_str().unwrap()];
    run(folder, &[&plan[..], flags].concat(), lines)
}

#[test]
fn a_phase_that_would_never_be_judged_is_named_at_the_start() {
    let folder = Folder::new();
    let never =
        "[plan]\nchart = 'individuals'\nbaseline = '2020-01..2020-06'\nphases = ['2021-01']\n";
    let (found, said) = run_under(&folder, never, &[], &values(&[1.0]));
    assert_eq!(found, "");
    assert!(
        said.contains("phase at 2021-01: its limits would come from all its points"),
        "{said}"
    );
    // The newest phase is the one that begins last, wherever it stands in the file.
    let turned = "[plan]\nchart = 'individuals'\nbaseline = '2020-01..2020-06'\n\
                  phases = [{ at = '2021-01', baseline = 6 }, '2020-09']\n";
    let (found, said) = run_under(&folder, turned, &[], &of_the_fixture(0..30));
    assert_eq!(found.lines().count(), 30, "{said}");
    let last = found.lines().last().unwrap();
    assert!(last.contains("\"outcome\":\"judged\""), "{last}");
}

#[test]
fn periods_of_mere_numbers_are_refused() {
    let folder = Folder::new();
    let lines = "{\"series\":\"A\",\"time\":\"1\",\"value\":1}\n";
    for plan in [
        "phases = ['2018-03']\n",
        "exclude = ['2018-03']\n",
        "baseline = '2018-03..2018-05'\n",
    ] {
        let plan = match plan.starts_with("baseline") {
            true => format!("[plan]\nchart = 'individuals'\n{plan}"),
            false => format!("[plan]\nchart = 'individuals'\nbaseline = 2\n{plan}"),
        };
        let (found, said) = run_under(&folder, &plan, &["--times", "index"], lines);
        assert!(
            found.contains("and the times of the series are mere numbers"),
            "{plan}{found}{said}"
        );
    }
}

#[test]
fn a_point_that_is_left_out_says_why_while_its_phase_learns() {
    let folder = Folder::new();
    let plan = "[plan]\nchart = 'individuals'\nbaseline = '2020-01..2020-06'\n\
                exclude = [{ at = '2020-03', reason = 'flood' }]\n";
    let (found, said) = run_under(&folder, plan, &[], &of_the_fixture(0..4));
    let third = found.lines().nth(2).unwrap_or_default();
    assert!(third.contains("\"outcome\":\"learning\""), "{said}");
    assert!(third.contains("\"why\":\"flood\""), "{third}");
    assert_eq!(found.matches("\"why\"").count(), 1);
}

#[test]
fn a_baseline_next_to_rebase_is_named_as_it_was_written() {
    let folder = Folder::new();
    let flags = [
        "--chart",
        "run",
        "--rebase",
        "scottish",
        "--baseline",
        "2020",
    ];
    let (_, said) = run(&folder, &flags, "");
    assert!(
        said.contains("baseline 2020 next to rebase scottish"),
        "{said}"
    );
}
