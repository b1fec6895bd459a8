// src/source/tokens.rs - Paths among the tokens of a macro or an attribute

//! Paths among the tokens of a macro or an attribute, where no syntax tree says what is what.

use proc_macro2::{Delimiter, Ident, Literal, Spacing, TokenStream, TokenTree};

use super::facts::PathStart;

/// Something that reads as a path.
pub(super) struct TokenPath {
    /// The names, in order.
    pub(super) segments: Vec<Ident>,
    /// What stands before the first.
    pub(super) start: PathStart,
    /// Whether a `!` follows, so that it names a macro.
    pub(super) called: bool,
}

/// What a scan of tokens finds.
pub(super) trait Sink {
    /// A path.
    fn path(&mut self, path: TokenPath);
    /// A literal; a string may hold a path: `#[serde(with = "crate::core::time")]`.
    fn literal(&mut self, literal: &Literal);
}

/// Tells `sink` every path in `tokens`, those inside brackets included.
pub(super) fn scan(tokens: TokenStream, sink: &mut dyn Sink) {
    scan_prefixed(tokens, &[], PathStart::Relative, sink);
}

/// As [`scan`], with what stands before a `{..}` of a `use` tree put before each path.
fn scan_prefixed(tokens: TokenStream, prefix: &[Ident], start: PathStart, sink: &mut dyn Sink) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        match tree {
            TokenTree::Group(group) => {
                scan(group.stream(), sink);
                at += 1;
            }
            TokenTree::Literal(literal) => {
                sink.literal(literal);
                at += 1;
            }
            // What follows a dot is a field or a method.
            TokenTree::Punct(punct) if punct.as_char() == '.' && !is_dots(&trees, at) => at += 2,
            // A name after a quote is a lifetime.
            TokenTree::Punct(punct) if punct.as_char() == '\'' => at += 2,
            // What a macro's own variable stands for is not known here.
            TokenTree::Punct(punct) if punct.as_char() == '$' && !is_dollar_crate(&trees, at) => {
                at += 2;
                while is_colons(&trees, at) && is_name(&trees, at + 2) {
                    at += 3;
                }
            }
            _ => {
                let Some((own_start, first)) = path_start(&trees, at) else {
                    at += 1;
                    continue;
                };
                let own_start = if prefix.is_empty() { own_start } else { start };
                let mut segments = prefix.to_vec();
                at = first;
                while let Some(TokenTree::Ident(name)) = trees.get(at) {
                    segments.push(name.clone());
                    at += 1;
                    if !is_colons(&trees, at) {
                        break;
                    }
                    at += 2;
                    // `a::{b, c}` is a part of a `use` tree; `a::<T>` and `a::*` end the path.
                    if let Some(TokenTree::Group(group)) = trees.get(at)
                        && group.delimiter() == Delimiter::Brace
                    {
                        scan_prefixed(group.stream(), &segments, own_start, sink);
                        at += 1;
                        segments.clear();
                        break;
                    }
                }
                let called = is_punct(&trees, at, '!') && !is_punct(&trees, at + 1, '=');
                let is_label = segments.len() == 1
                    && own_start == PathStart::Relative
                    && is_punct(&trees, at, ':')
                    && !is_colons(&trees, at);
                if !segments.is_empty() && !is_label {
                    sink.path(TokenPath { segments, start: own_start, called });
                }
            }
        }
    }
}

/// Where a path begins at `at`: how, and the index of its first name.
fn path_start(trees: &[TokenTree], at: usize) -> Option<(PathStart, usize)> {
    if is_name(trees, at) {
        Some((PathStart::Relative, at))
    } else if is_colons(trees, at) && is_name(trees, at + 2) {
        Some((PathStart::Absolute, at + 2))
    } else if is_dollar_crate(trees, at) {
        Some((PathStart::DollarCrate, at + 1))
    } else {
        None
    }
}

fn is_name(trees: &[TokenTree], at: usize) -> bool {
    matches!(trees.get(at), Some(TokenTree::Ident(_)))
}

fn is_dollar_crate(trees: &[TokenTree], at: usize) -> bool {
    is_punct(trees, at, '$') && matches!(trees.get(at + 1), Some(TokenTree::Ident(name)) if name == "crate")
}

fn is_punct(trees: &[TokenTree], at: usize, char: char) -> bool {
    matches!(trees.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

fn is_colons(trees: &[TokenTree], at: usize) -> bool {
    matches!(trees.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
        && is_punct(trees, at + 1, ':')
}

/// Whether the dot at `at` is one of a range, `..`.
fn is_dots(trees: &[TokenTree], at: usize) -> bool {
    is_punct(trees, at + 1, '.') || (at > 0 && is_punct(trees, at - 1, '.'))
}
