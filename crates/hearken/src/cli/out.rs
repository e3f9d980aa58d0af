//! Writing to the terminal: data to stdout, the rest to stderr, colour only where it is wanted, and never a control
//! character of a customer's.

use std::io::{self, Write};
use std::process::ExitCode;

use console::{Style, Term, measure_text_width, truncate_str};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::cli::next_step::worded;
use crate::shown::{is_order, on_one_line, shown};
use hearken_app::error::AppError;
use hearken_domain::{Unredacted, Verbatim};

/// Tables are no wider than this where nobody says how wide the window is.
const WIDTH_WITHOUT_TERMINAL: usize = 100;
const WIDTH_MIN: usize = 20;
const WIDTH_MAX: usize = 160;

/// Where a command writes.
pub struct Out {
    json: bool,
    /// Columns of the window; `None` where a file or a program reads, which takes lines of any length.
    window: Option<usize>,
    text: String,
}

impl Out {
    pub fn new(json: bool) -> Self {
        Self { json, window: window(), text: String::new() }
    }

    /// Whether data is wanted rather than text.
    pub fn json(&self) -> bool {
        self.json
    }

    /// Columns to write in.
    pub fn width(&self) -> usize {
        self.window.unwrap_or(WIDTH_WITHOUT_TERMINAL).min(WIDTH_MAX)
    }

    /// Whether a person reads, in a window whose columns are known.
    pub fn in_window(&self) -> bool {
        self.window.is_some()
    }

    /// Adds a customer's words as [`Self::paragraph`] does.
    pub fn verbatim(&mut self, words: &Verbatim, indent: usize) {
        self.paragraph(words.as_str(), indent);
    }

    /// Adds a line for people, as several where the window is narrower. Customers' words in it must have been through
    /// [`words`], foreign text through [`safe`].
    pub fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref().trim_end();
        match self.window {
            Some(width) => fit(line, width).iter().for_each(|line| self.whole_line(line)),
            None => self.whole_line(line),
        }
    }

    /// Adds a line that stays whole: for programs, or one that fits already.
    pub fn whole_line(&mut self, line: impl AsRef<str>) {
        // A name may hold a line end, and would be another line.
        self.text.push_str(&line.as_ref().trim_end().replace('\n', " "));
        self.text.push('\n');
    }

    /// Adds a line of source, cut where the window ends.
    pub fn cut_line(&mut self, line: &str) {
        match self.window {
            Some(width) => self.whole_line(truncate_str(line, width, "…")),
            None => self.whole_line(line),
        }
    }

    /// Adds words broken into lines of the width, indented.
    pub fn paragraph(&mut self, text: &str, indent: usize) {
        let width = self.width().saturating_sub(indent).clamp(WIDTH_MIN - 8, 96);
        for paragraph in safe(text).lines() {
            for line in wrap(paragraph, width) {
                self.whole_line(format!("{:indent$}{line}", ""));
            }
        }
    }

    /// The answer as data.
    pub fn data(&mut self, value: &impl Serialize) -> Result<(), AppError> {
        let json = serde_json::to_string_pretty(value).map_err(anyhow::Error::from)?;
        self.text.push_str(&escape_orders(&json));
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
        say_failure(self.json, &error.to_string(), hint.as_deref(), code)
    }
}

/// Says on stderr what failed and what to do, as data where that is wanted, and gives the code to end with.
pub fn say_failure(json: bool, message: &str, hint: Option<&str>, code: u8) -> ExitCode {
    let mut stderr = io::stderr();
    let _ = if json {
        let body = serde_json::json!({ "error": message, "hint": hint, "exit": code });
        writeln!(stderr, "{}", escape_orders(&body.to_string()))
    } else {
        let red = Style::new().for_stderr().red().bold();
        let told = |text: &str| safe(&on_one_line(text));
        let hint = hint.map_or_else(String::new, |hint| format!("\nhint: {}", told(hint)));
        writeln!(stderr, "{} {}{hint}", red.apply_to("error:"), told(message))
    };
    ExitCode::from(code)
}

