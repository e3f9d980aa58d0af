//! Alerts: what is news about themes, whom it is sent to and how often; and themes that a person wants to hear nothing of.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ThemeId, Timestamp, ViewId, counted};

/// An enumeration whose members are words: what the log, the store and people call them.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $noun:literal, $($(#[$of:meta])* $member:ident = $word:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $word)] $member,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$member),+];

            /// The word that the store and people use.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(given: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|one| one.as_str() == given).ok_or_else(|| {
                    let shown: String = given.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
                    let known: Vec<&str> = Self::ALL.iter().map(|one| one.as_str()).collect();
                    format!("'{shown}' is not a valid {}; there are {}", $noun, known.join(", "))
                })
            }
        }
    };
}

words!(
    /// What can be news about a theme.
    NewsKind, "kind of news",
    /// It has more than its usual share of late.
    Rises = "rises",
    /// It was not there in the weeks before.
    New = "new",
    /// It is spoken of again after it was quiet, or is found again after it was not.
    Returns = "returns",
    /// So many signals or customers were reached in so many days.
    Crosses = "crosses",
    /// Many people at once speak of one thing, whether it is a theme or none.
    Surges = "surges",
);

words!(
    /// How fast signals about one thing come together.
    SurgeKind, "kind of surge",
    /// Within hours.
    Surge = "surge",
    /// Over days and weeks.
    Gathering = "gathering",
);

words!(
    /// What a threshold counts.
    Counted, "thing to count",
    /// Signals.
    Signals = "signals",
    /// Customers.
    Customers = "customers",
);

words!(
    /// How often news is sent.
    AlertPace, "pace",
    /// As it is noticed.
    AtOnce = "at-once",
    /// Once a day, where there is any.
    Daily = "daily",
    /// Once a week, where there is any.
    Weekly = "weekly",
);

words!(
    /// What was done to an alert.
    AlertAct, "act",
    /// It was added.
    Added = "added",
    /// It was changed.
    Changed = "changed",
    /// It was let go.
    Removed = "removed",
    /// It stopped because its receiver said that it is gone.
    Stopped = "stopped",
);

words!(
    /// Where a delivery stands.
    DeliveryState, "state of a delivery",
    /// It is to be sent when it is due.
    Waiting = "waiting",
    /// The receiver took it.
    Delivered = "delivered",
    /// It was tried as often as it is tried.
    GivenUp = "given-up",
    /// There is nobody to send it to, or nothing to say, any more.
    Dropped = "dropped",
);

words!(
    /// Why a delivery was not taken.
    DeliveryTrouble, "trouble",
    /// The name leads to no address.
    NoAddress = "the name of the receiver leads to no address",
    /// It leads into a private network.
    Private = "the receiver lies in a private network; only an alert added with --allow-private may go there",
    /// It asks for no encryption.
    Plain = "the receiver is not asked by https; only one in a private network, with --allow-private, may be asked without",
    /// Nobody answers there.
    Unreachable = "the receiver cannot be reached",
    /// The answer took too long.
    Slow = "the receiver did not answer in time",
    /// It leads elsewhere.
    Redirected = "the receiver leads to another address, which is not followed",
    /// It is gone.
    Gone = "the receiver says that it is gone; the alert was stopped",
    /// It refused.
    Refused = "the receiver refused it",
    /// There is no mail server.
    NoMail = "no mail server is configured",
    /// What it is signed with is gone.
    NoSecret = "the secret of the alert is gone; add another alert",
);

/// So many signals or customers of a theme in so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct Threshold {
    /// How many.
    pub count: u32,
    /// Of what.
    pub of: Counted,
    /// In how many days.
    pub days: u16,
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = match self.of {
            Counted::Signals => "signal",
            Counted::Customers => "customer",
        };
        write!(f, "{} in {}", counted(self.count.into(), noun), counted(self.days.into(), "day"))
    }
}

impl Threshold {
    /// As the store writes it.
    pub fn written(&self) -> String {
        format!("{} {} {}", self.count, self.of, self.days)
    }

    /// Reads what [`Self::written`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (count, of, days) = (words.next()?, words.next()?, words.next()?);
        let read = Self { count: count.parse().ok()?, of: of.parse().ok()?, days: days.parse().ok()? };
        words.next().is_none().then_some(read)
    }
}

