// src/plan/tests/embedded.rs - The templates that the command carries

use std::fs;
use std::path::Path;
use std::process::Command;

use proc_macro2::{TokenStream, TokenTree};

use super::{new_project_with, now};
use crate::plan::context::STATE_FIELDS;
use crate::plan::new::NewProject;
use crate::plan::render::Templates;
use crate::spec::{ResourceRequest, file};
use rulebook_conventions::reserved::resource_substitute;

/// Resources that between them have every type and modifier, and names of every kind.
const RESOURCES: [(&str, &[&str]); 10] = [
    ("empty", &[]),
    ("news", &["title:string"]),
    ("order", &["from:date", "end:datetime", "limit:i32", "desc:text", "default:bool", "check:f64:range=-1.5..2"]),
    ("group", &["type:string:unique", "match:enum=in_review,done", "async:i64:unique:null"]),
    ("category", &["parent:ref=category:null", "author:ref=user", "kind:enum=a,b:null:default=b"]),
    (
        "very_long_resource_name_for_backtest_run",
        &["workspace:ref", "very_long_field_name_for_the_result_of_a_backtest:f64:null"],
    ),
    ("transfer", &["source:ref=workspace", "destination:ref=workspace:unique"]),
    (
        "sample",
        &[
            "a:string:default=it's \"so\"",
            "b:i32:range=..5",
            "c:i64:range=3..",
            "d:f64:range=0..1:default=0.5",
            "e:bool",
            "f:date:default=2026-01-31",
            "g:datetime:default=2026-01-31T08:30:00Z",
            "h:text:len=3..9:default=abc",
            "i:string:len=1..1",
            "j:date:unique",
            "k:datetime:unique:null",
            "l:string:null:default=x",
        ],
    ),
    ("HTTPServer", &["changes:enum=up,down", "filter:enum=on,off", "sort:enum=asc,desc"]),
    ("x", &["y:i32"]),
];

/// More of them, with all options: those that the tests of the product build and run.
const VARIED: &str = include_str!("../../../../tests/product/data/varied_resources.toml");

/// A project with all of them in a folder; its root.
fn project(folder: &Path) -> std::path::PathBuf {
    let named = |name: &str| RESOURCES.iter().any(|(other, _)| *other == name);
    let mut resources: Vec<ResourceRequest> = RESOURCES
        .iter()
        .map(|(name, fields)| {
            let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
            ResourceRequest::from_arguments(name, None, &fields)
        })
        .collect();
    // Those whose names are taken by the ones above are left out, with those that refer to them by another shape.
    let varied = file::parse(VARIED, Path::new("varied_resources.toml")).unwrap();
    resources.extend(varied.into_iter().filter(|request| !named(&request.name.text)));
    let path = folder.join("trade-book");
    let new = NewProject { path: path.clone(), resources, git: false };
    new_project_with(&new, &Templates::embedded().unwrap(), now()).unwrap().apply().unwrap();
    path
}

/// A model must not hide a type that its files import: such names are refused, and this finds one that is new.
#[test]
fn no_model_hides_what_its_files_import() {
    let folder = tempfile::tempdir().unwrap();
    let root = project(folder.path());
    for (path, text) in super::tree(&root) {
        let own = path.starts_with("tests/job/") || (path.starts_with("src/") && path.contains("/job"));
        if !own && path != "src/models/db_models.rs" {
            continue;
        }
        if !mentions(text.parse().unwrap(), "Job") {
            continue;
        }
        for item in syn::parse_file(&text).unwrap().items {
            let syn::Item::Use(item) = item else { continue };
            for name in imported(&item.tree) {
                let is_type = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
                if is_type && !name.contains("Job") {
                    let snake = rulebook_conventions::case::snake(&name);
                    assert!(resource_substitute(&snake).is_some(), "{path}: a resource `{snake}` would hide `{name}`");
                }
            }
        }
    }
}

/// A resource's service must not take the name of a field that the state has for itself.
#[test]
fn the_fields_of_the_state_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app");
    let new = NewProject { path: path.clone(), resources: Vec::new(), git: false };
    new_project_with(&new, &Templates::embedded().unwrap(), now()).unwrap().apply().unwrap();
    let state = syn::parse_file(&fs::read_to_string(path.join("src/api/state.rs")).unwrap()).unwrap();
    let mut fields: Vec<String> = state
        .items
        .iter()
        .filter_map(|item| if let syn::Item::Struct(item) = item { Some(&item.fields) } else { None })
        .flatten()
        .filter_map(|field| field.ident.as_ref().map(ToString::to_string))
        .collect();
    fields.sort();
    assert_eq!(fields, STATE_FIELDS);
}

/// Whether a name is among the identifiers.
fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn imported(tree: &syn::UseTree) -> Vec<String> {
    match tree {
        syn::UseTree::Path(path) => imported(&path.tree),
        syn::UseTree::Name(name) => vec![name.ident.to_string()],
        syn::UseTree::Rename(rename) => vec![rename.rename.to_string()],
        syn::UseTree::Glob(_) => Vec::new(),
        syn::UseTree::Group(group) => group.items.iter().flat_map(imported).collect(),
    }
}

#[test]
fn what_they_render_is_formatted_and_has_its_headers() {
    let folder = tempfile::tempdir().unwrap();
    let root = project(folder.path());
    let output = Command::new("cargo").args(["fmt", "--check"]).current_dir(&root).output().unwrap();
    let difference = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", difference.chars().take(4000).collect::<String>());
    for (path, text) in super::tree(&root) {
        if path.ends_with(".rs") && !path.starts_with(".rulebook/") {
            assert!(text.starts_with(&format!("// {path} - ")), "{path} begins with {:?}", text.lines().next());
        }
        assert!(!text.contains(['«', '»', '‹']), "{path} has a mark of the layout");
    }
    fs::remove_dir_all(&root).unwrap();
}
