//! Every route under `/api/v1`, one an entry: it makes both the router and the document, so that nothing is served that is
//! not described.

use axum::handler::Handler;
use axum::routing::{self, MethodRouter};
use hearken_analysis::weigh::Method;
use hearken_app::actions::alerts::list::{AlertList, DELIVERIES_MAX, DeliveryList, NEWS_MAX, NewsList};
use hearken_app::actions::areas::list::AreaList;
use hearken_app::actions::areas::show::AreaPage;
use hearken_app::actions::code::component::ComponentPage;
use hearken_app::actions::code::components::CodePage;
use hearken_app::actions::code::file::FilePage;
use hearken_app::actions::code::locate::Found;
use hearken_app::actions::code::watch::Watched;
use hearken_app::actions::comments::inbox::Inbox;
use hearken_app::actions::comments::people::People;
use hearken_app::actions::comments::thread::Thread;
use hearken_app::actions::customers::domains::UnclaimedList;
use hearken_app::actions::customers::export::CustomerExport;
use hearken_app::actions::customers::list::{CustomerList, CustomerSort};
use hearken_app::actions::customers::rates::RateList;
use hearken_app::actions::customers::show::CustomerPage;
use hearken_app::actions::customers::timeline::Timeline;
use hearken_app::actions::data::sizes::Sizes;
use hearken_app::actions::decisions::cards::DecisionCard;
use hearken_app::actions::decisions::list::DecisionList;
use hearken_app::actions::goals::cards::GoalCard;
use hearken_app::actions::goals::list::GoalList;
use hearken_app::actions::opportunities::acts::OpportunityActCard;
use hearken_app::actions::opportunities::list::OpportunityList;
use hearken_app::actions::opportunities::page::OpportunityPage;
use hearken_app::actions::releases::card::ReleaseCard;
use hearken_app::actions::releases::list::ReleaseList;
use hearken_app::actions::segments::list::{SegmentList, SegmentPage, SegmentPreview};
use hearken_app::actions::signals::campaigns::{CampaignList, CampaignPage};
use hearken_app::actions::signals::list::SignalList;
use hearken_app::actions::signals::search::{SearchResults, SearchSort, WORDS_MAX};
use hearken_app::actions::signals::show::SignalPage;
use hearken_app::actions::sources::list::SourceList;
use hearken_app::actions::sources::show::SourcePage;
use hearken_app::actions::surges::list::{SurgeList, SurgePage};
use hearken_app::actions::themes::list::{ThemeList, ThemeSort};
use hearken_app::actions::themes::show::ThemePage;
use hearken_app::actions::themes::today::Today;
use hearken_app::actions::views::list::SavedViewList;
use hearken_domain::{CONDITION_CHARS_MAX, DecisionState, GoalState, OpportunityState, ThemeKind, Tracker};
use serde_json::{Value, json};

use crate::brief::IssueBody;
use crate::export::decision::Form;
use crate::http::api::code::{LINKS_MAX, NAME_MAX, PATH_MAX, Repositories, TEXT_MAX};
use crate::http::api::customers::OFFSET_MAX;
use crate::http::api::operation::{
    Operation, area, as_of, cursor, id, id_like, limit, line, most, name, page, query, required, text, theme,
    words,
};
use crate::http::api::query::{LIMIT_MAX, LIST_MAX, SHORT_MAX};
use crate::http::api::rulings::{Parts, Rulings};
use crate::http::api::{
    Api, ahead, alerts, areas, briefs, campaigns, code, commands, comments, customers, decisions, exports,
    goals, operations, opportunities, posted, rates, releases, rulings, segments, signals, sources, surges,
    themes, views,
};

/// One method of one path.
pub struct Route {
    /// In lower case, as the document writes it.
    pub method: &'static str,
    /// With its variable part in braces.
    pub path: &'static str,
    /// What answers.
    pub handler: MethodRouter<Api>,
    /// What it takes and answers.
    pub operation: Operation,
}

fn get<T: 'static>(path: &'static str, handler: impl Handler<T, Api>, operation: Operation) -> Route {
    Route { method: "get", path, handler: routing::get(handler), operation }
}

fn post<T: 'static>(path: &'static str, handler: impl Handler<T, Api>, operation: Operation) -> Route {
    Route { method: "post", path, handler: routing::post(handler), operation }
}

