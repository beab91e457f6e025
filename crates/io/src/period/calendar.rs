//! What has to be known to read texts as periods.

/// Which number of `01/02/2024` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateOrder {
    /// The first: the first of February.
    DayFirst,
    /// The second: January the second.
    MonthFirst,
}

/// What has to be known to read texts as periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Calendar {
    /// How `01/02/2024` is meant; such texts are refused where it is not said.
    pub date_order: Option<DateOrder>,
    /// The month, 1 to 12, in which the year of `2024/25` starts.
    pub year_starts: u8,
}

impl Default for Calendar {
    /// Dates with slashes are refused; financial years start in April.
    fn default() -> Self {
        Self {
            date_order: None,
            year_starts: 4,
        }
    }
}
