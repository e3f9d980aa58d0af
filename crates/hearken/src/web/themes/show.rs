//! One theme: its words, its weeks, its most representative verbatims, where it comes from, and every signal in it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_domain::{
    CustomerId, CustomerState, GoalState, ReleaseId, SavedPage, Says, Sentiment, Severity, Strength, Subject,
    ThemeId, ThemeKind, Topic,
};

use crate::http::door::Door;
use crate::web::breakdown::Breakdown;
use crate::web::chart::{self, TrendChart};
use crate::web::code::links::Links;
use crate::web::comments::talk::Talk;
use crate::web::error::PageError;
use crate::web::exports::Exports;
use crate::web::filter::{self, FilterForm};
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::prose::Prose;
use crate::web::releases::marks::Releases;
use crate::web::signals::moving;
use crate::web::themes::field;
use crate::web::themes::lineage::LineagePicture;
use crate::web::views::bar::{KnownViews, OPENED_BY, ViewsBar};
use crate::web::{comments, decisions, html, show};
use hearken_app::actions::alerts::list::ShowMute;
use hearken_app::actions::alerts::mute::MuteCard;
use hearken_app::actions::cards::{AreaLink, Row, SignalCard, rows, shown_as_one};
use hearken_app::actions::goals::list::OfferedGoal;
use hearken_app::actions::opportunities::of_themes::{OpportunitiesOf, OpportunityOf};
use hearken_app::actions::releases::near::ReleasesOf;
use hearken_app::actions::themes::pick::OfferedThemes;
use hearken_app::actions::themes::rulings::RulingCard;
use hearken_app::actions::themes::show::{ShowTheme, ThemePage};
use hearken_app::query::{PickAreas, PickGoals, PickThemes};
use hearken_app::view::View;

const LIMIT: usize = 20;
/// Customers whose revenue is shown, one by one.
const CUSTOMERS: usize = 200;
/// Customers in the table above that.
const SHOWN: usize = 20;
/// What is said beside versions: no source tells how many use each.
const COUNTS: &str = "Counts, not rates: how many use each version is not known";

#[derive(Template)]
#[template(path = "theme.html")]
struct Page {
    layout: Layout,
    theme: ThemePage,
    chart: TrendChart,
    lineage: LineagePicture,
    /// Living areas, to lie in.
    areas: Vec<AreaLink>,
    /// Other living themes, to merge with.
    others: OfferedThemes,
    breakdowns: Vec<Breakdown>,
    /// How its signals read.
    reads: Vec<Breakdown>,
    /// Goals that are open, to link.
    open_goals: Vec<OfferedGoal>,
    /// Opportunities that come from it.
    opportunities: Vec<OpportunityOf>,
    /// Where it leads in the code.
    links: Links,
    /// What people say about it, and who has it in hand.
    talk: Talk,
    /// Who wants to hear nothing of it.
    mute: Option<MuteCard>,
    views: ViewsBar,
    /// What was just decided here.
    done: Option<RulingCard>,
    /// Its signals, with what is of one burst in one row.
    rows: Vec<Row<SignalCard>>,
    together: Option<String>,
    /// Where signals can be moved, and the page that shows the effect.
    move_to: OfferedThemes,
    move_next: String,
    form: FilterForm,
    /// What the signals were counted under, for links to them.
    filter: Params,
    /// All of the theme's signals under the filter, in the search page's list.
    search: Params,
    first: Option<String>,
    next: Option<String>,
    exports: Exports,
}

impl Page {
    fn release_href(&self, id: &ReleaseId) -> String {
        self.layout.to(&format!("/releases/{id}"))
    }

    fn customer(&self, id: &CustomerId) -> String {
        format!("/customers/{id}")
    }

    fn word_href(&self, word: &str) -> String {
        self.search.with("q", format!("\"{}\"", word.replace('"', " "))).href("/search")
    }
}

