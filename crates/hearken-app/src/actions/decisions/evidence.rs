//! What a decision rests on, as it stood, beside what that comes to by now: themes that were merged are followed to what they are
//! part of, and what became of each is told.

use hearken_domain::{
    Evidence, Lineage, QuotedSignal, ThemeEvidence, ThemeId, Timestamp, Unredacted, Verbatim,
};

use crate::actions::cards::{ThemeCards, ThemeLink};
use crate::actions::decisions::cards::{
    DecisionEvidence, ERASED, EvidenceNumbers, EvidenceOfTheme, EvidenceQuote,
};
use crate::actions::decisions::freeze::{numbers, read_filter};
use crate::actions::goals::read::lives_on;
use crate::actions::themes::pick::link;
use crate::error::AppError;
use crate::known::known_filter;
use crate::view::View;
use crate::wording;

/// Letters of a quotation.
const QUOTE_CHARS: usize = 400;
/// Sentences on what became of one theme, the last ones.
const BECAME_MAX: usize = 10;

/// What a decision rests on, which was frozen at a time of this machine's clock.
pub(crate) fn evidence_card(
    view: &View,
    evidence: &Evidence,
    filter: Vec<Verbatim>,
    frozen_at: Timestamp,
) -> Result<DecisionEvidence, AppError> {
    let (counted, problem) = count_now(view, &filter)?;
    let mut themes = Vec::new();
    for held in &evidence.themes {
        themes.push(theme_card(view, counted.as_ref(), held, frozen_at)?);
    }
    Ok(DecisionEvidence {
        frozen_at,
        position: evidence.position,
        as_of: evidence.as_of,
        filter,
        problem,
        themes,
    })
}

/// What can be counted now under a filter, or why nothing can.
fn count_now(view: &View, filter: &[Verbatim]) -> Result<(Option<ThemeCards>, Option<Unredacted>), AppError> {
    let now = view.as_of()?;
    let read =
        read_filter(filter.iter().map(Verbatim::as_str), now).and_then(|read| known_filter(view, &read));
    match read {
        Ok(filter) => Ok((Some(ThemeCards::read(view, &filter, now)?), None)),
        Err(error @ (AppError::User { .. } | AppError::NotFound { .. } | AppError::Conflict { .. })) => {
            Ok((None, Some(Unredacted::new(error.to_string()))))
        }
        Err(error) => Err(error),
    }
}

fn theme_card(
    view: &View,
    counted: Option<&ThemeCards>,
    held: &ThemeEvidence,
    frozen_at: Timestamp,
) -> Result<EvidenceOfTheme, AppError> {
    let lives_on = lives_on(view, held.theme)?;
    let gone = || ThemeLink { id: held.theme, name: Verbatim::redacted(ERASED.to_owned()) };
    Ok(EvidenceOfTheme {
        theme: link(view, held.theme)?.filter(|theme| !theme.name.is_empty()).unwrap_or_else(gone),
        lives_on,
        then: EvidenceNumbers {
            signals: held.signals,
            of_nobody: held.of_nobody,
            customers: held.customers,
            revenue: held.revenue.clone(),
            revenue_erased: held.revenue_erased,
            blocked: held.blocked,
        },
        now: counted.map(|counted| numbers(view, counted, lives_on)).transpose()?,
        became: became(view, held.theme, frozen_at)?,
        quotes: held.quoted.iter().map(|quoted| quote(view, *quoted)).collect::<Result<_, _>>()?,
    })
}

/// What became of a theme since then; that it grew by itself is told by its numbers.
fn became(view: &View, theme: ThemeId, since: Timestamp) -> Result<Vec<Verbatim>, AppError> {
    let mut told = Vec::new();
    for step in view.store().themes().lineage(theme)? {
        let says_more = match step.what {
            Lineage::Born => false,
            Lineage::Grew => step.other.is_some(),
            Lineage::Merged | Lineage::Split | Lineage::Retired | Lineage::Returned => true,
        };
        if step.at <= since || !says_more {
            continue;
        }
        let other = step.other.map(|other| link(view, other)).transpose()?.flatten();
        told.push(wording::lineage::says(&step, other.as_ref()));
    }
    Ok(told.split_off(told.len().saturating_sub(BECAME_MAX)))
}

fn quote(view: &View, quoted: QuotedSignal) -> Result<EvidenceQuote, AppError> {
    let read = view.store().signals().as_read(quoted)?;
    let words = |read: &hearken_store::SignalAsRead| {
        let title = read.title.as_ref().map(|title| format!("{} – ", title.as_str().trim()));
        let text = format!("{}{}", title.unwrap_or_default(), read.verbatim.as_str());
        Verbatim::redacted(text).excerpt(QUOTE_CHARS)
    };
    Ok(EvidenceQuote {
        signal: quoted.signal,
        revision: quoted.revision,
        text: read.as_ref().map(words),
        reworded: read.as_ref().is_some_and(|read| read.reworded),
        said_at: read.map(|read| read.at),
    })
}
