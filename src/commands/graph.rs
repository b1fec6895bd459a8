// src/commands/graph.rs - `rulebook graph`: layers and modules as a picture

use std::sync::Arc;

use crate::cli::insight::{GraphArgs, GraphFormat, GraphLevel};
use crate::commands::project::{self, Scope};
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_lint::graph::render::{Format, render};
use rulebook_lint::graph::{Level, build};
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::run::Options;

/// Prints the picture.
pub fn run(args: &GraphArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let scope = Scope::of(args.path.as_slice(), &here)?;
    // What the baseline lists is drawn as well: a picture shows what is there.
    let options = Options { observer: Some(Arc::default()), ..Options::default() };
    let report = scope.lint_in(&Disk::new(&scope.root), &options, terminal)?;
    let level = match args.level {
        GraphLevel::Layers => Level::Layers,
        GraphLevel::Modules => Level::Modules,
    };
    let format = match args.format {
        GraphFormat::Svg => Format::Svg,
        GraphFormat::Html => Format::Html,
        GraphFormat::Mermaid => Format::Mermaid,
        GraphFormat::Dot => Format::Dot,
        GraphFormat::Json => Format::Json,
    };
    let folder = || scope.root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let package = report.model.packages.iter().find(|package| package.root.is_empty());
    let name = package.map_or_else(folder, |package| package.name.clone());
    let title = match level {
        Level::Layers => format!("Layers of {name}"),
        Level::Modules => format!("Modules of {name}"),
    };
    terminal.out(&render(&build(&report, level), format, &title, &|path| scope.show(path)))?;
    Ok(0)
}
