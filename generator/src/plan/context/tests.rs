// src/plan/context/tests.rs - What templates are told of resources with awkward names and tight bounds

use serde_json::Value;

use super::{ResourceContext, sql_name};
use crate::spec::ResourceRequest;
use crate::spec::gate::admit;
use rulebook_conventions::inflection::Inflector;

/// The context of a resource as templates see it.
fn context(name: &str, fields: &[&str], taken: &[&str]) -> Value {
    let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
    let request = [ResourceRequest::from_arguments(name, None, &fields)];
    let spec = admit(&request, &[], &Inflector::default()).unwrap().resources.remove(0);
    let taken: Vec<String> = taken.iter().map(|name| (*name).to_owned()).collect();
    serde_json::to_value(ResourceContext::new(&spec, "20261122204500", &taken)).unwrap()
}

fn field(token: &str) -> Value {
    context("job", &[token], &[])["fields"][0].clone()
}

#[test]
fn names_keep_their_spelling_and_are_quoted_where_they_must_be() {
    let order = context("order", &["type:string", "from:date", "plain:i32"], &[]);
    assert_eq!((&order["table"], &order["table_sql"]), (&Value::from("orders"), &Value::from("orders")));
    assert_eq!(context("group", &[], &[])["table_sql"], "\"groups\"");
    let parts = |i: usize| ["name", "ident", "column"].map(|key| order["fields"][i][key].as_str().unwrap().to_owned());
    assert_eq!(parts(0), ["type", "r#type", "type"]);
    assert_eq!(parts(1), ["from", "from", "\"from\""]);
    assert_eq!(parts(2), ["plain", "plain", "plain"]);
}

#[test]
fn types_of_enums_keep_clear_of_other_types() {
    for (resource, name, taken, expected) in [
        ("job", "status", &[][..], "JobStatus"),
        ("status", "status", &[], "StatusStatus"),
        ("job", "changes", &[], "JobChangesKind"),
        ("job", "sort", &[], "JobSortKind"),
        ("job", "option", &[], "JobOption"),
        ("job", "status", &["JobStatus"], "JobStatusKind"),
    ] {
        let context = context(resource, &[&format!("{name}:enum=a,b")], taken);
        assert_eq!(context["fields"][0]["enum"]["type"], expected);
    }
}

#[test]
fn fields_of_the_state_keep_clear_of_its_own() {
    for (resource, expected) in [("job", "jobs"), ("attempt", "attempt_service"), ("news", "news")] {
        assert_eq!(context(resource, &[], &[])["state_field"], expected);
    }
}

#[test]
fn types_are_written_out() {
    for (token, rust_full, arg) in [
        ("a:string", "String", "&str"),
        ("a:text:null", "Option<String>", "Option<&str>"),
        ("a:date", "chrono::NaiveDate", "chrono::NaiveDate"),
        ("a:datetime:null", "Option<chrono::DateTime<chrono::Utc>>", "Option<chrono::DateTime<chrono::Utc>>"),
        ("a:enum=x,y:null", "Option<JobA>", "Option<JobA>"),
        ("a:ref=user", "String", "&str"),
    ] {
        let field = field(token);
        assert_eq!((&field["rust_full"], &field["arg"]), (&Value::from(rust_full), &Value::from(arg)), "{token}");
    }
}

#[test]
fn defaults_are_written_in_each_language() {
    for (token, rust, sqlite, postgres, json) in [
        (
            "a:string:default=it's «so»",
            r#""it's \u{ab}so\u{bb}".to_owned()"#,
            "'it''s «so»'",
            "'it''s «so»'",
            r#""it's \u{ab}so\u{bb}""#,
        ),
        ("a:i64:default=3000000000", "3000000000", "3000000000", "3000000000", "3000000000_i64"),
        ("a:f64:default=2", "2.0", "2.0", "2.0", "2.0"),
        ("a:bool:default=true", "true", "1", "TRUE", "true"),
        ("a:enum=x,y:default=y", "JobA::Y", "'y'", "'y'", "\"y\""),
    ] {
        let default = &field(token)["default"];
        let written = ["rust", "sql_sqlite", "sql_postgres", "json"].map(|key| default[key].as_str().unwrap());
        assert_eq!(written, [rust, sqlite, postgres, json], "{token}");
    }
}

#[test]
fn right_values_differ_and_are_not_the_default() {
    for (token, valid, other) in [
        ("a:bool:default=true", "false", "true"),
        ("a:i32:range=0..1:default=1", "0", "1"),
        ("a:enum=x,y,z:default=x", "\"y\"", "\"z\""),
        ("a:string:len=1..1", "\"S\"", "\"O\""),
        ("a:f64:range=0..1", "0.5", "0.0"),
    ] {
        let samples = &field(token)["samples"];
        assert_eq!((&samples["valid"], &samples["other"]), (&Value::from(valid), &Value::from(other)), "{token}");
    }
}

#[test]
fn wrong_values_lie_just_past_the_bounds() {
    let jsons = |token: &str, key: &str| -> Vec<String> {
        let samples = field(token)["samples"][key].as_array().unwrap().clone();
        samples.iter().map(|sample| sample["json"].as_str().unwrap().to_owned()).collect()
    };
    let number = jsons("a:i32:range=0..9:null", "invalid");
    assert!(
        number.starts_with(&["-1".to_owned(), "10".to_owned()]) && !number.contains(&"null".to_owned()),
        "{number:?}"
    );
    assert!(jsons("a:i32", "invalid").contains(&"2147483648_i64".to_owned()));
    let text = jsons("a:string:len=2..4", "invalid");
    assert!(text.contains(&"\"x\".repeat(5)".to_owned()) && text.contains(&"null".to_owned()), "{text:?}");
    assert!(jsons("a:string:len=2..4", "bounds").contains(&"\"é\".repeat(4)".to_owned()));
}

#[test]
fn long_names_of_constraints_are_short_and_distinct() {
    assert_eq!(sql_name("uq", "jobs", "name"), "uq_jobs_name");
    let long = "a".repeat(60);
    let (one, two) = (sql_name("uq", &long, "name"), sql_name("uq", &long, "title"));
    assert!(one.len() <= 63 && two.len() <= 63, "{one} {two}");
    assert_ne!(one, two);
}
