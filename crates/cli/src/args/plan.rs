//! Flags that say what is computed: each writes into the same choices as the plan file.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use redbead::{
    Baseline, Center, Clip, Constants, Direction, Edge, Exclusion, Gap, Invalid, Notation, Sigma,
};

use super::choice;
use super::data::DataArgs;
use crate::plan_file::{
    BaselineChoice, ChartChoice, Choices, ColumnsChoice, Exclude, NotationChoice, OneMany,
    PhaseChoice, Place, PlanFile, ReadingChoice, RebaseChoice, RuleChoice, WordingChoice,
};
use crate::problem::Problem;
use crate::short;

/// What is computed.
#[derive(Debug, Args)]
pub(crate) struct PlanArgs {
    /// Plan file, TOML or JSON; other flags go before it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Plan")]
    pub(crate) plan: Option<PathBuf>,
    /// Write the plan of these flags to a file, TOML or by its name JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Plan")]
    pub(crate) write_plan: Option<PathBuf>,
    /// Chart, with options as in u:per=1000 or np:50; see `redbead rules`
    #[arg(long, value_name = "CHART", value_parser = ChartChoice::of_text, help_heading = "Plan")]
    chart: Option<ChartChoice>,
    /// Published rule sets, by name; see `redbead rules`
    #[arg(long, value_name = "PRESET,…", value_delimiter = ',', value_parser = RuleChoice::of_text, help_heading = "Plan")]
    rules: Vec<RuleChoice>,
    /// A rule beside --rules, or alone, as in 'shift:8,on_center=skip'; may be given several times
    #[arg(long, value_name = "RULE", value_parser = RuleChoice::of_text, help_heading = "Plan")]
    rule: Vec<RuleChoice>,
    /// A rule whose signals only warn
    #[arg(long, value_name = "RULE", value_parser = RuleChoice::of_text, help_heading = "Plan")]
    warning: Vec<RuleChoice>,
    /// No rules: limits alone
    #[arg(long, conflicts_with_all = ["rules", "rule", "warning"], help_heading = "Plan")]
    no_rules: bool,
    /// Points that limits come from: 24, useful:24, all, 2016-04..2017-03
    #[arg(long, value_name = "POINTS", value_parser = BaselineChoice::of_text, allow_negative_numbers = true, help_heading = "Plan")]
    baseline: Option<BaselineChoice>,
    /// Where new phases begin: 2018-04, or a zero-based index below 1000
    #[arg(
        long,
        value_name = "PERIOD,…",
        value_delimiter = ',',
        help_heading = "Plan"
    )]
    phase_at: Vec<String>,
    /// Begin new phases by themselves: scottish, runs:13,9, stable_shift:21,8
    #[arg(long, value_name = "KIND", value_parser = RebaseChoice::of_text, help_heading = "Plan")]
    rebase: Option<RebaseChoice>,
    /// Points to plot and not to judge: 2018-02, 2018-02..2018-04, 2018-02=flood
    #[arg(long, value_name = "PERIOD[=REASON]", value_parser = Exclude::of_text, help_heading = "Plan")]
    exclude: Vec<Exclude>,
    /// Which direction is good
    #[arg(long, value_name = "DIRECTION", value_parser = choice::direction(), help_heading = "Plan")]
    good: Option<Direction>,
    /// What the measure should reach: on a p chart a share, 0.05 or 5%; on a u chart cases for one unit of
    /// exposure, 0.1 or 100/1000; else in the unit of the figures
    #[arg(long, value_name = "NUMBER", value_parser = choice::target, allow_hyphen_values = true, help_heading = "Plan")]
    target: Option<f64>,
    /// A signal is current when it touches the last so many points [default: 1]
    #[arg(
        long,
        value_name = "POINTS",
        allow_negative_numbers = true,
        help_heading = "Plan"
    )]
    current: Option<usize>,

    /// Center line: mean, median, or a number
    #[arg(
        long,
        value_name = "HOW",
        allow_hyphen_values = true,
        help_heading = "Limits"
    )]
    center: Option<String>,
    /// How sigma is estimated: mr, median_mr, screened_mr, sd, span:5; sd is the sample standard deviation over
    /// c4(n), which makes it unbiased
    #[arg(long, value_name = "HOW", value_parser = sigma, help_heading = "Limits")]
    sigma: Option<Sigma>,
    /// Known sigma, next to a --center that is a number
    #[arg(long, value_name = "NUMBER", value_parser = choice::number, allow_negative_numbers = true, requires = "center", help_heading = "Limits")]
    sigma_value: Option<f64>,
    /// Multiple of sigma at which limits are drawn [default: 3]
    #[arg(
        long,
        value_name = "NUMBER",
        allow_negative_numbers = true,
        help_heading = "Limits"
    )]
    limit_sigma: Option<f64>,
    /// Exact or printed constants
    #[arg(long, value_name = "WHICH", value_parser = choice::constants(), help_heading = "Limits")]
    constants: Option<Constants>,
    /// Whether limits stop at the range of the figure
    #[arg(long, value_name = "HOW", value_parser = choice::clip(), help_heading = "Limits")]
    clip: Option<Clip>,
    /// Whether a point on a line is beyond it
    #[arg(long, value_name = "HOW", value_parser = choice::edge(), help_heading = "Limits")]
    edge: Option<Edge>,
    /// What a missing point does to its neighbors
    #[arg(long, value_name = "HOW", value_parser = choice::gap(), help_heading = "Limits")]
    gap: Option<Gap>,
    /// What an excluded point does to moving ranges
    #[arg(long, value_name = "HOW", value_parser = choice::exclusion(), help_heading = "Limits")]
    exclusion: Option<Exclusion>,
    /// What happens to figures that the chart cannot use
    #[arg(long, value_name = "WHAT", value_parser = choice::invalid(), help_heading = "Limits")]
    invalid: Option<Invalid>,

    /// Title of pictures and pages
    #[arg(long, value_name = "TEXT", help_heading = "Words")]
    title: Option<String>,
    /// What the numbers count, for one and for more: "fall,falls"
    #[arg(long, value_name = "ONE,MANY", value_parser = one_many, help_heading = "Words")]
    unit: Option<OneMany>,
    /// What a rate is per, for one and for more: "bed day,bed days"
    #[arg(long, value_name = "ONE,MANY", value_parser = one_many, help_heading = "Words")]
    exposure_unit: Option<OneMany>,
    /// Write shares as percentages
    #[arg(long, help_heading = "Words")]
    percent: bool,
    /// How numbers are written: plain, percent, "per 1000"
    #[arg(long, value_name = "HOW", value_parser = NotationChoice::of_text, conflicts_with = "percent", help_heading = "Words")]
    notation: Option<NotationChoice>,
    /// Digits after the decimal point
    #[arg(long, value_name = "DIGITS", value_parser = clap::value_parser!(u8).range(0..=12), help_heading = "Words")]
    decimals: Option<u8>,
}

