// src/plan/render.rs - Templates to files

//! Templates to files.
//!
//! A template's path is the path of the file that it makes: `project/` or `resource/` is cut off, as is `.tera`, and
//! `__resource__`, `__table__`, `__version__` stand for names. `_dot_x` is `.x`, so that no tool acts on the templates
//! themselves. `service/`, `engine/` and `integration/` hold what each of those is made of; `__name__` is its name.
//! Templates under `resource/snippets/` make no file: their text goes into one that is there. Those under
//! `resource/components/` make nothing at all: they hold what other templates share. Those under `resource/actions/` and
//! `resource/analytics/` are for resources that have actions, and whose rows are counted; those under
//! `resource/change/` are the migrations of a table that changes, and under `project/change/` those of the table of users.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tera::{Context, ErrorKind, Kwargs, State, Tera};

use super::context::{ChangeContext, PartContext, ProjectContext, ResourceContext};
use super::{layout, wiring};
use crate::error::{Error, Result};
use crate::spec::part::PartKind;

/// How many templates are rendered at once: a resource has about twenty.
const AT_ONCE: usize = 4;

/// All templates, parsed.
pub(crate) struct Templates {
    tera: Tera,
    files: Vec<Template>,
    /// Those of the team's by their names, each with the path that a person knows it by.
    team: BTreeMap<String, String>,
}

struct Template {
    /// Its path among the templates, and its name to tera.
    name: String,
    scope: Scope,
    /// The path that it makes, with placeholders.
    target: String,
    /// The text, if it is no template but a file as it is.
    plain: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Project,
    Resource,
    Actions,
    Analytics,
    Change,
    UserChange,
    Snippet,
    Component,
    Part(PartKind),
}

/// A file that a template made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rendered {
    /// Relative to the root of the project.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Templates {
    /// The templates that the command carries.
    #[cfg(test)]
    pub(crate) fn embedded() -> Result<Self> {
        Self::load(rulebook_templates::all().map(|t| (format!("{}/{}", t.folder, t.path), t.text)))
    }

    /// The templates of these paths and texts, of which some are the team's.
    pub(crate) fn load_with_team<'a>(
        sources: impl IntoIterator<Item = (String, &'a str)>,
        team: BTreeMap<String, String>,
    ) -> Result<Self> {
        let templates = Self::load(sources).map_err(|error| blame(error, &team))?;
        Ok(Self { team, ..templates })
    }

    /// The templates of these paths and texts.
    pub(crate) fn load<'a>(sources: impl IntoIterator<Item = (String, &'a str)>) -> Result<Self> {
        let mut tera = Tera::new();
        tera.autoescape_on(Vec::<&str>::new());
        tera.register_filter("sort_uses", sort_uses);
        let mut files = Vec::new();
        let mut parsed = Vec::new();
        for (path, text) in sources {
            let (scope, rest) = scope(&path).ok_or_else(|| Error::Template {
                name: path.clone(),
                line: None,
                reason: "it lies in none of the folders of templates".to_owned(),
            })?;
            let target = target(rest);
            let plain = (!path.ends_with(".tera")).then(|| text.to_owned());
            if plain.is_none() {
                parsed.push((path.clone(), text.to_owned()));
            }
            files.push(Template { name: path, scope, target, plain });
        }
        tera.add_raw_templates(parsed).map_err(|error| failure("", &error))?;
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { tera, files, team: BTreeMap::new() })
    }

    /// The files of a new project.
    pub(crate) fn project(&self, project: &ProjectContext) -> Result<Vec<Rendered>> {
        let context = context(project, None);
        let files = self.of(Scope::Project).map(|template| (template, template.target.clone())).collect();
        self.all(files, &context)
    }

    /// The files of a resource.
    pub(crate) fn resource(&self, project: &ProjectContext, resource: &ResourceContext) -> Result<Vec<Rendered>> {
        let context = context(project, Some(resource));
        self.all(self.of_resource(resource).collect(), &context)
    }

    /// The paths of the files of a resource.
    pub(crate) fn resource_paths(&self, resource: &ResourceContext) -> Vec<String> {
        self.of_resource(resource).map(|(_, path)| path).collect()
    }

    /// The templates of a resource, each with the path that it makes.
    fn of_resource(&self, resource: &ResourceContext) -> impl Iterator<Item = (&Template, String)> {
        let path = |template: &Template| {
            template
                .target
                .replace("__resource__", resource.file())
                .replace("__table__", resource.table())
                .replace("__version__", resource.version())
        };
        let analytics = self.of(Scope::Analytics).filter(|_| resource.has_analytics());
        let actions = self.of(Scope::Actions).filter(|_| resource.has_actions());
        self.of(Scope::Resource).chain(actions).chain(analytics).map(move |template| (template, path(template)))
    }

    /// The files of a part that is no resource.
    pub(crate) fn part(&self, project: &ProjectContext, part: &PartContext) -> Result<Vec<Rendered>> {
        let mut context = context(project, None);
        context.insert("part", part);
        let path = |template: &Template| template.target.replace("__name__", part.file());
        self.of(Scope::Part(part.kind())).map(|template| self.render(template, path(template), &context)).collect()
    }

    /// The migrations that change the table of a resource.
    pub(crate) fn change(&self, project: &ProjectContext, change: &ChangeContext) -> Result<Vec<Rendered>> {
        self.changing(Scope::Change, project, change)
    }

    /// The migrations that change the table of users.
    pub(crate) fn user_change(&self, project: &ProjectContext, change: &ChangeContext) -> Result<Vec<Rendered>> {
        self.changing(Scope::UserChange, project, change)
    }

    fn changing(&self, scope: Scope, project: &ProjectContext, change: &ChangeContext) -> Result<Vec<Rendered>> {
        let mut context = context(project, None);
        context.insert("change", change);
        self.of(scope).map(|template| self.render(template, change.path(&template.target), &context)).collect()
    }

    /// The text that a resource adds to the file of this name.
    pub(crate) fn snippet(
        &self,
        file: &str,
        project: &ProjectContext,
        resource: &ResourceContext,
    ) -> Result<Option<String>> {
        let context = context(project, Some(resource));
        let template = self.of(Scope::Snippet).find(|template| template.target == file);
        template.map(|template| Ok(self.render(template, file.to_owned(), &context)?.text)).transpose()
    }

    fn of(&self, scope: Scope) -> impl Iterator<Item = &Template> {
        self.files.iter().filter(move |template| template.scope == scope)
    }

    /// Renders templates, several at once: half of the time goes into parsing what they came to. Of several that fail, the
    /// first is told.
    fn all(&self, files: Vec<(&Template, String)>, context: &Context) -> Result<Vec<Rendered>> {
        let workers = thread::available_parallelism().map_or(1, usize::from).min(AT_ONCE).min(files.len());
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            while let at = next.fetch_add(1, Ordering::Relaxed)
                && let Some((template, path)) = files.get(at)
            {
                done.push((at, self.render(template, path.clone(), context)));
            }
            done
        };
        let mut rendered = thread::scope(|scope| {
            let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
            let mut rendered = work();
            for other in others {
                // What panicked there would have panicked here.
                rendered.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            rendered
        });
        rendered.sort_by_key(|(at, _)| *at);
        rendered.into_iter().map(|(_, rendered)| rendered).collect()
    }

    fn render(&self, template: &Template, path: String, context: &Context) -> Result<Rendered> {
        if let Some(text) = &template.plain {
            return Ok(Rendered { path, text: text.clone() });
        }
        let text = self.text(template, &path, context).map_err(|error| blame(error, &self.team))?;
        Ok(Rendered { path, text })
    }

    fn text(&self, template: &Template, path: &str, context: &Context) -> Result<String> {
        let text = self.tera.render(&template.name, context).map_err(|error| failure(&template.name, &error))?;
        if path.ends_with(".rs") { rust(&template.name, &text) } else { Ok(layout::trim_lines(&text)) }
    }
}

