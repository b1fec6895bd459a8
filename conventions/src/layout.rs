// src/layout.rs - Where the files of a backend lie and what each is for

//! Where the files of a backend lie and what each is for.
//!
//! Paths are relative to the root of a package and use `/`.

use crate::case::snake;
use crate::inflection::Inflector;
use crate::settings::Settings;

/// The folders that a backend package has.
pub const REQUIRED_FOLDERS: [&str; 5] = ["src/api", "src/core", "src/models", "src/services", "tests"];

/// The modules that the core layer has, as files or folders.
pub const CORE_MODULES: [&str; 4] = ["db", "security", "logger", "settings"];

/// The folder that the logger writes to. Git ignores it.
pub const LOG_FOLDER: &str = "logs";

/// Modules of the api layer that are not resources. The one list of them: every rule on names and places reads it.
pub const API_SUPPORT: [&str; 5] = ["state", "errors", "extract", "health", "auth"];

/// What a file is for, told by its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// `src/lib.rs`, `src/main.rs`: the composition root.
    Root,
    /// `src/bin/**`: another composition root.
    Bin,
    /// `build.rs`.
    Build,
    /// `benches/**`.
    Bench,
    /// `examples/**`.
    Example,
    /// `mod.rs` and [`API_SUPPORT`] of the api layer.
    ApiSupport,
    /// An api file; its name should be the resource.
    Api {
        /// The file's name without its ending.
        stem: String,
    },
    /// `mod.rs` of the services.
    ServiceSupport,
    /// A service file; its name should be `{resource}_service`.
    Service {
        /// The file's name without its ending.
        stem: String,
    },
    /// `mod.rs` of the models.
    ModelSupport,
    /// `db_models.rs`.
    DbModels,
    /// Another file of the models; its name should be `{resource}_models`.
    ApiModels {
        /// The file's name without its ending.
        stem: String,
    },
    /// A file that lies directly in core.
    CoreModule {
        /// The module's name.
        name: String,
    },
    /// A file in a folder of core: a third-party integration, or a core module that grew into a folder.
    CoreFolder {
        /// The folder's name.
        name: String,
    },
    /// A file of a layer that the settings declare besides the four, engines among them.
    OtherLayer {
        /// The layer's name.
        layer: String,
    },
    /// `tests/main.rs`, and `mod.rs` of a folder of tests.
    TestRoot,
    /// A file of the shared support folders of the tests.
    TestSupport,
    /// A file of tests.
    Test {
        /// The folder under `tests`; nothing if the file lies in `tests` itself.
        component: Option<String>,
        /// The file's name without its ending.
        stem: String,
    },
    /// A file in no known folder.
    Unplaced,
}

/// Tells a file's role and proposes the right names, under the settings of a package.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    settings: &'a Settings,
}

impl<'a> Layout<'a> {
    /// The layout that the settings describe.
    pub fn new(settings: &'a Settings) -> Self {
        Self { settings }
    }

    /// What the file at `path` is for.
    pub fn role(&self, path: &str) -> Role {
        match path {
            "src/lib.rs" | "src/main.rs" => return Role::Root,
            "build.rs" => return Role::Build,
            _ => {}
        }
        let top = [("src/bin/", Role::Bin), ("benches/", Role::Bench), ("examples/", Role::Example)];
        if let Some((_, role)) = top.into_iter().find(|(folder, _)| path.starts_with(folder)) {
            return role;
        }
        if self.settings.test_support.iter().any(|folder| below(path, folder).is_some()) {
            return Role::TestSupport;
        }
        if let Some(rest) = path.strip_prefix("tests/") {
            return test_role(rest);
        }
        match self.layer_folder(path) {
            Some((layer, rest)) => layer_role(layer, rest),
            None => Role::Unplaced,
        }
    }

    /// The name of the layer whose folder the file lies in: the deepest folder wins.
    pub fn layer(&self, path: &str) -> Option<&'a str> {
        self.layer_folder(path).map(|(layer, _)| layer)
    }

    /// The layer that has a file at `path`, and the path below the layer's folder. A layer may be one file: `src/api.rs`.
    fn layer_folder<'p>(&self, path: &'p str) -> Option<(&'a str, &'p str)> {
        self.settings
            .layers
            .iter()
            .flat_map(|layer| layer.folders.iter().map(move |folder| (layer.name.as_str(), folder.as_str())))
            .filter_map(|(name, folder)| Some((folder.len(), name, below(path, folder)?)))
            .max_by_key(|(length, _, _)| *length)
            .map(|(_, name, rest)| (name, rest))
    }
}

