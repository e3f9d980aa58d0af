//! Conditions on what signals say. Readings stand beside the signals, in a table of their own with an index for each of their fields
//! in the order of time. Where such a condition may narrow more than anything else, signals are found by it; else each
//! signal that is found is looked up there.

use hearken_domain::{FilterField, FilterValue, Generation, SignalFilter};
use rusqlite::types::Value;

use super::{Condition, Over, Where};
use crate::readings::number_of;
use crate::said::UNDATED_BEFORE_MS;

/// Looks each signal up.
const JOINED: &str = " CROSS JOIN signal_readings AS reading ON reading.signal_id = signals.id";
/// Looks each signal up, and keeps those that were not read yet.
const JOINED_IF_ANY: &str = " LEFT JOIN signal_readings AS reading ON reading.signal_id = signals.id";
/// Finds signals by their readings, in their order.
const LED: &str = "signal_readings AS reading CROSS JOIN signals ON signals.id = reading.signal_id";
/// Readings alone.
const ALONE: &str = "signal_readings AS reading";

/// The field whose index signals are found by: the one that narrows most, if it has one value. Those of a customer or of a
/// source are found by an index of their own.
fn leading(filter: &SignalFilter) -> Option<FilterField> {
    let other = |(field, _): (FilterField, _)| field.is_whose() || field == FilterField::Source;
    if filter.conditions().any(other) {
        return None;
    }
    let mut by = [FilterField::Severity, FilterField::Says, FilterField::Sentiment].into_iter();
    by.find(|field| filter.texts(*field).count() == 1)
}

/// Whether a filter asks nothing that readings do not have themselves.
fn is_of_readings(filter: &SignalFilter) -> bool {
    let own =
        |field: FilterField| field.is_read() || matches!(field, FilterField::Since | FilterField::Until);
    filter.conditions().all(|(field, _)| own(field))
}

impl Where {
    /// Signals of everybody, found by their readings where that serves.
    pub(super) fn of_everybody(filter: &SignalFilter, counted: bool) -> Self {
        let (from, over) = match leading(filter) {
            None => return Self::one_by_one(filter),
            Some(by) if counted && is_of_readings(filter) => (ALONE, Over::ReadingsBy(by)),
            Some(by) => (LED, Over::ReadingsBy(by)),
        };
        let mut this = Self { from: from.to_owned(), conditions: Vec::new(), values: Vec::new() };
        this.filter_over(filter, over);
        this
    }

    /// All memberships of a generation under a filter, found by the readings of their signals, where that serves: even of most
    /// signals it takes no longer than looking each one up.
    pub(super) fn sorted_by_readings(filter: &SignalFilter, generation: Generation) -> Option<Self> {
        let by = leading(filter)?;
        let from = format!("{LED} CROSS JOIN memberships ON memberships.signal_id = signals.id");
        let mut this = Self { from, conditions: Vec::new(), values: Vec::new() };
        this.and("memberships.generation = ?", [generation.0.cast_signed()]);
        this.filter_over(filter, Over::ReadingsBy(by));
        Some(this)
    }

    /// Signals of everybody, each looked at: those of a few ids, say.
    pub(crate) fn one_by_one(filter: &SignalFilter) -> Self {
        let mut this = Self { from: "signals".to_owned(), conditions: Vec::new(), values: Vec::new() };
        this.filter(filter);
        this
    }

    /// Has each signal looked up, where a filter asks what it says.
    pub(super) fn look_up_for(&mut self, filter: &SignalFilter) {
        if filter.conditions().any(|(field, _)| field.is_read()) {
            self.from += JOINED;
        }
    }

    /// The same with the reading of each signal, as `reading`; one that was not read yet is left out.
    pub(crate) fn with_readings(&mut self) {
        if self.is_everything() {
            ALONE.clone_into(&mut self.from);
        } else if !self.has_readings() {
            self.from += JOINED;
        }
    }

    /// The same with the reading of each signal that has one.
    pub(crate) fn with_readings_if_any(&mut self) {
        if !self.has_readings() {
            self.from += JOINED_IF_ANY;
        }
    }

    fn has_readings(&self) -> bool {
        self.from.contains(ALONE)
    }

    /// The columns that a list by time is ordered by: those of a theme's memberships, or of readings, where signals are found
    /// by them.
    pub(crate) fn time_order(&self) -> (&'static str, &'static str) {
        if self.from.starts_with(ALONE) {
            ("reading.said_order", "reading.signal_id")
        } else if self.from.starts_with("memberships") {
            ("memberships.said_order", "memberships.signal_id")
        } else {
            ("signals.said_order", "signals.id")
        }
    }

    /// When a signal was said, as SQL; NULL where it is undated.
    pub(crate) fn said(&self) -> String {
        match self.from == ALONE {
            true => format!("iif(reading.said_order > {UNDATED_BEFORE_MS}, reading.said_order, NULL)"),
            false => "iif(signals.undated, NULL, signals.at_ms)".to_owned(),
        }
    }
}

/// What a filter asks of a field of readings.
pub(super) fn condition(field: FilterField, values: &[FilterValue], sql: &str, over: Over) -> Condition {
    // With a sign before it a column is not looked for in its index.
    let sign = if over == Over::ReadingsBy(field) { "" } else { "+" };
    let numbers = values.iter().map(|value| Value::from(i64::from(number_of(field, &value.to_string()))));
    let compared = match values.len() {
        1 => "= ?".to_owned(),
        count => format!("IN ({})", vec!["?"; count].join(", ")),
    };
    Condition { sql: format!("{sign}{sql} {compared}"), values: numbers.collect() }
}
