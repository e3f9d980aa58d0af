//! The table of the fields that signals are filtered by. The command line, addresses, the API with its document, SQL and
//! the text index are all made from it: a new field is a row here, and the place in the store where its values stand.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A field that signals can be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterField {
    /// Name of the source.
    Source,
    /// The customer whose it is.
    Customer,
    /// Product.
    Product,
    /// Version of the product.
    Version,
    /// What the source itself attaches.
    Label,
    /// Whether the source still has something to do about it.
    State,
    /// The source's own word for how far it is.
    Status,
    /// Language code, as detected or given.
    Language,
    /// What it says, as it was read or a person said.
    Says,
    /// In which mood it is, likewise.
    Sentiment,
    /// How bad a pain point it is, likewise.
    Severity,
    /// Whether it counts, or is set aside as spam or a campaign.
    Is,
    /// Name of a segment: whose customers said it.
    Segment,
    /// The lowest rating.
    RatingMin,
    /// The highest rating.
    RatingMax,
    /// The earliest time.
    Since,
    /// The time before which it was said.
    Until,
}

/// What every door needs to know of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldDefinition {
    /// Its name in addresses and the API.
    pub name: &'static str,
    /// Its name on the command line.
    pub option: &'static str,
    /// The words beside it on a page.
    pub label: &'static str,
    /// What it lets through, in a sentence.
    pub help: &'static str,
    /// What stands for its value where its use is shown.
    pub placeholder: &'static str,
    /// What it asks of a signal.
    pub comparison: Comparison,
}

impl FieldDefinition {
    const fn one_of(
        name: &'static str,
        label: &'static str,
        help: &'static str,
        placeholder: &'static str,
    ) -> Self {
        Self { name, option: name, label, help, placeholder, comparison: Comparison::IsOneOf }
    }
}

/// What a condition asks of a signal's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// It is one of the texts given.
    IsOneOf,
    /// It is of one of the customers given: that follows from who said it, and stands in no field of a signal.
    IsOf,
    /// Each of the texts given is among them.
    HasAll,
    /// It is this number or a higher one.
    AtLeast,
    /// It is this number or a lower one.
    AtMost,
    /// It is this time or a later one.
    Since,
    /// It is an earlier time.
    Until,
}

/// What sort of value a condition takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// Any text, taken as it is.
    Text,
    /// A finite number.
    Number,
    /// A time, see [`crate::When`].
    Time,
}

impl Comparison {
    /// What sort of value it takes.
    pub const fn value_type(self) -> ValueType {
        match self {
            Self::IsOneOf | Self::IsOf | Self::HasAll => ValueType::Text,
            Self::AtLeast | Self::AtMost => ValueType::Number,
            Self::Since | Self::Until => ValueType::Time,
        }
    }

    /// Whether several values may be given. A second bound would say nothing.
    pub const fn takes_many(self) -> bool {
        self.of_many().is_some()
    }

    /// What several values mean, where they may be given, as a help text goes on.
    pub const fn of_many(self) -> Option<&'static str> {
        match self {
            Self::IsOneOf | Self::IsOf => Some("given several times, one of the values is enough"),
            Self::HasAll => Some("given several times, it needs all of them"),
            Self::AtLeast | Self::AtMost | Self::Since | Self::Until => None,
        }
    }
}

impl FilterField {
    /// Whether it asks whose a signal is. That follows from who said it, and stands in no field of a signal.
    pub fn is_whose(self) -> bool {
        matches!(self, Self::Customer | Self::Segment)
    }

    /// Whether it asks what a signal says, as it was read. That follows from its words, and from what people said against that.
    pub fn is_read(self) -> bool {
        matches!(self, Self::Says | Self::Sentiment | Self::Severity)
    }

    /// Every field, in the order in which people are shown them.
    pub const ALL: [Self; 17] = [
        Self::Source,
        Self::Customer,
        Self::Product,
        Self::Version,
        Self::Label,
        Self::State,
        Self::Status,
        Self::Language,
        Self::Says,
        Self::Sentiment,
        Self::Severity,
        Self::Is,
        Self::Segment,
        Self::RatingMin,
        Self::RatingMax,
        Self::Since,
        Self::Until,
    ];

