//! Noticing surges as signals come, each once, and asking for them to be sent; and, once an hour, what gathers over weeks.

use std::collections::{BTreeMap, BTreeSet};

use hearken_analysis::surge::{Constants, Past, hits, surges};
use hearken_domain::{AlertId, AlertThemes, AlertTo, NewsKind, SignalId, SurgeKind, ThemeId, Timestamp};
use hearken_store::{Alert, FoundSurge};
use jiff::SignedDuration;
use tracing::info;

use crate::actions::alerts::notice::{due, filter_of};
use crate::actions::surges::cards::QUIET_HOURS;
use crate::actions::surges::heard::{HeardLately, heard};
use crate::context::Context;
use crate::error::AppError;
use crate::view::View;

/// How often it is looked what gathers.
const GATHERING_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// Days for which what surged is not told of as something that gathers, and surges that are looked at for it.
const KNOWN_DAYS: i64 = 35;
const KNOWN_MAX: usize = 500;
/// What came in the last quarter of an hour is looked at again: its meaning or its theme may not have been known.
const AGAIN_MS: i64 = 15 * 60_000;

/// Notices what surges, and what gathers. How many are new.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn notice_surges(ctx: &Context) -> Result<u64, AppError> {
    ctx.app.while_noticing_surges(|looked| {
        let view = ctx.view()?.opening_saved(true);
        let since = looked.surges_ms.unwrap_or(i64::MIN);
        let mut found = found(&view, SurgeKind::Surge, &Constants::default(), since)?;
        let gathers = looked.gathering.is_none_or(|last| ctx.now.duration_since(last) >= GATHERING_EVERY);
        if gathers {
            let gathered = self::found(&view, SurgeKind::Gathering, &Constants::gathering(), i64::MIN)?;
            let known = of_surges(&view, &found)?;
            // What surged was told of; it does not gather besides.
            found.extend(gathered.into_iter().filter(|one| {
                let told = one.signals.iter().filter(|signal| known.contains(signal)).count();
                2 * told <= one.signals.len()
            }));
            looked.gathering = Some(ctx.now);
        }
        looked.surges_ms = Some(ctx.now.as_millisecond() - AGAIN_MS);
        drop(view);
        if found.is_empty() {
            return Ok(0);
        }
        let ended = ctx.now.checked_sub(SignedDuration::from_hours(QUIET_HOURS)).unwrap_or(ctx.now);
        let noticed = ctx.app.store().notice_surges(found, ctx.now, ended)?;
        if !noticed.is_empty() {
            info!(surges = noticed.len(), "noticed surges");
        }
        Ok(noticed.len() as u64)
    })
}

/// The signals of surges that are known, and of those that were just found.
fn of_surges(view: &View, found: &[FoundSurge]) -> Result<BTreeSet<SignalId>, AppError> {
    let since = view.now() - SignedDuration::from_hours(24 * KNOWN_DAYS);
    let known = view.store().surges().since(since, KNOWN_MAX)?;
    let known = known.iter().filter(|surge| surge.kind == SurgeKind::Surge);
    let mut signals: BTreeSet<SignalId> = found.iter().flat_map(|surge| &surge.signals).copied().collect();
    signals.extend(known.flat_map(|surge| surge.signals.iter().map(|signal| signal.id)));
    Ok(signals)
}

/// What comes together at one pace.
fn found(
    view: &View,
    kind: SurgeKind,
    constants: &Constants,
    since_ms: i64,
) -> Result<Vec<FoundSurge>, AppError> {
    let gathers = kind == SurgeKind::Gathering;
    let Some(HeardLately { lately, past }) = heard(view, constants, since_ms)? else {
        return Ok(Vec::new());
    };
    let past = Past::new(&past);
    let living = view.store().themes().living()?;
    let of_signal: BTreeMap<u64, ThemeId> =
        lately.iter().filter_map(|one| Some((one.id, ThemeId(one.theme?)))).collect();
    let mut found = Vec::new();
    for surge in surges(&hits(&past, &lately, since_ms, constants)) {
        let theme = most(surge.signals.iter().map(|signal| of_signal.get(signal).copied()));
        if theme.and_then(|theme| living.get(&theme)).is_some_and(|theme| theme.ignored) {
            continue;
        }
        let signals: Vec<SignalId> = surge.signals.into_iter().map(SignalId).collect();
        // What gathers takes its time, and is told of where people look anyway.
        let sent_by = if gathers { Vec::new() } else { sent_by(view, theme, &signals)? };
        found.push(FoundSurge { kind, theme, usual: surge.usual, signals, sent_by });
    }
    Ok(found)
}

/// The theme that more than half of them are in.
fn most(themes: impl Iterator<Item = Option<ThemeId>>) -> Option<ThemeId> {
    let mut counts: BTreeMap<ThemeId, usize> = BTreeMap::new();
    let mut all = 0;
    for theme in themes {
        all += 1;
        theme.into_iter().for_each(|theme| *counts.entry(theme).or_default() += 1);
    }
    counts.into_iter().find(|(_, count)| 2 * count > all).map(|(theme, _)| theme)
}

/// The alerts that tell of a surge, and when.
fn sent_by(
    view: &View,
    theme: Option<ThemeId>,
    signals: &[SignalId],
) -> Result<Vec<(AlertId, Timestamp)>, AppError> {
    let now = view.now();
    let mutes = view.store().alerts().mutes()?;
    if theme.and_then(|theme| mutes.get(&theme)).is_some_and(|said| said.mute.holds_at(now)) {
        return Ok(Vec::new());
    }
    let mut sent_by = Vec::new();
    for Alert { id, alert, .. } in view.store().alerts().all()?.into_iter().filter(Alert::stands) {
        let is_wanted = alert.what.contains(&NewsKind::Surges) && !matches!(alert.to, AlertTo::Feed);
        let is_of_it = match alert.themes {
            AlertThemes::All => true,
            AlertThemes::Theme(of) => theme == Some(of),
            AlertThemes::View(of) => passes(view, of, signals)?,
        };
        if is_wanted && is_of_it {
            sent_by.push((id, due(alert.pace, now)));
        }
    }
    Ok(sent_by)
}

/// Whether more than half of them pass the filter of a saved view.
fn passes(view: &View, of: hearken_domain::ViewId, signals: &[SignalId]) -> Result<bool, AppError> {
    let Some(filter) = filter_of(view, Some(of))? else { return Ok(false) };
    let passing: BTreeSet<SignalId> = view.store().signals().passing(signals, &filter)?.into_iter().collect();
    Ok(2 * passing.len() > signals.len())
}
