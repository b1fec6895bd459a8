// src/spec/file.rs - Requests from a TOML file, for `--from FILE`

//! Requests from a TOML file, for `--from FILE`.
//!
//! ```toml
//! [[resource]]
//! name = "workspace"
//! fields = ["name:string:len=1..80:unique", "description:text:null"]
//!
//! [[resource]]
//! name = "job"
//! fields = ["workspace:ref:parent", "status:enum=pending,running,cancelled:default=pending"]
//! actions = ["cancel=pending,running:cancelled"]
//! subs = ["status"]
//! analytics = true
//! ```
//!
//! The fields are in the language of the command line: there is one language and one gate.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::{ResourceRequest, Token};
use crate::error::{Error, Place, Problem, Result};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    resource: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    plural: Option<Spanned<String>>,
    #[serde(default)]
    fields: Vec<Spanned<String>>,
    #[serde(default)]
    actions: Vec<Spanned<String>>,
    #[serde(default)]
    subs: Vec<Spanned<String>>,
    #[serde(default)]
    analytics: bool,
}

/// The requests in the text of a file; `path` is for messages.
///
/// # Errors
///
/// [`Error::Input`] if the text is no TOML of this shape, or asks for nothing.
pub fn parse(text: &str, path: &Path) -> Result<Vec<ResourceRequest>> {
    const SHAPE: &str = "a file for `--from` has `[[resource]]` tables with `name`, `fields` and maybe `plural`, \
                         `actions`, `subs` and `analytics`";
    let problem = |range: std::ops::Range<usize>, reason: String| {
        let token = text.get(range.clone()).unwrap_or_default().to_owned();
        Error::Input(vec![Problem {
            token,
            place: Place::File { path: path.to_owned(), range },
            reason,
            help: SHAPE.to_owned(),
        }])
    };
    let document: Document =
        toml::from_str(text).map_err(|error| problem(error.span().unwrap_or_default(), error.message().to_owned()))?;
    if document.resource.is_empty() {
        return Err(problem(0..0, format!("{} has no `[[resource]]`", path.display())));
    }
    let token = |spanned: Spanned<String>| {
        let range = spanned.span();
        Token { text: spanned.into_inner(), place: Place::File { path: path.to_owned(), range } }
    };
    let requests = document.resource.into_iter().map(|entry| ResourceRequest {
        name: token(entry.name),
        plural: entry.plural.map(token),
        fields: entry.fields.into_iter().map(token).collect(),
        actions: entry.actions.into_iter().map(token).collect(),
        subs: entry.subs.into_iter().map(token).collect(),
        analytics: entry.analytics,
    });
    Ok(requests.collect())
}
