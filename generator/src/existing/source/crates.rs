// src/existing/source/crates.rs - The modules of a crate, by their files

//! The modules of a crate, by their files. Nothing is expanded: a module is there if a `mod` says so, in a file or inline.

use std::fs;
use std::path::{Path, PathBuf};

use syn::ext::IdentExt;
use syn::{Item, Meta, UseTree};

use super::super::refused;
use super::attributes;
use crate::error::{Error, Result};
use rulebook_conventions::did_you_mean;

/// The items of a module, and how others are found from it.
pub(super) struct Scope {
    pub(super) items: Vec<Item>,
    /// The file that they stand in, as a person would write it.
    pub(super) shown: String,
    /// The files that were read on the way to it.
    pub(super) looked: Vec<String>,
    /// The file or files that the crate begins with; none if that is not known.
    roots: Vec<PathBuf>,
    /// The path of the module in the crate.
    path: Vec<String>,
    /// Where the files of its modules lie.
    folder: PathBuf,
    /// What paths are shown relative to.
    here: PathBuf,
}

const FORMS: &str = "write it as `crate::models::Job`, or with its file as `src/models.rs::Job`";

impl Scope {
    /// The module that a path leads to, and the name at its end.
    pub(super) fn of(path: &str, root: &Path, here: &Path) -> Result<(Self, String)> {
        let (file, rest) = match path.find(".rs::") {
            Some(at) => (path.get(..at + 3), path.get(at + 5..).unwrap_or_default()),
            None => (None, path),
        };
        let mut segments: Vec<String> = rest.split("::").map(|s| s.trim_start_matches("r#").to_owned()).collect();
        let name = segments.pop().unwrap_or_default();
        if name.is_empty() || segments.iter().any(String::is_empty) {
            return Err(refused(path, format!("`{path}` is no path of a struct"), FORMS));
        }
        let start = match file {
            Some(file) => Self::file(&here.join(file), here)?,
            None => {
                if segments.first().is_none_or(|first| first != "crate") {
                    let reason = format!("`{path}` does not say where the struct is");
                    return Err(refused(path, reason, FORMS));
                }
                segments.remove(0);
                let roots: Vec<PathBuf> = ["lib.rs", "main.rs"]
                    .iter()
                    .map(|file| root.join("src").join(file))
                    .filter(|f| f.is_file())
                    .collect();
                return Ok((Self::in_crate(&roots, &segments, here)?, name));
            }
        };
        Ok((start.inside(&segments)?, name))
    }

    /// The module of a crate, from the first of its roots that has it.
    fn in_crate(roots: &[PathBuf], segments: &[String], here: &Path) -> Result<Self> {
        let mut first = None;
        for root in roots {
            match Self::file(root, here).and_then(|scope| scope.inside(segments)) {
                Ok(scope) => return Ok(scope),
                Err(error) => drop(first.get_or_insert(error)),
            }
        }
        Err(first.unwrap_or_else(|| refused("crate", "the project has no src/lib.rs and no src/main.rs", FORMS)))
    }

    /// The module that a file is.
    fn file(path: &Path, here: &Path) -> Result<Self> {
        let shown = path.strip_prefix(here).unwrap_or(path).display().to_string();
        let text = fs::read_to_string(path).map_err(|error| {
            refused(&shown, format!("can't read {shown}: {error}"), "name a file of Rust that is there")
        })?;
        let syntax = syn::parse_file(&text).map_err(|error| {
            let start = error.span().start();
            let (line, column) = (start.line, start.column + 1);
            Error::NotRust { path: shown.clone(), line, column, reason: error.to_string() }
        })?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let parent = path.parent().unwrap_or(path);
        let is_folder = matches!(stem.as_str(), "lib" | "main" | "mod");
        let folder = if is_folder { parent.to_owned() } else { parent.join(&stem) };
        let source = path.ancestors().find(|folder| folder.ends_with("src"));
        let roots = source.map(|source| ["lib.rs", "main.rs"].map(|file| source.join(file)).into()).unwrap_or_default();
        let inside = source.and_then(|source| folder.strip_prefix(source).ok());
        let module = inside.map(|inside| inside.iter().map(|part| part.to_string_lossy().into_owned()).collect());
        Ok(Self {
            items: syntax.items,
            looked: vec![shown.clone()],
            shown,
            roots,
            path: module.unwrap_or_default(),
            folder,
            here: here.to_owned(),
        })
    }

    /// The module below this one.
    fn inside(mut self, segments: &[String]) -> Result<Self> {
        for segment in segments {
            self = self.child(segment)?;
        }
        Ok(self)
    }

