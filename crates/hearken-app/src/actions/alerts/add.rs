//! Saying which news is sent where.

use std::collections::BTreeSet;

use hearken_domain::{
    AlertId, AlertPace, AlertThemes, AlertTo, Counted, NewAlert, NewsKind, ThemeId, Threshold, ViewId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use crate::actions::alerts::cards::AlertCard;
use crate::actions::alerts::cards::card;
use crate::actions::alerts::notice::notice;
use crate::actions::views::list::show_view;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;
use crate::known::check_theme;
use crate::next_step::NextStep;
use crate::origin::Origin;
use crate::view::View;

/// Characters of an address.
const ADDRESS_CHARS_MAX: usize = 1_000;
/// Alerts that stand at one time.
const ALERTS_MAX: usize = 100;

/// Have news about themes sent somewhere. The answer has the secret of a webhook, once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAlert {
    /// Which news: `rises`, `new`, `returns`, `surges`; without any, these four, unless it is to be crossed. One may stand without
    /// brackets.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub what: Vec<NewsKind>,
    /// So many signals or customers are to be crossed, …
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub count: Option<u64>,
    /// … of these; else signals, …
    #[serde(default, deserialize_with = "crate::command_fields::empty_is_none")]
    pub of: Option<Counted>,
    /// … in so many days; else 7.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub days: Option<u64>,
    /// The one theme to tell of.
    #[serde(default, deserialize_with = "crate::command_fields::empty_is_none")]
    pub theme: Option<ThemeId>,
    /// The saved view under whose filter to look.
    #[serde(default, deserialize_with = "crate::command_fields::empty_is_none")]
    pub view: Option<ViewId>,
    /// Address of a webhook.
    #[serde(default)]
    pub webhook: Option<String>,
    /// Address of a person. Neither is news for the feed alone.
    #[serde(default)]
    pub mail: Option<String>,
    /// How often; else at once.
    #[serde(default, deserialize_with = "crate::command_fields::empty_is_none")]
    pub pace: Option<AlertPace>,
    /// Whether the webhook may lie in a private network: only at the terminal of the machine.
    #[serde(default, deserialize_with = "crate::command_fields::flag")]
    pub allow_private: bool,
}

/// Have an alert tell of other news, or at another pace: what it tells of is said again. One that was stopped sends again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAlert {
    /// Which alert.
    pub alert: AlertId,
    /// Which news, as in `add-alert`.
    #[serde(default, deserialize_with = "crate::command_fields::one_or_many")]
    pub what: Vec<NewsKind>,
    /// How many are to be crossed, …
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub count: Option<u64>,
    /// … of these, …
    #[serde(default, deserialize_with = "crate::command_fields::empty_is_none")]
    pub of: Option<Counted>,
    /// … in so many days.
    #[serde(default, deserialize_with = "crate::command_fields::number")]
    pub days: Option<u64>,
    /// How often; else at once.
    #[serde(default, deserialize_with = "crate::command_fields::empty_is_none")]
    pub pace: Option<AlertPace>,
}

/// Keeps an alert. What is so already is no news to it.
///
/// # Errors
/// It says what cannot be, its theme or view is not there, a private address is allowed from afar; or any failure of the store.
pub fn add_alert(ctx: &Context, request: AddAlert, host: &mut Host<'_>) -> Result<AlertCard, AppError> {
    let alert = read(&ctx.view()?, &request, host.origin)?;
    let standing = ctx.view()?.store().alerts().all()?.iter().filter(|alert| alert.stands()).count();
    if standing >= ALERTS_MAX {
        return Err(AppError::user(format!("there are {standing} alerts; remove one first"))
            .suggest(NextStep::ListAlerts));
    }
    notice(ctx, Some(&alert))?;
    let is_webhook = matches!(alert.to, AlertTo::Webhook { .. });
    let added = card(ctx.app.store().add_alert(alert, &ctx.by()?)?);
    if !is_webhook {
        return Ok(added);
    }
    let secret = new_secret(ctx)?;
    ctx.app.store().keep_alert_secret(added.id, &secret)?;
    Ok(AlertCard { secret: Some(secret), ..added })
}

/// Says something else of an alert. Whom it goes to stays; to send it elsewhere, another is added.
///
/// # Errors
/// It says what cannot be, or the alert is not there; or any failure of the store.
pub fn change_alert(ctx: &Context, request: ChangeAlert, _: &mut Host<'_>) -> Result<AlertCard, AppError> {
    let ChangeAlert { alert: id, what, count, of, days, pace } = request;
    let (what, threshold) = what_and_threshold(&what, count, of, days)?;
    let missing = || AppError::not_found(format!("{id}: there is no such alert"), NextStep::ListAlerts);
    let stands = ctx.view()?.store().alerts().get(id)?.ok_or_else(missing)?;
    let pace = pace.unwrap_or(AlertPace::AtOnce);
    notice(ctx, Some(&NewAlert { what: what.clone(), threshold, pace, ..stands.alert }))?;
    Ok(card(ctx.app.store().change_alert(id, what, threshold, pace, &ctx.by()?)?))
}

/// A secret as Standard Webhooks writes them.
fn new_secret(ctx: &Context) -> Result<String, AppError> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = ctx.app.store().new_alert_secret()?;
    // 30 of the 32 bytes: a whole number of threes needs no filling at the end.
    let groups = bytes[..30].chunks_exact(3).flat_map(|three| {
        let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[(bits >> shift) as usize & 63]))
    });
    Ok(std::iter::once("whsec_".to_owned()).chain(groups.map(String::from)).collect())
}

