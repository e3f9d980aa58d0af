//! What is set aside, and why, in words.

use hearken_domain::{Aside, counted};

use crate::actions::cards::{AsideCard, NotCounted};
use crate::actions::signals::campaigns::CampaignCard;

impl AsideCard {
    /// As what it is set aside, and how sure that is.
    pub fn says(&self) -> String {
        let what = match self.holds {
            Aside::Spam => "spam",
            Aside::Campaign => "part of a campaign",
            Aside::Counted => return "counted".to_owned(),
        };
        match self.confidence {
            Some(confidence) => format!("{what}, not counted ({:.0}% sure)", confidence * 100.0),
            None => format!("{what}, not counted (a person said so)"),
        }
    }
}

impl NotCounted {
    /// What is not counted, in a sentence without its full stop; nothing where all is.
    pub fn says(&self) -> Option<String> {
        let campaigns =
            format!("{} of {}", counted(self.in_campaigns, "signal"), counted(self.campaigns, "campaign"));
        let spam = format!("{} of spam", counted(self.spam, "signal"));
        let (what, many) = match (self.in_campaigns, self.spam) {
            (0, 0) => return None,
            (many, 0) => (campaigns, many),
            (0, many) => (spam, many),
            (a, b) => (format!("{campaigns} and {spam}"), a + b),
        };
        Some(format!("{what} {} not counted", if many == 1 { "is" } else { "are" }))
    }
}

impl CampaignCard {
    /// The arithmetic behind it, in a sentence without its full stop.
    pub fn says(&self) -> String {
        let hours = match self.hours {
            hours if hours < 1.0 => "within an hour".to_owned(),
            hours if hours < 96.0 => format!("within {}", counted(hours.ceil() as u64, "hour")),
            hours => format!("within {}", counted((hours / 24.0).ceil() as u64, "day")),
        };
        let mut who = Vec::new();
        if self.accounts > 0 {
            let says = if self.new_accounts == 1 { "says" } else { "say" };
            who.push(format!(
                "{} of {} {says} nothing else",
                self.new_accounts,
                counted(self.accounts, "account")
            ));
        }
        if self.by_unknown > 0 {
            who.push(format!(
                "{} without a name, so that nobody knows whether these accounts are new",
                counted(self.by_unknown, "signal")
            ));
        }
        format!(
            "{} {hours}, {:.0}% the same words; {}; weight {:.0}, {:.0}% sure",
            counted(self.signals, "signal"),
            self.likeness * 100.0,
            who.join("; "),
            self.weight,
            self.confidence * 100.0
        )
    }

    /// What holds of it.
    pub fn stands(&self) -> String {
        match self.set_aside {
            0 => "All of them count: a person said that this is no campaign".to_owned(),
            aside if aside == self.signals => "None of them counts".to_owned(),
            aside => format!("{aside} of them do not count"),
        }
    }
}
