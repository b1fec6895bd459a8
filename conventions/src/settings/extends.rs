// src/settings/extends.rs - A settings file on top of those that it extends

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::parse::{Reading, root};
use super::reader::{Errors, Table, Text};
use super::{Settings, SettingsError, SettingsFile};

/// See [`Settings::load`].
pub(super) fn load(
    path: &str,
    read: &dyn Fn(&str) -> Result<String, String>,
    rules: &[(&'static str, &'static str)],
) -> Result<Settings, Vec<SettingsError>> {
    let mut chain = Chain {
        read,
        rules,
        settings: Settings::default(),
        errors: Vec::new(),
        way: Vec::new(),
        done: BTreeSet::new(),
    };
    match read(path) {
        Ok(text) => chain.apply(path, &text),
        Err(reason) => chain.errors.push(SettingsError {
            path: path.to_owned(),
            range: 0..0,
            message: format!("the settings can't be read: {reason}"),
            help: "save the file as UTF-8 and make it readable, or remove it: the defaults are the rulebook".to_owned(),
        }),
    }
    let Chain { settings, errors, .. } = chain;
    if errors.is_empty() { Ok(settings) } else { Err(errors) }
}

/// Settings as far as some files have been read. What is extended is read before what extends it, so the nearest wins.
struct Chain<'a> {
    read: &'a dyn Fn(&str) -> Result<String, String>,
    rules: &'a [(&'static str, &'static str)],
    settings: Settings,
    errors: Vec<SettingsError>,
    /// The files from the first one to the one being read.
    way: Vec<String>,
    /// The files that have been read; each counts once.
    done: BTreeSet<String>,
}

impl Chain<'_> {
    fn apply(&mut self, path: &str, text: &str) {
        let mut errors = Errors::new(path);
        match DeTable::parse(text) {
            Ok(table) => self.table(path, text, Table::new(path, table.get_ref()), &mut errors),
            Err(error) => errors.add(
                error.span().unwrap_or(0..0),
                format!("not valid TOML: {}", error.message()),
                "correct the syntax here; https://toml.io has the rules",
            ),
        }
        self.errors.extend(errors.sorted());
        self.done.insert(path.to_owned());
    }

    fn table(&mut self, path: &str, text: &str, mut table: Table<'_, '_>, errors: &mut Errors) {
        self.way.push(path.to_owned());
        for base in table.string_or_strings("extends", errors) {
            self.base(path, &base, errors);
        }
        self.way.pop();
        let bases = self.done.iter().cloned().collect();
        self.settings.file = SettingsFile { path: path.to_owned(), text: text.into(), written: Vec::new(), bases };
        root(table, &mut Reading { rules: self.rules, settings: &mut self.settings, errors });
    }

    fn base(&mut self, path: &str, base: &Text, errors: &mut Errors) {
        let Some(target) = beside(path, &base.text) else {
            let help = "write it relative to this file, such as `../rulebook.toml`";
            return errors.add(base.range.clone(), format!("`{}` is no path from here to a file", base.text), help);
        };
        if let Some(at) = self.way.iter().position(|other| *other == target) {
            let circle: Vec<String> =
                self.way.iter().skip(at).chain([&target]).map(|path| format!("`{path}`")).collect();
            let message = format!("`extends` goes in a circle: {}", circle.join(" -> "));
            return errors.add(base.range.clone(), message, "take one of them out of `extends`");
        }
        if self.done.contains(&target) {
            return;
        }
        match (self.read)(&target) {
            Ok(text) => self.apply(&target, &text),
            Err(reason) => errors.add(
                base.range.clone(),
                format!("`{}` can't be read: {reason}", base.text),
                "name a settings file that is there, relative to this one",
            ),
        }
    }
}

/// The path of a file, given relative to another file; none if it is absolute or names no file.
fn beside(path: &str, relative: &str) -> Option<String> {
    let relative = relative.replace('\\', "/");
    if relative.starts_with('/') || relative.get(1..2) == Some(":") || relative.ends_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    (parts.last().is_some_and(|last| *last != "..")).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_path_is_relative_to_the_file() {
        for (path, relative, expected) in [
            ("rulebook.toml", "base.toml", Some("base.toml")),
            ("a/rulebook.toml", "../base.toml", Some("base.toml")),
            ("a/rulebook.toml", "./b//base.toml", Some("a/b/base.toml")),
            ("rulebook.toml", "../../x/base.toml", Some("../../x/base.toml")),
            ("rulebook.toml", "..", None),
            ("rulebook.toml", "/etc/x.toml", None),
            ("rulebook.toml", "c:/x.toml", None),
            ("rulebook.toml", "a/", None),
            ("rulebook.toml", "", None),
        ] {
            assert_eq!(beside(path, relative).as_deref(), expected, "{path} {relative}");
        }
    }
}
