//! Who works here, as far as is known, and whom a name means: there are no accounts yet, so that names and addresses are compared.

use std::collections::HashSet;
use std::sync::Arc;

use hearken_domain::{Actor, FactField, OpportunityAct, Unredacted};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::AppError;
use crate::view::View;

/// People who work here, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct People {
    /// Their names and addresses: of who did something here, who holds the account of a customer, and who owns an opportunity.
    pub names: Vec<Unredacted>,
}

/// Whom a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meant {
    /// This one.
    One(String),
    /// One of several.
    Several(Vec<String>),
    /// Nobody who is known.
    Nobody,
}

/// People who work here.
///
/// # Errors
/// Any failure of the store.
pub fn list_people(view: &View) -> Result<People, AppError> {
    let names = known(view)?;
    Ok(People { names: names.iter().cloned().map(Unredacted::new).collect() })
}

/// The names of those who are known, each once; read again only once something was written.
pub(crate) fn known(view: &View) -> Result<Arc<Vec<String>>, AppError> {
    let state = view.store().customers().state()?;
    if let Some(known) = view.kept_people().get(state) {
        return Ok(known);
    }
    let known = Arc::new(read(view)?);
    view.kept_people().keep(state, &known);
    Ok(known)
}

fn read(view: &View) -> Result<Vec<String>, AppError> {
    let mut names = view.store().comments().people()?;
    let owners = view.store().customers().held(&FactField::Owner)?;
    let owners: HashSet<&str> = owners.values().map(|owner| owner.value.as_str()).collect();
    names.extend(owners.into_iter().filter(|owner| !owner.is_empty()).map(str::to_owned));
    for opportunity in view.store().opportunities().all()? {
        if opportunity.last != OpportunityAct::Removed {
            names.extend(opportunity.held.owner.and_then(|owner| owner.text));
        }
    }
    names.sort_by_key(|name| folded(name));
    names.dedup_by_key(|name| folded(name));
    Ok(names)
}

/// Whom of those who are known a name means: the one who is called just so; else whose address begins with it, or the other way round.
pub(crate) fn meant(known: &[String], name: &str) -> Meant {
    if let Some(exactly) = known.iter().find(|one| folded(one) == folded(name)) {
        return Meant::One(exactly.clone());
    }
    let mut alike: Vec<String> = known.iter().filter(|one| is_same(one, name)).cloned().collect();
    match alike.len() {
        0 => Meant::Nobody,
        1 => Meant::One(alike.swap_remove(0)),
        _ => Meant::Several(alike),
    }
}

/// Whether two names may be of one person: they are the same, whatever their case, or one is an address and the other what it
/// begins with.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    let before = |name: &str| name.split_once('@').map(|(before, _)| before.to_owned());
    match (before(&one), before(&other)) {
        (None, Some(before)) => before == one,
        (Some(before), None) => before == other,
        _ => one == other,
    }
}

/// The person who acts, be it through a program.
pub(crate) fn person(actor: &Actor) -> &str {
    actor.behalf_of.as_deref().unwrap_or(&actor.name)
}

/// A name as it is compared: `Ann Lee` is called by `@ann.lee` and `@ann-lee`, too.
fn folded(name: &str) -> String {
    let apart = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '_');
    let (before, host) = name.trim().split_once('@').map_or((name.trim(), None), |(b, h)| (b, Some(h)));
    let words: Vec<&str> = before.split(apart).filter(|word| !word.is_empty()).collect();
    let host = host.map_or_else(String::new, |host| format!("@{}", host.trim()));
    format!("{}{host}", words.join(".")).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        ["ann@a.example", "ann@b.example", "Bob Lee", "cy@a.example", "di"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_name_means_who_is_called_so_or_whose_address_begins_so_and_several_are_told_apart() {
        let one = |name: &str| Meant::One(name.to_owned());
        for (name, whom) in [
            ("ANN@A.example", one("ann@a.example")),
            ("bob.lee", one("Bob Lee")),
            ("Bob-Lee", one("Bob Lee")),
            ("Cy", one("cy@a.example")),
            ("di@c.example", one("di")),
            ("ann", Meant::Several(vec!["ann@a.example".to_owned(), "ann@b.example".to_owned()])),
            ("cy@b.example", Meant::Nobody),
            ("bob", Meant::Nobody),
            ("", Meant::Nobody),
        ] {
            assert_eq!(meant(&known(), name), whom, "{name}");
        }
    }

    #[test]
    fn two_whole_addresses_are_of_one_person_only_where_they_are_the_same() {
        assert!(is_same("Ann@A.example", "ann@a.example") && is_same("ann", "ann@b.example"));
        assert!(!is_same("ann@a.example", "ann@b.example") && !is_same("an", "ann@a.example"));
    }
}