/// Columns of the window, or those that `COLUMNS` asks for.
fn window() -> Option<usize> {
    let terminal = Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
    let asked = || std::env::var("COLUMNS").ok()?.parse().ok();
    terminal.or_else(asked).filter(|columns| *columns > 0).map(|columns| columns.max(WIDTH_MIN))
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
    safe(&on_one_line(&path.to_string_lossy()))
}

/// Foreign text without what a terminal would obey: control characters and reordering marks.
pub fn safe(text: &str) -> String {
    let shown = shown(text);
    match shown.contains(['\u{200e}', '\u{200f}']) {
        true => shown.replace(['\u{200e}', '\u{200f}'], "\u{fffd}"), // most terminals set each letter where it comes
        false => shown.into_owned(),
    }
}

/// Escapes what JSON allows as it is and a terminal may still obey.
fn escape_orders(json: &str) -> String {
    let obeyed = |c: char| is_order(c) && c != '\r';
    if !json.chars().any(obeyed) {
        return json.to_owned();
    }
    let escaped = |c: char| if obeyed(c) { format!("\\u{:04x}", c as u32) } else { c.to_string() };
    json.chars().map(escaped).collect()
}

/// A line as lines of at most `width` columns, broken at spaces and indented under the first; a word that is longer, such as
/// an address, stays whole.
fn fit(line: &str, width: usize) -> Vec<String> {
    if measure_text_width(line) <= width {
        return vec![line.to_owned()];
    }
    let indent = line.len() - line.trim_start_matches(' ').len();
    let under = " ".repeat((indent + 2).min(width / 2));
    let mut lines = Vec::new();
    let mut current = line[..indent].to_owned();
    let mut gap = "";
    for piece in line[indent..].split_inclusive(' ') {
        let word = piece.trim_end_matches(' ');
        let full = measure_text_width(&current) + gap.len() + measure_text_width(word) > width;
        if full && !current.trim().is_empty() {
            lines.push(std::mem::replace(&mut current, under.clone()));
        } else {
            current.push_str(gap);
        }
        current.push_str(word);
        gap = &piece[word.len()..];
    }
    lines.push(current);
    lines
}

/// Lines of at most `width` columns, broken between words, or inside one that is too long.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word = word.to_owned();
        while measure_text_width(&word) > width {
            let head = truncate_str(&word, width, "").into_owned();
            if head.is_empty() {
                break; // a letter that is wider than the window
            }
            word.drain(..head.len());
            lines.extend([std::mem::take(&mut line), head].into_iter().filter(|line| !line.is_empty()));
        }
        let gap = usize::from(!line.is_empty());
        if measure_text_width(&line) + gap + measure_text_width(&word) > width {
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
        let hostile = "\u{1b}[2Jgone\u{7}\u{9b}31m\u{202e}txt.exe\u{200f}\nnext\tline";
        let shown = safe(hostile);
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\u{200f}']));
        assert!(shown.contains("gone") && shown.contains("\nnext\tline"));
        assert_eq!(escape_orders("a\u{9b}b\u{202e}c"), "a\\u009bb\\u202ec");
        assert_eq!(safe("one\r\ntwo\rthree"), "one\ntwo\u{fffd}three");
    }

    #[test]
    fn lines_are_broken_between_words_and_inside_a_word_that_is_too_long() {
        assert_eq!(wrap("they charged me twice", 12), ["they charged", "me twice"]);
        assert_eq!(wrap("aaaaaaaa b", 4), ["aaaa", "aaaa", "b"]);
        assert_eq!(wrap("二重に請求された", 7), ["二重に", "請求さ", "れた"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn a_line_that_is_too_long_goes_on_below_and_an_address_stays_whole() {
        assert_eq!(fit("short", 20), ["short"]);
        assert_eq!(fit("  trend: 4 in the last weeks", 16), ["  trend: 4 in", "    the last", "    weeks"]);
        assert_eq!(
            fit("at http://127.0.0.1:7717/enter now", 12),
            ["at", "  http://127.0.0.1:7717/enter", "  now"]
        );
        assert_eq!(fit("請求 二重に請求された", 10), ["請求", "  二重に請求された"]);
        assert_eq!(fit("a   b", 5), ["a   b"], "columns stay under each other");
    }
}
