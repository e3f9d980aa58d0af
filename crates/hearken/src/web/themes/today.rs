//! Today: what changed, what hurts most, and one customer's story.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::http::door::Door;
use crate::web::chart::{self, Sparkline};
use crate::web::code::address;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::prose::Prose;
use crate::web::releases::marks::Releases;
use crate::web::sources::paste::PasteForm;
use crate::web::{comments, decisions, html, legible, show};
use hearken_app::actions::cards::ClusteringState;
use hearken_app::actions::releases::card::ReleaseCard;
use hearken_app::actions::themes::today::Today;
use hearken_app::query::ShowToday;
use hearken_app::view::View;

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    layout: Layout,
    today: Today,
    recent_href: String,
    /// Themes are counted here without any filter, but for what is looked back to.
    filter: Params,
    paste: PasteForm,
    /// What the small lines are marked with.
    releases: Releases,
}

impl TodayPage {
    /// How many themes are news: "One theme is", "Three themes are".
    fn news(&self) -> String {
        show::sentence_count(usize::try_from(self.today.changed_total).unwrap_or(usize::MAX))
    }

    /// How many were on the days before: "one", "three".
    fn news_of_the_week(&self) -> String {
        show::spelled(usize::try_from(self.today.this_week_total).unwrap_or(usize::MAX))
    }

    fn release_href(&self, card: &ReleaseCard) -> String {
        self.layout.to(&format!("/releases/{}", card.id))
    }
}

/// `GET /`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let door = door.looking_back(params.as_of()?);
    let filter = params.only(&["as_of"]);
    let read = |view: &View| Ok((view.ask(&ShowToday)?, Releases::of_sparks(view, None)?, view.position()?));
    let (today, releases, seen) = door.read(read).await?;
    let page = TodayPage {
        layout: Layout::new("Today", Section::Today).showing(seen).looking_back(filter.look_back("/")?),
        recent_href: recent_signals_href(&today, &filter),
        filter,
        paste: PasteForm::default(),
        releases,
        today,
    };
    html(&page)
}

/// The last four complete weeks end with the Monday before now.
fn recent_signals_href(today: &Today, filter: &Params) -> String {
    let date = today.now.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let monday = date - jiff::Span::new().days(date.weekday().to_monday_zero_offset());
    let since = monday - jiff::Span::new().weeks(4);
    filter.with("since", since.to_string()).with("until", monday.to_string()).href("/search")
}
