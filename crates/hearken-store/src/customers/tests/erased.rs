//! A customer that is erased goes with whom and what is theirs alone, and does not come back.

use hearken_domain::{CustomerId, Fact, FactField, GoalId, GoalOf, GoalState, NewGoal, Strength, Verbatim};

use super::{mail, named, told};
use crate::fixture::{Fixture, by};
use crate::{CustomerErasure, Erasing, Removed};

fn taken(store: &Fixture, customer: CustomerId) -> CustomerErasure {
    store.snapshot().customers().erasure_of(customer).unwrap()
}

fn erase(store: &Fixture, customer: CustomerId) -> Removed {
    let CustomerErasure { customers, contacts, items, .. } = taken(store, customer);
    store.erase(&Erasing { customers, contacts, items, ..Erasing::default() })
}

/// Acme and Bolt, who have one person in common; what was said for each, for both, and for nobody.
fn with_two() -> (Fixture, [CustomerId; 2]) {
    let store = Fixture::new();
    store.sync(
        "crm",
        [
            told("a").fact("name", "Acme").domain("acme.example").person(Some("p"), "ann@acme.example"),
            told("a").person(Some("q"), "cleo@shared.example"),
            told("b").fact("name", "Bolt").domain("bolt.example").person(Some("q"), "cleo@shared.example"),
        ],
    );
    let signals = store.signals_from(&[
        ("by address", mail("ann@acme.example")),
        ("by domain", mail("x@acme.example")),
        ("of both", mail("cleo@shared.example")),
        ("of another", mail("y@bolt.example")),
        ("of nobody", mail("z@else.example")),
        ("by hand", named("Zoe")),
        ("by hand, of who says more", named("Max")),
        ("more", named("Max")),
    ]);
    let customers = [store.customer("crm", "a"), store.customer("crm", "b")];
    for given in [signals[5], signals[6]] {
        store.store().give_signal(given, Some(customers[0]), &by(1)).unwrap();
    }
    (store, customers)
}

fn left(store: &Fixture) -> Vec<String> {
    let texts = store.snapshot().signals().texts().unwrap();
    texts.into_iter().map(|text| text.text.replace("words of ", "")).collect()
}

#[test]
fn it_takes_who_and_what_is_theirs_alone_and_leaves_what_is_anybody_elses() {
    let (store, [acme, bolt]) = with_two();
    let planned = taken(&store, acme);
    assert_eq!((planned.facts, planned.identifiers, planned.customers), (1, 2, vec![acme]));
    assert_eq!((planned.contacts.len(), planned.items.len(), planned.signals), (4, 1, 4));
    assert_eq!(erase(&store, acme), Removed { contacts: 4, signals: 4, rejects: 0 });
    assert_eq!(left(&store), ["of both", "of another", "of nobody", "more"]);
    assert!(store.snapshot().customers().get(acme).unwrap().is_none());
    let other = store.snapshot().customers().get(bolt).unwrap().unwrap();
    assert_eq!((other.name.as_deref(), other.signals), (Some("Bolt"), 2));
    let of_acme = format!("SELECT count(*) FROM customer_changes WHERE customer_id = {}", acme.0);
    let rows: u64 = store.store().read(|c| Ok(c.query_row(&of_acme, [], |row| row.get(0))?)).unwrap();
    assert_eq!(rows, 0);
    assert!(store.snapshot().erasures().customer_erased(acme).unwrap().is_some());
    assert!(store.snapshot().erasures().customer_erased(bolt).unwrap().is_none());
    assert_eq!(store.store().came_back().unwrap(), None, "nothing of it is left");
    store.rebuilt_the_same();
}

#[test]
fn a_list_that_names_it_again_is_refused_for_it_alone_and_another_source_may_have_the_id() {
    let (store, [acme, _]) = with_two();
    erase(&store, acme);
    let again = || told("a").fact("name", "Acme").person(Some("new"), "new@acme.example");
    let report = store.sync("crm", [again(), told("b").fact("plan", "pro")]);
    let reasons: Vec<Option<&str>> = report.dispositions.iter().map(|one| one.reason.as_deref()).collect();
    assert_eq!(reasons[1], None);
    assert!(reasons[0].unwrap().starts_with("refused: erased on 2024-01-10"), "{reasons:?}");
    assert_eq!((report.customers_added, report.contacts_added), (0, 0));
    assert_eq!(store.sync("billing", [again()]).customers_added, 1);
    store.rebuilt_the_same();
}

