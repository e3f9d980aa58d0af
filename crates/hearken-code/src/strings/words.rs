//! Whether a text looks like words for people.

/// What a text must have to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Two words, or some letters of a script that puts no spaces between them.
    Words,
    /// One word.
    Word,
    /// Two words, or a path with a word in it.
    Route,
}

/// Bytes of a text beyond which it is data.
const BYTES_MAX: usize = 2_000;
/// Letters that only make a text where spaces are not written.
const LETTERS_MIN: usize = 4;

impl Wanted {
    pub fn is_met_by(self, text: &str) -> bool {
        // Most texts in code are short names: told without looking at their letters.
        if text.len() < 3 || text.len() > BYTES_MAX {
            return false;
        }
        match self {
            Self::Words => words(text),
            Self::Word => words(text) || text.split_whitespace().any(|token| word(token, 3)),
            Self::Route => words(text) || (text.contains('/') && text.split('/').any(|part| word(part, 3))),
        }
    }
}

fn words(text: &str) -> bool {
    let spaced = text.bytes().any(|byte| byte == b' ');
    if spaced && text.split_whitespace().filter(|token| word(token, 2)).nth(1).is_some() {
        return true;
    }
    !text.is_ascii() && text.chars().filter(|c| *c > '\u{2e80}' && c.is_alphabetic()).count() >= LETTERS_MIN
}

/// Whether a token is a word, but for marks around it; one in capitals within is a name in code.
fn word(token: &str, letters_min: usize) -> bool {
    let token =
        token.trim_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '$' | '_' | '/' | '<' | '='));
    let mut letters = 0;
    for c in token.chars() {
        match c {
            '\'' | '’' | '-' => {}
            c if c.is_alphabetic() => letters += 1,
            _ => return false,
        }
    }
    letters >= letters_min
}
