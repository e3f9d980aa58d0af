//! Every signal is located, in as many goes as it takes, and a commit has only those located again that it concerns.

use hearken_code::{FileChange, NewCommit, create_repository};
use hearken_domain::{Actor, SignalFilter};
use hearken_ingest::Input;
use hearken_store::{Access, DataDir};

use super::*;
use crate::actions::code::add::AddRepository;
use crate::actions::code::update::UpdateRepositories;
use crate::actions::sources::import::ImportFile;
use crate::app::App;
use crate::command::execute;
use crate::host::Host;
use crate::origin::Origin;

const FRUIT: [&str; 12] = [
    "apple", "pear", "cherry", "plum", "peach", "lemon", "melon", "grape", "mango", "quince", "papaya",
    "olive",
];

/// An orchard with a file for each fruit, and so many later changes of the pears.
fn orchard(at: &std::path::Path, changes: u8) {
    let _ = std::fs::remove_dir_all(at);
    let file = |fruit: &str, more: u8| FileChange {
        path: format!("{fruit}.py"),
        content: Some(
            format!("def {fruit}():\n    return '{fruit}'{}\n", "\n".repeat(more.into())).into_bytes(),
        ),
    };
    let commit = |number: u8| NewCommit {
        author: "Ann".to_owned(),
        email: "ann@example.com".to_owned(),
        at: format!("2024-01-{:02}T10:00:00Z", number + 1).parse().unwrap(),
        message: format!("Change {number}"),
        changes: if number == 0 {
            FRUIT.map(|fruit| file(fruit, 0)).to_vec()
        } else {
            vec![file("pear", number)]
        },
    };
    create_repository(at, (0..=changes).map(commit)).unwrap();
}

fn paths(ctx: &Context, signal: SignalId) -> Vec<String> {
    let view = ctx.view().unwrap();
    let links = view.store().code_links().of_subject("orchard", Subject::Signal(signal)).unwrap();
    links.into_iter().map(|link| link.path).collect()
}

#[test]
fn all_signals_are_located_in_goes_and_a_commit_has_those_located_again_that_lead_to_what_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(&DataDir::new(folder.path().join("data")), Access::Write).unwrap();
    let ctx = Context::at(app, Actor::person("ann"), "2024-03-01T12:00:00Z".parse().unwrap());
    let lines = "{\"text\": \"the apple looks rather odd\"}\n{\"text\": \"the pear looks rather odd\"}\n{\"text\": \"the plum looks rather odd\"}\n";
    let input = Input::from_reader("app.jsonl", Box::new(std::io::Cursor::new(lines.as_bytes())));
    execute(&ctx, ImportFile::default(), &mut Host { input: Some(input), ..Host::default() }).unwrap();
    let path = folder.path().join("orchard");
    orchard(&path, 0);
    let mut host = Host { origin: Origin::Directory, ..Host::default() };
    execute(&ctx, AddRepository { path: path.clone(), name: None }, &mut host).unwrap();

    let go = |budget| link_code(&ctx, budget, &|_, _| {}).unwrap();
    assert_eq!(go(Some(Duration::ZERO)), Linked { located: 0, left: true });
    assert_eq!(go(None), Linked { located: 3, left: false });
    assert_eq!(go(None), Linked::default(), "there is nothing left to do");
    let signals = ctx
        .app
        .store()
        .snapshot()
        .unwrap()
        .code_links()
        .leading("orchard", None, 1, &SignalFilter::default())
        .unwrap();
    let signals: Vec<SignalId> = signals.into_iter().map(|leading| leading.signal).collect();
    assert_eq!(paths(&ctx, signals[1]), ["pear.py"]);

    orchard(&path, 1);
    let updated = execute(&ctx, UpdateRepositories { name: None }, &mut host).unwrap();
    assert_eq!(updated[0].located, 1, "what leads to the other fruit stands");
    assert_eq!(
        (paths(&ctx, signals[0]), paths(&ctx, signals[1])),
        (vec!["apple.py".to_owned()], vec!["pear.py".to_owned()])
    );
}
