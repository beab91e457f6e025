//! Numbers as they are printed keep the order that the sentence speaks of.

use super::{check, falls, last};
use redbead::{
    Baseline, Beyond, Chart, Edge, KOfM, Mixture, PhaseReason, Plan, Rebase, Rule, Series, Shift,
    Side, Sides, Tie,
};

#[test]
fn an_average_that_rounds_onto_the_figures_is_told_with_more_digits() {
    let plan = Plan::builder(Chart::individuals())
        .rule(Shift::default())
        .baseline(Baseline::First { points: 12 })
        .build()
        .unwrap();
    // Average 493 / 12 = 41.083; steps of 43 / 11, so three sigma are 10.4 and need no decimals.
    let mut figures = [39.0, 43.0].repeat(6);
    figures[0] = 40.0;
    figures.extend([41.0; 8]);
    check(
        &last(&plan, Series::from(&figures), &falls()),
        "Eight months in a row below the average of 41.1 falls, since March 2024: a change that \
         chance would rarely make",
        "8 months below average, since March 2024",
    );
    // As few digits as before where the figures are farther off.
    figures.truncate(12);
    figures.extend([40.0; 8]);
    let told = last(&plan, Series::from(&figures), &falls()).sentence;
    assert!(
        told.contains("in a row below the average of 41 falls, "),
        "{told}"
    );
}

#[test]
fn a_limit_that_rounds_onto_a_figure_is_told_with_more_digits() {
    let given = |rule: Beyond| {
        Plan::builder(Chart::individuals())
            .rule(rule)
            .edge(Edge::Inclusive)
            .baseline(Baseline::Given {
                center: 17.83,
                sigma: Some(4.0),
            })
            .build()
            .unwrap()
    };
    let limit = given(Beyond::default());
    for wording in [falls(), falls().decimals(0)] {
        let told = last(&limit, Series::from(&[33.0, 30.0]), &wording).sentence;
        let (limit, highest) = match wording.decimals {
            None => ("29.83", "33"),
            Some(_) => ("29.8", "33.0"),
        };
        assert_eq!(
            told,
            format!(
                "Two months in a row above the upper limit of {limit} falls, the higher at \
                 {highest}, since March 2023: chance alone would rarely go that far"
            )
        );
    }
    let told = last(&limit, Series::from(&[33.0, 31.0]), &falls()).sentence;
    assert!(
        told.contains("the upper limit of 30 falls, the higher at 33"),
        "{told}"
    );
    // One figure beyond a line inside the limits: 17.83 + 0.01 x 4.
    let near = given(Beyond {
        sigma: 0.01,
        ..Beyond::default()
    });
    check(
        &last(&near, Series::from(&[18.0]), &falls()),
        "The figure for March 2023, 18 falls, is above the expected level of 17.83: worth a closer \
         look",
        "March 2023 above expected level",
    );
}

#[test]
fn a_value_that_is_not_0_is_not_told_as_0() {
    let plan = Plan::builder(Chart::t())
        .baseline(Baseline::Given {
            center: 40.0,
            sigma: Some(0.4),
        })
        .build()
        .unwrap();
    let days = falls().unit("day", "days");
    let told = last(&plan, Series::from(&[0.001, 0.0004]), &days);
    assert!(
        told.sentence.contains(", the lower at 0.0004, since"),
        "{told}"
    );
    let told = last(&plan, Series::from(&[0.001]), &days.decimals(0));
    assert!(
        told.sentence
            .starts_with("The gap at March 2023, 0.001 days, is below"),
        "{told}"
    );
}

/// The printed number after `above the average of`, and which side it is.
fn claims(sentence: &str) -> Vec<(Side, f64)> {
    let mut claims = Vec::new();
    for (word, side) in [("above the ", Side::Above), ("below the ", Side::Below)] {
        for (at, _) in sentence.match_indices(word) {
            let rest = &sentence[at + word.len()..];
            let Some((line, number)) = rest.split_once(" of ") else {
                continue;
            };
            // `above the average of 41 falls`, not a later `of`.
            if line.split(' ').count() > 2 {
                continue;
            }
            let number = number.split([' ', ':']).next().unwrap();
            let number = number.trim_end_matches(',').replace(',', "");
            claims.push((side, number.parse().unwrap()));
        }
    }
    claims
}

