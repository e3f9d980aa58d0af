//! How values read on a page: numbers, times, addresses. Times are UTC, as they are stored.

use std::borrow::Borrow;

use hearken_domain::{Date, IdentifierKind, Money, SignalState, Timestamp, Unredacted, Verbatim};
use jiff::tz::TimeZone;

pub use hearken_app::actions::cards::abbreviated;
use hearken_app::actions::cards::{Direction, TrendCard};
use hearken_app::actions::themes::changed::{Change, ChangeKind};
use hearken_app::wording::times;

/// A count, in thousands: "1,923".
pub fn count(number: &u64) -> String {
    hearken_domain::grouped(*number)
}

/// A count with its noun: "1 signal", "1,923 signals".
pub fn counted(number: &u64, noun: &str) -> String {
    hearken_domain::counted(*number, noun)
}

/// A number of days: "1 day", "30 days".
pub fn days(number: &i64) -> String {
    hearken_domain::counted(number.unsigned_abs(), "day")
}

/// The noun alone, where the count stands apart: "signal", "signals".
pub fn noun(number: &u64, noun: &str) -> String {
    hearken_domain::noun_for(*number, noun)
}

/// The same of what is counted in memory.
pub fn counted_len(number: impl Borrow<usize>, noun: &str) -> String {
    hearken_domain::counted(*number.borrow() as u64, noun)
}

/// A small number in words, as a sentence says it.
pub fn spelled(number: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    words.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// How many themes, as a sentence begins: "One theme is", "Three themes are".
pub fn sentence_count(number: usize) -> String {
    let mut words = spelled(number);
    words[..1].make_ascii_uppercase();
    words + if number == 1 { " theme is" } else { " themes are" }
}

/// A day: "3 Oct 2019".
pub fn date(at: &Timestamp) -> String {
    format(at, "%-d %b %Y")
}

/// A day at the head of a page: "Thursday, 3 October 2019".
pub fn long_date(at: &Timestamp) -> String {
    format(at, "%A, %-d %B %Y")
}

/// A moment: "3 Oct 2019, 14:05 UTC".
pub fn moment(at: &Timestamp) -> String {
    format(at, "%-d %b %Y, %H:%M UTC")
}

/// When something is due, seen from `now`: "now", "in 20 seconds", "in 5 minutes", and further off the moment.
pub fn due(at: &Timestamp, now: &Timestamp) -> String {
    match at.duration_since(*now).as_secs() {
        ..=0 => "now".to_owned(),
        seconds @ 1..=119 => format!("in {}", counted(&seconds.unsigned_abs(), "second")),
        seconds @ 120..=3_599 => format!("in {}", counted(&(seconds / 60).unsigned_abs(), "minute")),
        _ => moment(at),
    }
}

/// A day as an address takes it: "2019-10-03".
pub fn day(at: &Timestamp) -> String {
    format(at, "%Y-%m-%d")
}

fn format(at: &Timestamp, pattern: &str) -> String {
    at.to_zoned_datetime(TimeZone::UTC).strftime(pattern).to_string()
}

/// A day that is no moment: "3 Oct 2019".
pub fn civil(day: &Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// Sums of several currencies, which are not one: "120,000 EUR and 40,000 USD".
pub fn sums(sums: &[Money]) -> String {
    let sums: Vec<String> = sums.iter().map(Money::to_string).collect();
    sums.join(" and ")
}

/// A share of one: "6.4%", "<0.1%".
pub fn percent(share: &f64) -> String {
    match share * 100.0 {
        0.0 => "0%".to_owned(),
        percent if percent < 0.1 => "<0.1%".to_owned(),
        percent if percent < 10.0 => format!("{percent:.1}%"),
        percent => format!("{percent:.0}%"),
    }
}

/// Bytes in the largest unit that keeps a whole number before the point: "23.4 MB".
pub fn bytes(number: &u64) -> String {
    bytes_each(&(*number as f64))
}

/// Bytes that may be parts of one: "812 bytes", "1.2 KB".
pub fn bytes_each(number: &f64) -> String {
    let units = ["KB", "MB", "GB", "TB"];
    if *number < 1000.0 {
        return counted(&(number.round() as u64), "byte");
    }
    let mut left = *number;
    let mut unit = "";
    for next in units {
        if left < 1000.0 {
            break;
        }
        left /= 1000.0;
        unit = next;
    }
    format!("{left:.1} {unit}")
}

/// How many in a time: "0.3", "12", "37,500".
pub fn rate(rate: &f64) -> String {
    if *rate < 10.0 { self::rating(rate) } else { count(&(rate.round() as u64)) }
}

/// A rating without needless digits: "1", "2.4".
pub fn rating(rating: &f64) -> String {
    format!("{rating:.1}").trim_end_matches(".0").to_owned()
}

/// A measure between 0 and 1: "0.91". Vectors are kept rounded, so that the same words can come out a little above it.
pub fn unit(value: &f32) -> String {
    format!("{:.2}", value.clamp(0.0, 1.0))
}

/// A trend in a few words.
pub fn trend(trend: &TrendCard) -> String {
    match (trend.direction, trend.ratio) {
        (Direction::New, _) => "new".to_owned(),
        (Direction::TooLittle, _) => Direction::TooLittle.label().to_owned(),
        (Direction::Steady, _) | (_, None) => "steady".to_owned(),
        (Direction::Rising, Some(ratio)) => format!("rising ×{}", times(ratio)),
        (Direction::Falling, Some(ratio)) => format!("falling ×{}", times(ratio)),
    }
}

/// How much of a change lies beyond the usual: "at least 17 signals beyond the usual".
pub fn beyond(change: &Change) -> String {
    let signals = change.beyond.round() as u64;
    match (signals, change.what) {
        (0, _) => "perhaps as usual".to_owned(),
        (_, ChangeKind::Falls) => format!("at least {signals} fewer than usual"),
        _ => format!("at least {} beyond the usual", hearken_domain::counted(signals, "signal")),
    }
}

/// How sure the ratio of a trend is.
pub fn interval(trend: &TrendCard) -> Option<String> {
    let (ratio, low) = (trend.ratio?, trend.ratio_low?);
    let high = trend.ratio_high.map_or_else(|| "no upper bound".to_owned(), |high| format!("{high:.2}"));
    Some(format!("×{ratio:.2}, 95% interval {low:.2} to {high}"))
}

/// The class that colours a trend.
pub fn direction(trend: &TrendCard) -> &'static str {
    match trend.direction {
        Direction::TooLittle => "steady",
        other => other.as_str(),
    }
}

/// A customer's words. As text they are escaped like all text of a template; nothing else reads them on a page.
pub fn words(words: &Verbatim) -> &str {
    words.as_str()
}

/// Labels that a signal in a list shows.
const LABELS_ON_A_CARD: usize = 6;

/// The labels that a signal in a list shows, …
pub fn first_labels(labels: &[Verbatim]) -> &[Verbatim] {
    &labels[..labels.len().min(LABELS_ON_A_CARD)]
}

/// … and how many there are beyond them.
pub fn labels_beyond(labels: &[Verbatim]) -> usize {
    labels.len().saturating_sub(LABELS_ON_A_CARD)
}

/// Whether a signal is open at its source, with the source's own word where that says more.
pub fn state(state: &Option<SignalState>, status: &Option<Verbatim>) -> Option<String> {
    match (state, status) {
        (Some(state), Some(status)) => Some(format!("{state}: {}", status.as_str())),
        (Some(state), None) => Some(state.to_string()),
        (None, status) => status.as_ref().map(|status| status.as_str().to_owned()),
    }
}

/// A link to the signals with a label.
pub fn label_href(label: &Verbatim) -> String {
    let label: String = form_urlencoded::byte_serialize(label.as_str().as_bytes()).collect();
    format!("/search?label={label}")
}

/// Foreign text that has not been through redaction, to stand where a template escapes it.
pub fn unredacted(text: &Unredacted) -> &str {
    text.as_str()
}

/// What a customer, or a person in it, is called, or that nobody said.
pub fn customer_name(name: Option<&Unredacted>) -> &str {
    name.map_or("[no name]", unredacted)
}

/// What sort of identifier it is, in a word.
pub fn identifier_kind(kind: &IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::ExternalId => "id",
        IdentifierKind::Email => "address",
        IdentifierKind::Domain => "domain",
    }
}

