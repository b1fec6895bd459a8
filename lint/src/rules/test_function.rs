// src/rules/test_function.rs - The tests of backends, for the rules on tests

//! The tests of backends, for the rules on tests.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::finding::Label;
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::tree::{LoadId, ModuleId};
use crate::routes::RouteTable;
use crate::routes::asked::{answering, asked};
use crate::routes::resource::{Program, handlers};
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
    let mut seen = FxHashSet::default();
    let loads = (0..model.tree.loads.len() as u32).map(LoadId);
    let mut found: Vec<TestFunction<'_>> = Vec::new();
    for load in loads {
        let facts = model.facts(load);
        for (at, function) in facts.functions.iter().enumerate() {
            let Some(module) = module_of(model, load, function) else { continue };
            let package = model.package_of(module);
            if package.backend
                && function.body.is_some()
                && is_test(facts, function)
                && seen.insert((&facts.path, function.name.start))
            {
                let id = FunctionRef { load, function: at as u32 };
                found.push(TestFunction { id, function, facts, package });
            }
        }
    }
    found.sort_by(|a, b| (&a.facts.path, a.function.name.start).cmp(&(&b.facts.path, b.function.name.start)));
    found
}

/// The module that a function stands in.
pub(crate) fn module_of(model: &Model, load: LoadId, function: &Function) -> Option<ModuleId> {
    let item = model.facts(load).items.get(function.item.index())?;
    model.tree.load(load).modules.get(item.scope.index()).copied()
}

fn is_test(facts: &FileFacts, function: &Function) -> bool {
    let named = |name: &str| facts.attribute(&function.attributes, name).is_some();
    named("test") || RUNNERS.iter().any(|runner| named(runner))
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
        self.facts.documentation(&self.function.attributes).find(|line| !line.is_empty())
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

/// The resources of a package, by the files of its api and its services.
pub(crate) fn resource_of(package: &Package, path: &str) -> Option<String> {
    let inflector = package.settings.inflector();
    match Layout::new(&package.settings).role(path) {
        Role::Api { stem } => Some(layout::api_file(&stem, &inflector)),
        Role::Service { stem } => layout::service_file(&stem, &inflector).strip_suffix("_service").map(str::to_owned),
        _ => None,
    }
}

/// All functions that tests reach: what they call, and what answers the routes that they ask for over HTTP. That a router names its
/// handlers reaches none of them.
pub(crate) fn reached_by_tests(model: &Model, table: &RouteTable, tests: &[TestFunction<'_>]) -> BTreeSet<FunctionRef> {
    let programs = Program::all(model, table);
    // A file that two crates load is one.
    let place = |id: &FunctionRef| Some((&*model.facts(id.load).path, model.function(*id)?.name.start));
    let handlers: FxHashSet<(&str, u32)> = handlers(model, table).keys().filter_map(place).collect();
    let is_handler = |id: &FunctionRef| place(id).is_some_and(|place| handlers.contains(&place));
    let mut waiting: Vec<FunctionRef> = tests.iter().map(|test| test.id).collect();
    let mut found: BTreeSet<FunctionRef> = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !found.insert(id) {
            continue;
        }
        let Some(function) = model.function(id) else { continue };
        let is_of_tests = function.test || model.is_test(id.load);
        if is_of_tests && let Some(body) = function.body {
            let body = model.facts(id.load).bodies.body(body);
            let asked = asked(model, id.load, function, body);
            waiting.extend(asked.iter().flat_map(|asked| answering(&programs, asked)));
        }
        if is_handler(&id) {
            waiting.extend(extractors(model, id.load, function));
        }
        let called = model.calls.called_by(id).iter();
        waiting.extend(called.filter(|callee| is_of_tests || !is_handler(callee)));
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
