//! A directory of the last format is brought up to this one, whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hearken_domain::{Disposition, Lineage, NewSignal, Ruled, SignalState, Subject, ThemeId, Verbatim};

use super::*;
use crate::fixture::review;
use crate::{Access, Store};

/// A directory as format 6 wrote it; its provenance stands beside it.
const FORMAT_6: &[u8] = include_bytes!("../../../hearken/tests/data/format-6.zip");

fn unpacked(folder: &Path) -> DataDir {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(FORMAT_6)).unwrap();
    archive.extract(folder).unwrap();
    DataDir::new(folder)
}

#[test]
fn a_directory_of_the_last_format_keeps_every_decision_and_name() {
    let folder = tempfile::tempdir().unwrap();
    let dir = unpacked(folder.path());
    let store = Store::open(&dir, Access::Write).unwrap();
    let names: Vec<(u64, String)> = store
        .snapshot()
        .unwrap()
        .themes()
        .living()
        .unwrap()
        .values()
        .map(|theme| (theme.id.0, theme.name.as_str().to_owned()))
        .collect();
    assert_eq!(names.len(), 15);
    let name = |id: u64| names.iter().find(|(known, _)| *known == id).unwrap().1.as_str();
    assert_eq!(name(1), "Crashes at the start", "a person called it so");
    assert_eq!(name(6), "Charged twice for one payment", "found, and read from where it stands");
    assert_eq!(name(2), "Quokka's charge");
    assert_eq!(
        store.snapshot().unwrap().themes().get(ThemeId(3)).unwrap().map(|theme| theme.pinned),
        Some(true)
    );

    let rulings = store.snapshot().unwrap().rulings().all().unwrap();
    assert_eq!(rulings.iter().map(|ruling| ruling.id.0).collect::<Vec<_>>(), [6, 5, 4, 3, 2, 1]);
    assert!(rulings[4].undone_at.is_some());
    assert!(
        matches!(&rulings[5].what, Ruled::Renamed { name: Some(name), .. } if name.as_str() == "Crashes at the start")
    );
    assert_eq!(rulings[0].by.name, "unknown");
    let answers = store.snapshot().unwrap().rulings().answers("shop").unwrap();
    assert_eq!(
        answers.iter().map(|answer| (answer.link.of, answer.yes)).collect::<Vec<_>>(),
        [(Subject::Theme(ThemeId(2)), true)]
    );
    let steps: Vec<Lineage> = store
        .snapshot()
        .unwrap()
        .themes()
        .lineage(ThemeId(1))
        .unwrap()
        .into_iter()
        .map(|step| step.what)
        .collect();
    assert_eq!(steps, [Lineage::Born, Lineage::Grew, Lineage::Grew, Lineage::Grew]);
    assert_eq!(store.snapshot().unwrap().rulings().bindings().unwrap().moved.len(), 1);
    assert_eq!(store.snapshot().unwrap().clustering().current().unwrap().unwrap().themes.len(), 15);
    assert!(store.snapshot().unwrap().watch_marks().last("team@example.com").unwrap().is_some());
}

#[test]
fn the_views_of_a_migrated_directory_are_those_that_its_events_make() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&unpacked(folder.path()), Access::Write).unwrap();
    let rebuilt = store.rebuild_views_of_events().unwrap();
    // Of which the last format had none.
    let none_before = [
        "saved views",
        "areas",
        "lineage of areas",
        "releases",
        "signals that are in no burst",
        "customers",
        "joins",
        "rates",
        "what was said of customers",
        "segments",
        "goals",
        "strengths",
        "times of keeping",
        "opportunities",
        "decisions",
        "alerts",
        "muted themes",
        "dismissed surges",
        "comments",
        "mentions",
        "corrections",
        "what people set aside",
    ];
    let known = |name: &str| !none_before.contains(&name);
    let is_kept = |view: &crate::RebuiltView| view.differences == 0 && (view.before > 0 || !known(view.name));
    assert!(rebuilt.iter().all(is_kept), "{rebuilt:?}");
}

#[test]
fn a_copy_is_made_first_and_goes_with_whoever_is_erased() {
    let folder = tempfile::tempdir().unwrap();
    let dir = unpacked(folder.path());
    let before = fs::read(dir.database()).unwrap();
    let store = Store::open(&dir, Access::Write).unwrap();
    let copy = dir.copy_of_format(6);
    let report = crate::verify(&copy).unwrap();
    assert_eq!(report.signals, 91, "of {} bytes before", before.len());
    drop(store);
    let store = Store::open(&dir, Access::Write).unwrap();
    let ann = store.snapshot().unwrap().contacts().find("quokka-7", false).unwrap();
    let what = crate::Erasing { contacts: vec![ann[0].id], ..crate::Erasing::default() };
    let pending = store.decide_erasure(&what, Vec::new(), &crate::fixture::by(1)).unwrap();
    store.carry_out(&pending, &|_| {}).unwrap();
    assert!(!copy.exists());
}

