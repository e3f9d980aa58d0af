//! What a record says of a customer's domains, what it says no more, and who else claims one.

use hearken_domain::{CustomerId, CustomerRow, DomainSort};
use rusqlite::{OptionalExtension, params};

use super::{Named, Planner};
use crate::StoreError;
use crate::views::customers::change::{ChangeRow, What, select};
use crate::views::customers::sort_here;

impl Planner<'_> {
    pub(super) fn domains(&mut self, row: &CustomerRow) -> Result<(), StoreError> {
        for domain in &row.domains {
            let Some(named) = self.customers.get_mut(&row.external_id) else { return Ok(()) };
            if !named.domains.insert(domain.clone()) {
                continue;
            }
            let (id, is_new) = (named.id, named.is_new);
            let sort = sort_here(self.c, domain)?;
            if !sort.identifies() {
                self.problem(row, format!("'{domain}' is {}, and links nobody", as_noun(sort)));
                continue;
            }
            if let Some(other) = self.domain_elsewhere(domain, id)? {
                self.problem(
                    row,
                    format!("the domain '{domain}' is also {other}'s; it joins nobody while several customers claim it"),
                );
            }
            self.domains.entry(domain.clone()).or_insert_with(|| (id, row.place.clone()));
            let said = ChangeRow {
                customer: Some(id),
                kind: Some("domain".to_owned()),
                value: Some(domain.clone()),
                verified: Some(true),
                ..self.said(What::Identifier)
            };
            self.say(said, is_new)?;
        }
        Ok(())
    }

    pub(super) fn forget_domains(&mut self, named: &Named) -> Result<(), StoreError> {
        let condition = "customer_id = ?1 AND what = 'identifier' AND kind = 'domain' AND standing AND NOT dropped \
                         AND +source_id = ?2";
        for (_, told) in select(self.c, condition, params![named.id, self.source])? {
            if told.value.as_ref().is_none_or(|domain| !named.domains.contains(domain)) {
                self.put(ChangeRow { dropped: true, ..told.clone() }, Some(told))?;
            }
        }
        Ok(())
    }

    /// Another customer that claims a domain, in words.
    fn domain_elsewhere(&self, domain: &str, id: u64) -> Result<Option<String>, StoreError> {
        if let Some((other, place)) = self.domains.get(domain)
            && self.root(*other)? != self.root(id)?
        {
            return Ok(Some(format!("the customer of {place}")));
        }
        let condition = "value = ?1 AND kind = 'domain' AND what = 'identifier' AND standing AND NOT dropped \
                         AND EXISTS (SELECT 1 FROM customers WHERE customers.id = customer_id AND root_id <> \
                                     coalesce((SELECT root_id FROM customers WHERE id = ?2), ?2)) LIMIT 1";
        let other = select(self.c, condition, params![domain, id])?;
        Ok(other.into_iter().find_map(|(_, row)| row.customer).map(|other| CustomerId(other).to_string()))
    }

    /// What a customer counts as, who may be new.
    fn root(&self, id: u64) -> Result<u64, StoreError> {
        let sql = "SELECT root_id FROM customers WHERE id = ?1";
        let root = self.c.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        Ok(root.unwrap_or(id))
    }
}

fn as_noun(sort: DomainSort) -> &'static str {
    match sort {
        DomainSort::Company => "a company's domain",
        DomainSort::FreeMail => "a domain at which anybody can have an address",
        DomainSort::Disposable => "a domain of addresses for an hour",
        DomainSort::Own => "our own domain",
    }
}
