//! What a word can say about what stands beside it.

/// What a word says about its surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Cue {
    /// A telephone number follows.
    Phone,
    /// A telephone number may follow.
    Call,
    /// A telephone number stands directly before it, or behind it and a colon.
    Desk,
    /// A payment card's number may follow.
    Card,
    /// A check value or a personal identification number may follow.
    Pin,
    /// A bank account's number may follow.
    Account,
    /// A bank's routing number may follow.
    Bank,
    /// A US social security number.
    Ssn,
    /// A British health service number.
    Nhs,
    /// An Indian Aadhaar number.
    Aadhaar,
    /// An Indian permanent account number.
    Pan,
    /// A German tax id.
    SteuerId,
    /// A Dutch citizen service number.
    Bsn,
    /// A Polish personal number.
    Pesel,
    /// A Brazilian personal number.
    Cpf,
    /// A number of a person in another state's register.
    Person,
    /// A passport's number.
    Passport,
    /// A driving licence's number.
    Licence,
    /// An address in a network.
    Network,
    /// A version.
    Version,
    /// A number of a thing: an order, a part, a case.
    Thing,
    /// A password.
    Password,
    /// A secret that is made of characters at random.
    Secret,
    /// A header that holds a credential.
    Header,
    /// A header that holds cookies.
    Cookie,
    /// A scheme of authentication, before a credential.
    Scheme,
    /// A fingerprint of content: a commit, a checksum.
    Digest,
    /// Coordinates.
    Place,
    /// An e-mail address.
    Mail,
    /// An `@` in other words.
    At,
    /// A full stop in other words.
    Dot,
    /// `://`
    Url,
    /// The first line of a block of armoured text.
    Block,
}
