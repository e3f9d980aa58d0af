//! Telegram's export of a chat (`result.json`). Between the messages stand notices of who joined, called or pinned, which
//! nobody said; whoever is named beside the sender is not kept.

use super::{Foreign, Preset, When};
use crate::{Format, Role};

pub(super) const PRESET: Preset = Preset {
    format: Format::Telegram,
    signature: &["type", "date", "from", "from_id", "text"],
    roles: &[
        (Role::Text, &["text"]),
        (Role::At, &["date_unixtime", "date"]),
        (Role::Author, &["from"]),
        (Role::AuthorId, &["from_id"]),
        (Role::Id, &["id"]),
    ],
    no_text: "the message has no words: a picture, a recording, a file or a sticker",
    is_ignored: |name| {
        let first = name.split('.').next().unwrap_or(name);
        let others = [
            "text_entities",
            "actor",
            "actor_id",
            "members",
            "inviter",
            "forwarded_from",
            "forwarded_from_id",
        ];
        others.contains(&first)
            || matches!(
                first,
                "saved_from" | "via_bot" | "contact_information" | "reactions" | "author" | "type" | "date"
            )
            || first.starts_with("edited")
    },
    title_as_text: false,
    foreign: &[Foreign {
        field: "type",
        when: When::GivenBut(&["message"]),
        reason: "a notice of the chat, not a customer's words",
    }],
    rewrite: None,
    joined: None,
    ends: &[],
};
