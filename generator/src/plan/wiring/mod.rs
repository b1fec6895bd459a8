// src/plan/wiring/mod.rs - A resource made known to the rest of the project, by syntax

//! A resource made known to the rest of the project, by syntax.
//!
//! The syntax tree says where a line belongs and whether it is there; the line is then put into the text, of which
//! nothing else changes: comments, formatting and line endings of a file that a person has edited stay as they are.
//! Each step is a function from a file to an [`Outcome`], so a second run finds everything there.

mod cut;
mod models;
mod modules;
mod router;
mod source;
mod state;
#[cfg(test)]
mod tests;
mod unwire;
mod uses;

pub(crate) use unwire::{models_edited, unwire, without_models};

use super::draft::Draft;
use crate::error::{MissingPlace, Result};
use source::Source;
pub(crate) use source::path_order;
use state::Service;

/// Where the parts of a project are wired together.
const ROUTER: &str = "src/api/mod.rs";
const STATE: &str = "src/api/state.rs";
const ROOT: &str = "src/lib.rs";
/// Where all database models are.
pub(crate) const DB_MODELS: &str = "src/models/db_models.rs";
const TESTS: &str = "tests/main.rs";
/// The files that components are wired into, the database models apart.
pub(crate) const WIRED: [&str; 6] = [ROUTER, STATE, ROOT, "src/services/mod.rs", "src/models/mod.rs", TESTS];
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

/// A set of modules that is wired: those of a resource, or of its analytics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Component {
    /// The module in `api` and in the tests; in `services` and `models` it has their suffix.
    pub(crate) file: String,
    /// The type of its service.
    pub(crate) service: String,
    /// The field of the state that holds the service.
    pub(crate) state_field: String,
    /// What the field is said to hold.
    pub(crate) description: String,
}

/// Wires components. What no place is found for is added to `missing`.
///
/// # Errors
///
/// If a file can't be read or is no Rust.
pub(crate) fn wire(draft: &mut Draft, components: &[Component], missing: &mut Vec<MissingPlace>) -> Result<()> {
    components.iter().try_for_each(|component| wire_one(draft, component, missing))
}

fn wire_one(draft: &mut Draft, component: &Component, missing: &mut Vec<MissingPlace>) -> Result<()> {
    let file = component.file.as_str();
    let mut wiring = Wiring { draft, missing };
    for (path, module) in [
        (ROUTER, file.to_owned()),
        ("src/services/mod.rs", format!("{file}_service")),
        ("src/models/mod.rs", format!("{file}_models")),
    ] {
        wiring.step(path, |source| modules::declare(source, &module, true))?;
    }
    wiring.step(TESTS, |source| modules::declare(source, file, false))?;
    wiring.step(ROUTER, |source| router::merge(source, file))?;

    let module = format!("{file}_service");
    let service = ["crate", "services", &module, component.service.as_str()];
    for (path, own_module) in [(STATE, &["crate", "api", "state"][..]), (ROOT, &["crate"])] {
        let name = wiring.imported(path, &service, own_module)?;
        let service = Service { field: &component.state_field, name: &name, description: &component.description };
        let step = if path == STATE { state::field } else { state::value };
        wiring.step(path, |source| step(source, &service))?;
    }
    Ok(())
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
    match models::append(&Source::parse(DB_MODELS, &text)?, DB_MODELS, snippet)? {
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
        match outcome {
            Outcome::Already => {}
            Outcome::Done(text) => self.draft.write(path, &text)?,
            Outcome::NoPlace { wanted, line } => {
                self.missing.push(MissingPlace { path: path.to_owned(), wanted, line });
            }
        }
        Ok(())
    }

    /// Imports a type and says what the file calls it.
    fn imported(&mut self, path: &str, item: &[&str], module: &[&str]) -> Result<String> {
        self.step(path, |source| uses::import(source, item, module))?;
        let text = self.draft.read(path)?.unwrap_or_default();
        let name = uses::local_name(&Source::parse(path, &text)?, item, module);
        Ok(name.unwrap_or_else(|| item.last().copied().unwrap_or_default().to_owned()))
    }
}
