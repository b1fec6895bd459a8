// src/unmatched.rs - RB004: an entry of the settings that matches nothing

//! RB004: an entry of the settings that matches nothing. Only what the nearest settings file itself says is looked at:
//! defaults, and files that several projects extend, may speak of more than one project has.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::settings::Governed;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules;
use rulebook_conventions::layout::below;
use rulebook_conventions::section::Section;
use rulebook_conventions::settings::{SeveritySetting, Written, lists_crate};

/// RB004.
pub static RULE: Rule = Rule {
    code: "RB004",
    name: "unmatched-setting",
    section: None,
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "an entry of the settings that matches nothing",
    page: include_str!("unmatched_setting.md"),
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for governed in &model.settings {
        let file = &governed.settings.file;
        let is_base = model.settings.iter().any(|other| other.settings.file.bases.contains(&file.path));
        let severity = match governed.settings.severities.get(RULE.code) {
            Some(SeveritySetting::Off) => continue,
            Some(SeveritySetting::Warning) => Severity::Warning,
            Some(SeveritySetting::Error) | None => RULE.severity,
        };
        if is_base {
            continue;
        }
        let scope = Scope::of(model, governed);
        for written in &file.written {
            if let Some((message, help)) = scope.idle(written) {
                let label = Label::new(&file.path.as_str().into(), written.range.clone(), "matches nothing");
                findings.push(Finding { severity, ..Finding::new(&RULE, message, help, label) });
            }
        }
    }
}

/// What a settings file holds for.
struct Scope<'m> {
    model: &'m Model,
    governed: &'m Governed,
    packages: Vec<&'m Package>,
}

impl<'m> Scope<'m> {
    fn of(model: &'m Model, governed: &'m Governed) -> Self {
        let is_own = |package: &&Package| package.settings.file.path == governed.settings.file.path;
        Self { model, governed, packages: model.packages.iter().filter(is_own).collect() }
    }

    /// What to say of an entry that matches nothing, and the way on.
    fn idle(&self, written: &Written) -> Option<(String, &'static str)> {
        let value = &written.value;
        let (table, key) = written.key.split_once('.').unwrap_or(("", &written.key));
        let last = key.rsplit('.').next().unwrap_or_default();
        match (table, last) {
            ("", "exclude") if self.governed.idle.contains(&written.range) => {
                Some((format!("`exclude` has `{value}`, which leaves nothing out"), DELETE))
            }
            ("overrides", "paths") if self.governed.idle.contains(&written.range) => {
                Some((format!("an override is for `{value}`, which matches no file"), DELETE))
            }
            ("layers" | "tests", "folders" | "support") if !self.has_file_below(value) => {
                let help = "Delete the entry, or name the folder where the files are, relative to the package; the file `src/api.rs` \
                            is `src/api`.";
                Some((format!("the folder `{value}` holds no file"), help))
            }
            ("layers" | "packages", "packages" | "backend") if !self.has_package(value) => {
                let help = "Delete the entry, or spell it as the manifest does: `cargo metadata` lists the packages.";
                Some((format!("no package that these settings hold for is called `{value}`"), help))
            }
            ("crates", _) if !self.has_dependency(value) => {
                Some((format!("no package that these settings hold for depends on `{value}`"), DELETE))
            }
            ("", "rules") | ("overrides", "rules") => {
                let rule = rules::find(value).filter(|rule| !self.can_apply(rule))?;
                let message = format!("`{}` never applies here: {}", rule.name, needs(rule));
                Some((message, "Delete the line: it has no effect."))
            }
            _ => None,
        }
    }

    fn has_file_below(&self, folder: &str) -> bool {
        let file = &self.governed.settings.file.path;
        self.model.files().iter().any(|source| {
            self.model.package(source.package).settings.file.path == *file
                && below(&source.facts.package_path, folder).is_some()
        })
    }

