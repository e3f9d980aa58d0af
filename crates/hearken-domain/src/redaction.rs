//! What is done to customers' words before they are stored: the policy of a source, and what it did to a signal.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is done with personal data in what a source brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RedactionPolicy {
    /// Nothing: words are stored as they came.
    Off,
    /// A placeholder takes its place, which tells who is who inside one signal.
    #[default]
    Mask,
    /// A placeholder with a keyed hash takes its place: the same value has the same hash in every signal.
    Hash,
}

impl RedactionPolicy {
    /// Every policy.
    pub const ALL: [Self; 3] = [Self::Off, Self::Mask, Self::Hash];

    /// The word that commands, the API and the store use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Mask => "mask",
            Self::Hash => "hash",
        }
    }
}

impl fmt::Display for RedactionPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RedactionPolicy {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        let word = given.trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|policy| policy.as_str() == word).ok_or_else(|| {
            format!("'{given}' is not a valid policy of redaction; policies are off, mask, hash")
        })
    }
}

/// What redaction did to a signal as it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redacted {
    /// The version of the rules it passed; 0 where its source's policy was off.
    pub rules: u32,
    /// How many values of each sort were masked, by the word for the sort.
    pub masked: Vec<(&'static str, u64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_reads_back_what_it_prints() {
        for policy in RedactionPolicy::ALL {
            assert_eq!(policy.to_string().parse(), Ok(policy));
        }
        assert!("blur".parse::<RedactionPolicy>().unwrap_err().ends_with("policies are off, mask, hash"));
    }
}
