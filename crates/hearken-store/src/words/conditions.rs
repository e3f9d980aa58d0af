//! A filter as the text index takes it: each condition of it as a query that lets through or not.

use std::ops::Bound;

use hearken_domain::{Comparison, FilterField, FilterValue};
use tantivy::Term;
use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::Words;
use super::query::WordQuery;
use crate::filter::{Column, column};

impl Words {
    pub(super) fn conditions(&self, query: &WordQuery) -> Vec<Box<dyn Query>> {
        let condition = |(field, values): (FilterField, &[FilterValue])| -> Box<dyn Query> {
            let Column { indexed, named_in, .. } = column(field);
            let indexed_field = indexed(&self.fields);
            let terms: Vec<Term> = match named_in {
                Some(_) => query.sources.iter().map(|id| Term::from_field_u64(indexed_field, id.0)).collect(),
                None => values.iter().map(|value| term(indexed_field, value)).collect(),
            };
            match field.comparison() {
                Comparison::IsOneOf | Comparison::IsOf => one_of(terms),
                Comparison::HasAll => all_of(terms),
                Comparison::AtLeast | Comparison::Since => {
                    range(bound(terms, Bound::Included), Bound::Unbounded)
                }
                Comparison::AtMost => range(Bound::Unbounded, bound(terms, Bound::Included)),
                Comparison::Until => range(Bound::Unbounded, bound(terms, Bound::Excluded)),
            }
        };
        // Whose a signal is, what it is read to say and whether it counts change without it: whoever asks gives those signals as `among` and
        // as `read`.
        let elsewhere = |field: FilterField| field.is_whose() || field.is_read() || field == FilterField::Is;
        let indexed = |(field, _): &(FilterField, _)| !elsewhere(*field);
        query.filter.conditions().filter(indexed).map(condition).collect()
    }
}

fn one_of(terms: Vec<Term>) -> Box<dyn Query> {
    Box::new(BooleanQuery::union(terms.into_iter().map(exact).collect()))
}

fn all_of(terms: Vec<Term>) -> Box<dyn Query> {
    Box::new(BooleanQuery::intersection(terms.into_iter().map(exact).collect()))
}

fn exact(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn range(from: Bound<Term>, to: Bound<Term>) -> Box<dyn Query> {
    Box::new(RangeQuery::new(from, to))
}

/// The one value that a bound has.
fn bound(terms: Vec<Term>, kind: fn(Term) -> Bound<Term>) -> Bound<Term> {
    terms.into_iter().next().map_or(Bound::Unbounded, kind)
}

fn term(indexed_field: Field, value: &FilterValue) -> Term {
    match value {
        FilterValue::Text(text) => Term::from_field_text(indexed_field, text),
        FilterValue::Number(number) => Term::from_field_f64(indexed_field, *number),
        FilterValue::Time(when) => Term::from_field_i64(indexed_field, when.at().as_millisecond()),
        FilterValue::Members(members) => Term::from_field_text(indexed_field, members.segment()),
    }
}
