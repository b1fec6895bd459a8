// src/rules/test_function.rs - The tests of backends, for the rules on tests

//! The tests of backends, for the rules on tests.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Label;
use crate::project::bodies::FunctionRef;
use crate::project::looked_at;
use crate::project::model::{FileId, Model};
use crate::project::package::Package;
use crate::project::tree::{LoadId, ModuleId};
use crate::routes::asked::{answering, asked};
use crate::routes::served::Served;
use crate::source::facts::{FileFacts, Function};
use rulebook_conventions::layout::{self, Layout, Role};

/// A function that a test runner runs.
#[derive(Clone, Copy)]
pub(crate) struct TestFunction<'m> {
    /// The function.
    pub(crate) id: FunctionRef,
    /// What it says of itself.
    pub(crate) function: &'m Function,
    /// What its file says.
    pub(crate) facts: &'m FileFacts,
    /// Its package.
    pub(crate) package: &'m Package,
}

/// Attributes that make a test, besides `test` and paths that end so.
const RUNNERS: &[&str] = &["rstest", "test_case", "test_matrix", "wasm_bindgen_test", "quickcheck"];

/// All tests of backends, each once, by file and in the order of the code.
pub(crate) fn tests(model: &Model) -> Vec<TestFunction<'_>> {
    looked_at::note_all();
    let found = model.tests.get_or_init(|| find(model));
    let test = |id: &FunctionRef| {
        let function = model.function(*id)?;
        let package = model.package_of(module_of(model, id.load, function)?);
        Some(TestFunction { id: *id, function, facts: model.facts(id.load), package })
    };
    found.iter().filter_map(test).collect()
}

fn find(model: &Model) -> Vec<FunctionRef> {
    let all = model.tree.load_ids().flat_map(|load| tests_in(model, load));
    let mut found: Vec<((FileId, u32), FunctionRef)> =
        all.map(|test| ((model.tree.load(test.id.load).file, test.function.name.start), test.id)).collect();
    // Files are sorted by path.
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, id)| id).collect()
}

/// Those of one load. A file that several crates load has its tests in the first of a backend.
pub(crate) fn tests_in(model: &Model, load: LoadId) -> impl Iterator<Item = TestFunction<'_>> {
    let facts = model.facts(load);
    facts.functions.iter().zip(0..).filter_map(move |(function, number)| {
        if function.body.is_none() || !is_test(facts, function) {
            return None;
        }
        let package = |load| module_of(model, load, function).map(|it| model.package_of(it)).filter(|it| it.backend);
        let mut before = std::iter::successors(model.tree.load(load).before, |load| model.tree.load(*load).before);
        let package = package(load).filter(|_| !before.any(|load| package(load).is_some()))?;
        Some(TestFunction { id: FunctionRef { load, function: number }, function, facts, package })
    })
}

/// The module that a function stands in.
pub(crate) fn module_of(model: &Model, load: LoadId, function: &Function) -> Option<ModuleId> {
    let item = model.facts(load).items.get(function.item.index())?;
    model.tree.load(load).modules.get(item.scope.index()).copied()
}

/// Whether a test runner runs a function, as its attributes say.
pub(crate) fn is_test(facts: &FileFacts, function: &Function) -> bool {
    let mut names = facts.attributes(function.attributes).map(|attribute| facts.attribute_name(&attribute));
    names.any(|name| name == "test" || RUNNERS.contains(&name))
}

impl<'m> TestFunction<'m> {
    /// Its name.
    pub(crate) fn name(&self) -> &'m str {
        self.facts.name(self.function.name)
    }

    /// Its name, as a place.
    pub(crate) fn label(&self, text: &str) -> Label {
        Label::new(&self.facts.path, self.function.name.range(), text)
    }

    /// What its doc comment begins with.
    pub(crate) fn summary(&self) -> Option<&'m str> {
        self.facts.documentation(self.function.attributes).find(|line| !line.is_empty())
    }

    /// The component whose folder of tests it stands in.
    pub(crate) fn component(&self) -> Option<String> {
        component(self.package, &self.facts.package_path)
    }
}

