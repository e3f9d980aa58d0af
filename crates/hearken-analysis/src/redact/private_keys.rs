//! Private keys between their first and last lines, whole or cut off.

use super::candidate::{Candidates, Priority};
use super::cue::Cue;
use super::scan::Scan;
use super::sort::Sort;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    let mut past = 0;
    for seen in scan.seen.iter().filter(|seen| seen.cue == Cue::Block) {
        let label: String = scan.text[seen.end..].chars().take(60).collect();
        let Some(named) = label.to_ascii_uppercase().find("PRIVATE KEY") else { continue };
        let start = scan.text[..seen.start + 2].trim_end_matches('-').len();
        if start < past || label[..named].contains('\n') || label[..named].contains("--") {
            continue;
        }
        let body = seen.end + named;
        past = body + end_of(&scan.text[body..]);
        out.goes(start..past, Sort::Key, "private key", Priority::Block);
    }
}

/// Where the last line of a key ends; where it was cut off, the last of its lines.
fn end_of(text: &str) -> usize {
    let last = text.match_indices("END ").find(|(at, _)| {
        let line: String = text[*at..].chars().take(60).collect();
        text[..*at].trim_end().ends_with('-') && line.contains("PRIVATE KEY")
    });
    let Some((at, _)) = last else { return cut_off(text) };
    let rest = &text[at..];
    let dashes = rest.find("--").unwrap_or(rest.len());
    at + dashes + rest[dashes..].bytes().take_while(|byte| *byte == b'-').count()
}

/// Where a key without a last line ends: before the first line that is a sentence, which is a customer's again.
fn cut_off(text: &str) -> usize {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if is_sentence(line) {
            break;
        }
        end += line.len();
    }
    text[..end].trim_end().len()
}

/// Whether a line is several words, none of them as long as those of keys are.
fn is_sentence(line: &str) -> bool {
    line.split_whitespace().count() >= 4 && line.split_whitespace().all(|word| word.len() < 20)
}
