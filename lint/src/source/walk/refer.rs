// src/source/walk/refer.rs - Which paths are recorded as references

use proc_macro2::Ident;
use syn::visit::Visit;

use super::Walker;
use crate::source::facts::{PathRef, PathStart, Reference, Site, Span};

impl Walker<'_> {
    /// Records a path that stands in the code.
    pub(in crate::source) fn refer<'i>(
        &mut self,
        names: impl Iterator<Item = &'i Ident> + Clone,
        start: PathStart,
        site: Site,
    ) {
        let mut ahead = names.clone();
        let (Some(first), second) = (ahead.next(), ahead.next()) else { return };
        if second.is_none() {
            self.refer_spans(&[self.name(first)], start, site);
        } else if first != "Self" {
            let path = self.names(names, start);
            self.add_reference(path, site);
        }
    }

    /// Records a path that stands in the code, by where its names are.
    pub(in crate::source) fn refer_spans(&mut self, names: &[Span], start: PathStart, site: Site) {
        let Some(first) = names.first().map(|first| self.written(*first)) else { return };
        if matches!(first, "Self" | "_") {
            return;
        }
        if names.len() == 1 {
            let alone = start == PathStart::Relative && matches!(first, "self" | "super" | "crate");
            if alone || !self.seen.insert((self.scope, site, first)) {
                return;
            }
        }
        let path = self.path(names.iter().copied(), start);
        self.add_reference(path, site);
    }

    /// Records a path that is stored.
    pub(in crate::source) fn add_reference(&mut self, path: PathRef, site: Site) {
        let (scope, owner, test) = (self.scope, self.owner, self.test);
        self.facts.references.push(Reference { path, scope, owner, site, test });
    }

    pub(in crate::source) fn refer_path(&mut self, path: &syn::Path, count: usize, site: Site) {
        let start = if path.leading_colon.is_some() { PathStart::Absolute } else { PathStart::Relative };
        self.refer(path.segments.iter().take(count).map(|segment| &segment.ident), start, site);
        // Generic arguments are paths of their own.
        for segment in &path.segments {
            self.visit_path_arguments(&segment.arguments);
        }
    }

    /// A path with a self type: of `<T as a::Trait>::X` it is `a::Trait` that names something.
    pub(super) fn refer_qualified(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path, site: Site) {
        match qself {
            None => self.refer_path(path, usize::MAX, site),
            Some(qself) => {
                self.visit_type(&qself.ty);
                self.refer_path(path, qself.position, Site::Type);
            }
        }
    }

    pub(super) fn drop_bound_references(&mut self) {
        if self.bound.is_empty() {
            return;
        }
        let mut kept = self.first_of_owner;
        for at in self.first_of_owner..self.facts.references.len() {
            let Some(reference) = self.facts.references.get(at) else { break };
            if !self.is_bound(&reference) {
                self.facts.references.open().swap(kept, at);
                kept += 1;
            }
        }
        self.facts.references.open().truncate(kept);
    }

    fn is_bound(&self, reference: &Reference) -> bool {
        if reference.path.start != PathStart::Relative || reference.site == Site::MacroName {
            return false;
        }
        let Some(name) = self.facts.first_name(reference.path) else { return true };
        // `job::x` is a path into a module even if a variable is called `job`; `T::x` goes through a parameter.
        let hides = reference.path.count == 1 || name.starts_with(char::is_uppercase);
        hides && self.bound.contains(name)
    }
}
