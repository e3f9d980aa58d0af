//! Encodings by name, and reading them as UTF-8. What `encoding_rs` knows is read by it; the two code pages of DOS that it
//! lacks are tables.

use std::fmt;
use std::io::{self, Read};
use std::str::FromStr;

use encoding_rs::{Decoder, DecoderResult, Encoding};

use crate::error::ParseEncodingError;

/// A character encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(Letters);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letters {
    Known(&'static Encoding),
    /// A name, and the letters of the bytes from 0x80 on.
    Table(&'static str, &'static str),
}

impl TextEncoding {
    /// DOS in the United States.
    pub(crate) const CP437: Self = Self(Letters::Table(
        "CP437",
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
     áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
     αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    ));
    /// DOS in Western Europe.
    pub(crate) const CP850: Self = Self(Letters::Table(
        "CP850",
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
     áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
     ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
    ));

    /// One that `encoding_rs` knows.
    pub(crate) const fn known(encoding: &'static Encoding) -> Self {
        Self(Letters::Known(encoding))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self.0 {
            Letters::Known(encoding) => encoding.name(),
            Letters::Table(name, _) => name,
        }
    }

    /// The beginning of a text, with U+FFFD for what is broken.
    pub(crate) fn lossy(self, bytes: &[u8]) -> String {
        match self.0 {
            Letters::Known(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Letters::Table(_, letters) => {
                let letters: Vec<char> = letters.chars().collect();
                bytes.iter().map(|byte| letter(*byte, &letters)).collect()
            }
        }
    }

    /// Reads `inner` as UTF-8. Broken bytes come out as the byte 0xFF.
    pub(crate) fn reader<'r>(self, inner: impl Read + 'r) -> Box<dyn Read + 'r> {
        match self.0 {
            Letters::Known(encoding) if encoding == encoding_rs::UTF_8 => Box::new(inner),
            Letters::Known(encoding) => {
                Box::new(Transcoder::new(inner, encoding.new_decoder_without_bom_handling()))
            }
            Letters::Table(_, letters) => Box::new(TableReader {
                inner,
                letters: letters.chars().collect(),
                out: Vec::new(),
                out_at: 0,
            }),
        }
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TextEncoding {
    type Err = ParseEncodingError;
    /// Reads a name of the web's standard, or one by which the code pages of DOS and the Mac are called.
    fn from_str(given: &str) -> Result<Self, ParseEncodingError> {
        let word = given.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        match word.as_str() {
            "cp437" | "cp-437" | "ibm437" | "437" | "oem-us" => return Ok(Self::CP437),
            "cp850" | "cp-850" | "ibm850" | "850" => return Ok(Self::CP850),
            "macroman" | "mac-roman" | "mac-os-roman" => return Ok(Self::known(encoding_rs::MACINTOSH)),
            _ => {}
        }
        let found = Encoding::for_label_no_replacement(given.trim().as_bytes())
            .or_else(|| Encoding::for_label_no_replacement(word.as_bytes()));
        found.map(Self::known).ok_or_else(|| ParseEncodingError(crate::message::shown(given, 40)))
    }
}

fn letter(byte: u8, letters: &[char]) -> char {
    match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(index) => letters.get(usize::from(index)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// Reads an encoding of one byte a letter as UTF-8.
struct TableReader<R> {
    inner: R,
    letters: Vec<char>,
    out: Vec<u8>,
    out_at: usize,
}

impl<R: Read> Read for TableReader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.out_at == self.out.len() {
            let mut raw = [0; 8 << 10];
            let count = self.inner.read(&mut raw)?;
            self.out.clear();
            self.out_at = 0;
            for byte in &raw[..count] {
                self.out.extend(letter(*byte, &self.letters).encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        let n = buf.len().min(self.out.len() - self.out_at);
        buf[..n].copy_from_slice(&self.out[self.out_at..self.out_at + n]);
        self.out_at += n;
        Ok(n)
    }
}

/// Reads any encoding as UTF-8.
struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    ended: bool,
    flushed: bool,
    out: Vec<u8>,
    out_at: usize,
}

impl<R: Read> Transcoder<R> {
    const CHUNK: usize = 64 << 10;

    fn new(inner: R, decoder: Decoder) -> Self {
        let (raw, out) = (Vec::with_capacity(Self::CHUNK), Vec::with_capacity(Self::CHUNK * 2));
        Self { inner, decoder, raw, raw_at: 0, ended: false, flushed: false, out, out_at: 0 }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.out.clear();
        self.out_at = 0;
        while self.out.is_empty() && !self.flushed {
            if self.raw_at == self.raw.len() && !self.ended {
                self.raw.clear();
                self.raw_at = 0;
                self.ended = self.inner.by_ref().take(Self::CHUNK as u64).read_to_end(&mut self.raw)? == 0;
            }
            self.out.resize(Self::CHUNK * 2, 0);
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.raw[self.raw_at..],
                &mut self.out,
                self.ended,
            );
            self.raw_at += read;
            self.out.truncate(written);
            match result {
                DecoderResult::Malformed(..) => self.out.push(0xff),
                DecoderResult::InputEmpty => self.flushed = self.ended,
                DecoderResult::OutputFull => {}
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.out_at == self.out.len() {
            self.refill()?;
        }
        let n = buf.len().min(self.out.len() - self.out_at);
        buf[..n].copy_from_slice(&self.out[self.out_at..self.out_at + n]);
        self.out_at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_found_by_the_names_that_people_call_it() {
        for (given, name) in [
            ("utf-8", "UTF-8"),
            ("UTF8", "UTF-8"),
            ("latin1", "windows-1252"),
            ("CP1252", "windows-1252"),
            ("MacRoman", "macintosh"),
            ("mac_roman", "macintosh"),
            ("x-mac-roman", "macintosh"),
            ("CP437", "CP437"),
            ("ibm437", "CP437"),
            ("850", "CP850"),
            ("cp866", "IBM866"),
            ("shift_jis", "Shift_JIS"),
            ("utf-16le", "UTF-16LE"),
        ] {
            assert_eq!(given.parse::<TextEncoding>().map(TextEncoding::name), Ok(name), "{given}");
        }
    }

    #[test]
    fn a_word_that_is_no_encoding_is_refused_with_those_there_are_and_each_of_them_is_one() {
        for given in ["klingon", "", "iso-2022-kr"] {
            let error = given.parse::<TextEncoding>().unwrap_err().to_string();
            assert!(error.contains("cp437") && error.contains("macintosh"), "{error}");
        }
        let error = "klingon".parse::<TextEncoding>().unwrap_err().to_string();
        let listed = error.split("encodings are ").nth(1).unwrap();
        for name in listed.split([',', ' ']).filter(|word| !matches!(*word, "" | "to")) {
            assert!(name.parse::<TextEncoding>().is_ok(), "{name}");
        }
    }

    #[test]
    fn the_code_pages_of_dos_are_read_by_their_tables() {
        let read = |encoding: TextEncoding, bytes: &[u8]| {
            let mut text = String::new();
            encoding.reader(bytes).read_to_string(&mut text).unwrap();
            assert_eq!(text, encoding.lossy(bytes));
            text
        };
        assert_eq!(read(TextEncoding::CP437, b"Gr\x94\xe1e \x81ber \xf1 5"), "Größe über ± 5");
        assert_eq!(read(TextEncoding::CP850, b"n\xc6o est\xa0"), "não está");
        for encoding in [TextEncoding::CP437, TextEncoding::CP850] {
            assert!(!encoding.lossy(&(0..=255).collect::<Vec<u8>>()).contains(char::REPLACEMENT_CHARACTER));
        }
    }
}
