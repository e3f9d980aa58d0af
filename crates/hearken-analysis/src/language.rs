//! Which language a text is in, so that people can filter by it. Only what is sure is said: most wrong guesses come from
//! short texts.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use whatlang::Lang;

/// Letters a text needs for a guess.
const LETTERS_MIN: usize = 20;
/// Bytes of a text that are looked at.
const BYTES_MAX: usize = 160;
/// English words that hold sentences together, or that no other language writes so. A text in which they are so frequent is
/// English, which spares most texts the longer look.
const ENGLISH: [&str; 126] = [
    "the", "and", "to", "is", "it", "of", "my", "this", "that", "for", "not", "have", "you", "with", "was",
    "but", "they", "are", "can", "when", "your", "from", "what", "very", "been", "has", "will", "would",
    "there", "their", "had", "which", "because", "don't", "we", "our", "were", "just", "please", "after",
    "use", "using", "doesn't", "can't", "didn't", "able", "get", "want", "also", "more", "than", "then",
    "only", "every", "how", "why", "like", "need", "some", "any", "out", "about", "now", "them", "great",
    "love", "easy", "it's", "good", "nice", "works", "work", "working", "never", "always", "even", "still",
    "really", "worst", "best", "make", "makes", "made", "new", "won't", "since", "does", "did", "should",
    "could", "other", "through", "time", "times", "much", "so", "too", "well", "way", "awesome", "amazing",
    "helpful", "useful", "thank", "thanks", "keep", "keeps", "used", "help", "know", "think", "nothing",
    "anything", "where", "who", "these", "those", "without", "before", "again", "back", "far", "give", "go",
    "see", "say",
];
/// Bytes of the longest of them.
const ENGLISH_BYTES_MAX: usize = 8;
const ENGLISH_SHARE: f64 = 0.2;

/// The language of a text as an ISO 639-1 code (639-3 where it has none of two letters), if that is sure.
pub fn language(text: &str) -> Option<&'static str> {
    let end = (0..=text.len().min(BYTES_MAX)).rev().find(|end| text.is_char_boundary(*end))?;
    let text = &text[..end];
    if text.chars().filter(|c| c.is_alphabetic()).count() < LETTERS_MIN {
        return None;
    }
    let (mut words, mut english) = (0, 0);
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()) {
        words += 1;
        english += usize::from(is_english(word));
    }
    if english >= 2 && f64::from(english as u32) >= ENGLISH_SHARE * f64::from(words) {
        return Some("en");
    }
    whatlang::detect(text).filter(whatlang::Info::is_reliable).map(|found| code(found.lang()))
}

fn is_english(word: &str) -> bool {
    static LISTED: LazyLock<FxHashSet<&[u8]>> =
        LazyLock::new(|| ENGLISH.iter().map(|word| word.as_bytes()).collect());
    let mut lower = [0; ENGLISH_BYTES_MAX];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    LISTED.contains(&*lower)
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Bul => "bg",
        Lang::Ron => "ro",
        Lang::Hun => "hu",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Pan => "pa",
        Lang::Guj => "gu",
        Lang::Mar => "mr",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Kan => "kn",
        Lang::Mal => "ml",
        Lang::Tha => "th",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Cmn => "zh",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_tells_its_language() {
        for (text, expected) in [
            ("I was charged twice for the same transfer and they will not refund it", "en"),
            ("Die Überweisung ist seit drei Tagen verschwunden, niemand antwortet mir", "de"),
            ("La aplicación se cierra cada vez que intento abrir mi cuenta bancaria", "es"),
            ("Приложение постоянно вылетает после последнего обновления", "ru"),
            ("앱이 업데이트 후에 계속 종료되어 사용할 수 없습니다 빨리 고쳐 주세요", "ko"),
            ("アプリが起動するたびに落ちてしまい、使えません。早く直してください。", "ja"),
        ] {
            assert_eq!(language(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_too_short_or_no_words_has_none() {
        for text in ["", "ok", "👍👍👍👍", "12345 67890 12345 67890", "nice app"] {
            assert_eq!(language(text), None, "{text}");
        }
    }
}
