//! What programs post: each item redacted, recorded and answered with its disposition.

use hearken_domain::{Disposition, Kind, LogPosition, counted};
use hearken_ingest::{Arrival, Limits};
use hearken_store::{Arrived, IdempotencyKey, RecordOutcome};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::actions::sources::import::erased_source;
use crate::actions::sources::import_run::without_values;
use crate::actions::sources::name::check_source_name;
use crate::actions::sources::understand::understand;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::redactor::Redactor;

/// Items in one post, at most.
pub const ITEMS_MAX: usize = 10_000;

/// Record what a program posts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostSignals {
    /// Name of the source.
    pub source: String,
    /// What the items are; by default what they say, or a review where rated, else a message.
    pub kind: Option<Kind>,
    /// The items; what is no object is rejected.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<Result<Value, String>>,
    /// The sender's key, so that the same post sent again is recorded once; and a hash of what was posted.
    #[schema(value_type = Option<Vec<Object>>)]
    pub idempotency_key: Option<(String, [u8; 16])>,
}

/// What became of a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PostReceipt {
    /// One for each item, in order.
    pub dispositions: Vec<Disposition>,
    /// Whether this is the answer to an earlier post with the same key.
    pub replayed: bool,
}

/// Records a post; when it answers, all of it is on disk. `None` where the key belongs to another post.
///
/// # Errors
/// The source's name cannot be one or was erased, there are too many items, or any failure of the store.
pub fn post_signals(
    ctx: &Context,
    post: PostSignals,
    _: &mut Host<'_>,
) -> Result<Option<PostReceipt>, AppError> {
    check_source_name(&post.source)?;
    if post.items.len() > ITEMS_MAX {
        let count = post.items.len();
        return Err(AppError::user(format!(
            "{} came; at most {ITEMS_MAX} are taken at once",
            counted(count as u64, "item")
        )));
    }
    ctx.app.check_room()?;
    let limits = Limits::at(ctx.now);
    let items = post.items.into_iter().enumerate();
    let redactor = ctx.app.redactor_of(&post.source)?;
    let items = items
        .map(|(index, item)| arrived(item, format!("item {}", index + 1), post.kind, &limits, &redactor));
    let key = post.idempotency_key.map(|(key, body)| IdempotencyKey { key, body });
    let source = post.source.clone();
    // A program that posts rests on nothing of the log.
    let by = ctx.having_seen(LogPosition(0));
    Ok(match ctx.app.store().post(post.source, items.collect(), key, by)?.wait()? {
        RecordOutcome::Recorded(dispositions) => Some(PostReceipt { dispositions, replayed: false }),
        RecordOutcome::Replayed(dispositions) => Some(PostReceipt { dispositions, replayed: true }),
        RecordOutcome::KeyTaken => None,
        RecordOutcome::SourceErased(at) => return Err(erased_source(&source, at)),
    })
}

fn arrived(
    item: Result<Value, String>,
    place: String,
    kind: Option<Kind>,
    limits: &Limits,
    redactor: &Redactor,
) -> Arrived {
    match item {
        Ok(Value::Object(fields)) => match hearken_ingest::object(&fields, place, kind, limits) {
            Arrival::Item(item) => understand(item, redactor),
            // The sender has the original: it is not kept here.
            Arrival::Reject(reject) => Arrived::Rejected {
                place: reject.location,
                reason: redactor.session().field(&without_values(&reject.reason)),
            },
        },
        Ok(_) => Arrived::Rejected { place, reason: "it is not a JSON object".to_owned() },
        Err(reason) => Arrived::Rejected { place, reason },
    }
}
