// src/rules/s10_async/tests.rs - What the rules of section 10 report, and their near misses

use crate::rules::testing::{found, found_among};

const FILE: &str = "src/services/a.rs";

#[test]
fn what_blocks_is_reported_where_a_future_runs_it() {
    let cases: &[(&str, &[&str])] = &[
        ("async fn f() { std::fs::read(\"a\"); }", &["std::fs::read(\"a\")"]),
        ("use std::fs;\nasync fn f() { fs::File::open(\"a\"); }", &["fs::File::open(\"a\")"]),
        ("use std::thread::sleep as nap;\nasync fn f() { nap(D); }", &["nap(D)"]),
        ("fn f() { tokio::spawn(async { std::fs::read(\"a\") }); }", &["std::fs::read(\"a\")"]),
        ("fn f() { run(async || std::fs::read(\"a\")); }", &["std::fs::read(\"a\")"]),
        ("async fn f(v: Vec<u8>) { v.iter().map(|_| std::fs::read(\"a\")); }", &["std::fs::read(\"a\")"]),
        (
            "use std::process::Command;\nasync fn f() { Command::new(\"a\").arg(\"b\").output(); }",
            &["Command::new(\"a\").arg(\"b\").output()"],
        ),
        ("async fn f(rt: R) { rt.block_on(g()); }", &["rt.block_on(g())"]),
        ("async fn f() { reqwest::blocking::get(\"a\"); }", &["reqwest::blocking::get(\"a\")"]),
        // Where it may block, and what only looks alike.
        ("fn f() { std::fs::read(\"a\"); }", &[]),
        ("async fn f() { tokio::task::spawn_blocking(|| std::fs::read(\"a\")).await; }", &[]),
        ("async fn f() { tokio::task::spawn_blocking(move || { std::thread::sleep(D) }); }", &[]),
        ("async fn f() { std::thread::spawn(|| std::fs::read(\"a\")); }", &[]),
        ("async fn f() { tokio::fs::read(\"a\").await; tokio::time::sleep(D).await; }", &[]),
        ("use tokio::process::Command;\nasync fn f() { Command::new(\"a\").output().await; }", &[]),
        ("async fn f(p: std::fs::Permissions) { let o = std::fs::OpenOptions::new(); }", &[]),
        ("mod fs { pub fn read(_: &str) {} }\nasync fn f() { fs::read(\"a\"); }", &[]),
        ("async fn f(r: Report) { r.status(); r.wait(); }", &[]),
        ("#[cfg(test)] mod tests { async fn f() { std::fs::read(\"a\"); } }", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB1001", FILE, text), *expected, "{text}");
    }
    assert!(found("RB1001", "src/main.rs", "async fn main() { std::fs::read(\"a\"); }").is_empty());
}

#[test]
fn a_guard_is_held_from_where_it_is_bound_to_where_it_is_dropped() {
    let cases: &[(&str, &[&str])] = &[
        ("let g = m.lock().unwrap(); x().await; g.a();", &["m.lock().unwrap()"]),
        ("let g = m.write().expect(\"a\"); if a { x().await; }", &["m.write().expect(\"a\")"]),
        ("let g = m.lock().unwrap(); { let h = 1; tokio::join!(x().await); }", &["m.lock().unwrap()"]),
        ("match m.lock().unwrap().get(1) { Some(_) => x().await, None => {} }", &["m.lock().unwrap()"]),
        ("if let Some(_) = m.lock().unwrap().get(1) { x().await; }", &["m.lock().unwrap()"]),
        ("let g = p.lock(); x().await;", &["p.lock()"]),
        ("let g = s.read().unwrap(); x().await;", &["s.read().unwrap()"]),
        // Dropped before, async, or no guard.
        ("let g = m.lock().unwrap(); drop(g); x().await;", &[]),
        ("{ let g = m.lock().unwrap(); g.a(); } x().await;", &[]),
        ("let g = m.lock().await; x().await;", &[]),
        ("let v = m.lock().unwrap().clone(); x().await;", &[]),
        ("let v = *m.lock().unwrap(); x().await;", &[]),
        ("let g = m.lock().unwrap(); tokio::spawn(async { x().await });", &[]),
        ("m.lock().unwrap().push(1); x().await;", &[]),
        ("let g = t.lock(); x().await;", &[]),
        ("let v = file.read().unwrap(); let w = t.read().await.unwrap(); x().await;", &["file.read().unwrap()"]),
        ("let v = own.read().unwrap(); x().await;", &[]),
    ];
    for (body, expected) in cases {
        let text = format!(
            "use parking_lot::Mutex;\nstruct Own;\nstatic X: u8 = 1;\n\
             async fn f(m: M, p: &Mutex<u8>, t: tokio::sync::Mutex<u8>, s: std::sync::RwLock<u8>, own: u8, file: F, a: bool) {{ {body} }}\n"
        );
        let expected: &[&str] = if body.contains("own.read") { &["own.read().unwrap()"] } else { expected };
        assert_eq!(found("RB1004", FILE, &text), *expected, "{body}");
    }
}

const DB: &str = "use sqlx::{Transaction, Sqlite};\npub struct Session { inner: Transaction<'static, Sqlite> }\n\
    impl Session { pub async fn commit(self) {} }\npub struct Database;\n\
    impl Database { pub async fn session(&self) -> Result<Session, sqlx::Error> { open(self).await } }\n";

#[test]
fn a_session_is_committed_on_every_path_that_succeeds() {
    let write = "sqlx::query(\"UPDATE a SET b = 1\").execute(&mut *s).await?;";
    let cases: &[(&str, &[&str])] = &[
        ("W Ok(())", &["Ok(())"]),
        ("W if a { return Ok(()); } s.commit().await?; Ok(())", &["return Ok(())"]),
        ("if a { W } Ok(())", &["Ok(())"]),
        ("match b { 1 => { W } _ => {} } Ok(())", &["Ok(())"]),
        ("for x in v { W } Ok(())", &["Ok(())"]),
        ("if a { W s.commit().await?; } else { W } Ok(())", &["Ok(())"]),
        ("W s.commit().await.ok(); W2 Ok(())", &[]),
        ("helper(&mut s).await?; Ok(())", &["Ok(())"]),
        ("W let n = if a { return Ok(()); } else { 2 }; s.commit().await?; Ok(())", &["return Ok(())"]),
        ("loop { W if a { break; } } Ok(())", &["Ok(())"]),
        // Committed, given up, or nothing written.
        ("W s.commit().await?; Ok(())", &[]),
        ("W if a { return Err(E); } s.commit().await?; Ok(())", &[]),
        ("W if a { s.rollback().await?; return Ok(()); } s.commit().await?; Ok(())", &[]),
        ("if a { return Ok(()); } W s.commit().await?; Ok(())", &[]),
        ("sqlx::query(\"SELECT 1 FROM a\").fetch_one(&mut *s).await?; Ok(())", &[]),
        ("reader(&mut s).await?; Ok(())", &[]),
        ("match b { 1 => { W s.commit().await?; Ok(()) } _ => Err(E) }", &[]),
        ("W finish(s).await", &[]),
        ("W Ok(Holder { s })", &[]),
        ("loop { W if a { s.commit().await?; return Ok(()); } }", &[]),
        ("let Some(x) = b else { return Ok(()) }; W s.commit().await?; Ok(())", &[]),
        ("W s.commit().await.map_err(E::from)", &[]),
    ];
    for (body, expected) in cases {
        let body = body.replace("W2", "").replace("W ", &format!("{write} ")).replace(" W", &format!(" {write}"));
        let text = format!(
            "use crate::core::db::{{Database, Session}};\n\
             async fn f(db: Database, a: bool, b: u8, v: Vec<u8>) -> Result<(), E> {{ let mut s = db.session().await?; {body} }}\n\
             async fn helper(s: &mut Session) -> Result<(), E> {{ sqlx::query(\"DELETE FROM a\").execute(s).await?; Ok(()) }}\n\
             async fn reader(s: &mut Session) -> Result<(), E> {{ sqlx::query(\"SELECT a FROM a\").fetch_one(s).await?; Ok(()) }}\n"
        );
        assert_eq!(found_among("RB1003", FILE, &[(FILE, &text), ("src/core/db.rs", DB)]), *expected, "{body}");
    }
    let pool = format!(
        "async fn f(pool: &sqlx::SqlitePool) -> Result<(), E> {{ let mut s = pool.begin().await?; {write} Ok(()) }}"
    );
    assert_eq!(found("RB1003", FILE, &pool), ["Ok(())"]);
    let other = "async fn f(animation: Animation) { let mut s = animation.begin().await?; sqlx::query(\"DELETE FROM a\").execute(&mut *s); }\n\
                 struct Animation;";
    assert!(found("RB1003", FILE, other).is_empty());
}

#[test]
fn queries_in_loops_and_lists_without_an_end_are_told_from_others() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("RB1006", "for x in xs { Q.await; }", &["Q"]),
        ("RB1006", "for x in &xs { if x { Q.await?; } }", &["Q"]),
        ("RB1006", "for x in xs.iter().filter(p) { one(x).await; }", &["one(x)"]),
        ("RB1006", "for x in 0..3 { Q.await; }", &[]),
        ("RB1006", "for x in [1, 2] { Q.await; }", &[]),
        ("RB1006", "for x in xs.chunks(10) { Q.await; }", &[]),
        ("RB1006", "for x in xs { other(x).await; }", &[]),
        ("RB1006", "while let Some(x) = rows.next().await { Q.await; }", &[]),
        ("RB1006", "for x in NAMES { Q.await; }", &[]),
        ("RB1006", "for x in xs { if Q.await.is_ok() { break; } }", &[]),
        ("RB1007", "sqlx::query_as(\"SELECT * FROM a\").fetch_all(&p).await;", &["\"SELECT * FROM a\""]),
        (
            "RB1007",
            "let s = \"SELECT * FROM a WHERE b = 1\"; sqlx::query_as(s).fetch_all(&p).await;",
            &["\"SELECT * FROM a WHERE b = 1\""],
        ),
        ("RB1007", "sqlx::query_as(\"SELECT * FROM a LIMIT 10\").fetch_all(&p).await;", &[]),
        ("RB1007", "sqlx::query_as(\"SELECT * FROM a\").fetch(&p);", &[]),
        ("RB1007", "sqlx::query_as(\"SELECT * FROM a\").fetch_one(&p).await;", &[]),
        ("RB1007", "sqlx::query_as(\"SELECT count(*) FROM a\").fetch_all(&p).await;", &[]),
        ("RB1007", "sqlx::query_as(\"DELETE FROM a RETURNING *\").fetch_all(&p).await;", &[]),
        ("RB1007", "sqlx::query_as(&format!(\"SELECT * FROM a {x}\")).fetch_all(&p).await;", &[]),
        (
            "RB1007",
            "let mut q = sqlx::QueryBuilder::new(\"SELECT * FROM a\"); page(&mut q); q.build().fetch_all(&p).await;",
            &[],
        ),
    ];
    let query = "sqlx::query(\"DELETE FROM a WHERE b = $1\").bind(x).execute(&p)";
    for (code, body, expected) in cases {
        let text = format!(
            "const NAMES: &[u8] = &[1];\nasync fn f(p: P, xs: Vec<u8>) {{ {} }}\n\
             async fn one(p: P) {{ {query}.await; }}\nasync fn other(p: P) {{ p.send().await; }}\n",
            body.replace('Q', query)
        );
        let body = body.replace('Q', query);
        let expected: Vec<String> = expected.iter().map(|text| text.replace('Q', query)).collect();
        assert_eq!(found(code, FILE, &text), expected, "{code} {body}");
    }
}
