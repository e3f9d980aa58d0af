//! One sentence that describes a theme: a customer's own, nothing invented.

use super::find::show_sentence;
use super::name::Name;
use crate::embedding::{DIM, EmbeddingTable, Vector};
use crate::themes::Text;
use crate::words::{readable_share, words};

/// Members whose sentences are candidates, the most representative ones.
const TEXTS_MAX: usize = 60;
/// Characters of a sentence that can be read at a glance.
const CHARACTERS: std::ops::RangeInclusive<usize> = 25..=160;

/// What a title has ahead of the sentences below it: it was written to say what the rest is about.
const TITLE_BONUS: f32 = 0.15;

/// At least such a share of a sentence must be words.
const READABLE_SHARE_MIN: f32 = 0.8;

/// The sentence of the `members` (indices into `texts`, the most representative first) that lies nearest to their centroid,
/// preferring those that use the theme's own phrases; `None` where no sentence can be read at a glance.
pub fn sentence(texts: &[Text<'_>], members: &[u32], name: &Name) -> Option<String> {
    let members = &members[..members.len().min(TEXTS_MAX)];
    let mut sum = [0.0; DIM];
    for member in members {
        for (s, v) in sum.iter_mut().zip(texts[*member as usize].vector.values()) {
            *s += f32::from(*v);
        }
    }
    let centroid = Vector::quantise(&sum);
    let phrases: Vec<String> =
        name.words.iter().take(4).chain(&name.parts).map(|phrase| phrase.to_lowercase()).collect();
    let score = |sentence: &str| {
        let lower = sentence.to_lowercase();
        let used = phrases.iter().filter(|phrase| lower.contains(phrase.as_str())).count().min(2);
        centroid.dot(&EmbeddingTable::builtin().embed(sentence)) + 0.1 * used as f32
    };
    members
        .iter()
        .flat_map(|member| {
            let text = &texts[*member as usize];
            sentences(text.text).map(|sentence| (sentence, text.title.contains(sentence)))
        })
        .filter(|(sentence, _)| CHARACTERS.contains(&sentence.chars().count()) && is_readable(sentence))
        .map(|(sentence, titled)| (score(sentence) + if titled { TITLE_BONUS } else { 0.0 }, sentence))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, sentence)| show_sentence(sentence))
}

/// The sentences of a text: up to a full stop, a question or exclamation mark before a blank, or a line's end.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            if rest.trim().is_empty() {
                return None;
            }
            let stop = rest.char_indices().find_map(|(offset, c)| {
                let end = offset + c.len_utf8();
                let ends = matches!(c, '.' | '!' | '?' | '。' | '！' | '？');
                (ends && rest[end..].starts_with(|next: char| next.is_whitespace())).then_some(end)
            });
            let (sentence, after) = rest.split_at(stop.unwrap_or(rest.len()));
            rest = after;
            Some(sentence.trim())
        })
    })
}

/// Mostly words, not masks; neither shouted nor stammered.
fn is_readable(sentence: &str) -> bool {
    let letters = sentence.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = sentence.chars().filter(|c| c.is_uppercase()).count() * 2 > letters;
    let used: Vec<String> =
        words(sentence).into_iter().map(|word| sentence[word.span].to_lowercase()).collect();
    let different = used.iter().collect::<std::collections::HashSet<_>>().len();
    let plain = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '/'))
    };
    let written: Vec<&str> = sentence.split_whitespace().collect();
    let plain = written.iter().filter(|word| plain(word)).count();
    // "Gives this error message:" announces what is not there.
    !sentence.ends_with(':')
        && readable_share(sentence) >= READABLE_SHARE_MIN
        && !shouted
        && used.len() >= 4
        && different * 10 >= used.len() * 7
        && plain * 10 >= written.len() * 8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn description(texts: &[&str]) -> Option<String> {
        let vectors = EmbeddingTable::builtin().embed_all(texts);
        let texts: Vec<Text<'_>> = (0..)
            .zip(texts.iter().zip(vectors))
            .map(|(id, (text, vector))| Text::new(id, text, vector))
            .collect();
        let members: Vec<u32> = (0..texts.len() as u32).collect();
        sentence(&texts, &members, &Name { parts: vec!["refund".into()], words: vec!["refund".into()] })
    }

    #[test]
    fn the_sentence_is_a_customer_s_own_and_about_the_matter() {
        let description = description(&[
            "Hello there and good day to you. My refund never came to my account. Thanks a lot in advance, Ann.",
            "My refund was refused twice by the support. The weather is nice over here today.",
        ]);
        assert_eq!(description.as_deref(), Some("My refund never came to my account."));
    }

    #[test]
    fn what_cannot_be_read_at_a_glance_is_no_description() {
        assert_eq!(
            description(&[
                "ok",
                "XXXX XXXX XXXX XXXX XXXX XXXX XXXX",
                "please review the refund XXXX : XX/XX/XXXX XXXX XXXX XXXX : XX/XX/XXXX",
                "wow wow wow wow super super super",
                "gives this refund error message with it:",
                "Ye mm 0pq uh4:/K h qy2dd ZZ8 b3 p9",
                &"word ".repeat(200)
            ]),
            None
        );
    }
}
