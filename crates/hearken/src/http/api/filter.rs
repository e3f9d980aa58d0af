//! The parameters of the filter as the OpenAPI document has them, made from the table of its fields.

use hearken_domain::{
    Aside, FilterField, Says, Sentiment, Severity, SignalState, VALUE_CHARS_MAX, VALUES_MAX, ValueType,
};
use serde_json::{Value, json};

/// Each parameter object by its name: name, description and schema. A field of text takes many values, each as a
/// parameter of its own (`product=A&product=B`).
pub fn filter_parameters() -> Vec<(&'static str, Value)> {
    FilterField::ALL.into_iter().map(|field| (field.name(), parameter(field))).collect()
}

fn parameter(field: FilterField) -> Value {
    let definition = field.definition();
    let value = match definition.comparison.value_type() {
        ValueType::Text if field == FilterField::State => {
            json!({"type": "string", "enum": SignalState::ALL.map(SignalState::as_str)})
        }
        ValueType::Text if field == FilterField::Says => {
            json!({"type": "string", "enum": Says::ALL.map(Says::as_str)})
        }
        ValueType::Text if field == FilterField::Sentiment => {
            json!({"type": "string", "enum": Sentiment::ALL.map(Sentiment::as_str)})
        }
        ValueType::Text if field == FilterField::Severity => {
            json!({"type": "string", "enum": Severity::ALL.map(Severity::as_str)})
        }
        ValueType::Text if field == FilterField::Is => {
            json!({"type": "string", "enum": Aside::ALL.map(Aside::as_str)})
        }
        ValueType::Text if field == FilterField::Customer => {
            json!({"type": "string", "pattern": "^(C-[0-9]{1,18}|nobody)$", "examples": ["C-7", "nobody"]})
        }
        ValueType::Text => json!({"type": "string", "maxLength": VALUE_CHARS_MAX}),
        ValueType::Number => json!({"type": "number"}),
        ValueType::Time => {
            json!({"type": "string", "examples": ["30d", "this-year", "2024-Q1", "2024-03-31", "2024-03-31T12:00:00Z"]})
        }
    };
    let (name, description) = (definition.name, definition.help);
    if let Some(of_many) = definition.comparison.of_many() {
        let description = format!("{description}; {of_many}");
        let schema = json!({"type": "array", "items": value, "maxItems": VALUES_MAX});
        return json!({
            "name": name, "in": "query", "description": description, "style": "form", "explode": true, "schema": schema,
        });
    }
    json!({"name": name, "in": "query", "description": description, "schema": value})
}
