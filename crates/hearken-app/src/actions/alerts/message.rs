//! What an alert says: made when it is sent, so that no words of customers wait anywhere to be erased.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hearken_domain::{AlertId, NewsKind, Theme, Timestamp, counted};
use hearken_store::{NoticedNews, Surge};
use serde_json::{Value, json};

use crate::actions::alerts::cards::{NewsCard, NewsQuote, news_card};
use crate::actions::alerts::notice::filter_of;
use crate::actions::signals::words::headed;
use crate::actions::surges::cards::{SurgeCard, surge_card};
use crate::error::AppError;
use crate::view::View;

/// Quotes of a theme.
const QUOTES_MAX: usize = 3;
/// Characters of a quote.
const QUOTE_CHARS: usize = 200;
/// Pieces of news in one message.
const NEWS_MAX: usize = 50;

/// What a message says.
pub(super) struct Message {
    pub subject: String,
    pub text: String,
    pub body: String,
}

/// News of themes that live and that nobody ignores.
pub(super) fn news_cards(view: &View, news: &[NoticedNews]) -> Result<Vec<NewsCard>, AppError> {
    let living = view.store().themes().living()?;
    let mut cards = Vec::new();
    for noticed in news {
        let Some(theme) = living.get(&noticed.news.theme).filter(|theme| !theme.ignored) else { continue };
        let quotes = quotes(view, theme, noticed)?;
        cards.push(news_card(noticed.id, noticed.noticed_at, noticed.news, theme.name.clone(), quotes));
    }
    Ok(cards)
}

/// The same without themes that somebody wants to hear nothing of at that time.
pub(super) fn unmuted(view: &View, news: &[NoticedNews], now: Timestamp) -> Result<Vec<NewsCard>, AppError> {
    let mutes = view.store().alerts().mutes()?;
    let muted: BTreeSet<_> =
        mutes.values().filter(|said| said.mute.holds_at(now)).map(|said| said.theme).collect();
    let told: Vec<NoticedNews> =
        news.iter().filter(|noticed| !muted.contains(&noticed.news.theme)).copied().collect();
    news_cards(view, &told)
}

/// Surges that nobody dismissed, and of whose theme somebody wants to hear at that time.
pub(super) fn unmuted_surges(
    view: &View,
    surges: &[Surge],
    now: Timestamp,
) -> Result<Vec<SurgeCard>, AppError> {
    let mutes = view.store().alerts().mutes()?;
    let is_muted = |surge: &Surge| {
        surge.theme.and_then(|theme| mutes.get(&theme)).is_some_and(|said| said.mute.holds_at(now))
    };
    let mut cards = Vec::new();
    for surge in surges.iter().filter(|surge| surge.dismissed.is_none() && !is_muted(surge)) {
        cards.extend(surge_card(view, surge)?);
    }
    Ok(cards)
}

fn quotes(view: &View, theme: &Theme, noticed: &NoticedNews) -> Result<Vec<NewsQuote>, AppError> {
    let Some(filter) = filter_of(view, noticed.news.view)? else { return Ok(Vec::new()) };
    let mut of = theme.exemplars.clone();
    if !filter.is_empty() {
        let passing = view.store().signals().passing(&of, &filter)?;
        of.retain(|signal| passing.contains(signal));
    }
    of.truncate(QUOTES_MAX);
    let templates = view.templates()?;
    let signals = view.store().signals().several(&of)?;
    let quoted = signals.iter().map(|signal| NewsQuote {
        signal: signal.id,
        text: headed(signal, templates.of(signal.source.0)).excerpt(QUOTE_CHARS),
    });
    Ok(quoted.collect())
}

/// What a message with surges and news says; links lead to the pages at `address`.
pub(super) fn message(
    alert: AlertId,
    surges: &[SurgeCard],
    news: &[NewsCard],
    address: &str,
    now: Timestamp,
) -> Message {
    let shown = &news[..news.len().min(NEWS_MAX)];
    let more = news.len() - shown.len();
    let subject = match (surges, news) {
        ([], [one]) => format!("{} {}", plain(one.name.as_str()), one.says()),
        ([one], []) => one.says(),
        ([], _) => format!("{} about themes", counted_news(news.len())),
        (..) => counted_news(surges.len() + news.len()),
    };
    let mut text = String::new();
    for card in surges {
        let theme = card.theme.as_ref().map(|theme| format!(", {} {}", theme.id, plain(theme.name.as_str())));
        let _ = writeln!(text, "{} {}{}", card.id, card.says(), theme.unwrap_or_default());
        told(&mut text, &card.quotes, &surge_link(address, card));
    }
    for card in shown {
        let _ = writeln!(text, "{} {} {}", card.theme, plain(card.name.as_str()), card.says());
        told(&mut text, &card.quotes, &link(address, card));
    }
    if more > 0 {
        let _ = writeln!(text, "{more} more: {address}/alerts\n");
    }
    let _ = writeln!(text, "Alert {alert}; to change or remove it: {address}/alerts");
    let of_surges = surges.iter().map(|card| surge_as_data(card, address));
    let data: Vec<Value> = of_surges.chain(shown.iter().map(|card| as_data(card, address))).collect();
    let data = json!({ "alert": alert, "news": data, "more": more });
    let body = json!({ "type": "theme.news", "timestamp": now, "data": data });
    Message { subject, text, body: body.to_string() }
}

/// Customers' words, and where more is.
fn told(text: &mut String, quotes: &[NewsQuote], link: &str) {
    for quote in quotes {
        let _ = writeln!(text, "  {}: {}", quote.signal, plain(quote.text.as_str()));
    }
    let _ = writeln!(text, "  {link}\n");
}