/// All of them.
pub fn routes() -> Vec<Route> {
    let document = Operation::read_document("openapi", "This document");
    let mut routes = vec![
        get("/api/v1/openapi.json", operations::openapi, document.example("/api/v1/openapi.json")),
        post("/api/v1/commands", commands::run, commands::operation()),
    ];
    routes.extend(alerts());
    routes.extend(surges());
    routes.extend(themes());
    routes.extend(signals());
    routes.extend(code());
    routes.extend(released());
    routes.extend(exported());
    routes.extend(exported_of_customers());
    routes.extend(customers());
    routes.extend(segments());
    routes.extend(goals());
    routes.extend(opportunities());
    routes.extend(decisions());
    routes.push(get("/api/v1/ask-ahead", ahead::ask, ahead::operation()));
    routes.extend(briefs());
    routes.extend(comments());
    let sizes = Operation::read::<Sizes>("sizes", "What the data directory takes on disk");
    routes.push(get("/api/v1/sizes", operations::sizes, sizes.example("/api/v1/sizes")));
    routes
}

fn alerts() -> [Route; 3] {
    let list = Operation::read::<AlertList>("alerts", "Which news about themes is sent where, and muted themes").about(
        "The commands add-alert, change-alert, remove-alert, undo-alert, test-alert and send-alerts change and use them; \
         mute-theme, unmute-theme and undo-mute say which themes nothing is told of. The secret of a webhook stands in the \
         answer to add-alert alone",
    );
    let list = list.takes([most()]);
    let news =
        Operation::read::<NewsList>("news", "What was news about themes in the last 60 days, the last first")
            .takes([
                query(
                    "before",
                    "Where the list goes on: before the piece of this number, as next has it",
                    json!({"type": "integer", "minimum": 1}),
                ),
                limit(NEWS_MAX, NEWS_MAX),
            ]);
    let deliveries = Operation::read::<DeliveryList>(
        "deliveries",
        "What alerts sent, and what became of it, the last first",
    )
    .takes([
        query(
        "alert",
        "Only of this alert, such as AL-1",
        json!({"type": "string", "pattern": "^((AL|al)-)?[0-9]{1,18}$"}),
    ),
        query(
            "before",
            "Where the list goes on: before the delivery of this message, as next has it; nothing comes before one that is not there",
            json!({"type": "string", "maxLength": SHORT_MAX}),
        ),
        limit(DELIVERIES_MAX, LIMIT_MAX),
    ]);
    [
        get("/api/v1/alerts", alerts::list, list.or(&[422]).example("/api/v1/alerts")),
        get("/api/v1/alerts/news", alerts::news, news.or(&[422]).example("/api/v1/alerts/news")),
        get(
            "/api/v1/alerts/deliveries",
            alerts::deliveries,
            deliveries.or(&[422]).example("/api/v1/alerts/deliveries?alert=AL-1"),
        ),
    ]
}

/// What many people say at once.
fn surges() -> [Route; 2] {
    let list = Operation::read::<SurgeList>(
        "surges",
        "What many people said at once in the last 60 days, and what gathers, the last noticed first",
    )
    .about("The commands dismiss-surge and undo-surge-dismissal say which of them are nothing to hear of")
    .takes([query("going_on", "Only what goes on and nobody dismissed", json!({"type": "boolean"}))]);
    let show = Operation::read::<SurgePage>("surge", "One of these, with its signals")
        .takes([id_like("[Ss][Uu]", "SU-1")]);
    [
        get("/api/v1/surges", surges::list, list.or(&[422]).example("/api/v1/surges?going_on=true")),
        get("/api/v1/surges/{id}", surges::show, show.or(&[404]).example("/api/v1/surges/SU-1")),
    ]
}

