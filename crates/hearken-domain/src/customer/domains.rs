//! What a domain may say of whoever writes from it. One that anybody can have, and one's own, say nothing of a customer; an
//! address that stands for a desk says nothing of a person.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::UnknownWordError;

/// What a domain is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DomainSort {
    /// A company's: whoever writes from it is of that company.
    Company,
    /// One that gives anybody an address.
    FreeMail,
    /// One that gives anybody an address for an hour.
    Disposable,
    /// Our own: whoever writes from it is no customer.
    Own,
}

impl DomainSort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Company, Self::FreeMail, Self::Disposable, Self::Own];

    /// The word that the store and people use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::FreeMail => "free-mail",
            Self::Disposable => "disposable",
            Self::Own => "own",
        }
    }

    /// Whether it tells which customer somebody is of.
    pub fn identifies(self) -> bool {
        self == Self::Company
    }
}

impl fmt::Display for DomainSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DomainSort {
    type Err = UnknownWordError;
    fn from_str(given: &str) -> Result<Self, UnknownWordError> {
        let known = Self::ALL.into_iter().find(|sort| sort.as_str() == given);
        known.ok_or_else(|| {
            UnknownWordError::new(given, "sort of domain", "company, free-mail, disposable and own")
        })
    }
}

/// Domains that give anybody an address, whatever country they end in: `yahoo.co.uk` is one of `yahoo`.
const FREE_MAIL_NAMES: [&str; 14] = [
    "aol",
    "gmail",
    "gmx",
    "googlemail",
    "hotmail",
    "icloud",
    "live",
    "mail",
    "msn",
    "outlook",
    "proton",
    "web",
    "yahoo",
    "yandex",
];
/// Those whose name alone would be taken for a company's elsewhere, or that have no other country.
const FREE_MAIL: [&str; 62] = [
    "126.com",
    "139.com",
    "163.com",
    "abv.bg",
    "alice.it",
    "arcor.de",
    "att.net",
    "bellsouth.net",
    "bigpond.com",
    "bk.ru",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "centrum.cz",
    "charter.net",
    "comcast.net",
    "cox.net",
    "daum.net",
    "earthlink.net",
    "fastmail.com",
    "fastmail.fm",
    "free.fr",
    "freenet.de",
    "hanmail.net",
    "hey.com",
    "inbox.lv",
    "inbox.ru",
    "interia.pl",
    "laposte.net",
    "libero.it",
    "list.ru",
    "mac.com",
    "mailbox.org",
    "me.com",
    "naver.com",
    "o2.pl",
    "onet.pl",
    "orange.fr",
    "pm.me",
    "posteo.de",
    "protonmail.ch",
    "protonmail.com",
    "qq.com",
    "rambler.ru",
    "rediffmail.com",
    "rocketmail.com",
    "sbcglobal.net",
    "seznam.cz",
    "sfr.fr",
    "shaw.ca",
    "sina.com",
    "sky.com",
    "t-online.de",
    "terra.com.br",
    "tutanota.com",
    "ukr.net",
    "uol.com.br",
    "verizon.net",
    "virgilio.it",
    "wanadoo.fr",
    "wp.pl",
    "ymail.com",
];
/// Names of `FREE_MAIL_NAMES` that are one's own under other endings: only under these they are free mail.
const ONLY_UNDER: [(&str, &[&str]); 5] = [
    ("mail", &["com", "ru", "de", "ee", "bg"]),
    ("web", &["de"]),
    (
        "live",
        &["com", "de", "fr", "nl", "it", "co.uk", "ca", "com.au", "se", "no", "dk", "be", "com.mx", "cn"],
    ),
    ("proton", &["me"]),
    ("msn", &["com"]),
];
const DISPOSABLE: [&str; 30] = [
    "10minutemail.com",
    "33mail.com",
    "anonaddy.com",
    "burnermail.io",
    "discard.email",
    "dispostable.com",
    "emailondeck.com",
    "fakeinbox.com",
    "getairmail.com",
    "getnada.com",
    "grr.la",
    "guerrillamail.com",
    "guerrillamail.info",
    "guerrillamail.net",
    "guerrillamail.org",
    "inboxbear.com",
    "mail-temp.com",
    "mailcatch.com",
    "maildrop.cc",
    "mailinator.com",
    "mailnesia.com",
    "minuteinbox.com",
    "mohmal.com",
    "sharklasers.com",
    "spamgourmet.com",
    "temp-mail.org",
    "tempmail.com",
    "throwawaymail.com",
    "trashmail.com",
    "yopmail.com",
];

