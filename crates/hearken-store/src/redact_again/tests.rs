use std::collections::BTreeMap;

use hearken_domain::{Disposition, Event, NewSignal, Redacted, RedactionPolicy, SignalId, Verbatim};

use super::{Masked, Redact, RedactionStep};
use crate::fixture::{Fixture, by, day, item, review};
use crate::{Arrived, ImportState};

/// Rules that know one name.
fn hide_ann() -> Redact {
    Box::new(|policy, texts| {
        assert_ne!(policy, RedactionPolicy::Off);
        let mut found = 0;
        for text in texts {
            found += text.matches("Ann").count() as u64;
            **text = text.replace("Ann", "[person 1]");
        }
        if found == 0 { Masked::new() } else { vec![("person", found)] }
    })
}

fn step(fixture: &Fixture, rules: &str, limit: usize) -> Option<RedactionStep> {
    fixture.store().redact_again(rules, 2, limit, hide_ann()).unwrap()
}

fn run(fixture: &Fixture, rules: &str, limit: usize) -> usize {
    let mut batches = 0;
    while let Some(step) = step(fixture, rules, limit) {
        batches += 1;
        if let RedactionStep::Through(run) = step {
            fixture.store().finish_redaction(run, 2, &by(3)).unwrap();
        }
    }
    batches
}

fn rules_of(fixture: &Fixture, id: SignalId) -> u32 {
    let sql = "SELECT rules FROM signals WHERE id = ?1";
    fixture.snapshot().read(|c| Ok(c.query_row(sql, [id.0], |row| row.get(0))?)).unwrap()
}

#[test]
fn newer_rules_go_over_every_signal_once_and_say_what_they_changed() {
    let fixture = Fixture::new();
    let ids = fixture.record([review("Ann was kind"), review("slow app"), review("ask Ann, or Ann")]);
    let before = fixture.snapshot().log().position().unwrap();
    assert_eq!(run(&fixture, "2", 2), 2);
    assert_eq!(fixture.words_of(ids[0]).unwrap(), "[person 1] was kind");
    assert_eq!(fixture.words_of(ids[1]).unwrap(), "slow app");
    assert_eq!(fixture.words_of(ids[2]).unwrap(), "ask [person 1], or [person 1]");
    assert!(ids.iter().all(|id| rules_of(&fixture, *id) == 2));
    let entries = fixture.snapshot().log().entries_after(before, 10).unwrap();
    assert_eq!(entries.len(), 2, "views follow the two that changed");
    let events = fixture.snapshot().read(crate::events::all).unwrap();
    assert_eq!(events.last().unwrap().event, Event::RedactedAgain { rules: 2, signals: 2 });
    let source = fixture.source("app");
    assert_eq!(
        fixture.snapshot().sources().masked(source).unwrap(),
        BTreeMap::from([("person".to_owned(), 3)])
    );
    assert_eq!(run(&fixture, "2", 2), 0, "it was done");
    assert_eq!(run(&fixture, "2+mine", 10), 1, "other rules go over it again");
}

#[test]
fn what_stood_in_earlier_revisions_goes_too_and_no_span_reads_the_new_words() {
    let fixture = Fixture::new();
    let id = fixture.record([item("a", "Ann was kind")])[0];
    fixture.cluster(&[None]);
    let name = |fixture: &Fixture| {
        fixture.snapshot().themes().living().unwrap().values().next().unwrap().name.clone()
    };
    assert_eq!(name(&fixture).as_str(), "Ann was kind");
    let (changed, _) = fixture.import([item("a", "Ann was rude")]);
    run(&fixture, "2", 10);
    assert_eq!(fixture.words_of(id).unwrap(), "[person 1] was rude");
    let past = fixture.snapshot().signals().revisions(id).unwrap();
    assert_eq!(past[0].verbatim.as_str(), "[person 1] was kind");
    assert_eq!(name(&fixture).as_str(), "Theme 1", "nobody says it any more");
    fixture.undo(changed);
    assert_eq!(fixture.words_of(id).unwrap(), "[person 1] was kind");
    assert_eq!(name(&fixture).as_str(), "Theme 1", "the number is another");
}

#[test]
fn the_same_item_is_still_a_repetition_afterwards() {
    let fixture = Fixture::new();
    let said = |text: &str| [review(text), NewSignal { at: None, ..item("a", text) }];
    fixture.import(said("Ann was kind"));
    run(&fixture, "2", 10);
    let (_, again) = fixture.import(said("[person 1] was kind"));
    let fates: Vec<_> = again.iter().map(|disposition| disposition.fate().as_str()).collect();
    assert_eq!(fates, ["duplicate", "duplicate"]);
}

