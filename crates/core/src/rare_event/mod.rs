//! From rare events to the series of a g or t chart: what lies between one event and the next.
//!
//! | at hand | function | chart |
//! |---|---|---|
//! | exact time of each event | [`times_between`] | t |
//! | day of each event | [`days_between`] | g |
//! | running number of the opportunity at each event | [`opportunities_between`] | g |
//! | each case, with or without event | [`cases_between`] | g |
//! | events and opportunities of each period | [`tallies_between`] | g |
//!
//! # Definition
//!
//! ```text
//! x_i = t_{i+1} - t_i               i = 1..k-1, for k events at times or on days t_1 <= ... <= t_k
//! x_i = n_{i+1} - n_i - 1 + a       for events at the opportunities numbered n_1 < ... < n_k
//! ```
//!
//! with `a = 0` for [`Counting::Between`] and `a = 1` for [`Counting::UpToEvent`]. The first event
//! gives no point: nobody knows how long the gap before it was. The open gap after the last event
//! is no point either, as it is not over; it comes apart, in [`Gaps::since_last`].
//!
//! Where sources differ: Benneyan counts from a smallest possible value `a`, with
//! `sigma = √((m - a)(m - a + 1))` at mean `m`. The package qcc counts the units without event
//! between two events (`a = 0`), the vignette of qicharts2 takes differences of running
//! numbers (`a = 1`). A g chart whose sigma is `√(m(m + 1))` fits `a = 0`, which is therefore the
//! default. Days follow the calendar in all of them: two events on one day are 0 days apart, events
//! on neighboring days 1 day.
//!
//! # Edge cases
//!
//! No event or one gives no point, and no error. Events are never sorted here: an event out of
//! order is more often a mistyped date than a harmless mix-up.
//!
//! # References
//!
//! Benneyan (2001), Number-between g-type statistical quality control charts for monitoring adverse
//! events, Health Care Management Science 4, 305-318.
//! Kaminsky, Benneyan, Davis, Burke (1992), Statistical control charts based on a geometric
//! distribution, J. Quality Technology 24, 63-69.
//! Montgomery (2013), Introduction to Statistical Quality Control, 7th ed., section 7.3.5.
//! Nelson (1994), A control chart for parts-per-million nonconforming items, J. Quality Technology
//! 26, 239-240.
//! Provost and Murray (2011), The Health Care Data Guide, chapter on rare events.

mod error;
mod opportunities;
mod times;

pub use error::RareEventError;
pub use opportunities::{Counting, Tally, cases_between, opportunities_between, tallies_between};
pub use times::{SameTime, days_between, times_between};

/// What lies between events.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Gaps {
    /// One number for each event after the first: the series of the chart.
    pub between: Vec<f64>,
    /// What has gone by since the last event without another; none without an event, or where the
    /// present is not known. The next point will be at least this, so a gap that is still open
    /// may already be longer than any limit.
    pub since_last: Option<f64>,
}

fn unsorted(index: usize, value: f64, previous: f64) -> RareEventError {
    RareEventError::Unsorted {
        index,
        value,
        previous,
    }
}

