//! One customer: who they are and by whose word, who is in it, what they speak of, and their time from the last day back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use hearken_app::actions::customers::cards::{FactCard, IdentifierCard, PersonCard, from_to};
use hearken_app::actions::customers::show::{CustomerPage, ShowCustomer};
use hearken_app::actions::customers::timeline::{ShowTimeline, Timeline, TimelineEntry};
use hearken_app::actions::opportunities::of_themes::{OpportunitiesOf, OpportunityOf};
use hearken_app::view::View;
use hearken_domain::{ContactId, CustomerId, FactField};

use crate::http::door::Door;
use crate::web::error::PageError;
use crate::web::layout::{Layout, Section};
use crate::web::params::Params;
use crate::web::{goals, html, legible, show};

const LIMIT: usize = 30;
/// Entries that may be passed over.
const OFFSET_MAX: usize = 1_000_000;

#[derive(Template)]
#[template(path = "customer.html")]
struct Page {
    layout: Layout,
    page: CustomerPage,
    timeline: Timeline,
    /// Opportunities that come from themes that they speak of.
    opportunities: Vec<OpportunityOf>,
    /// Facts that are believed, and those that are not, or not any more.
    facts: Vec<FactCard>,
    other_facts: Vec<FactCard>,
    first: Option<String>,
    next: Option<String>,
    /// The people before those that are shown, and behind them.
    first_people: Option<String>,
    next_people: Option<String>,
}

impl Page {
    fn said_by_hand(&self) -> bool {
        let facts = self.page.facts.iter().any(|fact| fact.source.is_none());
        facts || self.page.identifiers.iter().any(|one| one.source.is_none() || one.apart)
    }

    /// Whether an identifier can be kept apart from what its customer is part of.
    fn can_part(&self, identifier: &IdentifierCard) -> bool {
        !identifier.apart
            && (self.page.customer.part_of.is_some() || identifier.customer != self.page.customer.id)
    }

    /// The facts that stand at the head of the page, in a few words each.
    fn lede(&self) -> Vec<String> {
        let worded = [
            ("state", "", ""),
            ("plan", "", ""),
            ("arr", "", " a year"),
            ("mrr", "", " a month"),
            ("renewal", "renews ", ""),
            ("owner", "account owner ", ""),
        ];
        let held = |field: &str| self.facts.iter().find(|fact| show::unredacted(&fact.field) == field);
        let one = |(field, before, behind): (&str, &str, &str)| {
            held(field).map(|fact| format!("{before}{}{behind}", show::unredacted(&fact.value)))
        };
        worded.into_iter().filter_map(one).collect()
    }

    /// From when to when an identifier is theirs.
    fn times(identifier: &IdentifierCard) -> String {
        from_to(identifier.from, identifier.to)
    }

    /// From when to when addresses of a person are theirs, where that is not always.
    fn addresses(person: &PersonCard) -> Vec<String> {
        let told = |email: &str, times: String| format!("{email} {times}");
        person.times.iter().map(|one| told(show::unredacted(&one.email), from_to(one.from, one.to))).collect()
    }

    fn fields() -> Vec<FactField> {
        FactField::KNOWN.to_vec()
    }
}

/// `GET /customers/{id}`
pub async fn page(
    State(door): State<Door>,
    Path(id): Path<String>,
    params: Params,
) -> Result<Response, PageError> {
    let id: CustomerId = id.parse().map_err(|_| PageError::NoSuchPage)?;
    let offset = params.value::<usize>("offset")?.unwrap_or(0).min(OFFSET_MAX);
    let people_after = params.value::<ContactId>("people")?;
    let read = move |view: &View| {
        let page = view.ask(&ShowCustomer { id, offset: 0, limit: 0, people_after })?;
        let themes = page.themes.iter().map(|one| one.theme.id).collect();
        let opportunities = view.ask(&OpportunitiesOf { themes })?;
        Ok((page, opportunities, view.ask(&ShowTimeline { id, offset, limit: LIMIT })?, view.position()?))
    };
    let (page, opportunities, timeline, seen) = door.read(read).await?;
    let path = format!("/customers/{id}");
    let (mut facts, other_facts): (Vec<FactCard>, Vec<FactCard>) =
        page.facts.iter().cloned().partition(|fact| fact.holds && fact.customer == id);
    // Those that every customer may have stand first, in their order.
    let place = |fact: &FactCard| {
        let field = show::unredacted(&fact.field);
        FactField::KNOWN.iter().position(|known| known.as_str() == field).unwrap_or(usize::MAX)
    };
    facts.sort_by_key(place);
    html(&Page {
        layout: Layout::new(show::customer_name(page.customer.name.as_ref()), Section::Customers)
            .showing(seen),
        first: (offset > 0).then(|| format!("{path}#time")),
        next: timeline.next.map(|next| format!("{path}?offset={next}#time")),
        first_people: people_after.map(|_| format!("{path}#h-people")),
        next_people: page.next_person.as_ref().map(|next| format!("{path}?people={next}#h-people")),
        facts,
        other_facts,
        page,
        opportunities,
        timeline,
    })
}