/// The same of a new level, against the old one.
#[test]
fn printed_old_levels_keep_their_side_of_the_shift() {
    let mut uniform = uniform(9);
    let (mut checked, mut close) = (0, 0);
    for round in 0..600 {
        let chart = [Chart::run(), Chart::individuals(), Chart::g()][round % 3];
        let rebase = Rebase::Runs {
            baseline: 9,
            run: 4,
            side: Sides::Either,
        };
        let plan = Plan::builder(chart).rebase(rebase).build().unwrap();
        let figures: Vec<f64> = (0..60)
            .map(|_| (41.0 + 6.0 * (uniform() + uniform() - 1.0)).round())
            .collect();
        let report = plan.scan(&figures).unwrap();
        let wording = falls().decimals(round % 2);
        for (number, phase) in report.phases.iter().enumerate() {
            let PhaseReason::Shift(evidence) = phase.reason else {
                continue;
            };
            let told = report.explain_phase(&plan, &figures, number, &wording);
            let sentence = told.unwrap().unwrap().sentence;
            let [(side, old)] = claims(&sentence)[..] else {
                panic!("{sentence}")
            };
            assert_eq!(side, evidence.side);
            let shift = &figures[evidence.first..=evidence.completed];
            let beyond = shift.iter().filter(|figure| match side {
                Side::Above => **figure > old,
                Side::Below => **figure < old,
            });
            // Others lie on the old level.
            assert_eq!(beyond.count(), evidence.points, "{shift:?}: {sentence}");
            close += usize::from(shift.iter().any(|figure| (figure - old).abs() < 0.5));
            checked += 1;
        }
    }
    assert!(checked > 300 && close > 50, "{checked} {close}");
}

/// Numbers of 0 to 1 from a small generator (multiplier and increment of Knuth's MMIX).
fn uniform(mut state: u64) -> impl FnMut() -> f64 {
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Whole numbers whose averages and limits are not: what rounds onto a figure is told in full.
#[test]
fn printed_centers_and_limits_keep_their_side_of_every_member() {
    let mut uniform = uniform(5);
    let rules: [Rule; 4] = [
        Beyond::default().into(),
        Shift {
            points: 4,
            on_center: Tie::Skip,
        }
        .into(),
        KOfM::default().into(),
        Mixture {
            points: 3,
            sigma: 0.1,
            both_sides: false,
        }
        .into(),
    ];
    let (mut checked, mut close) = (0, 0);
    for round in 0..2000 {
        let rule = rules[round % rules.len()];
        let spread = [2.0, 6.0, 40.0][round / 4 % 3];
        let level = [41.0, 1500.0, 3.0][round / 12 % 3];
        let figures: Vec<f64> = (0..30)
            .map(|_| (level + spread * (uniform() + uniform() - 1.0)).round())
            .collect();
        let plan = Plan::builder(Chart::individuals())
            .rule(rule)
            .baseline(Baseline::First { points: 12 })
            .build()
            .unwrap();
        let report = plan.scan(&figures).unwrap();
        let wording = match round % 2 {
            0 => falls(),
            _ => falls().decimals(0),
        };
        for signal in &report.signals {
            let sentence = report
                .explain(&plan, &figures, signal, &wording)
                .unwrap()
                .sentence;
            let members = report.members(&plan, &figures, signal).unwrap();
            for (side, printed) in claims(&sentence) {
                for member in &members {
                    let figure = figures[*member];
                    let holds = match side {
                        Side::Above => printed < figure,
                        Side::Below => printed > figure,
                    };
                    assert!(holds, "{figure}: {sentence}");
                    close += usize::from((figure - printed).abs() < 0.5);
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 500 && close > 50, "{checked} {close}");
}
