//! A saved view is kept as it was saved, can be changed and taken back, and is made again from its events.

use super::*;
use crate::fixture::{Fixture, by};

fn view(name: &str, parameters: &[(&str, &str)]) -> NewSavedView<String> {
    let parameters = parameters
        .iter()
        .map(|(name, value)| ViewParameter { name: (*name).to_owned(), value: (*value).to_owned() });
    NewSavedView { name: name.to_owned(), page: SavedPage::Search, parameters: parameters.collect() }
}

fn names(fixture: &Fixture) -> Vec<String> {
    let views = fixture.snapshot().saved_views().all().unwrap();
    let living = views.into_iter().filter(|view| view.last != LastChange::Deleted);
    living.map(|view| view.name.map_or_else(String::new, Verbatim::into_string)).collect()
}

fn assert_made_again(fixture: &Fixture) {
    let rebuilt = fixture.store().rebuild_views_of_events().unwrap();
    assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
}

#[test]
fn what_was_saved_comes_back_whole_whatever_it_says() {
    let fixture = Fixture::new();
    let hostile = "\"><script>'; DROP TABLE saved_views; --";
    let given = [("label", hostile), ("label", "a, b"), ("since", "30d")];
    let saved = fixture.store().save_view(view(hostile, &given), &by(3)).unwrap();
    assert_eq!(saved.name.as_ref().unwrap().as_str(), hostile);
    let read = fixture.snapshot().saved_views().get(saved.id).unwrap().unwrap();
    assert_eq!(read, saved);
    let values: Vec<(&str, &str)> = read
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), parameter.value.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(values, given);
    assert_eq!((read.by, read.at, read.last), (by(3).actor, by(3).at, LastChange::Saved));
    assert_made_again(&fixture);
}

#[test]
fn a_view_is_renamed_and_deleted_and_each_is_taken_back() {
    let fixture = Fixture::new();
    let id = fixture.store().save_view(view("one", &[]), &by(1)).unwrap().id;
    fixture.store().rename_view(id, "two".to_owned(), &by(2)).unwrap();
    assert_eq!(fixture.store().delete_view(id, &by(3)).unwrap().last, LastChange::Deleted);
    assert!(names(&fixture).is_empty());
    assert_made_again(&fixture);
    assert_eq!(fixture.store().undo_view_change(id, &by(4)).unwrap().last, LastChange::Renamed);
    assert_eq!(names(&fixture), ["two"]);
    fixture.store().undo_view_change(id, &by(5)).unwrap();
    assert_eq!(names(&fixture), ["one"]);
    assert_made_again(&fixture);
    let told = fixture.store().undo_view_change(id, &by(6)).unwrap_err().to_string();
    assert_eq!(told, "V-1: nothing was done to it since it was saved");
}

#[test]
fn two_views_have_never_one_name_not_even_by_an_undo() {
    let fixture = Fixture::new();
    let first = fixture.store().save_view(view("Crashes", &[]), &by(1)).unwrap().id;
    let taken = "V-1: a saved view has that name already; choose another";
    let told = fixture.store().save_view(view("crashes", &[]), &by(2)).unwrap_err().to_string();
    assert_eq!(told, taken);
    fixture.store().rename_view(first, "CRASHES".to_owned(), &by(2)).unwrap();
    fixture.store().delete_view(first, &by(2)).unwrap();
    let second = fixture.store().save_view(view("Crashes", &[]), &by(3)).unwrap().id;
    let told = fixture.store().undo_view_change(first, &by(4)).unwrap_err().to_string();
    assert_eq!(told, "V-2: a saved view has that name already; choose another");
    assert_eq!(names(&fixture), ["Crashes"], "nothing was changed");
    fixture.store().delete_view(second, &by(5)).unwrap();
    fixture.store().undo_view_change(first, &by(6)).unwrap();
    assert_eq!(names(&fixture), ["CRASHES"]);
    let third = fixture.store().save_view(view("Other", &[]), &by(7)).unwrap().id;
    assert_eq!(third, ViewId(3), "ids are never given twice");
    assert_made_again(&fixture);
}

#[test]
fn what_is_not_there_or_deleted_is_told() {
    let fixture = Fixture::new();
    let told = fixture.store().delete_view(ViewId(9), &by(1)).unwrap_err().to_string();
    assert_eq!(told, "V-9: there is no such saved view");
    let id = fixture.store().save_view(view("one", &[]), &by(1)).unwrap().id;
    fixture.store().delete_view(id, &by(1)).unwrap();
    let told = fixture.store().rename_view(id, "two".to_owned(), &by(1)).unwrap_err().to_string();
    assert_eq!(told, "V-1: it was deleted");
}

#[test]
fn what_is_erased_of_a_view_leaves_the_rest() {
    let fixture = Fixture::new();
    let id = fixture.store().save_view(view("of Ann", &[("q", "Ann"), ("label", "bug")]), &by(1)).unwrap().id;
    let typed = fixture.snapshot().typed_texts().all().unwrap();
    let of_ann = typed.iter().filter(|typed| typed.text.contains("Ann")).map(|typed| typed.id);
    fixture.store().erase_typed_texts(of_ann.collect()).unwrap();
    let view = fixture.snapshot().saved_views().get(id).unwrap().unwrap();
    assert_eq!(view.name, None);
    let left: Vec<bool> = view.parameters.iter().map(|parameter| parameter.value.is_some()).collect();
    assert_eq!(left, [false, true]);
    assert_made_again(&fixture);
}