    /// The names of all of them, in that order.
    pub const NAMES: [&'static str; Self::ALL.len()] = {
        let mut names = [""; Self::ALL.len()];
        let mut index = 0;
        while index < names.len() {
            names[index] = Self::ALL[index].name();
            index += 1;
        }
        names
    };

    /// What every door needs to know of it.
    pub const fn definition(self) -> FieldDefinition {
        match self {
            Self::Source => {
                FieldDefinition::one_of("source", "Source", "Only signals of this source", "NAME")
            }
            Self::Customer => FieldDefinition {
                name: "customer",
                option: "customer",
                label: "Customer",
                help: "Only signals of this customer, such as C-7; or of nobody that is known",
                placeholder: "CUSTOMER",
                comparison: Comparison::IsOf,
            },
            Self::Product => {
                FieldDefinition::one_of("product", "Product", "Only signals about this product", "NAME")
            }
            Self::Version => {
                FieldDefinition::one_of("version", "Version", "Only signals about this version", "NAME")
            }
            Self::Label => FieldDefinition {
                name: "label",
                option: "label",
                label: "Label",
                help: "Only signals to which their source attaches this: a label, a tag, a plan, a region",
                placeholder: "NAME",
                comparison: Comparison::HasAll,
            },
            Self::State => FieldDefinition::one_of(
                "state",
                "State",
                "Only signals that are open, or closed, at their source",
                "STATE",
            ),
            Self::Status => FieldDefinition::one_of(
                "status",
                "Status",
                "Only signals for which their source has this word of its own, such as not_planned or In Review",
                "NAME",
            ),
            Self::Language => {
                FieldDefinition::one_of("language", "Language", "Only signals in this language", "TAG")
            }
            Self::Says => FieldDefinition::one_of(
                "says",
                "Says",
                "Only signals that say this: pain-point, request, question, praise, or none of these",
                "WORD",
            ),
            Self::Sentiment => FieldDefinition::one_of(
                "sentiment",
                "Sentiment",
                "Only signals in this mood: negative, neutral or positive",
                "WORD",
            ),
            Self::Severity => FieldDefinition::one_of(
                "severity",
                "Severity",
                "Only pain points that are so bad: blocked, hindered or annoyed",
                "WORD",
            ),
            Self::Is => FieldDefinition::one_of(
                "is",
                "Is",
                "Only signals that are counted, or that are set aside as spam or as part of a campaign",
                "WORD",
            ),
            Self::Segment => FieldDefinition::one_of(
                "segment",
                "Segment",
                "Only signals of customers in this segment",
                "NAME",
            ),
            Self::RatingMin => FieldDefinition {
                name: "rating_min",
                option: "rating-min",
                label: "Rated at least",
                help: "Only signals rated at least this",
                placeholder: "N",
                comparison: Comparison::AtLeast,
            },
            Self::RatingMax => FieldDefinition {
                name: "rating_max",
                option: "rating-max",
                label: "Rated at most",
                help: "Only signals rated at most this",
                placeholder: "N",
                comparison: Comparison::AtMost,
            },
            Self::Since => FieldDefinition {
                name: "since",
                option: "since",
                label: "From",
                help: "Only signals said at or after this time: a day such as 2024-03-31; the start of 2024, 2024-Q1 or 2024-03; 30d, 12w, 6m or 1y ago; today, yesterday, this-year; or a time such as 2024-03-31T12:00:00Z (UTC)",
                placeholder: "WHEN",
                comparison: Comparison::Since,
            },
            Self::Until => FieldDefinition {
                name: "until",
                option: "until",
                label: "Before",
                help: "Only signals said before this time, given in the same ways: before a day or a period is before its start, so that 2024-Q1 is since 2024-Q1 until 2024-Q2",
                placeholder: "WHEN",
                comparison: Comparison::Until,
            },
        }
    }

    /// Its name in addresses and the API.
    pub const fn name(self) -> &'static str {
        self.definition().name
    }

    /// What it asks of a signal.
    pub const fn comparison(self) -> Comparison {
        self.definition().comparison
    }
}

impl fmt::Display for FilterField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no field of the filter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no such field of the filter; there are {}", FilterField::NAMES.join(", "))]
pub struct UnknownFieldError;

impl FromStr for FilterField {
    type Err = UnknownFieldError;
    fn from_str(name: &str) -> Result<Self, UnknownFieldError> {
        Self::ALL.into_iter().find(|field| field.name() == name).ok_or(UnknownFieldError)
    }
}
