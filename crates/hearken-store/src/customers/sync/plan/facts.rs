//! What a record says of a customer's facts, and what it says no more.

use hearken_domain::{CustomerRow, Fact};
use rusqlite::params;

use super::super::FactChange;
use super::{Named, Planner};
use crate::StoreError;
use crate::views::customers::change::{ChangeRow, What, select};

/// Changed facts that are told one by one.
const SHOWN_MAX: usize = 1_000;

impl Planner<'_> {
    pub(super) fn fact(
        &mut self,
        row: &CustomerRow,
        id: u64,
        is_new: bool,
        fact: &Fact,
    ) -> Result<(), StoreError> {
        let said = ChangeRow {
            customer: Some(id),
            kind: Some(fact.field.as_str().to_owned()),
            value: Some(fact.value.clone()),
            money: fact.money,
            from_day: fact.from.map(|day| day.to_string()),
            ..self.said(What::Fact)
        };
        let standing = if is_new { None } else { self.standing(&said)? };
        if !is_new && standing.as_ref().is_none_or(|standing| !standing.says_the_same(&said)) {
            let before = standing.as_ref().filter(|row| !row.dropped).and_then(|row| row.value.clone());
            self.tell((&row.place, &row.external_id), id, &said, before, Some(fact.value.clone()))?;
        }
        self.put(said, standing)
    }

    /// Plans what a further record of a customer says that those before it did not.
    pub(super) fn more_facts(&mut self, row: &CustomerRow) -> Result<(), StoreError> {
        let Some(named) = self.customers.get_mut(&row.external_id) else { return Ok(()) };
        let is_told = |fact: &&Fact| !named.facts.iter().any(|told| told.field == fact.field);
        let more: Vec<Fact> = row.facts.iter().filter(is_told).cloned().collect();
        named.facts.extend(more.iter().cloned());
        let (id, is_new) = (named.id, named.is_new);
        more.iter().try_for_each(|fact| self.fact(row, id, is_new, fact))
    }

    /// Plans that a field of the input which all of a customer's records leave empty is known no more.
    pub(super) fn forget_facts(&mut self, external_id: &str, named: &Named) -> Result<(), StoreError> {
        let condition = "customer_id = ?1 AND what = 'fact' AND standing AND NOT dropped AND +source_id = ?2";
        for (_, told) in select(self.c, condition, params![named.id, self.source])? {
            let field = told.kind.as_deref().unwrap_or_default();
            let in_scope = self.scope.fields.iter().any(|known| known.as_str() == field);
            if in_scope && !named.facts.iter().any(|fact| fact.field.as_str() == field) {
                let before = told.value.clone();
                let dropped =
                    ChangeRow { value: None, money: None, from_day: None, dropped: true, ..told.clone() };
                self.tell((&named.place, external_id), named.id, &dropped, before, None)?;
                self.put(dropped, Some(told))?;
            }
        }
        Ok(())
    }

    fn tell(
        &mut self,
        (place, external_id): (&str, &str),
        id: u64,
        said: &ChangeRow,
        before: Option<String>,
        now: Option<String>,
    ) -> Result<(), StoreError> {
        if self.plan.report.changed.len() >= SHOWN_MAX {
            return Ok(());
        }
        let by_hand = self.standing(&ChangeRow { source: None, customer: Some(id), ..said.clone() })?;
        self.plan.report.changed.push(FactChange {
            place: place.to_owned(),
            external_id: external_id.to_owned(),
            field: said.kind.clone().unwrap_or_default(),
            before,
            now,
            by_hand: by_hand.filter(|row| !row.dropped).and_then(|row| row.value),
        });
        Ok(())
    }
}
