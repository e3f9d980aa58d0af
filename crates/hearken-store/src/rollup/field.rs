//! Fields that signals are counted by.

use hearken_domain::FilterField;

use crate::filter::column;

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
        }
    }
}
