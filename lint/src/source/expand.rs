// src/source/expand.rs - What macros and attributes say: their tokens, read as far as they can be

//! What macros and attributes say: their tokens, read as far as they can be without running them.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Expr, Meta, Token};

use super::facts::{PathStart, ScopeKind, Site, Span};
use super::tokens::{self, Sink, TokenPath};
use super::walk::Walker;

/// Attributes of the language whose arguments name no item.
const BUILT_IN: &[&str] = &[
    "allow",
    "cfg",
    "cold",
    "deny",
    "deprecated",
    "diagnostic",
    "doc",
    "expect",
    "feature",
    "forbid",
    "ignore",
    "inline",
    "link",
    "link_name",
    "macro_export",
    "macro_use",
    "must_use",
    "non_exhaustive",
    "path",
    "recursion_limit",
    "repr",
    "rustfmt",
    "should_panic",
    "target_feature",
    "test",
    "warn",
];

impl Walker<'_> {
    /// Records the paths among the tokens of a macro call.
    pub(super) fn tokens(&mut self, tokens: TokenStream) {
        tokens::scan(tokens, &mut Recorder { walker: self, kept: Kept::All });
    }

    /// Records what the body of a `macro_rules!` names wherever it is used: `$crate::..` and `crate::..`.
    pub(super) fn macro_body(&mut self, call: &syn::Macro) {
        tokens::scan(call.tokens.clone(), &mut Recorder { walker: self, kept: Kept::Rooted });
    }

    /// Reads the tokens of a macro call at item level: as items where they are items, which is what `cfg_if!` and its
    /// kind make of them, else as paths.
    pub(super) fn item_tokens(&mut self, call: &syn::Macro) {
        let span = call.delimiter.span();
        let span = self.between(span.open(), span.close());
        let scope = self.add_scope(ScopeKind::MacroCall, span, None, self.test);
        self.within(scope, |walker| walker.items_or_paths(call.tokens.clone()));
    }

    fn items_or_paths(&mut self, tokens: TokenStream) {
        if let Ok(file) = syn::parse2::<syn::File>(tokens.clone())
            && !file.items.iter().any(|item| matches!(item, syn::Item::Verbatim(_)))
        {
            file.items.iter().for_each(|item| self.visit_item(item));
            return;
        }
        let mut paths = TokenStream::new();
        for tree in tokens {
            match tree {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    self.items_or_paths(group.stream());
                }
                tree => paths.extend([tree]),
            }
        }
        self.tokens(paths);
    }

    /// Records the paths of an attribute.
    pub(super) fn attribute_paths(&mut self, meta: &Meta) {
        let path = meta.path();
        let is_word = matches!(meta, Meta::Path(_)) && path.segments.len() == 1;
        if is_word || BUILT_IN.iter().any(|name| path.is_ident(name)) {
            return;
        }
        match meta {
            Meta::List(list) if path.is_ident("cfg_attr") => {
                let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
                parts.into_iter().flatten().skip(1).for_each(|part| self.attribute_paths(&part));
                return;
            }
            Meta::List(list) => self.attribute_tokens(list.tokens.clone(), path.is_ident("derive")),
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(literal) => {
                    if let syn::Lit::Str(text) = &literal.lit {
                        let literal = text.token();
                        Recorder { walker: self, kept: Kept::Attribute }.literal(&literal);
                    }
                }
                value => self.visit_expr(value),
            },
            Meta::Path(_) => {}
        }
        // `#[serde(..)]` is a helper of a derive; `#[tokio::main]` is a path.
        if path.segments.len() > 1 {
            let start = if path.leading_colon.is_some() { PathStart::Absolute } else { PathStart::Relative };
            self.refer(path.segments.iter().map(|segment| &segment.ident), start, Site::Attribute);
        }
    }

    fn attribute_tokens(&mut self, tokens: TokenStream, derive: bool) {
        let kept = if derive { Kept::Derive } else { Kept::Attribute };
        tokens::scan(tokens, &mut Recorder { walker: self, kept });
    }

    /// Records a path that a string holds, if all of it is a path of several names.
    fn literal_path(&mut self, literal: &Literal) {
        let text = literal.to_string();
        let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else { return };
        let is_name = |part: &str| {
            part.starts_with(|first: char| first == '_' || first.is_alphabetic())
                && part.chars().all(|char| char == '_' || char.is_alphanumeric())
        };
        let whole = inner.strip_prefix("::").unwrap_or(inner);
        if !whole.contains("::") || !whole.split("::").all(is_name) {
            return;
        }
        let start = if whole.len() < inner.len() { PathStart::Absolute } else { PathStart::Relative };
        let base = self.span(literal.span()).start as usize + 1 + (inner.len() - whole.len());
        let mut at = base;
        let mut segments = Vec::new();
        for part in whole.split("::") {
            segments.push(Span::new(at, at + part.len()));
            at += part.len() + 2;
        }
        let path = self.path(segments, start);
        self.add_reference(path, Site::Attribute);
    }
}

/// Which paths among tokens are recorded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// All: the tokens of a macro call.
    All,
    /// Those from a crate's root: the body of a `macro_rules!`.
    Rooted,
    /// Those of several names, and those in strings: the arguments of an attribute, whose single names are mostly its
    /// own words.
    Attribute,
    /// All, and they are traits.
    Derive,
}

/// Records what a scan of tokens finds.
struct Recorder<'w, 'a> {
    walker: &'w mut Walker<'a>,
    kept: Kept,
}

impl Sink for Recorder<'_, '_> {
    fn path(&mut self, path: TokenPath) {
        let TokenPath { mut segments, start, called } = path;
        if segments.len() > 1 && segments.last().is_some_and(|last| last == "self") {
            segments.pop();
        }
        let rooted = start == PathStart::DollarCrate || segments.first().is_some_and(|first| first == "crate");
        let kept = match self.kept {
            Kept::All | Kept::Derive => true,
            Kept::Rooted => rooted,
            Kept::Attribute => segments.len() > 1,
        };
        let is_keyword = segments.len() == 1
            && segments.first().is_some_and(|only| {
                let name = only.to_string();
                rulebook_conventions::reserved::rust_keyword(&name).is_some()
            });
        if kept && !is_keyword {
            let site = match self.kept {
                _ if called => Site::MacroName,
                Kept::All | Kept::Rooted => Site::Tokens,
                Kept::Attribute | Kept::Derive => Site::Attribute,
            };
            self.walker.refer(segments.iter(), start, site);
        }
    }

    fn literal(&mut self, literal: &Literal) {
        if self.kept == Kept::Attribute {
            self.walker.literal_path(literal);
        }
    }
}
