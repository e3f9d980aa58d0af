//! The page to read the API by, made from the document that describes it.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use crate::http::api::DOCUMENT;
use crate::web::error::PageError;
use crate::web::html;
use crate::web::layout::{Layout, Section};

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    layout: Layout,
    about: String,
    operations: Vec<Operation>,
    schemas: Vec<Schema>,
    problems: Vec<(String, String)>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    about: String,
    parameters: Vec<Parameter>,
    bodies: Vec<(String, String)>,
    example: String,
    answers: Vec<(String, String)>,
}

struct Parameter {
    name: String,
    place: String,
    shape: String,
    about: String,
    required: bool,
}

struct Schema {
    name: String,
    about: String,
    fields: Vec<(String, String, String)>,
}

/// `GET /api`
pub async fn page() -> Result<Response, PageError> {
    let document: &Value = &DOCUMENT;
    let problems = document["x-problems"].as_object().into_iter().flatten();
    html(&ApiPage {
        layout: Layout::new("API", Section::Elsewhere),
        about: text(&document["info"]["description"]),
        operations: operations(document),
        schemas: schemas(document),
        problems: problems.map(|(name, about)| (name.clone(), text(about))).collect(),
    })
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let parameters = parameters.map(|parameter| {
                let parameter = resolve(document, parameter);
                Parameter {
                    name: text(&parameter["name"]),
                    place: text(&parameter["in"]),
                    shape: shape(&parameter["schema"]),
                    about: text(&parameter["description"]),
                    required: parameter["required"] == true,
                }
            });
            let bodies = operation["requestBody"]["content"].as_object().into_iter().flatten();
            let answers = operation["responses"].as_object().into_iter().flatten();
            let described = |(status, answer): (&String, &Value)| {
                let answer = resolve(document, answer);
                let content = answer["content"].as_object().into_iter().flatten().next();
                let type_name = content.map(|(_, content)| shape(&content["schema"])).unwrap_or_default();
                let about = text(&answer["description"]);
                (status.clone(), if type_name.is_empty() { about } else { format!("{about}: {type_name}") })
            };
            operations.push(Operation {
                id: text(&operation["operationId"]),
                method: method.to_uppercase(),
                path: path.clone(),
                summary: text(&operation["summary"]),
                about: text(&operation["description"]),
                parameters: parameters.collect(),
                bodies: bodies.map(|(kind, body)| (kind.clone(), shape(&body["schema"]))).collect(),
                example: text(&operation["x-example"]),
                answers: answers.map(described).collect(),
            });
        }
    }
    operations
}

fn schemas(document: &Value) -> Vec<Schema> {
    let all = document["components"]["schemas"].as_object().into_iter().flatten();
    all.map(|(name, schema)| {
        let (mut about, fields) = (text(&schema["description"]), fields(schema));
        if fields.is_empty() {
            about = format!("{}: {}", about.trim_end_matches('.'), shape(schema));
        }
        Schema { name: name.clone(), about, fields }
    })
    .collect()
}

/// The fields of an object; of one in several forms, those of every form, each told once.
fn fields(schema: &Value) -> Vec<(String, String, String)> {
    let forms = schema["oneOf"].as_array().map_or_else(|| std::slice::from_ref(schema), Vec::as_slice);
    let all = forms.iter().filter_map(|form| form["properties"].as_object()).flatten();
    let mut fields: Vec<(String, String, String)> = Vec::new();
    for (field, of) in all {
        let (of, about) = (shape(of), text(&of["description"]));
        match fields.iter_mut().find(|(known, ..)| known == field) {
            None => fields.push((field.clone(), of, about)),
            // What tells the forms apart has another word in each.
            Some((_, known, _)) if !known.split(", ").any(|word| word == of) => {
                known.push_str(&format!(", {of}"));
            }
            Some(_) => {}
        }
    }
    fields
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

/// A schema in a few words: `list of Theme`, `whole number, 1 to 200`.
fn shape(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for (key, joined) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " with ")] {
        if let Some(parts) = schema[key].as_array() {
            let (null, others): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part["type"] == "null");
            return others.into_iter().chain(null).map(shape).collect::<Vec<_>>().join(joined);
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return String::new(),
    };
    let named = kinds.iter().map(|kind| match *kind {
        "array" => format!("list of {}", shape(&schema["items"])),
        "integer" => "whole number".to_owned(),
        "string" => schema["format"].as_str().map_or_else(|| "text".to_owned(), str::to_owned),
        other => other.to_owned(),
    });
    let mut told = named.collect::<Vec<_>>().join(" or ");
    let bound = |name: &str| schema[name].as_i64();
    match (bound("minimum"), bound("maximum"), bound("maxLength")) {
        (Some(least), Some(most), _) => told.push_str(&format!(", {least} to {most}")),
        (_, _, Some(most)) => told.push_str(&format!(", at most {most} characters")),
        _ => {}
    }
    told
}
