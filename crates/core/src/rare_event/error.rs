//! Events from which no series can be made.

/// Events from which no series can be made. Positions are zero-based.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RareEventError {
    /// NaN or an infinity.
    #[error("event {index}: time is {value}, expected a finite number; correct it or leave it out")]
    NotFinite {
        /// Position of the event.
        index: usize,
        /// What was found.
        value: f64,
    },
    /// An event that comes before its predecessor.
    #[error(
        "event {index} at {value} follows one at {previous}, expected events in time order; \
         correct it or sort them"
    )]
    Unsorted {
        /// Position of the event.
        index: usize,
        /// Its time or number.
        value: f64,
        /// That of the event before.
        previous: f64,
    },
    /// Two events where there can only be one.
    #[error(
        "event {index} at {value} has the same place as the one before, expected a later one; \
         record places more finely, or say what becomes of equal ones"
    )]
    SamePlace {
        /// Position of the second event.
        index: usize,
        /// Time or number of both.
        value: f64,
    },
    /// A gap too wide for a whole number to be exact.
    #[error("the gap after event {index} is too wide, expected less than 2^53; change the unit")]
    TooWide {
        /// Position of the event before the gap.
        index: usize,
    },
    /// A present that comes before the last event.
    #[error("the present is {now}, expected a finite number not before the last event at {last}")]
    PresentBeforeLast {
        /// What was given.
        now: f64,
        /// Time or number of the last event.
        last: f64,
    },
    /// Time between simultaneous events that is none.
    #[error("time between events at the same time is {value}, expected a number above 0")]
    Apart {
        /// What was given.
        value: f64,
    },
    /// More events than a series of rare ones could have.
    #[error("{events} events, expected at most {limit}; chart events per exposure as u")]
    TooMany {
        /// Events of all periods.
        events: u64,
        /// The largest number of events.
        limit: u64,
    },
    /// More events than there were opportunities.
    #[error(
        "period {index}: {events} events in {opportunities} opportunities, expected no more events \
         than opportunities; chart events per exposure as u"
    )]
    MoreEventsThanOpportunities {
        /// Position of the period.
        index: usize,
        /// Its events.
        events: u64,
        /// Its opportunities.
        opportunities: u64,
    },
}
