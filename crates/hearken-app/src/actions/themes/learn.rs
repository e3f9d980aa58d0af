//! Learning themes on all that is there, and making what was found current.

use std::collections::BTreeMap;

use hearken_analysis::meaning::{Table, Vector};
use hearken_analysis::naming::{self, ClusterTexts};
use hearken_analysis::themes::{self, Learned, Model, Settings, Step, Text, Was, match_themes};
use hearken_domain::{LogPosition, Membership, SignalFilter, SignalId, ThemeId, Timestamp};
use hearken_store::{Bindings, NewLearning, NewTheme, StoredText};
use serde::{Deserialize, Serialize};
use tracing::info;

use crate::actions::data::catch_up::{Progress, catch_up, words_of};
use crate::app::{App, AppError};

/// Fewer signals have no themes worth the name.
const SIGNALS_MIN: u64 = 20;
/// Learn again once there are so many times the signals of the last learning.
const GROWTH: f64 = 1.3;
/// Learn again once so many signals arrived since the last learning of which a share fits nowhere,
const ARRIVED_MIN: u64 = 200;
/// so many times the share that fitted nowhere then, and at least this.
const DRIFT: f64 = 2.0;
const DRIFT_MIN: f64 = 0.1;
/// Verbatims kept for a theme.
const EXEMPLARS: usize = 7;
/// Telling signals that a description is looked for in.
const DESCRIBING: usize = 40;
/// Memberships written at a time, so that nobody waits long for the writer.
const BATCH: usize = 5_000;
/// A person may rule about themes while they are learned; then they are learned again, so often at most.
const TRIES: usize = 5;

/// What a learning would change, or changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LearnReport {
    /// Whether it became current.
    pub applied: bool,
    /// Signals learned on.
    pub signals: u64,
    /// Signals that belong nowhere.
    pub unsorted: u64,
    /// Signals that are in another theme than before.
    pub moved: u64,
    /// Themes that were there before.
    pub kept: Vec<ThemeChange>,
    /// Themes that were not.
    pub born: Vec<ThemeChange>,
    /// Themes that are no longer found.
    pub retired: Vec<ThemeChange>,
}

/// A theme in a learning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeChange {
    /// Its id; `None` where a learning that was not applied would give it one.
    pub id: Option<ThemeId>,
    /// Its name.
    pub name: String,
    /// Signals before.
    pub before: u64,
    /// Signals after.
    pub after: u64,
}

/// Whether there is something to learn: a first time, a new table or form of model, a ruling that asks for it, much more
/// than the last time, or arrivals that fit nowhere.
///
/// # Errors
/// Any failure of the store.
pub fn is_due(app: &App) -> Result<bool, AppError> {
    let store = app.store();
    let (signals, _) = store.span(&SignalFilter::default(), None)?;
    let Some(learning) = store.current_learning()? else { return Ok(signals >= SIGNALS_MIN) };
    if Model::from_bytes(&learning.model, Table::builtin().id()).is_err()
        || store.wants_learning()?
        || signals as f64 >= GROWTH * learning.signals as f64
    {
        return Ok(signals > 0);
    }
    let arrived = signals.saturating_sub(learning.signals);
    let new_unsorted = store.theme_totals()?.unsorted.saturating_sub(learning.unsorted);
    let share = new_unsorted as f64 / arrived.max(1) as f64;
    let usual = learning.unsorted as f64 / learning.signals.max(1) as f64;
    Ok(arrived >= ARRIVED_MIN && share > DRIFT_MIN.max(DRIFT * usual))
}

/// Brings every view up to the log, and learns themes whether or not that is due.
///
/// # Errors
/// Any failure of the store or its views.
pub fn learn_now(app: &App, progress: Progress<'_>) -> Result<LearnReport, AppError> {
    catch_up(app, progress)?;
    let report = app.while_catching_up(|| learn(app, false, progress))?;
    catch_up(app, progress)?;
    Ok(report)
}

