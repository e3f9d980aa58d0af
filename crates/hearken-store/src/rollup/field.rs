//! Fields that signals are counted by.

use hearken_domain::FilterField;

use crate::filter::column;
use crate::readings::word_of;

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
        }
    }

    /// Whether it stands as a number with the reading of a signal.
    pub(super) fn is_read(self) -> bool {
        matches!(self, Self::Says | Self::Sentiment | Self::Severity)
    }

    /// The word for the number with which a reading has it.
    pub(crate) fn word(self, number: u8) -> &'static str {
        word_of(self, number)
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
        }
    }
}
