//! `hearken comment`, `assign` and `inbox`: what people say to each other about a theme, an opportunity or a decision, who has it in
//! hand, and what waits for whom.

mod show;
mod words;

use clap::{ArgGroup, Args, Subcommand};
use hearken_app::actions::comments::add::AddComment;
use hearken_app::actions::comments::cards::Said;
use hearken_app::actions::comments::change::UndoComment;
use hearken_app::actions::comments::inbox::ShowInbox;
use hearken_app::actions::comments::see::SeeTopic;
use hearken_app::actions::comments::thread::ShowThread;
use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_domain::{CommentId, Date, Topic};

use crate::cli::Global;
use crate::cli::out::Out;

#[derive(Debug, Subcommand)]
pub enum CommentCommand {
    /// Say something about a theme, an opportunity or a decision; @ann and @ann@example.com mention people
    Add(AddArgs),
    /// List all that was said about one, with who has it in hand
    #[command(after_help = "Example: hearken comment list T-3")]
    List(TopicArg),
    /// Say that you have seen what mentions you there, so that it waits for you no more
    #[command(after_help = "Example: hearken comment seen T-3")]
    Seen(TopicArg),
    /// Take a comment back, and with it what it handed over
    #[command(after_help = "Example: hearken comment undo 1")]
    Undo(UndoArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken comment add T-3 'seen on Android alone, @ann: since 2.3?'
  git log -1 --format=%B | hearken comment add O-1 -")]
pub struct AddArgs {
    /// About what: a theme, an opportunity or a decision, such as T-3, O-1 or D-2
    #[arg(value_name = "T-N|O-N|D-N")]
    topic: Topic,
    /// What you say; `-` reads it from standard input, and without it $EDITOR opens
    #[arg(value_name = "WORDS|-")]
    words: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:
  hearken assign T-3 ann --because 'the stack trace leads to your module'
  hearken assign T-3 ann --due 2099-03-01
  hearken assign T-3 support --because 'fixed in 2.4: please tell them'
  hearken assign T-3 --nobody",
    group = ArgGroup::new("whom").required(true).multiple(true).args(["to", "nobody", "due"])
)]
pub struct AssignArgs {
    /// What is to be done something about: a theme, an opportunity or a decision, such as T-3, O-1 or D-2
    #[arg(value_name = "T-N|O-N|D-N")]
    topic: Topic,
    /// Who has it in hand from now on: a name or an address
    #[arg(value_name = "NAME")]
    to: Option<String>,
    /// Nobody has to do anything about it any more
    #[arg(long, conflicts_with_all = ["to", "due"])]
    nobody: bool,
    /// Until which day; without a name, of who has it in hand
    #[arg(long, value_name = "DAY")]
    due: Option<Date>,
    /// Why, in words; `-` reads them from standard input
    #[arg(long, value_name = "WORDS|-")]
    because: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken inbox
  hearken inbox --for ann@example.com --json")]
pub struct InboxArgs {
    /// Whose [default: yours, by the name that hearken.toml or git gives you]
    #[arg(long = "for", value_name = "NAME")]
    name: Option<String>,
}

#[derive(Debug, Args)]
pub struct TopicArg {
    /// A theme, an opportunity or a decision, such as T-3, O-1 or D-2
    #[arg(value_name = "T-N|O-N|D-N")]
    topic: Topic,
}

#[derive(Debug, Args)]
pub struct UndoArgs {
    /// Number of the comment
    comment: u64,
}

pub fn run(command: CommentCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        CommentCommand::Add(AddArgs { topic, words }) => {
            let words = words::typed(words.as_deref())?;
            say(AddComment::saying(topic, words), global, out)
        }
        CommentCommand::List(TopicArg { topic }) => {
            let thread = global.view()?.ask(&ShowThread { topic, last: usize::MAX })?;
            if out.json() {
                return out.data(&thread);
            }
            show::thread(&thread, out);
            Ok(())
        }
        CommentCommand::Seen(TopicArg { topic }) => say(SeeTopic { topic }, global, out),
        CommentCommand::Undo(args) => say(UndoComment { comment: CommentId(args.comment) }, global, out),
    }
}

pub fn assign(args: AssignArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let AssignArgs { topic, to, nobody, due, because } = args;
    let words = because.map(|words| words::typed(Some(&words))).transpose()?;
    say(AddComment { topic, words, to, nobody, due, version: None }, global, out)
}

pub fn inbox(args: InboxArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let inbox = global.view()?.ask(&ShowInbox { name: args.name })?;
    if out.json() {
        return out.data(&inbox);
    }
    show::inbox(&inbox, out);
    Ok(())
}

fn say(request: impl CommandRequest<Answer = Said>, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let said = global.execute(request)?;
    if out.json() {
        return out.data(&said);
    }
    show::said(&said, out);
    Ok(())
}
