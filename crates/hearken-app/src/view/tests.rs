use hearken_code::{FileChange, NewCommit, create_repository};
use hearken_domain::{Actor, AsOf, Timestamp};
use hearken_ingest::Input;
use hearken_store::{Access, DataDir, Pinned};

use crate::actions::cards::Facets;
use crate::actions::code::add::AddRepository;
use crate::actions::code::update::UpdateRepositories;
use crate::actions::signals::list::{SignalQuery, list_signals};
use crate::actions::signals::search::{SearchQuery, search};
use crate::actions::sources::import::ImportFile;
use crate::actions::themes::today::today;
use crate::app::App;
use crate::command::execute;
use crate::context::Context;
use crate::host::Host;
use crate::origin::Origin;

fn at(time: &str) -> (tempfile::TempDir, Context) {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(&DataDir::new(folder.path()), Access::Write).unwrap();
    (folder, Context::at(app, Actor::person("ann"), time.parse().unwrap()))
}

fn take_in(ctx: &Context, lines: &'static str) {
    let input = Input::from_reader("app.jsonl", Box::new(std::io::Cursor::new(lines.as_bytes())));
    let mut host = Host { input: Some(input), ..Host::default() };
    execute(ctx, ImportFile::default(), &mut host).unwrap();
    ctx.app.words().unwrap().catch_up(ctx.app.store(), &|_| {}).unwrap();
}

