//! Where the values of each field of a filter stand, and a filter as SQL. Values are always bound, never written into the
//! statement.

mod readings;

use std::collections::BTreeSet;

use hearken_domain::{Comparison, FilterField, FilterValue, Generation, SignalFilter, ThemeId, Whose};
use rusqlite::types::Value;
use rusqlite::{ParamsFromIter, params_from_iter};
use tantivy::schema::Field;

use crate::asides;
use crate::customers::{EACH_OF_CUSTOMER, EACH_OF_CUSTOMERS, OF_CUSTOMER, OF_NOBODY};
use crate::said::UNDATED_BEFORE_MS;
use crate::words::Fields;

/// Where the values of a field stand.
pub(crate) struct Column {
    /// In SQL.
    pub(crate) sql: &'static str,
    /// In the text index.
    pub(crate) indexed: fn(&Fields) -> Field,
    /// The table whose `name` is filtered by, where the column and the index hold its `id` instead.
    pub(crate) named_in: Option<&'static str>,
}

/// Where the values of this field stand.
pub(crate) fn column(field: FilterField) -> Column {
    let (sql, indexed): (_, fn(&Fields) -> Field) = match field {
        // Without its table's name, for the roll-up by days has it, too.
        FilterField::Source => ("source_id", |fields| fields.source),
        // Whose a signal is stands beside it: see `condition`.
        FilterField::Customer | FilterField::Segment => ("signals.id", |fields| fields.id),
        FilterField::Product => ("signals.product", |fields| fields.product),
        FilterField::Version => ("signals.version", |fields| fields.version),
        // A list: see `condition`.
        FilterField::Label => ("signals.labels", |fields| fields.label),
        FilterField::State => ("signals.state", |fields| fields.state),
        FilterField::Status => ("signals.status", |fields| fields.status),
        FilterField::Language => ("signals.language", |fields| fields.language),
        // With its reading: see `readings`. The text index has none.
        FilterField::Says => ("reading.says", |fields| fields.id),
        FilterField::Sentiment => ("reading.sentiment", |fields| fields.id),
        FilterField::Severity => ("reading.severity", |fields| fields.id),
        // What is set aside stands beside the signals: see `condition`. The text index does not have it.
        FilterField::Is => ("signals.id", |fields| fields.id),
        FilterField::RatingMin | FilterField::RatingMax => ("signals.rating", |fields| fields.rating),
        // Whatever is undated passes neither: it stands before every time in SQL, and has none in the index.
        FilterField::Since | FilterField::Until => ("signals.said_order", |fields| fields.at),
    };
    Column { sql, indexed, named_in: (field == FilterField::Source).then_some("sources") }
}

/// Whose signals are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among {
    /// Everybody's.
    Everything,
    /// Those without a theme.
    Unsorted,
    /// Those of one theme.
    Theme(ThemeId),
    /// Those of several themes; of none, none.
    Themes(Vec<ThemeId>),
}

impl Among {
    /// Whether a theme is among them.
    pub fn has(&self, theme: ThemeId) -> bool {
        match self {
            Self::Everything => true,
            Self::Unsorted => false,
            Self::Theme(one) => *one == theme,
            Self::Themes(themes) => themes.contains(&theme),
        }
    }
}

impl From<Option<Option<ThemeId>>> for Among {
    /// `Some(None)` is *unsorted*.
    fn from(theme: Option<Option<ThemeId>>) -> Self {
        match theme {
            None => Self::Everything,
            Some(None) => Self::Unsorted,
            Some(Some(theme)) => Self::Theme(theme),
        }
    }
}

/// Memberships with their signals.
const MEMBERS: &str = "memberships JOIN signals ON signals.id = memberships.signal_id";

/// The same, from the signals to their themes: a join that SQLite does not turn around.
const MEMBERS_OF_THEIRS: &str = "signals CROSS JOIN memberships ON memberships.signal_id = signals.id";

/// Passages with their signals.
const PASSAGES: &str = "passages JOIN memberships ON memberships.generation = passages.generation \
                        AND memberships.signal_id = passages.signal_id JOIN signals ON signals.id = passages.signal_id \
                        AND signals.revision = passages.revision";

