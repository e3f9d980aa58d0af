//! Who is in a segment, as of the time that pages speak of. Worked out from what is held of customers whenever it is asked for,
//! so that it is never behind.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, btree_map};
use std::iter::Peekable;
use std::sync::Arc;

use hearken_domain::{
    Compared, Condition, Currency, CustomerId, FactField, HeldValue, SegmentAct, SegmentCondition, SegmentId,
    Tested, Verdict, counted,
};
use hearken_store::{Held, Segment};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::AppError;
use crate::kept_members::Members;
use crate::near::{near, shown};
use crate::next_step::NextStep;
use crate::view::View;

/// Works out who is in segments. What is held of a field is read once.
pub(crate) struct Segments<'v> {
    view: &'v View,
    segments: BTreeMap<SegmentId, Segment>,
    held: HashMap<FactField, Held>,
    everybody: Vec<CustomerId>,
    today: Date,
}

impl<'v> Segments<'v> {
    /// Reads which segments there are.
    pub(crate) fn read(view: &'v View) -> Result<Self, AppError> {
        let segments = view.store().segments().all()?.into_iter().map(|segment| (segment.id, segment));
        Ok(Self {
            view,
            segments: segments.collect(),
            held: HashMap::new(),
            everybody: view.store().customers().roots()?,
            today: TimeZone::UTC.to_datetime(view.as_of()?).date(),
        })
    }