/// What is meant by what was said.
fn read(view: &View, request: &AddAlert, origin: Origin) -> Result<NewAlert<String>, AppError> {
    if request.allow_private && origin != Origin::Directory {
        return Err(AppError::user("a receiver in a private network is not allowed this way")
            .suggest(NextStep::advice("ask whoever runs Hearken to add the alert at its terminal")));
    }
    let (what, threshold) = what_and_threshold(&request.what, request.count, request.of, request.days)?;
    let themes = match (request.theme, request.view) {
        (Some(_), Some(_)) => {
            return Err(AppError::user("an alert tells of one theme or of a saved view; give one of them"));
        }
        (Some(theme), None) => {
            check_theme(view, Some(theme))?;
            AlertThemes::Theme(theme)
        }
        (None, Some(id)) => AlertThemes::View(show_view(view, id)?.id),
        (None, None) => AlertThemes::All,
    };
    let given = |address: &Option<String>| address.clone().filter(|address| !address.trim().is_empty());
    let to = match (given(&request.webhook), given(&request.mail)) {
        (Some(_), Some(_)) => {
            return Err(AppError::user("an alert goes to a webhook or to a person; give one of them"));
        }
        (Some(address), None) => {
            let address = webhook_address(&address, request.allow_private)?;
            AlertTo::Webhook { address, allow_private: request.allow_private }
        }
        (None, Some(address)) => AlertTo::Mail { address: mail_address(&address)? },
        (None, None) => AlertTo::Feed,
    };
    Ok(NewAlert { what, threshold, themes, to, pace: request.pace.unwrap_or(AlertPace::AtOnce) })
}

/// Which news, and what counts as crossing.
fn what_and_threshold(
    given: &[NewsKind],
    count: Option<u64>,
    of: Option<Counted>,
    days: Option<u64>,
) -> Result<(BTreeSet<NewsKind>, Option<Threshold>), AppError> {
    let mut what: BTreeSet<NewsKind> = given.iter().copied().collect();
    let Some(count) = count else {
        if what.contains(&NewsKind::Crosses) {
            return Err(AppError::user("say how many are to be crossed"));
        }
        if what.is_empty() {
            what.extend([NewsKind::Rises, NewsKind::New, NewsKind::Returns, NewsKind::Surges]);
        }
        return Ok((what, None));
    };
    what.insert(NewsKind::Crosses);
    let days = days.unwrap_or(7);
    match (u32::try_from(count), u16::try_from(days)) {
        (Ok(count @ 1..), Ok(days @ 1..=366)) => {
            Ok((what, Some(Threshold { count, of: of.unwrap_or(Counted::Signals), days })))
        }
        _ => Err(AppError::user("a threshold is one or more, in 1 to 366 days")),
    }
}

/// An address that can be asked; where it leads is looked at whenever it is.
fn webhook_address(given: &str, allow_private: bool) -> Result<String, AppError> {
    let address = given.trim();
    let (https, http) = (address.strip_prefix("https://"), address.strip_prefix("http://"));
    let Some(rest) = https.or(http.filter(|_| allow_private)) else {
        return Err(AppError::user("a webhook is asked by https: https://hooks.example.com/…"));
    };
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&byte));
    if host.is_empty() || host.contains('@') || !is_plain || address.len() > ADDRESS_CHARS_MAX {
        return Err(AppError::user(
            "the address of the webhook is not valid; it has a host, no password, and nothing after #",
        ));
    }
    Ok(address.to_owned())
}

/// An address of one person, and nothing else.
fn mail_address(given: &str) -> Result<String, AppError> {
    let address = given.trim();
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && part.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
    };
    let valid = address.len() <= 254
        && address
            .split_once('@')
            .is_some_and(|(who, host)| is_part(who) && is_part(host) && host.contains('.'));
    match valid {
        true => Ok(address.to_owned()),
        false => Err(AppError::user("the e-mail address is not valid; it is such as ann@example.com")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_could_be_more_than_one_is_refused() {
        for bad in [
            "ann",
            "ann@",
            "@example.com",
            "ann@example",
            "a b@example.com",
            "ann@example.com,eve@example.com",
            "ann@example.com\r\nBcc: eve@example.com",
            "<ann@example.com>",
            "ann@example.com>",
            "ann@a@b.com",
            "",
        ] {
            assert!(mail_address(bad).is_err(), "{bad}");
        }
        assert_eq!(mail_address(" ann+x@example.com ").unwrap(), "ann+x@example.com");
    }

    #[test]
    fn a_webhook_is_asked_by_https_and_has_no_password() {
        for bad in [
            "hooks.example.com",
            "http://hooks.example.com",
            "ftp://hooks.example.com",
            "https://",
            "https:///x",
            "https://ann:s3cret@hooks.example.com",
            "https://hooks.example.com/#a",
            "https://hooks.example.com/\r\nX: y",
            "file:///etc/passwd",
            "https://hooks.example.com/ä",
        ] {
            assert!(webhook_address(bad, false).is_err(), "{bad}");
        }
        assert!(webhook_address("https://hooks.example.com/a?b=c", false).is_ok());
        assert!(webhook_address("http://127.0.0.1:9/a", true).is_ok());
        assert!(webhook_address("http://a@127.0.0.1:9/a", true).is_err());
    }
}
