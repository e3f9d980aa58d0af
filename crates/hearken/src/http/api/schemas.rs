//! The schemas of the document, by name: read off the types, and written so that a program can hold an answer against
//! them with nothing between the lines.

use std::collections::BTreeMap;

use hearken_app::shape::Shape;
use serde_json::{Map, Value, json};

use crate::http::api::answer::TOOK;

/// Where a reference to a schema points.
const SCHEMAS: &str = "#/components/schemas/";

/// A reference to a component.
pub fn reference(kind: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{kind}/{name}")})
}

/// Schemas by name.
#[derive(Default)]
pub struct Schemas(Map<String, Value>);

impl Schemas {
    /// Takes in those of what is sent.
    pub fn add_request(&mut self, shape: &Shape) {
        for (name, schema) in &shape.named {
            self.insert(name.clone(), serde_json::to_value(schema).unwrap_or_default());
        }
    }

    /// Takes in those of what is answered: what may be null is there all the same, and the time it took is not.
    pub fn answer(&mut self, shape: &Shape) {
        for (name, schema) in &shape.named {
            let mut schema = serde_json::to_value(schema).unwrap_or_default();
            without(TOOK, &mut schema);
            require_nullable(&mut schema);
            self.insert(name.clone(), schema);
        }
    }

    /// Takes in one.
    pub fn insert(&mut self, name: String, schema: Value) {
        self.0.insert(name, schema);
    }

    /// One of them.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All that are referred to, from here or each other, by name; each with its parts put together.
    pub fn finish(mut self, paths: &Value) -> Map<String, Value> {
        for name in self.0.keys().cloned().collect::<Vec<_>>() {
            let mut schema = self.0[&name].clone();
            self.put_together(&mut schema);
            self.0.insert(name, schema);
        }
        let mut known = BTreeMap::new();
        let mut wanted = vec!["Problem".to_owned()];
        names_in(paths, &mut wanted);
        while let Some(name) = wanted.pop() {
            if let Some(schema) = self.0.shift_remove(&name) {
                names_in(&schema, &mut wanted);
                known.insert(name, said_as_json(schema));
            }
        }
        known.into_iter().collect()
    }

    /// Makes one object of the parts that a type flattens into itself, or one for each of their alternatives: of parts
    /// (`allOf`) none could say that there is no other field.
    fn put_together(&self, schema: &mut Value) {
        match schema {
            Value::Object(fields) => {
                fields.values_mut().for_each(|value| self.put_together(value));
                let Some(Value::Array(parts)) = fields.shift_remove("allOf") else { return };
                let mut whole = vec![Value::Object(std::mem::take(fields))];
                for part in parts {
                    let part = self.resolved(part);
                    let alternatives = match part["oneOf"].as_array() {
                        Some(alternatives) => alternatives.clone(),
                        None => vec![part],
                    };
                    let joined =
                        |one: &Value| alternatives.iter().map(|other| join(one, other)).collect::<Vec<_>>();
                    whole = whole.iter().flat_map(joined).collect();
                }
                *schema = match <[Value; 1]>::try_from(whole) {
                    Ok([one]) => one,
                    Err(mut several) => {
                        // What stood beside the parts describes the whole.
                        let about = several[0]["description"].clone();
                        several.iter_mut().filter_map(Value::as_object_mut).for_each(|one| {
                            one.shift_remove("description");
                        });
                        json!({"description": about, "oneOf": several})
                    }
                };
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.put_together(item)),
            _ => {}
        }
    }

    fn resolved(&self, mut part: Value) -> Value {
        if let Some(name) = part["$ref"].as_str().and_then(|path| path.strip_prefix(SCHEMAS)) {
            part = self.0.get(name).cloned().unwrap_or_default();
            self.put_together(&mut part);
        }
        part
    }
}

/// The names of the schemas that a part of the document refers to.
fn names_in(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            let name = fields.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix(SCHEMAS));
            names.extend(name.map(str::to_owned));
            fields.values().for_each(|value| names_in(value, names));
        }
        Value::Array(items) => items.iter().for_each(|item| names_in(item, names)),
        _ => {}
    }
}

fn join(one: &Value, other: &Value) -> Value {
    let mut joined = one.as_object().cloned().unwrap_or_default();
    for (key, value) in other.as_object().into_iter().flatten() {
        match (joined.get_mut(key), value) {
            (Some(Value::Object(known)), Value::Object(more)) => known.extend(more.clone()),
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more.clone()),
            (Some(_), _) => {}
            (None, _) => {
                joined.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(joined)
}

fn without(field: &str, schema: &mut Value) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    if properties.and_then(|properties| properties.shift_remove(field)).is_none() {
        return;
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != field);
    }
}

fn require_nullable(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(require_nullable);
            let Some(Value::Object(properties)) = fields.get("properties") else { return };
            let nullable = properties.iter().filter(|(_, of)| is_nullable(of));
            let names: Vec<Value> = nullable.map(|(name, _)| Value::from(name.as_str())).collect();
            if names.is_empty() {
                return;
            }
            let required = fields.entry("required").or_insert_with(|| json!([]));
            if let Value::Array(required) = required {
                let missing: Vec<Value> = names.into_iter().filter(|name| !required.contains(name)).collect();
                required.extend(missing);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(require_nullable),
        _ => {}
    }
}

fn is_nullable(schema: &Value) -> bool {
    let null = Value::from("null");
    schema["type"].as_array().is_some_and(|kinds| kinds.contains(&null))
        || schema["oneOf"].as_array().is_some_and(|parts| parts.iter().any(|part| part["type"] == null))
}

/// The description of a type, which says `None` where JSON says null, without the marks of its own language.
fn plain(text: &str) -> String {
    let text = text.replace("`None`", "null").replace("[`", "").replace("`]", "");
    text.replace('`', "").replace('\n', " ")
}

fn said_as_json(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| match value {
            Value::String(text) if key == "description" => *text = plain(text),
            _ => *value = said_as_json(value.take()),
        }),
        Value::Array(items) => items.iter_mut().for_each(|item| *item = said_as_json(item.take())),
        _ => {}
    }
    schema
}
