//! What pages and API have in common: the data, who acts, and calling what blocks off the async threads.

use hearken_app::app::App;
use hearken_app::command::{CommandRequest, execute};
use hearken_app::context::Context;
use hearken_app::error::AppError;
use hearken_app::host::Host;
use hearken_app::view::View;
use hearken_domain::{Actor, AsOf};

/// The data, and who acts through this door.
#[derive(Clone)]
pub struct Door {
    /// The data.
    pub app: App,
    /// Who acts.
    pub actor: Actor,
    /// What is looked back to, where a request asks for it.
    pub as_of: Option<AsOf>,
    /// Whether a request opens a saved view.
    pub saved: bool,
}

impl Door {
    /// What begins now.
    pub fn context(&self) -> Context {
        let context = Context::now(self.app.clone(), self.actor.clone());
        context.looking_back(self.as_of).opening_saved(self.saved)
    }

    /// The same, looking back, where a time is given.
    #[must_use]
    pub fn looking_back(self, as_of: Option<AsOf>) -> Self {
        Self { as_of, ..self }
    }

    /// The same, opening a saved view, where it does.
    #[must_use]
    pub fn opening_saved(self, saved: bool) -> Self {
        Self { saved, ..self }
    }

    /// Reads: all of it one state.
    ///
    /// # Errors
    /// What `query` fails with.
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&View) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.blocking(move |ctx| query(&ctx.view()?)).await
    }

    /// Reads where the question is understood by what is read, such as `30d`, which counts from the time that a view
    /// speaks of: question and answer are of one state.
    ///
    /// # Errors
    /// What `query` fails with.
    pub async fn understand<T, E>(
        &self,
        query: impl FnOnce(&View) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<AppError> + Send + 'static,
    {
        self.blocking(move |ctx| ctx.view().map(|view| query(&view))).await?
    }

    /// Has a command done. What follows it, the server's jobs do.
    ///
    /// # Errors
    /// The actor may not, or what the action fails with.
    pub async fn execute<A: CommandRequest>(&self, request: A) -> Result<A::Answer, AppError> {
        self.blocking(move |ctx| execute(ctx, request, &mut Host::default())).await
    }

    /// Runs what blocks on a thread where it may.
    ///
    /// # Errors
    /// What `work` fails with.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Context) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let ctx = self.context();
        let done = tokio::task::spawn_blocking(move || work(&ctx)).await;
        done.map_err(|died| AppError::Internal(died.into()))?
    }
}
