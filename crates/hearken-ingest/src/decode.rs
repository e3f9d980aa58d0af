//! From bytes to UTF-8. The encoding is decided once, on a bounded beginning.
//!
//! A byte-order mark decides. Without one, UTF-16 shows by its zero bytes. What is valid UTF-8, or JSON, is UTF-8. Else
//! the encoding is detected, unless the result makes no sense as words: then it is UTF-8 with broken bytes in places.
//! Bytes that are broken in the decided encoding come out as the byte 0xFF, which is never valid UTF-8, so that the
//! record they stand in is rejected with its location and all others pass. Nothing becomes U+FFFD in silence.

use std::io::{Cursor, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE};

use crate::sense::sense;
use crate::unpack::{is_compressed, is_zip, read_error};
use crate::{ReadError, TextEncoding};

/// How much of the beginning the decision rests on.
const HEAD_BYTES: u64 = 256 << 10;

/// UTF-8 to come, and what it was.
pub(crate) struct Decoded<'r> {
    pub(crate) encoding: &'static str,
    pub(crate) reader: Box<dyn Read + 'r>,
}

/// Decides on the encoding of `reader`, unless it is given, and decodes it.
pub(crate) fn decode<'r>(
    name: &str,
    mut reader: Box<dyn Read + 'r>,
    given: Option<TextEncoding>,
) -> Result<Decoded<'r>, ReadError> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD_BYTES).read_to_end(&mut head).map_err(|error| read_error(name, 0, error))?;
    if head.is_empty() {
        return Err(ReadError::Empty { name: name.to_owned() });
    }
    let (encoding, mark) = match Encoding::for_bom(&head) {
        Some((encoding, mark)) => (TextEncoding::known(encoding), mark),
        None => {
            if let Some((what, advice)) = known_binary(&head) {
                return Err(ReadError::Binary { name: name.to_owned(), what, advice });
            }
            (given.map_or_else(|| without_mark(name, &head), Ok)?, 0)
        }
    };
    let mut cursor = Cursor::new(head);
    cursor.set_position(mark as u64);
    Ok(Decoded { encoding: encoding.name(), reader: encoding.reader(cursor.chain(reader)) })
}

fn without_mark(name: &str, head: &[u8]) -> Result<TextEncoding, ReadError> {
    if let Some(encoding) = utf16_without_mark(head) {
        return Ok(TextEncoding::known(encoding));
    }
    let Multibyte { valid, broken, truncated } = multibyte(head);
    let controls = head.iter().filter(|b| **b < 0x20 && !matches!(**b, 0x08..=0x0d | 0x1b)).count();
    // Stray zero bytes make no text binary; neither do a few of them in a short one.
    let binary =
        if broken > 0 { controls > 2 && controls * 50 > head.len() } else { controls * 3 > head.len() };
    if binary {
        let (what, advice) = ("a binary file", "expected is CSV, JSON, JSON Lines or plain text");
        return Err(ReadError::Binary { name: name.to_owned(), what, advice });
    }
    let json = head.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| matches!(b, b'{' | b'['));
    // Few sequences that begin as UTF-8 does and are then cut short are damage, not another alphabet.
    let damaged = truncated == broken && broken <= 3;
    if broken == 0 || json || damaged || (valid > 0 && valid >= broken) {
        return Ok(TextEncoding::known(UTF_8));
    }
    Ok(detected(head))
}

/// The encoding in which the words make most sense. The detector knows neither the Mac's nor those of DOS; they must make
/// clearly more sense than what it finds.
fn detected(head: &[u8]) -> TextEncoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, false);
    let guess = TextEncoding::known(detector.guess(None, Utf8Detection::Deny));
    let guessed = guess.lossy(head);
    let (mut best, mut most) = (None, (sense(&guessed) + 0.25).max(0.7));
    for rival in [TextEncoding::known(MACINTOSH), TextEncoding::CP437, TextEncoding::CP850] {
        let made = sense(&rival.lossy(head));
        if made > most {
            (best, most) = (Some(rival), made);
        }
    }
    let fallback = || if is_plausible_text(&guessed) { guess } else { TextEncoding::known(UTF_8) };
    best.unwrap_or_else(fallback)
}

/// UTF-16 of Latin text has a zero in every other byte. Zeros at one parity only, and no zero as a character.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (encoding, here, there) = if odd > even { (UTF_16LE, odd, even) } else { (UTF_16BE, even, odd) };
    let latin = here * 5 > pairs * 2;
    let other_script = here * 50 > pairs && std::str::from_utf8(head).is_err();
    if pairs < 2 || there * 10 > here || !(latin || other_script) {
        return None;
    }
    let (text, broken) = encoding.decode_without_bom_handling(&head[..pairs * 2]);
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    let broken = if broken { text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count() } else { 0 };
    ((controls + broken) * 20 <= pairs).then_some(encoding)
}

