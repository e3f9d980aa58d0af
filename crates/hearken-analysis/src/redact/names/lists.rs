//! The words that stand around names, in lower case.

/// Before a name; the first fourteen before nothing else.
pub(super) const TITLES: [&str; 34] = [
    "mr", "mrs", "ms", "mx", "herr", "herrn", "frau", "monsieur", "mme", "mlle", "señora", "señor", "signora", "dhr",
    "dr", "prof", "professor", "miss", "madame", "mademoiselle", "fräulein", "signor", "sig", "srta", "sra", "mevr",
    "mevrouw", "meneer", "doña", "senhor", "senhora", "pani", "pastor", "dra",
];
/// Only with a dot behind.
pub(super) const TITLES_WITH_DOT: [&str; 6] = ["m", "sr", "mw", "hr", "fr", "rev"];

/// What is said before a name.
pub(super) const NAME_PHRASES: [&[&str]; 30] = [
    &["my", "name", "is"],
    &["his", "name", "is"],
    &["her", "name", "is"],
    &["his", "name", "was"],
    &["her", "name", "was"],
    &["name", "is", "also"],
    &["last", "name", "is"],
    &["first", "name", "is"],
    &["full", "name", "is"],
    &["maiden", "name", "is"],
    &["maiden", "name", "was"],
    &["whose", "name", "is"],
    &["called", "him"],
    &["calls", "me"],
    &["call", "me"],
    &["partner", "s", "name"],
    &["name", "is", "spelled"],
    &["ich", "heiße"],
    &["ich", "heisse"],
    &["name", "ist"],
    &["m", "appelle"],
    &["mon", "nom", "est"],
    &["me", "llamo"],
    &["mi", "nombre", "es"],
    &["mi", "chiamo"],
    &["me", "chamo"],
    &["nome", "é"],
    &["ik", "heet"],
    &["naam", "is"],
    &["jag", "heter"],
];

/// Before a colon (or a question mark).
pub(super) const LABELS: [&str; 26] = [
    "name", "names", "patient", "attn", "attention", "signed", "holder", "cardholder", "accountholder", "passenger",
    "beneficiary", "kunde", "kundin", "vorname", "nachname", "ansprechpartner", "nom", "prénom", "nombre", "apellido",
    "apellidos", "nome", "cognome", "naam", "imię", "nazwisko",
];

pub(super) const GREETINGS: [&str; 22] = [
    "hi", "hello", "hey", "dear", "hallo", "liebe", "lieber", "bonjour", "cher", "chère", "hola", "estimado", "estimada",
    "querido", "querida", "ciao", "caro", "cara", "olá", "beste", "moin", "hej",
];

/// The last word before a signature.
pub(super) const SIGN_OFFS: [&str; 26] = [
    "regards", "sincerely", "thanks", "you", "thx", "cheers", "best", "yours", "truly", "faithfully", "wishes", "love",
    "grüße", "grüßen", "gruß", "grüsse", "cordialement", "saludos", "atentamente", "saluti", "groeten", "hilsen",
    "hälsningar", "pozdrawiam", "abraços", "atenciosamente",
];

/// Before names, and before other things.
pub(super) const NAME_PHRASES_WEAK: [&[&str]; 4] =
    [&["by", "the", "name", "of"], &["in", "the", "name", "of"], &["under", "the", "name"], &["under", "the", "name", "of"]];

/// Whom a name may follow at once, even one that nobody knows: "my husband Olek".
pub(super) const KIN: [&str; 26] = [
    "husband", "wife", "son", "daughter", "brother", "sister", "mother", "father", "mom", "mum", "dad", "kid", "uncle",
    "aunt", "cousin", "nephew", "niece", "grandson", "granddaughter", "grandfather", "grandmother", "fiancé", "fiancée",
    "girlfriend", "boyfriend", "tochter",
];

/// Who may be named: "a woman named Rosalind".
pub(super) const RELATIONS: [&str; 22] = [
    "friend", "colleague", "coworker", "neighbour", "neighbor", "guy", "lady", "woman", "man", "gentleman", "girl", "boy",
    "person", "agent", "representative", "rep", "supervisor", "manager", "employee", "technician", "advisor", "someone",
];

/// What bears the names of persons and is none.
pub(super) const STORMS: [&str; 5] = ["hurricane", "storm", "typhoon", "cyclone", "project"];

/// Behind one who speaks.
pub(super) const SPEAKING: [&str; 16] = [
    "said", "says", "told", "replied", "shouted", "wrote", "answered", "explained", "promised", "asked", "apologized",
    "apologised", "laughed", "whispered", "sagte", "schrieb",
];

/// Before a thing.
pub(super) const ARTICLES: [&str; 24] = [
    "the", "a", "an", "this", "that", "our", "your", "any", "every", "no", "new", "der", "die", "das", "le", "la", "el",
    "los", "il", "het", "de", "o", "os", "via",
];

/// Between the words of one name.
pub(super) const PARTICLES: [&str; 20] = [
    "van", "von", "der", "den", "de", "la", "del", "della", "di", "da", "dos", "das", "du", "le", "ten", "ter", "bin",
    "al", "zu", "el",
];

/// What makes the words before it the name of a firm, a place, a thing.
pub(super) const ORGANISATION_AFTER: [&str; 96] = [
    "bank", "financial", "finance", "credit", "mortgage", "llc", "inc", "ltd", "corp", "corporation", "co", "company",
    "group", "services", "service", "servicing", "capital", "funding", "collection", "collections", "recovery",
    "associates", "partners", "law", "firm", "insurance", "auto", "motors", "motor", "furniture", "jewelers", "jewellers",
    "store", "stores", "university", "college", "school", "hospital", "clinic", "center", "centre", "county", "city",
    "park", "street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "lane", "drive", "court", "square",
    "airport", "hotel", "church", "foundation", "institute", "museum", "stadium", "arena", "theatre", "theater",
    "orchestra", "award", "prize", "act", "app", "card", "visa", "mastercard", "bros", "brothers", "sons", "gmbh", "ag",
    "sa", "srl", "spa", "bv", "plc", "island", "beach", "river", "lake", "mountain", "valley", "hills", "bay", "straße",
    "platz", "api", "bridge",
];

/// Firms, products and things that are called like persons.
pub(super) const BRANDS: [&str; 56] = [
    "charles schwab", "edward jones", "raymond james", "wells fargo", "sallie mae", "fannie mae", "freddie mac",
    "ginnie mae", "morgan stanley", "merrill lynch", "jp morgan", "j.p. morgan", "jpmorgan", "ethan allen", "ashley furniture", "michael kors",
    "calvin klein", "tommy hilfiger", "ralph lauren", "victoria secret", "john deere", "john hancock", "trader joe",
    "papa john", "papa johns", "jimmy john", "jimmy choo", "santa claus", "hunter warfield", "harley davidson", "neiman marcus",
    "levi strauss", "mary kay", "sara lee", "jack daniel", "johnny walker", "fred meyer", "sam s club", "lane bryant",
    "frost arnett", "estee lauder", "martha stewart", "oscar mayer", "philip morris", "eli lilly", "stanley steemer", "harry potter", "max planck", "lexis nexis",
    "cooper", "pepper", "martens", "robot", "clean", "beast", "bean",
];
