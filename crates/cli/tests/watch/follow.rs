//! Files that are followed.

use std::io::Write;

use redbead_cli::watch::{Ending, Input, Stop, watch};
use serde_json::Value;

use crate::support::{Folder, Telling, months, plan};

/// Follows a file to its end, and gives the answers and the notes.
fn follow(folder: &Folder) -> (Vec<Value>, Vec<String>) {
    let (mut output, mut notes) = (Vec::new(), Vec::new());
    let input = Input::Follow {
        path: folder.0.join("feed.ndjson"),
        until_end: true,
    };
    let mut note = |note: &str| notes.push(note.to_owned());
    watch(
        plan(),
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
            plan(),
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
