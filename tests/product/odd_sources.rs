// tests/product/odd_sources.rs - Sources that no one writes by hand: each gets an answer, and never a panic

use std::time::{Duration, Instant};

use crate::support::Sandbox;

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

/// A small package with one file of any bytes, `src/odd.rs`.
fn with_odd(bytes: impl AsRef<[u8]>) -> Sandbox {
    let sandbox =
        Sandbox::of([("Cargo.toml", MANIFEST), ("src/lib.rs", "// src/lib.rs - A library\n\npub mod odd;\n")]);
    sandbox.write("src/odd.rs", bytes);
    sandbox
}

#[test]
fn what_can_not_be_judged_is_one_finding_with_a_place() {
    let deep = |open: &str, close: &str| format!("fn f() {{ {}1{} }}", open.repeat(100_000), close.repeat(100_000));
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("brackets", deep("(", ")").into(), "nested"),
        ("blocks", deep("{", "}").into(), "nested"),
        ("signs", format!("fn f() -> i8 {{ {}1 }}", "-".repeat(1_000_000)).into(), "nested"),
        ("types", format!("type T = {}u8{};", "Vec<".repeat(100_000), ">".repeat(100_000)).into(), "nested"),
        ("comments that do not close", "/*".repeat(1_000_000).into(), "src/odd.rs"),
        ("a text that does not close", "fn f() { \"".into(), "src/odd.rs"),
        ("not UTF-8", b"// \xff\xfe\n".to_vec(), "UTF-8"),
        ("UTF-16", "\u{feff}fn f() {}".encode_utf16().flat_map(u16::to_le_bytes).collect(), "UTF-8"),
        ("NUL", b"fn f() { \0 }".to_vec(), "src/odd.rs"),
    ];
    for (what, bytes, expected) in cases {
        let said = with_odd(bytes).rulebook("", ["lint", "--format", "concise", "--no-cache"]).expect(1);
        assert!(said.contains("RB000") && said.contains(expected), "{what}: {said:.400}");
        assert!(said.len() < 2_000, "{what}: {} bytes", said.len());
    }
}

#[test]
fn a_line_of_ten_megabytes_is_judged_and_shown_short() {
    let line = format!("pub const A: &str = \"{}\"; pub fn f() {{ println!(\"\"); }}\n", "x".repeat(10_000_000));
    let sandbox = with_odd(format!("// src/odd.rs - One long line\n\nuse std::fmt;\nuse axum::x;\n{line}"));
    let began = Instant::now();
    for format in ["full", "concise", "json", "sarif", "github", "markdown"] {
        let said = sandbox.rulebook("", ["lint", "--no-cache", "--format", format]).expect(1);
        assert!(said.len() < 1_000_000, "{format}: {} bytes", said.len());
    }
    assert!(began.elapsed() < Duration::from_secs(120), "{:?}", began.elapsed());
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_round_are_no_obstacle() {
    use std::os::unix::fs::symlink;

    let sandbox = with_odd("// src/odd.rs - Nothing odd\n");
    symlink("..", sandbox.path("src/round")).unwrap();
    symlink("itself", sandbox.path("src/itself")).unwrap();
    symlink("nowhere.rs", sandbox.path("src/lost.rs")).unwrap();
    let said = sandbox.rulebook("", ["lint", "--format", "concise", "--no-cache"]).expect(0);
    assert!(!said.contains("src/round/"), "{said}");
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_said() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    let sandbox = with_odd("// src/odd.rs - A secret\n");
    let path = sandbox.path("src/odd.rs");
    set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything can't see what is refused.
    if std::fs::read(&path).is_ok() {
        return;
    }
    let said = sandbox.rulebook("", ["lint", "--format", "concise", "--no-cache"]).expect(1);
    assert!(said.contains("src/odd.rs") && said.contains("RB000"), "{said}");
}
