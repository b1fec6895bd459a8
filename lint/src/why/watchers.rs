// src/why/watchers.rs - Which rules look at files of a kind

use crate::project::layers::ROOT;
use crate::project::package::Package;
use crate::rule::Rule;
use crate::rules;
use crate::source::facts::Language;
use rulebook_conventions::layout::Role;
use rulebook_conventions::section::Section;

/// A file, as far as it decides who looks at it.
pub(super) struct Watched<'a> {
    pub(super) package: &'a Package,
    pub(super) role: &'a Role,
    pub(super) layer: Option<&'a str>,
    pub(super) language: Language,
}

impl Watched<'_> {
    /// The rules that look at the file, by code.
    pub(super) fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        rules::ALL.iter().copied().filter(|rule| self.is_watched_by(rule))
    }

    fn is_watched_by(&self, rule: &Rule) -> bool {
        let Some(section) = rule.section else { return self.is_own_work(rule.code) };
        if self.language == Language::Sql {
            let reads_migrations = ["RB705", "RB709", "RB710", "RB711", "RB902"];
            return section == Section::Headers || reads_migrations.contains(&rule.code);
        }
        let is_layer = |names: &[&str]| self.layer.is_some_and(|layer| names.contains(&layer));
        let is_test = matches!(self.role, Role::Test { .. } | Role::TestRoot | Role::TestSupport);
        let is_other = matches!(self.role, Role::Build | Role::Bench | Role::Example);
        match section {
            Section::Headers => true,
            Section::Tests => self.package.backend && (is_test || is_layer(&["api", "services"])),
            Section::FileNames => self.package.backend && self.is_named_by(rule.code),
            Section::Quality => !is_test && !is_other,
            Section::Logging if rule.code == "RB801" => {
                !is_test && !is_other && !matches!(self.role, Role::Root | Role::Bin)
            }
            Section::Layers => {
                !is_test && self.layer.is_some_and(|layer| layer != ROOT) && self.is_layered_by(rule.code)
            }
            _ if is_test || is_other || !self.package.backend => false,
            // What the others of this section report stands in the manifest.
            Section::Structure => ["RB102", "RB104", "RB105"].contains(&rule.code),
            Section::Api => is_layer(&["api", ROOT]),
            Section::Database => rule.code == "RB704" || is_layer(&["api", "models", "services"]),
            Section::Logging | Section::Security | Section::Async | Section::Checklist | Section::Future => true,
        }
    }

    /// The linter's own work: what it says of files and of comments, not of settings and of the baseline.
    fn is_own_work(&self, code: &str) -> bool {
        ["RB000", "RB001", "RB002", "RB003"].contains(&code)
    }

    fn is_named_by(&self, code: &str) -> bool {
        match self.role {
            Role::Api { .. } => ["RB201", "RB205"].contains(&code),
            Role::Service { .. } => code == "RB202",
            Role::ApiModels { .. } => code == "RB203",
            Role::Test { .. } => code == "RB204",
            _ => false,
        }
    }

    fn is_layered_by(&self, code: &str) -> bool {
        match (code, self.layer) {
            ("RB401", _) => true,
            ("RB402", Some("services" | "models" | "engines")) => true,
            ("RB403", Some("engines")) | ("RB407", Some("api")) => true,
            ("RB402" | "RB403" | "RB407", _) => false,
            (_, layer) => layer == Some("services"),
        }
    }
}