    fn child(self, name: &str) -> Result<Self> {
        let modules: Vec<String> = self
            .items
            .iter()
            .filter_map(|item| if let Item::Mod(item) = item { Some(item.ident.unraw().to_string()) } else { None })
            .collect();
        let found = self.items.iter().find_map(|item| match item {
            Item::Mod(item) if item.ident.unraw() == name => Some(item.clone()),
            _ => None,
        });
        let Some(item) = found else {
            let near = did_you_mean(name, modules.iter().map(String::as_str));
            let all =
                if modules.is_empty() { "it has none".to_owned() } else { format!("it has {}", modules.join(", ")) };
            let help = format!("{near}{all}; looked in {}", self.looked.join(", "));
            return Err(refused(name, format!("{} has no module `{name}`", self.shown), help));
        };
        let mut path = self.path.clone();
        path.push(name.to_owned());
        if let Some((_, items)) = item.content {
            let folder = self.folder.join(name);
            return Ok(Self { items, path, folder, ..self });
        }
        let given = item.attrs.iter().find_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("path") => attributes::text(&pair.value),
            _ => None,
        });
        let files = match given {
            // Relative to the folder of the file that says it.
            Some(given) => vec![self.here.join(&self.shown).with_file_name("").join(given)],
            None => vec![self.folder.join(format!("{name}.rs")), self.folder.join(name).join("mod.rs")],
        };
        let Some(file) = files.iter().find(|file| file.is_file()) else {
            let shown = |file: &PathBuf| file.strip_prefix(&self.here).unwrap_or(file).display().to_string();
            let files: Vec<String> = files.iter().map(shown).collect();
            let reason = format!("the module `{name}` of {} has no file", self.shown);
            return Err(refused(name, reason, format!("looked for {}", files.join(" and "))));
        };
        let child = Self::file(file, &self.here)?;
        let looked = [self.looked, child.looked.clone()].concat();
        Ok(Self { looked, path, roots: self.roots, ..child })
    }

    /// The path that a name is imported from.
    pub(super) fn import(&self, name: &str) -> Option<String> {
        self.items
            .iter()
            .find_map(|item| if let Item::Use(item) = item { imported(&item.tree, name, "") } else { None })
    }

    /// The item of a type that is named so here, and the module that it stands in; nothing if it is of another crate.
    pub(super) fn named(&self, path: &str, depth: usize) -> Option<(Self, Item)> {
        const DEEPEST: usize = 8;
        if depth > DEEPEST {
            return None;
        }
        let (modules, name) = path.rsplit_once("::").unwrap_or(("", path));
        if modules.is_empty() {
            let is_it = |item: &&Item| match item {
                Item::Struct(item) => item.ident == name,
                Item::Enum(item) => item.ident == name,
                Item::Type(item) => item.ident == name,
                _ => false,
            };
            if let Some(item) = self.items.iter().find(is_it) {
                return Some((self.again(), item.clone()));
            }
            return self.import(name).filter(|from| from != name).and_then(|from| self.named(&from, depth + 1));
        }
        let mut at = self.path.clone();
        let mut segments = modules.split("::").peekable();
        match segments.peek() {
            Some(&"crate") => at.clear(),
            Some(&("self" | "super")) => {}
            // A module of this one; what is no module is another crate.
            _ => {
                let modules: Vec<String> = segments.map(str::to_owned).collect();
                return self.again().inside(&modules).ok()?.named(name, depth + 1);
            }
        }
        for segment in segments {
            match segment {
                "crate" | "self" => {}
                "super" => drop(at.pop()?),
                other => at.push(other.to_owned()),
            }
        }
        Self::in_crate(&self.roots, &at, &self.here).ok()?.named(name, depth + 1)
    }

    fn again(&self) -> Self {
        Self {
            items: self.items.clone(),
            shown: self.shown.clone(),
            looked: self.looked.clone(),
            roots: self.roots.clone(),
            path: self.path.clone(),
            folder: self.folder.clone(),
            here: self.here.clone(),
        }
    }
}

/// The path that a `use` tree gives a name.
fn imported(tree: &UseTree, name: &str, before: &str) -> Option<String> {
    let with = |ident: &syn::Ident| if before.is_empty() { ident.to_string() } else { format!("{before}::{ident}") };
    match tree {
        UseTree::Path(path) => imported(&path.tree, name, &with(&path.ident)),
        UseTree::Name(item) => (item.ident == name).then(|| with(&item.ident)),
        UseTree::Rename(item) => (item.rename == name).then(|| with(&item.ident)),
        UseTree::Group(group) => group.items.iter().find_map(|tree| imported(tree, name, before)),
        UseTree::Glob(_) => None,
    }
}
