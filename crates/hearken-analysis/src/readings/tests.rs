//! What readers of signals must never mistake, and what corrections do.

use hearken_domain::{Reading, Sentiment, Severity, ThemeKind};

use super::{Correction, Features, Reader, made};
use crate::embedding::{EmbeddingTable, Vector};
use crate::themes::Text;

fn read(text: &str, rating: Option<f64>) -> Reading {
    Reader::built_in().read(&Text { rating, ..Text::new(1, text, Vector::EMPTY) })
}

fn read_titled(title: &str, text: &str) -> Reading {
    let text = format!("{title}\n{text}");
    Reader::built_in().read(&Text { title, ..Text::new(1, &text, Vector::EMPTY) })
}

#[test]
fn requests_are_no_pain_points() {
    for title in [
        "Feature request: keyboard shortcuts for the sidebar",
        "Support for reading configuration from environment variables",
        "Support more than one account",
        "Allow several windows at the same time",
        "Allow users to choose where downloads go",
        "Add an option to hide the toolbar",
    ] {
        let said = "There is none at the moment. It would help everybody who works on a small screen.";
        assert_eq!(read_titled(title, said).says, Some(ThemeKind::Request), "{title}");
        assert_eq!(read_titled(title, said).severity, None, "{title}");
    }
    assert_eq!(read("Please add a dark mode", None).says, Some(ThemeKind::Request));
}

#[test]
fn questions_are_no_pain_points() {
    for question in [
        "How do I change my PIN?",
        "Where can I see my invoices?",
        "Is it possible to use the same account on two phones?",
        "What is the difference between the two plans?",
    ] {
        assert_eq!(read(question, None).says, Some(ThemeKind::Question), "{question}");
    }
}

#[test]
fn praise_is_no_pain_point_and_the_worst_ever_is_no_praise() {
    for praise in ["Great app, very easy to use", "I love it", "Excellent service, thank you!", "Best app"] {
        let reading = read(praise, None);
        assert_eq!(
            (reading.says, reading.sentiment),
            (Some(ThemeKind::Praise), Sentiment::Positive),
            "{praise}"
        );
        assert_eq!((reading.severity, reading.severity_confidence), (None, 0.0), "{praise}");
    }
    for rating in [None, Some(1.0)] {
        let worst = read("worst ever", rating);
        assert_eq!((worst.says, worst.sentiment), (Some(ThemeKind::PainPoint), Sentiment::Negative));
    }
}

#[test]
fn ratings_speak_for_praise_or_against_it() {
    let confidence = |rating| {
        let text = Text { rating, ..Text::new(1, "the new version", Vector::EMPTY) };
        Reader::built_in().answers(&Features::read(&text)).says[ThemeKind::Praise as usize]
    };
    assert!(confidence(Some(5.0)) > confidence(None) && confidence(Some(1.0)) < confidence(None));
    assert_eq!(confidence(Some(9.0)), confidence(Some(4.5)), "nine is of ten");
    assert_eq!(confidence(Some(90.0)), confidence(Some(4.5)), "ninety is of a hundred");
}

#[test]
fn what_cannot_be_done_at_all_is_worse_than_what_is_disliked() {
    let blocked = read("I cannot log in since the update, the app crashes as soon as I open it", Some(1.0));
    assert_eq!((blocked.says, blocked.severity), (Some(ThemeKind::PainPoint), Some(Severity::Blocked)));
    let annoyed = read("Too many ads, very annoying and the design is ugly", Some(2.0));
    assert_eq!((annoyed.says, annoyed.severity), (Some(ThemeKind::PainPoint), Some(Severity::Annoyed)));
}

#[test]
fn what_says_nothing_is_none_of_the_kinds() {
    for nothing in ["", "  ", "...", "test", "asdf"] {
        let reading = read(nothing, None);
        assert_eq!((reading.says, reading.sentiment), (None, Sentiment::Neutral), "{nothing:?}");
    }
}

#[test]
fn a_text_without_its_embedding_is_read_as_with_it() {
    let text = "The export drops the last column, so I copy it by hand.";
    let with = Text::new(1, text, EmbeddingTable::builtin().embed(text));
    assert_eq!(Reader::built_in().read(&with), read(text, None));
}

#[test]
fn confidence_is_a_probability() {
    for made in made() {
        let reading = Reader::built_in().read(&made.text());
        for confidence in [reading.says_confidence, reading.sentiment_confidence] {
            assert!(confidence > 0.3 && confidence <= 1.0 || confidence > 0.2, "{made:?}");
        }
        assert_eq!(reading.severity.is_some(), reading.says == Some(ThemeKind::PainPoint));
    }
}

fn correction(text: &str, says: ThemeKind) -> Correction {
    Correction {
        text: text.to_owned(),
        title: String::new(),
        rating: None,
        says: Some(Some(says)),
        sentiment: None,
        severity: None,
    }
}

#[test]
fn a_corrected_reader_reads_alike_texts_so_and_others_as_before() {
    let matter = "The nightly flange report for Monday";
    let before = read(matter, None);
    let corrections: Vec<Correction> = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        .map(|day| correction(&format!("The nightly flange report of {day}"), ThemeKind::Question))
        .to_vec();
    let corrected = Reader::built_in().corrected_by(&corrections);
    let text = Text::new(1, matter, Vector::EMPTY);
    assert_ne!(before.says, Some(ThemeKind::Question));
    assert_eq!(corrected.read(&text).says, Some(ThemeKind::Question));
    let kept =
        made().filter(|made| corrected.read(&made.text()).says == Reader::built_in().read(&made.text()).says);
    assert!(kept.count() * 100 >= made().count() * 95, "it forgot what words mean");
}

#[test]
fn the_same_corrections_make_the_same_reader_and_none_change_nothing() {
    let corrections = [correction("please look at my account", ThemeKind::Question)];
    let text = Text::new(1, "please look at this", Vector::EMPTY);
    let built_in = Reader::built_in();
    assert_eq!(
        built_in.corrected_by(&corrections).read(&text),
        built_in.corrected_by(&corrections).read(&text)
    );
    assert_eq!(built_in.corrected_by(&[]).read(&text), built_in.read(&text));
}