/// The rest of `path` below `folder`; `mod.rs` for the file that is the folder's module (`src/api.rs` for `src/api`).
pub fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder.trim_end_matches('/'))?;
    if rest == ".rs" { Some("mod.rs") } else { rest.strip_prefix('/') }
}

fn test_role(rest: &str) -> Role {
    match rest.rsplit_once('/') {
        None if rest == "main.rs" => Role::TestRoot,
        None => Role::Test { component: None, stem: stem(rest) },
        Some((_, "mod.rs" | "main.rs")) => Role::TestRoot,
        Some((folder, file)) => Role::Test { component: folder.split('/').next().map(str::to_owned), stem: stem(file) },
    }
}

fn layer_role(layer: &str, rest: &str) -> Role {
    let (folder, file) = rest.rsplit_once('/').unwrap_or(("", rest));
    let stem = stem(file);
    let is_mod = file == "mod.rs";
    match layer {
        "api" if is_mod || API_SUPPORT.contains(&stem.as_str()) => Role::ApiSupport,
        "api" => Role::Api { stem },
        "services" if is_mod => Role::ServiceSupport,
        "services" => Role::Service { stem },
        "models" if is_mod => Role::ModelSupport,
        "models" if stem == "db_models" => Role::DbModels,
        "models" => Role::ApiModels { stem },
        "core" => match folder.split('/').next().filter(|first| !first.is_empty()) {
            Some(first) => Role::CoreFolder { name: first.to_owned() },
            None => Role::CoreModule { name: if is_mod { "mod".to_owned() } else { stem } },
        },
        _ => Role::OtherLayer { layer: layer.to_owned() },
    }
}

fn stem(file: &str) -> String {
    file.strip_suffix(".rs").unwrap_or(file).to_owned()
}

/// Endings that say again what the folder says already.
const API_ENDINGS: [&str; 12] = [
    "_api",
    "_apis",
    "_controller",
    "_controllers",
    "_endpoint",
    "_endpoints",
    "_handler",
    "_handlers",
    "_route",
    "_router",
    "_routers",
    "_routes",
];

/// The right name, without ending, of an api file: `jobs_handler` should be `job`.
pub fn api_file(stem: &str, inflector: &Inflector) -> String {
    singular(without_ending(&snake(stem), &API_ENDINGS), inflector)
}

/// The right name, without ending, of a service file: `jobs` and `jobs_service` should be `job_service`.
pub fn service_file(stem: &str, inflector: &Inflector) -> String {
    let resource = singular(without_ending(&snake(stem), &["_service", "_services", "_svc"]), inflector);
    format!("{resource}_service")
}

/// The right name, without ending, of a file of API models: `job` and `jobs_model` should be `job_models`.
pub fn models_file(stem: &str, inflector: &Inflector) -> String {
    let name = snake(stem);
    if matches!(
        name.as_str(),
        "db" | "db_model" | "database" | "database_models" | "entities" | "entity" | "tables" | "schema"
    ) {
        return "db_models".to_owned();
    }
    let endings = [
        "_models",
        "_model",
        "_dto",
        "_dtos",
        "_schema",
        "_schemas",
        "_request",
        "_requests",
        "_response",
        "_responses",
        "_types",
    ];
    format!("{}_models", singular(without_ending(&name, &endings), inflector))
}

/// The right path of a test file under `tests/`.
///
/// The component is the folder that the file lies in or, for a file in `tests` itself, what its name speaks of:
/// `job_api` and `test_job_api` belong to `job`.
pub fn test_file(component: Option<&str>, stem: &str) -> String {
    let name = snake(stem);
    let name = without_ending(name.strip_prefix("test_").unwrap_or(&name), &["_test", "_tests"]);
    let kinds = ["api", "service", "models"];
    let (subject, kind) = match name.rsplit_once('_').filter(|(_, kind)| kinds.contains(kind)) {
        Some((subject, kind)) => (Some(subject), Some(kind)),
        None if kinds.contains(&name) => (None, Some(name)),
        None => (Some(name), None),
    };
    let component = component.or(subject).unwrap_or("common");
    let rest = match kind {
        Some(kind) => kind,
        None => name.strip_prefix(component).map_or(name, |rest| rest.trim_start_matches('_')),
    };
    let rest = if rest.is_empty() { "api" } else { rest };
    format!("tests/{component}/test_{component}_{rest}.rs")
}

