// src/project/known.rs - What the paths of one load mean, each worked out once

//! What the paths of one load mean, each worked out once: a body names the same few things again and again, and what stands
//! in a body is asked for as a reference and as a part of the body.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::distinct::Number;
use super::follow::Ways;
use super::names::{Meaning, Names};
use super::tree::{LoadId, ModuleId};
use crate::source::facts::{FileFacts, PathRef, PathStart};

/// What was looked up in a load so far.
pub(super) struct Known<'a> {
    names: &'a Names<'a>,
    load: LoadId,
    facts: &'a FileFacts,
    paths: RefCell<FxHashMap<Asked<'a>, Rc<Resolved>>>,
    /// Paths of other packages, each kept once.
    outside: RefCell<FxHashMap<String, Arc<str>>>,
}

/// The module that is asked, and a path as it is written.
type Asked<'a> = (ModuleId, PathStart, &'a str);

/// What a path means.
#[derive(Default)]
pub(super) struct Resolved {
    pub(super) meaning: Meaning,
    pub(super) ways: Ways,
    /// What stands for it among the types of the load, if it was one.
    pub(super) named: OnceCell<Number>,
    /// What stands for it among what the paths in bodies mean, if it was one of those.
    pub(super) target: OnceCell<Number>,
    outside: OnceCell<Option<Arc<str>>>,
}

impl<'a> Known<'a> {
    pub(super) fn new(names: &'a Names<'a>, load: LoadId, facts: &'a FileFacts) -> Self {
        let (paths, outside) = Default::default();
        Self { names, load, facts, paths, outside }
    }

    /// What a path means in a module.
    pub(super) fn resolve(&self, module: ModuleId, path: PathRef) -> Rc<Resolved> {
        let resolve = || {
            let meaning = self.names.resolve(module, self.load, path);
            Rc::new(Resolved { meaning, ..Resolved::default() })
        };
        // What has blanks, generic arguments or braces in it does not say by its text alone which names it has.
        let mut names = self.facts.spans(path);
        let mut whole = names.next().unwrap_or_default();
        for name in names {
            if whole.end + 2 != name.start {
                return resolve();
            }
            whole = whole.to(name);
        }
        let written = self.facts.slice(whole);
        Rc::clone(self.paths.borrow_mut().entry((module, path.start, written)).or_insert_with(resolve))
    }

    /// The whole path of what a path means in another package.
    pub(super) fn outside<'r>(&self, path: PathRef, resolved: &'r Resolved) -> Option<&'r Arc<str>> {
        let find = || {
            let outside = self.names.path_outside(self.load, path, &resolved.meaning)?;
            let mut known = self.outside.borrow_mut();
            Some(Arc::clone(known.entry(outside).or_insert_with_key(|outside| outside.as_str().into())))
        };
        resolved.outside.get_or_init(find).as_ref()
    }
}
