//! What a route takes and answers, as the OpenAPI document tells it. The shapes come from the types; parameters are told
//! here, since a handler reads them one by one.

use hearken_app::shape::Shape;
use serde_json::{Map, Value, json};
use utoipa::{PartialSchema, ToSchema};

use crate::http::api::filter::filter_parameters;
use crate::http::api::query::{LIMIT_MAX, LIST_MAX, SHORT_MAX};

/// Where examples find the server.
const EXAMPLE_BASE: &str = "http://127.0.0.1:7717";

/// One operation: a method of a path.
pub struct Operation {
    /// Its name, for programs that are made from the document.
    pub id: &'static str,
    /// What it is for, in a few words.
    pub summary: &'static str,
    /// What else there is to know; may be empty.
    pub description: &'static str,
    /// Parameter objects, or references to shared ones.
    pub parameters: Vec<Value>,
    /// Media type → media type object of what it takes; empty where it takes no body.
    pub body: Map<String, Value>,
    /// Each status that is a success, with its description and media type objects.
    pub answers: Vec<(u16, &'static str, Value)>,
    /// Statuses of shared answers: failures, and 304.
    pub others: Vec<u16>,
    /// A command to try it with.
    pub example: String,
    /// The shapes of what it takes and answers.
    pub shapes: Shapes,
}

/// Shapes of what an operation takes and of what it answers: only in an answer is every field there that can be null.
#[derive(Default)]
pub struct Shapes {
    /// Of what it takes.
    pub taken: Vec<Shape>,
    /// Of what it answers.
    pub answered: Vec<Shape>,
}

impl Operation {
    fn new(id: &'static str, summary: &'static str) -> Self {
        let (description, parameters, body) = ("", Vec::new(), Map::new());
        let (answers, others, example, shapes) = (Vec::new(), Vec::new(), String::new(), Shapes::default());
        Self { id, summary, description, parameters, body, answers, others, example, shapes }
    }

    /// One that reads, and answers a `T`.
    pub fn read<T: ToSchema>(id: &'static str, summary: &'static str) -> Self {
        let mut operation =
            Self::new(id, summary).answers::<T>(200, summary).or(&[304, 400, 401, 421, 500, 503]);
        operation.parameters.push(json!({"$ref": "#/components/parameters/if_none_match"}));
        operation
    }

    /// One that answers the document itself.
    pub fn read_document(id: &'static str, summary: &'static str) -> Self {
        let content = json!({"application/vnd.oai.openapi+json;version=3.1": {"schema": {"type": "object"}}});
        let mut operation = Self::new(id, summary).or(&[304, 401, 421, 503]);
        operation.answers.push((200, "OpenAPI 3.1", content));
        operation
    }

    /// One that reads, and answers text of one of these media types.
    pub fn text(id: &'static str, summary: &'static str, media_types: &[&str]) -> Self {
        let content: Map<String, Value> = media_types
            .iter()
            .map(|media_type| ((*media_type).to_owned(), json!({"schema": {"type": "string"}})))
            .collect();
        let mut operation = Self::new(id, summary).or(&[400, 401, 421, 429, 500, 503]);
        operation.answers.push((200, summary, content.into()));
        operation
    }

    /// One that changes something; what it takes and answers is added to it.
    pub fn change(id: &'static str, summary: &'static str) -> Self {
        Self::new(id, summary).or(&[400, 401, 403, 408, 413, 415, 421, 422, 500, 503, 507])
    }

    /// With what else there is to know.
    pub fn about(self, description: &'static str) -> Self {
        Self { description, ..self }
    }

    /// With parameters, before those that it has.
    pub fn takes(mut self, parameters: impl IntoIterator<Item = Value>) -> Self {
        self.parameters.splice(0..0, parameters);
        self
    }

    /// With all fields of the filter, before the parameters that it has.
    pub fn filtered(self) -> Self {
        let reference = |(name, _)| json!({"$ref": format!("#/components/parameters/{name}")});
        self.takes(filter_parameters().into_iter().map(reference))
    }

    /// With a body of this media type.
    pub fn body(mut self, media_type: &str, schema: Value) -> Self {
        self.body.insert(media_type.to_owned(), Value::from_iter([("schema", schema)]));
        self
    }

