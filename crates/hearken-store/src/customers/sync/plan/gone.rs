//! Whom the source names no more: they are marked, not deleted.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::CustomerId;

use super::super::Vanished;
use super::Planner;
use crate::StoreError;
use crate::views::customers::change::{ChangeRow, select};

impl Planner<'_> {
    /// Marks whom the source names no more; nobody while it may name them where it cannot be read.
    pub(super) fn mark_vanished(&mut self) -> Result<(), StoreError> {
        if self.named.unread {
            return Ok(());
        }
        let condition = "source_id = ?1 AND what = 'told' AND standing AND NOT dropped";
        let told = select(self.c, condition, [self.source])?;
        let named: BTreeSet<u64> = self.customers.values().map(|named| named.id).collect();
        let people: BTreeSet<u64> = self.people.values().map(|person| person.number).collect();
        let ids = self.external_ids()?;
        for (_, told) in told {
            let dropped = ChangeRow { dropped: true, ..told.clone() };
            match (told.customer, told.contact) {
                (Some(customer), None) if self.scope.customers && !named.contains(&customer) => {
                    let external_id = ids.get(&customer).cloned().unwrap_or_default();
                    if self.named.refused_ids.contains(&external_id) {
                        continue;
                    }
                    self.plan.report.vanished.push(Vanished { customer: CustomerId(customer), external_id });
                    self.put(dropped, Some(told))?;
                }
                (None, Some(contact))
                    if self.scope.contacts
                        && !people.contains(&contact)
                        && !self.named.refused.contains(&contact) =>
                {
                    self.plan.report.contacts_vanished += 1;
                    self.put(dropped, Some(told))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn external_ids(&self) -> Result<BTreeMap<u64, String>, StoreError> {
        if !self.scope.customers {
            return Ok(BTreeMap::new());
        }
        let condition = "source_id = ?1 AND what = 'identifier' AND standing AND kind = 'external-id' \
                         AND customer_id IS NOT NULL";
        let rows = select(self.c, condition, [self.source])?;
        Ok(rows.into_iter().filter_map(|(_, row)| Some((row.customer?, row.value?))).collect())
    }
}
