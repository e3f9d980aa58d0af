//! The rules, compiled once: those that stand, and patterns of the operator's own.

use std::sync::{Arc, LazyLock};

use regex::{Regex, RegexBuilder};

/// Raised whenever a rule changes what is masked, so that what older rules let through can be looked at again.
pub const RULES_VERSION: u32 = 2;

/// A pattern of the operator's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomRule {
    /// What `explain` calls it.
    pub name: String,
    /// A regular expression, matched in linear time; the whole of a match goes.
    pub pattern: String,
}

/// Why a pattern of the operator's own cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the pattern '{name}' cannot be used: {why}")]
pub struct RuleError {
    /// Which pattern.
    pub name: String,
    /// Why.
    pub why: String,
}

/// What is looked for. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Rules {
    custom: Arc<[(String, Regex)]>,
}

/// Bytes a pattern of the operator's own may take once compiled.
const CUSTOM_BYTES_MAX: usize = 1 << 20;

impl Rules {
    /// The rules that stand.
    pub fn standard() -> Self {
        static STANDARD: LazyLock<Rules> = LazyLock::new(|| Rules { custom: Arc::new([]) });
        STANDARD.clone()
    }

    /// The rules that stand, and these patterns.
    ///
    /// # Errors
    /// A pattern is no regular expression, is too large, or matches text of no length.
    pub fn with_custom(custom: &[CustomRule]) -> Result<Self, RuleError> {
        let compiled: Result<Vec<_>, _> = custom.iter().map(compile).collect();
        Ok(Self { custom: compiled?.into() })
    }

    /// The operator's own, each with its name.
    pub(super) fn custom(&self) -> &[(String, Regex)] {
        &self.custom
    }
}

fn compile(rule: &CustomRule) -> Result<(String, Regex), RuleError> {
    let refused = |why: String| RuleError { name: rule.name.clone(), why };
    let built = RegexBuilder::new(&rule.pattern).size_limit(CUSTOM_BYTES_MAX).build();
    // The last line of the parser's message is the reason; the lines before it draw the pattern.
    let pattern = built.map_err(|error| {
        let message = error.to_string();
        let reason = message.lines().next_back().unwrap_or_default();
        refused(reason.trim_start_matches("error: ").to_owned())
    })?;
    if pattern.is_match("") {
        return Err(refused("it matches the empty text, and so everywhere".to_owned()));
    }
    Ok((rule.name.clone(), pattern))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pattern: &str) -> Result<Rules, RuleError> {
        Rules::with_custom(&[CustomRule { name: "member number".into(), pattern: pattern.into() }])
    }

    #[test]
    fn a_pattern_that_cannot_be_used_is_named_with_the_reason() {
        let error = with("M-(").unwrap_err().to_string();
        assert_eq!(error, "the pattern 'member number' cannot be used: unclosed group");
        let error = with(r"\d*").unwrap_err().to_string();
        assert!(error.contains("member number") && error.contains("empty"), "{error}");
        let error = with(r"\w{5000}").unwrap_err().to_string();
        assert!(error.contains("member number") && error.contains("size"), "{error}");
    }
}
