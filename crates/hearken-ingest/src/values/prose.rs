//! Text that is put together from paragraphs, lines and points of a list, as markup and rich text name them.

/// Text in the making. Breaks count only between words, so that nothing begins or ends with a blank line.
#[derive(Default)]
pub(crate) struct Prose {
    text: String,
    breaks: usize,
    bullet: bool,
    /// Whether the last words belong to a point of a list.
    in_list: bool,
}

impl Prose {
    /// Takes words as they are.
    pub(crate) fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.extend(std::iter::repeat_n('\n', self.breaks));
        }
        if self.bullet {
            self.text.push_str("- ");
        }
        self.in_list = self.bullet || (self.in_list && self.breaks < 2);
        (self.breaks, self.bullet) = (0, false);
        self.text.push_str(words);
    }

    /// What follows stands on a line of its own.
    pub(crate) fn line(&mut self) {
        if !self.bullet {
            self.breaks = self.breaks.max(1);
        }
    }

    /// What follows stands one line further down, at most two.
    pub(crate) fn next_line(&mut self) {
        if !self.bullet {
            self.breaks = (self.breaks + 1).min(2);
        }
    }

    /// What follows is a paragraph of its own.
    pub(crate) fn paragraph(&mut self) {
        if !self.bullet {
            self.breaks = 2;
        }
    }

    /// What follows is a point of a list.
    pub(crate) fn point(&mut self) {
        self.line();
        if self.in_list {
            self.breaks = 1;
        }
        self.bullet = true;
    }

    /// Whether words that follow are the first of their line.
    pub(crate) fn is_at_line_start(&self) -> bool {
        self.text.is_empty() || self.breaks > 0 || self.bullet || self.text.ends_with('\n')
    }

    /// The text.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}
