//! One record a line, as in JSON Lines.

use std::io;

use super::{KEPT_OF_OVERLONG, Step, Window, too_long};

/// Cuts at line ends. Blank lines are not records.
pub(crate) struct Lines;

impl Lines {
    pub(crate) fn next(window: &mut Window<'_>, bytes_max: usize) -> io::Result<Step> {
        let mut scanned = 0;
        loop {
            let bytes = window.bytes();
            if let Some(end) = memchr::memchr(window.newline(), &bytes[scanned..]) {
                let end = scanned + end;
                if end <= bytes_max {
                    let blank = bytes[..end].trim_ascii().is_empty();
                    return Ok(if blank { Step::Between(end + 1) } else { Step::Record(end + 1) });
                }
            }
            if bytes.len() > bytes_max {
                let beginning = bytes[..bytes_max.min(KEPT_OF_OVERLONG)].to_vec();
                let skipped = window.skip_line()?;
                return Ok(Step::Skipped(beginning, too_long("the line", skipped, bytes_max)));
            }
            if window.ended() {
                let blank = bytes.trim_ascii().is_empty();
                return Ok(if blank { Step::End } else { Step::Record(bytes.len()) });
            }
            scanned = bytes.len();
            window.read_more()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn a_line_of_100_mb_is_passed_over_in_bounded_memory_and_the_next_one_is_read() {
        let long = std::io::repeat(b'x').take(100_000_000);
        let all = Cursor::new(b"first\n").chain(long).chain(Cursor::new(b"\nlast"));
        let mut window = Window::new(Box::new(all));
        assert_eq!(Lines::next(&mut window, 1 << 20).unwrap(), Step::Record(6));
        window.consume(6);
        let Step::Skipped(beginning, reason) = Lines::next(&mut window, 1 << 20).unwrap() else {
            panic!("a line beyond the limit came through");
        };
        assert_eq!(beginning.len(), KEPT_OF_OVERLONG);
        assert_eq!(reason, "the line is 95.4 MiB long; at most 1 MiB are taken");
        assert!(window.bytes().len() < 8 << 20);
        assert_eq!(window.line(), 3);
        assert_eq!(Lines::next(&mut window, 1 << 20).unwrap(), Step::Record(4));
        assert_eq!(window.bytes(), b"last");
    }
}
