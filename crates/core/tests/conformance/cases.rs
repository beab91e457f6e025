//! The case files: published examples, and cases worked by hand.

use std::collections::BTreeMap;
use std::fs;

use redbead::{
    Assurance, Fit, Meaning, Observation, Phase, Plan, Point, Reading, Report, Side, Signal,
    Variation,
};
use serde::Deserialize;
use serde_json::Value;

use crate::columns::Columns;
use crate::roads::every_road;
use crate::{read, testdata};

/// One row for each file of `testdata/cases`.
macro_rules! sources {
    ($($name:ident)+) => {
        const SOURCES: &[&str] = &[$(concat!(stringify!($name), ".json")),+];

        mod every_road_gives_what_is_expected_of {
            $(#[test] fn $name() { super::check(concat!(stringify!($name), ".json")); })+
        }
    };
}

sources! {
    averages_and_sums
    centers_and_baselines
    gaps_and_exclusions_by_chart
    gaps_exclusions_and_provisional_points
    given_centers
    given_standards
    laney_charts
    montgomery_circuit_boards
    montgomery_cusum_and_ewma
    montgomery_dyed_cloth
    montgomery_orange_juice
    montgomery_pc_manufacture
    montgomery_piston_rings
    montgomery_primer_viscosity
    montgomery_viscosity
    nist_counts
    nist_cusum
    nist_ewma
    nist_flow_rate
    normalized_individuals
    probability_limits
    rare_events
    readings
    refused_observations
    rules_of_runs_and_steps
    rules_of_zones
    sigma_options
    subgroups_of_varying_size
    ties
    whole_phase_tests
    xmr_twelve_points
}

#[test]
fn every_case_file_has_its_row() {
    let folder = fs::read_dir(testdata().join("cases")).expect("the case files");
    let mut found: Vec<String> = folder
        .map(|entry| entry.expect("a file").file_name().into_string())
        .collect::<Result<_, _>>()
        .expect("plain file names");
    found.sort();
    assert_eq!(found, SOURCES);
}

/// A file: one source, its series, and what is expected of them under some plans.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    source: String,
    notes: Vec<String>,
    series: BTreeMap<String, Columns>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    by_hand: Vec<String>,
    series: String,
    /// How many points of the series to take; all of them when not said.
    points: Option<usize>,
    #[serde(default)]
    excluded: Vec<usize>,
    #[serde(default)]
    provisional: Vec<usize>,
    plan: Plan,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    error: Option<String>,
    /// Fields of the report's counts, as many as matter.
    #[serde(default)]
    counts: BTreeMap<String, usize>,
    /// All phases, or nothing where there is one, fitted.
    phases: Option<Vec<PhaseExpected>>,
    #[serde(default)]
    limits: Vec<LimitsExpected>,
    #[serde(default)]
    not_plotted: Vec<usize>,
    /// All signals, in their order.
    #[serde(default)]
    signals: Vec<SignalExpected>,
    latest: Option<LatestExpected>,
    reading: Option<ReadingExpected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseExpected {
    first: usize,
    last: usize,
    /// First and last point of the baseline, and how many were used.
    baseline: Option<[usize; 3]>,
    /// As in the report; fitted, whatever the parameters, when not said.
    fit: Option<Value>,
    parameters: Option<ParametersExpected>,
    /// Fields of the tests, as many as matter.
    #[serde(default)]
    tests: BTreeMap<String, Value>,
}

/// Parameters as in the report, all of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParametersExpected {
    center: Value,
    law: Value,
    /// Greatest absolute difference allowed in any number.
    within: f64,
    because: String,
}

