//! What can be filtered by, under the filter in force: of each field the values that its *other* conditions leave. One scan
//! counts all fields: it asks of each signal which conditions it fails, and one that fails those of a single field counts for
//! that field alone.

use std::collections::HashMap;

use hearken_domain::{Comparison, FilterField, SignalFilter, SignalId, SourceId};
use rusqlite::types::ValueRef;
use rusqlite::{Row, params_from_iter};

use super::{Field, FieldCount, RollupReader};
use crate::StoreError;
use crate::error::unreadable;
use crate::filter::{Among, Condition, Over, Where, condition};
use crate::labels::from_column;

/// Counts by field, and how many signals were looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountedFacets {
    /// The most frequent values of each field, most first.
    pub fields: HashMap<Field, Vec<FieldCount>>,
    /// How many signals were looked at: the newest, and the undated after them.
    pub looked_at: u64,
    /// Whether there are more.
    pub more: bool,
}

/// The fields that are counted, in the order of the columns after the source's.
const FIELDS: [Field; 11] = [
    Field::Source,
    Field::Product,
    Field::Language,
    Field::State,
    Field::Status,
    Field::Label,
    Field::Rating,
    Field::Says,
    Field::Sentiment,
    Field::Severity,
    Field::Is,
];
const COLUMNS: &str = "signals.source_id, signals.product, signals.language, signals.state, signals.status, signals.labels, \
                       signals.rating, reading.says, reading.sentiment, reading.severity, \
                       (SELECT holds FROM asides WHERE asides.signal_id = signals.id)";

/// A condition, and the field whose counts it doesn't narrow. Of labels a signal needs all, so that one more is counted
/// among those that have the ones chosen.
struct Asked {
    own: Option<Field>,
    asks: Condition,
}

impl RollupReader<'_> {
    /// The values of signals of some themes, or of `ids` alone, under the filter: each field's under the conditions on all
    /// others. At most `scan` signals are looked at, the newest, and `values_max` values of each field are told.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn facets(
        &self,
        filter: &SignalFilter,
        among: &Among,
        ids: Option<&[SignalId]>,
        (scan, values_max): (usize, usize),
    ) -> Result<CountedFacets, StoreError> {
        let (narrowing, asked) = asked(filter);
        let names = self.0.sources().names()?;
        self.0.read(|c| {
            let mut narrowed = Where::new(&narrowing, among, self.0.generation());
            narrowed.with_readings_if_any();
            if let Some(ids) = ids {
                let ids: Vec<u64> = ids.iter().map(|id| id.0).collect();
                let ids = serde_json::to_string(&ids).map_err(unreadable("ids"))?;
                narrowed.and("signals.id IN (SELECT value FROM json_each(?))", [ids]);
            }
            let order = match among {
                Among::Everything => "signals.said_order DESC, signals.id DESC",
                _ => "memberships.said_order DESC, memberships.signal_id DESC",
            };
            let conditions: String = asked.iter().map(|asked| format!(", {}", asked.asks.sql)).collect();
            let sql = format!(
                "SELECT {COLUMNS}{conditions} FROM {} ORDER BY {order} LIMIT {}",
                narrowed.tables_and_conditions(),
                i64::try_from(scan).map_or(i64::MAX, |scan| scan.saturating_add(1))
            );
            let values = asked.iter().flat_map(|asked| &asked.asks.values).chain(narrowed.values());
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values))?;
            let (mut counts, mut looked_at) = (Counts::default(), 0);
            while let Some(row) = rows.next()? {
                if looked_at == scan as u64 {
                    return Ok(counts.told(&names, looked_at, true, values_max));
                }
                looked_at += 1;
                counts.add(row, &asked)?;
            }
            Ok(counts.told(&names, looked_at, false, values_max))
        })
    }
}

/// The conditions that an index serves and that narrow every field's counts, those of time and of whose signals they are; and all
/// others.
fn asked(filter: &SignalFilter) -> (SignalFilter, Vec<Asked>) {
    let narrows = |field: FilterField| {
        field.is_whose() || matches!(field.comparison(), Comparison::Since | Comparison::Until)
    };
    let others = filter.keeping(|field| !narrows(field));
    let asked = others.conditions().map(|(field, values)| Asked {
        own: match field {
            FilterField::Source => Some(Field::Source),
            FilterField::Product => Some(Field::Product),
            FilterField::Language => Some(Field::Language),
            FilterField::State => Some(Field::State),
            FilterField::Status => Some(Field::Status),
            FilterField::RatingMin | FilterField::RatingMax => Some(Field::Rating),
            FilterField::Says => Some(Field::Says),
            FilterField::Sentiment => Some(Field::Sentiment),
            FilterField::Severity => Some(Field::Severity),
            FilterField::Is => Some(Field::Is),
            _ => None,
        },
        asks: condition(field, values, Over::Signals),
    });
    (filter.keeping(narrows), asked.collect())
}

