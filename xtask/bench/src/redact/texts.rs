//! Real texts from files of any format that the product reads.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use hearken_ingest::{Arrival, Input, Limits, Options, read};

/// The texts of all files, titles with their words.
pub fn of_files(files: &[PathBuf]) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for file in files {
        let before = texts.len();
        of_file(file, &mut texts)?;
        ensure!(texts.len() > before, "{} holds no texts", file.display());
    }
    Ok(texts)
}

fn of_file(file: &Path, texts: &mut Vec<String>) -> anyhow::Result<()> {
    let input = Input::from_path(file).with_context(|| file.display().to_string())?;
    let options = Options::new(Limits::at(jiff::Timestamp::now()));
    read(input, &options, &mut |arrival| {
        if let Arrival::Item(item) = arrival {
            texts.push(match item.title {
                Some(title) => format!("{title}\n{}", item.text),
                None => item.text,
            });
        }
        ControlFlow::Continue(())
    })?;
    Ok(())
}
