//! Hearing what programs post: each item redacted, recorded and answered with its disposition.

use hearken_analysis::redact::Session;
use hearken_domain::{Disposition, Kind, Timestamp};
use hearken_ingest::{Arrival, Limits};
use hearken_store::{Arrived, Heard, Once};
use serde_json::Value;

use crate::actions::sources::import::{check_source_name, erased_source, understand, without_values};
use crate::app::{App, AppError};

/// Items in one post, at most.
pub const ITEMS_MAX: usize = 10_000;

/// One post.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Post {
    /// Name of the source.
    pub source: String,
    /// What the items are; by default what they say, or a review where rated, else a message.
    pub kind: Option<Kind>,
    /// The items; what is no object is rejected.
    pub items: Vec<Result<Value, String>>,
    /// The sender's key, so that the same post sent again is recorded once; and a hash of what was posted.
    pub once: Option<(String, [u8; 16])>,
}

/// What became of a post.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// One for each item, in order.
    pub dispositions: Vec<Disposition>,
    /// Whether this is the answer to an earlier post with the same key.
    pub replayed: bool,
}

/// Records a post; when it answers, all of it is on disk. `None` where the key belongs to another post.
///
/// # Errors
/// The source's name cannot be one or was erased, there are too many items, or any failure of the store.
pub fn hear(app: &App, post: Post) -> Result<Option<Answer>, AppError> {
    check_source_name(&post.source)?;
    if post.items.len() > ITEMS_MAX {
        let count = post.items.len();
        return Err(AppError::user(format!(
            "there are {count} items; at most {ITEMS_MAX} are taken at once"
        )));
    }
    let now = Timestamp::now();
    let limits = Limits::at(now);
    let items = post.items.into_iter().enumerate();
    let items = items.map(|(index, item)| arrived(item, format!("item {}", index + 1), post.kind, &limits));
    let once = post.once.map(|(key, body)| Once { key, body });
    let source = post.source.clone();
    Ok(match app.store().hear(post.source, items.collect(), once, now)?.wait()? {
        Heard::Recorded(dispositions) => Some(Answer { dispositions, replayed: false }),
        Heard::Replayed(dispositions) => Some(Answer { dispositions, replayed: true }),
        Heard::KeyTaken => None,
        Heard::SourceErased(at) => return Err(erased_source(&source, at)),
    })
}

fn arrived(item: Result<Value, String>, place: String, kind: Option<Kind>, limits: &Limits) -> Arrived {
    match item {
        Ok(Value::Object(fields)) => match hearken_ingest::object(&fields, place, kind, limits) {
            Arrival::Item(item) => understand(item),
            // The sender has the original: it is not kept here.
            Arrival::Reject(reject) => Arrived::Rejected {
                place: reject.place,
                reason: Session::new().field(&without_values(&reject.reason)),
            },
        },
        Ok(_) => Arrived::Rejected { place, reason: "it is no JSON object".to_owned() },
        Err(reason) => Arrived::Rejected { place, reason },
    }
}
