// src/source/body/chain.rs - Tokens that are a chain of names and calls, as the parser would read them

//! Tokens that are a chain of names and calls, as the parser would read them: `a::b(c)`, `&self.page.items[0]`,
//! `"x".to_owned()`.
//!
//! That is what most arguments of macro calls are that are more than a word, and a parser that has to be ready for any
//! expression takes ten times as long for it. What is anything else is left to the parser.

use proc_macro2::{Delimiter, Group, Ident, Punct, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Expr, Member, Token, token};

use rulebook_conventions::reserved::rust_keyword;

/// What tokens are as an expression, if they are such a chain.
pub(super) fn chain(tokens: &[TokenTree]) -> Option<Expr> {
    match tokens {
        [TokenTree::Punct(and), rest @ ..] if and.as_char() == '&' => {
            let (mutability, rest) = match rest {
                [TokenTree::Ident(word), rest @ ..] if word == "mut" => (Some(Token![mut](word.span())), rest),
                _ => (None, rest),
            };
            let expr = Box::new(unprefixed(rest)?);
            Some(Expr::Reference(syn::ExprReference {
                attrs: vec![],
                and_token: Token![&](and.span()),
                mutability,
                expr,
            }))
        }
        _ => unprefixed(tokens),
    }
}

fn unprefixed(tokens: &[TokenTree]) -> Option<Expr> {
    let (mut expr, mut rest) = match tokens {
        [TokenTree::Literal(literal), rest @ ..] => {
            (Expr::Lit(syn::ExprLit { attrs: vec![], lit: syn::Lit::new(literal.clone()) }), rest)
        }
        _ => path(tokens)?,
    };
    while !rest.is_empty() {
        (expr, rest) = link(expr, rest)?;
    }
    Some(expr)
}

/// A path without generic arguments, and what follows it.
fn path(tokens: &[TokenTree]) -> Option<(Expr, &[TokenTree])> {
    let (first, mut rest) = segment(tokens)?;
    let mut path = syn::Path::from(first.clone());
    while let [TokenTree::Punct(one), TokenTree::Punct(other), following @ ..] = rest
        && one.as_char() == ':'
        && other.as_char() == ':'
    {
        let (next, following) = segment(following)?;
        path.segments.push_punct(Token![::]([one.span(), other.span()]));
        path.segments.push_value(next.clone().into());
        rest = following;
    }
    Some((Expr::Path(syn::ExprPath { attrs: vec![], qself: None, path }), rest))
}

fn segment(tokens: &[TokenTree]) -> Option<(&Ident, &[TokenTree])> {
    let [TokenTree::Ident(name), rest @ ..] = tokens else { return None };
    let leads = ["self", "Self", "super", "crate"].iter().any(|word| name == word);
    (leads || is_name(name)).then_some((name, rest))
}

fn is_name(name: &Ident) -> bool {
    rust_keyword(&name.to_string()).is_none()
}

/// A chain with what its next tokens add to it, and the tokens behind those.
fn link(base: Expr, tokens: &[TokenTree]) -> Option<(Expr, &[TokenTree])> {
    let base = Box::new(base);
    match tokens {
        [TokenTree::Punct(dot), TokenTree::Ident(name), rest @ ..] if dot.as_char() == '.' => {
            named(base, dot, name, rest)
        }
        [TokenTree::Punct(dot), TokenTree::Literal(index), rest @ ..] if dot.as_char() == '.' => {
            let index = syn::Index { index: index.to_string().parse().ok()?, span: index.span() };
            Some((field(base, dot, Member::Unnamed(index)), rest))
        }
        [TokenTree::Punct(question), rest @ ..] if question.as_char() == '?' => {
            let question_token = Token![?](question.span());
            Some((Expr::Try(syn::ExprTry { attrs: vec![], expr: base, question_token }), rest))
        }
        [TokenTree::Group(group), rest @ ..] if group.delimiter() == Delimiter::Parenthesis => {
            let (paren_token, args) = (parenthesis(group), arguments(group)?);
            Some((Expr::Call(syn::ExprCall { attrs: vec![], func: base, paren_token, args }), rest))
        }
        [TokenTree::Group(group), rest @ ..] if group.delimiter() == Delimiter::Bracket => {
            let index = Box::new(chain(&group.stream().into_iter().collect::<Vec<_>>())?);
            let bracket_token = token::Bracket { span: group.delim_span() };
            Some((Expr::Index(syn::ExprIndex { attrs: vec![], expr: base, bracket_token, index }), rest))
        }
        _ => None,
    }
}

