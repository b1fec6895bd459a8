// src/routes/mod.rs - Every HTTP route that an axum program serves, from its source alone

//! Every HTTP route that an axum program serves, from its source alone.
//!
//! The functions that build routers are evaluated: values are routers, method routers, paths, handlers and what holds
//! them. Evaluation begins at `main` of each binary and follows calls through modules and crates; both arms of a branch
//! are taken. A package that serves nothing that way is evaluated from its functions that return a router and that
//! nothing else of it calls.
//!
//! Invariants: what can't be followed is [`RouteTable::unresolved`], with its place, never left out in silence. The work is
//! bounded: a program that recurses ends.

pub(crate) mod asked;
pub(crate) mod body;
mod call;
pub mod describe;
pub(crate) mod errors;
mod eval;
mod known;
pub mod path;
mod pattern;
mod program;
mod relevant;
pub mod render;
pub(crate) mod resource;
mod router;
pub mod served;
pub(crate) mod spoken;
#[cfg(test)]
mod tests;
mod text;
mod typed;
mod value;

use std::fmt;

use crate::finding::Unresolved;
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::tree::{CrateId, LoadId};
use crate::source::facts::Span;

/// The routes of a project.
#[derive(Debug, Clone, Default)]
pub struct RouteTable {
    /// The routes, by program, path and method.
    pub routes: Vec<Route>,
    /// What axum refuses when a program starts, besides routes that clash.
    pub faults: Vec<Fault>,
    /// What could not be followed, by place.
    pub unresolved: Vec<Unresolved>,
}

/// A call that axum 0.8 panics at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The program that makes it.
    pub program: CrateId,
    /// Where it stands.
    pub load: LoadId,
    /// The argument at fault.
    pub span: Span,
    /// Why it is refused.
    pub kind: FaultKind,
}

/// Why axum 0.8 refuses a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// A router is nested at `/` or the empty path.
    NestAtRoot,
    /// A router is nested at a path that does not begin with `/`.
    RelativePrefix,
    /// A router is nested below a catch-all.
    CatchAllPrefix,
    /// Two routers with fallbacks are merged.
    Fallbacks,
    /// A router with a fallback is nested at a parameter, or where another one's fallback answers.
    NestedFallbacks,
}

impl RouteTable {
    /// The routes of all programs of a project.
    pub fn of(model: &Model) -> Self {
        program::table(model)
    }
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The program that serves it: a binary, or a library whose router others serve.
    pub program: CrateId,
    /// The method.
    pub method: Method,
    /// The whole path. `<name>` stands for what is known only at run time.
    pub path: String,
    /// What answers.
    pub handler: Handler,
    /// What is put round it, the innermost first.
    pub layers: Vec<Layer>,
    /// Whether a branch or a `cfg` decides if it is there.
    pub conditional: bool,
    /// Where the route is added.
    pub load: LoadId,
    /// The path, or the handlers, in the call that adds it.
    pub span: Span,
}

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are what they are called")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
    Options,
    Trace,
    Connect,
    /// Whatever the method is.
    Any,
}

impl Method {
    /// The method of a name in any case.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "get" => Self::Get,
            "post" => Self::Post,
            "put" => Self::Put,
            "patch" => Self::Patch,
            "delete" => Self::Delete,
            "head" => Self::Head,
            "options" => Self::Options,
            "trace" => Self::Trace,
            "connect" => Self::Connect,
            "any" => Self::Any,
            _ => return None,
        })
    }

    /// As a request writes it; `ANY` for all of them.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
            Self::Connect => "CONNECT",
            Self::Any => "ANY",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What answers a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handler {
    /// A function of the project.
    Function(FunctionRef),
    /// A closure, a service, or what is known only at run time: an expression.
    Other(LoadId, Span),
}

impl Handler {
    /// The handler as the code calls it: a function's name, else what stands there, on one line and not too long.
    pub fn name(&self, model: &Model) -> String {
        match self {
            Self::Function(id) => {
                let facts = model.facts(id.load);
                model.function(*id).map(|function| facts.name(function.name).to_owned()).unwrap_or_default()
            }
            Self::Other(load, span) => shortened(model.facts(*load).slice(*span)),
        }
    }
}

/// What is put round a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// What stands in the call, on one line and not too long.
    pub text: String,
    /// The function that it calls for each request, if it is one of the project.
    pub function: Option<FunctionRef>,
    /// The type that it extracts before the handler runs, where it is made by `from_extractor`.
    pub extractor: Option<String>,
}

/// Code on one line.
fn shortened(text: &str) -> String {
    const LENGTH: usize = 60;
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > LENGTH {
        line = line.chars().take(LENGTH - 1).collect();
        line.push('…');
    }
    line
}
