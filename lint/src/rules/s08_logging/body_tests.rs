// src/rules/s08_logging/body_tests.rs - What the rules on log entries and dropped errors report, and their near misses

use crate::rules::testing::found;

const FILE: &str = "src/services/a.rs";

fn check(code: &str, items: &str, cases: &[(&str, &[&str])]) {
    for (body, expected) in cases {
        let text = format!("async fn f(x: u8, error: E, password: &str, t: T) {{ {body} }}\n{items}\n");
        assert_eq!(found(code, FILE, &text), *expected, "{code}: {body}");
    }
}

#[test]
fn errors_are_dropped_where_a_signature_says_that_they_are() {
    let items = "type Done = Result<(), E>;\nasync fn go() -> Done { Ok(()) }\nfn sure() -> u8 { 1 }\nfn maybe() -> Option<u8> { None }\n\
                 struct T; impl T { fn save(&self) -> std::io::Result<()> { Ok(()) } }";
    let cases: &[(&str, &[&str])] = &[
        ("let _ = go().await;", &["_ = go().await"]),
        ("let _ = t.save();", &["_ = t.save()"]),
        ("go().await.ok();", &["go().await.ok()"]),
        (
            "let _ = sqlx::query(\"DELETE FROM a\").execute(p).await;",
            &["_ = sqlx::query(\"DELETE FROM a\").execute(p).await"],
        ),
        ("match go().await { Ok(_) => x(), Err(_) => {} }", &["Err(_) => {}"]),
        ("match t.save() { Ok(_) => x(), Err(_error) => () }", &["Err(_error) => ()"]),
        ("if let Err(_) = t.save() {}", &["Err(_) = t.save() {}"]),
        // Not seen to fail, looked at, or handed on.
        ("if let Err(_) = t.save() { x(); }", &[]),
        ("if let Err(_) = t.save() {} else { x(); }", &[]),
        ("if let Err(_) = \"1\".parse::<u8>() {}", &[]),
        ("let _ = sure();", &[]),
        ("let _ = maybe();", &[]),
        ("let _ = tx.send(1);", &[]),
        ("let _ = write!(t, \"a\");", &[]),
        ("let _guard = t.save();", &[]),
        ("let n = \"1\".parse::<u8>().ok();", &[]),
        ("match \"1\".parse::<u8>() { Ok(_) => x(), Err(_) => {} }", &[]),
        ("match go().await { Ok(_) => x(), Err(e) => drop(e) }", &[]),
        ("match go().await { Ok(_) => x(), Err(E::Gone) => {}, Err(e) => drop(e) }", &[]),
        ("match maybe() { Some(_) => x(), None => {} }", &[]),
        ("let _ = go();", &["_ = go()"]),
    ];
    check("RB803", items, cases);
}

#[test]
fn levels_fit_what_is_told() {
    let cases: &[(&str, &[&str])] = &[
        ("match go() { Ok(_) => {} Err(e) => tracing::info!(%e, \"no\") }", &["tracing::info!(%e, \"no\")"]),
        ("if let Err(e) = go() { tracing::debug!(\"no: {e}\"); }", &["tracing::debug!(\"no: {e}\")"]),
        ("if let Err(e) = go() { log::trace!(\"no {}\", e); }", &["log::trace!(\"no {}\", e)"]),
        ("match go() { Ok(_) => tracing::error!(\"done\"), Err(e) => drop(e) }", &["tracing::error!(\"done\")"]),
        ("go().map_err(|e| { tracing::info!(%e, \"no\"); E })?;", &["tracing::info!(%e, \"no\")"]),
        ("go().unwrap_or_else(|e| tracing::debug!(\"no: {e}\"));", &["tracing::debug!(\"no: {e}\")"]),
        ("go()?; tracing::error!(\"done\"); Ok(())", &["tracing::error!(\"done\")"]),
        // As it should be, or not to be told.
        ("go().map_err(|e| { tracing::error!(%e, \"no\"); E })?;", &[]),
        ("go().map(|n| tracing::info!(%n, \"done\"));", &[]),
        ("if x() { return Ok(()); } tracing::error!(\"given up\"); Ok(())", &[]),
        ("tracing::error!(\"no\"); Err(E)", &[]),
        ("if x() { tracing::error!(\"odd\"); } Ok(())", &[]),
        ("if let Err(e) = go() { tracing::warn!(%e, \"no\"); tracing::debug!(?e); }", &[]),
        ("if let Err(e) = go() { tracing::info!(\"again\"); drop(e); }", &[]),
        ("match go() { Err(E::NotFound(e)) => tracing::debug!(%e), _ => {} }", &[]),
        ("match go() { Ok(n) => { if n { tracing::error!(\"odd\"); } } Err(e) => drop(e) }", &[]),
        ("match go() { Ok(0) => { tracing::error!(\"none\"); return Err(E); } _ => {} }", &[]),
        ("match go() { Some(e) => tracing::info!(%e), None => {} }", &[]),
    ];
    check("RB804", "", cases);
}

#[test]
fn secrets_are_told_by_their_names() {
    let cases: &[(&str, &[&str])] = &[
        ("tracing::info!(password);", &["password"]),
        ("tracing::info!(pw = %password, \"x\");", &["password"]),
        ("tracing::info!(\"for {password}\");", &["password"]),
        ("tracing::debug!(token = ?t.refresh_token);", &["t.refresh_token"]),
        ("log::warn!(\"{}\", t.api_key.clone());", &["t.api_key.clone()"]),
        ("tracing::info!(\"{}\", t.value.expose_secret());", &["t.value.expose_secret()"]),
        ("use tracing::info as say; say!(?password);", &["password"]),
        // Not the secret itself.
        ("tracing::info!(password.length = password.len());", &[]),
        ("tracing::info!(has_password = !password.is_empty());", &[]),
        ("tracing::info!(\"the password is wrong\");", &[]),
        ("tracing::info!(token_id = t.token_id, hashed_token = t.hashed_token);", &[]),
        ("tracing::info!(token = \"***\");", &[]),
        ("tracing::info!(len = t.secret.expose_secret().len());", &[]),
        ("println!(\"{password}\");", &[]),
    ];
    check("RB805", "", cases);
    let hidden = "fn f(password: secrecy::SecretString) { tracing::info!(?password); }";
    assert!(found("RB805", FILE, hidden).is_empty());
}

#[test]
fn services_that_write_say_so() {
    let write = "sqlx::query(\"DELETE FROM a\").execute(&p).await";
    let cases: &[(&str, &[&str])] = &[
        ("pub async fn f(p: P) { W; }", &["f"]),
        ("pub async fn f(p: P) { g(p).await; } async fn g(p: P) { W; }", &["f"]),
        ("pub struct S; impl S { pub async fn f(&self, p: P) { W; } }", &["f"]),
        ("pub async fn f(p: P) { W; tracing::info!(\"gone\"); }", &[]),
        ("pub async fn f(p: P) { W; g(); } fn g() { tracing::debug!(\"gone\"); }", &[]),
        ("#[instrument] pub async fn f(p: P) { W; }", &[]),
        ("pub(crate) async fn f(p: P) { W; }", &[]),
        ("pub async fn f(p: P) { sqlx::query(\"SELECT a FROM b\").fetch_one(&p).await; }", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB807", FILE, &text.replace('W', write)), *expected, "{text}");
    }
}
