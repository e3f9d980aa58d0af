//! Alerts, news and deliveries as every door shows them. An address that may be a secret by itself is cut after its host.

use hearken_domain::{
    Actor, AlertAct, AlertId, AlertPace, AlertThemes, AlertTo, DeliveryState, DeliveryTrouble, NewsKind,
    SignalId, ThemeId, Threshold, Timestamp, Verbatim, ViewId, counted,
};
use hearken_store::{Alert, Delivery, News};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertCard {
    /// Its id.
    pub id: AlertId,
    /// Which news it sends.
    pub what: Vec<NewsKind>,
    /// What counts as crossing.
    pub threshold: Option<Threshold>,
    /// The one theme that it tells of.
    pub theme: Option<ThemeId>,
    /// The saved view under whose filter it looks.
    pub view: Option<ViewId>,
    /// How it is sent.
    pub to: AlertKind,
    /// Where to: of a webhook no more than the host; `None` where there is no address, or it was erased.
    pub address: Option<String>,
    /// Whether the receiver may lie in a private network.
    pub allow_private: bool,
    /// How often it is sent.
    pub pace: AlertPace,
    /// Whether it sends.
    pub stands: bool,
    /// What was last done to it: what an undo takes back.
    pub last: AlertAct,
    /// Who did that.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What a webhook is signed with: told once, in the answer to its adding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// How an alert is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AlertKind {
    /// To a program.
    Webhook,
    /// To a person.
    Mail,
    /// To the feed alone.
    Feed,
}

impl AlertKind {
    /// The word that people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Mail => "e-mail",
            Self::Feed => "feed",
        }
    }
}

impl AlertCard {
    /// What it does, in a line.
    pub fn says(&self) -> String {
        let what: Vec<String> = self
            .what
            .iter()
            .map(|what| match (what, self.threshold) {
                (NewsKind::Rises, _) => "rises".to_owned(),
                (NewsKind::New, _) => "is new".to_owned(),
                (NewsKind::Returns, _) => "returns".to_owned(),
                (NewsKind::Crosses, Some(threshold)) => format!("has {threshold}"),
                (NewsKind::Crosses, None) => "crosses".to_owned(),
                (NewsKind::Surges, _) => "surges".to_owned(),
            })
            .collect();
        let of = match (self.theme, self.view) {
            (Some(theme), _) => theme.to_string(),
            (None, Some(view)) => format!("a theme under {view}"),
            (None, None) => "a theme".to_owned(),
        };
        let pace = match self.pace {
            AlertPace::AtOnce => "at once",
            AlertPace::Daily => "once a day",
            AlertPace::Weekly => "once a week",
        };
        format!("{of} {}, {pace}", what.join(" or "))
    }
}

/// A piece of news.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NewsCard {
    /// Its number.
    pub id: u64,
    /// What it is.
    pub what: NewsKind,
    /// What was crossed.
    pub threshold: Option<Threshold>,
    /// Which theme.
    pub theme: ThemeId,
    /// The name of the theme, in customers' words.
    pub name: Verbatim,
    /// The saved view under whose filter it was seen.
    pub view: Option<ViewId>,
    /// Signals, since it began or in the time of the threshold, as it was noticed.
    pub signals: u64,
    /// Customers, where any is known and they were counted.
    pub customers: Option<u64>,
    /// When it was noticed.
    pub noticed_at: Timestamp,
    /// At most three customers' words.
    pub quotes: Vec<NewsQuote>,
}

/// A customer's words about a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NewsQuote {
    /// The signal.
    pub signal: SignalId,
    /// The words, cut.
    pub text: Verbatim,
}

impl NewsCard {
    /// What is so, after the theme's name.
    pub fn says(&self) -> String {
        let signals = counted(self.signals, "signal");
        match (self.what, self.threshold) {
            (NewsKind::Rises, _) => format!("rises: {signals} since it began to"),
            (NewsKind::New, _) => format!("is new: {signals} so far"),
            (NewsKind::Returns, _) => format!("returns: {signals} since it is back"),
            (NewsKind::Surges, _) => format!("surges: {signals}"),
            (NewsKind::Crosses, threshold) => {
                let days = threshold.map_or(0, |threshold| threshold.days);
                let customers = self.customers.map(|count| format!(" of {}", counted(count, "customer")));
                format!("has {signals}{} in {}", customers.unwrap_or_default(), counted(days.into(), "day"))
            }
        }
    }
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeliveryCard {
    /// The id that the receiver sees, the same however often it is tried.
    pub message: String,
    /// Of which alert.
    pub alert: AlertId,
    /// When there was first anything to send.
    pub made_at: Timestamp,
    /// When it is tried next; `None` once it is at its end.
    pub due_at: Option<Timestamp>,
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: u32,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why it was last not taken.
    pub trouble: Option<DeliveryTrouble>,
}

impl From<Delivery> for DeliveryCard {
    fn from(delivery: Delivery) -> Self {
        let Delivery { message, alert, made_at, due_at, tried_at, attempts, state, trouble, .. } = delivery;
        Self { message, alert, made_at, due_at, tried_at, attempts, state, trouble }
    }
}

/// The card of an alert.
pub(super) fn card(alert: Alert) -> AlertCard {
    let stands = alert.stands();
    let given = alert.alert;
    let (to, allow_private) = match &given.to {
        AlertTo::Webhook { allow_private, .. } => (AlertKind::Webhook, *allow_private),
        AlertTo::Mail { .. } => (AlertKind::Mail, false),
        AlertTo::Feed => (AlertKind::Feed, false),
    };
    let address = given.to.address().cloned().flatten().map(|address| match to {
        AlertKind::Webhook => cut(&address),
        AlertKind::Mail | AlertKind::Feed => address,
    });
    AlertCard {
        id: alert.id,
        what: given.what.into_iter().collect(),
        threshold: given.threshold,
        theme: match given.themes {
            AlertThemes::Theme(theme) => Some(theme),
            AlertThemes::All | AlertThemes::View(_) => None,
        },
        view: match given.themes {
            AlertThemes::View(view) => Some(view),
            AlertThemes::All | AlertThemes::Theme(_) => None,
        },
        to,
        address,
        allow_private,
        pace: given.pace,
        stands,
        last: alert.last,
        by: alert.by,
        at: alert.at,
        secret: None,
    }
}

/// An address up to its host.
fn cut(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    match rest.find(['/', '?', '#']) {
        Some(end) if end + 1 < rest.len() => format!("{scheme}://{}/…", &rest[..end]),
        _ => address.to_owned(),
    }
}

/// What is so about a theme, with its name and words of customers.
pub(super) fn news_card(
    id: u64,
    noticed_at: Timestamp,
    news: News,
    name: Verbatim,
    quotes: Vec<NewsQuote>,
) -> NewsCard {
    let News { theme, view, what, threshold, signals, customers } = news;
    NewsCard { id, what, threshold, theme, name, view, signals, customers, noticed_at, quotes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_its_host_and_no_secret() {
        assert_eq!(cut("https://hooks.example.com/T0/s3cret"), "https://hooks.example.com/…");
        assert_eq!(cut("https://hooks.example.com?key=s3cret"), "https://hooks.example.com/…");
        assert_eq!(cut("https://hooks.example.com:8443/"), "https://hooks.example.com:8443/");
    }
}
