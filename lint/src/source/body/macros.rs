// src/source/body/macros.rs - The arguments of macro calls as expressions, where they read as such

//! The arguments of macro calls as expressions, where they read as such.
//!
//! A macro may take any tokens, so this is a reading and no parse: what stands between its brackets is taken apart at its
//! commas; what is an expression is lowered, and of what is none the blocks in it are (`select! { a = b => { .. } }`).

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

use super::chain::chain;
use super::lower::Lowerer;
use super::{ArgumentForm, BlockKind, ExprId, ExprKind, MacroArgument, MacroCall, MacroCallId};
use crate::source::facts::Span;

impl Lowerer<'_, '_> {
    pub(super) fn macro_call(&mut self, call: &syn::Macro) -> ExprId {
        let path = self.path(None, &call.path);
        let brackets = call.delimiter.span();
        let brackets = self.between(brackets.open(), brackets.close());
        let mut arguments = Vec::new();
        for piece in pieces(call.tokens.clone()) {
            arguments.push(self.argument(piece));
        }
        for at in 0..arguments.len() {
            let Some(value) = arguments.get(at).map(|argument: &MacroArgument| argument.value) else { continue };
            self.captures(value, &mut arguments);
        }
        let mut numbers = Vec::new();
        for argument in arguments {
            numbers.push(self.bodies.arguments.push(argument) as u32);
        }
        let arguments = self.list(numbers);
        let call = MacroCall { path, arguments, tokens: brackets.between_brackets() };
        let id = MacroCallId(self.bodies.macro_calls.push(call) as u32);
        let span = self.bodies.path(path).span.to(brackets);
        self.push(ExprKind::Macro(id), span)
    }

    fn argument(&mut self, piece: Vec<TokenTree>) -> MacroArgument {
        let (name, rest) = named(&piece);
        let name = name.map(|(first, last)| self.between(first, last));
        let (form, rest) = match rest.split_first() {
            Some((TokenTree::Punct(sigil), rest)) if sigil.as_char() == '%' => (ArgumentForm::Display, rest),
            Some((TokenTree::Punct(sigil), rest)) if sigil.as_char() == '?' => (ArgumentForm::Debug, rest),
            _ => (ArgumentForm::Plain, rest),
        };
        let value = self.value(rest);
        MacroArgument { name, form, value }
    }

    /// The tokens of an argument as an expression. What most arguments are needs no parser: a string, a chain.
    fn value(&mut self, tokens: &[TokenTree]) -> ExprId {
        match tokens {
            [TokenTree::Literal(literal)] => {
                let span = self.span(literal.span());
                return match self.plain_text(span) {
                    Some(text) => text,
                    None => self.literal(&syn::Lit::new(literal.clone())),
                };
            }
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
                return match block(group) {
                    Some(block) => self.nested(|lowerer| lowerer.block(&block, BlockKind::Plain, None)),
                    None => {
                        let inner = self.in_brackets(group);
                        let parts = self.expr_list(&[inner]);
                        let span = self.span(group.span());
                        self.push(ExprKind::Other(parts), span)
                    }
                };
            }
            _ if is_entry(tokens) => return self.unread(tokens),
            _ => {}
        }
        let parse = || syn::parse2::<syn::Expr>(tokens.iter().cloned().collect());
        match chain(tokens).map_or_else(parse, Ok) {
            Ok(syntax) => self.nested(|lowerer| lowerer.expr(&syntax)),
            Err(_) => self.unread(tokens),
        }
    }

    /// Tokens that are no expression, with the blocks and the calls in brackets that stand among them.
    fn unread(&mut self, tokens: &[TokenTree]) -> ExprId {
        let span = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => self.between(first.span(), last.span()),
            _ => Span::default(),
        };
        let mut parts = Vec::new();
        for tree in tokens {
            if let TokenTree::Group(group) = tree
                && (group.delimiter() == Delimiter::Brace || !group.stream().is_empty())
            {
                parts.push(self.group(group));
            }
        }
        let parts = self.expr_list(&parts);
        self.push(ExprKind::Other(parts), span)
    }

    fn group(&mut self, group: &Group) -> ExprId {
        match block(group) {
            Some(block) => self.block(&block, BlockKind::Plain, None),
            None => self.in_brackets(group),
        }
    }

    fn in_brackets(&mut self, group: &Group) -> ExprId {
        let mut parts = Vec::new();
        for piece in pieces(group.stream()) {
            parts.push(self.argument(piece).value);
        }
        let span = self.between(group.span_open(), group.span_close());
        let parts = self.expr_list(&parts);
        self.push(ExprKind::Other(parts), span)
    }

    /// The variables and constants that a format string takes in by name: `{user}` and `{user:?}`. Each stands where its name
    /// does; in a string with escapes, where the string does.
    fn captures(&mut self, value: ExprId, arguments: &mut Vec<MacroArgument>) {
        let Some(text) = self.bodies.as_text(value, self.walker.facts) else { return };
        let start = match self.bodies.kind(value) {
            ExprKind::Text(id) => self.bodies.plain(id).map(|span| span.start as usize),
            _ => None,
        };
        let at = |name: &str| name.as_ptr() as usize - text.as_ptr() as usize;
        let names: Vec<(String, usize)> = captured(text).map(|name| (name.to_owned(), at(name))).collect();
        let whole = self.span_of(value);
        for (name, at) in names {
            let span = start.map(|start| Span::new(start + at, start + at + name.len()));
            let value = match (self.local(&name), span) {
                (Some(local), span) => self.push(ExprKind::Local(local), span.unwrap_or(whole)),
                (None, Some(span)) => {
                    let path = self.single(span);
                    self.push(ExprKind::Path(path), span)
                }
                (None, None) => continue,
            };
            arguments.push(MacroArgument { name: None, form: ArgumentForm::Captured, value });
        }
    }
}

