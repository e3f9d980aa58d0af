//! What a record of a list says, by the roles of its columns.

use std::collections::{BTreeMap, BTreeSet};

use hearken_domain::identity::{address, id_form};
use hearken_domain::{
    Contact, ContactRow, Currency, CustomerRow, CustomerState, Fact, FactError, FactField, IdentifierKind,
    MoneyError, RefusedPerson, RefusedRow, Timestamp, registrable_domain,
};
use jiff::civil::Date;
use jiff::tz::Offset;

use super::records::{Record, Records};
use super::{CustomerMapping, CustomerOptions, CustomerRole};
use crate::ReadError;
use crate::message::{columns_shown, shown};
use crate::values::{DateProblem, Dates};

/// Columns whose values are dates.
const DATES: [CustomerRole; 2] = [CustomerRole::Renewal, CustomerRole::AsOf];
/// Contracts are renewed long after now, but not after this.
const LAST_DAY: Timestamp = Timestamp::constant(7_258_118_400, 0);

/// What a column means.
enum Meaning {
    Role(CustomerRole),
    Field(FactField),
    Nothing,
}

/// Reads records.
pub(super) struct Reader {
    mapping: CustomerMapping,
    meanings: Vec<Meaning>,
    dates: [Dates; 2],
    currency: Option<Currency>,
    undecided: Option<String>,
    /// Columns that say nothing of a customer, in a list of people.
    left_out: Vec<String>,
}

impl Reader {
    pub(super) fn new(records: &Records, options: &CustomerOptions) -> Result<Self, ReadError> {
        let name = records.name();
        let mut mapping = options.mapping.clone();
        for (role, column) in options.mapping.iter() {
            if records.columns.iter().any(|known| known == column) {
                continue;
            }
            if options.mapping_required {
                return Err(ReadError::NoCustomerColumn {
                    name: name.to_owned(),
                    role: role.as_str(),
                    column: shown(column, 60),
                    columns: columns_shown(records.columns.iter().map(String::as_str)),
                });
            }
            mapping.remove(role);
        }
        mapping.guess(&records.columns);
        let given = options.mapping.get(CustomerRole::State).is_some();
        if !given && !states_are_known(records, &mapping) {
            mapping.remove(CustomerRole::State);
        }
        if mapping.get(CustomerRole::Id).is_none() {
            let columns = columns_shown(records.columns.iter().map(String::as_str));
            return Err(ReadError::NoCustomer { name: name.to_owned(), columns });
        }
        let dates = DATES.map(|role| Dates::of_column(values(records, &mapping, role), None, LAST_DAY));
        let undecided = dates.iter().find_map(Dates::undecided).map(str::to_owned);
        let mut meanings: Vec<Meaning> =
            records.columns.iter().map(|column| meaning(&mapping, column)).collect();
        let left_out = leave_out_of_people(records, &mapping, &mut meanings);
        Ok(Self { mapping, meanings, dates, currency: options.currency, undecided, left_out })
    }

    pub(super) fn mapping(&self) -> &CustomerMapping {
        &self.mapping
    }

    /// What was assumed where it cannot be told.
    pub(super) fn notes(&self) -> Vec<String> {
        let undecided = self.undecided.as_deref().map(|example| {
            format!(
                "whether dates like {example} begin with the day or the month cannot be told from their column; the month \
                 was assumed, and dates like 2025-03-31 leave no doubt"
            )
        });
        let left_out = (!self.left_out.is_empty()).then(|| {
            format!(
                "this is a list of people; not kept, for it may be said of them and not of their customers: {}",
                columns_shown(self.left_out.iter().map(String::as_str))
            )
        });
        undecided.into_iter().chain(left_out).collect()
    }

    /// The fields of customers that the list has columns for.
    pub(super) fn fields(&self) -> BTreeSet<FactField> {
        self.meanings
            .iter()
            .filter_map(|meaning| match meaning {
                Meaning::Role(role) => field_of(*role),
                Meaning::Field(field) => Some(field.clone()),
                Meaning::Nothing => None,
            })
            .collect()
    }