fn without_ending<'n>(name: &'n str, endings: &[&str]) -> &'n str {
    endings.iter().filter_map(|ending| name.strip_suffix(ending)).find(|rest| !rest.is_empty()).unwrap_or(name)
}

/// The singular only where the word is surely a plural: `metrics` stays.
fn singular(name: &str, inflector: &Inflector) -> String {
    if inflector.is_plural(name) { inflector.singular(name) } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Layout, Role, api_file, models_file, service_file, test_file};
    use crate::inflection::Inflector;
    use crate::settings::Settings;

    #[test]
    fn a_place_has_a_role() {
        let settings = Settings::default();
        let layout = Layout::new(&settings);
        for (path, role) in [
            ("src/main.rs", Role::Root),
            ("src/lib.rs", Role::Root),
            ("src/bin/worker.rs", Role::Bin),
            ("build.rs", Role::Build),
            ("src/api/mod.rs", Role::ApiSupport),
            ("src/api.rs", Role::ApiSupport),
            ("src/api/extract.rs", Role::ApiSupport),
            ("src/api/job.rs", Role::Api { stem: "job".into() }),
            ("src/api/v1/job.rs", Role::Api { stem: "job".into() }),
            ("src/services/job_service.rs", Role::Service { stem: "job_service".into() }),
            ("src/models/db_models.rs", Role::DbModels),
            ("src/models/job_models.rs", Role::ApiModels { stem: "job_models".into() }),
            ("src/core/db.rs", Role::CoreModule { name: "db".into() }),
            ("src/core/stripe/client.rs", Role::CoreFolder { name: "stripe".into() }),
            ("src/engines/strategy_engine.rs", Role::OtherLayer { layer: "engines".into() }),
            ("src/helpers.rs", Role::Unplaced),
            ("src/apiary.rs", Role::Unplaced),
            ("tests/main.rs", Role::TestRoot),
            ("tests/job/mod.rs", Role::TestRoot),
            ("tests/common/app.rs", Role::TestSupport),
            ("tests/job/test_job_api.rs", Role::Test { component: Some("job".into()), stem: "test_job_api".into() }),
            ("tests/job_api.rs", Role::Test { component: None, stem: "job_api".into() }),
        ] {
            assert_eq!(layout.role(path), role, "{path}");
        }
    }

    #[test]
    fn right_names_are_proposed_and_keep_what_is_right() {
        let inflector = Inflector::default();
        for (given, api, service, models) in [
            ("jobs", "job", "job_service", "job_models"),
            ("job", "job", "job_service", "job_models"),
            ("metrics", "metrics", "metrics_service", "metrics_models"),
            ("BacktestRuns", "backtest_run", "backtest_run_service", "backtest_run_models"),
        ] {
            assert_eq!(api_file(given, &inflector), api);
            assert_eq!(service_file(given, &inflector), service);
            assert_eq!(models_file(given, &inflector), models);
        }
        for (given, expected) in [("job_routes", "job"), ("jobs_handler", "job"), ("job_api", "job"), ("api", "api")] {
            assert_eq!(api_file(given, &inflector), expected);
        }
        assert_eq!(service_file("job_service", &inflector), "job_service");
        assert_eq!(models_file("job_models", &inflector), "job_models");
        assert_eq!(models_file("entities", &inflector), "db_models");
    }

    #[test]
    fn right_test_files_are_proposed() {
        for (component, stem, expected) in [
            (Some("job"), "test_job_api", "tests/job/test_job_api.rs"),
            (Some("job"), "api", "tests/job/test_job_api.rs"),
            (Some("job"), "job_service_test", "tests/job/test_job_service.rs"),
            (Some("job"), "limits", "tests/job/test_job_limits.rs"),
            (None, "job_api", "tests/job/test_job_api.rs"),
            (None, "test_workspace_service", "tests/workspace/test_workspace_service.rs"),
            (None, "job", "tests/job/test_job_api.rs"),
        ] {
            assert_eq!(test_file(component, stem), expected);
        }
    }
}
