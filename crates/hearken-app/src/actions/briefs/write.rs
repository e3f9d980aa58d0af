//! Writing a brief: sentences from pieces, and a note for every number.

use hearken_domain::{Date, ThemeId, Timestamp, Verbatim};
use jiff::tz::TimeZone;

use crate::actions::briefs::page::{BriefLine, BriefNote, BriefPiece, BriefSection};
use crate::error::AppError;
use crate::view::View;

/// The notes of a brief, as they come up.
pub(crate) struct Notes {
    notes: Vec<BriefNote>,
    /// What an address carries so that it looks back as the brief does.
    back: Option<String>,
}

impl Notes {
    pub(crate) fn new(view: &View) -> Result<Self, AppError> {
        let back = if view.looks_back() { Some(format!("as_of={}", view.as_of()?)) } else { None };
        Ok(Self { notes: Vec::new(), back })
    }

    /// A number, or a name, with a note that leads to `address` and says why.
    pub(crate) fn piece(
        &mut self,
        text: impl Into<String>,
        address: &str,
        why: impl Into<String>,
    ) -> BriefPiece {
        let text = Verbatim::redacted(text.into());
        let number = self.notes.len() as u64 + 1;
        let note = BriefNote {
            number,
            what: text.clone(),
            href: self.address(address),
            why: Verbatim::redacted(why.into()),
        };
        self.notes.push(note);
        BriefPiece { text, note: Some(number) }
    }

    /// A note alone; its number.
    pub(crate) fn number(&mut self, what: &str, address: &str, why: impl Into<String>) -> u64 {
        self.piece(what, address, why).note.unwrap_or_default()
    }

    /// An address that looks back as the brief does. What is known of customers, goals and opportunities is told as it is now, and
    /// the page of another host knows nothing of it.
    pub(crate) fn address(&self, address: &str) -> String {
        let looks_back = ["/search", "/themes/", "/signals/", "/code/", "/brief/", "/releases"];
        match &self.back {
            Some(back) if looks_back.iter().any(|start| address.starts_with(start)) => {
                let (path, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
                let sign = if path.contains('?') { '&' } else { '?' };
                format!("{path}{sign}{back}{fragment}")
            }
            _ => address.to_owned(),
        }
    }

    pub(crate) fn done(self) -> Vec<BriefNote> {
        self.notes
    }
}

/// Sentences on their way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line(Vec<BriefPiece>);

impl Line {
    /// A line that begins so.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self::default().say(text)
    }

    /// With more text: ours, or words that have been through redaction.
    pub(crate) fn say(mut self, text: impl Into<String>) -> Self {
        self.0.push(BriefPiece { text: Verbatim::redacted(text.into()), note: None });
        self
    }

    /// With a piece that has a note.
    pub(crate) fn with(mut self, piece: BriefPiece) -> Self {
        self.0.push(piece);
        self
    }

    /// With all of another.
    pub(crate) fn and(mut self, other: &BriefLine) -> Self {
        self.0.extend(other.pieces.iter().cloned());
        self
    }

    pub(crate) fn end(self) -> BriefLine {
        BriefLine { pieces: self.0 }
    }
}

/// A section of lines; `None` where there are none.
pub(crate) fn section(title: &str, lines: Vec<BriefLine>) -> Option<BriefSection> {
    (!lines.is_empty()).then(|| BriefSection { title: title.to_owned(), lines, quotes: Vec::new() })
}

/// Where the signals of a theme are listed.
pub(crate) fn signals_of(theme: ThemeId) -> String {
    format!("/search?theme={theme}")
}

/// A text as an address carries it.
pub(crate) fn in_address(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// How often: “once”, “twice”, “42 times”.
pub(crate) fn times(number: u64) -> String {
    match number {
        0 => "not once".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => hearken_domain::counted(more, "time"),
    }
}

/// A day: “3 Oct 2019”.
pub(crate) fn day(at: Timestamp) -> String {
    civil(at.to_zoned_datetime(TimeZone::UTC).date())
}

/// The same of a day that is no moment.
pub(crate) fn civil(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// A share of one, in words for a sentence: “7%”.
pub(crate) fn percent(share: f64) -> String {
    match share {
        share if share > 0.0 && share < 0.005 => "under 1%".to_owned(),
        share if (0.995..1.0).contains(&share) => "over 99%".to_owned(),
        share => format!("{:.0}%", share * 100.0),
    }
}

/// The first of several, and how many there are beyond: “a, b and 12 more”.
pub(crate) fn beyond(all: usize, shown: usize) -> u64 {
    all.saturating_sub(shown) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!([0, 1, 2, 1_203].map(times), ["not once", "once", "twice", "1,203 times"]);
        assert_eq!([0.001, 0.07, 0.999, 1.0].map(percent), ["under 1%", "7%", "over 99%", "100%"]);
        assert_eq!(in_address("a b&c=ü/x"), "a%20b%26c%3D%C3%BC/x");
    }
}
