//! One sentence that says what a theme is about: a customer's own, nothing invented.

use super::name::Name;
use crate::meaning::{DIM, Table, Vector};
use crate::themes::Text;
use crate::words::{spoken_share, words};

/// Members whose sentences are looked at, the most telling ones.
const TEXTS_MAX: usize = 60;
/// Characters of a sentence that can be read at a glance.
const CHARS: std::ops::RangeInclusive<usize> = 25..=160;

/// Of what is written in it, so much must be words.
const SPOKEN: f32 = 0.8;

/// The sentence of the `members` (places in `texts`, the most telling first) that lies nearest to their middle, preferring
/// those that use the theme's own phrases; `None` where no sentence can be read at a glance.
pub fn sentence(texts: &[Text<'_>], members: &[u32], name: &Name) -> Option<String> {
    let members = &members[..members.len().min(TEXTS_MAX)];
    let mut sum = [0.0; DIM];
    for member in members {
        for (s, v) in sum.iter_mut().zip(texts[*member as usize].vector.values()) {
            *s += f32::from(*v);
        }
    }
    let centre = Vector::quantise(&sum);
    let phrases: Vec<String> = name
        .words
        .iter()
        .take(4)
        .chain([&name.name])
        .flat_map(|phrase| phrase.split(" · "))
        .map(str::to_lowercase)
        .collect();
    let score = |sentence: &str| {
        let lower = sentence.to_lowercase();
        let said = phrases.iter().filter(|phrase| lower.contains(phrase.as_str())).count().min(2);
        centre.dot(&Table::builtin().embed(sentence)) + 0.1 * said as f32
    };
    members
        .iter()
        .flat_map(|member| sentences(texts[*member as usize].text))
        .filter(|sentence| CHARS.contains(&sentence.chars().count()) && is_readable(sentence))
        .map(|sentence| (score(sentence), sentence))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, sentence)| sentence.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The sentences of a text: up to a full stop, a question or exclamation mark before a blank, or a line's end.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            if rest.trim().is_empty() {
                return None;
            }
            let stop = rest.char_indices().find_map(|(at, c)| {
                let end = at + c.len_utf8();
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
    let spoken: Vec<String> =
        words(sentence).into_iter().map(|word| sentence[word.at].to_lowercase()).collect();
    let different = spoken.iter().collect::<std::collections::HashSet<_>>().len();
    let plain = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '/'))
    };
    let written: Vec<&str> = sentence.split_whitespace().collect();
    let plain = written.iter().filter(|word| plain(word)).count();
    spoken_share(sentence) >= SPOKEN
        && !shouted
        && spoken.len() >= 4
        && different * 10 >= spoken.len() * 7
        && plain * 10 >= written.len() * 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::themes::Was;

    fn told(texts: &[&str]) -> Option<String> {
        let vectors = Table::builtin().embed_all(texts);
        let texts: Vec<Text<'_>> = (0..)
            .zip(texts.iter().zip(vectors))
            .map(|(id, (text, vector))| Text { id, text, vector, was: Was::Nowhere, rating: None, at_ms: 0 })
            .collect();
        let members: Vec<u32> = (0..texts.len() as u32).collect();
        sentence(&texts, &members, &Name { name: "Refund".into(), words: vec!["refund".into()] })
    }

    #[test]
    fn the_sentence_is_a_customer_s_own_and_about_the_matter() {
        let told = told(&[
            "Hello there and good day to you. My refund never came to my account. Thanks a lot in advance, Ann.",
            "My refund was refused twice by the support. The weather is nice over here today.",
        ]);
        assert_eq!(told.as_deref(), Some("My refund never came to my account."));
    }

    #[test]
    fn what_cannot_be_read_at_a_glance_is_no_description() {
        assert_eq!(
            told(&[
                "ok",
                "XXXX XXXX XXXX XXXX XXXX XXXX XXXX",
                "please review the refund XXXX : XX/XX/XXXX XXXX XXXX XXXX : XX/XX/XXXX",
                "wow wow wow wow super super super",
                "Ye mm 0pq uh4:/K h qy2dd ZZ8 b3 p9",
                &"word ".repeat(200)
            ]),
            None
        );
    }
}
