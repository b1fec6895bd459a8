// src/plan/tests/claims.rs - What names and settings speak of, held against what the templates make

use std::collections::BTreeSet;

use super::{new_project_with, now};
use crate::plan::context::VARIABLES;
use crate::plan::new::NewProject;
use crate::plan::part::generate_part_with;
use crate::plan::render::Templates;
use crate::spec::part::{PROJECT, PartKind, PartRequest};
use rulebook_conventions::inflection::Inflector;

/// The names of the fields of a struct in a text.
fn fields(text: &str, name: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap();
    let item = file.items.iter().find_map(|item| match item {
        syn::Item::Struct(item) if item.ident == name => Some(item),
        _ => None,
    });
    let named = item.unwrap().fields.iter().filter_map(|field| field.ident.as_ref());
    named.map(ToString::to_string).collect()
}

/// What a part could take from a project without resources is known to be taken, and nothing else is.
#[test]
fn what_every_project_has_is_what_parts_may_not_take() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app");
    let new = NewProject { path: path.clone(), resources: Vec::new(), git: false };
    new_project_with(&new, &Templates::embedded().unwrap(), now()).unwrap().apply().unwrap();
    let tree = super::tree(&path);
    let mut taken = BTreeSet::new();
    for file in tree.keys() {
        let parts: Vec<&str> = file.split('/').collect();
        match parts.as_slice() {
            ["src", "core", name, ..] => drop(taken.insert(format!("src/core/{}", name.trim_end_matches(".rs")))),
            ["src", "services" | "engines", ..] => drop(taken.insert(file.clone())),
            ["tests", name, _, ..] => drop(taken.insert(format!("tests/{name}"))),
            _ => {}
        }
    }
    taken.extend(fields(&tree["src/core/settings.rs"], "Settings").iter().map(|name| format!("the setting `{name}`")));
    taken
        .extend(fields(&tree["src/api/state.rs"], "AppState").iter().map(|name| format!("the state's field `{name}`")));
    // Lists of modules are no parts; and `users` is what a service `user` would be, which is refused by itself.
    for list in ["src/core/mod", "src/services/mod.rs", "the state's field `users`"] {
        assert!(taken.remove(list), "{list} is gone");
    }
    let known: BTreeSet<String> = PROJECT.iter().map(|claim| (*claim).to_owned()).collect();
    let missing: Vec<&String> = taken.difference(&known).collect();
    assert!(missing.is_empty(), "not among the claims of a project: {missing:?}");
    // The name of a part is singular: `settings` is kept for what a part `setting` would be.
    let inflector = Inflector::default();
    let is_singular = |claim: &str| {
        let many = claim.strip_prefix("src/core/").map(|name| format!("src/core/{}", inflector.plural(name)));
        many.is_some_and(|many| taken.contains(&many))
    };
    let beyond = known.difference(&taken).filter(|claim| !is_singular(claim));
    assert_eq!(beyond.collect::<Vec<_>>(), Vec::<&String>::new(), "claimed, and nothing makes it");
}

#[test]
fn the_example_of_an_environment_shows_the_settings_of_an_integration() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app");
    let new = NewProject { path: path.clone(), resources: Vec::new(), git: false };
    new_project_with(&new, &Templates::embedded().unwrap(), now()).unwrap().apply().unwrap();
    let request = PartRequest::from_arguments(PartKind::Integration, "card_payment", &[]);
    let templates = |_: &std::path::Path| Templates::embedded();
    generate_part_with(&path, &request, &Inflector::default(), false, templates).unwrap().apply().unwrap();
    let tree = super::tree(&path);
    let settings = &tree["src/core/card_payment/settings.rs"];
    let names = VARIABLES.map(|(name, _)| name.to_lowercase());
    assert_eq!(fields(settings, "CardPaymentSettings"), names);
    let example = &tree[".env.example"];
    for line in [
        "# How card payment is reached. The token is sent along as a bearer token.",
        "# APP__CARD_PAYMENT__URL=https://card-payment.example.com",
        "# APP__CARD_PAYMENT__TOKEN=",
        "# APP__CARD_PAYMENT__TIMEOUT_SECONDS=10",
        "# APP__CARD_PAYMENT__MAX_BYTES=4194304",
    ] {
        assert!(example.lines().any(|other| other == line), "{line} is missing:\n{example}");
    }
    for default in
        ["https://card-payment.example.com\".to_owned()", "timeout_seconds: 10,", "max_bytes: 4 * 1024 * 1024,"]
    {
        assert!(settings.contains(default), "{default} is missing:\n{settings}");
    }
}
