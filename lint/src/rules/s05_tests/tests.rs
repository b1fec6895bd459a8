// src/rules/s05_tests/tests.rs - What the rules of section 5 report, and their near misses

use crate::rules::testing::{found, found_among};

const FILE: &str = "tests/job/test_job_service.rs";

#[test]
fn tests_that_cant_fail_are_told_from_others() {
    let support = "pub struct Reply;\nimpl Reply { pub fn rejects(&self, why: &str) { assert!(true, \"{why}\"); } pub fn shows(&self) {} }\n\
                   pub struct Client;\nimpl Client { pub async fn post(&self) -> Reply { Reply } }\n\
                   pub struct App;\nimpl App { pub async fn start() -> Self { Self } pub async fn user(&self) -> Client { Client } }\n\
                   pub fn holds(a: u8) { inner(a) }\nfn inner(a: u8) { assert_eq!(a, 1); }\npub fn runs(a: u8) { println!(\"{a}\"); }\n\
                   macro_rules! own { () => { assert!(true) } }\npub(crate) use own;\n";
    let cases: &[(&str, bool)] = &[
        ("", true),
        ("let a = 1; println!(\"{a}\");", true),
        ("runs(1);", true),
        ("let app = App::start().await; app.user().await.post().await.shows();", true),
        ("app::services::job_service::create();", true),
        ("let a = vec![1]; let b = matches!(a, _);", true),
        ("assert!(a);", false),
        ("pretty_assertions::assert_eq!(a, b);", false),
        ("if a { panic!(\"no\"); }", false),
        ("a.unwrap();", false),
        ("a.expect(\"b\");", false),
        ("let a = b()?;", false),
        ("holds(1);", false),
        ("insta::assert_snapshot!(a);", false),
        ("own!();", false),
        ("let app = App::start().await; let ada = app.user().await; ada.post().await.rejects(\"a\");", false),
        (
            "let app = App::start().await; let ada = app.user().await; let r = ada.post().await; r.rejects(\"a\");",
            false,
        ),
        ("response.assert_status_ok();", false),
        ("mock.verify();", false),
        ("for a in b { for c in d { assert!(c); } }", false),
        ("let f = || assert!(true); f();", false),
    ];
    for (body, wrong) in cases {
        let text = format!("use crate::common::support::*;\n#[tokio::test]\nasync fn test_a_b() {{ {body} }}\n");
        let files = [
            (FILE, &*text),
            ("tests/main.rs", "mod common;\nmod job;\n"),
            ("tests/common/mod.rs", "pub mod support;\n"),
            ("tests/common/support.rs", support),
            ("tests/job/mod.rs", "mod test_job_service;\n"),
            ("src/services/job_service.rs", "pub fn create() { a.unwrap(); }"),
        ];
        assert_eq!(found_among("RB504", FILE, &files).len(), usize::from(*wrong), "{body}");
    }
    let text = "#[test]\n#[should_panic]\nfn test_a_b() { g(); }\n#[test]\nfn test_c_d() -> Result<(), E> { return Err(E); }\nfn helper() {}";
    assert!(found("RB504", FILE, text).is_empty());
    let text = "#[test_case(1 => 2; \"two\")]\nfn test_a_b(a: u8) -> u8 { twice(a) }";
    assert!(found("RB504", FILE, text).is_empty());
    let text = "pub fn f() {}\n#[cfg(test)] mod tests { #[test] fn test_f_runs() { super::f(); } }";
    assert_eq!(found("RB504", "src/core/a.rs", text), ["test_f_runs"]);
}

#[test]
fn names_say_what_is_tested_and_what_comes_of_it() {
    let main = "mod services;\nmod models;\nmod api;\nfn main() { let app: axum::Router = axum::Router::new()\
                .route(\"/jobs/{job_id}/cancel\", axum::routing::post(api::job::stop_job_api)); axum::serve(l, app); }\n";
    for (name, wrong) in [
        ("create_job_works", true),
        ("test_create_job", true),
        ("test_it_works", true),
        ("test_create_jobs_works", true),
        ("test_", true),
        ("testing_create_job_works", true),
        ("test_create_job_works", false),
        ("test_stop_job_api_answers", false),
        ("test_stop_job_answers_nobody", false),
        ("test_cancel_refuses_others", false),
        ("test_job_filter_knows_defaults", false),
        ("test_job_is_whole", false),
        ("test_hash_is_slow", false),
    ] {
        let text = format!("#[test]\nfn {name}() {{ assert!(a); }}\nfn helper_of_tests() {{}}\n");
        let files = [
            (FILE, &*text),
            ("src/main.rs", main),
            ("src/api/job.rs", "pub async fn stop_job_api() {}"),
            ("src/services/job_service.rs", "pub struct S;\nimpl S { pub fn create_job(&self) {} }\nfn hash() {}"),
            ("src/models/job_models.rs", "pub struct JobFilter;"),
        ];
        assert_eq!(found_among("RB502", FILE, &files).len(), usize::from(wrong), "{name}");
    }
    for attribute in
        ["#[tokio::test]", "#[sqlx::test]", "#[rstest]", "#[test_case(1)]", "#[tokio::test(flavor = \"multi_thread\")]"]
    {
        let text = format!("{attribute}\nfn works() {{}}\n");
        assert_eq!(found("RB502", FILE, &text), ["works"], "{attribute}");
    }
    assert!(found("RB502", FILE, "#[cfg(test)]\nfn works() {}\n#[fixture]\nfn thing() {}").is_empty());
}

