// tests/product/existing.rs - Resources from tables and structs that exist

use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection};

use crate::support::Sandbox;

/// A table with a column of each type, as somebody would have made it; it refers to workspaces and users.
pub const INVOICES: &str = "
    CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT NOT NULL);
    CREATE TABLE workspaces (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE invoices (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        number VARCHAR(20) NOT NULL UNIQUE,
        title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
        note TEXT,
        amount DECIMAL(10,2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
        share REAL,
        copies INTEGER NOT NULL DEFAULT 1 CHECK (copies BETWEEN 1 AND 99),
        paid BOOLEAN NOT NULL DEFAULT 0,
        status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'paid')),
        dueOn DATE,
        sent_at DATETIME,
        token UUID,
        meta JSON,
        scan BLOB,
        workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
        author INTEGER REFERENCES users (id),
        replaces_id INTEGER REFERENCES invoices (id),
        created_at DATETIME DEFAULT CURRENT_TIMESTAMP
    );
    CREATE INDEX by_share ON invoices (share);
    INSERT INTO users VALUES (1, 'ann');
";

/// Makes a resource of it, in a project beside the database.
pub const FROM_TABLE: [&str; 14] = [
    "generate",
    "resource",
    "invoice",
    "--from-table",
    "invoices",
    "--database-url",
    "sqlite:../old.db",
    "--skip",
    "scan",
    "--action",
    "send=draft:sent",
    "--sub",
    "status",
    "--analytics",
];

/// Runs statements in a database of SQLite, which is made where there is none.
pub fn database(sandbox: &Sandbox, path: &str, sql: &str) {
    let options = SqliteConnectOptions::new().filename(sandbox.path(path)).create_if_missing(true);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let ran = runtime.block_on(async {
        let mut connection = SqliteConnection::connect_with(&options).await?;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
        connection.close().await
    });
    ran.unwrap();
}

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    let workspace = "workspace name:string:len=1..80";
    sandbox.rulebook("", ["new", "shop", "--vcs", "none", "--resource", workspace]).expect(0);
    database(&sandbox, "old.db", INVOICES);
    sandbox
}

#[test]
fn a_plan_from_a_table_is_shown_to_programs_and_writes_nothing() {
    let sandbox = project();
    let (before, old) = (sandbox.tree("shop"), std::fs::read(sandbox.path("old.db")).unwrap());
    let args = [&FROM_TABLE[..], &["--dry-run", "--format", "json"]].concat();
    let plan: Value = serde_json::from_str(&sandbox.rulebook("shop", args).expect(0)).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/plan.schema.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&plan), "{plan:#}");
    let found = plan["notes"][0].as_str().unwrap();
    for field in [
        "rulebook generate resource invoice number:string:unique:len=0..20 title:string:len=1..80 note:text:null",
        "amount:decimal:scale=2:range=0.00..:default=0.00 share:f64:null:index copies:i64:range=1..99:default=1",
        "status:enum=draft,sent,paid:default=draft due_on:date:null sent_at:datetime:null token:uuid:null meta:json:null",
        "workspace:ref author:ref=user:null replaces:ref=invoice:null",
    ] {
        assert!(found.contains(field), "{field}:\n{found}");
    }
    let path = |change: &Value| change["path"].as_str().unwrap().to_owned();
    let changed: Vec<String> = plan["changes"].as_array().unwrap().iter().map(path).collect();
    assert!(changed.contains(&"src/api/invoice.rs".to_owned()), "{changed:?}");
    assert!(changed.iter().any(|path| path.ends_with("_create_invoices.up.sql")), "{changed:?}");
    assert_eq!(sandbox.tree("shop"), before);
    assert_eq!(std::fs::read(sandbox.path("old.db")).unwrap(), old);
    assert_eq!(std::fs::read_dir(sandbox.path("")).unwrap().count(), 2, "nothing lies beside the database");
}

