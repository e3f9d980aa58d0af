//! The index file: a head that says where each section lies, then the sections, each aligned to eight bytes, so that a
//! memory map of it is the index and opening costs nothing.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use memmap2::Mmap;

use crate::CodeError;

const MAGIC: &[u8; 8] = b"hrknCODE";
/// Changes with anything that makes an older file unreadable or its numbers mean something else.
const VERSION: u32 = 4;
const HEAD: usize = 16;

/// What the file holds. The numbers are positions in its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Section {
    /// JSON: commit, its time, components.
    Meta,
    Paths,
    PathEnds,
    Blobs,
    Kinds,
    Lines,
    Lengths,
    FirstChunks,
    ChunkLengths,
    Documents,
    DocumentEnds,
    ContentTerms,
    ContentEnds,
    ContentPostings,
    ContentFiles,
    PathTerms,
    PathTermEnds,
    PathPostings,
    DefinitionTerms,
    DefinitionEnds,
    DefinitionPostings,
    MessageTerms,
    MessageEnds,
    MessagePostings,
    PairTerms,
    PairEnds,
    PairPostings,
    CommitIds,
    CommitSeconds,
    CommitAuthors,
    CommitMessages,
    CommitMessageEnds,
    CommitLengths,
    CommitFiles,
    CommitFileEnds,
    CommitFileCounts,
    CommitTerms,
    CommitTermEnds,
    CommitPostings,
    FileCommits,
    FileCommitEnds,
    Authors,
    AuthorEnds,
    ChangedPaths,
    ChangedFormerPaths,
    ChangedEnds,
    PastPaths,
    PastPathEnds,
    /// Numbers of the files that are catalogues of texts, ascending.
    Catalogues,
    /// Keys of their texts that few files say, ascending, and the words of each.
    ShownKeys,
    ShownTerms,
    ShownEnds,
}

const SECTIONS: usize = Section::ShownEnds as usize + 1;

/// Sections to be written.
#[derive(Default)]
pub(crate) struct SectionsWriter {
    sections: Vec<Vec<u8>>,
}

impl SectionsWriter {
    pub fn new() -> Self {
        Self { sections: vec![Vec::new(); SECTIONS] }
    }

    pub fn set(&mut self, section: Section, bytes: Vec<u8>) {
        self.sections[section as usize] = bytes;
    }

    pub fn set_numbers<T: bytemuck::NoUninit>(&mut self, section: Section, numbers: &[T]) {
        self.set(section, bytemuck::cast_slice(numbers).to_vec());
    }

    /// Texts, one behind the other, and where each ends.
    pub fn set_texts<'a>(&mut self, texts: Section, ends: Section, each: impl IntoIterator<Item = &'a [u8]>) {
        let (mut bytes, mut end_offsets) = (Vec::new(), Vec::<u32>::new());
        for text in each {
            bytes.extend_from_slice(text);
            end_offsets.push(bytes.len() as u32);
        }
        self.set(texts, bytes);
        self.set_numbers(ends, &end_offsets);
    }

    /// Writes the file whole beside `path`, and puts it in its place.
    pub fn write(self, path: &Path) -> Result<(), CodeError> {
        let failed = |source| CodeError::File { path: path.to_owned(), source };
        let fresh = path.with_extension("new");
        let mut out = BufWriter::new(File::create(&fresh).map_err(failed)?);
        let mut offset = HEAD + SECTIONS * 16;
        let mut head = MAGIC.to_vec();
        head.extend(VERSION.to_le_bytes());
        head.extend((SECTIONS as u32).to_le_bytes());
        for section in &self.sections {
            head.extend((offset as u64).to_le_bytes());
            head.extend((section.len() as u64).to_le_bytes());
            offset += section.len().next_multiple_of(8);
        }
        out.write_all(&head).map_err(failed)?;
        for section in &self.sections {
            out.write_all(section).map_err(failed)?;
            out.write_all(&[0; 8][..section.len().next_multiple_of(8) - section.len()]).map_err(failed)?;
        }
        let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        std::fs::rename(&fresh, path).map_err(failed)
    }
}

/// The sections of a file, mapped into memory.
#[derive(Debug)]
pub(crate) struct Sections {
    map: Mmap,
    extents: Vec<(usize, usize)>,
}

impl Sections {
    /// Maps the file at `path`; `None` where there is none.
    #[allow(unsafe_code)]
    pub fn open(path: &Path) -> Result<Option<Self>, CodeError> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(CodeError::File { path: path.to_owned(), source }),
        };
        // SAFETY: the file is written whole, renamed into place and never changed; a new index is another file.
        let map = unsafe { Mmap::map(&file) }
            .map_err(|source| CodeError::File { path: path.to_owned(), source })?;
        let unusable = |reason: &str| CodeError::Index { path: path.to_owned(), reason: reason.to_owned() };
        if map.len() < HEAD || &map[..8] != MAGIC {
            return Err(unusable("it is not a code index"));
        }
        let number = |offset: usize| {
            u32::from_le_bytes([map[offset], map[offset + 1], map[offset + 2], map[offset + 3]])
        };
        if number(8) != VERSION || number(12) as usize != SECTIONS {
            return Err(unusable("it is of another version"));
        }
        let mut extents = Vec::with_capacity(SECTIONS);
        for offset in (HEAD..HEAD + SECTIONS * 16).step_by(16) {
            let extent = map.get(offset..offset + 16).map(|bytes| {
                let half = |from: usize| {
                    bytes[from..from + 8].iter().rev().fold(0usize, |n, byte| n << 8 | usize::from(*byte))
                };
                (half(0), half(8))
            });
            match extent {
                Some((from, length))
                    if from % 8 == 0 && from.checked_add(length).is_some_and(|to| to <= map.len()) =>
                {
                    extents.push((from, length));
                }
                _ => return Err(unusable("it is cut off")),
            }
        }
        Ok(Some(Self { map, extents }))
    }

    pub fn bytes(&self, section: Section) -> &[u8] {
        let (from, length) = self.extents[section as usize];
        &self.map[from..from + length]
    }

    /// Numbers of a section; none where its bytes are not such numbers.
    pub fn numbers<T: bytemuck::AnyBitPattern>(&self, section: Section) -> &[T] {
        bytemuck::try_cast_slice(self.bytes(section)).unwrap_or_default()
    }

    /// The `index`th text of a section of texts; empty where there is none.
    pub fn text(&self, texts: Section, ends: Section, index: usize) -> &[u8] {
        self.bytes(texts).get(range(self.numbers(ends), index)).unwrap_or_default()
    }

    /// The `index`th list of a section of lists.
    pub fn list(&self, lists: Section, ends: Section, index: usize) -> &[u32] {
        self.numbers(lists).get(range(self.numbers(ends), index)).unwrap_or_default()
    }
}

fn range(ends: &[u32], index: usize) -> std::ops::Range<usize> {
    let from = if index == 0 { 0 } else { ends.get(index - 1).copied().unwrap_or_default() };
    from as usize..ends.get(index).copied().unwrap_or(from).max(from) as usize
}
