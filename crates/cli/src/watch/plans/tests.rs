//! A watch comes to what a scan says of the same data under the same plan file.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use redbead::{Chart, Observation};
use redbead_io::{Holes, Period, PeriodKind, ReadOptions, read_from};
use serde_json::Value;

use super::{Groups, Plans};
use crate::plan_file::{FileFormat, PlanFile};
use crate::resolve::Resolved;
use crate::watch::codec::{Damaged, Reader};
use crate::watch::points::{Kept, Place};
use crate::watch::running::PUSHES;
use crate::watch::stored::Stored;
use crate::watch::time::Stamp;
use crate::watch::told::Telling;
use crate::watch::track::Track;
use crate::watch::{
    Ending, Input, Stop, WatchError, WatchOptions, plans_of, watch, write_standing,
};

struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("redbead-plans-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn options(&self) -> WatchOptions {
        WatchOptions::new(self.0.join("watch.redbead"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn file(plan: &str) -> PlanFile {
    let text = format!("version = 1\n{plan}");
    PlanFile::parse(&text, FileFormat::Toml, "test").unwrap()
}

fn month(number: usize) -> String {
    format!("{}-{:02}", 2020 + number / 12, number % 12 + 1)
}

fn line(ward: char, at: usize, value: Option<u32>) -> String {
    let value = value.map_or("null".to_owned(), |value| value.to_string());
    let time = month(at);
    format!("{{\"series\":{{\"ward\":\"{ward}\"}},\"time\":\"{time}\",\"value\":{value}}}\n")
}

/// Feeds lines. Gives answers, what was noted and how it ended.
fn feed_to(
    output: &mut dyn Write,
    file: &PlanFile,
    options: &WatchOptions,
    lines: &str,
) -> Result<(Ending, Vec<String>), WatchError> {
    let input = Input::Stream(Box::new(Cursor::new(lines.as_bytes().to_vec())));
    let mut notes = Vec::new();
    let summary = watch(
        Plans::of_file(file),
        options,
        input,
        output,
        &mut |note: &str| notes.push(note.to_owned()),
        &Stop::default(),
    )?;
    Ok((summary.ending, notes))
}

fn feed(
    file: &PlanFile,
    options: &WatchOptions,
    lines: &str,
) -> Result<(Vec<Value>, Vec<String>), WatchError> {
    let mut output = Vec::new();
    let (_, notes) = feed_to(&mut output, file, options, lines)?;
    let text = String::from_utf8(output).unwrap();
    let answers = text.lines().map(|line| serde_json::from_str(line).unwrap());
    Ok((answers.collect(), notes))
}

/// Nobody reads it: a watch that is killed after it has committed its batch.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The reports of a store by ward.
fn standing(options: &WatchOptions) -> BTreeMap<String, Value> {
    let mut output = Vec::new();
    write_standing(&options.state, &mut output).unwrap();
    let text = String::from_utf8(output).unwrap();
    let reports = text.lines().map(|line| {
        let line: Value = serde_json::from_str(line).unwrap();
        let ward = line["series"]["ward"].as_str().unwrap_or("?").to_owned();
        (ward, line["report"].clone())
    });
    reports.collect()
}

/// What a scan says of each ward, or why nothing.
fn scanned(
    file: &PlanFile,
    points: &[(char, usize, Option<u32>)],
    holes: Holes,
) -> BTreeMap<String, Result<Value, String>> {
    let mut text = String::from("ward,month,falls\n");
    for (ward, at, value) in points {
        let value = value.map_or(String::new(), |value| value.to_string());
        text.push_str(&format!("{ward},{},{value}\n", month(*at)));
    }
    let options = ReadOptions {
        holes,
        ..ReadOptions::default()
    };
    let data = read_from(Cursor::new(text), "test", &options).unwrap();
    let resolved = Resolved::new(file, &data, Chart::individuals()).unwrap();
    let said = data.series().iter().enumerate().map(|(number, series)| {
        let report = resolved.plan_of(number).map_err(str::to_owned).map(|plan| {
            let points = resolved.series(number, series);
            let report = resolved.plans()[plan].scan(points).unwrap();
            serde_json::to_value(report).unwrap()
        });
        (series.keys()[0].clone(), report)
    });
    said.collect()
}

const PLANS: [&str; 8] = [
    "[plan]\nchart = 'individuals'\nrules = ['nelson']\nbaseline = '2020-03..2021-02'\n\
     [[series]]\nmatch = { ward = 'B' }\nbaseline = 8\nphases = ['2021-06']\ntarget = 3\n\
     [[series]]\nmatch = { ward = 'C*' }\nexclude = [{ at = '2020-05..2020-06', reason = 'flood' }]\n",
    "[plan]\nchart = 'individuals'\nrules = ['nelson']\nbaseline = 6\nexclude = ['2020-04', '2021-12']\n\
     phases = ['2020-11', { at = '2021-06', baseline = '2021-08..2022-01' }]\n",
    "[plan]\nchart = 'individuals'\nrules = ['western_electric']\nbaseline = '..2020-12'\n\
     phases = [{ at = '2021-07', baseline = 5 }]\n",
    "[plan]\nchart = 'individuals'\nrules = ['nelson']\nbaseline = 4\nphases = [7, '2021-03', '2022-01']\n",
    "[plan]\nchart = 'individuals'\nrules = ['making_data_count']\nbaseline = '2020-03..2021-02'\n\
     phases = [{ at = '2021-06', baseline = '2021-07..2021-12' }, { at = '2022-04', baseline = 4 }]\n\
     [[series]]\nmatch = { ward = ['A', 'D'] }\nexclude = ['2020-08', '2022-01..']\n",
    "[plan]\nchart = 'run'\nrebase = 'scottish'\nphases = ['2021-06', '2022-03']\n",
    "[plan]\nchart = 'moving_range'\nbaseline = '2021-01..2021-12'\nphases = ['2020-09']\n",
    "[plan]\nchart = 'ewma'\nbaseline = '2020'\nphases = [{ at = '2021', baseline = '2021' }, { at = '2022', \
     baseline = 6 }]\n",
];

/// One point: its ward, its month, its figure, how many months late it comes, and whether another
/// figure comes before it.
type Point = (char, usize, Option<u32>, usize, bool);

fn points() -> impl Strategy<Value = Vec<Point>> {
    let one = (0_u32..100, 30_u32..50, 0_usize..12, 0_u32..20);
    prop::collection::vec(one, 4 * 36).prop_map(|lots| {
        let mut points = Vec::new();
        for (number, (lot, value, late, revised)) in lots.into_iter().enumerate() {
            let (ward, at) = (['A', 'B', 'C', 'D'][number % 4], number / 4);
            let begins = [0, 1, 2, 0][number % 4];
            // A level that moves, and holes.
            let value = value + if at > 20 { 9 } else { 0 };
            let is_hole = lot < 12 && ward != 'D';
            if at >= begins && !is_hole {
                let value = (lot < 95).then_some(value);
                points.push((ward, at, value, late.saturating_sub(7), revised == 0));
            }
        }
        points
    })
}

fn config(cases: u32) -> Config {
    Config {
        cases,
        rng_seed: RngSeed::Fixed(2_026),
        failure_persistence: None,
        ..Config::default()
    }
}

#[test]
fn a_watch_comes_to_what_a_scan_says() {
    let (compared, refused_as_well) = (AtomicU32::new(0), AtomicU32::new(0));
    proptest!(config(40), |(
        points in points(),
        plan in 0..PLANS.len(),
        cuts in prop::collection::vec((1_usize..40, any::<bool>()), 6),
        history in prop::sample::select(vec![None, Some(5), Some(12)]),
        loaded in prop::sample::select(vec![1, usize::MAX]),
        fills: bool,
    )| {
        let file = file(PLANS[plan]);
        let folder = Folder::new();
        let mut options = folder.options();
        (options.history, options.loaded_series, options.batch_lines) = (history, loaded, 7);
        options.fill_holes = fills;
        let mut lines: Vec<(usize, String)> = Vec::new();
        for (ward, at, value, late, is_revised) in &points {
            // A stream fills no holes before its first point.
            let late = if fills && *at < 8 { 0 } else { *late };
            if *is_revised {
                lines.push((at + late, line(*ward, *at, Some(99))));
                let revised = line(*ward, *at, *value);
                let revised = revised.trim_end().trim_end_matches('}');
                lines.push((at + late + 1, format!("{revised},\"revises\":true}}\n")));
            } else {
                lines.push((at + late, line(*ward, *at, *value)));
            }
        }
        lines.sort_by_key(|(when, _)| *when);
        let mut rest = &lines[..];
        let mut refused: Vec<String> = Vec::new();
        let mut cuts = cuts.into_iter().cycle();
        while !rest.is_empty() {
            let (count, is_killed) = cuts.next().unwrap();
            let (part, after) = rest.split_at(count.min(rest.len()));
            let text: String = part.iter().map(|(_, line)| line.as_str()).collect();
            if is_killed {
                // What was not committed is sent again.
                feed_to(&mut Closed, &file, &options, &text).unwrap();
            }
            let (answers, _) = feed(&file, &options, &text).unwrap();
            let own = answers.iter().rev().take(part.len()).rev();
            for (answer, (_, line)) in own.zip(part) {
                let error = answer["error"].as_str().unwrap_or_default();
                // A first figure that was killed after its revision came is refused as another one.
                if !error.is_empty() && !error.contains("has another figure") {
                    refused.push(format!("{line} {error}"));
                }
            }
            rest = after;
        }
        let found = standing(&options);
        let data: Vec<(char, usize, Option<u32>)> = points
            .iter()
            .map(|(ward, at, value, ..)| (*ward, *at, *value))
            .collect();
        for (ward, said) in scanned(&file, &data, if fills { Holes::Fill } else { Holes::Leave }) {
            let name = format!("\"ward\":\"{ward}\"");
            let is_refused = refused.iter().any(|line| line.contains(&name));
            match said {
                Ok(said) if !is_refused => {
                    prop_assert_eq!(&found[&ward], &said, "{} {}", ward, PLANS[plan]);
                    compared.fetch_add(1, Ordering::Relaxed);
                }
                Ok(_) => {}
                Err(_) => {
                    prop_assert!(is_refused, "{} {}", ward, PLANS[plan]);
                    refused_as_well.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        prop_assert_eq!(plans_of(&options.state).unwrap(), Plans::of_file(&file));
        // Sent again in order, nothing changes.
        let again: String = data.iter().map(|(ward, at, value)| line(*ward, *at, *value)).collect();
        feed(&file, &options, &again).unwrap();
        if refused.is_empty() {
            prop_assert_eq!(standing(&options), found);
        }
    });
    let counts = (compared.into_inner(), refused_as_well.into_inner());
    assert!(counts.0 > 100, "{counts:?}");
}

/// Lines of one ward in order.
fn values(ward: char, from: usize, values: &[u32]) -> String {
    let lines = values.iter().zip(from..);
    lines
        .map(|(value, at)| line(ward, at, Some(*value)))
        .collect()
}

#[test]
fn a_phase_that_learns_by_period_freezes_at_its_end() {
    let plan = file("[plan]\nchart = 'individuals'\nbaseline = '2020-02..2020-05'\n");
    let folder = Folder::new();
    // May is not there: June shows that the baseline is over.
    let lines = values('A', 0, &[50, 10, 12, 11]) + &values('A', 5, &[30, 11]);
    let (answers, _) = feed(&plan, &folder.options(), &lines).unwrap();
    let outcomes: Vec<&str> = answers
        .iter()
        .map(|answer| answer["outcome"].as_str().unwrap())
        .collect();
    let learning = "learning";
    assert_eq!(
        outcomes,
        [learning, learning, learning, learning, "judged", "judged"]
    );
    assert_eq!(answers[4]["froze"], true);
    assert_eq!(answers[4]["center"], 11.0);
    let changes: Vec<(&Value, &Value)> = answers[4]["signals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|signal| (&signal["change"], &signal["first"]))
        .collect();
    assert_eq!(
        changes,
        [
            (&"appeared".into(), &0.into()),
            (&"appeared".into(), &4.into())
        ]
    );
    // May comes late: the limits move.
    let (late, _) = feed(&plan, &folder.options(), &line('A', 4, Some(15))).unwrap();
    assert_eq!(late[0]["limits"][0]["center"], 12.0);
    // Said again as it was.
    let (again, _) = feed(&plan, &folder.options(), &values('A', 0, &[50, 10])).unwrap();
    assert_eq!(
        (&again[1]["outcome"], &again[1]["duplicate"]),
        (&learning.into(), &true.into())
    );
}

#[test]
fn an_exclusion_says_why() {
    let plan = file(
        "[plan]\nchart = 'individuals'\nbaseline = 3\nexclude = [{ at = '2020-05', reason = 'flood' }]\n",
    );
    let folder = Folder::new();
    let (answers, _) = feed(
        &plan,
        &folder.options(),
        &values('A', 0, &[10, 11, 12, 10, 90, 11]),
    )
    .unwrap();
    assert_eq!(answers[4]["outcome"], "excluded");
    assert_eq!(answers[4]["why"], "flood");
    assert_eq!(answers[5]["outcome"], "judged");
    assert_eq!(answers[5].get("why"), None);
}

#[test]
fn each_series_is_told_in_its_own_words() {
    let plan = file(
        "[wording]\nunit = 'fall, falls'\n[plan]\nchart = 'individuals'\nbaseline = 4\ndirection = 'decrease'\n\
         [[series]]\nmatch = { ward = 'B' }\ndirection = 'increase'\nwording = { unit = 'visit, visits' }\n\
         [[series]]\nmatch = { series = 'plain' }\nbaseline = 2\n",
    );
    let folder = Folder::new();
    let mut options = folder.options();
    options.words = Some((&plan.wording).into());
    let of = |ward| values(ward, 0, &[10, 11, 12, 10, 90]);
    let plain = of('P').replace("{\"ward\":\"P\"}", "\"plain\"");
    let (answers, notes) = feed(&plan, &options, &(of('A') + &of('B') + &plain)).unwrap();
    let signal = |number: usize| &answers[number]["signals"][0];
    assert!(signal(4)["text"].as_str().unwrap().contains("falls"));
    assert!(signal(9)["text"].as_str().unwrap().contains("visits"));
    assert_eq!(signal(4)["meaning"], "concern");
    assert_eq!(signal(9)["meaning"], "improvement");
    assert_eq!(answers[11]["froze"], true);
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn overrides_without_a_series_are_noted() {
    let plan = file(
        "[plan]\nchart = 'individuals'\nbaseline = 4\n[[series]]\nmatch = { wrad = 'A' }\ntarget = 3\n\
         [[series]]\nmatch = { ward = 'X*' }\ntarget = 3\n",
    );
    let folder = Folder::new();
    let (_, notes) = feed(&plan, &folder.options(), &values('A', 0, &[1])).unwrap();
    assert_eq!(
        notes,
        [
            "[[series]] number 1 matches by \"wrad\", and series are told apart by ward; did you mean `ward`?; it \
             matches no series so far",
            "[[series]] number 1 matches no series: wrad = A",
            "[[series]] number 2 matches no series: ward = X*",
        ]
    );
}

#[test]
fn a_series_without_a_point_in_its_baseline_is_refused_line_by_line() {
    let plan = file("[plan]\nchart = 'individuals'\nbaseline = '2020'\n");
    let folder = Folder::new();
    let (answers, _) = feed(&plan, &folder.options(), &values('A', 12, &[1, 2])).unwrap();
    for answer in answers {
        assert_eq!(answer["error"], "no point in its baseline 2020");
        assert_eq!(answer["hint"], "give this series a baseline of its own");
    }
    assert!(standing(&folder.options()).is_empty());
}

#[test]
fn a_plan_file_may_grow_and_must_not_judge_otherwise() {
    let of = |more: &str| {
        file(&format!(
            "[plan]\nchart = 'individuals'\nbaseline = '2020-01..2020-04'\n{more}"
        ))
    };
    let folder = Folder::new();
    let mut options = folder.options();
    options.history = Some(5);
    let lines = values('A', 0, &[9, 10, 11, 12, 10, 9, 11]) + &values('B', 0, &[9, 10, 11, 12, 10]);
    feed(&of(""), &options, &lines).unwrap();
    // A phase to come, an override of series to come, another target of some.
    let more = "phases = [{ at = '2022-01', baseline = 3 }]\n[[series]]\nmatch = { ward = 'N' }\nbaseline = 2\n\
                [[series]]\nmatch = { ward = 'B' }\ntarget = 4\n";
    let (_, notes) = feed(&of(more), &options, "").unwrap();
    assert_eq!(
        notes[0],
        "target was none in the store, and is 4.0 from now on, for 1 of its 2 series"
    );
    // A phase that has begun by now, and an exclusion of what was judged.
    let error = feed(
        &of("phases = [{ at = '2020-06', baseline = 2 }]\n"),
        &options,
        "",
    )
    .unwrap_err();
    assert!(matches!(error, WatchError::OtherPlan { .. }), "{error}");
    assert!(
        error.to_string().contains("(series {\"ward\":\"A\"})"),
        "{error}"
    );
    let error = feed(&of("exclude = ['2020-03']\n"), &options, "").unwrap_err();
    assert!(matches!(error, WatchError::OtherPast { .. }), "{error}");
    // Nor of what is no longer kept.
    feed(&of(more), &options, &values('A', 7, &[10; 20])).unwrap();
    let error = feed(&of(&format!("exclude = ['2020-06']\n{more}")), &options, "").unwrap_err();
    assert!(matches!(error, WatchError::OtherPast { .. }), "{error}");
    let text = plans_of(&options.state).unwrap().to_text().unwrap();
    let shown = PlanFile::parse(&text, FileFormat::Json, "shown").unwrap();
    assert_eq!(shown, of(more));
}

#[test]
fn a_stored_series_comes_back_and_a_damaged_one_is_an_error() {
    let plan = file(
        "[plan]\nchart = 'individuals'\nrules = ['nelson']\nbaseline = '2020-02..2020-05'\nexclude = ['2020-04']\n\
         phases = [{ at = '2020-09', baseline = '2020-10..2021-01' }]\n",
    );
    let mut groups = Groups::new(Plans::of_file(&plan), None, None).unwrap();
    let stamp = |at: i64| Stamp::Period(Period::new(PeriodKind::Month, 2020 * 12 + at).unwrap());
    let number = groups
        .group_of("{\"ward\":\"A\"}", Some(&stamp(0)))
        .unwrap();
    let group = groups.get(number).unwrap();
    let mut track = Track::new(group.plan());
    for at in (0..30).filter(|at| at % 7 != 5) {
        let value = Observation::value((at * 17 % 5) as f64);
        let kept = group.mark(&stamp(at), Kept::sent(value));
        match group.moved(&track, Place::After, &stamp(at)).unwrap() {
            None => {
                let plan = track.plan().clone();
                track.push(stamp(at), kept, &Telling::new(group, &plan))
            }
            Some(plan) => track.push_under(stamp(at), kept, &Telling::new(group, &plan)),
        }
        .unwrap();
        if at == 11 {
            // The second baseline is not over, and the first one is.
            assert_eq!(group.forgettable(&track, 9), 7);
        }
    }
    assert_eq!(group.forgettable(&track, 3), 0);
    let points = group.forgettable(&track, 20);
    let marks = group.marks_before(&track, points);
    assert!(marks.len() > 4, "{marks:?}");
    track.forget(points, marks).unwrap();
    let mut bytes = Vec::new();
    track.write(&mut bytes);
    let read = |bytes: &[u8]| {
        let mut reader = Reader::new(bytes);
        let stored = Stored::read(&mut reader)?;
        if reader.is_empty() {
            stored.under(group)
        } else {
            Err(Damaged("too long"))
        }
    };
    let back = read(&bytes).unwrap();
    assert_eq!(back.monitor(), track.monitor());
    assert_eq!(back.stream(), track.stream());
    let mut refused = 0;
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << bit;
            refused += u32::from(read(&bytes).is_err());
        }
        assert!(read(&bytes[..at]).is_err());
    }
    assert!(refused > 100, "{refused}");
}

/// An answer without what is only said the first time, or while all points are kept.
fn lasting(answer: &Value) -> Value {
    let mut answer = answer.clone();
    answer.as_object_mut().unwrap().remove("duplicate");
    for signal in answer["signals"].as_array_mut().into_iter().flatten() {
        let (change, first) = (signal["change"].clone(), signal["first"].clone());
        *signal = Value::Array(vec![signal["rule"].clone(), change, first]);
    }
    answer
}

#[test]
fn the_first_kept_point_is_answered_again_where_it_ended_a_baseline() {
    // No point in the last period of the baseline: the first kept point shows that it is over.
    let year = |from, till| -> Vec<(usize, u32)> {
        let value = |at: usize| {
            if at == 4 {
                90
            } else {
                10 + (at * 7 % 5) as u32
            }
        };
        (from..till).map(|at| (at, value(at))).collect()
    };
    let cases = [
        (
            "baseline = '2020'\nphases = [{ at = '2021', baseline = '2021' }]\n",
            [year(0, 11), year(12, 24)].concat(),
            11,
        ),
        (
            "baseline = '2020-01..2021-06'\n",
            [year(0, 17), year(18, 23)].concat(),
            17,
        ),
    ];
    for (plan, points, first_kept) in cases {
        let plan = file(&format!("[plan]\nchart = 'individuals'\n{plan}"));
        let folder = Folder::new();
        let mut options = folder.options();
        options.history = Some(5);
        let lines: Vec<String> = points
            .iter()
            .map(|(at, value)| line('A', *at, Some(*value)))
            .collect();
        let (first, _) = feed(&plan, &options, &lines.concat()).unwrap();
        let forgotten = feed(&plan, &options, &line('A', 2, Some(1))).unwrap().0;
        assert!(forgotten[0]["error"].is_string(), "{forgotten:?}");
        let (again, _) = feed(&plan, &options, &lines[first_kept..].concat()).unwrap();
        assert_eq!(again.len(), lines.len() - first_kept);
        for (again, first) in again.iter().zip(&first[first_kept..]) {
            assert_eq!(again["duplicate"], true);
            assert_eq!(lasting(again), lasting(first));
        }
        let told = &again[0]["signals"][0];
        assert_eq!(
            (&told["change"], &told["first"]),
            (&"appeared".into(), &4.into())
        );
    }
}

#[test]
fn a_plan_file_may_change_that_would_have_refused_a_point_then() {
    let of = |last: &str| {
        let baseline = format!("baseline = '2020-02..{last}'");
        file(&format!("[plan]\nchart = 'individuals'\n{baseline}\n"))
    };
    let (before, after) = (of("2020-05"), of("2020-04"));
    // Under the other plan, April alone would be all of the baseline.
    let lines = [(3, 10), (1, 12), (2, 11), (5, 12), (6, 10)];
    let lines = lines.map(|(at, value)| line('A', at, Some(value)));
    let alone = Folder::new();
    let (refused, _) = feed(&after, &alone.options(), &lines[0]).unwrap();
    assert!(refused[0]["error"].is_string(), "{refused:?}");
    let folder = Folder::new();
    let options = folder.options();
    feed(&before, &options, &lines[..3].concat()).unwrap();
    feed_to(&mut Closed, &before, &options, &lines[3..].concat()).unwrap();
    let judged = standing(&options);
    // The answers that nobody has read are said again, until somebody reads them.
    feed_to(&mut Closed, &after, &options, "").unwrap();
    for unread in [2, 0] {
        let (answers, _) = feed(&after, &options, "").unwrap();
        assert_eq!(answers.len(), unread, "{answers:?}");
        assert_eq!(standing(&options), judged);
    }
    let (more, _) = feed(&after, &options, &line('A', 7, Some(11))).unwrap();
    assert_eq!(more[0]["outcome"], "judged");
    let (again, _) = feed(&before, &options, &lines.concat()).unwrap();
    assert!(again.iter().all(|answer| answer["duplicate"] == true));
}

#[test]
fn sending_again_costs_what_the_points_do() {
    let points = 900;
    let plans = [
        format!(
            "baseline = 6\nphases = [{{ at = '{}', baseline = 5 }}]\n",
            month(points - 50)
        ),
        format!(
            "baseline = '2020-01..{}'\nphases = [{{ at = '{}', baseline = '{}..{}' }}]\n",
            month(400),
            month(500),
            month(500),
            month(points - 50)
        ),
    ];
    for plan in plans {
        let plan = file(&format!(
            "[plan]\nchart = 'individuals'\nrules = ['nelson']\n{plan}"
        ));
        let folder = Folder::new();
        let mut options = folder.options();
        options.history = None;
        let value = |at: usize| line('A', at, Some(10 + (at * 7919 % 13) as u32));
        let lines: String = (0..points).map(value).collect();
        let (first, _) = feed(&plan, &options, &lines).unwrap();
        let before = PUSHES.get();
        let (mut again, _) = feed(&plan, &options, &lines).unwrap();
        let pushes = PUSHES.get() - before;
        // Once from the log, once to say it again, and once more for each turn of the plan.
        assert!(pushes < 10 * points, "{pushes}");
        for answer in &mut again {
            let duplicate = answer.as_object_mut().unwrap().remove("duplicate");
            assert_eq!(duplicate, Some(true.into()));
        }
        assert_eq!(again, first);
    }
}
