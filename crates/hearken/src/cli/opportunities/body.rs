//! `hearken opportunity body`: what an issue about an opportunity can say, to paste into a tracker.

use clap::Args;
use hearken_app::actions::opportunities::body::ShowIssueEvidence;
use hearken_app::error::AppError;
use hearken_domain::{OpportunityId, Tracker};

use crate::brief::issue_body;
use crate::cli::Global;
use crate::cli::brief::links_lead_to;
use crate::cli::out::{Out, safe};

#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is sent by itself: paste it, or open the address of the tracker's form that is told on stderr.\n\n\
    Examples:\n  hearken opportunity body O-1 --for gitlab\n  hearken opportunity body O-1 > body.md"
)]
pub struct BodyArgs {
    /// Which one, such as O-2
    opportunity: OpportunityId,
    /// For which tracker: github, gitlab, jira, jira-server or linear [default: that of an issue that is known]
    #[arg(long = "for", value_name = "TRACKER")]
    tracker: Option<Tracker>,
}

pub fn run(args: &BodyArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let query = ShowIssueEvidence { id: args.opportunity, tracker: args.tracker };
    let evidence = global.view()?.ask(&query)?;
    let body = issue_body(&evidence, &links_lead_to(global, out)?);
    if out.json() {
        return out.data(&body);
    }
    body.body.lines().for_each(|line| out.whole_line(safe(line)));
    match (&body.new_issue, body.filled) {
        (Some(form), true) => out.note(format!("with this filled in, a new issue is written at {form}")),
        (Some(form), false) => out.note(format!("a new issue is written at {form}; paste it there")),
        (None, _) => out.note(format!(
            "once an issue is there, hearken opportunity set {} --issue URL names it",
            args.opportunity
        )),
    }
    Ok(())
}
