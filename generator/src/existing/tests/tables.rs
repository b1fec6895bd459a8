// src/existing/tests/tables.rs - Tables of both databases, and the fields that they come to

use std::fs;
use std::path::Path;

use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection};

use super::{Found, Project, Source, said};
use crate::error::Result;

fn block<T>(work: impl Future<Output = sqlx::Result<T>>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(work).unwrap()
}

/// Makes a database of these statements.
fn sqlite(path: &Path, sql: &str) {
    block(async {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
        connection.close().await
    });
}

/// The tables that others refer to.
const OTHERS: &str = "CREATE TABLE workspaces (id INTEGER PRIMARY KEY); CREATE TABLE users (id INTEGER PRIMARY KEY);
    CREATE TABLE customers (id INTEGER PRIMARY KEY);";

fn of_sqlite(columns: &str, fields: &[&str], skip: &[&str]) -> Result<Found> {
    let project = Project::new();
    sqlite(&project.path("old.db"), &format!("{OTHERS} CREATE TABLE jobs ({columns});"));
    project.read(Source::Table { name: "jobs", url: "sqlite:old.db" }, fields, skip)
}

#[test]
fn columns_of_sqlite_become_fields() {
    for (columns, expected) in [
        ("title TEXT NOT NULL", &["title:text"][..]),
        ("title VARCHAR(30) NOT NULL, code CHAR(3)", &["title:string:len=0..30", "code:string:null:len=0..3"]),
        ("title TEXT NOT NULL UNIQUE", &["title:string:unique"]),
        ("title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 80)", &["title:string:len=1..80"]),
        ("note TEXT CHECK (note IS NULL OR length(note) <= 4000)", &["note:text:null:len=0..4000"]),
        ("n INTEGER NOT NULL, m SMALLINT, big BIGINT", &["n:i64", "m:i32:null", "big:i64:null"]),
        ("n INTEGER NOT NULL DEFAULT 0 CHECK (n >= 0 AND n < 10)", &["n:i64:range=0..9:default=0"]),
        ("n INT NOT NULL, CHECK (n > 0)", &["n:i64:range=1.."]),
        ("done BOOLEAN NOT NULL DEFAULT 0", &["done:bool:default=false"]),
        ("flag INTEGER NOT NULL DEFAULT 1 CHECK (flag IN (0, 1))", &["flag:bool:default=true"]),
        ("price DECIMAL(10,2) NOT NULL CHECK (price > 0)", &["price:decimal:scale=2:range=0.01.."]),
        ("share REAL CHECK (share BETWEEN 0 AND 1)", &["share:f64:null:range=0..1"]),
        ("due DATE, at DATETIME NOT NULL", &["due:date:null", "at:datetime"]),
        ("at TIMESTAMP NOT NULL DEFAULT '2026-01-01 00:00:00'", &["at:datetime:default=2026-01-01T00:00:00Z"]),
        ("token UUID NOT NULL UNIQUE, meta JSON", &["token:uuid:unique", "meta:json:null"]),
        (
            "state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done'))",
            &["state:enum=open,done:default=open"],
        ),
        ("workspace_id INTEGER NOT NULL REFERENCES workspaces (id)", &["workspace:ref"]),
        ("home_id INTEGER REFERENCES workspaces (id)", &["home:ref=workspace:null"]),
        ("author INTEGER NOT NULL REFERENCES users", &["author:ref=user"]),
        ("parent_id INTEGER REFERENCES jobs (id), title TEXT", &["parent:ref=job:null", "title:text:null"]),
        ("workspace_id INTEGER NOT NULL UNIQUE REFERENCES workspaces (id)", &["workspace:ref:unique"]),
        ("dueOn DATE, \"type\" TEXT, \"order\" INT", &["due_on:date:null", "type:text:null", "order:i64:null"]),
        ("code TEXT PRIMARY KEY, title TEXT", &["code:string:unique", "title:text:null"]),
        ("number INTEGER PRIMARY KEY, title TEXT", &["title:text:null"]),
        (
            "id INTEGER PRIMARY KEY, job_id TEXT, user_id INT, title TEXT, created_at TEXT, updated_at TEXT, version INT",
            &["title:text:null"],
        ),
        ("user_id INT, code VARCHAR(9) NOT NULL, UNIQUE (user_id, code)", &["code:string:unique:len=0..9"]),
        // The colon of a default would end it; the default of what no two rows share can't be.
        (
            "a VARCHAR(9) DEFAULT 'x:y', b VARCHAR(9) NOT NULL UNIQUE DEFAULT 'z'",
            &["a:string:null:len=0..9", "b:string:unique:len=0..9"],
        ),
    ] {
        let found = of_sqlite(columns, &[], &[]).unwrap_or_else(|error| panic!("{columns}: {}", said(&error)));
        assert_eq!(found.fields, expected, "{columns}");
    }
}

