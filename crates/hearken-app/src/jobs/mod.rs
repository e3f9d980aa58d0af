//! Work that Hearken does by itself, one file for each kind of job. A job is a small value that the store keeps as a row
//! of kind and key; doing it twice does no harm. Workers run them, a lane each (`worker.rs`).

mod anonymise;
mod find_bursts;
mod follow_log;
mod link_code;
mod look_for_commits;
mod notice_surges;
mod read_again;
mod redact_again;
mod send_alerts;
mod take_in_commits;
mod take_in_tags;
mod worker;

use std::time::Duration;

use hearken_domain::Timestamp;

use crate::actions::alerts::send::next_sending;
use crate::actions::data::anonymise::is_wanted;
use crate::actions::data::redact_again::is_behind;
use crate::actions::signals::read;
use crate::app::App;
use crate::context::Context;
use crate::error::AppError;

pub use worker::{Step, Worker};

/// One job. Kind and key are the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Bring every view up to the log.
    FollowLog,
    /// Bring what is stored up to the rules of redaction.
    RedactAgain,
    /// Read what every signal says once more.
    ReadAgain,
    /// Remove who said what was kept as long as its source says.
    Anonymise,
    /// Bring links into the code up to the log.
    LinkCode,
    /// Notice what many people say at once.
    NoticeSurges,
    /// Find bursts in what came, changed or went.
    FindBursts,
    /// Notice what is news about themes, and send what is due.
    SendAlerts,
    /// Look whether repositories have new commits or tags.
    LookForCommits,
    /// Take in the new commits of one.
    TakeInCommits {
        /// Name of the repository.
        repository: String,
    },
    /// Take in the tags of one.
    TakeInTags {
        /// Name of the repository.
        repository: String,
    },
}

impl Job {
    /// The word for what is done.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::FollowLog => "follow-log",
            Self::RedactAgain => "redact-again",
            Self::ReadAgain => "read-again",
            Self::Anonymise => "anonymise",
            Self::LinkCode => "link-code",
            Self::NoticeSurges => "notice-surges",
            Self::FindBursts => "find-bursts",
            Self::SendAlerts => "send-alerts",
            Self::LookForCommits => "look-for-commits",
            Self::TakeInCommits { .. } => "take-in-commits",
            Self::TakeInTags { .. } => "take-in-tags",
        }
    }

    /// What it is done to; empty where there is only one.
    pub fn key(&self) -> &str {
        match self {
            Self::TakeInCommits { repository } | Self::TakeInTags { repository } => repository,
            Self::FollowLog
            | Self::RedactAgain
            | Self::ReadAgain
            | Self::Anonymise
            | Self::LinkCode
            | Self::NoticeSurges
            | Self::FindBursts
            | Self::SendAlerts
            | Self::LookForCommits => "",
        }
    }

    /// The job of a row; `None` where no job is of that kind.
    pub fn from_row(kind: &str, key: &str) -> Option<Self> {
        let repository = key.to_owned();
        [
            Self::FollowLog,
            Self::RedactAgain,
            Self::ReadAgain,
            Self::Anonymise,
            Self::LinkCode,
            Self::NoticeSurges,
            Self::FindBursts,
            Self::SendAlerts,
            Self::LookForCommits,
            Self::TakeInCommits { repository: repository.clone() },
            Self::TakeInTags { repository },
        ]
        .into_iter()
        .find(|job| job.kind() == kind)
    }

    /// What it does, as people read it.
    pub fn what(&self) -> &'static str {
        match self {
            Self::FollowLog => "Bring words, vectors and themes up to the log",
            Self::RedactAgain => "Bring what is stored up to the rules of redaction",
            Self::ReadAgain => "Read what signals say once more",
            Self::Anonymise => "Remove who said what is kept long enough",
            Self::LinkCode => "Bring links into the code up to the log",
            Self::NoticeSurges => "Notice what many people say at once",
            Self::FindBursts => "Find near-duplicate reports",
            Self::SendAlerts => "Notice news about themes, and send alerts",
            Self::LookForCommits => "Look for new commits and tags",
            Self::TakeInCommits { .. } => "Take in new commits",
            Self::TakeInTags { .. } => "Take in tags that are versions",
        }
    }

    /// Whether there is anything for it to do when a worker starts.
    fn is_wanted(&self, app: &App) -> Result<bool, AppError> {
        match self {
            Self::RedactAgain => is_behind(app),
            Self::ReadAgain => read::is_behind(app),
            Self::Anonymise => is_wanted(app),
            _ => Ok(true),
        }
    }

    /// How long after it did well it runs again by itself.
    fn every(&self) -> Option<Duration> {
        match self {
            Self::LookForCommits => Some(Duration::from_secs(30)),
            Self::Anonymise => Some(Duration::from_secs(24 * 3600)),
            Self::FollowLog
            | Self::RedactAgain
            | Self::ReadAgain
            | Self::LinkCode
            | Self::NoticeSurges
            | Self::FindBursts
            | Self::SendAlerts
            | Self::TakeInCommits { .. }
            | Self::TakeInTags { .. } => None,
        }
    }

    /// When it runs again by itself after it did well.
    fn again(&self, app: &App, ended: Timestamp) -> Result<Option<Timestamp>, AppError> {
        match self {
            Self::SendAlerts => next_sending(app, ended),
            _ => Ok(self.every().map(|every| ended + every)),
        }
    }

    /// Does it. What it did before, it does not do again.
    fn run(&self, ctx: &Context) -> Result<(), AppError> {
        match self {
            Self::FollowLog => follow_log::run(ctx),
            Self::RedactAgain => redact_again::run(ctx),
            Self::ReadAgain => read_again::run(ctx),
            Self::Anonymise => anonymise::run(ctx),
            Self::LinkCode => link_code::run(ctx),
            Self::NoticeSurges => notice_surges::run(ctx),
            Self::FindBursts => find_bursts::run(ctx),
            Self::SendAlerts => send_alerts::run(ctx),
            Self::LookForCommits => look_for_commits::run(ctx),
            Self::TakeInCommits { repository } => take_in_commits::run(ctx, repository),
            Self::TakeInTags { repository } => take_in_tags::run(ctx, repository),
        }
    }
}