/// Learns themes on everything up to where the vectors are, and makes them current. Whoever reads meanwhile sees the
/// themes that stood before. With `dry_run` nothing is written, and the answer says what would change.
///
/// # Errors
/// Any failure of the store; the themes that stood still stand then.
pub fn learn(app: &App, dry_run: bool, progress: Progress<'_>) -> Result<LearnReport, AppError> {
    let told = |step: &str, share: f32| {
        app.learning().set(step, share);
        progress(step, share);
    };
    let result = (0..TRIES).try_fold(None, |_: Option<LearnReport>, _| match run(app, dry_run, &told) {
        Ok(report) if report.applied || dry_run => Err(Ok(report)),
        Ok(report) => Ok(Some(report)),
        Err(error) => Err(Err(error)),
    });
    app.learning().clear();
    match result {
        Err(done) => done,
        Ok(_) => Err(AppError::user("people ruled about themes all the while they were learned")
            .hint("learn again once they are done")),
    }
}

/// What is learned on.
struct Read {
    position: LogPosition,
    stored: Vec<StoredText>,
    words: Vec<String>,
    vectors: Vec<Vector>,
    was: Vec<Was>,
    members: Vec<(ThemeId, Vec<SignalId>)>,
    bindings: Bindings,
}

impl Read {
    fn everything(app: &App) -> Result<Self, AppError> {
        let (bindings, members) = (app.store().bindings()?, app.store().all_members()?);
        let Some(vectors) = app.vectors() else {
            return Err(AppError::user("nothing is embedded yet").hint("import something first"));
        };
        let mut stored = app.store().all_texts()?;
        stored.retain(|text| vectors.index_of(text.id).is_some());
        let mut themes: BTreeMap<SignalId, Was> = BTreeMap::new();
        for (theme, signals) in &members {
            let held = bindings.themes.binary_search(theme).ok();
            let was = held.map_or(Was::Somewhere, |held| Was::Held(held as u32));
            themes.extend(signals.iter().map(|signal| (*signal, was)));
        }
        Ok(Self {
            position: vectors.position(),
            words: stored.iter().map(|text| words_of(text.title.as_deref(), &text.text)).collect(),
            vectors: stored
                .iter()
                .map(|text| vectors.get(text.id).and_then(Vector::from_bytes).unwrap_or(Vector::EMPTY))
                .collect(),
            was: stored.iter().map(|text| themes.get(&text.id).copied().unwrap_or_default()).collect(),
            stored,
            members,
            bindings,
        })
    }

    fn texts(&self) -> Vec<Text<'_>> {
        let rows = self.stored.iter().zip(&self.words).zip(&self.vectors).zip(&self.was);
        rows.map(|(((stored, text), vector), was)| Text {
            id: stored.id.0,
            text,
            vector: *vector,
            was: *was,
            rating: stored.rating,
            at_ms: stored.at.as_millisecond(),
        })
        .collect()
    }
}

fn run(app: &App, dry_run: bool, progress: Progress<'_>) -> Result<LearnReport, AppError> {
    let started_at = Timestamp::now();
    progress("reading signals", 0.0);
    let read = Read::everything(app)?;
    let texts = read.texts();
    let before = app.store().current_learning()?;
    let previous = before.and_then(|l| Model::from_bytes(&l.model, Table::builtin().id()).ok());
    let settings = Settings::default();
    let learned = themes::learn(&texts, previous.as_ref(), &settings, &|step, share| {
        let step = match step {
            Step::Fold => "folding copies",
            Step::Words => "reading words",
            Step::Neighbours => "finding neighbours",
            Step::Communities => "finding themes",
            Step::Refine => "sharpening themes",
            Step::Assign => "assigning themes",
        };
        progress(step, share);
    });

    progress("naming themes", 0.0);
    let (groups, clusters) = group(&learned, &read);
    let themes = describe(&texts, &groups);
    let places = places(&read, &groups, &learned);
    let mut report = report(app, &read, &themes, &places)?;
    if dry_run {
        return Ok(report);
    }
    let (generation, ids) = app.store().begin_learning(NewLearning {
        position: read.position,
        table_id: Table::builtin().id().to_owned(),
        settings: serde_json::to_value(&settings).map_err(anyhow::Error::from)?,
        model: learned.model.to_bytes(),
        themes,
        clusters,
        rulings: read.bindings.version,
        signals: texts.len() as u64,
        unsorted: report.unsorted,
        started_at,
    })?;
    for (change, id) in report.born.iter_mut().zip(ids.iter().zip(&groups).filter(|(_, g)| g.id.is_none())) {
        change.id = Some(*id.0);
    }
    let memberships: Vec<Membership> =
        places.into_iter().map(|(signal, place)| membership(signal, place, &read, &ids)).collect();
    let count = memberships.len().max(1);
    for (index, batch) in memberships.chunks(BATCH).enumerate() {
        app.store().place(generation, batch.to_vec(), None)?;
        progress("writing themes", (index * BATCH) as f32 / count as f32);
    }
    report.applied = app.store().apply_learning(generation, Timestamp::now())?;
    info!(themes = ids.len(), signals = texts.len(), applied = report.applied, "learned themes");
    Ok(report)
}

