//! The terminal's door. Each command parses, calls one action and shows what it answered: as text for people, or with
//! `--json` as data. Data goes to stdout, everything else to stderr.

mod ahead;
mod alerts;
mod areas;
mod as_of;
mod brief;
mod browser;
mod code;
mod comments;
mod customers;
mod data;
mod decisions;
mod demo;
#[cfg(test)]
mod examples;
mod export;
mod filter;
mod goals;
mod handover;
mod next_step;
mod opportunities;
mod out;
mod releases;
mod segments;
mod serve;
mod signals;
mod sources;
mod surges;
mod table;
mod themes;
mod usage;
mod views;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use hearken_analysis::redact::Rules;
use hearken_domain::{Actor, AsOf};
use hearken_store::{Access, DataDir};

use hearken_app::actions::data::open::open;
use hearken_app::app::App;
use hearken_app::command::CommandRequest;
use hearken_app::context::{Context, Progress};
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_app::next_step::NextStep;
use hearken_app::origin::Origin;
use hearken_app::view::View;
use out::Out;

const AFTER_HELP: &str = "Exit codes: 0 done, 1 something you asked for cannot be done, 2 wrong usage, \
    3 the data directory or its surroundings want fixing, 4 Hearken is at fault";

/// Turns what customers say and live through into what engineers do next, and shows whether it helped
#[derive(Debug, Parser)]
#[command(name = "hearken", version, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Global {
    /// Data directory [default: $XDG_DATA_HOME/hearken or ~/.local/share/hearken]
    #[arg(long, global = true, env = "HEARKEN_DATA", value_name = "DIR", hide_env_values = true)]
    data: Option<PathBuf>,
    /// Answer with JSON on stdout
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show Hearken at work on real complaints
    Demo(demo::DemoArgs),
    /// Take in a file of customers' words
    Import(sources::import::ImportArgs),
    /// Tell what changed, and one customer's story
    Today(themes::today::TodayArgs),
    /// List what customers talk about
    Themes(themes::list::ThemesArgs),
    /// Show one theme, or decide about it
    #[command(subcommand)]
    Theme(themes::show::ThemeCommand),
    /// Show areas, which themes lie in, or decide about them
    #[command(subcommand)]
    Area(areas::AreaCommand),
    /// List what people decided about themes, areas and links
    Rulings(themes::rulings::RulingsArgs),
    /// Keep a page with its filter and order under a name
    #[command(subcommand)]
    View(views::ViewCommand),
    /// Have news about themes sent by webhook or e-mail, or put into a feed
    #[command(subcommand)]
    Alert(alerts::AlertCommand),
    /// See what many people say at once, and what gathers over weeks
    #[command(subcommand)]
    Surge(surges::SurgeCommand),
    /// Find themes again, or tell what that would change
    #[command(alias = "learn")]
    Cluster(themes::cluster::ClusterArgs),
    /// Find signals by words and by meaning
    Search(signals::search::SearchArgs),
    /// Show one signal
    #[command(subcommand)]
    Signal(signals::show::SignalCommand),
    /// See campaigns: many texts alike from new accounts at once, which are not counted
    #[command(subcommand)]
    Campaign(signals::campaigns::CampaignCommand),
    /// Know the customers, and which signals are theirs
    #[command(subcommand)]
    Customer(customers::CustomerCommand),
    /// Keep conditions on customers under a name, to narrow any list by
    #[command(subcommand)]
    Segment(segments::SegmentCommand),
    /// Say what customers try to get done, and which themes stand in the way
    #[command(subcommand)]
    Goal(goals::GoalCommand),
    /// Problems that are worth solving: whom each reaches, what is believed of it, how it weighs
    #[command(subcommand)]
    Opportunity(opportunities::OpportunityCommand),
    /// Before anything is built: whose words and needs a plan touches, and what is not known
    AskAhead(ahead::AskAheadArgs),
    /// Put one thing on one page, for people outside engineering
    Brief(brief::BriefArgs),
    /// Write a decision down, with what customers said frozen as it stands
    Decide(decisions::DecideArgs),
    /// What was decided, on what customers said, and when to look again
    #[command(subcommand)]
    Decision(decisions::DecisionCommand),
    /// Talk about a theme, an opportunity or a decision
    #[command(subcommand)]
    Comment(comments::CommentCommand),
    /// Hand a theme, an opportunity or a decision to somebody, until a day
    Assign(comments::AssignArgs),
    /// List what waits for you: what you have in hand, and what mentions you
    Inbox(comments::InboxArgs),
    /// Write themes, signals, results of a search, customers, opportunities, comments or components as CSV, Markdown or JSON Lines
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// List sources and what became of everything that arrived
    Sources(sources::list::SourcesArgs),
    /// Change a source
    #[command(subcommand)]
    Source(sources::list::SourceCommand),
    /// Find the code behind customers' words
    Locate(code::locate::LocateArgs),
    /// Show whose pain a file carries, line by line
    Blame(code::blame::BlameArgs),
    /// Tell what is new and rising in the code that somebody owns
    Watch(code::watch::WatchArgs),
    /// Say yes or no to a link into the code
    Link(code::link::LinkArgs),
    /// Register repositories of code
    #[command(subcommand)]
    Code(code::repositories::CodeCommand),
    /// Tell what shipped when, from tags, a list or by hand
    #[command(subcommand)]
    Release(releases::ReleaseCommand),
    /// Show what the data directory takes on disk
    Sizes(data::sizes::SizesArgs),
    /// Erase a person or a source for good
    Erase(data::erase::EraseArgs),
    /// Copy the log into a file, while it is in use
    Backup(data::backup::BackupArgs),
    /// Make a data directory from a backup
    Restore(data::backup::RestoreArgs),
    /// Mask personal data in a text, by the rules that everything taken in passes
    Redact(data::redact::RedactArgs),
    /// Serve the pages on this machine
    Serve(serve::ServeArgs),
    /// Check that everything is whole and up to the log
    Doctor(data::doctor::DoctorArgs),
}

