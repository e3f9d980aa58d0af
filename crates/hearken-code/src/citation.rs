//! Commits and issues that a text names: `4f2a1b9`, `first bad commit: [4f2a1b9…]`, `#1234`, an issue's address.

use std::ops::Range;

use regex::Regex;

use crate::link::Naming;
use crate::pattern::pattern;

/// A hash that may be a commit's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedHash<'a> {
    /// The hash, in full or abbreviated.
    pub hash: &'a str,
    /// The words of the text that name it, on one line.
    pub raw: &'a str,
    /// As what it is named.
    pub named: Naming,
}

/// An issue or a change request that is named by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedIssue<'a> {
    /// Its number.
    pub number: u64,
    /// The words that name it.
    pub raw: &'a str,
    /// The last part of the repository's address, where it is named by one.
    pub repository: Option<&'a str>,
    /// Whether it is a bare `#12`, which may be an order's number as well.
    pub bare: bool,
}

/// Hashes and issues that are read of one text.
const NAMED_MAX: usize = 50;
/// Digits that git abbreviates a hash to at least, and those of a hash in full.
const HASH_MIN: usize = 7;
const HASH_MAX: usize = 64;
/// Characters before a hash within which something is said of it.
const NEAR: usize = 80;
/// Characters of a line that are quoted around a hash.
const QUOTED: usize = 60;

static HASH: std::sync::LazyLock<Regex> = pattern!(r"\b[0-9a-fA-F]{7,64}\b");
/// Hexadecimal digits that are no commit's: of a UUID, of a digest, of a colour, of an address in memory.
static OTHER: std::sync::LazyLock<Regex> = pattern!(
    r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b|\b(?:sha\d+|md5|index)[:= -]\S+|#[0-9a-fA-F]+\b"
);
/// What is written before the hash of the build that somebody runs: that is where they are, not what they mean.
static BUILD: std::sync::LazyLock<Regex> = pattern!(
    r"(?i)\b(?:versions?|builds?|built|revision|master|main|trunk|develop|head|latest|current|nightly|v?\d+\.\d+[\w.+-]*)\b",
    r"[^\w\n]*(?:\w+[^\w\n]+){0,2}$|\.\.\.?$",
);
/// What is written after it.
static BUILT: std::sync::LazyLock<Regex> =
    pattern!(r"(?i)^[^\w\n]{0,3}(?:master|main|trunk|\d{4}-\d\d-\d\d)\b|^\.\.");
/// The way to a commit in a link.
static LINK: std::sync::LazyLock<Regex> = pattern!(r"\S*/commits?/$");
/// A link to what stood in a file or folder then: it means that, and not what was changed.
static FILE_LINK: std::sync::LazyLock<Regex> = pattern!(r"/(?:blob|tree|raw|blame|src/commit|archive)/$");
/// The steps of a bisection, which name many commits that have done nothing.
static STEP: std::sync::LazyLock<Regex> = pattern!(
    r"(?i)^\W*git bisect (?:good|bad|start|skip|new|old|run)\b|^\s*#\s*(?:good|bad|skip|new|old|status|possible first bad commit)\b",
    r"|^\W*Bisecting:",
);
/// Words that say, before a hash, that it began there.
static BEGAN: std::sync::LazyLock<Regex> = pattern!(
    r"(?i)\bfirst (?:bad|new|broken) commit\b|\bbisect(?:ed|ing|ion|s)?\b|\bregress(?:ed|es|ion|ions)?\b|\bculprit\b",
    r"|\b(?:offending|guilty|bad|breaking|problematic) (?:commit|change)\b|\bintroduced (?:by|in|with|at|since)\b",
    r"|\bbroken? (?:by|in|since|with)\b|\b(?:caused by|due to|because of)\b|\bsince (?:commit|change|revision|rev|git)\b|\bsince\W*$",
    r"|\b(?:began|begins|started|starts) (?:\w+ )?(?:with|in|at|after|from)\b|\breverting\W*(?:(?:the )?commit\W*)?$",
);
/// The same, after it.
static SO_BEGAN: std::sync::LazyLock<Regex> = pattern!(
    r"(?i)\bfirst (?:bad|new|broken) commit\b|\bculprit\b|\b(?:introduced|introduces|broke|breaks|caused|causes|regressed)\b",
);
/// Words that say that it ended with what they stand beside.
static ENDED: std::sync::LazyLock<Regex> =
    pattern!(r"(?i)\b(?:fixed|resolved|solved|gone|works?) (?:by|in|since|with|at|as of|on|again)\b");

