//! Taking in a list of customers. Taken in again it is a sync: what is new, what is not as it was, what is gone.

use std::collections::BTreeMap;
use std::time::Instant;

use hearken_domain::{Currency, FactField, ImportId, Unredacted, counted};
use hearken_ingest::{
    CustomerFile, CustomerMapping, CustomerOptions, Format, Limits, TextEncoding, read_customers,
};
use hearken_store::{FactChange, GivenRow, RowFate, SyncOrigin, SyncReport, SyncScope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::sources::import::{erased_source, unreadable};
use crate::actions::sources::import_run::without_values;
use crate::actions::sources::name::{check_source_name, source_name};
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// Lines of a report of each sort that are told one by one.
const SHOWN_MAX: usize = 200;

/// Take in a list of customers. Its content comes beside the command.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportCustomers {
    /// Name of the source; by default the file's name without its extensions.
    #[serde(default)]
    pub source: Option<String>,
    /// The format; by default recognised: csv, json or jsonl.
    #[serde(default)]
    pub format: Option<String>,
    /// Role → column; by default remembered for the source, or guessed.
    #[serde(default)]
    pub mapping: BTreeMap<String, String>,
    /// The encoding; by default detected.
    #[serde(default)]
    pub encoding: Option<String>,
    /// The currency of sums that name none.
    #[serde(default)]
    pub currency: Option<String>,
    /// Only say what it would do.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub dry_run: bool,
}

/// What a list of customers did, or would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CustomersReport {
    /// Whether nothing was done.
    pub dry_run: bool,
    /// The import; `None` where nothing was done.
    pub import: Option<ImportId>,
    /// Name of the source.
    pub source: String,
    /// Name of the file.
    pub file: String,
    /// The format it was read as.
    pub format: String,
    /// Role → column.
    pub mapping: BTreeMap<String, String>,
    /// Records that named somebody new.
    pub added: u64,
    /// Records that said something new of somebody known.
    pub updated: u64,
    /// Records that said what was known.
    pub unchanged: u64,
    /// Records that cannot be used.
    pub rejected: u64,
    /// Customers that are new.
    pub customers_added: u64,
    /// People who are new.
    pub contacts_added: u64,
    /// Customers that the source names no more, the first of them. They are marked, not deleted.
    pub gone: Vec<GoneCustomer>,
    /// How many there are.
    pub customers_gone: u64,
    /// People whom it names no more.
    pub contacts_gone: u64,
    /// Customers and people whom it names again.
    pub returned: u64,
    /// Facts of known customers that are not as they were, the first of them.
    pub changed: Vec<FactChangeCard>,
    /// Why records cannot be used, and what in others cannot, with their places; the first of them.
    pub problems: Vec<ProblemCard>,
    /// How many there are.
    pub problems_total: u64,
    /// What to know about how it was read.
    pub notes: Vec<String>,
    /// Seconds it took.
    pub took_s: f64,
}

/// A customer that a source names no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GoneCustomer {
    /// Which.
    pub customer: hearken_domain::CustomerId,
    /// The id by which the source knew it.
    pub id: Unredacted,
}

/// A fact that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FactChangeCard {
    /// Where in the input.
    pub place: String,
    /// The id by which the source knows the customer.
    pub id: Unredacted,
    /// What about.
    pub field: Unredacted,
    /// What the source said before.
    pub before: Option<Unredacted>,
    /// What it says now.
    pub now: Option<Unredacted>,
    /// What a person said, which goes on to hold.
    pub by_hand: Option<Unredacted>,
}

/// Something that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemCard {
    /// Where it stands in the input.
    pub place: String,
    /// What is wrong.
    pub reason: Unredacted,
    /// Whether the whole record was rejected for it.
    pub rejected: bool,
}

/// Takes in the list that came with the command.
///
/// # Errors
/// The source's name is not valid or the source was erased, the format, mapping or currency is not valid, no file came, it
/// cannot be read as a list of customers, or any failure of the store. Nothing is changed then.
pub fn import_customers(
    ctx: &Context,
    request: ImportCustomers,
    host: &mut Host<'_>,
) -> Result<CustomersReport, AppError> {
    let started = Instant::now();
    let input = host.input.take().ok_or_else(|| AppError::user("no file came with the import"))?;
    let file = ctx.app.redact(input.name());
    let source = request.source.clone().unwrap_or_else(|| source_name(&file));
    let remembered = remembered(ctx, &source)?;
    (host.progress)("reading", 0.1);
    let read =
        read_customers(input, &options(&request, remembered, ctx)?).map_err(|error| unreadable(&error))?;
    (host.progress)("joining", 0.4);
    let mapping = read.mapping.to_map();
    let origin =
        SyncOrigin { file: file.clone(), format: read.format.as_str().to_owned(), mapping: mapping.clone() };
    let scope = scope(&read);
    let notes = read.notes;
    let report = take_in(ctx, &source, origin, read.rows, scope, request.dry_run)?;
    let mut report = shown(report, request.dry_run);
    report.source = source;
    report.file = file;
    read.format.as_str().clone_into(&mut report.format);
    report.mapping = mapping;
    report.notes.extend(notes);
    report.took_s = started.elapsed().as_secs_f64();
    Ok(report)
}

