//! The rows of a thread: who said what, and through whose hands it went.

use hearken_app::actions::comments::cards::CommentCard;
use hearken_domain::Unredacted;

use super::{optional, text};
use crate::export::Cell;

pub const COMMENT: [&str; 10] = [
    "number",
    "at",
    "by",
    "about",
    "handed_from",
    "handed_to",
    "until",
    "comment",
    "taken_back_by",
    "taken_back_at",
];

/// A comment; of one that was taken back, that it was.
pub fn comment(card: &CommentCard) -> Vec<Cell> {
    let handed = card.hands_over.as_ref();
    let name = |name: Option<&Unredacted>| name.map_or(Cell::Empty, |name| text(name.as_str()));
    let back = card.taken_back.as_ref();
    vec![
        Cell::Number(card.id.to_string()),
        text(&card.at.to_string()),
        text(&card.by.to_string()),
        text(&card.topic.to_string()),
        name(handed.and_then(|handed| handed.from.as_ref())),
        name(handed.and_then(|handed| handed.to.as_ref())),
        handed.and_then(|handed| handed.due).map_or(Cell::Empty, |due| text(&due.to_string())),
        optional(card.words.as_ref()),
        back.map_or(Cell::Empty, |back| text(&back.by.to_string())),
        back.map_or(Cell::Empty, |back| text(&back.at.to_string())),
    ]
}