/// The tables and conditions of a query over signals.
pub(crate) struct Where {
    from: String,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    /// Signals under `filter`, of some themes of a generation.
    pub(crate) fn new(filter: &SignalFilter, among: &Among, generation: Generation) -> Self {
        let themes: &[ThemeId] = match among {
            Among::Everything => return Self::of_everybody(filter, false),
            Among::Unsorted => &[ThemeId(0)],
            Among::Theme(theme) => std::slice::from_ref(theme),
            Among::Themes(themes) => themes,
        };
        let mut this = Self { from: MEMBERS.to_owned(), conditions: Vec::new(), values: Vec::new() };
        this.and("memberships.generation = ?", [generation.0.cast_signed()]);
        // With one theme the order of its memberships still serves; with several it would not.
        let compared = match themes.len() {
            1 => "= ?".to_owned(),
            count => format!("IN ({})", vec!["?"; count].join(", ")),
        };
        this.conditions.push(format!("memberships.theme_id {compared}"));
        this.values.extend(themes.iter().map(|theme| Value::from(theme.0.cast_signed())));
        this.filter(filter);
        this
    }

    /// The same where nothing is read of a signal but when it was said.
    pub(crate) fn to_count(filter: &SignalFilter, among: &Among, generation: Generation) -> Self {
        match among {
            Among::Everything => Self::of_everybody(filter, true),
            _ => Self::new(filter, among, generation),
        }
    }

    /// Signals of those whom `filter` names, whatever else it asks.
    pub(crate) fn whose_only(filter: &SignalFilter) -> Self {
        let mut this = Self { from: "signals".to_owned(), conditions: Vec::new(), values: Vec::new() };
        this.filter(&filter.keeping(FilterField::is_whose));
        this
    }

    /// Passages under `filter`, each with its signal, as long as that says what it said then, and the signal's own theme.
    pub(crate) fn passages(filter: &SignalFilter) -> Self {
        let mut this = Self { from: PASSAGES.to_owned(), conditions: Vec::new(), values: Vec::new() };
        this.filter(filter);
        this
    }

    /// All memberships of a generation under `filter`.
    pub(crate) fn sorted(filter: &SignalFilter, generation: Generation) -> Self {
        if let Some(led) = Self::sorted_by_readings(filter, generation) {
            return led;
        }
        // Of some customers the signals are few, and are found without looking at every membership.
        let whose = filter.conditions().any(|(field, _)| field.is_whose());
        let from = if whose { MEMBERS_OF_THEIRS } else { MEMBERS };
        let mut this = Self { from: from.to_owned(), conditions: Vec::new(), values: Vec::new() };
        this.and("memberships.generation = ?", [generation.0.cast_signed()]);
        this.filter(filter);
        this
    }

    /// Links into the code of signals under `filter`, with the themes of these in a generation.
    pub(crate) fn linked(filter: &SignalFilter, generation: Generation) -> Self {
        let from = format!(
            "code_links JOIN signals ON signals.id = code_links.signal_id LEFT JOIN memberships \
             ON memberships.generation = {} AND memberships.signal_id = code_links.signal_id",
            generation.0
        );
        let mut this = Self { from, conditions: Vec::new(), values: Vec::new() };
        this.filter(&filter.clone().counted());
        this
    }

    /// The roll-up by days of a generation, under a filter that asks for nothing but sources.
    pub(crate) fn days(filter: &SignalFilter, generation: Generation) -> Self {
        let mut this = Self { from: "theme_days".to_owned(), conditions: Vec::new(), values: Vec::new() };
        this.and("generation = ?", [generation.0.cast_signed()]);
        this.filter(filter);
        this
    }

    fn filter(&mut self, filter: &SignalFilter) {
        let over = match self.from.as_str() {
            MEMBERS => Over::Members,
            PASSAGES => Over::Passages,
            _ => Over::Signals,
        };
        self.look_up_for(filter);
        self.filter_over(filter, over);
    }

    fn filter_over(&mut self, filter: &SignalFilter, over: Over) {
        for (field, values) in filter.conditions() {
            let Condition { sql, values } = condition(field, values, over);
            self.conditions.push(sql);
            self.values.extend(values);
        }
    }

    /// The same with a row for each label of each signal, as `label.value`.
    pub(crate) fn each_label(&mut self) {
        self.from = format!("{}, json_each({}) AS label", self.from, column(FilterField::Label).sql);
    }

    /// One more condition, with a `?` for each value.
    pub(crate) fn and<const N: usize>(&mut self, condition: &str, values: [impl Into<Value>; N]) {
        self.conditions.push(condition.to_owned());
        self.values.extend(values.map(Into::into));
    }

    /// Whether it lets every signal through.
    pub(crate) fn is_everything(&self) -> bool {
        self.from == "signals" && self.conditions.is_empty()
    }

