//! The first and the last line of an input.

use redbead_cli::watch::{Input, Stop, watch};
use serde_json::Value;

use super::{Folder, answers, line, plan};

fn follow(folder: &Folder, text: &str) -> (Vec<Value>, Vec<String>) {
    let path = folder.0.join("feed.ndjson");
    std::fs::write(&path, text).unwrap();
    let input = Input::Follow {
        path,
        until_end: true,
    };
    let (mut output, mut said) = (Vec::new(), Vec::new());
    let mut notes = |note: &str| said.push(note.to_owned());
    watch(
        plan(3),
        &folder.options(),
        input,
        &mut output,
        &mut notes,
        &Stop::default(),
    )
    .unwrap();
    let text = String::from_utf8(output).unwrap();
    let answers = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (answers.collect(), said)
}

#[test]
fn a_last_line_without_an_end_is_taken() {
    let folder = Folder::new();
    let text = line("2024-01", "\"value\":1") + &line("2024-02", "\"value\":2");
    let (found, notes) = follow(&folder, text.trim_end());
    assert_eq!((found.len(), notes.len()), (2, 0));
    assert_eq!(found[1]["index"], 1);
    // Once it has its end, it is not read again.
    let more = text + &line("2024-03", "\"value\":3");
    let (found, _) = follow(&folder, &more);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["index"], 2);
}

#[test]
fn a_last_line_that_is_only_begun_is_left() {
    let folder = Folder::new();
    let text = line("2024-01", "\"value\":1") + &line("2024-02", "\"value\":2");
    let (found, notes) = follow(&folder, &text[..text.len() - 5]);
    assert_eq!(found.len(), 1);
    assert!(
        notes[0].ends_with("has no end yet; it is left for the next start"),
        "{notes:?}"
    );
    let (found, _) = follow(&folder, &text);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0]["index"], &found[0]["value"]),
        (&1.into(), &Value::Null)
    );
}

#[test]
fn a_byte_order_mark_may_stand_before_the_first_line_alone() {
    let folder = Folder::new();
    let marked = |month| format!("\u{feff}{}", line(month, "\"value\":1"));
    let found = answers(
        &plan(3),
        &folder.options(),
        &(marked("2024-01") + &marked("2024-02")),
    );
    assert_eq!(found[0]["index"], 0);
    assert_eq!(found[1]["error"], "the line is no JSON object");
}