#[test]
fn the_copy_goes_with_an_import_that_is_taken_back_and_models_of_old_go_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let dir = unpacked(folder.path());
    let store = Store::open(&dir, Access::Write).unwrap();
    assert!(dir.copy_of_format(6).exists());
    assert!(store.snapshot().unwrap().clustering().current().unwrap().unwrap().model.is_empty());
    let source = store.snapshot().unwrap().sources().all().unwrap().remove(0);
    let import = store.snapshot().unwrap().imports().of_source(source.id, 1).unwrap().remove(0);
    store.undo_import(source.id, import.id, &crate::fixture::by(1)).unwrap();
    assert!(!dir.copy_of_format(6).exists());
}

#[test]
fn a_revision_that_an_older_format_took_back_keeps_its_number_where_a_theme_points_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut c = Connection::open(folder.path().join("old.db")).unwrap();
    up_to(&c, 9).unwrap();
    c.execute_batch(
        r#"INSERT INTO sources (id, name, created_ms) VALUES (1, 'app', 0);
        INSERT INTO signals (id, position, revision, source_id, import_id, identity, content, kind, at_ms, received_ms, text)
        VALUES (7, 7, 1, 1, 1, x'00', x'00', 'review', 0, 0, 'slow'), (8, 8, 1, 1, 1, x'01', x'01', 'review', 0, 0, 'fine');
        INSERT INTO themes (id, kind, found, born_ms) VALUES (1, 'pain-point', '{"name":[[[7,2,"text",0,4],[8,1,"text",0,4]]]}', 0);
        PRAGMA user_version = 9"#,
    )
    .unwrap();
    migrate(&mut c, &DataDir::new(folder.path()), 9).unwrap();
    let last = |id: u64| {
        c.query_row("SELECT last_revision FROM signals WHERE id = ?1", [id], |row| row.get::<_, u32>(0))
            .unwrap()
    };
    assert_eq!((last(7), last(8)), (2, 0));
}

/// A directory of format 14 with two signals, the first of an import of GitHub's issues, the second of a table.
fn as_format_14(dir: &DataDir, issue: &NewSignal, country: &NewSignal) {
    let c = Connection::open(dir.database()).unwrap();
    up_to(&c, 14).unwrap();
    c.execute_batch(
        "INSERT INTO sources (id, name, created_ms) VALUES (1, 'app', 0); \
         INSERT INTO imports (id, source_id, file, format, mapping, state, started_ms) VALUES \
         (1, 1, 'a', 'github-issues', '{}', 'finished', 0), (2, 1, 'b', 'csv', '{}', 'finished', 0); \
         INSERT INTO memberships (generation, signal_id, theme_id, confidence) VALUES (1, 1, 0, 0), (1, 2, 0, 0); \
         INSERT INTO meta (key, value) VALUES ('position', 2), ('generation', 1); PRAGMA user_version = 14",
    )
    .unwrap();
    for (id, import, signal) in [(1, 1, issue), (2, 2, country)] {
        let extra = (!signal.extra.is_empty()).then(|| serde_json::to_string(&signal.extra).unwrap());
        let content = crate::content::content_of(signal, extra.as_deref());
        let sql = "INSERT INTO signals (id, position, revision, source_id, import_id, identity, content, external_id, \
                   kind, at_ms, received_ms, text, tag, extra) VALUES (?1, ?1, 1, 1, ?2, ?3, ?4, ?5, 'review', ?6, 0, ?7, ?8, ?9)";
        let identity = if id == 1 { content } else { [id; 16] };
        let at = crate::fixture::day(1).as_millisecond();
        let text = signal.verbatim.as_str();
        let values = rusqlite::params![
            id,
            import,
            identity,
            content,
            signal.external_id,
            at,
            text,
            signal.labels[0],
            extra
        ];
        c.execute(sql, values).unwrap();
    }
}

#[test]
fn what_was_undated_leaves_the_weeks_and_comes_last_and_what_is_dated_stays_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut c = Connection::open(folder.path().join("old.db")).unwrap();
    up_to(&c, 14).unwrap();
    c.execute_batch(
        r#"INSERT INTO sources (id, name, created_ms) VALUES (1, 'app', 0);
        INSERT INTO signals (id, position, revision, source_id, import_id, identity, content, kind, at_ms, received_ms, text, undated)
        VALUES (7, 7, 1, 1, 1, x'00', x'00', 'review', 1704110400000, 1704110400000, 'slow', 1),
               (8, 8, 1, 1, 1, x'01', x'01', 'review', 1704110400000, 1800000000000, 'fine', 0);
        INSERT INTO memberships (generation, signal_id, theme_id, confidence, at_ms)
        VALUES (1, 7, 3, 0.5, 1704110400000), (1, 8, 3, 0.5, 1704110400000);
        INSERT INTO theme_weeks (generation, theme_id, source_id, week, signals, rated, rating_sum)
        VALUES (1, 3, 1, 2817, 2, 0, 0.0);
        PRAGMA user_version = 14"#,
    )
    .unwrap();
    migrate(&mut c, &DataDir::new(folder.path()), 14).unwrap();
    let rows = |sql: &str| {
        let mut statement = c.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<Vec<(i64, i64)>, _>>().unwrap()
    };
    assert_eq!(
        rows("SELECT said_day, signals FROM theme_days ORDER BY said_day"),
        [(-7_000_000, 1), (19_723, 1)]
    );
    let said = 1_704_110_400_000;
    let order = [(8, said), (7, said - 1_000_000_000_000_000)];
    assert_eq!(rows("SELECT id, said_order FROM signals ORDER BY said_order DESC"), order);
    assert_eq!(rows("SELECT signal_id, said_order FROM memberships ORDER BY said_order DESC"), order);
}

