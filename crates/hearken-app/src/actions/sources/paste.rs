//! One quote, pasted by a person.

use std::collections::BTreeMap;

use hearken_domain::{Disposition, SignalId, Timestamp};
use hearken_ingest::Input;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::sources::import::{ImportFile, import};
use crate::actions::sources::name::check_source_name;
use crate::context::Context;
use crate::error::{AppError, WrongField};
use crate::host::Host;
use crate::next_step::NextStep;

/// Record one quote.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasteQuote {
    /// The words.
    pub text: String,
    /// Name of the source; by default `pasted`.
    pub source: Option<String>,
    /// Who said it.
    pub author: Option<String>,
    /// When it was said, in any shape that an import takes.
    pub at: Option<String>,
    /// Its rating.
    pub rating: Option<f64>,
}

impl PasteQuote {
    /// Whether each field can be taken as it is, so that a form can say at which one it cannot.
    ///
    /// # Errors
    /// The first that cannot.
    pub fn check(&self, now: Timestamp) -> Result<(), WrongField> {
        if self.text.trim().is_empty() {
            let error = AppError::user("there are no words to record").suggest(NextStep::GiveWords);
            return Err(WrongField { field: "text", error });
        }
        let given = |text: &'_ Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        if let Some(at) = given(&self.at) {
            let read = hearken_ingest::readable_time(&at, now).map_err(AppError::user);
            read.map_err(WrongField::at("at"))?;
        }
        given(&self.source).map_or(Ok(()), |name| check_source_name(&name)).map_err(WrongField::at("source"))
    }
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Pasted {
    /// Its disposition.
    #[serde(flatten)]
    pub disposition: Disposition,
}

impl Pasted {
    /// The signal that the quote became or is.
    pub fn signal(&self) -> Option<SignalId> {
        match &self.disposition {
            Disposition::Accepted { signal }
            | Disposition::Updated { signal }
            | Disposition::Duplicate { signal } => Some(*signal),
            Disposition::Rejected { .. } => None,
        }
    }
}

/// Records one quote, by the same way as any import.
///
/// # Errors
/// The source's name is not valid or it was erased; the text is empty, too long, or its time is not one; or any failure of
/// the store.
pub fn paste_quote(ctx: &Context, paste: PasteQuote, host: &mut Host<'_>) -> Result<Pasted, AppError> {
    paste.check(ctx.now)?;
    let source = paste.source.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "pasted".to_owned());
    let mut record = serde_json::Map::new();
    let mut mapping = BTreeMap::new();
    let fields = [
        ("text", Some(serde_json::Value::String(paste.text))),
        ("author", paste.author.map(Into::into)),
        ("at", paste.at.map(Into::into)),
        ("rating", paste.rating.map(Into::into)),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            record.insert(name.to_owned(), value);
            mapping.insert(name.to_owned(), name.to_owned());
        }
    }
    let line = serde_json::Value::Object(record).to_string();
    let request = ImportFile {
        source: Some(source),
        format: Some("jsonl".to_owned()),
        mapping,
        kind: Some(hearken_domain::Kind::Interview),
        ..ImportFile::default()
    };
    let input = Input::from_reader("pasted", Box::new(std::io::Cursor::new(line.into_bytes())));
    let report = import(ctx, input, &request, host)?;
    let disposition = match report.import {
        Some(import) => ctx.app.store().snapshot()?.imports().disposition(import, 1)?,
        None => None,
    };
    let disposition = disposition
        .ok_or_else(|| AppError::Internal(anyhow::anyhow!("a pasted quote met no disposition")))?;
    match disposition {
        Disposition::Rejected { reason, .. } => Err(AppError::user(reason)),
        kept => Ok(Pasted { disposition: kept }),
    }
}
