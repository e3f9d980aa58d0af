//! All segments with how many customers are in each, one with who is in it, and who would be in one that is not made yet.

use hearken_domain::{CustomerId, SegmentAct, Unredacted, Verbatim};
use hearken_store::Segment;
use serde::Serialize;
use utoipa::ToSchema;

use crate::actions::customers::cards::{CustomerCard, customer_card};
use crate::actions::segments::cards::{SegmentCard, card};
use crate::actions::segments::members::Segments;
use crate::error::AppError;
use crate::view::View;

/// One segment by its name, with some of the customers in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowSegment {
    /// Its name.
    pub name: String,
    /// Behind this customer.
    pub after: Option<CustomerId>,
    /// Customers at most.
    pub limit: usize,
}

/// Who would be in a segment of these conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrySegment {
    /// The conditions.
    pub condition: String,
    /// Customers at most.
    pub limit: usize,
}

/// Segments.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SegmentList {
    /// Those there are, by name.
    pub segments: Vec<SegmentCard>,
    /// Those that were removed, which an undo brings back; the last first.
    pub removed: Vec<SegmentCard>,
}

/// A segment, and who is in it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SegmentPage {
    /// Its card.
    pub segment: SegmentCard,
    /// Customers in it, in the order of their ids.
    pub customers: Vec<CustomerCard>,
    /// Where the list goes on; `None` at its end.
    pub next: Option<CustomerId>,
}

/// Who meets conditions.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SegmentPreview {
    /// The conditions as they were read.
    pub condition: Unredacted,
    /// How many customers meet them, each once.
    pub total: u64,
    /// The first of them.
    pub customers: Vec<CustomerCard>,
    /// What is to be known about who meets them, a sentence each.
    pub notes: Vec<Unredacted>,
}

/// All segments.
///
/// # Errors
/// Any failure of the store.
pub fn list_segments(view: &View) -> Result<SegmentList, AppError> {
    let mut read = Segments::read(view)?;
    let all: Vec<Segment> = read.all().cloned().collect();
    let (mut segments, mut removed) = (Vec::new(), Vec::new());
    for segment in &all {
        let list = if segment.last == SegmentAct::Removed { &mut removed } else { &mut segments };
        list.push(card(&mut read, segment)?);
    }
    segments.sort_by_cached_key(|card: &SegmentCard| card.title().as_str().to_lowercase());
    removed.reverse();
    Ok(SegmentList { segments, removed })
}

/// The names of all segments, in order.
///
/// # Errors
/// Any failure of the store.
pub fn segment_names(view: &View) -> Result<Vec<Verbatim>, AppError> {
    let all = view.store().segments().all()?.into_iter();
    let stands = all.filter(|segment| segment.last != SegmentAct::Removed);
    let mut names: Vec<Verbatim> = stands.filter_map(|segment| segment.name).collect();
    names.sort_by_cached_key(|name| name.as_str().to_lowercase());
    Ok(names)
}

/// One segment, and who is in it.
///
/// # Errors
/// There is none of that name, who is in it cannot be said; or any failure of the store.
pub fn show_segment(view: &View, query: &ShowSegment) -> Result<SegmentPage, AppError> {
    let mut read = Segments::read(view)?;
    let segment = read.named(&query.name)?.clone();
    let members = read.members(&segment)?;
    let after = query.after.unwrap_or(CustomerId(0));
    let behind: Vec<CustomerId> =
        members.customers.iter().copied().filter(|customer| *customer > after).collect();
    let shown = &behind[..behind.len().min(query.limit)];
    Ok(SegmentPage {
        segment: card(&mut read, &segment)?,
        next: shown.last().copied().filter(|_| behind.len() > shown.len()),
        customers: customer_cards(view, shown)?,
    })
}

/// Who would be in a segment of these conditions.
///
/// # Errors
/// They cannot be read, or name a segment that is not there; or any failure of the store.
pub fn try_segment(view: &View, query: &TrySegment) -> Result<SegmentPreview, AppError> {
    let mut read = Segments::read(view)?;
    let condition = read.parse(&query.condition, None)?;
    let members = read.meeting(&condition)?;
    let first = &members.customers[..members.customers.len().min(query.limit)];
    Ok(SegmentPreview {
        condition: Unredacted::new(read.told(&condition)),
        total: members.customers.len() as u64,
        customers: customer_cards(view, first)?,
        notes: members.notes.into_iter().map(Unredacted::new).collect(),
    })
}

/// The cards of customers.
pub(crate) fn customer_cards(view: &View, ids: &[CustomerId]) -> Result<Vec<CustomerCard>, AppError> {
    let found = view.store().customers().several(ids)?.into_iter();
    Ok(found.map(|(customer, _)| customer_card(customer)).collect())
}
