// build.rs - Builds again when a template is added: the embedding macro sees only those it knows

//! Builds again when a template is added: the embedding macro sees only those it knows.

fn main() {
    println!("cargo:rerun-if-changed=project");
    println!("cargo:rerun-if-changed=resource");
}
