//! The client half of the process rule: a server holds the data directory, so it runs our command.

use std::io::{Cursor, Read};

use hearken_app::command::CommandRequest;
use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_domain::Actor;
use hearken_store::{DataDir, StoreError};

use crate::http::handover::{Handed, PATH, Problem};

/// A server that holds a data directory.
pub struct Server {
    base: String,
    secret: String,
    agent: ureq::Agent,
}

/// A file that goes with a command.
pub struct File<'f> {
    /// Its name.
    pub name: String,
    /// Its content.
    pub content: Box<dyn Read + 'f>,
}

impl Server {
    /// The server that holds `dir`; `held` is the error to give where the holder serves nobody.
    pub fn find(dir: &DataDir, held: &StoreError) -> Result<Self, AppError> {
        let holder = dir.holder();
        let found = holder.and_then(|holder| Some((holder.address?, holder.secret?)));
        let Some((address, secret)) = found else {
            return Err(AppError::Config {
                message: held.to_string(),
                next_step: Some(NextStep::WaitForHolder),
            });
        };
        let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build();
        Ok(Self { base: format!("http://{address}"), secret, agent: config.into() })
    }

    /// Has a command done, with the file that goes with it.
    pub fn run<A: CommandRequest>(
        &self,
        actor: Actor,
        request: A,
        file: Option<File<'_>>,
    ) -> Result<A::Answer, AppError> {
        let (name, content) = file.map(|file| (file.name, file.content)).unzip();
        let handed = Handed { actor, file: name, command: request.into() };
        let mut line = serde_json::to_vec(&handed).map_err(anyhow::Error::from)?;
        line.push(b'\n');
        let mut body = Cursor::new(line).chain(content.unwrap_or_else(|| Box::new(std::io::empty())));
        let response = self
            .agent
            .post(format!("{}{PATH}", self.base))
            .header("authorization", format!("Bearer {}", self.secret))
            .header("content-type", "application/octet-stream")
            .send(ureq::SendBody::from_reader(&mut body));
        let unreachable = |error: ureq::Error| AppError::Config {
            message: format!("the server that holds the data directory does not answer: {error}"),
            next_step: Some(NextStep::RestartHolder),
        };
        let mut response = response.map_err(unreachable)?;
        let text = response.body_mut().read_to_string().map_err(unreachable)?;
        let foreign = |error: serde_json::Error| {
            AppError::Internal(anyhow::anyhow!("the server gave an answer that cannot be read: {error}"))
        };
        if response.status().is_success() {
            return serde_json::from_str(&text).map_err(foreign);
        }
        let problem: Problem = serde_json::from_str(&text).map_err(foreign)?;
        Err(problem.into())
    }
}
