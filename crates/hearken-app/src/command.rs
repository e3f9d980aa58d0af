//! Everything that changes something, as values: one serialisable [`Command`], one [`execute`]. Terminal, pages, HTTP API
//! and the handover to a running server all come through here; what a command needs and what follows it is said once, in
//! the table below.

use std::time::Duration;

use hearken_domain::Right;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::actions::alerts::add::{AddAlert, AlertCard, ChangeAlert, add_alert, change_alert};
use crate::actions::alerts::change::{RemoveAlert, UndoAlert, remove_alert, undo_alert};
use crate::actions::alerts::mute::{
    MuteCard, MuteTheme, UndoMute, UnmuteTheme, mute_theme, undo_mute, unmute_theme,
};
use crate::actions::alerts::send::{AlertsSent, SendAlerts, send_alerts};
use crate::actions::alerts::test::{AlertTested, TestAlert, test_alert};
use crate::actions::areas::merge::{MergeAreas, merge_areas};
use crate::actions::areas::place::{PlaceTheme, place_theme};
use crate::actions::areas::rename::{RenameArea, rename_area};
use crate::actions::code::add::{AddRepository, add_repository};
use crate::actions::code::answer::{AnswerLink, answer_link};
use crate::actions::code::link::link_code;
use crate::actions::code::remove::{CodeRemoved, RemoveRepository, remove_repository};
use crate::actions::code::update::{CodeReport, UpdateRepositories, update_repositories};
use crate::actions::code::watch::{SeeCode, Watched, see_code};
use crate::actions::comments::add::{AddComment, add_comment};
use crate::actions::comments::cards::Said;
use crate::actions::comments::change::{UndoComment, undo_comment};
use crate::actions::comments::see::{SeeTopic, see_topic};
use crate::actions::customers::cards::CustomerCard;
use crate::actions::customers::change::{
    PreferSource, Preference, SetCustomer, UndoCustomer, prefer_source, set_customer, undo_customer,
};
use crate::actions::customers::domains::{DomainCard, SortDomain, sort_domain};
use crate::actions::customers::give::{GiveSignal, SignalJoins, UndoGive, give_signal, undo_give};
use crate::actions::customers::import::{CustomersReport, ImportCustomers, import_customers};
use crate::actions::customers::merge::{
    MergeCustomers, MergeReport, UnmergeCustomer, merge_customers, unmerge_customer,
};
use crate::actions::customers::rates::{
    RateList, RemoveRate, SetRate, UndoRate, remove_rate, set_rate, undo_rate,
};
use crate::actions::customers::upsert::{UpsertCustomers, upsert_customers};
use crate::actions::data::anonymise::{Anonymise, AnonymiseReport, anonymise};
use crate::actions::data::back_up::{BackUpData, BackedUp, back_up_data};
use crate::actions::data::catch_up::catch_up;
use crate::actions::data::check::{CheckData, Checkup, check_data};
use crate::actions::data::erase::{Erase, EraseReport, erase};
use crate::actions::data::redact_again::redact_again;
use crate::actions::decisions::add::{AddDecision, add_decision};
use crate::actions::decisions::cards::DecisionCard;
use crate::actions::decisions::change::{ChangeDecision, change_decision};
use crate::actions::decisions::choose::{ChooseOption, choose_option};
use crate::actions::decisions::dissent::{SayDissent, say_dissent};
use crate::actions::decisions::remove::{RemoveDecision, UndoDecision, remove_decision, undo_decision};
use crate::actions::decisions::review::{ReviewDecision, review_decision};
use crate::actions::decisions::supersede::{SupersedeDecision, supersede_decision};
use crate::actions::goals::add::{AddGoal, add_goal};
use crate::actions::goals::cards::GoalCard;
use crate::actions::goals::change::{RemoveGoal, UndoGoal, remove_goal, undo_goal};
use crate::actions::goals::link::{LinkGoal, UnlinkGoal, link_goal, unlink_goal};
use crate::actions::goals::set::{SetGoal, set_goal};
use crate::actions::opportunities::add::{AddOpportunity, add_opportunity};
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::change::{
    RemoveOpportunity, UndoOpportunity, remove_opportunity, undo_opportunity,
};
use crate::actions::opportunities::follow::follow_trackers;
use crate::actions::opportunities::hypotheses::{SayHypothesis, SaySolution, say_hypothesis, say_solution};
use crate::actions::opportunities::merge::{MergeOpportunities, merge_opportunities};
use crate::actions::opportunities::set::{SetOpportunity, set_opportunity};
use crate::actions::releases::add::{AddRelease, add_release};
use crate::actions::releases::card::ReleaseCard;
use crate::actions::releases::change::{
    ReleaseChanged, RemoveRelease, UndoRelease, remove_release, undo_release,
};
use crate::actions::releases::import::{ImportReleases, ReleasesImported, import_releases};
use crate::actions::releases::sync::{ReleasesSynced, SyncReleases, sync_releases};
use crate::actions::segments::add::{AddSegment, add_segment};
use crate::actions::segments::cards::SegmentCard;
use crate::actions::segments::change::{
    RemoveSegment, RenameSegment, SetSegment, UndoSegment, remove_segment, rename_segment, set_segment,
    undo_segment,
};
use crate::actions::signals::correct::{
    ConfirmSignal, CorrectSignal, SignalReading, UndoCorrection, confirm_signal, correct_signal,
    undo_correction,
};
use crate::actions::signals::find_bursts::find_bursts;
use crate::actions::signals::not_alike::{RuleNotAlike, rule_not_alike};
use crate::actions::signals::post::{PostReceipt, PostSignals, post_signals};
use crate::actions::signals::read::read_again;
use crate::actions::signals::read_again::{ReadSignals, SignalsRead, read_signals};
use crate::actions::signals::set_aside::{SetAside, set_aside};
use crate::actions::sources::import::{ImportFile, ImportReport, import_file};
use crate::actions::sources::keep::{
    RetentionChosen, SetRetention, UndoRetention, set_retention, undo_retention,
};
use crate::actions::sources::paste::{PasteQuote, Pasted, paste_quote};
use crate::actions::sources::set_redaction::{RedactionChosen, SetRedaction, set_redaction};
use crate::actions::sources::undo_import::{ImportUndone, UndoImport, undo_import};
use crate::actions::surges::cards::SurgeCard;
use crate::actions::surges::dismiss::{
    DismissSurge, UndoSurgeDismissal, dismiss_surge, undo_surge_dismissal,
};
use crate::actions::themes::cluster_now::{ClusterThemes, cluster_now};
use crate::actions::themes::mark::{IgnoreTheme, PinTheme, ignore_theme, pin_theme};
use crate::actions::themes::merge::{MergeThemes, merge_themes};
use crate::actions::themes::move_signals::{MoveSignals, move_signals};
use crate::actions::themes::rename::{RenameTheme, rename_theme};
use crate::actions::themes::report::ClusteringReport;
use crate::actions::themes::rulings::RulingCard;
use crate::actions::themes::split::{SplitTheme, split_theme};
use crate::actions::themes::strength::{
    JudgeStrength, Strengths, UndoStrength, judge_strength, undo_strength,
};
use crate::actions::themes::undo_ruling::{UndoRuling, undo_ruling};
use crate::actions::views::change::{DeleteView, RenameView, UndoView, delete_view, rename_view, undo_view};
use crate::actions::views::list::SavedViewCard;
use crate::actions::views::save::{SaveView, save_view};
use crate::context::{Context, Progress};
use crate::error::AppError;
use crate::host::Host;
use crate::next_step::NextStep;
use crate::origin::Origin;
use crate::shape::Shape;

