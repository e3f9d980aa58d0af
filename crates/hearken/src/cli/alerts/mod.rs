//! `hearken alert`: which news about themes is sent where, and themes that nobody wants to hear of.

mod show;

use clap::{Args, Subcommand};
use hearken_app::actions::alerts::add::{AddAlert, ChangeAlert};
use hearken_app::actions::alerts::change::{RemoveAlert, UndoAlert};
use hearken_app::actions::alerts::mute::{MuteTheme, UndoMute, UnmuteTheme};
use hearken_app::actions::alerts::send::SendAlerts;
use hearken_app::actions::alerts::test::TestAlert;
use hearken_app::error::AppError;
use hearken_domain::{AlertId, AlertPace, Counted, Date, NewsKind, ThemeId, ViewId};

use crate::cli::Global;
use crate::cli::out::Out;

#[derive(Debug, Subcommand)]
#[command(after_help = "Example: hearken alert list")]
pub enum AlertCommand {
    /// Have news about themes sent somewhere
    Add(AddArgs),
    /// List alerts, and themes that nothing is told of
    List(ListArgs),
    /// Have an alert tell of other news, or at another pace; one that was stopped sends again
    Change(ChangeArgs),
    /// Let an alert go
    #[command(after_help = "Example: hearken alert remove AL-1")]
    Remove(AlertArg),
    /// Take back what was last done to an alert
    #[command(after_help = "Example: hearken alert undo AL-1")]
    Undo(AlertArg),
    /// Send a message now that only tries whether it arrives
    #[command(after_help = "Example: hearken alert test AL-1")]
    Test(AlertArg),
    /// List what was sent, and what became of it
    Deliveries(DeliveriesArgs),
    /// List what was news in the last 60 days
    #[command(after_help = "Example: hearken alert news")]
    News,
    /// Notice what is news now, and send what is due; a running server does it by itself
    #[command(after_help = "Example: hearken alert send")]
    Send,
    /// Hear nothing of a theme, for good or until a day
    Mute(MuteArgs),
    /// Hear of a theme again
    Unmute(UnmuteArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken alert add --mail ann@example.com --pace weekly
  hearken alert add --webhook https://hooks.example.com/hearken --what rises --what returns
  hearken alert add --webhook https://hooks.example.com/hearken --count 20 --of customers --days 7
  hearken alert add --theme T-3 --count 5

Without an address, news is in the feed alone. What a webhook is signed with is shown once.")]
pub struct AddArgs {
    /// Which news: rises, new, returns or surges; may be repeated [default: all four, unless --count is given]
    #[arg(long, value_name = "NEWS")]
    what: Vec<NewsKind>,
    #[command(flatten)]
    threshold: ThresholdArgs,
    /// Tell of this theme alone
    #[arg(long, value_name = "T-N", conflicts_with = "view")]
    theme: Option<ThemeId>,
    /// Look under the filter of this saved view
    #[arg(long, value_name = "V-N")]
    view: Option<ViewId>,
    /// Send it to a program at this address, signed as Standard Webhooks has it
    #[arg(long, value_name = "URL", conflicts_with = "mail")]
    webhook: Option<String>,
    /// Send it to a person at this address
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// How often: at-once, daily or weekly [default: at-once]
    #[arg(long, value_name = "PACE")]
    pace: Option<AlertPace>,
    /// The webhook may lie in a private network, and be asked without encryption there
    #[arg(long, requires = "webhook")]
    allow_private: bool,
}

#[derive(Debug, Args)]
pub struct ThresholdArgs {
    /// Tell of a theme that has so many signals or customers …
    #[arg(long, value_name = "N")]
    count: Option<u64>,
    /// … of these: signals or customers [default: signals] …
    #[arg(long, value_name = "WHAT", requires = "count")]
    of: Option<Counted>,
    /// … in so many days [default: 7]
    #[arg(long, value_name = "N", requires = "count")]
    days: Option<u64>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken alert change AL-1 --pace daily
  hearken alert change AL-1 --what returns --count 50")]
pub struct ChangeArgs {
    /// Which alert, such as AL-1
    alert: AlertId,
    /// Which news: rises, new, returns or surges; may be repeated [default: all four, unless --count is given]
    #[arg(long, value_name = "NEWS")]
    what: Vec<NewsKind>,
    #[command(flatten)]
    threshold: ThresholdArgs,
    /// How often: at-once, daily or weekly [default: at-once]
    #[arg(long, value_name = "PACE")]
    pace: Option<AlertPace>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken alert list")]
pub struct ListArgs {
    /// List those that were removed, which hearken alert undo brings back
    #[arg(long)]
    removed: bool,
}

#[derive(Debug, Args)]
pub struct AlertArg {
    /// Which alert, such as AL-1
    alert: AlertId,
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken alert deliveries AL-1")]
pub struct DeliveriesArgs {
    /// Only of this alert, such as AL-1
    alert: Option<AlertId>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken alert mute T-3
  hearken alert mute T-3 --until 2099-01-31")]
pub struct MuteArgs {
    /// Which theme, such as T-3
    theme: ThemeId,
    /// The day from which on it is told of again [default: for good]
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  hearken alert unmute T-3
  hearken alert unmute T-3 --undo")]
pub struct UnmuteArgs {
    /// Which theme, such as T-3
    theme: ThemeId,
    /// Take back what was last said instead, whether that was muting or not
    #[arg(long)]
    undo: bool,
}

pub fn run(command: AlertCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    match command {
        AlertCommand::Add(args) => show::changed(&global.execute(AddAlert::from(args))?, out),
        AlertCommand::List(args) => show::list(&args, global, out),
        AlertCommand::Change(args) => {
            let ChangeArgs { alert, what, threshold: ThresholdArgs { count, of, days }, pace } = args;
            show::changed(&global.execute(ChangeAlert { alert, what, count, of, days, pace })?, out)
        }
        AlertCommand::Remove(AlertArg { alert }) => {
            show::changed(&global.execute(RemoveAlert { alert })?, out)
        }
        AlertCommand::Undo(AlertArg { alert }) => show::changed(&global.execute(UndoAlert { alert })?, out),
        AlertCommand::Test(AlertArg { alert }) => show::tested(&global.execute(TestAlert { alert })?, out),
        AlertCommand::Deliveries(args) => show::deliveries(args.alert, global, out),
        AlertCommand::News => show::news(global, out),
        AlertCommand::Send => show::sent(&global.execute(SendAlerts::default())?, out),
        AlertCommand::Mute(MuteArgs { theme, until }) => {
            show::muted(&global.execute(MuteTheme { theme, until })?, out)
        }
        AlertCommand::Unmute(UnmuteArgs { theme, undo: false }) => {
            show::muted(&global.execute(UnmuteTheme { theme })?, out)
        }
        AlertCommand::Unmute(UnmuteArgs { theme, undo: true }) => {
            show::muted(&global.execute(UndoMute { theme })?, out)
        }
    }
}

impl From<AddArgs> for AddAlert {
    fn from(args: AddArgs) -> Self {
        let AddArgs { what, threshold, theme, view, webhook, mail, pace, allow_private } = args;
        let ThresholdArgs { count, of, days } = threshold;
        Self { what, count, of, days, theme, view, webhook, mail, pace, allow_private }
    }
}
