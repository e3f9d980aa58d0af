//! Readings follow the signals, a person's word holds over them, and themes count in step.

use hearken_domain::{
    FilterField, LogPosition, NewSignal, Reading, Says, Sentiment, Severity, SignalId, ThemeId,
};

use super::*;
use crate::fixture::{Fixture, by, day, filter, item, review};
use crate::{Erasing, Field};

/// What a signal is read to say: a pain point that blocks.
fn pain() -> Reading {
    Reading {
        says: Some(hearken_domain::ThemeKind::PainPoint),
        says_confidence: 0.9,
        sentiment: Sentiment::Negative,
        sentiment_confidence: 0.8,
        severity: Some(Severity::Blocked),
        severity_confidence: 0.6,
    }
}

fn request() -> Reading {
    Reading {
        says: Some(hearken_domain::ThemeKind::Request),
        sentiment: Sentiment::Neutral,
        severity: None,
        severity_confidence: 0.0,
        ..pain()
    }
}

fn read(fixture: &Fixture, readings: &[(SignalId, Reading)]) {
    let positions =
        |id: SignalId| fixture.snapshot().signals().get(id).unwrap().map(|signal| signal.position);
    let readings = readings.iter().map(|(signal, reading)| NewReading {
        signal: *signal,
        position: positions(*signal).unwrap_or_default(),
        reading: *reading,
    });
    let end = fixture.snapshot().log().position().unwrap();
    fixture.store().keep_readings(readings.collect(), 1, ReadUpTo::Log(end)).unwrap();
}

fn say(signal: SignalId) -> StandingCorrection {
    StandingCorrection { signal, says: None, sentiment: None, severity: None }
}

fn correct(fixture: &Fixture, said: StandingCorrection) {
    fixture.store().correct_signal(said, &by(3)).unwrap();
}

fn holds(fixture: &Fixture, signal: SignalId) -> (Says, Sentiment, Option<Severity>) {
    let stored = fixture.snapshot().readings().of(signal).unwrap().unwrap();
    (stored.says, stored.sentiment, stored.severity)
}

/// How many signals of a theme say what, as the roll-up has it; it is the same as what the signals say now.
fn counts(fixture: &Fixture, theme: ThemeId, field: Field) -> Vec<(String, u64)> {
    let snapshot = fixture.snapshot();
    assert_eq!(snapshot.rollup().differences().unwrap(), 0);
    let counted = snapshot.rollup().count_by(field, &Default::default(), Some(Some(theme)), 9).unwrap();
    counted.into_iter().map(|count| (count.value, count.signals)).collect()
}

fn is(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected.iter().map(|(value, signals)| ((*value).to_owned(), *signals)).collect()
}

/// Three signals in one theme, read as two pain points and a request.
fn three() -> (Fixture, Vec<SignalId>, ThemeId) {
    let fixture = Fixture::new();
    let signals =
        fixture.record((1..=3).map(|n| NewSignal { at: Some(day(n)), ..item(&n.to_string(), "fee") }));
    read(&fixture, &[(signals[0], pain()), (signals[1], pain()), (signals[2], request())]);
    let (generation, themes) = fixture.cluster(&[None]);
    let memberships: Vec<_> = signals.iter().map(|signal| (*signal, Some(themes[0]))).collect();
    fixture.assign(generation, &memberships);
    (fixture, signals, themes[0])
}

