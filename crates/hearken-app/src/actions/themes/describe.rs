//! Names, kinds and representative verbatims of the themes that a clustering run found, and names of their areas: as places
//! in what signals say, so that a theme never keeps a customer's words.

use std::collections::BTreeSet;
use std::ops::Range;

use hearken_analysis::naming::{self, ClusterTexts, find_phrase, find_sentence, show_phrase};
use hearken_analysis::themes::Text;
use hearken_domain::{AreaId, Field, FoundTheme, Phrase, SignalId, Span, ThemeId, Verbatim};
use hearken_store::{NewArea, StoredText};

/// Representative signals kept for a theme.
const EXEMPLARS: usize = 7;
/// Representative signals that a description is looked for in.
const DESCRIBING: usize = 40;
/// Signals of a theme that are looked through for the words of its name.
const READ_MAX: usize = 400;
/// Places kept of a phrase, each of another customer: where one goes, the next is shown.
const SPANS_MAX: usize = 5;

/// A theme that was found: one cluster, or, of a theme that people ruled about, several.
pub struct Group {
    /// The theme that it continues.
    pub id: Option<ThemeId>,
    /// The theme that most of its signals were in, where it is born out of one.
    pub parent: Option<ThemeId>,
    /// Which groups lie near each other: those with the same number.
    pub area: u32,
    /// Indexes of its signals among the texts.
    pub members: Vec<u32>,
}

/// An area that was found: groups that lie near each other.
pub struct AreaGroup {
    /// The area that it continues.
    pub id: Option<AreaId>,
    /// The indexes of its groups.
    pub groups: Vec<usize>,
}

/// A theme with its name as it reads now.
pub struct Described {
    /// What describes it.
    pub found: FoundTheme,
    /// Its name.
    pub name: Verbatim,
}

