use hearken_domain::{Actor, CommentId, OpportunityId, Topic};
use hearken_store::{Access, DataDir};

use crate::actions::comments::add::AddComment;
use crate::actions::comments::cards::Said;
use crate::actions::comments::change::UndoComment;
use crate::actions::comments::inbox::{Inbox, ShowInbox};
use crate::actions::comments::see::SeeTopic;
use crate::actions::comments::thread::{ShowThread, Thread};
use crate::actions::opportunities::add::AddOpportunity;
use crate::app::App;
use crate::command::execute;
use crate::context::Context;
use crate::error::AppError;
use crate::host::Host;

/// A place where several people work, and a day on which they do.
struct Office {
    _folder: tempfile::TempDir,
    app: App,
}

fn topic(n: u64) -> Topic {
    Topic::Opportunity(OpportunityId(n))
}

impl Office {
    /// With so many opportunities, which ann opened.
    fn with(opportunities: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(&DataDir::new(folder.path()), Access::Write).unwrap();
        let office = Self { _folder: folder, app };
        for n in 1..=opportunities {
            let title = Some(format!("Opportunity {n}"));
            let add = AddOpportunity { title, ..AddOpportunity::default() };
            execute(&office.person("ann@acme.example"), add, &mut Host::default()).unwrap();
        }
        office
    }

    fn on(&self, name: &str, day: &str) -> Context {
        Context::at(self.app.clone(), Actor::person(name), format!("{day}T12:00:00Z").parse().unwrap())
    }

    fn person(&self, name: &str) -> Context {
        self.on(name, "2025-03-01")
    }

    fn say(&self, name: &str, n: u64, words: &str) -> Said {
        execute(&self.person(name), AddComment::saying(topic(n), words.to_owned()), &mut Host::default())
            .unwrap()
    }

    fn hand(&self, name: &str, n: u64, to: &str, due: Option<&str>) -> Result<Said, AppError> {
        execute(&self.person(name), handing(n, to, due), &mut Host::default())
    }

    fn inbox(&self, name: &str, day: &str) -> Inbox {
        self.on(name, day).view().unwrap().ask(&ShowInbox::default()).unwrap()
    }

    fn thread(&self, n: u64) -> Thread {
        let query = ShowThread { topic: topic(n), last: usize::MAX };
        self.person("ann@acme.example").view().unwrap().ask(&query).unwrap()
    }
}

fn handing(n: u64, to: &str, due: Option<&str>) -> AddComment {
    AddComment {
        topic: topic(n),
        words: None,
        to: Some(to.to_owned()),
        nobody: false,
        due: due.map(|due| due.parse().unwrap()),
        version: None,
    }
}

/// What waits, and why.
fn waiting(inbox: &Inbox) -> Vec<(String, String)> {
    inbox.waiting.iter().map(|one| (one.topic.to_string(), one.says.as_str().to_owned())).collect()
}

#[test]
fn what_is_overdue_waits_first_then_what_has_a_day_then_the_rest_and_then_mentions() {
    let office = Office::with(6);
    let (ann, bob) = ("ann@acme.example", "bob@acme.example");
    office.say(bob, 1, "@ann what do you think?");
    office.hand(bob, 2, "ann", None).unwrap();
    office.hand(bob, 3, "Ann@ACME.example", Some("2025-04-01")).unwrap();
    office.hand(bob, 4, "ann", Some("2025-03-08")).unwrap();
    office.hand(bob, 5, "ann", Some("2025-03-02")).unwrap();
    office.hand(bob, 6, "bob", Some("2025-03-02")).unwrap();
    let told = waiting(&office.inbox(ann, "2025-03-05"));
    let told: Vec<(&str, &str)> = told.iter().map(|(topic, says)| (topic.as_str(), says.as_str())).collect();
    assert_eq!(
        told,
        [
            ("O-5", "overdue: it was due on 2025-03-02"),
            ("O-4", "yours until 2025-03-08"),
            ("O-3", "yours until 2025-04-01"),
            ("O-2", "yours, without a day"),
            ("O-1", "bob@acme.example mentioned you"),
        ]
    );
    let on_its_day = office.inbox(ann, "2025-03-02");
    assert!(on_its_day.waiting.iter().all(|one| !one.says.as_str().contains("overdue")), "it is due today");
    let by_another = office.person(bob).view().unwrap().ask(&ShowInbox { name: Some("@ANN".to_owned()) });
    assert_eq!(by_another.unwrap().waiting.len(), 5, "anybody can look at what waits for another");
}

