//! Charts in words: their usual names, and what their center lines are.

use super::{Center, Chart, Individuals, UnitsBetween};

impl Chart {
    /// Usual name, for people: `Individuals chart (XmR)`.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Run(_) => "Run chart",
            Self::Individuals(_) => "Individuals chart (XmR)",
            Self::MovingRange(_) => "Moving range chart (mR)",
            Self::Means(_) => "Subgroup means (x̄ chart)",
            Self::Deviations(_) => "Subgroup standard deviations (s chart)",
            Self::Ranges(_) => "Subgroup ranges (r chart)",
            Self::Proportion(_) => "Proportion chart (p)",
            Self::Items(_) => "Number of cases chart (np)",
            Self::Count(_) => "Count chart (c)",
            Self::Rate(_) => "Rate chart (u)",
            Self::ProportionPrime(_) => "Proportion chart (p\u{2032}, Laney)",
            Self::RatePrime(_) => "Rate chart (u\u{2032}, Laney)",
            Self::CountPrime(_) => "Count chart (c\u{2032}, Laney)",
            Self::IndividualsPrime(_) => "Normalized individuals chart (i\u{2032})",
            Self::UnitsBetween(_) => "Units between events (g chart)",
            Self::TimeBetween(_) => "Time between events (t chart)",
            Self::Ewma(_) => "Exponentially weighted moving averages (EWMA)",
            Self::Cusum(_) => "Cumulative sums (CUSUM)",
        }
    }

    /// What the center line is: `average`, `median`, or `center` where it is neither.
    #[must_use]
    pub const fn center_name(&self) -> &'static str {
        match self {
            Self::Run(_)
            | Self::Individuals(Individuals {
                center: Center::Median,
                ..
            })
            | Self::UnitsBetween(UnitsBetween {
                center: Center::Median,
                ..
            }) => "median",
            Self::TimeBetween(_) | Self::Cusum(_) => "center",
            _ => "average",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_center_line_is_called_what_it_is() {
        let median = Individuals {
            center: Center::Median,
            ..Individuals::default()
        };
        assert_eq!(Chart::from(median).center_name(), "median");
        assert_eq!(Chart::individuals().center_name(), "average");
        assert_eq!(Chart::cusum().center_name(), "center");
    }
}
