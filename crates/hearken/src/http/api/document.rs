//! The OpenAPI document: made from the table of routes and the types that they take and answer.

use std::sync::LazyLock;

use hearken_app::shape::Shape;
use serde_json::{Map, Value, json};

use crate::http::api::commands;
use crate::http::api::filter::filter_parameters;
use crate::http::api::operation::Operation;
use crate::http::api::posted::new_signal;
use crate::http::api::problem::Problem;
use crate::http::api::routes::routes;
use crate::http::api::schemas::{Schemas, reference};

/// The document that describes this API.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(document);

/// The same as text.
pub static OPENAPI: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", *DOCUMENT));

/// Routes that the document leaves out, and why.
pub const UNDOCUMENTED: [(&[&str], &str); 8] = [
    (&["/feeds/alerts.atom"], "Atom describes itself; what it has, /api/v1/alerts/news answers"),
    (&PAGES, "pages for people; what they show and do, the routes of the document answer and take"),
    (&["/static/{name}"], "styles and scripts of the pages"),
    (
        &["/healthz", "/readyz"],
        "say whether the process answers and whether all is well, to whatever keeps it running",
    ),
    (&["/enter"], "takes the secret of the address that opens a browser's way in"),
    (&["/metrics"], "the Prometheus text format describes itself"),
    (&["/handover"], "between commands and the server of one build, in whatever shape that build likes"),
    (&["/api/{*rest}"], "answers that there is nothing"),
];

const PAGES: [&str; 56] = [
    "/surges/{id}",
    "/alerts",
    "/alerts/test",
    "/",
    "/themes",
    "/themes/{id}",
    "/themes/{id}/split",
    "/areas/{id}",
    "/rulings",
    "/customers",
    "/customers/domains",
    "/customers/say",
    "/customers/import",
    "/customers/import/held",
    "/customers/{id}",
    "/customers/{id}/merge",
    "/customers/{id}/erase",
    "/rates",
    "/releases",
    "/releases/sync",
    "/releases/{id}",
    "/goals",
    "/goals/{id}",
    "/opportunities",
    "/opportunities/board",
    "/opportunities/new",
    "/opportunities/{id}",
    "/decisions",
    "/decisions/new",
    "/decisions/{id}",
    "/segments",
    "/ask-ahead",
    "/brief/week",
    "/brief/component",
    "/brief/{id}",
    "/opportunities/{id}/body",
    "/views",
    "/views/{id}",
    "/inbox",
    "/comments",
    "/comments/{topic}",
    "/commands",
    "/code",
    "/code/component",
    "/code/file",
    "/search",
    "/campaigns",
    "/campaigns/{id}",
    "/signals/{id}",
    "/sources",
    "/sources/keep",
    "/sources/{name}",
    "/sizes",
    "/paste",
    "/help",
    "/api",
];

/// Each kind of problem, as its `type` names it.
const PROBLEMS: [(&str, &str); 16] = [
    ("locked", "The request shows no key; hint says where it lies."),
    ("invalid-parameter", "A parameter is misspelt, given twice or out of bounds; errors names each."),
    ("invalid-body", "The body cannot be read; detail says where."),
    ("refused", "What was asked for cannot be done; detail says why, hint what to do."),
    ("conflict", "Something that stands is against it; detail names it, hint what to do."),
    ("not-found", "There is no such thing, or no such route."),
    ("no-such-method", "The route does not take this method."),
    ("too-large", "The body, or the number of items, is more than is taken."),
    ("unsupported-type", "The body's Content-Type or Content-Encoding is another than those named."),
    ("key-taken", "The Idempotency-Key belongs to another post of the last day."),
    ("busy", "Too much is being recorded at this moment; come again after Retry-After seconds."),
    ("full", "There is no room for more: the disk is full, or a quota is used up."),
    ("too-slow", "The body did not arrive within half a minute, or paused for as long."),
    ("overdue", "The answer takes longer than it may; come again after Retry-After seconds."),
    ("config", "The data directory or its surroundings want fixing; detail says what."),
    ("internal", "Hearken is at fault; its log says more."),
];

/// Answers that operations share, by status: what they are called, what they mean, and whether they tell a problem.
const SHARED: [(u16, &str, &str, bool); 15] = [
    (304, "NotModified", "What is at hand still holds", false),
    (400, "BadRequest", "A parameter, or the body, is not as it should be; errors names each", true),
    (401, "Locked", "It shows no key", true),
    (403, "Forbidden", "It came from a page of another site", false),
    (404, "NotFound", "There is no such thing", true),
    (408, "TooSlow", "The body did not arrive within half a minute", true),
    (409, "Conflict", "Something that stands is against it; the detail names it", true),
    (413, "TooLarge", "More than is taken", true),
    (415, "Unsupported", "The body is of another type", true),
    (421, "Misdirected", "Asked for under a name that is not this machine's own", false),
    (422, "Refused", "That cannot be done; detail says why and hint what to do", true),
    (429, "Busy", "More at once than can be taken", true),
    (500, "Broken", "Hearken, or its surroundings, want fixing", true),
    (503, "Overdue", "The answer takes longer than it may", true),
    (507, "Full", "There is no room for more", true),
];