/// The hashes that a text names, in its order, each once.
pub(crate) fn hashes(text: &str) -> Vec<NamedHash<'_>> {
    let others: Vec<Range<usize>> = OTHER.find_iter(text).map(|found| found.range()).collect();
    let mut hashes: Vec<NamedHash<'_>> = Vec::new();
    for found in HASH.find_iter(text) {
        let (hash, line) = (found.as_str(), line_at(text, found.range()));
        let other = others.iter().any(|other| other.contains(&found.start()));
        let Some(named) = named_as(text, line, &found.range()).filter(|_| !other) else { continue };
        let at = found.start() - line.start;
        let raw = if named == Naming::Cause { quoted(&text[line.start..line.end], at) } else { hash };
        match hashes.iter().position(|known| known.hash.eq_ignore_ascii_case(hash)) {
            Some(known) if named == Naming::Cause && hashes[known].named != Naming::Cause => {
                hashes[known] = NamedHash { hash, raw, named };
            }
            Some(_) => {}
            None if hashes.len() < NAMED_MAX => hashes.push(NamedHash { hash, raw, named }),
            None => {}
        }
    }
    hashes
}

/// Where a line begins and ends.
#[derive(Debug, Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
}

fn line_at(text: &str, range: Range<usize>) -> Line {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    Line { start, end }
}

/// As what a hash is named, if it may be a commit's by where it stands.
fn named_as(text: &str, line: Line, range: &Range<usize>) -> Option<Naming> {
    let (hash, whole) = (&text[range.clone()], &text[line.start..line.end]);
    let written = &text[line.start..range.start];
    let after = &text[range.end..line.end];
    let first_bad = || {
        let whole = whole.to_lowercase();
        whole.contains("first bad commit") && !whole.contains("possible first")
    };
    let mixed = hash.bytes().any(|byte| byte.is_ascii_lowercase())
        && hash.bytes().any(|byte| byte.is_ascii_uppercase());
    if !(HASH_MIN..=HASH_MAX).contains(&hash.len())
        || mixed
        || FILE_LINK.is_match(written)
        || (STEP.is_match(whole) && !first_bad())
    {
        return None;
    }
    let before = &written[..LINK.find(written).map_or(written.len(), |link| link.start())];
    let cause = began(text, line, before, after);
    let said = || {
        let written = written.to_lowercase();
        let written = written.trim_end_matches([' ', ':', '[', '(', '`', '"', '\'']);
        ["commit", "commit/", "commits/", "rev", "revision", "sha"].iter().any(|word| written.ends_with(word))
    };
    let letters = hash.bytes().any(|byte| byte.is_ascii_alphabetic());
    let digits = hash.bytes().any(|byte| byte.is_ascii_digit());
    // Words of these letters (`defaced`) and numbers are hashes only where they are said to be.
    if !((letters && digits) || cause || said()) {
        return None;
    }
    Some(match cause {
        true => Naming::Cause,
        false if BUILD.is_match(before) || BUILT.is_match(after) => Naming::Build,
        false => Naming::Such,
    })
}

