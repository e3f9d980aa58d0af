//! Praise that says nothing but that it is praise. "Good", "Good app" and "Nice one" have no words in common, and are one
//! matter all the same.

use hearken_domain::ThemeKind;

use super::Text;
use super::sample::Sample;
use crate::naming::kind;

/// Words of the median text up to which praise says nothing else.
const WORDS_MAX: usize = 5;
/// Ratings of so many texts in each hundred must say so, too.
const RATED_MIN: usize = 50;

/// Makes one community of all those that are short praise. Told by stars: words alone mistake too much for praise.
pub(super) fn join_praise(communities: &mut [u32], sample: &Sample<'_>) {
    let texts: Vec<Text<'_>> = sample.rows.iter().map(|row| *row.text).collect();
    let count = communities.iter().max().map_or(0, |most| *most as usize + 1);
    let mut members = vec![Vec::new(); count];
    for (community, row) in communities.iter().zip(0u32..) {
        members[*community as usize].push(row);
    }
    let is_praise = |members: &[u32]| {
        let rated = members.iter().filter(|row| texts[**row as usize].rating.is_some()).count();
        rated * 100 >= members.len() * RATED_MIN
            && median_words(&texts, members) <= WORDS_MAX
            && kind(&texts, members) == ThemeKind::Praise
    };
    let praise: Vec<bool> = members.iter().map(|members| is_praise(members)).collect();
    let Some(first) = praise.iter().position(|praise| *praise) else { return };
    for community in communities {
        if praise[*community as usize] {
            *community = first as u32;
        }
    }
}

fn median_words(texts: &[Text<'_>], members: &[u32]) -> usize {
    let mut words: Vec<usize> =
        members.iter().map(|row| texts[*row as usize].text.split_whitespace().count()).collect();
    words.sort_unstable();
    words.get(words.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::Vector;
    use crate::themes::sample::draw;
    use crate::themes::settings::Settings;

    fn joined(said: &[(&str, u32, Option<f64>)]) -> Vec<u32> {
        let texts: Vec<Text<'_>> = (0..)
            .zip(said)
            .map(|(id, (text, _, rating))| Text {
                rating: *rating,
                ..Text::new(id, text, Vector::quantise(&[1.0; 256]))
            })
            .collect();
        let distinct: Vec<u32> = (0..texts.len() as u32).collect();
        let sample = Sample::read(&draw(&texts, &distinct, &Settings::default()), Vec::new());
        let mut communities: Vec<u32> = said.iter().map(|(_, community, _)| *community).collect();
        join_praise(&mut communities, &sample);
        communities
    }

    #[test]
    fn short_praise_is_one_whatever_its_words_and_praise_of_something_stays() {
        let long = "The new savings pots are great, they round up every purchase that I make";
        let said =
            [("Good", 0, Some(5.0)), ("Good app", 1, Some(5.0)), (long, 2, Some(5.0)), ("Bad", 3, Some(1.0))];
        assert_eq!(joined(&said), [0, 0, 2, 3]);
    }

    #[test]
    fn without_stars_nothing_is_taken_for_praise() {
        assert_eq!(joined(&[("Good", 0, None), ("Good app", 1, None)]), [0, 1]);
    }
}
