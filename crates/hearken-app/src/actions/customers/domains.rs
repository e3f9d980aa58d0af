//! Which domains say nothing of a customer: one's own, and those at which anybody can have an address. A list that a person
//! can edit.

use hearken_domain::DomainSort;
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

/// What people said of domains. Of others it is known which are free mail.
///
/// # Errors
/// Any failure of the store.
pub fn list_domains(view: &View) -> Result<Vec<DomainCard>, AppError> {
    let said = view.store().customers().domains()?;
    Ok(said.into_iter().map(|(domain, sort)| DomainCard { domain, sort }).collect())
}