/// Sequences of bytes beyond ASCII.
#[derive(Default)]
struct Multibyte {
    /// Valid in UTF-8.
    valid: usize,
    /// Not so.
    broken: usize,
    /// Of these, with a valid beginning of two bytes or more.
    truncated: usize,
}

fn multibyte(head: &[u8]) -> Multibyte {
    let (mut count, mut chunks) = (Multibyte::default(), head.utf8_chunks().peekable());
    while let Some(chunk) = chunks.next() {
        count.valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let end_of_head = chunks.peek().is_none() && head.len() as u64 == HEAD_BYTES;
        if !chunk.invalid().is_empty() && !end_of_head {
            count.broken += 1;
            count.truncated += usize::from(chunk.invalid().len() > 1);
        }
    }
    count
}

/// Whether what lies beyond ASCII stands where letters and typographic signs stand. `caf\xE9` does; stray bytes of a
/// broken UTF-8 sequence, read as some Latin alphabet, mostly do not.
fn is_plausible_text(text: &str) -> bool {
    let (mut implausible, mut all, mut previous) = (0, 0, ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            let next = chars.peek().copied().unwrap_or(' ');
            let beside_letter = previous.is_alphabetic() || next.is_alphabetic();
            let capital_inside = c.is_uppercase() && previous.is_lowercase();
            let usual = match c {
                'ÿ' | 'þ' | 'Þ' | '¤' | '¦' | '¶' | '¬' | char::REPLACEMENT_CHARACTER => false,
                c if c.is_control() => false,
                c if c.is_alphabetic() => beside_letter && !capital_inside,
                _ => true,
            };
            all += 1;
            implausible += usize::from(!usual);
        }
        previous = c;
    }
    implausible * 3 < all
}

