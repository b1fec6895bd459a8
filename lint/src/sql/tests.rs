// src/sql/tests.rs - What statements say, and what migrations come to

use super::words::{Kind, Words};
use crate::calls::texts::HOLE;
use crate::project::file_system::Memory;
use crate::project::model::Model;
use crate::run::{Options, lint};

#[test]
fn statements_say_what_they_do_by_their_words() {
    let cases: &[(&str, &str)] = &[
        ("SELECT * FROM jobs", "Select jobs | | | "),
        ("SELECT * FROM jobs WHERE job_id = $1 AND user_id = $2 LIMIT 10", "Select jobs limited | job_id user_id | | "),
        ("SELECT count(*) FROM \"Jobs\" j WHERE j.status IN ($1)", "Select jobs single | status | | "),
        (
            "SELECT j.* FROM public.jobs AS j JOIN users u ON u.id = j.user_id ORDER BY j.created_at DESC",
            "Select jobs users | id user_id | created_at | ",
        ),
        ("select a, count(*) from jobs, users group by a", "Select jobs users | | | "),
        (
            "INSERT INTO jobs (job_id, name) VALUES ($1, $2) ON CONFLICT (job_id) DO UPDATE SET name = $2",
            "Insert jobs | | | job_id name",
        ),
        ("INSERT INTO jobs SELECT * FROM old", "Insert jobs old | | | "),
        (
            "UPDATE jobs SET a = COALESCE($1, a), b = b + 1 WHERE job_id = $3 RETURNING *",
            "Update jobs | job_id | | a b",
        ),
        ("DELETE FROM jobs WHERE id = 1", "Delete jobs | id | | "),
        (
            "WITH old AS (SELECT id FROM jobs) DELETE FROM logs WHERE job_id IN (SELECT id FROM old)",
            "Delete jobs logs | job_id | | ",
        ),
        ("SELECT extract(year FROM created_at) FROM jobs", "Select jobs | | | "),
        ("SELECT 1", "Select single | | | "),
        ("SELECT * FROM jobs WHERE a = 'FROM users'", "Select jobs | a | | "),
        ("SELECT * FROM jobs FOR UPDATE", "Select jobs | | | "),
        ("PRAGMA foreign_keys = ON", "Other single | | | "),
        ("", "Other single | | | "),
    ];
    for (sql, expected) in cases {
        let words = Words::of(sql);
        let marks = [(words.limited, " limited"), (words.single, " single")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        let kind = format!("{:?}", words.kind);
        let tables: String = words.tables.iter().map(|table| format!(" {table}")).collect();
        let found = format!(
            "{kind}{tables}{marks} | {}| {}| {}",
            words.filters.iter().map(|name| format!("{name} ")).collect::<String>(),
            words.sorts.iter().map(|name| format!("{name} ")).collect::<String>(),
            words.written.join(" ")
        );
        assert_eq!(found, *expected, "{sql}");
    }
    let holed = Words::of(&format!("SELECT * FROM {HOLE} WHERE {HOLE} = 1"));
    assert!(holed.holes && holed.tables.is_empty() && holed.filters.is_empty() && holed.kind == Kind::Select);
}

#[test]
fn a_query_in_brackets_gives_no_rows() {
    for (sql, outer) in [
        ("SELECT * FROM jobs WHERE workspace_id IN (SELECT workspace_id FROM workspaces WHERE user_id = $1)", "jobs"),
        ("UPDATE jobs SET a = 1 WHERE id IN (SELECT job_id FROM steps)", "jobs"),
        ("SELECT * FROM jobs JOIN users ON a = b", "jobs users"),
        ("SELECT * FROM (SELECT * FROM jobs) j", ""),
    ] {
        assert_eq!(Words::of(sql).outer.join(" "), outer, "{sql}");
    }
}

#[test]
fn statements_say_which_columns_they_give() {
    let cases: &[(&str, &str)] = &[
        ("SELECT * FROM jobs", "*"),
        ("SELECT j.*, u.name AS user_name FROM jobs j JOIN users u", "user_name *"),
        ("SELECT id, j.status, count(*), max(a) AS top FROM jobs j", "id status count~ top~"),
        ("SELECT id \"id!: i64\", a AS \"b?\", c::text, coalesce(d, 1) e FROM jobs", "id b c~ e~"),
        ("SELECT DISTINCT ON (a, b) a, b FROM jobs", "a b"),
        ("SELECT (SELECT x FROM y) AS z, 1 FROM jobs", "z~"),
        ("WITH old AS (SELECT a FROM b) SELECT c FROM old", "c"),
        ("INSERT INTO jobs (a) VALUES ($1) RETURNING id, b", "id b"),
        ("UPDATE jobs SET a = 1 RETURNING *", "*"),
        ("DELETE FROM jobs", ""),
        ("SELECT", ""),
    ];
    for (sql, expected) in cases {
        let words = Words::of(sql);
        let outputs = words.outputs.iter().map(|it| format!("{}{} ", it.name, if it.plain { "" } else { "~" }));
        let found = format!("{}{}", outputs.collect::<String>(), if words.star { "*" } else { "" });
        assert_eq!(found.trim(), *expected, "{sql}");
    }
}

fn model(code: &str, migrations: &[(&str, &str)]) -> Model {
    let manifest = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\nsqlx = \"0.9\"\n";
    let mut files = Memory::new([("Cargo.toml", manifest), ("src/lib.rs", code)]);
    migrations.iter().for_each(|(path, text)| files.insert(*path, *text));
    let model = lint(&files, &Options::default()).unwrap().model;
    assert!(model.files().iter().all(|file| file.facts.failure.is_none()), "{code}");
    model
}

#[test]
fn statements_are_found_however_they_are_made() {
    let cases: &[(&str, &str)] = &[
        ("sqlx::query(\"DELETE FROM a\").execute(&p).await", "Delete a None complete"),
        (
            "let sql = \"SELECT * FROM a\"; sqlx::query_as::<_, Row>(sql).bind(1).fetch_all(&p).await",
            "Select a All complete",
        ),
        ("sqlx::query_as(ALL).fetch_one(&p).await", "Select a b One complete"),
        ("sqlx::query_as!(Row, \"SELECT * FROM a WHERE id = $1\", id).fetch_optional(&p)", "Select a One complete"),
        ("query!(\"UPDATE a SET b = 1\").execute(&p)", "Update a None complete"),
        ("let q = query(\"SELECT * FROM a\"); let q = q.bind(1); q.fetch(&p)", "Select a Stream complete"),
        (
            "let mut q = QueryBuilder::<Db>::new(\"SELECT * FROM a\"); q.push(\" WHERE b = \").push_bind(1); q.push(\" LIMIT 3\"); \
             q.build_query_as::<Row>().fetch_all(&p)",
            "Select a limited All complete",
        ),
        (
            "let mut q = QueryBuilder::new(\"SELECT * FROM a\"); page(&mut q); q.build().fetch_all(&p)",
            "Select a All open",
        ),
        ("p.execute(\"DELETE FROM a\").await", "Delete a None complete"),
        (
            "sqlx::query(&format!(\"SELECT {} FROM {TABLE} WHERE {name}\", x)).fetch_all(&p)",
            "Select b holes All complete",
        ),
        ("sqlx::query(AssertSqlSafe(concat!(\"SELECT * \", \"FROM a\"))).fetch_all(&p)", "Select a All complete"),
        (
            "let sql = formatcp!(\"SELECT * FROM {TABLE} WHERE id = $1\"); sqlx::query(sql).fetch_one(&p)",
            "Select b One complete",
        ),
        (
            "let mut s = String::new(); s.push_str(\"SELECT\"); sqlx::query(&s).fetch_all(&p)",
            "Other holes single All complete",
        ),
        ("other::query(\"DELETE FROM a\").execute(&p)", ""),
        ("job.execute(\"now\"); job.execute(text)", ""),
    ];
    for (body, expected) in cases {
        let code = format!(
            "use sqlx::{{query, QueryBuilder, AssertSqlSafe}};\nconst TABLE: &str = \"b\";\n\
             const ALL: &str = concat!(\"SELECT * FROM a JOIN \", \"b\");\nmod other {{ pub fn query(_: &str) {{}} }}\n\
             async fn f(p: Pool, id: u8, name: &str) {{ {body}; }}\n"
        );
        let found: Vec<String> = model(&code, &[])
            .queries
            .iter()
            .map(|query| {
                let words = &query.words;
                let marks = [(words.holes, " holes"), (words.limited, " limited"), (words.single, " single")];
                let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
                let runs: String = query.runs.iter().map(|run| format!(" {:?}", run.fetch)).collect();
                let complete = if query.complete { "complete" } else { "open" };
                let tables: String = words.tables.iter().map(|table| format!(" {table}")).collect();
                format!("{:?}{tables}{marks}{runs} {complete}", words.kind)
            })
            .collect();
        assert_eq!(found.join("; "), *expected, "{body}");
    }
}

#[test]
fn migrations_are_applied_in_order() {
    let model = model(
        "",
        &[
            (
                "migrations/postgres/1_jobs.sql",
                "CREATE TABLE jobs (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, job_id TEXT NOT NULL UNIQUE,\n\
                 user_id BIGINT NOT NULL REFERENCES users (id), note VARCHAR(40), old TEXT);\n\
                 CREATE INDEX ix ON jobs (user_id, note);\n",
            ),
            (
                "migrations/postgres/2_more.up.sql",
                "-- é\nALTER TABLE jobs ADD COLUMN size INTEGER NOT NULL DEFAULT 0;\nALTER TABLE jobs DROP COLUMN old;\n\
                 ALTER TABLE jobs RENAME COLUMN note TO remark;\nALTER TABLE jobs ALTER COLUMN remark SET NOT NULL;\n\
                 CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql;\n",
            ),
            ("migrations/postgres/2_more.down.sql", "DROP TABLE jobs;"),
            (
                "migrations/sqlite/1_jobs.sql",
                "CREATE TABLE IF NOT EXISTS \"jobs\" (a, b INTEGER, PRIMARY KEY (a, b)) STRICT;",
            ),
        ],
    );
    for (name, table) in model.schema.databases.iter().flat_map(|database| &database.tables) {
        let text = |file, span| model.file(file).facts.slice(span).trim_matches('"').to_lowercase();
        assert_eq!(text(table.file, table.span), *name);
        for column in table.columns.iter().filter(|column| column.name != "remark") {
            assert_eq!(text(column.file, column.span), column.name);
        }
    }
    let shown: Vec<String> = model
        .schema
        .databases
        .iter()
        .flat_map(|database| {
            database.tables.iter().map(move |(name, table)| {
                let column = |column: &super::schema::Column| {
                    let null = if column.nullable { "?" } else { "" };
                    let to = column.references.as_ref().map(|to| format!(" -> {to}")).unwrap_or_default();
                    format!("{} {}{null}{to}", column.name, column.ty)
                };
                let columns: Vec<String> = table.columns.iter().map(column).collect();
                format!("{} {name}: {} | {:?} {}", database.folder, columns.join(", "), table.indexes, database.partial)
            })
        })
        .collect();
    assert_eq!(
        shown,
        [
            "migrations/postgres jobs: id BIGINT, job_id TEXT, user_id BIGINT -> users, remark VARCHAR(40), size INTEGER | \
             [[\"id\"], [\"job_id\"], [\"user_id\", \"remark\"]] false",
            "migrations/sqlite jobs: a , b INTEGER | [[\"a\", \"b\"]] false",
        ]
    );
}
