//! Why a file: each reason that counted, looked up where it stands, so that whoever doubts it can check it.

use hearken_domain::Verbatim;

use super::cited::{Cited, How};
use super::feature::Feature;
use super::features::Features;
use super::outright::Outright;
use super::past::Past;
use super::place;
use super::query::Query;
use super::report::Report;
use super::score;
use super::source::{SPANS, Source};
use crate::history::message_terms;
use crate::index::{CONTENT, find};
use crate::link::{Evidence, Located, Naming, Span};
use crate::sections::Section;
use crate::text::Text;
use crate::words::{Term, Words, runs};
use crate::{CodeError, Index, Repository};

/// A change that lies further back than this is no news.
const RECENT_DAYS: i64 = 60;
/// Past reports that are named.
const NAMED: usize = 3;
/// A word less rare than this is in most files, and its being in a path says nothing.
const COMMON: f32 = 1.0;
/// A past commit is told where it is at least this similar, of the most similar.
const SIMILAR: f32 = 0.5;

/// Everything that reasons are looked up in.
pub(super) struct Lookup<'a> {
    pub index: &'a Index,
    pub repository: &'a Repository,
    pub words: &'a Words,
    pub report: &'a Report<'a>,
    pub query: &'a Query,
    pub outright: &'a Outright<'a>,
    pub cited: &'a Cited<'a>,
    pub past: &'a Past,
    pub features: &'a Features,
}

