//! CODEOWNERS by GitLab's rules: sections that each decide apart from the others, owners that a section gives to all its
//! lines, and files that a section is not about.

use super::Owners;
use super::pattern::Pattern;
use super::rule::{Rule, end_of_pattern, is_address};

/// The roles that can own something; their plurals are taken, too.
const ROLES: [&str; 3] = ["developer", "maintainer", "owner"];

/// The head of a section.
#[derive(Debug, PartialEq, Eq)]
struct Head<'a> {
    name: &'a str,
    optional: bool,
    /// What stands behind it: who owns what its lines name, where they name nobody.
    rest: &'a str,
}

/// Reads a file. What GitLab would pass over in silence is named.
pub(super) fn parse(text: &str) -> Owners {
    let mut owners = Owners::default();
    let mut section = String::new();
    let mut default_owners = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(head) = head(line) {
            open(&mut owners, &head);
            head.name.clone_into(&mut section);
            default_owners = named_owners(head.rest, number, &mut owners);
            continue;
        }
        let (written, rest) = line.split_at(end_of_pattern(line));
        let named = named_owners(rest, number, &mut owners);
        if let Some(excluded) = written.strip_prefix('!') {
            match Pattern::of_gitlab(excluded) {
                Ok(pattern) => owners.section(&section).exclusions.add(0, pattern),
                Err(reason) => owners.mistakes.push((number, reason)),
            }
            continue;
        }
        match Pattern::of_gitlab(written) {
            Ok(pattern) => {
                // Words that are no owners keep the section's own away all the same.
                let says_nothing = rest.trim().is_empty() || rest.trim_start().starts_with('#');
                let inherits = named.is_empty() && says_nothing;
                let owning = if inherits { default_owners.clone() } else { named };
                let rule = Rule { line: number, pattern: written.to_owned(), owners: owning };
                owners.add(&section, rule, pattern);
            }
            Err(reason) => owners.mistakes.push((number, reason)),
        }
    }
    owners
}

/// Begins a section, or goes on with the one of that name. It is optional where each of its heads says so.
fn open(owners: &mut Owners, head: &Head<'_>) {
    let known = owners.sections.iter().any(|section| section.name == head.name.to_lowercase());
    let section = owners.section(head.name);
    section.optional = head.optional && (section.optional || !known);
}

/// Reads `[Name]`, `^[Name]` and `[Name][2]`, with what stands behind it.
fn head(line: &str) -> Option<Head<'_>> {
    let (optional, bracket) = match line.strip_prefix('^') {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    let (name, rest) = bracket.strip_prefix('[')?.split_once(']')?;
    let behind_approvals = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let rest = behind_approvals.map_or(rest, |(_, rest)| rest);
    (!name.trim().is_empty()).then_some(Head { name: name.trim(), optional, rest })
}

/// The owners among the words behind a pattern. Another word is named, but for those of a comment, which GitLab does not
/// know there, and in which it finds owners, too.
fn named_owners(rest: &str, line: u32, owners: &mut Owners) -> Vec<String> {
    let mut found = Vec::new();
    let mut comment = false;
    for word in rest.split_whitespace() {
        comment |= word.starts_with('#');
        if is_owner(word) {
            found.push(word.to_owned());
        } else if !comment {
            owners.mistakes.push((
                line,
                format!(
                    "'{word}' is not a valid owner and is left out: write @user, @group/subgroup, @@developer or an \
                     e-mail address"
                ),
            ));
        }
    }
    found
}

fn is_owner(word: &str) -> bool {
    if let Some(role) = word.strip_prefix("@@") {
        let role = role.to_ascii_lowercase();
        return ROLES.contains(&role.strip_suffix('s').unwrap_or(&role));
    }
    match word.strip_prefix('@') {
        Some(handle) => handle.split('/').all(is_name),
        None => is_address(word),
    }
}

fn is_name(name: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    ends(name.chars().next())
        && !name.ends_with('.')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Whether GitHub would make nothing of a line that says something to GitLab.
pub(super) fn is_only_gitlabs(line: &str) -> bool {
    if line.starts_with('#') {
        return false;
    }
    if let Some(head) = head(line) {
        return head.rest.is_empty() || head.rest.starts_with(char::is_whitespace);
    }
    let (pattern, rest) = line.split_at(end_of_pattern(line));
    let mut words = rest.split_whitespace().take_while(|word| !word.starts_with('#'));
    if pattern.starts_with('!') {
        return words.next().is_none();
    }
    words.any(|word| {
        is_owner(word)
            && word.starts_with('@')
            && (word.starts_with("@@") || word.contains('.') || word.matches('/').count() > 1)
    })
}
