//! Pages of a list that are cut by rows: what is of one burst is one row, on the page where the first of it stands in the order
//! of the list, and on no other. Behind the first of a burst come its others, wherever in the list they stand.

use std::collections::{HashMap, HashSet};

use hearken_domain::{Signal, SignalFilter, SignalId};
use hearken_store::{Among, Page, Place, place_of};

use crate::actions::signals::ranking::{Ranked, Ranking};
use crate::actions::signals::search_query::SearchQuery;
use crate::error::AppError;
use crate::view::View;

/// Others of a burst that its row opens to; the page of any of them has all.
const OTHERS_MAX: usize = 20;
/// Signals that are looked through for rows.
const LOOKED_THROUGH_MAX: usize = 50_000;

/// A page of so many rows in the order of time, newest first, and where the list goes on.
///
/// # Errors
/// Any failure of the store.
pub fn page_in_rows(
    view: &View,
    filter: &SignalFilter,
    among: &Among,
    after: Option<Place>,
    limit: usize,
) -> Result<Page, AppError> {
    let (reader, bursts) = (view.store().signals(), view.store().bursts());
    let (mut shown, mut rows) = (Vec::new(), 0);
    let mut met: HashSet<SignalId> = HashSet::new();
    let mut place = after;
    loop {
        let page = reader.page(filter, among.clone(), place, limit)?;
        let ids: Vec<SignalId> = page.signals.iter().map(|signal| signal.id).collect();
        let of_burst = bursts.names(&ids)?;
        for signal in page.signals {
            let here = place_of(&signal);
            let mut others = Vec::new();
            if let Some(burst) = of_burst.get(&signal.id) {
                // Its row is on this page already, or on an earlier one.
                if !met.insert(*burst) || !is_first(view, (filter, among), *burst, &signal, &mut others)? {
                    place = Some(here);
                    continue;
                }
            }
            if rows == limit {
                return Ok(Page { signals: shown, next: place });
            }
            rows += 1;
            place = Some(here);
            shown.push(signal);
            shown.extend(reader.several(&others)?);
        }
        if page.next.is_none() {
            return Ok(Page { signals: shown, next: None });
        }
    }
}

/// Whether a signal is the newest of its burst in the list; the others, newest first.
fn is_first(
    view: &View,
    (filter, among): (&SignalFilter, &Among),
    burst: SignalId,
    signal: &Signal,
    others: &mut Vec<SignalId>,
) -> Result<bool, AppError> {
    let mut listed = listed(view, filter, among, burst)?;
    listed.reverse();
    let first = listed.first() == Some(&signal.id);
    others.extend(listed.into_iter().skip(1).take(OTHERS_MAX));
    Ok(first)
}

/// Those of a burst that are in a list, oldest first.
fn listed(
    view: &View,
    filter: &SignalFilter,
    among: &Among,
    burst: SignalId,
) -> Result<Vec<SignalId>, AppError> {
    let mut members = view.store().bursts().members(burst)?;
    if !filter.is_empty() {
        let passing: HashSet<SignalId> =
            view.store().signals().passing(&members, filter)?.into_iter().collect();
        members.retain(|member| passing.contains(member));
    }
    if *among != Among::Everything {
        let themes = view.store().themes().memberships(&members)?;
        members.retain(|member| match themes.get(member).map(|membership| membership.theme) {
            Some(Some(theme)) => among.has(theme),
            Some(None) => *among == Among::Unsorted,
            None => false,
        });
    }
    Ok(members)
}

/// What of a ranking is on a page of so many rows, and whether a further page has more.
pub(super) struct RankedRows {
    pub(super) ranking: Ranking,
    pub(super) shown: Vec<Ranked>,
    pub(super) more: bool,
}

/// The rows of a page of what is found. `rank` gives the first so many in order, and must give the same whenever it is asked.
pub(super) fn ranked_in_rows(
    view: &View,
    query: &SearchQuery,
    among: &Among,
    rank: impl Fn(usize) -> Result<Ranking, AppError>,
) -> Result<RankedRows, AppError> {
    let end = query.offset + query.limit;
    let mut wanted = end + 1;
    loop {
        let mut ranking = rank(wanted)?;
        let exhausted = ranking.ranked.len() < wanted || wanted >= LOOKED_THROUGH_MAX;
        let rows = rows(view, std::mem::take(&mut ranking.ranked))?;
        if rows.len() <= end && !exhausted {
            wanted *= 4;
            continue;
        }
        let more = rows.len() > end;
        let all: Option<HashSet<SignalId>> =
            ranking.to_count.as_ref().map(|all| all.iter().copied().collect());
        let mut shown = Vec::new();
        for (burst, mut row) in rows.into_iter().skip(query.offset).take(query.limit) {
            if let Some(burst) = burst {
                let known: HashSet<SignalId> = row.iter().map(|ranked| ranked.signal).collect();
                let mut others = match (&all, query.words.trim().is_empty()) {
                    (_, true) => listed(view, &query.filter, among, burst)?,
                    (Some(_), false) => view.store().bursts().members(burst)?,
                    (None, false) => Vec::new(),
                };
                others.retain(|id| !known.contains(id) && all.as_ref().is_none_or(|all| all.contains(id)));
                row.extend(others.into_iter().map(Ranked::unscored));
            }
            shown.extend(row.into_iter().take(1 + OTHERS_MAX));
        }
        return Ok(RankedRows { ranking, shown, more });
    }
}

