// src/rules/s03_headers/imports/order.rs - The order in which rustfmt puts two imports

//! The order in which rustfmt puts two imports.
//!
//! rustfmt sorts each run of `use` lines by the trees, not by their text. A fix that merges two runs has to sort as it
//! does, or `cargo fmt --check` would object to what the fix wrote. The [style guide] describes the order of edition
//! 2024; the editions before it compare by case first.
//!
//! [style guide]: https://doc.rust-lang.org/style-guide/#sorting

use std::cmp::Ordering;

use crate::rules::s03_headers::imports::version::compare_versions;

/// A `use` tree in the shape that is compared: a path whose last part may be a sorted list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseKey(Vec<Part>);

/// One part of a path, in the order in which parts of different kinds stand. A rename does not count: `a as z` is as
/// long as `a`, so it comes before `a::b`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// `self`
    Own,
    /// `super`
    Super,
    /// `crate`
    Crate,
    /// A name, with the leading `::` if it has one.
    Name(String),
    /// `*`
    Glob,
    /// `{..}`
    List(Vec<UseKey>),
}

/// The two orders that rustfmt knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Of editions before 2024: by case, then by bytes.
    Case,
    /// Of edition 2024: numbers by value, `_` first.
    Version,
}

impl UseKey {
    /// The key of `use a::{b, c as d};`. A tree that does not read as one gives a key that compares by what was read.
    pub fn parse(item: &str, style: Style) -> Self {
        let tokens: Vec<&str> = tokens(item);
        let mut cursor = Cursor { tokens: &tokens, style };
        cursor.take("use");
        cursor.tree()
    }

    /// How rustfmt orders two trees.
    pub fn compare(&self, other: &Self, style: Style) -> Ordering {
        compare_lists(&self.0, &other.0, |a, b| compare_parts(a, b, style))
    }
}

struct Cursor<'a> {
    tokens: &'a [&'a str],
    style: Style,
}

impl<'a> Cursor<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.tokens.first() == Some(&token);
        if found {
            self.tokens = self.tokens.get(1..).unwrap_or_default();
        }
        found
    }

    fn tree(&mut self) -> UseKey {
        let mut prefix = if self.take("::") { "::" } else { "" };
        let mut parts = Vec::new();
        loop {
            match self.tokens.first() {
                None | Some(&"}" | &"," | &";") => break,
                Some(_) => {}
            }
            let Some(token) = self.next() else { break };
            match token {
                "*" => parts.push(Part::Glob),
                "{" => self.list(&mut parts),
                name => {
                    if self.take("as") {
                        self.next();
                    }
                    parts.push(part(name, prefix));
                    prefix = "";
                }
            }
            if !self.take("::") {
                break;
            }
        }
        if let [.., Part::Name(_) | Part::Super | Part::Crate, Part::Own] = parts.as_slice() {
            parts.pop();
        }
        UseKey(parts)
    }

    /// A list of one is written without its braces, but for `{self}`.
    fn list(&mut self, parts: &mut Vec<Part>) {
        let mut trees = Vec::new();
        while self.tokens.first().is_some_and(|token| *token != "}") {
            let before = self.tokens.len();
            let tree = self.tree();
            if !tree.0.is_empty() {
                trees.push(tree);
            }
            self.take(",");
            if self.tokens.len() == before {
                // Not a tree: step over it, so that the loop ends on any text.
                self.next();
            }
        }
        self.take("}");
        match trees.as_mut_slice() {
            [UseKey(only)] if *only != [Part::Own] => parts.append(only),
            _ => {
                let style = self.style;
                trees.sort_by(|a, b| a.compare(b, style));
                parts.push(Part::List(trees));
            }
        }
    }
}

fn part(name: &str, prefix: &str) -> Part {
    match name {
        "self" => Part::Own,
        "super" => Part::Super,
        "crate" => Part::Crate,
        name => Part::Name(format!("{prefix}{name}")),
    }
}

