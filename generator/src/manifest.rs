// src/manifest.rs - What the generator made in a project, and what it was made from

//! What the generator made in a project, and what it was made from.
//!
//! `.rulebook/manifest.toml` holds the spec of each resource, in the field language, with the version of its migration;
//! `.rulebook/base/` holds each file as it was rendered, and `.rulebook/snippets/` what a resource added to a file of all, so
//! that an edit can be told from what a template made. All of it is committed. The plural is always written down: a later change of the inflection table must not rename a table.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::spec::gate::{self, Admitted};
use crate::spec::part::{PartKind, PartSpec};
use crate::spec::{ActionSpec, FieldSpec, ResourceRequest, ResourceSpec, Token};
use rulebook_conventions::inflection::Inflector;

/// The folder of all that the generator keeps for itself in a project.
pub(crate) const FOLDER: &str = ".rulebook";
/// The manifest in a project.
pub(crate) const PATH: &str = ".rulebook/manifest.toml";

const HEADER: &str = "# .rulebook/manifest.toml - What rulebook made here, and from what; written by rulebook, committed with the code\n\n";
/// Of the manifest's format.
const VERSION: u32 = 1;
/// Of this command.
pub(crate) const RULEBOOK: &str = env!("CARGO_PKG_VERSION");

/// What was made in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The version of the command that changed it last; nothing in one of a time that did not say so.
    pub(crate) made_by: Option<String>,
    /// The name of the package.
    pub(crate) project: String,
    /// What is known of users besides what log-in needs.
    pub(crate) user: Vec<FieldSpec>,
    /// The resources in the order in which they were made.
    pub(crate) resources: Vec<Made>,
    /// The plain services, engines and integrations, each kind in the order in which they were made.
    pub(crate) parts: Vec<PartSpec>,
    /// The files that were made and that a person deleted for good, in the order of their paths.
    pub(crate) deleted: BTreeSet<String>,
}

