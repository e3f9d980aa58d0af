//! What every door shares: the store, and its views in memory.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use hearken_analysis::boilerplate::Templates;
use hearken_analysis::redact::Rules;
use hearken_analysis::themes::Model;
use hearken_domain::Generation;
use hearken_store::{Access, DataDir, Quotas, Snapshot, Store, Vectors, Words};

use crate::actions::opportunities::followed::Followed;
use crate::actions::signals::kept_reader::KeptReader;
use crate::actions::signals::kept_reports::KeptReports;
use crate::actions::signals::words::vectors_id;
use crate::actions::surges::looked::Looked;
use crate::code::{OpenCode, SeenTags};
use crate::courier::Courier;
use crate::error::AppError;
use crate::facets::FacetsCache;
use crate::weighed::WeighedCache;
use crate::worth::FactsCache;

/// A handle on everything; cheap to clone. Its functions block.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    words: RwLock<Option<Words>>,
    vectors: RwLock<Option<Arc<Vectors>>>,
    clustering: ClusteringProgress,
    facets: FacetsCache,
    seen_tags: SeenTags,
    /// Up to where issues and commits were followed.
    followed: Mutex<Option<Followed>>,
    worth: FactsCache,
    weighed: WeighedCache,
    templates: Mutex<Option<(Generation, Arc<Templates>)>>,
    catching_up: Mutex<()>,
    views_in_doubt: AtomicBool,
    code: OpenCode,
    linking: Mutex<()>,
    recent_reports: Mutex<Option<KeptReports>>,
    /// What reads signals, as people corrected it.
    reader: Mutex<Option<KeptReader>>,
    rules: OnceLock<Rules>,
    quotas: OnceLock<Quotas>,
    courier: OnceLock<Courier>,
    sending: Mutex<()>,
    /// Up to when it was looked for surges.
    surges: Mutex<Looked>,
    erasing: Mutex<()>,
}

/// How far a clustering run has come, for whoever looks while it runs.
#[derive(Debug, Default)]
pub struct ClusteringProgress {
    step: Mutex<Option<String>>,
    share: AtomicU32,
}

impl ClusteringProgress {
    /// Says what is being done and how far it is, 0 to 1.
    pub fn set(&self, step: &str, share: f32) {
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = Some(step.to_owned());
        self.share.store(share.to_bits(), Ordering::Relaxed);
    }

    /// Says that none is running.
    pub fn clear(&self) {
        *self.step.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What is being done and how far it is.
    pub fn get(&self) -> Option<(String, f32)> {
        let step = self.step.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        Some((step, f32::from_bits(self.share.load(Ordering::Relaxed))))
    }
}

impl App {
    /// Opens a data directory as it is; doors open it by `actions::data::open`. To write, it takes the lock and makes sure that the views exist.
    ///
    /// # Errors
    /// See [`Store::open`].
    pub fn open(dir: &DataDir, access: Access) -> Result<Self, AppError> {
        dir.check_private()?;
        let store = Store::open(dir, access)?;
        let words = match access {
            Access::Write => Some(Words::open_or_create(dir)?),
            Access::Read => Words::open(dir)?,
        };
        let vectors = Vectors::open(dir, &vectors_id())?.map(Arc::new);
        Ok(Self(Arc::new(Inner {
            store,
            words: RwLock::new(words),
            vectors: RwLock::new(vectors),
            clustering: ClusteringProgress::default(),
            facets: FacetsCache::default(),
            seen_tags: SeenTags::default(),
            followed: Mutex::new(None),
            worth: FactsCache::default(),
            weighed: WeighedCache::default(),
            templates: Mutex::new(None),
            catching_up: Mutex::new(()),
            views_in_doubt: AtomicBool::new(true),
            code: OpenCode::default(),
            linking: Mutex::new(()),
            recent_reports: Mutex::new(None),
            reader: Mutex::new(None),
            rules: OnceLock::new(),
            quotas: OnceLock::new(),
            courier: OnceLock::new(),
            sending: Mutex::new(()),
            surges: Mutex::default(),
            erasing: Mutex::new(()),
        })))
    }

