//! Hands alerts over to the outside: to programs by webhook, to people by e-mail. Nothing else of Hearken speaks to another
//! machine, and only where a person said to which.

mod address;
mod mail;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

use hearken_app::courier::{Courier, Handed, Parcel, Recipient};
use hearken_app::error::AppError;
use hearken_store::DataDir;

use crate::config::mail::{MailServer, mail_server};
use crate::config::public_address::public_address;

/// How long a receiver may take for everything.
const TIME_MAX: Duration = Duration::from_secs(15);

/// The courier of the data in `dir`.
///
/// # Errors
/// `hearken.toml` cannot be read, or is not valid.
pub fn courier(dir: &DataDir) -> Result<Courier, AppError> {
    let mail = mail_server(dir)?;
    let hand_over = Arc::new(move |parcel: &Parcel| hand_over(parcel, mail.as_ref(), TIME_MAX));
    Ok(Courier { hand_over, address: public_address(dir)? })
}

fn hand_over(parcel: &Parcel, mail: Option<&MailServer>, time: Duration) -> Handed {
    match &parcel.to {
        Recipient::Webhook { .. } => webhook::send(parcel, time),
        Recipient::Mail { address } => mail::send(parcel, address, mail, time),
    }
}
