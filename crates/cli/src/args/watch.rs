//! Flags of the live watch.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum, ValueHint};
use redbead_io::{PeriodKind, Weekday};

use super::plan::PlanArgs;
use crate::plan_file::{DateOrderChoice, HolesChoice};
use crate::watch::Times;

/// Judge observations as they come in, one a line, and keep their states in a file
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, after_long_help = EXAMPLES)]
pub(crate) struct WatchArgs {
    /// Store of the states, made where it does not exist
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) state: PathBuf,
    /// File that lines are added to, to be read on and on [default: standard input]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Lines in")]
    pub(crate) follow: Option<PathBuf>,
    /// Stop at the end of the followed file rather than wait for more; its last line may lack an end
    #[arg(long, requires = "follow", help_heading = "Lines in")]
    pub(crate) until_end: bool,
    /// Stop at the first line that is refused, with exit code 1
    #[arg(long, help_heading = "Lines in")]
    pub(crate) strict: bool,
    /// How times are read: spelled, text, or as one kind: day, week:sunday, month, quarter:4, …
    #[arg(long, value_name = "HOW", value_parser = times, default_value = "spelled", help_heading = "Lines in")]
    pub(crate) times: Times,
    /// Which number of 01/02/2024 is the day
    #[arg(long, value_name = "ORDER", help_heading = "Lines in")]
    pub(crate) date_order: Option<DateOrderChoice>,
    /// Month in which the year of 2024/25 starts
    #[arg(long, value_name = "1-12", value_parser = clap::value_parser!(u8).range(1..=12), help_heading = "Lines in")]
    pub(crate) year_starts: Option<u8>,
    /// What happens to periods that a series passes over. A stream does not know its rhythm ahead, so that
    /// they are left out unless told otherwise; scan fills those of a file, by the rhythm of its times
    #[arg(
        long,
        value_name = "WHAT",
        default_value = "leave",
        help_heading = "Lines in"
    )]
    pub(crate) holes: HolesChoice,

    /// Which verdicts are written
    #[arg(
        long,
        value_name = "WHICH",
        default_value = "all",
        help_heading = "Lines out"
    )]
    pub(crate) only: Only,
    /// Leave out the sentences that tell of signals
    #[arg(long, help_heading = "Lines out")]
    pub(crate) no_text: bool,
    /// Write what the store holds instead, and end
    #[arg(long, value_name = "WHAT", conflicts_with_all = ["follow", "strict"], help_heading = "Lines out")]
    pub(crate) show: Option<Show>,

    #[command(flatten)]
    pub(crate) plan: PlanArgs,

    /// Points that each series keeps at least, to be revised and told of: a number or all. A baseline that is
    /// told by periods is kept until it is over. Signals of more than 1000 points are told without their sentence
    #[arg(long, value_name = "POINTS", value_parser = count_or_all, default_value = "400", help_heading = "Keeping")]
    pub(crate) history: Count,
    /// Ids of observations that are kept, to know them again
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1_000_000,
        help_heading = "Keeping"
    )]
    pub(crate) keep_ids: usize,
    /// Series that are kept in memory; others are read when they are needed
    #[arg(long, value_name = "N", value_parser = count_or_all, default_value = "all", help_heading = "Keeping")]
    pub(crate) loaded_series: Count,
    /// Lines after which a batch ends
    #[arg(
        long,
        value_name = "LINES",
        default_value_t = 50_000,
        help_heading = "Keeping"
    )]
    pub(crate) batch: usize,
    /// Pause of the input, in ms, after which a batch ends; 0 ends it when nothing is at hand
    #[arg(long, value_name = "MS", value_parser = milliseconds, default_value = "0", help_heading = "Keeping")]
    pub(crate) pause: Duration,
    /// Time, in ms, after which a batch ends however busy the input is
    #[arg(long, value_name = "MS", value_parser = milliseconds, default_value = "250", help_heading = "Keeping")]
    pub(crate) longest: Duration,
    /// Say nothing on standard error but problems
    #[arg(short, long, help_heading = "General")]
    pub(crate) quiet: bool,
}