#[test]
fn what_a_person_says_holds_until_it_is_taken_back_whatever_is_read_later() {
    let (fixture, s, theme) = three();
    correct(&fixture, StandingCorrection { says: Some(Says::Praise), ..say(s[0]) });
    correct(&fixture, StandingCorrection { sentiment: Some(Sentiment::Positive), ..say(s[0]) });
    assert_eq!(holds(&fixture, s[0]), (Says::Praise, Sentiment::Positive, None), "each by itself");
    assert_eq!(counts(&fixture, theme, Field::Says), is(&[("pain-point", 1), ("praise", 1), ("request", 1)]));
    assert_eq!(counts(&fixture, theme, Field::Severity), is(&[("blocked", 1)]));

    read(&fixture, &[(s[0], request())]);
    assert_eq!(holds(&fixture, s[0]), (Says::Praise, Sentiment::Positive, None));
    let stored = fixture.snapshot().readings().of(s[0]).unwrap().unwrap();
    assert_eq!(stored.says_by.map(|said| said.by.name), Some("ann@example.com".to_owned()));
    assert_eq!(
        stored.read.says,
        Some(hearken_domain::ThemeKind::Request),
        "what the machine made of it is kept"
    );

    fixture.store().undo_correction(s[0], &by(4)).unwrap();
    assert_eq!(holds(&fixture, s[0]), (Says::Praise, Sentiment::Neutral, None), "the last goes first");
    fixture.store().undo_correction(s[0], &by(4)).unwrap();
    assert_eq!(holds(&fixture, s[0]), (Says::Request, Sentiment::Neutral, None));
    assert!(fixture.store().undo_correction(s[0], &by(4)).is_err(), "nothing is left to take back");
    assert_eq!(counts(&fixture, theme, Field::Says), is(&[("request", 2), ("pain-point", 1)]));
}

#[test]
fn how_bad_it_is_is_said_of_a_pain_point_and_makes_it_one_for_good() {
    let (fixture, s, _) = three();
    let bad = StandingCorrection { severity: Some(Severity::Annoyed), ..say(s[2]) };
    let refused = fixture.store().correct_signal(bad, &by(3)).unwrap_err().to_string();
    assert!(refused.contains("of a pain point alone"), "{refused}");
    correct(&fixture, StandingCorrection { says: Some(Says::PainPoint), ..bad });
    assert_eq!(holds(&fixture, s[2]), (Says::PainPoint, Sentiment::Neutral, Some(Severity::Annoyed)));

    correct(&fixture, StandingCorrection { severity: Some(Severity::Hindered), ..say(s[0]) });
    read(&fixture, &[(s[0], request())]);
    assert_eq!(holds(&fixture, s[0]), (Says::PainPoint, Sentiment::Neutral, Some(Severity::Hindered)));
    assert!(fixture.store().correct_signal(say(SignalId(99)), &by(3)).is_err(), "there is no such signal");
}

#[test]
fn corrections_come_back_from_the_events_and_lie_over_signals_that_are_read_later() {
    let (fixture, s, theme) = three();
    correct(&fixture, StandingCorrection { says: Some(Says::Question), ..say(s[1]) });
    correct(&fixture, StandingCorrection { says: Some(Says::None), ..say(s[2]) });
    fixture.store().undo_correction(s[2], &by(4)).unwrap();
    let rebuilt = fixture.store().rebuild_views_of_events().unwrap();
    assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
    assert_eq!(
        counts(&fixture, theme, Field::Says),
        is(&[("pain-point", 1), ("question", 1), ("request", 1)])
    );

    fixture.store().forget_readings().unwrap();
    assert_eq!(counts(&fixture, theme, Field::Says), []);
    assert_eq!(fixture.snapshot().readings().unread().unwrap(), 3);
    read(&fixture, &[(s[0], pain()), (s[1], pain()), (s[2], pain())]);
    assert_eq!(counts(&fixture, theme, Field::Says), is(&[("pain-point", 2), ("question", 1)]));
    assert_eq!(fixture.snapshot().readings().unread().unwrap(), 0);
}

