//! What members of JSON objects are called: those that tell a record, those that hold its parts, and those that hold records.

use crate::columns::is_role_name;
use crate::letters::letters;

/// Members that hold what belongs to a record rather than records.
pub(super) const PARTS: &str = " comments comment commentdata replies reply answers labels tags assignees reactions events eventdata \
    timelineitems history changelog attachments files images photos media parts conversationparts notes journals \
    worklog customfields users participants members contacts links subtasks errors included meta \
    projects milestones watchers textentities entities blocks stats statistics versions components user author ";

/// Members that are called as lists of records are.
pub(super) const COLLECTIONS: &str = " nodes edges items results records data rows entries entry reviews tickets issues bugs \
    messages responses feedback feedbacks submissions conversations complaints posts hits docs list values value ";

/// Names of what tells one thing from the others: an id, or its time.
pub(super) fn names_one(name: &str) -> bool {
    let name = letters(name);
    matches!(
        name.as_str(),
        "id" | "number" | "key" | "uuid" | "guid" | "date" | "timestamp" | "ts" | "nodeid"
    ) || name.ends_with("createdat")
        || matches!(name.as_str(), "created" | "creationtime" | "submittedat" | "reviewid" | "ticketid")
}

pub(super) fn is_title(name: &str) -> bool {
    matches!(letters(name).as_str(), "title" | "subject" | "summary" | "headline")
}

/// Whether a member's name is an id rather than a word.
pub(super) fn is_id(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    !is_role_name(name)
        && (digits * 3 > name.len() || (digits > 0 && name.len() >= 12) || name.starts_with('-'))
}