/// What is one row, with the burst that it is of.
type RankedRow = (Option<SignalId>, Vec<Ranked>);

/// What is ranked, with what is of one burst together where the first of it stands.
fn rows(view: &View, ranked: Vec<Ranked>) -> Result<Vec<RankedRow>, AppError> {
    let ids: Vec<SignalId> = ranked.iter().map(|ranked| ranked.signal).collect();
    let of_burst = view.store().bursts().names(&ids)?;
    let mut rows: Vec<RankedRow> = Vec::new();
    let mut row_of: HashMap<SignalId, usize> = HashMap::new();
    for one in ranked {
        let burst = of_burst.get(&one.signal).copied();
        match burst.and_then(|burst| row_of.get(&burst).copied()) {
            Some(row) => rows[row].1.push(one),
            None => {
                row_of.extend(burst.map(|burst| (burst, rows.len())));
                rows.push((burst, vec![one]));
            }
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use hearken_domain::{Actor, Timestamp};
    use hearken_ingest::Input;
    use hearken_store::{Access, DataDir};

    use super::*;
    use crate::actions::signals::find_bursts::find_bursts;
    use crate::actions::signals::search::{SearchSort, search};
    use crate::actions::sources::import::ImportFile;
    use crate::app::App;
    use crate::command::execute;
    use crate::context::Context;
    use crate::host::Host;

    const ORBIT: &str =
        "The Orbit payment terminal shows error E4417 and refuses every contactless card since this morning";

    /// Seven signals, one a day, three of them reports of one incident.
    fn seven() -> (tempfile::TempDir, Context) {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(&DataDir::new(folder.path()), Access::Write).unwrap();
        let now: Timestamp = "2024-04-01T12:00:00Z".parse().unwrap();
        let ctx = Context::at(app, Actor::person("ann"), now);
        let texts =
            ["Where is my invoice", ORBIT, "The dark theme is too bright", ORBIT, "Please add Polish"];
        let texts = texts.into_iter().chain([ORBIT, "The map does not scroll"]);
        let lines: String = (1..)
            .zip(texts)
            .map(|(day, text)| format!("{{\"text\": \"{text}\", \"at\": \"2024-03-0{day}\"}}\n"))
            .collect();
        let input = Input::from_reader("app.jsonl", Box::new(std::io::Cursor::new(lines.into_bytes())));
        let mut host = Host { input: Some(input), ..Host::default() };
        execute(&ctx, ImportFile::default(), &mut host).unwrap();
        find_bursts(&ctx, &|_, _| {}).unwrap();
        (folder, ctx)
    }

    fn days(signals: impl IntoIterator<Item = Timestamp>) -> Vec<String> {
        signals.into_iter().map(|at| at.strftime("%-d").to_string()).collect()
    }

    #[test]
    fn a_burst_is_on_the_page_of_its_newest_with_its_others_and_on_no_other_page() {
        let (_folder, ctx) = seven();
        let view = ctx.view().unwrap();
        let page = |after, limit| {
            let filter = view.up_to_then(&SignalFilter::default());
            let page = page_in_rows(&view, &filter, &Among::Everything, after, limit).unwrap();
            (days(page.signals.iter().map(|signal| signal.at)), page.next)
        };
        let (first, next) = page(None, 2);
        assert_eq!(first, ["7", "6", "4", "2"]);
        let (second, next) = page(next, 2);
        assert_eq!(second, ["5", "3"]);
        assert_eq!(page(next, 2), (vec!["1".to_owned()], None));
        assert_eq!(page(None, 5), (["7", "6", "4", "2", "5", "3", "1"].map(str::to_owned).to_vec(), None));
        assert_eq!(page(None, 4).0.last().unwrap(), "3");
    }

    #[test]
    fn a_filter_that_takes_the_newest_away_leaves_the_row_with_the_next() {
        let (_folder, ctx) = seven();
        let view = ctx.view().unwrap();
        let filter = SignalFilter::default().until("2024-03-05T12:00:00Z".parse().unwrap());
        let page = page_in_rows(&view, &filter, &Among::Everything, None, 2).unwrap();
        assert_eq!(days(page.signals.iter().map(|signal| signal.at)), ["5", "4", "2"]);
    }

    #[test]
    fn a_search_counts_rows_in_whichever_order_and_signals_where_it_is_told_to() {
        let (_folder, ctx) = seven();
        let view = ctx.view().unwrap();
        let found = |sort, in_rows, offset| {
            let query = SearchQuery { sort, in_rows, offset, limit: 2, ..SearchQuery::default() };
            let found = search(&view, &query).unwrap();
            assert_eq!(found.matches, 7);
            (days(found.hits.iter().map(|hit| hit.signal.at)), found.more)
        };
        let list = |expected: &[&str], more| (expected.iter().map(|day| (*day).to_owned()).collect(), more);
        assert_eq!(found(SearchSort::Newest, true, 0), list(&["7", "6", "2", "4"], true));
        assert_eq!(found(SearchSort::Newest, true, 2), list(&["5", "3"], true));
        assert_eq!(found(SearchSort::Newest, true, 4), list(&["1"], false));
        assert_eq!(found(SearchSort::Oldest, true, 0), list(&["1", "2", "4", "6"], true));
        assert_eq!(found(SearchSort::Newest, false, 2), list(&["5", "4"], true));
    }
}
