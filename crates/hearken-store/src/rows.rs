//! What readers keep of themes and of customers, a row for each. Who reads them stands beside what they are read from.

use hearken_domain::{ChangeId, CustomerId, CustomerState, DayCount, FactField, Money, SourceId, Timestamp};

/// Signals of one theme under a filter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThemeSum {
    /// All of them, the undated too.
    pub signals: u64,
    /// Those of them that have a rating.
    pub rated: u64,
    /// The sum of their ratings.
    pub rating_sum: f64,
    /// Those that are dated by week, in order: [`crate::week_of`] says which.
    pub weeks: Vec<(i64, u64)>,
    /// The same by source, and by the days on which they were said and came.
    pub days: Vec<DayCount>,
}

/// Whose the signals of a theme are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ThemeCustomers {
    /// Its signals that are of anybody known, each once.
    pub known: u64,
    /// The customers that are part of no other, by id, with their signals in it.
    pub customers: Vec<(CustomerId, u64)>,
}

/// What a list shows of a customer beside its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerSummary {
    /// Whether they buy.
    pub state: Option<String>,
    /// What they have subscribed to.
    pub plan: Option<String>,
    /// Revenue a year, where somebody says so.
    pub arr: Option<Money>,
    /// Revenue a month, where somebody says so.
    pub mrr: Option<Money>,
    /// The day on which they renew.
    pub renewal: Option<String>,
    /// The colleague who holds the account.
    pub owner: Option<String>,
    /// Signals of them, and of all that is part of them.
    pub signals: u64,
    /// When they were last heard; `None` where nothing of it is dated.
    pub last_heard: Option<Timestamp>,
}

/// A customer that is part of no other, as what is known of it and its parts says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerWorth {
    /// Whether they buy; where nobody said, they do.
    pub state: CustomerState,
    /// What they pay.
    pub revenue: Option<HeldRevenue>,
}

/// The fact that says what a customer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRevenue {
    /// Its number.
    pub change: ChangeId,
    /// Of which customer it was said: itself, or one that is part of it.
    pub customer: CustomerId,
    /// A year, or a month: `arr` or `mrr`.
    pub field: FactField,
    /// The sum as it was said.
    pub sum: Money,
    /// The day from which it is valid, where that was said.
    pub from_day: Option<String>,
    /// The source that says it; `None` is a person.
    pub source: Option<SourceId>,
    /// When it was said.
    pub at: Timestamp,
}
