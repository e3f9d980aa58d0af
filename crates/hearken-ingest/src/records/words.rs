//! Lists inside a JSON record as people read them: labels, bodies of answers, and rich text in pieces.

use serde_json::Value;

use crate::values::Prose;

/// Pieces of a message, by the names that Telegram gives them, and the text of an editor's tree.
const PIECES: &str = " plain text bold italic underline strikethrough spoiler code pre blockquote link text_link url text_url \
    mention mention_name hashtag cashtag bot_command email phone bank_card custom_emoji unknown ";
/// Nodes of an editor's tree that need neither text nor content.
const BARE: &str =
    " paragraph hardBreak rule mention emoji inlineCard mediaSingle mediaGroup media tableRow ";

/// A list as people read it: its plain values, its pieces as one text, its members' names or bodies, or else its JSON.
pub(super) fn in_words(values: &[Value]) -> String {
    let plain = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    };
    let all = |read: &dyn Fn(&Value) -> Option<String>| values.iter().map(read).collect::<Option<Vec<_>>>();
    if let Some(words) = all(&plain) {
        return words.join(", ");
    }
    if is_rich_text(values) {
        let mut prose = Prose::default();
        values.iter().for_each(|value| node(value, &mut prose));
        return prose.finish();
    }
    let member = |name: &'static str| move |value: &Value| value.get(name)?.as_str().map(str::to_owned);
    if let Some(words) = all(&member("name")) {
        return words.join(", ");
    }
    if let Some(words) = all(&body).or_else(|| all(&member("text"))) {
        return words.join("\n\n");
    }
    if let Some(label) =
        values.iter().find(|value| value["attributes"]["type"] == "text").and_then(member("label"))
    {
        return label;
    }
    serde_json::to_string(values).unwrap_or_default()
}

/// The body of an answer, plain or as an editor's tree.
fn body(value: &Value) -> Option<String> {
    match value.get("body")? {
        Value::String(text) => Some(text.clone()),
        tree => {
            let nodes = tree.get("content")?.as_array().filter(|nodes| is_rich_text(nodes))?;
            Some(in_words(nodes))
        }
    }
}

/// Whether these are the pieces of one text: strings and objects in turn, or an editor's tree.
fn is_rich_text(values: &[Value]) -> bool {
    let is_piece = |value: &Value| {
        let kind = value.get("type").and_then(Value::as_str);
        let known = |list: &str| kind.is_some_and(|kind| list.split(' ').any(|known| known == kind));
        match value {
            Value::String(_) => true,
            Value::Object(piece) if piece.get("text").is_some_and(Value::is_string) => known(PIECES),
            Value::Object(piece) => match piece.get("content").and_then(Value::as_array) {
                Some(content) => kind.is_some() && (content.is_empty() || is_rich_text(content)),
                None => known(BARE),
            },
            _ => false,
        }
    };
    values.iter().any(Value::is_object) && values.iter().all(is_piece)
}

fn node(value: &Value, prose: &mut Prose) {
    if let Some(text) = value.as_str().or_else(|| value["text"].as_str()) {
        return prose.words(text);
    }
    let attribute = |name: &str| value["attrs"][name].as_str().unwrap_or_default().to_owned();
    match value["type"].as_str().unwrap_or_default() {
        "hardBreak" => prose.next_line(),
        "mention" => prose.words(&attribute("text")),
        "emoji" => {
            prose.words(&attribute(if value["attrs"]["text"].is_string() { "text" } else { "shortName" }));
        }
        "inlineCard" => prose.words(&attribute("url")),
        kind => {
            let own_line = |prose: &mut Prose| match kind {
                "listItem" | "taskItem" | "tableRow" => prose.line(),
                "tableCell" | "tableHeader" => prose.words(" "),
                _ => prose.paragraph(),
            };
            match kind {
                "listItem" | "taskItem" => prose.point(),
                _ => own_line(prose),
            }
            value["content"].as_array().into_iter().flatten().for_each(|inner| node(inner, prose));
            own_line(prose);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &Value) -> String {
        in_words(list.as_array().unwrap())
    }

    #[test]
    fn a_message_in_pieces_is_one_text() {
        let pieces = serde_json::json!(["See ", {"type": "bold", "text": "Pay"}, ": ", {"type": "link", "text": "https://a.example"}]);
        assert_eq!(words(&pieces), "See Pay: https://a.example");
        assert_eq!(words(&serde_json::json!([{"type": "plain", "text": "all of it"}])), "all of it");
    }

    #[test]
    fn an_editors_tree_is_paragraphs_and_points() {
        let tree = serde_json::json!([
            {"type": "paragraph", "content": [{"type": "text", "text": "It hangs"}, {"type": "hardBreak"}, {"type": "text", "text": "always"}]},
            {"type": "bulletList", "content": [
                {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Firefox"}]}]},
                {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Linux"}]}]}]},
            {"type": "paragraph"}
        ]);
        assert_eq!(words(&tree), "It hangs\nalways\n\n- Firefox\n- Linux");
    }

    #[test]
    fn names_bodies_and_labels_are_read_and_what_is_none_of_them_stays_json() {
        for (list, expected) in [
            (serde_json::json!([{"name": "bug"}, {"name": "ios"}]), "bug, ios"),
            (
                serde_json::json!([{"body": "Me too", "author": {"name": "Bob"}}, {"body": "Same"}]),
                "Me too\n\nSame",
            ),
            (serde_json::json!([{"label": "a", "attributes": {"type": "text"}}, {"label": "<p>a"}]), "a"),
            (serde_json::json!([{"z": 1}]), r#"[{"z":1}]"#),
            (serde_json::json!([{"type": "reply", "text": "a"}, {"type": "reply", "text": "b"}]), "a\n\nb"),
        ] {
            assert_eq!(words(&list), expected);
        }
    }
}