/// A customer's address, if it is safe to follow: only the web's own schemes.
pub fn link(url: &str) -> Option<&str> {
    let url = url.trim();
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    (web && !url.chars().any(|c| c.is_whitespace() || c.is_control())).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_days_in_utc() {
        let at: Timestamp = "2019-10-03T23:59:00Z".parse().unwrap();
        assert_eq!(date(&at), "3 Oct 2019");
        assert_eq!(long_date(&at), "Thursday, 3 October 2019");
        assert_eq!(moment(&at), "3 Oct 2019, 23:59 UTC");
        assert_eq!(day(&at), "2019-10-03");
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(link(" HTTPS://example.org/a?b=c "), Some("HTTPS://example.org/a?b=c"));
        assert_eq!(link("http://example.org"), Some("http://example.org"));
        let hostile = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "http:/example.org",
            "https://example.org/ onclick=x",
            "vbscript:x",
            "file:///etc/passwd",
            "héllo wörld",
            "",
        ];
        for url in hostile {
            assert_eq!(link(url), None, "{url:?}");
        }
    }

    #[test]
    fn shares_and_ratings_carry_no_needless_digits() {
        assert_eq!([0.0, 0.0004, 0.064, 0.42].map(|share| percent(&share)), ["0%", "<0.1%", "6.4%", "42%"]);
        assert_eq!([1.0, 2.36].map(|value| rating(&value)), ["1", "2.4"]);
    }
}
