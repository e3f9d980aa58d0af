//! The kind of a theme, from cues in its texts' words and from ratings where there are some.

use hearken_domain::ThemeKind;

use crate::themes::Text;

/// Texts that are read to tell the kind.
const READ_MAX: usize = 500;
/// Bytes of each that are read.
const BYTES_MAX: usize = 1500;

/// The kind of the `members` (indices into `texts`).
pub fn kind(texts: &[Text<'_>], members: &[u32]) -> ThemeKind {
    let step = members.len().div_ceil(READ_MAX).max(1);
    let sample: Vec<&Text<'_>> =
        members.iter().step_by(step).map(|member| &texts[*member as usize]).collect();
    // Stars go to five; a higher one says that the scale goes to ten (or a hundred).
    let best = sample.iter().filter_map(|text| text.rating).fold(5.0f64, f64::max);
    let scale = if best > 10.0 {
        100.0
    } else if best > 5.0 {
        10.0
    } else {
        5.0
    };
    let mut votes = [0u32; ThemeKind::ALL.len()];
    for text in &sample {
        votes[kind_of_text(text, scale) as usize] += 1;
    }
    let share = |kind: ThemeKind| f64::from(votes[kind as usize]) / sample.len().max(1) as f64;
    // Wishes and questions are voiced by fewer words than pain; a third of the texts is much.
    if share(ThemeKind::Question) >= 0.5 {
        ThemeKind::Question
    } else if share(ThemeKind::Request) >= 0.34 && share(ThemeKind::Request) >= share(ThemeKind::PainPoint) {
        ThemeKind::Request
    } else if share(ThemeKind::Praise) > share(ThemeKind::PainPoint) {
        ThemeKind::Praise
    } else {
        ThemeKind::PainPoint
    }
}

pub(crate) fn kind_of_text(text: &Text<'_>, scale: f64) -> ThemeKind {
    let read = &text.text[..text.text.floor_char_boundary(BYTES_MAX.min(text.text.len()))];
    let lower = read.to_lowercase().replace('’', "'");
    let count = |cues: &[&str]| cues.iter().filter(|cue| lower.contains(**cue)).count();
    let asks = lower.trim_end().ends_with('?') && lower.len() < 300;
    if count(WISHES) > 0 {
        return ThemeKind::Request;
    }
    match text.rating.map(|rating| rating / scale) {
        Some(rating) if rating >= 0.75 => ThemeKind::Praise,
        _ if asks => ThemeKind::Question,
        Some(rating) if rating <= 0.45 => ThemeKind::PainPoint,
        _ if count(PRAISES) > count(PAINS) => ThemeKind::Praise,
        _ => ThemeKind::PainPoint,
    }
}

const WISHES: &[&str] = &[
    "please add",
    "pls add",
    "would be nice",
    "would be great",
    "would be good",
    "would be better if",
    "i wish",
    "wish it",
    "wish there",
    "wish you",
    "would love to see",
    "would like to see",
    "should have an option",
    "should add",
    "need to add",
    "needs to add",
    "feature request",
    "add support",
    "could you add",
    "can you add",
    "add an option",
    "please make",
    "please bring",
    "please include",
    "please allow",
    "please provide",
    "hope you add",
    "needs a dark mode",
    "would like the ability",
    "add the ability",
    "add feature",
    "add a feature",
];

const PRAISES: &[&str] = &[
    "love",
    "great",
    "excellent",
    "awesome",
    "amazing",
    "best app",
    "easy to use",
    "user friendly",
    "perfect",
    "helpful",
    "good app",
    "nice app",
    "very good",
    "recommend",
    "fantastic",
    "wonderful",
    "superb",
    "works well",
    "thank",
    "convenient",
    "so easy",
    "very easy",
    "happy with",
];

const PAINS: &[&str] = &[
    "not ",
    "n't",
    "cannot",
    "never",
    "no longer",
    "error",
    "crash",
    "fail",
    "worst",
    "terrible",
    "horrible",
    "awful",
    "useless",
    "fraud",
    "scam",
    "wrong",
    "dispute",
    "refus",
    "problem",
    "issue",
    "bug",
    "slow",
    "stuck",
    "unable",
    "poor",
    "bad ",
    "waste",
    "charged",
    "denied",
    "complain",
    "stop",
    "annoying",
    "frustrat",
    "disappoint",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::Vector;

    fn kind_of(texts: &[(&str, Option<f64>)]) -> ThemeKind {
        let texts: Vec<Text<'_>> = texts
            .iter()
            .zip(0..)
            .map(|((text, rating), id)| Text { rating: *rating, ..Text::new(id, text, Vector::EMPTY) })
            .collect();
        let all: Vec<u32> = (0..texts.len() as u32).collect();
        kind(&texts, &all)
    }

    #[test]
    fn the_kind_follows_the_words_and_the_stars() {
        assert_eq!(kind_of(&[("it crashes", Some(1.0)), ("cannot pay", Some(2.0))]), ThemeKind::PainPoint);
        assert_eq!(kind_of(&[("great app", Some(5.0)), ("nice", Some(4.0))]), ThemeKind::Praise);
        assert_eq!(kind_of(&[("please add a dark mode", Some(4.0)), ("ok", None)]), ThemeKind::Request);
        assert_eq!(
            kind_of(&[("how do I change my PIN?", None), ("where is it?", None)]),
            ThemeKind::Question
        );
        assert_eq!(kind_of(&[("I love it, so easy to use", None)]), ThemeKind::Praise);
    }

    #[test]
    fn ratings_to_ten_are_read_against_ten() {
        assert_eq!(
            kind_of(&[("meh", Some(4.0)), ("fine", Some(9.0)), ("meh", Some(3.0))]),
            ThemeKind::PainPoint
        );
    }
}
