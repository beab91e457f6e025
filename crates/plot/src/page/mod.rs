//! One HTML file for one to many thousand series: a table to search, filter and sort, and a full
//! chart of each.
//!
//! The file stands alone: no network, no fonts or scripts from elsewhere, and a content security
//! policy that allows its own script and nothing else. Names and texts of any kind are shown, never
//! run.
//!
//! Figures are JSON, deflated and written as base64 ([`entry`] says in which shape). A browser
//! inflates the short entries of all rows when it opens the page, and the long ones, with points,
//! limits and signals, in blocks of 128 rows as they come into view; it draws only what is seen.

mod entry;
mod error;
mod html;
mod labels;
mod numbers;
mod pack;
mod row;
mod words;

use std::collections::{BinaryHeap, HashMap};
use std::io::Write;

pub use error::PageError;
use redbead::{Report, Urgency};
pub use row::PageRow;
use serde::Serialize;

use entry::Short;
use labels::Labels;
use pack::Pack;

use crate::numbers::scale;

/// Rows whose pictures are inflated together.
const BLOCK: usize = 128;

/// Most rows that are listed for readers without scripts.
const LISTED: usize = 200;

/// Which rows come first: the worst report, and refused ones after all that have a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Of(Urgency),
    Refused,
}

/// A page under construction: rows go in one at a time, and are kept deflated.
///
/// Memory is that of the file to be, without its base64, and some bytes a row. The same rows give
/// the same bytes, on every machine.
///
/// ```
/// use redbead::{Chart, Direction, Plan, Preset};
/// use redbead_plot::{Page, PageRow};
///
/// let plan = Plan::builder(Chart::individuals())
///     .preset(Preset::MakingDataCount)
///     .direction(Direction::Decrease)
///     .build()?;
/// let falls = [6.0, 4.0, 5.0, 7.0, 5.0, 6.0, 4.0, 5.0, 6.0, 5.0, 4.0, 19.0];
/// let labels: Vec<String> = (1..=12).map(|month| format!("2024-{month:02}")).collect();
/// let keys = ["Ward 4".to_owned(), "falls".to_owned()];
///
/// let mut page = Page::new("Falls by ward", ["ward", "measure"]).made_of("Source", "falls.csv");
/// page.push(&PageRow::new(&keys, &labels, &plan, &falls, &plan.scan(&falls)?))?;
/// let mut file = Vec::new();
/// page.write_to(&mut file)?;
/// assert!(file.starts_with(b"<!DOCTYPE html>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Page {
    title: String,
    made_of: Vec<(String, String)>,
    key_names: Vec<String>,
    labels: Labels,
    measures: Measures,
    counts: Counts,
    ranks: Vec<Rank>,
    /// The worst rows with a current signal, the least of them on top.
    listed: BinaryHeap<Listed>,
    signaling: usize,
    index: Pack,
    /// Long entries of the newest rows, not a whole block yet.
    block: Pack,
    details: Vec<Vec<u8>>,
}

/// How many rows read how.
#[derive(Debug, Clone, Copy, Default, Serialize)]
struct Counts {
    concern: usize,
    improvement: usize,
    neutral: usize,
    common: usize,
    unjudged: usize,
    refused: usize,
}

impl Counts {
    fn add(&mut self, variation: &str) {
        let count = match variation {
            "concern" => &mut self.concern,
            "improvement" => &mut self.improvement,
            "neutral" => &mut self.neutral,
            "common" => &mut self.common,
            "refused" => &mut self.refused,
            _ => &mut self.unjudged,
        };
        *count += 1;
    }

    fn total(&self) -> usize {
        self.concern + self.improvement + self.neutral + self.common + self.unjudged + self.refused
    }
}

/// A row for readers without scripts; ordered by urgency and place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Listed {
    rank: Rank,
    place: usize,
    keys: Vec<String>,
    variation: &'static str,
    sentence: String,
}

/// What many rows have in common, each held once.
#[derive(Debug, Default)]
struct Measures {
    numbers: HashMap<String, usize>,
    measures: Vec<Measure>,
}

/// A chart, its unit, and what its plan says.
#[derive(Debug, Serialize)]
struct Measure {
    chart: &'static str,
    center: &'static str,
    #[serde(rename = "isGiven", skip_serializing_if = "entry::is_false")]
    is_given: bool,
    sign: &'static str,
    unit: String,
    plan: Vec<String>,
}

impl Measures {
    fn number(&mut self, measure: Measure) -> usize {
        let next = self.measures.len();
        let key = format!(
            "{}\0{}\0{}\0{}\0{}",
            measure.chart,
            measure.center,
            measure.is_given,
            measure.unit,
            measure.plan.join("\0")
        );
        *self.numbers.entry(key).or_insert_with(|| {
            self.measures.push(measure);
            next
        })
    }
}

/// What the script must know before the rows.
#[derive(Debug, Serialize)]
struct Head<'a> {
    #[serde(rename = "keyNames")]
    key_names: &'a [String],
    #[serde(rename = "blockRows")]
    block_rows: usize,
    counts: Counts,
    labels: &'a [String],
    measures: &'a [Measure],
    /// Rows from the worst on.
    order: &'a [u32],
}

