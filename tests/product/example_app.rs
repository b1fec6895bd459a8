// tests/product/example_app.rs - The example is what the generator makes, but for what its README names

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::{Sandbox, tree};

const BY_HAND: &str = "## Finished by hand";

#[test]
fn the_example_is_what_the_generator_makes() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-app");
    let by_hand = finished_by_hand(&std::fs::read_to_string(example.join("README.md")).unwrap());
    assert!(by_hand.contains("README.md"), "the list was not found");

    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", "[workspace]\nmembers = [\"example-app\"]\n");
    let resources = example.join("resources.toml");
    sandbox.rulebook("", ["new", "example-app", "--from", resources.to_str().unwrap()]).expect(0);

    let mut made: BTreeMap<String, Vec<u8>> = sandbox.tree("example-app").into_iter().collect();
    let mut different = BTreeSet::new();
    for (path, bytes) in tree(&example) {
        if made.remove(&path).map(|made| without_version(&path, made)) != Some(without_version(&path, bytes)) {
            different.insert(path);
        }
    }
    different.extend(made.into_keys());
    assert_eq!(different, by_hand, "left: files that differ from what is made; right: files that the README names");
}

/// A manifest names the version of the command that wrote it, which says nothing of what was made.
fn without_version(path: &str, bytes: Vec<u8>) -> Vec<u8> {
    if path != ".rulebook/manifest.toml" {
        return bytes;
    }
    let text = String::from_utf8(bytes).unwrap();
    let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("rulebook = "));
    lines.collect::<String>().into_bytes()
}

/// The paths of the list below the heading: `` - `path` - why ``.
fn finished_by_hand(readme: &str) -> BTreeSet<String> {
    let section = readme.split_once(BY_HAND).unwrap_or_default().1;
    let section = section.split("\n## ").next().unwrap_or_default();
    section.lines().filter_map(|line| line.strip_prefix("- `")?.split('`').next()).map(str::to_owned).collect()
}
