//! `redbead watch`.

use std::io::{self, Write};
use std::process::ExitCode;

use redbead::Plan;
use redbead_io::{Calendar, Holes};

use crate::args::{Only, Show, WatchArgs};
use crate::files::write_atomically;
use crate::interrupt::{self, INTERRUPTED};
use crate::plan_file::{BaselineChoice, FileFormat, Override, Place, PlanFile};
use crate::problem::Problem;
use crate::terminal::remark;
use crate::watch::{
    Counts, Ending, Input, Stop, WatchError, WatchOptions, Words, plan_of, watch,
    write_observations, write_standing,
};

pub(crate) fn run(args: &WatchArgs) -> Result<ExitCode, Problem> {
    if let Some(what) = args.show {
        return show(args, what);
    }
    let file = args.plan.choices_of_stream()?;
    let plan = plan(args, &file)?;
    if let Some(path) = &args.plan.write_plan {
        let text = file.to_text(FileFormat::of_name(path))?;
        write_atomically(path, text.as_bytes())?;
    }
    let stop = Stop::default();
    interrupt::stop_instead(&stop);
    let input = match &args.follow {
        None => Input::Stream(Box::new(io::stdin())),
        Some(path) => Input::Follow {
            path: path.clone(),
            until_end: args.until_end,
        },
    };
    let mut notes = |note: &str| {
        if !args.quiet {
            remark(&format!("note: {note}"));
        }
    };
    let options = options(args, &file);
    let mut output = io::stdout().lock();
    let summary = watch(&plan, &options, input, &mut output, &mut notes, &stop)?;
    if !args.quiet {
        remark(&in_words(&summary.counts));
    }
    Ok(match summary.ending {
        // Everything is in the store; the code says who ended it.
        Ending::Stopped(_) => ExitCode::from(INTERRUPTED),
        _ => ExitCode::SUCCESS,
    })
}

