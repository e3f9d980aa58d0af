//! A process that ends without warning at each step of writing and applying a generation. Whoever opens the store next
//! finds the run that stood or the new one, whole, and clusters on.

use std::process::Command;

use hearken_domain::{Phrase, SignalId, ThemeKind};

use super::*;
use crate::fixture::{Fixture, by, day, review};
use crate::{Access, DataDir};

/// Where the process ends: behind a step, or within it, with everything done that it does but the commit.
const STEPS: [&str; 8] = [
    "within begin",
    "behind begin",
    "within assign 1",
    "behind assign 1",
    "within assign 2",
    "behind assign 2",
    "within apply",
    "behind apply",
];
const STEP: &str = "HEARKEN_TEST_ENDS";
const FOLDER: &str = "HEARKEN_TEST_DATA";

#[test]
fn a_process_killed_at_any_step_of_a_clustering_run_leaves_the_old_one_or_the_new_one_whole() {
    for step in STEPS {
        let mut fixture = Fixture::new();
        let signals = fixture.record([review("one"), review("two"), review("three"), review("four")]);
        let (old, themes) = fixture.begin(&[None, None]);
        fixture.assign(old, &[(signals[0], Some(themes[0])), (signals[1], Some(themes[1]))]);
        fixture.store().apply_clustering(old, &by(5)).unwrap();
        fixture.close();

        let ended = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "clustering::killed::clusters_until_it_ends", "--ignored", "--test-threads=1"])
            .env(STEP, step)
            .env(FOLDER, fixture.folder.path().join("data"))
            .output()
            .unwrap();
        assert!(ended.status.code().is_none(), "{step}: {}", String::from_utf8_lossy(&ended.stdout));

        fixture.reopen();
        let applied = step == "behind apply";
        let store = fixture.store();
        let current = store.snapshot().unwrap().clustering().current().unwrap().unwrap();
        assert_eq!(current.generation == old, !applied, "{step}");
        let (assigned, retired) = if applied { (4, Some(day(6))) } else { (2, None) };
        assert_eq!(store.snapshot().unwrap().themes().assigned_count().unwrap(), assigned, "{step}");
        assert_eq!(
            store.snapshot().unwrap().themes().get(themes[1]).unwrap().unwrap().retired_at,
            retired,
            "{step}"
        );
        assert_eq!(
            store.snapshot().unwrap().themes().living().unwrap().len(),
            2,
            "{step}: one of the old themes, or the new one"
        );
        assert_eq!(current.themes.len(), 2, "{step}");
        assert_eq!(left_over(store), 0, "{step}: no roll-up differs from its members");

        let (next, later) = fixture.cluster(&[Some(themes[0]), None]);
        assert!(next > current.generation, "{step}");
        assert!(!current.themes.contains(&later[1]), "{step}: an id was given twice");
        let of_others = "SELECT count(*) FROM memberships WHERE generation <> ?1";
        let of_others: u64 =
            fixture.store().read(|c| Ok(c.query_row(of_others, [next.0], |row| row.get(0))?)).unwrap();
        assert_eq!(of_others, 0, "{step}: the next run sweeps what was cut off");
    }
}

/// Members of the current generation that its weeks do not count, and counts without a member.
fn left_over(store: &Store) -> i64 {
    let sql = "SELECT abs((SELECT count(*) FROM memberships WHERE generation = ?1) \
               - (SELECT coalesce(sum(signals), 0) FROM theme_days WHERE generation = ?1))";
    store.read(|c| Ok(c.query_row(sql, [current_generation(c)?], |row| row.get(0))?)).unwrap()
}

/// The other process.
#[test]
#[ignore = "another test runs it, in a process of its own"]
fn clusters_until_it_ends() {
    let folder = std::env::var_os(FOLDER).unwrap();
    let store = Store::open(&DataDir::new(folder), Access::Write).unwrap();
    let signals: Vec<SignalId> =
        store.snapshot().unwrap().signals().texts().unwrap().into_iter().map(|text| text.id).collect();
    let theme = |id| FoundTheme {
        id,
        kind: ThemeKind::PainPoint,
        name: Vec::new(),
        description: Phrase::default(),
        words: Vec::new(),
        exemplars: Vec::new(),
        signals: 2,
        parent: None,
    };
    let run = NewClusteringRun {
        position: store.snapshot().unwrap().log().position().unwrap(),
        embedding_table: "table".to_owned(),
        settings: serde_json::json!({}),
        model: vec![2],
        themes: vec![
            theme(store.snapshot().unwrap().themes().living().unwrap().keys().next().copied()),
            theme(None),
        ],
        areas: Vec::new(),
        clusters: vec![0, 1],
        rulings: store.snapshot().unwrap().rulings().bindings().unwrap().version,
        signals: 4,
        unsorted: 0,
        started_at: day(6),
    };
    let (generation, themes) = step(&store, "begin", || store.begin_clustering(run).unwrap());
    for (index, half) in signals.chunks(2).enumerate() {
        let member =
            |signal: &SignalId| Membership { signal: *signal, theme: Some(themes[index]), confidence: 0.5 };
        let members = half.iter().map(member).collect();
        step(&store, &format!("assign {}", index + 1), || {
            store.assign(generation, members, Vec::new(), None).unwrap();
        });
    }
    step(&store, "apply", || store.apply_clustering(generation, &by(6)).unwrap());
}

/// Takes a step, and ends the process where it is to end.
fn step<T: Send>(store: &Store, name: &str, take: impl FnOnce() -> T + Send) -> T {
    let ends = std::env::var(STEP).unwrap();
    if ends == format!("within {name}") {
        // What waits while the writer is held up shares one commit, and the end comes before that.
        let (release, released) = std::sync::mpsc::channel::<()>();
        std::thread::scope(|scope| {
            let _first = store.submit(move |_| Ok(released.recv().is_ok())).unwrap();
            let _taken = scope.spawn(take);
            while store.writer_stats().queued < 2 {
                std::thread::yield_now();
            }
            let end = store.submit(|_| -> Result<(), StoreError> { std::process::abort() }).unwrap();
            release.send(()).unwrap();
            end.wait().unwrap();
        });
        unreachable!("the process ended");
    }
    let taken = take();
    if ends == format!("behind {name}") {
        std::process::abort();
    }
    taken
}