/// What follows a command that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing, or the command saw to it itself.
    Nothing,
    /// Views are brought up to the log, and links up to them. In a server its jobs do that.
    Follow,
}

/// A request that changes something. Made by the table of commands.
pub trait CommandRequest: Serialize + DeserializeOwned + Into<Command> + Send + 'static {
    /// What it answers.
    type Answer: Serialize + DeserializeOwned + Send + 'static;
    /// Its name, as a serialised command carries it.
    const NAME: &'static str;
    /// What its actor must be allowed.
    const RIGHT: Right;
    /// What follows it.
    const THEN: Then;

    /// Does it. Doors call [`execute`], which asks for the right first.
    ///
    /// # Errors
    /// Those of its action.
    fn act(self, ctx: &Context, host: &mut Host<'_>) -> Result<Self::Answer, AppError>;
}

/// Does what a request asks for, if its actor may and it is given from where it may be, and then what follows.
///
/// # Errors
/// The actor may not, or not from there; or those of the action.
pub fn execute<A: CommandRequest>(
    ctx: &Context,
    request: A,
    host: &mut Host<'_>,
) -> Result<A::Answer, AppError> {
    ctx.require(A::RIGHT)?;
    require_origin(host.origin, A::NAME, A::RIGHT)?;
    let answer = request.act(ctx, host)?;
    if host.follows && A::THEN == Then::Follow {
        follow(ctx, host.progress)?;
    }
    Ok(answer)
}