/// Local parts that are a desk's, not a person's. Each stands for itself, and with a sign and more behind it.
const ROLES: [&str; 62] = [
    "abuse",
    "accounting",
    "accounts",
    "admin",
    "administrator",
    "alerts",
    "billing",
    "bounce",
    "bounces",
    "buchhaltung",
    "contact",
    "customercare",
    "customerservice",
    "do-not-reply",
    "donotreply",
    "enquiries",
    "feedback",
    "finance",
    "hallo",
    "hello",
    "help",
    "helpdesk",
    "hi",
    "hostmaster",
    "hr",
    "info",
    "inquiries",
    "invoice",
    "invoices",
    "it",
    "jobs",
    "kontakt",
    "legal",
    "mail",
    "mailer-daemon",
    "marketing",
    "news",
    "newsletter",
    "no-reply",
    "no_reply",
    "nobody",
    "noreply",
    "notification",
    "notifications",
    "office",
    "ops",
    "orders",
    "payments",
    "postmaster",
    "privacy",
    "purchasing",
    "rechnung",
    "root",
    "sales",
    "security",
    "service",
    "support",
    "sysadmin",
    "team",
    "webmaster",
    "welcome",
    "vertrieb",
];

/// The domain that somebody registered: `mail.eu.example.co.uk` is of `example.co.uk`, by the public suffix list. `None`
/// where the text is no domain, or one under which anybody may register.
pub fn registrable_domain(text: &str) -> Option<String> {
    let text = crate::identity::form(text);
    let text = text.rsplit_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let text = text.rsplit_once('@').map_or(text, |(_, domain)| domain);
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or(text).trim_matches('.');
    let ascii = idna::domain_to_ascii(host).ok()?;
    let is_plain = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if !ascii.contains('.') || !ascii.split('.').all(is_plain) || is_number(&ascii) {
        return None;
    }
    let found = psl::domain(ascii.as_bytes())?;
    // An ending that the list does not know is a slip, or a name of somebody's own network; `.example` is kept for what is
    // made up.
    let is_ending = found.suffix().is_known() || found.suffix().as_bytes() == b"example";
    is_ending.then(|| String::from_utf8_lossy(found.as_bytes()).into_owned())
}

/// Whether it is an address of a machine.
fn is_number(host: &str) -> bool {
    host.split('.').all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

/// What a registrable domain is to us where nobody said otherwise.
pub fn sort_of_domain(domain: &str) -> DomainSort {
    if DISPOSABLE.contains(&domain) {
        return DomainSort::Disposable;
    }
    let (name, ending) = domain.split_once('.').unwrap_or((domain, ""));
    let is_free_here = match ONLY_UNDER.iter().find(|(only, _)| *only == name) {
        Some((_, endings)) => endings.contains(&ending),
        None => true,
    };
    if FREE_MAIL.contains(&domain) || (FREE_MAIL_NAMES.contains(&name) && is_free_here) {
        return DomainSort::FreeMail;
    }
    DomainSort::Company
}

/// Whether an address is a desk's: `support@`, `no-reply@`, `billing-eu@`. It never identifies a person.
pub fn is_role_address(address: &str) -> bool {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    ROLES.iter().any(|role| {
        local.strip_prefix(role).is_some_and(|rest| rest.is_empty() || rest.starts_with(['+', '-', '.', '_']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_what_somebody_registered() {
        for (given, registered) in [
            ("example.com", Some("example.com")),
            ("EU.Mail.Example.CO.UK", Some("example.co.uk")),
            ("ann@mail.example.com", Some("example.com")),
            ("https://www.example.com:8080/path?x=1#y", Some("example.com")),
            ("shop.myshopify.com", Some("shop.myshopify.com")),
            ("ann.github.io", Some("ann.github.io")),
            ("mail.acme.example", Some("acme.example")),
            ("bücher.example.de", Some("example.de")),
            ("www.bücher.de", Some("xn--bcher-kva.de")),
            ("example.com.", Some("example.com")),
            ("co.uk", None),
            ("com", None),
            ("localhost", None),
            ("printer.local-network", None),
            ("10.0.0.7", None),
            ("", None),
            ("not a domain", None),
            ("<script>.com", None),
        ] {
            assert_eq!(registrable_domain(given).as_deref(), registered, "{given:?}");
        }
    }

    #[test]
    fn domains_that_anybody_can_have_are_told_from_companies() {
        for free in
            ["gmail.com", "yahoo.co.uk", "hotmail.fr", "gmx.de", "web.de", "qq.com", "mail.ru", "proton.me"]
        {
            assert_eq!(sort_of_domain(free), DomainSort::FreeMail, "{free}");
        }
        assert_eq!(sort_of_domain("mailinator.com"), DomainSort::Disposable);
        for company in ["example.com", "web.com", "live.org", "mail.example", "proton.com"] {
            assert_eq!(sort_of_domain(company), DomainSort::Company, "{company}");
        }
        for sort in DomainSort::ALL {
            assert_eq!(sort.to_string().parse(), Ok(sort));
        }
    }

    #[test]
    fn a_desk_is_nobody_and_a_person_of_such_a_name_is_somebody() {
        for desk in
            ["no-reply@x.com", "support@x.com", "billing-eu@x.com", "info+shop@x.com", "sales.de@x.com"]
        {
            assert!(is_role_address(desk), "{desk}");
        }
        for person in ["ann@x.com", "supportive@x.com", "helpman@x.com", "itzel@x.com", "hilda@x.com"] {
            assert!(!is_role_address(person), "{person}");
        }
    }
}