/// Whether it began there, as the line says, or the one before it where that introduces this one.
fn began(text: &str, line: Line, before: &str, after: &str) -> bool {
    let above = text[..line.start].trim_end().rsplit('\n').next().unwrap_or_default();
    // What another hash of the line is said to be is not said of this one.
    let near_before = HASH.find_iter(before).last().map_or(before, |other| &before[other.end()..]);
    let near_after = HASH.find(after).map_or(after, |other| &after[..other.start()]);
    let introduced = (before.trim().is_empty() || before.trim_start().starts_with("commit"))
        && (above.trim_end().ends_with(':') || above.contains("first bad commit"));
    let says = |pattern: &Regex, words: &str| pattern.is_match(words) && !ENDED.is_match(words);
    says(&BEGAN, nearest(clause_before(near_before)))
        || says(&SO_BEGAN, clause_after(near_after))
        || (introduced && (says(&BEGAN, above) || says(&SO_BEGAN, above)))
}

/// What stands right before a hash, so near that it is said of it.
fn nearest(before: &str) -> &str {
    before.char_indices().rev().nth(NEAR).map_or(before, |(at, _)| &before[at..])
}

/// The last sentence of what stands before a hash.
fn clause_before(before: &str) -> &str {
    before.rfind(". ").map_or(before, |at| &before[at + 2..])
}

/// The first sentence of what stands after it.
fn clause_after(after: &str) -> &str {
    after.find(['.', ';', '!', '?']).map_or(after, |at| &after[..at])
}

/// A line as it is quoted: around a byte of it, where it is long.
fn quoted(line: &str, at: usize) -> &str {
    let from = line[..at].char_indices().rev().nth(QUOTED).map_or(0, |(from, _)| from);
    let to = line[at..].char_indices().nth(QUOTED + HASH_MAX).map_or(line.len(), |(to, _)| at + to);
    line[from..to].trim()
}

static ISSUE: std::sync::LazyLock<Regex> = pattern!(
    r"(?P<address>https?://[^\s<>()]*?/(?P<repository>[\w.-]+)/(?:-/)?(?:issues|pull|pulls|merge_requests)/(?P<there>\d{1,8}))",
    r"|(?P<bugzilla>https?://[^\s<>()]*?show_bug\.cgi\?id=(?P<shown>\d{1,8}))",
    r"|(?:^|[\s(\[,;:>])(?P<sharp>#(?P<number>\d{1,8}))\b",
    r"|\b(?P<said>(?:GH-|(?i:issue|bug|bz|pr|pull request)[ :#-]{1,3})(?P<of>\d{1,8}))\b",
);

