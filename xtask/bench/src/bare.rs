//! What the product is measured against: programs that do the storing alone.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::mpsc;
use std::time::Instant;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use cpu_time::ProcessTime;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use tantivy::schema::{INDEXED, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, TantivyDocument};

use crate::row;

const BATCH: usize = 1_000;

fn database(dir: &Path) -> anyhow::Result<Connection> {
    std::fs::create_dir_all(dir)?;
    let connection = Connection::open(dir.join("bare.db"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; \
         CREATE TABLE rows (id INTEGER PRIMARY KEY, external TEXT, at TEXT, text TEXT, rating REAL, product TEXT)",
    )?;
    Ok(connection)
}

fn insert(connection: &Connection, row: &Value) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO rows (external, at, text, rating, product) VALUES (?1, ?2, ?3, ?4, ?5)";
    let text = |name: &str| row[name].as_str();
    let values = params![text("id"), text("date"), text("text"), row["rating"].as_f64(), text("product")];
    connection.prepare_cached(sql)?.execute(values)?;
    Ok(connection.last_insert_rowid())
}

/// Rows into SQLite in batches, synced, and their text into tantivy.
pub fn import(rows: &Path, dir: &Path) -> anyhow::Result<Value> {
    let connection = database(dir)?;
    let mut schema = Schema::builder();
    let id = schema.add_u64_field("id", INDEXED | STORED);
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(tantivy::schema::IndexRecordOption::WithFreqsAndPositions);
    let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
    let index_dir = dir.join("words");
    std::fs::create_dir_all(&index_dir)?;
    let (started, cpu) = (Instant::now(), ProcessTime::now());
    let index = Index::create_in_dir(index_dir, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 96 << 20)?;
    let mut batch = Vec::with_capacity(BATCH);
    let mut lines = BufReader::new(File::open(rows)?).lines();
    loop {
        for line in lines.by_ref().take(BATCH) {
            batch.push(serde_json::from_str::<Value>(&line?)?);
        }
        if batch.is_empty() {
            break;
        }
        connection.execute_batch("BEGIN")?;
        for row in batch.drain(..) {
            let number = insert(&connection, &row)?;
            let mut document = TantivyDocument::default();
            document.add_u64(id, number as u64);
            document.add_text(body, row["text"].as_str().unwrap_or_default());
            writer.add_document(document)?;
        }
        connection.execute_batch("COMMIT")?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(json!({
        "s": started.elapsed().as_secs_f64(), "cpu_s": cpu.elapsed().as_secs_f64(), "peak_mb": row::peak_mb()?,
    }))
}

type Waiting = (Value, tokio::sync::oneshot::Sender<i64>);

/// Takes posts, and answers each once the commit that holds it is synced. Prints its address, and serves until it is
/// ended.
pub fn serve(dir: &Path) -> anyhow::Result<()> {
    let connection = database(dir)?;
    let (queue, waiting) = mpsc::channel::<Waiting>();
    std::thread::spawn(move || -> anyhow::Result<()> {
        while let Ok(first) = waiting.recv() {
            let mut group = vec![first];
            group.extend(waiting.try_iter().take(511));
            connection.execute_batch("BEGIN")?;
            let ids: Vec<i64> =
                group.iter().map(|(row, _)| insert(&connection, row)).collect::<Result<_, _>>()?;
            connection.execute_batch("COMMIT")?;
            for ((_, answer), id) in group.into_iter().zip(ids) {
                let _ = answer.send(id); // whoever asked may be gone
            }
        }
        Ok(())
    });
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async move {
        let router = Router::new().route("/", post(accept)).with_state(queue);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        row::print(&json!({ "url": format!("http://{}/", listener.local_addr()?) }))?;
        Ok(axum::serve(listener, router).await?)
    })
}

async fn accept(State(queue): State<mpsc::Sender<Waiting>>, Json(row): Json<Value>) -> Json<Value> {
    let (answer, waiting) = tokio::sync::oneshot::channel();
    let _ = queue.send((row, answer)); // the writer lives as long as the server
    Json(json!({ "id": waiting.await.unwrap_or_default() }))
}