fn themes() -> [Route; 8] {
    let today = Operation::read::<Today>("today", "What changed, what hurts most, and one customer's story")
        .takes([as_of()]);
    let list = Operation::read::<ThemeList>("themes", "Themes under a filter").filtered().takes([
        as_of(),
        query("kind", "Only themes of this kind", words::<ThemeKind>()),
        area(),
        query("sort", "In which order", usually(words::<ThemeSort>(), "signals")),
        limit(100, LIST_MAX),
    ]);
    let customers_listed =
        json!({"type": "integer", "minimum": 0, "maximum": themes::CUSTOMERS_MAX, "default": 20});
    let show = Operation::read::<ThemePage>("theme", "One theme with its words, weeks and signals")
        .filtered()
        .takes(page(20))
        .takes([
            query("customers", "Customers that are listed of those whose its signals are", customers_listed),
            as_of(),
        ])
        .takes([id('T', "T-42")]);
    let parts = Operation::read::<Parts>("theme_parts", "What a split of a theme would make of it")
        .takes([id('T', "T-42")]);
    let list_areas =
        Operation::read::<AreaList>("areas", "Areas under a filter: themes that lie near each other")
            .filtered()
            .takes([as_of()]);
    let area =
        Operation::read::<AreaPage>("area", "One area with its themes, its weeks and what became of it")
            .about("The commands rename-area, place-theme, merge-areas and undo-ruling change it")
            .filtered()
            .takes([as_of()])
            .takes([id('A', "A-3")]);
    let rulings = Operation::read::<Rulings>("rulings", "What people decided about themes, areas and links")
        .takes([most()]);
    let views = Operation::read::<SavedViewList>(
        "views",
        "Saved views: pages with their filter and order, under names",
    )
    .about("The commands save-view, rename-view, delete-view and undo-view change them")
    .takes([most()]);
    [
        get("/api/v1/today", themes::today, today.example("/api/v1/today")),
        get("/api/v1/themes", themes::list, list.or(&[404]).example("/api/v1/themes?sort=rising&limit=10")),
        get("/api/v1/themes/{id}", themes::show, show.or(&[404, 422]).example("/api/v1/themes/T-1")),
        get(
            "/api/v1/themes/{id}/parts",
            rulings::parts,
            parts.or(&[404, 422]).example("/api/v1/themes/T-1/parts"),
        ),
        get("/api/v1/areas", areas::list, list_areas.or(&[404]).example("/api/v1/areas")),
        get("/api/v1/areas/{id}", areas::show, area.or(&[404, 422]).example("/api/v1/areas/A-1")),
        get("/api/v1/rulings", rulings::list, rulings.example("/api/v1/rulings")),
        get("/api/v1/views", views::list, views.example("/api/v1/views")),
    ]
}

fn signals() -> [Route; 9] {
    let list = Operation::read::<SignalList>("signals", "Signals whole, newest first and the undated last")
        .about("What arrives while someone pages through moves nothing: nothing is listed twice, and nothing that was there left out")
        .filtered()
        .takes(page(50))
        .takes([theme(), area(), as_of()]);
    let show = Operation::read::<SignalPage>("signal", "One signal with its theme, neighbours and history")
        .takes([as_of()])
        .takes([id('S', "S-17")]);
    let search = Operation::read::<SearchResults>("search", "Signals by words and by meaning")
        .about(
            "The first 1,000 are shown; the header Link leads to the next page. Words are looked for whole. By time, only \
             what has the words is found",
        )
        .filtered()
        .takes([
            query("q", "All words, \"phrases\" and -without; empty lists the newest", text(WORDS_MAX)),
            query("sort", "In which order", usually(words::<SearchSort>(), "relevance")),
            theme(),
            area(),
            as_of(),
            cursor("^[0-9]{1,3}$"),
            limit(20, LIMIT_MAX),
        ]);
    let list_campaigns = Operation::read::<CampaignList>(
        "campaigns",
        "Campaigns: many texts alike from new accounts at once, which are not counted",
    )
    .about("The commands set-aside and undo-ruling say otherwise")
    .takes([most()]);
    let campaign =
        Operation::read::<CampaignPage>("campaign", "One campaign with its signals, by any of these")
            .takes([id('S', "S-17")]);
    let sources =
        Operation::read::<SourceList>("sources", "Sources, and what became of everything that arrived")
            .about(ARRIVALS_ARE_OF_NOW)
            .takes([as_of(), most()]);
    let source = Operation::read::<SourcePage>("source", "One source with its imports and rejected items")
        .about(ARRIVALS_ARE_OF_NOW)
        .takes([name(), as_of()]);
    [
        get(
            "/api/v1/signals",
            signals::list,
            list.or(&[404, 422]).example("/api/v1/signals?theme=unsorted&limit=100"),
        ),
        post("/api/v1/signals", signals::post, posted::operation()),
        get("/api/v1/campaigns", campaigns::list, list_campaigns.example("/api/v1/campaigns")),
        get(
            "/api/v1/campaigns/{id}",
            campaigns::show,
            campaign.or(&[404, 422]).example("/api/v1/campaigns/S-17"),
        ),
        get("/api/v1/signals/{id}", signals::show, show.or(&[404]).example("/api/v1/signals/S-17")),
        get(
            "/api/v1/search",
            signals::search,
            search.or(&[404, 422]).example("/api/v1/search?q=refund+never+came&rating_max=2"),
        ),
        get("/api/v1/sources", sources::list, sources.example("/api/v1/sources")),
        get("/api/v1/sources/{name}", sources::show, source.or(&[404]).example("/api/v1/sources/complaints")),
        post("/api/v1/imports", sources::import, sources::operation()),
    ]
}