impl PlanArgs {
    /// What flags and plan file say together; flags go before the file.
    pub(crate) fn choices(&self, data: &DataArgs) -> Result<PlanFile, Problem> {
        self.choices_with(data.columns(), data.reading())
    }

    /// The same of a stream, whose lines need no columns to be named.
    pub(crate) fn choices_of_stream(&self) -> Result<PlanFile, Problem> {
        self.choices_with(ColumnsChoice::default(), ReadingChoice::default())
    }

    fn choices_with(
        &self,
        columns: ColumnsChoice,
        reading: ReadingChoice,
    ) -> Result<PlanFile, Problem> {
        let file = match &self.plan {
            Some(path) => PlanFile::read(path)?,
            None => PlanFile::default(),
        };
        let flags = PlanFile {
            title: self.title.clone(),
            columns,
            reading,
            wording: self.wording(),
            plan: self.plan()?,
            ..PlanFile::default()
        };
        let mut both = flags.or(file);
        self.set_chart_options(&mut both.plan)?;
        Ok(both)
    }

    fn wording(&self) -> WordingChoice {
        let percent = self.percent.then_some(NotationChoice(Notation::Percent));
        WordingChoice {
            unit: self.unit.clone(),
            exposure: self.exposure_unit.clone(),
            notation: self.notation.or(percent),
            decimals: self.decimals.map(usize::from),
        }
    }

