//! All themes under a filter, in the order a person asks for.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::str::FromStr;

use hearken_domain::{AreaId, SignalFilter, Theme, ThemeId, ThemeKind, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::areas::find::among;
use crate::actions::cards::{
    AreaCard, AreaLink, ClusteringState, Facets, SPARK_WEEKS, ThemeCard, ThemeCards,
};
use crate::actions::customers::worth::{WorthCard, incomparable};
use crate::error::AppError;
use crate::known::known_filter;
use crate::next_step::NextStep;
use crate::view::View;
use crate::wording;

/// The order of a list of themes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ThemeSort {
    /// Most signals first.
    #[default]
    Signals,
    /// The surest rise first.
    Rising,
    /// First heard last first.
    Newest,
    /// Worst mean rating first; unrated last.
    Rating,
    /// By name.
    Name,
    /// Most customers first.
    Customers,
    /// Most revenue of customers first, where it is all in one currency or has rates.
    Revenue,
    /// By area: themes that lie near each other stand together, the largest area first.
    Area,
}

impl ThemeSort {
    /// Every order.
    pub const ALL: [Self; 8] = [
        Self::Signals,
        Self::Rising,
        Self::Newest,
        Self::Rating,
        Self::Name,
        Self::Customers,
        Self::Revenue,
        Self::Area,
    ];

    /// The word that commands and the API use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signals => "signals",
            Self::Rising => "rising",
            Self::Newest => "newest",
            Self::Rating => "rating",
            Self::Name => "name",
            Self::Customers => "customers",
            Self::Revenue => "revenue",
            Self::Area => "area",
        }
    }
}

impl FromStr for ThemeSort {
    type Err = String;
    fn from_str(given: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == given).ok_or_else(|| {
            format!("'{given}' is not a valid order of themes; orders are signals, rising, newest, rating, name, customers, revenue, area")
        })
    }
}

/// What to list.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeQuery {
    /// Counting only signals that this lets through.
    pub filter: SignalFilter,
    /// Only themes of this kind.
    pub kind: Option<ThemeKind>,
    /// Only themes of this area, by its id or name.
    pub area: Option<String>,
    /// In which order.
    pub sort: ThemeSort,
    /// At most so many.
    pub limit: usize,
}

impl Default for ThemeQuery {
    fn default() -> Self {
        let (filter, sort) = (SignalFilter::default(), ThemeSort::default());
        Self { filter, kind: None, area: None, sort, limit: 100 }
    }
}

/// Themes, and what they were counted among.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThemeList {
    /// As of when.
    pub now: Timestamp,
    /// The themes.
    pub themes: Vec<ThemeCard>,
    /// The areas that all the themes lie in, the largest first, those in none last.
    pub areas: Vec<AreaCard>,
    /// How many there are without the limit.
    pub total: u64,
    /// Signals under the filter.
    pub signals: u64,
    /// Those of them without a theme.
    pub unsorted: u64,
    /// The customers whose signals these are, and what they are worth; `None` where no customer is known at all.
    pub customers: Option<WorthCard>,
    /// Why the themes cannot be put in the order of revenue, if they cannot.
    pub no_revenue_order: Option<String>,
    /// What can be filtered by.
    pub facets: Facets,
    /// Where the finding of themes stands.
    pub clustering: ClusteringState,
}

