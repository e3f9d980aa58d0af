//! `hearken campaign`, and `hearken signal set-aside`.

use clap::{Args, Subcommand};
use hearken_domain::{Aside, SignalId, counted};

use crate::cli::Global;
use crate::cli::out::{Out, words};
use crate::cli::themes::rulings::rule;
use crate::cli::themes::show::origin;
use hearken_app::actions::signals::campaigns::CampaignCard;
use hearken_app::actions::signals::set_aside::SetAside;
use hearken_app::error::AppError;
use hearken_app::query::{ListCampaigns, ShowCampaign};

#[derive(Debug, Clone, Copy, Subcommand)]
#[command(after_help = "Example: hearken campaign list")]
pub enum CampaignCommand {
    /// List campaigns with the arithmetic behind each, the last first
    #[command(after_help = "Example: hearken campaign list")]
    List,
    /// Show a campaign with its signals
    #[command(after_help = "Example: hearken campaign show S-17")]
    Show {
        /// Any signal of it, such as S-17
        signal: SignalId,
    },
}

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken signal set-aside S-17 --as spam\n\
                        With --alike it is said of all that are nearly copies of it, too, whenever they come. Take it back with \
                        hearken theme undo and the number of the ruling.")]
pub struct SetAsideArgs {
    /// Which signals, such as S-17
    #[arg(required = true)]
    signals: Vec<SignalId>,
    /// What they are: spam or campaign, which count nowhere, or counted
    #[arg(long = "as", value_name = "WHAT")]
    holds: Aside,
    /// All that are nearly copies of them, too
    #[arg(long)]
    alike: bool,
}

pub fn set_aside(args: SetAsideArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let SetAsideArgs { signals, holds, alike } = args;
    rule(SetAside { signals, holds, alike }, global, out)
}

pub fn run(command: CampaignCommand, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let view = global.view()?;
    match command {
        CampaignCommand::List => {
            let list = view.ask(&ListCampaigns)?;
            if out.json() {
                return out.data(&list);
            }
            out.line(format!(
                "{} of campaigns and {} of spam are not counted",
                counted(list.in_campaigns, "signal"),
                counted(list.spam, "signal")
            ));
            for campaign in &list.campaigns {
                out.line("");
                show(campaign, out);
            }
        }
        CampaignCommand::Show { signal } => {
            let page = view.ask(&ShowCampaign(signal))?;
            if out.json() {
                return out.data(&page);
            }
            show(&page.campaign, out);
            if let Some(ruling) = &page.ruling {
                out.line(format!("{} ({})", words(&ruling.says), ruling.ruling.id));
            }
            for signal in &page.signals {
                out.line("");
                out.verbatim(&signal.excerpt, 2);
                out.line(format!("  {}", console::style(origin(signal)).dim()));
            }
        }
    }
    Ok(())
}

fn show(campaign: &CampaignCard, out: &mut Out) {
    out.line(console::style(campaign.first.id.to_string()).bold().to_string());
    out.verbatim(&campaign.first.excerpt, 2);
    out.paragraph(&format!("{}. {}.", campaign.says(), campaign.stands()), 0);
}
