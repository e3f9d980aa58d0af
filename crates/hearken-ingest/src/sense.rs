//! How much sense a text makes in the encoding in which it was read, by where its letters and signs beyond ASCII stand.

/// From -1 to 1: the share of letters beyond ASCII that stand where such letters stand, less that of those that do not.
pub(crate) fn sense(text: &str) -> f64 {
    let (mut points, mut all, mut previous) = (0, 0, ' ');
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if !letter.is_ascii() {
            all += 1;
            points += points_of(previous, letter, next);
        }
        previous = letter;
    }
    if all == 0 { 0.0 } else { f64::from(points) / f64::from(all) }
}

fn points_of(previous: char, letter: char, next: char) -> i32 {
    let between = previous.is_alphabetic() && next.is_alphabetic();
    match letter {
        // What no words hold: drawn lines, mathematics, characters for private use, modifiers that stand alone.
        char::REPLACEMENT_CHARACTER
        | '\u{2200}'..='\u{25ff}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{2b0}'..='\u{2ff}' => -1,
        letter if letter.is_control() => -1,
        'ª' | 'º' => i32::from(previous.is_ascii_digit()),
        // Scripts without case.
        '\u{590}'.. if letter.is_alphabetic() => 1,
        letter if letter.is_alphabetic() => cased(previous, letter, next),
        '’' | '‘' | '·' => i32::from(between),
        _ if between => -1,
        '“' | '”' | '„' | '«' | '»' | '–' | '—' | '…' | '•' | '€' | '£' | '©' | '®' | '™' | '°' | '¿'
        | '¡' | '\u{a0}' => 1,
        _ => 0,
    }
}

/// A letter that has a case: of the script of its neighbours, and no capital inside a word.
fn cased(previous: char, letter: char, next: char) -> i32 {
    let latin = |c: char| c < '\u{370}' || ('\u{1e00}'..'\u{1f00}').contains(&c);
    let foreign = |c: char| c.is_alphabetic() && latin(c) != latin(letter);
    if foreign(previous) || foreign(next) || letter.is_uppercase() && previous.is_lowercase() {
        return -1;
    }
    if previous.is_alphabetic() || next.is_alphabetic() {
        return 1;
    }
    // Words of one letter.
    if matches!(
        letter,
        'à' | 'è'
            | 'é'
            | 'ì'
            | 'ò'
            | 'ó'
            | 'À'
            | 'È'
            | 'É'
            | 'я'
            | 'и'
            | 'в'
            | 'с'
            | 'к'
            | 'у'
            | 'о'
            | 'а'
    ) {
        1
    } else {
        -1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_make_sense_and_the_same_bytes_in_another_encoding_make_less() {
        for (right, wrong) in [
            ("L’écran reste noir après", "LÕŽcran reste noir apr\u{8f}s"),
            ("für Größe", "f\u{81}r Gr”áe"),
            ("la mise à jour", "la mise ˆ jour"),
            ("não abre", "n╞o abre"),
        ] {
            assert!(
                sense(right) > 0.9 && sense(right) > sense(wrong) + 0.25,
                "{right}: {} {}",
                sense(right),
                sense(wrong)
            );
        }
        assert_eq!(sense("plain"), 0.0);
    }
}
