//! Noticing what is news, and sending what is due. Each message is sent until its receiver took it, with the same id: where a
//! process ends between sending and recording, it comes twice, and the receiver knows by the id.

use std::time::Duration;

use hearken_domain::{Actor, AlertAct, AlertTo, DeliveryState, DeliveryTrouble, Timestamp};
use hearken_store::{Alert, Delivery, Tried};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::alerts::message::{Message, message, unmuted, unmuted_surges};
use crate::actions::alerts::notice::notice;
use crate::actions::signals::find_bursts::find_bursts;
use crate::actions::surges::notice::notice_surges;
use crate::app::App;
use crate::context::Context;
use crate::courier::{Courier, Handed, Parcel, Recipient};
use crate::error::AppError;
use crate::host::Host;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
/// How long after each try the next comes, as Standard Webhooks has it; after the last there is none.
const AGAIN: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_secs(5 * MINUTE),
    Duration::from_secs(30 * MINUTE),
    Duration::from_secs(2 * HOUR),
    Duration::from_secs(5 * HOUR),
    Duration::from_secs(10 * HOUR),
    Duration::from_secs(14 * HOUR),
    Duration::from_secs(20 * HOUR),
    Duration::from_secs(24 * HOUR),
];

/// Notice what is news, and send what is due. A running server does it by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendAlerts {}

/// What was noticed and sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertsSent {
    /// Pieces of news that were noticed.
    pub noticed: u64,
    /// Messages that were taken.
    pub delivered: u64,
    /// Messages that were not, and are tried again or given up.
    pub failed: u64,
    /// Messages that had nothing to say, or nobody to say it to, any more.
    pub dropped: u64,
}

/// Notices, and sends.
///
/// # Errors
/// Any failure of the store; what was sent is sent.
pub fn send_alerts(ctx: &Context, _: SendAlerts, _: &mut Host<'_>) -> Result<AlertsSent, AppError> {
    // What is set aside is no news.
    find_bursts(ctx, &|_, _| {})?;
    ctx.app.while_sending(|| {
        // In a running server they are noticed as they come; here, where there is none.
        let noticed = notice_surges(ctx)?.surges + notice::<()>(ctx, None)?;
        let mut sent = AlertsSent { noticed, ..AlertsSent::default() };
        let Some(courier) = ctx.app.courier() else { return Ok(sent) };
        let due = ctx.view()?.store().alerts().due_deliveries(ctx.now)?;
        for delivery in due {
            match deliver(ctx, courier, &delivery)? {
                DeliveryState::Delivered => sent.delivered += 1,
                DeliveryState::Waiting | DeliveryState::GivenUp => sent.failed += 1,
                DeliveryState::Dropped => sent.dropped += 1,
            }
        }
        Ok(sent)
    })
}

/// When anything is to be sent next, as far as is known; `None` where no alert stands.
///
/// # Errors
/// Any failure of the store.
pub(crate) fn next_sending(app: &App, now: Timestamp) -> Result<Option<Timestamp>, AppError> {
    let snapshot = app.store().snapshot()?;
    if !snapshot.alerts().all()?.iter().any(Alert::stands) {
        return Ok(None);
    }
    // Days go by without anybody saying anything, and what rose is over.
    let later = now + Duration::from_secs(HOUR);
    Ok(Some(snapshot.alerts().next_delivery()?.map_or(later, |due| due.min(later))))
}

fn deliver(ctx: &Context, courier: &Courier, delivery: &Delivery) -> Result<DeliveryState, AppError> {
    let Some(parcel) = parcel(ctx, courier, delivery)? else {
        let tried = Tried { at: None, state: DeliveryState::Dropped, due_at: None, trouble: None };
        ctx.app.store().record_try(delivery.id, tried)?;
        return Ok(DeliveryState::Dropped);
    };
    let handed = match parcel {
        Ok(parcel) => (courier.hand_over)(&parcel),
        Err(trouble) => Handed::Failed(trouble),
    };
    let tried = became(handed, delivery.attempts, ctx.later());
    ctx.app.store().record_try(delivery.id, tried)?;
    if handed == Handed::Gone {
        let by = Context::at(ctx.app.clone(), Actor::machine("send-alerts"), ctx.later()).by()?;
        ctx.app.store().end_alert(delivery.alert, AlertAct::Stopped, &by)?;
    }
    Ok(tried.state)
}

