// src/review/tests.rs - What a review says of small changes, and what it leaves alone

//! What a review says of small changes, and what it leaves alone.

use super::{Answer, Change, ChangeKind, Review};
use crate::project::file_system::Memory;
use crate::run::{Options, Report, lint};

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n\
                        serde = \"1\"\nsqlx = \"0.9\"\n";

fn report(files: &[(&str, &str)]) -> Report {
    let mut memory = Memory::new([("Cargo.toml", MANIFEST)]);
    files.iter().for_each(|(path, text)| memory.insert(*path, *text));
    lint(&memory, &Options::default()).unwrap()
}

/// The review of one state after another. A file that both have and that differs is changed.
fn review(base: &[(&str, &str)], head: &[(&str, &str)]) -> Review {
    let of = |files: &[(&str, &str)], path: &str| {
        files.iter().find(|(at, _)| *at == path).map(|(_, text)| (*text).to_owned())
    };
    let mut changes: Vec<Change> = Vec::new();
    for (path, text) in head {
        let kind = match of(base, path) {
            None => ChangeKind::Added,
            Some(before) if before != *text => ChangeKind::Modified,
            Some(_) => continue,
        };
        changes.push(Change { path: (*path).to_owned(), kind, line: 1 });
    }
    let gone = base.iter().filter(|(path, _)| of(head, path).is_none());
    changes.extend(gone.map(|(path, _)| Change { path: (*path).to_owned(), kind: ChangeKind::Removed, line: 1 }));
    Review::of(&report(base), &report(head), &changes)
}

/// What is said of the one route of a program whose handler is written so, types beside it, before and after.
fn differences(before: &str, after: &str) -> Vec<String> {
    let code = |handler: &str| {
        format!(
            "use axum::{{Json, Router, extract::Query, routing::post}};\nuse serde::{{Deserialize, Serialize}};\n\
             pub fn router() -> Router {{ Router::new().route(\"/jobs\", post(h)) }}\n{handler}\n"
        )
    };
    let (before, after) = (code(before), code(after));
    let lib = ("src/lib.rs", "pub mod api;\n");
    let review = review(&[lib, ("src/api.rs", &before)], &[lib, ("src/api.rs", &after)]);
    let all = review.routes.iter().flat_map(|route| &route.differences);
    all.map(|it| format!("{}{}", if it.breaking { "breaking: " } else { "" }, it.text)).collect()
}

#[test]
fn what_breaks_a_caller_is_told_from_what_does_not() {
    let taken =
        |fields: &str| format!("#[derive(Deserialize)] pub struct New {{ {fields} }}\nasync fn h(_: Json<New>) {{}}");
    let given = |fields: &str| {
        format!(
            "#[derive(Serialize)] pub struct Job {{ {fields} }}\nasync fn h() -> Result<Json<Vec<Job>>, ()> {{ Err(()) }}"
        )
    };
    let asked =
        |fields: &str| format!("#[derive(Deserialize)] pub struct Q {{ {fields} }}\nasync fn h(_: Query<Q>) {{}}");
    let (i32, i64, text) = ("pub a: i32", "pub a: i64", "pub a: String");
    let one = "pub a: K } #[derive(Serialize, Deserialize)] pub enum K { One ";
    let two = "pub a: K } #[derive(Serialize, Deserialize)] pub enum K { One, Two ";
    let forms = "pub a: K } #[derive(Serialize, Deserialize)] pub enum K { One(u8), Two { b: u8 } ";
    let cases = [
        (taken(""), taken(text), "breaking: the body needs `a`"),
        (taken(""), taken("pub a: Option<String>"), "the body may have `a`"),
        (taken(""), taken("#[serde(default)] pub a: String"), "the body may have `a`"),
        (taken(""), taken("#[serde(skip)] pub a: String"), ""),
        (taken(text), taken(""), "breaking: the body does not take `a` any more"),
        (taken("pub a: Option<String>"), taken(text), "breaking: the body needs `a`, which could be left out"),
        (taken(text), taken("pub a: Option<String>"), ""),
        (taken(text), taken("#[serde(rename = \"a\")] pub other: String"), ""),
        (taken(i64), taken(i32), "breaking: `a` of the body is `i32`, not `i64`"),
        (taken(i32), taken(i64), "`a` of the body is `i64`, not `i32`"),
        (taken(two), taken(one), "breaking: `a` of the body may not be `Two` any more"),
        (taken(one), taken(two), "`a` of the body may be `Two`"),
        (taken(one), taken(forms), "`a` of the body has one of several forms now: a person has to compare them"),
        (taken(forms), taken(&forms.replace("u8", "u16")), ""),
        (given(text), given(""), "breaking: the answer lacks `[].a`"),
        (given(""), given(text), "the answer has `[].a`"),
        (given(text), given("pub a: Option<String>"), "breaking: `[].a` of the answer may be null or absent"),
        (given("pub a: Option<String>"), given(text), ""),
        (given(i32), given(i64), "breaking: `[].a` of the answer is `i64`, not `i32`"),
        (given(one), given(two), "`[].a` of the answer may be `Two`"),
        (asked(""), asked(text), "breaking: the query needs `a`"),
        (asked(""), asked("pub a: Option<u8>"), "the query may have `a`"),
        (
            "async fn h() {}".to_owned(),
            "async fn h(_: CurrentUser) {}".to_owned(),
            "breaking: it asks who calls: `CurrentUser`",
        ),
    ];
    for (before, after, expected) in cases {
        let expected: Vec<&str> = Some(expected).filter(|text| !text.is_empty()).into_iter().collect();
        assert_eq!(differences(&before, &after), expected, "{before}\n{after}");
    }
}

