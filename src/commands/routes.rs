// src/commands/routes.rs - `rulebook routes`: what the programs of a project serve

use std::sync::Arc;

use crate::cli::insight::{RoutesArgs, RoutesFormat};
use crate::commands::project::{self, Scope};
use crate::failure::{FOUND, Failure};
use crate::terminal::{Terminal, things};
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::routes::render::{Filter, Listing, json_text, markdown, openapi_paths, text};
use rulebook_lint::routes::{Method, RouteTable};
use rulebook_lint::run::Options;

/// Prints the table of routes.
pub fn run(args: &RoutesArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let given: Vec<_> = args.project.iter().cloned().collect();
    let scope = Scope::of(&given, &here)?;
    let filter = Filter { path: args.path.clone(), method: method(args)?, handler: args.handler.clone() };
    // No rule is asked: the model is all that is needed.
    let options = Options { observer: Some(Arc::default()), bare: false, ..Options::default() };
    let report = scope.lint_in(&Disk::new(&scope.root), &options, terminal)?;
    let table = RouteTable::of(&report.model);
    let listing = Listing::of(&report.model, &table, &filter);
    let show = |path: &str| scope.show(path);
    terminal.out(&match args.format {
        RoutesFormat::Text => text(&listing, &show, terminal.color),
        RoutesFormat::Markdown => markdown(&listing, &show),
        RoutesFormat::Json => json_text(&listing, &show),
        RoutesFormat::OpenapiPaths => openapi_paths(&listing),
    })?;
    if args.format == RoutesFormat::Text {
        let lost = match listing.unresolved.len() {
            0 => String::new(),
            count => format!(", {} not followed", things(count, "place")),
        };
        terminal.note(&format!("{}{lost}\n", things(listing.routes.len(), "route")));
    }
    Ok(if args.strict && !listing.unresolved.is_empty() { FOUND } else { 0 })
}

fn method(args: &RoutesArgs) -> Result<Option<Method>, Failure> {
    let Some(name) = &args.method else { return Ok(None) };
    let method = Method::named(name).ok_or_else(|| {
        Failure::refused(
            format!("`{name}` is no method"),
            "name one of get, post, put, patch, delete, head, options, trace, connect",
        )
    })?;
    Ok(Some(method))
}