/// The issues and change requests that a text names by number, in its order, each once.
pub(crate) fn issues(text: &str) -> Vec<NamedIssue<'_>> {
    let mut named: Vec<NamedIssue<'_>> = Vec::new();
    for found in ISSUE.captures_iter(text) {
        let group = |names: [&str; 4]| names.into_iter().find_map(|name| found.name(name));
        let raw = group(["address", "bugzilla", "sharp", "said"]).map_or("", |raw| raw.as_str());
        let number =
            group(["there", "shown", "number", "of"]).and_then(|number| number.as_str().parse().ok());
        let Some(number) = number.filter(|number| *number > 0) else { continue };
        // "#1 … #2 …" counts points of a list.
        let bare = found.name("sharp").is_some();
        let point = bare && number < 10;
        let repository = found.name("repository").map(|repository| repository.as_str());
        if !point && named.len() < NAMED_MAX && !named.iter().any(|known| known.number == number) {
            named.push(NamedIssue { number, raw, repository, bare });
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<(&str, Naming)> {
        hashes(text).into_iter().map(|named| (named.hash, named.named)).collect()
    }

    #[test]
    fn a_hash_is_named_in_passing_in_an_address_and_in_full() {
        let text = "See 4f2a1b9, https://example.com/shop/shop/commit/0123456789abcdef0123456789abcdef01234567 and commit 1234567.";
        assert_eq!(
            named(text),
            [
                ("4f2a1b9", Naming::Such),
                ("0123456789abcdef0123456789abcdef01234567", Naming::Such),
                ("1234567", Naming::Such)
            ]
        );
    }

    #[test]
    fn where_it_began_is_what_a_bisection_or_the_words_beside_it_say() {
        for text in [
            "4f2a1b9c is the first bad commit",
            "# first bad commit: [4f2a1b9c] Waive fees",
            "I bisected it to 4f2a1b9c",
            "the fault is due to this commit: https://example.com/a/shop/commit/4f2a1b9c",
            "git bisect says:\ncommit 4f2a1b9c",
            "Regressed in 4f2a1b9c",
            "this regression was introduced by commit 4f2a1b9c (Waive fees)",
            "broken since commit 4f2a1b9c",
            "reverting 4f2a1b9c helps",
            "Regression from v1.2, caused by 4f2a1b9c",
        ] {
            assert_eq!(named(text), [("4f2a1b9c", Naming::Cause)], "{text}");
        }
        for text in [
            "It was fixed in 4f2a1b9c",
            "like 4f2a1b9c. It regressed",
            "4f2a1b9c says the same",
            "a fix was reverted in 4f2a1b9c",
        ] {
            assert_eq!(named(text), [("4f2a1b9c", Naming::Such)], "{text}");
        }
    }

    #[test]
    fn the_steps_of_a_bisection_and_links_to_files_name_no_commit_and_the_build_that_runs_is_told_apart() {
        let log = "git bisect start\n# good: [aaaaaaa1] One\ngit bisect good aaaaaaa1\n# bad: [bbbbbbb2] Two\n\
            git bisect bad bbbbbbb2\n# first bad commit: [ccccccc3] Three";
        assert_eq!(named(log), [("ccccccc3", Naming::Cause)]);
        for text in [
            "shop 1.2.3 (4f2a1b9c 2024-01-01)",
            "Version: latest (https://example.com/a/shop/commit/4f2a1b9c)",
            "a newly introduced bug, as it happens with the current master branch (commit 4f2a1b9c, built here)",
            "master at 4f2a1b9c",
            "Shop: 4f2a1b9c (`master`)",
        ] {
            assert_eq!(named(text), [("4f2a1b9c", Naming::Build)], "{text}");
        }
        for text in ["v0.9.1-12-g4f2a1b9c", "https://example.com/a/shop/blob/4f2a1b9c/src/pay.rs#L3"] {
            assert_eq!(named(text), [], "{text}");
        }
    }

    #[test]
    fn words_numbers_colours_and_other_ids_are_no_hashes() {
        let text = "defaced 12345678 #4f2a1b9c 550e8400-e29b-41d4-a716-446655440000 0x7f3a2b1c sha256:4f2a1b9c4f2a1b9c 4f2a1b";
        assert_eq!(named(text), []);
    }

    #[test]
    fn the_words_of_a_long_line_are_quoted_around_the_hash() {
        let text = format!("{} regressed in 4f2a1b9c {}", "ä".repeat(300), "ö".repeat(300));
        let raw = hashes(&text)[0].raw;
        assert!(raw.contains("regressed in 4f2a1b9c") && raw.chars().count() < 200, "{raw}");
    }

    #[test]
    fn issues_are_named_by_number_by_word_and_by_address() {
        let text = "Like #12, GH-13, issue 14 and bug #15; https://example.com/acme/shop/issues/16 and\n#17 \
            https://example.org/show_bug.cgi?id=18 but not #1, a#19, #20a or order 21";
        let found: Vec<u64> = issues(text).iter().map(|issue| issue.number).collect();
        assert_eq!(found, [12, 13, 14, 15, 16, 17, 18]);
        assert_eq!(issues(text)[4].repository, Some("shop"));
        assert_eq!(issues(text)[0].raw, "#12");
    }

    #[test]
    fn hostile_texts_are_read_in_their_time() {
        let text = "#1234 a1b2c3d since commit ".repeat(20_000);
        assert_eq!((hashes(&text).len(), issues(&text).len()), (1, 1));
    }
}
