//! The choices of a plan, each of which may be left open.

use redbead::{
    Clip, Constants, Direction, Edge, Exclusion, Gap, Invalid, PLAN_VERSION, Plan, PlanBuilder,
};
use serde::{Deserialize, Serialize};

use super::baseline::BaselineChoice;
use super::phase::{Exclude, PhaseChoice};
use super::rules::{ChartChoice, RebaseChoice, RuleChoice};
use super::shared::shared_choices;

macro_rules! choices {
    ($($(#[$about:meta])* $field:ident: $choice:ty,)*) => {
        /// What is computed: the engine's plan, whose every field may be left out and then takes the
        /// engine's default, and whose phases and baselines may be told by periods.
        #[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
        #[serde(deny_unknown_fields, default, rename = "plan")]
        pub struct Choices {
            /// Version of the engine's plan format; the newest when left out.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub version: Option<u16>,
            $(
                $(#[$about])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$choice>,
            )*
            /// Rules whose signals only warn.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub warnings: Option<Vec<RuleChoice>>,
            /// Multiple of sigma at which limits are drawn.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub limit_sigma: Option<f64>,
            /// Exact or printed constants.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub constants: Option<Constants>,
            /// Whether limits stop at the range of the statistic.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub clip: Option<Clip>,
            /// Whether a point on a zone line is beyond it.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub edge: Option<Edge>,
            /// What a missing point does to its neighbors.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub gap: Option<Gap>,
            /// What an excluded point does to moving ranges.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub exclusion: Option<Exclusion>,
            /// What happens to figures that the chart cannot use.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub invalid: Option<Invalid>,
            /// A signal is current when it touches the last so many useful points.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub current_points: Option<usize>,
        }

        impl Choices {
            /// Its own choices, and those of `other` where it has none.
            #[must_use]
            pub fn or(self, other: &Self) -> Self {
                Self {
                    version: self.version.or(other.version),
                    $($field: self.$field.or_else(|| other.$field.clone()),)*
                    warnings: self.warnings.or_else(|| other.warnings.clone()),
                    limit_sigma: self.limit_sigma.or(other.limit_sigma),
                    constants: self.constants.or(other.constants),
                    clip: self.clip.or(other.clip),
                    edge: self.edge.or(other.edge),
                    gap: self.gap.or(other.gap),
                    exclusion: self.exclusion.or(other.exclusion),
                    invalid: self.invalid.or(other.invalid),
                    current_points: self.current_points.or(other.current_points),
                }
            }
        }
    };
}

shared_choices!(choices);

impl Choices {
    /// Whether nothing is chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The chart that was chosen, by itself or with the first preset that names one.
    #[must_use]
    pub fn chart(&self) -> Option<redbead::Chart> {
        let of_preset = |rule: &RuleChoice| match rule {
            RuleChoice::Preset(preset) => Some(preset.chart()),
            RuleChoice::Rule(_) => None,
        };
        let chosen = self.chart.map(|chart| chart.0);
        chosen.or_else(|| self.rules.iter().flatten().find_map(of_preset))
    }

    /// A builder with all that is the same for every series: all but baselines and phases.
    pub(crate) fn builder(&self, chart: redbead::Chart) -> PlanBuilder {
        let mut builder = Plan::builder(chart);
        for rule in self.rules.iter().flatten() {
            builder = match rule {
                RuleChoice::Preset(preset) => builder.preset(*preset),
                RuleChoice::Rule(rule) => builder.rule(*rule),
            };
        }
        for warning in self.warnings.iter().flatten() {
            builder = match warning {
                RuleChoice::Rule(rule) => builder.warning(*rule),
                RuleChoice::Preset(preset) => preset
                    .rules()
                    .into_iter()
                    .fold(builder, PlanBuilder::warning),
            };
        }
        if self.rules.as_ref().is_some_and(Vec::is_empty) {
            builder = builder.no_rules();
        }
        if let Some(rebase) = self.rebase {
            builder = builder.rebase(rebase.0);
        }
        if let Some(multiple) = self.limit_sigma {
            builder = builder.limit_sigma(multiple);
        }
        if let Some(center) = self.center {
            builder = builder.center(center);
        }
        if let Some(target) = self.target {
            builder = builder.target(target);
        }
        // Missing figures stand as NaN in the columns of a data set.
        let invalid = match self.invalid.unwrap_or_default() {
            Invalid::Refuse => Invalid::NanIsMissing,
            invalid => invalid,
        };
        builder
            .constants(self.constants.unwrap_or_default())
            .clip(self.clip.unwrap_or_default())
            .edge(self.edge.unwrap_or_default())
            .gap(self.gap.unwrap_or_default())
            .exclusion(self.exclusion.unwrap_or_default())
            .invalid(invalid)
            .direction(self.direction.unwrap_or_default())
            .current_points(self.current_points.unwrap_or(1))
    }

    /// Refuses what a later engine wrote.
    pub(super) fn check_version(&self) -> Result<(), String> {
        match self.version {
            Some(version) if version == 0 || version > PLAN_VERSION => Err(format!(
                "plan.version is {version}, this program reads up to {PLAN_VERSION}; use a newer redbead"
            )),
            _ => Ok(()),
        }
    }
}
