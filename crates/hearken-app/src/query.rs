//! Everything that can be asked, as values, and the right that each needs: said once, in the table below. Doors ask a
//! [`View`], so that one answer tells of one moment, and its reader is the one whose rights count.

use std::collections::BTreeMap;

use hearken_domain::{CustomerId, DecisionId, GoalId, ReleaseId, Right, SignalId, ThemeId, ViewId};

use crate::actions::ahead::ask_ahead::{AskAhead, ask_ahead};
use crate::actions::ahead::cards::AskedAhead;
use crate::actions::alerts::list::{
    AlertList, DeliveryList, ListAlerts, ListDeliveries, ListNews, NewsList, ShowMute, list_alerts,
    list_deliveries, list_news, show_mute,
};
use crate::actions::alerts::mute::MuteCard;
use crate::actions::areas::find::find_area;
use crate::actions::areas::list::{AreaList, AreaQuery, list_areas, pick_areas};
use crate::actions::areas::show::{AreaPage, ShowArea, show_area};
use crate::actions::briefs::page::Brief;
use crate::actions::briefs::show::{ShowBrief, show_brief};
use crate::actions::cards::{AreaLink, ThemeLink};
use crate::actions::code::component::{ComponentPage, show_component};
use crate::actions::code::components::{CodePage, list_components};
use crate::actions::code::file::{FilePage, ShowFile, show_file};
use crate::actions::code::list::{RepositoryCard, list_code};
use crate::actions::code::locate::{Found, LocateRequest, locate};
use crate::actions::code::watch::{WatchCode, Watched, watch_code};
use crate::actions::comments::inbox::{Inbox, ShowInbox, show_inbox};
use crate::actions::comments::people::{People, list_people};
use crate::actions::comments::thread::{ShowThread, Thread, show_thread};
use crate::actions::customers::domains::{
    DomainCard, ListUnclaimed, UnclaimedList, list_domains, list_unclaimed,
};
use crate::actions::customers::export::{CustomerExport, export_customer};
use crate::actions::customers::list::{CustomerList, CustomerQuery, list_customers};
use crate::actions::customers::rates::{RateList, list_rates};
use crate::actions::customers::show::{CustomerPage, ShowCustomer, show_customer};
use crate::actions::customers::timeline::{ShowTimeline, Timeline, show_timeline};
use crate::actions::data::measure::{Measures, measure};
use crate::actions::data::readiness::check_readiness;
use crate::actions::data::sizes::{Sizes, show_sizes};
use crate::actions::decisions::cards::{DecisionCard, DecisionEvidence};
use crate::actions::decisions::list::{DecisionList, ListDecisions, list_decisions};
use crate::actions::decisions::preview::{PreviewEvidence, preview_evidence};
use crate::actions::decisions::show::show_decision;
use crate::actions::goals::cards::GoalCard;
use crate::actions::goals::list::{GoalList, ListGoals, OfferedGoal, list_goals, pick_goals, show_goal};
use crate::actions::opportunities::acts::{ListOpportunityActs, OpportunityActCard, list_opportunity_acts};
use crate::actions::opportunities::body::{IssueEvidence, ShowIssueEvidence, issue_evidence};
use crate::actions::opportunities::cards::OpportunityCard;
use crate::actions::opportunities::list::{
    ListOpportunities, OpportunityList, ShowOpportunity, list_opportunities, show_opportunity,
};
use crate::actions::opportunities::of_themes::{
    OpportunitiesOf, OpportunityLink, OpportunityOf, PickOpportunities, opportunities_of, pick_opportunities,
};
use crate::actions::opportunities::page::{OpportunityPage, ReadOpportunity, read_opportunity};
use crate::actions::releases::card::ReleaseCard;
use crate::actions::releases::list::{ListReleases, ReleaseList, list_releases, show_release};
use crate::actions::releases::near::{MarkReleases, MarkedReleases, mark_releases};
use crate::actions::segments::list::{
    SegmentList, SegmentPage, SegmentPreview, ShowSegment, TrySegment, list_segments, show_segment,
    try_segment,
};
use crate::actions::signals::campaigns::{CampaignList, CampaignPage, list_campaigns, show_campaign};
use crate::actions::signals::list::{SignalList, SignalQuery, list_signals};
use crate::actions::signals::search::{SearchQuery, SearchResults, search};
use crate::actions::signals::show::{SignalPage, show_signal};
use crate::actions::sources::list::{SourceList, list_sources};
use crate::actions::sources::show::{SourcePage, remembered_mapping, show_source};
use crate::actions::surges::list::{ListSurges, ShowSurge, SurgeList, SurgePage, list_surges, show_surge};
use crate::actions::themes::list::{ThemeList, ThemeQuery, list_themes};
use crate::actions::themes::pick::{OfferedThemes, count, link, themes};
use crate::actions::themes::rulings::{RulingCard, list_rulings};
use crate::actions::themes::show::{ShowTheme, ThemePage, show_theme};
use crate::actions::themes::split::{SplitPart, propose_split};
use crate::actions::themes::today::{Today, today};
use crate::actions::views::list::{SavedViewCard, SavedViewList, list_views, show_view};
use crate::context::require;
use crate::error::AppError;
use crate::view::View;