    /// `FROM` without the word, and `WHERE`.
    pub(crate) fn tables_and_conditions(&self) -> String {
        match self.conditions.is_empty() {
            true => self.from.clone(),
            false => format!("{} WHERE {}", self.from, self.conditions.join(" AND ")),
        }
    }

    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    pub(crate) fn params(&self) -> ParamsFromIter<&Vec<Value>> {
        params_from_iter(&self.values)
    }
}

/// A condition in SQL, with a `?` for each of its values.
pub(crate) struct Condition {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
}

/// What a condition is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// Signals.
    Signals,
    /// Members of themes, which are kept in the order of their time.
    Members,
    /// Passages of a theme, which are so few that each is asked whose it is.
    Passages,
    /// Signals that are found by the index of a field of their readings.
    ReadingsBy(FilterField),
}

/// What a filter asks of a field.
pub(crate) fn condition(field: FilterField, values: &[FilterValue], over: Over) -> Condition {
    match field {
        FilterField::Customer => return of_one_of(values, over),
        FilterField::Segment => return of_segments(values, over),
        FilterField::Is => return Condition { sql: asides::condition(values), values: Vec::new() },
        _ => {}
    }
    let Column { mut sql, named_in, .. } = column(field);
    if field.is_read() {
        return readings::condition(field, values, sql, over);
    }
    if matches!(field.comparison(), Comparison::Since | Comparison::Until) {
        match over {
            Over::Members => sql = "memberships.said_order",
            Over::ReadingsBy(_) => sql = "reading.said_order",
            Over::Signals | Over::Passages => {}
        }
    }
    // With one value the order of an index still serves; with several it would not.
    let compared = match (field.comparison(), values.len()) {
        (Comparison::HasAll, count) => {
            let has = format!("EXISTS (SELECT 1 FROM json_each({sql}) AS has WHERE has.value = ?)");
            let sql = vec![has; count].join(" AND ");
            return Condition { sql, values: values.iter().map(bound).collect() };
        }
        (Comparison::IsOneOf, 1) => "= ?".to_owned(),
        (Comparison::IsOneOf | Comparison::IsOf, count) => format!("IN ({})", vec!["?"; count].join(", ")),
        (Comparison::AtLeast | Comparison::Since, _) => ">= ?".to_owned(),
        (Comparison::AtMost, _) => "<= ?".to_owned(),
        (Comparison::Until, _) => format!("< ? AND {sql} > {UNDATED_BEFORE_MS}"),
    };
    let sql = match (named_in, values.len()) {
        (None, _) => format!("{sql} {compared}"),
        (Some(table), 1) => format!("{sql} = (SELECT id FROM {table} WHERE name {compared})"),
        (Some(table), _) => format!("{sql} IN (SELECT id FROM {table} WHERE name {compared})"),
    };
    Condition { sql, values: values.iter().map(bound).collect() }
}

/// Signals of one of these customers, or of nobody.
fn of_one_of(whose: &[FilterValue], over: Over) -> Condition {
    let (mut either, mut values) = (Vec::new(), Vec::new());
    for one in whose.iter().filter_map(FilterValue::whose) {
        either.push(match one {
            Whose::Customer(id) => {
                values.push(Value::from(id.0.cast_signed()));
                if over == Over::Passages { EACH_OF_CUSTOMER } else { OF_CUSTOMER }
            }
            Whose::Nobody => OF_NOBODY,
        });
    }
    Condition { sql: format!("({})", either.join(" OR ")), values }
}

/// Signals of the customers in any of these segments. One that was not looked up lets nothing through.
fn of_segments(segments: &[FilterValue], over: Over) -> Condition {
    let mut customers = BTreeSet::new();
    for segment in segments {
        if let FilterValue::Members(members) = segment {
            customers.extend(members.customers().iter().map(|customer| customer.0));
        }
    }
    let ids: Vec<String> = customers.iter().map(u64::to_string).collect();
    let ids = Value::from(format!("[{}]", ids.join(",")));
    let sql = match over {
        Over::Passages => EACH_OF_CUSTOMERS,
        _ => concat!("signals.id IN (", include_str!("../sql/signals_of_customers.sql"), ")"),
    };
    Condition { sql: sql.to_owned(), values: vec![ids] }
}

/// A value as SQL takes it.
fn bound(value: &FilterValue) -> Value {
    match value {
        FilterValue::Text(text) => text.clone().into(),
        FilterValue::Number(number) => (*number).into(),
        FilterValue::Time(when) => when.at().as_millisecond().into(),
        FilterValue::Members(members) => members.segment().to_owned().into(),
    }
}

#[cfg(test)]
mod tests;
