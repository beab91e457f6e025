//! The choices that a plan makes for all series, and an override for some of them.

/// Gives their fields, each with what it is and the type of what is chosen, to another macro.
///
/// A struct inside another would do as well, were it not that serde then knows neither the line of
/// an error nor whether a field is known.
macro_rules! shared_choices {
    ($make:ident) => {
        $make! {
            /// The chart. Left out, it is the preset's, or the usual one for the columns.
            chart: ChartChoice,
            /// Presets and rules; left out, the usual ones of the chart; empty, none.
            rules: Vec<RuleChoice>,
            /// Where the parameters of each phase come from.
            baseline: BaselineChoice,
            /// Where phases begin.
            phases: Vec<PhaseChoice>,
            /// Whether phases begin by themselves.
            rebase: RebaseChoice,
            /// Points that are left out.
            exclude: Vec<Exclude>,
            /// The center line, where only the scale is learned.
            center: f64,
            /// Which direction is good.
            direction: Direction,
            /// The value that the measure should reach.
            target: f64,
        }
    };
}

pub(super) use shared_choices;
