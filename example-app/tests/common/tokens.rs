// tests/common/tokens.rs - Tokens that are good, and tokens that are bad in one way each

use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Utc;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::app::SECRET;
use crate::common::client::Client;
use example_app::core::settings::AuthSettings;

/// The clients that must be refused, each with the reason: without a token, and with tokens that
/// would be good but for one thing.
pub fn refused_clients(visitor: &Client, user_id: &str) -> Vec<(&'static str, Client)> {
    let bearer = |token: String| visitor.with_token(&token);
    let good = good_claims(user_id);
    vec![
        ("no token", visitor.clone()),
        ("not a token", bearer("nonsense".to_owned())),
        ("an empty token", bearer(String::new())),
        ("another scheme", visitor.with_header(AUTHORIZATION, &basic(&signed(&good, SECRET)))),
        ("expired", bearer(signed(&with(&good, "exp", now() - 1), SECRET))),
        ("never expires", bearer(signed(&without(&good, "exp"), SECRET))),
        ("another secret", bearer(signed(&good, "another-secret-that-is-long-enough-too"))),
        ("another issuer", bearer(signed(&with(&good, "iss", "somebody"), SECRET))),
        ("another audience", bearer(signed(&with(&good, "aud", "somebody"), SECRET))),
        ("not signed", bearer(unsigned(&good))),
        ("nobody's", bearer(signed(&good_claims(&Uuid::now_v7().to_string()), SECRET))),
    ]
}

/// A token that is good, made as the bad ones are: so these are bad for their reason alone.
pub fn good_token(user_id: &str) -> String {
    signed(&good_claims(user_id), SECRET)
}

fn good_claims(user_id: &str) -> Value {
    let AuthSettings { issuer, audience, .. } = AuthSettings::default();
    json!({ "sub": user_id, "iss": issuer, "aud": audience, "iat": now(), "exp": now() + 60 })
}

fn signed(claims: &Value, secret: &str) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).expect("a token")
}

fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({ "alg": "none", "typ": "JWT" })), part(claims))
}

fn basic(token: &str) -> String {
    format!("Basic {token}")
}

fn with(claims: &Value, name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims.clone();
    claims[name] = value.into();
    claims
}

fn without(claims: &Value, name: &str) -> Value {
    let mut claims = claims.clone();
    claims.as_object_mut().expect("claims are an object").remove(name);
    claims
}

fn now() -> i64 {
    Utc::now().timestamp()
}
