//! `hearken demo`: real complaints, from nothing to a page in seconds.

mod decided;
mod known;
mod made_up;
mod weighed;

use std::io::Cursor;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Instant;

use clap::Args;
use hearken_domain::{Actor, Timestamp, counted};
use hearken_ingest::Input;
use hearken_store::{Access, DataDir, Pinned};

use crate::cli::out::{Out, path, share_bar};
use crate::cli::{Global, browser, here};
use crate::serve::{Address, Server};
use hearken_app::actions::code::add::AddRepository;
use hearken_app::actions::code::sample_app::write_sample_app;
use hearken_app::actions::data::open::open;
use hearken_app::actions::releases::sync::SyncReleases;
use hearken_app::actions::sources::import::ImportFile;
use hearken_app::command::execute;
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_app::query::{CountThemes, ListRepositories};

/// 1,923 complaints; see `demo/PROVENANCE.md`.
const COMPLAINTS: &[u8] = include_bytes!("../../../../demo/complaints.csv.zst");
/// Just after a dense stretch of the sample: 2019-08-05, noon UTC.
const NOW_S: i64 = 1_565_006_400;
const NOTICE: &str = "A sample: 1,923 real complaints to the US Consumer Financial Protection Bureau (public domain), \
    2015 to 2025, masked by the Bureau as XXXX. Their words are real; how many fall in a month comes from how the \
    sample was cut, so its trends are the sampling's. The day shown is pinned to 5 August 2019, where the sample is \
    dense; complaints received later are in it too. The code they are located in, Riverbank, is made up for this sample, \
    with its releases: no bank runs it, and nobody complained of it. Made up, too, are the accounts of the source 'made-up', \
    what they bring, the 240 signals that they sent, and their segments, their goals and how much they need what; and the opportunities, the decisions and what colleagues say of them.";
/// What the sample application is called.
const SAMPLE_APP: &str = "riverbank";
const PORT: u16 = 7717;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken demo --no-browser")]
pub struct DemoArgs {
    /// Port to try first
    #[arg(long, default_value_t = PORT, value_name = "N")]
    port: u16,
    /// Print the address without opening a browser
    #[arg(long)]
    no_browser: bool,
}

pub fn run(args: &DemoArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    crate::serve::log_to_stderr("warn,hearken=info");
    // Dropped, and so deleted, when the server has ended.
    let mut temporary = None;
    let dir = match &global.data {
        Some(dir) => DataDir::new(dir),
        None => {
            let folder =
                tempfile::Builder::new().prefix("hearken-demo-").tempdir().map_err(anyhow::Error::from)?;
            DataDir::new(temporary.insert(folder).path())
        }
    };
    let at = Timestamp::from_second(NOW_S).map_err(anyhow::Error::from)?;
    let app = open(&dir, Access::Write)?;
    app.store().pin(Pinned { at, notice: NOTICE.to_owned() }).map_err(AppError::from)?;
    app.keep_within(crate::config::quotas::quotas(&dir)?);
    let actor = global.actor()?;
    let address = Address::Near(SocketAddr::from((Ipv4Addr::LOCALHOST, args.port)));
    let ctx = Context::now(app.clone(), Actor::machine("demo"));
    // The port is taken first: a browser that comes early waits for its page.
    let you = actor.clone();
    let server = Server::bind(app, actor, address)?;
    let url = server.url();
    out.line(format!("Hearken is at {url}  (Ctrl-C ends it)"));
    out.line("It answers once the complaints are in, a second or a few from now");
    out.flush();
    let started = Instant::now();
    fill(&dir, &ctx, &you)?;
    let themes = ctx.view()?.ask(&CountThemes)?;
    out.line(format!(
        "Ready after {:.1} s: the complaints, with {}. The code that they lead to follows within a minute",
        started.elapsed().as_secs_f64(),
        counted(themes, "theme")
    ));
    match temporary {
        Some(_) => out.line("The data is temporary; keep it with --data DIR"),
        None => out.line(format!("The data stays in {}", path(dir.path()))),
    }
    out.line(NOTICE);
    out.flush();
    // Deleted, too, when the server has ended.
    let _door = if args.no_browser { None } else { browser::open(&url, &dir) };
    server.run()
}

fn fill(dir: &DataDir, ctx: &Context, you: &Actor) -> Result<(), AppError> {
    let bar = share_bar();
    bar.set_message("reading complaints");
    let request = ImportFile {
        source: Some("complaints".to_owned()),
        format: Some("cfpb".to_owned()),
        ..ImportFile::default()
    };
    let input = Input::from_reader("complaints.csv.zst", Box::new(Cursor::new(COMPLAINTS)));
    let told = |step: &str, share: f32| {
        bar.set_message(step.to_owned());
        bar.set_position((share * 1000.0) as u64);
    };
    execute(ctx, request, &mut Host { progress: &told, input: Some(input), follows: true, ..here() })?;
    made_up::take_in(ctx, you, &told)?;
    let path = write_sample_app(dir)?;
    if ctx.view()?.ask(&ListRepositories)?.iter().all(|known| known.name != SAMPLE_APP) {
        let request = AddRepository { path, name: Some(SAMPLE_APP.to_owned()) };
        // The server's job links the complaints to it while the first page is read.
        execute(ctx, request, &mut Host { progress: &told, ..here() })?;
    }
    execute(ctx, SyncReleases::default(), &mut Host { progress: &told, ..here() })?;
    bar.finish_and_clear();
    Ok(())
}
