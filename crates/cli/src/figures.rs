//! How the figures of a table are written.

use redbead::{Chart, Limits, Scale, Wording};

/// How figures of one chart are written.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    scale: Scale,
    decimals: Option<usize>,
    whole: bool,
}

impl Figures {
    /// By the scale that sentences, pictures and pages have as well.
    pub(crate) fn new(chart: &Chart, wording: &Wording<'_>) -> Self {
        Self {
            scale: wording.scale(chart),
            decimals: wording.decimals,
            whole: matches!(chart, Chart::Items(_) | Chart::Count(_)),
        }
    }

    /// What the figures are: `falls per 1,000 bed days`, or nothing.
    pub(crate) fn unit(&self) -> &str {
        &self.scale.unit
    }

    /// A value with as many digits as the limits around it make meaningful.
    pub(crate) fn value(&self, value: f64, limits: &Limits) -> String {
        let above = limits.upper.map(|upper| upper - limits.center);
        let below = limits.lower.map(|lower| limits.center - lower);
        let width = above.into_iter().chain(below).fold(0.0, f64::max);
        let scale = if width > 0.0 {
            width
        } else {
            limits.center.abs()
        };
        self.write(value, scale)
    }

    /// A value of the report times this is the one to show.
    pub(crate) fn factor(&self) -> f64 {
        self.scale.factor
    }

    /// A value with no limits around it.
    pub(crate) fn alone(&self, value: f64) -> String {
        self.write(value, value.abs())
    }

    /// A number as it was given, in groups of three digits.
    pub(crate) fn grouped(&self, number: f64) -> String {
        thousands(self.target(number))
    }

    /// A target as it was given.
    pub(crate) fn target(&self, target: f64) -> String {
        // Ten digits hide what the factor does to the last bits of a decimal fraction.
        let rounded = format!("{:.9e}", target * self.scale.factor);
        let number = rounded.parse::<f64>().unwrap_or(target * self.scale.factor);
        format!("{number}{}", self.scale.sign)
    }

    fn write(&self, value: f64, scale: f64) -> String {
        let (value, scale) = (value * self.scale.factor, scale * self.scale.factor);
        let (spare, least) = if self.scale.sign.is_empty() {
            (1.0, 0.0)
        } else {
            (0.5, 1.0)
        };
        let digits = match self.decimals {
            Some(decimals) => decimals,
            None if self.whole && value.fract() == 0.0 => 0,
            // A tenth of the way to a limit can be told apart; of shares, a third of it will do.
            None if scale > 0.0 => (spare - scale.log10()).ceil().clamp(least, 12.0) as usize,
            None => 1,
        };
        let is_tiny = value != 0.0 && value.abs() < 1e-9;
        if value.abs() >= 1e15 || (is_tiny && scale.abs() < 1e-9) {
            return format!("{value:.3e}{}", self.scale.sign);
        }
        let text = thousands(Scale::rounded(value, digits));
        format!("{text}{}", self.scale.sign)
    }
}

/// Commas between groups of three digits, from 10,000 on.
fn thousands(text: String) -> String {
    let whole = text.split('.').next().unwrap_or(&text);
    if whole.trim_start_matches('-').len() < 5 {
        text
    } else {
        Scale::grouped(&text)
    }
}

#[cfg(test)]
mod tests {
    use redbead::{Rate, Run};

    use super::*;

    fn limits(center: f64, half: f64) -> Limits {
        // The engine's limits can only be had from the engine.
        let plan = redbead::Plan::builder(Chart::individuals())
            .baseline(redbead::Baseline::Given {
                center,
                sigma: Some(half / 3.0),
            })
            .build()
            .unwrap();
        let report = plan.scan(&[center, center]).unwrap();
        report.latest.unwrap().limits
    }

    #[test]
    fn digits_follow_the_width_of_the_limits() {
        let plain = Figures::new(&Chart::from(Run {}), &Wording::new());
        assert_eq!(plain.value(41.26, &limits(40.0, 6.0)), "41.3");
        assert_eq!(plain.value(41.26, &limits(40.0, 60.0)), "41");
        assert_eq!(plain.value(1_234_567.8, &limits(1e6, 1e5)), "1,234,568");
        assert_eq!(plain.value(-0.0001, &limits(0.0, 6.0)), "0.0");
        assert_eq!(plain.value(1.5e-12, &limits(1e-12, 3e-12)), "1.500e-12");
        assert_eq!(plain.value(2e20, &limits(1e20, 3e20)), "2.000e20");
    }

    #[test]
    fn shares_are_percentages_and_rates_are_per_exposure() {
        let share = Figures::new(&Chart::p(), &Wording::new());
        assert_eq!(share.value(0.5104, &limits(0.4, 0.05)), "51.0 %");
        assert_eq!(share.value(0.5104, &limits(0.4, 0.009)), "51.0 %");
        assert_eq!(share.value(0.0104, &limits(0.01, 0.001)), "1.04 %");
        assert_eq!(share.target(0.07), "7 %");
        let rate = Rate {
            per: 1000.0,
            ..Rate::default()
        }
        .into();
        let rate = Figures::new(&rate, &Wording::new());
        assert_eq!(rate.value(0.0123, &limits(0.01, 0.005)), "12.3");
    }
}
