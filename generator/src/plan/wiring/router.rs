// src/plan/wiring/router.rs - A module's router merged into the application's

//! A module's router merged into the application's.

use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall};

use super::Outcome;
use super::source::{Source, line};

/// Adds `.merge(name::router())` behind the last such call.
pub(super) fn merge(source: &Source<'_>, name: &str) -> Outcome {
    let mut calls = Calls { source, name, already: false, last: None, new: None };
    calls.visit_file(&source.syntax);
    if calls.already {
        return Outcome::Already;
    }
    let ident = format_ident!("{name}");
    let added = line(quote!(.merge(#ident::router())));
    let Some(place) = calls.last.or(calls.new) else {
        return Outcome::NoPlace { wanted: "router that merges others".to_owned(), line: added };
    };
    let (at, dot) = (place.end, place.dot);
    let own_line = dot.filter(|dot| source.slice(source.line_start(*dot)..*dot).trim().is_empty());
    Outcome::Done(match own_line {
        Some(dot) => {
            let (eol, indent) = (source.eol(), source.indent(dot));
            source.with(source.behind(at), &format!("{eol}{indent}{added}"))
        }
        None => source.with(at, &added),
    })
}

/// A call that another one can follow.
struct Place {
    /// The end of the call.
    end: usize,
    /// The dot before it, or behind it for the call that makes the router.
    dot: Option<usize>,
}

struct Calls<'a> {
    source: &'a Source<'a>,
    name: &'a str,
    already: bool,
    /// The last `.merge(x::router())` of the file.
    last: Option<Place>,
    /// The first call that makes a router.
    new: Option<Place>,
}

impl<'ast> Visit<'ast> for Calls<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if call.method == "merge" || call.method == "nest" {
            for module in call.args.iter().filter_map(routed_module) {
                self.already |= module == self.name;
                let end = self.source.range(call).end;
                if call.method == "merge" && self.last.as_ref().is_none_or(|last| last.end < end) {
                    self.last = Some(Place { end, dot: Some(self.source.range(&call.dot_token).start) });
                }
            }
        }
        if let Expr::Call(made) = call.receiver.as_ref()
            && makes_router(made)
            && self.new.is_none()
        {
            let dot = Some(self.source.range(&call.dot_token).start);
            self.new = Some(Place { end: self.source.range(made).end, dot });
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if makes_router(call) && self.new.is_none() {
            self.new = Some(Place { end: self.source.range(call).end, dot: None });
        }
        visit::visit_expr_call(self, call);
    }
}

/// `job` of `job::router()`, of `crate::api::job::router()` and of either with methods called on it.
pub(super) fn routed_module(argument: &Expr) -> Option<String> {
    match argument {
        Expr::MethodCall(call) => routed_module(&call.receiver),
        Expr::Call(call) => {
            let Expr::Path(path) = call.func.as_ref() else { return None };
            let mut segments = path.path.segments.iter().rev();
            let function = segments.next()?;
            let module = segments.next()?;
            (function.ident == "router").then(|| module.ident.to_string())
        }
        _ => None,
    }
}

/// Whether a call is `Router::new()` or the like.
fn makes_router(call: &ExprCall) -> bool {
    let Expr::Path(path) = call.func.as_ref() else { return false };
    let mut segments = path.path.segments.iter().rev();
    let (function, owner) = (segments.next(), segments.next());
    function.is_some_and(|f| f.ident == "new" || f.ident == "with_openapi")
        && owner.is_some_and(|owner| owner.ident == "Router" || owner.ident == "OpenApiRouter")
}
