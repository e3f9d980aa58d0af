//! Words that are planted wherever a customer's can arrive, and where to look for them: every text and blob of every table,
//! each in the shape it has there; every term of the text index; every byte of every file, unpacked.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use tantivy::TantivyDocument;
use tantivy::schema::FieldType;

use crate::app::TestApp;
use crate::erase::{shapes, walk};

/// Every canary begins like this.
const BEGINNING: &str = "quokka";
/// The fields of an item in which a person's words can arrive.
pub const FIELDS: [&str; 20] = [
    "id",
    "text",
    "title",
    "author",
    "author_id",
    "email",
    "url",
    "product",
    "version",
    "language",
    "tag",
    "label",
    "status",
    "kind",
    "rating",
    "note",
    "list",
    "object",
    "key",
    "date",
];
/// Where else they arrive: beside a frame of code, as a post, pasted, rejected as a post, in a mapped column, in a zip.
pub const WAYS: [&str; 8] = ["frame", "post", "pasted", "paster", "refused", "mapped", "zipped", "cell"];

pub fn canary(field: &str) -> String {
    format!("{BEGINNING}{}", field.replace('_', ""))
}

/// The words that a person brought, by whichever way.
pub fn of_person() -> Vec<String> {
    FIELDS.iter().chain(&WAYS).map(|field| canary(field)).collect()
}

pub fn open(app: &TestApp) -> Connection {
    Connection::open_with_flags(app.data().join("hearken.db"), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

/// Every column that can hold words: what is no number.
pub fn columns(connection: &Connection) -> BTreeSet<String> {
    let sql = "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c \
               WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.type NOT IN ('INTEGER', 'REAL')";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// The columns that hold canaries, in whatever shape, with all of these.
pub fn found_in_tables(app: &TestApp) -> BTreeMap<String, BTreeSet<String>> {
    let connection = open(app);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for column in columns(&connection) {
        each_value(&connection, &column, |bytes| {
            let mut words = words_in(&unpacked(bytes));
            if column == "clustering_runs.model" {
                words.extend(of_person().into_iter().filter(|word| knows(bytes, word)));
            }
            if !words.is_empty() {
                found.entry(column.clone()).or_default().extend(words);
            }
        });
    }
    found
}

/// The words in these bytes that begin like a canary.
fn words_in(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let starts = text.match_indices(BEGINNING).map(|(start, _)| start);
    starts
        .map(|start| text[start..].chars().take_while(|letter| letter.is_alphanumeric()).collect())
        .collect()
}

fn each_value(connection: &Connection, column: &str, mut look: impl FnMut(&[u8])) {
    let (table, name) = column.split_once('.').unwrap();
    let mut statement = connection.prepare(&format!("SELECT {name} FROM {table}")).unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = row.get_ref(0).unwrap() {
            look(bytes);
        }
    }
}

/// The columns that hold one of these hashes.
pub fn holding(app: &TestApp, hashes: &BTreeSet<Vec<u8>>) -> BTreeSet<String> {
    let connection = open(app);
    let mut found = BTreeSet::new();
    for column in columns(&connection) {
        each_value(&connection, &column, |bytes| {
            if hashes.contains(bytes) {
                found.insert(column.clone());
            }
        });
    }
    found
}

/// The hashes that stand for a person and their signals: of ids, contents and identities.
pub fn hashes_of(app: &TestApp, person: &str) -> BTreeSet<Vec<u8>> {
    let connection = open(app);
    let sql = "WITH its AS (SELECT signals.* FROM signals JOIN contacts ON contacts.id = contact_id \
                            WHERE contacts.external_id = ?1) \
               SELECT identity FROM its UNION SELECT content FROM its \
               UNION SELECT key FROM contacts WHERE id IN (SELECT contact_id FROM its) \
               UNION SELECT content FROM revisions WHERE signal_id IN (SELECT id FROM its)";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([person], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// Whether any model knows a word, which it would as a hash of 32 bits.
pub fn any_model_knows(app: &TestApp, word: &str) -> bool {
    let mut known = false;
    each_value(&open(app), "clustering_runs.model", |model| known |= knows(model, word));
    known
}

fn knows(model: &[u8], word: &str) -> bool {
    position(model, &(model_hash(word) as u32).to_le_bytes()).is_some()
}

/// A word's hash as `hearken_analysis::themes` makes it.
fn model_hash(word: &str) -> u64 {
    let mix = |value: u64| {
        let z = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    word.chars().fold(0x51_7C_C1_B7, |hash, letter| mix(hash ^ u64::from(letter as u32)))
}

fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

/// The canaries among the terms of the text index, of every field and segment, and in what it stores.
pub fn found_in_index(app: &TestApp) -> BTreeSet<String> {
    let folder = app.data().join("views/words");
    let index = tantivy::Index::open_in_dir(folder).unwrap();
    let searcher = index.reader().unwrap().searcher();
    let mut found = BTreeSet::new();
    for segment in searcher.segment_readers() {
        for (field, entry) in index.schema().fields().filter(|(_, entry)| entry.is_indexed()) {
            let inverted = segment.inverted_index(field).unwrap();
            let mut terms = inverted.terms().stream().unwrap();
            while terms.advance() {
                let term = String::from_utf8_lossy(terms.key()).to_lowercase();
                if term.contains(BEGINNING) {
                    assert!(matches!(entry.field_type(), FieldType::Str(_)));
                    found.insert(term);
                }
            }
        }
        let store = segment.get_store_reader(1).unwrap();
        for document in store.iter::<TantivyDocument>(None) {
            let stored = format!("{:?}", document.unwrap()).to_lowercase();
            found.extend(stored.contains(BEGINNING).then_some(stored));
        }
    }
    found
}

/// The files that hold one of these words in any shape.
pub fn found_in_files(folder: &Path, words: &[String]) -> BTreeSet<String> {
    let needles: Vec<Vec<u8>> = words.iter().flat_map(|word| shapes(word)).collect();
    let automaton =
        aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(&needles).unwrap();
    let holds = |file: &Path| {
        let bytes = std::fs::read(file).unwrap();
        automaton.is_match(&bytes) || automaton.is_match(&unpacked(&bytes))
    };
    let files = walk(folder).into_iter().filter(|file| holds(file));
    files.map(|file| file.strip_prefix(folder).unwrap().display().to_string()).collect()
}

/// What was packed: zstd, gzip and zip, each known by its first bytes.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    if bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        whole = zstd::decode_all(bytes).unwrap();
    } else if bytes.starts_with(&[0x1F, 0x8B]) {
        flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut whole).unwrap();
    } else if bytes.starts_with(b"PK\x03\x04") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for index in 0..archive.len() {
            let mut member = archive.by_index(index).unwrap();
            whole.extend(member.name().unwrap().bytes());
            member.read_to_end(&mut whole).unwrap();
        }
    } else {
        whole = bytes.to_vec();
    }
    whole
}