fn code() -> [Route; 8] {
    let component = Operation::read::<ComponentPage>("component", "One component with its themes and files")
        .takes([name(), required(query("name", "Which component", text(PATH_MAX))), as_of()]);
    let file = Operation::read::<FilePage>("file", "One file with the pain that each part of it carries")
        .takes([
            name(),
            required(query("path", "The file, from the top of the repository", text(PATH_MAX))),
            line("from", "First line"),
            line("to", "Last line"),
            as_of(),
        ]);
    let components = Operation::read::<CodePage>("components", "Components: pain against change");
    let locate = Operation::read::<Found>("locate", "The code behind a text")
        .takes(locate_parameters())
        .takes([required(query("q", "What a customer said", text(TEXT_MAX)))]);
    let of_theme = Operation::read::<Found>("theme_links", "The code behind a theme")
        .takes(locate_parameters())
        .takes([id('T', "T-42")]);
    let of_signal = Operation::read::<Found>("signal_links", "The code behind a signal")
        .takes(locate_parameters())
        .takes([id('S', "S-17")]);
    let owner = "As CODEOWNERS names them, or a mail address; by default whom git commits as";
    let watch = Operation::read::<Watched>("watch", "What is new and rising in the code that somebody owns")
        .about("It does not count as a look: the command see-code does. It does not look back, since it tells what came since the last look")
        .takes([query("owner", owner, text(NAME_MAX)), most()]);
    [
        get("/api/v1/repositories", code::repositories, repositories()),
        get(
            "/api/v1/repositories/{name}/component",
            code::component,
            component.or(&[404]).example("/api/v1/repositories/shop/component?name=src/pay"),
        ),
        get(
            "/api/v1/repositories/{name}/file",
            code::file,
            file.or(&[404, 422]).example("/api/v1/repositories/shop/file?path=src/pay/errors.py"),
        ),
        get(
            "/api/v1/components",
            code::components,
            components.takes([repository(), as_of(), most()]).or(&[404]).example("/api/v1/components"),
        ),
        get(
            "/api/v1/locate",
            code::find,
            locate.or(&[404, 422]).example("/api/v1/locate?q=my+card+was+declined"),
        ),
        get(
            "/api/v1/themes/{id}/links",
            code::links_of_theme,
            of_theme.or(&[404]).example("/api/v1/themes/T-1/links"),
        ),
        get(
            "/api/v1/signals/{id}/links",
            code::links_of_signal,
            of_signal.or(&[404]).example("/api/v1/signals/S-17/links"),
        ),
        get("/api/v1/watch", code::look, watch.or(&[404, 422]).example("/api/v1/watch?owner=@payments")),
    ]
}

