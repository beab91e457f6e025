//! Times and days between events.

use super::{Gaps, RareEventError, exact, unsorted};

/// What becomes of two events at the same time, between which a t chart has nothing to plot: its
/// points are above 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub enum SameTime {
    /// An error that names the event. The default.
    #[default]
    Refuse,
    /// They are one event, as with two patients hurt in one accident.
    Merge,
    /// So much time lies between them, such as half the unit in which times are recorded.
    Apart(f64),
}

/// Times between successive events, for a t chart.
///
/// # Input
///
/// `events`: times in rising order on any linear scale, such as days with fractions. `now`: the
/// present on the same scale, for the gap that is still open.
///
/// # Errors
///
/// Events that are not finite, out of order or too far apart to write the difference down; events
/// at the same time, unless `same_time` says what becomes of them; a `now` before the last event.
///
/// ```
/// use redbead::rare_event::{SameTime, times_between};
///
/// // Falls with harm, in days since the ward opened.
/// let gaps = times_between(&[3.25, 17.5, 18.0], Some(60.0), SameTime::Refuse)?;
/// assert_eq!(gaps.between, [14.25, 0.5]);
/// assert_eq!(gaps.since_last, Some(42.0));
/// # Ok::<(), redbead::rare_event::RareEventError>(())
/// ```
pub fn times_between(
    events: &[f64],
    now: Option<f64>,
    same_time: SameTime,
) -> Result<Gaps, RareEventError> {
    if let SameTime::Apart(value) = same_time
        && !(value.is_finite() && value > 0.0)
    {
        return Err(RareEventError::Apart { value });
    }
    let mut gaps = Gaps::default();
    let mut last: Option<f64> = None;
    for (index, &value) in events.iter().enumerate() {
        if !value.is_finite() {
            return Err(RareEventError::NotFinite { index, value });
        }
        let Some(previous) = last.replace(value) else {
            continue;
        };
        if value < previous {
            return Err(RareEventError::Unsorted {
                index,
                value,
                previous,
            });
        }
        if value > previous {
            let gap = value - previous;
            if !gap.is_finite() {
                return Err(RareEventError::TooWide { index: index - 1 });
            }
            gaps.between.push(gap);
            continue;
        }
        match same_time {
            SameTime::Refuse => return Err(RareEventError::SamePlace { index, value }),
            SameTime::Merge => {}
            SameTime::Apart(gap) => gaps.between.push(gap),
        }
    }
    if let Some((now, last)) = now.zip(last) {
        // Also refuses a present that is no number.
        if !(now.is_finite() && now >= last) {
            return Err(RareEventError::PresentBeforeLast { now, last });
        }
        gaps.since_last = Some(now - last).filter(|gap| gap.is_finite());
    }
    Ok(gaps)
}

/// Days between successive events, for a g chart; 0 for two events on one day.
///
/// # Input
///
/// `days`: day numbers in rising order from any first day, equal ones allowed. `now`: the number
/// of the present day. Events on so many days that 0 is common are better charted per period.
///
/// # Errors
///
/// Days out of order, or more than 2^53 apart; a `now` before the last event.
///
/// ```
/// use redbead::rare_event::days_between;
///
/// let gaps = days_between(&[107, 107, 109, 110, 123], Some(130))?;
/// assert_eq!(gaps.between, [0.0, 2.0, 1.0, 13.0]);
/// assert_eq!(gaps.since_last, Some(7.0));
/// # Ok::<(), redbead::rare_event::RareEventError>(())
/// ```
pub fn days_between(days: &[i64], now: Option<i64>) -> Result<Gaps, RareEventError> {
    let gap = |index, from: i64, to: i64| exact(index, from.abs_diff(to));
    let mut gaps = Gaps::default();
    for (index, pair) in days.windows(2).enumerate() {
        if pair[1] < pair[0] {
            return Err(unsorted(index + 1, pair[1] as f64, pair[0] as f64));
        }
        gaps.between.push(gap(index, pair[0], pair[1])?);
    }
    if let Some((now, last)) = now.zip(days.last().copied()) {
        if now < last {
            let (now, last) = (now as f64, last as f64);
            return Err(RareEventError::PresentBeforeLast { now, last });
        }
        gaps.since_last = Some(gap(days.len() - 1, last, now)?);
    }
    Ok(gaps)
}
