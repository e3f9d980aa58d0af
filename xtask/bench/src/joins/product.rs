//! A population put through the product: lists and what was said, in the order in which they would come, through the same
//! actions as its commands.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use anyhow::Context as _;
use hearken_app::actions::customers::domains::SortDomain;
use hearken_app::actions::customers::import::ImportCustomers;
use hearken_app::actions::customers::merge::MergeCustomers;
use hearken_app::actions::sources::import::ImportFile;
use hearken_app::app::App;
use hearken_app::command::{CommandRequest, execute};
use hearken_app::context::Context;
use hearken_app::host::Host;
use hearken_domain::{Actor, CustomerId, DomainSort, SignalId};
use hearken_ingest::Input;
use hearken_store::{Access, DataDir};

use super::people::{Domain, OWN, People};
use super::said::{BATCH_DAYS, From, Said, day};

/// Whose the product says that each signal is: ids of customers by the id of the signal.
pub fn join(people: &People, said: &[Said]) -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
    let folder = tempfile::tempdir()?;
    let app = App::open(&DataDir::new(folder.path().join("data")), Access::Write)?;
    let product = Product { app };
    let own = SortDomain { domain: OWN.to_owned(), sort: DomainSort::Own };
    product.run(0, own, None)?;
    for (batch, list) in (0_usize..).zip([None].into_iter().chain(people.lists().map(Some))) {
        // A list comes between what was said before it and what was said after.
        if let Some(list) = list {
            let request = ImportCustomers {
                source: Some(From::Desk.source().to_owned()),
                ..ImportCustomers::default()
            };
            let taken_in = product.run(batch, request, Some(list))?;
            anyhow::ensure!(taken_in.rejected == 0, "the list was not taken in: {:?}", taken_in.problems);
        }
        if batch == 1 {
            product.merge(people)?;
        }
        for from in [From::Desk, From::Mail] {
            product.said(batch, from, said)?;
        }
    }
    product.joins(people)
}

struct Product {
    app: App,
}

impl Product {
    fn run<A: CommandRequest>(
        &self,
        batch: usize,
        request: A,
        file: Option<String>,
    ) -> anyhow::Result<A::Answer> {
        let ctx = Context::at(self.app.clone(), Actor::machine("bench"), day(batch * BATCH_DAYS));
        let input = file.map(|text| Input::from_reader("file.csv", Box::new(Cursor::new(text.into_bytes()))));
        Ok(execute(&ctx, request, &mut Host { input, ..Host::default() })?)
    }

    fn said(&self, batch: usize, from: From, said: &[Said]) -> anyhow::Result<()> {
        let mut text = "id,date,text,author_id,author_name,author_email\n".to_owned();
        let mut any = false;
        for said in said.iter().filter(|said| said.arrives == batch && said.from == from) {
            any = true;
            text += &said.line();
        }
        if !any {
            return Ok(());
        }
        let request = ImportFile { source: Some(from.source().to_owned()), ..ImportFile::default() };
        let report = self.run(batch + 1, request, Some(text))?;
        anyhow::ensure!(report.counts.rejected == 0, "{} were not taken in", report.counts.rejected);
        Ok(())
    }

    /// A person says which customers are one.
    fn merge(&self, people: &People) -> anyhow::Result<()> {
        let known = self.customers(people)?;
        for customer in people.customers.iter().filter(|one| one.stands == Domain::SameCustomer) {
            let (customer, into) = (known[&customer.id], known[&customer.counts_as]);
            self.run(1, MergeCustomers { customer, into, dry_run: false }, None)?;
        }
        Ok(())
    }

    /// The numbers of the customers by the ids that their list knows.
    fn customers(&self, people: &People) -> anyhow::Result<BTreeMap<String, CustomerId>> {
        let snapshot = self.app.store().snapshot()?;
        let source = snapshot.sources().id(From::Desk.source())?.context("there is no such source")?;
        let known = people.customers.iter().map(|customer| {
            let id = snapshot.customers().known_as(source, &customer.id)?;
            Ok((customer.id.clone(), id.with_context(|| format!("{} is not known", customer.id))?))
        });
        known.collect()
    }

    fn joins(&self, people: &People) -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
        let ids: BTreeMap<CustomerId, String> =
            self.customers(people)?.into_iter().map(|(id, number)| (number, id)).collect();
        let snapshot = self.app.store().snapshot()?;
        let all: Vec<SignalId> = snapshot.signals().texts()?.into_iter().map(|text| text.id).collect();
        let mut joins = BTreeMap::new();
        for signal in snapshot.signals().several(&all)? {
            let whose = snapshot.customers().of_signal(signal.id)?;
            let whose = whose.iter().filter_map(|join| ids.get(&join.root).cloned()).collect();
            joins.insert(signal.external_id.context("each has an id")?, whose);
        }
        Ok(joins)
    }
}