/// A theme that was found: one cluster, or, of a theme that people ruled about, several.
struct Group {
    id: Option<ThemeId>,
    parent: Option<ThemeId>,
    area: u32,
    members: Vec<u32>,
}

/// The themes that the clusters are, and the place of each cluster's theme among them.
fn group(learned: &Learned, read: &Read) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_held: BTreeMap<u32, usize> = BTreeMap::new();
    let mut clusters = Vec::new();
    for cluster in &learned.clusters {
        let place = cluster.held.and_then(|held| of_held.get(&held).copied()).unwrap_or(groups.len());
        if place == groups.len() {
            let id = cluster.held.map(|held| read.bindings.themes[held as usize]);
            groups.push(Group { id, parent: None, area: cluster.area, members: Vec::new() });
        }
        if let Some(held) = cluster.held {
            of_held.insert(held, place);
        }
        groups[place].members.extend(&cluster.members);
        clusters.push(place);
    }
    let number = |signals: &[SignalId]| signals.iter().map(|signal| signal.0).collect();
    let old: Vec<(ThemeId, Vec<u64>)> = read
        .members
        .iter()
        .filter(|(theme, _)| read.bindings.themes.binary_search(theme).is_err())
        .map(|(theme, signals)| (*theme, number(signals)))
        .collect();
    let free: Vec<usize> = (0..groups.len()).filter(|place| groups[*place].id.is_none()).collect();
    let new: Vec<Vec<u64>> = free
        .iter()
        .map(|place| groups[*place].members.iter().map(|at| read.stored[*at as usize].id.0).collect())
        .collect();
    let matching = match_themes(&old, &new);
    for (place, id) in free.into_iter().zip(matching.kept) {
        groups[place].id = id;
        if id.is_none() {
            groups[place].parent = parent(&groups[place], read);
        }
        groups[place].members.sort_unstable();
    }
    (groups, clusters)
}

/// The theme that most of a group's signals were in.
fn parent(group: &Group, read: &Read) -> Option<ThemeId> {
    let members: std::collections::BTreeSet<u64> =
        group.members.iter().map(|at| read.stored[*at as usize].id.0).collect();
    let common = |signals: &[SignalId]| signals.iter().filter(|signal| members.contains(&signal.0)).count();
    let most = read
        .members
        .iter()
        .map(|(theme, signals)| (common(signals), *theme))
        .max_by_key(|(common, _)| *common);
    most.filter(|(common, _)| common * 2 > members.len()).map(|(_, theme)| theme)
}

/// Names, kinds, areas and telling verbatims of what was found.
fn describe(texts: &[Text<'_>], groups: &[Group]) -> Vec<NewTheme> {
    let words =
        |members: &[u32]| ClusterTexts { texts: members.iter().map(|&at| texts[at as usize].text).collect() };
    let names = naming::name(&groups.iter().map(|group| words(&group.members)).collect::<Vec<_>>());
    let areas = areas(groups, &words);
    groups
        .iter()
        .zip(names)
        .map(|(group, name)| {
            let telling = naming::exemplars(texts, &group.members, DESCRIBING);
            NewTheme {
                id: group.id,
                kind: naming::kind(texts, &group.members),
                description: naming::sentence(texts, &telling, &name),
                name: name.name,
                area: areas.get(&group.area).cloned(),
                words: name.words,
                exemplars: telling
                    .iter()
                    .take(EXEMPLARS)
                    .map(|at| SignalId(texts[*at as usize].id))
                    .collect(),
                signals: group.members.len() as u64,
                parent: group.parent,
            }
        })
        .collect()
}

/// The name of each area that has more than one theme.
fn areas<'t>(groups: &[Group], words: &dyn Fn(&[u32]) -> ClusterTexts<'t>) -> BTreeMap<u32, String> {
    let mut of_area: BTreeMap<u32, Vec<&Group>> = BTreeMap::new();
    for group in groups {
        of_area.entry(group.area).or_default().push(group);
    }
    if of_area.len() < 2 {
        return BTreeMap::new();
    }
    let texts: Vec<ClusterTexts<'t>> = of_area
        .values()
        .map(|groups| {
            words(&groups.iter().flat_map(|group| group.members.iter().copied()).collect::<Vec<_>>())
        })
        .collect();
    let names = naming::name(&texts);
    let named = of_area.into_iter().zip(names).filter(|((_, groups), _)| groups.len() > 1);
    named.map(|((area, _), name)| (area, name.name)).collect()
}

