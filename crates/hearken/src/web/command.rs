//! Forms that change something. A form names its command in a hidden field and has a field for each of the command's; one
//! more, `next`, says which page shows the effect, where `{field}` stands for what was typed into that field, and `{answer.id}` for
//! the id of what was done; `seen`, up to where in the log the form's page showed; `typed`, the name of a field that a
//! person types into, so that it can be shown again if it cannot be taken; and `needed`, the name of one that the command could
//! do without and the form cannot.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use hearken_app::command::Command;
use hearken_app::host::Host;
use hearken_domain::LogPosition;
use serde_json::{Map, Value};

use crate::http::door::Door;
use crate::http::entry::is_local;
use crate::web::again::Again;
use crate::web::error::PageError;
use crate::web::params::{Form, Params};

/// Stands in the address of the next page for the id of what the command answers.
const ANSWER_ID: &str = "{answer.id}";
/// The field that says which page comes next, …
const NEXT: &str = "next";
/// … the one that says what the page showed, …
const SEEN: &str = "seen";
/// … and the one that names a field which a person types into; a form may have several.
const TYPED: &str = "typed";
/// Names a field without which the form would mean something else.
const NEEDED: &str = "needed";

/// `POST /commands`
pub async fn submit(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let typed: Vec<&str> = params.all(TYPED).collect();
    let again = |error: PageError| error.among(Again::posted("/commands", params.pairs(), &typed));
    let command = read(&params).map_err(again)?;
    let seen = params.get(SEEN).and_then(|seen| seen.parse().ok()).map(LogPosition);
    let done = door.blocking(move |ctx| command.execute(&ctx.clone().resting_on(seen), &mut Host::default()));
    let answer = done.await.map_err(|error| again(error.into()))?;
    // What was done is known by its id.
    let id = answer.get("id").and_then(Value::as_str).unwrap_or_default();
    Ok(Redirect::to(&next(&params).replace(ANSWER_ID, id)).into_response())
}

/// The command that a form says.
pub(super) fn read(params: &Params) -> Result<Command, PageError> {
    if let Some(empty) = params.all(NEEDED).find(|name| params.get(name).is_none()) {
        return Err(PageError::Form(is_empty(empty)));
    }
    let mut fields = Map::new();
    for (name, value) in params.pairs().filter(|(name, _)| ![NEXT, SEEN, TYPED, NEEDED].contains(name)) {
        let value = Value::String(value.to_owned());
        match fields.get_mut(name) {
            None => {
                fields.insert(name.to_owned(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
    serde_json::from_value(Value::Object(fields)).map_err(|error| PageError::Form(told(&error)))
}

fn is_empty(name: &str) -> String {
    format!("'{name}' is empty; fill it in")
}

/// What cannot be read, in words for whoever filled in the form.
fn told(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    match missing {
        Some(name) => is_empty(name),
        // Days are the only fields whose reader tells it so.
        None if message.starts_with("failed to parse") => "a day is written like 2026-03-31".to_owned(),
        None => message,
    }
}

/// A page of this server, whatever the form says.
fn next(params: &Params) -> String {
    let mut path = params.text(NEXT);
    for (name, value) in params.pairs() {
        let escaped: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
        path = path.replace(&format!("{{{name}}}"), &escaped.replace('+', "%20"));
    }
    if is_local(&path) { path } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(form: &str) -> Result<String, String> {
        read(&Params::parse(form.as_bytes()))
            .map(|command| serde_json::to_string(&command).unwrap())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_form_is_the_command_that_its_fields_say() {
        assert_eq!(
            command("command=merge-themes&into=T-3&from=T-4&next=/&seen=7").unwrap(),
            r#"{"command":"merge-themes","into":"T-3","from":["T-4"]}"#
        );
        assert_eq!(
            command("command=move-signals&signals=S-1&signals=S-2&to=none").unwrap(),
            r#"{"command":"move-signals","signals":["S-1","S-2"],"to":null}"#
        );
        assert!(command("command=answer-link&of=T-3&path=a.rs&yes=true").unwrap().contains(r#""yes":true"#));
        assert!(command("command=undo-import&source=a&import=3").unwrap().contains(r#""import":3"#));
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        for (form, told) in [
            ("command=explode", "explode"),
            ("command=pin-theme&theme=S-3", "T-42"),
            ("command=pin-theme", "theme"),
            ("", "command"),
            ("command=set-rate&currency=USD&into=EUR", "'rate' is empty"),
            ("command=set-rate&currency=USD&into=EUR&rate=1&from=soon", "2026-03-31"),
            ("command=give-signal&signal=S-1&customer=+&needed=customer", "'customer' is empty"),
        ] {
            let error = command(form).unwrap_err();
            assert!(error.contains(told), "{form}: {error}");
        }
    }

    #[test]
    fn no_form_leads_away_from_this_server() {
        let next = |form: &str| next(&Params::parse(form.as_bytes()));
        assert_eq!(next("next=/themes/{into}&into=T-3"), "/themes/T-3");
        assert_eq!(
            next("next=/sources/{source}?undone={import}&source=a b/c&import=3"),
            "/sources/a%20b%2Fc?undone=3"
        );
        for bad in ["next=https://evil.example", "next=//evil.example", "next=/%5Cevil.example", ""] {
            assert_eq!(next(bad), "/", "{bad}");
        }
    }
}
