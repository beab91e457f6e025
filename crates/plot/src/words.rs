//! The words around a picture: subtitle, names of lines, and what a person would read aloud.

use redbead::{
    Assurance, Center, Chart, Fit, Individuals, Meaning, Phase, Plan, Report, Rule, Unfit,
    UnitsBetween, Variation, Wording,
};

/// Chart in words.
pub(crate) fn chart_name(chart: &Chart) -> &'static str {
    match chart {
        Chart::Run(_) => "Run chart",
        Chart::Individuals(_) => "Individuals chart (XmR)",
        Chart::MovingRange(_) => "Moving range chart (mR)",
        Chart::Means(_) => "Subgroup means (x̄ chart)",
        Chart::Deviations(_) => "Subgroup standard deviations (s chart)",
        Chart::Ranges(_) => "Subgroup ranges (r chart)",
        Chart::Proportion(_) => "Proportion chart (p)",
        Chart::Items(_) => "Number of cases chart (np)",
        Chart::Count(_) => "Count chart (c)",
        Chart::Rate(_) => "Rate chart (u)",
        Chart::ProportionPrime(_) => "Proportion chart (p\u{2032}, Laney)",
        Chart::RatePrime(_) => "Rate chart (u\u{2032}, Laney)",
        Chart::CountPrime(_) => "Count chart (c\u{2032}, Laney)",
        Chart::IndividualsPrime(_) => "Normalized individuals chart (i\u{2032})",
        Chart::UnitsBetween(_) => "Units between events (g chart)",
        Chart::TimeBetween(_) => "Time between events (t chart)",
        Chart::Ewma(_) => "Exponentially weighted moving averages (EWMA)",
        Chart::Cusum(_) => "Cumulative sums (CUSUM)",
        _ => "Control chart",
    }
}

/// Center line in words.
pub(crate) fn center_name(chart: &Chart) -> &'static str {
    match chart {
        Chart::Run(_)
        | Chart::Individuals(Individuals {
            center: Center::Median,
            ..
        })
        | Chart::UnitsBetween(UnitsBetween {
            center: Center::Median,
            ..
        }) => "Median",
        Chart::TimeBetween(_) | Chart::Cusum(_) => "Center",
        _ => "Average",
    }
}

/// Chart, limits and baseline in words.
pub(crate) fn subtitle(
    plan: &Plan,
    report: &Report,
    wording: &Wording<'_>,
    name: &dyn Fn(usize) -> String,
) -> String {
    let mut out = chart_name(plan.chart()).to_owned();
    let Some(phase) = report.phases.last() else {
        return out;
    };
    if phase.parameters().is_none() {
        return out;
    }
    let lines = match plan.chart() {
        Chart::Run(_) => "median",
        Chart::Cusum(_) => "mean and sigma",
        chart if center_name(chart) == "Median" => "median and limits",
        chart if center_name(chart) == "Center" => "center and limits",
        _ => "average and limits",
    };
    out.push_str(" · ");
    match phase.baseline {
        None => {
            out.push_str(lines);
            out.push_str(" as given");
        }
        Some(baseline) => {
            let noun = if baseline.used == 1 {
                wording.period.0
            } else {
                wording.period.1
            };
            let (first, last) = (name(baseline.first), name(baseline.last));
            out.push_str(&format!("{lines} from {} {noun}", baseline.used));
            if first == last {
                out.push_str(&format!(", {first}"));
            } else {
                out.push_str(&format!(", {first} to {last}"));
            }
        }
    }
    match report.phases.len() {
        1 => {}
        phases => out.push_str(&format!(" · {phases} phases")),
    }
    if report.provisional_limits {
        out.push_str(" · limits are a preview");
    }
    out
}

/// That there is too little data, where there is.
pub(crate) fn status(report: &Report) -> Option<String> {
    let Some(phase) = report.phases.last() else {
        return Some("No data".to_owned());
    };
    if report.counts.useful == 0 {
        return Some("No data to show".to_owned());
    }
    if let Some(reason) = unjudged(phase) {
        return Some(format!("Not enough data to judge: {reason}"));
    }
    let sufficiency = phase.sufficiency.filter(|it| !it.is_advised())?;
    Some(format!(
        "Few data: lines rest on {} points, {} or more are advised",
        sufficiency.have, sufficiency.advised
    ))
}

/// Why a phase is not judged; none where it is.
pub(crate) fn unjudged(phase: &Phase) -> Option<String> {
    let of = |have: usize, need: usize| format!("{have} of {need} points");
    match phase.fit {
        Fit::Fitted { .. } => None,
        Fit::Learning {
            have,
            need: Some(need),
        } => Some(of(have, need)),
        Fit::Learning { have, need: None } => Some(format!("{have} points so far")),
        Fit::Insufficient { unfit } => Some(match unfit {
            Unfit::TooFew { have, need } => of(have, need),
            Unfit::TooFewNeighbors { have, need } => {
                format!("{} next to each other", of(have, need))
            }
            Unfit::NoSpread => "no subgroup of two values or more".to_owned(),
            Unfit::Overflow => "values too large to compute with".to_owned(),
            _ => "too little to compute from".to_owned(),
        }),
        _ => Some("not judged".to_owned()),
    }
}

/// A meaning in the legend.
pub(crate) fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Improvement => "Special cause: improvement",
        Meaning::Concern => "Special cause: concern",
        Meaning::Neutral => "Special cause",
    }
}

/// What the series says today, in a sentence.
pub(crate) fn reading(report: &Report) -> String {
    let mut out = match report.reading.variation {
        Variation::CommonCause => "Common cause variation".to_owned(),
        Variation::SpecialCause {
            meaning, tentative, ..
        } => {
            let tentative = if tentative { ", tentative" } else { "" };
            format!("{}{tentative}", self::meaning(meaning))
        }
        _ => "Variation not judged".to_owned(),
    };
    match report.reading.assurance {
        Assurance::ConsistentlyMeets => out.push_str("; consistently meets the target"),
        Assurance::ConsistentlyFails => out.push_str("; consistently fails the target"),
        Assurance::HitAndMiss => out.push_str("; hits and misses the target"),
        _ => {}
    }
    out
}

/// Which rule speaks for a point in several signals: the order in which a reading takes them.
pub(crate) fn precedence(rule: &Rule) -> u8 {
    match rule {
        Rule::Beyond(_) => 0,
        Rule::Trend(_) => 1,
        Rule::KOfM(_) => 2,
        Rule::Shift(_) => 3,
        _ => 4,
    }
}
