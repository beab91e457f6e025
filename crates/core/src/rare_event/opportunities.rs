//! Opportunities between events.

use super::{Gaps, RareEventError, exact, unsorted};

/// Whether an event counts as one of the opportunities that lead up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Counting {
    /// Opportunities without event between two events: 0 for two events in a row. The default.
    #[default]
    Between,
    /// Opportunities up to an event, itself included: 1 for two events in a row.
    UpToEvent,
}

impl Counting {
    const fn smallest(self) -> u64 {
        match self {
            Self::Between => 0,
            Self::UpToEvent => 1,
        }
    }
}

/// Events and opportunities of one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Opportunities with an event.
    pub events: u64,
    /// All opportunities, those with an event included.
    pub opportunities: u64,
}

/// Opportunities between successive events, for a g chart, from the running number of the
/// opportunity at each event: operation 17, operation 52.
///
/// # Input
///
/// `numbers`: strictly rising, from any first number. `now`: the number of the latest opportunity.
///
/// # Errors
///
/// Numbers out of order, twice the same, or more than 2^53 apart; a `now` before the last event.
///
/// ```
/// use redbead::rare_event::{Counting, opportunities_between};
///
/// let gaps = opportunities_between(&[17, 52, 53], Some(80), Counting::Between)?;
/// assert_eq!(gaps.between, [34.0, 0.0]);
/// assert_eq!(gaps.since_last, Some(27.0));
/// # Ok::<(), redbead::rare_event::RareEventError>(())
/// ```
pub fn opportunities_between(
    numbers: &[u64],
    now: Option<u64>,
    counting: Counting,
) -> Result<Gaps, RareEventError> {
    let mut gaps = Gaps::default();
    for (index, pair) in numbers.windows(2).enumerate() {
        if pair[1] < pair[0] {
            return Err(unsorted(index + 1, pair[1] as f64, pair[0] as f64));
        }
        let Some(without_event) = (pair[1] - pair[0]).checked_sub(1) else {
            return Err(RareEventError::SamePlace {
                index: index + 1,
                value: pair[1] as f64,
            });
        };
        gaps.between
            .push(exact(index, without_event + counting.smallest())?);
    }
    if let Some((now, last)) = now.zip(numbers.last().copied()) {
        let Some(since) = now.checked_sub(last) else {
            let (now, last) = (now as f64, last as f64);
            return Err(RareEventError::PresentBeforeLast { now, last });
        };
        gaps.since_last = Some(exact(numbers.len() - 1, since)?);
    }
    Ok(gaps)
}

/// Cases between successive events, for a g chart, from every case in time order: true for one
/// with an event.
///
/// ```
/// use redbead::rare_event::{Counting, cases_between};
///
/// let infected = [0, 1, 0, 0, 1, 1, 0].map(|case| case == 1);
/// let gaps = cases_between(infected, Counting::Between);
/// assert_eq!(gaps.between, [2.0, 0.0]);
/// assert_eq!(gaps.since_last, Some(1.0));
/// ```
#[must_use]
pub fn cases_between(cases: impl IntoIterator<Item = bool>, counting: Counting) -> Gaps {
    let mut gaps = Gaps::default();
    // Cases since the last event. A sequence that can be walked stays far below 2^53.
    let mut since: Option<u64> = None;
    for is_event in cases {
        if !is_event {
            since = since.map(|since| since.saturating_add(1));
            continue;
        }
        if let Some(without_event) = since {
            let gap = without_event.saturating_add(counting.smallest());
            gaps.between.push(gap as f64);
        }
        since = Some(0);
    }
    gaps.since_last = since.map(|since| since as f64);
    gaps
}

/// Opportunities between successive events, for a g chart, from the events and opportunities of each
/// period.
///
/// Where within its period an event fell is not known. All events of a period are taken to stand
/// at its end, one after the other: the first closes the gap since the last event of an earlier
/// period, and between any others lies no opportunity, as between two events on one day. The
/// shorter the periods, the less this matters; where periods with two events or more are common,
/// chart events per exposure as u.
///
/// # Errors
///
/// A period with more events than opportunities; a gap of more than 2^53; more than 2^24 events in
/// all, which would be a slip of the pen.
///
/// ```
/// use redbead::rare_event::{Counting, Tally, tallies_between};
///
/// let day = |events, opportunities| Tally { events, opportunities };
/// let days = [day(1, 20), day(0, 18), day(0, 22), day(2, 21), day(0, 19)];
/// let gaps = tallies_between(&days, Counting::Between)?;
/// assert_eq!(gaps.between, [59.0, 0.0]); // 18 + 22 + 19 patients without event, then none
/// assert_eq!(gaps.since_last, Some(19.0));
/// # Ok::<(), redbead::rare_event::RareEventError>(())
/// ```
pub fn tallies_between(periods: &[Tally], counting: Counting) -> Result<Gaps, RareEventError> {
    // Each event is a number to keep, so a mistyped count must not take all memory.
    const LIMIT: u64 = 1 << 24;
    let events = periods
        .iter()
        .fold(0, |sum: u64, period| sum.saturating_add(period.events));
    if events > LIMIT {
        let limit = LIMIT;
        return Err(RareEventError::TooMany { events, limit });
    }
    let mut gaps = Gaps::default();
    let mut since: Option<u64> = None;
    let mut seen = 0usize;
    for (index, period) in periods.iter().enumerate() {
        let Tally {
            events,
            opportunities,
        } = *period;
        let Some(without_event) = opportunities.checked_sub(events) else {
            return Err(RareEventError::MoreEventsThanOpportunities {
                index,
                events,
                opportunities,
            });
        };
        since = since.map(|since| since.saturating_add(without_event));
        for _ in 0..events {
            if let Some(without_event) = since {
                let gap = without_event.saturating_add(counting.smallest());
                gaps.between.push(exact(seen.saturating_sub(1), gap)?);
            }
            since = Some(0);
            seen += 1;
        }
    }
    gaps.since_last = match since {
        Some(since) => Some(exact(seen.saturating_sub(1), since)?),
        None => None,
    };
    Ok(gaps)
}
