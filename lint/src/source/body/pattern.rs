// src/source/body/pattern.rs - Syntax of patterns to patterns

use syn::{Expr as SynExpr, Pat};

use super::lower::Lowerer;
use super::{FieldPattern, ListId, Local, LocalId, Pattern, PatternId, PatternKind};
use crate::source::facts::{Span, TypeId};

impl Lowerer<'_, '_> {
    pub(super) fn pattern(&mut self, syntax: &Pat) -> PatternId {
        let (kind, span) = match syntax {
            Pat::Paren(syntax) => return self.pattern(&syntax.pat),
            Pat::Guard(syntax) => return self.pattern(&syntax.pat),
            Pat::Type(syntax) => return self.typed(syntax).0,
            Pat::Wild(syntax) => (PatternKind::Wild, self.span(syntax.underscore_token.span)),
            Pat::Rest(syntax) => {
                (PatternKind::Rest, self.between(syntax.dot2_token.spans[0], syntax.dot2_token.spans[1]))
            }
            Pat::Ident(syntax) => self.binding(syntax),
            Pat::Path(syntax) => {
                let path = self.path(syntax.qself.as_ref(), &syntax.path);
                (PatternKind::Path(path), self.bodies.path(path).span)
            }
            Pat::TupleStruct(syntax) => {
                let path = self.path(syntax.qself.as_ref(), &syntax.path);
                let parts = self.patterns(&syntax.elems);
                let span = self.until(self.bodies.path(path).span, syntax.paren_token.span.close());
                (PatternKind::TupleStruct { path, parts }, span)
            }
            Pat::Struct(syntax) => {
                let path = self.path(syntax.qself.as_ref(), &syntax.path);
                let mut numbers = Vec::new();
                for field in &syntax.fields {
                    let pattern = self.pattern(&field.pat);
                    let name = self.member(&field.member);
                    numbers.push(self.bodies.field_patterns.push(FieldPattern { name, pattern }) as u32);
                }
                let fields = self.list(numbers);
                let span = self.until(self.bodies.path(path).span, syntax.brace_token.span.close());
                (PatternKind::Struct { path, fields }, span)
            }
            Pat::Tuple(syntax) => {
                let parts = self.patterns(&syntax.elems);
                let brackets = syntax.paren_token.span;
                (PatternKind::Tuple(parts), self.between(brackets.open(), brackets.close()))
            }
            Pat::Slice(syntax) => {
                let parts = self.patterns(&syntax.elems);
                let brackets = syntax.bracket_token.span;
                (PatternKind::Slice(parts), self.between(brackets.open(), brackets.close()))
            }
            Pat::Or(syntax) => {
                let parts = self.patterns(&syntax.cases);
                let mut spans = self.bodies.pattern_list(parts).map(|part| self.bodies.pattern(part).span);
                let first = spans.next().unwrap_or_default();
                let span = first.to(spans.last().unwrap_or(first));
                (PatternKind::Or(parts), span)
            }
            Pat::Reference(syntax) => {
                let inner = self.pattern(&syntax.pat);
                let span = self.since(syntax.and_token.span, self.bodies.pattern(inner).span);
                (PatternKind::Reference(inner), span)
            }
            Pat::Lit(syntax) => {
                let value = self.literal(&syntax.lit);
                (PatternKind::Literal(value), self.span_of(value))
            }
            Pat::Range(syntax) => {
                let value = self.expr(&SynExpr::Range(syntax.clone()));
                (PatternKind::Literal(value), self.span_of(value))
            }
            other => (PatternKind::Other, self.span(syn::spanned::Spanned::span(other))),
        };
        PatternId(self.bodies.patterns.push(Pattern { kind, span }) as u32)
    }

    /// A pattern whose type is stated, and that type.
    pub(super) fn typed(&mut self, syntax: &syn::PatType) -> (PatternId, TypeId) {
        let ty = self.ty(&syntax.ty);
        let pattern = self.pattern(&syntax.pat);
        if let PatternKind::Local { local, .. } = self.bodies.pattern(pattern).kind
            && let Some(local) = self.bodies.locals.open().get_mut(local.index())
        {
            local.ty = Some(ty);
        }
        (pattern, ty)
    }

    fn patterns<'p>(&mut self, syntax: impl IntoIterator<Item = &'p Pat>) -> ListId {
        let parts: Vec<PatternId> = syntax.into_iter().map(|part| self.pattern(part)).collect();
        self.list(parts.iter().map(|part| part.0))
    }

    fn binding(&mut self, syntax: &syn::PatIdent) -> (PatternKind, Span) {
        let name = self.walker.name(&syntax.ident);
        // Syntax alone does not tell `None` from a variable; by convention the first letter does.
        if self.walker.facts.name(name).starts_with(char::is_uppercase) {
            return (PatternKind::Path(self.single(name)), name);
        }
        let inner = syntax.subpat.as_ref().map(|(_, inner)| self.pattern(inner));
        // The alternatives of `a | b` bind the same names.
        let local = LocalId(self.bodies.locals.len() as u32);
        self.bodies.locals.push(Local { name, ty: None, mutable: syntax.mutability.is_some() });
        self.names.push((name, local));
        let end = inner.map_or(name, |inner| self.bodies.pattern(inner).span);
        (PatternKind::Local { local, inner: inner.map(|inner| inner.0) }, name.to(end))
    }
}
