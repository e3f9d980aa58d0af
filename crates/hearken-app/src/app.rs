//! What every door shares: the store, its views in memory, the clock, and the errors people are told.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use hearken_analysis::meaning::Table;
use hearken_domain::{LogPosition, Timestamp};
use hearken_store::{Access, DataDir, Store, StoreError, Vectors, Words};

use crate::actions::cards::Facets;
use crate::code::OpenCode;

/// A count of facets that takes longer than this rests before it is made again, …
const SLOW_COUNT: Duration = Duration::from_millis(50);
/// … for so many times as long as it took.
const SLOW_COUNT_RESTS: u32 = 20;

/// A handle on everything; cheap to clone. Its functions block.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    words: RwLock<Option<Words>>,
    vectors: RwLock<Option<Arc<Vectors>>>,
    clock: Clock,
    notice: Option<String>,
    learning: LearningProgress,
    facets: Mutex<Option<CountedFacets>>,
    catching_up: Mutex<()>,
    views_in_doubt: AtomicBool,
    code: OpenCode,
    linking: Mutex<()>,
}

/// What time it is, for what people are shown. What is recorded always carries the real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    Real,
    /// Standing still, for a sample whose time is past.
    Pinned(Timestamp),
}

/// How far a learning has come, for whoever looks while it runs.
#[derive(Debug, Default)]
pub struct LearningProgress {
    step: Mutex<Option<String>>,
    share: AtomicU32,
}

