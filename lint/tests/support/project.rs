// tests/support/project.rs - Small projects in memory

use std::sync::Arc;

use rulebook_conventions::settings::{FILE_NAME, Settings};
use rulebook_lint::project::file_system::{FileSystem, Memory};
use rulebook_lint::rules::ALL;
use rulebook_lint::run::{LintError, SettingsProvider};

/// The manifest of a project that shows none: a backend.
const MANIFEST: &str = r#"[package]
name = "page"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = "0.8"
chrono = "0.4"
serde = "1"
sqlx = "0.9"
tokio = "1"
"#;

/// Files, with the manifest of a backend where they have none.
pub fn with_manifest(files: &[(String, String)]) -> Memory {
    let mut memory = Memory::new([("Cargo.toml", MANIFEST)]);
    for (path, text) in files {
        memory.insert(path.clone(), text.clone());
    }
    memory
}

/// A project in memory, its settings included.
pub struct InMemory(pub Memory);

impl SettingsProvider for InMemory {
    fn settings(&self, folder: &str) -> Result<Option<Arc<Settings>>, Vec<LintError>> {
        let path = if folder.is_empty() { FILE_NAME.to_owned() } else { format!("{folder}/{FILE_NAME}") };
        let Ok(bytes) = self.0.read(&path) else { return Ok(None) };
        let text = String::from_utf8(bytes).unwrap_or_default();
        let known: Vec<(&str, &str)> = ALL.iter().map(|rule| (rule.code, rule.name)).collect();
        let settings = Settings::parse(&text, &known).map_err(|errors| {
            let error = |it: rulebook_conventions::settings::SettingsError| LintError {
                message: it.message,
                help: it.help,
                path: path.clone(),
                range: it.range,
            };
            errors.into_iter().map(error).collect::<Vec<_>>()
        })?;
        Ok(Some(Arc::new(settings)))
    }
}