/// Describes what was found. `stored` are the signals that `texts` were made of, in the same order.
pub fn describe(texts: &[Text<'_>], stored: &[StoredText], groups: &[Group]) -> Vec<Described> {
    let words = |members: &[u32]| ClusterTexts {
        texts: members.iter().map(|member| texts[*member as usize].text).collect(),
    };
    let names = naming::name(&groups.iter().map(|group| words(&group.members)).collect::<Vec<_>>());
    let described = groups.iter().zip(names).zip(1..).map(|((group, name), number)| {
        let representative = naming::exemplars(texts, &group.members, DESCRIBING);
        let sentence = naming::sentence(texts, &representative, &name);
        let mut finder = SpanFinder::new(stored, &representative, &group.members);
        let found = FoundTheme {
            id: group.id,
            kind: naming::kind(texts, &group.members),
            name: finder.phrases(&name.parts),
            words: finder.phrases(&name.words),
            description: sentence.map(|sentence| finder.sentence(&sentence)).unwrap_or_default(),
            exemplars: representative
                .iter()
                .take(EXEMPLARS)
                .map(|member| SignalId(texts[*member as usize].id))
                .collect(),
            signals: group.members.len() as u64,
            parent: group.parent,
        };
        Described { found, name: Verbatim::redacted(naming::write_name(&name.parts, number)) }
    });
    described.collect()
}

/// The areas with where the name of each stands: what sets it apart from the others, and from themes that lie in none.
pub fn describe_areas(
    texts: &[Text<'_>],
    stored: &[StoredText],
    groups: &[Group],
    areas: Vec<AreaGroup>,
) -> Vec<NewArea> {
    let of_area = |area: &AreaGroup| -> Vec<u32> {
        area.groups.iter().flat_map(|index| groups[*index].members.iter().copied()).collect()
    };
    let in_none =
        groups.iter().enumerate().filter(|(index, _)| !areas.iter().any(|area| area.groups.contains(index)));
    let members: Vec<Vec<u32>> =
        areas.iter().map(of_area).chain(in_none.map(|(_, group)| group.members.clone())).collect();
    let words = |members: &Vec<u32>| ClusterTexts {
        texts: members.iter().map(|member| texts[*member as usize].text).collect(),
    };
    let names = naming::name(&members.iter().map(words).collect::<Vec<_>>());
    let named = areas.into_iter().zip(names).zip(&members);
    named
        .map(|((area, name), members)| NewArea {
            id: area.id,
            name: SpanFinder::new(stored, &[], members).phrases(&name.parts),
            themes: area.groups,
        })
        .collect()
}

/// What some signals say, to find words in.
struct SpanFinder<'s> {
    signals: Vec<&'s StoredText>,
    /// The same in lower case, to pass over quickly what cannot hold a phrase.
    lower: Vec<String>,
}

impl<'s> SpanFinder<'s> {
    /// The first of `first`, then members spread evenly, as many as are read.
    fn new(stored: &'s [StoredText], first: &[u32], members: &[u32]) -> Self {
        let taken = members.len().min(READ_MAX);
        let sampled = (0..taken).map(|number| members[number * members.len() / taken]);
        let mut met = BTreeSet::new();
        let signals: Vec<&StoredText> = first
            .iter()
            .copied()
            .chain(sampled)
            .filter(|member| met.insert(*member))
            .map(|member| &stored[member as usize])
            .collect();
        let lower = signals
            .iter()
            .map(|one| format!("{}\n{}", one.title.as_deref().unwrap_or_default(), one.text).to_lowercase())
            .collect();
        Self { signals, lower }
    }

    /// Where each of the phrases stands; those that stand nowhere are left out.
    fn phrases(&mut self, phrases: &[String]) -> Vec<Phrase> {
        phrases.iter().map(|phrase| self.phrase(phrase)).filter(|phrase| !phrase.0.is_empty()).collect()
    }

    fn phrase(&self, phrase: &str) -> Phrase {
        // A word with an apostrophe may be written with another one.
        let lower = phrase.to_lowercase();
        let rare = lower.split(' ').filter(|word| !word.contains('\'')).max_by_key(|word| word.len());
        let may_say = |text: &str| rare.is_none_or(|word| text.contains(word));
        let (mut exact, mut other) = (Found::default(), Found::default());
        for (signal, lower) in self.signals.iter().zip(&self.lower) {
            if !may_say(lower) {
                continue;
            }
            if let Some((span, slice)) = find(signal, |text| find_phrase(text, phrase)) {
                let list = if show_phrase(slice) == phrase { &mut exact } else { &mut other };
                list.add(span, signal);
            }
            if exact.spans.len() == SPANS_MAX {
                break;
            }
        }
        let mut spans = exact.spans;
        spans.extend(other.spans);
        spans.truncate(SPANS_MAX);
        Phrase(spans)
    }

    fn sentence(&self, sentence: &str) -> Phrase {
        let mut found = Found::default();
        for signal in &self.signals {
            if let Some((span, _)) = find(signal, |text| find_sentence(text, sentence)) {
                found.add(span, signal);
            }
            if found.spans.len() == SPANS_MAX {
                break;
            }
        }
        Phrase(found.spans)
    }
}

/// Places, one of each customer.
#[derive(Default)]
struct Found {
    spans: Vec<Span>,
    speakers: BTreeSet<(bool, u64)>,
}

impl Found {
    fn add(&mut self, span: Span, signal: &StoredText) {
        let speaker = signal.contact.map_or((false, signal.id.0), |contact| (true, contact.0));
        if self.spans.len() < SPANS_MAX && self.speakers.insert(speaker) {
            self.spans.push(span);
        }
    }
}

/// Where a signal says something: in its title, else in its words.
fn find(signal: &StoredText, look: impl Fn(&str) -> Option<Range<usize>>) -> Option<(Span, &str)> {
    let texts = [(Field::Title, signal.title.as_deref()), (Field::Text, Some(signal.text.as_str()))];
    texts.into_iter().find_map(|(field, text)| {
        let text = text?;
        let range = look(text)?;
        let (start, end) = (u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?);
        let span = Span { signal: signal.id, revision: signal.revision, field, start, end };
        Some((span, text.get(range)?))
    })
}

#[cfg(test)]
mod tests {
    use hearken_domain::{ContactId, SourceId, Timestamp};

    use super::*;

    fn said(id: u64, contact: Option<u64>, text: &str) -> StoredText {
        StoredText {
            id: SignalId(id),
            source: SourceId(1),
            title: None,
            text: text.to_owned(),
            rating: None,
            at: Timestamp::UNIX_EPOCH,
            revision: 1,
            contact: contact.map(ContactId),
        }
    }

    #[test]
    fn a_phrase_keeps_a_place_of_each_of_five_customers_the_exact_spelling_first() {
        let stored: Vec<StoredText> = (0..8)
            .map(|n| said(n, Some(n / 2), if n == 6 { "my PIN is wrong" } else { "my pin is wrong" }))
            .collect();
        let members: Vec<u32> = (0..8).collect();
        let phrase = SpanFinder::new(&stored, &[], &members).phrase("PIN is wrong");
        let spans: Vec<u64> = phrase.0.iter().map(|span| span.signal.0).collect();
        assert_eq!(spans, [6, 0, 2, 4, 7], "one of each customer, but where both spellings are of one");
        assert_eq!((phrase.0[0].start, phrase.0[0].end), (3, 15));
    }

    #[test]
    fn what_nobody_says_in_a_row_has_no_place() {
        let stored = [said(1, None, "refund. never came")];
        assert!(SpanFinder::new(&stored, &[], &[0]).phrases(&["refund never".to_owned()]).is_empty());
    }
}
