// src/plan/context/part.rs - What the templates of a service, an engine and an integration are given

//! What the templates of a service, an engine and an integration are given, and the lines that wire each.

use serde::Serialize;

use super::{ENV_PREFIX, state_field};
use crate::plan::wiring::{CORE, ENGINES, Line, ROOT, SERVICES, TESTS};
use crate::spec::ResourceSpec;
use crate::spec::part::{PartKind, PartSpec};
use rulebook_conventions::case;

/// What the client of an integration needs: no C but ring's is built for it, which PostgreSQL's TLS has too.
const CLIENT: [(&str, &str); 4] = [
    ("http-body-util", "\"0.1\""),
    ("hyper", "{ version = \"1\", features = [\"client\", \"http1\"] }"),
    (
        "hyper-rustls",
        "{ version = \"0.27\", default-features = false, features = [\"http1\", \"ring\", \"tls12\", \"webpki-tokio\"] }",
    ),
    ("hyper-util", "{ version = \"0.1\", features = [\"client-legacy\", \"http1\", \"tokio\"] }"),
];

/// The settings of an integration, as its template has them, each with its default; `*` stands for its name.
pub(crate) const VARIABLES: [(&str, &str); 4] =
    [("URL", "https://*.example.com"), ("TOKEN", ""), ("TIMEOUT_SECONDS", "10"), ("MAX_BYTES", "4194304")];

/// A part in all that templates say of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PartContext {
    #[serde(skip)]
    kind: PartKind,
    /// Of its modules, and the field that holds it.
    file: String,
    pascal: String,
    title: String,
    words: String,
    kebab: String,
    article: &'static str,
    /// What the names of its environment variables begin with: `APP__PAYMENT`.
    env: String,
    /// The services that an engine stands on, besides that of the users.
    services: Vec<ServiceContext>,
}

/// A service that an engine stands on.
#[derive(Debug, Clone, Serialize)]
struct ServiceContext {
    module: String,
    service: String,
    field: String,
    title: String,
    /// What lists its rows, if it is the service of a resource.
    list: Option<ListContext>,
}

/// What lists the rows of a resource.
#[derive(Debug, Clone, Serialize)]
struct ListContext {
    function: String,
    filter: String,
    words_plural: String,
    title_plural: String,
}

impl PartContext {
    /// `resources` are those of the project.
    pub(crate) fn new(part: &PartSpec, resources: &[ResourceSpec]) -> Self {
        let names = &part.names;
        Self {
            kind: part.kind,
            file: names.snake.clone(),
            pascal: names.pascal.clone(),
            title: names.title.clone(),
            words: names.words.clone(),
            kebab: names.kebab.clone(),
            article: names.article,
            env: format!("{ENV_PREFIX}__{}", names.snake.to_uppercase()),
            services: part.services.iter().map(|service| ServiceContext::of(service, resources)).collect(),
        }
    }

    pub(crate) fn kind(&self) -> PartKind {
        self.kind
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// What is wired for it.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let Self { file, pascal, title, .. } = self;
        let module = |path, name: String, public| Line::Module { path, name, public };
        match self.kind {
            PartKind::Service => vec![
                module(SERVICES, format!("{file}_service"), true),
                module(TESTS, file.clone(), false),
                Line::service(file, &format!("{pascal}Service"), file, format!("{title}.")),
            ],
            PartKind::Engine => vec![
                module(ROOT, "engines".to_owned(), true),
                module(ENGINES, format!("{file}_engine"), true),
                module(TESTS, format!("{file}_engine"), false),
            ],
            PartKind::Integration => {
                let settings = Line::Settings {
                    module: file.clone(),
                    settings: format!("{pascal}Settings"),
                    description: format!("How {} is reached: `{}__URL` and what goes with it.", self.words, self.env),
                };
                let variables = Line::Variables {
                    description: format!("How {} is reached. The token is sent along as a bearer token.", self.words),
                    prefix: format!("{}__", self.env),
                    names: VARIABLES.map(|(name, default)| (name, default.replace('*', &self.kebab))).into(),
                };
                let mut lines = vec![
                    module(CORE, file.clone(), true),
                    module(TESTS, format!("{file}_client"), false),
                    settings,
                    variables,
                ];
                lines.extend(CLIENT.map(|(name, value)| Line::Dependency { name, value }));
                lines
            }
        }
    }
}

impl ServiceContext {
    fn of(service: &str, resources: &[ResourceSpec]) -> Self {
        let names = resources.iter().map(|spec| &spec.names).find(|names| names.snake == service);
        let pascal = case::pascal(service);
        Self {
            module: format!("{service}_service"),
            service: format!("{pascal}Service"),
            field: names.map_or_else(|| service.to_owned(), state_field),
            title: case::capitalized(&case::human(service)),
            list: names.map(|names| ListContext {
                function: format!("list_{}", names.plural),
                filter: format!("{pascal}Filter"),
                words_plural: names.words_plural.clone(),
                title_plural: case::capitalized(&names.words_plural),
            }),
        }
    }
}
