//! What is decided and said by hand in the demo: decisions about its opportunities, and what colleagues who hold accounts and
//! those who build say to each other. Each says that it is made up.

use super::Heard;
use super::said_of::ids;
use super::weighed::title_of;
use super::words::OWNERS;

/// A decision, in the order of the columns.
struct Decided {
    /// The place of the matter of its opportunity.
    matter: usize,
    question: &'static str,
    /// What might be done, what it costs, and what it does for customers.
    options: [[&'static str; 3]; 2],
    /// Counted from 1; 0 while it is open.
    choice: usize,
    because: &'static str,
    /// Who disagreed, and why.
    dissent: [&'static str; 2],
    unless: &'static str,
    review: &'static str,
}

const DECIDED: [Decided; 2] = [
    Decided {
        matter: 0,
        question: "Do we shorten holds on deposits or say when they end?",
        options: [
            [
                "Say the day on which each deposit can be spent",
                "Three to nine weeks: holds are placed by two systems and only one of them tells the day",
                "Payroll can be planned; the money comes no sooner",
            ],
            [
                "Release deposits of known customers at once",
                "Two weeks, and what returned checks cost us then",
                "The money is there; a few would lose it again when a check returns",
            ],
        ],
        choice: 1,
        because: "What they write of is not knowing. A day that holds helps everybody, and takes no risk.",
        dissent: [
            "Theo Grant",
            "Those who leave say that they leave for the hold, not for the missing date.",
        ],
        unless: "If those who see the day write of holds as often as before, eight weeks after it ships.",
        review: "2019-08-02",
    },
    Decided {
        matter: 3,
        question: "Who decides a card dispute that drags on?",
        options: [
            [
                "The customer wins after 60 days",
                "A clock and a rule; what it costs in lost disputes is not known",
                "Nobody waits for months without an answer",
            ],
            [
                "A second reader with all documents",
                "Two people for good",
                "The letter can name what it rests on",
            ],
        ],
        choice: 0,
        because: "",
        dissent: ["", ""],
        unless: "",
        review: "",
    },
];

/// Something that is said.
struct Said {
    /// Which of the colleagues who hold accounts says it; others go by the name of the owner of an opportunity.
    by: Result<usize, &'static str>,
    /// About the opportunity, the decision or the theme of this matter.
    about: About,
    words: &'static str,
    /// Whom it is handed to; `you` is whoever looks at the demo.
    to: &'static str,
    due: &'static str,
}

enum About {
    Opportunity(usize),
    Decision(usize),
    Theme(usize),
}

const SAID: [Said; 6] = [
    Said {
        by: Ok(0),
        about: About::Theme(2),
        words: "Three accounts asked me this week where their wire is. What can I tell them?",
        to: "Nadia Okafor (made up)",
        due: "2019-08-06",
    },
    Said {
        by: Err("Nadia Okafor (made up)"),
        about: About::Theme(2),
        words: "Tell them that the network answers within a day, and send me the ids. Back to you for the letter.",
        to: "Marta Quist",
        due: "2019-08-09",
    },
    Said {
        by: Ok(2),
        about: About::Opportunity(1),
        words: "Who can say how many of these fees we refund anyway? It would change the effort.",
        to: "you",
        due: "2019-08-12",
    },
    Said {
        by: Err("Piotr Havel (made up)"),
        about: About::Opportunity(1),
        words: "About half, by the ledger of July. Not counted by account.",
        to: "",
        due: "",
    },
    Said {
        by: Ok(3),
        about: About::Decision(0),
        words: "Its day has come, and holds are written of as before. I would look again.",
        to: "",
        due: "",
    },
    Said {
        by: Ok(1),
        about: About::Opportunity(4),
        words: "It came out in July. Two accounts wrote that both dates are the same now.",
        to: "",
        due: "",
    },
];

/// A decision a row.
pub fn decisions() -> String {
    let mut text = "question,opportunity,option,cost,effect,other_option,other_cost,other_effect,choice,because,dissent,why,\
                    unless,review\n"
        .to_owned();
    for one in &DECIDED {
        let said = |words: &str| format!("\"{words}\"");
        let Decided { question, because, dissent: [who, why], unless, .. } = one;
        let mut row = vec![format!("{question} (made up)"), format!("{} (made up)", title_of(one.matter))];
        row.extend(one.options.iter().flatten().map(|words| said(words)));
        row.push(one.choice.to_string());
        row.extend([*because, *who, *why, *unless].map(said));
        row.push(one.review.to_owned());
        text += &format!("{}\n", row.join(","));
    }
    text
}

/// Something that is said a row.
pub fn comments(heard: &[Heard]) -> String {
    let mut text = "by,opportunity,decision,heard,words,to,due\n".to_owned();
    for one in &SAID {
        let by = match one.by {
            Ok(at) => OWNERS[at],
            Err(name) => name,
        };
        let (mut opportunity, mut decision, mut of_theme) = (String::new(), String::new(), String::new());
        match one.about {
            About::Opportunity(matter) => opportunity = format!("{} (made up)", title_of(matter)),
            About::Decision(at) => decision = format!("{} (made up)", DECIDED[at].question),
            About::Theme(matter) => {
                let of_it: Vec<&Heard> = heard.iter().filter(|one| one.matter == matter).collect();
                of_theme = ids(&of_it);
            }
        }
        let Said { words, to, due, .. } = one;
        text += &format!("{by},{opportunity},{decision},{of_theme},\"{words} (made up)\",{to},{due}\n");
    }
    text
}
