//! What an action is done in: on which data, by whom, and when. No action looks at the machine's clock itself.

use hearken_domain::{Actor, Timestamp};

use crate::app::App;

/// The data, the actor and the time of an action; cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// The data.
    pub app: App,
    /// Who acts.
    pub actor: Actor,
    /// When. It is the time of everything that the action records.
    pub now: Timestamp,
}

impl Context {
    /// An action that begins now.
    pub fn now(app: App, actor: Actor) -> Self {
        Self { app, actor, now: Timestamp::now() }
    }
}
