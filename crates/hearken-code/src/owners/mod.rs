//! CODEOWNERS: who owns a path, and which lines say nothing because they are mistaken. GitHub and GitLab read the same
//! file by different rules; what differs is in a file each.

mod github;
mod gitlab;
mod lookup;
mod pattern;
mod rule;
mod service;
#[cfg(test)]
mod tests;

use lookup::Lookup;
use pattern::Pattern;
pub use rule::Rule;
pub use service::Service;

/// Who owns what, by one CODEOWNERS file.
#[derive(Debug, Default)]
pub struct Owners {
    /// The lines that say something, in order.
    pub rules: Vec<Rule>,
    /// The lines that say nothing, or less than they seem to, by number from 1, with the reason.
    pub mistakes: Vec<(u32, String)>,
    /// Rules that decide apart from each other. GitHub knows one such section, without a name.
    sections: Vec<Section>,
}

/// A section. In each, the last rule that matches decides.
#[derive(Debug, Default)]
struct Section {
    /// In lower case.
    name: String,
    /// Whether its owners need not agree to a change.
    optional: bool,
    rules: Lookup,
    /// What the section is not about, whatever its rules say.
    exclusions: Lookup,
}

impl Owners {
    /// Reads a CODEOWNERS file by the rules of a service.
    pub fn parse(text: &str, service: Service) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match service {
            Service::GitHub => github::parse(text),
            Service::GitLab => gitlab::parse(text),
        }
    }

    /// Who owns a file, by its path in the repository: first those whom its section asks, then those of optional ones.
    pub fn owners_of(&self, path: &str) -> Vec<String> {
        let mut owners: Vec<String> = Vec::new();
        for owner in self.rules_of(path).into_iter().flat_map(|rule| &rule.owners) {
            if !owners.contains(owner) {
                owners.push(owner.clone());
            }
        }
        owners
    }

    /// The lines that decide who owns a file: of each section the last that matches, those of optional sections last.
    pub fn rules_of(&self, path: &str) -> Vec<&Rule> {
        let path = path.trim_start_matches('/');
        let deciding = |section: &Section| {
            let excluded = section.exclusions.last(path).is_some();
            let rule = section.rules.last(path).filter(|_| !excluded)?;
            Some((section.optional, self.rules.get(rule)?))
        };
        let mut found: Vec<(bool, &Rule)> = self.sections.iter().filter_map(deciding).collect();
        found.sort_by_key(|(optional, _)| *optional);
        found.into_iter().map(|(_, rule)| rule).collect()
    }

    fn add(&mut self, section: &str, rule: Rule, pattern: Pattern) {
        let number = self.rules.len();
        self.section(section).rules.add(number, pattern);
        self.rules.push(rule);
    }

    /// The section of that name, made where there is none.
    fn section(&mut self, name: &str) -> &mut Section {
        let name = name.to_lowercase();
        let index = self.sections.iter().position(|section| section.name == name).unwrap_or_else(|| {
            self.sections.push(Section { name, ..Section::default() });
            self.sections.len() - 1
        });
        &mut self.sections[index]
    }
}
