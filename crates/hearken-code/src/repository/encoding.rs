//! Names and messages of commits as text. A commit says in a header which encoding it is in; without one it is UTF-8,
//! or was made by a program that said nothing.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1252};

/// What git's users call encodings beside the names that browsers know.
const OTHER_NAMES: [(&str, &Encoding); 8] = [
    ("eucjp", EUC_JP),
    ("euckr", EUC_KR),
    ("cp932", SHIFT_JIS),
    ("ms932", SHIFT_JIS),
    ("cp936", GBK),
    ("cp949", EUC_KR),
    ("cp950", BIG5),
    ("euccn", GBK),
];

/// The encoding that a commit says it is in; UTF-8 where it says nothing, or names one that nobody knows.
pub(super) fn encoding_of(commit: &[u8]) -> &'static Encoding {
    let headers = commit.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty());
    let named = headers.filter_map(|line| line.strip_prefix(b"encoding ")).next();
    named.and_then(named_encoding).unwrap_or(UTF_8)
}

fn named_encoding(label: &[u8]) -> Option<&'static Encoding> {
    let label = String::from_utf8_lossy(label).trim().to_ascii_lowercase().replace('_', "-");
    let plain: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
    Encoding::for_label(label.as_bytes())
        .or_else(|| Encoding::for_label(plain.as_bytes()))
        .or_else(|| OTHER_NAMES.iter().find(|(name, _)| *name == plain).map(|(_, encoding)| *encoding))
}

/// The text of these bytes. What is no UTF-8, though nothing else was said, is taken as Western European, as most of
/// the programs that said nothing wrote it: every byte is a letter there, and none is lost.
pub(super) fn text(bytes: &[u8], encoding: &'static Encoding) -> String {
    let decode = |encoding: &'static Encoding| encoding.decode_without_bom_handling(bytes);
    match decode(encoding) {
        (_, true) if encoding == UTF_8 => decode(WINDOWS_1252).0.into_owned(),
        (text, _) => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(header: &str, message: &[u8]) -> String {
        let commit =
            [b"tree 0\nauthor A <a@b.example> 0 +0000\n", header.as_bytes(), b"\n", message].concat();
        text(message, encoding_of(&commit))
    }

    #[test]
    fn a_message_is_read_in_the_encoding_that_its_commit_names() {
        for (name, bytes, text) in [
            ("ISO-8859-1", &b"Stra\xdfe"[..], "Straße"),
            ("latin-1", b"Stra\xdfe", "Straße"),
            ("ISO8859_15", b"5 \xa4", "5 €"),
            ("KOI8-R", b"\xef\xd0\xcc\xc1\xd4\xc1", "Оплата"),
            ("CP1251", b"\xce\xef\xeb\xe0\xf2\xe0", "Оплата"),
            ("Shift-JIS", b"\x8e\x78\x95\xa5", "支払"),
            ("CP932", b"\x8e\x78\x95\xa5", "支払"),
            ("eucJP", b"\xbb\xd9\xca\xa7", "支払"),
            ("ISO-2022-JP", b"\x1b$B;YJ'\x1b(B", "支払"),
            ("GB18030", b"\xd6\xa7\xb8\xb6", "支付"),
            ("UTF-8", "Straße".as_bytes(), "Straße"),
        ] {
            assert_eq!(message(&format!("encoding {name}\n"), bytes), text, "{name}");
        }
    }

    #[test]
    fn what_a_commit_says_in_its_message_names_no_encoding() {
        assert_eq!(message("", "encoding ISO-8859-1\n\nStraße".as_bytes()), "encoding ISO-8859-1\n\nStraße");
    }

    #[test]
    fn without_a_known_name_no_letter_is_lost() {
        assert_eq!(message("", b"Stra\xdfe"), "Straße");
        assert_eq!(message("encoding x-of-nobody\n", b"Stra\xdfe"), "Straße");
        assert_eq!(message("encoding x-of-nobody\n", "Straße".as_bytes()), "Straße");
    }
}