/// Lists themes that have signals under the filter.
///
/// # Errors
/// The filter names what is not there, there is no such area, the order is by revenue in several currencies, or any failure
/// of the store.
pub fn list_themes(view: &View, query: &ThemeQuery) -> Result<ThemeList, AppError> {
    let filter = known_filter(view, &query.filter)?;
    let among = among(view, None, query.area.as_deref())?;
    let now = view.as_of()?;
    let themes: BTreeMap<ThemeId, Theme> =
        view.store().themes().living()?.into_iter().map(|theme| (theme.id, theme)).collect();
    let read = ThemeCards::read(view, &filter, now)?;
    let mut cards: Vec<ThemeCard> = themes
        .values()
        .filter(|theme| !theme.ignored)
        .filter(|theme| query.kind.is_none_or(|kind| kind == theme.kind))
        .filter(|theme| among.has(theme.id))
        .filter(|theme| read.signals_of(theme.id) > 0)
        .map(|theme| read.card(theme, SPARK_WEEKS))
        .collect();
    let apart = incomparable(cards.iter().filter_map(|card| card.customers.as_ref()));
    let no_revenue_order = apart.map(|currencies| wording::worth::incomparable(&currencies));
    if let Some(reason) = no_revenue_order.as_ref().filter(|_| query.sort == ThemeSort::Revenue) {
        let message = format!("themes cannot be put in the order of revenue: {reason}");
        return Err(AppError::user(message).suggest(NextStep::SetRate));
    }
    let areas = areas(&read, &mut cards);
    sort(&mut cards, query.sort, |theme| read.first_week(theme));
    let total = cards.len() as u64;
    cards.truncate(query.limit);
    read.quote(view, &mut cards, &themes)?;
    Ok(ThemeList {
        now,
        themes: cards,
        areas,
        total,
        signals: read.signals(),
        unsorted: read.unsorted(),
        customers: read.customers(),
        no_revenue_order,
        facets: Facets::under(view, &query.filter, &among, "")?,
        clustering: ClusteringState::now(view)?,
    })
}

/// The areas of these themes.
fn areas(read: &ThemeCards, cards: &mut [ThemeCard]) -> Vec<AreaCard> {
    sort(cards, ThemeSort::Area, |theme| read.first_week(theme));
    let runs = cards.chunk_by(|a, b| a.area_id == b.area_id);
    let area = |themes: &[ThemeCard]| {
        let link = themes[0].area_id.zip(themes[0].area.clone()).map(|(id, name)| AreaLink { id, name });
        read.area(link, themes.iter().map(|card| card.id).collect(), SPARK_WEEKS)
    };
    runs.map(area).collect()
}

impl ThemeList {
    /// The themes of each area that are listed, in the order of the areas.
    pub fn by_area(&self) -> impl Iterator<Item = (&AreaCard, Vec<&ThemeCard>)> {
        let listed = |area: &AreaCard| -> Vec<&ThemeCard> {
            self.themes.iter().filter(|card| card.area_id == area.id).collect()
        };
        self.areas.iter().map(move |area| (area, listed(area))).filter(|(_, listed)| !listed.is_empty())
    }
}

fn sort(cards: &mut [ThemeCard], sort: ThemeSort, first_week: impl Fn(ThemeId) -> Option<i64>) {
    // Ties fall to the larger theme, then to the older id, so that the order never wavers.
    cards.sort_by_key(|card| (Reverse(card.signals), card.id));
    let low = |card: &ThemeCard| card.trend.ratio_low.unwrap_or(0.0);
    let customers = |card: &ThemeCard| card.customers.as_ref().map_or(0, |worth| worth.customers);
    let revenue = |card: &ThemeCard| {
        let sum = card.customers.as_ref().and_then(|worth| worth.revenue.first().copied());
        sum.map(|sum| sum.hundredths)
    };
    match sort {
        ThemeSort::Signals => {}
        ThemeSort::Customers => cards.sort_by_key(|card| Reverse(customers(card))),
        ThemeSort::Revenue => cards.sort_by_key(|card| Reverse(revenue(card))),
        ThemeSort::Rising => cards.sort_by(|a, b| low(b).total_cmp(&low(a))),
        ThemeSort::Newest => cards.sort_by_key(|card| Reverse((first_week(card.id), card.born_at, card.id))),
        ThemeSort::Rating => {
            let rating = |card: &ThemeCard| card.rating_mean.unwrap_or(f64::INFINITY);
            cards.sort_by(|a, b| rating(a).total_cmp(&rating(b)));
        }
        ThemeSort::Area => {
            let mut sizes: BTreeMap<Option<AreaId>, u64> = BTreeMap::new();
            for card in &*cards {
                *sizes.entry(card.area_id).or_default() += card.signals;
            }
            cards.sort_by_key(|card| (card.area_id.is_none(), Reverse(sizes[&card.area_id]), card.area_id));
        }
        ThemeSort::Name => cards.sort_by_cached_key(|card| card.name.as_str().to_lowercase()),
    }
}
