//! What the writer of a text says themself.

use std::ops::Range;

use rayon::prelude::*;

use super::holes::{holes, outside};
use super::lines;
use super::template::Template;
use super::units::{LONG, ends, label, sentences, unit};
use crate::embedding::{EmbeddingTable, Vector};

/// A title, and what is left of a text when boilerplate is taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWords<'t> {
    title: Option<&'t str>,
    text: &'t str,
    /// Byte ranges of the text, ascending, none of which crosses a line.
    pieces: Vec<Range<usize>>,
}

impl<'t> OwnWords<'t> {
    /// The title, if there is one, and the pieces, each on a line of its own.
    pub fn write(&self) -> String {
        let title = self.title.into_iter();
        title.map(str::trim).chain(self.lines()).collect::<Vec<_>>().join("\n")
    }

    /// What is left of the text, each piece on a line of its own.
    pub fn body(&self) -> String {
        self.lines().collect::<Vec<_>>().join("\n")
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().map(|piece| self.text[piece.clone()].trim())
    }

    /// The words in which the pieces are places.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The sentences of the pieces: byte ranges of the text, ascending, none of which is blank.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let of_piece = |piece: &Range<usize>| {
            let (from, said) = (piece.start, &self.text[piece.clone()]);
            sentences(said).map(move |one| {
                let (kept, written) = (said[one.clone()].trim_start(), &said[one.clone()]);
                let start = from + one.start + (written.len() - kept.len());
                start..start + kept.trim_end().len()
            })
        };
        self.pieces.iter().flat_map(of_piece).filter(|one| !one.is_empty()).collect()
    }

    /// The embedding: half of it the title's, where there is one and the text says something besides.
    pub fn embed(&self, table: &EmbeddingTable) -> Vector {
        let body = table.embed(&self.body());
        let Some(title) = self.title.map(|title| table.embed(title)).filter(|title| !title.is_empty()) else {
            return body;
        };
        let sum = |d: usize| f32::from(title.values()[d]) + f32::from(body.values()[d]);
        if body.is_empty() { title } else { Vector::quantise(&std::array::from_fn(sum)) }
    }
}

/// The embedding of each, in their order.
pub fn embed_all(texts: &[OwnWords<'_>], table: &EmbeddingTable) -> Vec<Vector> {
    texts.par_iter().with_min_len(64).map(|own| own.embed(table)).collect()
}

/// Sentences that cite a statute go where at least one word in so many is left.
const STATUTE_LEFT: usize = 4;

/// Takes out of a text what is boilerplate by its form, and what the source's template says. Where a form was filled in,
/// an answer of a few words says where and with which version, not what: it goes with its question. An untitled text of
/// which fewer than two words would be left is left whole.
pub fn own_words<'t>(title: Option<&'t str>, text: &'t str, template: &Template) -> OwnWords<'t> {
    let (reading, cited) = read(text, template, true);
    let said = |pieces: &[Range<usize>]| -> usize {
        pieces.iter().map(|piece| text[piece.clone()].split_whitespace().count()).sum()
    };
    let all = text.split_whitespace().count();
    // Whoever hardly says anything but the law means the law.
    let only_law = cited && said(&reading) * STATUTE_LEFT < all;
    let mut pieces = if only_law { read(text, template, false).0 } else { reading };
    let in_title = title.map_or(0, |title| title.split_whitespace().count());
    if in_title == 0 && said(&pieces) < 2 {
        let range = |line: &str| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            start..start + line.len()
        };
        pieces = text.lines().filter(|line| !line.is_empty()).map(range).collect();
    }
    OwnWords { title, text, pieces }
}

/// The pieces that are no boilerplate, with or without sentences that cite a statute; and whether some were left out.
fn read(text: &str, template: &Template, without_statutes: bool) -> (Vec<Range<usize>>, bool) {
    let one_line = !text.trim().contains('\n');
    let mut reading = Reading {
        text,
        template,
        pieces: Vec::new(),
        answer: None,
        one_line,
        without_statutes,
        cited: false,
    };
    let body = lines::end(text);
    let holes = holes(&text[..body]);
    for line in text[..body].split_inclusive('\n') {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        reading.line(start..start + line.trim_end().len(), &holes);
    }
    reading.end_answer();
    (reading.pieces, reading.cited)
}

