// src/source/body/lower.rs - Syntax of bodies to expressions

//! Syntax of bodies to expressions.
//!
//! Spans are made of the first and the last token of each expression: syn's own `Spanned` prints it to tokens to learn them.

use proc_macro2::Span as SynSpan;
use syn::{Expr as SynExpr, Member, Pat};

use super::{
    Arm, Binary, BlockKind, Bodies, Body, BodyId, BodyOwner, BodyPath, Closure, ClosureId, Expr, ExprId, ExprKind,
    FieldValue, ListId, LocalId, MethodCall, MethodCallId, PathId, PatternId, Unary,
};
use crate::source::facts::{PathStart, ScopeId, Span, TypeId};
use crate::source::walk::{Generics, Walker};

/// Lowers the body of a function.
pub(in crate::source) fn lower_function(
    walker: &mut Walker<'_>,
    function: u32,
    signature: &syn::Signature,
    block: &syn::Block,
    generics: &Generics,
) -> BodyId {
    lower(walker, BodyOwner::Function(function), generics, |lowerer| {
        let patterns = signature.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Receiver(_) => None,
            syn::FnArg::Typed(input) => Some(&*input.pat),
        });
        let parameters: Vec<PatternId> = patterns.map(|pattern| lowerer.pattern(pattern)).collect();
        let parameters = lowerer.list(parameters.iter().map(|id| id.0));
        (parameters, lowerer.block(block, BlockKind::Plain, None))
    })
}

/// Lowers the value of a constant or a static.
pub(in crate::source) fn lower_value(walker: &mut Walker<'_>, owner: BodyOwner, value: &SynExpr, generics: &Generics) {
    lower(walker, owner, generics, |lowerer| {
        let parameters = lowerer.list([]);
        (parameters, lowerer.expr(value))
    });
}

fn lower(
    walker: &mut Walker<'_>,
    owner: BodyOwner,
    generics: &Generics,
    lower: impl FnOnce(&mut Lowerer<'_, '_>) -> (ListId, ExprId),
) -> BodyId {
    let bodies = std::mem::take(&mut walker.facts.bodies);
    let first = bodies.exprs.len() as u32;
    let scope = walker.scope;
    let mut lowerer = Lowerer { walker, bodies, names: Vec::new(), scope, generics };
    let (parameters, value) = lower(&mut lowerer);
    let mut bodies = lowerer.bodies;
    let id = BodyId(bodies.bodies.len() as u32);
    bodies.bodies.push(Body { owner, parameters, first, value });
    walker.facts.bodies = bodies;
    id
}

/// Where the lowering is.
pub(super) struct Lowerer<'w, 'a> {
    pub(super) walker: &'w mut Walker<'a>,
    pub(super) bodies: Bodies,
    /// The variables in view, the innermost last.
    pub(super) names: Vec<(Span, LocalId)>,
    /// The innermost scope.
    pub(super) scope: ScopeId,
    generics: &'w Generics,
}

impl Lowerer<'_, '_> {
    pub(super) fn span(&self, span: SynSpan) -> Span {
        self.walker.span(span)
    }

    /// From the start of one token to the end of another.
    pub(super) fn between(&self, first: SynSpan, last: SynSpan) -> Span {
        self.walker.between(first, last)
    }

    pub(super) fn since(&self, first: SynSpan, last: Span) -> Span {
        self.walker.since(first, last)
    }

    pub(super) fn until(&self, first: Span, last: SynSpan) -> Span {
        self.walker.until(first, last)
    }

    pub(super) fn push(&mut self, kind: ExprKind, span: Span) -> ExprId {
        ExprId::new(self.bodies.exprs.push(Expr { kind, span }))
    }

    pub(super) fn span_of(&self, id: ExprId) -> Span {
        self.bodies.expr(id).span
    }

    pub(super) fn list(&mut self, numbers: impl IntoIterator<Item = u32>) -> ListId {
        let lists = self.bodies.lists.open();
        let at = lists.len();
        lists.push(0);
        lists.extend(numbers);
        let count = lists.len() - at - 1;
        if let Some(length) = lists.get_mut(at) {
            *length = count as u32;
        }
        ListId(at as u32)
    }

    pub(super) fn expr_list(&mut self, ids: &[ExprId]) -> ListId {
        self.list(ids.iter().map(|id| id.index() as u32))
    }

