// src/source/expand.rs - What macros and attributes say: their tokens, read as far as they can be

//! What macros and attributes say: their tokens, read as far as they can be without running them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Expr, MacroDelimiter, Meta, Token};

use super::facts::{PathStart, ScopeKind, Site, Span};
use super::shape;
use super::tokens::{self, Sink, TokenPath};
use super::walk::Walker;
use rulebook_conventions::reserved::rust_keyword;

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
    pub(super) fn macro_tokens(&mut self, call: &syn::Macro) {
        let tokens = self.inside(&call.delimiter);
        self.tokens(&[tokens], Kept::All);
    }

    /// Records the paths among tokens that syn has no form for.
    pub(super) fn verbatim(&mut self, tokens: &TokenStream) {
        let span = shape::ends(tokens).map(|(first, last)| self.between(first, last));
        span.into_iter().for_each(|span| self.tokens(&[span], Kept::All));
    }

    fn tokens(&mut self, parts: &[Span], kept: Kept) {
        let text = self.text();
        tokens::scan(text, parts, &mut Recorder { walker: self, kept });
    }

    /// What stands between brackets.
    fn inside(&self, brackets: &MacroDelimiter) -> Span {
        let brackets = brackets.span();
        self.between(brackets.open(), brackets.close()).between_brackets()
    }

    /// Records what the body of a `macro_rules!` names wherever it is used: `$crate::..` and `crate::..`.
    pub(super) fn macro_body(&mut self, call: &syn::Macro) {
        let tokens = self.inside(&call.delimiter);
        self.tokens(&[tokens], Kept::Rooted);
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
        let mut paths = Vec::new();
        let mut run: Option<Span> = None;
        for tree in tokens {
            match tree {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    paths.extend(run.take());
                    self.items_or_paths(group.stream());
                }
                tree => {
                    let span = self.span(tree.span());
                    run = Some(run.map_or(span, |run| run.to(span)));
                }
            }
        }
        paths.extend(run);
        self.tokens(&paths, Kept::All);
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
            Meta::List(list) => {
                let kept = if path.is_ident("derive") { Kept::Derive } else { Kept::Attribute };
                let tokens = self.inside(&list.delimiter);
                self.tokens(&[tokens], kept);
            }
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(literal) => {
                    if let syn::Lit::Str(text) = &literal.lit {
                        self.literal_path(self.span(text.span()));
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

    /// Records a path that a string holds, if all of it is a path of several names.
    fn literal_path(&mut self, literal: Span) {
        let text = self.written(literal);
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
        let base = literal.start as usize + 1 + (inner.len() - whole.len());
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
        let walker = &mut *self.walker;
        if segments.len() > 1 && segments.last().is_some_and(|last| walker.written(*last) == "self") {
            segments.pop();
        }
        let first = segments.first().map_or("", |first| walker.written(*first));
        let rooted = start == PathStart::DollarCrate || first == "crate";
        let kept = match self.kept {
            Kept::All | Kept::Derive => true,
            Kept::Rooted => rooted,
            Kept::Attribute => segments.len() > 1,
        };
        let is_keyword = segments.len() == 1 && rust_keyword(first).is_some();
        if kept && !is_keyword {
            let site = match self.kept {
                _ if called => Site::MacroName,
                Kept::All | Kept::Rooted => Site::Tokens,
                Kept::Attribute | Kept::Derive => Site::Attribute,
            };
            walker.refer_spans(&segments, start, site);
        }
    }

    fn literal(&mut self, literal: Span) {
        if self.kept == Kept::Attribute {
            self.walker.literal_path(literal);
        }
    }
}