    /// What texts are read without, as the clustering run that stands in `snapshot` learned it.
    pub(crate) fn templates(&self, snapshot: &Snapshot) -> Result<Arc<Templates>, AppError> {
        let generation = snapshot.generation();
        let mut kept = self.0.templates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, templates)) = kept.as_ref().filter(|(of, _)| *of == generation) {
            return Ok(templates.clone());
        }
        let run = snapshot.clustering().current()?;
        let templates = Arc::new(run.map(|run| Model::templates_in(&run.model)).unwrap_or_default());
        *kept = Some((generation, templates.clone()));
        Ok(templates)
    }

    /// Looks for the operator's own patterns, too, from now on; only the first says which.
    pub fn look_for(&self, rules: Rules) {
        let _ = self.0.rules.set(rules);
    }

    /// What redaction looks for.
    pub fn rules(&self) -> &Rules {
        self.0.rules.get_or_init(Rules::standard)
    }

    /// Takes in no more than this from now on; only the first says how much.
    pub fn keep_within(&self, quotas: Quotas) {
        let _ = self.0.quotas.set(quotas);
    }

    /// Hands alerts over by this from now on; only the first says by what.
    pub fn send_by(&self, courier: Courier) {
        let _ = self.0.courier.set(courier);
    }

    /// What hands alerts over, where anything does.
    pub(crate) fn courier(&self) -> Option<&Courier> {
        self.0.courier.get()
    }

    /// Runs `work` while nobody else sends alerts.
    pub(crate) fn while_sending<T>(&self, work: impl FnOnce() -> T) -> T {
        let _alone = self.0.sending.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }

    /// Runs `work` while nobody else looks for surges.
    pub(crate) fn while_noticing_surges<T>(&self, work: impl FnOnce(&mut Looked) -> T) -> T {
        work(&mut self.0.surges.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How much is taken in.
    pub(crate) fn quotas(&self) -> Quotas {
        self.0.quotas.get().copied().unwrap_or_default()
    }

    /// Whether there is room for more.
    pub(crate) fn check_room(&self) -> Result<(), AppError> {
        Ok(self.store().check_room(&self.quotas())?)
    }

    /// Whether the files of the views in use still stand: somebody may have removed them.
    pub(crate) fn views_stand(&self) -> bool {
        let dir = self.store().dir();
        let stand = |used: bool, folder: std::path::PathBuf, file: &str| !used || folder.join(file).is_file();
        stand(self.words().is_some(), dir.words(), "meta.json")
            && stand(self.vectors().is_some(), dir.vectors(), "state")
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The text index, where there is one.
    pub fn words(&self) -> Option<Words> {
        self.0.words.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The vectors, as of the last time they were caught up.
    pub fn vectors(&self) -> Option<Arc<Vectors>> {
        self.0.vectors.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at the views on disk again.
    ///
    /// # Errors
    /// The vectors or the text index cannot be read.
    pub fn reload_views(&self) -> Result<(), AppError> {
        if let Some(words) = self.words() {
            words.reload()?;
        }
        let vectors = Vectors::open(self.store().dir(), &vectors_id())?.map(Arc::new);
        *self.0.vectors.write().unwrap_or_else(PoisonError::into_inner) = vectors;
        Ok(())
    }

    /// Whether the views are to be looked at from end to end: at first, and whenever one could not be read.
    pub fn views_in_doubt(&self) -> bool {
        self.0.views_in_doubt.load(Ordering::Relaxed)
    }

    /// Says whether the views are to be looked at from end to end.
    pub fn doubt_views(&self, doubt: bool) {
        self.0.views_in_doubt.store(doubt, Ordering::Relaxed);
    }

    /// Puts another text index in place of the one in use.
    pub fn replace_words(&self, words: Words) {
        *self.0.words.write().unwrap_or_else(PoisonError::into_inner) = Some(words);
    }

    /// Drops the vectors, to be rebuilt by the next catching up.
    ///
    /// # Errors
    /// The folder of the vectors cannot be deleted.
    pub fn forget_vectors(&self) -> Result<(), AppError> {
        *self.0.vectors.write().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(hearken_store::VectorsWriter::discard(self.store().dir())?)
    }

    /// How far the running clustering run has come.
    pub fn clustering(&self) -> &ClusteringProgress {
        &self.0.clustering
    }

    /// Runs `work` while nobody else catches views up.
    pub fn while_catching_up<T>(&self, work: impl FnOnce() -> T) -> T {
        let _alone = self.0.catching_up.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }

    /// Up to where issues and commits were followed by this process.
    pub(crate) fn followed(&self) -> Option<Followed> {
        self.0.followed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Remembers that they were.
    pub(crate) fn note_followed(&self, followed: Followed) {
        *self.0.followed.lock().unwrap_or_else(PoisonError::into_inner) = Some(followed);
    }

    /// The tags of repositories as this process last took them in.
    pub(crate) fn seen_tags(&self) -> &SeenTags {
        &self.0.seen_tags
    }

    /// Facets as they were last counted.
    pub(crate) fn facets(&self) -> &FacetsCache {
        &self.0.facets
    }

    /// What customers pay, as it was last read.
    pub(crate) fn worth(&self) -> &FactsCache {
        &self.0.worth
    }

    /// Scores of opportunities as they were last drawn.
    pub(crate) fn weighed(&self) -> &WeighedCache {
        &self.0.weighed
    }

    /// The repositories that are open.
    pub(crate) fn open_code(&self) -> &OpenCode {
        &self.0.code
    }

    /// Runs `work` while nobody else changes indexes of code or links into it.
    pub fn while_linking<T>(&self, work: impl FnOnce() -> T) -> T {
        let _alone = self.0.linking.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }

    /// Runs `work` while nobody else finds bursts, on the reports that the last who did so kept.
    pub(crate) fn while_finding_bursts<T>(&self, work: impl FnOnce(&mut Option<KeptReports>) -> T) -> T {
        work(&mut self.0.recent_reports.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What `work` makes of the reader that was last used, alone with it.
    pub(crate) fn keep_reader<T>(&self, work: impl FnOnce(&mut Option<KeptReader>) -> T) -> T {
        work(&mut self.0.reader.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs `work` while nobody else erases.
    pub fn while_erasing<T>(&self, work: impl FnOnce() -> T) -> T {
        let _alone = self.0.erasing.lock().unwrap_or_else(PoisonError::into_inner);
        work()
    }
}
