// tests/settings_schema.rs - The JSON schema of `rulebook.toml` says what the parser takes, no more and no less

//! The JSON schema of `rulebook.toml` says what the parser takes, no more and no less. It is made from the catalogue of
//! settings; `UPDATE_SCHEMA=1 cargo nextest run -p rulebook-lint --test settings_schema` writes it anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use rulebook_conventions::settings::{CATALOGUE, Kind, Setting, Settings};
use rulebook_lint::rules;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/schemas/rulebook.schema.json");

#[test]
fn the_schema_is_the_catalogue() {
    let made = format!("{:#}\n", schema());
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(PATH, &made).unwrap();
    }
    let kept = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(kept == made, "docs/schemas/rulebook.schema.json is not what the settings are: see the head of this test");
}

#[test]
fn the_parser_takes_what_the_schema_has_and_nothing_else() {
    let schema = schema();
    for (pointer, open) in [
        ("", "".to_owned()),
        ("/$defs/layer", "[layers.x]\n".to_owned()),
        ("/$defs/override", "[[overrides]]\n".to_owned()),
    ]
    .into_iter()
    .chain(tables(&schema))
    {
        let known: BTreeSet<String> = keys(schema.pointer(pointer).unwrap());
        let text = format!("{open}nothing-is-called-like-this = 1\n");
        let errors = Settings::parse(&text, &[]).unwrap_err();
        let error = errors.iter().find(|error| error.message.contains("unknown key")).unwrap();
        let said: BTreeSet<String> = error.help.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(said, known, "{text}");
    }
}

#[test]
fn settings_files_that_are_right_hold_to_it() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = ["rulebook.toml", "templates/project/rulebook.toml"].map(|path| root.join(path));
    let mut texts: Vec<String> = files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    assert_eq!(texts.len(), 2);
    texts.push(WHOLE.to_owned());
    for text in &texts {
        Settings::parse(text, &rules::known_names()).unwrap();
        let value: toml::Table = text.parse().unwrap();
        let value = serde_json::to_value(value).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{text}");
    }
    for text in ["exclud = []", "[rules]\nRB401 = \"loud\"", "[rules]\nrule_x = \"off\"", "[layers.a]\nmayuse = []"] {
        let value = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
        assert!(!validator.is_valid(&value), "{text}");
    }
}

/// A file that says something of each kind.
const WHOLE: &str = r#"
#:schema ../docs/schemas/rulebook.schema.json
exclude = ["vendor/**"]
[names]
uncountable = ["staff"]
irregular = { corpus = "corpora" }
[imports]
headings = true
[crates]
database = ["...", "own-db"]
[layers.api]
folders = ["src/web"]
[rules]
layer-dependency = "warning"
RB301 = "off"
[[overrides]]
paths = ["src/old/**"]
rules = { missing-header = "off" }
"#;

/// The tables of the schema that have fixed keys, and how each is opened in a file.
fn tables(schema: &Value) -> Vec<(&'static str, String)> {
    let has_keys = |name: &str| schema["properties"][name].get("properties").is_some();
    rulebook_conventions::settings::tables()
        .filter(|name| has_keys(name))
        .map(|name| (&*format!("/properties/{name}").leak(), format!("[{name}]\n")))
        .collect()
}

fn keys(object: &Value) -> BTreeSet<String> {
    object["properties"].as_object().unwrap().keys().cloned().collect()
}

fn schema() -> Value {
    let strings = |about: &str| json!({ "description": about, "type": "array", "items": { "type": "string" } });
    let severity = json!({ "enum": ["off", "warning", "error"] });
    let rule = "^(RB[0-9]{3,4}|[a-z][a-z0-9]*(-[a-z0-9]+)*)$";
    let mut properties = json!({
        "extends": {
            "description": "Settings files that this one builds on, relative to it; of several, the last one wins",
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        },
        "layer-order": strings("Layers from the highest to the lowest: each may use those after it, down to a closed one"),
        "layers": {
            "description": "The layers, by name",
            "type": "object",
            "additionalProperties": { "$ref": "#/$defs/layer" },
        },
        "rules": { "description": "Severities, by the code or the name of a rule", "$ref": "#/$defs/rules" },
        "overrides": {
            "description": "Severities for some paths; of several that fit, the last one wins",
            "type": "array",
            "items": { "$ref": "#/$defs/override" },
        },
    });
    for setting in CATALOGUE {
        let into = if setting.table.is_empty() {
            &mut properties
        } else {
            let table = &mut properties[setting.table];
            if table.is_null() {
                *table = json!({ "type": "object", "additionalProperties": false, "properties": {} });
            }
            &mut table["properties"]
        };
        into[setting.key] = value(setting);
    }
    properties["names"]["properties"]["irregular"] = json!({
        "description": "Singular to plural",
        "type": "object",
        "additionalProperties": { "type": "string" },
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rulebook.toml",
        "description": "Settings of rulebook. The defaults are the rulebook. A list replaces the one before it, for which its entry `...` stands.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "$defs": {
            "severity": severity,
            "rules": {
                "type": "object",
                "propertyNames": { "pattern": rule },
                "additionalProperties": { "$ref": "#/$defs/severity" },
            },
            "layer": {
                "type": "object",
                "additionalProperties": false,
                "properties": {
                    "folders": strings("Folders of the layer, relative to the package"),
                    "packages": strings("Packages of the workspace that are the layer as a whole"),
                    "may-use": strings("What it may use besides itself: `layer`, `layer::module`, or `*` for all"),
                    "public": strings("What other layers may use of it: modules, or items of modules"),
                    "independent": { "description": "Whether its modules don't use each other", "type": "boolean" },
                    "closed": { "description": "Whether layers above it may not skip it", "type": "boolean" },
                },
            },
            "override": {
                "type": "object",
                "additionalProperties": false,
                "required": ["paths", "rules"],
                "properties": {
                    "paths": strings("Globs, relative to this file"),
                    "rules": { "$ref": "#/$defs/rules" },
                },
            },
        },
    })
}

/// What a setting's value is, with its default.
fn value(setting: &Setting) -> Value {
    let mut defaults = Settings::default();
    let mut value = match &setting.kind {
        Kind::Flag(field) => json!({ "type": "boolean", "default": *field(&mut defaults) }),
        Kind::Text(field) => json!({ "type": "string", "default": *field(&mut defaults) }),
        Kind::Number(field, range) => json!({
            "type": "integer", "minimum": range.start(), "maximum": range.end(), "default": *field(&mut defaults),
        }),
        Kind::List(field, _) => {
            let items = json!({ "type": "string", "minLength": 1 });
            json!({ "type": "array", "items": items, "default": *field(&mut defaults) })
        }
    };
    value["description"] = json!(setting.about);
    value
}
