// src/plan/wanted.rs - What a name of what is to go means, and whether anything stands on that

//! What a name of what is to go means, and whether anything stands on that.

use crate::error::{Error, Place, Problem, Result};
use crate::manifest::{Made, Manifest};
use crate::spec::ResourceSpec;
use crate::spec::part::{PartKind, PartSpec};
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::{case, reserved, suggest};

/// The resource that is meant.
pub(super) fn resource(name: &str, manifest: &Manifest, inflector: &Inflector) -> Result<Made> {
    let (meant, singular) = ResourceSpec::meant(name, manifest.resources.iter().map(|made| &made.spec), inflector);
    if let Some(made) = meant.and_then(|spec| manifest.find(&spec.names.snake)) {
        return Ok(made.clone());
    }
    let (reason, help) = if singular == reserved::USER {
        let reason = "`user` is no resource that can go: `rulebook new` made it, and who may do what rests on it";
        (reason.to_owned(), "resources that were generated can be destroyed".to_owned())
    } else {
        let known: Vec<&str> = manifest.resources.iter().map(|made| made.spec.names.snake.as_str()).collect();
        (format!("there is no resource `{name}`"), help(&singular, &known))
    };
    Err(refused(name, reason, help))
}

/// The service, engine or integration that is meant.
pub(super) fn part(kind: PartKind, name: &str, manifest: &Manifest) -> Result<PartSpec> {
    let snake = case::snake(name);
    let given = snake.strip_suffix(&format!("_{}", kind.word())).unwrap_or(&snake);
    let parts = manifest.parts.iter().filter(|part| part.kind == kind);
    if let Some(part) = parts.clone().find(|part| part.names.snake == given) {
        return Ok(part.clone());
    }
    if kind == PartKind::Service && manifest.find(given).is_some() {
        let reason = format!("`{given}` is a resource, whose service goes with it");
        return Err(refused(name, reason, format!("`rulebook destroy resource {given}` takes all of it away")));
    }
    let known: Vec<&str> = parts.map(|part| part.names.snake.as_str()).collect();
    let reason = format!("there is no {} `{name}` that was generated", kind.word());
    Err(refused(name, reason, help(given, &known)))
}

/// Nothing else refers to the resource or the service.
pub(super) fn unreferred(name: &str, rest: &Manifest) -> Result<()> {
    let resources = rest.resources.iter().filter(|other| other.spec.references().contains(&name));
    let resources = resources.map(|other| ("resource", other.spec.names.snake.clone()));
    let engines = rest.parts.iter().filter(|part| part.services.iter().any(|service| service == name));
    let engines = engines.map(|part| (part.kind.word(), part.names.snake.clone()));
    let by: Vec<(&'static str, String)> = resources.chain(engines).collect();
    if by.is_empty() { Ok(()) } else { Err(Error::Referred { resource: name.to_owned(), by }) }
}

fn help(given: &str, known: &[&str]) -> String {
    match suggest(given, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "this project has none".to_owned(),
        None => format!("there are {}", known.join(", ")),
    }
}

fn refused(name: &str, reason: String, help: String) -> Error {
    Error::Input(vec![Problem { token: name.to_owned(), place: Place::Argument(0), reason, help }])
}