/// Who the customers are.
fn customers() -> [Route; 6] {
    let changes = "The commands upsert-customers, set-customer, merge-customers, unmerge-customer and give-signal change what \
                   is known of them; erase takes one away for good";
    let after = json!({"type": "string", "pattern": "^([Cc]-)?[0-9]{1,18}$"});
    let list = Operation::read::<CustomerList>(
        "customers",
        "Customers, and how many signals are of none that is known",
    )
    .about(changes)
    .takes([
        query("named", "Only those in whose name, or in one of whose domains, this stands", text(SHORT_MAX)),
        query("sort", "In which order", usually(words::<CustomerSort>(), "added")),
        query("after", "Where the list goes on: behind this customer, such as C-42", after),
        limit(50, LIMIT_MAX),
    ]);
    let offset = json!({"type": "integer", "minimum": 0, "maximum": OFFSET_MAX, "default": 0});
    let person = json!({"type": "string", "pattern": "^([Pp]-)?[0-9]{1,18}$"});
    let show = Operation::read::<CustomerPage>(
        "customer",
        "One customer: what is known and by whose word, and all they said",
    )
    .takes([
        id('C', "C-42"),
        query("offset", "Signals before those that are listed", offset.clone()),
        limit(20, LIMIT_MAX),
        query("people_after", "Where the list of people goes on: behind this one, such as P-17", person),
    ]);
    let timeline = Operation::read::<Timeline>(
        "customer_timeline",
        "What one customer said and what happened to what is known of them, newest first",
    )
    .takes([
        id('C', "C-42"),
        query("offset", "Entries before those that are listed", offset),
        limit(20, LIMIT_MAX),
    ]);
    let export =
        Operation::read::<CustomerExport>("export_customer", "Everything that is held of one customer")
            .takes([id('C', "C-42")]);
    let rates =
        Operation::read::<RateList>("rates", "At which rates sums of one currency are counted in another")
            .about("A person gave each; the commands set-rate, remove-rate and undo-rate change them")
            .takes([as_of()]);
    [
        get("/api/v1/rates", rates::list, rates.example("/api/v1/rates")),
        get(
            "/api/v1/unclaimed-domains",
            customers::unclaimed,
            unclaimed_domains().example("/api/v1/unclaimed-domains"),
        ),
        get("/api/v1/customers", customers::list, list.example("/api/v1/customers?named=acme")),
        get("/api/v1/customers/{id}", customers::show, show.or(&[404]).example("/api/v1/customers/C-1")),
        get(
            "/api/v1/customers/{id}/timeline",
            customers::timeline,
            timeline.or(&[404]).example("/api/v1/customers/C-1/timeline"),
        ),
        get(
            "/api/v1/customers/{id}/export",
            customers::export,
            export.or(&[404]).example("/api/v1/customers/C-1/export"),
        ),
    ]
}

/// Who is missing among the customers.
fn unclaimed_domains() -> Operation {
    let summary = "Domains of addresses from which somebody wrote, and which no customer has";
    Operation::read::<UnclaimedList>("unclaimed_domains", summary).takes([limit(50, LIMIT_MAX)])
}

/// What customers try to get done.
fn goals() -> [Route; 2] {
    let list = Operation::read::<GoalList>("goals", "What customers try to get done, the open ones first")
        .about(
            "The commands add-goal, set-goal, link-goal, unlink-goal, remove-goal and undo-goal change them; judge-strength and \
             undo-strength say how much a customer needs what a theme asks for",
        )
        .takes([
            most(),
        ])
        .takes(which_goals());
    let show = Operation::read::<GoalCard>("goal", "One goal").takes([id('G', "G-2")]);
    [
        get("/api/v1/goals", goals::list, list.or(&[404, 422]).example("/api/v1/goals?state=open")),
        get("/api/v1/goals/{id}", goals::show, show.or(&[404]).example("/api/v1/goals/G-2")),
    ]
}

/// Problems that are worth solving.
fn opportunities() -> [Route; 6] {
    let list = Operation::read::<OpportunityList>("opportunities", "Opportunities, the heaviest first")
        .about(
            "The commands add-opportunity, set-opportunity, say-hypothesis, say-solution, merge-opportunities, \
             remove-opportunity and undo-opportunity change them",
        )
        .takes([
            method(),
            most(),
        ])
        .takes(which_opportunities());
    let show = Operation::read::<OpportunityPage>(
        "opportunity",
        "One opportunity, with who guessed what and what was done to it",
    )
    .takes([id('O', "O-1"), method()]);
    let acts = Operation::read::<Vec<OpportunityActCard>>(
        "opportunity_acts",
        "What was done to an opportunity and stands, the last act first",
    )
    .takes([id('O', "O-1")]);
    let markdown =
        Operation::text("opportunity_markdown", "One opportunity as a document", &["text/markdown"])
            .takes([id('O', "O-1"), method()]);
    let exported =
        exports::operation("export_opportunities", "Opportunities, the heaviest first, as a table")
            .takes([method()])
            .takes(which_opportunities());
    let body = Operation::read::<IssueBody>(
        "opportunity_body",
        "What an issue about an opportunity can say, to paste into a tracker",
    )
    .about("Nothing is sent by itself; new_issue is the page of the tracker on which a person does so")
    .takes([
        id('O', "O-1"),
        query("for", "For which tracker; else for that of an issue that is known", words::<Tracker>()),
    ]);
    [
        get(
            "/api/v1/opportunities",
            opportunities::list,
            list.or(&[404, 422]).example("/api/v1/opportunities?method=wsjf"),
        ),
        get(
            "/api/v1/opportunities/{id}",
            opportunities::show,
            show.or(&[404, 422]).example("/api/v1/opportunities/O-1"),
        ),
        get(
            "/api/v1/opportunities/{id}/acts",
            opportunities::acts,
            acts.or(&[404]).example("/api/v1/opportunities/O-1/acts"),
        ),
        get(
            "/api/v1/opportunities/{id}/markdown",
            opportunities::markdown,
            markdown.or(&[404, 422]).example("/api/v1/opportunities/O-1/markdown"),
        ),
        get(
            "/api/v1/exports/opportunities",
            exports::opportunities,
            exported.or(&[404]).example("/api/v1/exports/opportunities?method=wsjf&format=jsonl"),
        ),
        get(
            "/api/v1/opportunities/{id}/body",
            opportunities::body,
            body.or(&[404, 422]).example("/api/v1/opportunities/O-1/body?for=gitlab"),
        ),
    ]
}

