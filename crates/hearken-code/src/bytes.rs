//! Numbers as bytes: seven bits each, the lowest first, the eighth saying that more follow (LEB128).

/// Appends a number.
pub(crate) fn put(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads numbers back.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next number; `None` at the end, and where the bytes are no number.
    #[inline]
    pub fn read_number(&mut self) -> Option<u32> {
        let mut number = 0u32;
        for (index, byte) in self.rest.iter().enumerate().take(5) {
            number |= u32::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                self.rest = &self.rest[index + 1..];
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_and_end_where_the_bytes_do() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, u32::MAX];
        let mut bytes = Vec::new();
        numbers.into_iter().for_each(|number| put(&mut bytes, number));
        let mut reader = Reader::new(&bytes);
        assert_eq!(numbers.map(|_| reader.read_number().unwrap()), numbers);
        assert_eq!(reader.read_number(), None);
        assert_eq!(Reader::new(&[0x80]).read_number(), None);
        assert_eq!(Reader::new(&[0x80; 9]).read_number(), None);
    }
}
