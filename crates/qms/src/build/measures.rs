//! Checks the measures.

use redbead::Direction;

use super::log::{At, Log};
use super::reading::{choice, choice_or, filled, kept, optional};
use super::table::Table;
use crate::choice::{UnknownChoice, fold};
use crate::draft::{Draft, MeasureDraft};
use crate::fault::{Fault, Record, RecordKind};
use crate::id::MeasureId;
use crate::measure::{Measure, Purpose};

pub(super) fn check(draft: &Draft, log: &mut Log) -> Table<MeasureId, Measure> {
    let mut table = Table::new(RecordKind::Measure);
    for measure in &draft.measures {
        let record = Record::new(RecordKind::Measure, measure.id.trim().to_owned());
        let at = At {
            origin: &measure.origin,
            record: &record,
        };
        if let Some(read) = check_one(measure, &mut table, at, log) {
            table.insert(read.id.clone(), read);
        }
    }
    table
}

fn check_one(
    draft: &MeasureDraft,
    table: &mut Table<MeasureId, Measure>,
    at: At<'_>,
    log: &mut Log,
) -> Option<Measure> {
    let id = table.take(at, MeasureId::new(draft.id.trim()), log);
    let name = log.need(at, filled("name", &draft.name));
    let direction = log.need(at, direction(draft.direction.as_ref()));
    let purpose = choice_or("purpose", draft.purpose.as_ref(), Purpose::Improvement);
    let purpose = log.need(at, purpose);
    let frequency = log.allow(at, "frequency", draft.frequency.as_ref(), choice);
    Some(Measure {
        id: id?,
        name: name?.to_owned(),
        operational_definition: kept(draft.operational_definition.as_ref()),
        unit: kept(draft.unit.as_ref()).unwrap_or_default(),
        direction: direction?,
        purpose: purpose?,
        domain: kept(draft.domain.as_ref()),
        frequency,
        lag: kept(draft.lag.as_ref()),
        source: kept(draft.source.as_ref()),
    })
}

/// The direction of good, by the names that the core gives it.
fn direction(text: Option<&String>) -> Result<Direction, Fault> {
    let Some(text) = optional(text) else {
        return Ok(Direction::NotJudged);
    };
    match fold(text).as_str() {
        "increase" | "up" | "higher" => Ok(Direction::Increase),
        "decrease" | "down" | "lower" => Ok(Direction::Decrease),
        "notjudged" | "neutral" | "neither" => Ok(Direction::NotJudged),
        _ => Err(Fault::UnknownChoice {
            field: "direction",
            choice: UnknownChoice::new(
                "direction of good",
                text,
                &["increase", "decrease", "not_judged"],
            ),
        }),
    }
}