/// A whole number as a double, if that is exact.
fn exact(index: usize, gap: u64) -> Result<f64, RareEventError> {
    if gap < 1 << 53 {
        Ok(gap as f64)
    } else {
        Err(RareEventError::TooWide { index })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_event_or_one_gives_no_point() {
        let none = times_between(&[], Some(5.0), SameTime::Refuse).unwrap();
        assert_eq!(none, Gaps::default());
        let one = times_between(&[2.0], Some(5.0), SameTime::Refuse).unwrap();
        assert_eq!((one.between.len(), one.since_last), (0, Some(3.0)));
        assert_eq!(days_between(&[], Some(1)).unwrap(), Gaps::default());
        let one = opportunities_between(&[7], None, Counting::Between).unwrap();
        assert_eq!(one, Gaps::default());
        assert_eq!(
            cases_between([false; 9], Counting::Between),
            Gaps::default()
        );
        let none = tallies_between(&[Tally::default()], Counting::Between);
        assert_eq!(none.unwrap(), Gaps::default());
    }

    /// Dates of infections that SAS Institute took from Benneyan (1998) for the RAREEVENTS procedure,
    /// April 17 to May 9, 1995; April has 30 days, so May 3 is day 33.
    #[test]
    fn published_infections_on_one_day_are_no_days_apart() {
        let days = [17, 17, 17, 19, 20, 33, 35, 35, 36, 37, 38, 39, 39];
        let gaps = days_between(&days, None).unwrap();
        let expected = [0.0, 0.0, 2.0, 1.0, 13.0, 2.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0];
        assert_eq!(gaps.between, expected);
        assert_eq!(gaps.since_last, None);
    }

    #[test]
    fn every_road_to_the_same_opportunities_agrees() {
        let cases = [0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0].map(|case| case == 1);
        // Events are the cases number 2, 5, 6 and 10 of 11.
        for (counting, expected) in [
            (Counting::Between, [2.0, 0.0, 3.0]),
            (Counting::UpToEvent, [3.0, 1.0, 4.0]),
        ] {
            let by_case = cases_between(cases, counting);
            assert_eq!(by_case.between, expected);
            assert_eq!(by_case.since_last, Some(1.0));
            let by_number = opportunities_between(&[2, 5, 6, 10], Some(11), counting);
            assert_eq!(by_number.unwrap(), by_case);
            // Each case a period of its own.
            let periods = cases.map(|is_event| Tally {
                events: u64::from(is_event),
                opportunities: 1,
            });
            assert_eq!(tallies_between(&periods, counting).unwrap(), by_case);
        }
    }

    #[test]
    fn events_of_a_period_stand_at_its_end() {
        let periods = [(0, 9), (1, 10), (0, 5), (3, 8), (1, 1), (0, 4), (0, 2)];
        let periods = periods.map(|(events, opportunities)| Tally {
            events,
            opportunities,
        });
        let gaps = |counting| tallies_between(&periods, counting).unwrap();
        // 5 + (8 - 3) opportunities without event; the others stand next to each other.
        assert_eq!(gaps(Counting::Between).between, [10.0, 0.0, 0.0, 0.0]);
        assert_eq!(gaps(Counting::UpToEvent).between, [11.0, 1.0, 1.0, 1.0]);
        assert_eq!(gaps(Counting::Between).since_last, Some(6.0));
    }

    #[test]
    fn events_at_the_same_time_need_a_decision() {
        let events = [1.0, 4.0, 4.0, 4.5];
        let between = |same_time| times_between(&events, None, same_time);
        let error = between(SameTime::Refuse).unwrap_err();
        assert_eq!(
            error.to_string(),
            "event 2 at 4 has the same place as the one before, expected a later one; record \
             places more finely, or say what becomes of equal ones"
        );
        assert_eq!(between(SameTime::Merge).unwrap().between, [3.0, 0.5]);
        let apart = between(SameTime::Apart(0.25)).unwrap();
        assert_eq!(apart.between, [3.0, 0.25, 0.5]);
        for value in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(
                between(SameTime::Apart(value)),
                Err(RareEventError::Apart { .. })
            ));
        }
    }

    #[test]
    fn events_out_of_order_are_refused_by_index() {
        let error = days_between(&[3, 9, 4], None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "event 2 at 4 follows one at 9, expected events in time order; correct it or sort them"
        );
        let refused = times_between(&[3.0, 9.0, 4.0], None, SameTime::Merge);
        assert_eq!(refused, Err(error));
        let refused = opportunities_between(&[3, 9, 4], None, Counting::Between);
        assert_eq!(refused, Err(error));
        let twice = opportunities_between(&[3, 9, 9], None, Counting::UpToEvent);
        let (index, value) = (2, 9.0);
        assert_eq!(twice, Err(RareEventError::SamePlace { index, value }));
    }

    #[test]
    fn what_cannot_be_a_time_is_refused() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = times_between(&[0.0, value], None, SameTime::Merge).unwrap_err();
            assert!(matches!(error, RareEventError::NotFinite { index: 1, .. }));
            assert!(times_between(&[0.0], Some(value), SameTime::Merge).is_err());
        }
        let far = times_between(&[-f64::MAX, f64::MAX], None, SameTime::Merge);
        assert_eq!(far, Err(RareEventError::TooWide { index: 0 }));
        let near = days_between(&[0, (1 << 53) - 1], None).unwrap();
        assert_eq!(near.between, [9_007_199_254_740_991.0]);
        let far = days_between(&[0, 1 << 53], None);
        assert_eq!(far, Err(RareEventError::TooWide { index: 0 }));
        let far = days_between(&[i64::MIN, i64::MAX], None);
        assert_eq!(far, Err(RareEventError::TooWide { index: 0 }));
        let far = opportunities_between(&[0, u64::MAX], None, Counting::UpToEvent);
        assert_eq!(far, Err(RareEventError::TooWide { index: 0 }));
        let endless = |events| Tally {
            events,
            opportunities: u64::MAX,
        };
        assert_eq!(
            tallies_between(&[endless(1), endless(u64::MAX)], Counting::Between),
            Err(RareEventError::TooMany {
                events: u64::MAX,
                limit: 16_777_216
            })
        );
        let far = tallies_between(&[endless(1), endless(0), endless(1)], Counting::UpToEvent);
        assert_eq!(far, Err(RareEventError::TooWide { index: 0 }));
    }

    #[test]
    fn the_present_is_not_before_the_last_event() {
        let error = days_between(&[3, 9], Some(8)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the present is 8, expected a finite number not before the last event at 9"
        );
        assert_eq!(
            times_between(&[3.0, 9.0], Some(8.0), SameTime::Refuse),
            Err(error)
        );
        let refused = opportunities_between(&[3, 9], Some(8), Counting::Between);
        assert_eq!(refused, Err(error));
        assert_eq!(
            days_between(&[3, 9], Some(9)).unwrap().since_last,
            Some(0.0)
        );
    }

    #[test]
    fn a_period_cannot_hold_more_events_than_opportunities() {
        let period = Tally {
            events: 3,
            opportunities: 2,
        };
        let error = tallies_between(&[period], Counting::Between).unwrap_err();
        assert_eq!(
            error.to_string(),
            "period 0: 3 events in 2 opportunities, expected no more events than opportunities; \
             chart events per exposure as u"
        );
    }
}
