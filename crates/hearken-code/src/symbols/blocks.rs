//! Parts of a text that no grammar reads: paragraphs, put together to what fits on a screen.

/// Lines of a block at most.
const LINES_MAX: usize = 60;

/// Some lines of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The first, from 1; it is not blank.
    pub first_line: u32,
    /// The last; it is not blank.
    pub last_line: u32,
}

/// A text cut at blank lines into blocks of 60 lines at most; a longer paragraph is cut where it reaches that.
pub fn blocks(source: &str) -> Vec<Block> {
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    let mut paragraph: Option<(usize, usize)> = None;
    // One blank line more ends the last paragraph.
    for (number, line) in (1..).zip(source.lines().chain([""])) {
        if line.trim().is_empty() {
            if let Some((first, last)) = paragraph.take() {
                match blocks.last_mut() {
                    Some(block) if last - block.0 < LINES_MAX => block.1 = last,
                    _ => blocks.push((first, last)),
                }
            }
            continue;
        }
        let (first, last) = paragraph.get_or_insert((number, number));
        if number - *first >= LINES_MAX {
            blocks.push((*first, *last));
            *first = number;
        }
        *last = number;
    }
    let number = |line: usize| u32::try_from(line).unwrap_or(u32::MAX);
    blocks
        .into_iter()
        .map(|(first, last)| Block { first_line: number(first), last_line: number(last) })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(source: &str) -> Vec<(u32, u32)> {
        blocks(source).into_iter().map(|block| (block.first_line, block.last_line)).collect()
    }

    #[test]
    fn short_paragraphs_are_one_block() {
        assert_eq!(shown("\na\nb\n\n\nc\n"), [(2, 6)]);
    }

    #[test]
    fn a_text_is_cut_at_a_blank_line_before_sixty() {
        let source = format!("{}\n{}", "a\n".repeat(40), "b\n".repeat(40));
        assert_eq!(shown(&source), [(1, 40), (42, 81)]);
    }

    #[test]
    fn a_long_paragraph_is_cut_anyway() {
        assert_eq!(shown(&"a\n".repeat(130)), [(1, 60), (61, 120), (121, 130)]);
    }

    #[test]
    fn nothing_has_no_block() {
        assert_eq!(shown(""), []);
        assert_eq!(shown("\n \r\n\t"), []);
    }

    proptest! {
        #[test]
        fn blocks_hold_every_line_that_says_something_once(source in "(a?[ ]?\n){0,200}") {
            let mut last = 0;
            let blocks = blocks(&source);
            for block in &blocks {
                prop_assert!(block.first_line > last && block.last_line >= block.first_line);
                prop_assert!(block.last_line - block.first_line < 60);
                last = block.last_line;
            }
            for (number, _) in (1..).zip(source.lines()).filter(|(_, line)| !line.trim().is_empty()) {
                prop_assert!(blocks.iter().any(|block| block.first_line <= number && number <= block.last_line));
            }
        }
    }
}
