// src/why/render.rs - What is known of a file, for people and for programs

use std::fmt::Write;

use serde::Serialize;

use super::{Header, Use, Why};
use crate::report::{Styles, severity_word, to_json};

/// A page for people. `show` writes a path for someone who stands elsewhere than in the root.
pub fn text(why: &Why, show: &dyn Fn(&str) -> String, color: bool) -> String {
    let styles = Styles::new(color);
    let row = |name: &str, value: &str| format!("{}{value}\n", styles.faint(&format!("{name:<10}")));
    let mut out = format!("{}\n", styles.strong(&show(&why.path)));
    let kind = if why.backend { "a backend" } else { "no backend" };
    out += &row("package", &format!("{}, {kind}", why.package));
    let layer = match &why.layer {
        Some(layer) if why.module.is_empty() => layer.clone(),
        Some(layer) => format!("{layer}, module `{}`", why.module),
        None => "none".to_owned(),
    };
    out += &row("layer", &layer);
    out += &row("because", &why.reason);
    if let Some(may_use) = &why.may_use {
        let allowed = if may_use.is_empty() { "nothing but itself".to_owned() } else { may_use.join(", ") };
        out += &row("may use", &allowed);
    }
    out += &row("role", why.role);
    out += &match &why.header {
        Header { found: Some(line), .. } => row("header", line),
        Header { expected: Some(line), .. } => row("header", &format!("missing; expected: {line}")),
        Header { .. } => row("header", "a program wrote this file, so it needs none"),
    };
    if why.findings > 0 {
        out += &row("findings", &why.findings.to_string());
    }
    out += &section(&styles, "Uses", why.uses.iter().map(|used| line(used, &why.path, show)));
    out += &section(&styles, "Used by", why.used_by.iter().map(|user| line(user, &user.path, show)));
    let crates = why.crates.iter().map(|(name, count)| format!("{name}, {}", places(*count)));
    out += &section(&styles, "Crates", crates);
    let rules = why.rules.iter().map(|(rule, severity)| {
        format!("{} {} ({})", styles.severity(*severity, rule.code), rule.name, severity_word(*severity))
    });
    out + &section(&styles, "Rules that look at it", rules)
}

fn section(styles: &Styles, title: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.map(|line| format!("  {line}\n")).collect();
    let title = styles.strong(title);
    // Writing to a string can't fail.
    let mut out = String::new();
    let _ = if lines.is_empty() { writeln!(out, "\n{title}: nothing") } else { write!(out, "\n{title}\n{lines}") };
    out
}

fn line(used: &Use, user: &str, show: &dyn Fn(&str) -> String) -> String {
    let layer = used.layer.as_ref().map(|layer| format!(" ({layer})")).unwrap_or_default();
    let test = if used.test { ", in tests" } else { "" };
    format!("{}{layer}: {}, first at {}:{}{test}", show(&used.path), places(used.references), show(user), used.line)
}

fn places(count: usize) -> String {
    format!("{count} place{}", if count == 1 { "" } else { "s" })
}

#[derive(Serialize)]
struct Document<'w> {
    version: u8,
    path: String,
    package: &'w str,
    backend: bool,
    layer: Option<&'w str>,
    module: Option<&'w str>,
    reason: &'w str,
    role: &'w str,
    may_use: &'w Option<Vec<String>>,
    header: HeaderObject<'w>,
    findings: usize,
    uses: Vec<UseObject<'w>>,
    used_by: Vec<UseObject<'w>>,
    crates: Vec<CrateObject<'w>>,
    rules: Vec<RuleObject>,
}

#[derive(Serialize)]
struct HeaderObject<'w> {
    found: &'w Option<String>,
    expected: &'w Option<String>,
}

#[derive(Serialize)]
struct UseObject<'w> {
    path: String,
    layer: &'w Option<String>,
    references: usize,
    line: usize,
    test: bool,
}

#[derive(Serialize)]
struct CrateObject<'w> {
    name: &'w str,
    references: usize,
}

#[derive(Serialize)]
struct RuleObject {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
}

/// One object, described in `docs/schemas/why.schema.json`.
pub fn json(why: &Why, show: &dyn Fn(&str) -> String) -> String {
    to_json(&Document {
        version: 1,
        path: show(&why.path),
        package: &why.package,
        backend: why.backend,
        layer: why.layer.as_deref(),
        module: why.layer.as_ref().map(|_| why.module.as_str()),
        reason: &why.reason,
        role: why.role,
        may_use: &why.may_use,
        header: HeaderObject { found: &why.header.found, expected: &why.header.expected },
        findings: why.findings,
        uses: why.uses.iter().map(|used| object(used, show)).collect(),
        used_by: why.used_by.iter().map(|user| object(user, show)).collect(),
        crates: why.crates.iter().map(|(name, references)| CrateObject { name, references: *references }).collect(),
        rules: why
            .rules
            .iter()
            .map(|(rule, severity)| RuleObject { code: rule.code, name: rule.name, severity: severity_word(*severity) })
            .collect(),
    })
}

fn object<'w>(used: &'w Use, show: &dyn Fn(&str) -> String) -> UseObject<'w> {
    let Use { path, layer, references, line, test } = used;
    UseObject { path: show(path), layer, references: *references, line: *line, test: *test }
}