/// The words and marks of a `use` item, comments left out.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("::") {
            2
        } else if is_name(first) {
            rest.find(|c| !is_name(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        if !token.starts_with('/') {
            tokens.push(token);
        }
        rest = after.trim_start();
    }
    tokens
}

/// `#` is part of a raw identifier.
fn is_name(c: char) -> bool {
    c == '_' || c == '#' || c.is_alphanumeric()
}

fn compare_lists<T>(a: &[T], b: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    let difference = a.iter().zip(b).map(|(a, b)| compare(a, b)).find(|order| order.is_ne());
    difference.unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn compare_parts(a: &Part, b: &Part, style: Style) -> Ordering {
    match (a, b) {
        (Part::Name(a), Part::Name(b)) => compare_names(a, b, style),
        (Part::List(a), Part::List(b)) => compare_lists(a, b, |a, b| a.compare(b, style)),
        (a, b) => rank(a).cmp(&rank(b)),
    }
}

fn rank(part: &Part) -> u8 {
    match part {
        Part::Own => 0,
        Part::Super => 1,
        Part::Crate => 2,
        Part::Name(_) => 3,
        Part::Glob => 4,
        Part::List(_) => 5,
    }
}

fn compare_names(a: &str, b: &str, style: Style) -> Ordering {
    match style {
        Style::Version => compare_versions(without_raw(a), without_raw(b)),
        Style::Case => case_rank(a, b).then_with(|| a.cmp(b)),
    }
}

fn without_raw(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// snake_case before CamelCase before SCREAMING_CASE; a leading underscore does not make a name a capital one.
fn case_rank(a: &str, b: &str) -> Ordering {
    let rank = |name: &str| (is_screaming(name), name.starts_with(char::is_uppercase));
    rank(a).cmp(&rank(b))
}

fn is_screaming(name: &str) -> bool {
    name.chars().all(|c| c == '_' || c.is_uppercase() || c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::{Style, UseKey};

    fn assert_sorted(style: Style, items: &[&str]) {
        for pair in items.windows(2) {
            let [a, b] = pair else { continue };
            let (left, right) = (UseKey::parse(a, style), UseKey::parse(b, style));
            assert!(left.compare(&right, style).is_lt(), "{a} before {b} in {style:?}: {left:?} {right:?}");
        }
    }

    #[test]
    fn trees_are_ordered_as_rustfmt_does() {
        assert_sorted(
            Style::Version,
            &[
                "use self::a;",
                "use super as parent;",
                "use super::b;",
                "use super::*;",
                "use crate as app;",
                "use crate::a;",
                "use ::std::fmt;",
                "use Zebra::A;",
                "use a::{self, b};",
                "use a1::b;",
                "use a2::b;",
                "use a10::b;",
                "use axum::Router;",
                "use axum::routing::get;",
                "use axum::{Json, Router};",
                "use r#axum2::x;",
                "use std::collections::HashMap;",
                "use std::collections::*;",
            ],
        );
        assert_sorted(
            Style::Case,
            &[
                "use a::__Private;",
                "use a::_b;",
                "use a::a;",
                "use a::Ab;",
                "use a::_1;",
                "use a::_A;",
                "use a::__;",
                "use a::A1;",
            ],
        );
        assert_sorted(
            Style::Case,
            &[
                "use axum::routing::get;",
                "use axum::Router;",
                "use axum::MAX;",
                "use axum::{Json, Router};",
                "use tower::a10;",
                "use tower::a2;",
            ],
        );
    }

    #[test]
    fn braces_that_rustfmt_drops_do_not_count() {
        let style = Style::Version;
        for (a, b) in [
            ("use a::{b};", "use a::b;"),
            ("use a::{b::{c}};", "use a::b::c;"),
            ("use a::{c, /* why */ b};", "use a::{b, c};"),
            ("use a::b as z;", "use a::b;"),
            ("use a:: // why\n b;", "use a::b;"),
            ("pub", "pub"),
        ] {
            assert_eq!(UseKey::parse(a, style), UseKey::parse(b, style), "{a}");
        }
        assert_ne!(UseKey::parse("use a::{self};", style), UseKey::parse("use a;", style));
    }

    #[test]
    fn any_text_gives_a_key() {
        for text in ["", "use", "use {", "use a::{{", "use ,;}", "use a as", "use /*", "use é::ü"] {
            UseKey::parse(text, Style::Version);
        }
    }
}