impl Lookup<'_> {
    /// The link to a file, with its spans and its evidence in the order of what they count.
    pub fn located(&self, file: u32, score: f32) -> Result<Located, CodeError> {
        let path = self.index.path_of(file);
        let text = self.index.text(self.repository, self.words, file)?;
        let source = Source::new(self.query, &text, |term| self.rarity(term));
        let mut spans = self.places(path, &text);
        if spans.is_empty() {
            spans = source.spans();
        }
        let row = &self.features.rows[file as usize];
        let counted = |features: &[Feature]| {
            features.iter().map(|feature| row[*feature as usize] * score::weight(*feature)).sum::<f32>()
        };
        let mut reasons: Vec<(f32, Evidence)> = Vec::new();
        let mut give = |counts: f32, evidence: Option<Evidence>| {
            reasons.extend(evidence.map(|evidence| (counts, evidence)));
        };
        // What the report names outright is told first, whatever it counts.
        for (counts, evidence) in self.cited(file) {
            give(counts, Some(evidence));
        }
        give(10.0, self.frame(path));
        give(5.0, self.mention(path));
        let alike = self.commit(file).filter(|alike| !is_cited(self.cited, file, alike));
        give(counted(&[Feature::Commits, Feature::History]), alike);
        give(counted(&[Feature::Reports]), self.reports(path));
        give(counted(&[Feature::Messages]) + 0.05, source.message());
        give(counted(&[Feature::Definitions, Feature::TitleDefinitions]), source.definition());
        give(
            counted(&[Feature::Content, Feature::Chunks, Feature::Title, Feature::TitleChunk]),
            source.words(spans.first()).or_else(|| source.words(None)),
        );
        give(counted(&[Feature::Path, Feature::TitlePath]), self.path_words(path));
        give(counted(&[Feature::Recency]), self.changed(file));
        reasons.sort_by(|a, b| b.0.total_cmp(&a.0));
        let evidence = reasons.into_iter().map(|(_, evidence)| evidence).collect();
        Ok(Located { path: path.to_owned(), score, spans, evidence })
    }

    /// How rare a word is in the files: the logarithm of one in how many has it.
    fn rarity(&self, term: Term) -> f32 {
        let files = self.index.file_count() as f32;
        let with = find(&self.index.sections, CONTENT, term)
            .and_then(|index| self.index.sections.numbers::<u32>(Section::ContentFiles).get(index).copied());
        with.map_or(0.0, |with| (1.0 + files / with.max(1) as f32).ln())
    }

    /// The parts of a file that frames and named lines lead to: they decide, before any word.
    fn places(&self, path: &str, text: &Text) -> Vec<Span> {
        let frames = self.outright.frames_of(path).filter_map(|frame| place::of_frame(text, path, frame));
        let mentions = self.outright.mentions_of(path);
        let mentioned = mentions.filter_map(|mention| place::of_line(text, mention.line?));
        let mut places: Vec<Span> = Vec::new();
        for place in frames.chain(mentioned) {
            if places.len() < SPANS && !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn frame(&self, path: &str) -> Option<Evidence> {
        let frame = self.outright.frames_of(path).next()?;
        Some(Evidence::Frame { frame: Verbatim::redacted(frame.raw.to_owned()), line: frame.line })
    }

    fn mention(&self, path: &str) -> Option<Evidence> {
        let mention = self.outright.mentions_of(path).next()?;
        Some(Evidence::Named { mention: Verbatim::redacted(mention.raw.to_owned()) })
    }

    /// The commits that the report names, and those that name an issue which it names: the first few, as the report has
    /// them, where it began before all else.
    fn cited(&self, file: u32) -> Vec<(f32, Evidence)> {
        let evidence = self.cited.of_file(file).take(NAMED).map(|commit| {
            let mention = commit.raw.map(|raw| Verbatim::redacted(raw.to_owned()));
            let (id, subject, at) = (commit.id.clone(), commit.subject.clone(), commit.at);
            match commit.how {
                How::Began => {
                    (20.0, Evidence::NamedCommit { mention, id, subject, at, named: Naming::Cause })
                }
                How::Named => (8.0, Evidence::NamedCommit { mention, id, subject, at, named: Naming::Such }),
                How::Build => (0.1, Evidence::NamedCommit { mention, id, subject, at, named: Naming::Build }),
                How::Closes => (7.0, Evidence::NamedIssue { mention, id, subject, at, closes: true }),
                How::Mentions => (2.0, Evidence::NamedIssue { mention, id, subject, at, closes: false }),
            }
        });
        evidence.collect()
    }

    fn commit(&self, file: u32) -> Option<Evidence> {
        let most = self.features.commits.first()?.1;
        let (commit, _) = self.features.commits.iter().find(|(commit, score)| {
            *score >= most * SIMILAR && self.index.files_of(*commit).any(|touched| touched == file)
        })?;
        let change = self.index.change(*commit);
        let message = self.index.message(*commit);
        let message_terms = message_terms(self.words, &message);
        let mut shared: Vec<(f32, String)> = Vec::new();
        for (_, run) in runs(&message) {
            let word = self.words.word(run);
            let asked = word.whole.iter().chain(&word.parts).find(|term| {
                self.query.terms.iter().any(|query| query.term == **term)
                    && message_terms.iter().any(|(known, _)| known == *term)
            });
            if let Some(term) = asked
                && !shared.iter().any(|(_, other)| other.eq_ignore_ascii_case(run))
            {
                shared.push((self.rarity(*term), run.to_owned()));
            }
        }
        shared.sort_by(|a, b| b.0.total_cmp(&a.0));
        let words: Vec<String> = shared.into_iter().take(5).map(|(_, word)| word).collect();
        (!words.is_empty()).then_some(Evidence::Commit {
            id: change.commit,
            subject: change.subject,
            at: change.at,
            words,
        })
    }

    fn reports(&self, path: &str) -> Option<Evidence> {
        let fixed = self
            .features
            .reports
            .iter()
            .filter(|(report, _)| self.past.reports[*report].files.iter().any(|file| file == path));
        let ids: Vec<String> =
            fixed.take(NAMED).map(|(report, _)| self.past.reports[*report].id.clone()).collect();
        (!ids.is_empty()).then_some(Evidence::Reports { ids })
    }

    fn path_words(&self, path: &str) -> Option<Evidence> {
        let is_shared = |run: &str| {
            let word = self.words.word(run);
            let asked = |term: &Term| self.query.terms.iter().any(|query| query.term == *term);
            word.whole.iter().chain(&word.parts).any(|term| asked(term) && self.rarity(*term) > COMMON)
        };
        let mut words: Vec<String> = Vec::new();
        for (_, run) in runs(path) {
            if is_shared(run) && !words.iter().any(|word| word == run) {
                words.push(run.to_owned());
            }
        }
        (!words.is_empty()).then_some(Evidence::Path { words })
    }

    fn changed(&self, file: u32) -> Option<Evidence> {
        let reported = self.report.at.unwrap_or_else(|| self.index.commit_time());
        let change = self
            .index
            .commits_of_file(file)
            .iter()
            .map(|commit| self.index.change(*commit))
            .find(|change| change.at <= reported)?;
        let days = reported.duration_since(change.at).as_hours() / 24;
        (days <= RECENT_DAYS).then(|| Evidence::Changed {
            commit: change.commit,
            days: u32::try_from(days).unwrap_or_default(),
        })
    }
}

/// Whether the report itself leads to the commit of a reason.
fn is_cited(cited: &Cited<'_>, file: u32, reason: &Evidence) -> bool {
    matches!(reason, Evidence::Commit { id, .. } if cited.of_file(file).any(|commit| commit.id == *id))
}
