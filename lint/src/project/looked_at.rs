// src/project/looked_at.rs - Which files are looked at while one is judged

//! Which files are looked at while one is judged, and in which modules names are looked up while one is followed.
//!
//! What was found in a file can be kept as long as the files that were looked at for it are what they were. Rules don't say
//! which those are: whatever gives out what a file says notes it, for the thread that asked. So it is with names: whatever
//! gives out what a module says to whoever looks a name up in it notes the module.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::tree::{LoadId, ModuleId};

thread_local! {
    static NOTES: Cell<bool> = const { Cell::new(false) };
    static NOTED: RefCell<LookedAt> = RefCell::default();
}

/// What was looked at.
#[derive(Debug, Default)]
pub(crate) struct LookedAt {
    /// The loads.
    pub(crate) loads: FxHashSet<LoadId>,
    /// The last of them: the next is mostly the same.
    last: Option<LoadId>,
    /// The modules.
    pub(crate) modules: FxHashSet<ModuleId>,
    /// The numbers that constants were said to be, by name.
    pub(crate) numbers: BTreeMap<String, Option<f64>>,
    /// Whether all files were asked for something: what one says that was not among the answers may be among them next time.
    pub(crate) all: bool,
}

impl LookedAt {
    /// With what was looked at before for what came of these loads.
    pub(crate) fn and<'l, const N: usize>(mut self, before: impl Fn(LoadId) -> [Option<&'l [LoadId]>; N]) -> Self {
        let own: Vec<LoadId> = self.loads.iter().copied().collect();
        for before in own.into_iter().flat_map(before) {
            match before {
                Some(before) => self.loads.extend(before),
                None => self.all = true,
            }
        }
        self
    }

    /// The loads besides one, in order; none if it may be all.
    pub(crate) fn others(self, load: LoadId) -> Option<Vec<LoadId>> {
        let mut others: Vec<LoadId> = self.loads.into_iter().filter(|other| *other != load).collect();
        others.sort_unstable();
        (!self.all && self.numbers.is_empty()).then_some(others)
    }
}

/// Does something, and says what was looked at for it. All of it has to happen on this thread.
pub(crate) fn noting<T>(act: impl FnOnce() -> T) -> (T, LookedAt) {
    let (was, before) = (NOTES.replace(true), NOTED.take());
    let done = act();
    NOTES.set(was);
    (done, NOTED.replace(before))
}

/// Notes that a load was looked at.
#[inline]
pub(crate) fn note(load: LoadId) {
    if NOTES.get() {
        NOTED.with_borrow_mut(|noted| {
            if noted.last.replace(load) != Some(load) {
                noted.loads.insert(load);
            }
        });
    }
}

/// Notes that a name was looked up in a module, or what one of its imports means.
#[inline]
pub(super) fn note_module(module: ModuleId) {
    if NOTES.get() {
        NOTED.with_borrow_mut(|noted| noted.modules.insert(module));
    }
}

/// Notes that all files were asked for something.
#[inline]
pub(crate) fn note_all() {
    if NOTES.get() {
        NOTED.with_borrow_mut(|noted| noted.all = true);
    }
}

/// Notes that a constant was asked for by its name, wherever it may stand.
pub(crate) fn note_number(name: &str, number: Option<f64>) {
    if NOTES.get() {
        NOTED.with_borrow_mut(|noted| noted.numbers.insert(name.to_owned(), number));
    }
}
