//! Plans, rules and readings in words.

use redbead::{
    Assurance, Baseline, Chart, Direction, Meaning, Notation, Plan, Preset, Rule, Side, Sides,
    Wording,
};
use redbead_io::{DataSeries, PeriodKind, WhyMissing};

use crate::plan_file::{BaselineChoice, PlanFile, RuleChoice, WordingChoice};

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
    let Some(first) = data.periods().first() else {
        return ("point", "points");
    };
    match first.kind() {
        PeriodKind::Second => ("second", "seconds"),
        PeriodKind::Minute => ("minute", "minutes"),
        PeriodKind::Hour => ("hour", "hours"),
        PeriodKind::Day => ("day", "days"),
        PeriodKind::Week { .. } | PeriodKind::IsoWeek => ("week", "weeks"),
        PeriodKind::Month => ("month", "months"),
        PeriodKind::Quarter { .. } => ("quarter", "quarters"),
        PeriodKind::Year { .. } | PeriodKind::RollingYear => ("year", "years"),
        _ => ("point", "points"),
    }
}

/// Why a point has no figure, as records write it.
pub(crate) fn why_missing(why: WhyMissing) -> &'static str {
    match why {
        WhyMissing::Suppressed => "suppressed",
        WhyMissing::NotApplicable => "not_applicable",
        WhyMissing::Infinite => "infinite",
        WhyMissing::NoExposure => "no_exposure",
        WhyMissing::Hole => "hole",
        _ => "missing",
    }
}

/// A chart by its usual name.
pub(crate) fn chart_name(chart: &Chart) -> &'static str {
    match chart {
        Chart::Run(_) => "run chart",
        Chart::Individuals(_) => "individuals chart (XmR)",
        Chart::MovingRange(_) => "moving range chart",
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
        _ => chart.name(),
    }
}

/// A rule in a few words; with its side where one is known.
pub(crate) fn rule(rule: &Rule, side: Option<Side>) -> String {
    let beyond = match side {
        Some(Side::Above) => "above",
        Some(Side::Below) => "below",
        None => "beyond",
    };
    match rule {
        Rule::Beyond(rule) => {
            let which = match (side, rule.side) {
                (None, Sides::Above) => "above",
                (None, Sides::Below) => "below",
                _ => beyond,
            };
            format!("{which} {} sigma", rule.sigma)
        }
        Rule::Shift(rule) => match side {
            Some(_) => format!("{} in a row {beyond} center", rule.points),
            None => format!("{} in a row on one side of the center", rule.points),
        },
        Rule::Trend(rule) => match side {
            Some(Side::Above) => format!("{} in a row rising", rule.points),
            Some(Side::Below) => format!("{} in a row falling", rule.points),
            None => format!("{} in a row rising or falling", rule.points),
        },
        Rule::KOfM(rule) => format!("{} of {} {beyond} {} sigma", rule.k, rule.m, rule.sigma),
        Rule::Hugging(rule) => format!("{} in a row within {} sigma", rule.points, rule.sigma),
        Rule::Mixture(rule) => format!("{} in a row outside {} sigma", rule.points, rule.sigma),
        Rule::Alternating(rule) => format!("{} in a row up and down in turn", rule.points),
        Rule::RangeOf(rule) => {
            format!("two in a row beyond {} sigma on opposite sides", rule.sigma)
        }
        Rule::LongestRun => "longest run".to_owned(),
        Rule::Crossings => "few crossings of the center".to_owned(),
        Rule::RunCount => "number of runs".to_owned(),
        Rule::BestBox => "runs outside their best box".to_owned(),
        Rule::CutBox => "runs outside their cut box".to_owned(),
        other => other.to_string(),
    }
}

/// What is computed, in one line: chart, rules, baseline, direction, target.
pub(crate) fn plan(file: &PlanFile, plan: &Plan) -> String {
    let mut parts = vec![chart_name(plan.chart()).to_owned(), rules(file, plan)];
    let choices = &file.plan;
    if let Some(rebase) = choices
        .rebase
        .filter(|rebase| rebase.0 != redbead::Rebase::None)
    {
        parts.push(format!("new phases by themselves: {}", rebase.0));
    } else {
        parts.push(baseline(choices.baseline.as_ref()));
    }
    if let Some(phases) = choices.phases.as_ref().filter(|phases| !phases.is_empty()) {
        let starts: Vec<String> = phases.iter().map(|phase| phase.at.to_string()).collect();
        parts.push(format!("phases at {}", starts.join(", ")));
    }
    parts.push(
        match plan.direction() {
            Direction::Increase => "up is good",
            Direction::Decrease => "down is good",
            Direction::NotJudged => "direction not judged (--good up|down)",
        }
        .to_owned(),
    );
    if let Some(target) = plan.target() {
        let figures = crate::figures::Figures::new(plan.chart(), &file.wording);
        parts.push(format!("target {}", figures.target(target)));
    }
    parts.join(" · ")
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
                    .map(|known| rule(known, None))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            return format!("rules: {usual}");
        }
        Some(chosen) => chosen
            .iter()
            .map(|choice| match choice {
                RuleChoice::Preset(preset) => preset.name().to_owned(),
                RuleChoice::Rule(known) => rule(known, None),
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
            format!("limits from the first {points} points")
        }
        Some(BaselineChoice::Engine(Baseline::FirstUseful { points })) => {
            format!("limits from the first {points} useful points")
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
        Assurance::ConsistentlyFails => "fails",
        Assurance::HitAndMiss => "hit and miss",
        Assurance::NotJudged => "not judged",
        _ => "",
    }
}

/// Whether a chart plots shares, so that numbers are written as percentages.
pub(crate) fn plots_shares(chart: &Chart, notation: Notation) -> bool {
    match notation {
        Notation::Percent => true,
        Notation::Chart => matches!(chart, Chart::Proportion(_) | Chart::ProportionPrime(_)),
        _ => false,
    }
}
