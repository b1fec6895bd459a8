// src/settings/parse.rs - `rulebook.toml` to settings

use toml::de::DeTable;

use super::reader::{Errors, Table, Text, as_table, as_text};
use super::{Access, Layer, Settings, SettingsError, SeveritySetting};
use crate::suggest;

/// See [`Settings::parse`].
pub(super) fn settings(text: &str, rules: &[(&'static str, &'static str)]) -> Result<Settings, Vec<SettingsError>> {
    let mut errors = Errors::default();
    let mut settings = Settings::default();
    match DeTable::parse(text) {
        Ok(table) => root(Table::new("rulebook.toml", table.get_ref()), rules, &mut settings, &mut errors),
        Err(error) => errors.add(
            error.span().unwrap_or(0..0),
            format!("not valid TOML: {}", error.message()),
            "correct the syntax here; https://toml.io has the rules",
        ),
    }
    errors.settle(settings)
}

fn root(
    mut table: Table<'_, '_>,
    rules: &[(&'static str, &'static str)],
    settings: &mut Settings,
    errors: &mut Errors,
) {
    if let Some(globs) = table.strings("exclude", errors) {
        settings.exclude = texts(globs);
    }
    if let Some(mut packages) = table.table("packages", errors) {
        if let Some(names) = packages.strings("backend", errors) {
            settings.backend_packages = texts(names);
        }
        packages.end(errors);
    }
    if let Some(names) = table.table("names", errors) {
        read_names(names, settings, errors);
    }
    if let Some(mut imports) = table.table("imports", errors) {
        if let Some(headings) = imports.boolean("headings", errors) {
            settings.import_headings = headings;
        }
        imports.end(errors);
    }
    if let Some(mut tests) = table.table("tests", errors) {
        if let Some(folders) = tests.strings("support", errors) {
            settings.test_support = texts(folders);
        }
        tests.end(errors);
    }
    if let Some(mut crates) = table.table("crates", errors) {
        if let Some(names) = crates.strings("framework", errors) {
            settings.framework_crates = texts(names).iter().map(|name| name.replace('-', "_")).collect();
        }
        if let Some(names) = crates.strings("database", errors) {
            settings.database_crates = texts(names).iter().map(|name| name.replace('-', "_")).collect();
        }
        crates.end(errors);
    }
    if let Some(layers) = table.table("layers", errors) {
        read_layers(&layers, settings, errors);
    }
    if let Some(severities) = table.table("rules", errors) {
        read_severities(&severities, rules, settings, errors);
    }
    table.end(errors);
}

fn read_names(mut names: Table<'_, '_>, settings: &mut Settings, errors: &mut Errors) {
    if let Some(words) = names.strings("uncountable", errors) {
        settings.words.uncountable = texts(words);
    }
    if let Some(irregular) = names.table("irregular", errors) {
        for (singular, plural) in irregular.entries() {
            if let Some(plural) = as_text(&singular.text, plural, errors) {
                settings.words.irregular.insert(singular.text, plural.text);
            }
        }
    }
    names.end(errors);
}

fn read_severities(
    table: &Table<'_, '_>,
    rules: &[(&'static str, &'static str)],
    settings: &mut Settings,
    errors: &mut Errors,
) {
    for (key, value) in table.entries() {
        let Some((code, _)) = rules.iter().find(|(code, name)| *code == key.text || *name == key.text) else {
            let known = rules.iter().flat_map(|(code, name)| [*code, *name]);
            let help = match suggest(&key.text, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`rulebook rules` lists them all".to_owned(),
            };
            errors.add(key.range, format!("unknown rule `{}`", key.text), help);
            continue;
        };
        let Some(word) = as_text(&key.text, value, errors) else { continue };
        let severity = match word.text.as_str() {
            "off" => SeveritySetting::Off,
            "warning" => SeveritySetting::Warning,
            "error" => SeveritySetting::Error,
            other => {
                errors.add(word.range, format!("`{other}` is no severity"), "write `off`, `warning` or `error`");
                continue;
            }
        };
        if settings.severities.insert(code, severity).is_some() {
            errors.add(key.range, format!("the rule {code} is set twice"), "keep its code or its name");
        }
    }
}

/// Layers of the file change the default layer of their name, key by key, or add one.
fn read_layers(table: &Table<'_, '_>, settings: &mut Settings, errors: &mut Errors) {
    let mut accesses: Vec<Text> = Vec::new();
    for (key, value) in table.entries() {
        let Some(entries) = as_table(&key.text, value, errors) else { continue };
        let mut entries = Table::new(format!("[layers.{}]", key.text), entries);
        let folders = entries.strings("folders", errors);
        let packages = entries.strings("packages", errors);
        let may_use = entries.strings("may-use", errors);
        entries.end(errors);
        let at = settings.layers.iter().position(|layer| layer.name == key.text);
        if at.is_none() && folders.is_none() && packages.is_none() {
            errors.add(
                key.range.clone(),
                format!("the layer `{}` lies nowhere", key.text),
                "say its `folders`, relative to the package, or its `packages`",
            );
        }
        let mut layer = match at {
            Some(at) => settings.layers.remove(at),
            None => {
                Layer { name: key.text, folders: Vec::new(), packages: Vec::new(), may_use: Vec::new(), declared: true }
            }
        };
        layer.declared = true;
        if let Some(folders) = folders {
            for folder in &folders {
                if folder.text.is_empty()
                    || folder.text.starts_with('/')
                    || folder.text.split('/').any(|part| part == "..")
                {
                    errors.add(
                        folder.range.clone(),
                        format!("`{}` is no folder of a package", folder.text),
                        "write it relative to the package, such as `src/api`",
                    );
                }
            }
            layer.folders = texts(folders).iter().map(|folder| folder.trim_end_matches('/').to_owned()).collect();
        }
        if let Some(packages) = packages {
            layer.packages = texts(packages);
        }
        if let Some(may_use) = may_use {
            layer.may_use = may_use.iter().map(|access| Access::parse(&access.text)).collect();
            accesses.extend(may_use);
        }
        settings.layers.insert(at.unwrap_or(settings.layers.len()), layer);
    }
    check_accesses(&accesses, settings, errors);
}

