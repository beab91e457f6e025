//! Charts, rules and readings in a few words.

use redbead::{
    Assurance, Center, Chart, Direction, Fit, Individuals, Meaning, Phase, Plan, Rule, Unfit,
    UnitsBetween, Variation,
};

/// Name of a chart in a heading.
pub(super) fn chart_name(chart: &Chart) -> &'static str {
    match chart {
        Chart::Run(_) => "Run chart",
        Chart::Individuals(_) => "Individuals chart",
        Chart::MovingRange(_) => "Moving range chart",
        Chart::Means(_) => "x\u{304} chart",
        Chart::Deviations(_) => "s chart",
        Chart::Ranges(_) => "r chart",
        Chart::Proportion(_) => "p chart",
        Chart::Items(_) => "np chart",
        Chart::Count(_) => "c chart",
        Chart::Rate(_) => "u chart",
        Chart::ProportionPrime(_) => "p\u{2032} chart",
        Chart::RatePrime(_) => "u\u{2032} chart",
        Chart::CountPrime(_) => "c\u{2032} chart",
        Chart::IndividualsPrime(_) => "i\u{2032} chart",
        Chart::UnitsBetween(_) => "g chart",
        Chart::TimeBetween(_) => "t chart",
        Chart::Ewma(_) => "EWMA chart",
        Chart::Cusum(_) => "CUSUM chart",
        _ => "Chart",
    }
}

/// What the center line is.
pub(super) fn center_name(chart: &Chart) -> &'static str {
    match chart {
        Chart::Run(_)
        | Chart::Individuals(Individuals {
            center: Center::Median,
            ..
        })
        | Chart::UnitsBetween(UnitsBetween {
            center: Center::Median,
            ..
        }) => "median",
        Chart::TimeBetween(_) | Chart::Cusum(_) => "center",
        _ => "average",
    }
}

/// A rule in a few words, for a column of a table.
pub(super) fn rule_name(rule: &Rule) -> String {
    match rule {
        Rule::Beyond(rule) => format!("beyond {} sigma", rule.sigma),
        Rule::Shift(rule) => format!("{} in a row on one side", rule.points),
        Rule::Trend(rule) => format!("{} in a row rising or falling", rule.points),
        Rule::KOfM(rule) => format!("{} of {} beyond {} sigma", rule.k, rule.m, rule.sigma),
        Rule::Hugging(rule) => format!("{} in a row within {} sigma", rule.points, rule.sigma),
        Rule::Mixture(rule) => format!("{} in a row outside {} sigma", rule.points, rule.sigma),
        Rule::Alternating(rule) => format!("{} in a row up and down", rule.points),
        Rule::RangeOf(rule) => format!("two opposite beyond {} sigma", rule.sigma),
        Rule::LongestRun => "unusually long run".to_owned(),
        Rule::Crossings => "too few crossings".to_owned(),
        Rule::RunCount => "unusual number of runs".to_owned(),
        Rule::BestBox => "runs outside the best box".to_owned(),
        Rule::CutBox => "runs outside the cut box".to_owned(),
        other => other.to_string(),
    }
}

/// A rule with the side on which it was found, where it has one.
pub(super) fn rule_and_side(rule: &Rule, side: Option<redbead::Side>) -> String {
    use redbead::Side::{Above, Below};

    match (rule, side) {
        (Rule::Beyond(rule), Some(Above)) => format!("above {} sigma", rule.sigma),
        (Rule::Beyond(rule), Some(Below)) => format!("below {} sigma", rule.sigma),
        (Rule::Shift(rule), Some(Above)) => format!("{} in a row above", rule.points),
        (Rule::Shift(rule), Some(Below)) => format!("{} in a row below", rule.points),
        (Rule::Trend(rule), Some(Above)) => format!("{} in a row rising", rule.points),
        (Rule::Trend(rule), Some(Below)) => format!("{} in a row falling", rule.points),
        (Rule::KOfM(rule), Some(Above)) => {
            format!("{} of {} above {} sigma", rule.k, rule.m, rule.sigma)
        }
        (Rule::KOfM(rule), Some(Below)) => {
            format!("{} of {} below {} sigma", rule.k, rule.m, rule.sigma)
        }
        _ => rule_name(rule),
    }
}

