//! One look at a text, which collects what could begin a value. The rules look only there.

/// A text and what was seen in it.
pub(super) struct Scan<'t> {
    /// The text, in the one spelling that rules see.
    pub text: &'t str,
    /// How many ASCII digits there are.
    pub digits: usize,
    /// Whether there is an `@`, a `:` or a `=`.
    pub signs: bool,
}

impl<'t> Scan<'t> {
    /// Looks at a text.
    pub(super) fn new(text: &'t str) -> Self {
        let mut scan = Self { text, digits: 0, signs: false };
        for byte in text.bytes() {
            scan.digits += usize::from(byte.is_ascii_digit());
            scan.signs |= byte == b'@' || byte == b':' || byte == b'=';
        }
        scan
    }
}