/// Something that can be asked. Made by the table of queries.
pub trait Ask {
    /// What it answers.
    type Answer;
    /// What its reader must be allowed.
    const RIGHT: Right;

    /// Answers it. Doors call [`View::ask`], which asks for the right first.
    ///
    /// # Errors
    /// Those of its action.
    fn answer(&self, view: &View) -> Result<Self::Answer, AppError>;
}

impl View {
    /// Answers a query, if the reader may ask it.
    ///
    /// # Errors
    /// The reader may not, or those of the action.
    pub fn ask<Q: Ask>(&self, query: &Q) -> Result<Q::Answer, AppError> {
        require(self.reader(), Q::RIGHT)?;
        query.answer(self)
    }
}

/// What stands out today.
#[derive(Debug, Clone, Copy)]
pub struct ShowToday;

/// What a split of a theme would make of it.
#[derive(Debug, Clone, Copy)]
pub struct ProposeSplit(pub ThemeId);

/// Living themes by name: what can be merged or moved to.
#[derive(Debug, Clone, Copy)]
pub struct PickThemes {
    /// Where there are many, those that lie near this one come before others.
    pub near: Option<ThemeId>,
}

/// The open goals: what a theme can be said to stand in the way of.
#[derive(Debug, Clone, Copy)]
pub struct PickGoals;

/// The living areas by name: what can be merged or moved to.
#[derive(Debug, Clone, Copy)]
pub struct PickAreas;

/// The area that somebody means by its id or its name.
#[derive(Debug, Clone)]
pub struct FindArea(pub String);

/// How many themes live.
#[derive(Debug, Clone, Copy)]
pub struct CountThemes;

/// A theme's name.
#[derive(Debug, Clone, Copy)]
pub struct NameTheme(pub ThemeId);

/// Everything that people decided.
#[derive(Debug, Clone, Copy)]
pub struct ListRulings;

/// Every saved view.
#[derive(Debug, Clone, Copy)]
pub struct ListViews;

/// One saved view.
#[derive(Debug, Clone, Copy)]
pub struct ShowView(pub ViewId);

/// Everything that is held of one customer.
#[derive(Debug, Clone, Copy)]
pub struct ExportCustomer(pub CustomerId);

/// What people said of domains.
#[derive(Debug, Clone, Copy)]
pub struct ListDomains;

/// One goal.
#[derive(Debug, Clone, Copy)]
pub struct ShowGoal(pub GoalId);

/// One decision.
#[derive(Debug, Clone, Copy)]
pub struct ShowDecision(pub DecisionId);

/// Every segment.
#[derive(Debug, Clone, Copy)]
pub struct ListSegments;
/// The rates at which sums of one currency are counted in another.
#[derive(Debug, Clone, Copy)]
pub struct ListRates;

/// People who work here, as far as is known.
#[derive(Debug, Clone, Copy)]
pub struct ListPeople;

/// One release.
#[derive(Debug, Clone, Copy)]
pub struct ShowRelease(pub ReleaseId);

