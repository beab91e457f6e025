//! Whether rounding could decide on which side of a line a point lies.

use redbead::{
    Center, Chart, Individuals, Law, Measurement, NaturalRange, Observation, Parameters, Place,
    Plan, Point, Report, Status,
};

use crate::series::exposure;

/// Multiples at which the rules of presets, and those of EWMA charts by themselves, have lines.
fn multiples(chart: &Chart) -> Vec<f64> {
    let mut all = vec![1.0, 1.5, 2.0, 3.0];
    if let Chart::Ewma(ewma) = chart {
        all.push(ewma.width);
    }
    all
}

/// The numbers that a plotted value is a difference of: its own rounding error is a fraction of
/// them. Infinite where any rounding may change everything.
pub(crate) fn magnitude(plan: &Plan, report: &Report, series: &[Observation]) -> f64 {
    let number = |observation: &Observation| match observation.measurement {
        Measurement::Value(value) => value.abs(),
        Measurement::Subgroup { mean, .. } => mean.abs(),
        _ => 0.0,
    };
    let largest = series.iter().map(number).fold(0.0, f64::max);
    let parameters = report.phases.first().and_then(|phase| phase.parameters());
    match (plan.chart(), parameters.map(|parameters| parameters.law)) {
        // Sums are in sigma. Without any, a value is on the mean or as far off it as can be.
        (_, Some(Law::Cumulative { mean, sigma })) if sigma > 0.0 => {
            largest.max(mean.abs()) / sigma
        }
        (Chart::Cusum(_), _) => f64::INFINITY,
        (Chart::MovingRange(_), _) => largest,
        _ => 0.0,
    }
}

/// Whether a judged point lies within rounding of a line that its rules might look at, or equal
/// ratios of different numbers follow each other. `rounding` is relative to the numbers at hand.
pub(crate) fn is_close(
    plan: &Plan,
    report: &Report,
    series: &[Observation],
    rounding: f64,
) -> bool {
    if rounding == 0.0 {
        return false;
    }
    let Some(parameters) = report.phases.first().and_then(|phase| phase.parameters()) else {
        return false;
    };
    let chart = plan.chart();
    let magnitude = magnitude(plan, report, series);
    let mut previous = None;
    let mut ordinal = 0;
    let mut points = report.points(plan, series).expect("its own series");
    points.any(|point| {
        let is_judged = point.status != Some(Status::Excluded);
        let Some(value) = point.value.filter(|_| is_judged) else {
            return false;
        };
        let place = Place::new(exposure(chart, &series[point.index]), ordinal);
        ordinal += 1;
        let reach = rounding * magnitude.max(value.abs()).max(size(parameters, place));
        let is_tied = previous
            .replace(value)
            .is_some_and(|previous: f64| (value - previous).abs() <= reach);
        let is_near_line = match chart {
            Chart::Cusum(cusum) => is_close_to_interval(&point, cusum.interval, reach),
            _ => is_close_to_lines(chart, parameters, place, value, reach),
        };
        is_near_line || is_ratio(chart) && is_tied
    })
}

fn size(parameters: &Parameters, place: Place) -> f64 {
    let limits = parameters.limits_at(place, 3.0, NaturalRange::UNBOUNDED);
    let upper = limits.upper.unwrap_or(0.0);
    limits.center.abs().max(upper.abs())
}

fn is_close_to_lines(
    chart: &Chart,
    parameters: &Parameters,
    place: Place,
    value: f64,
    reach: f64,
) -> bool {
    let is_near = |line: f64| (value - line).abs() <= reach;
    // A point that is the median lies on it for sure.
    let is_median = matches!(
        chart,
        Chart::Run(_)
            | Chart::Individuals(Individuals {
                center: Center::Median,
                ..
            })
    );
    let center = parameters.center_at(place);
    if is_near(center) && !(is_median && value == center) {
        return true;
    }
    multiples(chart).into_iter().any(|multiple| {
        let limits = parameters.limits_at(place, multiple, NaturalRange::UNBOUNDED);
        let lines = [limits.lower, limits.upper];
        lines.into_iter().flatten().any(is_near)
    })
}

/// Sums that are just above 0 might be 0, and then begin later.
fn is_close_to_interval(point: &Point, interval: f64, reach: f64) -> bool {
    let Some(sums) = point.sums else { return false };
    [sums.upper, sums.lower]
        .into_iter()
        .any(|sum| (sum - interval).abs() <= reach || sum > 0.0 && sum <= reach)
}

/// Whether equal values may come of different numbers, so that rounding can tell them apart.
fn is_ratio(chart: &Chart) -> bool {
    matches!(
        chart,
        Chart::Proportion(_)
            | Chart::ProportionPrime(_)
            | Chart::Rate(_)
            | Chart::RatePrime(_)
            | Chart::IndividualsPrime(_)
    )
}