#[derive(Default)]
struct Counts {
    sources: HashMap<u64, u64>,
    values: HashMap<Field, HashMap<String, u64>>,
}

impl Counts {
    /// Counts a signal where the conditions let it through.
    fn add(&mut self, row: &Row<'_>, asked: &[Asked]) -> Result<(), StoreError> {
        let mut failed: Option<Field> = None;
        for (index, condition) in asked.iter().enumerate() {
            if row.get::<_, Option<bool>>(FIELDS.len() + index)?.unwrap_or(false) {
                continue;
            }
            match condition.own {
                Some(own) if failed.is_none_or(|failed| failed == own) => failed = Some(own),
                _ => return Ok(()),
            }
        }
        for (column, field) in FIELDS.into_iter().enumerate() {
            if failed.is_some_and(|failed| failed != field) {
                continue;
            }
            match (field, row.get_ref(column)?) {
                (_, ValueRef::Null) => {}
                (Field::Source, _) => *self.sources.entry(row.get(column)?).or_default() += 1,
                (Field::Label, value) => {
                    for label in from_column(value.as_str_or_null().ok().flatten())? {
                        self.value(field, &label);
                    }
                }
                (Field::Rating, _) => {
                    self.value(field, &(row.get::<_, f64>(column)?.floor() as i64).to_string());
                }
                (field, _) if field.is_read() || field == Field::Is => {
                    self.value(field, field.word(row.get(column)?));
                }
                (_, value) => self.value(field, value.as_str().unwrap_or_default()),
            }
        }
        Ok(())
    }

    fn value(&mut self, field: Field, value: &str) {
        let counts = self.values.entry(field).or_default();
        match counts.get_mut(value) {
            Some(count) => *count += 1,
            None => {
                counts.insert(value.to_owned(), 1);
            }
        }
    }

    fn told(
        mut self,
        names: &std::collections::BTreeMap<SourceId, String>,
        looked_at: u64,
        more: bool,
        values_max: usize,
    ) -> CountedFacets {
        let named = |(id, signals)| Some((names.get(&SourceId(id))?.clone(), signals));
        self.values.insert(Field::Source, self.sources.into_iter().filter_map(named).collect());
        let most = |(field, counts): (Field, HashMap<String, u64>)| {
            let mut counts: Vec<FieldCount> =
                counts.into_iter().map(|(value, signals)| FieldCount { value, signals }).collect();
            counts.sort_by(|a, b| b.signals.cmp(&a.signals).then_with(|| a.value.cmp(&b.value)));
            counts.truncate(values_max);
            (field, counts)
        };
        CountedFacets { fields: self.values.into_iter().map(most).collect(), looked_at, more }
    }
}

#[cfg(test)]
mod tests {
    use hearken_domain::{NewSignal, SignalState};

    use super::*;
    use crate::fixture::{Fixture, day, filter, review};

    fn counted(
        fixture: &Fixture,
        given: &[(FilterField, &str)],
        field: Field,
        scan: usize,
    ) -> Vec<(String, u64)> {
        let filter = filter(given);
        let counted =
            fixture.snapshot().rollup().facets(&filter, &Among::Everything, None, (scan, 9)).unwrap();
        let of_field = counted.fields.get(&field).cloned().unwrap_or_default();
        of_field.into_iter().map(|count| (count.value, count.signals)).collect()
    }

    fn is(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
        expected.iter().map(|(value, signals)| ((*value).to_owned(), *signals)).collect()
    }

