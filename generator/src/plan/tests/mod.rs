// src/plan/tests/mod.rs - Plans made and carried out in projects of few and small templates

mod again;
mod check;
mod claims;
mod destroy;
mod embedded;
mod evolve;
mod killed;
mod refused;
mod upgrade;
mod whole;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use walkdir::WalkDir;

use super::new::{NewProject, new_project_with};
use super::render::Templates;
use super::resource::{Options, Request, generate_with};
use super::{Action, Plan};
use crate::error::Result;
use crate::spec::ResourceRequest;
use rulebook_conventions::inflection::Inflector;

/// The least that wiring needs, and one file of each kind for a resource.
const TEMPLATES: [(&str, &str); 17] = [
    ("project/Cargo.toml.tera", "[package]\nname = \"{{ project.name }}\"\n"),
    ("project/_dot_ci/run", "#!/bin/sh\n"),
    ("project/migrations/sqlite/20260101000000_create_users.up.sql", "CREATE TABLE users;\n"),
    (
        "project/src/lib.rs.tera",
        "pub fn state(database: &Database) -> AppState {\n    AppState {\n        users: UserService::new(database.clone()),\n    }\n}\n",
    ),
    (
        "project/src/api/mod.rs.tera",
        "pub mod user;\n\npub fn router() {\n    Router::new()\n        .merge(user::router())\n}\n",
    ),
    ("project/src/api/state.rs.tera", "pub struct AppState {\n    pub users: UserService,\n}\n"),
    ("project/src/services/mod.rs.tera", "pub mod user_service;\n"),
    ("project/src/models/mod.rs.tera", "pub mod db_models;\n"),
    ("project/src/models/db_models.rs.tera", "pub struct User;\n"),
    ("project/tests/main.rs", "mod user;\n"),
    (
        "resource/src/api/__resource__.rs.tera",
        "fn list_{{ resource.plural }}(«{% for f in resource.fields %}{{ f.ident }}: {{ f.arg }},{% endfor %}») {}\n",
    ),
    ("resource/tests/__resource__/mod.rs.tera", "// {{ resource.words }}\n"),
    ("resource/migrations/sqlite/__version___create___table__.up.sql.tera", "CREATE TABLE {{ resource.table_sql }};\n"),
    ("resource/actions/tests/__resource__/test___resource___actions.rs", "// actions\n"),
    ("resource/analytics/src/api/__resource___analytics.rs", "// analytics\n"),
    (
        "resource/change/migrations/sqlite/__version_____change__.up.sql.tera",
        "{% for column in change.columns %}{% if column.before %}{{ column.before.column }}{% endif %}>{% if column.after %}{{ column.after.column }}:{{ column.after.fill_sqlite }}{% endif %}\n{% endfor %}",
    ),
    ("resource/snippets/db_models.rs.tera", "pub struct {{ resource.pascal }};\n"),
];

fn templates() -> Templates {
    Templates::load(TEMPLATES.map(|(path, text)| (path.to_owned(), text))).unwrap()
}

/// The same, but for those that are given with another text or, with none, are gone.
fn templates_but(others: &[(&str, Option<&str>)]) -> Templates {
    let mut all: BTreeMap<&str, &str> = TEMPLATES.into_iter().collect();
    for (path, text) in others {
        match text {
            Some(text) => all.insert(path, text),
            None => all.remove(path),
        };
    }
    Templates::load(all.into_iter().map(|(path, text)| (path.to_owned(), text))).unwrap()
}

/// 2026-11-22T20:45:00Z.
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_380_300)
}

/// A project in a folder of its own.
struct Project {
    folder: TempDir,
}

impl Project {
    /// A new one, as the small templates make it.
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        let new = NewProject { path: project.path(), resources: Vec::new(), git: false };
        new_project_with(&new, &templates(), now()).unwrap().apply().unwrap();
        project
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("app")
    }

    fn plan(&self, name: &str, fields: &[&str]) -> Result<Plan> {
        self.plan_with(name, fields, false)
    }

    fn plan_with(&self, name: &str, fields: &[&str], force: bool) -> Result<Plan> {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        let request = [ResourceRequest::from_arguments(name, None, &fields)];
        self.ask(Request::Resources(&request), Options { force, ..Options::default() })
    }

    fn ask(&self, request: Request<'_>, options: Options) -> Result<Plan> {
        generate_with(&self.path(), request, &Inflector::default(), options, |_| Ok(templates()), now())
    }

    fn make(&self, name: &str, fields: &[&str]) {
        self.plan(name, fields).unwrap().apply().unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn tree(&self) -> BTreeMap<String, String> {
        tree(&self.path())
    }
}

/// All files below a folder with their texts.
pub(super) fn tree(root: &Path) -> BTreeMap<String, String> {
    WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

/// The files that are no bookkeeping, each with what happens to it.
fn shown(plan: &Plan) -> Vec<String> {
    let word = |action| match action {
        Action::Create => "create",
        Action::Modify => "modify",
        Action::Delete => "delete",
    };
    plan.changes().iter().filter(|c| !c.internal).map(|c| format!("{} {}", word(c.action), c.path)).collect()
}