struct Reading<'t, 'r> {
    text: &'t str,
    template: &'r Template,
    pieces: Vec<Range<usize>>,
    /// Behind a line of the template: the number of pieces before the answer, and its words so far.
    answer: Option<(usize, usize)>,
    /// A text of one line is no form, and no code.
    one_line: bool,
    without_statutes: bool,
    /// Whether a sentence was left out because it cites a statute.
    cited: bool,
}

impl Reading<'_, '_> {
    fn line(&mut self, line: Range<usize>, holes: &[Range<usize>]) {
        let written = &self.text[line.clone()];
        let Some(whole) = unit(written) else { return };
        let pieces = outside(&line, holes);
        if pieces.is_empty() {
            return;
        }
        if self.one_line {
            return self.add(&pieces, line.start);
        }
        if self.template.contains(whole.hash)
            || ends(written).iter().any(|end| self.template.contains(end.hash))
        {
            self.end_answer();
            self.answer = Some((self.pieces.len(), 0));
            return;
        }
        if lines::is_boilerplate(written) {
            return;
        }
        if let Some((_, after)) = label(written).filter(|(label, _)| self.template.contains(label.hash)) {
            self.end_answer();
            self.answer = Some((self.pieces.len(), 0));
            self.add(&pieces, line.start + after);
            return;
        }
        self.add(&pieces, line.start);
    }

    /// Adds what of the pieces stands behind `from`, but for sentences that the template has.
    fn add(&mut self, pieces: &[Range<usize>], from: usize) {
        for piece in pieces.iter().filter(|piece| piece.end > from) {
            let start = piece.start.max(from);
            let said = &self.text[start..piece.end];
            let mut kept: Option<Range<usize>> = None;
            for sentence in sentences(said) {
                let Some(reduced) = unit(&said[sentence.clone()]) else { continue };
                let shared = reduced.words >= LONG && self.template.contains(reduced.hash);
                let statute = !shared && self.without_statutes && lines::is_statute(&said[sentence.clone()]);
                self.cited |= statute;
                if shared || statute {
                    self.pieces.extend(kept.take());
                    continue;
                }
                if let Some((_, words)) = &mut self.answer {
                    *words += reduced.spoken;
                }
                let range = start + sentence.start..start + sentence.end;
                kept = Some(kept.map_or(range.clone(), |kept| kept.start..range.end));
            }
            self.pieces.extend(kept);
        }
    }

