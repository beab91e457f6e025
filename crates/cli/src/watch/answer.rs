//! The answer to a line: one line of JSON.

use redbead::{Direction, Limits, Meaning, Outcome, Plan, Side, Unfit};

use super::line::Refusal;
use super::time::Stamp;
use super::told::{Change, Told};
use super::track::{Moved, Taken, Track};

/// How an observation came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// In its turn.
    New,
    /// After a later one.
    Late,
    /// In the place of an earlier figure for the same period.
    Revised,
}

/// What is answered.
pub(crate) struct Answer<'a> {
    pub(crate) id: Option<&'a str>,
    /// Keys of the series, as JSON.
    pub(crate) series: &'a str,
    pub(crate) stamp: &'a Stamp,
    pub(crate) index: Option<usize>,
    pub(crate) how: How,
    /// Whether it was answered before, or may have been.
    pub(crate) is_duplicate: bool,
    pub(crate) holes: u64,
    /// Whether the figure is missing since its exposure is 0.
    pub(crate) has_no_exposure: bool,
    /// Why the plan excludes the point.
    pub(crate) excluded_for: Option<&'a str>,
    /// None where the point is no longer kept.
    pub(crate) taken: Option<&'a Taken>,
}

impl Answer<'_> {
    /// Appends the line.
    pub(crate) fn write(&self, to: &mut Vec<u8>, track: &Track, plan: &Plan) {
        let mut json = Object::begin(to);
        if let Some(id) = self.id {
            json.raw("id", id);
        }
        json.raw("series", self.series);
        json.display("time", self.stamp);
        match self.index {
            Some(index) => json.count("index", index),
            None => json.raw("index", "null"),
        }
        match self.how {
            How::New => {}
            How::Late => json.raw("late", "true"),
            How::Revised => json.raw("revised", "true"),
        }
        if self.is_duplicate {
            json.raw("duplicate", "true");
        }
        if self.holes > 0 {
            json.count("holes_before", self.holes as usize);
        }
        let Some(taken) = self.taken else {
            json.text("outcome", "forgotten");
            json.end();
            return;
        };
        outcome(&mut json, &taken.verdict.outcome);
        if self.has_no_exposure && taken.verdict.outcome == Outcome::Missing {
            json.text("why", "no_exposure");
        }
        // A phase that still learns says so of all its points; the reason tells that this is none of them.
        if let Some(why) = self.excluded_for
            && !matches!(taken.verdict.outcome, Outcome::Missing | Outcome::Invalid)
        {
            json.text("why", why);
        }
        if taken.verdict.froze {
            json.raw("froze", "true");
        }
        if let Some(first) = taken.verdict.rephased {
            json.count("rephased", first);
        }
        if !taken.limits.is_empty() {
            json.name("limits");
            json.bytes(b"[");
            for (position, moved) in taken.limits.iter().enumerate() {
                if position > 0 {
                    json.bytes(b",");
                }
                limits(json.to, moved);
            }
            json.bytes(b"]");
        }
        json.name("signals");
        json.bytes(b"[");
        for (position, told) in taken.told.iter().enumerate() {
            if position > 0 {
                json.bytes(b",");
            }
            signal(json.to, told, track, plan.direction());
        }
        json.bytes(b"]");
        json.end();
    }
}

/// Appends the answer to a line that is not taken.
pub(crate) fn refuse(to: &mut Vec<u8>, line: u64, id: Option<&str>, refusal: &Refusal) {
    let mut json = Object::begin(to);
    json.count("line", line as usize);
    if let Some(id) = id {
        json.raw("id", id);
    }
    json.text("error", &refusal.reason);
    json.text("hint", &refusal.hint);
    json.end();
}

fn outcome(json: &mut Object<'_>, outcome: &Outcome) {
    match outcome {
        Outcome::Missing => json.text("outcome", "missing"),
        Outcome::Invalid => json.text("outcome", "invalid"),
        Outcome::Learning { have, need } => {
            json.text("outcome", "learning");
            json.count("have", *have);
            if let Some(need) = need {
                json.count("need", *need);
            }
        }
        Outcome::Insufficient { unfit } => {
            json.text("outcome", "insufficient");
            reason(json, *unfit);
        }
        Outcome::Excluded { value, limits } => judged(json, "excluded", *value, *limits),
        Outcome::Judged { value, limits } => judged(json, "judged", *value, *limits),
        // `NotPlotted`, and whatever a later engine may say.
        _ => json.text("outcome", "not_plotted"),
    }
}

/// What a baseline is wanting.
fn reason(json: &mut Object<'_>, unfit: Unfit) {
    let (reason, numbers) = match unfit {
        Unfit::TooFew { have, need } => ("too_few", Some((have, need))),
        Unfit::TooFewNeighbors { have, need } => ("too_few_neighbors", Some((have, need))),
        Unfit::NoSpread => ("no_spread", None),
        Unfit::Overflow => ("overflow", None),
        _ => ("other", None),
    };
    json.text("reason", reason);
    if let Some((have, need)) = numbers {
        json.count("have", have);
        json.count("need", need);
    }
}

