// src/plan/wiring/mod.rs - A resource made known to the rest of the project, by syntax

//! A resource made known to the rest of the project, by syntax.
//!
//! The syntax tree says where a line belongs and whether it is there; the line is then put into the text, of which
//! nothing else changes: comments, formatting and line endings of a file that a person has edited stay as they are.
//! Each step is a function from a file to an [`Outcome`], so a second run finds everything there.

mod cut;
mod dependencies;
mod models;
mod modules;
mod router;
mod source;
mod state;
#[cfg(test)]
mod tests;
mod unwire;
mod uses;
mod variables;

pub(crate) use unwire::{models_edited, unwire, without_models};

use super::draft::Draft;
use super::merge;
use crate::error::{Error, MissingPlace, Result};
use source::Source;
pub(crate) use source::path_order;
use state::Held;

/// Where the parts of a project are wired together.
const ROUTER: &str = "src/api/mod.rs";
const STATE: &str = "src/api/state.rs";
pub(crate) const ROOT: &str = "src/lib.rs";
const SETTINGS: &str = "src/core/settings.rs";
const CARGO: &str = "Cargo.toml";
const VARIABLES: &str = ".env.example";
pub(crate) const CORE: &str = "src/core/mod.rs";
pub(crate) const ENGINES: &str = "src/engines/mod.rs";
/// Where all database models are.
pub(crate) const DB_MODELS: &str = "src/models/db_models.rs";
pub(crate) const TESTS: &str = "tests/main.rs";
pub(crate) const SERVICES: &str = "src/services/mod.rs";
const MODELS: &str = "src/models/mod.rs";
/// The files that resources are wired into, the database models apart.
pub(crate) const WIRED: [&str; 6] = [ROUTER, STATE, ROOT, SERVICES, MODELS, TESTS];
/// The template of what a resource adds to the database models.
pub(crate) const MODELS_SNIPPET: &str = "db_models.rs";
/// The same as it is called among the snippets.
pub(crate) const MODELS_SNIPPET_TEMPLATE: &str = "db_models.rs.tera";

/// What became of one line.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// It was there.
    Already,
    /// The file with it.
    Done(String),
    /// The file has no place for it.
    NoPlace { wanted: String, line: String },
}

/// One thing by which a component is known to the rest of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// A `mod` line.
    Module {
        /// The file that declares it.
        path: &'static str,
        name: String,
        public: bool,
    },
    /// The router of a module of `api`, merged into the application's.
    Router(String),
    /// A service: a field of the state, made where the state is made.
    Service {
        /// Its module in `services`.
        module: String,
        /// Its type.
        service: String,
        /// The field.
        field: String,
        /// What the field is said to hold.
        description: String,
    },
    /// The settings of an integration: a field of all settings.
    Settings {
        /// The module in `core`, and the field.
        module: String,
        /// Their type.
        settings: String,
        /// What the field is said to hold.
        description: String,
    },
    /// A crate that the package needs.
    Dependency {
        name: &'static str,
        /// What stands behind its `=`.
        value: &'static str,
    },
    /// Variables of the environment, shown in the file that people copy.
    Variables {
        /// What they are for, a sentence.
        description: String,
        /// What their names begin with: `APP__PAYMENT__`.
        prefix: String,
        /// The rest of each name, and its default.
        names: Vec<(&'static str, String)>,
    },
}

impl Line {
    /// A set of modules that answers requests: those of a resource, or of its analytics.
    pub(crate) fn of_routes(file: &str, service: &str, field: &str, description: String) -> Vec<Self> {
        let module = |path, name: String, public| Self::Module { path, name, public };
        let service = Self::service(file, service, field, description);
        vec![
            module(ROUTER, file.to_owned(), true),
            module(SERVICES, format!("{file}_service"), true),
            module(MODELS, format!("{file}_models"), true),
            module(TESTS, file.to_owned(), false),
            Self::Router(file.to_owned()),
            service,
        ]
    }

    /// A service, whose module has the name of its file.
    pub(crate) fn service(file: &str, service: &str, field: &str, description: String) -> Self {
        let module = format!("{file}_service");
        Self::Service { module, service: service.to_owned(), field: field.to_owned(), description }
    }
}

/// Wires what is to be known. What no place is found for is added to `missing`.
///
/// # Errors
///
/// If a file can't be read or is no Rust.
pub(crate) fn wire(draft: &mut Draft, lines: &[Line], missing: &mut Vec<MissingPlace>) -> Result<()> {
    lines.iter().try_for_each(|line| wire_one(draft, line, missing))
}