/// What a brace holds, if that is statements.
fn block(group: &Group) -> Option<syn::Block> {
    let first: Vec<TokenTree> = group.stream().into_iter().take(2).collect();
    let may_be = group.delimiter() == Delimiter::Brace && !is_entry(&first);
    may_be.then(|| syn::parse2(TokenTree::Group(group.clone()).into()).ok())?
}

/// Whether tokens begin as an entry of `json!` does, `"key": ..`, and no expression and no statement.
fn is_entry(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Literal(_), TokenTree::Punct(colon), ..]
        if colon.as_char() == ':' && colon.spacing() == Spacing::Alone)
}

/// Tokens taken apart at the commas and semicolons that stand in no bracket.
fn pieces(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut pieces = vec![Vec::new()];
    for tree in tokens {
        match tree {
            TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => pieces.push(Vec::new()),
            tree => {
                if let Some(last) = pieces.last_mut() {
                    last.push(tree);
                }
            }
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The first and last token of `name` or `a.b` before a single `=`, and what follows that.
fn named(piece: &[TokenTree]) -> (Option<(proc_macro2::Span, proc_macro2::Span)>, &[TokenTree]) {
    let is = |at: usize, char: char| matches!(piece.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == char);
    let mut at = 0;
    loop {
        if !matches!(piece.get(at), Some(TokenTree::Ident(_))) {
            return (None, piece);
        }
        if is(at + 1, '.') {
            at += 2;
            continue;
        }
        break;
    }
    let alone = is(at + 1, '=') && !is(at + 2, '=') && !is(at + 2, '>');
    match (alone, piece.first(), piece.get(at), piece.get(at + 2..)) {
        (true, Some(first), Some(last), Some(rest)) if !rest.is_empty() => (Some((first.span(), last.span())), rest),
        _ => (None, piece),
    }
}

/// The names in the braces of a format string: `a` and `b` of `"{a} {{x}} {b:?} {0} {}"`.
fn captured(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let open = rest.find('{')?;
            rest = rest.get(open + 1..)?;
            if let Some(after) = rest.strip_prefix('{') {
                rest = after;
                continue;
            }
            let end = rest.find(['}', ':']).unwrap_or(rest.len());
            let name = rest.get(..end)?.trim();
            if name.starts_with(|char: char| char == '_' || char.is_alphabetic()) {
                return Some(name);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::captured;

    #[test]
    fn names_of_a_format_string_are_found() {
        for (text, expected) in [
            ("{a} {{x}} {b:?} {0} {}", &["a", "b"][..]),
            ("{a", &["a"]),
            ("{{", &[]),
            ("{}{_c}", &["_c"]),
            ("no braces", &[]),
        ] {
            assert_eq!(captured(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
