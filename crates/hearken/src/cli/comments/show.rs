//! How a terminal shows threads and inboxes.

use hearken_app::actions::comments::cards::{CommentCard, Holder, Said};
use hearken_app::actions::comments::inbox::{Inbox, Waiting};
use hearken_app::actions::comments::thread::Thread;
use hearken_domain::{Timestamp, counted};

use crate::cli::out::{Out, safe, unredacted, words};
use crate::cli::table::{flowing, left, table};

/// Characters of what was said that a list shows.
const EXCERPT_CHARS: usize = 120;

/// All that was said about something.
pub fn thread(thread: &Thread, out: &mut Out) {
    let note = thread.note.as_ref().map_or_else(String::new, |note| format!(", {note}"));
    out.line(format!("{} {}{note}", thread.topic, words(&thread.title)));
    out.line(format!("  {}", in_hand(thread.held_by.as_ref())));
    if thread.comments.is_empty() {
        out.note(format!("nothing was said about it yet; hearken comment add {} WORDS does", thread.topic));
    }
    for card in &thread.comments {
        comment(card, out);
    }
}

/// One comment.
fn comment(card: &CommentCard, out: &mut Out) {
    let by = safe(&card.by.to_string());
    let head = format!("{:>3}  {by}, {}", card.id, moment(card.at));
    if let Some(back) = &card.taken_back {
        let (who, at) = (safe(&back.by.to_string()), moment(back.at));
        return out.line(format!("{head}: taken back by {who} on {at}"));
    }
    match &card.hands_over {
        Some(hands_over) => out.line(format!("{head}: handed {}", unredacted(&hands_over.says))),
        None if card.seen => out.line(format!("{head}: has seen it")),
        None => out.line(head),
    }
    if let Some(said) = &card.words {
        out.verbatim(said, 5);
    }
}

/// What was done, and how it stands since.
pub fn said(said: &Said, out: &mut Out) {
    comment(&said.comment, out);
    let moved = (said.comment.topic != said.topic).then(|| format!(" (part of {} now)", said.topic));
    out.line(format!(
        "{}{}: {}",
        said.comment.topic,
        moved.unwrap_or_default(),
        in_hand(said.held_by.as_ref())
    ));
    for note in &said.notes {
        out.note(unredacted(note));
    }
    if said.comment.taken_back.is_none() {
        out.note(format!("hearken comment undo {} takes it back", said.comment.id));
    }
}

fn in_hand(holder: Option<&Holder>) -> String {
    let Some(holder) = holder else { return "nobody has it in hand".to_owned() };
    let until = match (holder.due, holder.overdue) {
        (Some(due), true) => format!(", overdue: it was due on {due}"),
        (Some(due), false) => format!(", until {due}"),
        (None, _) => String::new(),
    };
    format!("{} has it in hand{until}", unredacted(&holder.name))
}

/// What waits for somebody.
pub fn inbox(inbox: &Inbox, out: &mut Out) {
    let name = unredacted(&inbox.name);
    if inbox.waiting.is_empty() {
        out.line(format!("nothing waits for {name}"));
        out.note("hearken assign T-3 NAME hands something over; a comment with @NAME mentions somebody");
        return;
    }
    let rows: Vec<Vec<String>> = inbox.waiting.iter().map(row).collect();
    table(out, &[left("WHAT"), left("TITLE"), left("WHY"), flowing("SAID")], &rows);
    out.note(format!(
        "{} for {name}; hearken comment list T-3 shows a thread",
        counted(rows.len() as u64, "thing")
    ));
}

fn row(waiting: &Waiting) -> Vec<String> {
    let note = waiting.note.as_ref().map_or_else(String::new, |note| format!(", {note}"));
    let mention = waiting.mention.as_ref().and_then(|mention| mention.words.as_ref());
    let handed = waiting.held_by.as_ref().and_then(|holder| holder.words.as_ref());
    let said = mention.or(handed).map(|said| words(&said.excerpt(EXCERPT_CHARS))).unwrap_or_default();
    vec![
        waiting.topic.to_string(),
        format!("{}{note}", words(&waiting.title)),
        unredacted(&waiting.says),
        said,
    ]
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
