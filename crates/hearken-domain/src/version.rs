//! Versions as tags and people write them: whether a tag names one, and how much of a step one is.

/// Bytes of a tag that is looked at.
const TAG_BYTES_MAX: usize = 100;
/// Numbers of one version.
const NUMBERS_MAX: usize = 6;
/// Words before a number that say no more than that a version follows.
const PLAIN_PREFIXES: [&str; 7] = ["v", "r", "rel", "release", "releases", "version", "ver"];
/// Words before a number that mark what is made by itself, and is no release.
const NO_RELEASES: [&str; 7] = ["nightly", "snapshot", "canary", "daily", "weekly", "build", "backup"];
/// Words behind the numbers of what came before a release, …
const BEFORE: [&str; 11] = ["a", "b", "c", "alpha", "beta", "rc", "cr", "pre", "preview", "dev", "m"];
/// … and of the release itself, or of one that fixes it.
const BEHIND: [&str; 12] =
    ["final", "ga", "release", "post", "p", "sp", "patch", "hotfix", "rev", "r", "lts", "stable"];

/// How much of a step a version is, by its numbers: the larger is drawn where not all have room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VersionStep {
    /// Before the release: `2.0.0-rc.1`.
    Before,
    /// `2.4.1`, and whatever has no such numbers.
    Small,
    /// `2.4.0`
    Middle,
    /// `2.0.0`
    Large,
}

/// The version that a tag of `product` names, without the words before it that only say that one follows: `2.4.0` for
/// `v2.4.0`, `release-2.4.0` and, of shop, `shop-2.4.0`. Another name before it stays, for it tells one part of a
/// repository from another: `web/v1.0` is `web/v1.0`. `None` where the tag names none: `latest`, `before-the-move`.
pub fn version_of_tag(tag: &str, product: &str) -> Option<String> {
    if tag.len() > TAG_BYTES_MAX || tag.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let starts = tag.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    starts.filter(|at| may_begin(&tag[..*at])).find_map(|at| {
        let (prefix, rest) = (named(&tag[..at]), &tag[at..]);
        let parsed = Parsed::of(rest)?;
        let last = prefix.rsplit(['-', '_', '/', '@', '.']).next().unwrap_or_default();
        let other = NO_RELEASES.iter().any(|word| word.eq_ignore_ascii_case(last));
        let marked = prefix.len() < at;
        let enough = parsed.numbers.len() > 1 || parsed.is_day() || (marked && prefix.is_empty());
        if other || !enough {
            return None;
        }
        let own = prefix.is_empty() || prefix.eq_ignore_ascii_case(product);
        Some(if own { parsed.written() } else { tag.to_owned() })
    })
}

/// How much of a step it is.
pub fn step_of(version: &str) -> VersionStep {
    let starts = version.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    let Some(parsed) =
        starts.filter(|at| may_begin(&version[..*at])).find_map(|at| Parsed::of(&version[at..]))
    else {
        return VersionStep::Small;
    };
    let nonzero =
        |index: usize| parsed.numbers.get(index).is_some_and(|number| number.bytes().any(|b| b != b'0'));
    match () {
        () if parsed.comes_before() => VersionStep::Before,
        () if parsed.is_day() || parsed.is_calendar() || nonzero(2) => VersionStep::Small,
        () if nonzero(1) => VersionStep::Middle,
        () => VersionStep::Large,
    }
}

/// Whether a version may begin behind this.
fn may_begin(before: &str) -> bool {
    let joined = |c: char| matches!(c, '-' | '_' | '/' | '@' | '.');
    let ended = before.strip_suffix(joined);
    let word = ended.unwrap_or(before).rsplit(joined).next().unwrap_or_default();
    if ended.is_some() || before.is_empty() {
        // Not in the midst of another number.
        return word.is_empty() || !word.bytes().all(|b| b.is_ascii_digit());
    }
    PLAIN_PREFIXES.iter().any(|prefix| prefix.eq_ignore_ascii_case(word))
}

/// What stands before a version without the words that only say that one follows, and without what joins it.
fn named(before: &str) -> &str {
    let joined = |c: char| matches!(c, '-' | '_' | '/' | '@' | '.');
    let mut name = before.trim_end_matches(joined);
    loop {
        let word = name.rsplit(joined).next().unwrap_or_default();
        if !PLAIN_PREFIXES.iter().any(|prefix| prefix.eq_ignore_ascii_case(word)) {
            return name;
        }
        name = name[..name.len() - word.len()].trim_end_matches(joined);
    }
}

/// Numbers, and what stands behind them.
struct Parsed<'t> {
    numbers: Vec<&'t str>,
    /// What joins the numbers, where that is a hyphen: only days are written so.
    hyphens: bool,
    behind: &'t str,
}

