//! In-control average run lengths: how many points pass, on average, to a false signal.
//!
//! Independent normal points, center and sigma known. Figures of single rules and of EWMA and CUSUM
//! charts are copied from the engine's test data (`run_lengths.csv`, `run_lengths_ewma.csv`,
//! `run_lengths_cusum.csv` of the crate `redbead`), which say how each was computed; a test compares
//! them.

use redbead::{Preset, Rule};
use serde::Serialize;

/// An average run length.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct RunLength {
    /// Points to a false signal.
    pub(crate) points: f64,
    /// Whether it is exact to the digits shown; simulated to some hundredths otherwise.
    pub(crate) exact: bool,
}

/// Of a rule, by its text: exact.
const OF_RULES: [(&str, f64); 25] = [
    ("beyond sigma=2 side=either", 21.977_894_51),
    ("beyond sigma=3 side=either", 370.398_347_3),
    ("beyond sigma=3.09 side=either", 499.609_067_6),
    ("k_of_m k=2 m=3 sigma=2", 510.688_514_4),
    ("k_of_m k=4 m=5 sigma=1", 291.319_248),
    ("hugging points=15 sigma=1", 963.271_544_1),
    ("mixture points=8 sigma=1 both_sides=false", 14_251.366_62),
    ("mixture points=8 sigma=1 both_sides=true", 14_342.295_59),
    ("shift points=6 on_center=skip", 63.0),
    ("shift points=7 on_center=skip", 127.0),
    ("shift points=8 on_center=skip", 255.0),
    ("shift points=9 on_center=skip", 511.0),
    ("shift points=10 on_center=skip", 1023.0),
    ("shift points=12 on_center=skip", 4095.0),
    ("trend points=3 equal=break", 4.816_446_884_67),
    ("trend points=4 equal=break", 16.086_170_718_1),
    ("trend points=5 equal=break", 73.344_038_860_5),
    ("trend points=6 equal=break", 421.598_626_032),
    ("trend points=7 equal=break", 2_881.851_877_25),
    ("alternating points=8", 39.373_224_244_4),
    ("alternating points=10", 98.145_752_155_9),
    ("alternating points=12", 243.170_579_057),
    ("alternating points=13", 382.363_098_199),
    ("alternating points=14", 601.007_804_023),
    ("alternating points=15", 944.453_258_748),
];

/// Of the usual EWMA chart, `lambda = 0.2`, `width = 2.962`, time-varying limits.
const EWMA: f64 = 494.385_651_1;
/// Of the usual CUSUM chart, `allowance = 0.5`, `interval = 5`, both sides, no head start.
const CUSUM: f64 = 465.443_506;

/// Of a rule alone, where it is known.
pub(crate) fn of_rule(rule: &Rule) -> Option<RunLength> {
    // Points of a continuous distribution have no ties.
    let text = rule.to_string();
    let text = text
        .replace("on_center=break", "on_center=skip")
        .replace("equal=skip", "equal=break");
    let found = OF_RULES.iter().find(|(known, _)| *known == text)?;
    Some(RunLength {
        points: found.1,
        exact: true,
    })
}

/// Of a chart with its usual options and rule, where it is known.
pub(crate) fn of_chart(name: &str) -> Option<RunLength> {
    let points = match name {
        "ewma" => EWMA,
        "cusum" => CUSUM,
        _ => return None,
    };
    Some(RunLength {
        points,
        exact: true,
    })
}

/// Of a preset, where it is known.
pub(crate) fn of_preset(preset: Preset) -> Option<RunLength> {
    let has_order = |rule: &Rule| matches!(rule, Rule::Trend(_) | Rule::Alternating(_));
    Some(RunLength {
        points: preset.in_control_run_length()?,
        exact: !preset.rules().iter().any(has_order),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short;

    fn rows(name: &str) -> Vec<Vec<String>> {
        let path = format!("{}/../core/testdata/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        rows.map(|row| row.split(',').map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn the_figures_are_those_of_the_test_data() {
        let rows_of_rules = rows("run_lengths.csv");
        let mut compared = 0;
        for row in rows_of_rules
            .iter()
            .filter(|row| row[1] == "0" && row[5] == "exact")
        {
            let text = row[0].replace("both_sides", "both_sides=true");
            // The preset that is one rule.
            let text = text.replace("preset shewhart", "beyond 3");
            let (name, options) = text.split_once(' ').unwrap();
            let Ok(rule) = short::rule(&format!("{name}:{options}")) else {
                continue;
            };
            if let Some(known) = of_rule(&rule) {
                assert_eq!(known.points, row[2].parse::<f64>().unwrap(), "{text}");
                compared += 1;
            }
        }
        assert_eq!(compared, OF_RULES.len());
        let usual = |name: &str, start: &str| {
            let rows = rows(name);
            let row = rows
                .iter()
                .find(|row| row.join(",").starts_with(start))
                .unwrap();
            row.last().unwrap().parse::<f64>().unwrap()
        };
        assert_eq!(
            EWMA,
            usual("run_lengths_ewma.csv", "0.2,2.962,time_varying,0,")
        );
        assert_eq!(CUSUM, usual("run_lengths_cusum.csv", "0.5,5,2,0,0,"));
    }
}
