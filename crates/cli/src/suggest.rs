//! Which chart suits the figures of a file, when none is named.

use redbead::{Chart, Measurement};
use redbead_io::{Dataset, Figures};

/// Denominators from which a share varies more than chance alone, as a rule of thumb.
const LARGE: f64 = 1000.0;

/// A chart for the data, and why, for people.
pub(crate) fn chart(data: &Dataset) -> (Chart, String) {
    let told = |chart: Chart, why: &str| {
        (
            chart,
            format!("chart: {}, for {why} (--chart)", chart.name()),
        )
    };
    match &data.columns().figures {
        Figures::Ratio { .. } => {}
        Figures::Subgroup { .. } | Figures::Raw { .. } => {
            return told(Chart::xbar(), "the means of subgroups");
        }
        _ => {
            return told(
                Chart::individuals(),
                "single figures; run needs fewer points",
            );
        }
    }
    let facts = Ratios::of(data);
    if !facts.are_counts {
        return told(
            Chart::i_prime(),
            "figures over an exposure that are no counts",
        );
    }
    if !facts.are_parts {
        return told(Chart::u(), "counts per exposure");
    }
    if facts.mean_exposure >= LARGE {
        let (chart, why) = told(
            Chart::p_prime(),
            "parts of large wholes, which vary more than chance alone",
        );
        return (
            chart,
            why.replace("(--chart)", "(--chart p takes them as chance alone)"),
        );
    }
    told(Chart::p(), "parts of a whole")
}

/// What can be seen of counts and exposures.
struct Ratios {
    are_counts: bool,
    are_parts: bool,
    mean_exposure: f64,
}

impl Ratios {
    fn of(data: &Dataset) -> Self {
        let (mut sum, mut points) = (0.0, 0usize);
        let mut facts = Self {
            are_counts: true,
            are_parts: true,
            mean_exposure: 0.0,
        };
        for point in data
            .series()
            .iter()
            .flat_map(|series| series.series().iter())
        {
            if let Measurement::Ratio {
                numerator,
                denominator,
            } = point.measurement
                && numerator.is_finite()
                && denominator > 0.0
            {
                facts.are_counts &= numerator >= 0.0 && numerator.fract() == 0.0;
                facts.are_parts &= numerator <= denominator && denominator.fract() == 0.0;
                sum += denominator;
                points += 1;
            }
        }
        if points > 0 {
            facts.mean_exposure = sum / points as f64;
        }
        facts
    }
}
