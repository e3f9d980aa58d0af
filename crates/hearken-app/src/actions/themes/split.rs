//! Taking a theme apart: what its parts would be, and making them themes of their own.

use hearken_analysis::boilerplate::own_words;
use hearken_analysis::embedding::{EmbeddingTable, Vector};
use hearken_analysis::themes::{PriorTheme, Settings, Text, parts};
use hearken_domain::{SignalId, ThemeId, Verbatim};
use hearken_store::{Part, StoredText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::signals::words::said;
use crate::actions::themes::describe::{Described, Group, describe};
use crate::actions::themes::rulings::{RulingCard, card};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;
use crate::view::View;

/// Representative signals quoted of a part.
const QUOTES: usize = 3;
const QUOTE_CHARS: usize = 160;

/// Make the parts that a theme falls into themes of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitTheme {
    /// Which theme.
    pub theme: ThemeId,
}

/// A part that a split would make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SplitPart {
    /// What it would be called.
    pub name: Verbatim,
    /// Signals in it.
    pub signals: u64,
    /// Some of its representative signals' words.
    pub quotes: Vec<Verbatim>,
    /// Whether it keeps the theme's id.
    pub keeps_id: bool,
}

/// Splits a theme.
///
/// # Errors
/// It is not there or lives no more, it is of one piece, a ruling merged it, or any failure of the store.
pub fn split_theme(ctx: &Context, request: SplitTheme, _: &mut Host<'_>) -> Result<RulingCard, AppError> {
    let theme = request.theme;
    let mut parts = split_parts(&ctx.view()?, theme)?;
    if parts.len() < 2 {
        return Err(AppError::user(format!("{theme} is of one piece: there is nothing to split it by"))
            .suggest(NextStep::MoveSignals));
    }
    parts.remove(0); // the largest keeps the id
    let parts = parts.into_iter().map(|(_, part)| part).collect();
    let ruling = ctx.app.store().split_theme(theme, parts, &ctx.by()?)?;
    card(ctx, ruling)
}

/// What a split of a theme would make of it, the largest part first; one part where it is of one piece.
///
/// # Errors
/// There is no such theme, or any failure of the store.
pub fn propose_split(view: &View, theme: ThemeId) -> Result<Vec<SplitPart>, AppError> {
    let templates = view.templates()?;
    let parts = split_parts(view, theme)?.into_iter().enumerate().map(|(number, (name, part))| {
        let exemplars = &part.found.exemplars;
        let quotes = view.store().signals().several(&exemplars[..exemplars.len().min(QUOTES)])?;
        Ok(SplitPart {
            name,
            signals: part.signals.len() as u64,
            quotes: quotes
                .iter()
                .map(|signal| said(signal, templates.of(signal.source.0)).excerpt(QUOTE_CHARS))
                .collect(),
            keeps_id: number == 0,
        })
    });
    parts.collect()
}

/// Each part with its name.
fn split_parts(view: &View, theme: ThemeId) -> Result<Vec<(Verbatim, Part)>, AppError> {
    let not_there = || AppError::not_found(format!("there is no theme {theme}"), NextStep::ListThemes);
    view.store().themes().get(theme)?.ok_or_else(not_there)?;
    let members: Vec<SignalId> = view.store().themes().members(Some(theme))?;
    let stored: Vec<StoredText> = view
        .store()
        .signals()
        .several(&members)?
        .into_iter()
        .map(|signal| StoredText {
            id: signal.id,
            source: signal.source,
            title: signal.title.map(Verbatim::into_string),
            text: signal.verbatim.into_string(),
            rating: signal.rating,
            at: signal.at,
            revision: signal.revision,
            contact: signal.contact,
        })
        .collect();
    let templates = view.templates()?;
    let read = |one: &StoredText| {
        let template = templates.of(one.source.0);
        let own = own_words(one.title.as_deref(), &one.text, template);
        (own.write(), own.embed(EmbeddingTable::builtin()))
    };
    let read: Vec<(String, Vector)> = stored.iter().map(read).collect();
    let texts: Vec<Text<'_>> = stored
        .iter()
        .zip(&read)
        .map(|(one, (text, vector))| Text {
            id: one.id.0,
            text,
            title: one.title.as_deref().unwrap_or_default(),
            vector: *vector,
            prior: PriorTheme::Unassigned,
            speaker: one.contact.map(|contact| contact.0),
            rating: one.rating,
            at_ms: one.at.as_millisecond(),
        })
        .collect();
    let groups: Vec<Group> = parts(&texts, &Settings::default())
        .into_iter()
        .map(|members| Group { id: None, parent: Some(theme), area: 0, members })
        .collect();
    let described = describe(&texts, &stored, &groups);
    let named = groups.iter().zip(described);
    Ok(named
        .map(|(group, Described { found, name })| {
            let signals = group.members.iter().map(|member| stored[*member as usize].id).collect();
            (name, Part { found, signals })
        })
        .collect())
}
