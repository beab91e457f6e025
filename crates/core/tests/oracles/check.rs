//! The engine against the oracle, and the smallest series on which they differ.

use redbead::{Edge, Gap, Observation, Report, Rule, Signal, Status};

use crate::cases::Case;
use crate::random::Random;
use crate::signals::Expected;
use crate::{whole_phase, windows};

/// Runs random cases under random parameters of one rule. At least `share` of them must signal,
/// so that agreement is no emptiness.
pub(crate) fn agree(
    seed: u64,
    series: usize,
    share: f64,
    cases: impl Fn(&mut Random) -> Case,
    rules: impl Fn(&mut Random) -> Vec<Rule>,
) {
    let mut random = Random::new(seed);
    let mut fired = 0;
    for _ in 0..series {
        let (case, rules) = (cases(&mut random), rules(&mut random));
        match signals_of(&case, &rules) {
            Ok(signals) => fired += usize::from(signals > 0),
            Err(_) => panic!("{}", shrunk(case, &rules)),
        }
    }
    let found = fired as f64 / series as f64;
    println!("{series} series, {:.1} % with a signal", 100.0 * found);
    assert!(found >= share, "only {found} of the series have a signal");
}

/// Number of signals on which oracle and engine agree, or where they do not.
pub(crate) fn signals_of(case: &Case, rules: &[Rule]) -> Result<usize, String> {
    let plan = case.plan(rules);
    let report = plan.scan(&case.points).map_err(|error| error.to_string())?;
    in_order(&report)?;
    let mut members = vec![Vec::new(); report.signals.len()];
    for point in report.points(&plan, &case.points).expect("its own series") {
        for signal in point.signals {
            members[signal].push(point.index);
        }
    }
    if let Some((signal, expected)) = report.signals.last().zip(members.last()) {
        let found = report.members(&plan, &case.points, signal);
        if found.as_ref() != Ok(expected) {
            return Err(format!("members {found:?}, by the points {expected:?}"));
        }
    }
    for rule in rules {
        let mut found: Vec<Expected> = report
            .signals
            .iter()
            .zip(&members)
            .filter(|(signal, _)| signal.rule == *rule)
            .map(|(signal, members)| read(signal, members))
            .collect();
        let mut expected = if rule.is_whole_phase() {
            whole_phase::expected(case, rule, &report)?
        } else {
            windows::expected(case, rule)
        };
        let order = |signal: &Expected| (signal.phase, signal.completed, signal.side);
        found.sort_by_key(order);
        expected.sort_by_key(order);
        if found != expected {
            return Err(format!(
                "{rule}\n  engine {found:#?}\n  oracle {expected:#?}"
            ));
        }
    }
    Ok(report.signals.len())
}

fn read(signal: &Signal, members: &[usize]) -> Expected {
    Expected {
        side: signal.side,
        phase: signal.phase,
        first: signal.first,
        last: signal.last,
        completed: signal.completed,
        running: signal.running,
        tentative: signal.tentative,
        members: members.to_vec(),
    }
}

/// Phase by phase, in the order of completion; whole-phase tests last, in the order of the plan.
fn in_order(report: &Report) -> Result<(), String> {
    let key = |signal: &Signal| {
        let is_test = signal.rule.is_whole_phase();
        (signal.phase, is_test, signal.completed)
    };
    if report.signals.is_sorted_by_key(key) {
        Ok(())
    } else {
        Err(format!("signals out of order: {:#?}", report.signals))
    }
}

/// The smallest case found on which engine and oracle still differ, as text.
fn shrunk(mut case: Case, rules: &[Rule]) -> String {
    while let Some(smaller) = smaller(&case)
        .into_iter()
        .find(|smaller| signals_of(smaller, rules).is_err())
    {
        case = smaller;
    }
    let difference = signals_of(&case, rules).err().unwrap_or_default();
    let values: Vec<_> = case
        .points
        .iter()
        .map(|o| (o.measurement, o.status))
        .collect();
    format!(
        "edge {:?}, gap {:?}, {:?}\n{values:?}\n{difference}",
        case.edge, case.gap, case.standards
    )
}

fn smaller(case: &Case) -> Vec<Case> {
    let mut smaller = Vec::new();
    let mut length = case.points.len();
    while length > 0 {
        for start in (0..case.points.len()).step_by(length) {
            smaller.extend(without(case, start, length));
        }
        length /= 2;
    }
    for position in 1..case.standards.len() {
        let mut standards = case.standards.clone();
        standards.remove(position);
        smaller.push(Case {
            standards,
            ..case.clone()
        });
    }
    if (case.edge, case.gap) != (Edge::Strict, Gap::Skip) {
        smaller.push(Case {
            edge: Edge::Strict,
            gap: Gap::Skip,
            ..case.clone()
        });
    }
    for (index, point) in case.points.iter().enumerate() {
        if point.status != Status::Confirmed {
            let mut points = case.points.clone();
            points[index] = Observation::with_status(*point, Status::Confirmed);
            smaller.push(Case {
                points,
                ..case.clone()
            });
        }
    }
    smaller
}

/// The case without some of its points, boundaries moving along; none where two would meet.
fn without(case: &Case, start: usize, length: usize) -> Option<Case> {
    let mut smaller = case.clone();
    let end = (start + length).min(case.points.len());
    smaller.points.drain(start..end);
    for standard in &mut smaller.standards {
        standard.start -= end.min(standard.start) - start.min(standard.start);
    }
    let starts = || smaller.standards.iter().map(|standard| standard.start);
    starts()
        .zip(starts().skip(1))
        .all(|(earlier, later)| earlier < later)
        .then_some(smaller)
}
