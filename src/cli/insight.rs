// src/cli/insight.rs - Arguments of the commands that show how a project hangs together

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::PlanFormat;

/// Arguments of `why`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rulebook why src/api/job.rs
  rulebook why src/core/db.rs --format json")]
pub struct WhyArgs {
    /// The source file
    pub file: PathBuf,
    /// How to print it; the JSON is described by docs/schemas/why.schema.json
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlanFormat,
}

/// Arguments of `graph`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rulebook graph > layers.svg
  rulebook graph --level modules --format html > modules.html
  rulebook graph --format mermaid >> README.md")]
pub struct GraphArgs {
    /// A file or folder of the project; the project at the current folder if none
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// What a node is
    #[arg(long, value_name = "LEVEL", default_value = "layers")]
    pub level: GraphLevel,
    /// How to draw it
    #[arg(long, value_name = "FORMAT", default_value = "svg")]
    pub format: GraphFormat,
}

/// What a node of the graph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphLevel {
    /// A layer
    Layers,
    /// The module of a source file
    Modules,
}

/// Formats of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// A picture, light or dark as the reader's system is
    Svg,
    /// A page that shows what each module uses, and the violations
    Html,
    /// For Markdown that draws Mermaid
    Mermaid,
    /// For Graphviz
    Dot,
    /// For programs: docs/schemas/graph.schema.json
    Json,
}

/// Arguments of `routes`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rulebook routes
  rulebook routes --path /api/jobs --method post
  rulebook routes --format openapi-paths > paths.json")]
pub struct RoutesArgs {
    /// A file or folder of the project; the project at the current folder if none
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// Only routes whose path begins so
    #[arg(long, value_name = "PREFIX")]
    pub path: Option<String>,
    /// Only routes of this method
    #[arg(long, value_name = "METHOD")]
    pub method: Option<String>,
    /// Only routes whose handler's name has this in it
    #[arg(long, value_name = "NAME")]
    pub handler: Option<String>,
    /// Fail if something could not be followed
    #[arg(long)]
    pub strict: bool,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: RoutesFormat,
}

/// Formats of the table of routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoutesFormat {
    /// For people
    Text,
    /// For a document
    Markdown,
    /// For programs: docs/schemas/routes.schema.json
    Json,
    /// The paths of an OpenAPI document, to begin one with
    OpenapiPaths,
}
