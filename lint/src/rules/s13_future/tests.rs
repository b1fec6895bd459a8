// src/rules/s13_future/tests.rs - What the rules of section 13 report, and their near misses

use crate::rules::testing::{found, found_among};

const FILE: &str = "src/services/a_service.rs";

#[test]
fn state_is_told_from_what_never_changes() {
    let cases: &[(&str, &[&str])] = &[
        ("static mut COUNT: u8 = 0;", &["COUNT"]),
        ("pub static mut COUNT: u8 = 0;", &["COUNT"]),
        ("static S: std::sync::Mutex<u8> = std::sync::Mutex::new(0);", &["S"]),
        (
            "use std::sync::{LazyLock, RwLock};\nstatic S: LazyLock<RwLock<u8>> = LazyLock::new(|| RwLock::new(0));",
            &["S"],
        ),
        ("static N: AtomicU64 = AtomicU64::new(0);", &["N"]),
        ("pub fn f() { static N: AtomicU64 = AtomicU64::new(0); }", &["N"]),
        ("pub struct A { seen: std::sync::Mutex<Vec<u8>> }", &["seen"]),
        ("pub struct A { db: Db, seen: Arc<parking_lot::RwLock<u8>> }", &["seen"]),
        ("pub struct A(Arc<Mutex<u8>>);", &["Arc"]),
        ("static NAMES: LazyLock<Vec<u8>> = LazyLock::new(Vec::new);", &[]),
        ("static N: u8 = 1; const M: u8 = 2;", &[]),
        ("static ONCE: OnceLock<Regex> = OnceLock::new();", &[]),
        ("pub struct Mutex; pub struct A { m: Mutex }", &[]),
        ("pub struct A { order: Arc<Mutex<()>> }", &[]),
        ("pub struct A { limit: Arc<Semaphore>, db: Db }", &[]),
        ("pub fn f() { let m = Mutex::new(1); }", &[]),
        ("#[cfg(test)] mod tests { static mut N: u8 = 1; }", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB1303", FILE, text), *expected, "{text}");
    }
    assert!(found("RB1303", "src/core/a.rs", "static mut N: u8 = 1;").is_empty());
}

#[test]
fn pools_are_opened_in_one_place() {
    let cases: &[(&str, &[&str])] = &[
        ("sqlx::PgPool::connect(u);", &["sqlx::PgPool::connect"]),
        ("sqlx::postgres::PgPoolOptions::new().connect(u);", &["sqlx::postgres::PgPoolOptions::new"]),
        ("sqlx::Pool::<sqlx::Sqlite>::connect_lazy(u);", &["sqlx::Pool::<sqlx::Sqlite>::connect_lazy"]),
        ("use sqlx::SqlitePool as P; P::connect(u);", &["P::connect"]),
        ("sqlx::query(u);", &[]),
        ("sqlx::QueryBuilder::new(u);", &[]),
        ("reqwest::Client::new();", &[]),
    ];
    for (body, expected) in cases {
        let text = format!("pub async fn f(u: &str) {{ {body} }}");
        assert_eq!(found("RB1304", FILE, &text), *expected, "{body}");
        assert!(found("RB1304", "src/core/db.rs", &text).is_empty(), "{body}");
        assert_eq!(found("RB1304", "src/core/cache.rs", &text), *expected, "{body}");
    }
}

#[test]
fn statements_are_repeated_whatever_variables_are_called() {
    let one =
        "pub fn f(a: &str) -> usize { let b = a.trim(); let c = b.len(); let d = c + 1; if d > 2 { log(d); } g(d); d }";
    let cases: &[(&str, bool)] = &[
        (
            "pub fn h(x: &str) -> usize { let y = x.trim(); let z = y.len(); let w = z + 1; if w > 2 { log(w); } g(w); w }",
            true,
        ),
        (
            "pub fn h(x: &str) { k(); loop { let y = x.trim(); let z = y.len(); let w = z + 1; if w > 2 { log(w); } g(w); } }",
            true,
        ),
        (
            "pub fn h(x: &str) -> usize { let y = x.trim(); let z = y.len(); let w = z + 2; if w > 2 { log(w); } g(w); w }",
            false,
        ),
        (
            "pub fn h(x: &str) -> usize { let y = x.trim(); let z = y.len(); let w = z - 1; if w > 2 { log(w); } g(w); w }",
            false,
        ),
        (
            "pub fn h(x: &str) -> usize { let y = x.trim(); let z = y.capacity(); let w = z + 1; if w > 2 { log(w); } g(w); w }",
            false,
        ),
        (
            "pub fn h(x: &str) -> usize { let y = x.trim(); let z = y.len(); let w = z + 1; if w > 2 { log(w); } g(z); w }",
            false,
        ),
        ("pub fn h(x: &str) -> usize { let y = x.trim(); let z = y.len(); let w = z + 1; w }", false),
        (
            "pub fn h(x: &str) -> usize { let y = x.trim(); let z = y.len(); let w = z + 1; if w > 2 { log(w); } own(w); w }\nfn own(w: usize) {}",
            false,
        ),
    ];
    for (two, wrong) in cases {
        let files = [("src/services/a_service.rs", one), ("src/services/b_service.rs", *two)];
        assert_eq!(found_among("RB1302", "src/services/b_service.rs", &files).len(), usize::from(*wrong), "{two}");
    }
    // A service may be written as it likes; others are no services.
    let twice = format!("{one}\n{}", one.replace("fn f", "fn k"));
    assert!(found("RB1302", FILE, &twice).is_empty());
    let files = [("src/services/a_service.rs", one), ("src/core/b.rs", one)];
    assert!(found_among("RB1302", "src/core/b.rs", &files).is_empty());
}

#[test]
fn services_are_measured_without_their_tests() {
    let functions = |count: usize| (0..count).map(|n| format!("pub fn f{n}() {{}}\n")).collect::<String>();
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", functions(60));
    let lines = |count: usize| format!("// a\n\n{}", "const A: u8 = 1;\n".repeat(count));
    for (text, wrong) in [
        (functions(41), true),
        (functions(40), false),
        (functions(40) + &tests, false),
        (lines(1_000), true),
        (lines(999), false),
        (lines(900) + &"\n".repeat(500), false),
    ] {
        assert_eq!(found("RB1301", FILE, &text).len(), usize::from(wrong), "{}", text.len());
        assert!(found("RB1301", "src/core/a.rs", &text).is_empty());
    }
}