/// What was found is what a person could have typed; what comes to the table later, comes to the resource.
#[test]
fn the_command_that_was_found_makes_the_same() {
    let sandbox = project();
    let said = sandbox.rulebook("shop", FROM_TABLE).expect(0);
    let made = sandbox.tree("shop");
    let command = said.lines().find_map(|line| line.split_once(": rulebook ")).unwrap().1;
    let typed: Vec<&str> = command.split_whitespace().chain(FROM_TABLE[9..].iter().copied()).collect();
    assert!(sandbox.rulebook("shop", typed).expect(0).contains("nothing to do"));
    assert!(sandbox.rulebook("shop", FROM_TABLE).expect(0).contains("nothing to do"));
    assert_eq!(sandbox.tree("shop"), made);
    assert!(sandbox.rulebook("shop", ["lint", "--strict"]).expect(0).contains("no findings"));
    sandbox.rulebook("shop", ["check"]).expect(0);
    database(&sandbox, "old.db", "ALTER TABLE invoices ADD COLUMN reminder INTEGER");
    let said = sandbox.rulebook("shop", FROM_TABLE).expect(0);
    assert!(said.contains("_add_reminder_to_invoices.up.sql"), "{said}");
}

#[test]
fn a_struct_of_the_project_becomes_a_resource() {
    let sandbox = project();
    let legacy = "// src/models/legacy.rs - What there was\n\npub struct Ticket {\n    pub id: i64,\n    pub title: String,\n    pub state: State,\n}\n\n\
                  #[derive(serde::Serialize)]\n#[serde(rename_all = \"snake_case\")]\npub enum State {\n    Open,\n    InReview,\n}\n";
    sandbox.write("shop/src/models/legacy.rs", legacy);
    let modules = sandbox.read("shop/src/models/mod.rs");
    sandbox.write("shop/src/models/mod.rs", modules + "pub mod legacy;\n");
    let args =
        ["generate", "resource", "ticket", "--from-struct", "crate::models::legacy::Ticket", "title:string:len=1..9"];
    let said = sandbox.rulebook("shop", args).expect(0);
    assert!(
        said.contains("rulebook generate resource ticket title:string:len=1..9 state:enum=open,in_review"),
        "{said}"
    );
    assert!(sandbox.rulebook("shop", args).expect(0).contains("nothing to do"));
}

#[test]
fn what_is_wrong_is_said_with_the_way_on_and_nothing_is_written() {
    let sandbox = project();
    let before = sandbox.tree("shop");
    let old = ["--database-url", "sqlite:../old.db"];
    for (args, environment, expected) in [
        (&["invoice", "--from-table", "invoices"][..], &[][..], "does not say of which database"),
        (&["invoice", "--skip", "scan"], &[], "nothing is read"),
        (&["invoice", "--from-table", "invoices"], &[("DATABASE_URL", "sqlite:../no.db")], "none is made"),
        (&["invoice", "--from-table", "invoices", old[0], old[1]], &[], "the column `scan` (BLOB) holds bytes"),
        (&["invoice", "--from-table", "invoces", old[0], old[1]], &[], "did you mean `invoices`?"),
        (&["type", "--from-table", "invoices", old[0], old[1]], &[], "is a keyword of Rust"),
        (&["user", "--from-table", "users", old[0], old[1]], &[], "`user` is there already"),
        (&["invoice", "--from-table", "a", "--from-struct", "crate::B"], &[], "cannot be used with"),
        (&["invoice", old[0], old[1]], &[], "--from-table"),
        (&["--from-table", "invoices", old[0], old[1]], &[], "<NAME>"),
        (&["invoice", "--from-struct", "crate::models::Nothing"], &[], "has no struct `Nothing`"),
    ] {
        let args = [&["generate", "resource"], args].concat();
        let said = sandbox.rulebook_with("shop", &args, environment).expect(2);
        assert!(said.contains(expected), "{args:?}: {expected}:\n{said}");
        assert_eq!(sandbox.tree("shop"), before);
    }
}
