//! What a store holds: how its series stand, and the observations that it keeps.

use std::io::Write;
use std::path::Path;

use redbead::{Measurement, Spread, Status};
use redbead_io::Calendar;

use super::answer::Object;
use super::engine::{Engine, Settings};
use super::error::WatchError;
use super::plans::{Groups, Plans};
use super::store::Store;
use super::time::Times;
use super::track::Track;

/// Points that a store no longer keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Forgotten {
    /// How many, all series together.
    pub points: u64,
    /// Series that have any.
    pub series: u64,
}

/// Writes how each series of a store stands, one line of JSON each: its keys, the number of its
/// points and of those that are kept, the time of the newest and the engine's report.
///
/// # Errors
///
/// [`WatchError`] when the store cannot be read, or the lines cannot be written.
pub fn write_standing(state: &Path, output: &mut dyn Write) -> Result<Forgotten, WatchError> {
    each_series(state, output, |line, key, track| {
        let mut json = Object::begin(line);
        json.raw("series", key);
        json.count("points", track.monitor().len());
        json.count("kept", track.points().len());
        if let Some(stamp) = track.points().last_stamp() {
            json.display("time", &stamp);
        }
        json.value("report", &track.monitor().report());
        json.end();
    })
}

/// Writes the observations that a store keeps, series by series, as lines that a watch reads: to
/// start again under another plan, for instance. Periods that were passed over are left out, and so
/// are points that the store no longer keeps, of which it says how many there were.
///
/// # Errors
///
/// [`WatchError`] when the store cannot be read, or the lines cannot be written.
pub fn write_observations(state: &Path, output: &mut dyn Write) -> Result<Forgotten, WatchError> {
    each_series(state, output, |lines, key, track| {
        for (position, kept) in track.points().iter().enumerate() {
            let Some(stamp) = track.points().stamp(position).filter(|_| !kept.is_hole) else {
                continue;
            };
            let mut json = Object::begin(lines);
            json.raw("series", key);
            json.display("time", &stamp);
            match kept.observation.measurement {
                Measurement::Value(value) => json.number("value", Some(value)),
                Measurement::Ratio {
                    numerator,
                    denominator,
                } => {
                    json.number("count", Some(numerator));
                    json.number("exposure", Some(denominator));
                }
                Measurement::Subgroup { mean, spread, size } => {
                    json.number("mean", Some(mean));
                    json.count("size", size as usize);
                    match spread {
                        Spread::Deviation(spread) => json.number("deviation", Some(spread)),
                        Spread::Range(spread) => json.number("range", Some(spread)),
                    }
                }
                _ => json.number("value", None),
            }
            match kept.observation.status {
                Status::Confirmed => {}
                Status::Provisional => json.flag("provisional", true),
                Status::Excluded => json.flag("excluded", true),
            }
            json.end();
        }
    })
}

/// What the plans of the series of a store are made from.
///
/// # Errors
///
/// [`WatchError`] when the store cannot be read.
pub fn plans_of(state: &Path) -> Result<Plans, WatchError> {
    Store::open_existing(state).map(|(_, plans, _)| plans)
}

fn each_series(
    state: &Path,
    output: &mut dyn Write,
    mut write: impl FnMut(&mut Vec<u8>, &str, &Track),
) -> Result<Forgotten, WatchError> {
    let (store, plans, standing) = Store::open_existing(state)?;
    let groups = Groups::new(plans, None, None)?;
    let settings = Settings {
        times: Times::Spelled,
        calendar: Calendar::default(),
        fill_holes: false,
        only_signals: true,
        words: None,
        history: standing.history.map(|points| points as usize),
        keep_ids: usize::MAX,
        loaded_series: usize::MAX,
        keeps_refusals: false,
    };
    let mut engine = Engine::resume(store, standing, groups, settings)?;
    let (mut lines, mut forgotten) = (Vec::new(), Forgotten::default());
    engine.each_series(|key, track| {
        lines.clear();
        forgotten.points += track.first() as u64;
        forgotten.series += u64::from(track.first() > 0);
        write(&mut lines, key, track);
        output.write_all(&lines).map_err(WatchError::Output)
    })?;
    output.flush().map_err(WatchError::Output)?;
    Ok(forgotten)
}
