//! One person under several names and addresses, joined as the repository's own `.mailmap` says.

use gix::bstr::ByteSlice;

/// Where it lies.
pub(crate) const MAILMAP_PATH: &str = ".mailmap";

/// A `.mailmap`, read. Lines that say nothing are skipped, as git does.
#[derive(Debug, Default)]
pub(crate) struct Mailmap(gix::mailmap::Snapshot);

impl Mailmap {
    pub fn parse(text: &str) -> Self {
        Self(gix::mailmap::Snapshot::from_bytes(text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes()))
    }

    /// The name and address that somebody goes by.
    pub fn person(&self, name: &str, email: &str) -> (String, String) {
        let signature = gix::actor::SignatureRef { name: name.into(), email: email.into(), time: "0 +0000" };
        let Some(known) = self.0.try_resolve_ref(signature) else {
            return (name.to_owned(), email.to_owned());
        };
        let or = |known: Option<&gix::bstr::BStr>, given: &str| {
            known.map_or_else(|| given.to_owned(), |known| known.to_str_lossy().into_owned())
        };
        (or(known.name, name), or(known.email, email))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_line_joins_what_it_names() {
        let mailmap = Mailmap::parse(
            "# people\nAda Lovelace <ada@old.example>\n<ben@example.com> <ben@old.example>\n\
             Cy Young <cy@example.com> <cy@old.example>\nDi Prince <di@example.com> D <shared@example.com>\nno line\n",
        );
        let person = |name, email| mailmap.person(name, email);
        let pair = |name: &str, email: &str| (name.to_owned(), email.to_owned());
        assert_eq!(person("ada", "ada@old.example"), pair("Ada Lovelace", "ada@old.example"));
        assert_eq!(person("Ben", "BEN@old.example"), pair("Ben", "ben@example.com"));
        assert_eq!(person("cy", "cy@old.example"), pair("Cy Young", "cy@example.com"));
        assert_eq!(person("D", "shared@example.com"), pair("Di Prince", "di@example.com"));
        assert_eq!(person("E", "shared@example.com"), pair("E", "shared@example.com"));
    }
}