#[test]
fn each_category_is_asked_for() {
    let all = "/// Happy path: a.\n#[test] fn test_a_b() {}\n/// Error: a.\n#[test] fn test_a_c() {}\n/// Edge case: a.\n#[test] fn test_a_d() {}\n\
               /// Integration: a.\n#[test] fn test_a_e() {}\n";
    let cases: &[(String, &[&str])] = &[
        (all.to_owned(), &[]),
        (all.replace("Edge case: a", "Edge of it"), &["Edge case"]),
        (all.replace("Error:", "Happy path:"), &["Error"]),
        (all.replace("Integration: a.", "a"), &["Integration"]),
        (all.replace("/// Integration: a.\n#[test] fn test_a_e() {}\n", ""), &["Integration"]),
        ("#[test] fn test_a_works() {}\n#[test] fn test_a_rejects_others() {}\n#[test] fn test_a_takes_empty() {}\n#[test] fn test_a_whole_flow() {}".to_owned(), &[]),
        ("#[test] fn test_a_rejects_values() {}".to_owned(), &["Happy path", "Edge case", "Integration"]),
        ("#[test] fn test_a_works() { get(\"/jobs\"); }\n#[test] fn test_a_rejects_others() {}\n#[test] fn test_a_takes_empty() {}".to_owned(), &[]),
        ("#[test] fn test_a_works() { get(\"/users\"); }\n#[test] fn test_a_rejects_others() {}\n#[test] fn test_a_takes_empty() {}".to_owned(), &["Integration"]),
        ("fn helper() {}".to_owned(), &[]),
    ];
    let main = "mod api;\nfn main() { let app: axum::Router = axum::Router::new().route(\"/jobs\", axum::routing::get(api::job::f_api)); axum::serve(l, app); }\n";
    for (text, missing) in cases {
        let files = [(FILE, &**text), ("src/main.rs", main), ("src/api/job.rs", "pub async fn f_api() {}")];
        let report = crate::rules::testing::report_among(&files);
        let found: Vec<&str> =
            report.iter().filter(|it| it.rule.code == "RB503").map(|it| it.message.as_str()).collect();
        let expected = missing.iter().map(|it| format!("`{it}:`")).collect::<Vec<_>>().join(", ");
        let expected = if missing.is_empty() { vec![] } else { vec![format!("the tests of `job` lack {expected}")] };
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn tests_are_described() {
    for (text, wrong) in [
        ("#[test]\nfn test_a_b() {}", true),
        ("// Happy path: a.\n#[test]\nfn test_a_b() {}", true),
        ("///\n#[test]\nfn test_a_b() {}", true),
        ("/// Happy path: a.\n#[test]\nfn test_a_b() {}", false),
        ("#[test]\n/** Happy path: a. */\nfn test_a_b() {}", false),
        ("fn helper() {}", false),
    ] {
        assert_eq!(found("RB506", FILE, text).len(), usize::from(wrong), "{text}");
        let inside = format!("#[cfg(test)] mod tests {{ {} }}", text.replace('\n', "\n    "));
        assert_eq!(found("RB506", "src/core/a.rs", &inside).len(), usize::from(wrong), "{inside}");
    }
}

#[test]
fn each_part_has_its_tests() {
    let files = [
        (
            "src/api/mod.rs",
            "use axum::routing::get;\npub fn router() -> axum::Router { axum::Router::new().route(\"/jobs\", get(job::f_api)).route(\"/health\", get(health::g_api)) }\n",
        ),
        ("src/api/job.rs", "pub async fn f_api() {}"),
        ("src/api/health.rs", "pub async fn g_api() {}"),
        ("src/api/params.rs", "pub async fn not_mounted() {}"),
        ("src/services/job_service.rs", "pub fn f() {}"),
        ("src/models/job_models.rs", "#[derive(garde::Validate)] pub struct A;"),
        ("src/models/page_models.rs", "pub struct B;"),
    ];
    let reported = |tests: &[&str]| {
        let all: Vec<(&str, &str)> =
            files.iter().copied().chain(tests.iter().map(|path| (*path, "fn f() {}\n"))).collect();
        let report = crate::rules::testing::report_among(&all);
        let mut found: Vec<String> =
            report.iter().filter(|it| it.rule.code == "RB501").map(|it| it.primary.path.to_string()).collect();
        found.sort();
        found
    };
    assert_eq!(reported(&[]), ["src/api/job.rs", "src/models/job_models.rs", "src/services/job_service.rs"]);
    assert_eq!(reported(&["tests/job/test_job_api.rs", "tests/job/test_job_service.rs"]), ["src/models/job_models.rs"]);
    assert_eq!(
        reported(&["tests/job/test_job_api_list.rs", "tests/job/test_job_models.rs", "tests/test_job_service.rs"]),
        [""; 0]
    );
    assert_eq!(reported(&["tests/job/test_job_lists.rs", "tests/job/job_api.rs"]).len(), 3);
}

#[test]
fn services_are_reached_however_they_are_asked() {
    let main = "mod api;\nmod services;\nfn main() { axum::serve(l, api::router()); }\n";
    let lib = "pub mod api;\npub mod services;\n";
    let api = "pub mod job;\nuse axum::routing::{get, post};\npub fn router() -> axum::Router { axum::Router::new()\
               .route(\"/jobs\", get(job::list_jobs_api).post(job::create_job_api))\
               .route(\"/jobs/{job_id}\", get(job::get_job_api).delete(job::delete_job_api)) }\n";
    let handlers = "use crate::services::job_service as jobs;\npub async fn list_jobs_api() { jobs::list() }\npub async fn create_job_api(u: User) { jobs::create() }\n\
                    pub async fn get_job_api() { jobs::one() }\npub async fn delete_job_api() { jobs::remove() }\n\
                    pub struct User;\nimpl axum::extract::FromRequestParts<S> for User { async fn from_request_parts() { jobs::identify() } }\n";
    let service = "pub fn list() {}\npub fn create() {}\npub fn one() { inner() }\npub fn remove() {}\npub fn identify() {}\npub(crate) fn inner() {}\n";
    let support = "pub const PATH: &str = \"/jobs\";\npub fn path_of(id: &str) -> String { format!(\"{PATH}/{id}\") }\n\
                   pub struct Client;\nimpl Client { pub async fn get(&self, path: &str) {} pub async fn post_json(&self, path: &str) {}\
                    pub async fn send(&self, method: axum::http::Method, path: &str) {} }\n\
                   pub fn app() -> Client { app::api::router(); Client }\n\
                   pub fn url_of(_version: &str, path: &str) -> Url { let url = format!(\"{}/{}\", config().base(), path); Url::parse(&url).unwrap() }\n\
                   impl Client { fn url(&self, path: &str) -> String { format!(\"{}/{path}\", self.base) } pub fn fetch(&self, path: &str) { client.get(self.url(\"jobs\")); } }\n";
    let cases: &[(&str, &[&str])] = &[
        ("", &["list", "create", "one", "remove", "identify"]),
        ("app();", &["list", "create", "one", "remove", "identify"]),
        ("app::services::job_service::create();", &["list", "one", "remove", "identify"]),
        ("app().get(\"/jobs\");", &["create", "one", "remove", "identify"]),
        ("app().get(&format!(\"{PATH}?limit=1\"));", &["create", "one", "remove", "identify"]),
        ("app().post_json(PATH);", &["list", "one", "remove"]),
        ("app().get(&path_of(id));", &["list", "create", "remove", "identify"]),
        ("app().send(axum::http::Method::DELETE, &format!(\"{PATH}/7\"));", &["list", "create", "one", "identify"]),
        ("let path = path_of(id); app().get(&path);", &["list", "create", "remove", "identify"]),
        ("Request::builder().method(\"DELETE\").uri(\"/jobs/1\").body(b);", &["list", "create", "one", "identify"]),
        ("Request::builder().uri(path_of(\"a\")).body(b);", &["list", "create", "remove", "identify"]),
        ("Request::post(\"http://localhost/jobs\").body(b);", &["list", "one", "remove"]),
        (
            "let url = url_of(\"v1\", \"jobs\"); client.get(url.as_str()).send();",
            &["create", "one", "remove", "identify"],
        ),
        ("app().fetch(\"jobs\");", &["create", "one", "remove", "identify"]),
        ("client.get(format!(\"{base}/jobs\")).send();", &["create", "one", "remove", "identify"]),
        ("for (m, p) in [(\"POST\", \"/jobs\")] { app().send(m, p); }", &["list", "one", "remove"]),
        ("helper();", &["create", "one", "remove", "identify"]),
        (
            "app().get(\"/users\"); app().get(\"/jobs/1/2\"); assert!(path.starts_with(\"/jobs\"));",
            &["list", "create", "one", "remove", "identify"],
        ),
        ("app::api::job::get_job_api();", &["list", "create", "remove", "identify"]),
    ];
    for (body, expected) in cases {
        let text = format!(
            "use crate::common::*;\n#[tokio::test]\nasync fn test_a_b() {{ {body} }}\nasync fn helper() {{ app().get(\"/jobs\").await }}\n"
        );
        let files = [
            (FILE, &*text),
            ("tests/main.rs", "mod common;\nmod job;\n"),
            ("tests/common/mod.rs", support),
            ("tests/job/mod.rs", "mod test_job_service;\n"),
            ("src/main.rs", main),
            ("src/lib.rs", lib),
            ("src/api/mod.rs", api),
            ("src/api/job.rs", handlers),
            ("src/services/job_service.rs", service),
        ];
        let found = found_among("RB505", "src/services/job_service.rs", &files);
        assert_eq!(found, *expected, "{body}");
    }
    let text = "#[rstest]\n#[case(\"/jobs/7\")]\nfn test_a_b(#[case] path: &str) { app().get(path); }";
    let files = [
        (FILE, text),
        ("src/main.rs", main),
        ("src/api/mod.rs", api),
        ("src/api/job.rs", handlers),
        ("src/services/job_service.rs", service),
    ];
    assert_eq!(found_among("RB505", "src/services/job_service.rs", &files), ["list", "create", "identify"]);
    let inside = format!("{service}\n#[cfg(test)] mod tests {{ #[test] fn test_list_works() {{ super::list(); }} }}");
    assert_eq!(found("RB505", "src/services/job_service.rs", &inside), ["create", "one", "remove", "identify"]);
}

#[test]
fn helpers_are_repeated_whatever_their_variables_are_called() {
    let one =
        "pub fn f(a: &[String]) -> String { let b = a.first().cloned().unwrap_or_default(); b.trim().to_lowercase() }";
    for (two, wrong) in [
        (
            "pub fn g(x: &[String]) -> String { let y = x.first().cloned().unwrap_or_default(); y.trim().to_lowercase() }",
            true,
        ),
        (
            "struct S;\nimpl S { fn g(x: &[String]) -> String { let y = x.first().cloned().unwrap_or_default(); y.trim().to_lowercase() } }",
            true,
        ),
        (
            "pub fn g(x: &[String]) -> String { let y = x.last().cloned().unwrap_or_default(); y.trim().to_lowercase() }",
            false,
        ),
        (
            "pub fn g(x: &[String]) -> String { let y = x.first().cloned().unwrap_or_default(); x.trim().to_lowercase() }",
            false,
        ),
        (
            "#[test]\nfn test_g_h(x: &[String]) { let y = x.first().cloned().unwrap_or_default(); y.trim().to_lowercase() }",
            false,
        ),
        ("pub fn g() -> u8 { 1 }", false),
    ] {
        let files = [("tests/user/mod.rs", two), ("tests/job/mod.rs", one), ("tests/main.rs", "mod job;\nmod user;\n")];
        assert_eq!(found_among("RB507", "tests/user/mod.rs", &files).len(), usize::from(wrong), "{two}");
    }
    let of = "pub struct Fixture; impl Fixture { pub async fn of(c: &Client) -> Self { let ids = c.get(\"/x\").await.ids().first().cloned(); Self { client: c.clone(), ids } } }";
    let files = [("tests/user/mod.rs", of), ("tests/job/mod.rs", of), ("tests/main.rs", "mod job;\nmod user;\n")];
    assert!(found_among("RB507", "tests/user/mod.rs", &files).is_empty(), "each makes what it is of");
    let data = "pub fn values() -> Vec<Value> { vec![json!(\"x\".repeat(3)), json!(1), json!(2), json!(3), json!(4), json!(5)] }";
    let files = [("tests/user/mod.rs", data), ("tests/job/mod.rs", data), ("tests/main.rs", "mod job;\nmod user;\n")];
    assert!(found_among("RB507", "tests/user/mod.rs", &files).is_empty(), "values written down");
    let files = [("tests/common/mod.rs", one), ("tests/job/mod.rs", one), ("tests/main.rs", "mod common;\nmod job;\n")];
    assert!(found_among("RB507", "tests/job/mod.rs", &files).is_empty(), "one component and the support folder");
}