/// `GET /themes/{id}`
pub async fn page(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: ThemeId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let cursor = params.get("cursor").map(str::to_owned);
    let door = door.looking_back(params.as_of()?).opening_saved(params.get(OPENED_BY).is_some());
    let asked = params.clone();
    let read = move |view: &View| -> Result<_, PageError> {
        let filter = filter::read(view, &asked)?;
        let query = ShowTheme { id, filter, cursor, in_rows: true, limit: LIMIT, customers: CUSTOMERS };
        let links = Links::read(view, Subject::Theme(id))?;
        let talk = Talk::read(view, Topic::Theme(id))?;
        let mute = view.ask(&ShowMute(id))?.filter(|mute| mute.muted);
        let done = moving::done(view, &asked)?;
        let (themes, areas) = (view.ask(&PickThemes { near: Some(id) })?, view.ask(&PickAreas)?);
        let theme = view.ask(&query)?;
        let open_goals = view.ask(&PickGoals)?;
        let opportunities = view.ask(&OpportunitiesOf { themes: vec![id] })?;
        let releases = Releases::read(view, ReleasesOf::Themes(vec![id]), theme.card.weeks.len())?;
        let known = KnownViews::read(view)?;
        Ok((
            theme,
            releases,
            themes,
            areas,
            (links, talk, mute),
            open_goals,
            opportunities,
            known,
            done,
            view.position()?,
        ))
    };
    let (
        theme,
        releases,
        others,
        areas,
        (links, talk, mute),
        mut open_goals,
        opportunities,
        known,
        done,
        seen,
    ) = door.understand(read).await?;
    open_goals.retain(|goal| theme.goals.iter().all(|blocked| blocked.goal.id != goal.id));
    let others = others.without(|other| other == id);

    let path = format!("/themes/{id}");
    let views = ViewsBar::new(known, SavedPage::Theme, &path, &params, Some(id));
    let params = params.without(OPENED_BY).without(moving::DONE);
    let filter = params.counted_under();
    let search = filter.with("theme", id.to_string());
    let by = |name: &'static str| {
        let search = &search;
        move |value: &str| search.with(name, value)
    };
    // Of labels a signal needs all, so that one more narrows.
    let by_label = |value: &str| search.without_value("label", value).and("label", value);
    let by_rating = |value: &str| search.with("rating_min", value).with("rating_max", format!("{value}.99"));
    let breakdowns = [
        Breakdown::new("Source", &theme.by_source, by("source")),
        Breakdown::new("Product", &theme.by_product, by("product")),
        Breakdown::new("Version", &theme.by_version, by("version")).noting(COUNTS),
        Breakdown::new("Label", &theme.by_label, by_label)
            .noting("A signal counts once for each of its labels"),
        Breakdown::new("State", &theme.by_state, by("state")),
        Breakdown::new("Status at the source", &theme.by_status, by("status")),
        Breakdown::new("Rating", &theme.by_rating, by_rating),
    ];
    let reads = [
        Breakdown::of_shares("Says", &theme.reads.says, Says::label, |value| by("says")(value.as_str())),
        Breakdown::of_shares("Sentiment", &theme.reads.sentiment, Sentiment::label, |value| {
            by("sentiment")(value.as_str())
        }),
        Breakdown::of_shares("Severity", &theme.reads.severity, Severity::label, |value| {
            by("severity")(value.as_str())
        })
        .noting("Of its pain points"),
    ];
    let rows = rows(theme.signals.clone(), |signal| signal);
    html(&Page {
        together: shown_as_one(&rows),
        rows,
        layout: Layout::new(show::words(&theme.card.name), Section::Themes)
            .showing(seen)
            .looking_back(params.look_back(&path)?),
        chart: TrendChart::new(&theme.card, &theme.trend, &filter).marked(&theme.card.weeks, &releases),
        lineage: LineagePicture::new(&theme.lineage),
        move_to: others.clone(),
        move_next: moving::next(&path, &params),
        others,
        areas,
        open_goals,
        opportunities,
        views,
        talk,
        mute,
        done,
        links: links.looking_back(params.only(&["as_of"])),
        reads: reads.into_iter().filter(|breakdown| !breakdown.is_empty()).collect(),
        breakdowns: breakdowns.into_iter().filter(|breakdown| !breakdown.is_empty()).collect(),
        form: FilterForm::new(&path, &params, &theme.facets, &[]),
        first: params.get("cursor").map(|_| filter.href(&path) + "#signals"),
        next: theme.next.as_ref().map(|next| filter.with("cursor", next).href(&path) + "#signals"),
        exports: Exports::new("signals", "All of its signals", &search, &["theme", "as_of"]),
        filter,
        search,
        theme,
    })
}