fn require_origin(origin: Origin, command: &str, right: Right) -> Result<(), AppError> {
    if origin.reaches(right) {
        return Ok(());
    }
    Err(AppError::user(format!("the command {command} does not come this way"))
        .suggest(NextStep::advice("ask whoever runs Hearken to give it at its terminal")))
}

/// How long a command may locate signals in the code: what is left by then, a server or an update goes on with.
const LINKING_MAX: Duration = Duration::from_secs(60);

/// How long a command may read signals once more, likewise.
const READING_MAX: Duration = Duration::from_secs(60);

/// Brings what is stored up to the rules of redaction, every view up to the log, and links into the code up to the views.
///
/// # Errors
/// Any failure of the store or its views; what was recorded stands.
pub fn follow(ctx: &Context, progress: Progress<'_>) -> Result<(), AppError> {
    redact_again(ctx, progress)?;
    catch_up(ctx, progress)?;
    find_bursts(ctx, progress)?;
    follow_trackers(ctx)?;
    read_again(ctx, Some(READING_MAX), progress)?;
    link_code(ctx, Some(LINKING_MAX), progress).map(drop)
}

/// What a command looks like, for documents of doors that take commands as data.
pub struct CommandShape {
    /// Its name.
    pub name: &'static str,
    /// What its actor must be allowed.
    pub right: Right,
    /// The shape of its fields, without its name.
    pub request: fn() -> Shape,
    /// The shape of its answer.
    pub answer: fn() -> Shape,
}

macro_rules! commands {
    ($($name:literal: $request:ident -> $answer:ty, needs $right:ident, then $then:ident, $action:path;)*) => {
        /// One thing to do, whichever door it came through.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "command")]
        pub enum Command {
            $(
                #[doc = concat!("`", $name, "`")]
                #[serde(rename = $name)]
                $request($request),
            )*
        }

        impl Command {
            /// The names of all commands.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// What each looks like, in the order of [`Self::NAMES`].
            pub const SHAPES: &'static [CommandShape] = &[$(
                CommandShape {
                    name: $name,
                    right: Right::$right,
                    request: || Shape::for_type::<$request>(),
                    answer: || Shape::for_type::<$answer>(),
                },
            )*];

            /// Its name.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$request(_) => $name,)*
                }
            }

            /// What its actor must be allowed.
            pub fn right(&self) -> Right {
                match self {
                    $(Self::$request(_) => Right::$right,)*
                }
            }

            /// Does it; the answer as data.
            ///
            /// # Errors
            /// As [`execute`].
            pub fn execute(self, ctx: &Context, host: &mut Host<'_>) -> Result<Value, AppError> {
                match self {
                    $(Self::$request(request) => to_value(&execute(ctx, request, host)?),)*
                }
            }
        }

        $(
            impl From<$request> for Command {
                fn from(request: $request) -> Self {
                    Self::$request(request)
                }
            }

            impl CommandRequest for $request {
                type Answer = $answer;
                const NAME: &'static str = $name;
                const RIGHT: Right = Right::$right;
                const THEN: Then = Then::$then;

                fn act(self, ctx: &Context, host: &mut Host<'_>) -> Result<$answer, AppError> {
                    $action(ctx, self, host)
                }
            }
        )*
    };
}