    fn has_package(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package.name == name)
    }

    fn has_dependency(&self, entry: &str) -> bool {
        let list = [entry.to_owned()];
        let names = self.packages.iter().flat_map(|package| package.dependencies.values());
        names.map(|dependency| dependency.package.replace('-', "_")).any(|name| lists_crate(&list, &name))
    }

    fn can_apply(&self, rule: &Rule) -> bool {
        let has_backend = || self.packages.iter().any(|package| package.backend);
        match rule.section {
            None | Some(Section::Headers | Section::Quality) => true,
            Some(Section::Logging) if rule.code == "RB801" => true,
            Some(Section::Layers) => {
                has_backend() || self.packages.iter().any(|it| it.settings.layers.iter().any(|layer| layer.declared))
            }
            Some(_) => has_backend(),
        }
    }
}

const DELETE: &str = "Delete the entry, or correct it: what a setting names and does not meet is mostly a slip.";

/// What a rule that never applies would need.
fn needs(rule: &Rule) -> &'static str {
    match rule.section {
        Some(Section::Layers) => "no package is a backend, and the settings declare no layers",
        _ => "no package is a backend",
    }
}

#[cfg(test)]
mod tests {
    use crate::project::file_system::Memory;
    use crate::run::{Options, lint};

    const BACKEND: &str =
        "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\naws-sdk-s3 = \"1\"\n";
    const LIBRARY: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n";

    fn idle(manifest: &str, settings: &str, more: &[(&str, &str)]) -> Vec<String> {
        let mut memory = Memory::new([
            ("Cargo.toml", manifest),
            ("rulebook.toml", settings),
            ("src/lib.rs", ""),
            ("src/api/job.rs", ""),
            ("tests/help/mod.rs", ""),
            ("vendor/a.rs", ""),
        ]);
        more.iter().for_each(|(path, text)| memory.insert(*path, *text));
        let report = lint(&memory, &Options::default()).unwrap();
        let found = report.findings.iter().filter(|finding| finding.rule.code == "RB004");
        found
            .map(|finding| {
                let text = report.model.text(&finding.primary.path).unwrap();
                text[finding.primary.range.clone()].to_owned()
            })
            .collect()
    }

    #[test]
    fn what_matches_nothing_is_told_and_only_that() {
        for (settings, expected) in [
            ("", vec![]),
            ("exclude = [\"vendor\", \"vendr\", \"**/*.gen.rs\"]", vec!["\"vendr\"", "\"**/*.gen.rs\""]),
            ("[layers.api]\nfolders = [\"src/api\", \"src/web\"]", vec!["\"src/web\""]),
            ("[layers.api]\nmay-use = [\"services\"]", vec![]),
            ("[layers.x]\npackages = [\"app\", \"ap\"]", vec!["\"ap\""]),
            ("[packages]\nbackend = [\"app\", \"apps\"]", vec!["\"apps\""]),
            ("[tests]\nsupport = [\"tests/help\", \"tests/common\"]", vec!["\"tests/common\""]),
            ("[crates]\nintegration = [\"...\", \"aws-sdk-*\", \"s3\"]", vec!["\"s3\""]),
            ("[rules]\nRB401 = \"off\"\nimport-order = \"off\"", vec![]),
            (
                "[[overrides]]\npaths = [\"src/api/*.rs\", \"src/old\"]\nrules = { RB401 = \"off\" }",
                vec!["\"src/old\""],
            ),
            ("exclude = [\"nothing\"]\n[rules]\nunmatched-setting = \"off\"", vec![]),
        ] {
            assert_eq!(idle(BACKEND, settings, &[]), expected, "{settings}");
        }
        let rules = "[rules]\nRB404 = \"off\"\nlayer-folders = \"off\"\nimport-order = \"off\"";
        assert_eq!(idle(LIBRARY, rules, &[]), ["RB404", "layer-folders"]);
        assert_eq!(idle(LIBRARY, &format!("{rules}\n[layers.a]\nfolders = [\"src/api\"]"), &[]), ["layer-folders"]);
    }

    #[test]
    fn what_is_extended_may_say_more_than_one_project_has() {
        let base = [("team/rulebook.toml", "exclude = [\"nothing\"]\n[crates]\ndatabase = [\"none\"]\n")];
        assert_eq!(idle(BACKEND, "extends = \"team/rulebook.toml\"", &base), Vec::<String>::new());
    }
}
