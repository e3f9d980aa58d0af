//! Finding signals by words: all of them, `"phrases"`, `-without` and `-"without phrases"`; the last word as a prefix
//! while someone types.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hearken_domain::{SignalFilter, SignalId, SourceId};
use tantivy::collector::{Collector, Count, FilterCollector, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{IndexRecordOption, Value as _};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{DocAddress, Score, Searcher, TantivyDocument, Term};

use super::matches::{Matches, WordMatch};
use super::{Words, analyzer, plain_analyzer};
use crate::{ReadPassing, StoreError};

/// Words longer than this add nothing but work.
const TERMS_MAX: usize = 32;

/// What to look for.
#[derive(Debug, Clone, Default)]
pub struct WordQuery {
    /// The query as typed: words, "phrases", -without.
    pub words: String,
    /// Whether the last word may be only begun.
    pub prefix: bool,
    /// How many of the words are enough; `None` is all of them. Phrases must stand in any case.
    pub at_least: Option<usize>,
    /// Let through by this.
    pub filter: SignalFilter,
    /// Those sources that are there of the ones the filter names.
    pub sources: Vec<SourceId>,
    /// Among these only; whoever filters by customer gives [those](crate::SignalReader::of_customers).
    pub among: Option<HashSet<SignalId>>,
    /// Among these only; whoever filters by what signals say gives [those](crate::ReadingReader::passing).
    pub read: Option<ReadPassing>,
}

/// A signal found by its words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordHit {
    /// The signal.
    pub signal: SignalId,
    /// BM25 score; comparable within one search only.
    pub score: f32,
}

/// A typed query, taken apart.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parsed {
    pub(super) phrases: Vec<Vec<String>>,
    pub(super) terms: Vec<String>,
    pub(super) without: Vec<Vec<String>>,
    /// The last word as the index has it but for its ending, when it may be only begun.
    pub(super) begun: Option<String>,
}