/// Every campaign, and how much is set aside.
#[derive(Debug, Clone, Copy)]
pub struct ListCampaigns;

/// One campaign, by any of its signals.
#[derive(Debug, Clone, Copy)]
pub struct ShowCampaign(pub SignalId);

/// One signal.
#[derive(Debug, Clone, Copy)]
pub struct ShowSignal(pub SignalId);

/// Every source.
#[derive(Debug, Clone, Copy)]
pub struct ListSources;

/// One source, by name.
#[derive(Debug, Clone)]
pub struct ShowSource(pub String);

/// Which column is what in a source's files, as it was last said, by role; of a source by name.
#[derive(Debug, Clone)]
pub struct RememberedMapping(pub String);

/// Every repository.
#[derive(Debug, Clone, Copy)]
pub struct ListRepositories;

/// The components of all repositories, or of one.
#[derive(Debug, Clone, Default)]
pub struct ListComponents {
    /// Name of the repository.
    pub repository: Option<String>,
}

/// One component.
#[derive(Debug, Clone)]
pub struct ShowComponent {
    /// Name of the repository; where there is only one, it is meant.
    pub repository: Option<String>,
    /// The component.
    pub name: String,
}

/// What the data directory takes on disk.
#[derive(Debug, Clone, Copy)]
pub struct ShowSizes;

/// What keeps the server from doing all that it is there for.
#[derive(Debug, Clone, Copy)]
pub struct CheckReadiness;

/// How the log, its views and its writer stand, in figures.
#[derive(Debug, Clone, Copy)]
pub struct Measure;

macro_rules! queries {
    ($($request:ty => $answer:ty, needs $right:ident, |$view:ident, $query:pat_param| $action:expr;)*) => {
        $(
            impl Ask for $request {
                type Answer = $answer;
                const RIGHT: Right = Right::$right;

                fn answer(&self, $view: &View) -> Result<$answer, AppError> {
                    let $query = self;
                    $action
                }
            }
        )*
    };
}