    fn exprs<'e>(&mut self, syntax: impl IntoIterator<Item = &'e SynExpr>) -> ListId {
        let ids: Vec<ExprId> = syntax.into_iter().map(|part| self.expr(part)).collect();
        self.expr_list(&ids)
    }

    pub(super) fn maybe(&mut self, syntax: Option<&SynExpr>) -> Option<ExprId> {
        syntax.map(|syntax| self.expr(syntax))
    }

    /// Lowers what binds names that are in view there alone.
    pub(super) fn nested<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> T {
        let visible = self.names.len();
        let lowered = lower(self);
        self.names.truncate(visible);
        lowered
    }

    pub(super) fn ty(&mut self, syntax: &syn::Type) -> TypeId {
        let outer = std::mem::replace(&mut self.walker.scope, self.scope);
        let ty = self.walker.lower(syntax, self.generics);
        self.walker.scope = outer;
        ty
    }

    fn type_arguments(&mut self, arguments: Option<&syn::AngleBracketedGenericArguments>) -> (u32, u32) {
        let first = self.walker.facts.types.len() as u32;
        for argument in arguments.into_iter().flat_map(|arguments| &arguments.args) {
            if let syn::GenericArgument::Type(ty) = argument {
                self.ty(ty);
            }
        }
        self.types_since(first)
    }

    /// The types from one on; nothing where there is none, wherever that is.
    fn types_since(&self, first: u32) -> (u32, u32) {
        let end = self.walker.facts.types.len() as u32;
        if first == end { (0, 0) } else { (first, end) }
    }

    /// The variable of that name that is in view.
    pub(super) fn local(&self, name: &str) -> Option<LocalId> {
        let facts = &self.walker.facts;
        self.names.iter().rev().find(|(span, _)| facts.name(*span) == name).map(|(_, local)| *local)
    }

    pub(super) fn path(&mut self, qself: Option<&syn::QSelf>, syntax: &syn::Path) -> PathId {
        let start = if syntax.leading_colon.is_some() { PathStart::Absolute } else { PathStart::Relative };
        let path = self.walker.names(syntax.segments.iter().map(|segment| &segment.ident), start);
        let names = self.walker.facts.path_span(path);
        let span = qself.filter(|_| path.count > 0).map_or(names, |qself| self.since(qself.lt_token.span, names));
        // The type in angle brackets counts as an argument: it is the one that the path belongs to.
        let first = self.walker.facts.types.len() as u32;
        if let Some(qself) = qself {
            self.ty(&qself.ty);
        }
        for segment in &syntax.segments {
            if let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments {
                self.type_arguments(Some(arguments));
            }
        }
        let generics = self.types_since(first);
        let path = BodyPath { path, span, scope: self.scope, generics, qualified: qself.is_some() };
        PathId(self.bodies.paths.push(path) as u32)
    }

    /// Stores a path of one name.
    pub(super) fn single(&mut self, name: Span) -> PathId {
        let path = self.walker.path([name], PathStart::Relative);
        let path = BodyPath { path, span: name, scope: self.scope, generics: (0, 0), qualified: false };
        PathId(self.bodies.paths.push(path) as u32)
    }

    pub(super) fn path_expr(&mut self, qself: Option<&syn::QSelf>, syntax: &syn::Path) -> ExprId {
        if qself.is_none()
            && let Some(name) = syntax.get_ident()
        {
            let span = self.walker.name(name);
            if name == "self" {
                return self.push(ExprKind::SelfValue, span);
            }
            if let Some(local) = self.local(self.walker.facts.name(span)) {
                return self.push(ExprKind::Local(local), span);
            }
            if syntax.leading_colon.is_none() {
                let path = self.single(span);
                return self.push(ExprKind::Path(path), span);
            }
        }
        let path = self.path(qself, syntax);
        let span = self.bodies.path(path).span;
        self.push(ExprKind::Path(path), span)
    }

    pub(super) fn expr(&mut self, syntax: &SynExpr) -> ExprId {
        match syntax {
            SynExpr::Paren(syntax) => self.expr(&syntax.expr),
            SynExpr::Group(syntax) => self.expr(&syntax.expr),
            SynExpr::Path(syntax) => self.path_expr(syntax.qself.as_ref(), &syntax.path),
            SynExpr::Lit(syntax) => self.literal(&syntax.lit),
            SynExpr::Macro(syntax) => self.macro_call(&syntax.mac),
            SynExpr::Call(syntax) => {
                let function = self.expr(&syntax.func);
                let arguments = self.exprs(&syntax.args);
                let span = self.until(self.span_of(function), syntax.paren_token.span.close());
                self.push(ExprKind::Call { function, arguments }, span)
            }
            SynExpr::MethodCall(syntax) => {
                let receiver = self.expr(&syntax.receiver);
                let name = self.walker.name(&syntax.method);
                let generics = self.type_arguments(syntax.turbofish.as_ref());
                let arguments = self.exprs(&syntax.args);
                let span = self.until(self.span_of(receiver), syntax.paren_token.span.close());
                let call = MethodCall { receiver, name, generics, arguments };
                let id = self.bodies.method_calls.push(call) as u32;
                self.push(ExprKind::MethodCall(MethodCallId(id)), span)
            }
            SynExpr::Field(syntax) => {
                let base = self.expr(&syntax.base);
                let name = self.member(&syntax.member);
                let span = self.span_of(base).to(name);
                self.push(ExprKind::Field { base, name }, span)
            }
            SynExpr::Index(syntax) => {
                let base = self.expr(&syntax.expr);
                let index = self.expr(&syntax.index);
                let span = self.until(self.span_of(base), syntax.bracket_token.span.close());
                self.push(ExprKind::Index { base, index }, span)
            }
            SynExpr::Struct(syntax) => self.structure(syntax),
            SynExpr::Tuple(syntax) => {
                let parts = self.exprs(&syntax.elems);
                self.bracketed(ExprKind::Tuple(parts), syntax.paren_token.span)
            }
            SynExpr::Array(syntax) => {
                let parts = self.exprs(&syntax.elems);
                self.bracketed(ExprKind::Array(parts), syntax.bracket_token.span)
            }
            SynExpr::Repeat(syntax) => {
                let value = self.expr(&syntax.expr);
                let length = self.expr(&syntax.len);
                self.bracketed(ExprKind::Repeat { value, length }, syntax.bracket_token.span)
            }
            SynExpr::Block(syntax) => self.block(&syntax.block, BlockKind::Plain, None),
            SynExpr::Unsafe(syntax) => self.block(&syntax.block, BlockKind::Plain, Some(syntax.unsafe_token.span)),
            SynExpr::Const(syntax) => self.block(&syntax.block, BlockKind::Plain, Some(syntax.const_token.span)),
            SynExpr::TryBlock(syntax) => self.block(&syntax.block, BlockKind::Plain, Some(syntax.try_token.span)),
            SynExpr::Async(syntax) => self.block(&syntax.block, BlockKind::Async, Some(syntax.async_token.span)),
            SynExpr::If(syntax) => self.conditional(syntax),
            SynExpr::Let(syntax) => {
                let value = self.expr(&syntax.expr);
                let pattern = self.pattern(&syntax.pat);
                let span = self.since(syntax.let_token.span, self.span_of(value));
                self.push(ExprKind::Let { pattern, value }, span)
            }
            SynExpr::Match(syntax) => self.choice(syntax),
            SynExpr::Loop(syntax) => {
                let body = self.block(&syntax.body, BlockKind::Plain, None);
                self.prefixed(ExprKind::Loop { body }, syntax.loop_token.span, body)
            }
            SynExpr::While(syntax) => self.nested(|lowerer| {
                let condition = lowerer.expr(&syntax.cond);
                let body = lowerer.block(&syntax.body, BlockKind::Plain, None);
                lowerer.prefixed(ExprKind::While { condition, body }, syntax.while_token.span, body)
            }),
            SynExpr::ForLoop(syntax) => {
                let iterated = self.expr(&syntax.expr);
                self.nested(|lowerer| {
                    let pattern = lowerer.pattern(&syntax.pat);
                    let body = lowerer.block(&syntax.body, BlockKind::Plain, None);
                    lowerer.prefixed(ExprKind::For { pattern, iterated, body }, syntax.for_token.span, body)
                })
            }
            SynExpr::Closure(syntax) => self.closure(syntax),
            SynExpr::Return(syntax) => {
                let value = self.maybe(syntax.expr.as_deref());
                self.leaving(ExprKind::Return(value), syntax.return_token.span, value)
            }
            SynExpr::Break(syntax) => {
                let value = self.maybe(syntax.expr.as_deref());
                self.leaving(ExprKind::Break(value), syntax.break_token.span, value)
            }
            SynExpr::Continue(syntax) => self.leaving(ExprKind::Continue, syntax.continue_token.span, None),
            SynExpr::Try(syntax) => {
                let value = self.expr(&syntax.expr);
                let span = self.until(self.span_of(value), syntax.question_token.span);
                self.push(ExprKind::Try(value), span)
            }
            SynExpr::Await(syntax) => {
                let value = self.expr(&syntax.base);
                let span = self.until(self.span_of(value), syntax.await_token.span);
                self.push(ExprKind::Await(value), span)
            }
            SynExpr::Unary(syntax) => {
                let value = self.expr(&syntax.expr);
                let (operator, token) = match &syntax.op {
                    syn::UnOp::Deref(token) => (Unary::Dereference, token.span),
                    syn::UnOp::Not(token) => (Unary::Not, token.span),
                    syn::UnOp::Neg(token) => (Unary::Minus, token.span),
                    _ => return value,
                };
                self.prefixed(ExprKind::Unary { operator, value }, token, value)
            }
            SynExpr::Binary(syntax) => {
                let left = self.expr(&syntax.left);
                let right = self.expr(&syntax.right);
                let span = self.span_of(left).to(self.span_of(right));
                self.push(ExprKind::Binary { operator: binary(&syntax.op), left, right }, span)
            }
            SynExpr::Assign(syntax) => {
                let left = self.expr(&syntax.left);
                let right = self.expr(&syntax.right);
                let span = self.span_of(left).to(self.span_of(right));
                self.push(ExprKind::Assign { left, right }, span)
            }
            SynExpr::Reference(syntax) => {
                let value = self.expr(&syntax.expr);
                let mutable = syntax.mutability.is_some();
                self.prefixed(ExprKind::Reference { mutable, value }, syntax.and_token.span, value)
            }
            SynExpr::RawAddr(syntax) => {
                let value = self.expr(&syntax.expr);
                self.prefixed(ExprKind::Reference { mutable: false, value }, syntax.and_token.span, value)
            }
            SynExpr::Cast(syntax) => {
                let value = self.expr(&syntax.expr);
                let ty = self.ty(&syntax.ty);
                let end = self.walker.facts.types.get(ty.index()).map_or(Span::default(), |node| node.span);
                let span = self.span_of(value);
                let span = if end.is_empty() { self.until(span, syntax.as_token.span) } else { span.to(end) };
                self.push(ExprKind::Cast { value, ty }, span)
            }
            SynExpr::Range(syntax) => {
                let from = self.maybe(syntax.start.as_deref());
                let to = self.maybe(syntax.end.as_deref());
                let limits = match &syntax.limits {
                    syn::RangeLimits::HalfOpen(token) => self.between(token.spans[0], token.spans[1]),
                    syn::RangeLimits::Closed(token) => self.between(token.spans[0], token.spans[2]),
                };
                let start = from.map_or(limits, |from| self.span_of(from));
                let end = to.map_or(limits, |to| self.span_of(to));
                self.push(ExprKind::Range { from, to }, start.to(end))
            }
            SynExpr::Yield(syntax) => {
                let value = self.maybe(syntax.expr.as_deref());
                let parts = self.expr_list(&value.into_iter().collect::<Vec<_>>());
                self.leaving(ExprKind::Other(parts), syntax.yield_token.span, value)
            }
            SynExpr::Infer(syntax) => self.leaf(ExprKind::Literal, syntax.underscore_token.span),
            other => {
                let parts = self.list([]);
                let span = self.span(syn::spanned::Spanned::span(other));
                self.push(ExprKind::Other(parts), span)
            }
        }
    }

    fn leaf(&mut self, kind: ExprKind, token: SynSpan) -> ExprId {
        let span = self.span(token);
        self.push(kind, span)
    }

    fn bracketed(&mut self, kind: ExprKind, brackets: proc_macro2::extra::DelimSpan) -> ExprId {
        let span = self.between(brackets.open(), brackets.close());
        self.push(kind, span)
    }

    /// An expression that begins with a token and ends with what stands in it.
    fn prefixed(&mut self, kind: ExprKind, first: SynSpan, last: ExprId) -> ExprId {
        let span = self.since(first, self.span_of(last));
        self.push(kind, span)
    }

    fn leaving(&mut self, kind: ExprKind, keyword: SynSpan, value: Option<ExprId>) -> ExprId {
        let span = value.map_or_else(|| self.span(keyword), |value| self.since(keyword, self.span_of(value)));
        self.push(kind, span)
    }

    pub(super) fn member(&self, member: &Member) -> Span {
        match member {
            Member::Named(name) => self.walker.name(name),
            Member::Unnamed(index) => self.span(index.span),
        }
    }

    fn structure(&mut self, syntax: &syn::ExprStruct) -> ExprId {
        let path = self.path(syntax.qself.as_ref(), &syntax.path);
        let mut numbers = Vec::new();
        for field in &syntax.fields {
            let value = self.expr(&field.expr);
            let name = self.member(&field.member);
            numbers.push(self.bodies.fields.push(FieldValue { name, value }) as u32);
        }
        let fields = self.list(numbers);
        let rest = self.maybe(syntax.rest.as_deref());
        let span = self.until(self.bodies.path(path).span, syntax.brace_token.span.close());
        self.push(ExprKind::Struct { path, fields, rest }, span)
    }

    fn conditional(&mut self, syntax: &syn::ExprIf) -> ExprId {
        let (condition, then) = self.nested(|lowerer| {
            let condition = lowerer.expr(&syntax.cond);
            (condition, lowerer.block(&syntax.then_branch, BlockKind::Plain, None))
        });
        let otherwise = self.maybe(syntax.else_branch.as_ref().map(|(_, branch)| &**branch));
        self.prefixed(ExprKind::If { condition, then, otherwise }, syntax.if_token.span, otherwise.unwrap_or(then))
    }

    fn choice(&mut self, syntax: &syn::ExprMatch) -> ExprId {
        let value = self.expr(&syntax.expr);
        let mut numbers = Vec::new();
        for arm in &syntax.arms {
            let cfg = self.cfg(&arm.attrs);
            let arm = self.nested(|lowerer| {
                let (pattern, guard) = match &arm.pat {
                    Pat::Guard(guarded) => (lowerer.pattern(&guarded.pat), Some(lowerer.expr(&guarded.guard))),
                    pattern => (lowerer.pattern(pattern), None),
                };
                Arm { pattern, guard, value: lowerer.expr(&arm.body), cfg }
            });
            numbers.push(self.bodies.arms.push(arm) as u32);
        }
        let arms = self.list(numbers);
        let span = self.between(syntax.match_token.span, syntax.brace_token.span.close());
        self.push(ExprKind::Match { value, arms }, span)
    }

    fn closure(&mut self, syntax: &syn::ExprClosure) -> ExprId {
        let (parameters, value) = self.nested(|lowerer| {
            let parameters: Vec<PatternId> = syntax.inputs.iter().map(|input| lowerer.pattern(input)).collect();
            let parameters = lowerer.list(parameters.iter().map(|id| id.0));
            (parameters, lowerer.expr(&syntax.body))
        });
        let asynchronous = syntax.asyncness.is_some();
        let id = ClosureId(self.bodies.closures.push(Closure { parameters, value, asynchronous }) as u32);
        let first = syntax.asyncness.map(|token| token.span).or(syntax.capture.map(|token| token.span));
        self.prefixed(ExprKind::Closure(id), first.unwrap_or(syntax.inputs_begin.span), value)
    }
}

fn binary(operator: &syn::BinOp) -> Binary {
    match operator {
        syn::BinOp::Add(_) => Binary::Add,
        syn::BinOp::And(_) => Binary::And,
        syn::BinOp::Or(_) => Binary::Or,
        syn::BinOp::Eq(_) => Binary::Equal,
        syn::BinOp::Ne(_) => Binary::Unequal,
        syn::BinOp::Lt(_) | syn::BinOp::Le(_) | syn::BinOp::Ge(_) | syn::BinOp::Gt(_) => Binary::Compare,
        syn::BinOp::AddAssign(_) => Binary::AddAssign,
        syn::BinOp::SubAssign(_)
        | syn::BinOp::MulAssign(_)
        | syn::BinOp::DivAssign(_)
        | syn::BinOp::RemAssign(_)
        | syn::BinOp::BitXorAssign(_)
        | syn::BinOp::BitAndAssign(_)
        | syn::BinOp::BitOrAssign(_)
        | syn::BinOp::ShlAssign(_)
        | syn::BinOp::ShrAssign(_) => Binary::ArithmeticAssign,
        _ => Binary::Arithmetic,
    }
}
