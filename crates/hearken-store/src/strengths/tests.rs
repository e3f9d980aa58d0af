use hearken_domain::{Fact, FactField};

use super::*;
use crate::fixture::{Fixture, by, review};

fn customer(fixture: &Fixture, name: &str) -> CustomerId {
    let fact = Fact::read(FactField::Name, name, None, None).unwrap();
    fixture.store().add_customer(vec![fact], Vec::new(), &by(1)).unwrap()
}

fn stands(fixture: &Fixture, theme: ThemeId) -> Vec<(CustomerId, CustomerId, Strength)> {
    let judged = fixture.snapshot().strengths().of_theme(theme).unwrap();
    judged.into_iter().map(|one| (one.customer, one.root, one.strength)).collect()
}

#[test]
fn the_last_that_was_judged_holds_until_it_is_taken_back_and_a_merged_theme_brings_its_own_along() {
    let fixture = Fixture::new();
    let signals = fixture.record([review("fee"), review("card")]);
    let (generation, themes) = fixture.cluster(&[None, None]);
    fixture.assign(generation, &[(signals[0], Some(themes[0])), (signals[1], Some(themes[1]))]);
    let (acme, bolt) = (customer(&fixture, "Acme"), customer(&fixture, "Bolt"));
    let store = fixture.store();
    store.judge_strength(themes[0], acme, Strength::Nice, &by(2)).unwrap();
    store.judge_strength(themes[0], acme, Strength::Blocker, &by(3)).unwrap();
    store.judge_strength(themes[1], bolt, Strength::Important, &by(4)).unwrap();
    assert_eq!(stands(&fixture, themes[0]), [(acme, acme, Strength::Blocker)]);
    store.undo_strength(themes[0], acme, &by(5)).unwrap();
    assert_eq!(stands(&fixture, themes[0]), [(acme, acme, Strength::Nice)]);
    let merged = store.merge_themes(themes[0], vec![themes[1]], &by(6)).unwrap();
    store.merge_customers(bolt, acme, &by(7)).unwrap();
    let both = [(acme, acme, Strength::Nice), (bolt, acme, Strength::Important)];
    assert_eq!(stands(&fixture, themes[0]), both);
    store.undo_ruling(merged.id, &by(8)).unwrap();
    assert_eq!(stands(&fixture, themes[0]).len(), 1, "each theme has its own again");
    let rebuilt = store.rebuild_views_of_events().unwrap();
    let view = rebuilt.iter().find(|view| view.name == "strengths").unwrap();
    assert_eq!((view.before, view.differences), (3, 0));
    store.undo_strength(themes[0], acme, &by(9)).unwrap();
    let error = store.undo_strength(themes[0], acme, &by(9)).unwrap_err().to_string();
    assert_eq!(error, format!("{acme}: there is nothing that was judged of it and {}", themes[0]));
    let error = store.judge_strength(ThemeId(9), acme, Strength::Nice, &by(9)).unwrap_err().to_string();
    assert_eq!(error, "T-9: there is no such theme");
}