#[test]
fn what_is_part_of_it_goes_with_it_and_a_part_is_not_erased_by_itself() {
    let (store, [acme, bolt]) = with_two();
    store.store().merge_customers(bolt, acme, &by(2)).unwrap();
    let refused = store.snapshot().customers().erasure_of(bolt).unwrap_err().to_string();
    assert!(refused.contains("it is part of C-1; erase C-1"), "{refused}");
    assert_eq!(taken(&store, acme).customers, [acme, bolt]);
    erase(&store, acme);
    assert_eq!(left(&store), ["of nobody", "more"]);
    assert_eq!(store.snapshot().customers().count().unwrap(), 0);
    store.rebuilt_the_same();
}

#[test]
fn a_database_that_is_older_has_it_erased_again_and_no_other_that_has_its_number() {
    let mut store = Fixture::new();
    let name = |name: &str| vec![Fact::read(FactField::Name, name, None, None).unwrap()];
    let empty = store.folder.path().join("empty.db");
    store.store().backup(&empty).unwrap();
    let by_hand = store.store().add_customer(name("By hand"), Vec::new(), &by(1)).unwrap();
    store.sync("crm", [told("a").fact("name", "Acme").person(Some("p"), "ann@acme.example"), told("b")]);
    let older = store.folder.path().join("older.db");
    store.store().backup(&older).unwrap();
    erase(&store, by_hand);
    let acme = store.customer("crm", "a");
    erase(&store, acme);

    store.close();
    std::fs::copy(&older, store.dir().database()).unwrap();
    store.reopen();
    let back = store.store().came_back().unwrap().unwrap();
    assert_eq!((back.customers.clone(), back.contacts.len()), (vec![by_hand, acme], 1));
    store.erase(&back);
    store.store().adopt_ledger().unwrap();
    assert_eq!(store.snapshot().customers().count().unwrap(), 1, "b");
    assert_eq!(store.store().came_back().unwrap(), None);
    store.rebuilt_the_same();

    store.close();
    std::fs::copy(&empty, store.dir().database()).unwrap();
    store.reopen();
    assert_eq!(store.store().add_customer(name("Other"), Vec::new(), &by(3)).unwrap(), by_hand);
    assert_eq!(store.store().came_back().unwrap(), None, "it has the number alone");
}

#[test]
fn its_goals_and_what_was_judged_of_it_go_and_no_goal_gets_their_ids() {
    let (store, [acme, bolt]) = with_two();
    let (_, themes) = store.cluster(&[None]);
    let goal = |words: &str, of| NewGoal {
        words: words.to_owned(),
        of,
        state: GoalState::Open,
        themes: vec![themes[0]],
    };
    let add = |words: &str, of| store.store().add_goal(goal(words, of), &by(2)).unwrap().id;
    let everybodys = add("pay", GoalOf::Everybody);
    let once_theirs = add("pay at once", GoalOf::Customer(acme));
    let moved = crate::GoalChange { of: Some(GoalOf::Customer(bolt)), ..crate::GoalChange::default() };
    store.store().set_goal(once_theirs, moved, &by(3)).unwrap();
    let theirs = add("theirs", GoalOf::Customer(acme));
    for customer in [acme, bolt] {
        store.store().judge_strength(themes[0], customer, Strength::Blocker, &by(4)).unwrap();
    }
    let planned = taken(&store, acme);
    assert_eq!((planned.goals, planned.judgements), (vec![theirs], 1));
    let typed = store.snapshot().goals().typed_of(&[acme]).unwrap();
    assert_eq!(typed.len(), 1, "the words of the one that is Bolt's now stay");
    erase(&store, acme);
    let goals: Vec<GoalId> = store.snapshot().goals().all().unwrap().iter().map(|goal| goal.id).collect();
    assert_eq!(goals, [everybodys, once_theirs]);
    let words = store.snapshot().goals().get(once_theirs).unwrap().unwrap().words;
    assert_eq!(words, Some(Verbatim::redacted("pay at once".to_owned())));
    let error = store.store().undo_goal(once_theirs, &by(5)).unwrap_err().to_string();
    assert!(error.contains("went with the customer whose it was"), "{error}");
    assert!(store.store().undo_goal(theirs, &by(5)).is_err());
    let judged = store.snapshot().strengths().of_theme(themes[0]).unwrap();
    assert_eq!(judged.iter().map(|one| one.customer).collect::<Vec<_>>(), [bolt]);
    assert_eq!(add("another", GoalOf::Everybody), GoalId(theirs.0 + 1));
    store.rebuilt_the_same();
}
