//! Automatic re-phasing: the laws as literal oracles, held by hand arithmetic and by their own
//! promise that a phase, once known, never changes.

#[path = "rebase/by_hand.rs"]
mod by_hand;
#[path = "rebase/engine.rs"]
mod engine;
#[path = "rebase/oracle.rs"]
mod oracle;
#[path = "rebase/planted.rs"]
mod planted;

use oracle::{Phase, mean, runs, scottish, stable_shift};
use redbead::Side;

const SERIES: u64 = 10_000;

type Law = fn(&[Option<f64>]) -> Vec<Phase>;

const LAWS: [(&str, Law); 5] = [
    ("scottish", scottish),
    ("runs of 9", |series| runs(series, 13, 9, None)),
    ("runs of 9 above", |series| {
        runs(series, 13, 9, Some(Side::Above))
    }),
    ("runs of 7 below", |series| {
        runs(series, 12, 7, Some(Side::Below))
    }),
    ("stable shift", |series| stable_shift(series, 21, 8, mean)),
];

/// The random series do what they are for: many re-phase, some more than once, and some not.
#[test]
fn planted_shifts_are_found() {
    for (name, law) in LAWS {
        let (mut once, mut twice, mut on_center) = (0, 0, 0);
        for seed in 0..SERIES {
            let series = planted::series(seed);
            let phases = law(&series);
            once += u64::from(phases.len() > 1);
            twice += u64::from(phases.len() > 2);
            on_center += u64::from(phases.iter().any(|phase| {
                let values = series[phase.first..].iter().flatten();
                values
                    .into_iter()
                    .any(|&value| oracle::side_of(value, phase.center).is_none())
            }));
        }
        println!(
            "{name}: of {SERIES} series {once} re-phase, {twice} of them more than once; {on_center} have points on a center"
        );
        assert!(
            once > SERIES / 5 && once < SERIES * 9 / 10,
            "{name}: {once}"
        );
        assert!(twice > SERIES / 50, "{name}: {twice}");
        assert!(on_center > SERIES / 5, "{name}: {on_center}");
    }
}

/// No regrets: the phases of a prefix are those of the whole that were known by then.
#[test]
fn a_phase_once_known_never_changes() {
    for (name, law) in LAWS {
        for seed in 0..1_000 {
            let series = planted::series(seed);
            let whole = law(&series);
            for length in 0..=series.len() {
                let by_then = whole.iter().take_while(|phase| phase.known < length);
                let by_then: Vec<Phase> = by_then.cloned().collect();
                assert_eq!(
                    law(&series[..length]),
                    by_then,
                    "{name}: seed {seed}, {length} points"
                );
            }
        }
    }
}
