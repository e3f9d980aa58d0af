//! Files that a report names: by their stem, by their module, by path, by a frame of a stack trace.

use std::collections::BTreeMap;

use crate::Index;
use crate::index::is_folders;
use crate::locate::cited::Cited;
use crate::locate::feature::{Feature, Row};
use crate::locate::outright::Outright;
use crate::locate::query::Query;
use crate::words::pieces;

/// Stems of files that stand in the report as words. A stem that many files have says little about each.
pub(super) fn stems(index: &Index, query: &Query, rows: &mut [Row]) {
    // Whether it is an identifier of several parts, as it is written anywhere; whether the title has it.
    let mut named: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for (raw, in_title) in &query.raw {
        let (whole, title) = named.entry(raw.to_lowercase()).or_default();
        *whole |= pieces(raw).len() > 1;
        *title |= in_title;
    }
    for (stem, (whole, in_title)) in named {
        let files = index.stems().get(&stem).map_or(&[][..], Vec::as_slice);
        let feature = if whole { Feature::StemWhole } else { Feature::StemWord };
        for file in files {
            let row = &mut rows[*file as usize];
            row[feature as usize] = 1.0 / files.len() as f32;
            if in_title {
                row[Feature::StemTitle as usize] = 1.0 / files.len() as f32;
            }
        }
    }
}

/// Modules that the report names by several parts: `shop.pay.fees`, `shop::pay`, `org.shop.pay.Fees.add`.
pub(super) fn modules(index: &Index, query: &Query, rows: &mut [Row]) {
    for parts in &query.paths {
        // The last part may be a file's ending, or something that the file defines: each end is tried.
        for end in 1..=parts.len() {
            for file in index.stems().get(&parts[end - 1]).into_iter().flatten() {
                let common = common_parts(index.path_of(*file), &parts[..end]);
                if common > 1 {
                    let value = &mut rows[*file as usize][Feature::ModuleNamed as usize];
                    *value = value.max(common as f32);
                }
            }
        }
    }
}

/// How many of `parts`, from the last back, are the path's, whose last is the file's stem.
fn common_parts(path: &str, parts: &[String]) -> usize {
    let path = path.to_lowercase();
    let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    let mut path_parts: Vec<&str> = stem.split('/').collect();
    if path_parts.len() > 1 && path_parts.last().is_some_and(|stem| is_folders(stem)) {
        path_parts.pop();
    }
    path_parts.iter().rev().zip(parts.iter().rev()).take_while(|(a, b)| *a == b).count()
}

/// Files that stack traces go through, later ones less; and files that the text names outside of traces.
pub(super) fn traces_and_mentions(index: &Index, outright: &Outright<'_>, rows: &mut [Row]) {
    let mut position = 0;
    for file in outright.framed().filter_map(|path| index.number_of(path)) {
        let value = &mut rows[file as usize][Feature::Frame as usize];
        if *value == 0.0 {
            position += 1;
            *value = 1.0 / position as f32;
        }
    }
    for found in outright.mentioned() {
        for file in found.iter().filter_map(|path| index.number_of(path)) {
            let value = &mut rows[file as usize][Feature::PathNamed as usize];
            *value = value.max(1.0 / found.len() as f32);
        }
    }
}

/// Files that commits touched which the report names, by hash or by an issue that their messages name.
pub(super) fn commits_and_issues(cited: &Cited<'_>, rows: &mut [Row]) {
    for ((file, feature), share) in cited.shares() {
        if let Some(row) = rows.get_mut(file as usize) {
            row[feature] = share;
        }
    }
}