#[test]
fn what_moves_makes_no_new_finding() {
    let lib = ("src/lib.rs", "pub mod a;\npub mod b;\n");
    let wrong = "pub fn f() {}\n\nuse std::fmt;\n";
    let (header_a, header_b) = ("// src/a.rs - The one\n\n", "// src/b.rs - The other\n\n");
    let text = |header: &str, body: &str| format!("{header}{body}");
    let (a, b) = (text(header_a, wrong), text(header_b, ""));
    let base = [lib, ("src/a.rs", a.as_str()), ("src/b.rs", b.as_str())];
    // To another file.
    let (without, with) = (text(header_a, ""), text(header_b, wrong));
    let moved = review(&base, &[lib, ("src/a.rs", &without), ("src/b.rs", &with)]);
    assert!(moved.findings.new.is_empty() && moved.findings.fixed.is_empty(), "{:?}", moved.findings);
    // Lines above, and another import that is as wrong.
    let other = text(header_a, "pub fn e() {}\n\npub fn f() {}\n\nuse std::io;\n");
    let changed = review(&base, &[lib, ("src/a.rs", &other), ("src/b.rs", &b)]);
    assert!(changed.findings.new.is_empty() && changed.findings.fixed.is_empty(), "{:?}", changed.findings);
    // One more.
    let more = text(header_a, &format!("{wrong}use std::io;\n"));
    assert_eq!(review(&base, &[lib, ("src/a.rs", &more), ("src/b.rs", &b)]).findings.new.len(), 1);
}

#[test]
fn what_loses_data_is_said_by_its_statement() {
    let cases: [(&str, &[&str]); 11] = [
        ("DROP TABLE jobs;", &["drops the table `jobs`"]),
        ("drop table if exists \"jobs\";", &["drops the table `jobs`"]),
        (
            "ALTER TABLE jobs\n  DROP COLUMN note, DROP COLUMN IF EXISTS size;",
            &["drops the column `note`", "drops the column `size`"],
        ),
        ("ALTER TABLE jobs ALTER COLUMN size TYPE SMALLINT;", &["changes the type of the column `size`"]),
        ("ALTER TABLE jobs RENAME COLUMN a TO b;", &["renames the column, which programs that still run ask for: `a`"]),
        ("TRUNCATE jobs; DELETE FROM users;", &["empties the table `jobs`", "deletes all rows of `users`"]),
        ("DELETE FROM jobs WHERE id = 1;", &[]),
        ("-- DROP TABLE jobs;\nCREATE TABLE jobs (id INT);", &[]),
        ("ALTER TABLE jobs ADD COLUMN type TEXT;", &[]),
        ("ALTER TABLE jobs ALTER COLUMN size SET DEFAULT 1;", &[]),
        ("UPDATE jobs SET note = 'DROP';", &[]),
    ];
    for (sql, expected) in cases {
        let review = review(&[], &[("migrations/1_a.sql", sql)]);
        let said: Vec<&str> = review.data_loss().map(|change| change.text.as_str()).collect();
        assert_eq!(said, expected, "{sql}");
    }
    let (before, after) =
        (("migrations/1_a.sql", "CREATE TABLE a (id INT);"), ("migrations/1_a.sql", "CREATE TABLE a (id INT, b INT);"));
    assert_eq!(review(&[before], &[after]).data_loss().count(), 1, "a migration that may have run");
    assert_eq!(review(&[before], &[]).data_loss().count(), 1, "a migration that is gone");
}

#[test]
fn what_no_rule_can_say_is_not_answered_yes() {
    let lib = ("src/lib.rs", "// src/lib.rs - A library\n");
    let answers = |review: &Review| review.checklist.iter().map(|point| point.answer).collect::<Vec<_>>();
    // Nothing that is code.
    let quiet = review(&[lib], &[lib, ("README.md", "words")]);
    assert_eq!(answers(&quiet), [Answer::Yes; 15]);
    // Code of which the rules say nothing.
    let code = review(&[lib], &[lib, ("src/bin/tool.rs", "// src/bin/tool.rs - A tool\n\nfn main() {}\n")]);
    let person = code.checklist.iter().filter(|point| point.answer == Answer::ForAPerson);
    let person: Vec<&str> = person.map(|point| point.asks).collect();
    assert_eq!(
        person,
        [
            "Failures that must be expected are handled",
            "What happens is logged at the right level",
            "New functionality has tests",
            "It follows the patterns of the code around it",
            "It is secure",
            "It is fast enough",
            "Documentation is clear and helps",
            "Tests cover what matters and mean something",
        ]
    );
    assert!(code.checklist.iter().all(|point| point.answer != Answer::Yes || point.reasons.is_empty()));
}

#[test]
fn rows_are_compared_by_their_fields() {
    let lib = ("src/lib.rs", "pub mod models;\n");
    let row = |fields: &str| {
        format!("#[derive(sqlx::FromRow)] pub struct Job {{ {fields} }}\npub struct Other {{ {fields} }}\n")
    };
    let (before, after) = (row("a: u8, b: u8"), row("a: u8, c: u8"));
    let path = "src/models.rs";
    let review = review(&[lib, (path, &before)], &[lib, (path, &after)]);
    let said: Vec<&str> = review.database.iter().map(|change| change.text.as_str()).collect();
    assert_eq!(said, ["the row `Job` has `c`", "the row `Job` has no more `b`"]);
}
