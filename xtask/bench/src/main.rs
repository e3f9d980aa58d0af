//! What is measured, a file per measurement. Each row is one JSON line, so that runs can be kept and compared.
//!
//! A crate apart from `xtask`, because it builds all of the product, with optimisation.

mod ahead;
mod bare;
mod bcubed;
mod campaigns;
mod corpus;
mod flood;
mod import;
mod joins;
mod labelled;
mod links;
mod posts;
mod reading;
mod readings;
mod redact;
mod row;
mod scale;
mod scores;
mod server;
mod stability;
mod stories;
mod surge;
mod themes;
mod trend;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Measures the product on labelled data.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
struct Args {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(Subcommand)]
enum Bench {
    /// Asks ahead for plans whose first verbatims were judged, against a search for the sentence.
    AskAhead(ahead::AheadArgs),
    /// Clusters themes on labelled texts, labels unseen, and scores them against the labels.
    Themes(themes::ThemesArgs),
    /// Clusters themes twice on samples, and again with new texts: what stays the same.
    Stability(stability::StabilityArgs),
    /// Clusters themes on more and more texts.
    Growth(stability::GrowthArgs),
    /// Finds campaigns and spam put into real weeks of reviews, at one false alarm a product-year.
    Campaigns(campaigns::CampaignsArgs),
    /// Ranks files for reports whose fixes are known.
    Links(links::LinksArgs),
    /// Fits what each reason for a link counts, each project left out in turn.
    LinkWeights(links::weights::WeightsArgs),
    /// Imports many rows, durable and searchable, against a bare program.
    Import(import::ImportArgs),
    /// Joins signals to customers, in a population whose truth is known.
    Joins(joins::JoinsArgs),
    /// Posts single signals over many connections, against a bare prototype.
    Posts(posts::PostsArgs),
    /// Redacts made texts, labelled texts and real ones.
    Redact(redact::RedactArgs),
    /// Reads what labelled texts say, in which mood, and how bad it is.
    Readings(readings::MeasureArgs),
    /// Learns from labelled texts what the reader of what signals say is made of.
    ReadingsTrain(readings::TrainArgs),
    /// Searches over many rows.
    Search(reading::ReadingArgs),
    /// Reads pages over many rows, and the server's memory.
    Pages(reading::ReadingArgs),
    /// Notices rises put into daily series of real themes, and forecasts them.
    Trend(trend::TrendArgs),
    /// Notices many reports of one thing put into real hours, and things that gather slowly.
    Surge(surge::SurgeArgs),
    /// Reads every page of customers and themes at a million signals, ten thousand themes and fifty thousand customers.
    Scale(scale::ScaleArgs),
    /// Begins thousands of requests and ends none, while pages are read, and looks at the server's memory.
    Flood(flood::FloodArgs),
    /// Shows which texts read as stories, to be read.
    Stories(stories::StoriesArgs),
    /// Starts the server and the demo.
    Start(reading::ReadingArgs),
    /// One measurement of an import, in a process of its own.
    #[command(subcommand, hide = true)]
    Child(import::Child),
    /// The bare prototype.
    #[command(hide = true)]
    BareServer { dir: PathBuf },
}

fn main() -> anyhow::Result<()> {
    match &Args::parse().bench {
        Bench::AskAhead(args) => ahead::run(args),
        Bench::Themes(args) => themes::run(args),
        Bench::Stability(args) => stability::stability(args),
        Bench::Growth(args) => stability::growth(args),
        Bench::Campaigns(args) => campaigns::run(args),
        Bench::Links(args) => links::run(args),
        Bench::LinkWeights(args) => links::weights::run(args),
        Bench::Import(args) => import::run(args),
        Bench::Joins(args) => joins::run(args),
        Bench::Posts(args) => posts::run(args),
        Bench::Redact(args) => redact::run(args),
        Bench::Readings(args) => readings::run(args),
        Bench::ReadingsTrain(args) => readings::train(args),
        Bench::Search(args) => reading::search(args),
        Bench::Pages(args) => reading::pages(args),
        Bench::Trend(args) => trend::run(args),
        Bench::Surge(args) => surge::run(args),
        Bench::Scale(args) => scale::run(args),
        Bench::Flood(args) => flood::run(args),
        Bench::Stories(args) => stories::run(args),
        Bench::Start(args) => reading::start(args),
        Bench::Child(child) => import::run_child(child),
        Bench::BareServer { dir } => bare::serve(dir),
    }
}
