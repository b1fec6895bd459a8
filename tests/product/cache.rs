// tests/product/cache.rs - What a lint keeps for the next one, and where

use crate::support::Sandbox;

const LINT: [&str; 3] = ["lint", "--format", "concise"];

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("app/Cargo.toml", "[package]\nname = \"small\"\nedition = \"2024\"\n");
    sandbox.write("app/src/main.rs", "fn main() {}\n");
    sandbox
}

/// The files below a folder that a lint keeps, without the name of the project's own folder.
fn kept(sandbox: &Sandbox, folder: &str) -> Vec<String> {
    let below = walkdir::WalkDir::new(sandbox.path(folder)).sort_by_file_name().into_iter().filter_map(Result::ok);
    let names = below.filter(|entry| entry.file_type().is_file()).map(|entry| entry.file_name().to_owned());
    let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
    names.sort();
    names
}

#[test]
fn a_lint_keeps_what_it_found_where_cargo_builds() {
    let sandbox = project();
    assert!(kept(&sandbox, "app/target").is_empty());
    let cold = sandbox.rulebook("app", ["lint", "--format", "concise", "--no-cache"]).expect(1);
    assert!(kept(&sandbox, "app/target").is_empty(), "--no-cache keeps nothing");
    for time in ["first", "second"] {
        assert_eq!(sandbox.rulebook("app", LINT).expect(1), cold, "{time}");
        assert_eq!(
            kept(&sandbox, "app/target"),
            [".gitignore", "CACHEDIR.TAG", "bodies", "facts", "judged", "linked", "links", "outcomes"],
            "{time}"
        );
    }
    let elsewhere = sandbox.path("built");
    let environment = [("CARGO_TARGET_DIR", elsewhere.to_str().unwrap())];
    assert_eq!(sandbox.rulebook_with("app", &LINT, &environment).expect(1), cold);
    assert_eq!(
        kept(&sandbox, "built"),
        [".gitignore", "CACHEDIR.TAG", "bodies", "facts", "judged", "linked", "links", "outcomes"]
    );
    // Mended on the way: the next run sees the new text.
    sandbox.rulebook("app", ["lint", "--fix"]).expect(0);
    sandbox.rulebook("app", LINT).expect(0);
}

#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    let sandbox = project();
    let cold = sandbox.rulebook("app", ["lint", "--format", "concise", "--no-cache"]).expect(1);
    sandbox.write("app/target", "a file in the way");
    assert_eq!(sandbox.rulebook("app", LINT).expect(1), cold);
    assert_eq!(sandbox.read("app/target"), "a file in the way");
}

#[test]
fn what_another_version_kept_or_a_crash_left_is_made_anew() {
    let sandbox = project();
    let cold = sandbox.rulebook("app", LINT).expect(1);
    let folder = std::fs::read_dir(sandbox.path("app/target/rulebook")).unwrap().filter_map(Result::ok);
    let folder = folder.map(|entry| entry.path()).find(|path| path.is_dir()).unwrap();
    for part in ["facts", "judged", "links", "bodies", "linked", "outcomes"] {
        let whole = std::fs::read(folder.join(part)).unwrap();
        let mut damaged = whole.clone();
        damaged[10] ^= 1;
        for bytes in [damaged, whole[..whole.len() / 2].to_vec(), Vec::new(), b"rulebook 0.0.1 1 1\n".to_vec()] {
            std::fs::write(folder.join(part), bytes).unwrap();
            if part != "outcomes" {
                std::fs::remove_file(folder.join("outcomes")).unwrap();
            }
            assert_eq!(sandbox.rulebook("app", LINT).expect(1), cold, "{part}");
            assert_eq!(std::fs::read(folder.join(part)).unwrap(), whole, "{part} is as it was");
        }
    }
}
