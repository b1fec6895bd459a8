// tests/support/project.rs - Small projects in memory

use rulebook_lint::project::file_system::Memory;

/// The manifest of a project that shows none: a backend.
const MANIFEST: &str = r#"[package]
name = "page"
version = "0.1.0"
edition = "2024"

[dependencies]
aws-sdk-s3 = "1"
axum = "0.8"
anyhow = "1"
chrono = "0.4"
lettre = "0.11"
reqwest = "0.12"
garde = "0.22"
serde = "1"
serde_json = "1"
sqlx = "0.9"
tokio = "1"
utoipa = "6"
validator = "0.20"
"#;

/// Files, with the manifest of a backend where they have none.
pub fn with_manifest(files: &[(String, String)]) -> Memory {
    let mut memory = Memory::new([("Cargo.toml", MANIFEST)]);
    for (path, text) in files {
        memory.insert(path.clone(), text.clone());
    }
    memory
}