/// After all layers are read, since one may name another that comes later.
fn check_accesses(accesses: &[Text], settings: &Settings, errors: &mut Errors) {
    for text in accesses {
        let access = Access::parse(&text.text);
        let Some(name) = access.layer() else { continue };
        if settings.layer(name).is_none() {
            let help = match suggest(name, settings.layers.iter().map(|layer| layer.name.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("declare `[layers.{name}]`, or name one that is there"),
            };
            errors.add(text.range.clone(), format!("no layer is called `{name}`"), help);
        }
    }
}

fn texts(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.text).collect()
}

#[cfg(test)]
mod tests {
    use crate::settings::{Access, Settings, SeveritySetting};

    const RULES: [(&str, &str); 2] = [("RB401", "layer-dependency"), ("RB301", "missing-header")];

    #[test]
    fn an_empty_file_is_the_rulebook() {
        assert_eq!(Settings::parse("", &RULES), Ok(Settings::default()));
    }

    #[test]
    fn a_file_changes_single_points() {
        let text = r#"
            exclude = ["vendor/**"]
            [rules]
            layer-dependency = "warning"
            RB301 = "off"
            [names]
            uncountable = ["staff"]
            irregular = { corpus = "corpora" }
            [layers.api]
            folders = ["src/handlers/"]
            [layers.engine-room]
            packages = ["engine"]
            may-use = ["services", "core::db", "*"]
        "#;
        let settings = Settings::parse(text, &RULES).unwrap();
        assert_eq!(settings.severities.get("RB401"), Some(&SeveritySetting::Warning));
        assert_eq!(settings.severities.get("RB301"), Some(&SeveritySetting::Off));
        let api = settings.layer("api").unwrap();
        assert_eq!(api.folders, ["src/handlers"]);
        assert!(api.declared && api.may_use("services", ""));
        assert_eq!(settings.inflector().plural("corpus"), "corpora");
        let added = settings.layer("engine-room").unwrap();
        assert!(added.may_use.contains(&Access::Module { layer: "core".into(), module: "db".into() }));
        assert!(!settings.layer("core").unwrap().declared);
    }

    #[test]
    fn every_error_has_its_place_and_a_way_on() {
        for (text, at, message, help) in [
            ("exlude = []", "exlude", "unknown key `exlude`", "did you mean `exclude`?"),
            ("exclude = \"x\"", "\"x\"", "must be a list", "[\"..\"]"),
            ("exclude = [1]", "1", "takes strings", "quotes"),
            (
                "[rules]\nlayer-dependancy = \"off\"",
                "layer-dependancy",
                "unknown rule",
                "did you mean `layer-dependency`?",
            ),
            ("[rules]\nRB401 = \"loud\"", "\"loud\"", "`loud` is no severity", "`off`, `warning` or `error`"),
            ("[rules]\nRB401 = \"off\"\nlayer-dependency = \"off\"", "layer-dependency", "set twice", "keep"),
            ("[layers.apii]\nmay-use = []", "apii", "lies nowhere", "`folders`"),
            (
                "[layers.api]\nmay-use = [\"servces\"]",
                "\"servces\"",
                "no layer is called `servces`",
                "did you mean `services`?",
            ),
            ("[layers.api]\nfolders = [\"/etc\"]", "\"/etc\"", "no folder of a package", "src/api"),
            ("[imports]\nheadings = \"yes\"", "\"yes\"", "must be true or false", "headings = true"),
            ("rules = 1", "1", "`rules` must be a table", "[rules]"),
            ("a = = 1", "=", "not valid TOML", "toml.io"),
        ] {
            let errors = Settings::parse(text, &RULES).unwrap_err();
            let [error] = errors.as_slice() else { panic!("{text}: {errors:?}") };
            assert_eq!(text.get(error.range.clone()), Some(at), "{text}: {error:?}");
            assert!(error.message.contains(message), "{text}: {error:?}");
            assert!(error.help.contains(help), "{text}: {error:?}");
        }
    }

    #[test]
    fn all_errors_come_at_once_in_order() {
        let errors =
            Settings::parse("exclud = 1\n[imports]\nheading = true\n[rules]\nRB999 = \"off\"", &RULES).unwrap_err();
        assert_eq!(errors.len(), 3);
        assert!(errors.is_sorted_by_key(|error| error.range.start));
    }
}
