//! Opening an opportunity: from a theme, or in one's own words.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hearken_app::actions::cards::ThemeLink;
use hearken_app::actions::opportunities::add::AddOpportunity;
use hearken_app::actions::themes::pick::OfferedThemes;
use hearken_app::command::execute;
use hearken_app::error::WrongField;
use hearken_app::host::Host;
use hearken_app::query::{NameTheme, PickThemes};
use hearken_app::view::View;
use hearken_domain::{LogPosition, ThemeId};

use crate::http::door::Door;
use crate::web::again::Again;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::opportunities::done::told_at;
use crate::web::opportunities::filled::{Filled, Sort, field_of};
use crate::web::params::{Form, Params};
use crate::web::themes::field;
use crate::web::{html, show};

/// What a person types into the form.
const TYPED: [&str; 4] = ["title", "problem", "owner", "theme"];

#[derive(Template)]
#[template(path = "opportunity_new.html")]
struct Page {
    layout: Layout,
    filled: Filled,
    /// Living themes, to come from.
    themes: OfferedThemes,
    /// The theme that is chosen.
    theme: Option<ThemeId>,
    named: Option<ThemeLink>,
}

impl Page {
    fn field(&self, name: &str, label: &str, stands: &str, sort: Sort, note: &str) -> String {
        self.filled.field("new", name, label, stands, sort, note)
    }

    /// The name of the theme that it comes from is what it is called, unless somebody says otherwise.
    fn title(&self) -> &str {
        self.named.as_ref().map_or("", |theme| show::words(&theme.name))
    }
}

/// `GET /opportunities/new`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let theme = params.value::<ThemeId>("theme")?;
    shown(&door, theme, Filled::default()).await
}

/// `POST /opportunities`
pub async fn submit(State(door): State<Door>, Form(params): Form) -> Result<Response, PageError> {
    let again = |error: PageError| error.among(Again::posted("/opportunities", params.pairs(), &TYPED));
    let seen = params.get("seen").and_then(|seen| seen.parse().ok()).map(LogPosition);
    let theme = match params.get("theme").map(str::parse::<ThemeId>).transpose() {
        Ok(theme) => theme,
        Err(error) => return Err(again(PageError::field("theme", error.to_string()))),
    };
    let some = |name| params.get(name).map(str::to_owned);
    let request = AddOpportunity {
        title: some("title"),
        problem: some("problem"),
        themes: theme.into_iter().collect(),
        owner: some("owner"),
    };
    let act = move |ctx: &hearken_app::context::Context| {
        let ctx = ctx.clone().resting_on(seen);
        let whole = |error| WrongField { field: "opportunity", error };
        Ok(request.check(&ctx).and_then(|()| execute(&ctx, request, &mut Host::default()).map_err(whole)))
    };
    let (wrong, error) = match door.blocking(act).await {
        Ok(Ok(card)) => {
            let next = format!("/opportunities/{}", card.id);
            return Ok(Redirect::to(&told_at(&next, card.id, Some(card.version))).into_response());
        }
        Ok(Err(wrong)) => (field_of(&TYPED, &wrong), PageError::App(wrong.error)),
        Err(error) => (None, PageError::App(error)),
    };
    error.log();
    let told = error.to_string();
    let status = match error.status() {
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => StatusCode::UNPROCESSABLE_ENTITY,
        other => other,
    };
    let wrong = wrong.map(|field| (field, told.clone())).into_iter().collect();
    let filled = Filled { form: "new".to_owned(), typed: params.clone(), wrong, told, is_stale: false };
    match shown(&door, theme, filled).await {
        Ok(page) => Ok((status, page).into_response()),
        Err(_) => Err(again(error)),
    }
}

async fn shown(door: &Door, theme: Option<ThemeId>, filled: Filled) -> Result<Response, PageError> {
    let read = move |view: &View| {
        let named = theme.map(|theme| view.ask(&NameTheme(theme))).transpose()?.flatten();
        Ok((view.ask(&PickThemes { near: theme })?, named, view.position()?))
    };
    let (themes, named, seen) = door.read(read).await?;
    let layout = Layout::new("New opportunity", Section::Opportunities).showing(seen);
    html(&Page { layout, filled, themes, theme, named })
}
