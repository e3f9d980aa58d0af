//! What hands messages over to the outside. The binary lends it, for the app knows neither HTTP nor mail; where nobody lent
//! one, nothing is sent.

use std::fmt;
use std::sync::Arc;

use hearken_domain::{DeliveryTrouble, Timestamp};

/// What is handed over.
#[derive(Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Its id: the same however often it is tried.
    pub message: String,
    /// When it is tried.
    pub at: Timestamp,
    /// To whom.
    pub to: Recipient,
    /// What it is about, for people.
    pub subject: String,
    /// What it says, for people.
    pub text: String,
    /// What it says, for programs.
    pub body: String,
}

/// To whom it is handed over.
#[derive(Clone, PartialEq, Eq)]
pub enum Recipient {
    /// To a program.
    Webhook {
        /// Its address.
        address: String,
        /// What the message is signed with.
        secret: String,
        /// Whether it may lie in a private network.
        allow_private: bool,
    },
    /// To a person.
    Mail {
        /// Their address.
        address: String,
    },
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handed {
    /// The receiver has it.
    Taken,
    /// The receiver says that it takes no more, ever.
    Gone,
    /// Not this time.
    Failed(DeliveryTrouble),
}

/// What hands over, and under which address links lead back here.
#[derive(Clone)]
pub struct Courier {
    /// Tries once.
    pub hand_over: Arc<dyn Fn(&Parcel) -> Handed + Send + Sync>,
    /// The address of the pages, without a slash at its end.
    pub address: String,
}

impl fmt::Debug for Courier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Courier").finish_non_exhaustive()
    }
}
