// src/existing/tests/structs.rs - Structs, and the fields that they come to

use super::{Project, Source, said};

const LEGACY: &str = r#"
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Anything;
use super::shared::{Level, WorkspaceId};

/// A status.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status { Open, InReview, #[serde(rename = "done")] Finished }

#[derive(sqlx::Type)]
#[sqlx(rename_all = "lowercase")]
enum Mood { Up, Down }

pub struct Title(String);
type Amount = i64;

/// Documented.
pub struct Job {
    pub id: i64,
    job_id: String,
    user_id: i64,
    /// What it is called.
    #[garde(length(chars, min = 1, max = 80))]
    pub title: Title,
    #[validate(range(min = 0, max = 1_000))]
    pub priority: i32,
    #[garde(inner(length(max = 9)))]
    pub note: Option<String>,
    pub due: Option<NaiveDate>,
    pub at: DateTime<Utc>,
    pub seen: chrono::DateTime<chrono::Utc>,
    pub r#type: uuid::Uuid,
    pub data: Option<Anything>,
    pub share: f64,
    pub open: bool,
    pub status: Status,
    pub mood: Option<Mood>,
    pub level: Level,
    pub amount: Box<Amount>,
    pub small: u8,
    #[serde(rename = "colour")]
    pub color: String,
    #[garde(email)]
    pub mail: String,
    #[serde(skip_serializing)]
    pub pin: String,
    #[serde(skip)]
    pub cached: Vec<u8>,
    pub workspace_id: Option<WorkspaceId>,
    pub other: crate::models::shared::Level,
    pub created_at: DateTime<Utc>,
}

pub struct Odd {
    pub a: u64,
    pub b: Vec<String>,
    pub c: DateTime<Local>,
    pub d: Decimal,
    pub e: Inner,
    pub f: Choice,
    pub g: Unknown,
    #[serde(flatten)]
    pub h: Inner,
    pub ok: i32,
    pub i: (i32, i32),
    pub j: Loop,
}
struct Inner { x: i32 }
enum Choice { A(i32), B }
type Loop = Loop;
pub struct Bare(u8);
pub struct OnlyIds { pub id: i64 }
pub mod deep { pub struct Job { pub workspace_id: i64 } }
"#;

fn project() -> Project {
    let project = Project::new();
    project
        .write("src/lib.rs", "pub mod models;\nmod flat;\n#[path = \"elsewhere/other.rs\"]\nmod moved;\nmod gone;\n");
    project.write("src/models/mod.rs", "mod legacy;\npub mod shared;\npub use legacy::Job as OldJob;\n");
    project.write("src/models/legacy.rs", LEGACY);
    project.write("src/models/shared.rs", "pub enum Level { Low, High }\npub struct WorkspaceId(pub i64);\n");
    project.write("src/flat.rs", "pub struct Job { pub a: i32 }\n");
    project.write("src/elsewhere/other.rs", "pub struct Job { pub b: i32 }\n");
    project.write("src/broken.rs", "pub struct {\n");
    project
}

#[test]
fn fields_of_a_struct_become_fields() {
    let found = project().read(Source::Struct("crate::models::legacy::Job"), &[], &[]).unwrap();
    assert_eq!(
        found.fields,
        [
            "title:string:len=1..80",
            "priority:i32:range=0..1000",
            "note:string:null:len=0..9",
            "due:date:null",
            "at:datetime",
            "seen:datetime",
            "type:uuid",
            "data:json:null",
            "share:f64",
            "open:bool",
            "status:enum=open,in_review,done",
            "mood:enum=up,down:null",
            "level:enum=Low,High",
            "amount:i64",
            "small:i32:range=0..255",
            "colour:string",
            "mail:email",
            "pin:string:secret",
            "workspace:ref:null",
            "other:enum=Low,High",
        ]
    );
    let notes = found.notes.join("\n");
    for part in [
        "read from the struct `Job` in src/models/legacy.rs: rulebook generate resource job title:string:len=1..80",
        "`cached` is left out: it is marked to be skipped",
        "left out: `id`, `job_id`, `user_id`, `created_at` (every resource has it)",
    ] {
        assert!(notes.contains(part), "{part}:\n{notes}");
    }
}

#[test]
fn a_struct_is_found_by_its_module_or_its_file() {
    let project = project();
    for (path, expected) in [
        ("crate::flat::Job", "a:i32"),
        ("crate::moved::Job", "b:i32"),
        ("src/flat.rs::Job", "a:i32"),
        ("src/elsewhere/other.rs::Job", "b:i32"),
        ("crate::models::legacy::deep::Job", "workspace_id:i64"),
        ("src/models/legacy.rs::deep::Job", "workspace_id:i64"),
    ] {
        let found =
            project.read(Source::Struct(path), &[], &[]).unwrap_or_else(|error| panic!("{path}: {}", said(&error)));
        assert_eq!(found.fields, [expected], "{path}");
    }
    let found = project.read(Source::Struct("crate::models::legacy::deep::Job"), &["b:bool"], &[]).unwrap();
    assert_eq!(found.fields, ["workspace_id:i64", "b:bool"]);
    assert!(found.notes.iter().any(|note| note.contains("`workspace:ref` in its place")), "{:?}", found.notes);
}

#[test]
fn what_is_not_there_is_said_with_what_was_looked_at() {
    let project = project();
    for (path, expected) in [
        ("Job", "does not say where the struct is"),
        ("models::Job", "does not say where the struct is"),
        ("crate::", "is no path of a struct"),
        ("crate::model::Job", "did you mean `models`? it has models, flat, moved, gone; looked in src/lib.rs"),
        (
            "crate::models::legacy::Jbo",
            "did you mean `Job`? looked in src/lib.rs, src/models/mod.rs, src/models/legacy.rs",
        ),
        ("crate::models::OldJob", "takes it from `legacy::Job` (name it where it is defined)"),
        ("crate::models::shared::Level", "`Level` in src/models/shared.rs is an enum"),
        ("crate::gone::Job", "looked for src/gone.rs and src/gone/mod.rs"),
        ("src/nowhere.rs::Job", "can't read src/nowhere.rs"),
        ("src/broken.rs::Job", "src/broken.rs:1:12: this is no valid Rust"),
        ("crate::models::legacy::Bare", "have no names"),
        ("crate::models::legacy::OnlyIds", "has no field besides those that every resource has"),
    ] {
        let said = said(&project.read(Source::Struct(path), &[], &[]).unwrap_err());
        assert!(said.contains(expected), "{path}: {expected}:\n{said}");
    }
}

#[test]
fn types_without_an_equal_are_refused_all_at_once() {
    let project = project();
    let odd = Source::Struct("crate::models::legacy::Odd");
    let error = project.read(odd, &[], &[]).unwrap_err();
    let all = said(&error);
    let named: Vec<&str> = error.problems().iter().map(|problem| problem.token.as_str()).collect();
    assert_eq!(named, ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], "{all}");
    for part in [
        "the field `a` (u64) has numbers that no field holds",
        "`b` (Vec<String>) holds several values (give the field by hand, such as `b:json`, or `--skip b` leaves it out)",
        "`c` (DateTime<Local>)",
        "`d:decimal:scale=2`",
        "whose variants hold values",
        "`g` (Unknown) is a type that no field has",
        "is flattened",
        "is made of itself",
    ] {
        assert!(all.contains(part), "{part}:\n{all}");
    }
    let found = project.read(odd, &["a:i64", "d:decimal"], &["b", "c", "e", "f", "g", "h", "i", "j"]).unwrap();
    assert_eq!(found.fields, ["a:i64", "d:decimal", "ok:i32"]);
}
