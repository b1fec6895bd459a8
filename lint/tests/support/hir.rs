// tests/support/hir.rs - What the compiler itself says that the paths of a crate mean

//! What the compiler itself says that the paths of a crate mean: its own dump of the resolved tree
//! (`rustc -Zunpretty=hir-tree`), read for modules, paths and what they lead to.
//!
//! The dump is unstable, so what is read of it is little: `owner => ..`, `kind: Mod(`, and of each `Path {` its `span` and
//! the first `DefId(..)` of its `res`. Paths that a macro wrote (a span with a syntax context other than `#0`) are left out.

use std::collections::BTreeSet;
use std::process::Command;

/// A path of the crate that leads to another of its modules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// The module that the path stands in: `crate::api`.
    pub from: String,
    /// The module or item that it leads to, variants and associated items counted as their type: `crate::core::db::pool`.
    pub to: String,
    /// The module of that.
    pub module: String,
    /// Where the path stands: `src/api.rs:3`.
    pub place: String,
}

/// `rustc`, or `cargo rustc`, told to print the dump.
pub fn dumping(command: &mut Command) -> &mut Command {
    command.arg("-Zunpretty=hir-tree").env("RUSTC_BOOTSTRAP", "1").env("CARGO_TERM_COLOR", "never")
}

/// The modules of a dump, and its paths.
pub fn read(dump: &str, dependencies: &[&str]) -> BTreeSet<Reach> {
    let paths = paths(dump);
    let modules = modules(dump);
    let in_crate = |def: &str| format!("crate{}", def.find("::").map_or("", |at| &def[at..]));
    let mut found = BTreeSet::new();
    for Found { owner, place, targets } in paths {
        let from = module_of(&in_crate(&owner), &modules);
        for Target { kind, krate, path } in targets {
            let depth = match kind.as_str() {
                // What belongs to a type or a trait counts as that.
                "Variant" | "AssocFn" | "AssocConst" | "AssocTy" | "Field" | "Ctor(Struct" => 1,
                "Ctor(Variant" => 2,
                _ => 0,
            };
            let path = path.rsplitn(depth + 1, "::").last().unwrap_or(&path).to_owned();
            if krate != 0 {
                let name = path.split("::").next().unwrap_or_default();
                if dependencies.contains(&name) {
                    let module = path.rsplit_once("::").map_or(path.as_str(), |(module, _)| module).to_owned();
                    found.insert(Reach { from: from.clone(), to: path, module, place: place.clone() });
                }
                continue;
            }
            let to = in_crate(&path);
            if to.contains('{') {
                continue;
            }
            let module = module_of(&to, &modules);
            if module != from {
                found.insert(Reach { from: from.clone(), to, module, place: place.clone() });
            }
        }
    }
    found
}

/// The innermost module that a definition is or lies in.
fn module_of(def: &str, modules: &BTreeSet<String>) -> String {
    let mut at = def;
    while !modules.contains(at) {
        match at.rsplit_once("::") {
            Some((outer, _)) => at = outer,
            None => return "crate".to_owned(),
        }
    }
    at.to_owned()
}

struct Target {
    kind: String,
    krate: u32,
    path: String,
}

struct Found {
    owner: String,
    place: String,
    targets: Vec<Target>,
}

/// `DefId(0:5 ~ app[8569]::core::db)` as the crate's number and `app::core::db`.
fn def_id(text: &str) -> Option<(u32, String)> {
    let inner = text.split("DefId(").nth(1)?;
    let (number, rest) = inner.split_once(" ~ ")?;
    let rest = rest.split(')').next()?;
    let (name, path) = rest.split_once('[')?;
    let path = path.split_once(']')?.1;
    Some((number.split(':').next()?.parse().ok()?, format!("{name}{path}")))
}

fn modules(dump: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::from(["crate".to_owned()]);
    let mut owner = String::new();
    for line in dump.lines() {
        if let Some((head, _)) = line.split_once(" => OwnerNodes {").filter(|_| line.starts_with("DefId(")) {
            owner = def_id(head).map(|(_, path)| path).unwrap_or_default();
        } else if line == "                kind: Mod(" && !owner.contains("{") {
            let path = owner.split_once("::").map_or(String::new(), |(_, path)| format!("::{path}"));
            modules.insert(format!("crate{path}"));
        }
    }
    modules
}

fn paths(dump: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut owner = String::new();
    let mut lines = dump.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some((head, _)) = line.split_once(" => OwnerNodes {").filter(|_| line.starts_with("DefId(")) {
            owner = def_id(head).map(|(_, path)| path).unwrap_or_default();
            continue;
        }
        let trimmed = line.trim_start();
        if !(trimmed == "Path {" || trimmed.ends_with(": Path {")) {
            continue;
        }
        let Some(span) = lines.peek().and_then(|next| next.trim_start().strip_prefix("span: ")) else { continue };
        if !span.ends_with("(#0),") {
            continue;
        }
        let place = span.split(": ").next().unwrap_or_default().to_owned();
        let place = place.rsplit_once(':').map_or(place.clone(), |(place, _)| place.to_owned());
        lines.next();
        let targets = targets(&mut lines);
        found.push(Found { owner: owner.clone(), place, targets });
    }
    found
}

/// What stands at `res:`, up to the segments of the path.
fn targets<'d>(lines: &mut std::iter::Peekable<impl Iterator<Item = &'d str>>) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut kind: Option<String> = None;
    for line in lines.by_ref() {
        let text = line.trim();
        if text.starts_with("segments: [") {
            break;
        }
        if text.ends_with("Def(") {
            kind = Some(String::new());
        } else if let (Some(said), Some((krate, path))) = (&kind, def_id(text).filter(|_| text.starts_with("DefId("))) {
            targets.push(Target { kind: said.trim_end_matches(',').to_owned(), krate, path });
            kind = None;
        } else if let Some(said) = kind.as_mut().filter(|said| said.is_empty() || said.ends_with("Ctor(")) {
            said.push_str(text.trim_end_matches(','));
        }
    }
    targets
}
