//! Alerts, news and deliveries on the terminal.

use hearken_app::actions::alerts::cards::AlertCard;
use hearken_app::actions::alerts::list::{ListAlerts, ListDeliveries, ListNews};
use hearken_app::actions::alerts::mute::MuteCard;
use hearken_app::actions::alerts::send::AlertsSent;
use hearken_app::actions::alerts::test::AlertTested;
use hearken_app::error::AppError;
use hearken_domain::{AlertAct, AlertId, Timestamp, counted};

use crate::cli::Global;
use crate::cli::alerts::ListArgs;
use crate::cli::out::{Out, words};
use crate::cli::table::{flexible, flowing, left, right, table};
use crate::shown::shown;

pub(super) fn changed(card: &AlertCard, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(card);
    }
    out.line(format!("{} {} to {}", card.id, card.says(), receiver(card)));
    if let Some(secret) = &card.secret {
        out.line(format!("  its messages are signed with {secret}"));
        out.note("keep that now: it is not shown again");
    }
    if card.last == AlertAct::Removed {
        out.note(format!("removed; bring it back with hearken alert undo {}", card.id));
    }
    Ok(())
}

pub(super) fn list(args: &ListArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let list = global.view()?.ask(&ListAlerts)?;
    if out.json() {
        return out.data(&list);
    }
    let cards = if args.removed { &list.removed } else { &list.alerts };
    if cards.is_empty() {
        out.note("none; hearken alert add has news about themes sent somewhere");
    } else {
        let rows: Vec<Vec<String>> = cards
            .iter()
            .map(|card| {
                let state = if card.stands { "sends" } else { card.last.as_str() };
                vec![card.id.to_string(), card.says(), receiver(card), state.to_owned()]
            })
            .collect();
        table(out, &[left("ID"), flowing("TELLS WHEN"), flexible("TO"), left("STATE")], &rows);
    }
    for mute in &list.muted {
        out.line(said(mute));
    }
    Ok(())
}

fn receiver(card: &AlertCard) -> String {
    let address = card.address.as_deref().map(|address| format!(" {}", shown(address)));
    format!("{}{}", card.to.as_str(), address.unwrap_or_default())
}

pub(super) fn tested(tested: &AlertTested, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(tested);
    }
    match tested.trouble {
        None => out.line(format!("{} arrives", tested.alert)),
        Some(trouble) => out.line(format!("{} does not arrive: {trouble}", tested.alert)),
    }
    Ok(())
}

pub(super) fn sent(sent: &AlertsSent, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(sent);
    }
    out.line(format!(
        "noticed {}; messages delivered: {}, not taken: {}, dropped: {}",
        counted(sent.noticed, "thing"),
        sent.delivered,
        sent.failed,
        sent.dropped
    ));
    Ok(())
}

pub(super) fn deliveries(alert: Option<AlertId>, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let list = global.view()?.ask(&ListDeliveries { alert, ..ListDeliveries::default() })?;
    if out.json() {
        return out.data(&list);
    }
    if list.deliveries.is_empty() {
        out.note("nothing was sent yet");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = list
        .deliveries
        .iter()
        .map(|one| {
            vec![
                one.alert.to_string(),
                minute(one.made_at),
                one.state.to_string(),
                one.attempts.to_string(),
                one.due_at.map_or_else(|| "–".to_owned(), minute),
                one.trouble.map_or_else(String::new, |trouble| trouble.to_string()),
            ]
        })
        .collect();
    let columns =
        [left("ALERT"), left("SINCE"), left("STATE"), right("TRIES"), left("NEXT"), flowing("TROUBLE")];
    table(out, &columns, &rows);
    Ok(())
}

pub(super) fn news(global: &Global, out: &mut Out) -> Result<(), AppError> {
    let list = global.view()?.ask(&ListNews::default())?;
    if out.json() {
        return out.data(&list);
    }
    if list.news.is_empty() {
        out.note("none in the last 60 days; while there is an alert, news is noticed");
        return Ok(());
    }
    let rows: Vec<Vec<String>> = list
        .news
        .iter()
        .map(|card| vec![minute(card.noticed_at), card.theme.to_string(), words(&card.name), card.says()])
        .collect();
    table(out, &[left("NOTICED"), left("THEME"), flexible("NAME"), flowing("NEWS")], &rows);
    Ok(())
}

pub(super) fn muted(card: &MuteCard, out: &mut Out) -> Result<(), AppError> {
    if out.json() {
        return out.data(card);
    }
    out.line(said(card));
    out.note(format!("take that back with hearken alert unmute {} --undo", card.theme));
    Ok(())
}

fn said(card: &MuteCard) -> String {
    match (card.muted, card.until) {
        (false, _) => format!("{} is told of", card.theme),
        (true, None) => format!("{} is muted", card.theme),
        (true, Some(until)) => format!("{} is muted until {}", card.theme, until.strftime("%Y-%m-%d")),
    }
}

fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}