    /// An answer that is too short goes.
    fn end_answer(&mut self) {
        if let Some((before, words)) = self.answer.take()
            && words < LONG
        {
            self.pieces.truncate(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        own_words(None, text, &Template::default()).write()
    }

    #[test]
    fn a_mail_is_what_its_writer_said() {
        let mail = "Hello support team,\n\nmy refund never came. What now?\n\nKind regards,\nAnn\n-- \nAnn Smith, Example Ltd\n";
        assert_eq!(said(mail), "my refund never came. What now?\nAnn");
        let reply = "It still fails.\n\nOn Mon, 3 Jun 2024 at 10:12, Bob <bob@example.com> wrote:\n> Have you tried again?\n";
        assert_eq!(said(reply), "It still fails.");
    }

    #[test]
    fn logs_traces_and_code_are_left_out_and_the_words_around_them_stay() {
        let report = "The import crashes:\n```\nlet x = 1;\n```\n2024-06-01 10:00:00 ERROR import failed\n  at com.example.Import.run(Import.java:12)\njava.lang.NullPointerException: null\nPlease fix it soon.";
        assert_eq!(said(report), "The import crashes:\nPlease fix it soon.");
    }

    #[test]
    fn where_nothing_else_was_said_all_of_it_stays_unless_a_title_says_it() {
        for text in ["one line", "foo::bar(baz);", "> all\n> quoted", "Hi\n\nThanks"] {
            assert_eq!(said(text).split_whitespace().count(), text.split_whitespace().count(), "{text}");
        }
        for title in ["Crash on start", "Crash"] {
            let titled = own_words(Some(title), "```\nlog\n```", &Template::default());
            assert_eq!(titled.write(), title);
        }
    }

    #[test]
    fn a_list_and_a_sentence_that_begins_with_a_greeting_stay() {
        let text = "Hello, the app crashes when I open it every day\n- first\n- second thing";
        assert_eq!(said(text), text);
    }

    #[test]
    fn what_the_law_says_goes_from_what_happened_and_stays_where_nothing_else_is_said() {
        let told = "They never answered my letters about the account that I closed. In accordance with the Fair Credit Reporting Act 15 U.S.C. 1681 section 602 I have the right to privacy.";
        assert_eq!(said(told), "They never answered my letters about the account that I closed.");
        let law = "15 U.S.C. 1681 section 602 states that I have the right to privacy.";
        assert_eq!(said(law), law);
    }

    #[test]
    fn the_pieces_are_places_in_the_text() {
        let text = "It fails <!-- say more --> always\r\n```\nx\n```\nsince Monday";
        let own = own_words(None, text, &Template::default());
        let pieces: Vec<&str> = own.pieces.iter().map(|piece| text[piece.clone()].trim()).collect();
        assert_eq!(pieces, ["It fails", "always", "since Monday"]);
    }

    fn form(answer: &str, version: &str) -> String {
        format!(
            "### What happened?\n\n{answer}\n\n### Version\n\n{version}\n\n- OS: Linux {version}\n\nPlease read our rules before you post anything in here."
        )
    }

    #[test]
    fn a_form_goes_with_its_short_answers_and_a_told_story_stays() {
        let answers = [
            "The window is black after waking up from sleep mode",
            "My settings are gone every time that I restart it",
            "Typing Chinese letters in the search box crashes the app",
            "Printing more than ten pages takes half an hour here",
            "The export writes an empty file on network drives only",
        ];
        let texts: Vec<String> =
            answers.iter().zip(1..).map(|(answer, n)| form(answer, &format!("{n}.0"))).collect();
        let template = Template::learn(texts.iter().map(|text| (None, text.as_str())));
        for (text, answer) in texts.iter().zip(answers) {
            assert_eq!(own_words(None, text, &template).write(), answer);
        }
        let untouched = "It crashes when I paste a picture";
        assert_eq!(own_words(None, untouched, &template).write(), untouched);
    }

    #[test]
    fn a_long_item_with_a_box_is_known_by_its_beginning_or_its_end() {
        let line = |whose: &str| {
            format!(
                "- [x] I have read {whose} rules and my patch breaks none of the promises that are made there"
            )
        };
        let texts: Vec<String> =
            (0..5).map(|n| format!("It fails in room {n} since Monday\n{}", line("the"))).collect();
        let template = Template::learn(texts.iter().map(|text| (None, text.as_str())));
        let changed = format!("Nothing is printed any more\n{}", line("all of the"));
        assert_eq!(own_words(None, &changed, &template).write(), "Nothing is printed any more");
    }

    #[test]
    fn what_fewer_than_five_people_wrote_is_never_learned_however_often_they_wrote_it() {
        let text = form("one two three four five six seven eight nine", "1");
        let four = (0..40).map(|n| (Some(n % 4), text.as_str()));
        assert_eq!(Template::learn(four), Template::default());
        assert_ne!(Template::learn((0..5).map(|n| (Some(n), text.as_str()))), Template::default());
    }

    #[test]
    fn a_form_is_learned_where_its_lines_begin_with_a_tag() {
        let text = |own: &str| {
            format!(
                "<em>Please make sure that this is a bug, and not a question.</em>\n{own} it stops and nobody can say why."
            )
        };
        let texts: Vec<String> =
            ["When I print", "After an hour", "On Mondays", "At home", "Offline"].map(text).into();
        let template = Template::learn(texts.iter().map(|text| (None, text.as_str())));
        assert_eq!(
            own_words(None, &texts[0], &template).write(),
            "When I print it stops and nobody can say why."
        );
    }

    #[test]
    fn a_letter_that_many_copied_goes_from_what_they_said_besides() {
        let letter = "I demand that you remove every one of these accounts at once.";
        let texts: Vec<String> =
            ["My name was stolen", "I moved twice", "I was in hospital", "They lied to me", "I paid it all"]
                .iter()
                .map(|own| format!("{own} last year. {letter}"))
                .collect();
        let template = Template::learn(texts.iter().map(|text| (None, text.as_str())));
        assert_eq!(own_words(None, &texts[0], &template).write(), "My name was stolen last year.");
        assert_eq!(own_words(None, letter, &template).write(), letter);
    }
}
