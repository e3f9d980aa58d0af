//! What a report names outright: files and lines, in stack traces and in passing. It is looked up once and asked often.

use crate::Index;
use crate::trace::{self, Frame, Mention};

/// Frames and mentions of a report with the files that they lead to.
pub(crate) struct Outright<'a> {
    frames: Vec<Frame<'a>>,
    /// (Which frame, path), frames of the app first.
    framed: Vec<(usize, &'a str)>,
    mentions: Vec<(Mention<'a>, Vec<&'a str>)>,
}

impl<'a> Outright<'a> {
    /// Reads a report.
    pub fn new(index: &'a Index, text: &'a str) -> Self {
        let frames = trace::frames(text);
        let framed = trace::resolve(&frames, |name| index.paths_named(name));
        let found = |mention: Mention<'a>| {
            let name = mention.file.rsplit('/').next().unwrap_or(&mention.file);
            let paths = trace::matching(&mention.file, &index.paths_named(name));
            (!paths.is_empty()).then_some((mention, paths))
        };
        let mentions = trace::mentions(text).into_iter().filter_map(found).collect();
        Self { frames, framed, mentions }
    }

    /// The files that stack traces go through, best first, some more than once.
    pub fn framed(&self) -> impl Iterator<Item = &'a str> {
        self.framed.iter().map(|(_, path)| *path)
    }

    /// The files that each mention may mean.
    pub fn mentioned(&self) -> impl Iterator<Item = &[&'a str]> {
        self.mentions.iter().map(|(_, paths)| paths.as_slice())
    }

    /// The frames that lead to a file, best first.
    pub fn frames_of(&self, path: &str) -> impl Iterator<Item = &Frame<'a>> {
        self.framed.iter().filter(move |(_, found)| *found == path).map(|(frame, _)| &self.frames[*frame])
    }

    /// The mentions of a file.
    pub fn mentions_of(&self, path: &str) -> impl Iterator<Item = &Mention<'a>> {
        self.mentions.iter().filter(move |(_, paths)| paths.contains(&path)).map(|(mention, _)| mention)
    }
}
