//! The words of addresses, in lower case.

/// Behind the name of a street; with a number before it that is enough.
pub(super) const STREETS: [&str; 26] = [
    "street", "st", "str", "avenue", "ave", "av", "road", "rd", "boulevard", "blvd", "lane", "ln", "terrace", "highway", "hwy",
    "parkway", "pkwy", "crescent", "cres", "gardens", "grove", "mews", "turnpike", "quay", "alley", "esplanade",
];
/// Behind the name of a street too, and of other things: they need a flat, a town or a word that says where.
pub(super) const DOUBTFUL_STREETS: [&str; 37] = [
    "drive", "dr", "court", "ct", "ter", "circle", "cir", "square", "sq", "trail", "expressway", "parade", "route",
    "way", "place", "pl", "close", "row", "hill", "walk", "loop", "park", "green", "path", "run", "view", "point", "crossing",
    "rise", "bend", "creek", "ridge", "cove", "vale", "heights", "mill", "pass",
];
/// Words that begin the name of a street; its number stands behind it, or before it in French.
pub(super) const STREET_FIRST: [&str; 56] = [
    "rue", "avenue", "boulevard", "bd", "chemin", "impasse", "allée", "allées", "quai", "cours", "place", "passage", "calle",
    "c", "avenida", "avda", "av", "plaza", "paseo", "carrera", "camino", "ronda", "travesía", "carretera", "rua", "rúa",
    "travessa", "praça", "largo", "estrada", "alameda", "via", "viale", "piazza", "piazzale", "corso", "vicolo", "strada",
    "carrer", "ulica", "ul", "aleja", "al", "aleje", "plac", "pl", "os", "straße", "strasse", "улица", "ул", "проспект",
    "strada", "stradă", "calea", "bulevardul",
];
/// Ends of words that are streets.
pub(super) const STREET_ENDS: [&str; 44] = [
    "straße", "strasse", "str", "weg", "platz", "gasse", "allee", "ring", "damm", "ufer", "steig", "chaussee", "stieg",
    "straat", "laan", "plein", "gracht", "kade", "dijk", "singel", "steeg", "dreef", "hof", "gatan", "vägen", "gata",
    "veien", "vegen", "vej", "gade", "katu", "tie", "kuja", "polku", "tänav", "stræde", "stranda", "gränd", "bakken",
    "allé", "vænget", "braut", "stígur", "vegur",
];
/// Behind the name of a street, the number behind it: Hungarian, Czech, Slovenian, Croatian, Greek.
pub(super) const STREET_LAST: [&str; 18] = [
    "utca", "u", "út", "tér", "köz", "ulice", "třída", "náměstí", "ulica", "cesta", "trg", "sokak", "sokağı", "caddesi",
    "cd", "sk", "iela", "gatvė",
];
/// Words for a part of a house.
pub(super) const FLATS: [&str; 24] = [
    "apt", "apartment", "suite", "ste", "unit", "flat", "room", "rm", "floor", "fl", "bldg", "building", "appartement", "appt",
    "étage", "piso", "puerta", "wohnung", "whg", "interno", "scala", "apto", "bloco", "lok",
];
/// Words after which an address stands, whatever its form.
pub(super) const TOLD: [&str; 22] = [
    "address", "addresses", "adresse", "anschrift", "dirección", "domicilio", "indirizzo", "endereço", "adres", "adress", "osoite",
    "adresa", "wohnhaft", "wohne", "lives", "live", "living", "located", "domiciled", "resides", "reside", "residing",
];
/// Of `TOLD`, what says where only with one of these behind it.
pub(super) const AT: [&str; 6] = ["at", "is", "in", "on", "ist", "es"];
/// Two capital letters before a US postcode.
pub(super) const US_STATES: [&str; 56] = [
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD",
    "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC",
    "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "DC", "PR", "GU", "AA", "AE", "AP",
];