#[test]
fn a_source_without_redaction_is_left_as_it_is_until_its_policy_changes() {
    let fixture = Fixture::new();
    let source = fixture.source("app");
    fixture.store().set_redaction(source, RedactionPolicy::Off, &by(1)).unwrap();
    let id = fixture.record([review("Ann was kind")])[0];
    run(&fixture, "2", 10);
    assert_eq!(fixture.words_of(id).unwrap(), "Ann was kind");
    fixture.store().set_redaction(source, RedactionPolicy::Hash, &by(2)).unwrap();
    assert_eq!(fixture.snapshot().sources().get("app").unwrap().unwrap().redaction, RedactionPolicy::Hash);
    run(&fixture, "2", 10);
    assert_eq!(fixture.words_of(id).unwrap(), "[person 1] was kind");
    let rebuilt = fixture.store().rebuild_views_of_events().unwrap();
    assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
}

#[test]
fn other_fields_and_what_people_typed_pass_too() {
    let fixture = Fixture::new();
    let signal = NewSignal {
        title: Some(Verbatim::redacted("From Ann".to_owned())),
        url: Some("https://example.com/Ann".to_owned()),
        labels: vec!["Ann".to_owned(), "[person 1]".to_owned()],
        status: Some("with Ann".to_owned()),
        extra: BTreeMap::from([("Ann's plan".to_owned(), "of Ann".to_owned())]),
        ..review("hello")
    };
    let id = fixture.record([signal])[0];
    let typed = fixture.store().write(|c| crate::typed::keep(c, "Ann's theme")).unwrap();
    run(&fixture, "2", 10);
    let signal = fixture.snapshot().signals().get(id).unwrap().unwrap();
    assert_eq!(signal.title.unwrap().as_str(), "From [person 1]");
    assert_eq!(signal.url.unwrap().as_str(), "https://example.com/[person 1]");
    assert_eq!(signal.labels, [Verbatim::redacted("[person 1]".to_owned())], "each once");
    assert_eq!(signal.status.unwrap().as_str(), "with [person 1]");
    assert_eq!(signal.extra["[person 1]'s plan"].as_str(), "of [person 1]");
    let text = fixture.snapshot().read(|c| crate::typed::text(c, typed)).unwrap();
    assert_eq!(text.unwrap(), "[person 1]'s theme");
}

#[test]
fn a_policy_that_is_set_on_the_way_has_the_run_begin_again_and_remains_are_not_forgotten() {
    let fixture = Fixture::new();
    let source = fixture.source("quiet");
    fixture.store().set_redaction(source, RedactionPolicy::Off, &by(1)).unwrap();
    let (_, recorded) =
        fixture.import_into("quiet", vec![Arrived::Signal(Box::new(review("Ann in the open")))]);
    let Disposition::Accepted { signal: open } = recorded[0] else { panic!("{recorded:?}") };
    fixture.record([review("Ann was kind"), review("Ann was rude")]);
    let Some(RedactionStep::Through(run)) = step(&fixture, "2", 10) else { panic!("it is not through") };
    fixture.store().set_redaction(source, RedactionPolicy::Mask, &by(2)).unwrap();
    fixture.store().finish_redaction(run, 2, &by(3)).unwrap();
    assert!(fixture.snapshot().is_behind_rules("2").unwrap(), "what is not done is not said to be");
    let Some(RedactionStep::Through(run)) = step(&fixture, "2", 10) else { panic!("it is not through") };
    assert_eq!(fixture.words_of(open).unwrap(), "[person 1] in the open");
    assert_eq!(run.changed, 3, "with those of the run before");
    fixture.store().finish_redaction(run, 2, &by(3)).unwrap();
    assert!(!fixture.snapshot().is_behind_rules("2").unwrap());
}

#[test]
fn a_mapping_keeps_its_roles() {
    let fixture = Fixture::new();
    let (import, _) = fixture.import([review("hello")]);
    let mapping = BTreeMap::from([("text".to_owned(), "What Ann said".to_owned())]);
    fixture.store().finish_import(import, ImportState::Finished, "csv", &mapping, day(1)).unwrap();
    run(&fixture, "2", 10);
    let source = fixture.snapshot().sources().get("app").unwrap().unwrap();
    assert_eq!(source.mapping["text"], "What [person 1] said");
}

#[test]
fn what_was_on_its_way_without_redaction_when_a_policy_was_set_is_gone_over() {
    let fixture = Fixture::new();
    fixture.record([review("hello")]);
    run(&fixture, "2", 10);
    let open = NewSignal { redacted: Redacted::default(), ..review("Ann in the open") };
    let id = fixture.record([open])[0];
    assert!(fixture.snapshot().is_behind_rules("2").unwrap());
    run(&fixture, "2", 10);
    assert_eq!(fixture.words_of(id).unwrap(), "[person 1] in the open");
}
