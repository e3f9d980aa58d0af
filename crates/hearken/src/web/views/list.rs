//! All saved views, and the way from one to its page.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hearken_app::actions::views::list::{SavedViewCard, SavedViewList, ViewChange};
use hearken_app::query::{ListViews, ShowView};
use hearken_app::view::View;
use hearken_domain::{SavedPage, ViewId};

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::views::bar::OPENED_BY;
use crate::web::{html, show};

#[derive(Template)]
#[template(path = "views.html")]
struct ViewsPage {
    layout: Layout,
    list: SavedViewList,
}

/// `GET /views`
pub async fn page(State(door): State<Door>) -> Result<Response, PageError> {
    let (list, seen) = door.read(|view| Ok((view.ask(&ListViews)?, view.position()?))).await?;
    html(&ViewsPage { layout: Layout::new("Saved views", Section::Themes).showing(seen), list })
}

/// `GET /views/{id}`
pub async fn open(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: ViewId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let card = door.read(move |view: &View| view.ask(&ShowView(id))).await?;
    Ok(Redirect::to(&address(&card, &params.only(&["as_of"]))).into_response())
}

/// The address of the page that a view shows, without what was erased of it, and with what is looked `back` to.
fn address(card: &SavedViewCard, back: &Params) -> String {
    let value = |name: &str| {
        card.parameters.iter().find(|parameter| parameter.name == name).and_then(|p| p.value.as_ref())
    };
    let (path, own) = match card.page {
        SavedPage::Themes => ("/themes".to_owned(), None),
        SavedPage::Theme => (format!("/themes/{}", value("theme").map_or("", show::words)), Some("theme")),
        SavedPage::Search => ("/search".to_owned(), None),
    };
    let kept = card.parameters.iter().filter(|parameter| Some(parameter.name.as_str()) != own);
    let given =
        kept.filter_map(|parameter| Some((parameter.name.as_str(), show::words(parameter.value.as_ref()?))));
    given
        .chain(back.pairs())
        .fold(Params::default(), |params, (name, value)| params.and(name, value))
        .with(OPENED_BY, card.id.to_string())
        .href(&path)
}

#[cfg(test)]
mod tests {
    use hearken_app::actions::views::list::SavedParameter;
    use hearken_domain::{Actor, Timestamp, Verbatim};

    use super::*;

    fn opened(page: SavedPage, parameters: &[(&str, Option<&str>)]) -> String {
        opened_looking_back(page, parameters, b"")
    }

    fn opened_looking_back(page: SavedPage, parameters: &[(&str, Option<&str>)], back: &[u8]) -> String {
        let parameters = parameters.iter().map(|(name, value)| SavedParameter {
            name: (*name).to_owned(),
            value: value.map(|value| Verbatim::redacted(value.to_owned())),
        });
        let card = SavedViewCard {
            id: ViewId(3),
            name: None,
            page,
            parameters: parameters.collect(),
            says: Verbatim::default(),
            by: Actor::person("ann@example.com"),
            at: Timestamp::UNIX_EPOCH,
            last: ViewChange::Saved,
            gone: Vec::new(),
        };
        address(&card, &Params::parse(back))
    }

    #[test]
    fn a_view_leads_to_its_page_with_all_it_asks_and_without_what_was_erased() {
        let labels =
            [("label", Some("a, b&c")), ("label", Some("ios")), ("source", None), ("since", Some("30d"))];
        assert_eq!(
            opened(SavedPage::Themes, &labels),
            "/themes?label=a%2C+b%26c&label=ios&since=30d&view=V-3"
        );
        let theme = [("state", Some("open")), ("theme", Some("T-4"))];
        assert_eq!(opened(SavedPage::Theme, &theme), "/themes/T-4?state=open&view=V-3");
        assert_eq!(opened(SavedPage::Search, &theme), "/search?state=open&theme=T-4&view=V-3");
        let back = opened_looking_back(SavedPage::Search, &theme, b"as_of=2024-03-31");
        assert_eq!(back, "/search?state=open&theme=T-4&as_of=2024-03-31&view=V-3");
    }
}
