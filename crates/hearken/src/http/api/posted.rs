//! What a program posts as signals. Items are read by the names of their fields, as a table's columns are, so their shape
//! stands here and not in a type; a role without one does not compile.

use hearken_domain::Kind;
use hearken_ingest::Role;
use serde_json::{Map, Value, json};

use crate::http::api::operation::{Operation, query, required, words};
use crate::http::api::schemas::reference;
use crate::http::api::signals::{KEY_MAX, Receipt};

/// What `POST /api/v1/signals` takes and answers.
pub fn operation() -> Operation {
    let about = "The answer comes when everything is on disk, and tells each item's disposition. A body may be packed \
                 (Content-Encoding: gzip or zstd) and has at most 16 MiB once unpacked; rejected items are not kept, \
                 for the sender has them";
    let one = reference("schemas", "NewSignal");
    let key = json!({
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key with the same body within a day is recorded once and answered alike",
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_MAX, "pattern": "^[!-~]+$"},
    });
    let source = json!({"type": "string", "minLength": 1, "maxLength": 100});
    Operation::change("post-signals", "Record one signal, or up to 10,000")
        .about(about)
        .takes([
            required(query("source", "Name of the source", source)),
            query("kind", "What the items are", words::<Kind>()),
            key,
        ])
        .body("application/json", json!({"oneOf": [one, {"type": "array", "items": one}]}))
        .body("application/x-ndjson", json!({"type": "string", "description": "One NewSignal a line"}))
        .answers::<Receipt>(201, "Something new was recorded")
        .answers::<Receipt>(200, "Nothing new: all were known, updated or rejected")
        .or(&[429])
        .example("/api/v1/signals?source=support")
        .sending(
            "-H 'Content-Type: application/json' \\\n  -H 'Idempotency-Key: 4711' \
             -d '{\"text\": \"My refund never came\", \"id\": \"4711\", \"rating\": 1}'",
        )
}

/// One signal as a program posts it.
pub fn new_signal() -> Value {
    let fields =
        Role::ALL.into_iter().filter_map(|role| Some((role.as_str().replace('-', "_"), field(role)?)));
    json!({
        "type": "object",
        "description": "One signal as a program posts it. Any further field is kept under its name. What has no text, or \
            a time that cannot be read, is rejected and told so.",
        "properties": fields.collect::<Map<_, _>>(),
        "required": ["text"],
        "additionalProperties": true,
    })
}

/// The field of a role; nobody posts what is not to be kept.
fn field(role: Role) -> Option<Value> {
    let told = |description: &str| json!({"type": "string", "description": description});
    Some(match role {
        Role::Text => told("The customer's words, at most 256 KiB"),
        Role::Title => told("A title or subject"),
        Role::At => json!({
            "type": "string",
            "examples": ["2024-03-31T12:00:00Z"],
            "description": "When it was said; the time of arrival where missing",
        }),
        Role::Author => told("Who said it: a name or handle"),
        Role::AuthorEmail => told("Who said it: an address"),
        Role::AuthorId => told("Who said it: your id"),
        Role::Id => told("Your id of the item: the same id with other content is an update"),
        Role::Rating => json!({"type": ["number", "string"], "description": "Stars or score"}),
        Role::Url => told("Where it can be read; http or https"),
        Role::Product => told("The product it is about"),
        Role::Version => told("The product's version"),
        Role::Language => told("The language it is in"),
        Role::Labels => json!({
            "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "What you attach to it: labels, a plan, a region. A list, or one as text: a comma belongs to it",
        }),
        Role::State => told(
            "Whether somebody still has something to do about it: open, closed, or a word such as solved",
        ),
        Role::Status => {
            told("Your own word for how far it is, such as In Review; a known one tells the state, too")
        }
        Role::Kind => {
            let mut kind = words::<Kind>();
            kind["description"] = "What it is".into();
            kind
        }
        Role::Ignore => return None,
    })
}
