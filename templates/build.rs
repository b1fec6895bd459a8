// build.rs - Builds again when a template is added: the embedding macro sees only those it knows

//! Builds again when a template is added: the embedding macro sees only those it knows.

fn main() {
    for folder in ["engine", "integration", "project", "resource", "service"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
