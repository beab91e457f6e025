//! From flags to a data set and its plans.

use std::path::Path;

use redbead::{Chart, Plan, SpreadKind, Within};
use redbead_io::{Columns, Dataset, Figures, Layout, Note, ReadOptions, Time};

use crate::args::{DataArgs, PlanArgs};
use crate::files::{check_apart, write_atomically};
use crate::inputs::unreadable;
use crate::nearest::did_you_mean;
use crate::plan_file::{ChartChoice, ColumnsChoice, FileFormat, LayoutChoice, PlanFile};
use crate::problem::Problem;
use crate::progress::Progress;
use crate::resolve::Resolved;
use crate::suggest;
use crate::terminal::remark;

/// A data set, what is to be done with it, and the plans of its series.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) file: PlanFile,
    pub(crate) data: Dataset,
    pub(crate) resolved: Resolved,
    /// What was guessed and found, for people.
    pub(crate) notes: Vec<String>,
}

impl Loaded {
    /// As [`new`](Self::new), with progress and notes for those who look on.
    pub(crate) fn with_progress(
        data_args: &DataArgs,
        plan_args: &PlanArgs,
        quiet: bool,
    ) -> Result<Self, Problem> {
        let reading = Progress::begin("reading", None, quiet);
        let loaded = Self::new(data_args, plan_args);
        reading.end();
        let loaded = loaded?;
        if !quiet {
            for note in &loaded.notes {
                remark(&format!("note: {note}"));
            }
        }
        Ok(loaded)
    }

    /// Reads plan file and data, and finds the plan of each series. Writes the plan file that was
    /// asked for.
    fn new(data_args: &DataArgs, plan_args: &PlanArgs) -> Result<Self, Problem> {
        check_apart(&data_args.file, plan_args.write_plan.as_deref())?;
        let mut file = plan_args.choices(data_args)?;
        let options = options(&file).map_err(|problem| {
            at_fault(plan_args, Problem::work(problem), |file| {
                options(file).is_ok()
            })
        })?;
        let data = read(&options, &data_args.file)?;
        if data.series().is_empty() {
            return Err(Problem::work(format!(
                "{}: no series is left to look at ({})",
                data_args.file.display(),
                data.account()
            )));
        }
        let mut notes: Vec<String> = data.notes().iter().map(note_in_flags).collect();
        let chart = match file.plan.chart() {
            Some(chart) => chart,
            None => {
                let (chart, why) = suggest::chart(&data);
                notes.push(why);
                chart
            }
        };
        file.plan.chart = Some(ChartChoice(chart));
        file.columns = columns_used(&file.columns, data.columns());
        let data = select(data, &data_args.selected)?;
        let resolved = Resolved::new(&file, &data, chart);
        let resolved = resolved.map_err(|problem| {
            at_fault(plan_args, problem, |file| {
                Resolved::new(file, &data, chart).is_ok()
            })
        })?;
        if let Some(message) = unreadable(resolved.plans(), &data) {
            return Err(at_fault(plan_args, Problem::work(message), |file| {
                let plan = Plan::builder(file.plan.chart().unwrap_or(chart)).build();
                plan.is_ok_and(|plan| unreadable(&[plan], &data).is_none())
            }));
        }
        if let Some(path) = &plan_args.write_plan {
            let text = file.to_text(FileFormat::of_name(path))?;
            write_atomically(path, text.as_bytes())?;
        }
        notes.extend(resolved.notes().iter().cloned());
        Ok(Self {
            file,
            data,
            resolved,
            notes,
        })
    }
}

/// A problem with choices: a mistake on the command line where flags made them, that is where there
/// is no plan file or the file alone would do.
fn at_fault(
    plan_args: &PlanArgs,
    problem: Problem,
    is_fine: impl Fn(&PlanFile) -> bool,
) -> Problem {
    let file = plan_args.plan.as_ref().map(|path| PlanFile::read(path));
    match (problem, file) {
        (Problem::Work(message), None) => Problem::Usage(message),
        (Problem::Work(message), Some(Ok(file))) if is_fine(&file) => Problem::Usage(message),
        (problem, _) => problem,
    }
}

fn options(file: &PlanFile) -> Result<ReadOptions, String> {
    let mut options = file.reading.for_reader()?;
    options.columns = file.columns.for_reader(raw_spread(file.plan.chart()))?;
    Ok(options)
}

fn read(options: &ReadOptions, path: &Path) -> Result<Dataset, Problem> {
    let data = if path.as_os_str() == "-" {
        redbead_io::read_from(std::io::stdin().lock(), "standard input", options)?
    } else {
        redbead_io::read_path(path, options)?
    };
    Ok(data)
}

