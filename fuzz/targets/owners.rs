//! CODEOWNERS of any content, and any path, which stands in the last line: each line is a rule, a mistake or nothing,
//! and never two of them.

#![no_main]

use hearken_code::Owners;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (text, path) = input.rsplit_once('\n').unwrap_or((input, ""));
    let owners = Owners::parse(text);
    let mut lines: Vec<u32> = owners.rules.iter().map(|rule| rule.line).collect();
    lines.extend(owners.mistakes.iter().map(|(line, _)| *line));
    let told = lines.len();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), told);
    if let Some(rule) = owners.rule_of(path) {
        assert_eq!(owners.owners_of(path), rule.owners);
    }
});
