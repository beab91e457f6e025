//! The two tables of records: one row for each point, or one for each series.

use super::cells::{Cells, Column, Kind};
use super::error::WriteError;
use crate::record::{PointRecord, SeriesRecord, SignalRecord};

/// What a row of a table is.
///
/// The columns of the keys come first, under their own names (see [`key_columns`]), then those of
/// the table. Empty cells of CSV and nulls of Parquet stand for `null` in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum Table {
    /// One row for each series, refused ones included. The default.
    ///
    /// Center, sigma, and tests are those of the last phase; `rule` and `text` are of the signal
    /// that speaks for the latest point, and `since` is the label of its first member.
    #[default]
    Series,
    /// One row for each point. `signals` holds the rules of the signals of which the point is a
    /// member, `warnings` the rules that are warnings only, parted by `; `. Refused series have no
    /// points, and are counted.
    Points,
}

const POINTS: &[Column] = &[
    Column::required("index", Kind::Count),
    Column::required("label", Kind::Text),
    Column::optional("phase", Kind::Count),
    Column::optional("value", Kind::Number),
    Column::optional("center", Kind::Number),
    Column::optional("lower", Kind::Number),
    Column::optional("upper", Kind::Number),
    Column::required("missing", Kind::Flag),
    Column::required("excluded", Kind::Flag),
    Column::required("provisional", Kind::Flag),
    Column::optional("why_missing", Kind::Text),
    Column::optional("signals", Kind::Text),
    Column::optional("warnings", Kind::Text),
];

const SERIES: &[Column] = &[
    Column::required("chart", Kind::Text),
    Column::optional("variation", Kind::Text),
    Column::optional("assurance", Kind::Text),
    Column::optional("direction", Kind::Text),
    Column::optional("side", Kind::Text),
    Column::optional("rule", Kind::Text),
    Column::optional("since", Kind::Text),
    Column::optional("tentative", Kind::Flag),
    Column::optional("text", Kind::Text),
    Column::required("signals", Kind::Count),
    Column::required("current_signals", Kind::Count),
    Column::optional("latest_index", Kind::Count),
    Column::optional("latest_label", Kind::Text),
    Column::optional("latest_value", Kind::Number),
    Column::optional("latest_center", Kind::Number),
    Column::optional("latest_lower", Kind::Number),
    Column::optional("latest_upper", Kind::Number),
    Column::optional("target", Kind::Number),
    Column::required("phases", Kind::Count),
    Column::optional("phase_first", Kind::Count),
    Column::optional("phase_first_label", Kind::Text),
    Column::optional("center", Kind::Number),
    Column::optional("sigma", Kind::Number),
    Column::optional("not_judged", Kind::Text),
    Column::required("provisional_limits", Kind::Flag),
    Column::optional("baseline_used", Kind::Count),
    Column::optional("baseline_advised", Kind::Count),
    Column::optional("points", Kind::Count),
    Column::optional("useful", Kind::Count),
    Column::optional("provisional", Kind::Count),
    Column::optional("excluded", Kind::Count),
    Column::optional("missing", Kind::Count),
    Column::optional("invalid", Kind::Count),
    Column::optional("tests_useful", Kind::Count),
    Column::optional("longest_run", Kind::Count),
    Column::optional("longest_run_max", Kind::Count),
    Column::optional("crossings", Kind::Count),
    Column::optional("crossings_min", Kind::Count),
    Column::optional("runs", Kind::Count),
    Column::optional("runs_min", Kind::Count),
    Column::optional("runs_max", Kind::Count),
    Column::required("plan", Kind::Text),
    Column::optional("error", Kind::Text),
];

/// The names of key columns in a table.
///
/// A key whose name is that of a column of ours in either table, in whatever case, has `key_` put
/// before it, so that programs find our columns under one name always; and once more if another key
/// has that name.
///
/// ```
/// use redbead_io::key_columns;
///
/// let names = ["org_code".to_owned(), "Value".to_owned()];
/// assert_eq!(key_columns(&names), ["org_code", "key_Value"]);
/// ```
#[must_use]
pub fn key_columns(key_names: &[String]) -> Vec<String> {
    let is_ours = |name: &str| {
        let mut ours = POINTS.iter().chain(SERIES);
        ours.any(|column| column.name.eq_ignore_ascii_case(name))
    };
    let mut names: Vec<String> = key_names.to_vec();
    for position in 0..names.len() {
        let mut name = names[position].clone();
        if !is_ours(&name) {
            continue;
        }
        let is_taken = |name: &str| {
            let mut others = names.iter().enumerate();
            others.any(|(other, known)| other != position && known.eq_ignore_ascii_case(name))
        };
        while is_ours(&name) || is_taken(&name) {
            name.insert_str(0, "key_");
        }
        names[position] = name;
    }
    names
}