/// By which method opportunities are weighed.
fn method() -> Value {
    let methods: Vec<&str> = Method::ALL.into_iter().map(Method::as_str).collect();
    let words = json!({"type": "string", "enum": methods, "default": "rice"});
    query("method", "By which method they are weighed", words)
}

/// What narrows opportunities.
fn which_opportunities() -> [Value; 3] {
    let of_theme = json!({"type": "string", "pattern": "^([Tt]-)?[0-9]{1,18}$"});
    [
        query("state", "Only those that stand so", words::<OpportunityState>()),
        query("theme", "Only those that come from this theme", of_theme),
        query("owner", "Only those of this owner", text(200)),
    ]
}

/// What was decided, on what customers said.
fn decisions() -> [Route; 4] {
    let list = Operation::read::<DecisionList>("decisions", "Decisions, those to be looked at again first")
        .about(
            "The commands add-decision, change-decision, choose-option, say-dissent, review-decision, supersede-decision, \
             remove-decision and undo-decision change them",
        )
        .takes(which_decisions())
        .takes([most()]);
    let about = "What it rests on is told as it stood when it was written down, and as it is now; what was erased since is null";
    let show =
        Operation::read::<DecisionCard>("decision", "One decision").about(about).takes([id('D', "D-1")]);
    let forms = json!({"type": "string", "enum": Form::ALL.map(Form::as_str), "default": "whole"});
    let document = Operation::text("export_decision", "One decision as a document", &["text/markdown"])
        .takes([
            id('D', "D-1"),
            query(
                "form",
                "All of it, or a record of an architecture decision with its usual headings",
                forms,
            ),
        ]);
    let exported =
        exports::operation("export_decisions", "Decisions, those to be looked at again first, as a table")
            .takes(which_decisions());
    [
        get(
            "/api/v1/decisions",
            decisions::list,
            list.or(&[404, 422]).example("/api/v1/decisions?state=due"),
        ),
        get("/api/v1/decisions/{id}", decisions::show, show.or(&[404, 422]).example("/api/v1/decisions/D-1")),
        get(
            "/api/v1/decisions/{id}/document",
            decisions::export,
            document.or(&[404, 422]).example("/api/v1/decisions/D-1/document?form=adr"),
        ),
        get(
            "/api/v1/exports/decisions",
            exports::decisions,
            exported.or(&[404]).example("/api/v1/exports/decisions?state=due&format=jsonl"),
        ),
    ]
}

/// What narrows decisions.
fn which_decisions() -> [Value; 3] {
    let of = |name, description, pattern: &str| {
        query(name, description, json!({"type": "string", "pattern": pattern}))
    };
    [
        query("state", "Only those that stand so", words::<DecisionState>()),
        of("theme", "Only those that rest on this theme", "^([Tt]-)?[0-9]{1,18}$"),
        of("opportunity", "Only those that are about this opportunity", "^([Oo]-)?[0-9]{1,18}$"),
    ]
}

