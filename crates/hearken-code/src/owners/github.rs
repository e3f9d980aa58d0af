//! CODEOWNERS by GitHub's rules: the last line that matches decides, and a mistaken line is skipped.

use super::Owners;
use super::pattern::Pattern;
use super::rule::{Rule, end_of_pattern, is_address};

/// GitHub reads nothing of a file from this size on.
const BYTES_MAX: usize = 3 << 20;

/// Reads a file. A mistaken line is named, and skipped as GitHub does.
pub(super) fn parse(text: &str) -> Owners {
    let mut owners = Owners::default();
    if text.len() >= BYTES_MAX {
        owners
            .mistakes
            .push((1, "the file is 3 MB or larger, so that GitHub reads nothing of it".to_owned()));
        return owners;
    }
    for (number, line) in (1..).zip(text.lines()) {
        match rule(number, line) {
            Ok(None) => {}
            Ok(Some((rule, pattern))) => owners.add("", rule, pattern),
            Err(reason) => owners.mistakes.push((number, reason)),
        }
    }
    owners
}

/// What a line says; nothing where it is empty or a comment.
fn rule(number: u32, line: &str) -> Result<Option<(Rule, Pattern)>, String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (written, rest) = line.split_at(end_of_pattern(line));
    let pattern = Pattern::of_github(written)?;
    let mut owners = Vec::new();
    for word in rest.split_whitespace() {
        if word.starts_with('#') {
            break;
        }
        if !is_owner(word) {
            return Err(format!(
                "'{word}' is not a valid owner: write @user, @organisation/team or an e-mail address"
            ));
        }
        owners.push(word.to_owned());
    }
    Ok(Some((Rule { line: number, pattern: written.to_owned(), owners }, pattern)))
}

fn is_owner(word: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    match word.strip_prefix('@') {
        Some(handle) => handle.split('/').count() <= 2 && handle.split('/').all(is_name),
        None => is_address(word),
    }
}
