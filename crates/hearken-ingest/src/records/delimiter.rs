//! Guessing the delimiter: the one that cuts the first records into the same number of cells.

use super::{Cell, Dialect, Scan, scan};

/// How many records the guess rests on.
const RECORDS: usize = 100;

/// The dialect of the table that `sample` begins, and the share of records that agree with the first on the number
/// of cells.
pub(crate) fn guess_dialect(sample: &[u8], newline: u8, whole: bool) -> (Dialect, f64) {
    let mut best = (Dialect { delimiter: None, backslash: false }, 0.0, 1);
    for delimiter in *b",;\t|" {
        let doubled = Dialect { delimiter: Some(delimiter), backslash: false };
        let (columns, agreement) = agreement(doubled, sample, newline, whole);
        // A tenth of disagreement weighs as much as a column: ragged rows do not make a table another one.
        let better = agreement > best.1 + 0.1 || (agreement > best.1 - 0.1 && columns > best.2);
        if columns > 1 && better {
            best = (doubled, agreement, columns);
        }
    }
    let backslash = Dialect { backslash: true, ..best.0 };
    let (columns, agreement) = agreement(backslash, sample, newline, whole);
    if columns == best.2 && agreement > best.1 {
        return (backslash, agreement);
    }
    (best.0, best.1)
}

/// How the first of the records cuts into cells, and the share of records that cut alike. A record with a quote that
/// does not close counts as one that does not.
fn agreement(dialect: Dialect, mut sample: &[u8], newline: u8, whole: bool) -> (usize, f64) {
    let mut cells: Vec<Cell> = Vec::new();
    let (mut columns, mut records, mut agreeing) = (0, 0, 0);
    while !sample.is_empty() && records < RECORDS {
        let len = match scan(dialect, newline, sample, whole, &mut cells) {
            Scan::Record(len) => len,
            Scan::More if records > 0 => break,
            Scan::More | Scan::Unclosed => {
                cells.clear();
                memchr::memchr(newline, sample).map_or(sample.len(), |end| end + 1)
            }
        };
        let blank = sample[..len].trim_ascii().is_empty();
        sample = &sample[len..];
        if blank {
            continue;
        }
        if columns == 0 {
            columns = cells.len();
        }
        records += 1;
        agreeing += usize::from(cells.len() == columns);
    }
    (columns, if records == 0 { 0.0 } else { f64::from(agreeing as u32) / records as f64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_cuts_evenly() {
        let delimiter = |sample: &str| guess_dialect(sample.as_bytes(), b'\n', true).0.delimiter;
        assert_eq!(delimiter("id,text\n1,good\n2,bad\n"), Some(b','));
        assert_eq!(delimiter("id;text;stars\n1;good, really;4,5\n2;bad, very;1,0\n"), Some(b';'));
        assert_eq!(delimiter("label\ttext\na\twell, well\nb\tno; yes\n"), Some(b'\t'));
        assert_eq!(delimiter("id|text\n1|a\n2|b\n"), Some(b'|'));
        assert_eq!(delimiter("id,text\n1,\"a;b;c\n;d\"\n2,\"e;f\"\n"), Some(b','));
        let spark = r#"id,text
1,"plain"
2,"he said \"no\", twice"
"#;
        assert!(guess_dialect(spark.as_bytes(), b'\n', true).0.backslash);
        assert_eq!(delimiter("review\nIt crashes\nLove it\n"), None);
    }
}