const EXAMPLES: &str = "\
A line in, and its verdict:
  {\"series\": {\"org\": \"RXN\"}, \"time\": \"2024-05\", \"count\": 33, \"exposure\": 412, \"id\": \"a-17\"}
  {\"id\":\"a-17\",\"series\":{\"org\":\"RXN\"},\"time\":\"2024-05\",\"index\":25,\"outcome\":\"judged\",…}

Other fields: value; mean, size, deviation or range; provisional, excluded, revises.
A figure that revises one is refused where there is none, and so is an id that comes with other content.

Examples:
  tail -f feed.ndjson | redbead watch --state ae.redbead --chart u --baseline 24 --good down
  redbead watch --state ae.redbead --follow feed.ndjson --only signals     # the plan is in the store
  redbead watch --state ae.redbead --show standing                         # a report of each series
  redbead watch --state ae.redbead --show observations | redbead watch --state new.redbead --plan new.toml

A plan file may have overrides, which match the keys of a series; the key of one that is a mere text is called
series. Phases, baselines and exclusions may be told by periods: a phase learns until its baseline is over.

Verdicts are written once their observations are on the disk. Killed at any moment, the watch goes on from
there; what was not answered may be sent again, and is not counted twice.";

/// Which verdicts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Only {
    /// Every one
    All,
    /// Those with a signal, and refusals
    Signals,
}

/// What a store can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Show {
    /// A report of each series, one a line
    Standing,
    /// The observations that are kept, as lines that a watch reads
    Observations,
    /// The plan file that makes the same watch, in JSON
    Plan,
}

/// A number, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count(pub(crate) Option<usize>);

fn count_or_all(text: &str) -> Result<Count, String> {
    match text.trim() {
        "all" => Ok(Count(None)),
        text => match text.parse() {
            Ok(count) if count > 0 => Ok(Count(Some(count))),
            _ => Err("expected a number above 0, or all".to_owned()),
        },
    }
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    let number = text.trim().parse().map(Duration::from_millis);
    number.map_err(|_| "expected a whole number of milliseconds".to_owned())
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

fn times(text: &str) -> Result<Times, String> {
    let word = text.trim().to_lowercase();
    let (name, option) = match word.split_once(':') {
        Some((name, option)) => (name, Some(option)),
        None => (word.as_str(), None),
    };
    let year_starts = || match option.map(str::parse) {
        None => Some(1),
        Some(Ok(month @ 1..=12)) => Some(month),
        _ => None,
    };
    let plain = |kind| option.is_none().then_some(kind);
    let kind = match name {
        "spelled" if option.is_none() => return Ok(Times::Spelled),
        "text" if option.is_none() => return Ok(Times::Text),
        "index" => plain(PeriodKind::Index),
        "second" => plain(PeriodKind::Second),
        "minute" => plain(PeriodKind::Minute),
        "hour" => plain(PeriodKind::Hour),
        "day" => plain(PeriodKind::Day),
        "iso_week" => plain(PeriodKind::IsoWeek),
        "month" => plain(PeriodKind::Month),
        "week" => {
            let mut days = WEEKDAYS.iter();
            let named = days.find(|(name, _)| {
                option.is_some_and(|option| name.starts_with(option) && option.len() > 1)
            });
            named.map(|(_, on)| PeriodKind::Week { on: *on })
        }
        "quarter" => year_starts().map(|year_starts| PeriodKind::Quarter { year_starts }),
        "year" => year_starts().map(|year_starts| PeriodKind::Year { year_starts }),
        _ => None,
    };
    kind.map(Times::As).ok_or_else(|| {
        "expected spelled, text, index, second, minute, hour, day, iso_week, week:sunday, month, quarter, \
         quarter:4, year or year:4"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_times_by_name() {
        let week = |on| Ok(Times::As(PeriodKind::Week { on }));
        assert_eq!(times("week:sun"), week(Weekday::Sunday));
        assert_eq!(times("week:Tuesday"), week(Weekday::Tuesday));
        assert_eq!(
            times("quarter:4"),
            Ok(Times::As(PeriodKind::Quarter { year_starts: 4 }))
        );
        assert_eq!(
            times("year"),
            Ok(Times::As(PeriodKind::Year { year_starts: 1 }))
        );
        for wrong in [
            "week",
            "week:t",
            "quarter:13",
            "month:2",
            "fortnight",
            "text:x",
        ] {
            assert!(times(wrong).is_err(), "{wrong}");
        }
    }
}
