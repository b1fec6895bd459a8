// src/spec/labels.rs - The labels of an enum, each with its Rust variant

//! The labels of an enum, each with its Rust variant.

use super::syntax::Fault;
use rulebook_conventions::case;
use rulebook_conventions::reserved::{self, Keyword};

/// A label of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// As JSON and the database hold it.
    pub text: String,
    /// The Rust variant.
    pub ident: String,
}

/// The labels of `enum=a,b`, or all that is wrong with them.
pub(super) fn parse(values: &str) -> Result<Vec<Label>, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut labels: Vec<Label> = Vec::new();
    for text in values.split(',') {
        match label(text) {
            Err(fault) => faults.push(fault),
            Ok(label) => match labels.iter().find(|other| other.ident == label.ident) {
                Some(other) => faults.push(Fault::new(
                    format!("the labels `{}` and `{text}` are one to Rust: both are `{}`", other.text, label.ident),
                    "rename one of them",
                )),
                None => labels.push(label),
            },
        }
    }
    if faults.is_empty() && labels.len() == 1 {
        faults.push(Fault::new(
            "an enum with one label has nothing to choose from",
            "give it at least two: `enum=open,closed`",
        ));
    }
    if faults.is_empty() { Ok(labels) } else { Err(faults) }
}

fn label(text: &str) -> Result<Label, Fault> {
    let help = "a label is letters a-z, digits, `_` and `-`, and begins with a letter: `enum=in_review,done`";
    if text.is_empty() {
        return Err(Fault::new("an enum has an empty label", help));
    }
    if let Some(c) = text.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))) {
        return Err(Fault::new(format!("the label `{text}` has the character `{}`", c.escape_default()), help));
    }
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(Fault::new(format!("the label `{text}` does not begin with a letter"), help));
    }
    if text.ends_with(['_', '-']) || text.len() > rulebook_conventions::names::MAX_BYTES {
        return Err(Fault::new(format!("the label `{text}` ends with a joint or is too long"), help));
    }
    let ident = case::pascal(text);
    if reserved::rust_keyword(&ident) == Some(Keyword::NeverRaw) {
        return Err(Fault::new(
            format!("the label `{text}` would be the variant `{ident}`, which is a keyword of Rust"),
            format!("a label such as `{text}_item` works"),
        ));
    }
    Ok(Label { text: text.to_owned(), ident })
}
