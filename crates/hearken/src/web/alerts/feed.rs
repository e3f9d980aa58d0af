//! What was news in the last 60 days, as a feed for readers of feeds. They come in as programs do, with the token.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hearken_app::actions::alerts::cards::{NewsCard, NewsQuote};
use hearken_app::actions::alerts::list::{ListNews, NewsList};
use hearken_app::actions::surges::cards::SurgeCard;
use hearken_app::actions::surges::list::{ListSurges, SurgeList};
use hearken_app::view::View;
use hearken_domain::Timestamp;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::legible;

/// `GET /feeds/alerts.atom`
pub async fn atom(State(door): State<Door>) -> Result<Response, PageError> {
    let read = |view: &View| Ok((view.ask(&ListNews::default())?, view.ask(&ListSurges::default())?));
    let (list, surges) = door.read(read).await?;
    let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], feed(&list, &surges)).into_response())
}

fn feed(list: &NewsList, surges: &SurgeList) -> String {
    let noticed =
        [list.news.first().map(|card| card.noticed_at), surges.surges.first().map(|card| card.noticed_at)];
    let updated = noticed.into_iter().flatten().max().unwrap_or(Timestamp::UNIX_EPOCH);
    let mut feed = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    feed += "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>urn:hearken:news</id>\n<title>News about themes</title>\n";
    feed += "<author><name>Hearken</name></author>\n<link rel=\"self\" href=\"/feeds/alerts.atom\"/>\n";
    let _ = writeln!(feed, "<updated>{updated}</updated>");
    for card in surges.surges.iter().filter(|card| card.dismissed_by.is_none()) {
        surge_entry(&mut feed, card);
    }
    for card in &list.news {
        entry(&mut feed, card);
    }
    feed + "</feed>\n"
}

fn entry(feed: &mut String, card: &NewsCard) {
    let NewsCard { id, theme, noticed_at, .. } = card;
    let (name, says) = (text(card.name.as_str()), text(&card.says()));
    let quotes = quoted(&card.quotes);
    let _ = writeln!(
        feed,
        "<entry><id>urn:hearken:news:{id}</id><title>{name} {says}</title><updated>{noticed_at}</updated>\
         <link href=\"/themes/{theme}\"/><content type=\"text\">{quotes}</content></entry>"
    );
}

fn surge_entry(feed: &mut String, card: &SurgeCard) {
    let SurgeCard { id, noticed_at, .. } = card;
    let name = card.theme.as_ref().map(|theme| format!(": {}", text(theme.name.as_str())));
    let (says, name, quotes) = (text(&card.says()), name.unwrap_or_default(), quoted(&card.quotes));
    let _ = writeln!(
        feed,
        "<entry><id>urn:hearken:surge:{id}</id><title>{says}{name}</title><updated>{noticed_at}</updated>\
         <link href=\"/surges/{id}\"/><content type=\"text\">{quotes}</content></entry>"
    );
}

fn quoted(quotes: &[NewsQuote]) -> String {
    let quotes: Vec<String> =
        quotes.iter().map(|quote| format!("{}: {}", quote.signal, text(quote.text.as_str()))).collect();
    quotes.join("\n\n")
}

/// Words as XML takes them: escaped, and without the two characters that it knows not even so.
fn text(words: &str) -> String {
    legible::escaped(&words.replace('\r', "\n")).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use hearken_domain::{NewsKind, SignalId, ThemeId, Verbatim};

    use super::*;

    #[test]
    fn a_feed_is_escaped_and_its_entries_keep_their_ids() {
        let words = |text: &str| Verbatim::redacted(text.to_owned());
        let quote = words("]]><script>alert(1)</script>\u{ffff}");
        let card = NewsCard {
            id: 7,
            what: NewsKind::Rises,
            threshold: None,
            theme: ThemeId(4),
            name: words("late & <refunds>\u{1}"),
            view: None,
            signals: 9,
            customers: None,
            noticed_at: "2026-11-28T08:00:00Z".parse().unwrap(),
            quotes: vec![NewsQuote { signal: SignalId(7), text: quote }],
        };
        let feed = feed(
            &NewsList { now: Timestamp::UNIX_EPOCH, news: vec![card], next: None },
            &SurgeList { now: Timestamp::UNIX_EPOCH, surges: Vec::new() },
        );
        assert!(!feed.contains("<script") && !feed.contains(['\u{1}', '\u{ffff}']), "{feed}");
        for told in [
            "<id>urn:hearken:news:7</id>",
            "2026-11-28T08:00:00Z",
            "/themes/T-4",
            "late &#38; &#60;refunds&#62;",
        ] {
            assert!(feed.contains(told), "{told}: {feed}");
        }
    }
}
