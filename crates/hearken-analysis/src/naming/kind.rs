//! The kind of a theme: that of what its signals say.

use hearken_domain::ThemeKind;

use crate::readings::Reader;
use crate::themes::Text;

/// Texts that are read to tell the kind.
const READ_MAX: usize = 500;

/// The kind of the `members` (indices into `texts`): the one that most of them say, each counted by how sure its reading is.
/// What says none of the kinds has no say.
pub fn kind(texts: &[Text<'_>], members: &[u32]) -> ThemeKind {
    let step = members.len().div_ceil(READ_MAX).max(1);
    let sample: Vec<&Text<'_>> =
        members.iter().step_by(step).map(|member| &texts[*member as usize]).collect();
    let best = best_rating(&sample);
    let reader = Reader::built_in();
    let mut said = [0.0; ThemeKind::ALL.len()];
    for text in sample {
        let rating = text.rating.map(|rating| rating / best * 5.0);
        let reading = reader.read(&Text { rating, ..*text });
        if let Some(kind) = reading.says {
            said[kind as usize] += reading.says_confidence;
        }
    }
    let more = |best: ThemeKind, kind| if said[kind as usize] > said[best as usize] { kind } else { best };
    ThemeKind::ALL.into_iter().fold(ThemeKind::PainPoint, more)
}

/// Stars go to five; a higher one among them says that the scale goes to ten (or a hundred).
fn best_rating(texts: &[&Text<'_>]) -> f64 {
    match texts.iter().filter_map(|text| text.rating).fold(0.0, f64::max) {
        best if best > 10.0 => 100.0,
        best if best > 5.0 => 10.0,
        _ => 5.0,
    }
}

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
    fn the_kind_is_that_of_what_its_texts_say() {
        assert_eq!(kind_of(&[("it crashes", Some(1.0)), ("cannot pay", Some(2.0))]), ThemeKind::PainPoint);
        assert_eq!(kind_of(&[("great app", Some(5.0)), ("nice", Some(4.0))]), ThemeKind::Praise);
        assert_eq!(kind_of(&[("please add a dark mode", Some(4.0)), ("ok", None)]), ThemeKind::Request);
        assert_eq!(
            kind_of(&[("how do I change my PIN?", None), ("where can I see my invoices?", None)]),
            ThemeKind::Question
        );
        assert_eq!(kind_of(&[("I love it, so easy to use", None)]), ThemeKind::Praise);
        assert_eq!(kind_of(&[("worst ever", Some(1.0)), ("worst app", Some(1.0))]), ThemeKind::PainPoint);
    }

    #[test]
    fn ratings_to_ten_are_read_against_ten() {
        let to_ten = [("meh", Some(4.0)), ("worst ever", Some(2.0)), ("bad app, it never works", Some(3.0))];
        assert_eq!(kind_of(&to_ten), ThemeKind::PainPoint);
        assert_eq!(kind_of(&[("great app", Some(9.0)), ("love it", Some(10.0))]), ThemeKind::Praise);
    }
}
