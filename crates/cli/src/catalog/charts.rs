//! Charts: what they plot, what they need, where their limits come from.

use serde::Serialize;

/// A chart in words.
#[derive(Debug, Serialize)]
pub(crate) struct ChartEntry {
    /// Name on command lines.
    pub(crate) name: &'static str,
    /// What it shows.
    pub(crate) title: &'static str,
    /// What a row must hold.
    pub(crate) needs: &'static str,
    /// Where center and limits come from.
    pub(crate) limits: &'static str,
    /// Options, as they are written behind a colon.
    pub(crate) options: &'static str,
    /// Where it is defined.
    pub(crate) source: &'static str,
}

const MONTGOMERY: &str = "Montgomery (2013), Introduction to Statistical Quality Control, 7th ed.";

/// Every chart, in the order of the engine's own list.
pub(crate) const CHARTS: [ChartEntry; 18] = [
    ChartEntry {
        name: "run",
        title: "values over time around their median",
        needs: "a value, or a count and its exposure",
        limits: "a median and no limits; rules of sides and steps judge it",
        options: "",
        source: "Perla, Provost, Murray (2011), The run chart, BMJ Quality & Safety 20, 46-51",
    },
    ChartEntry {
        name: "individuals",
        title: "single values: the X of XmR",
        needs: "a value, or a count and its exposure",
        limits: "mean or median, and 3 sigma of the moving ranges: mean range / 1.128; standard_deviation is s / c4(n)",
        options: "sigma=moving_range|median_moving_range|screened_moving_range|span(5)|standard_deviation, center=mean|median",
        source: "Montgomery (2013), section 6.4; Wheeler (2000), Understanding Variation, 2nd ed.",
    },
    ChartEntry {
        name: "moving_range",
        title: "differences between neighbors: the mR of XmR",
        needs: "a value, or a count and its exposure",
        limits: "mean range, 0 and 3.267 mean ranges; only `beyond` judges it",
        options: "",
        source: "Montgomery (2013), section 6.4",
    },
    ChartEntry {
        name: "xbar",
        title: "means of subgroups",
        needs: "mean, deviation or range, and size; or raw values",
        limits: "weighted mean, and 3 sigma within subgroups over the root of the size",
        options: "within=deviations|pooled_deviation|mean_deviation|mean_range|unbiased_pooled_deviation|unweighted_deviation|unweighted_range",
        source: "Montgomery (2013), sections 6.2 and 6.3",
    },
    ChartEntry {
        name: "s",
        title: "standard deviations of subgroups",
        needs: "mean, deviation and size; or raw values",
        limits: "B3 and B4 by size",
        options: "center=fixed|by_size",
        source: "Montgomery (2013), section 6.3",
    },
    ChartEntry {
        name: "r",
        title: "ranges of subgroups",
        needs: "mean, range and size; or raw values",
        limits: "D3 and D4 by size",
        options: "center=by_size|fixed",
        source: "Montgomery (2013), section 6.2",
    },
    ChartEntry {
        name: "p",
        title: "shares: cases out of a whole",
        needs: "a count and its whole",
        limits: "binomial: 3 sqrt(p (1 - p) / n), or exact quantiles",
        options: "limits=sigma|probability",
        source: "Montgomery (2013), section 7.2",
    },
    ChartEntry {
        name: "np",
        title: "cases out of a fixed number",
        needs: "a count, of the same whole at every point",
        limits: "binomial, or exact quantiles",
        options: "size=50, limits=sigma|probability",
        source: "Montgomery (2013), section 7.2",
    },
    ChartEntry {
        name: "c",
        title: "counts over equal areas of opportunity",
        needs: "a count",
        limits: "Poisson: 3 sqrt(c), or exact quantiles",
        options: "limits=sigma|probability",
        source: "Montgomery (2013), section 7.3",
    },
    ChartEntry {
        name: "u",
        title: "rates: cases per exposure",
        needs: "a count and its exposure",
        limits: "Poisson: 3 sqrt(u / n), or exact quantiles",
        options: "per=1000, limits=sigma|probability",
        source: "Montgomery (2013), section 7.3",
    },
    ChartEntry {
        name: "p_prime",
        title: "shares of large wholes, which vary more than chance alone",
        needs: "a count and its whole",
        limits: "as p, times the sigma of the standardized points",
        options: "sigma=moving_range|screened_moving_range|...",
        source: "Laney (2002), Improved control charts for attributes, Quality Engineering 14, 531-537",
    },
    ChartEntry {
        name: "u_prime",
        title: "rates over large exposures, which vary more than chance alone",
        needs: "a count and its exposure",
        limits: "as u, times the sigma of the standardized points",
        options: "sigma=moving_range|screened_moving_range|...",
        source: "Laney (2002), Improved control charts for attributes, Quality Engineering 14, 531-537",
    },
    ChartEntry {
        name: "c_prime",
        title: "large counts, which vary more than chance alone",
        needs: "a count",
        limits: "as c, times the sigma of the standardized points",
        options: "sigma=moving_range|screened_moving_range|...",
        source: "Laney (2002), Improved control charts for attributes, Quality Engineering 14, 531-537",
    },
    ChartEntry {
        name: "i_prime",
        title: "values with an exposure, such as means of many cases",
        needs: "a sum and its exposure",
        limits: "weighted mean, and 3 sigma of normalized moving ranges by exposure",
        options: "sigma=moving_range|median_moving_range|screened_moving_range",
        source: "Taylor (2018), normalized individuals charts",
    },
    ChartEntry {
        name: "g",
        title: "units between rare events, such as days or cases",
        needs: "a whole number of units",
        limits: "geometric: 3 sqrt(m (m + 1)) around the mean m, or exact quantiles; the median is drawn",
        options: "center=median|mean, limits=sigma|probability",
        source: "Benneyan (2001), Number-between g-type statistical quality control charts",
    },
    ChartEntry {
        name: "t",
        title: "time between rare events",
        needs: "a time above 0",
        limits: "individuals on x^(1/3.6), put back; or exponential quantiles",
        options: "sigma=..., limits=sigma|probability",
        source: "Nelson (1994), A control chart for parts-per-million nonconforming items, J. Quality Technology 26",
    },
    ChartEntry {
        name: "ewma",
        title: "exponentially weighted moving averages: small, lasting changes",
        needs: "a value, or a count and its exposure",
        limits: "L sigma of the weighted mean; only `beyond` judges it",
        options: "lambda=0.2, width=2.962, growth=time_varying|asymptotic, sigma=...",
        source: "Lucas, Saccucci (1990), Exponentially weighted moving average control schemes, Technometrics 32, 1-12",
    },
    ChartEntry {
        name: "cusum",
        title: "cumulative sums: small, lasting changes, and when they began",
        needs: "a value, or a count and its exposure",
        limits: "decision interval h; only `beyond` h judges it",
        options: "allowance=0.5, interval=5, head_start=0, after_signal=restart|continue, sides=either|above|below, sigma=...",
        source: "Page (1954); Lucas, Crosier (1982), Fast initial response for CUSUM quality-control schemes, Technometrics 24, 199-205",
    },
];

impl ChartEntry {
    /// The source in full.
    pub(crate) fn full_source(&self) -> String {
        match self.source.strip_prefix("Montgomery (2013)") {
            Some(rest) => format!("{MONTGOMERY}{rest}"),
            None => self.source.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short;

    #[test]
    fn the_first_choice_of_each_option_is_the_usual_one() {
        for entry in CHARTS.iter().filter(|entry| entry.name != "np") {
            for option in entry
                .options
                .split(", ")
                .filter(|option| !option.is_empty())
            {
                let first = option.split('|').next().unwrap();
                // An example of its own, or a list told elsewhere.
                if first.starts_with("per=") || first.ends_with("...") {
                    continue;
                }
                let chart = short::chart(&format!("{}:{first}", entry.name)).unwrap();
                assert_eq!(short::spell_chart(&chart), entry.name, "{option}");
            }
        }
    }

    #[test]
    fn every_chart_of_the_command_line_is_told_of() {
        let known: Vec<&str> = CHARTS.iter().map(|entry| entry.name).collect();
        let read: Vec<&str> = short::CHARTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(known, read);
    }
}
