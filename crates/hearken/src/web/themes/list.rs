//! All themes, in the order and under the filter a person asks for.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use hearken_domain::{SavedPage, ThemeKind};

use crate::http::door::Door;
use crate::web::chart::{self, Sparkline};
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::filter::{self, FilterForm};
use crate::web::layout::{Layout, Section};
use crate::web::order::Order;
use crate::web::params::Params;
use crate::web::releases::marks::Releases;
use crate::web::views::bar::{KnownViews, OPENED_BY, ViewsBar};
use crate::web::{html, show};
use hearken_app::actions::cards::{AreaCard, ClusteringState};
use hearken_app::actions::themes::list::{ThemeList, ThemeQuery, ThemeSort};
use hearken_app::query::PickAreas;
use hearken_app::view::View;

const PATH: &str = "/themes";
const LIMIT: usize = 100;

#[derive(Template)]
#[template(path = "themes.html")]
struct ThemesPage {
    layout: Layout,
    list: ThemeList,
    form: FilterForm,
    views: ViewsBar,
    orders: Vec<Order>,
    /// What the themes were counted under, for links to their signals.
    filter: Params,
    all: String,
    everything: Option<String>,
    by_area: bool,
    /// What the small lines are marked with.
    releases: Releases,
    exports: Exports,
}

impl ThemesPage {
    /// The area that begins with the theme at this index of the list.
    fn area_before(&self, index: &usize) -> Option<&AreaCard> {
        let (index, list) = (*index, &self.list);
        let begins = index == 0 || list.themes[index - 1].area_id != list.themes[index].area_id;
        let area = || list.areas.iter().find(|area| area.id == list.themes[index].area_id);
        (self.by_area && begins).then(area).flatten()
    }
}

/// `GET /themes`
pub async fn page(State(door): State<Door>, params: Params) -> Result<Response, PageError> {
    let sort = params.value::<ThemeSort>("sort")?.unwrap_or(ThemeSort::Area);
    let kind = params.value::<ThemeKind>("kind")?;
    let limit = if params.get("all").is_some() { usize::MAX } else { LIMIT };
    let door = door.looking_back(params.as_of()?).opening_saved(params.get(OPENED_BY).is_some());
    let asked = params.clone();
    let read = move |view: &View| -> Result<_, PageError> {
        let area = asked.get("area").map(str::to_owned);
        let list = view.ask(&ThemeQuery { filter: filter::read(view, &asked)?, kind, area, sort, limit })?;
        let releases = Releases::of_sparks(view, None)?;
        Ok((list, view.ask(&PickAreas)?, KnownViews::read(view)?, releases, view.position()?))
    };
    let (list, areas, known, releases, seen) = door.understand(read).await?;
    let views = ViewsBar::new(known, SavedPage::Themes, PATH, &params, None);
    let params = params.without(OPENED_BY);

    let kinds = [("", "any")].into_iter().chain(ThemeKind::ALL.map(|kind| (kind.as_str(), kind.label())));
    let kinds = kinds.map(|(value, label)| (value.to_owned(), label.to_owned()));
    let form = FilterForm::new(PATH, &params, &list.facets, &["sort"])
        .choosing_area(&areas, &params)
        .choosing("kind", "Kind", kinds, kind.map_or("", ThemeKind::as_str));
    // Without customers there is nothing to order by.
    let of_customers = |by: &ThemeSort| matches!(by, ThemeSort::Customers | ThemeSort::Revenue);
    let orders = ThemeSort::ALL.into_iter().filter(|by| list.customers.is_some() || !of_customers(by));
    let order = |by: ThemeSort| Order {
        label: label(by),
        href: params.with("sort", by.as_str()).href(PATH),
        current: by == sort,
        refused: list.no_revenue_order.clone().filter(|_| by == ThemeSort::Revenue),
    };
    let cut = (list.themes.len() as u64) < list.total;
    html(&ThemesPage {
        layout: Layout::new("Themes", Section::Themes).showing(seen).looking_back(params.look_back(PATH)?),
        form,
        views,
        orders: orders.map(order).collect(),
        all: params.counted_under().href("/search"),
        everything: cut.then(|| params.with("all", "1").href(PATH)),
        filter: params.counted_under(),
        exports: Exports::new("themes", "All of these", &params, &["kind", "area", "sort", "as_of"]),
        releases,
        by_area: sort == ThemeSort::Area && list.areas.len() > 1,
        list,
    })
}

fn label(sort: ThemeSort) -> &'static str {
    match sort {
        ThemeSort::Signals => "most signals",
        ThemeSort::Rising => "rising",
        ThemeSort::Newest => "newest",
        ThemeSort::Rating => "worst rated",
        ThemeSort::Name => "name",
        ThemeSort::Customers => "customers",
        ThemeSort::Revenue => "revenue",
        ThemeSort::Area => "area",
    }
}
