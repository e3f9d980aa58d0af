//! Opening a data directory for whoever comes through a door. Nobody reads or writes in it before what was decided is done:
//! an erasure that was stopped is gone on with, and whom the ledger remembers goes from a database that is older.

use hearken_domain::Actor;
use hearken_store::{Access, DataDir, PendingErasure};
use tracing::warn;

use crate::actions::data::go_through::{Erased, erase_for_good, go_through};
use crate::app::App;
use crate::context::{Context, Progress};
use crate::error::AppError;

/// Opens a data directory, and first goes on with whatever was stopped in it.
///
/// # Errors
/// See [`App::open`]; or what was stopped cannot be gone on with.
pub fn open(dir: &DataDir, access: Access) -> Result<App, AppError> {
    if access == Access::Read {
        let app = App::open(dir, access)?;
        if PendingErasure::read(dir)?.is_none() && !app.store().is_older_than_ledger()? {
            return Ok(app);
        }
        drop(app);
        match App::open(dir, Access::Write) {
            Ok(app) => go_on(&app)?,
            Err(AppError::Held(_)) => {} // whoever holds it is at it
            Err(error) => return Err(error),
        }
        return App::open(dir, access);
    }
    let app = App::open(dir, access)?;
    go_on(&app)?;
    Ok(app)
}

/// Goes on with whatever was stopped.
///
/// # Errors
/// Any failure of the store; it is gone on with the next time.
pub fn go_on(app: &App) -> Result<(), AppError> {
    if let Some(pending) = PendingErasure::read(app.store().dir())? {
        warn!("an erasure that was stopped is gone on with");
        let ctx = Context::now(app.clone(), pending.by.actor.clone());
        go_through(&ctx, &pending, &|_, _| {})?;
    }
    if app.store().is_older_than_ledger()? {
        warn!("the data is older than its ledger of erasures: who was erased since is erased again");
        erase_again(&Context::now(app.clone(), Actor::machine("erasure")), &|_, _| {})?;
    }
    Ok(())
}

/// Erases whom the ledger remembers and the database holds all the same; `None` where that is nobody.
///
/// # Errors
/// Any failure of the store.
pub fn erase_again(ctx: &Context, progress: Progress<'_>) -> Result<Option<Erased>, AppError> {
    let store = ctx.app.store();
    let erased = match store.came_back()? {
        Some(what) => Some(erase_for_good(ctx, &what, progress)?),
        None => None,
    };
    store.adopt_ledger()?;
    Ok(erased)
}
