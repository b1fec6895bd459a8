// src/settings/tests.rs - What settings files say, and what is said of wrong ones

use super::{Access, Globs, Settings, SettingsError, SeveritySetting};

const RULES: [(&str, &str); 2] = [("RB401", "layer-dependency"), ("RB301", "missing-header")];

#[test]
fn an_empty_file_is_the_rulebook() {
    let read = Settings::parse("", &RULES).unwrap();
    assert_eq!(Settings { file: Default::default(), ..read }, Settings::default());
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
        ("[rules]\nlayer-dependancy = \"off\"", "layer-dependancy", "unknown rule", "did you mean `layer-dependency`?"),
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
        ("exclude = [\"a[\"]", "\"a[\"", "`a[` is no glob", "folder/**"),
        ("[crates]\ndatabase = [\"\"]", "\"\"", "says nothing", "delete it"),
        ("layer-order = [\"api\", \"cor\"]", "\"cor\"", "no layer is called `cor`", "did you mean `core`?"),
        ("[layers.core]\nclosed = true", "core", "closed and stands in no order", "layer-order"),
        ("overrides = 1", "1", "a list of tables", "[[overrides]]"),
        ("[[overrides]]\nrules = {}", "[[overrides]]", "without paths", "paths ="),
        ("[[overrides]]\npaths = [\"a\"]", "[[overrides]]", "without rules", "rules ="),
        ("[[overrides]]\npaths = []\nrules = {}", "paths", "without paths", "paths ="),
        ("[[overrides]]\npath = \"\"\npaths = [\"a\"]\nrules = {}", "path", "unknown key `path`", "`paths`?"),
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

/// Settings files by path; the first one is read.
fn load(files: &[(&str, &str)]) -> Result<Settings, Vec<SettingsError>> {
    let read = |path: &str| {
        let found = files.iter().find(|(other, _)| *other == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "no such file".to_owned())
    };
    Settings::load(files[0].0, &read, &RULES)
}

#[test]
fn the_nearest_file_wins() {
    let settings = load(&[
        (
            "app/rulebook.toml",
            "extends = [\"../base.toml\", \"../team/rulebook.toml\"]\n[rules]\nRB301 = \"warning\"\n[crates]\n\
             database = [\"...\", \"own-db\"]\n[layers.api]\nfolders = [\"src/web\"]",
        ),
        (
            "base.toml",
            "exclude = [\"gen\"]\n[rules]\nRB301 = \"off\"\nRB401 = \"off\"\n[crates]\ndatabase = [\"base-db\"]\n\
             [[overrides]]\npaths = [\"a\"]\nrules = { RB401 = \"error\" }",
        ),
        (
            "team/rulebook.toml",
            "extends = \"../base.toml\"\n[rules]\nlayer-dependency = \"warning\"\n[layers.api]\nmay-use = [\"...\", \
             \"engines\"]",
        ),
    ])
    .unwrap();
    assert_eq!(settings.exclude, ["gen"]);
    assert_eq!(settings.severities["RB301"], SeveritySetting::Warning);
    assert_eq!(settings.severities["RB401"], SeveritySetting::Warning);
    assert_eq!(settings.database_crates, ["base_db", "own_db"]);
    let api = settings.layer("api").unwrap();
    assert_eq!(api.folders, ["src/web"]);
    assert!(api.may_use("services", "") && api.may_use("engines", ""));
    assert_eq!(settings.overrides.len(), 1);
    assert_eq!(settings.file.bases, ["base.toml", "team/rulebook.toml"]);
    let written: Vec<(&str, &str)> =
        settings.file.written.iter().map(|entry| (entry.key.as_str(), entry.value.as_str())).collect();
    assert_eq!(
        written,
        [("crates.database", "own_db"), ("layers.api.folders", "src/web"), ("layers", "api"), ("rules", "RB301")]
    );
}

#[test]
fn what_can_not_be_extended_is_named_with_its_place() {
    for (files, path, message) in [
        (&[("a.toml", "extends = \"b.toml\"")][..], "a.toml", "`b.toml` can't be read: no such file"),
        (&[("a.toml", "extends = \"a.toml\"")], "a.toml", "in a circle: `a.toml` -> `a.toml`"),
        (
            &[("a.toml", "extends = \"x/b.toml\""), ("x/b.toml", "extends = [\"../a.toml\"]")],
            "x/b.toml",
            "in a circle: `a.toml` -> `x/b.toml` -> `a.toml`",
        ),
        (&[("a.toml", "extends = \"b.toml\""), ("b.toml", "exlude = []")], "b.toml", "unknown key `exlude` in b.toml"),
        (&[("a.toml", "extends = \"/b.toml\"")], "a.toml", "`/b.toml` is no path from here"),
        (&[("a.toml", "extends = 1")], "a.toml", "`extends` takes strings"),
    ] {
        let errors = load(files).unwrap_err();
        let [error] = errors.as_slice() else { panic!("{errors:?}") };
        assert_eq!(error.path, path, "{error:?}");
        assert!(error.message.contains(message), "{error:?}");
        assert!(!error.range.is_empty(), "{error:?}");
    }
}

#[test]
fn overrides_hold_for_paths() {
    let text = "[[overrides]]\npaths = [\"src/old/**\", \"src/x.rs\"]\nrules = { layer-dependency = \"off\" }";
    let settings = Settings::parse(text, &RULES).unwrap();
    let [one] = settings.overrides.as_slice() else { panic!("{:?}", settings.overrides) };
    assert_eq!(one.severities.get("RB401"), Some(&SeveritySetting::Off));
    let globs = Globs::new(&one.paths);
    for (path, matched) in [("src/old/a.rs", true), ("src/old/b/c.rs", true), ("src/x.rs", true), ("src/y.rs", false)] {
        assert_eq!(globs.matches(path), matched, "{path}");
    }
    assert!(Globs::new(&["vendor/".to_owned()]).matches("vendor/a/b.rs"));
    assert!(!Globs::default().matches("a"));
}

#[test]
fn a_schema_header_is_a_comment() {
    let text = "#:schema https://example.org/rulebook.schema.json\nexclude = [\"x\"]\n";
    assert_eq!(Settings::parse(text, &RULES).unwrap().exclude, ["x"]);
}

#[test]
fn an_order_says_who_may_use_whom() {
    let text = "layer-order = [\"engines\", \"api\", \"services\", \"core\"]\n[layers.services]\nclosed = true\n\
                [layers.core]\nmay-use = [\"models\"]";
    let settings = Settings::parse(text, &RULES).unwrap();
    for (from, to, allowed) in [
        ("engines", "api", true),
        ("engines", "services", true),
        ("engines", "core", false),
        ("api", "services", true),
        ("api", "core", false),
        ("services", "core", true),
        ("services", "api", false),
        ("core", "models", true),
    ] {
        assert_eq!(settings.layer(from).unwrap().may_use(to, ""), allowed, "{from} -> {to}");
    }
}

#[test]
fn a_layer_shows_what_is_public() {
    let text = "[layers.services]\npublic = [\"job_service\", \"user_service::find\"]\nindependent = true";
    let settings = Settings::parse(text, &RULES).unwrap();
    let services = settings.layer("services").unwrap();
    for (path, shown) in [
        ("job_service", true),
        ("job_service::create", true),
        ("job_services", false),
        ("user_service", true),
        ("user_service::find", true),
        ("user_service::remove", false),
        ("", true),
    ] {
        assert_eq!(services.shows(path), shown, "{path}");
    }
    assert!(!services.may_use("services", "job_service") && services.may_use("core", "db"));
    assert!(services.may_use("services", ""), "the layer's own root is no sibling");
}
