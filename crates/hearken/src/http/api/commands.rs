//! Everything that changes something and needs no file: one route takes the commands that every door shares, but for
//! those that only the terminal may give.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use hearken_app::actions::customers::import::ImportCustomers;
use hearken_app::actions::releases::import::ImportReleases;
use hearken_app::actions::signals::post::PostSignals;
use hearken_app::actions::sources::import::ImportFile;
use hearken_app::command::{Command, CommandRequest};
use hearken_app::host::Host;
use hearken_app::origin::Origin;
use hearken_domain::{LogPosition, Right};
use serde_json::{Map, Value, json};

use crate::http::api::Api;
use crate::http::api::answer::json;
use crate::http::api::operation::Operation;
use crate::http::api::problem::Problem;
use crate::http::api::query::Query;
use crate::http::api::schemas::{Schemas, reference};
use crate::http::body::{BodyError, whole};

/// Bytes of a command.
const BYTES_MAX: usize = 1 << 20;

/// The field beside a command's own that says what its sender had seen.
const SEEN: &str = "seen";

/// Those that have routes of their own, with a file or many items.
const ELSEWHERE: [&str; 4] =
    [ImportFile::NAME, ImportCustomers::NAME, ImportReleases::NAME, PostSignals::NAME];

/// Whether a command of this name, which needs this right, may come this way.
fn is_taken(name: &str, right: Right) -> bool {
    Origin::Address.reaches(right) && !ELSEWHERE.contains(&name)
}

/// What the route takes and answers.
pub fn operation() -> Operation {
    let about = "Everything that changes something: its name stands in command, its fields beside it. What follows it \
                 (views, links) is done soon after.";
    let summary = "Do a command";
    let answer = json!({"application/json": {"schema": reference("schemas", "CommandAnswer")}});
    let mut operation = Operation::change("command", summary)
        .about(about)
        .body("application/json", reference("schemas", "Command"))
        .or(&[404, 409])
        .example("/api/v1/commands")
        .sending("-H 'Content-Type: application/json' \\\n  -d '{\"command\": \"merge-themes\", \"into\": \"T-1\", \"from\": [\"T-2\"]}'");
    operation.answers.push((200, "What the command answers", answer));
    operation
}

/// Takes in the schemas of the commands that are taken, each with its name among its fields, and those of their answers.
pub fn describe(schemas: &mut Schemas) {
    let mut names = Map::new();
    let mut answers: Vec<Value> = Vec::new();
    for command in Command::SHAPES.iter().filter(|command| is_taken(command.name, command.right)) {
        let (request, answer) = ((command.request)(), (command.answer)());
        schemas.add_request(&request);
        schemas.answer(&answer);
        let schema_reference = serde_json::to_value(&request.schema).unwrap_or_default();
        let of_answer = serde_json::to_value(&answer.schema).unwrap_or_default();
        let name = schema_reference["$ref"]
            .as_str()
            .and_then(|path| path.rsplit('/').next())
            .unwrap_or_default()
            .to_owned();
        if let Some(schema) = schemas.get(&name).cloned() {
            schemas.insert(name, named(schema, command.name, &of_answer));
        }
        names.insert(command.name.to_owned(), schema_reference["$ref"].clone());
        if !answers.contains(&of_answer) {
            answers.push(of_answer);
        }
    }
    let one_of: Vec<Value> = names.values().map(|path| json!({ "$ref": path })).collect();
    let discriminator = json!({"propertyName": "command", "mapping": names});
    let command = json!({"description": "One thing to do", "oneOf": one_of, "discriminator": discriminator});
    schemas.insert("Command".to_owned(), command);
    let answer = json!({"description": "What a command answers; each says which", "anyOf": answers});
    schemas.insert("CommandAnswer".to_owned(), answer);
}

/// The schema of a command's fields with its name before them.
fn named(mut schema: Value, name: &str, answer: &Value) -> Value {
    let mut fields = Map::from_iter([("command".to_owned(), json!({"type": "string", "enum": [name]}))]);
    fields.extend(schema["properties"].as_object().cloned().into_iter().flatten());
    let about =
        "Up to where in the log its sender had seen, as `log_position` of the sources; without it, all of it";
    fields.insert(SEEN.to_owned(), json!({"type": "integer", "minimum": 0, "description": about}));
    let mut required = vec![Value::from("command")];
    required.extend(schema["required"].as_array().cloned().into_iter().flatten());
    schema["properties"] = fields.into();
    schema["required"] = required.into();
    schema["x-answer"] = answer.clone();
    schema
}

/// `POST /api/v1/commands`
pub async fn run(
    State(api): State<Api>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.knowing(&[]).done()?;
    let (command, seen) = read(&headers, body).await?;
    if !is_taken(command.name(), command.right()) {
        return Err(Problem::body(format!("the command {} does not come this way", command.name())));
    }
    let answer = api
        .door
        .blocking(move |ctx| command.execute(&ctx.clone().resting_on(seen), &mut Host::default()))
        .await?;
    json(&answer)
}

/// The command, and up to where in the log its sender had seen.
async fn read(headers: &HeaderMap, body: Body) -> Result<(Command, Option<LogPosition>), Problem> {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !given.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::unsupported("Content-Type must be application/json"));
    }
    let (bytes, _room) = whole(body, BYTES_MAX).await.map_err(|error| match error {
        BodyError::TooLarge => Problem::too_large(format!("a command has at most {BYTES_MAX} bytes")),
        other => other.into(),
    })?;
    // A list would pass for a struct by position.
    let invalid = |error: serde_json::Error| Problem::body(error.to_string());
    let mut object: Map<String, Value> = serde_json::from_slice(&bytes).map_err(invalid)?;
    let seen = object.remove(SEEN).map(serde_json::from_value).transpose().map_err(invalid)?;
    Ok((serde_json::from_value(Value::Object(object)).map_err(invalid)?, seen.map(LogPosition)))
}
