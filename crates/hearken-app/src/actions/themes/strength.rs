//! How much customers need what a theme asks for, as people judged it: each customer once, by the strongest that was judged of it
//! and of what is part of it.

use std::collections::BTreeMap;

use hearken_domain::{Actor, CustomerId, Strength, ThemeId, Timestamp, Unredacted, counted};
use hearken_store::JudgedStrength;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::customers::cards::known_customer;
use crate::actions::goals::read::lives_on;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::check_theme;
use crate::view::View;

/// Judged customers that are told one by one.
const SHOWN_MAX: usize = 100;

/// Say how much a customer needs what a theme asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeStrength {
    /// Which theme.
    pub theme: ThemeId,
    /// Which customer.
    pub customer: CustomerId,
    /// How much.
    pub strength: Strength,
}

/// Take back what was last judged of a customer and a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoStrength {
    /// Which theme.
    pub theme: ThemeId,
    /// Which customer.
    pub customer: CustomerId,
}

/// How many customers need what a theme asks for how much, each counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Strengths {
    /// They cannot go on without.
    pub blocker: u64,
    /// It matters to them.
    pub important: u64,
    /// It would be nice.
    pub nice: u64,
    /// Customers with a signal in the theme, or judged so, of whom nobody has said; `None` looking back, where that is not known.
    pub unknown: Option<u64>,
    /// The same in words; `None` where nobody has judged.
    pub says: Option<String>,
    /// The customers of whom it was judged, the strongest first; 100 at most.
    pub judged: Vec<JudgedCustomer>,
}

/// What was judged of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JudgedCustomer {
    /// What it counts as.
    pub customer: CustomerId,
    /// What that is called.
    pub name: Option<Unredacted>,
    /// How much.
    pub strength: Strength,
    /// The customer of whom it was judged, which may be part of that one: who takes it back names it.
    pub of: CustomerId,
    /// The theme of which it was judged, which may be part of this one by now.
    pub theme: ThemeId,
    /// Who judged.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Keeps how much a customer needs what a theme asks for.
///
/// # Errors
/// Either is not there, or any failure of the store.
pub fn judge_strength(
    ctx: &Context,
    request: JudgeStrength,
    _: &mut Host<'_>,
) -> Result<Strengths, AppError> {
    let view = ctx.view()?;
    check_theme(&view, Some(request.theme))?;
    known_customer(&view, request.customer)?;
    let theme = lives_on(&view, request.theme)?;
    drop(view);
    ctx.app.store().judge_strength(theme, request.customer, request.strength, &ctx.by()?)?;
    strengths(&ctx.view()?, theme)
}

/// Takes back what was last judged of a customer and a theme.
///
/// # Errors
/// Nothing that was judged stands, or any failure of the store.
pub fn undo_strength(ctx: &Context, request: UndoStrength, _: &mut Host<'_>) -> Result<Strengths, AppError> {
    let view = ctx.view()?;
    check_theme(&view, Some(request.theme))?;
    let theme = lives_on(&view, request.theme)?;
    // It may have been judged of a theme that is part of this one by now.
    let judged = view.store().strengths().of_theme(theme)?;
    let of_them = |one: &&JudgedStrength| one.customer == request.customer;
    let exact = judged.iter().filter(of_them).find(|one| one.theme == request.theme);
    let meant = exact.or_else(|| judged.iter().find(of_them)).map_or(theme, |one| one.theme);
    drop(view);
    ctx.app.store().undo_strength(meant, request.customer, &ctx.by()?)?;
    strengths(&ctx.view()?, theme)
}

/// How many customers need what a theme asks for how much.
pub(crate) fn strengths(view: &View, theme: ThemeId) -> Result<Strengths, AppError> {
    strengths_of(view, &[theme], None)
}

/// How many customers need what any of these themes asks for how much, each counted once. `spoke` is how many customers have a
/// signal in any of them, where that was counted already.
pub(crate) fn strengths_of(
    view: &View,
    themes: &[ThemeId],
    spoke: Option<u64>,
) -> Result<Strengths, AppError> {
    let mut strongest: BTreeMap<CustomerId, JudgedStrength> = BTreeMap::new();
    let as_of = view.as_of()?;
    for theme in themes {
        for judged in view.store().strengths().of_theme(*theme)? {
            if view.looks_back() && judged.at > as_of {
                continue;
            }
            let known = strongest.get(&judged.root);
            if known.is_none_or(|known| judged.strength < known.strength) {
                strongest.insert(judged.root, judged);
            }
        }
    }
    let count = |wanted: Strength| strongest.values().filter(|one| one.strength == wanted).count() as u64;
    let mut found = Strengths {
        blocker: count(Strength::Blocker),
        important: count(Strength::Important),
        nice: count(Strength::Nice),
        ..Strengths::default()
    };
    if !view.looks_back() {
        let store = view.store().strengths();
        let spoke = spoke.map_or_else(|| store.count_in(themes), Ok)?;
        let judged = store.who_spoke(themes, strongest.keys().copied())?.len() as u64;
        found.unknown = Some(spoke.saturating_sub(judged) + count(Strength::Unknown));
    }
    found.says = says(&found).filter(|_| !strongest.is_empty());
    let mut judged: Vec<JudgedStrength> = strongest.into_values().collect();
    judged.sort_by_key(|one| (one.strength, one.root));
    judged.truncate(SHOWN_MAX);
    let roots: Vec<CustomerId> = judged.iter().map(|one| one.root).collect();
    let mut names = view.store().customers().names(&roots)?;
    for one in judged {
        let name = names.remove(&one.root);
        found.judged.push(JudgedCustomer {
            customer: one.root,
            name: name.map(Unredacted::new),
            strength: one.strength,
            of: one.customer,
            theme: one.theme,
            by: one.by,
            at: one.at,
        });
    }
    Ok(found)
}

/// “blocker for 1 customer, important for 2, nice for none; nobody has said of 3”.
fn says(found: &Strengths) -> Option<String> {
    let told = [("a blocker", found.blocker), ("important", found.important), ("nice to have", found.nice)];
    let mut parts: Vec<String> = told
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{what} for {}", counted(count, "customer")))
        .collect();
    parts.extend(
        found
            .unknown
            .filter(|count| *count > 0)
            .map(|count| format!("not known for {}", counted(count, "customer"))),
    );
    (!parts.is_empty()).then(|| parts.join(", "))
}
