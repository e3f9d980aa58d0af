//! What an action is done in: on which data, by whom, and when. No action looks at the machine's clock itself.

use std::time::Instant;

use hearken_domain::{Actor, AsOf, By, LogPosition, Right, Timestamp};

use crate::app::App;
use crate::error::AppError;
use crate::next_step::NextStep;
use crate::view::View;

/// Called with what is being done, and how much of it, 0 to 1.
pub type Progress<'p> = &'p (dyn Fn(&str, f32) + Sync);

/// The data, the actor and the time of an action; cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// The data.
    pub app: App,
    /// Who acts.
    pub actor: Actor,
    /// When it began: the time of everything that the action records, but for what it records later on.
    pub now: Timestamp,
    began: Instant,
    /// Up to where in the log the actor had seen, where the door knows.
    seen: Option<LogPosition>,
    /// What is looked back to.
    as_of: Option<AsOf>,
    /// Whether a saved view is opened.
    saved: bool,
}

impl Context {
    /// An action that begins now.
    pub fn now(app: App, actor: Actor) -> Self {
        Self::at(app, actor, Timestamp::now())
    }

    /// An action whose time is given.
    pub fn at(app: App, actor: Actor, now: Timestamp) -> Self {
        Self { app, actor, now, began: Instant::now(), seen: None, as_of: None, saved: false }
    }

    /// The same, resting on what the actor was shown: the log up to `seen`.
    pub fn resting_on(self, seen: Option<LogPosition>) -> Self {
        Self { seen, ..self }
    }

    /// The same, looking back, where a time is given.
    pub fn looking_back(self, as_of: Option<AsOf>) -> Self {
        Self { as_of, ..self }
    }

    /// The same, opening a saved view, where it does.
    pub fn opening_saved(self, saved: bool) -> Self {
        Self { saved, ..self }
    }

    /// The time as it has gone on since, for what a long action records on its way.
    pub fn later(&self) -> Timestamp {
        self.now + self.began.elapsed()
    }

    /// Refuses whoever may not do what needs `right`.
    ///
    /// # Errors
    /// The actor has not that right.
    pub fn require(&self, right: Right) -> Result<(), AppError> {
        require(&self.actor, right)
    }

    /// By whom something is recorded now: having seen what the door says they saw, or else the log as it stands.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn by(&self) -> Result<By, AppError> {
        let newest = self.app.store().snapshot()?.log().position()?;
        Ok(self.having_seen(self.seen.map_or(newest, |seen| seen.min(newest))))
    }

    /// By whom something is recorded now that rests on the log up to `seen`.
    pub fn having_seen(&self, seen: LogPosition) -> By {
        By { actor: self.actor.clone(), at: self.later(), seen }
    }

    /// What there is to read now. It holds a state of the log: let it go before any long work.
    ///
    /// # Errors
    /// Any failure of the store.
    pub fn view(&self) -> Result<View, AppError> {
        let view = View::open(&self.app, self.actor.clone(), self.now, self.as_of)?;
        Ok(view.opening_saved(self.saved))
    }
}

/// Refuses whoever may not do what needs `right`. Every command and every query comes through here and nowhere else is a
/// right weighed, so that this is where rows of rights come in: read from the store, beside what [`Actor::may`] says of the
/// kind of actor.
pub(crate) fn require(actor: &Actor, right: Right) -> Result<(), AppError> {
    if actor.may(right) {
        return Ok(());
    }
    Err(AppError::user(format!("{actor} is not allowed to {right}"))
        .suggest(NextStep::advice("ask whoever runs Hearken for that right")))
}