/// Statistic, center and limits of the points from `first` to `last`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsExpected {
    first: usize,
    last: usize,
    /// The plotted statistic.
    value: Option<Line>,
    center: Option<Line>,
    lower: Option<Line>,
    upper: Option<Line>,
    /// The two sums of a CUSUM chart.
    upper_sum: Option<Line>,
    lower_sum: Option<Line>,
    /// First point of the run of positive sums, for each point.
    upper_since: Option<Vec<Option<usize>>>,
    lower_since: Option<Vec<Option<usize>>>,
    /// Greatest absolute difference allowed.
    within: f64,
    because: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    /// The same at every point.
    Same(f64),
    /// One for each point; none where nothing is plotted.
    Each(Vec<Option<f64>>),
    /// `"none"`: a chart without limits.
    Word(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignalExpected {
    rule: String,
    side: Option<Side>,
    first: usize,
    last: usize,
    completed: usize,
    members: Vec<usize>,
    #[serde(default)]
    phase: usize,
    #[serde(default)]
    warning: bool,
    #[serde(default)]
    tentative: bool,
    known: Option<usize>,
    running: Option<bool>,
    current: Option<bool>,
}

/// The latest judged point.
#[derive(Deserialize)]
#[serde(untagged)]
enum LatestExpected {
    Index(usize),
    /// `"none"`: no point of the last phase is judged.
    Word(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadingExpected {
    variation: Option<VariationExpected>,
    assurance: Option<Assurance>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum VariationExpected {
    NotJudged,
    CommonCause,
    SpecialCause {
        meaning: Meaning,
        side: Option<Side>,
        rule: String,
        #[serde(default)]
        tentative: bool,
    },
}

fn check(file: &str) {
    let text = read(&format!("cases/{file}"));
    let source: Source =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert!(!source.source.is_empty() && !source.notes.is_empty());
    assert!(!source.cases.is_empty(), "{file} has no cases");
    let mut failures = Vec::new();
    for case in &source.cases {
        assert!(!case.by_hand.is_empty(), "{}: nothing by hand", case.name);
        let name = &case.name;
        for complaint in case.complaints(&source.series[&case.series]) {
            failures.push(format!("{name}: {complaint}"));
        }
    }
    assert!(failures.is_empty(), "{file}\n{}", failures.join("\n"));
}

impl Case {
    fn complaints(&self, columns: &Columns) -> Vec<String> {
        let mut points = columns.observations();
        points.truncate(self.points.unwrap_or(points.len()));
        for at in &self.excluded {
            points[*at] = points[*at].excluded();
        }
        for at in &self.provisional {
            points[*at] = points[*at].provisional();
        }
        let written = serde_json::to_string(&self.plan).expect("a plan can be written");
        let read: Plan = serde_json::from_str(&written).expect("a plan can be read");
        assert_eq!(read, self.plan, "{}", self.name);

        match (every_road(&self.plan, &points), &self.expect.error) {
            (Ok(report), None) => self.expect.complaints(&self.plan, &points, &report),
            (Err(error), Some(expected)) if error.to_string() == *expected => Vec::new(),
            (ending, expected) => vec![format!("{ending:?}, expected the error {expected:?}")],
        }
    }
}

impl Expect {
    fn complaints(&self, plan: &Plan, series: &[Observation], report: &Report) -> Vec<String> {
        let mut complaints = Vec::new();
        let points: Vec<Point> = report
            .points(plan, series)
            .expect("the report's own plan and series")
            .collect();
        let indices: Vec<usize> = points.iter().map(|point| point.index).collect();
        assert_eq!(indices, (0..series.len()).collect::<Vec<_>>());

        let counts = serde_json::to_value(report.counts).expect("counts can be written");
        for (field, expected) in &self.counts {
            differ(&mut complaints, field, &counts[field], expected);
        }
        let fitted = |phase: &Phase| matches!(phase.fit, Fit::Fitted { .. });
        match &self.phases {
            None if report.phases.len() == 1 && fitted(&report.phases[0]) => {}
            None => complaints.push(format!("one fitted phase, found {:?}", report.phases)),
            Some(phases) => {
                let (found, expected) = (report.phases.len(), phases.len());
                differ(&mut complaints, "phases", &found, &expected);
                for (expected, phase) in phases.iter().zip(&report.phases) {
                    expected.compare(phase, &mut complaints);
                }
            }
        }
        for expected in &self.limits {
            assert!(!expected.because.is_empty(), "a tolerance without reason");
            for point in &points[expected.first..=expected.last] {
                expected.compare(point, &mut complaints);
            }
        }
        for at in &self.not_plotted {
            differ(&mut complaints, "plotted", &points[*at].value, &None);
        }
        let (found, expected) = (report.signals.len(), self.signals.len());
        differ(&mut complaints, "number of signals", &found, &expected);
        for (number, signal) in report.signals.iter().enumerate() {
            let members = report.members(plan, series, signal);
            let members = members.expect("the report's own plan and series");
            let with_it = points.iter().filter(|p| p.signals.contains(&number));
            let marked: Vec<usize> = with_it.map(|point| point.index).collect();
            differ(&mut complaints, "points with the signal", &marked, &members);
            match self.signals.get(number) {
                None => complaints.push(format!("not expected: {signal:?} with {members:?}")),
                Some(expected) => expected.compare(signal, &members, &mut complaints),
            }
        }
        self.compare_latest(&points, report, &mut complaints);
        if let Some(expected) = &self.reading {
            expected.compare(&report.reading, &mut complaints);
        }
        complaints
    }

    /// The latest judged point, which in any case has the value and the limits of its point.
    fn compare_latest(&self, points: &[Point], report: &Report, complaints: &mut Vec<String>) {
        if let Some(latest) = report.latest {
            let point = &points[latest.index];
            let found = (Some(latest.value), Some(latest.limits));
            differ(
                complaints,
                "latest point",
                &found,
                &(point.value, point.limits),
            );
            let phase = report.phases.len() - 1;
            differ(complaints, "phase of the latest", &point.phase, &phase);
        }
        let index = report.latest.map(|latest| latest.index);
        match &self.latest {
            None => {}
            Some(LatestExpected::Index(expected)) => {
                differ(complaints, "latest", &index, &Some(*expected));
            }
            Some(LatestExpected::Word(word)) => {
                assert_eq!(word, "none");
                differ(complaints, "latest", &index, &None);
            }
        }
    }
}

impl PhaseExpected {
    fn compare(&self, phase: &Phase, complaints: &mut Vec<String>) {
        let at = format!("phase at {}", self.first);
        let span = (phase.first, phase.last);
        differ(complaints, &at, &span, &(self.first, self.last));
        let baseline = phase
            .baseline
            .map(|used| [used.first, used.last, used.used]);
        differ(complaints, &at, &baseline, &self.baseline);
        match &self.fit {
            Some(expected) => {
                let fit = serde_json::to_value(phase.fit).expect("a fit can be written");
                differ(complaints, &at, &fit, expected);
            }
            None => {
                let fitted = matches!(phase.fit, Fit::Fitted { .. });
                differ(complaints, &format!("{at}: fitted"), &fitted, &true);
            }
        }
        if let Some(expected) = &self.parameters {
            expected.compare(&at, phase, complaints);
        }
        let tests = serde_json::to_value(phase.tests).expect("tests can be written");
        for (field, expected) in &self.tests {
            let found = tests.get(field);
            differ(
                complaints,
                &format!("{at}: {field}"),
                &found,
                &Some(expected),
            );
        }
    }
}

impl ParametersExpected {
    fn compare(&self, at: &str, phase: &Phase, complaints: &mut Vec<String>) {
        assert!(!self.because.is_empty(), "a tolerance without reason");
        let found = serde_json::to_value(phase.parameters()).expect("parameters can be written");
        for (what, expected) in [("center", &self.center), ("law", &self.law)] {
            if !near(&found[what], expected, self.within) {
                complaints.push(format!(
                    "{at}: {what} {}, expected {expected} within {} ({})",
                    found[what], self.within, self.because
                ));
            }
        }
    }
}

/// Equal but for the last digits of the numbers.
fn near(found: &Value, expected: &Value, within: f64) -> bool {
    match (found, expected) {
        (Value::Number(found), Value::Number(expected)) => {
            let (found, expected) = (found.as_f64(), expected.as_f64());
            matches!((found, expected), (Some(f), Some(e)) if (f - e).abs() <= within)
        }
        (Value::Object(found), Value::Object(expected)) => {
            found.len() == expected.len()
                && found.iter().all(|(field, found)| {
                    let expected = expected.get(field);
                    expected.is_some_and(|expected| near(found, expected, within))
                })
        }
        _ => found == expected,
    }
}

impl Line {
    /// What is expected at the point at this position.
    fn at(&self, position: usize, points: usize) -> Option<f64> {
        match self {
            Self::Same(number) => Some(*number),
            Self::Each(numbers) => {
                assert_eq!(numbers.len(), points, "a number for each point");
                numbers[position]
            }
            Self::Word(word) => {
                assert_eq!(word, "none");
                None
            }
        }
    }
}

impl LimitsExpected {
    fn compare(&self, point: &Point, complaints: &mut Vec<String>) {
        let (at, limits, sums) = (point.index, point.limits, point.sums);
        let (position, points) = (at - self.first, self.last + 1 - self.first);
        let lines = [
            ("value", &self.value, point.value),
            ("center", &self.center, limits.map(|limits| limits.center)),
            ("lower", &self.lower, limits.and_then(|limits| limits.lower)),
            ("upper", &self.upper, limits.and_then(|limits| limits.upper)),
            ("upper sum", &self.upper_sum, sums.map(|sums| sums.upper)),
            ("lower sum", &self.lower_sum, sums.map(|sums| sums.lower)),
        ];
        for (what, line, found) in lines {
            let Some(line) = line else { continue };
            let expected = line.at(position, points);
            let near = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() <= self.within,
                (found, expected) => found == expected,
            };
            if !near {
                let (within, because) = (self.within, &self.because);
                complaints.push(format!(
                    "point {at}: {what} {found:?}, expected {expected:?} within {within} ({because})"
                ));
            }
        }
        let since = [
            (&self.upper_since, sums.and_then(|sums| sums.upper_since)),
            (&self.lower_since, sums.and_then(|sums| sums.lower_since)),
        ];
        for (expected, found) in since {
            let Some(expected) = expected else { continue };
            assert_eq!(expected.len(), points, "one for each point");
            let what = format!("point {at}: since");
            differ(complaints, &what, &found, &expected[position]);
        }
    }
}

impl SignalExpected {
    fn compare(&self, signal: &Signal, members: &Vec<usize>, complaints: &mut Vec<String>) {
        let at = format!("signal `{}` from {}", self.rule, self.first);
        let found = (
            signal.rule.to_string(),
            signal.side,
            (signal.first, signal.last, signal.completed),
            members,
            (signal.phase, signal.warning, signal.tentative),
        );
        let expected = (
            self.rule.clone(),
            self.side,
            (self.first, self.last, self.completed),
            &self.members,
            (self.phase, self.warning, self.tentative),
        );
        differ(complaints, &at, &found, &expected);
        if let Some(known) = self.known {
            differ(complaints, &format!("{at}: known"), &signal.known, &known);
        }
        if let Some(running) = self.running {
            differ(
                complaints,
                &format!("{at}: running"),
                &signal.running,
                &running,
            );
        }
        if let Some(current) = self.current {
            differ(
                complaints,
                &format!("{at}: current"),
                &signal.current,
                &current,
            );
        }
    }
}

impl ReadingExpected {
    fn compare(&self, reading: &Reading, complaints: &mut Vec<String>) {
        if let Some(expected) = self.assurance {
            differ(complaints, "assurance", &reading.assurance, &expected);
        }
        match (&self.variation, reading.variation) {
            (None, _)
            | (Some(VariationExpected::NotJudged), Variation::NotJudged)
            | (Some(VariationExpected::CommonCause), Variation::CommonCause) => {}
            (
                Some(VariationExpected::SpecialCause {
                    meaning,
                    side,
                    rule,
                    tentative,
                }),
                Variation::SpecialCause {
                    meaning: found_meaning,
                    side: found_side,
                    rule: found_rule,
                    tentative: found_tentative,
                },
            ) => {
                let found_rule = found_rule.to_string();
                let found = (found_meaning, found_side, &found_rule, found_tentative);
                let expected = (*meaning, *side, rule, *tentative);
                differ(complaints, "special cause", &found, &expected);
            }
            (Some(expected), found) => {
                complaints.push(format!("variation: {found:?}, expected {expected:?}"));
            }
        }
    }
}

fn differ<F, E>(complaints: &mut Vec<String>, what: &str, found: &F, expected: &E)
where
    F: PartialEq<E> + std::fmt::Debug,
    E: std::fmt::Debug,
{
    if found != expected {
        complaints.push(format!("{what}: {found:?}, expected {expected:?}"));
    }
}
