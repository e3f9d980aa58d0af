//! All sources: how they are, and how far the views follow the log.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::sources::list as sources;
use crate::web::{html, show};
use hearken_app::actions::sources::kept::{KeptRow, says};
use hearken_app::actions::sources::list::{Health, SourceList};
use hearken_app::query::ListSources;
use hearken_domain::{RedactionPolicy, Retention};
use hearken_store::JobState;

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage {
    layout: Layout,
    list: SourceList,
}

impl SourcesPage {
    fn signals_href(&self, name: &str) -> String {
        self.layout.to(&signals_href(name))
    }

    fn source_href(&self, name: &str) -> String {
        self.layout.to(&source_href(name))
    }
}

/// `GET /sources`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let door = door.looking_back(params.as_of()?);
    let list = door.read(|view| view.ask(&ListSources)).await?;
    let layout = Layout::new("Sources", Section::Sources).looking_back(params.look_back("/sources")?);
    html(&SourcesPage { layout, list })
}

/// The address of a source's page.
pub fn source_href(name: &str) -> String {
    let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("/sources/{}", name.replace('+', "%20")) // a plus stands for a space only behind the question mark
}

/// The address of a source's signals.
pub fn signals_href(name: &str) -> String {
    Params::default().with("source", name).href("/search")
}

/// When a job without a time runs.
pub fn undated(state: &JobState) -> &'static str {
    match state {
        JobState::Waiting => "when there is something new",
        JobState::Running => "at work now",
    }
}

/// What is done with personal data in what a source brings.
pub fn policy(policy: &RedactionPolicy) -> &'static str {
    match policy {
        RedactionPolicy::Off => "kept as it comes",
        RedactionPolicy::Mask => "masked",
        RedactionPolicy::Hash => "masked by a keyed hash",
    }
}

/// How long something is kept, and what goes then.
pub fn kept_says(keep: &Retention) -> String {
    says(*keep)
}

/// How long something is kept as it came, and what goes then.
pub fn kept(kept: &KeptRow) -> String {
    let of = kept.kind.map_or_else(String::new, |kind| format!(" ({kind})"));
    let then =
        if kept.keeps_words { "who said it is removed" } else { "who said it and the words are removed" };
    format!("Kept {}{of}, then {then}", show::counted(&u64::from(kept.days), "day"))
}

/// What to make of a source's health.
pub fn advice(health: &Health) -> &'static str {
    match health {
        Health::Healthy => "healthy",
        Health::Rejecting => "much of the last import was rejected",
        Health::Interrupted => "the last import was interrupted; the same import run again goes on",
        Health::Empty => "no signals",
    }
}
