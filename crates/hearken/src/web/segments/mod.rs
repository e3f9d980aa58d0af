//! All segments with how many customers are in each, the form that makes one, and who would be in it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_app::actions::segments::cards::{SegmentCard, SegmentChange};
use hearken_app::actions::segments::list::{SegmentList, SegmentPreview, TrySegment};
use hearken_app::error::AppError;
use hearken_app::query::ListSegments;
use hearken_app::view::View;

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{html, show};

/// Customers shown of a preview.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "segments.html")]
struct Page {
    layout: Layout,
    list: SegmentList,
    /// The conditions that are tried, as they were typed.
    condition: String,
    /// The segment that they would be the conditions of, where they are to be another's.
    of: String,
    preview: Option<SegmentPreview>,
    /// What is wrong with them.
    problem: Option<String>,
    exports: Exports,
}

impl Page {
    /// A page that only shows what customers of a segment said.
    fn narrowed(&self, path: &str, card: &SegmentCard) -> String {
        let name = card.title();
        self.layout.to(&Params::default().with("segment", show::words(&name)).href(path))
    }

    /// Who is in it, shown beside its conditions.
    fn tried(&self, card: &SegmentCard) -> String {
        let condition = card.says();
        Params::default().with("condition", show::unredacted(&condition)).href("/segments") + "#preview"
    }
}

/// `GET /segments`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let (condition, of) = (params.text("condition"), params.text("of"));
    let asked = condition.trim().to_owned();
    let door = door.looking_back(params.as_of()?);
    let read = move |view: &View| -> Result<_, AppError> {
        let tried = match asked.is_empty() {
            true => Ok(None),
            false => view.ask(&TrySegment { condition: asked, limit: SHOWN }).map(Some),
        };
        let (preview, problem) = match tried {
            Ok(preview) => (preview, None),
            Err(AppError::User { message, .. } | AppError::NotFound { message, .. }) => (None, Some(message)),
            Err(error) => return Err(error),
        };
        Ok((view.ask(&ListSegments)?, preview, problem, view.position()?))
    };
    let (list, preview, problem, seen) = door.read(read).await?;
    let layout = Layout::new("Segments", Section::Customers).showing(seen);
    html(&Page {
        layout: layout.looking_back(params.look_back("/segments")?),
        list,
        condition,
        of,
        preview,
        problem,
        exports: Exports::new("segments", "All segments", &Params::default(), &[]),
    })
}
