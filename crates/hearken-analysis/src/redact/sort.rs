//! What a value that must go can be. The words stand in placeholders and in reports.

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A payment card's number.
    Card,
    /// An international bank account number.
    Iban,
    /// A number of an account or of a bank that is no IBAN.
    Account,
    /// An IP address.
    Ip,
    /// A hardware address of a network card.
    Mac,
    /// A US social security or individual taxpayer number.
    Ssn,
    /// A number that a state other than the US gives to a person.
    NationalId,
    /// A passport's number.
    Passport,
    /// A driving licence's number.
    Licence,
    /// A user name or password.
    Credential,
    /// An API key, a token or a private key.
    Key,
    /// A place on the globe, as coordinates.
    Coordinates,
    /// A person's name.
    Name,
    /// A postal address.
    Address,
    /// A date of birth.
    Birth,
    /// What a pattern of the operator's own finds.
    Custom,
}

impl Sort {
    /// Every sort, in the order of reports.
    pub const ALL: [Self; 18] = [
        Self::Email,
        Self::Phone,
        Self::Card,
        Self::Iban,
        Self::Account,
        Self::Ip,
        Self::Mac,
        Self::Ssn,
        Self::NationalId,
        Self::Passport,
        Self::Licence,
        Self::Credential,
        Self::Key,
        Self::Coordinates,
        Self::Name,
        Self::Address,
        Self::Birth,
        Self::Custom,
    ];

    /// The word in its placeholder.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
            Self::Iban => "iban",
            Self::Account => "account",
            Self::Ip => "ip",
            Self::Mac => "mac",
            Self::Ssn => "ssn",
            Self::NationalId => "id",
            Self::Passport => "passport",
            Self::Licence => "licence",
            Self::Credential => "credential",
            Self::Key => "key",
            Self::Coordinates => "coordinates",
            Self::Name => "name",
            Self::Address => "address",
            Self::Birth => "birth",
            Self::Custom => "custom",
        }
    }

    /// The sort whose placeholder has this word.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == word)
    }
}