/// Kinds of files that people pick by mistake.
fn known_binary(head: &[u8]) -> Option<(&'static str, &'static str)> {
    const EXPECTED: &str = "expected is CSV, JSON, JSON Lines or plain text";
    const MAGICS: [(&[u8], &str, &str); 15] = [
        (b"\x89PNG", "a PNG picture", EXPECTED),
        (b"\xff\xd8\xff", "a JPEG picture", EXPECTED),
        (b"GIF8", "a GIF picture", EXPECTED),
        (b"%PDF-", "a PDF document", "copy its text out, or export the data it was made from"),
        (b"\x7fELF", "a program", EXPECTED),
        (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "save it as CSV first"),
        (b"SQLite format 3\0", "an SQLite database", "export the table as CSV first"),
        (b"PAR1", "a Parquet file", "export it as CSV or JSON Lines first"),
        (b"BZh", "compressed with bzip2", "unpack it first"),
        (b"\xfd7zXZ\0", "compressed with xz", "unpack it first"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
        (b"Rar!", "a RAR archive", "unpack it first"),
        (b"OggS", "a sound file", EXPECTED),
        (b"ID3", "a sound file", EXPECTED),
        (b"RIFF", "a sound or video file", EXPECTED),
    ];
    if is_zip(head) || is_compressed(head) {
        return Some(("an archive inside an archive", "unpack it first"));
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some(("a tar archive", "unpack it first"));
    }
    // Some magics are letters, and a text may begin with them.
    let text = !head.starts_with(b"%PDF-") && !head.contains(&0) && std::str::from_utf8(head).is_ok();
    let known = MAGICS.iter().find(|(magic, ..)| !text && head.starts_with(magic));
    known.map(|(_, what, advice)| (*what, *advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (&'static str, Vec<u8>) {
        let mut decoded =
            decode("x", Box::new(Cursor::new(bytes.to_vec())), None).map_err(|e| e.to_string()).unwrap();
        let mut out = Vec::new();
        decoded.reader.read_to_end(&mut out).unwrap();
        (decoded.encoding, out)
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark_in_both_orders() {
        let text = "id,text\n1,Größe 😀 שלום\n";
        for big in [false, true] {
            let name = if big { "UTF-16BE" } else { "UTF-16LE" };
            let bare = utf16(text, big);
            assert_eq!(read(&bare), (name, text.as_bytes().to_vec()));
            let mark: &[u8] = if big { b"\xfe\xff" } else { b"\xff\xfe" };
            assert_eq!(read(&[mark, &bare].concat()), (name, text.as_bytes().to_vec()));
        }
    }

    #[test]
    fn half_a_surrogate_pair_and_a_cut_off_unit_come_out_as_a_byte_that_is_never_valid() {
        let parts = [b"\xff\xfe".to_vec(), utf16("good\n", false), vec![0x3d, 0xd8], utf16("bad\n", false)];
        let mut bytes = parts.concat();
        assert_eq!(read(&bytes).1, b"good\n\xffbad\n");
        bytes.push(b'x');
        assert_eq!(read(&bytes).1, b"good\n\xffbad\n\xff");
    }

    #[test]
    fn a_utf_8_mark_is_taken_off() {
        assert_eq!(read(b"\xef\xbb\xbftext\nhello"), ("UTF-8", b"text\nhello".to_vec()));
    }

    #[test]
    fn words_in_an_older_encoding_are_decoded() {
        assert_eq!(read(b"text\nle caf\xe9 est ferm\xe9\n").1, "text\nle café est fermé\n".as_bytes());
        let russian = encoding_rs::WINDOWS_1251.encode("текст\nприложение не работает после обновления\n").0;
        assert_eq!(read(&russian).1, "текст\nприложение не работает после обновления\n".as_bytes());
    }

    #[test]
    fn words_from_old_macs_and_from_dos_are_known_by_the_sense_that_they_make() {
        let (mac, dos, western) = ("macintosh", "CP437", "CP850");
        let files: [(&str, &[u8], &str); 6] = [
            (
                mac,
                b"L\xd5\x8ecran reste noir apr\x8fs la mise \x88 jour",
                "L’écran reste noir après la mise à jour",
            ),
            (
                mac,
                b"Der Bildschirm geht nach dem Update nicht an, sch\x9an w\x8are anders",
                "Der Bildschirm geht nach dem Update nicht an, schön wäre anders",
            ),
            (
                mac,
                b"La aplicaci\x97n no abre desde la actualizaci\x97n, espero una soluci\x97n",
                "La aplicación no abre desde la actualización, espero una solución",
            ),
            (
                dos,
                b"Der Drucker druckt nicht mehr, auch nicht f\x81r Gr\x94\xe1e A4",
                "Der Drucker druckt nicht mehr, auch nicht für Größe A4",
            ),
            (
                dos,
                b"L'\x82cran reste noir apr\x8as la mise \x85 jour",
                "L'écran reste noir après la mise à jour",
            ),
            (
                western,
                b"O aplicativo n\xc6o abre desde a atualiza\x87\xc6o",
                "O aplicativo não abre desde a atualização",
            ),
        ];
        for (encoding, bytes, words) in files {
            let file = [b"id,text\r\n1,", bytes, b"\r\n"].concat();
            let expected = format!("id,text\r\n1,{words}\r\n");
            assert_eq!(read(&file), (encoding, expected.into_bytes()), "{words}");
        }
    }

    #[test]
    fn the_encoding_of_the_west_is_not_mistaken_for_those_of_macs_and_dos() {
        for words in [
            "L’écran reste noir après la mise à jour",
            "Größe über „alles“ – schön für 5 €",
            "¿Dónde está la opción? ¡Así no!",
            "Não é possível abrir a aplicação às 10h",
            "È già così: perché non va più?",
        ] {
            let bytes = encoding_rs::WINDOWS_1252.encode(words).0;
            assert_eq!(read(&bytes), ("windows-1252", words.as_bytes().to_vec()), "{words}");
        }
    }

    #[test]
    fn an_encoding_that_is_given_counts_unless_a_mark_says_otherwise() {
        let given = |bytes: &[u8], name: &str| {
            let mut out = String::new();
            let input = Box::new(Cursor::new(bytes.to_vec()));
            let mut decoded =
                decode("x", input, Some(name.parse().unwrap())).map_err(|e| e.to_string()).unwrap();
            decoded.reader.read_to_string(&mut out).unwrap();
            (decoded.encoding, out)
        };
        assert_eq!(given(b"caf\x8e", "macroman"), ("macintosh", "café".to_owned()));
        assert_eq!(given(b"caf\x82", "cp437"), ("CP437", "café".to_owned()));
        assert_eq!(given(b"\xef\xbb\xbfcaf\xc3\xa9", "cp437"), ("UTF-8", "café".to_owned()));
    }

    #[test]
    fn broken_utf_8_stays_broken_instead_of_turning_into_other_letters() {
        for broken in
            [&b"text\nfine\n\xff\xfe no\n"[..], b"text\nna\xc3\xafve\n\xc3( no\n", b"text\n\xf0\x9f no\n"]
        {
            assert_eq!(read(broken), ("UTF-8", broken.to_vec()), "{broken:?}");
        }
    }

    #[test]
    fn binary_files_are_told_by_what_they_are() {
        let refused = |bytes: &[u8]| {
            decode("f", Box::new(Cursor::new(bytes.to_vec())), None)
                .err()
                .map(|e| e.to_string())
                .unwrap_or_default()
        };
        assert!(refused(b"\x89PNG\r\n\x1a\n0000").starts_with("f is a PNG picture, not text;"));
        assert!(refused(b"\x7fELF\x02\x01\x01\0\0\0").starts_with("f is a program"));
        let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(refused(&noise).starts_with("f is a binary file"));
        assert_eq!(refused(b""), "f is empty");
    }

    #[test]
    fn a_stray_zero_byte_does_not_make_a_text_binary() {
        assert_eq!(read(b"text\nhello\0world\n"), ("UTF-8", b"text\nhello\0world\n".to_vec()));
    }
}
