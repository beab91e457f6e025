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
