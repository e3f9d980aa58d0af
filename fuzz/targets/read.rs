//! Files of every format, packed or not. The first byte chooses the format: `0` has it recognised.
//!
//! However the bytes come, in one piece or one at a time, the same arrives; every item has words and a location, and every
//! record is counted once.

#![no_main]

use std::io::Read;
use std::ops::ControlFlow;

use hearken_ingest::{Arrival, Format, Input, Limits, Options, read};
use libfuzzer_sys::fuzz_target;

/// Gives a byte at a time.
struct Trickle(Vec<u8>, usize);

impl Read for Trickle {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let (Some(&byte), Some(first)) = (self.0.get(self.1), into.first_mut()) else { return Ok(0) };
        *first = byte;
        self.1 += 1;
        Ok(1)
    }
}

fn arrivals(source: Box<dyn Read + Send>, options: &Options) -> Result<Vec<Arrival>, String> {
    let mut arrivals = Vec::new();
    let report = read(Input::from_reader("input", source), options, &mut |arrival| {
        arrivals.push(arrival);
        ControlFlow::Continue(())
    });
    let report = report.map_err(|error| error.to_string())?;
    let items = arrivals.iter().filter(|arrival| matches!(arrival, Arrival::Item(_))).count() as u64;
    assert_eq!((report.items, report.rejects), (items, arrivals.len() as u64 - items));
    Ok(arrivals)
}

fuzz_target!(|data: &[u8]| {
    let Some((&chosen, bytes)) = data.split_first() else { return };
    let limits = Limits {
        text_bytes_max: 1 << 10,
        line_bytes_max: 8 << 10,
        unpacked_bytes_max: 1 << 20,
        ..Limits::at("2024-06-01T00:00:00Z".parse().expect("a time"))
    };
    let format = Format::ALL.get(usize::from(chosen.wrapping_sub(b'1'))).copied();
    let options = Options { format, ..Options::new(limits) };
    let whole = arrivals(Box::new(std::io::Cursor::new(bytes.to_vec())), &options);
    let trickled = arrivals(Box::new(Trickle(bytes.to_vec(), 0)), &options);
    assert_eq!(whole, trickled, "it depends on how the bytes come");
    for arrival in whole.iter().flatten() {
        match arrival {
            Arrival::Item(item) => {
                assert!(!item.text.trim().is_empty() && item.text.len() <= limits.text_bytes_max);
                assert!(!item.location.is_empty());
                assert!(item.url.as_deref().is_none_or(|url| url.starts_with("http")));
                let original = serde_json::from_str::<serde_json::Value>(&item.original());
                assert!(original.is_ok_and(|original| original.is_object()));
            }
            Arrival::Reject(reject) => assert!(!reject.location.is_empty() && !reject.reason.is_empty()),
        }
    }
});
