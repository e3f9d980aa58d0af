//! The reasons that speak for a file, each with its number in a row of numbers.

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// A reason; its number is its index in a row.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Feature { $($(#[$doc])* $name),+ }
        impl Feature {
            /// Every reason, in the order of a row.
            pub const ALL: [Self; COUNT] = [$(Self::$name),+];
        }
        /// How many there are.
        pub const COUNT: usize = [$(stringify!($name)),+].len();
    };
}
features!(
    /// BM25 of the content.
    Content,
    /// The same by the title's words alone.
    Title,
    /// The three best of the file's parts of 60 lines.
    Chunks,
    /// The best part by the title's words alone.
    TitleChunk,
    /// Pairs of words that stand together.
    Pairs,
    /// The path.
    Path,
    /// The path by the title's words alone.
    TitlePath,
    /// Names that are defined.
    Definitions,
    /// The same by the title's words alone.
    TitleDefinitions,
    /// Texts that users see.
    Messages,
    /// Messages of the past commits that are most like the report.
    Commits,
    /// The words of all commit messages about the file.
    History,
    /// The same by the title's words alone.
    TitleHistory,
    /// Past reports that were fixed here.
    Reports,
    /// A stack trace goes through it.
    Frame,
    /// The report names it by an identifier of several parts.
    StemWhole,
    /// The report names it by a plain word.
    StemWord,
    /// The title names it.
    StemTitle,
    /// The report names its path.
    PathNamed,
    /// The report names its module.
    ModuleNamed,
    /// A commit that the report names touched it.
    CommitNamed,
    /// The report is of a build of a commit that touched it.
    BuildNamed,
    /// A commit that names an issue which the report names touched it.
    IssueNamed,
    /// It was changed of late.
    Recency,
    /// It is long.
    Length,
);

impl Feature {
    /// Whether it speaks for a file whatever is asked.
    pub(super) fn always(self) -> bool {
        matches!(self, Self::Recency | Self::Length)
    }
}

/// What speaks for a file, by reason.
pub type Row = [f32; COUNT];