    /// All of them, those that were removed, too.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Segment> {
        self.segments.values()
    }

    /// The segment of that name, whatever the case of its letters.
    pub(crate) fn named(&self, name: &str) -> Result<&Segment, AppError> {
        find(self.segments.values(), name, |act| act != SegmentAct::Removed)
    }

    /// The segment that was last removed under that name.
    pub(crate) fn removed(&self, name: &str) -> Result<&Segment, AppError> {
        find(self.segments.values().rev(), name, |act| act == SegmentAct::Removed)
    }

    /// Reads conditions that a person typed. A segment that is being made under a name cannot name itself.
    pub(crate) fn parse(&self, typed: &str, own: Option<&str>) -> Result<SegmentCondition, AppError> {
        let own = own.map(str::to_lowercase);
        let names_itself = std::cell::Cell::new(false);
        let find = |name: &str| {
            names_itself.set(names_itself.get() || own.as_deref() == Some(name.to_lowercase().as_str()));
            self.named(name).ok().map(|segment| segment.id)
        };
        SegmentCondition::read(typed, find).map_err(|error| {
            if names_itself.get() {
                return AppError::user("a segment cannot name itself");
            }
            AppError::user(error.to_string())
        })
    }

    /// The conditions of a segment that stands.
    pub(crate) fn condition(&self, segment: &Segment) -> Result<SegmentCondition, AppError> {
        let name = title(segment);
        let Some(condition) = &segment.condition else {
            return Err(AppError::user(format!("the conditions of the segment '{name}' were erased"))
                .suggest(NextStep::ListSegments));
        };
        let by_number = |number: &str| number.strip_prefix('#')?.parse().ok().map(SegmentId);
        SegmentCondition::read(condition, by_number)
            .map_err(|error| AppError::user(format!("the segment '{name}' cannot be used: {error}")))
    }

    /// Refuses conditions for a segment that is among those that they name, be it by way of others.
    pub(crate) fn refuse_circle(&self, condition: &SegmentCondition, own: SegmentId) -> Result<(), AppError> {
        let mut named: Vec<SegmentId> = condition.segments().collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = named.pop() {
            let Some(segment) = self.segments.get(&id).filter(|_| seen.insert(id)) else { continue };
            if id == own {
                return Err(AppError::user(format!(
                    "a segment cannot name itself, and these conditions lead back to '{}'",
                    title(segment)
                )));
            }
            // What cannot be read names nobody.
            named.extend(self.condition(segment).iter().flat_map(SegmentCondition::segments));
        }
        Ok(())
    }

    /// The conditions as people read them.
    pub(crate) fn told(&self, condition: &SegmentCondition) -> String {
        let name = |id| self.segments.get(&id).map_or_else(|| format!("#{id}"), title);
        condition.told(name)
    }

    /// Who is in a segment; worked out once until something is written, or another day is spoken of.
    ///
    /// # Errors
    /// It, or a segment that it names, is not there any more or has no conditions; or any failure of the store.
    pub(crate) fn members(&mut self, segment: &Segment) -> Result<Arc<Members>, AppError> {
        let of = (self.view.store().customers().state()?, self.today);
        let kept = self.view.kept_members();
        if let Some(members) = kept.get(of, segment.id) {
            return Ok(members);
        }
        let condition = self.condition(segment)?;
        let members = Arc::new(self.among(&condition, &mut vec![segment.id])?);
        kept.keep(of, segment.id, &members);
        Ok(members)
    }

    /// Who would be in a segment of these conditions.
    ///
    /// # Errors
    /// As [`Self::members`].
    pub(crate) fn meeting(&mut self, condition: &SegmentCondition) -> Result<Members, AppError> {
        self.among(condition, &mut Vec::new())
    }

    fn among(
        &mut self,
        condition: &SegmentCondition,
        within: &mut Vec<SegmentId>,
    ) -> Result<Members, AppError> {
        let mut members = Members { customers: self.everybody.clone(), notes: Vec::new() };
        for other in condition.segments() {
            let others = self.of_other(other, within)?;
            members.customers.retain(|customer| others.customers.binary_search(customer).is_ok());
            members.notes.extend(others.notes);
        }
        let mut unsaid: Vec<Unsaid<'_>> = Vec::new();
        for one in condition.all() {
            let Condition::Held(tested, compared) = one else { continue };
            self.load(tested)?;
            if tested.fields().iter().all(|field| self.held.get(field).is_none_or(|held| held.is_empty())) {
                members
                    .notes
                    .push(format!("nothing is known of any customer's {}", shown(&tested.to_string())));
            }
            let mut verdicts = self.verdicts(tested, compared);
            members.customers.retain(|customer| match verdicts.of(*customer) {
                Verdict::Holds => true,
                Verdict::Fails => false,
                Verdict::OtherCurrency(theirs, ours) => {
                    unsaid.push((*customer, tested, theirs, ours));
                    true // left out below, unless something else leaves it out
                }
            });
        }
        members.notes.extend(without_rate(&mut members.customers, unsaid));
        Ok(members)
    }

    /// Who is in a segment that another names.
    fn of_other(&mut self, id: SegmentId, within: &mut Vec<SegmentId>) -> Result<Members, AppError> {
        let segment = self.segments.get(&id).cloned();
        let segment = segment.filter(|segment| segment.last != SegmentAct::Removed);
        let Some(segment) = segment else {
            let name = self.segments.get(&id).map_or_else(|| format!("#{id}"), title);
            return Err(AppError::user(format!(
                "it names the segment '{name}', which is not there any more"
            ))
            .suggest(NextStep::ListSegments));
        };
        if within.contains(&id) {
            return Err(AppError::user(format!("the segment '{}' names itself", title(&segment))));
        }
        let condition = self.condition(&segment)?;
        within.push(id);
        let members = self.among(&condition, within)?;
        within.pop();
        Ok(members)
    }

    fn load(&mut self, tested: &Tested) -> Result<(), AppError> {
        for field in tested.fields() {
            if !self.held.contains_key(&field) {
                let held = self.view.store().customers().held(&field)?;
                self.held.insert(field, held);
            }
        }
        Ok(())
    }

    fn verdicts<'s>(&'s self, tested: &'s Tested, compared: &'s Compared) -> Verdicts<'s> {
        let fields = tested.fields().into_iter();
        let held =
            fields.filter_map(|field| self.held.get(&field).map(|held| (field, held.iter().peekable())));
        Verdicts { tested, compared, today: self.today, held: held.collect(), of_texts: HashMap::new() }
    }
}

