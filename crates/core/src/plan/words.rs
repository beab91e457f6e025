//! Plans in words: what their lines are.

use super::Plan;
use crate::phase::Phase;

impl Plan {
    /// What the center line of a phase is called: as on its [chart](crate::Chart::center_name) where
    /// it was learned, and `expected level` where it was given, which is no average of anything that
    /// was seen.
    #[must_use]
    pub fn center_name(&self, phase: &Phase) -> &'static str {
        if self.has_given_center(phase) {
            "expected level"
        } else {
            self.chart().center_name()
        }
    }

    pub(crate) fn has_given_center(&self, phase: &Phase) -> bool {
        self.center().is_some() || phase.baseline.is_none()
    }

    /// What its limits are called: `limits`, and `limits at 2 sigma` where they stand elsewhere than
    /// is usual on its chart.
    #[must_use]
    pub fn limits_name(&self) -> String {
        let multiple = self.limit_sigma();
        if multiple == self.chart().limit_sigma() {
            "limits".to_owned()
        } else {
            format!("limits at {multiple} sigma")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Baseline, Chart, Plan};

    #[test]
    fn a_given_center_is_no_average() {
        let values = [41.0, 38.0, 44.0, 40.0, 37.0, 43.0];
        let name = |plan: &Plan| {
            let report = plan.scan(&values).unwrap();
            plan.center_name(&report.phases[0])
        };
        let learned = Plan::builder(Chart::run());
        assert_eq!(name(&learned.clone().build().unwrap()), "median");
        let given = learned.center(40.0).build().unwrap();
        assert_eq!(
            (name(&given), given.center()),
            ("expected level", Some(40.0))
        );
        let both = Plan::builder(Chart::individuals()).baseline(Baseline::Given {
            center: 40.0,
            sigma: Some(2.0),
        });
        assert_eq!(name(&both.build().unwrap()), "expected level");
    }

    #[test]
    fn unusual_limits_are_told() {
        let builder = Plan::builder(Chart::individuals());
        assert_eq!(builder.clone().build().unwrap().limits_name(), "limits");
        let narrow = builder.limit_sigma(2.5).build().unwrap();
        assert_eq!(narrow.limits_name(), "limits at 2.5 sigma");
        // Those of an EWMA chart stand where it says.
        let ewma = Plan::builder(Chart::ewma()).build().unwrap();
        assert_eq!(ewma.limits_name(), "limits");
    }
}
