//! Fields that signals are counted by.

use hearken_domain::{FilterField, Generation, Says, Sentiment, Severity, ThemeId};
use rusqlite::{Connection, params};

use super::FieldCount;
use crate::filter::column;
use crate::readings::from_number;
use crate::{StoreError, asides};

/// A field to count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Name of the source.
    Source,
    /// Product.
    Product,
    /// Version.
    Version,
    /// Label; a signal counts once for each of its labels.
    Label,
    /// Whether it is open at its source.
    State,
    /// The source's own word for how far it is.
    Status,
    /// Language.
    Language,
    /// Rating, rounded down to a whole one.
    Rating,
    /// What it says, as it was read or a person said.
    Says,
    /// In which mood it is, likewise.
    Sentiment,
    /// How bad a pain point it is, likewise.
    Severity,
    /// As what it is set aside.
    Is,
}

impl Field {
    /// Its name in the roll-up.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Product => "product",
            Self::Version => "version",
            Self::Label => "label",
            Self::State => "state",
            Self::Status => "status",
            Self::Language => "language",
            Self::Rating => "rating",
            Self::Says => "says",
            Self::Sentiment => "sentiment",
            Self::Severity => "severity",
            Self::Is => "is",
        }
    }

    /// Whether it stands as a number with the reading of a signal.
    pub(super) fn is_read(self) -> bool {
        matches!(self, Self::Says | Self::Sentiment | Self::Severity)
    }

    /// The word for the number with which a reading has it.
    pub(crate) fn word(self, number: u8) -> &'static str {
        match self {
            Self::Sentiment => from_number::<Sentiment>(number).as_str(),
            Self::Severity => from_number::<Severity>(number).as_str(),
            Self::Is => asides::word(number),
            _ => from_number::<Says>(number).as_str(),
        }
    }

    pub(super) fn expression(self) -> &'static str {
        match self {
            Self::Source => "(SELECT name FROM sources WHERE sources.id = signals.source_id)",
            Self::Product => column(FilterField::Product).sql,
            Self::Version => column(FilterField::Version).sql,
            Self::Label => "label.value",
            Self::State => column(FilterField::State).sql,
            Self::Status => column(FilterField::Status).sql,
            Self::Language => column(FilterField::Language).sql,
            Self::Rating => {
                "CAST(CAST(signals.rating AS INTEGER) - (signals.rating < CAST(signals.rating AS INTEGER)) AS TEXT)"
            }
            Self::Says => column(FilterField::Says).sql,
            Self::Sentiment => column(FilterField::Sentiment).sql,
            Self::Severity => column(FilterField::Severity).sql,
            Self::Is => "NULL",
        }
    }
}

/// The values that a signal counts under by the numbers of its reading: what it says, sentiment and severity.
pub(crate) fn read_values(
    (says, sentiment, severity): (u8, u8, Option<u8>),
) -> impl Iterator<Item = (Field, &'static str)> {
    [(Field::Says, Some(says)), (Field::Sentiment, Some(sentiment)), (Field::Severity, severity)]
        .into_iter()
        .filter_map(|(field, number)| Some((field, field.word(number?))))
}

/// Values from the roll-up: what one theme counts under no filter.
pub(super) fn values_of(
    c: &Connection,
    generation: Generation,
    field: Field,
    theme: Option<ThemeId>,
    limit: usize,
) -> Result<Vec<FieldCount>, StoreError> {
    let sql = match field {
        Field::Source => {
            "SELECT name, sum(signals) AS signals FROM theme_days JOIN sources ON sources.id = source_id \
             WHERE generation = ?1 AND theme_id = ?2 AND ?3 = 'source' GROUP BY name HAVING signals > 0 \
             ORDER BY signals DESC, name LIMIT ?4"
        }
        _ => {
            "SELECT value, signals FROM theme_values WHERE generation = ?1 AND theme_id = ?2 AND field = ?3 \
             AND signals > 0 ORDER BY signals DESC, value LIMIT ?4"
        }
    };
    let mut statement = c.prepare_cached(sql)?;
    let theme = theme.map_or(0, |theme| theme.0);
    let rows = statement.query_map(params![generation.0, theme, field.as_str(), limit], |row| {
        Ok(FieldCount { value: row.get(0)?, signals: row.get(1)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