/// What rules and direction a plan has, in one line each.
pub(super) fn plan_lines(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    let rules = |rules: &[Rule]| {
        let names: Vec<String> = rules.iter().map(rule_name).collect();
        names.join("; ")
    };
    if !plan.rules().is_empty() {
        lines.push(format!("Rules: {}", rules(plan.rules())));
    }
    if !plan.warnings().is_empty() {
        lines.push(format!("Warnings only: {}", rules(plan.warnings())));
    }
    lines.push(
        match plan.direction() {
            Direction::Increase => "Higher is better",
            Direction::Decrease => "Lower is better",
            Direction::NotJudged => "No direction of good: signals are neutral",
        }
        .to_owned(),
    );
    lines
}

/// Variation as the script knows it.
pub(super) fn variation_code(variation: &Variation) -> &'static str {
    match variation {
        Variation::CommonCause => "common",
        Variation::SpecialCause { meaning, .. } => meaning_code(*meaning),
        _ => "unjudged",
    }
}

/// Meaning as the script knows it.
pub(super) fn meaning_code(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Improvement => "improvement",
        Meaning::Concern => "concern",
        Meaning::Neutral => "neutral",
    }
}

/// Assurance as the script knows it; none without a target.
pub(super) fn assurance_code(assurance: Assurance) -> Option<&'static str> {
    match assurance {
        Assurance::NoTarget => None,
        Assurance::ConsistentlyMeets => Some("meets"),
        Assurance::ConsistentlyFails => Some("fails"),
        Assurance::HitAndMiss => Some("misses"),
        _ => Some("unjudged"),
    }
}

/// Why a phase is not judged; none where it is.
pub(super) fn unjudged(phase: &Phase) -> Option<String> {
    match phase.fit {
        Fit::Fitted { .. } => None,
        Fit::Learning {
            have,
            need: Some(need),
        } => Some(format!(
            "{have} of the {need} points of the baseline so far"
        )),
        Fit::Learning { have, need: None } => Some(format!("{} so far", points(have))),
        Fit::Insufficient { unfit } => Some(match unfit {
            Unfit::TooFew { have, need } => format!("{}, {need} needed", useful(have)),
            Unfit::TooFewNeighbors { have, need } => {
                format!("{} next to each other, {need} needed", useful(have))
            }
            Unfit::NoSpread => "no subgroup of two values or more".to_owned(),
            Unfit::Overflow => "values too large to compute with".to_owned(),
            _ => "too little to compute from".to_owned(),
        }),
        _ => Some("not judged".to_owned()),
    }
}

fn points(n: usize) -> String {
    match n {
        1 => "1 point".to_owned(),
        n => format!("{n} points"),
    }
}

fn useful(n: usize) -> String {
    match n {
        1 => "1 useful point".to_owned(),
        n => format!("{n} useful points"),
    }
}

#[cfg(test)]
mod tests {
    use redbead::{Preset, Side};

    use super::*;

    #[test]
    fn rules_read_as_words() {
        let names: Vec<String> = Preset::WesternElectric
            .rules()
            .iter()
            .map(rule_name)
            .collect();
        assert_eq!(
            names,
            [
                "beyond 3 sigma",
                "2 of 3 beyond 2 sigma",
                "4 of 5 beyond 1 sigma",
                "8 in a row on one side"
            ]
        );
        let shift = Preset::WesternElectric.rules()[3];
        assert_eq!(rule_and_side(&shift, Some(Side::Below)), "8 in a row below");
        assert_eq!(rule_and_side(&shift, None), "8 in a row on one side");
    }

    #[test]
    fn a_plan_is_told_in_lines() {
        let plan = Plan::builder(Chart::p())
            .preset(Preset::Shewhart)
            .direction(Direction::Decrease)
            .build()
            .unwrap();
        assert_eq!(
            plan_lines(&plan),
            ["Rules: beyond 3 sigma", "Lower is better"]
        );
    }
}
