// src/spec/part/claims.rs - What each name takes for itself, and who has taken it already

//! What each name takes for itself, and who has taken it already: files, folders of tests, fields.

use super::{PartKind, PartSpec};
use crate::error::{Error, Problem, Result};
use crate::spec::{ResourceRequest, ResourceSpec, Token};

/// What a project without resources has.
pub(crate) const PROJECT: [&str; 26] = [
    "src/core/db",
    "src/core/error",
    "src/core/errors",
    "src/core/logger",
    "src/core/metric",
    "src/core/metrics",
    "src/core/page",
    "src/core/security",
    "src/core/setting",
    "src/core/settings",
    "src/core/statement",
    "src/services/health_service.rs",
    "src/services/user_service.rs",
    "tests/auth",
    "tests/common",
    "tests/health",
    "tests/user",
    "the setting `auth`",
    "the setting `database`",
    "the setting `environment`",
    "the setting `log`",
    "the setting `server`",
    "the state's field `attempts`",
    "the state's field `health`",
    "the state's field `server`",
    "the state's field `tokens`",
];

/// Refuses a part that would share something with the project, a resource or another part.
pub(super) fn refuse_clash(
    part: &PartSpec,
    token: &Token,
    resources: &[ResourceSpec],
    parts: &[PartSpec],
) -> Result<()> {
    let own = of_part(part);
    let others = parts.iter().filter(|other| (other.kind, &other.names.snake) != (part.kind, &part.names.snake));
    let mut taken: Vec<(String, Vec<String>)> =
        vec![("what every project has".to_owned(), PROJECT.map(str::to_owned).into())];
    taken.extend(resources.iter().map(|spec| (format!("the resource `{}`", spec.names.snake), of_resource(spec))));
    taken.extend(others.map(|other| (format!("the {} `{}`", other.kind.word(), other.names.snake), of_part(other))));
    match shared(&own, &taken) {
        None => Ok(()),
        Some((what, whose)) => Err(clash(token, part.kind.word(), &part.names.snake, what, whose)),
    }
}

/// Refuses resources that would share something with a part.
///
/// # Errors
///
/// [`Error::Input`] with each of them.
pub(crate) fn refuse_taken(requests: &[ResourceRequest], specs: &[ResourceSpec], parts: &[PartSpec]) -> Result<()> {
    let taken: Vec<(String, Vec<String>)> =
        parts.iter().map(|part| (format!("the {} `{}`", part.kind.word(), part.names.snake), of_part(part))).collect();
    let mut problems = Vec::new();
    for spec in specs {
        if let Some((what, whose)) = shared(&of_resource(spec), &taken) {
            let token = requests.first().map(|request| request.name.clone());
            let token = token.unwrap_or_else(|| Token::argument(0, &spec.names.snake));
            if let Error::Input(found) = clash(&token, "resource", &spec.names.snake, what, whose) {
                problems.extend(found);
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Input(problems)) }
}

fn clash(token: &Token, kind: &str, name: &str, what: &str, whose: &str) -> Error {
    Error::Input(vec![Problem {
        token: token.text.clone(),
        place: token.place.clone(),
        reason: format!("the {kind} `{name}` would share {what} with {whose}"),
        help: format!("take another name, such as `{name}_desk`"),
    }])
}

/// The first thing that is among those of another, and whose that is.
fn shared<'a>(own: &'a [String], taken: &'a [(String, Vec<String>)]) -> Option<(&'a str, &'a str)> {
    taken.iter().find_map(|(whose, theirs)| {
        let what = own.iter().find(|what| theirs.contains(what))?;
        Some((what.as_str(), whose.as_str()))
    })
}

fn of_part(part: &PartSpec) -> Vec<String> {
    let name = &part.names.snake;
    match part.kind {
        PartKind::Service => service(name, name).into(),
        PartKind::Engine => vec![format!("src/engines/{name}_engine.rs"), format!("tests/{name}_engine")],
        PartKind::Integration => {
            vec![format!("src/core/{name}"), format!("tests/{name}_client"), format!("the setting `{name}`")]
        }
    }
}

fn of_resource(spec: &ResourceSpec) -> Vec<String> {
    let names = &spec.names;
    let mut claims = service(&names.snake, &names.plural).to_vec();
    if spec.analytics {
        let counted = format!("{}_analytics", names.snake);
        claims.extend(service(&counted, &counted));
    }
    claims
}

fn service(name: &str, field: &str) -> [String; 3] {
    [format!("src/services/{name}_service.rs"), format!("tests/{name}"), format!("the state's field `{field}`")]
}