/// Where a signal belongs: the place of a theme among those found, with how clearly; or where a person put it.
#[derive(Debug, Clone, Copy)]
enum Place {
    Found(usize, f32),
    Put(Option<ThemeId>),
    Unsorted,
}

fn places(read: &Read, groups: &[Group], learned: &Learned) -> BTreeMap<SignalId, Place> {
    let mut confidence = vec![0.0; read.stored.len()];
    for cluster in &learned.clusters {
        for (&member, &sure) in cluster.members.iter().zip(&cluster.confidence) {
            confidence[member as usize] = sure;
        }
    }
    let mut places: BTreeMap<SignalId, Place> =
        learned.unsorted.iter().map(|at| (read.stored[*at as usize].id, Place::Unsorted)).collect();
    for (place, group) in groups.iter().enumerate() {
        for &at in &group.members {
            places.insert(read.stored[at as usize].id, Place::Found(place, confidence[at as usize]));
        }
    }
    for (signal, theme) in &read.bindings.moved {
        if let Some(place) = places.get_mut(signal) {
            *place = Place::Put(*theme);
        }
    }
    places
}

fn membership(signal: SignalId, place: Place, read: &Read, ids: &[ThemeId]) -> Membership {
    // A theme that a person moved a signal to is held, so it is among those found, unless it has no signal of its own.
    let (theme, confidence) = match place {
        Place::Found(place, confidence) => (Some(ids[place]), confidence),
        Place::Put(theme) => (theme.filter(|theme| read.bindings.themes.contains(theme)), 1.0),
        Place::Unsorted => (None, 0.0),
    };
    Membership { signal, theme, confidence }
}

fn report(
    app: &App,
    read: &Read,
    themes: &[NewTheme],
    places: &BTreeMap<SignalId, Place>,
) -> Result<LearnReport, AppError> {
    let names: BTreeMap<ThemeId, String> =
        app.store().themes()?.into_iter().map(|theme| (theme.id, theme.name)).collect();
    let sizes: BTreeMap<ThemeId, u64> =
        read.members.iter().map(|(theme, signals)| (*theme, signals.len() as u64)).collect();
    let mut of_signal: BTreeMap<SignalId, ThemeId> = BTreeMap::new();
    for (theme, signals) in &read.members {
        of_signal.extend(signals.iter().map(|signal| (*signal, *theme)));
    }
    let id = |place: &Place| match place {
        Place::Found(place, _) => themes[*place].id,
        Place::Put(theme) => *theme,
        Place::Unsorted => None,
    };
    let moved = places
        .iter()
        .filter(|(signal, place)| of_signal.get(signal).is_some_and(|was| id(place) != Some(*was)));
    let change = |theme: &NewTheme| ThemeChange {
        id: theme.id,
        name: theme.id.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| theme.name.clone()),
        before: theme.id.map_or(0, |id| sizes.get(&id).copied().unwrap_or(0)),
        after: theme.signals,
    };
    let (kept, born): (Vec<_>, Vec<_>) = themes.iter().partition(|theme| theme.id.is_some());
    let found: Vec<ThemeId> = themes.iter().filter_map(|theme| theme.id).collect();
    Ok(LearnReport {
        applied: false,
        signals: read.stored.len() as u64,
        unsorted: places.values().filter(|place| matches!(place, Place::Unsorted | Place::Put(None))).count()
            as u64,
        moved: moved.count() as u64,
        kept: kept.into_iter().map(change).collect(),
        born: born.into_iter().map(change).collect(),
        retired: names
            .iter()
            .filter(|(id, _)| !found.contains(id))
            .map(|(id, name)| ThemeChange {
                id: Some(*id),
                name: name.clone(),
                before: sizes.get(id).copied().unwrap_or(0),
                after: 0,
            })
            .collect(),
    })
}
