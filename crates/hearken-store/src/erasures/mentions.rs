//! What a rejected original may name somebody by. Who was erased is known by hashes alone, so everything in it that could
//! be a name, an address or an id is hashed and asked for.

use serde_json::Value;

use crate::erasures::key::{Key, Keys};

/// Whom an original of `source` may name: by the whole of a cell, or anywhere in the line.
pub(crate) fn in_original(keys: Keys, source: &str, original: &Value) -> Vec<Key> {
    let mut line = String::new();
    let mut found: Vec<Key> = Vec::new();
    each_cell(original, &mut |cell, stands| {
        found.extend(keys.of_cell(source, cell));
        match stands {
            // Values side by side, so that a name is found whose parts stand in two columns.
            Stands::Value => line.extend([cell, " "]),
            Stands::Name => found.extend(keys.named_in(cell)),
            Stands::Part => {}
        }
    });
    found.extend(keys.named_in(&line));
    found
}

/// What a cell is of an original.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// A value, or a raw line.
    Value,
    /// Cut out of a raw line.
    Part,
    /// The name of a field.
    Name,
}

/// Hands on everything in an original that could name someone: names and values of fields, and of a raw line its cells.
fn each_cell(original: &Value, with: &mut impl FnMut(&str, Stands)) {
    match original {
        Value::Object(fields) => {
            for (name, value) in fields {
                with(name, Stands::Name);
                each_cell(value, with);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| each_cell(value, with)),
        Value::String(raw) => {
            with(raw.trim(), Stands::Value);
            let cells = raw.split([',', ';', '\t', '|', '\n']).map(|cell| cell.trim().trim_matches('"'));
            cells
                .filter(|cell| !cell.is_empty() && *cell != raw.trim())
                .for_each(|cell| with(cell, Stands::Part));
        }
        Value::Number(number) => with(&number.to_string(), Stands::Value),
        Value::Bool(_) | Value::Null => {}
    }
}
