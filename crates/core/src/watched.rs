//! The literal road: every rule steps by its own definition.

use crate::mark::Mark;
use crate::plan::Plan;
use crate::plotter::Plotter;
use crate::rule::{Event, WatchState};
use crate::side::Side;
use crate::signal::{Log, Logged};
use crate::surroundings::Surroundings;

/// A rule's state, and where its newest signal stands in the log.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(crate) struct Watched {
    pub(crate) state: WatchState,
    pub(crate) signal: Option<u32>,
}

/// The rules of a plan before the first point of a phase.
pub(crate) fn start(plan: &Plan) -> Box<[Watched]> {
    let start = |watch: &crate::rule::Watch| Watched {
        state: watch.start(),
        signal: None,
    };
    let watches = plan.watches().iter();
    watches.map(|(_, watch)| start(watch)).collect()
}

/// Takes the next judged point, and gives the rules that hold there, by position. `newest_provisional`
/// is the index of the newest provisional point of the phase.
pub(crate) fn step(
    all: &mut [Watched],
    around: &mut Surroundings<'_>,
    plotter: &Plotter,
    mark: Mark,
    index: u32,
    learned: u32,
    newest_provisional: Option<u32>,
) -> u32 {
    let plan = around.plan;
    let mut held = 0;
    for (watched, (rule, watch)) in all.iter_mut().zip(plan.watches()) {
        let bit = 1 << rule;
        let mut event = watch.step(&mut watched.state, mark, index, around.recent);
        if let Event::Extended { last } = event
            && let Some(first) = watched.restarted(plotter, around.log)
        {
            let side = watched.side(around.log);
            event = Event::Opened { side, first, last };
        }
        match event {
            Event::Quiet => {}
            Event::Ended => watched.end(around.log),
            Event::Extended { last } => {
                held |= bit;
                watched.extend(around.log, last);
            }
            Event::Opened { side, first, last } => {
                let first = plotter.began(side).unwrap_or(first);
                held |= bit;
                watched.end(around.log);
                watched.signal = Some(around.log.len() as u32);
                around.log.push(Logged {
                    first,
                    last,
                    completed: index,
                    known: around.now.max(learned),
                    phase: around.phase(),
                    rule: *rule,
                    side,
                    running: true,
                    tentative: newest_provisional.is_some_and(|point| point >= first),
                });
            }
        }
    }
    held
}

/// Ends every pattern in progress, as a gap may.
pub(crate) fn break_patterns(all: &mut [Watched], plan: &Plan, log: &mut Log) {
    for (watched, (_, watch)) in all.iter_mut().zip(plan.watches()) {
        watched.state = watch.start();
        watched.end(log);
    }
}

impl Watched {
    /// Ends its signal.
    pub(crate) fn end(&self, log: &mut Log) {
        if let Some(signal) = self.logged(log) {
            signal.running = false;
        }
    }

    fn extend(&self, log: &mut Log, last: u32) {
        if let Some(signal) = self.logged(log) {
            signal.last = signal.last.max(last);
            signal.running = true;
        }
    }

    fn side(&self, log: &mut Log) -> Option<Side> {
        self.logged(log)?.side
    }

    /// Where the pattern behind the newest point began, if that was after the newest signal: sums
    /// that started again at zero.
    fn restarted(&self, plotter: &Plotter, log: &mut Log) -> Option<u32> {
        plotter.own_sums()?;
        let signal = self.logged(log)?;
        let began = plotter.began(signal.side)?;
        (began > signal.last).then_some(began)
    }

    fn logged<'a>(&self, log: &'a mut Log) -> Option<&'a mut Logged> {
        log.get_mut(self.signal? as usize)
    }
}