/// What the chart computes the spread of raw values with.
fn raw_spread(chart: Option<Chart>) -> SpreadKind {
    match chart {
        Some(Chart::Ranges(_)) => SpreadKind::Range,
        Some(Chart::Means(means)) => match means.within {
            Within::MeanRange | Within::UnweightedRange => SpreadKind::Range,
            _ => SpreadKind::Deviation,
        },
        _ => SpreadKind::Deviation,
    }
}

/// The columns with the guesses of the reader filled in, so that a plan file leaves none.
fn columns_used(asked: &ColumnsChoice, used: &Columns) -> ColumnsChoice {
    let mut columns = ColumnsChoice {
        layout: match used.layout {
            Layout::SeriesInColumns => Some(LayoutChoice::SeriesInColumns),
            Layout::PeriodsInColumns => Some(LayoutChoice::PeriodsInColumns),
            Layout::Long => Some(LayoutChoice::Long),
            _ => asked.layout,
        },
        series: used.series.clone(),
        provisional: used.provisional.clone(),
        excluded: used.excluded.clone(),
        ..ColumnsChoice::default()
    };
    match &used.time {
        Time::Column(column) => columns.time = Some(column.clone()),
        Time::RowOrder { label } => {
            columns.row_order = Some(true);
            columns.time = label.clone();
        }
        _ => {}
    }
    match &used.figures {
        Figures::Value(value) if asked.count.is_some() => columns.count = Some(value.clone()),
        Figures::Value(value) => columns.value = Some(value.clone()),
        Figures::Ratio { count, exposure } => {
            columns.count = Some(count.clone());
            columns.exposure = Some(exposure.clone());
        }
        Figures::Subgroup {
            mean,
            spread,
            spread_column,
            size,
        } => {
            columns.mean = Some(mean.clone());
            columns.size = Some(size.clone());
            match spread {
                SpreadKind::Deviation => columns.deviation = Some(spread_column.clone()),
                SpreadKind::Range => columns.range = Some(spread_column.clone()),
            }
        }
        Figures::Raw { value, .. } => columns.raw = Some(value.clone()),
        Figures::Wide(wide) => columns.wide = (!wide.is_empty()).then(|| wide.clone()),
        _ => {}
    }
    columns
}

/// A note of the reader, with the flags that act on it.
fn note_in_flags(note: &Note) -> String {
    match note {
        Note::SumOfOthers { column, .. } => {
            format!("{note}; `--where {column}=…`, once for each of the others, leaves it out")
        }
        _ => note.to_string(),
    }
}

/// The series that were asked for by their keys.
fn select(mut data: Dataset, only: &[String]) -> Result<Dataset, Problem> {
    if only.is_empty() {
        return Ok(data);
    }
    let mut wanted: Vec<(usize, Vec<&str>)> = Vec::new();
    for condition in only {
        let (name, value) = condition.split_once('=').ok_or_else(|| {
            Problem::usage(format!(
                "--where {condition:?}, expected a key and its value, such as org=RXN"
            ))
        })?;
        let names = data.key_names();
        let place = names
            .iter()
            .position(|known| known == name.trim())
            .ok_or_else(|| {
                let hint = did_you_mean(name, names.iter().map(String::as_str));
                Problem::usage(match names {
                    [] => format!("--where {condition:?}, and the file is one series without keys"),
                    names => format!(
                        "--where {condition:?}: series are told apart by {}{hint}",
                        names.join(", ")
                    ),
                })
            })?;
        let value = value.trim();
        match wanted.iter_mut().find(|(known, _)| *known == place) {
            Some((_, values)) => values.push(value),
            None => wanted.push((place, vec![value])),
        }
    }
    for (place, values) in &wanted {
        let mut keys = data
            .series()
            .iter()
            .filter_map(|series| series.keys().get(*place));
        let first_unknown = values
            .iter()
            .find(|value| !keys.clone().any(|key| key == *value));
        if let Some(value) = first_unknown {
            let name = &data.key_names()[*place];
            let hint = did_you_mean(value, keys.by_ref().map(String::as_str));
            return Err(Problem::work(format!(
                "no series has {name} = {value:?}{hint}"
            )));
        }
    }
    data.retain(|series| {
        let matches = |(place, values): &(usize, Vec<&str>)| {
            series
                .keys()
                .get(*place)
                .is_some_and(|key| values.contains(&key.as_str()))
        };
        wanted.iter().all(matches)
    });
    if data.series().is_empty() {
        return Err(Problem::work(format!(
            "no series meets all of --where {}",
            only.join(" --where ")
        )));
    }
    Ok(data)
}
