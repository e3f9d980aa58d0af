//! Domains of addresses from which somebody wrote, and which are no customer's that is known: who is missing in the lists.

use hearken_domain::DomainSort;

use super::CustomerReader;
use crate::StoreError;
use crate::views::customers::sort_here;

/// A domain that nobody claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnclaimedDomain {
    /// The domain, as somebody registered it.
    pub domain: String,
    /// Signals of whoever has an address at it.
    pub signals: u64,
    /// How many people these are.
    pub people: u64,
}

impl CustomerReader<'_> {
    /// The domains at which somebody who is nobody's has an address and that no customer has, those with most signals first. Domains
    /// that are ours, and those at which anybody can have an address, are none of them. Takes all addresses.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn unclaimed_domains(&self) -> Result<Vec<UnclaimedDomain>, StoreError> {
        self.0.read(|c| {
            let mut statement = c.prepare_cached(include_str!("../../sql/unclaimed_domains.sql"))?;
            let rows = statement.query_map([], |row| {
                Ok(UnclaimedDomain { domain: row.get(0)?, signals: row.get(1)?, people: row.get(2)? })
            })?;
            let mut domains = Vec::new();
            for row in rows {
                let row = row?;
                if sort_here(c, &row.domain)? == DomainSort::Company {
                    domains.push(row);
                }
            }
            Ok(domains)
        })
    }
}