#[test]
fn an_index_comes_along() {
    let project = Project::new();
    sqlite(
        &project.path("old.db"),
        "CREATE TABLE jobs (kind VARCHAR(9), note TEXT, a INT, b INT);
         CREATE INDEX one ON jobs (kind); CREATE INDEX two ON jobs (a, b); CREATE UNIQUE INDEX three ON jobs (b) WHERE b > 0;",
    );
    let found = project.read(Source::Table { name: "JOBS", url: "sqlite:old.db" }, &[], &[]).unwrap();
    assert_eq!(found.fields, ["kind:string:null:index:len=0..9", "note:text:null", "a:i64:null", "b:i64:null"]);
    let notes = found.notes.join("\n");
    for part in
        ["indexes over several columns are left out: (a, b)", "the unique index `three` is of a part of the rows"]
    {
        assert!(notes.contains(part), "{part}: {notes}");
    }
}

#[test]
fn what_a_field_does_not_carry_is_said() {
    for (columns, expected) in [
        ("a TEXT, b TEXT, UNIQUE (a, b)", "no two rows share (a, b)"),
        ("a INT, b INT, CHECK (a < b)", "`CHECK (a < b)` is left out"),
        ("a REAL CHECK (a > 0)", "`a`: its condition `> 0` is left out"),
        ("a DATETIME DEFAULT CURRENT_TIMESTAMP", "`a`: its default `CURRENT_TIMESTAMP` is no constant"),
        ("a DATETIME", "its times say no zone"),
        ("a TEXT UNIQUE", "a line of at most 255 characters"),
        ("a TEXT CHECK (a IN ('x', 'y')) UNIQUE", "an enum can't say that"),
        ("workspace_id INT", "`workspace:ref` in its place makes a reference of it"),
        ("author INT REFERENCES users", "the column of a reference is called so: `author_id`"),
        ("id INTEGER PRIMARY KEY, a INT", "left out: `id` (every resource has it)"),
        ("number INTEGER PRIMARY KEY, a INT", "`number` is left out: the database numbers the rows by it"),
        ("a INT", "ALTER TABLE jobs RENAME TO jobs_before"),
        (
            "a VARCHAR(9) DEFAULT 'it''s so'",
            "rulebook generate resource job 'a:string:null:len=0..9:default=it'\\''s so'",
        ),
    ] {
        let found = of_sqlite(columns, &[], &[]).unwrap_or_else(|error| panic!("{columns}: {}", said(&error)));
        let notes = found.notes.join("\n");
        assert!(notes.contains(expected), "{columns}: {expected}:\n{notes}");
    }
}

#[test]
fn columns_without_an_equal_are_refused_all_at_once() {
    let columns =
        "a BLOB, b TEXT, c NUMERIC, d, e INTEGER REFERENCES customers (id), f TEXT CHECK (f IN ('In Use', 'b')),
        \"bad name\" INT, g INT AS (b + 1), h TIME, self TEXT";
    let error = of_sqlite(columns, &[], &[]).unwrap_err();
    let said = said(&error);
    assert_eq!(error.problems().len(), 9, "{said}");
    for part in [
        "the column `a` (BLOB) holds bytes",
        "`--skip a` leaves it out",
        "the column `c` (NUMERIC) does not say how many digits",
        "such as `c:decimal:scale=2`",
        "the column `d` (no type) says no type",
        "`e` (INTEGER) refers to the table `customers`",
        "rulebook generate resource customer --from-table customers",
        "the label `In Use` has the character ` `",
        "`bad name`",
        "`--skip 'bad name'`",
        "is computed from others",
        "`h` (TIME) is a time without a day",
        "no raw form",
    ] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
    let skip = ["b", "d", "bad name", "g", "h", "self"];
    let given = ["c:decimal:scale=3", "extra:bool", "f:enum=in_use,b", "a:json:null", "e:i64:null"];
    let found = of_sqlite(columns, &given, &skip).unwrap();
    assert_eq!(found.fields, ["a:json:null", "c:decimal:scale=3", "e:i64:null", "f:enum=in_use,b", "extra:bool"]);
    let given = ["customer:ref=workspace"];
    let found = of_sqlite("customer_id INTEGER REFERENCES customers (id)", &given, &[]).unwrap();
    assert_eq!(found.fields, given, "a reference is given without its `_id`");
}