fn document() -> Value {
    let mut schemas = Schemas::default();
    let mut paths = Map::new();
    for route in routes() {
        route.operation.shapes.taken.iter().for_each(|shape| schemas.add_request(shape));
        route.operation.shapes.answered.iter().for_each(|shape| schemas.answer(shape));
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method] = operation(&route.operation);
    }
    schemas.answer(&Shape::for_type::<Problem>());
    schemas.insert("NewSignal".to_owned(), new_signal());
    commands::describe(&mut schemas);
    let paths = Value::from(paths);
    let schemas = schemas.finish(&paths);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Hearken",
            "version": "1",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "Everything that the pages and the commands do, as JSON. It answers on this machine only, to \
                whoever sends the token that lies in the file token of the data directory; a page of another site is \
                refused. Errors are problems (RFC 9457). Lists go on by \
                the cursor in next and in the header Link. Answers carry an ETag.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"cookie": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": parameters(),
            "responses": responses(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The content of the file token in the data directory",
                },
                "cookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "hearken-7717",
                    "description": "What a browser gets for the address that the server printed; its name ends in the port",
                },
            },
        },
        "x-problems": PROBLEMS.map(|(name, about)| (name.to_owned(), Value::from(about)))
            .into_iter()
            .collect::<Map<_, _>>(),
    })
}

fn operation(described: &Operation) -> Value {
    let mut operation = json!({"operationId": described.id, "summary": described.summary});
    if !described.description.is_empty() {
        operation["description"] = described.description.into();
    }
    if !described.parameters.is_empty() {
        operation["parameters"] = described.parameters.clone().into();
    }
    if !described.body.is_empty() {
        operation["requestBody"] = json!({"required": true, "content": described.body});
    }
    let mut answers: Vec<(u16, Value)> = Vec::new();
    for (status, description, content) in &described.answers {
        let mut answer = json!({"description": description, "content": content});
        if described.others.contains(&304) {
            let tag =
                json!({"description": "Changes only when the answer does", "schema": {"type": "string"}});
            answer["headers"] = json!({ "ETag": tag });
        }
        answers.push((*status, answer));
    }
    let shared = SHARED.iter().filter(|(status, ..)| described.others.contains(status));
    answers.extend(shared.map(|(status, name, ..)| (*status, reference("responses", name))));
    answers.sort_by_key(|(status, _)| *status);
    operation["responses"] = answers
        .into_iter()
        .map(|(status, answer)| (status.to_string(), answer))
        .collect::<Map<_, _>>()
        .into();
    operation["x-example"] = described.example.as_str().into();
    operation
}

fn parameters() -> Value {
    let mut parameters: Map<String, Value> =
        filter_parameters().into_iter().map(|(name, parameter)| (name.to_owned(), parameter)).collect();
    let tag = json!({
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of an answer that is at hand: 304 if it still holds",
        "schema": {"type": "string"},
    });
    parameters.insert("if_none_match".to_owned(), tag);
    parameters.into()
}

fn responses() -> Value {
    let mut responses = Map::new();
    for (status, name, description, problem) in SHARED {
        let mut response = json!({ "description": description });
        if problem {
            let problem = json!({"schema": reference("schemas", "Problem")});
            response["content"] = json!({ "application/problem+json": problem });
        }
        if [429, 503].contains(&status) {
            let seconds = json!({"description": "Seconds", "schema": {"type": "integer"}});
            response["headers"] = json!({ "Retry-After": seconds });
        }
        responses.insert(name.to_owned(), response);
    }
    responses.into()
}

#[cfg(test)]
mod tests {
    use hearken_app::command::Command;

    use super::*;

    #[test]
    fn the_document_is_the_one_that_was_looked_at() {
        insta::assert_snapshot!("openapi.json", OPENAPI.as_str());
    }

    #[test]
    fn no_two_types_share_a_name() {
        let mut seen: Map<String, Value> = Map::new();
        let commands = Command::SHAPES.iter().flat_map(|command| [(command.request)(), (command.answer)()]);
        let shapes = routes().into_iter().flat_map(|route| {
            let shapes = route.operation.shapes;
            shapes.taken.into_iter().chain(shapes.answered)
        });
        for (name, schema) in shapes.chain(commands).flat_map(|shape| shape.named) {
            let schema = serde_json::to_value(schema).unwrap();
            let known = seen.entry(name.clone()).or_insert_with(|| schema.clone());
            assert_eq!(*known, schema, "{name}");
        }
        assert!(seen.len() > 90);
    }
}
