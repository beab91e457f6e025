//! Plans, rules and readings in words.

use redbead::{
    Assurance, Baseline, Chart, Constants, Direction, Meaning, Plan, Preset, Side, Wording,
};
use redbead_io::{DataSeries, WhyMissing};

use crate::figures::Figures;
use crate::plan_file::{BaselineChoice, PlanFile, RuleChoice, WordingChoice};
use crate::plural::counted;
use crate::rhythm::noun_of;
use crate::short::spell_chart;

/// What stands in the place of an empty name.
pub(crate) const NO_NAME: &str = "(no name)";

/// Of a plan without a direction of good, in a list of its choices.
pub(crate) const NOT_JUDGED: &str = "direction not judged";

/// The same where the flag that gives one is at hand.
pub(crate) const NOT_JUDGED_BY_FLAG: &str = "direction not judged (--good up|down)";

/// The keys of a series as one name; nothing where it has none.
pub(crate) fn name_of(keys: &[String]) -> String {
    let named = keys.iter().map(|key| match key.trim() {
        "" => NO_NAME,
        _ => key,
    });
    named.collect::<Vec<_>>().join(" / ")
}

/// The engine's words of a measure.
pub(crate) fn wording_of<'a>(
    choice: &'a WordingChoice,
    period: (&'static str, &'static str),
) -> Wording<'a> {
    let mut wording = Wording::new().period(period.0, period.1);
    if let Some(unit) = &choice.unit {
        wording = wording.unit(&unit.one, &unit.many);
    }
    if let Some(exposure) = &choice.exposure {
        wording = wording.exposure(&exposure.one, &exposure.many);
    }
    if let Some(notation) = choice.notation {
        wording = wording.notation(notation.0);
    }
    if let Some(decimals) = choice.decimals {
        wording = wording.decimals(decimals);
    }
    wording
}

/// What a point of a series stands for, for one and for more.
pub(crate) fn period_words(data: &DataSeries) -> (&'static str, &'static str) {
    noun_of(data.periods())
}

/// Why a point has no figure, as records write it.
pub(crate) fn why_missing(why: WhyMissing) -> &'static str {
    match why {
        WhyMissing::Suppressed => "suppressed",
        WhyMissing::NotApplicable => "not_applicable",
        WhyMissing::Infinite => "infinite",
        WhyMissing::NoExposure => "no_exposure",
        WhyMissing::Hole => "no_row",
        _ => "missing",
    }
}

/// What is computed, in one line: chart, rules, baseline, direction, target.
pub(crate) fn plan(file: &PlanFile, plan: &Plan) -> String {
    let wording = wording_of(&file.wording, ("point", "points"));
    let figures = Figures::new(plan.chart(), &wording);
    let mut chart = plan.chart().title().to_owned();
    if !matches!(figures.unit(), "" | "%") {
        chart = format!("{chart}, {}", figures.unit());
    }
    for option in unusual_options(plan.chart()) {
        chart = format!("{chart}, {option}");
    }
    let mut parts = vec![chart, rules(file, plan)];
    let choices = &file.plan;
    if let Some(rebase) = choices
        .rebase
        .filter(|rebase| rebase.0 != redbead::Rebase::None)
    {
        parts.push(format!("new phases by themselves: {}", rebase.0));
    } else if !learns_nothing(plan) {
        parts.push(baseline(choices.baseline.as_ref()));
    }
    parts.extend(limits(file, plan, &figures));
    if let Some(phases) = choices.phases.as_ref().filter(|phases| !phases.is_empty()) {
        let starts: Vec<String> = phases.iter().map(|phase| phase.at.to_string()).collect();
        parts.push(format!("phases at {}", starts.join(", ")));
    }
    parts.push(
        match plan.direction() {
            Direction::Increase => "up is good",
            Direction::Decrease => "down is good",
            Direction::NotJudged => NOT_JUDGED,
        }
        .to_owned(),
    );
    if let Some(target) = plan.target() {
        parts.push(format!("target {}", figures.target(target)));
    }
    parts.join(" · ")
}

/// The options of a chart that are not the usual ones, but for those that its unit tells.
fn unusual_options(chart: &Chart) -> Vec<String> {
    let spelled = spell_chart(chart);
    let options = spelled.split_once(':').map_or("", |(_, options)| options);
    let told = |option: &&str| !option.is_empty() && !option.starts_with("per=");
    options.split(',').filter(told).map(str::to_owned).collect()
}

/// Whether nothing is learned: a run chart has no limits, and its center is given.
fn learns_nothing(plan: &Plan) -> bool {
    plan.center().is_some() && matches!(plan.chart(), Chart::Run(_))
}

/// What is said of limits beside where they come from.
fn limits(file: &PlanFile, plan: &Plan, figures: &Figures) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(center) = plan.center() {
        parts.push(format!("center {} as given", figures.target(center)));
    }
    let limits = plan.limits_name();
    if limits != "limits" && !matches!(plan.chart(), Chart::Run(_)) {
        parts.push(limits);
    }
    let constants = file.plan.constants.unwrap_or_default();
    if constants != Constants::default() {
        parts.push(format!("constants {constants}"));
    }
    parts
}

fn rules(file: &PlanFile, plan: &Plan) -> String {
    let chosen = file.plan.rules.as_deref();
    let names: Vec<String> = match chosen {
        None => {
            let usual = match plan.chart() {
                Chart::Run(_) => Preset::ScottishRunChart.name().to_owned(),
                _ => plan
                    .rules()
                    .iter()
                    .map(|known| known.phrase(None))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            return format!("rules: {usual}");
        }
        Some(chosen) => chosen
            .iter()
            .map(|choice| match choice {
                RuleChoice::Preset(preset) => preset.name().to_owned(),
                RuleChoice::Rule(known) => known.phrase(None),
            })
            .collect(),
    };
    if names.is_empty() {
        return "no rules".to_owned();
    }
    format!("rules: {}", names.join(", "))
}

fn baseline(choice: Option<&BaselineChoice>) -> String {
    match choice {
        None | Some(BaselineChoice::Engine(Baseline::All)) => "limits from all points".to_owned(),
        Some(BaselineChoice::Engine(Baseline::First { points })) => {
            format!("limits from the first {}", counted(*points, "point"))
        }
        Some(BaselineChoice::Engine(Baseline::FirstUseful { points })) => {
            format!("limits from the first {}", counted(*points, "useful point"))
        }
        Some(BaselineChoice::Engine(Baseline::Given { center, sigma })) => match sigma {
            Some(sigma) => format!("center {center} and sigma {sigma} given"),
            None => format!("center {center} given"),
        },
        Some(BaselineChoice::Engine(other)) => format!("limits from {other}"),
        Some(BaselineChoice::Periods(span)) => format!("limits from {span}"),
    }
}

/// What special cause means, in one word.
pub(crate) fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Improvement => "improvement",
        Meaning::Concern => "concern",
        Meaning::Neutral => "special cause",
    }
}

/// High or low, as Making Data Count says it.
pub(crate) fn side(side: Option<Side>) -> &'static str {
    match side {
        Some(Side::Above) => "high",
        Some(Side::Below) => "low",
        None => "",
    }
}

/// Assurance in a few words; nothing where there is no target.
pub(crate) fn assurance(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::ConsistentlyMeets => "meets",
        Assurance::ConsistentlyFails => "out of reach",
        Assurance::HitAndMiss => "hit and miss",
        Assurance::NotJudged => "not judged",
        _ => "",
    }
}