/// One page about one thing.
fn briefs() -> [Route; 4] {
    let pattern = json!({"type": "string", "pattern": "^[TtOoCc]-[0-9]{1,18}$"});
    let id: Value = required(json!({
        "name": "id", "in": "path", "description": "A theme, an opportunity or a customer, such as T-42", "schema": pattern,
    }));
    let week = json!({"type": "string", "examples": ["2026-W14"]});
    let named = |about| required(query("name", about, text(NAME_MAX)));
    [
        get(
            "/api/v1/briefs/week",
            briefs::week,
            briefs::operation("brief_of_week", "What was heard in seven days, on one page")
                .takes([query("week", "A week of the calendar; else the last seven full days", week)])
                .example("/api/v1/briefs/week?format=markdown"),
        ),
        get(
            "/api/v1/briefs/component",
            briefs::component,
            briefs::operation(
                "brief_of_component",
                "What customers suffer in one part of the product, on one page",
            )
            .takes([
                named("The component"),
                query("repository", "Of this repository; needed where there are several", text(NAME_MAX)),
            ])
            .example("/api/v1/briefs/component?name=src/pay"),
        ),
        get(
            "/api/v1/briefs/customer",
            briefs::customer,
            briefs::operation(
                "brief_of_customer_called",
                "What the customer of a name tells us, on one page",
            )
            .takes([required(query("name", "What it is called", text(SHORT_MAX)))])
            .example("/api/v1/briefs/customer?name=Acme"),
        ),
        get(
            "/api/v1/briefs/{id}",
            briefs::of_id,
            briefs::operation("brief", "One theme, opportunity or customer, on one page")
                .takes([id])
                .example("/api/v1/briefs/T-1?format=markdown"),
        ),
    ]
}

/// What people say to each other, and what waits for whom.
fn comments() -> [Route; 4] {
    let topic = || {
        let schema = json!({"type": "string", "pattern": "^[TtOoDd]-[0-9]{1,18}$"});
        required(query("topic", "About what, such as T-42", schema))
    };
    let thread = Operation::read::<Thread>(
        "comments",
        "What was said about a theme, an opportunity or a decision, the first first",
    )
    .about(
        "The command add-comment says something and hands over, see-topic says that what was said is seen, and undo-comment takes \
         one back. Of what is part of something else by now, the thread of that is answered, with what was said before",
    )
    .takes([topic(), as_of(), most()]);
    let name = text(comments::NAME_MAX);
    let inbox = Operation::read::<Inbox>("inbox", "What waits for somebody, what is overdue first").takes([
        query("for", "For whom, by name or address; by default for whoever runs the server", name),
        most(),
    ]);
    let people = Operation::read::<People>("people", "People who work here, as far as is known");
    let export = exports::operation("export_comments", "All that was said about something, as a table")
        .takes([topic(), as_of()]);
    [
        get(
            "/api/v1/exports/comments",
            exports::comments,
            export.or(&[404]).example("/api/v1/exports/comments?topic=T-1"),
        ),
        get("/api/v1/comments", comments::thread, thread.or(&[404]).example("/api/v1/comments?topic=T-1")),
        get("/api/v1/inbox", comments::inbox, inbox.example("/api/v1/inbox?for=ann")),
        get("/api/v1/people", comments::people, people.example("/api/v1/people")),
    ]
}

/// What narrows goals.
fn which_goals() -> [Value; 3] {
    let of = |name, description, pattern: &str| {
        query(name, description, json!({"type": "string", "pattern": pattern}))
    };
    let of_customer = "Only those of this customer: its own, those of its segments, and everybody's";
    [
        query("state", "Only those that stand so", words::<GoalState>()),
        of("customer", of_customer, "^([Cc]-)?[0-9]{1,18}$"),
        of("theme", "Only those that this theme stands in the way of", "^([Tt]-)?[0-9]{1,18}$"),
    ]
}

/// Sets of customers by conditions.
fn segments() -> [Route; 3] {
    let list = Operation::read::<SegmentList>("segments", "Segments: sets of customers by conditions")
        .about(
            "The commands add-segment, rename-segment, set-segment, remove-segment and undo-segment change them. The parameter segment of any \
             filter narrows to the signals of their customers",
        )
        .takes([most()]);
    let after = json!({"type": "string", "pattern": "^([Cc]-)?[0-9]{1,18}$"});
    let show = Operation::read::<SegmentPage>("segment", "One segment, and who is in it").takes([
        name(),
        query("after", "Where the list goes on: behind this customer, such as C-42", after),
        limit(50, LIMIT_MAX),
    ]);
    let preview =
        Operation::read::<SegmentPreview>("segment_preview", "Who would be in a segment of these conditions")
            .takes([
                required(query(
                    "condition",
                    "The conditions, as add-segment takes them",
                    text(CONDITION_CHARS_MAX),
                )),
                limit(20, LIMIT_MAX),
            ]);
    [
        get("/api/v1/segments", segments::list, list.example("/api/v1/segments")),
        get("/api/v1/segments/{name}", segments::show, show.or(&[404]).example("/api/v1/segments/Large")),
        get(
            "/api/v1/segment-preview",
            segments::preview,
            preview.or(&[422]).example("/api/v1/segment-preview?condition=plan+%3D+Business"),
        ),
    ]
}