impl Table {
    /// The columns after those of the keys.
    pub(super) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Series => SERIES,
            Self::Points => POINTS,
        }
    }

    /// Hands over the rows of a record; `end` is called after each. Says how many there were.
    pub(super) fn rows<C: Cells>(
        self,
        record: &SeriesRecord,
        cells: &mut C,
        mut end: impl FnMut(&mut C) -> Result<(), WriteError>,
    ) -> Result<u64, WriteError> {
        let begin = |cells: &mut C| {
            for (_, key) in record.series.iter() {
                cells.text(Some(key));
            }
        };
        match (self, &record.points) {
            (Self::Series, _) => {
                begin(cells);
                series_row(record, cells);
                end(cells)?;
                Ok(1)
            }
            (Self::Points, Some(points)) => {
                let mut phases = record.phases.iter().enumerate().peekable();
                for point in points {
                    begin(cells);
                    while phases
                        .next_if(|(_, phase)| phase.last < point.index)
                        .is_some()
                    {}
                    let phase = phases.peek().map(|(number, _)| *number);
                    point_row(record, point, phase, cells);
                    end(cells)?;
                }
                Ok(points.len() as u64)
            }
            (Self::Points, None) if record.is_refused() => Ok(0),
            (Self::Points, None) => Err(WriteError::NoPoints {
                series: record.series.to_string(),
            }),
        }
    }
}

fn point_row(
    record: &SeriesRecord,
    point: &PointRecord,
    phase: Option<usize>,
    cells: &mut impl Cells,
) {
    cells.count(Some(point.index));
    cells.text(Some(&point.label));
    cells.count(phase);
    for number in [point.value, point.center, point.lower, point.upper] {
        cells.number(number);
    }
    for flag in [point.missing, point.excluded, point.provisional] {
        cells.flag(Some(flag));
    }
    cells.text(point.why_missing.as_deref());
    for warning in [false, true] {
        let signals = point.signals.iter();
        let signals = signals.filter_map(|position| record.signals.get(*position));
        let mut rules = signals.filter(|signal| signal.warning == warning);
        match (rules.next(), rules.next()) {
            (None, _) => cells.text(None),
            (Some(only), None) => cells.text(Some(&only.rule)),
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(rules);
                let all: Vec<&str> = all.map(|signal| signal.rule.as_str()).collect();
                cells.text(Some(&all.join("; ")));
            }
        }
    }
}

fn series_row(record: &SeriesRecord, cells: &mut impl Cells) {
    let reading = record.reading.as_ref();
    let speaking = record.speaking();
    cells.text(Some(&record.chart));
    cells.word(reading.map(|reading| &reading.variation));
    cells.word(reading.map(|reading| &reading.assurance));
    cells.word(reading.map(|reading| &reading.direction));
    cells.word(reading.and_then(|reading| reading.side.as_ref()));
    cells.text(reading.and_then(|reading| reading.rule.as_deref()));
    cells.text(speaking.map(|signal| signal.first_label.as_str()));
    cells.flag(reading.map(|reading| reading.tentative));
    cells.text(speaking.and_then(|signal| signal.text.as_deref()));
    cells.count(Some(record.signals.len()));
    cells.count(Some(record.current().count()));

    let latest = record.latest.as_ref();
    cells.count(latest.map(|latest| latest.index));
    cells.text(latest.map(|latest| latest.label.as_str()));
    cells.number(latest.map(|latest| latest.value));
    cells.number(latest.map(|latest| latest.center));
    cells.number(latest.and_then(|latest| latest.lower));
    cells.number(latest.and_then(|latest| latest.upper));
    cells.number(record.target);

    let phase = record.phases.last();
    cells.count(Some(record.phases.len()));
    cells.count(phase.map(|phase| phase.first));
    cells.text(phase.map(|phase| phase.first_label.as_str()));
    cells.number(phase.and_then(|phase| phase.center));
    cells.number(phase.and_then(|phase| phase.sigma));
    let not_judged = phase.and_then(|phase| phase.not_judged.as_ref());
    cells.word(not_judged.map(|why| &why.reason));
    cells.flag(Some(record.provisional_limits));
    cells.count(record.sufficiency.map(|sufficiency| sufficiency.have));
    cells.count(record.sufficiency.map(|sufficiency| sufficiency.advised));

    let counts = record.counts;
    cells.count(counts.map(|counts| counts.points));
    cells.count(counts.map(|counts| counts.useful));
    cells.count(counts.map(|counts| counts.provisional));
    cells.count(counts.map(|counts| counts.excluded));
    cells.count(counts.map(|counts| counts.missing));
    cells.count(counts.map(|counts| counts.invalid));

    let tests = record.tests.as_ref();
    cells.count(tests.map(|tests| tests.useful));
    cells.count(tests.map(|tests| tests.longest_run));
    cells.count(tests.map(|tests| tests.longest_run_max));
    cells.count(tests.map(|tests| tests.crossings));
    cells.count(tests.map(|tests| tests.crossings_min));
    cells.count(tests.map(|tests| tests.runs));
    cells.count(tests.and_then(|tests| tests.runs_min));
    cells.count(tests.and_then(|tests| tests.runs_max));

    cells.word(Some(&record.plan));
    cells.text(record.error.as_deref());
}

impl SeriesRecord {
    /// The signal that speaks for the latest point: that of the reading's rule and side.
    #[must_use]
    pub fn speaking(&self) -> Option<&SignalRecord> {
        let reading = self.reading.as_ref()?;
        let rule = reading.rule.as_deref()?;
        let latest = self.latest.as_ref()?.index;
        let phase = self.phases.len().checked_sub(1)?;
        self.signals.iter().find(|signal| {
            signal.phase == phase
                && !signal.warning
                && signal.rule == rule
                && signal.side == reading.side
                && (signal.running || signal.last == latest)
        })
    }
}