/// Takes in records, or says what they would do.
pub(crate) fn take_in(
    ctx: &Context,
    source: &str,
    origin: SyncOrigin,
    rows: Vec<GivenRow>,
    scope: SyncScope,
    dry_run: bool,
) -> Result<SyncReport, AppError> {
    let store = ctx.app.store();
    if dry_run {
        let snapshot = store.snapshot()?;
        let id = snapshot.sources().id(source)?;
        return Ok(snapshot.customers().plan(id, &rows, &scope, ctx.now.as_millisecond())?);
    }
    ctx.app.check_room()?;
    let id = store.ensure_source(source, ctx.now)?;
    let app = ctx.app.clone();
    let logged = move |reason: &str| app.redact(&without_values(reason));
    Ok(store.sync_customers(id, origin, rows, scope, logged, &ctx.by()?)?)
}

/// How the source's customers were read the last time. One that was erased stays erased.
pub(crate) fn remembered(ctx: &Context, source: &str) -> Result<BTreeMap<String, String>, AppError> {
    check_source_name(source)?;
    let snapshot = ctx.app.store().snapshot()?;
    if let Some(at) = snapshot.erasures().source_erased(source)? {
        return Err(erased_source(source, at));
    }
    match snapshot.sources().id(source)? {
        Some(id) => Ok(snapshot.customers().mapping_of(id)?),
        None => Ok(BTreeMap::new()),
    }
}

fn options(
    request: &ImportCustomers,
    remembered: BTreeMap<String, String>,
    ctx: &Context,
) -> Result<CustomerOptions, AppError> {
    let wrong = |error: &dyn std::fmt::Display| AppError::user(error.to_string());
    let format =
        request.format.as_deref().map(str::parse::<Format>).transpose().map_err(|error| wrong(&error))?;
    let encoding = request
        .encoding
        .as_deref()
        .map(str::parse::<TextEncoding>)
        .transpose()
        .map_err(|error| wrong(&error))?;
    let currency =
        request.currency.as_deref().map(str::parse::<Currency>).transpose().map_err(|error| wrong(&error))?;
    let given = !request.mapping.is_empty();
    let mapping = if given { &request.mapping } else { &remembered };
    Ok(CustomerOptions {
        format,
        encoding,
        mapping: CustomerMapping::from_map(mapping).map_err(|error| wrong(&error))?,
        mapping_required: given,
        currency,
        limits: Limits::at(ctx.now),
    })
}

/// A list that has columns of customers tells of all of them; one of people, in which customers have a name at most, of all
/// people.
fn scope(file: &CustomerFile) -> SyncScope {
    let items = || file.rows.iter().filter_map(|row| row.as_ref().ok());
    let domains = file.mapping.get(hearken_ingest::CustomerRole::Domain).is_some();
    let people = items().any(|item| item.contact.is_some());
    let beside_name = file.fields.iter().any(|field| *field != FactField::Name);
    SyncScope {
        // Ids alone name customers, too, but beside people they are the customers of these.
        customers: !people || domains || beside_name,
        contacts: people,
        // A list of people that does not even call their customers by a name makes none.
        may_add: !people || domains || !file.fields.is_empty(),
        fields: file.fields.clone(),
        domains,
    }
}

/// A report as doors show it.
pub(crate) fn shown(report: SyncReport, dry_run: bool) -> CustomersReport {
    let counts = report.counts();
    let rejected =
        report.dispositions.iter().filter(|one| one.fate == RowFate::Rejected).map(|one| ProblemCard {
            place: one.place.clone(),
            reason: Unredacted::new(one.reason.clone().unwrap_or_default()),
            rejected: true,
        });
    let problems = report.problems.iter().map(|problem| ProblemCard {
        place: problem.place.clone(),
        reason: Unredacted::new(problem.reason.clone()),
        rejected: false,
    });
    let changed = report.changed.into_iter().take(SHOWN_MAX).map(fact_change);
    CustomersReport {
        dry_run,
        import: report.import,
        source: String::new(),
        file: String::new(),
        format: String::new(),
        mapping: BTreeMap::new(),
        added: counts.accepted,
        updated: counts.updated,
        unchanged: counts.duplicate,
        rejected: counts.rejected,
        customers_added: report.customers_added,
        contacts_added: report.contacts_added,
        customers_gone: report.vanished.len() as u64,
        gone: report
            .vanished
            .into_iter()
            .take(SHOWN_MAX)
            .map(|one| GoneCustomer { customer: one.customer, id: Unredacted::new(one.external_id) })
            .collect(),
        contacts_gone: report.contacts_vanished,
        returned: report.returned,
        changed: changed.collect(),
        problems_total: counts.rejected + report.problems.len() as u64,
        problems: rejected.chain(problems).take(SHOWN_MAX).collect(),
        notes: (report.unread > 0).then(|| nothing_gone(report.unread)).into_iter().collect(),
        took_s: 0.0,
    }
}

fn nothing_gone(unread: u64) -> String {
    format!(
        "in {} the customer cannot be read, so nothing is marked as gone; correct the list and import it again",
        counted(unread, "record")
    )
}

fn fact_change(change: FactChange) -> FactChangeCard {
    FactChangeCard {
        place: change.place,
        id: Unredacted::new(change.external_id),
        field: Unredacted::new(change.field),
        before: change.before.map(Unredacted::new),
        now: change.now.map(Unredacted::new),
        by_hand: change.by_hand.map(Unredacted::new),
    }
}

/// What a list that tells of no whole speaks of: what it names, and nothing else.
pub(crate) fn of_named_alone() -> SyncScope {
    SyncScope { may_add: true, ..SyncScope::default() }
}