    pub(super) fn row(&self, record: &Record) -> Result<CustomerRow, RefusedRow> {
        let external_id = self.text(record, CustomerRole::Id).map(id_form).filter(|id| !id.is_empty());
        let refuse = |reason: String| RefusedRow {
            place: record.place.clone(),
            reason,
            external_id: external_id.clone(),
            person: self.refused_person(record),
        };
        let Some(id) = external_id.clone() else {
            return Err(refuse("there is no id of a customer in it".to_owned()));
        };
        let facts = self.facts(record).map_err(refuse)?;
        let domains = self.domains(record).map_err(refuse)?;
        let contact = self.person(record).map_err(refuse)?;
        Ok(CustomerRow { place: record.place.clone(), external_id: id, facts, domains, contact })
    }

    fn text<'r>(&self, record: &'r Record, role: CustomerRole) -> Option<&'r str> {
        let is_meant =
            |column: usize| matches!(self.meanings.get(column), Some(Meaning::Role(meant)) if *meant == role);
        let value = record.fields.iter().find(|(column, _)| is_meant(*column)).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    fn facts(&self, record: &Record) -> Result<Vec<Fact>, String> {
        let beside = match self.text(record, CustomerRole::Currency) {
            Some(given) => Some(given.parse::<Currency>().map_err(|error| error.to_string())?),
            None => None,
        };
        let from = match self.text(record, CustomerRole::AsOf) {
            Some(given) => Some(self.day(1, given)?),
            None => None,
        };
        let mut facts = Vec::new();
        for (column, value) in &record.fields {
            let field = match self.meanings.get(*column) {
                Some(Meaning::Role(role)) => field_of(*role),
                Some(Meaning::Field(field)) => Some(field.clone()),
                _ => None,
            };
            let value = value.trim();
            let Some(field) = field.filter(|_| !value.is_empty()) else { continue };
            let day = match field {
                FactField::Renewal => Some(self.day(0, value)?.to_string()),
                _ => None,
            };
            let value = day.as_deref().unwrap_or(value);
            let read = match Fact::read(field.clone(), value, beside, from) {
                // What is given for the whole list is for sums that name none, and contradicts no other.
                Err(FactError::Money { error: MoneyError::NoCurrency(_), .. }) if self.currency.is_some() => {
                    Fact::read(field, value, self.currency, from)
                }
                read => read,
            };
            facts.push(read.map_err(|error| error.to_string())?);
        }
        Ok(facts)
    }

    /// A day in the shape that its column has.
    fn day(&self, column: usize, given: &str) -> Result<Date, String> {
        let read = self.dates[column].read(given, LAST_DAY);
        let at = read.map_err(|problem| match problem {
            DateProblem::Unreadable(reason) | DateProblem::OutOfRange(reason) => reason,
        })?;
        Ok(Offset::UTC.to_datetime(at).date())
    }

    fn domains(&self, record: &Record) -> Result<Vec<String>, String> {
        let given = self.text(record, CustomerRole::Domain).unwrap_or_default();
        let mut domains = Vec::new();
        for one in given.split([',', ';', ' ', '\n']).map(str::trim).filter(|one| !one.is_empty()) {
            let domain = registrable_domain(one).ok_or_else(|| {
                format!("'{}' is not a valid domain; write it like example.com", shown(one, 60))
            })?;
            if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        Ok(domains)
    }

    /// How a record writes a person.
    fn contact(&self, record: &Record) -> Contact {
        let plain = |value: &str| -> String { value.chars().filter(|c| !c.is_control()).take(200).collect() };
        Contact {
            external_id: self
                .text(record, CustomerRole::ContactId)
                .and_then(|id| IdentifierKind::ExternalId.normal(id)),
            name: self.text(record, CustomerRole::ContactName).map(plain),
            email: self.text(record, CustomerRole::ContactEmail).map(plain),
        }
    }

    /// Whom a record names that cannot be used: an address that is none may be anybody's, mistyped.
    fn refused_person(&self, record: &Record) -> RefusedPerson {
        let contact = self.contact(record);
        match (&contact.external_id, &contact.email) {
            (None, None) => RefusedPerson::Nobody,
            (None, Some(email)) if address(email).is_none() => RefusedPerson::Unread,
            _ => RefusedPerson::Known(Box::new(contact)),
        }
    }

    fn person(&self, record: &Record) -> Result<Option<ContactRow>, String> {
        let email = self.text(record, CustomerRole::ContactEmail);
        let contact = self.contact(record);
        if contact.external_id.is_none() && contact.email.is_none() {
            // A name alone identifies nobody.
            return Ok(None);
        }
        let address = match email {
            Some(email) => {
                Some(address(email).ok_or_else(|| format!("'{}' is not a valid address", shown(email, 60)))?)
            }
            None => None,
        };
        let verified = self.text(record, CustomerRole::ContactVerified);
        let unverified = verified.is_some_and(|word| {
            matches!(word.to_lowercase().as_str(), "no" | "false" | "0" | "n" | "unverified" | "nein")
        });
        Ok(Some(ContactRow { contact, address, unverified }))
    }
}

