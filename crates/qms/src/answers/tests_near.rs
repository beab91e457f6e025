//! Tests of change shortly before a signal begins.

use super::{Answers, Finding};
use crate::change_test::Test;
use crate::date::Date;
use crate::measure::Frequency;
use crate::node::NodeRef;
use crate::statuses::Entry;
use crate::system::SiteIndex;

/// A test of change that went before a finding.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TestNear<'a> {
    /// The test.
    pub test: &'a Test,
    /// Whole periods from its last day to the first point of the finding; 0 if it was still running.
    pub periods: u32,
    /// Whether it was done in all of the place that the series is of. Otherwise in a part of it.
    pub is_everywhere: bool,
}

/// The first point of a finding, with the tests that went before it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Onset<'a> {
    /// The series.
    pub entry: &'a Entry,
    /// The signal, or the sustained shift with which the last phase began.
    pub finding: Finding<'a>,
    /// The tests, nearest first, then by id.
    pub tests: Vec<TestNear<'a>>,
}

/// Findings with tests of change shortly before them.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TestsNear<'a> {
    /// Findings with a test before them; by series, in the order of the engine.
    pub onsets: Vec<Onset<'a>>,
    /// Number of findings before which no test was done.
    pub without_test: usize,
    /// Number of findings that cannot be placed: their first point has no date, or their measure
    /// no regular frequency. Only those for which there is a test at all.
    pub not_placed: usize,
}

impl<'a> Answers<'a> {
    /// Which tests of change were done shortly before a signal, or a new level, begins.
    ///
    /// # Definition
    ///
    /// A test is *near* the first point of a finding if it began in or before the period of that point,
    /// and its last day lies 0 to `most` periods before it. A test that is still running has its last
    /// day to come. Periods are those of the measure's [frequency](crate::Measure::frequency); weeks are
    /// counted from the first day of the point's period.
    ///
    /// Looked at are tests of change ideas that contribute, directly or not, to a node that the measure
    /// is bound to in any role, where the test's site is the series' own, around it, or a part of it; all
    /// findings of the series, of whatever phase and side, but warnings, and those that rest on
    /// provisional points where these are [left out](crate::Provisional::LeftOut).
    ///
    /// That one went before the other is all that is said: many things happen in a month.
    ///
    /// Takes time in proportion to the number of findings, and of tests that contribute to each.
    #[must_use]
    pub fn tests_near(&self, most: u32) -> TestsNear<'a> {
        let mut answer = TestsNear {
            onsets: Vec::new(),
            without_test: 0,
            not_placed: 0,
        };
        let (tests, options) = (self.system.tests(), self.statuses.options());
        // For each node the tests that contribute to it.
        let mut testing: Vec<Vec<usize>> = vec![Vec::new(); self.system.nodes().len()];
        for (at, test) in tests.iter().enumerate() {
            for node in self.reached_by(&test.change_idea) {
                testing[node].push(at);
            }
        }
        let sites: Vec<Option<SiteIndex>> = tests
            .iter()
            .map(|test| self.system.site_index(test.site.as_ref()?))
            .collect();
        let mut of_series: Vec<(usize, bool)> = Vec::new();
        for entry in self.statuses.entries() {
            let mut bound = self.bindings_of(entry).peekable();
            let mut findings = entry.status.findings_by(options).peekable();
            if bound.peek().is_none() || findings.peek().is_none() {
                continue;
            }
            of_series.clear();
            of_series.extend(bound.flat_map(|bound| {
                let tests = testing[bound.node.get()].iter().copied();
                tests.filter_map(|at| Some((at, self.is_tested(entry, sites[at])?)))
            }));
            of_series.sort_unstable();
            of_series.dedup();
            let frequency = self.system.measure(entry.measure).frequency;
            for finding in findings {
                let mut is_placed = true;
                let mut near = Vec::new();
                for (at, is_everywhere) in of_series.iter().copied() {
                    let test = &tests[at];
                    let first = finding.first.date;
                    match first.zip(frequency).and_then(|(first, frequency)| {
                        periods_before(first, frequency, test.start, test.end)
                    }) {
                        None => is_placed = false,
                        Some(Lag::Near(periods)) if periods <= i64::from(most) => {
                            near.push(TestNear {
                                test,
                                periods: periods as u32,
                                is_everywhere,
                            });
                        }
                        Some(_) => {}
                    }
                }
                if !is_placed {
                    answer.not_placed += 1;
                } else if near.is_empty() {
                    answer.without_test += 1;
                } else {
                    // Stable: by id among those equally near.
                    near.sort_by_key(|near| near.periods);
                    answer.onsets.push(Onset {
                        entry,
                        finding,
                        tests: near,
                    });
                }
            }
        }
        answer
    }

    /// The positions of the nodes that a change idea contributes to, itself included.
    fn reached_by(&self, idea: &NodeRef) -> Vec<usize> {
        let idea = self.system.node_index(idea);
        let reached = idea.map(|idea| self.system.reach_above(idea));
        let reached = reached.into_iter().flatten();
        reached.map(|reached| reached.node.get()).collect()
    }

    /// Whether a test at a site, or everywhere, was done in all of the place of a series or in a part
    /// of it. None if it was done elsewhere.
    fn is_tested(&self, entry: &Entry, site: Option<SiteIndex>) -> Option<bool> {
        match site {
            None => Some(true),
            Some(site) if self.system.is_within(entry.site, site) => Some(true),
            Some(site) if self.system.is_within(site, entry.site) => Some(false),
            Some(_) => None,
        }
    }
}

/// How a test lies before a point.
enum Lag {
    /// It began after it.
    After,
    /// So many periods lie between its last day and the point; 0 while it runs.
    Near(i64),
}

/// None where no periods can be counted.
fn periods_before(
    first: Date,
    frequency: Frequency,
    start: Date,
    end: Option<Date>,
) -> Option<Lag> {
    // Counted from the point backward, so that weeks are those of its period.
    if frequency.periods_between(first, start)? > 0 {
        return Some(Lag::After);
    }
    let lag = match end {
        None => 0,
        Some(end) => (-frequency.periods_between(first, end)?).max(0),
    };
    Some(Lag::Near(lag))
}
