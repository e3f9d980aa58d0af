//! The client half of the process rule: a server holds the data directory, so it runs our action.

use std::io::Read;

use hearken_domain::{ImportId, RulingId};
use hearken_store::{DataDir, StoreError};
use serde::de::DeserializeOwned;

use crate::http::handover::{
    ADD_CODE, ERASE, IMPORT, LEARN, Problem, REMOVE_CODE, REQUEST_HEADER, RULE, UNDO, UNDO_RULING,
    UPDATE_CODE, UndoBody, WATCH,
};
use hearken_app::actions::code::add::AddCode;
use hearken_app::actions::code::remove::CodeRemoved;
use hearken_app::actions::code::update::CodeReport;
use hearken_app::actions::code::watch::{WatchRequest, Watched};
use hearken_app::actions::data::erase::{EraseReport, EraseRequest};
use hearken_app::actions::sources::import::{ImportReport, ImportRequest};
use hearken_app::actions::sources::undo_import::Undone;
use hearken_app::actions::themes::learn::LearnReport;
use hearken_app::actions::themes::rule::{RuleRequest, RulingCard};
use hearken_app::app::AppError;

/// A server that holds a data directory.
pub struct Server {
    base: String,
    secret: String,
    agent: ureq::Agent,
}

impl Server {
    /// The server that holds `dir`; `held` is the error to give where the holder serves nobody.
    pub fn find(dir: &DataDir, held: &StoreError) -> Result<Self, AppError> {
        let holder = dir.holder();
        let found = holder.and_then(|holder| Some((holder.address?, holder.secret?)));
        let Some((address, secret)) = found else {
            return Err(AppError::Config {
                message: held.to_string(),
                hint: Some("wait for it to end, or stop it".to_owned()),
            });
        };
        let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build();
        Ok(Self { base: format!("http://{address}"), secret, agent: config.into() })
    }

    /// Sends a file to be imported.
    pub fn import(
        &self,
        file: &str,
        request: &ImportRequest,
        body: impl Read,
    ) -> Result<ImportReport, AppError> {
        let described = serde_json::to_string(&(file, request)).map_err(anyhow::Error::from)?;
        let described: String = described.chars().map(ascii).collect();
        let mut body = body;
        let response = self
            .agent
            .post(format!("{}{IMPORT}", self.base))
            .header("authorization", format!("Bearer {}", self.secret))
            .header(REQUEST_HEADER, described)
            .send(ureq::SendBody::from_reader(&mut body));
        Self::answer(response)
    }

    /// Has an import taken back.
    pub fn undo(&self, source: &str, import: Option<ImportId>) -> Result<Undone, AppError> {
        self.post(UNDO, &UndoBody { source: source.to_owned(), import })
    }

    /// Has a person or a source erased.
    pub fn erase(&self, request: &EraseRequest) -> Result<EraseReport, AppError> {
        self.post(ERASE, request)
    }

    /// Has a ruling made.
    pub fn rule(&self, request: &RuleRequest) -> Result<RulingCard, AppError> {
        self.post(RULE, request)
    }

    /// Has a ruling undone.
    pub fn undo_ruling(&self, id: RulingId) -> Result<RulingCard, AppError> {
        self.post(UNDO_RULING, &id)
    }

    /// Has a repository registered.
    pub fn add_code(&self, request: &AddCode) -> Result<CodeReport, AppError> {
        self.post(ADD_CODE, request)
    }

    /// Has the repository that is named, or all, brought up to date.
    pub fn update_code(&self, name: Option<&String>) -> Result<Vec<CodeReport>, AppError> {
        self.post(UPDATE_CODE, &name)
    }

    /// Has a repository forgotten.
    pub fn remove_code(&self, name: &str) -> Result<CodeRemoved, AppError> {
        self.post(REMOVE_CODE, &name)
    }

    /// Has somebody's code looked at.
    pub fn watch(&self, request: &WatchRequest) -> Result<Watched, AppError> {
        self.post(WATCH, request)
    }

    /// Has themes learned.
    pub fn learn(&self) -> Result<LearnReport, AppError> {
        self.post(LEARN, &())
    }

    fn post<T: DeserializeOwned>(&self, path: &str, body: &impl serde::Serialize) -> Result<T, AppError> {
        let response = self
            .agent
            .post(format!("{}{path}", self.base))
            .header("authorization", format!("Bearer {}", self.secret))
            .header("content-type", "application/json")
            .send(serde_json::to_vec(body).map_err(anyhow::Error::from)?);
        Self::answer(response)
    }

    fn answer<T: DeserializeOwned>(
        response: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<T, AppError> {
        let unreachable = |error: ureq::Error| AppError::Config {
            message: format!("the server that holds the data directory does not answer: {error}"),
            hint: Some("is it still running? stop it and run the command again".to_owned()),
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

/// Header values are ASCII; JSON can say everything in it.
fn ascii(c: char) -> String {
    if c.is_ascii() {
        return c.to_string();
    }
    let mut units = [0; 2];
    c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}