fn field_of(role: CustomerRole) -> Option<FactField> {
    Some(match role {
        CustomerRole::Name => FactField::Name,
        CustomerRole::State => FactField::State,
        CustomerRole::Plan => FactField::Plan,
        CustomerRole::Arr => FactField::Arr,
        CustomerRole::Mrr => FactField::Mrr,
        CustomerRole::Size => FactField::Size,
        CustomerRole::Country => FactField::Country,
        CustomerRole::Renewal => FactField::Renewal,
        CustomerRole::Owner => FactField::Owner,
        _ => return None,
    })
}

/// What a column means: its role, else a field of its own name. A field whose name is that of one with values of a sort
/// of their own, in which a source writes something else, is called after the source.
fn meaning(mapping: &CustomerMapping, column: &str) -> Meaning {
    if let Some((role, _)) = mapping.iter().find(|(_, name)| *name == column) {
        return match role {
            CustomerRole::Ignore => Meaning::Nothing,
            role => Meaning::Role(role),
        };
    }
    match column.parse::<FactField>() {
        Ok(field @ FactField::Other(_)) => Meaning::Field(field),
        Ok(taken) => match format!("{taken} at source").parse() {
            Ok(field) => Meaning::Field(field),
            Err(_) => Meaning::Nothing,
        },
        Err(_) => Meaning::Nothing,
    }
}

/// Takes columns without a role out of what is said of customers, where they may be of the people: all of them where nothing
/// else than a name is said of a customer, else those that say different things beside the same customer.
fn leave_out_of_people(
    records: &Records,
    mapping: &CustomerMapping,
    meanings: &mut [Meaning],
) -> Vec<String> {
    let has_people =
        [CustomerRole::ContactId, CustomerRole::ContactEmail].iter().any(|role| mapping.get(*role).is_some());
    if !has_people {
        return Vec::new();
    }
    let of_customers = mapping.iter().any(|(role, _)| {
        role == CustomerRole::Domain || field_of(role).is_some_and(|field| field != FactField::Name)
    });
    let mut left_out = Vec::new();
    for (column, name) in records.columns.iter().enumerate() {
        let of_people = !of_customers || differs_within_a_customer(records, mapping, column);
        if of_people && matches!(meanings[column], Meaning::Field(_)) {
            meanings[column] = Meaning::Nothing;
            left_out.push(name.clone());
        }
    }
    left_out
}

/// Whether a column says two things beside one customer.
fn differs_within_a_customer(records: &Records, mapping: &CustomerMapping, column: usize) -> bool {
    let id =
        mapping.get(CustomerRole::Id).and_then(|name| records.columns.iter().position(|one| one == name));
    let mut told: BTreeMap<&str, &str> = BTreeMap::new();
    records.rows.iter().filter_map(|row| row.as_ref().ok()).any(|record| {
        let field = |wanted: Option<usize>| {
            let found = record.fields.iter().find(|(number, _)| Some(*number) == wanted);
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        };
        match (field(id), field(Some(column))) {
            (Some(id), Some(value)) => *told.entry(id).or_insert(value) != value,
            _ => false,
        }
    })
}

fn values<'r>(
    records: &'r Records,
    mapping: &CustomerMapping,
    role: CustomerRole,
) -> impl Iterator<Item = &'r str> {
    let column = mapping.get(role).and_then(|name| records.columns.iter().position(|column| column == name));
    let rows = records.rows.iter().filter_map(|row| row.as_ref().ok());
    rows.flat_map(move |record| {
        record
            .fields
            .iter()
            .filter(move |(number, _)| Some(*number) == column)
            .map(|(_, value)| value.as_str())
    })
}

/// Whether a column of states holds nothing but words that come down to one of ours.
fn states_are_known(records: &Records, mapping: &CustomerMapping) -> bool {
    values(records, mapping, CustomerRole::State)
        .filter(|value| !value.trim().is_empty())
        .all(|value| CustomerState::meant_by(value).is_some())
}
