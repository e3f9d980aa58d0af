//! What several reports say together: a theme's links from those of its signals.

use rustc_hash::FxHashMap;

use crate::link::{Evidence, Located, Span};

/// Reasons that are kept of a file.
const REASONS: usize = 6;
/// Spans that are kept of a file.
const SPANS: usize = 3;

/// The links of several reports as one, best first, at most `limit`. Each report has one voice, which it divides among
/// its files by their ranks (reciprocal rank fusion: Cormack, Clarke and Büttcher 2009).
pub fn combine(links: &[Vec<Located>], limit: usize) -> Vec<Located> {
    struct Sum<'a> {
        score: f32,
        first: usize,
        links: Vec<(usize, &'a Located)>,
    }
    let mut sums: FxHashMap<&str, Sum<'_>> = FxHashMap::default();
    for (report, files) in links.iter().enumerate() {
        for (rank, link) in files.iter().enumerate() {
            let first = report * 1_000 + rank;
            let sum = sums.entry(&link.path).or_insert(Sum { score: 0.0, first, links: Vec::new() });
            sum.score += 1.0 / (1.0 + rank as f32);
            sum.links.push((rank, link));
        }
    }
    let voices = links.iter().filter(|files| !files.is_empty()).count().max(1) as f32;
    let mut sums: Vec<(&str, Sum<'_>)> = sums.into_iter().collect();
    sums.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.1.first.cmp(&b.1.first)).then(a.0.cmp(b.0)));
    sums.truncate(limit);
    sums.into_iter().map(|(path, sum)| combine_file(path, sum.score / voices, &sum.links)).collect()
}

/// The links of several reports to one file as one. Each comes with the file's rank in its report, from 0: spans are those
/// that most name, evidence that of the reports that name the file first.
pub fn combine_file(path: &str, score: f32, links: &[(usize, &Located)]) -> Located {
    let mut spans: Vec<(&Span, usize)> = Vec::new();
    let mut reasons: Vec<(usize, usize, &Evidence)> = Vec::new();
    for (rank, link) in links {
        for span in &link.spans {
            match spans.iter_mut().find(|(known, _)| *known == span) {
                Some((_, count)) => *count += 1,
                None => spans.push((span, 1)),
            }
        }
        reasons.extend(link.evidence.iter().enumerate().map(|(order, evidence)| (*rank, order, evidence)));
    }
    // Where as many name them, what the first report names first stays so.
    spans.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    reasons.sort_by_key(|(rank, order, reason)| (is_thin(reason), rank + order, *rank));
    let mut evidence: Vec<Evidence> = Vec::new();
    for (.., reason) in reasons {
        if evidence.len() < REASONS && !evidence.iter().any(|told| same(told, reason)) {
            evidence.push(reason.clone());
        }
    }
    let spans = spans.into_iter().take(SPANS).map(|(span, _)| span.clone()).collect();
    Located { path: path.to_owned(), score, spans, evidence }
}

/// Whether a reason is told only where there is room: one word of many reports, somewhere in the file.
fn is_thin(reason: &Evidence) -> bool {
    matches!(reason, Evidence::Words { words, .. } if words.len() < 2)
}

/// Whether two reasons point to the same thing, so that one of them is enough.
fn same(a: &Evidence, b: &Evidence) -> bool {
    use Evidence::{Changed, Commit, Definition, Message, NamedCommit, NamedIssue, Path, Words};
    match (a, b) {
        (
            Words { line: a, .. } | Message { line: a, .. } | Definition { line: a, .. },
            Words { line: b, .. } | Message { line: b, .. } | Definition { line: b, .. },
        ) => a == b,
        (
            Commit { id: a, .. } | NamedCommit { id: a, .. } | NamedIssue { id: a, .. },
            Commit { id: b, .. } | NamedCommit { id: b, .. } | NamedIssue { id: b, .. },
        ) => a == b,
        (Path { .. }, Path { .. }) | (Changed { .. }, Changed { .. }) => true,
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(path: &str, line: u32) -> Located {
        let span = Span { symbol: None, first_line: line, last_line: line + 5 };
        let evidence = vec![Evidence::Words { words: vec!["fee".into()], line }];
        Located { path: path.into(), score: 1.0, spans: vec![span], evidence }
    }

    #[test]
    fn the_file_that_most_reports_rank_high_comes_first_with_the_span_that_most_name() {
        let combined = combine(
            &[
                vec![link("fees.py", 10), link("cards.py", 1)],
                vec![link("fees.py", 10)],
                vec![link("cards.py", 1), link("fees.py", 40)],
            ],
            10,
        );
        assert_eq!(
            combined.iter().map(|link| link.path.as_str()).collect::<Vec<_>>(),
            ["fees.py", "cards.py"]
        );
        assert_eq!(combined[0].spans[0].first_line, 10);
        assert!((combined[0].score - 2.5 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn what_several_reports_find_at_one_line_is_told_once() {
        let mut other = link("fees.py", 10);
        other.evidence = vec![Evidence::Words { words: vec!["late".into(), "fee".into()], line: 10 }];
        assert_eq!(combine(&[vec![link("fees.py", 10)], vec![other]], 1)[0].evidence.len(), 1);
    }

    #[test]
    fn one_word_alone_comes_after_better_reasons() {
        let mut other = link("fees.py", 10);
        other.evidence = vec![Evidence::Words { words: vec!["late".into(), "fee".into()], line: 30 }];
        let combined = combine(&[vec![link("fees.py", 10)], vec![other]], 1);
        assert!(matches!(&combined[0].evidence[0], Evidence::Words { line: 30, .. }));
    }

    #[test]
    fn no_reports_have_no_links() {
        assert!(combine(&[], 5).is_empty());
        assert!(combine(&[Vec::new()], 5).is_empty());
    }
}
