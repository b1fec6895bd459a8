// src/routes/resource.rs - What the segments of a program's paths stand for

//! What the segments of a program's paths stand for: collections, items, what hides what.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::describe::is_colon;
use super::path::{Segment, segments};
use super::{Method, Route, RouteTable};
use crate::finding::Label;
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::tree::CrateId;

/// The routes of one program, taken apart.
pub(crate) struct Program<'t> {
    /// The package that it belongs to.
    pub(crate) package: &'t Package,
    /// Whether its paths are written as axum did before 0.8.
    pub(crate) colon: bool,
    /// Its routes with their segments.
    pub(crate) routes: Vec<(&'t Route, Vec<Segment<'t>>)>,
    /// Which of them begin with a literal, by that.
    by_literal: FxHashMap<&'t str, Vec<usize>>,
    /// Which begin with anything else.
    others: Vec<usize>,
}

impl<'t> Program<'t> {
    /// The programs of a table.
    pub(crate) fn all(model: &'t Model, table: &'t RouteTable) -> Vec<Self> {
        let programs: BTreeSet<CrateId> = table.routes.iter().map(|route| route.program).collect();
        let program = |program: CrateId| {
            let routes: Vec<&Route> = table.routes.iter().filter(|route| route.program == program).collect();
            let colon = routes.first().is_some_and(|route| is_colon(model, route));
            let routes = routes.into_iter().map(|route| (route, segments(&route.path, colon).collect()));
            Self::new(model.package(model.tree.krate(program).package), colon, routes.collect())
        };
        programs.into_iter().map(program).collect()
    }

    fn new(package: &'t Package, colon: bool, routes: Vec<(&'t Route, Vec<Segment<'t>>)>) -> Self {
        let mut by_literal: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let mut others = Vec::new();
        for (at, (_, segments)) in routes.iter().enumerate() {
            match segments.first() {
                Some(Segment::Literal(text)) => by_literal.entry(text).or_default().push(at),
                _ => others.push(at),
            }
        }
        Self { package, colon, routes, by_literal, others }
    }

    /// The routes that can be those of a path which begins with a text.
    pub(super) fn beginning(&self, first: &str) -> impl Iterator<Item = &(&'t Route, Vec<Segment<'t>>)> {
        let literal = self.by_literal.get(first).into_iter().flatten();
        literal.chain(&self.others).filter_map(|at| self.routes.get(*at))
    }

    /// The numbers of the routes whose paths begin alike: with the same literal, or with anything else.
    pub(crate) fn beginning_alike<'p>(&'p self, segments: &[Segment<'_>]) -> &'p [usize] {
        match segments.first() {
            Some(Segment::Literal(text)) => self.by_literal.get(*text).map(Vec::as_slice).unwrap_or_default(),
            _ => &self.others,
        }
    }

    /// Whether a collection has a route for one of its items: the segments with a parameter behind them.
    pub(crate) fn has_items(&self, collection: &[Segment<'_>]) -> bool {
        self.routes.iter().any(|(_, segments)| {
            segments.len() > collection.len()
                && is_like(segments.get(..collection.len()).unwrap_or_default(), collection)
                && matches!(segments.get(collection.len()), Some(Segment::Parameter(_)))
        })
    }

    /// Whether a word is the collection of some path: there are items below it.
    pub(crate) fn is_collection(&self, word: &str) -> bool {
        self.routes.iter().any(|(_, segments)| {
            segments
                .windows(2)
                .any(|pair| matches!(pair, [Segment::Literal(name), Segment::Parameter(_)] if *name == word))
        })
    }
}

/// Whether two rows of segments are the same, whatever their parameters are called.
pub(crate) fn is_like(one: &[Segment<'_>], other: &[Segment<'_>]) -> bool {
    let is_same = |(one, other): (&Segment<'_>, &Segment<'_>)| match (one, other) {
        (Segment::Parameter(_), Segment::Parameter(_)) | (Segment::Rest(_), Segment::Rest(_)) => true,
        (one, other) => one == other,
    };
    one.len() == other.len() && one.iter().zip(other).all(is_same)
}

/// The place where a route is added.
pub(crate) fn label(model: &Model, route: &Route, text: impl Into<String>) -> Label {
    Label::new(&model.facts(route.load).path, route.span.range(), text)
}

/// Segments as a path.
pub(crate) fn written(segments: &[Segment<'_>], colon: bool) -> String {
    let part = |segment: &Segment<'_>| match segment {
        Segment::Literal(text) | Segment::Unknown(text) => format!("/{text}"),
        Segment::Parameter(name) if colon => format!("/:{name}"),
        Segment::Parameter(name) => format!("/{{{name}}}"),
        Segment::Rest(name) if colon => format!("/*{name}"),
        Segment::Rest(name) => format!("/{{*{name}}}"),
    };
    segments.iter().map(part).collect()
}

/// Whether a route is on the list of those that anyone may ask for.
pub(crate) fn is_public(package: &Package, route: &Route, segments: &[Segment<'_>]) -> bool {
    package.settings.public_routes.iter().any(|pattern| is_about(pattern, route, segments))
}

/// Whether an entry of the list is about a route: `/docs/**`, `POST /auth/login`.
fn is_about(pattern: &str, route: &Route, segments: &[Segment<'_>]) -> bool {
    let (method, path) = match pattern.split_once(' ') {
        Some((method, path)) => (Method::named(method), path.trim()),
        None => (None, pattern),
    };
    if method.is_some_and(|method| method != route.method) {
        return false;
    }
    if path == route.path {
        return true;
    }
    // A prefix that is known at run time alone leads to the same routes.
    let prefix = segments.iter().take_while(|segment| matches!(segment, Segment::Unknown(_))).count();
    let segments = segments.get(prefix..).unwrap_or_default();
    let mut parts = path.trim_start_matches('/').split('/');
    let mut at = segments.iter();
    loop {
        match (parts.next(), at.next()) {
            (Some("**"), _) | (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(part), Some(Segment::Literal(text))) if part == *text => {}
            (Some(part), Some(Segment::Parameter(name) | Segment::Rest(name))) if is_parameter(part, name) => {}
            _ => return false,
        }
    }
}

/// Whether a part of an entry is written as a parameter of that name.
fn is_parameter(part: &str, name: &str) -> bool {
    part.trim_matches(['{', '}', ':', '*']) == name && part.starts_with(['{', ':', '*'])
}
