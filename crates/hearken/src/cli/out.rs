//! Writing to the terminal: data to stdout, the rest to stderr, colour only where it is wanted, and never a control
//! character of a customer's.

use std::io::{self, Write};
use std::process::ExitCode;

use console::{Style, Term};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::cli::next_step::worded;
use hearken_app::error::AppError;
use hearken_domain::{Unredacted, Verbatim};

const WIDTH_WITHOUT_TERMINAL: usize = 100;
const WIDTH_MAX: usize = 160;

/// Where a command writes.
pub struct Out {
    json: bool,
    width: usize,
    text: String,
}

impl Out {
    pub fn new(json: bool) -> Self {
        let width =
            Term::stdout().size_checked().map_or(WIDTH_WITHOUT_TERMINAL, |(_, columns)| columns.into());
        Self { json, width: width.clamp(40, WIDTH_MAX), text: String::new() }
    }

    /// Whether data is wanted rather than text.
    pub fn json(&self) -> bool {
        self.json
    }

    /// Columns to write in.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Adds a customer's words as [`Self::paragraph`] does.
    pub fn verbatim(&mut self, words: &Verbatim, indent: usize) {
        self.paragraph(words.as_str(), indent);
    }

    /// Adds a line for people. Customers' words in it must have been through [`words`], foreign text through [`safe`].
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref().trim_end());
        self.text.push('\n');
    }

    /// Adds words broken into lines of the width, indented.
    pub fn paragraph(&mut self, text: &str, indent: usize) {
        let width = self.width.saturating_sub(indent).clamp(20, 96);
        for paragraph in safe(text).lines() {
            for line in wrap(paragraph, width) {
                self.line(format!("{:indent$}{line}", ""));
            }
        }
    }

    /// The answer as data.
    pub fn data(&mut self, value: &impl Serialize) -> Result<(), AppError> {
        let json = serde_json::to_string_pretty(value).map_err(anyhow::Error::from)?;
        self.text.push_str(&escape_controls(&json));
        self.text.push('\n');
        Ok(())
    }

    /// Writes what has gathered now, for a command that goes on.
    pub fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut stdout = io::stdout().lock();
        // A reader that went away (`| head`) is no failure.
        let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    }

    /// Says something to a person that is not the answer.
    pub fn note(&self, text: impl AsRef<str>) {
        let _ = writeln!(io::stderr(), "{}", safe(text.as_ref()));
    }

    /// Writes everything and ends well.
    pub fn finish(mut self) -> ExitCode {
        self.flush();
        ExitCode::SUCCESS
    }

    /// Says what failed and ends by whose turn it is.
    pub fn fail(mut self, error: &AppError) -> ExitCode {
        self.flush();
        let code = match error {
            AppError::User { .. } | AppError::Conflict { .. } | AppError::NotFound { .. } => 1,
            AppError::Config { .. } | AppError::Full { .. } | AppError::Held(_) => 3,
            AppError::Internal(_) => 4,
        };
        let hint = error.next_step().map(worded);
        if self.json {
            let body = serde_json::json!({ "error": error.to_string(), "hint": hint, "exit": code });
            self.note(body.to_string());
        } else {
            let red = Style::new().for_stderr().red().bold();
            let _ = writeln!(io::stderr(), "{} {}", red.apply_to("error:"), safe(&error.to_string()));
            if let Some(hint) = hint {
                self.note(format!("hint: {hint}"));
            }
        }
        ExitCode::from(code)
    }
}

/// A bar of bytes read, with rate and time left; silent where stderr is no terminal.
pub fn byte_bar(total: Option<u64>) -> ProgressBar {
    let style = match total {
        Some(_) => "{msg:<18} {bar:28} {bytes:>10}/{total_bytes:<10} {bytes_per_sec:>12}, {eta} left",
        None => "{msg:<18} {spinner} {bytes:>10} {bytes_per_sec:>12}",
    };
    bar(total, style)
}

/// A bar of a share done.
pub fn share_bar() -> ProgressBar {
    bar(Some(1000), "{msg:<18} {bar:28} {percent:>3}%")
}

fn bar(total: Option<u64>, style: &str) -> ProgressBar {
    let bar = match total {
        Some(total) => ProgressBar::new(total),
        None => ProgressBar::new_spinner(),
    };
    bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// A customer's words as a terminal may show them.
pub fn words(words: &Verbatim) -> String {
    safe(words.as_str())
}

/// Foreign text that has not been through redaction, as a terminal may show it.
pub fn unredacted(text: &Unredacted) -> String {
    safe(text.as_str())
}

/// A path as a terminal may show it: whoever named a file chose its letters.
pub fn path(path: &std::path::Path) -> String {
    safe(&path.to_string_lossy())
}

/// Foreign text without what a terminal would obey: control characters and reordering marks.
pub fn safe(text: &str) -> String {
    let obeyed = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    let shown = |c: char| if obeyed(c) { '\u{fffd}' } else { c };
    match text.contains("\r\n") {
        true => text.replace("\r\n", "\n").chars().map(shown).collect(), // an end of line, as others write it
        false => text.chars().map(shown).collect(),
    }
}

/// Escapes the controls that JSON allows and a terminal may still obey.
fn escape_controls(json: &str) -> String {
    if !json.chars().any(|c| matches!(c, '\u{7f}'..='\u{9f}')) {
        return json.to_owned();
    }
    json.chars()
        .map(
            |c| if matches!(c, '\u{7f}'..='\u{9f}') { format!("\\u{:04x}", c as u32) } else { c.to_string() },
        )
        .collect()
}

/// Lines of at most `width` columns, broken between words, or inside one that is too long.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word = word.to_owned();
        while console::measure_text_width(&word) > width {
            let head: String = word.chars().take(width).collect();
            word = word.chars().skip(width).collect();
            lines.extend([std::mem::take(&mut line), head].into_iter().filter(|line| !line.is_empty()));
        }
        let gap = usize::from(!line.is_empty());
        if console::measure_text_width(&line) + gap + console::measure_text_width(&word) > width {
            lines.push(std::mem::take(&mut line));
        } else if gap == 1 {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_customer_wrote_reaches_the_terminal_as_an_order() {
        let hostile = "\u{1b}[2Jgone\u{7}\u{9b}31m\u{202e}txt.exe\nnext\tline";
        let shown = safe(hostile);
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']));
        assert!(shown.contains("gone") && shown.contains("\nnext\tline"));
        assert_eq!(escape_controls("a\u{9b}b"), "a\\u009bb");
        assert_eq!(safe("one\r\ntwo\rthree"), "one\ntwo\u{fffd}three");
    }

    #[test]
    fn lines_are_broken_between_words_and_inside_a_word_that_is_too_long() {
        assert_eq!(wrap("they charged me twice", 12), ["they charged", "me twice"]);
        assert_eq!(wrap("aaaaaaaa b", 4), ["aaaa", "aaaa", "b"]);
        assert_eq!(wrap("", 10), [""]);
    }
}
