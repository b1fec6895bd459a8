// src/source/walk/documentation.rs - What `#[utoipa::path(..)]` says of a handler

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

use super::Walker;
use crate::source::facts::Documentation;

/// The words that utoipa takes for methods.
const METHODS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options", "trace"];

impl Walker<'_> {
    /// The documentation among the attributes of a function. `path` is the last name of the attribute, whatever the crate is
    /// called; `#[path = ".."]` of a module takes no list.
    pub(super) fn documentation(&self, attributes: &[Attribute]) -> Option<Documentation> {
        attributes.iter().find_map(|attribute| {
            let Meta::List(list) = &attribute.meta else { return None };
            list.path.segments.last().filter(|name| name.ident == "path")?;
            let span = self.attribute(attribute).span;
            let mut found = Documentation {
                span,
                methods: Vec::new(),
                path: None,
                context_path: None,
                security: false,
                request_body: false,
                statuses: Vec::new(),
                answer_types: false,
            };
            for part in parts(list.tokens.clone()) {
                add(part, &mut found);
            }
            (!found.methods.is_empty()).then_some(found)
        })
    }
}

/// What stands between the commas.
fn parts(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => parts.push(Vec::new()),
            _ => parts.last_mut().into_iter().for_each(|part| part.push(token.clone())),
        }
    }
    parts
}

fn add(part: Vec<TokenTree>, found: &mut Documentation) {
    let Some(TokenTree::Ident(name)) = part.first() else { return };
    let name = name.to_string();
    match (name.as_str(), part.get(1), part.get(2)) {
        (method, None, _) if METHODS.contains(&method) => found.methods.push(name),
        ("method", Some(TokenTree::Group(group)), _) => {
            let names = Punctuated::<syn::Ident, Token![,]>::parse_terminated.parse2(group.stream());
            found.methods.extend(names.into_iter().flatten().map(|name| name.to_string().to_lowercase()));
        }
        ("path", Some(TokenTree::Punct(_)), Some(TokenTree::Literal(literal))) => found.path = string(literal),
        ("context_path", Some(TokenTree::Punct(_)), Some(TokenTree::Literal(literal))) => {
            found.context_path = string(literal);
        }
        ("responses", Some(TokenTree::Group(group)), _) => {
            for answer in parts(group.stream()) {
                match answer.first() {
                    Some(TokenTree::Group(answer)) => found.statuses.extend(status(answer.stream())),
                    Some(_) => found.answer_types = true,
                    None => {}
                }
            }
        }
        ("security", ..) => found.security = true,
        ("request_body", ..) => found.request_body = true,
        _ => {}
    }
}

/// What stands behind `status =` in one of the answers; the last name of a path.
fn status(answer: TokenStream) -> Option<String> {
    let is_status = |part: &Vec<TokenTree>| matches!(part.first(), Some(TokenTree::Ident(name)) if name == "status");
    let part = parts(answer).into_iter().find(is_status)?;
    match part.last()? {
        TokenTree::Literal(literal) => Some(string(literal).unwrap_or_else(|| literal.to_string())),
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    }
}

fn string(literal: &proc_macro2::Literal) -> Option<String> {
    let tokens = TokenStream::from(TokenTree::Literal(literal.clone()));
    syn::parse2::<syn::LitStr>(tokens).ok().map(|literal| literal.value())
}
