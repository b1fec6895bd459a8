// src/source/body/block.rs - Syntax of blocks to statements

use proc_macro2::Span as SynSpan;
use syn::{Pat, Stmt};

use super::lower::Lowerer;
use super::{BlockKind, ExprId, ExprKind, Statement, StatementKind};
use crate::source::cfg;
use crate::source::facts::{Scope, ScopeId, ScopeKind, Span};

impl Lowerer<'_, '_> {
    pub(super) fn block(&mut self, syntax: &syn::Block, kind: BlockKind, first: Option<SynSpan>) -> ExprId {
        let braces = syntax.brace_token.span;
        let span = self.between(braces.open(), braces.close());
        let outer = self.scope;
        if syntax.stmts.iter().any(|statement| matches!(statement, Stmt::Item(_))) {
            let is_here = |scope: &Scope| scope.kind == ScopeKind::Block && scope.span.start == span.start;
            // The walk has been here before and has opened the scope.
            if let Some(at) = self.walker.facts.scopes.iter().rposition(is_here) {
                self.scope = ScopeId(at as u32);
            }
        }
        let statements = self.nested(|lowerer| {
            let mut numbers = Vec::new();
            for statement in &syntax.stmts {
                if let Some(statement) = lowerer.statement(statement) {
                    numbers.push(lowerer.bodies.statements.push(statement) as u32);
                }
            }
            lowerer.list(numbers)
        });
        self.scope = outer;
        let span = first.map_or(span, |first| self.since(first, span));
        self.push(ExprKind::Block { statements, kind }, span)
    }

    pub(super) fn cfg(&self, attributes: &[syn::Attribute]) -> Option<Span> {
        let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("cfg"))?;
        Some(self.between(attribute.pound_token.span, attribute.bracket_token.span.close()))
    }

    fn statement(&mut self, syntax: &Stmt) -> Option<Statement> {
        match syntax {
            Stmt::Item(_) => None,
            Stmt::Local(local) => {
                // What the value says is said before the names are bound.
                let value = self.maybe(local.init.as_ref().map(|init| &*init.expr));
                let diverge = local.init.as_ref().and_then(|init| init.diverge.as_ref());
                let otherwise = self.maybe(diverge.map(|(_, otherwise)| &**otherwise));
                let (pattern, ty) = match &local.pat {
                    Pat::Type(typed) => {
                        let (pattern, ty) = self.typed(typed);
                        (pattern, Some(ty))
                    }
                    pattern => (self.pattern(pattern), None),
                };
                let kind = StatementKind::Let { pattern, ty, value, otherwise };
                Some(Statement { kind, cfg: self.cfg(&local.attrs) })
            }
            Stmt::Expr(value, semicolon) => {
                let cfg = self.cfg(cfg::of_expr(value));
                let value = self.expr(value);
                Some(Statement { kind: StatementKind::Expr { value, semicolon: semicolon.is_some() }, cfg })
            }
            Stmt::Macro(call) => {
                let value = self.macro_call(&call.mac);
                let semicolon = call.semi_token.is_some();
                Some(Statement { kind: StatementKind::Expr { value, semicolon }, cfg: self.cfg(&call.attrs) })
            }
        }
    }
}
