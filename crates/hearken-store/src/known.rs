//! Whether there is what a filter names: a word that no signal has is a slip of whoever typed it, not a question.

use hearken_domain::{Comparison, FilterField};
use rusqlite::params;

use crate::StoreError;
use crate::filter::{Column, column};
use crate::rollup::RollupReader;

impl RollupReader<'_> {
    /// Whether there is a source of that name, or any signal with that text in a field.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn is_known(&self, field: FilterField, text: &str) -> Result<bool, StoreError> {
        let Column { sql, named_in, .. } = column(field);
        self.0.read(|c| {
            if let Some(table) = named_in {
                let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE name = ?1)");
                return Ok(c.prepare_cached(&sql)?.query_row([text], |row| row.get(0))?);
            }
            // The roll-up has all but what came since; only what is not in it is looked for among the signals.
            let counted = "SELECT EXISTS (SELECT 1 FROM theme_values WHERE generation = ?1 AND field = ?2 AND value = ?3 \
                           AND signals > 0)";
            let params = params![self.0.generation().0, field.name(), text];
            if c.prepare_cached(counted)?.query_row(params, |row| row.get(0))? {
                return Ok(true);
            }
            let said = match field.comparison() {
                Comparison::HasAll => {
                    format!("SELECT EXISTS (SELECT 1 FROM signals, json_each({sql}) AS has WHERE has.value = ?1)")
                }
                _ => format!("SELECT EXISTS (SELECT 1 FROM signals WHERE {sql} = ?1)"),
            };
            Ok(c.prepare_cached(&said)?.query_row([text], |row| row.get(0))?)
        })
    }
}

#[cfg(test)]
mod tests {
    use hearken_domain::NewSignal;

    use super::*;
    use crate::fixture::{Fixture, review};

    #[test]
    fn what_any_signal_has_is_known_before_its_theme_is_found_and_after() {
        let fixture = Fixture::new();
        let ids = fixture.record([NewSignal {
            product: Some("card".to_owned()),
            labels: vec!["bug".to_owned(), "ios".to_owned()],
            ..review("fee")
        }]);
        let known = |field, text: &str| fixture.snapshot().rollup().is_known(field, text).unwrap();
        for _ in 0..2 {
            assert!(known(FilterField::Product, "card") && known(FilterField::Source, "app"));
            assert!(known(FilterField::Label, "bug") && known(FilterField::Label, "ios"));
            for (field, text) in [
                (FilterField::Product, "Card"),
                (FilterField::Label, "card"),
                (FilterField::Status, "bug"),
                (FilterField::Source, "card"),
                (FilterField::Version, "' OR 1=1 --"),
            ] {
                assert!(!known(field, text), "{field} {text}");
            }
            let (generation, themes) = fixture.cluster(&[None]);
            fixture.assign(generation, &[(ids[0], Some(themes[0]))]);
        }
    }
}
