//! Names of git's objects as the index keeps them: of one width, whether a repository hashes with SHA-1 or SHA-256.

/// An object's name. One by SHA-1 fills the first 20 bytes, and the others are zero.
pub(crate) type ObjectName = [u8; 32];

/// The name of git's id.
pub(crate) fn name_of(id: &gix::oid) -> ObjectName {
    let mut name = ObjectName::default();
    name[..id.as_bytes().len()].copy_from_slice(id.as_bytes());
    name
}

/// The id that git knows it by, in a repository that hashes so.
pub(crate) fn id_of(name: &ObjectName, kind: gix::hash::Kind) -> gix::ObjectId {
    gix::ObjectId::try_from(&name[..kind.len_in_bytes()]).unwrap_or_else(|_| kind.null())
}

/// So many of its hexadecimal digits.
pub(crate) fn hex(name: &ObjectName, digits: usize) -> String {
    name.iter().take(digits / 2).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_both_widths_lead_back_to_their_ids() {
        for kind in [gix::hash::Kind::Sha1, gix::hash::Kind::Sha256] {
            let id = gix::ObjectId::empty_tree(kind);
            let name = name_of(&id);
            assert_eq!(id_of(&name, kind), id);
            assert_eq!(hex(&name, kind.len_in_hex()), id.to_string());
        }
    }
}
