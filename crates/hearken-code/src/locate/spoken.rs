//! What of a report somebody said: placeholders that redaction left, stamps and levels of log lines, and lines made only of
//! words that every failure has, are no evidence of any place in the code.

use std::borrow::Cow;
use std::ops::Range;

use regex::Regex;

use crate::pattern::pattern;
use crate::stop::is_stop;
use crate::words::runs;

/// What stands in kept text for what was redacted: `[email 1]`, `[name c3f2a90b1d7e]`, `[erased]`.
static PLACEHOLDER: std::sync::LazyLock<Regex> = pattern!(
    r"\[(?:(?:email|phone|card|iban|account|ip|mac|ssn|id|passport|licence|credential|key|coordinates|name|address|birth",
    r"|custom) (?:\d{1,4}|[a-f][0-9a-f]{11})|erased)\]",
);

/// Dates and times as logs have them, with the zone.
static STAMP: std::sync::LazyLock<Regex> = pattern!(
    r"(?:\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?",
    r"(?:\b\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?",
    r"|\b\d{1,2}[-/ ](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[-/ ]\d{4}(?:[: ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?",
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* +\d{1,2}(?:, \d{4})? \d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?",
    r"|\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?)",
    r"(?: ?(?:[AP]M|UTC|GMT|CES?T|[ECMP][SD]T)\b| \d{4}\b|Z\b| ?[+-]\d\d:?\d\d\b)*",
);

/// The level of a log line, where such lines have it.
static LEVEL: std::sync::LazyLock<Regex> = pattern!(
    r"(?m)^[\s\[\]()|>]*(?:\[?(?i:trace|debug|info|notice|warn|warning|error|err|severe|fatal|critical|panic)[\]:]",
    r"|(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL)\b)",
    r"|\blevel=[a-z]+",
);

/// Words that tell that something failed, and not what.
const GENERIC: &str = " error errors err failed fail fails failing failure fatal exception warning warn info debug notice \
severe critical panic abort aborted crash crashed exit exited status code unknown unexpected internal occurred happened \
something went wrong problem issue bug broken command process program operation request task job null none undefined true \
false yes ok works working work ";

/// The report with what nobody said blanked out: every byte stands where it stood.
pub(crate) fn spoken(text: &str) -> Cow<'_, str> {
    let mut blank: Vec<Range<usize>> = Vec::new();
    for pattern in [&PLACEHOLDER, &STAMP] {
        blank.extend(pattern.find_iter(text).map(|found| found.range()));
    }
    let mut kept = blanked(text, &blank);
    // A level is known as one by what stands before it, once the stamp is gone.
    let levels: Vec<Range<usize>> = LEVEL.find_iter(&kept).map(|found| found.range()).collect();
    kept = Cow::Owned(blanked(&kept, &levels).into_owned());
    let mut generic = Vec::new();
    for line in kept.lines() {
        let from = line.as_ptr() as usize - kept.as_ptr() as usize;
        if is_generic(line) {
            generic.push(from..from + line.len());
        }
    }
    if levels.is_empty() && generic.is_empty() && blank.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(blanked(&kept, &generic).into_owned())
}

/// Whether every word of a line could stand in the report of any failure.
fn is_generic(line: &str) -> bool {
    let mut words = runs(line).map(|(_, run)| run.to_lowercase()).peekable();
    words.peek().is_some()
        && words.all(|word| {
            word.chars().all(char::is_numeric) || is_stop(&word) || GENERIC.contains(&format!(" {word} "))
        })
}

fn blanked<'a>(text: &'a str, ranges: &[Range<usize>]) -> Cow<'a, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        bytes[range.clone()]
            .iter_mut()
            .filter(|byte| !matches!(byte, b'\n' | b'\r'))
            .for_each(|byte| *byte = b' ');
    }
    // Whole characters were replaced, so it still is text.
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let spoken = spoken(text);
        assert_eq!(spoken.len(), text.len(), "every byte stands where it stood");
        runs(&spoken).map(|(_, run)| run.to_owned()).collect()
    }

    #[test]
    fn placeholders_of_redaction_say_nothing_and_other_brackets_do() {
        assert_eq!(
            words("[email 1] sees [name c3f2a90b1d7e] in [seat 1], [erased]"),
            ["sees", "in", "seat", "1"]
        );
    }

    #[test]
    fn stamps_and_levels_of_log_lines_say_nothing_and_their_messages_do() {
        for line in [
            "2024-03-05T12:00:00.123Z ERROR card declined",
            "2024-03-05 12:00:00,123 [WARN] card declined",
            "[Tue Mar 05 12:00:00 2024] [error] card declined",
            "Mar  5 12:00:00 WARNING: card declined",
            "05-Mar-2024 12:00:00.123 SEVERE card declined",
            "error: card declined",
            "level=error card declined",
        ] {
            assert_eq!(words(line), ["card", "declined"], "{line}");
        }
        assert_eq!(words("the error page is blank"), ["the", "error", "page", "is", "blank"]);
    }

    #[test]
    fn a_line_of_words_that_every_failure_has_says_nothing() {
        for line in ["error: failed", "Error: command failed with exit code 1", "It is not working!"] {
            assert!(words(line).is_empty(), "{line}");
        }
        assert_eq!(words("failed to waive the fee").len(), 5);
    }

    #[test]
    fn a_text_without_any_of_that_is_left_as_it_is() {
        assert!(matches!(spoken("you were charged twice — größer als zuvor"), Cow::Borrowed(_)));
    }
}