/// Of which themes an alert tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlertThemes {
    /// Of every theme that is not ignored.
    #[default]
    All,
    /// Of one.
    Theme(ThemeId),
    /// Under the filter of a saved view.
    View(ViewId),
}

/// Where an alert is sent. What a person typed is a [`crate::TextId`] in the log, and words where it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlertTo<Text> {
    /// To a program, signed.
    Webhook {
        /// Its address.
        address: Text,
        /// Whether it may lie in a private network.
        #[serde(default)]
        allow_private: bool,
    },
    /// To a person.
    Mail {
        /// Their address.
        address: Text,
    },
    /// To the feed alone.
    Feed,
}

impl<T> AlertTo<T> {
    /// The address, if it has one.
    pub fn address(&self) -> Option<&T> {
        match self {
            Self::Webhook { address, .. } | Self::Mail { address } => Some(address),
            Self::Feed => None,
        }
    }

    /// The same with the address as something else.
    ///
    /// # Errors
    /// Those of `map`.
    pub fn try_map<U, E>(self, map: impl FnOnce(T) -> Result<U, E>) -> Result<AlertTo<U>, E> {
        Ok(match self {
            Self::Webhook { address, allow_private } => {
                AlertTo::Webhook { address: map(address)?, allow_private }
            }
            Self::Mail { address } => AlertTo::Mail { address: map(address)? },
            Self::Feed => AlertTo::Feed,
        })
    }
}

/// An alert as it stands after an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAlert<Text> {
    /// Which news it sends.
    pub what: BTreeSet<NewsKind>,
    /// What counts as crossing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Threshold>,
    /// Of which themes.
    #[serde(default)]
    pub themes: AlertThemes,
    /// Where to.
    pub to: AlertTo<Text>,
    /// How often.
    pub pace: AlertPace,
}

/// Whether a person wants to hear of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mute {
    /// Not any more.
    Always,
    /// Not until then.
    Until(Timestamp),
    /// They do.
    Never,
}

impl Mute {
    /// Whether nothing is told of the theme at that time.
    pub fn holds_at(self, now: Timestamp) -> bool {
        match self {
            Self::Always => true,
            Self::Until(until) => now < until,
            Self::Never => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AlertId, Event, TextId};

    #[test]
    fn words_read_back_what_they_print_and_others_are_told() {
        for kind in NewsKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(*kind));
        }
        let told = "falls\u{1b}".parse::<NewsKind>().unwrap_err();
        assert_eq!(
            told,
            "'falls ' is not a valid kind of news; there are rises, new, returns, crosses, surges"
        );
        let threshold = Threshold { count: 20, of: Counted::Customers, days: 7 };
        assert_eq!(Threshold::read(&threshold.written()), Some(threshold));
        assert_eq!(threshold.to_string(), "20 customers in 7 days");
        assert_eq!(Threshold::read("20 customers 7 weeks"), None);
    }

    #[test]
    fn a_snooze_ends_on_its_day() {
        let day: Timestamp = "2026-11-28T00:00:00Z".parse().unwrap();
        let second = jiff::SignedDuration::from_secs(1);
        assert!(Mute::Until(day).holds_at(day - second) && !Mute::Until(day).holds_at(day));
        assert!(Mute::Always.holds_at(day) && !Mute::Never.holds_at(day));
    }

    #[test]
    fn the_event_of_an_alert_holds_no_address_and_reads_back() {
        let to = AlertTo::Webhook { address: TextId(7), allow_private: true };
        let what = [NewsKind::Rises, NewsKind::Crosses].into();
        let threshold = Some(Threshold { count: 3, of: Counted::Signals, days: 2 });
        let alert =
            NewAlert { what, threshold, themes: AlertThemes::Theme(ThemeId(4)), to, pace: AlertPace::Daily };
        let event = Event::AlertChanged { id: AlertId(1), act: AlertAct::Added, alert };
        let written = serde_json::to_string(&event).unwrap();
        assert!(written.contains(r#""to":{"webhook":{"address":7,"allow_private":true}}"#), "{written}");
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
    }
}
