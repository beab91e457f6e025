//! Plans and readings in a few words, and the codes by which the script knows them.

use redbead::{Assurance, Direction, Meaning, Plan, Report, Rule, Variation};

use crate::icons::Icon;
use crate::words::capitalized;

/// What a row says of its latest point: the code, and the words for people.
pub(super) const VARIATION: [(&str, &str); 6] = [
    (Meaning::Concern.name(), "Concern"),
    (Meaning::Neutral.name(), "Neutral signal"),
    (Meaning::Improvement.name(), "Improvement"),
    ("common", "Common cause"),
    ("unjudged", "Not judged"),
    (REFUSED, "Refused"),
];

/// Code of a series that could not be charted.
pub(super) const REFUSED: &str = "refused";

/// Variation as the script knows it: what it means, or the code of its symbol.
pub(super) fn variation_code(variation: &Variation) -> &'static str {
    match variation {
        Variation::SpecialCause { meaning, .. } => meaning.name(),
        other => Icon::of_variation(other).code(),
    }
}

/// What a series is counted as: of concern where a current signal is one, else as its latest point
/// reads.
pub(super) fn kind_code(report: &Report) -> &'static str {
    match report.concern() {
        Some(_) => Meaning::Concern.name(),
        None => variation_code(&report.reading.variation),
    }
}

/// The words for a code.
pub(super) fn variation_words(code: &str) -> &'static str {
    let known = VARIATION.iter().find(|(known, _)| *known == code);
    known.map_or("", |(_, words)| words)
}

/// Assurance as the script knows it: the code of its symbol; none without a target.
pub(super) fn assurance_code(assurance: Assurance) -> Option<&'static str> {
    Icon::of_assurance(assurance).map(|icon| icon.code())
}

/// What rules and direction a plan has, in one line each.
pub(super) fn plan_lines(plan: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    let rules = |rules: &[Rule]| {
        let phrases: Vec<String> = rules.iter().map(|rule| rule.phrase(None)).collect();
        phrases.join("; ")
    };
    if !plan.rules().is_empty() {
        lines.push(format!("Rules: {}", rules(plan.rules())));
    }
    if !plan.warnings().is_empty() {
        lines.push(format!("Warnings only: {}", rules(plan.warnings())));
    }
    let limits = plan.limits_name();
    if limits != "limits" {
        lines.push(capitalized(&limits));
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

#[cfg(test)]
mod tests {
    use redbead::{Chart, Preset};

    use super::*;

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
        let plan = Plan::builder(Chart::p()).limit_sigma(2.0).build().unwrap();
        assert_eq!(plan_lines(&plan)[1], "Limits at 2 sigma");
    }

    #[test]
    fn every_variation_has_words() {
        let codes = [&Variation::CommonCause, &Variation::NotJudged].map(variation_code);
        let words = codes.map(variation_words);
        assert_eq!(words, ["Common cause", "Not judged"]);
    }
}
