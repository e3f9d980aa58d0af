//! Which domains say nothing of a customer: one's own, and those at which anybody can have an address. A list that a person
//! can edit.

use hearken_domain::{DomainSort, Unredacted, counted};
use hearken_store::DomainSaid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::customers::upsert::read_domain;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::view::View;

/// Say what a domain is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SortDomain {
    /// The domain.
    pub domain: String,
    /// What it is.
    pub sort: DomainSort,
}

/// What a domain is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DomainCard {
    /// The domain, as somebody registered it.
    pub domain: String,
    /// What it is.
    pub sort: DomainSort,
}

/// Domains of addresses from which somebody wrote, and which are no customer's that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListUnclaimed {
    /// At most so many.
    pub limit: usize,
}

/// Domains that nobody claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnclaimedList {
    /// Those with most signals first.
    pub domains: Vec<UnclaimedCard>,
    /// How many there are in all.
    pub total: u64,
    /// Signals of all of them.
    pub signals: u64,
    /// The same in words.
    pub says: String,
}

/// A domain that nobody claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnclaimedCard {
    /// The domain, as somebody registered it.
    pub domain: Unredacted,
    /// Signals of whoever has an address at it.
    pub signals: u64,
    /// How many people these are.
    pub people: u64,
}

/// Says what a domain is; signals are joined by it, or no more, at once.
///
/// # Errors
/// It is no domain, or any failure of the store.
pub fn sort_domain(ctx: &Context, request: SortDomain, _: &mut Host<'_>) -> Result<DomainCard, AppError> {
    let domain = read_domain(&request.domain).map_err(AppError::user)?;
    let said = DomainSaid { domain: domain.clone(), sort: request.sort };
    ctx.app.store().sort_domain(said, &ctx.by()?)?;
    Ok(DomainCard { domain, sort: request.sort })
}

/// Domains that nobody claims. Free mail, our own domains, and those for an hour are none of them.
///
/// # Errors
/// Any failure of the store.
pub fn list_unclaimed(view: &View, query: ListUnclaimed) -> Result<UnclaimedList, AppError> {
    let all = view.store().customers().unclaimed_domains()?;
    let (total, signals) = (all.len() as u64, all.iter().map(|one| one.signals).sum());
    let cards = all.into_iter().take(query.limit).map(|one| UnclaimedCard {
        domain: Unredacted::new(one.domain),
        signals: one.signals,
        people: one.people,
    });
    let says =
        format!("{} from {} that no customer has", counted(signals, "signal"), counted(total, "domain"));
    Ok(UnclaimedList { domains: cards.collect(), total, signals, says })
}

/// What people said of domains. Of others it is known which are free mail.
///
/// # Errors
/// Any failure of the store.
pub fn list_domains(view: &View) -> Result<Vec<DomainCard>, AppError> {
    let said = view.store().customers().domains()?;
    Ok(said.into_iter().map(|(domain, sort)| DomainCard { domain, sort }).collect())
}
