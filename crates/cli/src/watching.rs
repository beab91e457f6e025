//! `redbead watch`.

use std::io::{self, Write};
use std::process::ExitCode;

use redbead_io::Holes;

use crate::args::{Only, Show, WatchArgs};
use crate::files::write_atomically;
use crate::interrupt::{self, INTERRUPTED};
use crate::plan_file::{FileFormat, PlanFile};
use crate::problem::Problem;
use crate::terminal::remark;
use crate::watch::{
    Counts, Ending, Input, Plans, Stop, WatchError, WatchOptions, Words, plans_of, watch,
    write_observations, write_standing,
};

pub(crate) fn run(args: &WatchArgs) -> Result<ExitCode, Problem> {
    if let Some(what) = args.show {
        return show(args, what);
    }
    let (plans, file) = plans(args)?;
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
    let summary = watch(plans, &options, input, &mut output, &mut notes, &stop)?;
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
            let text = plans_of(&args.state)?.to_text()?;
            let written = write!(output, "{text}").and_then(|()| output.flush());
            written.map_err(WatchError::Output)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The plan file of the flags. Where they say nothing of a plan, that of the store, in whose words
/// and calendar the flags may still have a say.
fn plans(args: &WatchArgs) -> Result<(Plans, PlanFile), Problem> {
    let mut file = args.plan.choices_of_stream()?;
    file.reading.date_order = args.date_order.or(file.reading.date_order);
    file.reading.year_starts = args.year_starts.or(file.reading.year_starts);
    if file.plan.is_empty() && file.overrides.is_empty() && args.state.exists() {
        let stored = plans_of(&args.state)?;
        let Some(own) = stored.file() else {
            return Ok((stored, file));
        };
        file = file.or(own.clone());
    }
    Ok((Plans::of_file(&file), file))
}

fn options(args: &WatchArgs, file: &PlanFile) -> WatchOptions {
    let mut options = WatchOptions::new(&args.state);
    options.times = args.times;
    options.calendar = file.reading.calendar();
    options.fill_holes = matches!(args.holes.into(), Holes::Fill);
    options.only_signals = args.only == Only::Signals;
    options.strict = args.strict;
    options.words = (!args.no_text).then(|| Words::from(&file.wording));
    options.history = args.history.0;
    options.keep_ids = args.keep_ids;
    options.loaded_series = args.loaded_series.0.unwrap_or(usize::MAX);
    options.batch_lines = args.batch;
    options.pause = args.pause;
    options.longest = args.longest;
    options
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
            WatchError::Choices { reason } => Self::usage(reason),
            WatchError::Output(error) => Self::writing("standard output", &error),
            error => Self::Work(error.to_string()),
        }
    }
}