/// Jobs that run one after the other. Lanes run at the same time: linking takes long, and must not hold the log back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// What follows the log.
    Log,
    /// What follows the code.
    Code,
    /// What compares reports with each other.
    Bursts,
    /// What speaks to other machines.
    Alerts,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 4] = [Self::Log, Self::Code, Self::Bursts, Self::Alerts];

    /// The name of its threads.
    pub fn name(self) -> &'static str {
        match self {
            Self::Log => "follow-log",
            Self::Code => "follow-code",
            Self::Bursts => "find-bursts",
            Self::Alerts => "send-alerts",
        }
    }

    /// The kinds of jobs in it.
    fn kinds(self) -> &'static [&'static str] {
        match self {
            Self::Log => &["redact-again", "anonymise", "follow-log", "notice-surges", "read-again"],
            Self::Code => &["link-code", "look-for-commits", "take-in-commits", "take-in-tags"],
            Self::Bursts => &["find-bursts"],
            Self::Alerts => &["send-alerts"],
        }
    }

    /// What is asked for once when its worker starts.
    fn at_start(self) -> Vec<Job> {
        match self {
            Self::Log => vec![Job::RedactAgain, Job::Anonymise, Job::ReadAgain],
            Self::Code => vec![Job::LookForCommits],
            Self::Bursts | Self::Alerts => Vec::new(),
        }
    }

    /// The job of it that whatever grows the log asks for, and the least time from one run to the next: each costs a few
    /// syncs, which whoever writes would pay for, and a linking reads all rulings.
    fn follower(self) -> (Job, Duration) {
        match self {
            Self::Log => (Job::FollowLog, Duration::from_millis(500)),
            Self::Code => (Job::LinkCode, Duration::from_secs(2)),
            // What comes late has the reports around it compared again.
            Self::Bursts => (Job::FindBursts, Duration::from_secs(10)),
            // Every theme is compared with all signals.
            Self::Alerts => (Job::SendAlerts, Duration::from_secs(120)),
        }
    }
}

#[cfg(test)]
mod tests;