impl<'t> Parsed<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let first = digits(text);
        let year = first == 4 && (1990..2100).contains(&text[..4].parse::<u16>().unwrap_or(0));
        let joint = text[first..].chars().next().filter(|c| matches!(c, '.' | '_') || (*c == '-' && year));
        let mut numbers = vec![&text[..first]];
        let mut rest = &text[first..];
        while let Some(next) = joint.and_then(|joint| rest.strip_prefix(joint)) {
            let count = digits(next);
            if count == 0 {
                break;
            }
            numbers.push(&next[..count]);
            rest = &next[count..];
        }
        let parsed = Self { numbers, hyphens: joint == Some('-'), behind: rest };
        let short = parsed.numbers.iter().all(|number| number.len() <= 8);
        let day = !parsed.hyphens || (2..=3).contains(&parsed.numbers.len());
        (short && day && parsed.numbers.len() <= NUMBERS_MAX && parsed.behind_fits()).then_some(parsed)
    }

    /// Whether what stands behind the numbers belongs to a version.
    fn behind_fits(&self) -> bool {
        let Some(first) = self.behind.chars().next() else { return true };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_' | '~');
        if !self.behind.chars().all(plain) {
            return false;
        }
        let word = self.word();
        let known = BEFORE.contains(&word.as_str()) || BEHIND.contains(&word.as_str());
        // Of three numbers anything may stand behind a hyphen, as semantic versions have it.
        let semantic = self.numbers.len() >= 3 && matches!(first, '-' | '+' | '~');
        let counted = matches!(first, '-' | '+') && self.behind[1..].bytes().all(|b| b.is_ascii_digit());
        known || semantic || (counted && self.behind.len() > 1)
    }

    /// The first word behind the numbers, in lower case.
    fn word(&self) -> String {
        let start = self.behind.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        start.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
    }

    fn comes_before(&self) -> bool {
        !self.behind.starts_with('+') && BEFORE.contains(&self.word().as_str())
    }

    /// A day without anything between its parts: `20240131`.
    fn is_day(&self) -> bool {
        let [day] = self.numbers.as_slice() else { return false };
        let part = |from: usize, to: usize| day[from..to].parse::<u16>().unwrap_or(0);
        day.len() == 8
            && (1990..2100).contains(&part(0, 4))
            && (1..=12).contains(&part(4, 6))
            && (1..=31).contains(&part(6, 8))
    }

    fn is_calendar(&self) -> bool {
        let year = self.numbers.first().and_then(|year| year.parse::<u16>().ok()).unwrap_or(0);
        (1990..2100).contains(&year)
    }

    fn written(&self) -> String {
        self.numbers.join(if self.hyphens { "-" } else { "." }) + self.behind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(tag: &str) -> Option<String> {
        version_of_tag(tag, "shop")
    }

    #[test]
    fn tags_that_are_versions_lose_the_words_that_only_say_so() {
        for (tag, expected) in [
            ("v2.4.0", "2.4.0"),
            ("2.4.0", "2.4.0"),
            ("V2.4", "2.4"),
            ("v3", "3"),
            ("release-1.2", "1.2"),
            ("release/1.2.3", "1.2.3"),
            ("releases/v1.2.3", "1.2.3"),
            ("REL_16_2", "16.2"),
            ("REL9_5_0", "9.5.0"),
            ("shop-2.4.0", "2.4.0"),
            ("Shop-v2.4.0", "2.4.0"),
            ("v1.2.3-rc.1", "1.2.3-rc.1"),
            ("1.2.3+build.5", "1.2.3+build.5"),
            ("v1.2rc1", "1.2rc1"),
            ("1.0.0.Final", "1.0.0.Final"),
            ("2024.03", "2024.03"),
            ("2024-03-15", "2024-03-15"),
            ("2024.03.15-1", "2024.03.15-1"),
            ("20240315", "20240315"),
            ("web/v1.0", "web/v1.0"),
            ("@shop/cart@1.2.3", "@shop/cart@1.2.3"),
            ("log4j-2.17.1", "log4j-2.17.1"),
        ] {
            assert_eq!(version(tag).as_deref(), Some(expected), "{tag}");
        }
    }

    #[test]
    fn tags_that_are_no_versions_are_none() {
        for tag in [
            "latest",
            "stable",
            "nightly-2024-01-01",
            "before-the-move",
            "build-1234",
            "3",
            "ticket-17",
            "v",
            "v1.",
            "1.0-merge",
            "v1.0 final",
            "a\u{1b}[2J1.0",
            "",
            "snapshot/1.2.3",
            "import-2023",
            "v1.2.3/x",
            "v99999999999.1",
            "1.2.3.4.5.6.7.8",
            &"1".repeat(200),
        ] {
            assert_eq!(version(tag), None, "{tag:?}");
        }
    }

    #[test]
    fn the_larger_step_is_known_by_the_numbers() {
        let steps = ["2.0.0", "3", "2.4.0", "2.4", "2.4.1", "2024.03", "spring", "2.0.0-rc.1", "web/v1.0"]
            .map(step_of);
        use VersionStep::{Before, Large, Middle, Small};
        assert_eq!(steps, [Large, Large, Middle, Middle, Small, Small, Small, Before, Large]);
        assert!(Before < Small && Small < Middle && Middle < Large);
    }
}
