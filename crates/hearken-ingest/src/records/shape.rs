//! The beginning of a JSON text as a tree, as far as it reaches: what [`super::layout`] looks at to find the records.
//!
//! Written here rather than taken from `serde_json`, which gives nothing of a text that is cut off, and a beginning is.

/// Nesting beyond this ends the look.
const DEPTH_MAX: usize = 64;
/// Elements of one list, and members of one object, that are kept; all are passed over.
const KEPT_MAX: usize = 64;

/// What a JSON value is made of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A string of so many words.
    Words(usize),
    /// A number or a truth.
    Scalar,
    Null,
    List(Vec<Shape>),
    /// An object, its names as they stand in the text.
    Fields(Vec<(String, Shape)>),
}

impl Shape {
    /// The values that stand one after the other in `bytes`, the last one as far as it goes.
    pub(crate) fn read(bytes: &[u8]) -> Vec<Self> {
        let (mut reader, mut values) = (Reader { bytes, at: 0 }, Vec::new());
        while values.len() < KEPT_MAX
            && let Some(value) = reader.value(0)
        {
            values.push(value);
        }
        values
    }

    /// The members of an object.
    pub(crate) fn fields(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Fields(fields) => Some(fields),
            _ => None,
        }
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    /// The next value; `None` at the end, and where it is broken.
    fn value(&mut self, depth: usize) -> Option<Shape> {
        if depth > DEPTH_MAX {
            self.at = self.bytes.len();
        }
        match self.peek()? {
            b'[' => {
                self.at += 1;
                let mut elements = Vec::new();
                while !matches!(self.peek(), None | Some(b']'))
                    && let Some(element) = self.value(depth + 1)
                {
                    keep(&mut elements, element);
                }
                self.close(b']');
                Some(Shape::List(elements))
            }
            b'{' => {
                self.at += 1;
                let mut fields = Vec::new();
                while self.peek() == Some(b'"')
                    && let Some(name) = self.string()
                {
                    let value = if self.peek() == Some(b':') { self.member(depth) } else { None };
                    let Some(value) = value else { break };
                    keep(&mut fields, (String::from_utf8_lossy(name).into_owned(), value));
                }
                self.close(b'}');
                Some(Shape::Fields(fields))
            }
            b'"' => self.string().map(|string| Shape::Words(words(string))),
            b']' | b'}' | b':' => None,
            _ => {
                let rest = &self.bytes[self.at..];
                let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b',' | b']' | b'}' | b'[' | b'{');
                let len = rest.iter().position(ends).unwrap_or(rest.len()).max(1);
                self.at += len;
                Some(if rest.starts_with(b"null") { Shape::Null } else { Shape::Scalar })
            }
        }
    }

    /// Passes the bracket that closes; where another thing stands, the rest is spoilt.
    fn close(&mut self, bracket: u8) {
        self.at = if self.peek() == Some(bracket) { self.at + 1 } else { self.bytes.len() };
    }

    fn member(&mut self, depth: usize) -> Option<Shape> {
        self.at += 1;
        self.value(depth + 1)
    }

    fn peek(&mut self) -> Option<u8> {
        let rest = self.bytes.get(self.at..)?;
        let between = |b: &&u8| b.is_ascii_whitespace() || **b == b',';
        self.at += rest.iter().take_while(between).count();
        self.bytes.get(self.at).copied()
    }

    /// What stands between the quotes; `None` where they do not close on their line.
    fn string(&mut self) -> Option<&'b [u8]> {
        let start = self.at + 1;
        let mut end = start;
        loop {
            end += memchr::memchr3(b'"', b'\\', b'\n', self.bytes.get(end..)?)?;
            match self.bytes[end] {
                b'\\' => end += 2,
                b'"' => break,
                _ => {
                    self.at = self.bytes.len();
                    return None;
                }
            }
        }
        self.at = end + 1;
        Some(&self.bytes[start..end])
    }
}

fn keep<T>(kept: &mut Vec<T>, value: T) {
    if kept.len() < KEPT_MAX {
        kept.push(value);
    }
}

/// Words by the blanks between them; where words are not spaced, by their bytes.
fn words(string: &[u8]) -> usize {
    let spaced = string.split(|b| *b == b' ').filter(|word| !word.is_empty()).count();
    spaced.max(string.iter().filter(|b| **b >= 0x80).count() / 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_cut_off_is_read_as_far_as_it_goes() {
        let read = Shape::read(br#"{"n":1,"list":[{"text":"two words"},null,{"te"#);
        let words = Shape::Fields(vec![("text".to_owned(), Shape::Words(2))]);
        let list = Shape::List(vec![words, Shape::Null, Shape::Fields(Vec::new())]);
        let fields = vec![("n".to_owned(), Shape::Scalar), ("list".to_owned(), list)];
        assert_eq!(read, [Shape::Fields(fields)]);
    }

    #[test]
    fn values_one_after_the_other_are_told_apart_and_broken_ones_end_the_look() {
        assert_eq!(Shape::read(b"[1][2]\n{}").len(), 3);
        assert_eq!(Shape::read(b"{\"a\":\"open\nx"), [Shape::Fields(Vec::new())]);
        for odd in ["", "]", "{", "[", "\"", "{\"a\"", "{\"a\":", "{:}", "[[[[,", "\"\\"] {
            Shape::read(odd.as_bytes());
        }
        Shape::read(&b"[".repeat(500_000));
        Shape::read(&b"{\"a\":".repeat(500_000));
    }
}