impl LearningProgress {
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
    /// Opens a data directory. To write, it takes the lock and makes sure that the views exist.
    ///
    /// # Errors
    /// See [`Store::open`].
    pub fn open(
        dir: &DataDir,
        access: Access,
        clock: Clock,
        notice: Option<String>,
    ) -> Result<Self, AppError> {
        let store = Store::open(dir, access)?;
        let words = match access {
            Access::Write => Some(Words::open_or_create(dir)?),
            Access::Read => Words::open(dir)?,
        };
        let vectors = Vectors::open(dir, Table::builtin().id())?.map(Arc::new);
        Ok(Self(Arc::new(Inner {
            store,
            words: RwLock::new(words),
            vectors: RwLock::new(vectors),
            clock,
            notice,
            learning: LearningProgress::default(),
            facets: Mutex::new(None),
            catching_up: Mutex::new(()),
            views_in_doubt: AtomicBool::new(true),
            code: OpenCode::default(),
            linking: Mutex::new(()),
        })))
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
    /// They cannot be read.
    pub fn reload_views(&self) -> Result<(), AppError> {
        if let Some(words) = self.words() {
            words.reload()?;
        }
        let vectors = Vectors::open(self.store().dir(), Table::builtin().id())?.map(Arc::new);
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

    /// Drops the vectors, to be made again by the next catching up.
    ///
    /// # Errors
    /// They cannot be deleted.
    pub fn forget_vectors(&self) -> Result<(), AppError> {
        *self.0.vectors.write().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(hearken_store::VectorsWriter::discard(self.store().dir())?)
    }

    /// The time that people are shown things as of: the pinned one, or now; and, where the newest signal is more than
    /// four weeks old, the time of that signal, so that an old export does not look like silence.
    ///
    /// # Errors
    /// Any failure of the database.
    pub fn as_of(&self) -> Result<Timestamp, AppError> {
        let now = match self.0.clock {
            Clock::Pinned(at) => return Ok(at),
            Clock::Real => Timestamp::now(),
        };
        let quiet_since = now - jiff::SignedDuration::from_hours(4 * 7 * 24);
        Ok(match self.store().newest()? {
            Some(newest) if newest < quiet_since => newest,
            _ => now,
        })
    }

    /// What people should know about the data before they read anything into it.
    pub fn notice(&self) -> Option<&str> {
        self.0.notice.as_deref()
    }

    /// How far the running learning has come.
    pub fn learning(&self) -> &LearningProgress {
        &self.0.learning
    }

    /// Runs `work` while nobody else catches views up.
    pub fn while_catching_up<T>(&self, work: impl FnOnce() -> T) -> T {
        let _alone = self.0.catching_up.lock().unwrap_or_else(PoisonError::into_inner);
        work()
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

    /// Facets of everything, counted again only when the log has grown; where that takes its time, not at once.
    ///
    /// # Errors
    /// What `count` fails with.
    pub fn facets(&self, count: impl FnOnce() -> Result<Facets, AppError>) -> Result<Facets, AppError> {
        let position = self.store().position()?;
        let mut kept = self.0.facets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_ref()
            && (kept.position == position || kept.good_until > Instant::now())
        {
            return Ok(kept.facets.clone());
        }
        let started = Instant::now();
        let facets = count()?;
        let took = started.elapsed();
        let good_until = started + if took > SLOW_COUNT { took * SLOW_COUNT_RESTS } else { Duration::ZERO };
        *kept = Some(CountedFacets { position, good_until, facets: facets.clone() });
        Ok(facets)
    }
}

/// Facets as they were counted.
#[derive(Debug)]
struct CountedFacets {
    position: LogPosition,
    /// Until when they are shown although the log has grown.
    good_until: Instant,
    facets: Facets,
}

/// A failure, by whose turn it is to act.
#[derive(Debug)]
pub enum AppError {
    /// The person who asked can mend it.
    User {
        /// What failed, and which one.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// Something else that was done stands against it.
    Conflict {
        /// What failed, and what stands against it.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// What was asked for is not there.
    NotFound {
        /// What is not there.
        message: String,
        /// Where to look instead.
        hint: Option<String>,
    },
    /// Whoever set Hearken up can mend it.
    Config {
        /// What failed, and which one.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// Another process holds the data directory; it may take the action over.
    Held(StoreError),
    /// Hearken is at fault.
    Internal(anyhow::Error),
}

impl AppError {
    /// An error the person who asked can mend.
    pub fn user(message: impl Into<String>) -> Self {
        Self::User { message: message.into(), hint: None }
    }

    /// Something that is not there.
    pub fn not_found(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::NotFound { message: message.into(), hint: Some(hint.into()) }
    }

    /// With what to do about it.
    #[must_use]
    pub fn hint(self, text: impl Into<String>) -> Self {
        let hint = Some(text.into());
        match self {
            Self::User { message, .. } => Self::User { message, hint },
            Self::Conflict { message, .. } => Self::Conflict { message, hint },
            Self::NotFound { message, .. } => Self::NotFound { message, hint },
            Self::Config { message, .. } => Self::Config { message, hint },
            other => other,
        }
    }

    /// What to do, where that is known.
    pub fn hint_text(&self) -> Option<&str> {
        match self {
            Self::User { hint, .. }
            | Self::Conflict { hint, .. }
            | Self::NotFound { hint, .. }
            | Self::Config { hint, .. } => hint.as_deref(),
            Self::Held(_) => Some("wait for it to end, or stop it"),
            Self::Internal(_) => None,
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::User { message, .. }
            | Self::Conflict { message, .. }
            | Self::NotFound { message, .. }
            | Self::Config { message, .. } => f.write_str(message),
            Self::Held(error) => error.fmt(f),
            Self::Internal(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for AppError {}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let hint = match &error {
            StoreError::Absent(_) => "import something first (hearken import FILE), or try hearken demo",
            StoreError::Held { .. } => return Self::Held(error),
            StoreError::Ruling { missing: true, .. } => {
                return Self::not_found(
                    error.to_string(),
                    "hearken themes and hearken rulings list what there is",
                );
            }
            StoreError::Ruling { against: Some(other), .. } => {
                let hint = format!("undo that ruling first: hearken theme undo {other}");
                return Self::Conflict { message: error.to_string(), hint: Some(hint) };
            }
            StoreError::Ruling { .. } => return Self::Conflict { message: error.to_string(), hint: None },
            StoreError::File { source, .. } if is_refusal(source) => {
                "let this user write there, or name another data directory with --data DIR"
            }
            _ if error.is_config() => return Self::Config { message: error.to_string(), hint: None },
            _ => return Self::Internal(error.into()),
        };
        Self::Config { message: error.to_string(), hint: Some(hint.to_owned()) }
    }
}

fn is_refusal(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
}

impl From<anyhow::Error> for AppError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}
