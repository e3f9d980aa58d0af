//! Which words may be kept in what is stored: only those that several people say. A word of one customer's, a name or a
//! number, must not outlive that customer in a model.

use rustc_hash::FxHashMap;

use super::row::Row;
use crate::speakers::{SPEAKERS_MIN, Speaker};

/// The words that are shared, by their hashes, ascending.
#[derive(Debug, Clone, Default)]
pub(super) struct SharedWords(Vec<u32>);

impl SharedWords {
    /// Those that at least [`SPEAKERS_MIN`] speakers of the rows say.
    pub(super) fn from_rows(rows: &[Row<'_>]) -> Self {
        let mut texts: FxHashMap<u32, usize> = FxHashMap::default();
        for hash in rows.iter().flat_map(|row| &row.hashes) {
            *texts.entry(*hash).or_default() += 1;
        }
        // Most words are of few texts, and need no list of speakers.
        texts.retain(|_, texts| *texts >= SPEAKERS_MIN);
        let mut speakers: FxHashMap<u32, Vec<Speaker>> =
            texts.into_keys().map(|hash| (hash, Vec::with_capacity(SPEAKERS_MIN))).collect();
        for (number, row) in rows.iter().enumerate() {
            let speaker = Speaker::of(row.text.speaker, number);
            for hash in &row.hashes {
                if let Some(speakers) = speakers.get_mut(hash)
                    && speakers.len() < SPEAKERS_MIN
                    && !speakers.contains(&speaker)
                {
                    speakers.push(speaker);
                }
            }
        }
        let shared = speakers.into_iter().filter(|(_, speakers)| speakers.len() >= SPEAKERS_MIN);
        let mut hashes: Vec<u32> = shared.map(|(hash, _)| hash).collect();
        hashes.sort_unstable();
        Self(hashes)
    }

    pub(super) fn contains(&self, hash: u32) -> bool {
        self.0.binary_search(&hash).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::Vector;
    use crate::themes::Text;
    use crate::themes::features::hashes;
    use crate::themes::row::tests::{row, text};

    fn is_shared(speakers: &[Option<u64>]) -> bool {
        let texts: Vec<Text<'_>> =
            speakers.iter().map(|speaker| Text { speaker: *speaker, ..text("zanzibar") }).collect();
        let hashes = hashes("zanzibar");
        let rows: Vec<Row<'_>> = texts
            .iter()
            .map(|text| Row { hashes: hashes.clone(), ..row(text, Vec::new(), Vector::EMPTY) })
            .collect();
        SharedWords::from_rows(&rows).contains(hashes[0])
    }

    #[test]
    fn a_word_is_shared_from_the_fifth_speaker_on_however_many_texts_the_others_wrote() {
        let four: Vec<Option<u64>> = (0..40).map(|n| Some(n % 4)).collect();
        assert!(!is_shared(&four));
        assert!(is_shared(&[four, vec![Some(4)]].concat()));
    }

    #[test]
    fn texts_of_nobody_known_count_each_for_itself_and_beside_known_speakers() {
        assert!(!is_shared(&[None; 4]));
        assert!(is_shared(&[None; 5]));
        assert!(is_shared(&[Some(0), Some(1), Some(2), Some(3), None]));
        assert!(!is_shared(&[Some(0), Some(1), Some(1), Some(1), None]));
    }
}
