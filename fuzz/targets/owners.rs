//! CODEOWNERS of any content, by the rules of both services, and any path, which stands in the last line. For GitHub each
//! line is a rule, a mistake or nothing, and never two of them, and one rule at most decides.

#![no_main]

use hearken_code::{Owners, Service};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (text, path) = input.rsplit_once('\n').unwrap_or((input, ""));
    for service in [Service::GitHub, Service::GitLab] {
        let owners = Owners::parse(text, service);
        let deciding = owners.rules_of(path);
        let mut owning: Vec<String> = deciding.iter().flat_map(|rule| rule.owners.clone()).collect();
        let mut found = owners.owners_of(path);
        owning.sort_unstable();
        owning.dedup();
        found.sort_unstable();
        assert_eq!(found, owning);
        if service == Service::GitHub {
            assert!(deciding.len() <= 1);
            let mut lines: Vec<u32> = owners.rules.iter().map(|rule| rule.line).collect();
            lines.extend(owners.mistakes.iter().map(|(line, _)| *line));
            let told = lines.len();
            lines.sort_unstable();
            lines.dedup();
            assert_eq!(lines.len(), told);
        }
    }
});