    fn mixed() -> Fixture {
        let fixture = Fixture::new();
        let signal = |n: i64, product: &str, language: &str, rating: f64, labels: &[&str]| NewSignal {
            at: Some(day(n)),
            product: Some(product.to_owned()),
            language: Some(language.to_owned()),
            rating: Some(rating),
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
            state: Some(if n % 2 == 0 { SignalState::Open } else { SignalState::Closed }),
            ..review(&format!("fee {n}"))
        };
        fixture.record([
            signal(1, "card", "en", 1.0, &["bug", "ios"]),
            signal(2, "card", "en", 4.5, &["bug"]),
            signal(3, "card", "de", 2.0, &["idea"]),
            signal(4, "loan", "en", 1.9, &["ios"]),
            signal(5, "loan", "de", 5.0, &[]),
            NewSignal { at: None, product: Some("loan".to_owned()), ..review("undated") },
        ]);
        fixture
    }

    #[test]
    fn a_field_counts_what_the_conditions_on_the_others_leave() {
        let fixture = mixed();
        let card = [(FilterField::Product, "card")];
        assert_eq!(counted(&fixture, &card, Field::Product, 99), is(&[("card", 3), ("loan", 3)]));
        assert_eq!(counted(&fixture, &card, Field::Language, 99), is(&[("en", 2), ("de", 1)]));
        assert_eq!(counted(&fixture, &card, Field::Source, 99), is(&[("app", 3)]));
        let english_card = [(FilterField::Product, "card"), (FilterField::Language, "en")];
        assert_eq!(counted(&fixture, &english_card, Field::Product, 99), is(&[("card", 2), ("loan", 1)]));
        assert_eq!(counted(&fixture, &english_card, Field::Language, 99), is(&[("en", 2), ("de", 1)]));
        assert_eq!(counted(&fixture, &english_card, Field::State, 99), is(&[("closed", 1), ("open", 1)]));
        let rated = [(FilterField::RatingMin, "1.5"), (FilterField::RatingMax, "4")];
        assert_eq!(counted(&fixture, &rated, Field::Product, 99), is(&[("card", 1), ("loan", 1)]));
        assert_eq!(
            counted(&fixture, &rated, Field::Rating, 99).len(),
            4,
            "its own bounds don't narrow ratings"
        );
        let since = [(FilterField::Since, "2024-01-05")];
        assert_eq!(
            counted(&fixture, &since, Field::Product, 99),
            is(&[("loan", 2)]),
            "the undated pass none"
        );
    }

    #[test]
    fn of_labels_one_more_is_counted_among_signals_that_have_those_chosen() {
        let fixture = mixed();
        let bug = [(FilterField::Label, "bug")];
        assert_eq!(counted(&fixture, &bug, Field::Label, 99), is(&[("bug", 2), ("ios", 1)]));
        assert_eq!(counted(&fixture, &bug, Field::Product, 99), is(&[("card", 2)]));
    }

    #[test]
    fn the_newest_are_looked_at_and_it_is_said_where_there_are_more() {
        let fixture = mixed();
        assert_eq!(counted(&fixture, &[], Field::Product, 2), is(&[("loan", 2)]));
        let told = |scan| {
            let rollup = fixture.snapshot();
            let told = rollup.rollup().facets(&SignalFilter::default(), &Among::Everything, None, (scan, 9));
            told.map(|told| (told.looked_at, told.more)).unwrap()
        };
        assert_eq!((told(5), told(6)), ((5, true), (6, false)));
    }

    #[test]
    fn signals_of_a_theme_and_signals_that_are_named_are_counted_alone() {
        let fixture = mixed();
        let page = fixture.snapshot().signals().page(&SignalFilter::default(), None, None, 9).unwrap();
        let ids: Vec<SignalId> = page.signals.iter().map(|signal| signal.id).collect();
        let (generation, themes) = fixture.cluster(&[None]);
        let memberships: Vec<_> =
            ids.iter().enumerate().map(|(n, id)| (*id, (n < 2).then_some(themes[0]))).collect();
        fixture.assign(generation, &memberships);
        let products = |among: &Among, ids: Option<&[SignalId]>| {
            let counted = fixture.snapshot().rollup().facets(&SignalFilter::default(), among, ids, (99, 9));
            counted.unwrap().fields.remove(&Field::Product).unwrap_or_default()
        };
        let loan = |signals| vec![FieldCount { value: "loan".to_owned(), signals }];
        assert_eq!(products(&Among::Theme(themes[0]), None), loan(2), "the newest two");
        assert_eq!(products(&Among::Theme(themes[0]), Some(&ids[1..3])), loan(1));
        assert_eq!(products(&Among::Themes(Vec::new()), None), []);
        assert_eq!(products(&Among::Everything, Some(&[])), []);
    }
}
