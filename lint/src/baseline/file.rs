// src/baseline/file.rs - A baseline to text and back

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use super::{Baseline, BaselineFile, Entry, FILE_NAME};
use crate::identity::Identity;
use crate::run::LintError;

/// Changes only together with the meaning of the entries.
const VERSION: u32 = 1;

const OPENING: &str = "\
# Findings that this project lives with for now; `rulebook lint` reports what is not listed here.
# Mended ones leave by themselves. `rulebook baseline` writes this file.
";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: Spanned<u32>,
    #[serde(default)]
    findings: BTreeMap<String, BTreeMap<String, Vec<Spanned<Line>>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    item: String,
    says: String,
    #[serde(default = "once")]
    count: usize,
}

fn once() -> usize {
    1
}

impl Baseline {
    /// The text of its file: sorted by path, code and what is said, one entry a line, so that branches which mend different
    /// things merge.
    pub fn to_text(&self) -> String {
        let mut out = format!("{OPENING}version = {VERSION}\n");
        let (mut path, mut code) = ("", "");
        for (identity, count) in &self.counts {
            if *identity.path != *path {
                close(&mut out, &mut code);
                path = &identity.path;
                // Writing to a string can't fail; so below.
                let _ = writeln!(out, "\n[findings.{}]", quoted(path));
            }
            if identity.code != code {
                close(&mut out, &mut code);
                code = &identity.code;
                let _ = writeln!(out, "{code} = [");
            }
            let item =
                if identity.item.is_empty() { String::new() } else { format!("item = {}, ", quoted(&identity.item)) };
            let count = if *count == 1 { String::new() } else { format!(", count = {count}") };
            let _ = writeln!(out, "  {{ {item}says = {}{count} }},", quoted(&identity.says));
        }
        close(&mut out, &mut code);
        out
    }
}

fn close(out: &mut String, code: &mut &str) {
    if !code.is_empty() {
        out.push_str("]\n");
        *code = "";
    }
}

/// A basic string of TOML: its escapes are those of JSON, and the delete character needs one too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

impl BaselineFile {
    /// Reads a baseline.
    ///
    /// # Errors
    /// What is wrong with the text, with the place.
    pub fn parse(path: &str, text: &str) -> Result<Self, LintError> {
        let wrong = |range: Range<usize>, message: String| LintError {
            message,
            help: format!("Delete the file and make it anew with `rulebook baseline`, or take `{FILE_NAME}` from git."),
            path: path.to_owned(),
            range,
        };
        let document: Document = toml::from_str(text).map_err(|error| {
            wrong(error.span().unwrap_or(0..0), format!("the baseline can't be read: {}", error.message()))
        })?;
        if *document.version.get_ref() != VERSION {
            let message = format!(
                "a baseline of version {}, and this rulebook knows version {VERSION}",
                document.version.get_ref()
            );
            return Err(LintError {
                help: "Use the rulebook that wrote it, or a newer one.".to_owned(),
                ..wrong(document.version.span(), message)
            });
        }
        let mut entries = Vec::new();
        for (file, codes) in document.findings {
            let file: Arc<str> = file.into();
            for (code, lines) in codes {
                for line in lines {
                    let range = line.span();
                    let Line { item, says, count } = line.into_inner();
                    let identity = Identity { path: Arc::clone(&file), code: code.clone(), item, says };
                    entries.push(Entry { identity, count, range });
                }
            }
        }
        Ok(Self { path: path.into(), text: text.into(), entries })
    }
}
