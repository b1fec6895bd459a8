// src/rules/s11_quality/tests.rs - What the rules of section 11 report, and their near misses

use crate::rules::testing::{found, found_among};

const FILE: &str = "src/services/a_service.rs";

#[test]
fn what_may_be_anything_is_told_from_types() {
    let cases: &[(&str, &[&str])] = &[
        ("pub fn f(a: serde_json::Value) {}", &["serde_json::Value"]),
        ("use serde_json::Value as Json;\npub fn f(a: &Json) {}", &["Json"]),
        ("use serde_json::Value;\npub fn f() -> Result<Vec<Value>, E> { g() }", &["Value"]),
        (
            "use std::collections::BTreeMap;\npub fn f(a: BTreeMap<String, serde_json::Value>) {}",
            &["serde_json::Value"],
        ),
        ("use std::any::Any;\npub fn f(a: Box<dyn Any + Send>) {}", &["Any"]),
        ("type Body = serde_json::Map<String, serde_json::Value>;\npub fn f(a: Body) {}", &["Body"]),
        ("pub struct S;\nimpl S { pub async fn f(&self, a: Option<serde_json::Value>) {} }", &["serde_json::Value"]),
        // Named so, of the project, or not for others.
        ("pub fn f(metadata: serde_json::Value) {}", &[]),
        ("pub fn f(job_metadata: &serde_json::Value) {}", &[]),
        ("pub fn job_metadata() -> serde_json::Value { g() }", &[]),
        ("pub struct Value;\npub fn f(a: Value) {}", &[]),
        ("pub(crate) fn f(a: serde_json::Value) {}", &[]),
        ("struct S;\nimpl S { pub fn f(a: serde_json::Value) {} }", &[]),
        ("pub fn f(a: serde_json::Number, e: serde_json::Error) {}", &[]),
        ("pub fn f(a: String) { let v: serde_json::Value = g(); }", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB1101", FILE, text), *expected, "{text}");
    }
    assert!(found("RB1101", "src/core/a.rs", "pub fn f(a: serde_json::Value) {}").is_empty());
}

#[test]
fn what_a_doc_comment_lacks_is_named() {
    let full = "/// Does.\n/// # Arguments\n/// * `a` - what\n/// # Returns\n/// It.\n/// # Errors\n/// Any.\n";
    let cases: &[(&str, bool)] = &[
        ("pub fn f() {}", true),
        ("#[doc(hidden)]\npub fn f() {}", true),
        ("///\npub fn f() {}", true),
        ("/// Does.\npub fn f(a: u8) {}", true),
        ("/// Does.\n/// # Arguments\n/// * `b` - what\npub fn f(a: u8) {}", true),
        ("/// Does.\n/// # Arguments\n/// * `ab` - what\npub fn f(a: u8) {}", true),
        ("/// Does.\npub fn f() -> u8 { 1 }", true),
        ("/// Does.\npub fn f() -> Result<(), E> { g() }", true),
        ("/// Does.\n/// # Errors\n/// Any.\npub fn f() -> Done { g() }\ntype Done = Result<u8, E>;", true),
        ("pub struct S;\nimpl S { /// Does.\n pub async fn f(&self, a: u8) {} }", true),
        ("FULL pub fn f(a: u8) -> Result<u8, E> { g() }", false),
        ("/// Does.\npub fn f() {}", false),
        ("/** Does. */\npub fn f() {}", false),
        ("/// Does.\n/// # Errors\n/// Any.\npub fn f() -> Result<(), E> { g() }", false),
        ("/// Does.\n/// # Parameters\n/// - a: what\npub fn f(a: u8) {}", false),
        ("/// Does.\n/// ## Arguments:\n/// `a`: what\npub fn f(a: u8, _: u8) {}", false),
        ("pub struct S { a: u8 }\nimpl S { pub fn new(a: u8) -> Self { Self { a } } }", false),
        ("pub struct S { a: u8 }\nimpl S { pub async fn open(a: u8) -> Result<S, E> { g() } }", false),
        ("pub struct S { a: u8 }\nimpl S { pub fn a(&self) -> u8 { self.a } }", false),
        ("pub(crate) fn f(a: u8) {}\nfn g() {}", false),
        ("#[cfg(test)] mod tests { pub fn f(a: u8) {} }", false),
    ];
    for (text, wrong) in cases {
        let text = text.replace("FULL ", full);
        assert_eq!(found("RB1102", FILE, &text), if *wrong { vec!["f"] } else { vec![] }, "{text}");
    }
}

#[test]
fn handlers_are_documented() {
    let main = "use axum::{Router, routing::get};\nmod api;\n\
                fn main() { let app: Router = Router::new().route(\"/jobs\", get(api::job::list_jobs_api)); axum::serve(l, app); }\n";
    for (before, wrong) in [
        ("", true),
        ("#[allow(unused)]\n", true),
        ("#[utoipa::path(get, path = \"/jobs\")]\n", true),
        ("#[utoipa::path(get, path = \"/jobs\", responses((status = 200, description = \"All\")))]\n", true),
        ("/// Lists jobs.\n", false),
        ("#[utoipa::path(get, path = \"/jobs\", description = \"Lists jobs\")]\n", false),
    ] {
        let api = format!("{before}pub async fn list_jobs_api() {{}}\nasync fn helper() {{}}\n");
        let files = [("src/main.rs", main), ("src/api/job.rs", &*api)];
        let found = found_among("RB1102", "src/api/job.rs", &files);
        assert_eq!(found, if wrong { vec!["list_jobs_api"] } else { vec![] }, "{before}");
    }
}

#[test]
fn errors_of_any_kind_are_told_from_those_of_one() {
    let cases: &[(&str, bool)] = &[
        ("pub fn f() -> Result<u8, anyhow::Error> { g() }", true),
        ("pub fn f() -> anyhow::Result<u8> { g() }", true),
        ("use anyhow::Result;\npub fn f() -> Result<()> { g() }", true),
        ("use anyhow::Error as Any;\npub async fn f() -> Result<u8, Any> { g() }", true),
        ("pub fn f() -> Result<u8, String> { g() }", true),
        ("pub fn f() -> Result<u8, &'static str> { g() }", true),
        ("pub fn f() -> Result<u8, Box<dyn std::error::Error>> { g() }", true),
        ("use std::error::Error;\npub fn f() -> Result<u8, Box<dyn Error + Send + Sync>> { g() }", true),
        ("type Done<T> = Result<T, Box<dyn std::error::Error>>;\npub fn f() -> Done<u8> { g() }", true),
        ("type Done<T> = anyhow::Result<T>;\npub fn f() -> Done<u8> { g() }", true),
        ("type Any = anyhow::Error;\npub fn f() -> Result<u8, Any> { g() }", true),
        ("pub struct S;\nimpl S { pub fn f(&self) -> Result<u8, String> { g() } }", true),
        ("pub enum E { A }\npub fn f() -> Result<u8, E> { g() }", false),
        ("pub fn f() -> Result<u8, sqlx::Error> { g() }", false),
        ("pub fn f() -> Result<String, std::io::Error> { g() }", false),
        ("pub enum E { A(anyhow::Error) }\npub fn f() -> Result<u8, E> { g() }", false),
        ("pub enum E { A }\npub fn f() -> Result<u8, Box<E>> { g() }", false),
        ("pub fn f() -> Option<String> { g() }", false),
        ("pub(crate) fn f() -> Result<u8, String> { g() }", false),
        ("pub struct String;\npub fn f() -> Result<u8, String> { g() }", false),
    ];
    for (text, wrong) in cases {
        assert_eq!(found("RB1103", FILE, text).len(), usize::from(*wrong), "{text}");
    }
}

#[test]
fn what_panics_is_told_from_what_can_be_read() {
    let cases: &[(&str, &[&str])] = &[
        ("a.first().unwrap();", &["unwrap()"]),
        ("b.expect(\"it\");", &["expect(\"it\")"]),
        ("b.expect(&format!(\"{a}\"));", &["expect(&format!(\"{a}\"))"]),
        ("text.parse::<u8>().unwrap();", &["unwrap()"]),
        ("r.unwrap_err();", &["unwrap_err()"]),
        ("std::env::var(\"A\").unwrap();", &["unwrap()"]),
        ("v.iter().map(|x| x.unwrap());", &["unwrap()"]),
        ("panic!(\"no\");", &["panic!(\"no\")"]),
        ("match n { 1 => todo!(), _ => unimplemented!() }", &["todo!()", "unimplemented!()"]),
        ("v[n];", &["v[n]"]),
        ("let at = n; &v[at..];", &["v[at..]"]),
        ("v[q.page as usize];", &["v[q.page as usize]"]),
        ("&text[..n];", &["text[..n]"]),
        // Certain, checked, another function, or no index.
        ("m.lock().unwrap();", &[]),
        ("m.read().expect(\"poisoned\");", &[]),
        ("\"7\".parse::<u8>().unwrap();", &[]),
        ("Regex::new(\"^a$\").unwrap();", &[]),
        ("Ulid::from_string(\"01F\".to_owned()).unwrap();", &[]),
        ("Config::from_file(\"a.toml\").unwrap();", &["unwrap()"]),
        ("NonZeroU32::new(LIMIT).expect(\"not 0\");", &[]),
        ("NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();", &[]),
        ("write!(out, \"{n}\").unwrap();", &[]),
        ("b.unwrap_or_default(); b.unwrap_or(1);", &[]),
        ("p.expect(Token::Comma);", &[]),
        ("own.unwrap();", &[]),
        ("CELL.get_or_init(|| text.parse().unwrap());", &[]),
        ("static C: LazyLock<u8> = LazyLock::new(|| text().parse().unwrap());", &[]),
        ("let k = 3; v[k];", &[]),
        ("v[0];", &[]),
        ("map[key];", &[]),
        ("if n < v.len() { v[n]; }", &[]),
        ("unreachable!();", &[]),
        ("let c = || unwrap(); assert!(n > 1);", &[]),
    ];
    for (body, expected) in cases {
        let text = format!(
            "pub struct Own;\nimpl Own {{ pub fn unwrap(&self) {{}} }}\npub struct Q {{ page: i64 }}\nconst LIMIT: u32 = 1;\n\
             pub fn f(v: Vec<u8>, n: usize, q: Q, own: Own, text: &str, key: &str, map: Map) {{ {body} }}\n"
        );
        assert_eq!(found("RB1104", FILE, &text), *expected, "{body}");
    }
    let text = "pub fn f() { g().unwrap(); }";
    assert_eq!(found("RB1104", "src/api/a.rs", text).len(), 1);
    assert_eq!(found("RB1104", "src/models/a_models.rs", text).len(), 1);
    assert!(found("RB1104", "src/core/a.rs", text).is_empty());
    assert!(found("RB1104", FILE, "#[cfg(test)] mod tests { fn f() { g().unwrap(); } }").is_empty());
}
