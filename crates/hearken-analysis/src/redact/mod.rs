//! Redaction: what names a person or opens a door is out before anything is stored or indexed.
//!
//! Values become typed placeholders that keep who is who inside one signal: `[email 1]` is the same address wherever it
//! stands, `[email 2]` another. A placeholder that stands in the words already is left as it is. The text is first brought
//! to one spelling (`normal.rs`), looked over once (`scan.rs`), and each rule looks only where that saw a beginning;
//! where proposals overlap, `candidate.rs` decides. Every rule takes linear time, whatever a customer wrote.

mod birth;
mod by_words;
mod candidate;
mod cards;
mod checksums;
mod coordinates;
mod cue;
mod cue_words;
mod cues;
mod documents;
mod emails;
mod find;
mod gazetteer;
mod ibans;
mod issuer_keys;
mod issuers;
mod lettered_ids;
mod named_secrets;
mod names;
mod national_ids;
mod networks;
mod normal;
mod phone_plans;
mod phones;
mod placeholder;
mod postal;
mod private_keys;
mod rules;
mod scan;
mod secret_values;
mod session;
mod sort;
mod spelled_emails;
mod stays;
mod url_secrets;

use hearken_domain::Verbatim;

pub use find::{Hit, explain};
pub use rules::{CustomRule, RULES_VERSION, RuleError, Rules};
pub use session::{Key, Policy, Session};
pub use sort::Sort;

/// Redacts one text on its own, by the standard rules.
pub fn redact(text: &str) -> Verbatim {
    Session::new().text(text)
}

#[cfg(test)]
mod tests;
mod vocabulary;
mod words;
