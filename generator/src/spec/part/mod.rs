// src/spec/part/mod.rs - What a project has besides resources: plain services, engines, integrations

//! What a project has besides resources: plain services, engines, integrations. A [`PartSpec`] can only be made by
//! [`admit`] and [`PartSpec::known`], so whoever holds one holds a name that is nobody else's.

mod claims;
#[cfg(test)]
mod tests;

use super::{ResourceSpec, Token};
use crate::error::{Error, Problem, Result};
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::names::{NameError, ResourceNames};
use rulebook_conventions::{case, reserved, suggest};

#[cfg(test)]
pub(crate) use claims::PROJECT;
pub(crate) use claims::refuse_taken;

/// Names of types and files are made of it, which are to be read on one line.
const MAX_LENGTH: usize = 32;

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    /// Business logic that belongs to no resource.
    Service,
    /// Work that stands on services, and that no request does.
    Engine,
    /// A client of something that others run.
    Integration,
}

impl PartKind {
    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Engine => "engine",
            Self::Integration => "integration",
        }
    }
}

/// A part as it was asked for, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartRequest {
    /// What it is.
    pub kind: PartKind,
    /// Its name.
    pub name: Token,
    /// The services that an engine stands on.
    pub services: Vec<Token>,
}

impl PartRequest {
    /// A request as the command line gives it.
    pub fn from_arguments(kind: PartKind, name: &str, services: &[String]) -> Self {
        Self { kind, name: Token::argument(0, name), services: Token::arguments(1, services) }
    }
}

/// A checked part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartSpec {
    /// What it is.
    pub kind: PartKind,
    /// All forms of its name.
    pub names: ResourceNames,
    /// The services that an engine stands on, besides that of the users.
    pub services: Vec<String>,
    /// The resource that was made last when a service was: the state has its fields in this order.
    pub after: Option<String>,
}

impl PartSpec {
    /// A part that passed the gate when it was made. The inflection table has no say any more.
    pub(crate) fn known(kind: PartKind, name: &str, inflector: &Inflector) -> Result<Self, NameError> {
        let (names, _) = ResourceNames::parse(name, inflector, Some(name))?;
        Ok(Self { kind, names, services: Vec::new(), after: None })
    }
}

/// Checks a part against what the project has. The second value is what was changed or chosen, for the person to see.
///
/// # Errors
///
/// [`Error::Input`] with every problem of the request.
pub(crate) fn admit(
    request: &PartRequest,
    resources: &[ResourceSpec],
    parts: &[PartSpec],
    inflector: &Inflector,
) -> Result<(PartSpec, Vec<String>)> {
    let mut problems = Vec::new();
    let mut notes = Vec::new();
    let mut refused = |token: &Token, reason: String, help: String| {
        problems.push(Problem { token: token.text.clone(), place: token.place.clone(), reason, help });
    };
    let services = services(request, resources, parts, &mut refused);
    let spec = match named(request, inflector) {
        Ok((names, said)) => {
            notes.extend(said);
            let after = resources.last().filter(|_| request.kind == PartKind::Service);
            let after = after.map(|last| last.names.snake.clone());
            Some(PartSpec { kind: request.kind, names, services, after })
        }
        Err(NameError { token, reason, help }) => {
            refused(&request.name, format!("the {} name `{token}` {reason}", request.kind.word()), help);
            None
        }
    };
    let Some(spec) = spec.filter(|_| problems.is_empty()) else { return Err(Error::Input(problems)) };
    claims::refuse_clash(&spec, &request.name, resources, parts)?;
    Ok((spec, notes))
}

/// The names of a part. `job_service` is the service `job`.
fn named(request: &PartRequest, inflector: &Inflector) -> Result<(ResourceNames, Vec<String>), NameError> {
    let given = &request.name.text;
    let word = request.kind.word();
    let snake = case::snake(given);
    let stem = snake.strip_suffix(word).and_then(|stem| stem.strip_suffix('_'));
    // A name that is wrong is told as it was given.
    let plain = stem.filter(|_| given.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    let (names, notes) = ResourceNames::parse(plain.unwrap_or(given), inflector, None).map_err(|error| NameError {
        reason: error.reason.replace("so no resource can be", &format!("so no {word} can be")),
        ..error
    })?;
    if names.snake == reserved::USER {
        return Err(NameError {
            token: given.clone(),
            reason: "is what every project has for its users".to_owned(),
            help: "a name such as `user_profile` is free".to_owned(),
        });
    }
    if names.snake.len() > MAX_LENGTH {
        return Err(NameError {
            token: given.clone(),
            reason: format!("has more than {MAX_LENGTH} characters"),
            help: "choose a shorter name".to_owned(),
        });
    }
    let notes = notes.into_iter().map(|note| note.replace("the resource is", &format!("the {word} is"))).collect();
    Ok((names, notes))
}

/// The services that an engine is to stand on, without that of the users, which each one has.
fn services(
    request: &PartRequest,
    resources: &[ResourceSpec],
    parts: &[PartSpec],
    refused: &mut impl FnMut(&Token, String, String),
) -> Vec<String> {
    let plain = parts.iter().filter(|part| part.kind == PartKind::Service).map(|part| &part.names);
    let known: Vec<&ResourceNames> = resources.iter().map(|spec| &spec.names).chain(plain).collect();
    let mut services = Vec::new();
    for token in &request.services {
        let snake = case::snake(&token.text);
        let given = snake.strip_suffix("_service").unwrap_or(&snake);
        let found = known.iter().find(|names| names.snake == given);
        let found = found.or_else(|| known.iter().find(|names| names.plural == given));
        match found {
            Some(names) if services.contains(&names.snake) => {}
            Some(names) => services.push(names.snake.clone()),
            None if given == reserved::USER || given == "users" => {}
            None => {
                let all: Vec<&str> = known.iter().map(|names| names.snake.as_str()).chain([reserved::USER]).collect();
                let help = match suggest(given, all.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are {}", all.join(", ")),
                };
                refused(token, format!("there is no service `{}`", token.text), help);
            }
        }
    }
    services
}
