// tests/support/project.rs - Small projects in memory

use std::sync::Arc;

use rulebook_conventions::settings::Settings;
use rulebook_lint::project::file_system::Memory;
use rulebook_lint::run::{LintError, SettingsProvider};
use rulebook_lint::settings_files::SettingsFiles;

/// The manifest of a project that shows none: a backend.
const MANIFEST: &str = r#"[package]
name = "page"
version = "0.1.0"
edition = "2024"

[dependencies]
aws-sdk-s3 = "1"
axum = "0.8"
chrono = "0.4"
lettre = "0.11"
reqwest = "0.12"
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
        SettingsFiles::new(&self.0).settings(folder)
    }
}
