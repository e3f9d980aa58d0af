//! Redaction as a source's policy asks for it: what every door puts customers' words through.

use hearken_analysis::redact::{Key, Policy, RULES_VERSION, Rules, Session};
use hearken_domain::{Redacted, RedactionPolicy};
use hearken_store::Masked;

use crate::app::App;
use crate::error::AppError;
use crate::view::View;

/// Rules and policy of one source.
#[derive(Debug, Clone)]
pub struct Redactor {
    rules: Rules,
    policy: Policy,
}

impl App {
    /// Redaction of what a source brings; a source that is not known yet masks.
    ///
    /// # Errors
    /// Any failure of the store, or of the file of the key.
    pub fn redactor_of(&self, source: &str) -> Result<Redactor, AppError> {
        let known = self.store().snapshot()?.sources().get(source)?;
        self.redactor(known.map(|source| source.redaction).unwrap_or_default())
    }

    /// Redaction under a policy.
    ///
    /// # Errors
    /// The file of the key cannot be read or made.
    pub fn redactor(&self, policy: RedactionPolicy) -> Result<Redactor, AppError> {
        let policy = match policy {
            RedactionPolicy::Off => Policy::Off,
            RedactionPolicy::Mask => Policy::Mask,
            RedactionPolicy::Hash => Policy::Hash(Key::new(self.store().dir().redaction_key()?)),
        };
        Ok(Redactor { rules: self.rules().clone(), policy })
    }

    /// One text that people typed, or that names a file or a column, without what must not be kept.
    pub fn redact(&self, text: &str) -> String {
        Session::under(self.rules(), &Policy::Mask).field(text)
    }
}

impl View {
    /// The masking of a text that is shown and was not stored, a rejected original say.
    pub(crate) fn masking(&self) -> Session {
        Session::under(self.rules(), &Policy::Mask)
    }
}

impl Redactor {
    /// One signal's redaction.
    pub fn session(&self) -> Session {
        Session::under(&self.rules, &self.policy)
    }

    /// What was done to the signal of a session.
    pub fn redacted(&self, session: &Session) -> Redacted {
        let rules = if self.policy == Policy::Off { 0 } else { RULES_VERSION };
        Redacted { rules, masked: masked(session) }
    }

    /// Goes again over texts of one signal, in place. Placeholders that stand in them keep their numbers.
    pub fn again(&self, texts: &mut [&mut String]) -> Masked {
        let mut session = self.session();
        for text in texts.iter() {
            session.reserve(text);
        }
        for text in texts {
            **text = session.field(text);
        }
        masked(&session)
    }
}

fn masked(session: &Session) -> Masked {
    session.found().iter().map(|(sort, found)| (sort.as_str(), *found as u64)).collect()
}