/// Parses, runs, and says what went wrong.
pub fn main() -> ExitCode {
    let line: Vec<OsString> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&line) {
        Ok(cli) => cli,
        Err(error) => return usage::answer(&error, &line),
    };
    let mut out = Out::new(cli.global.json);
    let result = run(cli, &mut out);
    match result {
        Ok(()) => out.finish(),
        Err(error) => out.fail(&error),
    }
}

fn run(cli: Cli, out: &mut Out) -> Result<(), AppError> {
    let global = cli.global;
    keep_to_oneself();
    if !matches!(cli.command, Command::Serve(_) | Command::Demo(_)) {
        crate::serve::log_to_stderr("warn");
    }
    match cli.command {
        Command::Demo(args) => demo::run(&args, &global, out),
        Command::Import(args) => sources::import::run(args, &global, out),
        Command::Today(args) => themes::today::run(&args, &global, out),
        Command::Themes(args) => themes::list::run(&args, &global, out),
        Command::Theme(command) => themes::show::run(command, &global, out),
        Command::Area(command) => areas::run(command, &global, out),
        Command::Rulings(args) => themes::rulings::list(&args, &global, out),
        Command::Alert(command) => alerts::run(command, &global, out),
        Command::Surge(command) => surges::run(&command, &global, out),
        Command::View(command) => views::run(command, &global, out),
        Command::Cluster(args) => themes::cluster::run(&args, &global, out),
        Command::Search(args) => signals::search::run(&args, &global, out),
        Command::Signal(command) => signals::show::run(command, &global, out),
        Command::Campaign(command) => signals::campaigns::run(command, &global, out),
        Command::Customer(command) => customers::run(command, &global, out),
        Command::Goal(command) => goals::run(command, &global, out),
        Command::Opportunity(command) => opportunities::run(command, &global, out),
        Command::Decide(args) => decisions::decide(&args, &global, out),
        Command::Decision(command) => decisions::run(command, &global, out),
        Command::Comment(command) => comments::run(command, &global, out),
        Command::Assign(args) => comments::assign(args, &global, out),
        Command::Inbox(args) => comments::inbox(args, &global, out),
        Command::Segment(command) => segments::run(command, &global, out),
        Command::AskAhead(args) => ahead::run(&args, &global, out),
        Command::Brief(args) => brief::run(&args, &global, out),
        Command::Export(command) => export::run(command, &global, out),
        Command::Sources(args) => sources::list::list(args, &global, out),
        Command::Source(command) => sources::list::change(command, &global, out),
        Command::Locate(args) => code::locate::run(args, &global, out),
        Command::Blame(args) => code::blame::run(&args, &global, out),
        Command::Watch(args) => code::watch::run(args, &global, out),
        Command::Link(args) => code::link::run(args, &global, out),
        Command::Code(command) => code::repositories::run(command, &global, out),
        Command::Release(command) => releases::run(command, &global, out),
        Command::Sizes(args) => data::sizes::run(&args, &global, out),
        Command::Erase(args) => data::erase::run(&args, &global, out),
        Command::Backup(args) => data::backup::make(&args, &global, out),
        Command::Restore(args) => data::backup::take_back(&args, &global, out),
        Command::Redact(args) => data::redact::run(&args, &global, out),
        Command::Serve(args) => serve::run(&args, &global, out),
        Command::Doctor(args) => data::doctor::run(&args, &global, out),
    }
}