#[test]
fn an_answer_tells_nothing_that_came_after_its_view_was_opened() {
    let (_folder, ctx) = at("2024-03-01T12:00:00Z");
    take_in(&ctx, r#"{"text": "the card was declined", "at": "2024-02-28"}"#);
    let view = ctx.view().unwrap();
    take_in(&ctx, r#"{"text": "the card was declined twice", "at": "2024-02-29"}"#);
    let found =
        |view| search(view, &SearchQuery { words: "card".into(), limit: 10, ..SearchQuery::default() });
    assert_eq!((today(&view).unwrap().signals, found(&view).unwrap().matches), (1, 1));
    let later = ctx.view().unwrap();
    assert_eq!((today(&later).unwrap().signals, found(&later).unwrap().matches), (2, 2));
}

#[test]
fn what_is_done_rests_on_what_its_actor_was_shown() {
    let (_folder, ctx) = at("2024-03-01T12:00:00Z");
    take_in(&ctx, r#"{"text": "the card was declined", "at": "2024-02-28"}"#);
    let shown = ctx.view().unwrap().position().unwrap();
    take_in(&ctx, r#"{"text": "the card was declined twice", "at": "2024-02-29"}"#);
    let newest = ctx.view().unwrap().position().unwrap();
    assert!(shown < newest);
    assert_eq!(ctx.by().unwrap().seen, newest, "a door that does not know");
    assert_eq!(ctx.clone().resting_on(Some(shown)).by().unwrap().seen, shown);
    let ahead = hearken_domain::LogPosition(newest.0 + 9);
    assert_eq!(ctx.resting_on(Some(ahead)).by().unwrap().seen, newest, "nobody has seen what is not there");
}

#[test]
fn the_time_of_the_context_is_the_time_of_what_it_records_and_shows() {
    let (_folder, ctx) = at("2024-03-01T12:00:00Z");
    take_in(&ctx, r#"{"text": "the card was declined"}"#);
    let view = ctx.view().unwrap();
    assert_eq!((view.now(), view.as_of().unwrap()), (ctx.now, ctx.now));
    let source = view.store().sources().get("app").unwrap().unwrap();
    let import = view.store().imports().of_source(source.id, 1).unwrap().remove(0);
    assert!(import.started_at.duration_since(ctx.now).as_secs() < 60, "{}", import.started_at);
    assert!(import.started_at.as_millisecond() >= ctx.now.as_millisecond());
}

#[test]
fn an_export_that_ends_long_ago_is_shown_as_of_its_end() {
    let (_folder, ctx) = at("2024-03-01T12:00:00Z");
    take_in(&ctx, r#"{"text": "the card was declined", "at": "2020-05-05T08:00:00Z"}"#);
    let newest: Timestamp = "2020-05-05T08:00:00Z".parse().unwrap();
    assert_eq!(ctx.view().unwrap().as_of().unwrap(), newest);
    take_in(&ctx, r#"{"text": "the card was declined again"}"#);
    assert_eq!(ctx.view().unwrap().as_of().unwrap(), newest, "what is undated says nothing of when");
}

#[test]
fn a_sample_that_stands_still_does_so_for_whoever_opens_it() {
    let (folder, ctx) = at("2024-03-01T12:00:00Z");
    take_in(&ctx, r#"{"text": "the card was declined", "at": "2024-02-28"}"#);
    let still: Timestamp = "2019-08-05T12:00:00Z".parse().unwrap();
    ctx.app.store().pin(Pinned { at: still, notice: "a sample".to_owned() }).unwrap();
    let reader = App::open(&DataDir::new(folder.path()), Access::Read).unwrap();
    let view = Context::at(reader, Actor::person("ben"), ctx.now).view().unwrap();
    assert_eq!((view.as_of().unwrap(), view.notice().unwrap().as_deref()), (still, Some("a sample")));
    assert_eq!(today(&view).unwrap().signals, 1, "its later signals are in it too");
    let back = AsOf::read("2018-01-01", ctx.now).unwrap();
    let view = ctx.looking_back(Some(back)).view().unwrap();
    assert_eq!(
        (view.as_of().unwrap(), today(&view).unwrap().signals),
        (back.at(), 0),
        "unless one looks back"
    );
}

#[test]
fn looking_back_only_what_was_said_up_to_then_counts_whichever_way_it_is_asked_for() {
    let (_folder, ctx) = at("2024-03-01T12:00:00Z");
    take_in(
        &ctx,
        r#"{"text": "the card was declined", "at": "2024-01-10T09:00:00Z", "product": "card"}
        {"text": "the card was declined twice", "at": "2024-01-20T09:00:00Z", "product": "card"}
        {"text": "the card was declined again", "at": "2024-02-20T09:00:00Z", "product": "card"}
        {"text": "the card was declined, but when"}"#,
    );
    let counts = |ctx: Context| {
        let view = ctx.view().unwrap();
        let found = |words: &str| {
            let query = SearchQuery { words: words.into(), limit: 10, ..SearchQuery::default() };
            search(&view, &query).unwrap()
        };
        let listed = SignalQuery { limit: 10, ..SignalQuery::default() };
        let listed = list_signals(&view, &listed).unwrap().signals.len() as u64;
        let none = hearken_domain::SignalFilter::default();
        let products = Facets::under(&view, &none, &hearken_store::Among::Everything, "").unwrap().products;
        let of_product = products.first().map_or(0, |product| product.signals);
        [today(&view).unwrap().signals, found("card").matches, found("").matches, listed, of_product]
    };
    assert_eq!(counts(ctx.clone()), [4, 4, 4, 4, 3]);
    let back = |typed: &str| ctx.clone().looking_back(Some(AsOf::read(typed, ctx.now).unwrap()));
    assert_eq!(counts(back("2024-01-31")), [2; 5]);
    assert_eq!(counts(back("2024-01-20")), [2; 5], "a day is looked back to with all of it");
    assert_eq!(counts(back("2024-01-20T08:00")), [1; 5]);
    assert_eq!(counts(back("2024-01-01")), [0; 5]);
    let view = back("2024-01-31").view().unwrap();
    assert_eq!((today(&view).unwrap().now, view.now()), (view.as_of().unwrap(), ctx.now));
}

#[test]
fn a_view_never_has_its_links_beside_the_index_of_a_later_commit() {
    let (folder, ctx) = at("2024-03-01T12:00:00Z");
    let shop = folder.path().join("shop");
    let commits = |count: u8| {
        let _ = std::fs::remove_dir_all(&shop);
        let commit = |number: u8| NewCommit {
            author: "Ann".to_owned(),
            email: "ann@example.com".to_owned(),
            at: format!("2024-01-{number:02}T10:00:00Z").parse().unwrap(),
            message: format!("Change {number}"),
            changes: vec![FileChange { path: "pay.py".to_owned(), content: Some(vec![b'#'; number.into()]) }],
        };
        create_repository(&shop, (1..=count).map(commit)).unwrap();
    };
    let mut host = Host { origin: Origin::Directory, ..Host::default() };
    commits(1);
    execute(&ctx, AddRepository { path: shop.clone(), name: None }, &mut host).unwrap();
    let before = ctx.view().unwrap();
    commits(2);
    execute(&ctx, UpdateRepositories { name: None }, &mut host).unwrap();
    let refused = before.code("shop").err().unwrap();
    assert_eq!(refused.to_string(), "the index of 'shop' is of another commit than what is read of it");
    assert!(before.all_code(None).unwrap().is_empty());
    assert_eq!(ctx.view().unwrap().code("shop").unwrap().index.file_count(), 1);
}