#[test]
fn what_is_handed_on_answered_or_seen_waits_no_more_and_taking_that_back_brings_it_again() {
    let office = Office::with(3);
    let (ann, bob) = ("ann@acme.example", "bob@acme.example");
    office.hand(bob, 1, "ann", None).unwrap();
    office.say(bob, 2, "@ann look");
    office.say(bob, 3, "@ann look here, too");
    let topics = || waiting(&office.inbox(ann, "2025-03-01")).into_iter().map(|(topic, _)| topic);
    let mut waits: Vec<String> = topics().collect();
    waits.sort(); // the two mentions may be of one millisecond, or not
    assert_eq!(waits, ["O-1", "O-2", "O-3"]);
    let handed = office.hand(ann, 1, "bob", None).unwrap();
    office.say(ann, 2, "I did");
    let seen = execute(&office.person(ann), SeeTopic { topic: topic(3) }, &mut Host::default()).unwrap();
    assert!(seen.comment.seen && topics().next().is_none());
    let again = execute(&office.person(ann), SeeTopic { topic: topic(3) }, &mut Host::default());
    assert!(again.unwrap_err().to_string().contains("there is nothing about O-3 that mentions you"));
    office.say(bob, 3, "@ann and now?");
    assert_eq!(topics().collect::<Vec<_>>(), ["O-3"], "what was said since waits again");
    for comment in [handed.comment.id, seen.comment.id] {
        execute(&office.person(ann), UndoComment { comment }, &mut Host::default()).unwrap();
    }
    assert_eq!(topics().collect::<Vec<_>>(), ["O-1", "O-3"]);
    assert_eq!(office.inbox(ann, "2025-03-01").waiting[1].mentions, 2);
    let done = AddComment { nobody: true, to: None, ..handing(1, "", None) };
    execute(&office.person(ann), done.clone(), &mut Host::default()).unwrap();
    assert_eq!(topics().collect::<Vec<_>>(), ["O-3"]);
    let again = execute(&office.person(ann), done, &mut Host::default()).unwrap_err();
    assert_eq!(again.to_string(), "there is nobody who has O-1 in hand");
}

#[test]
fn a_name_that_may_be_of_several_is_refused_for_a_hand_over_and_reaches_all_of_them_as_a_mention() {
    let office = Office::with(1);
    office.say("ann@other.example", 1, "I am here, too");
    let error = office.hand("bob", 1, "ann", None).unwrap_err().to_string();
    assert_eq!(error, "ann may be ann@acme.example or ann@other.example");
    let said = office.say("bob", 1, "@ann look");
    assert_eq!(
        said.notes[0].as_str(),
        "@ann may be ann@acme.example or ann@other.example: each of them will see it"
    );
    for name in ["ann@acme.example", "ann@other.example"] {
        assert_eq!(office.inbox(name, "2025-03-01").waiting.len(), 1, "{name}");
    }
    office.say("bob", 1, "@ann@other.example alone");
    assert_eq!(office.inbox("ann@acme.example", "2025-03-01").waiting[0].mentions, 1);
    let words = office.thread(1).comments.pop().unwrap().words.unwrap();
    assert_eq!(words.as_str(), "@ann alone", "the address is kept as whom it means, not in the words");
}