#[test]
fn a_signal_that_changed_meanwhile_is_read_again_and_one_that_is_gone_leaves_nothing() {
    let (fixture, s, theme) = three();
    let before = fixture.snapshot().signals().get(s[0]).unwrap().unwrap().position;
    fixture.import([NewSignal { at: Some(day(9)), ..item("1", "fee, please add a limit") }]);
    let stale = NewReading { signal: s[0], position: before, reading: request() };
    fixture.store().keep_readings(vec![stale], 1, ReadUpTo::Log(LogPosition(9))).unwrap();
    assert_eq!(holds(&fixture, s[0]).0, Says::PainPoint, "it says something else by now");
    let newest = filter(&[(FilterField::Says, "pain-point")]);
    let newest = fixture.snapshot().signals().page(&newest, None, None, 1).unwrap().signals;
    assert_eq!(newest[0].id, s[0], "its time is the one it has now");

    correct(&fixture, StandingCorrection { says: Some(Says::Request), ..say(s[1]) });
    fixture.erase(&Erasing { items: vec![s[1]], ..Erasing::default() });
    let gone = |table: &str| -> u64 {
        let sql = format!("SELECT count(*) FROM {table} WHERE signal_id = ?1");
        fixture.store().read(|c| Ok(c.query_row(&sql, [s[1].0], |row| row.get(0))?)).unwrap()
    };
    assert_eq!((gone("signal_readings"), gone("corrections")), (0, 0));
    assert_eq!(counts(&fixture, theme, Field::Says), is(&[("request", 1)]));
    let rebuilt = fixture.store().rebuild_views_of_events().unwrap();
    assert!(rebuilt.iter().all(|view| view.differences == 0), "{rebuilt:?}");
}

#[test]
fn a_run_over_everything_is_gone_on_with_where_it_was_left() {
    let (fixture, s, _) = three();
    let run = ReadingRun { version: 2, learned: LogPosition(0), after: Some(s[1]) };
    fixture.store().keep_readings(Vec::new(), 2, ReadUpTo::Again(run)).unwrap();
    let state = fixture.snapshot().readings().state().unwrap();
    assert_eq!((state.running, state.done), (Some(run), None));
    let left = fixture.snapshot().readings().to_read(run.after, 9).unwrap();
    assert_eq!(left.iter().map(|signal| signal.id).collect::<Vec<_>>(), s[2..]);
    fixture.store().keep_readings(Vec::new(), 2, ReadUpTo::All(run)).unwrap();
    let state = fixture.snapshot().readings().state().unwrap();
    assert_eq!((state.running, state.done.map(|run| run.version)), (None, Some(2)));
    correct(&fixture, StandingCorrection { says: Some(Says::None), ..say(s[0]) });
    fixture.store().undo_correction(s[0], &by(4)).unwrap();
    let state = fixture.snapshot().readings().state().unwrap();
    assert_eq!((state.said_since, state.corrections), (2, 1), "what is taken back is news, too");
}

#[test]
fn those_who_keep_what_they_read_see_what_holds_by_now() {
    let (fixture, s, _) = three();
    let requests = filter(&[(FilterField::Says, "request"), (FilterField::Says, "none")]);
    let has = |signal| fixture.snapshot().readings().passing(&requests).unwrap().unwrap().has(signal);
    assert_eq!((has(s[0]), has(s[2]), has(SignalId(99))), (false, true, false));
    correct(&fixture, StandingCorrection { says: Some(Says::None), ..say(s[0]) });
    assert!(has(s[0]));
    let blocked = filter(&[(FilterField::Severity, "blocked"), (FilterField::Sentiment, "negative")]);
    let blocked = fixture.snapshot().readings().passing(&blocked).unwrap().unwrap();
    assert_eq!((blocked.has(s[0]), blocked.has(s[1]), blocked.has(s[2])), (false, true, false));
    let others = filter(&[(FilterField::Product, "card")]);
    assert!(fixture.snapshot().readings().passing(&others).unwrap().is_none());
    read(&fixture, &[(s[1], request())]);
    assert!(has(s[0]) && has(s[1]), "what was written since is read beside what was kept");
    fixture.store().forget_readings().unwrap();
    assert!(!has(s[0]) && !has(s[1]));
    read(&fixture, &[(s[0], pain())]);
    assert!(has(s[0]) && !has(s[2]));
    let unread = fixture.record([review("new")]);
    assert!(!has(unread[0]), "what was not read yet says nothing");
}
