//! E-mail addresses that are written so that no machine reads them: `ann [at] example [dot] com`.

use super::candidate::Candidates;
use super::cue::Cue;
use super::cues::Seen;
use super::emails::{domain_after, local_before, spelled};
use super::scan::Scan;

pub(super) fn find(scan: &Scan<'_>, out: &mut Candidates<'_>) {
    let ats = scan.seen.iter().filter(|seen| seen.cue == Cue::At);
    for at in ats {
        let before = scan.text[..at.start].trim_end_matches(' ');
        let after = scan.text.len() - scan.text[at.end..].trim_start_matches(' ').len();
        let near = at.start - before.len() <= 2 && after - at.end <= 2;
        let Some(start) = local_before(scan.text, before.len()).filter(|_| near) else { continue };
        let Some((end, dots)) = domain(scan, after) else { continue };
        if !before.ends_with('.') && is_meant(scan, at, &scan.text[start..before.len()], dots) {
            spelled(start..end, out);
        }
    }
}

/// Where a domain ends whose full stops may be spelled, and how many are.
fn domain(scan: &Scan<'_>, start: usize) -> Option<(usize, usize)> {
    let mut plain = String::new();
    let mut ends = vec![(0, start)];
    let mut at = start;
    let mut dots = 0;
    for _ in 0..6 {
        let rest = &scan.text[at..];
        let label =
            rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.'))).unwrap_or(rest.len());
        if label == 0 {
            break;
        }
        plain.push_str(&rest[..label]);
        at += label;
        ends.push((plain.len(), at));
        let Some(dot) = dot_at(scan, at) else { break };
        dots += 1;
        plain.push('.');
        at = dot;
    }
    let length = domain_after(&plain, 0)?;
    // Back to where that much of the domain ends in the text.
    let last = ends.partition_point(|(plain, _)| *plain < length);
    let (known, end) = *ends.get(last)?;
    Some((end - (known - length), dots))
}

/// Where the text goes on behind a full stop in other words that stands at a place.
fn dot_at(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let spaced = scan.text.len() - scan.text[at..].trim_start_matches(' ').len();
    let begins = |seen: &&Seen| seen.cue == Cue::Dot && (seen.start == at || seen.start == spaced);
    let first = scan.seen.partition_point(|seen| seen.end <= at);
    let dot = scan.seen[first..].iter().take(12).find(begins)?;
    Some(scan.text.len() - scan.text[dot.end..].trim_start_matches(' ').len())
}

/// Brackets are put there on purpose; the bare word `at` needs a spelled full stop, and more that says it is an address.
fn is_meant(scan: &Scan<'_>, at: &Seen, local: &str, dots: usize) -> bool {
    let mark = scan.text[at.start..at.end].trim();
    if mark.starts_with(['[', '(', '{', '<', '&']) {
        return true;
    }
    let telling = local.contains(['.', '_', '+']) || local.contains(|c: char| c.is_ascii_digit());
    let said = scan.cue_before(at.start, 40, &[Cue::Mail]).is_some();
    match mark {
        "@" => telling || said || dots > 0,
        "_at_" | "-at-" => dots > 0 || telling,
        _ => dots > 0 && (telling || said),
    }
}