fn show(args: &WatchArgs, what: Show) -> Result<ExitCode, Problem> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    match what {
        Show::Standing => {
            write_standing(&args.state, &mut output)?;
        }
        Show::Observations => {
            let forgotten = write_observations(&args.state, &mut output)?;
            if forgotten.points > 0 && !args.quiet {
                remark(&format!(
                    "note: {} older points of {} series are no longer kept, and are not among these; a watch of \
                     these alone may learn other limits",
                    forgotten.points, forgotten.series
                ));
            }
        }
        Show::Plan => {
            let plan = plan_of(&args.state)?;
            let text =
                serde_json::to_string_pretty(&serde_json::json!({"version": 1, "plan": plan}));
            let text = text.map_err(|error| Problem::work(error.to_string()))?;
            let written = writeln!(output, "{text}").and_then(|()| output.flush());
            written.map_err(WatchError::Output)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The plan of the flags, or where they say nothing that of the store.
fn plan(args: &WatchArgs, file: &PlanFile) -> Result<Plan, Problem> {
    if let Some((number, some)) = (1..).zip(&file.overrides).next() {
        return Err(Problem::usage(of_some(number, some)));
    }
    let choices = &file.plan;
    if choices.is_empty() && args.state.exists() {
        return Ok(plan_of(&args.state)?);
    }
    let Some(chart) = choices.chart() else {
        return Err(Problem::usage(
            "a watch cannot guess its chart; say for instance --chart individuals, or --chart u where lines have \
             count and exposure",
        ));
    };
    if choices
        .exclude
        .as_ref()
        .is_some_and(|exclude| !exclude.is_empty())
    {
        return Err(Problem::usage(
            "plan.exclude (--exclude) is for files; leave it out: a line of a stream says so itself, with \
             \"excluded\": true",
        ));
    }
    let mut builder = choices.builder(chart);
    if let Some(baseline) = &choices.baseline {
        builder = builder.baseline(of_points(baseline, "plan.baseline")?);
    }
    for (number, phase) in choices.phases.iter().flatten().enumerate() {
        let Place::Index(start) = phase.at else {
            return Err(Problem::usage(format!(
                "plan.phases[{number}] begins in {}, and a watch does not know beforehand where that lies in each \
                 series; give the zero-based index of a point, such as 24, or let phases begin by themselves with \
                 rebase",
                phase.at
            )));
        };
        builder = match &phase.baseline {
            Some(baseline) => builder.phase(
                start,
                of_points(baseline, &format!("plan.phases[{number}].baseline"))?,
            ),
            None => builder.phases_at([start]),
        };
    }
    builder
        .build()
        .map_err(|error| Problem::work(error.to_string()))
}

fn of_points(baseline: &BaselineChoice, field: &str) -> Result<redbead::Baseline, Problem> {
    match baseline {
        BaselineChoice::Engine(baseline) => Ok(*baseline),
        BaselineChoice::Periods(span) => Err(Problem::usage(format!(
            "{field} is {span}, and a watch does not know beforehand how many points of a series that holds; give a \
             number of points, such as --baseline 24, or a --center and a --sigma-value that are known"
        ))),
    }
}

/// Why what is different for some series is refused, by what it is and where it stands in the file.
fn of_some(number: usize, some: &Override) -> String {
    let written = serde_json::to_value(some).unwrap_or_default();
    let fields = written.as_object().into_iter().flatten();
    let fields: Vec<&str> = fields
        .map(|(field, _)| field.as_str())
        .filter(|field| *field != "match")
        .collect();
    let keys = some.keys.iter();
    let keys: Vec<String> = keys
        .map(|(name, texts)| format!("{name}={}", texts.0.join(" or ")))
        .collect();
    format!(
        "[[series]] number {number} sets {} for {}, and a watch has one plan for all its series; leave it out, or give \
         those series a plan file, a watch and a --state of their own",
        match fields.as_slice() {
            [] => "nothing".to_owned(),
            fields => fields.join(", "),
        },
        keys.join(", ")
    )
}

fn options(args: &WatchArgs, file: &PlanFile) -> WatchOptions {
    let mut options = WatchOptions::new(&args.state);
    let usual = Calendar::default();
    options.times = args.times;
    options.calendar = Calendar {
        date_order: args.date_order.map(Into::into),
        year_starts: args.year_starts.unwrap_or(usual.year_starts),
    };
    options.fill_holes = matches!(args.holes.into(), Holes::Fill);
    options.only_signals = args.only == Only::Signals;
    options.strict = args.strict;
    options.words = (!args.no_text).then(|| words(file));
    options.history = args.history.0;
    options.keep_ids = args.keep_ids;
    options.loaded_series = args.loaded_series.0.unwrap_or(usize::MAX);
    options.batch_lines = args.batch;
    options.pause = args.pause;
    options.longest = args.longest;
    options
}

fn words(file: &PlanFile) -> Words {
    let own = |words: &Option<crate::plan_file::OneMany>| {
        let words = words.as_ref();
        words.map_or_else(Default::default, |words| {
            (words.one.clone(), words.many.clone())
        })
    };
    let wording = &file.wording;
    Words {
        unit: own(&wording.unit),
        exposure: own(&wording.exposure),
        period: None,
        notation: wording
            .notation
            .map(|notation| notation.0)
            .unwrap_or_default(),
        decimals: wording.decimals,
    }
}

fn in_words(counts: &Counts) -> String {
    let Counts {
        lines,
        taken,
        late,
        revised,
        duplicates,
        refused,
        with_signals,
        series,
        ..
    } = counts;
    let mut text = format!(
        "{lines} lines: {taken} observations taken ({late} late, {revised} revised), {duplicates} duplicates, \
         {refused} refused; {with_signals} verdicts with signals; {series} series"
    );
    for (count, what) in [
        (counts.holes, "periods passed over"),
        (counts.said_again, "verdicts of the run before said again"),
        (counts.ids_forgotten, "old ids forgotten"),
    ] {
        if count > 0 {
            text.push_str(&format!("; {count} {what}"));
        }
    }
    text
}

impl From<WatchError> for Problem {
    fn from(error: WatchError) -> Self {
        match error {
            WatchError::Output(error) => Self::writing("standard output", &error),
            error => Self::Work(error.to_string()),
        }
    }
}
