//! The themes that a plan touches: those in which its verbatims and its words lie, and those that are called much like it.

use std::collections::BTreeMap;

use hearken_analysis::embedding::EmbeddingTable;
use hearken_analysis::plan::PlanWords;
use hearken_domain::{SignalFilter, SignalId, ThemeId};

use crate::actions::ahead::cards::TouchedTheme;
use crate::actions::ahead::find::Ranked;
use crate::actions::ahead::words::{READ_MAX, Sought};
use crate::actions::cards::{SPARK_WEEKS, ThemeCards};
use crate::actions::themes::reads::reads;
use crate::error::AppError;
use crate::view::View;

/// Themes that are told.
const THEMES: usize = 6;
/// A theme in which nothing of it was found is so near to the plan by its name and description, at least.
const NEAR_MIN: f32 = 0.55;
/// What of a theme's own signals has the words, at least, for a theme in which no verbatim that is shown lies.
const SHARE_MIN: f64 = 0.05;

/// The themes that a plan touches, those with most of its verbatims first.
pub(super) fn touched(
    view: &View,
    cards: &ThemeCards,
    plan: &PlanWords,
    sought: &Sought,
    found: &[Ranked],
    filter: &SignalFilter,
) -> Result<Vec<TouchedTheme>, AppError> {
    if plan.words.is_empty() {
        return Ok(Vec::new());
    }
    let shown: Vec<SignalId> = found.iter().map(|ranked| ranked.signal.id).collect();
    let shown = view.store().themes().counts_among(&shown)?;
    let having = view.store().themes().counts_among(&sought.newest(READ_MAX))?;
    let living = view.store().themes().living()?;
    let table = EmbeddingTable::builtin();
    let about = table.embed(&plan.about);
    let mut scored: BTreeMap<ThemeId, (u64, f64, f32)> = BTreeMap::new();
    for theme in living.values().filter(|theme| !theme.ignored) {
        let of = |counts: &BTreeMap<Option<ThemeId>, u64>| counts.get(&Some(theme.id)).copied().unwrap_or(0);
        let signals = cards.signals_of(theme.id);
        let share = if signals == 0 { 0.0 } else { of(&having) as f64 / signals as f64 };
        let description = theme.description.as_ref().map_or("", |said| said.as_str());
        let near = table.embed(&format!("{}\n{description}", theme.name.as_str())).dot(&about);
        if signals > 0 && (of(&shown) > 0 || share >= SHARE_MIN || near >= NEAR_MIN) {
            scored.insert(theme.id, (of(&shown), share, near));
        }
    }
    let mut order: Vec<(ThemeId, (u64, f64, f32))> = scored.into_iter().collect();
    order.sort_by(|(a, x), (b, y)| {
        y.0.cmp(&x.0).then(y.1.total_cmp(&x.1)).then(y.2.total_cmp(&x.2)).then(a.cmp(b))
    });
    let mut touched = Vec::new();
    for (id, _) in order.into_iter().take(THEMES) {
        let Some(theme) = living.get(&id) else { continue };
        touched.push(TouchedTheme {
            theme: cards.card(theme, SPARK_WEEKS),
            having_words: having.get(&Some(id)).copied().unwrap_or(0),
            told: reads(view, filter, Some(Some(id)))?.told,
        });
    }
    Ok(touched)
}