#[test]
fn labels_that_were_joined_become_values_where_that_is_certain_and_the_same_item_is_a_repetition() {
    let folder = tempfile::tempdir().unwrap();
    let dir = DataDir::new(folder.path());
    let item = |id: Option<&str>, text: &str, labels: &[&str]| NewSignal {
        external_id: id.map(str::to_owned),
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        ..review(text)
    };
    let extra = |fields: &[(&str, &str)]| -> BTreeMap<String, String> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    // As the former format had them: one text, and the state among the other fields.
    let issue = NewSignal {
        extra: extra(&[("n", "1"), ("state", "closed"), ("state_reason", "not_planned")]),
        ..item(None, "slow", &["ios, bug"])
    };
    let country = item(Some("b"), "fine", &["Korea, Republic of"]);
    as_format_14(&dir, &issue, &country);
    let store = Store::open(&dir, Access::Write).unwrap();
    let read =
        |id: u64| store.snapshot().unwrap().signals().get(hearken_domain::SignalId(id)).unwrap().unwrap();
    let labels = |id: u64| read(id).labels.into_iter().map(Verbatim::into_string).collect::<Vec<_>>();
    assert_eq!(labels(1), ["bug", "ios"]);
    assert_eq!(labels(2), ["Korea, Republic of"], "a cell may hold any text");
    let was_issue = read(1);
    assert_eq!(was_issue.state, Some(SignalState::Closed));
    assert_eq!(was_issue.status.as_ref().map(Verbatim::as_str), Some("not_planned"));
    assert_eq!(was_issue.extra.keys().collect::<Vec<_>>(), ["n"]);
    assert_eq!(store.snapshot().unwrap().rollup().differences().unwrap(), 0);
    // As it arrives now.
    let again = NewSignal {
        state: Some(SignalState::Closed),
        status: Some("not_planned".to_owned()),
        extra: extra(&[("n", "1")]),
        ..item(None, "slow", &["bug", "ios"])
    };
    let by = crate::fixture::by(2);
    let source = hearken_domain::SourceId(1);
    let import = store.start_import(source, "again", &by).unwrap();
    let items = vec![crate::Arrived::Signal(Box::new(again))];
    let recorded = store.record(source, import, 1, items, by.at).unwrap().wait().unwrap();
    assert_eq!(recorded, [Disposition::Duplicate { signal: hearken_domain::SignalId(1) }]);
}

#[test]
fn areas_of_an_older_format_get_ids_and_keep_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut c = Connection::open(folder.path().join("old.db")).unwrap();
    up_to(&c, 16).unwrap();
    let theme = |id: u64, area: &str| {
        let found = format!(
            r#"{{"id":"T-{id}","kind":"praise","name":[],"words":[],"description":[],"area":{area},"exemplars":[],"signals":2,"parent":null}}"#
        );
        let sql = "INSERT INTO themes (id, kind, found, born_ms) VALUES (?1, 'praise', ?2, 0)";
        c.execute(sql, rusqlite::params![id, found]).unwrap();
    };
    let (cards, app) = (r#"[[[7,1,"text",0,4]]]"#, r#"[[[8,1,"text",0,3]]]"#);
    for (id, area) in [(1, cards), (2, app), (3, "[]"), (4, cards), (5, app)] {
        theme(id, area);
    }
    c.execute_batch(
        "INSERT INTO clustering_runs (generation, position, assigned, embedding_table, settings, old_clusters, model, signals, started_ms, applied_ms) \
           VALUES (3, 9, 9, 'table', '{}', '[]', x'', 10, 0, 5); \
         INSERT INTO meta (key, value) VALUES ('generation', 3); PRAGMA user_version = 16",
    )
    .unwrap();
    migrate(&mut c, &DataDir::new(folder.path()), 16).unwrap();
    let text = |sql: &str| c.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let found: hearken_domain::FoundArea =
        serde_json::from_str(&text("SELECT found FROM areas WHERE id = 1")).unwrap();
    assert_eq!((found.id.0, found.themes), (1, vec![ThemeId(1), ThemeId(4)]));
    assert_eq!(found.name[0].0[0].signal.0, 7);
    assert_eq!(text("SELECT group_concat(coalesce(area_id, 0)) FROM themes"), "1,2,0,1,2");
    let run: Vec<hearken_domain::FoundArea> =
        serde_json::from_str(&text("SELECT areas FROM clustering_runs")).unwrap();
    assert_eq!(run.len(), 2);
    assert_eq!(serde_json::to_string(&run[0]).unwrap(), text("SELECT found FROM areas WHERE id = 1"));
    assert!(!text("SELECT found FROM themes WHERE id = 1").contains("area"));
}