/// The filter `sort_uses`: names or paths in the order in which rustfmt puts `use` lines.
fn sort_uses(mut paths: Vec<String>, _: Kwargs, _: &State<'_>) -> Vec<String> {
    paths.sort_by(|one, other| wiring::path_order(one, other));
    paths
}

/// Lays Rust out, and makes sure that it is Rust.
fn rust(name: &str, text: &str) -> Result<String> {
    let template = |line: usize, reason: String| Error::Template { name: name.to_owned(), line: Some(line), reason };
    let text = layout::layout(text)
        .map_err(|(line, reason)| template(line, format!("line {line} of what it renders: {reason}")))?;
    syn::parse_file(&text).map_err(|error| {
        let line = error.span().start().line;
        let shown = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim();
        template(line, format!("it renders what is no Rust, at line {line} of it: {error}: `{shown}`"))
    })?;
    Ok(text)
}

/// The fault of a template of the team's is theirs to mend.
fn blame(error: Error, team: &BTreeMap<String, String>) -> Error {
    match error {
        Error::Template { name, line, reason } if team.contains_key(&name) => Error::TeamTemplate {
            path: team.get(&name).cloned().unwrap_or(name),
            line,
            reason,
            help: "mend the template; `rulebook templates diff` shows what it changes".to_owned(),
        },
        other => other,
    }
}

/// What the templates of each folder are for; a folder stands before those that it lies in.
const FOLDERS: [(&str, Scope); 11] = [
    ("resource/snippets/", Scope::Snippet),
    ("resource/components/", Scope::Component),
    ("resource/analytics/", Scope::Analytics),
    ("resource/actions/", Scope::Actions),
    ("resource/change/", Scope::Change),
    ("project/change/", Scope::UserChange),
    ("resource/", Scope::Resource),
    ("project/", Scope::Project),
    ("service/", Scope::Part(PartKind::Service)),
    ("engine/", Scope::Part(PartKind::Engine)),
    ("integration/", Scope::Part(PartKind::Integration)),
];

fn scope(path: &str) -> Option<(Scope, &str)> {
    FOLDERS.iter().find_map(|(folder, scope)| Some((*scope, path.strip_prefix(folder)?)))
}

/// The path that the template of this name makes or puts something into; none if it makes nothing by itself.
pub(super) fn target_of(name: &str) -> Option<String> {
    match scope(name)? {
        (Scope::Component, _) => None,
        (Scope::Snippet, wiring::MODELS_SNIPPET_TEMPLATE) => Some(wiring::DB_MODELS.to_owned()),
        (_, rest) => Some(target(rest)),
    }
}

/// The path that a template makes, placeholders still in it.
fn target(path: &str) -> String {
    let segments = path.strip_suffix(".tera").unwrap_or(path).split('/');
    let dotted = segments.map(|segment| match segment.strip_prefix("_dot_") {
        Some(name) => format!(".{name}"),
        None => segment.to_owned(),
    });
    dotted.collect::<Vec<_>>().join("/")
}

fn context(project: &ProjectContext, resource: Option<&ResourceContext>) -> Context {
    let mut context = Context::new();
    context.insert("project", project);
    if let Some(resource) = resource {
        context.insert("resource", resource);
    }
    context
}

fn failure(name: &str, error: &tera::Error) -> Error {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Error::Template {
            name: report.filename().to_owned(),
            line: Some(report.span().start_line),
            reason: report.message().to_owned(),
        },
        _ => Error::Template { name: name.to_owned(), line: None, reason: error.to_string() },
    }
}