impl Words {
    /// The best `limit` signals, and how many there are.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn search(&self, query: &WordQuery, limit: usize) -> Result<(Vec<WordHit>, u64), StoreError> {
        let (best, count) = self.find(query, limit, Count)?;
        Ok((best, count as u64))
    }

    /// The best `limit` signals, and every one that there is.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn search_all(
        &self,
        query: &WordQuery,
        limit: usize,
    ) -> Result<(Vec<WordHit>, Vec<WordMatch>), StoreError> {
        self.find(query, limit, Matches)
    }

    /// Every signal that there is, in no order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn matches(&self, query: &WordQuery) -> Result<Vec<WordMatch>, StoreError> {
        self.look(|searcher| self.collect(searcher, query, Matches))
    }

    /// The best `limit` signals, and what `collector` makes of all of them.
    fn find<C: Collector>(
        &self,
        query: &WordQuery,
        limit: usize,
        collector: C,
    ) -> Result<(Vec<WordHit>, C::Fruit), StoreError> {
        self.look(|searcher| {
            let top = TopDocs::with_limit(limit.max(1)).order_by_score();
            let (best, collected) = self.collect(searcher, query, (top, collector))?;
            Ok((self.hits(searcher, best.into_iter().take(limit))?, collected))
        })
    }

    /// The words of each text as the index has them, without those that only hold others together.
    pub fn stems_of(texts: &[&str]) -> Vec<Vec<String>> {
        let mut analyzer = analyzer(true);
        texts.iter().map(|text| terms_of(&mut analyzer, text)).collect()
    }

    /// The words of one text as the index has them.
    pub fn stems(text: &str) -> Vec<String> {
        stems(text, true)
    }

    fn look<T>(&self, find: impl FnOnce(&Searcher) -> tantivy::Result<T>) -> Result<T, StoreError> {
        // tantivy takes its own files at their word, and panics where they hold other bytes than it wrote.
        let found = catch_unwind(AssertUnwindSafe(|| find(&self.searcher())));
        match found {
            Ok(Ok(found)) => Ok(found),
            failed => {
                let error = failed.ok().and_then(Result::err);
                let reason = error.map_or_else(|| "a panic".to_owned(), |error| error.to_string());
                tracing::error!(reason, "the text index cannot be searched");
                Err(StoreError::DamagedWords { path: self.path.clone() })
            }
        }
    }

    fn collect<C: Collector>(
        &self,
        searcher: &Searcher,
        query: &WordQuery,
        collector: C,
    ) -> tantivy::Result<C::Fruit> {
        let tantivy_query = self.build(query);
        if query.among.is_none() && query.read.is_none() {
            return searcher.search(&tantivy_query, &collector);
        }
        let (among, read) = (query.among.clone(), query.read.clone());
        let keep = move |id: u64| {
            let id = SignalId(id);
            among.as_ref().is_none_or(|among| among.contains(&id))
                && read.as_ref().is_none_or(|read| read.has(id))
        };
        searcher.search(&tantivy_query, &FilterCollector::new("id".to_owned(), keep, collector))
    }

    fn hits(
        &self,
        searcher: &Searcher,
        found: impl Iterator<Item = (Score, DocAddress)>,
    ) -> tantivy::Result<Vec<WordHit>> {
        let mut hits = Vec::new();
        for (score, address) in found {
            let document: TantivyDocument = searcher.doc(address)?;
            let id = document.get_first(self.fields.id).and_then(|value| value.as_u64());
            hits.extend(id.map(|id| WordHit { signal: SignalId(id), score }));
        }
        Ok(hits)
    }

    fn build(&self, query: &WordQuery) -> BooleanQuery {
        let fields = self.fields;
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let parsed = parse(&query.words, query.prefix);
        let body = |term: &str| Term::from_field_text(fields.body, term);
        let one = |term: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(body(term), IndexRecordOption::WithFreqs))
        };
        let in_order = |terms: &[String]| -> Box<dyn Query> {
            match terms {
                [term] => one(term),
                terms => Box::new(PhraseQuery::new(terms.iter().map(|term| body(term)).collect())),
            }
        };
        clauses.extend(parsed.phrases.iter().map(|phrase| (Occur::Must, in_order(phrase))));
        match query.at_least {
            Some(enough) if !parsed.terms.is_empty() => {
                let any = parsed.terms.iter().map(|term| (Occur::Should, one(term))).collect();
                let enough = enough.clamp(1, parsed.terms.len());
                let some = BooleanQuery::with_minimum_required_clauses(any, enough);
                clauses.push((Occur::Must, Box::new(some)));
            }
            _ => clauses.extend(parsed.terms.iter().map(|term| (Occur::Must, one(term)))),
        }
        if let Some(begun) = &parsed.begun {
            let prefix: Box<dyn Query> = Box::new(FuzzyTermQuery::new_prefix(body(begun), 0, true));
            let mut either = vec![(Occur::Should, Box::new(BoostQuery::new(prefix, 0.5)) as Box<dyn Query>)];
            either.extend(stems_of_begun(begun).iter().map(|stem| (Occur::Should, one(stem))));
            clauses.push((Occur::Must, Box::new(BooleanQuery::new(either))));
        }
        if clauses.is_empty() {
            let everything: Box<dyn Query> = match query.words.trim().is_empty() {
                true => Box::new(AllQuery),
                false => Box::new(EmptyQuery), // only signs, or only what must be absent
            };
            clauses.push((Occur::Must, everything));
        }
        clauses.extend(parsed.without.iter().map(|terms| (Occur::MustNot, in_order(terms))));
        clauses.extend(self.conditions(query).into_iter().map(|condition| {
            // A condition lets through or not; it says nothing of how well a text fits.
            (Occur::Must, Box::new(BoostQuery::new(condition, 0.0)) as Box<dyn Query>)
        }));
        BooleanQuery::new(clauses)
    }
}

/// Takes a typed query apart. Nothing a person types is an error.
pub(super) fn parse(words: &str, prefix: bool) -> Parsed {
    let mut parsed = Parsed::default();
    // An odd part stands between quotes; a quote that is never closed runs to the end.
    let mut unwanted = false;
    for (index, part) in words.split('"').enumerate() {
        if index % 2 == 1 {
            let list = if unwanted { &mut parsed.without } else { &mut parsed.phrases };
            list.extend(Some(stems(part, false)).filter(|terms| !terms.is_empty()));
            continue;
        }
        for word in part.split_whitespace() {
            match word.strip_prefix('-') {
                // `-sign-up` is without "sign up", not without every "up".
                Some(rest) => {
                    parsed.without.extend(Some(stems(rest, false)).filter(|terms| !terms.is_empty()));
                }
                None => parsed.terms.extend(stems(word, true)),
            }
        }
        unwanted = part.split_whitespace().last() == Some("-") && part.ends_with('-');
    }
    let open_ended =
        prefix && words.ends_with(char::is_alphanumeric) && words.matches('"').count().is_multiple_of(2);
    if let Some(last) = words.split_whitespace().last().filter(|last| open_ended && !last.starts_with('-')) {
        let begun = last.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or(last);
        let whole = stems(begun, true);
        if parsed.terms.ends_with(&whole) {
            parsed.terms.truncate(parsed.terms.len() - whole.len());
        }
        parsed.begun = terms_of(&mut plain_analyzer(), begun).pop();
    }
    // "it is" is made of stop words only, and then they are what is looked for.
    if parsed.terms.is_empty() && parsed.phrases.is_empty() && parsed.begun.is_none() {
        let plain = words.split('"').step_by(2).flat_map(str::split_whitespace);
        parsed.terms =
            plain.filter(|word| !word.starts_with('-')).flat_map(|word| stems(word, false)).collect();
    }
    parsed.terms.dedup();
    parsed.terms.truncate(TERMS_MAX);
    parsed.phrases.truncate(TERMS_MAX);
    parsed.without.truncate(TERMS_MAX);
    parsed
}