#[test]
fn whoever_is_not_known_yet_finds_what_names_them_once_they_go_by_that_name() {
    let office = Office::with(1);
    let said = office.say("bob", 1, "@eve should look");
    assert!(said.notes[0].as_str().starts_with("nobody called eve is known here yet"));
    assert_eq!(office.thread(1).unknown.len(), 1);
    assert_eq!(office.inbox("Eve@acme.example", "2025-03-01").waiting.len(), 1);
    office.say("Eve@acme.example", 1, "here");
    assert!(office.thread(1).unknown.is_empty() && office.inbox("eve", "2025-03-01").waiting.is_empty());
}

#[test]
fn people_are_who_did_something_and_who_owns_an_opportunity_by_name_or_address() {
    let office = Office::with(1);
    for owner in ["Cy Roe", "dee@acme.example"] {
        let title = Some(format!("Owned by {owner}"));
        let add = AddOpportunity { title, owner: Some(owner.to_owned()), ..AddOpportunity::default() };
        execute(&office.person("bob"), add, &mut Host::default()).unwrap();
    }
    let people = office.person("bob").view().unwrap().ask(&crate::query::ListPeople).unwrap();
    let names: Vec<&str> = people.names.iter().map(|name| name.as_str()).collect();
    assert_eq!(names, ["ann@acme.example", "bob", "Cy Roe", "dee@acme.example"]);
}

#[test]
fn of_two_who_speak_at_once_both_stand_and_of_two_who_hand_over_the_second_is_told() {
    let office = Office::with(1);
    let at_once = |name: &'static str| {
        let barrier = std::sync::Barrier::new(2);
        let speak = |who: &'static str| {
            let (office, barrier) = (&office, &barrier);
            move || {
                barrier.wait();
                let said = office.say(who, 1, &format!("{name} {who}"));
                barrier.wait();
                let hand = AddComment { version: Some(said.version.0), ..handing(1, who, None) };
                execute(&office.person(who), hand, &mut Host::default()).map(|said| said.comment.id)
            }
        };
        std::thread::scope(|scope| {
            let (one, two) = (scope.spawn(speak("cy")), scope.spawn(speak("di")));
            [one.join().unwrap(), two.join().unwrap()]
        })
    };
    for round in ["first", "second", "third"] {
        let before = office.thread(1).comments.len();
        let handed = at_once(round);
        let (won, lost): (Vec<_>, Vec<_>) = handed.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 1), "{round}");
        let told = lost.into_iter().next().unwrap().unwrap_err();
        assert!(
            matches!(&told, AppError::Conflict { message, .. } if message.starts_with("who has O-1 in hand was changed by ")),
            "{told}"
        );
        let thread = office.thread(1);
        assert_eq!(thread.comments.len(), before + 3, "both comments stand, and one hand-over");
        let stands: Option<CommentId> = thread.held_by.map(|holder| holder.comment);
        assert_eq!(stands, won.into_iter().next().unwrap().ok());
    }
}

#[test]
fn a_thread_looked_back_to_is_as_it_was_then() {
    let office = Office::with(1);
    let say = |day: &str, request: AddComment| {
        execute(&office.on("bob", day), request, &mut Host::default()).unwrap().comment.id
    };
    let first = say("2025-03-01", handing(1, "ann", None));
    say("2025-03-03", AddComment::saying(topic(1), "later".to_owned()));
    execute(&office.on("bob", "2025-03-04"), UndoComment { comment: first }, &mut Host::default()).unwrap();
    let as_of = hearken_domain::AsOf::read("2025-03-02", "2025-03-09T00:00:00Z".parse().unwrap()).unwrap();
    let query = ShowThread { topic: topic(1), last: usize::MAX };
    let then = office.on("bob", "2025-03-09").looking_back(Some(as_of)).view().unwrap().ask(&query).unwrap();
    assert_eq!((then.comments.len(), then.held_by.map(|holder| holder.comment)), (1, Some(first)));
    assert!(office.thread(1).held_by.is_none());
}
