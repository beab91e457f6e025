//! Parameters that are the same, learned or given, one way or another.

use proptest::prelude::*;
use redbead::{Baseline, Center, Chart, Law, Parameters, Plan, Preset};

use crate::charts::charts;
use crate::plans::{config, scan};
use crate::same::{pairs, same};
use crate::series::{observations, series};

fn given(center: f64, sigma: Option<f64>) -> Baseline {
    Baseline::Given { center, sigma }
}

/// What a baseline taught, as given parameters; none where they cannot be given in the same
/// numbers: the center of times is powered forth and back, and a given center of units is their
/// mean, of which the median line follows.
fn as_given(chart: &Chart, parameters: &Parameters) -> Option<Baseline> {
    let center = parameters.center;
    let sigma = match (chart, parameters.law) {
        (Chart::TimeBetween(_), _) => return None,
        (Chart::UnitsBetween(g), _) if g.center == Center::Median => return None,
        (_, Law::Cumulative { mean, sigma }) => return Some(given(mean, Some(sigma))),
        (Chart::MovingRange(_) | Chart::Items(_), _) => None,
        (_, Law::Constant { sigma } | Law::OfMeans { sigma } | Law::Weighted { sigma, .. }) => {
            Some(sigma)
        }
        (_, Law::Dispersed { sigma_z, .. }) => Some(sigma_z),
        (_, Law::OfSpreads { sigma, .. }) => sigma,
        _ => None,
    };
    Some(given(center, sigma))
}

/// The learned center, which with the learned scale makes the learned parameters.
fn center_alone(chart: &Chart, parameters: &Parameters) -> Option<f64> {
    match as_given(chart, parameters)? {
        // A given center line of spreads is the same at every size.
        _ if matches!(parameters.law, Law::OfSpreads { sigma: Some(_), .. }) => None,
        Baseline::Given { center, .. } => Some(center),
        _ => None,
    }
}

#[test]
fn learned_parameters_when_given_say_the_same() {
    proptest!(config(60), |(points in series())| {
        let mut compared = 0;
        for chart in charts() {
            let series = observations(&chart, &points);
            let builder = Plan::builder(chart);
            let preset = match builder.clone().preset(Preset::Nelson).build() {
                Ok(_) => builder.preset(Preset::Nelson),
                Err(_) => builder,
            };
            let learned = preset.clone().build().expect("its own rule");
            let report = scan(&learned, &series);
            let Some(parameters) = report.phases.first().and_then(|phase| phase.parameters())
            else {
                continue;
            };
            let others = [
                as_given(&chart, parameters).map(|given| preset.clone().baseline(given)),
                center_alone(&chart, parameters).map(|center| preset.clone().center(center)),
            ];
            for other in others.into_iter().flatten() {
                let other = other.build().expect("possible parameters");
                same(&[other, learned.clone()], [&series, &series])?;
                compared += 1;
            }
        }
        prop_assert!(compared > 100 || points.len() < 8);
    });
}

#[test]
fn a_span_of_two_is_a_moving_range() {
    let text = |chart: &Chart| chart.to_string();
    let all = charts();
    let of_two = all.iter().filter(|chart| text(chart).contains("span(2)"));
    let pairs: Vec<[Plan; 2]> = of_two
        .flat_map(|chart| {
            let wanted = text(chart).replace("span(2)", "moving_range");
            let other = all.iter().find(|other| text(other) == wanted);
            pairs([*chart, *other.expect("a chart by moving ranges")].map(Plan::builder))
        })
        .collect();
    // Individuals by mean and median, t, two kinds of ewma, cusum, three primed charts.
    assert!(pairs.len() > 30);
    proptest!(config(40), |(points in series())| {
        for pair in &pairs {
            let series = observations(pair[0].chart(), &points);
            same(pair, [&series, &series])?;
        }
    });
}