/// A resource that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) spec: ResourceSpec,
    /// The version of the migration that makes its table.
    pub(crate) migration: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    /// The version of the command that changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rulebook: Option<String>,
    /// Files that were made and are to stay deleted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    deleted: BTreeSet<String>,
    project: Project,
    #[serde(default, skip_serializing_if = "User::is_empty")]
    user: User,
    #[serde(default, rename = "resource", skip_serializing_if = "Vec::is_empty")]
    resources: Vec<Entry>,
    #[serde(default, rename = "service", skip_serializing_if = "Vec::is_empty")]
    services: Vec<PartEntry>,
    #[serde(default, rename = "engine", skip_serializing_if = "Vec::is_empty")]
    engines: Vec<PartEntry>,
    #[serde(default, rename = "integration", skip_serializing_if = "Vec::is_empty")]
    integrations: Vec<PartEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Project {
    name: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct User {
    fields: Vec<String>,
}

impl User {
    fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    plural: String,
    migration: String,
    fields: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actions: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    subs: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    analytics: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartEntry {
    name: String,
    /// The services that an engine stands on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    services: Vec<String>,
    /// The resource after which a service was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}

/// What was made, one thing of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Thing<'a> {
    Resource(&'a Made),
    Part(&'a PartSpec),
}

impl Manifest {
    /// The manifest of a new project.
    pub(crate) fn new(project: &str) -> Self {
        Self {
            made_by: Some(RULEBOOK.to_owned()),
            project: project.to_owned(),
            user: Vec::new(),
            resources: Vec::new(),
            parts: Vec::new(),
            deleted: BTreeSet::new(),
        }
    }

    /// Reads a manifest; `path` is for messages.
    pub(crate) fn parse(text: &str, path: &Path, inflector: &Inflector) -> Result<Self> {
        let wrong = |range, reason: String| Error::Manifest { path: path.to_owned(), range, reason };
        let document: Document =
            toml::from_str(text).map_err(|error| wrong(error.span(), error.message().to_owned()))?;
        if document.version != VERSION {
            return Err(wrong(
                None,
                format!("it is of version {}, and this rulebook reads version {VERSION}", document.version),
            ));
        }
        let token = |text: &String| Token::argument(0, text);
        let requests: Vec<ResourceRequest> = document
            .resources
            .iter()
            .map(|entry| ResourceRequest {
                name: token(&entry.name),
                plural: Some(token(&entry.plural)),
                fields: entry.fields.iter().map(token).collect(),
                actions: entry.actions.iter().map(token).collect(),
                subs: entry.subs.iter().map(token).collect(),
                analytics: entry.analytics,
            })
            .collect();
        let Admitted { resources, .. } =
            gate::admit(&requests, &[], inflector).map_err(|error| wrong(None, error.to_string()))?;
        let migration = |spec: &ResourceSpec| document.resources.iter().find(|entry| entry.name == spec.names.snake);
        let resources = resources.into_iter().filter_map(|spec| {
            let migration = migration(&spec)?.migration.clone();
            Some(Made { spec, migration })
        });
        let resources = resources.collect();
        let fields: Vec<Token> = document.user.fields.iter().map(token).collect();
        let user = gate::user_fields(&fields, inflector).map_err(|error| wrong(None, error.to_string()))?;
        let mut parts = Vec::new();
        for (kind, entries) in [
            (PartKind::Service, &document.services),
            (PartKind::Engine, &document.engines),
            (PartKind::Integration, &document.integrations),
        ] {
            for PartEntry { name, services, after } in entries {
                let known = PartSpec::known(kind, name, inflector).map_err(|error| wrong(None, error.to_string()))?;
                parts.push(PartSpec { services: services.clone(), after: after.clone(), ..known });
            }
        }
        let made_by = document.rulebook;
        Ok(Self { made_by, project: document.project.name, user, resources, parts, deleted: document.deleted })
    }

    /// The text of the manifest.
    pub(crate) fn text(&self) -> Result<String> {
        let entry = |made: &Made| Entry {
            name: made.spec.names.snake.clone(),
            plural: made.spec.names.plural.clone(),
            migration: made.migration.clone(),
            fields: made.spec.tokens(),
            actions: made.spec.actions.iter().map(ActionSpec::token).collect(),
            subs: made.spec.subs.clone(),
            analytics: made.spec.analytics,
        };
        let document = Document {
            version: VERSION,
            rulebook: self.made_by.clone(),
            deleted: self.deleted.clone(),
            project: Project { name: self.project.clone() },
            user: User { fields: self.user.iter().map(FieldSpec::token).collect() },
            resources: self.resources.iter().map(entry).collect(),
            services: self.entries(PartKind::Service),
            engines: self.entries(PartKind::Engine),
            integrations: self.entries(PartKind::Integration),
        };
        let text = toml::to_string_pretty(&document).map_err(|error| Error::Manifest {
            path: PathBuf::from(PATH),
            range: None,
            reason: error.to_string(),
        })?;
        Ok(format!("{HEADER}{text}"))
    }

    /// The same, changed by this version of the command.
    pub(crate) fn made_now(&self) -> Self {
        Self { made_by: Some(RULEBOOK.to_owned()), ..self.clone() }
    }

    /// The version of the command that changed it last, if that is another one.
    pub(crate) fn other_version(&self) -> Option<&str> {
        self.made_by.as_deref().filter(|made_by| *made_by != RULEBOOK)
    }

    /// The resource of this name.
    pub(crate) fn find(&self, snake: &str) -> Option<&Made> {
        self.resources.iter().find(|made| made.spec.names.snake == snake)
    }

    fn entries(&self, kind: PartKind) -> Vec<PartEntry> {
        let entry = |part: &PartSpec| PartEntry {
            name: part.names.snake.clone(),
            services: part.services.clone(),
            after: part.after.clone(),
        };
        self.parts.iter().filter(|part| part.kind == kind).map(entry).collect()
    }

    /// The part of this kind and name.
    pub(crate) fn part(&self, kind: PartKind, snake: &str) -> Option<&PartSpec> {
        self.parts.iter().find(|part| part.kind == kind && part.names.snake == snake)
    }

    /// Adds a part, or puts it in the place of the one that has its name.
    pub(crate) fn put(&mut self, part: PartSpec) {
        match self.parts.iter_mut().find(|other| (other.kind, &other.names.snake) == (part.kind, &part.names.snake)) {
            Some(there) => *there = part,
            None => {
                self.parts.push(part);
                self.parts.sort_by_key(|part| part.kind);
            }
        }
    }

    /// Takes a resource out. Services that were made after it come after the one before it now.
    pub(crate) fn remove(&mut self, snake: &str) {
        let Some(at) = self.resources.iter().position(|made| made.spec.names.snake == snake) else { return };
        let before = at.checked_sub(1).and_then(|before| self.resources.get(before));
        let before = before.map(|made| made.spec.names.snake.clone());
        self.parts.iter_mut().filter(|part| part.after.as_deref() == Some(snake)).for_each(|part| {
            part.after.clone_from(&before);
        });
        self.resources.remove(at);
    }

    /// All that was made, in an order in which it can be made again to the same files.
    pub(crate) fn things(&self) -> Vec<Thing<'_>> {
        let services = |after: Option<&str>| -> Vec<Thing<'_>> {
            let then = |part: &&PartSpec| part.kind == PartKind::Service && part.after.as_deref() == after;
            self.parts.iter().filter(then).map(Thing::Part).collect()
        };
        let mut things = services(None);
        for made in &self.resources {
            things.push(Thing::Resource(made));
            things.extend(services(Some(&made.spec.names.snake)));
        }
        things.extend(self.parts.iter().filter(|part| part.kind != PartKind::Service).map(Thing::Part));
        things
    }

    /// The specs of all resources.
    pub(crate) fn specs(&self) -> Vec<ResourceSpec> {
        self.resources.iter().map(|made| made.spec.clone()).collect()
    }
}

/// The folder of a team's own templates.
pub(crate) const TEMPLATES: &str = ".rulebook/templates";

/// The folder of the rendered bases.
pub(crate) const BASES: &str = ".rulebook/base";

/// The folder of what resources add to files of all.
pub(crate) const SNIPPETS: &str = ".rulebook/snippets";

/// Where the rendered base of a file lies.
pub(crate) fn base_of(path: &str) -> String {
    format!("{BASES}/{path}")
}

/// Where the rendered text lies that a resource added to the file of this name.
pub(crate) fn snippet_of(resource: &str, file: &str) -> String {
    format!("{SNIPPETS}/{resource}/{file}")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Made, Manifest, Thing};
    use crate::spec::ResourceRequest;
    use crate::spec::gate::admit;
    use crate::spec::part::{PartKind, PartSpec};
    use rulebook_conventions::inflection::Inflector;

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let fields = ["name:string:default=it's \"so\"", "after:ref=job:null"].map(str::to_owned);
        let requests = [ResourceRequest::from_arguments("job", Some("work"), &fields)];
        let admitted = admit(&requests, &[], &Inflector::default()).unwrap();
        let mut manifest = Manifest::new("app");
        manifest.resources =
            admitted.resources.into_iter().map(|spec| Made { spec, migration: "1".to_owned() }).collect();
        manifest.deleted.insert("tests/job/mod.rs".to_owned());
        for (kind, name, after) in [
            (PartKind::Engine, "digest", None),
            (PartKind::Service, "billing", Some("job")),
            (PartKind::Service, "mail", None),
        ] {
            let part = PartSpec::known(kind, name, &Inflector::default()).unwrap();
            manifest.put(PartSpec { after: after.map(str::to_owned), ..part });
        }
        let text = manifest.text().unwrap();
        assert_eq!(Manifest::parse(&text, Path::new("m"), &Inflector::default()).unwrap(), manifest, "{text}");
        let order = |manifest: &Manifest| -> Vec<String> {
            let name = |thing: Thing<'_>| match thing {
                Thing::Resource(made) => made.spec.names.snake.clone(),
                Thing::Part(part) => part.names.snake.clone(),
            };
            manifest.things().into_iter().map(name).collect()
        };
        assert_eq!(order(&manifest), ["mail", "job", "billing", "digest"]);
        manifest.remove("job");
        assert_eq!(order(&manifest), ["billing", "mail", "digest"]);
    }

    #[test]
    fn a_manifest_that_names_no_version_is_valid_and_stays_so() {
        let text = "version = 1\n[project]\nname = 'a'\n";
        let manifest = Manifest::parse(text, Path::new("m"), &Inflector::default()).unwrap();
        assert_eq!((&manifest.made_by, manifest.other_version()), (&None, None));
        assert!(!manifest.text().unwrap().contains("rulebook ="));
        let other = Manifest { made_by: Some("0.0.1".to_owned()), ..manifest };
        assert_eq!(other.other_version(), Some("0.0.1"));
        let again = Manifest::parse(&other.text().unwrap(), Path::new("m"), &Inflector::default()).unwrap();
        assert_eq!(again, other);
    }

    #[test]
    fn a_damaged_manifest_says_what_is_wrong() {
        for (text, expected) in [
            ("", "missing field `version`"),
            ("version = 2\n[project]\nname = 'a'\n", "it is of version 2"),
            (
                "version = 1\n[project]\nname = 'a'\n[[resource]]\nname='a'\nplural='as_'\nmigration='1'\nfields=['x']\n",
                "has no type",
            ),
        ] {
            let error = Manifest::parse(text, Path::new("m.toml"), &Inflector::default()).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}