queries! {
    ShowToday => Today, needs Read, |view, _| today(view);
    ThemeQuery => ThemeList, needs Read, |view, query| list_themes(view, query);
    ShowTheme => ThemePage, needs Read, |view, query| show_theme(view, query);
    ProposeSplit => Vec<SplitPart>, needs Read, |view, query| propose_split(view, query.0);
    PickThemes => OfferedThemes, needs Read, |view, query| themes(view, query.near);
    AreaQuery => AreaList, needs Read, |view, query| list_areas(view, query);
    ShowArea => AreaPage, needs Read, |view, query| show_area(view, query);
    PickAreas => Vec<AreaLink>, needs Read, |view, _| pick_areas(view);
    FindArea => AreaLink, needs Read, |view, query| {
        find_area(view, &query.0).map(|area| AreaLink { id: area.id, name: area.name })
    };
    CountThemes => u64, needs Read, |view, _| count(view);
    NameTheme => Option<ThemeLink>, needs Read, |view, query| link(view, query.0);
    ListRulings => Vec<RulingCard>, needs Read, |view, _| list_rulings(view);
    ListViews => SavedViewList, needs Read, |view, _| list_views(view);
    ShowView => SavedViewCard, needs Read, |view, query| show_view(view, query.0);
    ListAlerts => AlertList, needs Read, |view, _| list_alerts(view);
    ListNews => NewsList, needs Read, |view, query| list_news(view, query);
    ListDeliveries => DeliveryList, needs Read, |view, query| list_deliveries(view, query);
    ShowMute => Option<MuteCard>, needs Read, |view, query| show_mute(view, query.0);
    ListSurges => SurgeList, needs Read, |view, query| list_surges(view, query);
    ShowSurge => SurgePage, needs Read, |view, query| show_surge(view, query.0);
    ListReleases => ReleaseList, needs Read, |view, query| list_releases(view, query);
    ShowRelease => ReleaseCard, needs Read, |view, query| show_release(view, query.0);
    MarkReleases => MarkedReleases, needs Read, |view, query| mark_releases(view, query);
    SignalQuery => SignalList, needs Read, |view, query| list_signals(view, query);
    ListCampaigns => CampaignList, needs Read, |view, _| list_campaigns(view);
    ShowCampaign => CampaignPage, needs Read, |view, query| show_campaign(view, query.0);
    ShowSignal => SignalPage, needs Read, |view, query| show_signal(view, query.0);
    SearchQuery => SearchResults, needs Read, |view, query| search(view, query);
    AskAhead => AskedAhead, needs Read, |view, query| ask_ahead(view, query);
    CustomerQuery => CustomerList, needs Read, |view, query| list_customers(view, query);
    ShowCustomer => CustomerPage, needs Read, |view, query| show_customer(view, query);
    ShowTimeline => Timeline, needs Read, |view, query| show_timeline(view, query);
    ExportCustomer => CustomerExport, needs Read, |view, query| export_customer(view, query.0);
    ListDomains => Vec<DomainCard>, needs Read, |view, _| list_domains(view);
    ListUnclaimed => UnclaimedList, needs Read, |view, query| list_unclaimed(view, *query);
    ListGoals => GoalList, needs Read, |view, query| list_goals(view, query);
    PickGoals => Vec<OfferedGoal>, needs Read, |view, _| pick_goals(view);
    ShowGoal => GoalCard, needs Read, |view, query| show_goal(view, query.0);
    ListOpportunities => OpportunityList, needs Read, |view, query| list_opportunities(view, query);
    ShowOpportunity => OpportunityCard, needs Read, |view, query| show_opportunity(view, query);
    ReadOpportunity => OpportunityPage, needs Read, |view, query| read_opportunity(view, query);
    ListOpportunityActs => Vec<OpportunityActCard>, needs Read, |view, query| list_opportunity_acts(view, query.0);
    OpportunitiesOf => Vec<OpportunityOf>, needs Read, |view, query| opportunities_of(view, query);
    PickOpportunities => Vec<OpportunityLink>, needs Read, |view, _| pick_opportunities(view);
    ListDecisions => DecisionList, needs Read, |view, query| list_decisions(view, query);
    ShowDecision => DecisionCard, needs Read, |view, query| show_decision(view, query.0);
    PreviewEvidence => DecisionEvidence, needs Read, |view, query| preview_evidence(view, query);
    ShowIssueEvidence => IssueEvidence, needs Read, |view, query| issue_evidence(view, query);
    ShowBrief => Brief, needs Read, |view, query| show_brief(view, query);
    ShowThread => Thread, needs Read, |view, query| show_thread(view, query);
    ShowInbox => Inbox, needs Read, |view, query| show_inbox(view, query);
    ListPeople => People, needs Read, |view, _| list_people(view);
    ListSegments => SegmentList, needs Read, |view, _| list_segments(view);
    ShowSegment => SegmentPage, needs Read, |view, query| show_segment(view, query);
    TrySegment => SegmentPreview, needs Read, |view, query| try_segment(view, query);
    ListRates => RateList, needs Read, |view, _| list_rates(view);
    ListSources => SourceList, needs Read, |view, _| list_sources(view);
    ShowSource => SourcePage, needs Read, |view, query| show_source(view, &query.0);
    RememberedMapping => Option<BTreeMap<String, String>>, needs Read, |view, query| {
        remembered_mapping(view, &query.0)
    };
    ListRepositories => Vec<RepositoryCard>, needs Read, |view, _| list_code(view);
    ListComponents => CodePage, needs Read, |view, query| list_components(view, query.repository.as_deref());
    ShowComponent => ComponentPage, needs Read, |view, query| {
        show_component(view, query.repository.as_deref(), &query.name)
    };
    ShowFile => FilePage, needs Read, |view, query| show_file(view, query);
    LocateRequest => Found, needs Read, |view, query| locate(view, query);
    WatchCode => Watched, needs Read, |view, query| watch_code(view, query);
    ShowSizes => Sizes, needs Operate, |view, _| show_sizes(view);
    CheckReadiness => Vec<&'static str>, needs Operate, |view, _| check_readiness(view);
    Measure => Measures, needs Operate, |view, _| measure(view);
}
