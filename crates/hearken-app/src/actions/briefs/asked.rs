//! What is asked of whoever reads a brief: one or two things that they can do, by how things stand.

use hearken_domain::OpportunityState;
use hearken_store::Opportunity;

use crate::actions::briefs::figures::Speakers;
use crate::actions::briefs::page::BriefLine;
use crate::actions::briefs::write::{Line, Notes, percent};

/// The heading under which it stands.
pub(crate) const TITLE: &str = "What you can do";
/// Where the speakers of so many reports are unknown, it is worth asking for them.
const SHARE_MIN: f64 = 0.25;

/// What is asked about something that hurts.
pub(crate) fn about(
    notes: &mut Notes,
    found: &[Opportunity],
    speakers: Speakers,
    subject: &str,
    reports: &str,
) -> Vec<BriefLine> {
    let mut lines = Vec::new();
    let state = found.first().map(|one| one.held.state);
    lines.push(match state {
        None => {
            let why = "where it can be taken up, and where it is said who cannot do without it";
            Line::new("If it costs you a customer or a deal, say so: it can be ")
                .with(notes.piece("taken up here", subject, why))
                .say(".")
                .end()
        }
        Some(OpportunityState::Open | OpportunityState::Snoozed) => {
            let why = "where it is said how much a customer needs it";
            Line::new("If one of your customers cannot do without it, ")
                .with(notes.piece("say who", subject, why))
                .say(": that decides whether it is solved, and when.")
                .end()
        }
        Some(OpportunityState::Chosen | OpportunityState::Building) => {
            Line::new("If a customer asks, you can say that it is being taken care of. Promise no day.").end()
        }
        Some(OpportunityState::Shipped) => {
            Line::new("Ask the customers above whether it helped, and pass on what they say.").end()
        }
        Some(OpportunityState::Closed | OpportunityState::Dismissed) => Line::new(
            "If a customer tells you of it again, pass it on: what is heard again comes back on the list.",
        )
        .end(),
    });
    lines.extend(who(notes, speakers, reports));
    lines
}

/// What is asked about something that customers like.
pub(crate) fn of_praise(notes: &mut Notes, speakers: Speakers, reports: &str) -> Vec<BriefLine> {
    let line = Line::new(
        "Pass it on to those whose work it is. Ask these customers whether they would say so to others.",
    );
    std::iter::once(line.end()).chain(who(notes, speakers, reports)).collect()
}

/// That it would help to know who spoke.
pub(crate) fn who(notes: &mut Notes, speakers: Speakers, reports: &str) -> Option<BriefLine> {
    (speakers.reports > 0 && speakers.share_unknown() >= SHARE_MIN).then(|| {
        let share = percent(speakers.share_unknown());
        let why = format!(
            "{share} of the reports are of nobody known; each can be given to a customer on its page"
        );
        let address = format!("{reports}{}customer=nobody", if reports.contains('?') { '&' } else { '?' });
        let address =
            if reports.starts_with("/search") { address } else { "/search?customer=nobody".to_owned() };
        Line::new("If you know who said one of ")
            .with(notes.piece("the reports that are of nobody known", &address, why))
            .say(", say so on its page.")
            .end()
    })
}
