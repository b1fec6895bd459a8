// src/adopt/classify.rs - The layer that a file belongs to, by what it does and by what it is called

use super::Kind;
use super::evidence::Evidence;

/// The layer of a file; none if neither its name nor its content tells.
///
/// `folders` are the names of the folders around it, the nearest first, each with whether something in it uses a web
/// framework.
pub(super) fn kind(stem: &str, folders: &[(&str, bool)], evidence: &Evidence) -> Option<Kind> {
    let is_served = evidence.handlers > 0 && evidence.router;
    let named = |is_telling: bool| {
        let folders = folders.iter().filter(move |(name, _)| is_generic(name) != is_telling);
        folders.filter_map(|(name, framework)| Some((word(name)?, *framework))).find_map(plausible)
    };
    let by_name = ending(stem)
        .or_else(|| named(true))
        .or_else(|| named(false))
        .or_else(|| word(stem).filter(|kind| *kind != Kind::Api || evidence.framework > 0));
    match by_name {
        // Handlers with their router are the api layer, whatever the folder is called.
        Some(_) if is_served => Some(Kind::Api),
        Some(Kind::Services | Kind::Models) if evidence.handlers > 0 => Some(Kind::Api),
        // A service of tower is none of the rulebook.
        Some(Kind::Services) if evidence.framework > evidence.functions => Some(Kind::Api),
        Some(kind) => Some(kind),
        None => by_content(evidence),
    }
}

/// Whether a folder of this name belongs to whatever it lies in.
fn is_generic(name: &str) -> bool {
    matches!(name, "auth" | "common" | "config" | "core" | "error" | "errors" | "shared" | "types" | "util" | "utils")
}

/// Whether a folder of this name within a layer is another layer: data, handlers, services and the database stand apart, what
/// else core may hold does not.
pub(super) fn stands_apart(name: &str) -> bool {
    let is_database =
        matches!(name, "dao" | "database" | "db" | "persistence" | "repo" | "repos" | "repositories" | "repository");
    !is_generic(name) && (is_database || word(name).is_some_and(|kind| kind != Kind::Core))
}

/// A folder that is called as the api layer may be, but knows no web framework, is about something else.
fn plausible((kind, framework): (Kind, bool)) -> Option<Kind> {
    (kind != Kind::Api || framework).then_some(kind)
}

fn by_content(evidence: &Evidence) -> Option<Kind> {
    if evidence.handlers > 0 || evidence.router {
        Some(Kind::Api)
    } else if evidence.rows > 0 && evidence.functions <= evidence.types {
        Some(Kind::Models)
    } else if evidence.database > 0 {
        Some(Kind::Services)
    } else if evidence.framework > 1 {
        Some(Kind::Api)
    } else if !evidence.clients.is_empty() {
        Some(Kind::Core)
    } else {
        None
    }
}

/// An ending that says what a file is, wherever it lies: `user_service`.
fn ending(stem: &str) -> Option<Kind> {
    let (_, last) = stem.rsplit_once('_')?;
    match last {
        "handler" | "handlers" | "controller" | "controllers" | "routes" | "endpoints" => Some(Kind::Api),
        "service" | "services" | "usecase" => Some(Kind::Services),
        "repository" | "repo" | "dao" | "client" | "pool" => Some(Kind::Core),
        "model" | "models" | "entity" | "dto" => Some(Kind::Models),
        _ => None,
    }
}

/// What a folder or a file of this name usually is.
pub(super) fn word(name: &str) -> Option<Kind> {
    const API: &str = "api apis app app_state controller controllers endpoint endpoints extract extractor extractors handler \
                       handlers http middleware middlewares openapi rest route router routers routes server state web";
    const SERVICES: &str =
        "application business interactors logic service services usecase usecases use_case use_cases";
    const MODELS: &str = "domain dto dtos entities entity model models request requests response responses schema schemas \
                          types";
    const CORE: &str = "adapters auth cache cfg client clients common conf config configuration core dao database db email \
                        error errors infra infrastructure integrations jwt kafka logger logging mail mailer metrics nats \
                        persistence queue rabbitmq redis repo repos repositories repository s3 security settings shared \
                        smtp sqs storage store stores stripe telemetry util utils";
    let words = [(Kind::Api, API), (Kind::Services, SERVICES), (Kind::Models, MODELS), (Kind::Core, CORE)];
    words.into_iter().find(|(_, words)| words.split(' ').any(|word| word == name)).map(|(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Kind, kind};

    #[test]
    fn content_weighs_more_than_names() {
        let plain = Evidence::default;
        let handlers = || Evidence { handlers: 3, framework: 9, functions: 3, ..plain() };
        let served = || Evidence { router: true, ..handlers() };
        let queries = || Evidence { database: 5, functions: 4, ..plain() };
        let rows = || Evidence { rows: 2, types: 2, database: 2, ..plain() };
        for (stem, folders, evidence, expected) in [
            ("users", &[("handlers", true)][..], handlers(), Some(Kind::Api)),
            ("auth", &[("endpoints", true), ("v1", true)], handlers(), Some(Kind::Api)),
            ("types", &[("http", true)], plain(), Some(Kind::Api)),
            ("planner", &[("routes", false)], plain(), None),
            ("planner", &[("routes", false)], queries(), Some(Kind::Services)),
            ("users", &[("services", true)], handlers(), Some(Kind::Api)),
            ("users", &[("auth", true)], served(), Some(Kind::Api)),
            ("users", &[("repositories", false)], queries(), Some(Kind::Core)),
            ("user_service", &[("domain", false)], queries(), Some(Kind::Services)),
            ("user_repository", &[("users", true)], queries(), Some(Kind::Core)),
            ("user", &[("models", false), ("db", false)], rows(), Some(Kind::Models)),
            ("user", &[("users", false)], rows(), Some(Kind::Models)),
            ("handlers", &[("users", true)], handlers(), Some(Kind::Api)),
            ("routes", &[], plain(), None),
            ("error", &[], Evidence { framework: 2, ..plain() }, Some(Kind::Core)),
            ("pricing", &[], plain(), None),
            ("service", &[], Evidence { framework: 9, functions: 3, ..plain() }, Some(Kind::Api)),
            ("mod", &[("utils", true), ("v1", true), ("http", true)], plain(), Some(Kind::Api)),
            ("weather", &[], Evidence { clients: ["reqwest".to_owned()].into(), ..plain() }, Some(Kind::Core)),
        ] {
            assert_eq!(kind(stem, folders, &evidence), expected, "{stem} in {folders:?}");
        }
    }
}