/// Whatever this process creates, its owner alone can read: libraries make files, too.
fn keep_to_oneself() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

impl Global {
    fn dir(&self) -> Result<DataDir, AppError> {
        if let Some(dir) = &self.data {
            return Ok(DataDir::new(dir));
        }
        let under = |name: &str, rest: &str| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(|base| PathBuf::from(base).join(rest))
        };
        let dir = under("XDG_DATA_HOME", "hearken").or_else(|| under("HOME", ".local/share/hearken"));
        dir.map(DataDir::new).ok_or_else(|| AppError::Config {
            message: "there is no home directory to keep data in".to_owned(),
            next_step: Some(NextStep::ChooseDataDirectory),
        })
    }

    /// What begins now on `app`, done by whoever runs the command.
    fn context(&self, app: App) -> Result<Context, AppError> {
        Ok(Context::now(app, self.actor()?))
    }

    /// Whoever runs the command.
    fn actor(&self) -> Result<Actor, AppError> {
        crate::config::actor::actor(&self.dir()?)
    }

    /// Has a command done: here, under a bar, or by the server that holds the data directory.
    fn execute<A: CommandRequest>(&self, request: A) -> Result<A::Answer, AppError> {
        match self.write() {
            Ok(ctx) => with_bar(|progress| {
                let mut host = Host { progress, follows: true, ..here() };
                hearken_app::command::execute(&ctx, request, &mut host)
            }),
            Err(AppError::Held(held)) => {
                handover::Server::find(&self.dir()?, &held)?.run(self.actor()?, request, None)
            }
            Err(error) => Err(error),
        }
    }

    /// As [`Self::execute`], with a file or standard input that the command reads.
    fn execute_on<A: CommandRequest>(&self, file: &Path, request: A) -> Result<A::Answer, AppError> {
        match self.write() {
            Ok(ctx) => {
                let input = sources::open::open(file)?;
                with_bar(|progress| {
                    let mut host = Host { progress, input: Some(input), ..here() };
                    hearken_app::command::execute(&ctx, request, &mut host)
                })
            }
            Err(AppError::Held(held)) => {
                let sources::import::Raw { name, bytes, .. } = sources::import::raw(file)?;
                let sent = handover::File { name, content: bytes };
                handover::Server::find(&self.dir()?, &held)?.run(self.actor()?, request, Some(sent))
            }
            Err(error) => Err(error),
        }
    }

    /// An action on the data directory, open for reading.
    fn read(&self) -> Result<Context, AppError> {
        let rules = self.rules()?;
        let app = open(&self.dir()?, Access::Read)?;
        app.look_for(rules);
        self.context(app)
    }

    /// An action on the data directory, open for writing.
    fn write(&self) -> Result<Context, AppError> {
        self.context(self.open()?)
    }

    /// The data directory, open for writing under its own rules and quotas.
    fn open(&self) -> Result<App, AppError> {
        let dir = self.dir()?;
        let (rules, quotas) = (self.rules()?, crate::config::quotas::quotas(&dir)?);
        let app = open(&dir, Access::Write)?;
        app.look_for(rules);
        app.keep_within(quotas);
        app.send_by(crate::courier::courier(&dir)?);
        Ok(app)
    }

    /// What redaction looks for.
    fn rules(&self) -> Result<Rules, AppError> {
        crate::config::redaction::rules(&self.dir()?)
    }

    /// What there is to read.
    fn view(&self) -> Result<View, AppError> {
        self.view_as_of(None)
    }

    /// What there was to read at a time that is looked back to.
    fn view_as_of(&self, as_of: Option<AsOf>) -> Result<View, AppError> {
        self.read()?.looking_back(as_of).view()
    }
}

/// What the terminal lends a command: it can read the data directory.
fn here<'h>() -> Host<'h> {
    Host { origin: Origin::Directory, ..Host::default() }
}

/// Runs what takes its time under a bar.
fn with_bar<T>(work: impl FnOnce(Progress<'_>) -> Result<T, AppError>) -> Result<T, AppError> {
    let bar = out::share_bar();
    let result = work(&|step, share| {
        bar.set_message(step.to_owned());
        bar.set_position((share * 1000.0) as u64);
    });
    bar.finish_and_clear();
    result
}
