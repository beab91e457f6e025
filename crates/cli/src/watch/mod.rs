//! Live watch: observations in, one a line, verdicts out, one a line, and a store that survives
//! whatever happens in between.
//!
//! # Lines in
//!
//! ```json
//! {"series": {"org": "RXN", "type": "1"}, "time": "2024-05", "count": 33, "exposure": 412, "id": "a-17"}
//! ```
//!
//! | field | what it is |
//! |---|---|
//! | `series` | a text, or an object of texts whose order does not matter |
//! | `time` | a period, in any spelling that files may have |
//! | `value` | the figure of a chart that takes one number a point; `null` where there is none |
//! | `count`, `exposure` | a count or sum and its denominator; `count` alone on c, np, g and c′ charts |
//! | `mean`, `size`, `deviation` or `range` | a subgroup |
//! | `id` | optional: a text or number that no other observation has |
//! | `provisional`, `excluded` | optional: `true` where it is so |
//! | `revises` | optional: `true` to replace another figure for the same period |
//!
//! Other fields are refused.
//!
//! # What becomes of a line
//!
//! - A period after the last one of its series is pushed. Periods that were passed over may be
//!   taken as missing ([`WatchOptions::fill_holes`]).
//! - An earlier period that was not there is late: it is put in its place, and the answer says
//!   which signals that made appear, withdrew or confirmed.
//! - A period that was there with the same figure, and a known id with the same content, are
//!   duplicates: nothing is counted twice, and the answer is the one that it would have been in its
//!   turn. A known id with anything else is refused.
//! - A period that was there with another figure is refused, unless the line `revises` it. A
//!   revision of what was never there is refused: its time is more likely wrong.
//! - A figure of another kind than those of its series is refused: a count with its exposure among
//!   plain figures, for instance.
//!
//! A line that is refused leaves no trace: no series begins with one.
//!
//! # Lines out
//!
//! One for each line in, in the same order: a verdict, or `{"line", "error", "hint"}` for one that
//! was refused. An answer is written once its observation is on the disk, never before.
//!
//! Points in time order never change what was said. A late or revised figure may: where it lies in a
//! baseline, the limits move. Its answer then gives the new ones as `limits`, phase by phase, with
//! those of the newest judged point, next to the signals that it made appear or withdrew. A figure
//! that is missing since its exposure is 0 says so: `"why": "no_exposure"`. The sentence of a signal is
//! left out where it would take more than 1000 points, or points that are no longer kept.
//!
//! # Plans
//!
//! All series may have one plan, or each the one that a plan file makes for it ([`Plans`]): its
//! overrides match the keys of a series, of which a series that is a plain text has one, named
//! `series`. A report is then the one that a scan of the same points gives under the same file.
//!
//! What a plan file tells by periods is known bit by bit. A phase begins with the first point at or
//! after its period, and has no effect where that is the first point of the series. A baseline is
//! over with the point of its last period, or with the first one after it; until then its phase
//! learns, and a series that has no point in it by then has its lines refused. A baseline without
//! a last period is refused. A point that the plan excludes is answered with the reason, if any, as
//! `why`. Late points may move phases and baselines: the series is then judged again. Phases and
//! baselines told by indices are where they are from the start.
//!
//! The plan file may change from one start to the next, as long as each series goes on as it was
//! judged: it may get phases to come that are told by periods, overrides for new series, another
//! direction, target or words.
//!
//! # What survives
//!
//! Observations are committed in batches, each one durable transaction with the ids, the position
//! in a followed file, and everything that is needed to go on. Killed at any moment, the watch goes
//! on at its next start with what was committed; the answers of the newest batch, which may not
//! have been read, are said again, marked as duplicates. Lines that were not answered may be sent
//! again: an id, or else series and period with the same figure, keeps them from being counted
//! twice.
//!
//! # Cost
//!
//! A batch writes its observations to a log, some 15 bytes each, and replaces the stored states of
//! a few series; each point costs some 3 to 10 bytes in the store. In memory a series takes some 600
//! bytes, twice that once some of it was sent again, and 17 to 33 bytes a kept point; an id its
//! length and some 25 bytes.

mod answer;
mod codec;
mod engine;
mod error;
mod failure;
mod feed;
mod fleet;
mod guard;
mod ids;
mod line;
mod log;
mod past;
mod plans;
mod points;
mod run;
mod running;
mod standing;
mod store;
mod stored;
mod time;
mod told;
mod track;
mod words;

pub use engine::Counts;
pub use error::WatchError;
pub use plans::Plans;
pub use run::{Ending, Input, Stop, Summary, WatchOptions, watch};
pub use standing::{Forgotten, plans_of, write_observations, write_standing};
pub use time::Times;
pub use words::Words;