/// What is held of one customer after the other.
type InOrder<'s> = Peekable<btree_map::Iter<'s, CustomerId, Arc<HeldValue>>>;

/// Whether a condition holds for one customer after the other, who are asked for in the order of their ids: what is held of
/// fifty thousand is walked through once, and few texts are told apart by their form.
struct Verdicts<'s> {
    tested: &'s Tested,
    compared: &'s Compared,
    today: Date,
    /// Of each field, the one that counts first before the others.
    held: Vec<(FactField, InOrder<'s>)>,
    of_texts: HashMap<&'s str, Verdict>,
}

impl Verdicts<'_> {
    fn of(&mut self, customer: CustomerId) -> Verdict {
        let mut found = None;
        for (field, held) in &mut self.held {
            while held.next_if(|(other, _)| **other < customer).is_some() {}
            if found.is_none()
                && let Some((_, value)) = held.next_if(|(other, _)| **other == customer)
            {
                found = Some((&*field, value));
            }
        }
        let Some((field, value)) = found else { return self.compared.verdict(None, self.today) };
        if self.tested.is_money() {
            return self.compared.verdict(Some(&self.tested.of(field, value)), self.today);
        }
        let verdict = || self.compared.verdict(Some(value), self.today);
        *self.of_texts.entry(&value.value).or_insert_with(verdict)
    }
}

/// A customer whose sum, which is this, is in the first currency, and the condition's in the second.
type Unsaid<'c> = (CustomerId, &'c Tested, Currency, Currency);

/// Leaves out whom nobody can compare, and says so: sums of different currencies are compared by no rate but one that a person
/// gave, with its day.
fn without_rate(customers: &mut Vec<CustomerId>, unsaid: Vec<Unsaid<'_>>) -> Vec<String> {
    let mut told: BTreeMap<(&Tested, Currency, Currency), Vec<CustomerId>> = BTreeMap::new();
    for (customer, tested, theirs, ours) in unsaid {
        if customers.binary_search(&customer).is_ok() {
            told.entry((tested, theirs, ours)).or_default().push(customer);
        }
    }
    let left_out: HashSet<CustomerId> = told.values().flatten().copied().collect();
    if !left_out.is_empty() {
        customers.retain(|customer| !left_out.contains(customer));
    }
    let says = |((tested, theirs, ours), mut customers): ((&Tested, Currency, Currency), Vec<CustomerId>)| {
        customers.sort_unstable();
        customers.dedup();
        let first = customers.first().map_or_else(String::new, ToString::to_string);
        let count = counted(customers.len() as u64, "customer");
        format!(
            "{count} left out, {first} first: their {tested} is in {theirs}, which a segment does not compare with {ours}"
        )
    };
    told.into_iter().map(says).collect()
}

fn find<'s>(
    segments: impl Iterator<Item = &'s Segment>,
    name: &str,
    stands: impl Fn(SegmentAct) -> bool,
) -> Result<&'s Segment, AppError> {
    let wanted = name.trim().to_lowercase();
    let mut names = Vec::new();
    for segment in segments.filter(|segment| stands(segment.last)) {
        let Some(own) = &segment.name else { continue };
        if own.as_str().to_lowercase() == wanted {
            return Ok(segment);
        }
        names.push(own.as_str().to_owned());
    }
    let near = near(name, &names);
    let step = match near.is_empty() {
        true => NextStep::ListSegments,
        false => NextStep::advice(format!("near it: {}", near.join(", "))),
    };
    Err(AppError::not_found(format!("there is no segment '{}'", shown(name)), step))
}

/// What a segment is called.
pub(crate) fn title(segment: &Segment) -> String {
    segment.name.as_ref().map_or_else(|| "[erased]".to_owned(), |name| name.as_str().to_owned())
}