commands! {
    "rename-theme": RenameTheme -> RulingCard, needs Decide, then Follow, rename_theme;
    "merge-themes": MergeThemes -> RulingCard, needs Decide, then Follow, merge_themes;
    "split-theme": SplitTheme -> RulingCard, needs Decide, then Follow, split_theme;
    "move-signals": MoveSignals -> RulingCard, needs Decide, then Follow, move_signals;
    "pin-theme": PinTheme -> RulingCard, needs Decide, then Follow, pin_theme;
    "ignore-theme": IgnoreTheme -> RulingCard, needs Decide, then Follow, ignore_theme;
    "rename-area": RenameArea -> RulingCard, needs Decide, then Nothing, rename_area;
    "merge-areas": MergeAreas -> RulingCard, needs Decide, then Nothing, merge_areas;
    "place-theme": PlaceTheme -> RulingCard, needs Decide, then Nothing, place_theme;
    "answer-link": AnswerLink -> RulingCard, needs Decide, then Follow, answer_link;
    "rule-not-alike": RuleNotAlike -> RulingCard, needs Decide, then Nothing, rule_not_alike;
    "set-aside": SetAside -> RulingCard, needs Decide, then Follow, set_aside;
    "correct-signal": CorrectSignal -> SignalReading, needs Decide, then Follow, correct_signal;
    "confirm-signal": ConfirmSignal -> SignalReading, needs Decide, then Follow, confirm_signal;
    "undo-correction": UndoCorrection -> SignalReading, needs Decide, then Follow, undo_correction;
    "read-signals": ReadSignals -> SignalsRead, needs Operate, then Nothing, read_signals;
    "undo-ruling": UndoRuling -> RulingCard, needs Decide, then Follow, undo_ruling;
    "save-view": SaveView -> SavedViewCard, needs Decide, then Nothing, save_view;
    "rename-view": RenameView -> SavedViewCard, needs Decide, then Nothing, rename_view;
    "delete-view": DeleteView -> SavedViewCard, needs Decide, then Nothing, delete_view;
    "undo-view": UndoView -> SavedViewCard, needs Decide, then Nothing, undo_view;
    "add-release": AddRelease -> ReleaseCard, needs Decide, then Nothing, add_release;
    "import-releases": ImportReleases -> ReleasesImported, needs Record, then Nothing, import_releases;
    "sync-releases": SyncReleases -> Vec<ReleasesSynced>, needs Operate, then Nothing, sync_releases;
    "remove-release": RemoveRelease -> ReleaseChanged, needs Decide, then Nothing, remove_release;
    "undo-release": UndoRelease -> ReleaseChanged, needs Decide, then Nothing, undo_release;
    "cluster-themes": ClusterThemes -> ClusteringReport, needs Operate, then Follow, cluster_now;
    "add-repository": AddRepository -> CodeReport, needs Connect, then Follow, add_repository;
    "update-repositories": UpdateRepositories -> Vec<CodeReport>, needs Operate, then Nothing, update_repositories;
    "remove-repository": RemoveRepository -> CodeRemoved, needs Connect, then Nothing, remove_repository;
    "see-code": SeeCode -> Watched, needs Decide, then Nothing, see_code;
    "import-file": ImportFile -> ImportReport, needs Record, then Follow, import_file;
    "undo-import": UndoImport -> ImportUndone, needs Record, then Follow, undo_import;
    "set-redaction": SetRedaction -> RedactionChosen, needs Connect, then Follow, set_redaction;
    "import-customers": ImportCustomers -> CustomersReport, needs Record, then Nothing, import_customers;
    "upsert-customers": UpsertCustomers -> CustomersReport, needs Record, then Nothing, upsert_customers;
    "set-customer": SetCustomer -> CustomerCard, needs Decide, then Nothing, set_customer;
    "undo-customer": UndoCustomer -> CustomerCard, needs Decide, then Nothing, undo_customer;
    "merge-customers": MergeCustomers -> MergeReport, needs Decide, then Nothing, merge_customers;
    "unmerge-customer": UnmergeCustomer -> CustomerCard, needs Decide, then Nothing, unmerge_customer;
    "give-signal": GiveSignal -> SignalJoins, needs Decide, then Nothing, give_signal;
    "undo-give": UndoGive -> SignalJoins, needs Decide, then Nothing, undo_give;
    "sort-domain": SortDomain -> DomainCard, needs Decide, then Nothing, sort_domain;
    "prefer-source": PreferSource -> Preference, needs Decide, then Nothing, prefer_source;
    "add-segment": AddSegment -> SegmentCard, needs Decide, then Nothing, add_segment;
    "rename-segment": RenameSegment -> SegmentCard, needs Decide, then Nothing, rename_segment;
    "set-segment": SetSegment -> SegmentCard, needs Decide, then Nothing, set_segment;
    "remove-segment": RemoveSegment -> SegmentCard, needs Decide, then Nothing, remove_segment;
    "undo-segment": UndoSegment -> SegmentCard, needs Decide, then Nothing, undo_segment;
    "add-goal": AddGoal -> GoalCard, needs Decide, then Nothing, add_goal;
    "set-goal": SetGoal -> GoalCard, needs Decide, then Nothing, set_goal;
    "link-goal": LinkGoal -> GoalCard, needs Decide, then Nothing, link_goal;
    "unlink-goal": UnlinkGoal -> GoalCard, needs Decide, then Nothing, unlink_goal;
    "remove-goal": RemoveGoal -> GoalCard, needs Decide, then Nothing, remove_goal;
    "undo-goal": UndoGoal -> GoalCard, needs Decide, then Nothing, undo_goal;
    "add-opportunity": AddOpportunity -> OpportunityCard, needs Decide, then Nothing, add_opportunity;
    "set-opportunity": SetOpportunity -> OpportunityCard, needs Decide, then Nothing, set_opportunity;
    "say-hypothesis": SayHypothesis -> OpportunityCard, needs Decide, then Nothing, say_hypothesis;
    "say-solution": SaySolution -> OpportunityCard, needs Decide, then Nothing, say_solution;
    "merge-opportunities": MergeOpportunities -> OpportunityCard, needs Decide, then Nothing, merge_opportunities;
    "remove-opportunity": RemoveOpportunity -> OpportunityCard, needs Decide, then Nothing, remove_opportunity;
    "undo-opportunity": UndoOpportunity -> OpportunityCard, needs Decide, then Nothing, undo_opportunity;
    "add-decision": AddDecision -> DecisionCard, needs Decide, then Nothing, add_decision;
    "change-decision": ChangeDecision -> DecisionCard, needs Decide, then Nothing, change_decision;
    "choose-option": ChooseOption -> DecisionCard, needs Decide, then Nothing, choose_option;
    "say-dissent": SayDissent -> DecisionCard, needs Decide, then Nothing, say_dissent;
    "review-decision": ReviewDecision -> DecisionCard, needs Decide, then Nothing, review_decision;
    "supersede-decision": SupersedeDecision -> DecisionCard, needs Decide, then Nothing, supersede_decision;
    "remove-decision": RemoveDecision -> DecisionCard, needs Decide, then Nothing, remove_decision;
    "undo-decision": UndoDecision -> DecisionCard, needs Decide, then Nothing, undo_decision;
    "add-comment": AddComment -> Said, needs Decide, then Nothing, add_comment;
    "see-topic": SeeTopic -> Said, needs Decide, then Nothing, see_topic;
    "undo-comment": UndoComment -> Said, needs Decide, then Nothing, undo_comment;
    "add-alert": AddAlert -> AlertCard, needs Decide, then Nothing, add_alert;
    "change-alert": ChangeAlert -> AlertCard, needs Decide, then Nothing, change_alert;
    "remove-alert": RemoveAlert -> AlertCard, needs Decide, then Nothing, remove_alert;
    "undo-alert": UndoAlert -> AlertCard, needs Decide, then Nothing, undo_alert;
    "test-alert": TestAlert -> AlertTested, needs Decide, then Nothing, test_alert;
    "send-alerts": SendAlerts -> AlertsSent, needs Operate, then Nothing, send_alerts;
    "mute-theme": MuteTheme -> MuteCard, needs Decide, then Nothing, mute_theme;
    "unmute-theme": UnmuteTheme -> MuteCard, needs Decide, then Nothing, unmute_theme;
    "undo-mute": UndoMute -> MuteCard, needs Decide, then Nothing, undo_mute;
    "dismiss-surge": DismissSurge -> SurgeCard, needs Decide, then Nothing, dismiss_surge;
    "undo-surge-dismissal": UndoSurgeDismissal -> SurgeCard, needs Decide, then Nothing, undo_surge_dismissal;
    "judge-strength": JudgeStrength -> Strengths, needs Decide, then Nothing, judge_strength;
    "undo-strength": UndoStrength -> Strengths, needs Decide, then Nothing, undo_strength;
    "set-rate": SetRate -> RateList, needs Decide, then Nothing, set_rate;
    "remove-rate": RemoveRate -> RateList, needs Decide, then Nothing, remove_rate;
    "undo-rate": UndoRate -> RateList, needs Decide, then Nothing, undo_rate;
    "post-signals": PostSignals -> Option<PostReceipt>, needs Record, then Follow, post_signals;
    "paste-quote": PasteQuote -> Pasted, needs Record, then Follow, paste_quote;
    "erase": Erase -> EraseReport, needs Erase, then Nothing, erase;
    "set-retention": SetRetention -> RetentionChosen, needs Erase, then Nothing, set_retention;
    "undo-retention": UndoRetention -> RetentionChosen, needs Erase, then Nothing, undo_retention;
    "anonymise": Anonymise -> AnonymiseReport, needs Erase, then Nothing, anonymise;
    "back-up-data": BackUpData -> BackedUp, needs BackUp, then Nothing, back_up_data;
    "check-data": CheckData -> Checkup, needs Operate, then Nothing, check_data;
}

fn to_value(answer: &impl Serialize) -> Result<Value, AppError> {
    serde_json::to_value(answer).map_err(|error| AppError::Internal(error.into()))
}

#[cfg(test)]
mod tests;