fn released() -> [Route; 3] {
    let list = Operation::read::<ReleaseList>("releases", "What shipped when, the last first")
        .about(
            "The commands add-release, sync-releases (the tags of repositories), remove-release and undo-release change them",
        )
        .takes(page(50))
        .takes([query("product", "Only those of this product", text(releases::PRODUCT_MAX)), as_of()]);
    let show = Operation::read::<ReleaseCard>("release", "One release").takes([id('L', "L-3")]);
    [
        get("/api/v1/releases", releases::list, list.or(&[422]).example("/api/v1/releases?product=shop")),
        get("/api/v1/releases/{id}", releases::show, show.or(&[404]).example("/api/v1/releases/L-3")),
        post("/api/v1/releases", releases::import, releases::operation()),
    ]
}

/// What is said of customers, as tables.
fn exported_of_customers() -> [Route; 2] {
    let goals = exports::operation("export_goals", "All goals, as a table").takes(which_goals());
    let segments = exports::operation("export_segments", "All segments, as a table");
    [
        get(
            "/api/v1/exports/goals",
            exports::goals,
            goals.or(&[404]).example("/api/v1/exports/goals?state=open"),
        ),
        get("/api/v1/exports/segments", exports::segments, segments.example("/api/v1/exports/segments")),
    ]
}

/// Whole tables, for spreadsheets and documents.
fn exported() -> [Route; 5] {
    let themes =
        exports::operation("export_themes", "All themes under a filter, as a table").filtered().takes([
            as_of(),
            query("kind", "Only themes of this kind", words::<ThemeKind>()),
            area(),
            query("sort", "In which order", usually(words::<ThemeSort>(), "signals")),
        ]);
    let signals = exports::operation("export_signals", "All signals under a filter, whole, as a table");
    let search = exports::operation("export_search", "What a search finds, at most 1,000, as a table");
    let search = search.filtered().takes([
        as_of(),
        query("q", "All words, \"phrases\" and -without; empty lists the newest", text(WORDS_MAX)),
        query("sort", "In which order", usually(words::<SearchSort>(), "relevance")),
        theme(),
        area(),
    ]);
    let customers = exports::operation("export_customers", "All customers, as a table").takes([
        query("named", "Only those in whose name, or in one of whose domains, this stands", text(SHORT_MAX)),
        query("sort", "In which order", usually(words::<CustomerSort>(), "added")),
    ]);
    let components = exports::operation("export_components", "All components, as a table");
    [
        get(
            "/api/v1/exports/themes",
            exports::themes,
            themes.or(&[404]).example("/api/v1/exports/themes?sort=rising&format=markdown"),
        ),
        get(
            "/api/v1/exports/customers",
            exports::customers,
            customers.example("/api/v1/exports/customers?sort=revenue"),
        ),
        get(
            "/api/v1/exports/signals",
            exports::signals,
            signals
                .filtered()
                .takes([as_of(), theme(), area()])
                .or(&[404])
                .example("/api/v1/exports/signals?since=30d"),
        ),
        get(
            "/api/v1/exports/search",
            exports::search,
            search.or(&[404, 422]).example("/api/v1/exports/search?q=refund+never+came"),
        ),
        get(
            "/api/v1/exports/components",
            exports::components,
            components.takes([repository(), as_of()]).or(&[404]).example("/api/v1/exports/components"),
        ),
    ]
}

/// What a look back leaves alone.
const ARRIVALS_ARE_OF_NOW: &str = "Looking back, signals are counted up to then; imports and what became of their items are told as they are now";

fn repositories() -> Operation {
    let about = "Whoever runs Hearken can register one at its terminal; this API cannot, so that whoever reaches it does \
                 not choose what is read on this machine";
    let list = Operation::read::<Repositories>("repositories", "The registered repositories");
    list.about(about).takes([most()]).example("/api/v1/repositories")
}

fn repository() -> Value {
    query("repository", "Only in this repository", text(NAME_MAX))
}

/// Where to look for code, and how many files at most.
fn locate_parameters() -> [Value; 3] {
    [repository(), limit(10, LINKS_MAX), as_of()]
}

fn usually(mut schema: Value, word: &str) -> Value {
    schema["default"] = json!(word);
    schema
}
