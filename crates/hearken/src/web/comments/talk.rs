//! A thread with who has it in hand and the form to say something and to hand over: a part of a page, which any page shows by
//! reading one [`Talk`].

use askama::Template;
use hearken_app::actions::comments::inbox::ShowInbox;
use hearken_app::actions::comments::thread::{ShowThread, Thread};
use hearken_app::error::AppError;
use hearken_app::query::ListPeople;
use hearken_app::view::View;
use hearken_domain::{Topic, Unredacted};

use crate::web::params::Params;
use crate::web::{comments, legible, show};

/// Comments that a page shows of a long thread; the page of the thread alone shows all.
const SHOWN: usize = 50;

/// A thread, and the form below it.
#[derive(Template)]
#[template(path = "_talk.html")]
pub struct Talk {
    pub thread: Thread,
    /// Who works here, to be mentioned and handed to.
    people: Vec<Unredacted>,
    /// Who looks at the page.
    me: String,
    /// Whether something there mentions them that they have not answered.
    waits: bool,
    /// Up to where in the log the page shows.
    seen: String,
    /// The page that shows the effect.
    next: String,
    looks_back: bool,
    pub form: TalkForm,
}

/// What was typed, and which field of it cannot be taken.
#[derive(Default)]
pub struct TalkForm {
    pub words: String,
    pub to: String,
    pub due: String,
    /// The field, and what is wrong with it.
    pub wrong: Option<(&'static str, String)>,
}

impl Talk {
    /// The thread of something, on the page of that.
    ///
    /// # Errors
    /// It is not there, or any failure of the store.
    pub fn read(view: &View, topic: Topic) -> Result<Self, AppError> {
        Self::of(view, topic, SHOWN, comments::href)
    }

    /// The whole thread, on a page of its own.
    ///
    /// # Errors
    /// It is not there, or any failure of the store.
    pub fn alone(view: &View, topic: Topic) -> Result<Self, AppError> {
        Self::of(view, topic, usize::MAX, comments::alone)
    }

    fn of(view: &View, topic: Topic, last: usize, next: impl Fn(&Topic) -> String) -> Result<Self, AppError> {
        let thread = view.ask(&ShowThread { topic, last })?;
        let inbox = view.ask(&ShowInbox::default())?;
        let waits = inbox.waiting.iter().any(|one| one.topic == thread.topic && one.mention.is_some());
        Ok(Self {
            people: view.ask(&ListPeople)?.names,
            me: inbox.name.as_str().to_owned(),
            waits,
            seen: view.position()?.0.to_string(),
            next: next(&thread.topic),
            looks_back: view.looks_back(),
            form: TalkForm::default(),
            thread,
        })
    }

    fn alone_href(&self) -> String {
        comments::alone(&self.thread.topic)
    }

    fn is_mine(&self) -> bool {
        self.thread.held_by.as_ref().is_some_and(|holder| show::unredacted(&holder.name) == self.me)
    }
}

impl TalkForm {
    /// What was posted.
    pub fn from_params(params: &Params) -> Self {
        Self { words: params.text("words"), to: params.text("to"), due: params.text("due"), wrong: None }
    }

    /// The attributes of a field that cannot be taken.
    fn invalid(&self, field: &str) -> String {
        match &self.wrong {
            Some((name, _)) if *name == field => {
                format!(" aria-invalid=\"true\" aria-describedby=\"talk-{field}-wrong\" autofocus")
            }
            _ => String::new(),
        }
    }

    /// What is wrong with a field, to stand below it.
    fn wrong(&self, field: &str) -> String {
        match &self.wrong {
            Some((name, what)) if *name == field => format!(
                "<span class=\"field-error\" role=\"alert\" id=\"talk-{field}-wrong\">{}</span>",
                legible::escaped(what)
            ),
            _ => String::new(),
        }
    }
}
