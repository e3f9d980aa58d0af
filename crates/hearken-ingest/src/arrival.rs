//! What comes out of a reading: an item, or a reject with its location and reason.

use std::collections::BTreeMap;

use hearken_domain::{Contact, Kind, SignalState, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Role;

/// One record that arrived and was understood. Nothing in it is redacted yet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// Where it stood: `line 17`, `record 3`, `reviews.csv, line 17`.
    #[serde(rename = "place")]
    pub location: String,
    /// The source's own id.
    pub external_id: Option<String>,
    /// What sort of thing it is.
    pub kind: Kind,
    /// When it was said.
    pub at: Option<Timestamp>,
    /// Why the time that stood there could not be read; it is kept in [`Item::extra`].
    pub undated: Option<String>,
    /// A title or subject.
    pub title: Option<String>,
    /// The words, never empty.
    pub text: String,
    /// Stars or score as given by the source.
    pub rating: Option<f64>,
    /// Where it can be read in the source; always `http` or `https`.
    pub url: Option<String>,
    /// The product it is about.
    pub product: Option<String>,
    /// The product's version.
    pub version: Option<String>,
    /// Language tag as given by the source.
    pub language: Option<String>,
    /// What the source itself attaches to it. Sorted, each once.
    pub labels: Vec<String>,
    /// Whether the source still has something to do about it.
    pub state: Option<SignalState>,
    /// The source's own word for how far it is, where it says more than the state.
    pub status: Option<String>,
    /// Who said it.
    pub contact: Contact,
    /// Every other field that was not empty, by its name.
    pub extra: BTreeMap<String, String>,
}

impl Item {
    /// The item as one line of JSON that can be imported again, made on demand: most items never need it.
    pub fn original(&self) -> String {
        let mut record = Map::new();
        let mut put = |role: Role, value: Option<&str>| {
            if let Some(value) = value {
                record.insert(role.as_str().to_owned(), Value::String(value.to_owned()));
            }
        };
        put(Role::Text, Some(&self.text));
        put(Role::Title, self.title.as_deref());
        put(Role::At, self.at.map(|at| at.to_string()).as_deref());
        put(Role::Author, self.contact.name.as_deref());
        put(Role::AuthorEmail, self.contact.email.as_deref());
        put(Role::AuthorId, self.contact.external_id.as_deref());
        put(Role::Id, self.external_id.as_deref());
        put(Role::Rating, self.rating.map(|rating| rating.to_string()).as_deref());
        put(Role::Url, self.url.as_deref());
        put(Role::Product, self.product.as_deref());
        put(Role::Version, self.version.as_deref());
        put(Role::Language, self.language.as_deref());
        put(Role::State, self.state.map(SignalState::as_str));
        put(Role::Status, self.status.as_deref());
        put(Role::Kind, Some(self.kind.as_str()));
        if !self.labels.is_empty() {
            record.insert(Role::Labels.as_str().to_owned(), self.labels.clone().into());
        }
        for (name, value) in &self.extra {
            record.entry(name.clone()).or_insert_with(|| Value::String(value.clone()));
        }
        Value::Object(record).to_string()
    }
}

/// One record that arrived and cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// Where it stood.
    #[serde(rename = "place")]
    pub location: String,
    /// Why it cannot be used, and what would fix it.
    pub reason: String,
    /// What arrived, for a rejects file. A record whose fields could be told apart is one line of JSON with the fields
    /// by their names, which can be fixed and imported again; otherwise the raw record, with U+FFFD for broken bytes,
    /// and only its beginning where it was longer than a line may be.
    pub original: String,
}

/// What became of one record.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are items: a box would cost an allocation a record"
)]
pub enum Arrival {
    /// It was understood.
    Item(Item),
    /// It was not.
    Reject(Reject),
}
