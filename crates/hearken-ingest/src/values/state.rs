//! Whether a tracker's own word says that an item is open or over.

use hearken_domain::SignalState;

use crate::letters::listed;

/// Words of trackers and help desks, by their letters, for what somebody still has to do something about.
const OPEN: &str = "open opened reopened new unconfirmed confirmed assigned accepted triage intriage needstriage triaged \
    backlog todo unstarted started inprogress progress indeterminate inreview review intesting testing pending hold onhold \
    waiting waitingforcustomer waitingforsupport waitingonus waitingoncustomer active planned underreview underconsideration \
    selectedfordevelopment readyfordevelopment blocked escalated unresolved";
/// The same for what is over.
const CLOSED: &str = "closed close resolved done solved fixed complete completed finished released shipped verified \
    canceled cancelled wontfix wontdo willnotfix willnotdo duplicate invalid rejected declined archived notplanned notabug \
    cannotreproduce worksforme obsolete stale merged";
/// Words that say nothing beyond it.
const PLAIN: &str = "open opened closed";

/// What the word comes down to, where it is known.
pub(crate) fn state_of(word: &str) -> Option<SignalState> {
    match word {
        word if listed(OPEN, word) => Some(SignalState::Open),
        word if listed(CLOSED, word) => Some(SignalState::Closed),
        _ => None,
    }
}

/// Whether the word says no more than the state does.
pub(crate) fn is_plain_state(word: &str) -> bool {
    listed(PLAIN, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_trackers_come_down_to_open_or_closed_and_others_to_nothing() {
        for word in
            ["open", "OPEN", "opened", "In Progress", "new", "On-hold", "To Do", "REOPENED", "unstarted"]
        {
            assert_eq!(state_of(word), Some(SignalState::Open), "{word}");
        }
        for word in
            ["closed", "Done", "solved", "not_planned", "NOT_PLANNED", "Won't Fix", "Canceled", "RESOLVED"]
        {
            assert_eq!(state_of(word), Some(SignalState::Closed), "{word}");
        }
        for word in ["", "-", "CA", "delivered", "openly", "Ready for the moon"] {
            assert_eq!(state_of(word), None, "{word}");
        }
        assert!(is_plain_state("Opened") && !is_plain_state("solved"));
    }
}