    fn plan(&self) -> Result<Choices, Problem> {
        let rules: Vec<RuleChoice> = self.rules.iter().chain(&self.rule).copied().collect();
        let phase = |text: &String| PhaseChoice::at(Place::of_text(text));
        let phases: Vec<PhaseChoice> = self.phase_at.iter().map(phase).collect();
        let some = |list: bool| list.then_some(());
        Ok(Choices {
            chart: self.chart,
            rules: (self.no_rules || !rules.is_empty()).then_some(rules),
            warnings: some(!self.warning.is_empty()).map(|()| self.warning.clone()),
            baseline: self.given()?.or_else(|| self.baseline.clone()),
            phases: some(!phases.is_empty()).map(|()| phases),
            rebase: self.rebase,
            exclude: some(!self.exclude.is_empty()).map(|()| self.exclude.clone()),
            limit_sigma: self.limit_sigma,
            center: self.center_number().filter(|_| self.sigma_value.is_none()),
            constants: self.constants,
            clip: self.clip,
            edge: self.edge,
            gap: self.gap,
            exclusion: self.exclusion,
            invalid: self.invalid,
            direction: self.good,
            target: self.target,
            current_points: self.current,
            version: None,
        })
    }

    fn center_number(&self) -> Option<f64> {
        choice::number(self.center.as_deref()?).ok()
    }

    /// The known standard, where sigma is given as a number.
    fn given(&self) -> Result<Option<BaselineChoice>, Problem> {
        let Some(sigma) = self.sigma_value else {
            return Ok(None);
        };
        let Some(center) = self.center_number() else {
            let text = self.center.as_deref().unwrap_or_default();
            return Err(Problem::usage(format!(
                "--sigma-value needs a --center that is a number, got {text:?}"
            )));
        };
        if self.baseline.is_some() {
            return Err(Problem::usage(
                "--baseline has nothing to say where --center and --sigma-value are numbers; leave it out",
            ));
        }
        let sigma = Some(sigma);
        Ok(Some(Baseline::Given { center, sigma }.into()))
    }

    /// Puts `--center mean|median` and `--sigma` into the options of the chart.
    fn set_chart_options(&self, choices: &mut Choices) -> Result<(), Problem> {
        let center = match self.center.as_deref() {
            None => None,
            Some("mean") => Some(Center::Mean),
            Some("median") => Some(Center::Median),
            Some(_) if self.center_number().is_some() => None,
            Some(text) => {
                return Err(Problem::usage(format!(
                    "--center {text:?} is not known, expected mean, median or a number"
                )));
            }
        };
        if center.is_none() && self.sigma.is_none() {
            return Ok(());
        }
        let chart = choices.chart().unwrap_or_else(redbead::Chart::individuals);
        let chart = short::with_options(&chart, center, self.sigma).map_err(Problem::usage)?;
        choices.chart = Some(ChartChoice(chart));
        Ok(())
    }
}

fn one_many(text: &str) -> Result<OneMany, String> {
    Ok(OneMany::of_text(text))
}

/// The estimators by their short names, and by the engine's.
fn sigma(text: &str) -> Result<Sigma, String> {
    Ok(match text.trim() {
        "mr" | "moving_range" => Sigma::MovingRange,
        "median_mr" | "median_moving_range" => Sigma::MedianMovingRange,
        "screened_mr" | "screened_moving_range" => Sigma::ScreenedMovingRange,
        "sd" | "standard_deviation" => Sigma::StandardDeviation,
        text => {
            let points = text
                .strip_prefix("span:")
                .and_then(|points| points.parse().ok());
            Sigma::Span(points.ok_or("expected mr, median_mr, screened_mr, sd or such as span:5")?)
        }
    })
}