/// What a try means for the delivery that was tried so often before.
fn became(handed: Handed, attempts: u32, at: Timestamp) -> Tried {
    let (state, due_at, trouble) = match handed {
        Handed::Taken => (DeliveryState::Delivered, None, None),
        Handed::Gone => (DeliveryState::GivenUp, None, Some(DeliveryTrouble::Gone)),
        Handed::Failed(trouble) => match AGAIN.get(attempts as usize) {
            Some(again) => (DeliveryState::Waiting, Some(at + *again), Some(trouble)),
            None => (DeliveryState::GivenUp, None, Some(trouble)),
        },
    };
    Tried { at: Some(at), state, due_at, trouble }
}

/// What is handed over; `None` where there is nobody to hand it to, or nothing to say, any more.
type ToHandOver = Option<Result<Parcel, DeliveryTrouble>>;

fn parcel(ctx: &Context, courier: &Courier, delivery: &Delivery) -> Result<ToHandOver, AppError> {
    let view = ctx.view()?.opening_saved(true);
    let alert = view.store().alerts().get(delivery.alert)?.filter(Alert::stands);
    let Some(to) = alert.map(|alert| recipient(ctx, &alert)).transpose()?.flatten() else { return Ok(None) };
    let news = unmuted(&view, &view.store().alerts().news_of(delivery.id)?, ctx.now)?;
    let surges = unmuted_surges(&view, &view.store().surges().of_delivery(delivery.id)?, ctx.now)?;
    if news.is_empty() && surges.is_empty() {
        return Ok(None);
    }
    let said = message(delivery.alert, &surges, &news, &courier.address, ctx.later());
    Ok(Some(to.map(|to| wrapped(delivery.message.clone(), to, said, ctx.later()))))
}

pub(super) fn wrapped(message: String, to: Recipient, said: Message, at: Timestamp) -> Parcel {
    let Message { subject, text, body } = said;
    Parcel { message, at, to, subject, text, body }
}

/// Whom an alert is handed to; `None` where that is nobody.
pub(super) fn recipient(
    ctx: &Context,
    alert: &Alert,
) -> Result<Option<Result<Recipient, DeliveryTrouble>>, AppError> {
    Ok(match &alert.alert.to {
        AlertTo::Webhook { address: Some(address), allow_private } => {
            let (address, allow_private) = (address.clone(), *allow_private);
            let secret = ctx.app.store().alert_secret(alert.id)?.ok_or(DeliveryTrouble::NoSecret);
            Some(secret.map(|secret| Recipient::Webhook { address, secret, allow_private }))
        }
        AlertTo::Mail { address: Some(address) } => Some(Ok(Recipient::Mail { address: address.clone() })),
        AlertTo::Webhook { address: None, .. } | AlertTo::Mail { address: None } | AlertTo::Feed => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_taken_is_tried_again_ever_later_and_given_up_in_the_end() {
        let at = Timestamp::UNIX_EPOCH;
        let slow = Handed::Failed(DeliveryTrouble::Slow);
        assert_eq!(became(slow, 0, at).due_at, Some(at + Duration::from_secs(5)));
        assert_eq!(became(slow, 8, at).due_at, Some(at + Duration::from_secs(24 * HOUR)));
        let last = became(slow, 9, at);
        assert_eq!((last.state, last.due_at), (DeliveryState::GivenUp, None));
        assert_eq!(became(Handed::Taken, 9, at).state, DeliveryState::Delivered);
        assert_eq!(became(Handed::Gone, 0, at).trouble, Some(DeliveryTrouble::Gone));
    }
}