/// The component whose folder of tests a file lies in.
pub(crate) fn component(package: &Package, path: &str) -> Option<String> {
    match Layout::new(&package.settings).role(path) {
        Role::Test { component: Some(component), .. } => Some(component),
        Role::TestRoot => path.strip_prefix("tests/")?.split_once('/').map(|(component, _)| component.to_owned()),
        _ => None,
    }
}

/// The resource of a file of the api or the services of a package, by its role.
pub(crate) fn resource_of(package: &Package, role: &Role) -> Option<String> {
    let inflector = package.settings.inflector();
    match role {
        Role::Api { stem } => Some(layout::api_file(stem, &inflector)),
        Role::Service { stem } => layout::service_file(stem, &inflector).strip_suffix("_service").map(str::to_owned),
        _ => None,
    }
}

/// What tests reach: functions, each by its file and its number there, since a file that two crates load is one.
pub(crate) struct Reached(FxHashSet<Place>);

impl Reached {
    /// Whether a function is among them.
    pub(crate) fn has(&self, model: &Model, id: FunctionRef) -> bool {
        self.0.contains(&place(model, id))
    }
}

/// The file of a function and its number there: a file that two crates load is one.
type Place = (FileId, u32);

/// Follows what is called from a test: what functions call, and what answers the routes that they ask for over HTTP. That a
/// router names its handlers reaches none of them.
pub(crate) struct Reach<'s, 'm> {
    served: &'s Served<'m>,
    handlers: FxHashSet<Place>,
    /// What each function leads to at once.
    next: FxHashMap<FunctionRef, Vec<FunctionRef>>,
}

impl<'s, 'm> Reach<'s, 'm> {
    /// Of a project.
    pub(crate) fn new(served: &'s Served<'m>) -> Self {
        let handlers = served.handlers().map(|(id, _)| place(served.model, id)).collect();
        Self { served, handlers, next: FxHashMap::default() }
    }

    /// What is reached from one function, itself included.
    pub(crate) fn from(&mut self, start: FunctionRef) -> Reached {
        let mut waiting = vec![start];
        let mut found: FxHashSet<FunctionRef> = FxHashSet::default();
        while let Some(id) = waiting.pop() {
            if found.insert(id) {
                waiting.extend(self.next(id));
            }
        }
        Reached(found.into_iter().map(|id| place(self.served.model, id)).collect())
    }

    fn is_handler(&self, id: FunctionRef) -> bool {
        self.handlers.contains(&place(self.served.model, id))
    }

    fn next(&mut self, id: FunctionRef) -> Vec<FunctionRef> {
        if let Some(known) = self.next.get(&id) {
            return known.clone();
        }
        let mut next = Vec::new();
        self.leads_to(id, &mut next);
        self.next.insert(id, next.clone());
        next
    }

    /// What a function leads to at once.
    fn leads_to(&self, id: FunctionRef, next: &mut Vec<FunctionRef>) {
        self.calls(id, next);
        next.extend(self.asks(id));
    }

    /// What a function calls, and what is run before a handler and behind it.
    fn calls(&self, id: FunctionRef, next: &mut Vec<FunctionRef>) {
        let model = self.served.model;
        let Some(function) = model.function(id) else { return };
        let is_of_tests = self.is_of_tests(id, function);
        let called = model.calls.called_by(id);
        next.extend(called.filter(|callee| is_of_tests || !self.is_handler(*callee)));
        if self.is_handler(id) {
            next.extend(extractors(model, id.load, function));
        }
    }

    /// What answers that a function of the tests asks for.
    fn asks(&self, id: FunctionRef) -> Vec<FunctionRef> {
        let model = self.served.model;
        let Some(function) = model.function(id).filter(|function| self.is_of_tests(id, function)) else {
            return Vec::new();
        };
        let Some(body) = function.body else { return Vec::new() };
        let asked = asked(model, id.load, function, model.facts(id.load).bodies.body(body));
        asked.iter().flat_map(|asked| answering(&self.served.programs, asked)).collect()
    }

    fn is_of_tests(&self, id: FunctionRef, function: &Function) -> bool {
        function.test || self.served.model.is_test(id.load)
    }
}

fn place(model: &Model, id: FunctionRef) -> Place {
    (model.tree.load(id.load).file, id.function)
}

