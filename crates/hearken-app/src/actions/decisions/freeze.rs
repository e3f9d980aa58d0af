//! What a decision is to rest on, frozen as it stands: numbers and ids, no words.

use hearken_domain::{
    Evidence, FilterField, OpportunityId, QuotedSignal, SignalFilter, TELLING_OF_NOBODY, ThemeEvidence,
    ThemeId, Timestamp,
};

use crate::actions::cards::ThemeCards;
use crate::actions::decisions::cards::EvidenceNumbers;
use crate::actions::goals::read::lives_on;
use crate::actions::opportunities::read;
use crate::actions::themes::strength::strengths;
use crate::error::AppError;
use crate::known::{check_theme, known_filter};
use crate::view::View;

/// Themes that one decision rests on.
const THEMES_MAX: usize = 50;
/// Signals that are quoted of each.
const QUOTED: usize = 3;
/// Conditions of a filter.
const FILTER_MAX: usize = 50;

/// Freezes what stands of themes, those of opportunities among them.
pub(crate) fn freeze(
    view: &View,
    themes: &[ThemeId],
    opportunities: &[OpportunityId],
    filter: &[String],
) -> Result<Evidence, AppError> {
    let mut all = Vec::new();
    let mut add = |theme: ThemeId| -> Result<(), AppError> {
        check_theme(view, Some(theme))?;
        let theme = lives_on(view, theme)?;
        if !all.contains(&theme) {
            all.push(theme);
        }
        Ok(())
    };
    themes.iter().try_for_each(|theme| add(*theme))?;
    for opportunity in opportunities {
        read::stands(view, *opportunity)?.held.themes.into_iter().try_for_each(&mut add)?;
    }
    if all.len() > THEMES_MAX {
        return Err(AppError::user(format!("a decision rests on {THEMES_MAX} themes at most")));
    }
    let as_of = view.as_of()?;
    let filter = known_filter(view, &read_filter(filter.iter().map(String::as_str), as_of)?)?;
    let counted = ThemeCards::read(view, &filter, as_of)?;
    let themes = all.into_iter().map(|theme| freeze_theme(view, &counted, &filter, theme));
    let themes = themes.collect::<Result<_, _>>()?;
    Ok(Evidence { position: view.position()?, as_of, themes })
}

fn freeze_theme(
    view: &View,
    counted: &ThemeCards,
    filter: &SignalFilter,
    theme: ThemeId,
) -> Result<ThemeEvidence, AppError> {
    let numbers = numbers(view, counted, theme)?;
    let paying = counted.worth().map(|worth| worth.paying(theme)).unwrap_or_default();
    let whose = if paying.len() < TELLING_OF_NOBODY { paying } else { Vec::new() };
    let exemplars = view.store().themes().get(theme)?.map(|theme| theme.exemplars).unwrap_or_default();
    let passing = view.store().signals().passing(&exemplars, filter)?;
    let exemplars: Vec<_> = exemplars.into_iter().filter(|one| passing.contains(one)).take(QUOTED).collect();
    let quoted = view.store().signals().several(&exemplars)?;
    let quoted = quoted.iter().map(|one| QuotedSignal { signal: one.id, revision: one.position }).collect();
    Ok(ThemeEvidence {
        theme,
        signals: numbers.signals,
        of_nobody: numbers.of_nobody,
        customers: numbers.customers,
        revenue: numbers.revenue,
        whose,
        revenue_erased: false,
        blocked: numbers.blocked,
        quoted,
    })
}

/// What a theme amounts to.
pub(crate) fn numbers(
    view: &View,
    counted: &ThemeCards,
    theme: ThemeId,
) -> Result<EvidenceNumbers, AppError> {
    let signals = counted.signals_of(theme);
    let worth = counted.customers_of(theme);
    Ok(EvidenceNumbers {
        signals,
        of_nobody: worth.as_ref().map_or(signals, |worth| worth.signals_of_nobody),
        customers: worth.as_ref().map_or(0, |worth| worth.customers),
        revenue: worth.map(|worth| worth.revenue).unwrap_or_default(),
        revenue_erased: false,
        blocked: strengths(view, theme)?.blocker,
    })
}

/// Values of a filter, each on one line; what people typed in them is redacted like everything that is kept.
pub(crate) fn clean_filter(view: &View, given: &[String]) -> Result<Vec<String>, AppError> {
    let mut lines = Vec::new();
    for one in given {
        let (name, value) = split(one)?;
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if value.is_empty() {
            continue;
        }
        let typed = matches!(name, FilterField::Label | FilterField::Status | FilterField::Segment);
        lines.push(format!("{name}={}", if typed { view.redact(&value) } else { value }));
    }
    if lines.len() > FILTER_MAX {
        return Err(AppError::user(format!("a filter has {FILTER_MAX} values at most")));
    }
    Ok(lines)
}

/// The filter that these lines say, with times relative to `now`.
pub(crate) fn read_filter<'l>(
    lines: impl Iterator<Item = &'l str>,
    now: Timestamp,
) -> Result<SignalFilter, AppError> {
    let mut filter = SignalFilter::default();
    for line in lines {
        let (field, value) = split(line)?;
        filter.add(field, value, now).map_err(|error| AppError::user(error.to_string()))?;
    }
    Ok(filter)
}

fn split(line: &str) -> Result<(FilterField, &str), AppError> {
    let (name, value) = line.split_once('=').ok_or_else(|| {
        AppError::user("a value of a filter is a field, an equals sign and the value: segment=Large")
    })?;
    let field = name.trim().parse::<FilterField>().map_err(|error| AppError::user(error.to_string()))?;
    Ok((field, value.trim()))
}
