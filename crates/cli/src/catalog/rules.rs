//! Rules: what pattern signals, and with which options.

use serde::Serialize;

/// A rule in words.
#[derive(Debug, Serialize)]
pub(crate) struct RuleEntry {
    /// Name on command lines.
    pub(crate) name: &'static str,
    /// When it signals.
    pub(crate) signals: &'static str,
    /// What it often means.
    pub(crate) meaning: &'static str,
    /// Options with their defaults, as they are written behind a colon.
    pub(crate) options: &'static str,
    /// Where it comes from.
    pub(crate) source: &'static str,
}

const ANHOEJ: &str = "Anhoej, Olesen (2014), Run charts revisited, PLoS ONE 9(11), e113825";
const BOXES: &str =
    "Anhoej, Wentzel-Larsen (2020), smoother runs rules, joint boxes of longest run and crossings";
const NELSON: &str = "Nelson (1984), The Shewhart control chart: tests for special causes, J. Quality Technology 16, 237-239";

/// Every rule, in the order of the engine's own list.
pub(crate) const RULES: [RuleEntry; 13] = [
    RuleEntry {
        name: "beyond",
        signals: "one point is beyond `sigma` sigma",
        meaning: "a sudden event",
        options: "sigma=3, side=either",
        source: "Shewhart (1931), Economic Control of Quality of Manufactured Product",
    },
    RuleEntry {
        name: "shift",
        signals: "`points` points in a row lie on one side of the center",
        meaning: "the level has moved",
        options: "points=8, on_center=skip",
        source: "Western Electric (1956), Statistical Quality Control Handbook; numbers from 6 to 10 are in use",
    },
    RuleEntry {
        name: "trend",
        signals: "`points` points in a row each lie above, or below, the one before",
        meaning: "the level is moving",
        options: "points=6, equal=break",
        source: NELSON,
    },
    RuleEntry {
        name: "k_of_m",
        signals: "`k` of `m` points in a row are beyond `sigma` sigma on one side",
        meaning: "a moderate move, seen before a point is beyond 3 sigma",
        options: "k=2, m=3, sigma=2, not_beyond=none, window=partial, others=anywhere, newest=beyond",
        source: "Western Electric (1956), Statistical Quality Control Handbook",
    },
    RuleEntry {
        name: "hugging",
        signals: "`points` points in a row lie within `sigma` sigma",
        meaning: "too quiet: limits from strata, or smoothed figures",
        options: "points=15, sigma=1",
        source: NELSON,
    },
    RuleEntry {
        name: "mixture",
        signals: "`points` points in a row lie outside `sigma` sigma, on either side",
        meaning: "two processes on one chart",
        options: "points=8, sigma=1, both_sides=false",
        source: NELSON,
    },
    RuleEntry {
        name: "alternating",
        signals: "`points` points in a row go up and down in turn",
        meaning: "over-adjustment, or two shifts or sites taking turns",
        options: "points=14",
        source: NELSON,
    },
    RuleEntry {
        name: "range_of",
        signals: "two points in a row lie beyond `sigma` sigma on opposite sides",
        meaning: "more random error than before",
        options: "sigma=2",
        source: "Westgard, Barry, Hunt, Groth (1981), Clinical Chemistry 27, 493-501",
    },
    RuleEntry {
        name: "longest_run",
        signals: "the longest run of a phase exceeds round(log2 N) + 3",
        meaning: "the level has moved somewhere in the phase",
        options: "",
        source: ANHOEJ,
    },
    RuleEntry {
        name: "crossings",
        signals: "a phase crosses its center fewer times than the 5 % quantile of a binomial of N - 1 and one half",
        meaning: "the level has moved somewhere in the phase",
        options: "",
        source: ANHOEJ,
    },
    RuleEntry {
        name: "run_count",
        signals: "a phase has too few or too many runs (Wald-Wolfowitz, exact, two-sided 5 %)",
        meaning: "too few: a change; too many: a mixing of sources",
        options: "",
        source: "Swed, Eisenhart (1943), Ann. Math. Statist. 14, 66-87",
    },
    RuleEntry {
        name: "best_box",
        signals: "longest run and crossings leave their joint box, for 10 to 100 useful points",
        meaning: "the level has moved somewhere in the phase",
        options: "",
        source: BOXES,
    },
    RuleEntry {
        name: "cut_box",
        signals: "as best_box, its least likely corners cut off",
        meaning: "the level has moved somewhere in the phase",
        options: "",
        source: BOXES,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short;

    #[test]
    fn every_rule_of_the_command_line_is_told_of() {
        let known: Vec<&str> = RULES.iter().map(|entry| entry.name).collect();
        let read: Vec<&str> = short::RULES.iter().map(|(name, _)| *name).collect();
        assert_eq!(known, read);
        // The options that are told are those that the engine knows, at their defaults.
        for entry in RULES {
            let options = entry.options.replace(", not_beyond=none", "");
            let told = short::rule(&format!("{}:{options}", entry.name)).unwrap();
            assert_eq!(
                told,
                short::rule(entry.name)
                    .or_else(|_| short::rule(&format!("{}:", entry.name)))
                    .unwrap()
            );
        }
    }
}
