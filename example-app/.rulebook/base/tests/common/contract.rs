// tests/common/contract.rs - What the API promises for every resource

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{Method, StatusCode};
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::app::TestApp;
use crate::common::client::Client;
use crate::common::tokens::{good_token, refused_clients};

/// The n-th of some values, from the start again behind the last.
pub fn nth(n: usize, values: Value) -> Value {
    let values = values.as_array().expect("an array of values");
    values[n % values.len()].clone()
}

/// The least of some numbers.
pub const fn least(numbers: &[usize]) -> usize {
    match numbers {
        [] => usize::MAX,
        [first, rest @ ..] => {
            let others = least(rest);
            if *first < others { *first } else { others }
        }
    }
}

/// A value as a path or a query writes it.
pub fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The same body with one field set.
pub fn with(body: &Value, field: &str, value: Value) -> Value {
    let mut body = body.clone();
    body[field] = value;
    body
}

/// The same body without one field.
pub fn without(body: &Value, field: &str) -> Value {
    let mut body = body.clone();
    body.as_object_mut().expect("an object").remove(field);
    body
}

/// Whether a body fits the type of a request, and its validation.
pub fn is_valid<T: DeserializeOwned + Validate<Context = ()>>(body: &Value) -> bool {
    serde_json::from_value::<T>(body.clone()).is_ok_and(|request| request.validate().is_ok())
}

/// The names of the fields of an object, sorted.
pub fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> =
        object.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// Checks that an object has the values of another one, which may have fewer fields.
#[track_caller]
pub fn assert_holds(object: &Value, expected: &Value) {
    for (field, value) in expected.as_object().expect("an object") {
        assert_eq!(&object[field], value, "{field}");
    }
}

/// Checks that a value is a public id: one that can't be guessed, and sorts by time.
#[track_caller]
pub fn assert_public_id(value: &Value) {
    let id = value.as_str().expect("an id is text");
    let uuid = Uuid::parse_str(id).expect("an id is a UUID");
    assert_eq!((uuid.get_version_num(), uuid.to_string().as_str()), (7, id));
}

/// The moment that a value names, which is one in UTC as RFC 3339 writes it.
#[track_caller]
pub fn moment(value: &Value) -> DateTime<Utc> {
    let text = value.as_str().expect("a moment is text");
    assert!(text.ends_with('Z'), "not in UTC: {text}");
    text.parse().expect("a moment as RFC 3339 writes it")
}

/// Checks that each route answers 401 without a good token, before it looks at anything else.
pub async fn assert_needs_token(app: &TestApp, user: &Client, routes: &[(Method, &str)]) {
    let visitor = app.visitor();
    for (why, client) in refused_clients(&visitor, &user.user_id) {
        for (method, path) in routes {
            let reply = client.send(method.clone(), path, Body::from("no JSON")).await;
            assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{why}: {method} {path}");
            reply.problem(StatusCode::UNAUTHORIZED);
            assert_eq!(reply.header(WWW_AUTHENTICATE), "Bearer", "{why}: {method} {path}");
        }
    }
    let client = visitor.with_token(&good_token(&user.user_id));
    for (method, path) in routes {
        let reply = client.send(method.clone(), path, Body::from("no JSON")).await;
        assert_ne!(reply.status, StatusCode::UNAUTHORIZED, "a good token: {method} {path}");
    }
}

/// Checks that a route takes JSON objects alone.
pub async fn assert_takes_json(client: &Client, method: Method, path: &str) {
    for text in ["", "{", "{\"a\": 1,}", "nonsense", "{} {}"] {
        let reply = client.send_json(method.clone(), path, text.to_owned()).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{text}");
        reply.problem(StatusCode::BAD_REQUEST);
    }
    for text in ["null", "1", "\"text\"", "[]", "[{}]"] {
        let reply = client.send_json(method.clone(), path, text.to_owned()).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}");
        reply.problem(StatusCode::UNPROCESSABLE_ENTITY);
    }
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        let client = client.with_header(CONTENT_TYPE, content_type);
        let reply = client.send(method.clone(), path, Body::from("{}")).await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type}");
        reply.problem(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
}

/// Checks that the document tells of each route of a resource, with a padlock, and that it
/// describes each field of a request and says which are required.
pub async fn assert_documented(
    client: &Client,
    path: &str,
    id: &str,
    fields: &[&str],
    required: &[&str],
) {
    let document = client.get("/openapi.json").await.expect(StatusCode::OK).body;
    let item = [path, "/{", id, "}"].concat();
    for (path, method, statuses) in [
        (path, "get", ["200", "401", "422"].as_slice()),
        (path, "post", &["201", "400", "401", "409", "415", "422"]),
        (&item, "get", &["200", "401", "404"]),
        (&item, "patch", &["200", "400", "401", "404", "409", "412", "415", "422"]),
        (&item, "delete", &["204", "401", "404", "409", "412"]),
    ] {
        let operation = &document["paths"][path][method];
        assert_eq!(operation["security"], json!([{ "bearer": [] }]), "{method} {path}");
        for status in statuses {
            assert!(operation["responses"][status].is_object(), "{method} {path}: {status}");
        }
    }
    for (path, method, required) in [(path, "post", required), (&item, "patch", &[])] {
        let schema = &document["paths"][path][method]["requestBody"]["content"]["application/json"];
        let name = text_of(&schema["schema"]["$ref"]).rsplit('/').next().map(str::to_owned);
        let schema = &document["components"]["schemas"][name.expect("a name")];
        let described = schema["properties"].as_object().into_iter().flatten();
        let described = described.filter(|(_, field)| field.to_string().contains("description"));
        let described: BTreeSet<&str> = described.map(|(name, _)| name.as_str()).collect();
        assert_eq!(described, fields.iter().copied().collect(), "{method} {path}");
        let demanded = schema["required"].as_array().into_iter().flatten();
        let demanded: BTreeSet<String> = demanded.map(text_of).collect();
        assert_eq!(demanded, required.iter().map(|name| name.to_string()).collect());
    }
}