fn judged(json: &mut Object<'_>, outcome: &str, value: f64, limits: Limits) {
    json.text("outcome", outcome);
    json.number("value", Some(value));
    json.number("center", Some(limits.center));
    json.number("lower", limits.lower);
    json.number("upper", limits.upper);
}

/// The limits that a phase has from now on.
fn limits(to: &mut Vec<u8>, moved: &Moved) {
    let mut json = Object::open(to);
    json.count("phase", moved.phase);
    json.number("center", Some(moved.center));
    if let Some(newest) = moved.newest {
        json.number("lower", newest.lower);
        json.number("upper", newest.upper);
    }
    json.close();
}

fn signal(to: &mut Vec<u8>, told: &Told, track: &Track, direction: Direction) {
    let signal = &told.signal;
    let mut json = Object::open(to);
    json.display("rule", &signal.rule);
    if signal.warning {
        json.raw("warning", "true");
    }
    match signal.side {
        Some(Side::Above) => json.text("side", "above"),
        Some(Side::Below) => json.text("side", "below"),
        None => json.raw("side", "null"),
    }
    match direction.judge(signal.side) {
        Meaning::Improvement => json.text("meaning", "improvement"),
        Meaning::Concern => json.text("meaning", "concern"),
        Meaning::Neutral => json.text("meaning", "neutral"),
    }
    json.count("first", signal.first);
    json.count("last", signal.last);
    json.count("completed", signal.completed);
    // Of a signal that is gone, the times may be those of other points by now.
    if told.change != Change::Withdrawn {
        for (name, index) in [("first_time", signal.first), ("last_time", signal.last)] {
            if let Some(stamp) = track.past().stamp(index) {
                json.display(name, &stamp);
            }
        }
    }
    json.flag(
        "current",
        signal.current && told.change != Change::Withdrawn,
    );
    json.flag("tentative", signal.tentative);
    json.text("change", told.change.name());
    if let Some(text) = &told.text {
        json.text("text", text);
    }
    json.close();
}

/// An object that is written field by field.
pub(crate) struct Object<'a> {
    to: &'a mut Vec<u8>,
    is_empty: bool,
}

impl<'a> Object<'a> {
    /// An object that takes a line.
    pub(crate) fn begin(to: &'a mut Vec<u8>) -> Self {
        Self::open(to)
    }

    fn open(to: &'a mut Vec<u8>) -> Self {
        to.push(b'{');
        Self { to, is_empty: true }
    }

    fn close(self) {
        self.to.push(b'}');
    }

    pub(crate) fn end(self) {
        self.to.extend_from_slice(b"}\n");
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.to.extend_from_slice(bytes);
    }

    /// Names are plain, so they need no escapes.
    fn name(&mut self, name: &str) {
        if !self.is_empty {
            self.to.push(b',');
        }
        self.is_empty = false;
        self.to.push(b'"');
        self.bytes(name.as_bytes());
        self.bytes(b"\":");
    }

    /// A value that is JSON already.
    pub(crate) fn raw(&mut self, name: &str, json: &str) {
        self.name(name);
        self.bytes(json.as_bytes());
    }

    pub(crate) fn flag(&mut self, name: &str, flag: bool) {
        self.raw(name, if flag { "true" } else { "false" });
    }

    pub(crate) fn count(&mut self, name: &str, count: usize) {
        self.name(name);
        self.json(&count);
    }

    /// A number; `null` where there is none.
    pub(crate) fn number(&mut self, name: &str, number: Option<f64>) {
        self.name(name);
        self.json(&number);
    }

    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        self.json(text);
    }

    pub(crate) fn display(&mut self, name: &str, value: &dyn std::fmt::Display) {
        self.name(name);
        self.to.push(b'"');
        let mut escaped = Escaped(self.to);
        // Writing to memory does not fail.
        let _ = std::fmt::Write::write_fmt(&mut escaped, format_args!("{value}"));
        self.to.push(b'"');
    }

    /// Whatever serializes.
    pub(crate) fn value<T: serde::Serialize>(&mut self, name: &str, value: &T) {
        self.name(name);
        self.json(value);
    }

    fn json<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        // Numbers, texts and writing to memory do not fail.
        let _ = serde_json::to_writer(&mut *self.to, value);
    }
}

/// Text on its way into a JSON string.
struct Escaped<'a>(&'a mut Vec<u8>);

impl std::fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        for byte in text.bytes() {
            match byte {
                b'"' | b'\\' => self.0.extend_from_slice(&[b'\\', byte]),
                0..0x20 => {
                    let digits = format!("\\u{byte:04x}");
                    self.0.extend_from_slice(digits.as_bytes());
                }
                _ => self.0.push(byte),
            }
        }
        Ok(())
    }
}