/// Which of some functions tests reach. A method that is called on what has no type that is known may be any of that name.
pub(crate) fn reached_by_tests<'m>(
    served: &Served<'m>,
    tests: &[TestFunction<'m>],
    functions: &[FunctionRef],
) -> Reached {
    let (model, reach) = (served.model, Reach::new(served));
    let mut spread = Spread::new(model, functions);
    spread.over(tests.iter().map(|test| test.id).collect(), &|id, next| reach.calls(id, next));
    // What tests ask for over HTTP is much work to know. Where they call all that is looked for, it does not matter.
    if !spread.missing.is_empty() {
        let asked = spread.found.par_iter().flat_map_iter(|id| reach.asks(*id)).collect();
        spread.over(asked, &|id, next| reach.leads_to(id, next));
    }
    let places = functions.iter().map(|id| place(model, *id));
    Reached(places.filter(|place| !spread.missing.contains(place)).collect())
}

/// What is reached so far.
struct Spread<'m> {
    model: &'m Model,
    found: Vec<FunctionRef>,
    /// Of each load, which of its functions are among them.
    is_found: Vec<Vec<bool>>,
    /// What is looked for and not found yet.
    missing: FxHashSet<Place>,
    /// The methods of the project that were not reached by their names alone.
    methods: FxHashMap<&'m str, Vec<FunctionRef>>,
}

impl<'m> Spread<'m> {
    fn new(model: &'m Model, wanted: &[FunctionRef]) -> Self {
        let none = |load| vec![false; model.facts(load).functions.len()];
        let is_found = model.tree.load_ids().map(none).collect();
        let missing = wanted.iter().map(|id| place(model, *id)).collect();
        Self { model, found: Vec::new(), is_found, missing, methods: methods(model) }
    }

    /// Adds what is reached from some functions, until nothing is missing.
    fn over(&mut self, start: Vec<FunctionRef>, leads_to: &dyn Fn(FunctionRef, &mut Vec<FunctionRef>)) {
        let mut at = self.found.len();
        let mut next = Vec::new();
        start.into_iter().for_each(|id| self.add(id));
        while let Some(id) = self.found.get(at).copied().filter(|_| !self.missing.is_empty()) {
            at += 1;
            leads_to(id, &mut next);
            next.drain(..).for_each(|next| self.add(next));
            let facts = self.model.facts(id.load);
            for name in self.model.calls.unknown_methods(id) {
                let named = self.methods.remove(facts.name(name));
                named.into_iter().flatten().for_each(|next| self.add(next));
            }
        }
    }

    fn add(&mut self, id: FunctionRef) {
        let of_load = self.is_found.get_mut(id.load.index());
        let is_found = of_load.and_then(|of| of.get_mut(id.function as usize));
        if is_found.is_some_and(|is_found| !std::mem::replace(is_found, true)) {
            self.missing.remove(&place(self.model, id));
            self.found.push(id);
        }
    }
}

/// The methods of the project by their names, those of tests left out.
fn methods(model: &Model) -> FxHashMap<&str, Vec<FunctionRef>> {
    let mut found: FxHashMap<&str, Vec<FunctionRef>> = FxHashMap::default();
    for load in model.tree.load_ids().filter(|load| !model.is_test(*load)) {
        let facts = model.facts(load);
        for (at, function) in
            facts.functions.iter().enumerate().filter(|(_, function)| function.receiver && !function.test)
        {
            let id = FunctionRef { load, function: at as u32 };
            found.entry(facts.name(function.name)).or_default().push(id);
        }
    }
    found
}

/// The functions that make what a handler takes, and what turns its errors into answers.
fn extractors(model: &Model, load: LoadId, function: &Function) -> Vec<FunctionRef> {
    use crate::project::types::Named;
    let types = function.parameters.iter().map(|parameter| parameter.ty).chain(function.returns);
    let mentions = types.flat_map(|ty| model.mentions(load, ty, &|_| false));
    let items = mentions.filter_map(|mention| match mention.named {
        Named::Item(item) => Some(*item),
        Named::External { .. } => None,
    });
    let blocks =
        items.filter_map(|item| model.implementation(item, &["FromRequest", "FromRequestParts", "IntoResponse"]));
    blocks.flat_map(|block| model.functions_of(block).map(|(id, _)| id)).collect()
}
