//! The body of an issue about an opportunity, to paste into a tracker. Nothing is sent from here.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use hearken_app::actions::opportunities::body::ShowIssueEvidence;
use hearken_domain::{OpportunityId, Tracker};

use crate::brief::{IssueBody, issue_body};
use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, legible, show};

/// Rows of the field that a body stands in, at most.
const ROWS_MAX: usize = 40;

#[derive(Template)]
#[template(path = "opportunity_body.html")]
struct Page {
    layout: Layout,
    id: OpportunityId,
    body: IssueBody,
    /// Address and name of the same for each tracker, and whether it is the one that is shown.
    trackers: Vec<(String, &'static str, bool)>,
    rows: usize,
}

/// `GET /opportunities/{id}/body`
pub async fn page(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let id: OpportunityId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let tracker = params.value::<Tracker>("for")?;
    let evidence = door.read(move |view| view.ask(&ShowIssueEvidence { id, tracker })).await?;
    // Only our own names come so far.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let body = issue_body(&evidence, &format!("http://{host}"));
    let trackers = Tracker::ALL.into_iter().filter(|tracker| *tracker != Tracker::Other).map(|tracker| {
        let name = match tracker {
            Tracker::Jira => "Jira at Atlassian",
            Tracker::JiraServer => "a Jira of your own",
            tracker => tracker.title(),
        };
        (format!("/opportunities/{id}/body?for={tracker}"), name, tracker == body.tracker)
    });
    html(&Page {
        layout: Layout::new(format!("An issue about {id}"), Section::Elsewhere),
        id,
        trackers: trackers.collect(),
        rows: body.body.lines().count().min(ROWS_MAX),
        body,
    })
}