    /// With an answer of type `T` under this status.
    pub fn answers<T: ToSchema>(mut self, status: u16, description: &'static str) -> Self {
        let shape = Shape::for_type::<T>();
        self.answers.push((status, description, json!({"application/json": {"schema": shape.schema}})));
        self.shapes.answered.push(shape);
        self
    }

    /// With shared answers of these statuses.
    pub fn or(mut self, statuses: &[u16]) -> Self {
        self.others.extend(statuses);
        self
    }

    /// With an example: what stands behind the server's address.
    pub fn example(self, address: &str) -> Self {
        let address = format!("{EXAMPLE_BASE}{address}");
        let quoted = if address.contains(['?', '&']) { format!("'{address}'") } else { address };
        Self { example: format!("curl -H @<(printf 'Authorization: Bearer %s' \"$TOKEN\") {quoted}"), ..self }
    }

    /// With what its example sends besides.
    pub fn sending(mut self, arguments: &str) -> Self {
        self.example = format!("{} {arguments}", self.example);
        self
    }
}

/// A parameter behind the question mark.
pub fn query(name: &str, description: &str, schema: Value) -> Value {
    let mut parameter = json!({"name": name, "in": "query", "description": description});
    parameter["schema"] = schema;
    parameter
}

/// A parameter that must be there.
pub fn required(mut parameter: Value) -> Value {
    parameter["required"] = true.into();
    parameter
}

/// A text of at most so many characters.
pub fn text(most: usize) -> Value {
    json!({"type": "string", "maxLength": most})
}

/// One of the words of an enum.
pub fn words<T: PartialSchema>() -> Value {
    let schema = serde_json::to_value(T::schema()).unwrap_or_default();
    json!({"type": "string", "enum": schema["enum"]})
}

/// The id in a path, with its letter and an example.
pub fn id(letter: char, example: &str) -> Value {
    let lower = letter.to_ascii_lowercase();
    id_like(&format!("[{letter}{lower}]"), example)
}

/// An id in a path whose letters are these.
pub fn id_like(letters: &str, example: &str) -> Value {
    let schema = json!({"type": "string", "pattern": format!("^({letters}-)?[0-9]{{1,18}}$")});
    let description = format!("Its id, such as {example}");
    required(json!({"name": "id", "in": "path", "description": description, "schema": schema}))
}

/// The name in a path.
pub fn name() -> Value {
    required(json!({"name": "name", "in": "path", "description": "Its name", "schema": text(SHORT_MAX)}))
}

/// How many at most, and how many where nothing is said.
pub fn limit(usual: usize, most: usize) -> Value {
    let schema = json!({"type": "integer", "minimum": 1, "maximum": most, "default": usual});
    query("limit", "At most so many", schema)
}

/// How many of a list at most, which is given whole where nothing is said.
pub fn most() -> Value {
    let schema = json!({"type": "integer", "minimum": 1, "maximum": LIST_MAX});
    query("limit", "At most so many; all where it is not given", schema)
}

/// Where a list of signals goes on, and how many at most.
pub fn page(usual: usize) -> [Value; 2] {
    [cursor("^-?[0-9]{1,16}[.][0-9]{1,15}$"), limit(usual, LIMIT_MAX)]
}

/// Where a list goes on.
pub fn cursor(pattern: &str) -> Value {
    let description = "Where the list goes on, as the answer before gave it";
    query("cursor", description, json!({"type": "string", "pattern": pattern}))
}

/// One theme, or the signals without one.
pub fn theme() -> Value {
    let schema = json!({"type": "string", "pattern": "^(([Tt]-)?[0-9]{1,18}|unsorted)$"});
    query("theme", "Only signals whose own theme this is, such as T-42; or unsorted", schema)
}

/// One area.
pub fn area() -> Value {
    query("area", "Only what lies in this area: its id, such as A-3, or its name", text(SHORT_MAX))
}

/// What is looked back to.
pub fn as_of() -> Value {
    let description = "Look back: only what was said up to then counts, and trends end there. A day, with all of it, or a \
                       time, in UTC; not later than now";
    let schema = json!({"type": "string", "examples": ["2024-03-31", "2024-03-31T12:00:00Z"]});
    query("as_of", description, schema)
}

/// One line of a file.
pub fn line(name: &str, description: &str) -> Value {
    query(name, description, json!({"type": "integer", "minimum": 1, "maximum": 10_000_000}))
}