/// The terms of a text, as the index has them.
pub(super) fn stems(text: &str, without_stop_words: bool) -> Vec<String> {
    terms_of(&mut analyzer(without_stop_words), text)
}

/// The terms of the words that `begun` may become by an ending alone. Without them, hits would go and come again
/// while someone types the end of "charging", which the index knows as "charg".
pub(super) fn stems_of_begun(begun: &str) -> Vec<String> {
    const ENDINGS: [&str; 16] =
        ["", "e", "s", "d", "g", "n", "t", "y", "ed", "es", "ly", "ng", "on", "nt", "ing", "tion"];
    let mut analyzer = analyzer(false);
    let whole = ENDINGS.iter().flat_map(|ending| terms_of(&mut analyzer, &format!("{begun}{ending}")));
    let mut stems: Vec<String> = whole.filter(|stem| begun.starts_with(stem.as_str())).collect();
    // The word as it stands may be whole, and its term another: "memory" is "memori".
    stems.extend(terms_of(&mut analyzer, begun));
    stems.sort_unstable();
    stems.dedup();
    stems
}

fn terms_of(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let mut stream = analyzer.token_stream(text);
    let mut terms = Vec::new();
    while let Some(token) = stream.next() {
        terms.push(token.text.clone());
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_all_its_words_with_phrases_and_exclusions() {
        let parsed = parse("charged \"annual fees\" the -refund", false);
        assert_eq!(parsed.terms, ["charg"]);
        assert_eq!(parsed.phrases, [["annual", "fee"]]);
        assert_eq!(parsed.without, [["refund"]]);
        assert_eq!(parsed.begun, None);
    }

    #[test]
    fn a_minus_before_a_phrase_or_a_compound_excludes_the_whole_of_it() {
        let parsed = parse("card -\"annual fees\" -sign-up \"late fee\"", false);
        assert_eq!(parsed.without, [["annual", "fee"], ["sign", "up"]]);
        assert_eq!(parsed.phrases, [["late", "fee"]]);
        assert_eq!(parse("well- \"late fee\"", false).without, Vec::<Vec<String>>::new());
    }

    #[test]
    fn while_typing_the_last_word_is_a_beginning_until_a_space_ends_it() {
        assert_eq!(parse("account clo", true).begun.as_deref(), Some("clo"));
        assert_eq!(parse("account clo", true).terms, ["account"]);
        assert_eq!(parse("account closed ", true).begun, None);
        assert_eq!(parse("account -clo", true).begun, None);
    }

    #[test]
    fn what_is_begun_is_written_as_the_index_writes_it() {
        assert_eq!(parse("la Québé", true).begun.as_deref(), Some("quebe"));
        assert_eq!(parse(&"x".repeat(10_000), true).begun, None);
    }

    #[test]
    fn a_word_is_found_at_every_letter_of_its_ending() {
        let ends_otherwise = ["history", "memory", "company", "apply", "query"];
        let ends_alike = ["charging", "refunded", "subscriptions", "monthly", "verification"];
        for word in ends_alike.into_iter().chain(ends_otherwise) {
            let indexed = &stems(word, false)[0];
            for end in 3..=word.len() {
                let begun = &word[..end];
                let found = indexed.starts_with(begun) || stems_of_begun(begun).contains(indexed);
                assert!(found, "{begun:?} does not find {word:?} ({indexed})");
            }
        }
    }

    #[test]
    fn stop_words_count_only_when_there_is_nothing_else() {
        assert_eq!(parse("it is", false).terms, ["it", "is"]);
        assert_eq!(parse("it is paid", false).terms, ["paid"]);
    }

    #[test]
    fn no_typed_text_is_an_error() {
        for words in ["", "\"", "\"\"", "-", "--", "((", "a:b", "\u{0}", "\" -\" -", "🙂", "AND OR NOT"] {
            parse(words, true);
            parse(words, false);
        }
    }
}
