//! The table of `benches/README.md`, and the check that its rows say the same.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::flags::{Definitions, Total};
use crate::measure::Line;
use crate::road::Road;

const MEBIBYTE: f64 = 1024.0 * 1024.0;

/// The engine's flags under each reading of the rules: what the roads must agree with.
pub(crate) type Expected = BTreeMap<Definitions, Total>;

/// The table as Markdown, with the flags under it. Ratios are of the fastest runs.
pub(crate) fn markdown(lines: &[Line], expected: &Expected) -> String {
    let mut text = String::from(
        "| road | threads | answer | ns/point | fastest | times the plain sum | peak memory, MiB | flags |\n\
         |---|--:|---|--:|--:|--:|--:|---|\n",
    );
    for line in lines {
        let sum = lines
            .iter()
            .find(|sum| sum.name == Road::PlainSum.name() && sum.threads == line.threads);
        let ratio = sum.map_or("-".to_owned(), |sum| {
            figure(line.fastest_ns_per_point / sum.fastest_ns_per_point)
        });
        let peak = line
            .peak_bytes
            .map_or("-".to_owned(), |peak| figure(peak as f64 / MEBIBYTE));
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {ratio} | {peak} | {} |",
            line.name,
            line.threads,
            line.answer,
            figure(line.ns_per_point),
            figure(line.fastest_ns_per_point),
            verdict(line, expected),
        );
    }
    text.push_str(
        "\n| definitions | beyond 3 | 2 of 3 beyond 2 | 4 of 5 beyond 1 | 8 on one side |\n\
         |---|--:|--:|--:|--:|\n",
    );
    for (number, (definitions, total)) in expected.iter().enumerate() {
        let flags = total.flags;
        let _ = writeln!(
            text,
            "| {}: {} | {} | {} | {} | {} |",
            letter(number),
            definitions.sentence(),
            flags.beyond_3,
            flags.two_of_three,
            flags.four_of_five,
            flags.eight_on_one_side,
        );
    }
    text
}

/// The roads whose flags are not the engine's.
pub(crate) fn disagreeing<'a>(lines: &'a [Line], expected: &Expected) -> Vec<&'a Line> {
    lines
        .iter()
        .filter(|line| !agrees(line, expected))
        .collect()
}

fn agrees(line: &Line, expected: &Expected) -> bool {
    match line.definitions {
        None => true,
        Some(definitions) => {
            line.total.is_some() && line.total.as_ref() == expected.get(&definitions)
        }
    }
}

fn verdict(line: &Line, expected: &Expected) -> String {
    let Some(definitions) = line.definitions else {
        return "-".to_owned();
    };
    let position = expected.keys().position(|known| *known == definitions);
    let which = position.map_or('?', letter);
    if agrees(line, expected) {
        format!("same, {which}")
    } else {
        format!("**differs**, {which}")
    }
}

fn letter(position: usize) -> char {
    char::from(b'A' + position.min(25) as u8)
}

/// Three digits, or all before the point.
fn figure(value: f64) -> String {
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::Flags;

    fn line(name: &str, ns_per_point: f64, beyond_3: Option<u64>) -> Line {
        Line {
            name: name.to_owned(),
            answer: "flags".to_owned(),
            threads: 1,
            series: 1,
            points: 1,
            ns_per_point,
            fastest_ns_per_point: ns_per_point / 2.0,
            runs: 3,
            peak_bytes: Some(3 * 512 * 1024),
            definitions: beyond_3.map(|_| Definitions::WesternElectric),
            total: beyond_3.map(total),
        }
    }

    fn total(beyond_3: u64) -> Total {
        Total::of(&[Flags {
            beyond_3,
            ..Flags::default()
        }])
    }

    #[test]
    fn a_road_that_says_otherwise_stands_out() {
        let lines = [
            line("plain-sum", 0.5, None),
            line("same", 12.34, Some(7)),
            line("other", 123.4, Some(8)),
        ];
        let expected = Expected::from([(Definitions::WesternElectric, total(7))]);
        let text = markdown(&lines, &expected);
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(
            rows[2],
            "| plain-sum | 1 | flags | 0.50 | 0.25 | 1.00 | 1.50 | - |"
        );
        assert_eq!(
            rows[3],
            "| same | 1 | flags | 12.3 | 6.17 | 24.7 | 1.50 | same, A |"
        );
        assert_eq!(
            rows[4],
            "| other | 1 | flags | 123 | 61.7 | 247 | 1.50 | **differs**, A |"
        );
        let names: Vec<&str> = disagreeing(&lines, &expected)
            .into_iter()
            .map(|line| line.name.as_str())
            .collect();
        assert_eq!(names, ["other"]);
    }

    #[test]
    fn flags_that_are_not_told_are_not_the_same() {
        let mut silent = line("silent", 1.0, Some(7));
        silent.total = None;
        let expected = Expected::from([(Definitions::WesternElectric, total(7))]);
        assert_eq!(disagreeing(&[silent], &expected).len(), 1);
    }
}
