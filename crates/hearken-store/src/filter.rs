//! A filter as SQL. Values are always bound, never written into the statement.

use hearken_domain::{SignalFilter, ThemeId};
use rusqlite::types::Value;
use rusqlite::{Connection, ParamsFromIter, params_from_iter};

use crate::StoreError;
use crate::themes::current_generation;

/// The tables and conditions of a query over signals.
pub(crate) struct Where {
    from: &'static str,
    conditions: Vec<&'static str>,
    values: Vec<Value>,
}

impl Where {
    /// Signals under `filter`, of one theme where given (`Some(None)` is *unsorted*).
    pub(crate) fn of(
        filter: &SignalFilter,
        theme: Option<Option<ThemeId>>,
        connection: &Connection,
    ) -> Result<Self, StoreError> {
        let mut this = Self { from: "signals", conditions: Vec::new(), values: Vec::new() };
        if let Some(theme) = theme {
            this.from = "memberships JOIN signals ON signals.id = memberships.signal_id";
            let generation = current_generation(connection)?;
            let theme = theme.map_or(0, |t| t.0);
            this.and(
                "memberships.generation = ? AND memberships.theme_id = ?",
                [generation.cast_signed(), theme.cast_signed()],
            );
        }
        this.filter(filter);
        Ok(this)
    }

    /// All memberships of the current generation under `filter`.
    pub(crate) fn sorted(filter: &SignalFilter, connection: &Connection) -> Result<Self, StoreError> {
        let from = "memberships JOIN signals ON signals.id = memberships.signal_id";
        let mut this = Self { from, conditions: Vec::new(), values: Vec::new() };
        this.and("memberships.generation = ?", [current_generation(connection)?.cast_signed()]);
        this.filter(filter);
        Ok(this)
    }

    fn filter(&mut self, filter: &SignalFilter) {
        if let Some(source) = &filter.source {
            self.and("signals.source_id = (SELECT id FROM sources WHERE name = ?)", [source.clone()]);
        }
        if let Some(since) = filter.since {
            self.and("signals.at_ms >= ?", [since.as_millisecond()]);
        }
        if let Some(until) = filter.until {
            self.and("signals.at_ms < ?", [until.as_millisecond()]);
        }
        if let Some(rating) = filter.rating_min {
            self.and("signals.rating >= ?", [rating]);
        }
        if let Some(rating) = filter.rating_max {
            self.and("signals.rating <= ?", [rating]);
        }
        if let Some(product) = &filter.product {
            self.and("signals.product = ?", [product.clone()]);
        }
        if let Some(version) = &filter.version {
            self.and("signals.version = ?", [version.clone()]);
        }
        if let Some(segment) = &filter.segment {
            self.and("signals.segment = ?", [segment.clone()]);
        }
        if let Some(language) = &filter.language {
            self.and("signals.language = ?", [language.clone()]);
        }
    }

    /// One more condition, with a `?` for each value.
    pub(crate) fn and<const N: usize>(&mut self, condition: &'static str, values: [impl Into<Value>; N]) {
        self.conditions.push(condition);
        self.values.extend(values.map(Into::into));
    }

    /// Whether it lets every signal through.
    pub(crate) fn is_everything(&self) -> bool {
        self.from == "signals" && self.conditions.is_empty()
    }

    /// `FROM` without the word, and `WHERE`.
    pub(crate) fn tables_and_conditions(&self) -> String {
        match self.conditions.is_empty() {
            true => self.from.to_owned(),
            false => format!("{} WHERE {}", self.from, self.conditions.join(" AND ")),
        }
    }

    pub(crate) fn params(&self) -> ParamsFromIter<&Vec<Value>> {
        params_from_iter(&self.values)
    }
}