fn wire_one(draft: &mut Draft, line: &Line, missing: &mut Vec<MissingPlace>) -> Result<()> {
    let mut wiring = Wiring { draft, missing };
    match line {
        Line::Module { path, name, public } => wiring.step(path, |source| modules::declare(source, name, *public)),
        Line::Router(module) => wiring.step(ROUTER, |source| router::merge(source, module)),
        Line::Service { module, service, field, description } => {
            let item = ["crate", "services", module, service];
            for (path, own_module) in [(STATE, &["crate", "api", "state"][..]), (ROOT, &["crate"])] {
                let name = wiring.imported(path, &item, own_module)?;
                let held = Held { field, name: &name, description };
                let step = if path == STATE { state::field } else { state::value };
                wiring.step(path, |source| step(source, &held))?;
            }
            Ok(())
        }
        Line::Settings { module, settings, description } => {
            let item = ["crate", "core", module, settings];
            let name = wiring.imported(SETTINGS, &item, &["crate", "core", "settings"])?;
            let held = Held { field: module, name: &name, description };
            wiring.step(SETTINGS, |source| state::setting(source, &held))
        }
        Line::Variables { description, prefix, names } => match wiring.draft.read(VARIABLES)? {
            Some(text) => wiring.settle(VARIABLES, variables::add(&text, description, prefix, names)),
            // The file is there for people alone. One who deleted it needs none.
            None => Ok(()),
        },
        Line::Dependency { name, value } => wiring.manifest(|text| dependencies::add(text, name, value)),
    }
}

/// Appends the database models, unless types of their names are there: those are given back.
///
/// # Errors
///
/// If the file can't be read or is no Rust.
pub(crate) fn add_models(draft: &mut Draft, snippet: &str, missing: &mut Vec<MissingPlace>) -> Result<Vec<String>> {
    let Some(text) = draft.read(DB_MODELS)? else {
        let wanted = "such file".to_owned();
        missing.push(MissingPlace { path: DB_MODELS.to_owned(), wanted, line: snippet.trim_end().to_owned() });
        return Ok(Vec::new());
    };
    match models::append(&Source::outline(DB_MODELS, &text)?, DB_MODELS, snippet)? {
        models::Appended::Done(text) => {
            draft.write(DB_MODELS, &text)?;
            Ok(Vec::new())
        }
        models::Appended::Present(names) => Ok(names.iter().map(|name| format!("{DB_MODELS} (`{name}`)")).collect()),
    }
}

/// A file of database models with those of several resources, in their order.
///
/// # Errors
///
/// If one of the texts is no Rust.
pub(crate) fn with_models(text: &str, snippets: &[String]) -> Result<String> {
    let mut draft = Draft::in_memory();
    draft.write(DB_MODELS, text)?;
    for snippet in snippets {
        add_models(&mut draft, snippet, &mut Vec::new())?;
    }
    Ok(draft.read(DB_MODELS)?.unwrap_or_default())
}

struct Wiring<'a> {
    draft: &'a mut Draft,
    missing: &'a mut Vec<MissingPlace>,
}

impl Wiring<'_> {
    fn step(&mut self, path: &str, step: impl FnOnce(&Source<'_>) -> Outcome) -> Result<()> {
        let text = self.draft.read(path)?;
        // A file that is not there has no place either, and the step on an empty one says what it would add.
        let outcome = match &text {
            Some(text) => step(&Source::parse(path, text)?),
            None => match step(&Source::parse(path, "")?) {
                Outcome::Done(line) => {
                    Outcome::NoPlace { wanted: "such file".to_owned(), line: line.trim().to_owned() }
                }
                other => other,
            },
        };
        self.settle(path, outcome)
    }

    /// A step on the manifest of the package.
    fn manifest(&mut self, step: impl FnOnce(&str) -> Outcome) -> Result<()> {
        let text = self.draft.read(CARGO)?.unwrap_or_default();
        if merge::has_markers(&text) {
            return Err(Error::Unsettled { path: CARGO.to_owned() });
        }
        let outcome = step(&text);
        self.settle(CARGO, outcome)
    }

    fn settle(&mut self, path: &str, outcome: Outcome) -> Result<()> {
        match outcome {
            Outcome::Already => Ok(()),
            Outcome::Done(text) => self.draft.write(path, &text),
            Outcome::NoPlace { wanted, line } => {
                self.missing.push(MissingPlace { path: path.to_owned(), wanted, line });
                Ok(())
            }
        }
    }

    /// Imports a type and says what the file calls it.
    fn imported(&mut self, path: &str, item: &[&str], module: &[&str]) -> Result<String> {
        self.step(path, |source| uses::import(source, item, module))?;
        let text = self.draft.read(path)?.unwrap_or_default();
        let name = uses::local_name(&Source::parse(path, &text)?, item, module);
        Ok(name.unwrap_or_else(|| item.last().copied().unwrap_or_default().to_owned()))
    }
}
