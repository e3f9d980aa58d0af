//! What a record says of a person: who they are, by what they are known, and to which customer they belong.

use std::collections::BTreeSet;

use hearken_domain::{ContactRow, CustomerRow, DomainSort, SourceId, is_role_address, registrable_domain};
use rusqlite::params;

use super::{NEW_CONTACTS, Person, Planner, Refusal, Writing};
use crate::views::customers::change::{ChangeRow, What, select};
use crate::views::customers::sort_here;
use crate::{StoreError, contacts};

impl Planner<'_> {
    /// Why nobody can be who a record names.
    pub(super) fn cannot_be(&mut self, row: &ContactRow) -> Result<Option<Refusal>, StoreError> {
        if let Some(guard) = &self.erased
            && let Some(at) = guard.person_erased(&row.contact)?
        {
            let day = at.strftime("%Y-%m-%d");
            return Ok(Some(format!("whom it names was erased on {day}, and is not taken in again")));
        }
        let Some(address) = &row.address else { return Ok(None) };
        let number = self.number_of(&row.contact)?;
        if let Some((other, place)) = self.addresses.get(address)
            && Some(*other) != number
        {
            return Ok(Some(format!("the address '{address}' is somebody else's, by {place}")));
        }
        let holders = self.told_of(address)?.into_iter().filter(|told| told.to_ms.is_none());
        let mut others = holders.filter_map(|told| told.contact).filter(|holder| Some(*holder) != number);
        let stays = others.any(|holder| !self.is_moving(holder, address));
        Ok(stays.then(|| format!("the address '{address}' is somebody else's, as this source told before")))
    }

    /// Whether an address may be another's by now: its holder is named in this input without it, or is not named though it
    /// names everybody.
    fn is_moving(&self, holder: u64, address: &str) -> bool {
        match self.named.addresses.get(&holder) {
            Some(addresses) => !addresses.is_empty() && !addresses.contains(address),
            None => self.scope.contacts && !self.named.unread,
        }
    }

    /// Everybody to whom this source gave an address, with from when to when.
    fn told_of(&self, address: &str) -> Result<Vec<ChangeRow>, StoreError> {
        let condition = "value = ?1 AND kind = 'email' AND what = 'identifier' AND standing AND NOT dropped \
                         AND +source_id = ?2 AND contact_id IS NOT NULL";
        let told = select(self.c, condition, params![address, self.source])?;
        Ok(told.into_iter().map(|(_, row)| row).collect())
    }

    /// Plans what a record says of a person; whether they are new.
    pub(super) fn contact(&mut self, row: &CustomerRow, said: &ContactRow) -> Result<bool, StoreError> {
        let Some(key) = contacts::key_of(&said.contact) else { return Ok(false) };
        let customer = match self.customers.get(&row.external_id) {
            Some(customer) => customer.id,
            None => return Ok(false),
        };
        let known = self.number_of(&said.contact)?;
        let is_new = match self.people.get(&key) {
            Some(person) => person.is_new,
            None => known.is_none(),
        };
        let number = match self.writing {
            Some(Writing { import, .. }) => {
                let source = SourceId(self.source);
                contacts::find_or_add(self.c, source, import, &said.contact)?
            }
            None => known.or(Some(NEW_CONTACTS + self.people.len() as u64)),
        };
        let Some(number) = number else { return Ok(false) };
        let first_met = !self.people.contains_key(&key);
        let person = self.people.entry(key).or_insert_with(|| Person {
            number,
            is_new,
            addresses: BTreeSet::new(),
            customers: BTreeSet::new(),
        });
        person.customers.insert(customer);
        person.addresses.extend(said.address.clone());
        self.plan.report.contacts_added += u64::from(is_new && first_met);
        let of = |row: ChangeRow| ChangeRow { contact: Some(number), ..row };
        if first_met {
            let told = of(self.said(What::Told));
            let standing = if is_new { None } else { self.standing(&told)? };
            self.plan.report.returned += u64::from(standing.as_ref().is_some_and(|told| told.dropped));
            self.put(told, standing)?;
            if let Some(id) = &said.contact.external_id {
                let named = ChangeRow {
                    kind: Some("external-id".to_owned()),
                    value: Some(id.clone()),
                    verified: Some(true),
                    ..self.said(What::Identifier)
                };
                self.say(of(named), is_new)?;
            }
        }
        if let Some(address) = &said.address {
            self.address(row, said, number, is_new, address)?;
        }
        let member = ChangeRow { customer: Some(customer), ..self.said(What::Member) };
        self.say(of(member), is_new)?;
        Ok(is_new)
    }

    fn address(
        &mut self,
        row: &CustomerRow,
        said: &ContactRow,
        number: u64,
        is_new: bool,
        address: &str,
    ) -> Result<(), StoreError> {
        if is_role_address(address) {
            self.problem(row, format!("the address '{address}' is a desk's, and identifies nobody"));
            return Ok(());
        }
        let domain = registrable_domain(address);
        let sort = domain.as_deref().map(|domain| sort_here(self.c, domain)).transpose()?;
        if sort == Some(DomainSort::Own) {
            self.problem(row, format!("the address '{address}' is our own, and identifies no customer"));
            return Ok(());
        }
        if self.addresses.insert(address.to_owned(), (number, row.place.clone())).is_some() {
            return Ok(());
        }
        let identifier = ChangeRow {
            contact: Some(number),
            kind: Some("email".to_owned()),
            value: Some(address.to_owned()),
            verified: Some(!said.unverified),
            from_ms: self.theirs_from(number, address)?,
            ..self.said(What::Identifier)
        };
        self.say(identifier, is_new)
    }

    /// From when on an address is a person's: always, unless another had it; then from now. Whoever has it until now has it
    /// no more.
    fn theirs_from(&mut self, number: u64, address: &str) -> Result<Option<i64>, StoreError> {
        let (own, others): (Vec<_>, Vec<_>) =
            self.told_of(address)?.into_iter().partition(|told| told.contact == Some(number));
        let until = others.iter().map(|told| told.to_ms.unwrap_or(self.at_ms)).max();
        for told in others.into_iter().filter(|told| told.to_ms.is_none()) {
            self.ended.insert((told.contact.unwrap_or_default(), address.to_owned()));
            self.put(ChangeRow { to_ms: Some(self.at_ms), ..told.clone() }, Some(told))?;
        }
        // Of the times at which it was theirs, the one that lasts, else the last: it goes on where nobody had it since.
        let own = own.into_iter().max_by_key(|told| told.to_ms.unwrap_or(i64::MAX));
        Ok(match (own, until) {
            (Some(own), None) => own.from_ms,
            (Some(own), Some(until)) if own.to_ms.is_none_or(|to| to >= until) => own.from_ms,
            (_, until) => until.map(|_| self.at_ms),
        })
    }

    /// Plans that addresses which the source gives a person no more were theirs until now, and that they have left customers
    /// under which it lists them no more, where all that it says of them can be used.
    pub(super) fn end_addresses(&mut self) -> Result<(), StoreError> {
        if self.named.unread {
            return Ok(());
        }
        let people = std::mem::take(&mut self.people);
        let known = people.values().filter(|person| !person.is_new);
        for person in known.filter(|person| !self.named.refused.contains(&person.number)).collect::<Vec<_>>()
        {
            let condition = "contact_id = ?1 AND +source_id = ?2 AND standing AND NOT dropped";
            for (_, told) in select(self.c, condition, params![person.number, self.source])? {
                let value = told.value.as_deref().unwrap_or_default();
                let ended = match (told.what, told.kind.as_deref()) {
                    (What::Identifier, Some("email"))
                        if told.to_ms.is_none()
                            && !self.ended.contains(&(person.number, value.to_owned()))
                            && !person.addresses.is_empty()
                            && !person.addresses.contains(value) =>
                    {
                        ChangeRow { to_ms: Some(self.at_ms), ..told.clone() }
                    }
                    (What::Member, _)
                        if self.scope.contacts
                            && told.customer.is_some_and(|one| !person.customers.contains(&one)) =>
                    {
                        ChangeRow { dropped: true, ..told.clone() }
                    }
                    _ => continue,
                };
                self.put(ended, Some(told))?;
            }
        }
        self.people = people;
        Ok(())
    }
}