impl Page {
    /// An empty page. `key_names` are the heads of the columns by which a series is known, such as
    /// service and measure.
    #[must_use]
    pub fn new<T: Into<String>>(
        title: impl Into<String>,
        key_names: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            title: title.into(),
            made_of: Vec::new(),
            key_names: key_names.into_iter().map(Into::into).collect(),
            labels: Labels::default(),
            measures: Measures::default(),
            counts: Counts::default(),
            ranks: Vec::new(),
            listed: BinaryHeap::new(),
            signaling: 0,
            index: Pack::new(),
            block: Pack::new(),
            details: Vec::new(),
        }
    }

    /// Says below the title what the page was made of: the source file, the plan, the date.
    /// Nothing is added by itself.
    #[must_use]
    pub fn made_of(mut self, term: impl Into<String>, text: impl Into<String>) -> Self {
        self.made_of.push((term.into(), text.into()));
        self
    }

    /// Number of rows so far, refused ones included.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ranks.len()
    }

    /// Adds a series. On an error the page is as it was before.
    ///
    /// Linear in the points, times the signals.
    ///
    /// # Errors
    ///
    /// [`PageError::Keys`], [`PageError::Labels`], [`PageError::Remark`] for a row that does not
    /// fit together, [`PageError::Series`] for a report of another plan or series.
    pub fn push(&mut self, row: &PageRow<'_>) -> Result<(), PageError> {
        row.check(self.key_names.len())?;
        let scale = scale(row.plan, &row.wording);
        let last = row.report.phases.last();
        let measure = self.measures.number(Measure {
            chart: row.plan.chart().title(),
            center: last.map_or(row.plan.chart().center_name(), |phase| {
                row.plan.center_name(phase)
            }),
            is_given: row.plan.center().is_some(),
            sign: scale.sign,
            unit: scale.unit.clone(),
            plan: words::plan_lines(row.plan),
        });
        let (short, long, sentence) = entry::entries(row, &scale, measure, &mut self.labels)?;
        self.add(&short, Some(&long))?;
        let urgency = row.report.urgency();
        let rank = Rank::Of(if row.ended { urgency.ended() } else { urgency });
        self.list(rank, row.keys, row.report, sentence);
        self.ranks.push(rank);
        Ok(())
    }

    /// Adds a series that could not be charted, and why.
    ///
    /// # Errors
    ///
    /// [`PageError::Keys`] when there is not one key for each key name.
    pub fn refuse(&mut self, keys: &[String], why: &str) -> Result<(), PageError> {
        row::check_keys(keys, self.key_names.len())?;
        self.add(&Short::refused(keys, why), None)?;
        self.ranks.push(Rank::Refused);
        Ok(())
    }

    fn add(&mut self, short: &Short<'_>, long: Option<&entry::Long>) -> Result<(), PageError> {
        self.index.push(short)?;
        self.block.push(&long)?;
        if self.block.len() == BLOCK {
            self.close_block()?;
        }
        self.counts.add(short.kind());
        Ok(())
    }

    fn close_block(&mut self) -> Result<(), PageError> {
        let full = std::mem::replace(&mut self.block, Pack::new());
        self.details.push(full.finish()?);
        Ok(())
    }

    /// Keeps a row for readers without scripts, if it has a current signal and is among the worst.
    fn list(&mut self, rank: Rank, keys: &[String], report: &Report, sentence: Option<String>) {
        if report.current().next().is_none() {
            return;
        }
        self.signaling += 1;
        let code = words::kind_code(report);
        self.listed.push(Listed {
            rank,
            place: self.ranks.len(),
            keys: keys.to_vec(),
            variation: words::variation_words(code),
            sentence: sentence.unwrap_or_default(),
        });
        if self.listed.len() > LISTED {
            self.listed.pop();
        }
    }

    /// Writes the file.
    ///
    /// # Errors
    ///
    /// [`PageError::Write`] when `out` does not take it.
    pub fn write_to(mut self, mut out: impl Write) -> Result<(), PageError> {
        if self.block.len() > 0 {
            self.close_block()?;
        }
        let mut order: Vec<u32> = (0..self.ranks.len() as u32).collect();
        order.sort_by_key(|place| self.ranks.get(*place as usize));
        let mut head = Pack::new();
        head.push(&Head {
            key_names: &self.key_names,
            block_rows: BLOCK,
            counts: self.counts,
            labels: self.labels.texts(),
            measures: &self.measures.measures,
            order: &order,
        })?;
        let listed = self.listed.into_sorted_vec();
        html::write(
            &mut out,
            &html::Parts {
                title: &self.title,
                made_of: &self.made_of,
                key_names: &self.key_names,
                counts: self.counts,
                listed: listed.iter().collect(),
                signaling: self.signaling,
                head: &head.finish()?,
                index: &self.index.finish()?,
                details: &self.details,
            },
        )?;
        Ok(out.flush()?)
    }
}
