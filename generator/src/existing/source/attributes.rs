// src/existing/source/attributes.rs - What attributes of serde, sqlx, garde and validator say of a field or a variant

//! What attributes of serde, sqlx, garde and validator say of a field or a variant.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, MetaList, Token};

/// What is checked of a field when it is taken.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Checks {
    /// `1..80`.
    pub(super) len: Option<String>,
    /// `0..9`.
    pub(super) range: Option<String>,
    /// `email` or `url`.
    pub(super) kind: Option<&'static str>,
}

/// Whether `#[tool(word)]` is there.
pub(super) fn has(attributes: &[Attribute], tool: &str, word: &str) -> bool {
    entries(attributes, tool).any(|entry| matches!(entry, Meta::Path(path) if path.is_ident(word)))
}

/// The text of `#[tool(word = "text")]`.
pub(super) fn value(attributes: &[Attribute], tool: &str, word: &str) -> Option<String> {
    entries(attributes, tool).find_map(|entry| match entry {
        Meta::NameValue(pair) if pair.path.is_ident(word) => text(&pair.value),
        _ => None,
    })
}

/// The text that a literal is.
pub(super) fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// The other name that a tool knows something by.
pub(super) fn rename(attributes: &[Attribute], tool: &str) -> Option<String> {
    value(attributes, tool, "rename")
}

/// Whether serde reads or writes the type.
pub(super) fn is_of_serde(attributes: &[Attribute]) -> bool {
    entries(attributes, "derive").any(|entry| {
        entry.path().segments.last().is_some_and(|last| last.ident == "Serialize" || last.ident == "Deserialize")
    })
}

/// A variant's name by a rule of `rename_all`, as serde has them.
pub(super) fn renamed(name: &str, rule: Option<&str>) -> String {
    let joined = |joint: char| {
        let mut out = String::new();
        for (at, c) in name.char_indices() {
            if at > 0 && c.is_uppercase() {
                out.push(joint);
            }
            out.extend(c.to_lowercase());
        }
        out
    };
    match rule {
        Some("lowercase") => name.to_lowercase(),
        Some("UPPERCASE") => name.to_uppercase(),
        Some("camelCase") => {
            let mut letters = name.chars();
            letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
        }
        Some("snake_case") => joined('_'),
        Some("SCREAMING_SNAKE_CASE") => joined('_').to_uppercase(),
        Some("kebab-case") => joined('-'),
        Some("SCREAMING-KEBAB-CASE") => joined('-').to_uppercase(),
        _ => name.to_owned(),
    }
}

/// What garde and validator are told to check.
pub(super) fn checks(attributes: &[Attribute]) -> Checks {
    let mut checks = Checks::default();
    for tool in ["garde", "validate"] {
        entries(attributes, tool).for_each(|entry| take(&entry, &mut checks));
    }
    checks
}

fn take(entry: &Meta, checks: &mut Checks) {
    let path = entry.path();
    if path.is_ident("email") {
        checks.kind = Some("email");
    } else if path.is_ident("url") {
        checks.kind = Some("url");
    } else if let Meta::List(list) = entry {
        if path.is_ident("length") {
            checks.len = ends(list);
        } else if path.is_ident("range") {
            checks.range = ends(list);
        } else if path.is_ident("inner") {
            listed(list).iter().for_each(|entry| take(entry, checks));
        }
    }
}

/// `min = 1, max = 80` as `1..80`; nothing if an end is no plain number.
fn ends(list: &MetaList) -> Option<String> {
    let entries = listed(list);
    let end = |word: &str| {
        let pair = entries.iter().find_map(|entry| match entry {
            Meta::NameValue(pair) if pair.path.is_ident(word) => Some(&pair.value),
            _ => None,
        })?;
        let text: String =
            pair.to_token_stream().to_string().chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
        let number = ["i32", "i64", "u32", "u64", "usize", "f64"].iter().find_map(|end| text.strip_suffix(end));
        let number = number.unwrap_or(&text).to_owned();
        Some(number.parse::<f64>().is_ok().then_some(number))
    };
    let (equal, min, max) = (end("equal"), end("min"), end("max"));
    if let Some(equal) = equal {
        return equal.map(|equal| format!("{equal}..{equal}"));
    }
    // An end that is a constant of the program's is not known here; half of a range would be another one.
    match (min, max) {
        (None, None) | (Some(None), _) | (_, Some(None)) => None,
        (min, max) => Some(format!("{}..{}", min.flatten().unwrap_or_default(), max.flatten().unwrap_or_default())),
    }
}

fn entries<'a>(attributes: &'a [Attribute], tool: &'a str) -> impl Iterator<Item = Meta> + 'a {
    let lists = attributes.iter().filter_map(move |attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident(tool) => Some(list),
        _ => None,
    });
    lists.flat_map(listed)
}

/// The entries of a list; none if one of them is written in a way of its own.
fn listed(list: &MetaList) -> Vec<Meta> {
    let parsed = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    parsed.map(|entries| entries.into_iter().collect()).unwrap_or_default()
}
