//! The words around a picture: subtitle, names of lines, and what a person would read aloud.

use redbead::{Assurance, Chart, Meaning, Phase, Plan, Report, Variation, Wording};

use crate::icons::Icon;

/// Chart, limits and baseline in words.
pub(crate) fn subtitle(
    plan: &Plan,
    report: &Report,
    wording: &Wording<'_>,
    name: &dyn Fn(usize) -> String,
) -> String {
    let mut out = plan.chart().title().to_owned();
    let Some(phase) = report.phases.last() else {
        return out;
    };
    if phase.parameters().is_none() {
        return out;
    }
    out.push_str(" · ");
    out.push_str(&lines(plan, phase));
    // Of a run chart whose median is given nothing is learned.
    let is_run = matches!(plan.chart(), Chart::Run(_));
    let learned = phase
        .baseline
        .filter(|_| !(is_run && plan.center().is_some()));
    match learned {
        None => out.push_str(" as given"),
        Some(baseline) => {
            let noun = if baseline.used == 1 {
                wording.period.0
            } else {
                wording.period.1
            };
            let (first, last) = (name(baseline.first), name(baseline.last));
            out.push_str(&format!(" from {} {noun}", baseline.used));
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

/// The lines of a phase: `average and limits`. Those that are given are told apart from those learned.
fn lines(plan: &Plan, phase: &Phase) -> String {
    let center = plan.center_name(phase);
    let is_apart = plan.center().is_some() && phase.baseline.is_some();
    let joined = if is_apart { " as given," } else { " and" };
    match plan.chart() {
        Chart::Run(_) => center.to_owned(),
        Chart::Cusum(_) => format!("mean{joined} sigma"),
        _ => format!("{center}{joined} {}", plan.limits_name()),
    }
}

/// That there is too little data, where there is.
pub(crate) fn status(report: &Report) -> Option<String> {
    let Some(phase) = report.phases.last() else {
        return Some("No data".to_owned());
    };
    if report.counts.useful == 0 {
        return Some("No data to show".to_owned());
    }
    if let Some(reason) = phase.fit.wanting() {
        return Some(format!("Not enough data to judge: {reason}"));
    }
    let sufficiency = phase.sufficiency.filter(|it| !it.is_advised())?;
    Some(format!(
        "Few data: lines rest on {} points, {} or more are advised",
        sufficiency.have, sufficiency.advised
    ))
}

/// A meaning in the legend.
pub(crate) fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Improvement => "Special cause: improvement",
        Meaning::Concern => "Special cause: concern",
        Meaning::Neutral => "Special cause",
    }
}

/// The meaning of a warning in the legend.
pub(crate) fn warning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Improvement => "Warning: improvement",
        Meaning::Concern => "Warning: concern",
        Meaning::Neutral => "Warning",
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
    if report
        .concern()
        .is_some_and(|concern| report.speaking() != Some(concern))
    {
        out.push_str("; a current signal is of concern");
    }
    match report.reading.assurance {
        Assurance::NotJudged => {}
        assurance => {
            if let Some(icon) = Icon::of_assurance(assurance) {
                out.push_str("; ");
                out.push_str(icon.title);
            }
        }
    }
    out
}

/// With a capital letter at the start.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
