//! A day of a channel in Slack's export. What programs post, and notices of who joined or renamed what, are nobody's words.
//! Slack writes mentions and addresses in angle brackets, and escapes angle brackets that people typed.

use super::{Foreign, Preset, When};
use crate::{Format, Role};

pub(super) const PRESET: Preset = Preset {
    format: Format::Slack,
    signature: &["type", "user", "text", "ts"],
    roles: &[
        (Role::Text, &["text"]),
        (Role::At, &["ts"]),
        (Role::Author, &["user_profile.real_name", "user_profile.display_name"]),
        (Role::AuthorId, &["user"]),
        (Role::Id, &["client_msg_id", "ts"]),
    ],
    no_text: "the message has no words: a file or a picture",
    is_ignored: |name| {
        let first = name.split('.').next().unwrap_or(name);
        matches!(
            first,
            "user_profile"
                | "blocks"
                | "reply_users"
                | "replies"
                | "reactions"
                | "edited"
                | "files"
                | "attachments"
                | "team"
                | "source_team"
                | "user_team"
                | "parent_user_id"
                | "inviter"
                | "type"
                | "bot_profile"
        )
    },
    title_as_text: false,
    foreign: &[
        Foreign {
            field: "subtype",
            when: When::GivenBut(&["thread_broadcast", "me_message", "file_share"]),
            reason: "a notice of the channel, not a customer's words",
        },
        Foreign { field: "bot_id", when: When::Given, reason: "a program's message, not a customer's words" },
    ],
    rewrite: Some(|name, value| if name == "text" { Some(as_read(value)) } else { None }),
    joined: None,
    ends: &[],
};

/// A message as people read it.
fn as_read(text: &str) -> String {
    let (mut read, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(open) = rest.find('<')
        && let Some(close) = rest[open..].find('>')
    {
        let inside = &rest[open + 1..open + close];
        read.push_str(&rest[..open]);
        match inside.split_once('|') {
            Some((target, label)) => read.push_str(if target.starts_with('@') { target } else { label }),
            None => read.push_str(inside),
        }
        rest = &rest[open + close + 1..];
    }
    read.push_str(rest);
    read.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_addresses_and_escapes_are_read_as_people_read_them() {
        let text = "<@U1|ann> see <https://shop.example/a|the cart> &amp; <https://shop.example/b>: a &lt; b";
        assert_eq!(as_read(text), "@U1 see the cart & https://shop.example/b: a < b");
        assert_eq!(as_read("a < b"), "a < b");
    }
}