#[test]
fn what_is_not_there_or_no_table_is_refused_with_a_way_on() {
    let project = Project::new();
    let old = "CREATE TABLE jobs (a INT); CREATE VIEW recent AS SELECT * FROM jobs; CREATE TABLE bare (id INTEGER PRIMARY KEY);";
    sqlite(&project.path("old.db"), old);
    sqlite(&project.path("empty.db"), "CREATE TABLE a (b); DROP TABLE a");
    project.write("text.db", "no database of sixteen characters or more");
    for (name, url, expected) in [
        ("jbos", "sqlite:old.db", "did you mean `jobs`? the tables are bare, jobs"),
        ("jobs", "sqlite:empty.db", "it has no tables at all"),
        ("recent", "sqlite:old.db", "`recent` is a view"),
        ("bare", "sqlite:old.db", "has no column besides those that every resource has"),
        ("jobs", "sqlite:missing.db", "missing.db`: No such file"),
        ("jobs", "sqlite://missing.db?mode=rwc", "none is made"),
        ("jobs", "sqlite:text.db", "it is no database of SQLite"),
        ("jobs", "sqlite:.", "a folder"),
        ("jobs", "sqlite::memory:", "a database in memory is empty"),
        ("jobs", "mysql://ann:secret@host/db", "`mysql` is no database that can be read"),
        ("jobs", "old.db", "does not say of what kind it is"),
        ("jobs", "postgres://ann:secret@127.0.0.1:1/shop", "`postgres://ann@127.0.0.1:1/shop` can't be reached"),
        ("jobs", "postgres://ann:secret@[bad", "the address of the database"),
    ] {
        let error = project.read(Source::Table { name, url }, &[], &[]).unwrap_err();
        let said = said(&error);
        assert!(said.contains(expected) && !said.contains("secret"), "{name} in {url}: {expected}:\n{said}");
    }
    assert!(!project.path("missing.db").exists());
    let error = of_sqlite("a INT", &[], &["b"]).unwrap_err();
    assert!(said(&error).contains("`--skip b`: the table `jobs`"), "{error}");
}

/// A database that others write to is read with what is in its log; one at rest is given no log.
#[test]
fn a_database_is_left_as_it_was() {
    let project = Project::new();
    let path = project.path("old.db");
    sqlite(&path, "PRAGMA journal_mode = WAL; CREATE TABLE jobs (a INT)");
    let files = || {
        let mut files: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
        files.sort();
        files
    };
    let (before, bytes) = (files(), fs::read(&path).unwrap());
    let source = Source::Table { name: "jobs", url: "sqlite:old.db" };
    assert_eq!(project.read(source, &[], &[]).unwrap().fields, ["a:i64:null"]);
    assert_eq!((files(), fs::read(&path).unwrap()), (before, bytes));
    let mut writer = block(SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(&path)));
    block(sqlx::query("ALTER TABLE jobs ADD COLUMN b TEXT").execute(&mut writer));
    assert_eq!(project.read(source, &[], &[]).unwrap().fields, ["a:i64:null", "b:text:null"]);
}

/// The name of a database of PostgreSQL for tests, or a line that says why there is none.
fn postgres() -> Option<String> {
    let url = std::env::var("TEST_POSTGRES_URL").ok();
    if url.is_none() {
        eprintln!("skipped: TEST_POSTGRES_URL does not name a server of PostgreSQL");
    }
    url
}