/// What a message says that only tries whether it arrives.
pub(super) fn trial(alert: AlertId, address: &str, now: Timestamp) -> Message {
    let body = json!({ "type": "alert.test", "timestamp": now, "data": { "alert": alert } });
    Message {
        subject: format!("A test of alert {alert}"),
        text: format!("Alert {alert} arrives here. To change or remove it: {address}/alerts\n"),
        body: body.to_string(),
    }
}

fn counted_news(count: usize) -> String {
    counted(count as u64, "piece of news").replace("piece of newss", "pieces of news")
}

fn link(address: &str, card: &NewsCard) -> String {
    format!("{address}/themes/{}", card.theme)
}

fn surge_link(address: &str, card: &SurgeCard) -> String {
    format!("{address}/surges/{}", card.id)
}

fn quoted(quotes: &[NewsQuote]) -> Vec<Value> {
    quotes.iter().map(|quote| json!({ "signal": quote.signal, "text": plain(quote.text.as_str()) })).collect()
}

fn surge_as_data(card: &SurgeCard, address: &str) -> Value {
    json!({
        "what": NewsKind::Surges,
        "surge": card.id,
        "theme": card.theme.as_ref().map(|theme| theme.id),
        "name": card.theme.as_ref().map(|theme| plain(theme.name.as_str())),
        "link": surge_link(address, card),
        "signals": card.signals,
        "minutes": card.minutes,
        "noticed_at": card.noticed_at,
        "quotes": quoted(&card.quotes),
    })
}

fn as_data(card: &NewsCard, address: &str) -> Value {
    json!({
        "id": card.id,
        "what": card.what,
        "threshold": card.threshold,
        "theme": card.theme,
        "name": plain(card.name.as_str()),
        "link": link(address, card),
        "signals": card.signals,
        "customers": card.customers,
        "noticed_at": card.noticed_at,
        "quotes": quoted(&card.quotes),
    })
}

/// Words on one line, without what would be obeyed rather than read.
fn plain(words: &str) -> String {
    let obeyed = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept: String =
        words.chars().filter(|c| !obeyed(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use hearken_domain::{SignalId, SurgeId, SurgeKind, ThemeId, Verbatim};

    use super::*;

    fn card(id: u64) -> NewsCard {
        let words = |text: &str| Verbatim::redacted(text.to_owned());
        NewsCard {
            id,
            what: NewsKind::Rises,
            threshold: None,
            theme: ThemeId(4),
            name: words("late\r\nBcc: eve@example.com \u{202e}refunds"),
            view: None,
            signals: 9,
            customers: None,
            noticed_at: Timestamp::UNIX_EPOCH,
            quotes: vec![NewsQuote {
                signal: SignalId(7),
                text: words("<b>never\u{1b}[2J came</b>\nT-9 forged"),
            }],
        }
    }

    #[test]
    fn customers_words_stay_on_their_line() {
        let message =
            message(AlertId(2), &[], &[card(1)], "https://hearken.example.com", Timestamp::UNIX_EPOCH);
        assert_eq!(message.subject, "late Bcc: eve@example.com refunds rises: 9 signals since it began to");
        assert!(message.text.contains("\n  S-7: <b>never [2J came</b> T-9 forged\n"), "{}", message.text);
        assert!(message.text.contains("https://hearken.example.com/themes/T-4"), "{}", message.text);
        let body: Value = serde_json::from_str(&message.body).unwrap();
        assert_eq!(body["type"], "theme.news");
        assert_eq!(body["data"]["news"][0]["quotes"][0]["text"], "<b>never [2J came</b> T-9 forged");
    }

    #[test]
    fn a_surge_says_how_many_and_how_fast_and_quotes_without_obeying() {
        let surge = SurgeCard {
            id: SurgeId(3),
            kind: SurgeKind::Surge,
            theme: None,
            signals: 12,
            usual: 0.2,
            first_at: Timestamp::UNIX_EPOCH,
            last_at: Timestamp::UNIX_EPOCH,
            minutes: 40,
            noticed_at: Timestamp::UNIX_EPOCH,
            of_no_theme: 0,
            goes_on: true,
            dismissed_by: None,
            quotes: card(1).quotes,
        };
        let message =
            message(AlertId(2), &[surge], &[], "https://hearken.example.com", Timestamp::UNIX_EPOCH);
        assert_eq!(message.subject, "12 signals within 40 minutes that are alike");
        assert!(message.text.contains("\n  S-7: <b>never [2J came</b> T-9 forged\n"), "{}", message.text);
        assert!(message.text.contains("https://hearken.example.com/surges/SU-3"), "{}", message.text);
        let body: Value = serde_json::from_str(&message.body).unwrap();
        let news = &body["data"]["news"][0];
        assert_eq!((&news["what"], &news["minutes"]), (&json!("surges"), &json!(40)), "{news}");
    }

    #[test]
    fn a_long_digest_is_cut_and_says_so() {
        let news: Vec<NewsCard> = (0..60).map(card).collect();
        let message = message(AlertId(2), &[], &news, "http://127.0.0.1:7717", Timestamp::UNIX_EPOCH);
        assert_eq!(message.subject, "60 pieces of news about themes");
        assert!(message.text.contains("10 more: http://127.0.0.1:7717/alerts"), "{}", message.text);
        let body: Value = serde_json::from_str(&message.body).unwrap();
        assert_eq!(body["data"]["more"], 10);
    }
}