/// `base.name`, `base.name(..)` or `base.await`.
fn named<'t>(base: Box<Expr>, dot: &Punct, name: &Ident, rest: &'t [TokenTree]) -> Option<(Expr, &'t [TokenTree])> {
    let dot_token = Token![.](dot.span());
    if name == "await" {
        let await_token = Token![await](name.span());
        return Some((Expr::Await(syn::ExprAwait { attrs: vec![], base, dot_token, await_token }), rest));
    }
    if !is_name(name) {
        return None;
    }
    match rest {
        [TokenTree::Group(group), rest @ ..] if group.delimiter() == Delimiter::Parenthesis => {
            let (paren_token, args, method) = (parenthesis(group), arguments(group)?, name.clone());
            let call = syn::ExprMethodCall {
                attrs: vec![],
                receiver: base,
                dot_token,
                method,
                turbofish: None,
                paren_token,
                args,
            };
            Some((Expr::MethodCall(call), rest))
        }
        // Generic arguments.
        [TokenTree::Punct(colon), ..] if colon.as_char() == ':' => None,
        _ => Some((field(base, dot, Member::Named(name.clone())), rest)),
    }
}

fn field(base: Box<Expr>, dot: &Punct, member: Member) -> Expr {
    Expr::Field(syn::ExprField { attrs: vec![], base, dot_token: Token![.](dot.span()), member })
}

fn parenthesis(group: &Group) -> token::Paren {
    token::Paren { span: group.delim_span() }
}

/// What stands between the brackets of a call, if those are chains.
fn arguments(group: &Group) -> Option<Punctuated<Expr, Token![,]>> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let mut found = Punctuated::new();
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let comma = |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',');
        let length = rest.iter().position(comma).unwrap_or(rest.len());
        let (argument, following) = rest.split_at(length);
        found.push_value(chain(argument)?);
        rest = match following {
            [TokenTree::Punct(comma), rest @ ..] => {
                found.push_punct(Token![,](comma.span()));
                rest
            }
            _ => following,
        };
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use proc_macro2::{TokenStream, TokenTree};

    use super::chain;

    fn tokens(text: &str) -> Vec<TokenTree> {
        text.parse::<TokenStream>().unwrap().into_iter().collect()
    }

    /// An expression with all its tokens told apart, which is how the parser's is held against it.
    fn shown(expr: &syn::Expr) -> String {
        let mut shown = String::new();
        let mut waiting = vec![quote::ToTokens::to_token_stream(expr)];
        while let Some(stream) = waiting.pop() {
            for tree in stream {
                match tree {
                    TokenTree::Group(group) => waiting.push(group.stream()),
                    tree => shown.push_str(&format!("{tree}@{:?} ", tree.span().start())),
                }
            }
        }
        format!("{:?} {shown}", std::mem::discriminant(expr))
    }

    #[test]
    fn a_chain_is_what_the_parser_reads() {
        for text in [
            "a",
            "a::b",
            "self",
            "self.a",
            "Self::new(a)",
            "crate::a::b(super::c)",
            "a.b",
            "a.b.c()",
            "a.b(c, &d).await?",
            "a.0",
            "a[0].b[c.d]",
            "&a",
            "&mut a.b",
            "\"x\".to_owned()",
            "f(a,)",
            "f()(b)",
            "a.b(\"x\", 1, 'c').d?",
            "1",
            "r#a.r#b",
            "a.await.b()",
            "(a.b)",
            "f(&a, b(c(d)))",
        ] {
            let read = syn::parse_str::<syn::Expr>(text).unwrap();
            match chain(&tokens(text)) {
                Some(found) => assert_eq!(shown(&found), shown(&read), "{text}"),
                None => assert_eq!(text, "(a.b)", "is a chain"),
            }
        }
    }

    #[test]
    fn what_is_no_chain_is_left_to_the_parser() {
        for text in [
            "",
            "a + b",
            "a as u8",
            "!a",
            "-1",
            "*a",
            "&&a",
            "a.b::<C>()",
            "a::<B>::c",
            "A { b }",
            "a!(b)",
            "a..b",
            "|a| b",
            "a = b",
            "a.b(c + d)",
            "f(a,,b)",
            "f(,)",
            "a b",
            "a.1.2",
            "if",
            "true",
            "async",
            "_",
            "a::",
            "a.",
            "a?b",
            "::a",
            "a[b, c]",
            "a[]",
            "return a",
            "a.match",
            "f(a; b)",
            "a.0u8",
            "&raw const a",
            "'a: loop {}",
        ] {
            assert!(chain(&tokens(text)).is_none(), "{text}");
        }
    }
}
