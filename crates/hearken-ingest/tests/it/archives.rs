//! Packed inputs: what is in them is read, what is hostile in them does no harm.

use std::io::{Cursor, Write};
use std::sync::atomic::Ordering;

use hearken_ingest::{Format, Input};
use zip::write::SimpleFileOptions;

use crate::{input, options, read, read_input, read_with};

const TABLE: &str = "id,text\n1,It crashes\n2,Love it\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_file_is_read_the_same_plain_gzipped_zstandard_and_in_a_zip() {
    let zstandard = zstd::encode_all(TABLE.as_bytes(), 3).unwrap();
    let packed = [
        TABLE.as_bytes().to_vec(),
        gzip(TABLE.as_bytes()),
        zstandard,
        zipped(&[("r.csv", TABLE.as_bytes())]),
    ];
    for bytes in packed {
        let read = read("r", bytes);
        assert_eq!(read.texts(), ["It crashes", "Love it"]);
        assert_eq!((read.items[1].location.as_str(), read.report().format), ("line 3", Format::Csv));
    }
}

#[test]
fn a_file_on_disk_tells_its_size_and_how_much_of_it_was_read() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&zipped(&[("r.csv", TABLE.as_bytes())])).unwrap();
    let input = Input::from_path(file.path()).unwrap();
    let (total, bytes_read) = (input.total_bytes().unwrap(), input.bytes_read());
    assert_eq!(read_input(input, &options()).items.len(), 2);
    assert!(bytes_read.load(Ordering::Relaxed) > 0 && total > 0);
}

#[test]
fn a_folder_is_read_file_by_file_but_for_hidden_ones_and_links() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("issues")).unwrap();
    for (name, words) in
        [("issues/1.json", "It crashes"), ("issues/2.json", "So slow"), (".hidden.json", "Never")]
    {
        std::fs::write(folder.path().join(name), format!(r#"{{"id":"{name}","text":"{words}"}}"#)).unwrap();
    }
    std::fs::write(folder.path().join("shot.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("link.txt")).unwrap();
    let input = Input::from_path(folder.path()).unwrap();
    assert!(input.total_bytes().unwrap() > 60);
    let read = read_input(input, &options());
    assert_eq!(read.texts(), ["It crashes", "So slow"]);
    assert_eq!((read.items[0].location.as_str(), read.report().entries), ("issues/1.json, record 1", 2));
    assert_eq!(read.reasons().len(), 1);
    assert_eq!(read.reasons()[0].0, "shot.png");
    assert!(read.report().notes.is_empty(), "{:?}", read.report().notes);
    let empty = Input::from_path(tempfile::tempdir().unwrap().path()).unwrap();
    assert!(read_input(empty, &options()).error().ends_with(" is empty"));
}

#[test]
fn every_file_of_a_zip_is_read_and_locations_say_which() {
    let bytes = zipped(&[
        ("jan/reviews.csv", TABLE.as_bytes()),
        ("feb/reviews.jsonl", b"{\"text\":\"So slow\"}\n{\"text\":\"\"}\n"),
        ("__MACOSX/jan/._reviews.csv", b"\0\x05\x16\x07"),
    ]);
    let read = read("export.zip", bytes);
    assert_eq!(read.texts(), ["It crashes", "Love it", "So slow"]);
    assert_eq!(read.items[0].location, "jan/reviews.csv, line 2");
    assert_eq!(read.reasons(), [("feb/reviews.jsonl, line 2", "there is no text in it")]);
    assert_eq!((read.report().entries, read.report().notes.len()), (2, 1));
}

#[test]
fn a_path_that_climbs_out_is_read_and_shown_without_the_climb() {
    let read =
        read("x.zip", zipped(&[("../../etc/evil.csv", TABLE.as_bytes()), ("b.csv", b"\x89PNG\r\n\x1a\n\0")]));
    assert_eq!(read.items[0].location, "etc/evil.csv, line 2");
    assert_eq!(read.rejects[0].location, "b.csv");
    assert!(read.rejects[0].reason.starts_with("b.csv is a PNG picture"));
}

#[test]
fn a_nested_archive_an_empty_file_and_a_readme_are_one_reject_each() {
    let inner = zipped(&[("r.csv", TABLE.as_bytes())]);
    let bytes = zipped(&[
        ("a.csv", TABLE.as_bytes()),
        ("inner.zip", &inner),
        ("b.csv.gz", &gzip(TABLE.as_bytes())),
        ("empty.csv", b""),
        ("README", b"These are reviews."),
    ]);
    let read = read("x.zip", bytes);
    assert_eq!(read.items.len(), 2);
    let reasons = [
        ("inner.zip", "inner.zip is an archive inside an archive, not text; unpack it first"),
        ("b.csv.gz", "b.csv.gz is an archive inside an archive, not text; unpack it first"),
        ("empty.csv", "empty.csv is empty"),
        ("README", "README is plain text among other files; import it on its own, or all of them as text"),
    ];
    assert_eq!(read.reasons(), reasons);
}

#[test]
fn an_encrypted_entry_is_one_reject() {
    let mut bytes = zipped(&[("a.csv", TABLE.as_bytes()), ("secret.csv", TABLE.as_bytes())]);
    // Sets the flag of encryption in the second entry's headers.
    for (magic, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let second = bytes.windows(4).enumerate().filter(|(_, w)| w == magic).nth(1).unwrap().0;
        bytes[second + flags] |= 1;
    }
    let read = read("x.zip", bytes);
    assert_eq!(read.items.len(), 2);
    assert_eq!(read.rejects[0].location, "secret.csv");
    assert!(read.rejects[0].reason.ends_with("the entry is encrypted; unpack it with its password first"));
}

#[test]
fn a_bomb_is_stopped_whether_gzip_zstandard_or_zip() {
    let zeros = vec![b'a'; 200 << 20];
    for bytes in [gzip(&zeros), zstd::encode_all(&zeros[..], 3).unwrap(), zipped(&[("a.csv", &zeros)])] {
        let error = read("bomb", bytes).error();
        assert!(error.contains("it unpacks to more than 250 times its size"), "{error}");
    }
    let mut options = options();
    options.limits.unpacked_bytes_max = 1000;
    let error = read_with("r.csv.gz", gzip(TABLE.repeat(100).as_bytes()), &options).error();
    assert!(error.contains("it unpacks to more than 1,000 bytes, the most that is taken"), "{error}");
}

#[test]
fn a_damaged_archive_gives_what_came_before_and_says_so() {
    let rows: String =
        (0..200_000).map(|n| format!("{n},review number {} is here\n", n * 7919 % 10_007)).collect();
    let mut bytes = gzip(format!("id,text\n{rows}").as_bytes());
    bytes.truncate(bytes.len() / 2);
    let read = read("r.csv.gz", bytes);
    assert!(read.items.len() > 10_000);
    assert!(
        read.error().starts_with("r.csv.gz cannot be unpacked: it is damaged or cut off after"),
        "{}",
        read.error()
    );
    let error = read_input(input("x.zip", b"PK\x03\x04 and nothing else".to_vec()), &options()).error();
    assert!(error.starts_with("x.zip cannot be unpacked:"), "{error}");
}

#[test]
fn an_office_file_is_told_from_an_archive() {
    let error =
        read("book.xlsx", zipped(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")])).error();
    assert_eq!(error, "book.xlsx is an Excel, Word or OpenDocument file, not text; save it as CSV first");
}
