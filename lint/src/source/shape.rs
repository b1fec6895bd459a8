// src/source/shape.rs - Where a syntax item begins and ends, its name and its visibility

//! Where a syntax item begins and ends, its name and its visibility.
//!
//! syn's own `Spanned` prints an item to tokens to learn its span; reading its first and last token costs nothing.

use proc_macro2::{Ident, Span, TokenStream};
use syn::token::Brace;
use syn::{Attribute, Item, Macro, Signature, Token, Visibility};

/// What every item has.
pub(super) struct Shape<'a> {
    /// The first token after attributes.
    pub(super) first: Span,
    /// The last token.
    pub(super) last: Span,
    /// The name, if the item has one of its own.
    pub(super) name: Option<&'a Ident>,
    /// The visibility; none where an item can have none.
    pub(super) visibility: Option<&'a Visibility>,
    /// All attributes, inner ones included.
    pub(super) attributes: &'a [Attribute],
}

/// The shape of an item; none for an item that is no token at all.
pub(super) fn shape(item: &Item) -> Option<Shape<'_>> {
    let shape = match item {
        Item::Const(item) => {
            let first = item.modifiers.defaultness.map_or(item.const_token.span, |token| token.span);
            full(&item.attrs, &item.vis, first, item.semi_token.span, &item.ident)
        }
        Item::Enum(item) => full(&item.attrs, &item.vis, item.enum_token.span, close(item.brace_token), &item.ident),
        Item::ExternCrate(item) => Shape {
            name: None,
            ..full(&item.attrs, &item.vis, item.extern_token.span, item.semi_token.span, &item.ident)
        },
        Item::Fn(item) => {
            let first = item.modifiers.defaultness.map_or_else(|| signature_start(&item.sig), |token| token.span);
            full(&item.attrs, &item.vis, first, close(item.block.brace_token), &item.sig.ident)
        }
        Item::ForeignMod(item) => {
            let first = item.unsafety.map_or(item.abi.extern_token.span, |token| token.span);
            bare(&item.attrs, first, close(item.brace_token))
        }
        Item::Impl(item) => {
            let first = item.modifiers.defaultness.map(|token| token.span);
            let first = first.or(item.unsafety.map(|token| token.span)).unwrap_or(item.impl_token.span);
            bare(&item.attrs, first, close(item.brace_token))
        }
        Item::Macro(item) => {
            let first = item.mac.path.segments.first().map_or(item.mac.bang_token.span, |first| first.ident.span());
            let last = item.semi_token.map_or_else(|| macro_end(&item.mac), |token| token.span);
            Shape { name: item.ident.as_ref(), ..bare(&item.attrs, first, last) }
        }
        Item::Mod(item) => {
            let first = item.unsafety.map_or(item.mod_token.span, |token| token.span);
            let last = match (&item.content, item.semi) {
                (Some((braces, _)), _) => close(*braces),
                (None, Some(semicolon)) => semicolon.span,
                (None, None) => item.ident.span(),
            };
            full(&item.attrs, &item.vis, first, last, &item.ident)
        }
        Item::Static(item) => full(&item.attrs, &item.vis, item.static_token.span, item.semi_token.span, &item.ident),
        Item::Struct(item) => {
            let last = match (item.semi_token, &item.fields) {
                (Some(semicolon), _) => semicolon.span,
                (None, syn::Fields::Named(fields)) => close(fields.brace_token),
                (None, _) => item.ident.span(),
            };
            full(&item.attrs, &item.vis, item.struct_token.span, last, &item.ident)
        }
        Item::Trait(item) => {
            let first = item.unsafety.map(|token| token.span).or(item.modifiers.auto_token.map(|token| token.span));
            let first = first.unwrap_or(item.trait_token.span);
            full(&item.attrs, &item.vis, first, close(item.brace_token), &item.ident)
        }
        Item::TraitAlias(item) => {
            full(&item.attrs, &item.vis, item.trait_token.span, item.semi_token.span, &item.ident)
        }
        Item::Type(item) => full(&item.attrs, &item.vis, item.type_token.span, item.semi_token.span, &item.ident),
        Item::Union(item) => {
            full(&item.attrs, &item.vis, item.union_token.span, close(item.fields.brace_token), &item.ident)
        }
        Item::Use(item) => Shape {
            first: visibility_start(&item.vis).unwrap_or(item.use_token.span),
            last: item.semi_token.span,
            name: None,
            visibility: Some(&item.vis),
            attributes: &item.attrs,
        },
        Item::Verbatim(tokens) => {
            let (first, last) = ends(tokens)?;
            bare(&[], first, last)
        }
        _ => return None,
    };
    Some(shape)
}

fn full<'a>(
    attributes: &'a [Attribute],
    visibility: &'a Visibility,
    keyword: Span,
    last: Span,
    name: &'a Ident,
) -> Shape<'a> {
    let first = visibility_start(visibility).unwrap_or(keyword);
    Shape { first, last, name: Some(name), visibility: Some(visibility), attributes }
}

fn bare(attributes: &[Attribute], first: Span, last: Span) -> Shape<'_> {
    Shape { first, last, name: None, visibility: None, attributes }
}

fn close(braces: Brace) -> Span {
    braces.span.close()
}

/// The last token of a macro call without its `;`.
pub(super) fn macro_end(call: &Macro) -> Span {
    call.delimiter.span().close()
}

fn visibility_start(visibility: &Visibility) -> Option<Span> {
    match visibility {
        Visibility::Public(token) => Some(token.span),
        Visibility::Restricted(restricted) => Some(restricted.pub_token.span),
        Visibility::Inherited => None,
    }
}

fn signature_start(signature: &Signature) -> Span {
    let constness: Option<Token![const]> = signature.constness;
    constness
        .map(|token| token.span)
        .or(signature.asyncness.map(|token| token.span))
        .or(match signature.safety {
            syn::Safety::Safe(token) => Some(token.span),
            syn::Safety::Unsafe(token) => Some(token.span),
            _ => None,
        })
        .or(signature.abi.as_ref().map(|abi| abi.extern_token.span))
        .unwrap_or(signature.fn_token.span)
}

/// The first and the last of some tokens.
pub(super) fn ends(tokens: &TokenStream) -> Option<(Span, Span)> {
    let mut trees = tokens.clone().into_iter();
    let first = trees.next()?;
    let last = trees.last().unwrap_or_else(|| first.clone());
    Some((first.span(), last.span()))
}