#[test]
fn tables_of_postgresql_become_fields() {
    let Some(url) = postgres() else { return };
    let schema = format!("existing_{}", std::process::id());
    let run = |sql: String| {
        block(async {
            let mut connection = PgConnection::connect(&url).await?;
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
            connection.close().await
        });
    };
    run(format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"));
    let project = Project::new();
    let read = |name: &str, fields: &[&str], skip: &[&str]| {
        project.read(Source::Table { name: &format!("{schema}.{name}"), url: &url }, fields, skip)
    };
    run(format!(
        "SET search_path = {schema};
         CREATE TYPE mood AS ENUM ('up', 'down');
         CREATE DOMAIN percent AS numeric(5,2) CHECK (VALUE >= 0 AND VALUE <= 100);
         CREATE TABLE workspaces (id bigint PRIMARY KEY); CREATE TABLE users (id bigint PRIMARY KEY);
         CREATE TABLE customers (id bigint PRIMARY KEY);
         CREATE TABLE jobs (
             id bigserial PRIMARY KEY, title varchar(80) NOT NULL CHECK (title <> ''), note text,
             code character(3) NOT NULL UNIQUE, n integer NOT NULL DEFAULT '-5'::integer CHECK (n BETWEEN -9 AND 9),
             big bigint, price numeric(10,2) NOT NULL DEFAULT 0 CHECK (price >= 0), rate percent, share double precision,
             done boolean NOT NULL DEFAULT false, due date, at timestamptz NOT NULL DEFAULT now(),
             seen timestamp, token uuid, meta jsonb DEFAULT '{{}}', mood mood NOT NULL DEFAULT 'up',
             state varchar(9) NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done')),
             workspace_id bigint NOT NULL REFERENCES workspaces (id), author_id bigint REFERENCES users (id),
             created_at timestamptz NOT NULL DEFAULT now());
         CREATE INDEX ON jobs (big);
         CREATE TABLE odd (a bytea, b text[], c numeric, d inet, e bigint REFERENCES customers, f time, g int GENERATED ALWAYS AS (1) STORED,
             h serial, i interval);
         CREATE TABLE bare ();
         CREATE VIEW recent AS SELECT * FROM jobs;"
    ));
    let found = read("jobs", &[], &[]).unwrap_or_else(|error| panic!("{}", said(&error)));
    assert_eq!(
        found.fields,
        [
            "title:string:len=1..80",
            "note:text:null",
            "code:string:unique:len=0..3",
            "n:i32:range=-9..9:default=-5",
            "big:i64:null:index",
            "price:decimal:scale=2:range=0.00..:default=0.00",
            "rate:decimal:null:scale=2:range=0.00..100.00",
            "share:f64:null",
            "done:bool:default=false",
            "due:date:null",
            "at:datetime",
            "seen:datetime:null",
            "token:uuid:null",
            "meta:json:null",
            "mood:enum=up,down:default=up",
            "state:enum=open,done:default=open",
            "workspace:ref",
            "author:ref=user:null",
        ]
    );
    assert!(found.notes.iter().any(|note| note.contains("`at`: its default `now()`")), "{:?}", found.notes);
    let error = read("odd", &[], &[]).unwrap_err();
    assert_eq!(error.problems().len(), 9, "{}", said(&error));
    for (name, expected) in
        [("bare", "has no columns"), ("recent", "is a view"), ("jbos", &format!("did you mean `{schema}.jobs`?")[..])]
    {
        let error = read(name, &[], &[]).unwrap_err();
        assert!(said(&error).contains(expected), "{name}: {}", said(&error));
    }
    let (before, after) = url.rsplit_once('@').unwrap();
    let scheme = before.split_once("://").unwrap().0;
    for (url, expected) in [
        (format!("{scheme}://nobody:secret@{after}/postgres"), "refuses"),
        (format!("{url}/no_such_database"), "see the name of the database"),
    ] {
        let error = project.read(Source::Table { name: "jobs", url: &url }, &[], &[]).unwrap_err();
        assert!(said(&error).contains(expected) && !said(&error).contains("secret"), "{}", said(&error));
    }
    run(format!("DROP SCHEMA {schema} CASCADE"));
}
