// src/commands/check.rs - `rulebook check`: whether a project is what would be generated, for CI

use serde::Serialize;

use crate::cli::PlanFormat;
use crate::cli::upkeep::CheckArgs;
use crate::commands::{project, settings};
use crate::failure::{FOUND, Failure};
use crate::terminal::{Style, Terminal, paint, things};
use rulebook_generator::plan::Check;

/// Checks the project and says what was found.
pub fn run(args: &CheckArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let inflector = settings::nearest(&here)?.inflector();
    let found = rulebook_generator::check(&here, &inflector)?;
    terminal.out(&match args.format {
        PlanFormat::Json => json(&found)?,
        PlanFormat::Text => text(&found, terminal.color),
    })?;
    Ok(if found.findings.is_empty() { 0 } else { FOUND })
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    files: usize,
    made_by: Option<&'a str>,
    findings: Vec<FindingEntry<'a>>,
    edited: Vec<EditedEntry<'a>>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    path: &'a str,
    kind: &'static str,
    message: &'a str,
    help: &'a str,
}

#[derive(Serialize)]
struct EditedEntry<'a> {
    path: &'a str,
    added: usize,
    removed: usize,
    outdated: bool,
}

fn json(found: &Check) -> Result<String, Failure> {
    let findings = found.findings.iter();
    let findings =
        findings.map(|f| FindingEntry { path: &f.path, kind: f.kind.word(), message: &f.message, help: &f.help });
    let edited = found.edited.iter();
    let edited =
        edited.map(|e| EditedEntry { path: &e.path, added: e.added, removed: e.removed, outdated: e.outdated });
    let (findings, edited) = (findings.collect(), edited.collect());
    let made_by = found.made_by.as_deref();
    let document = Document { version: 1, files: found.files, made_by, findings, edited };
    let text = serde_json::to_string_pretty(&document).map_err(std::io::Error::from)?;
    Ok(text + "\n")
}

/// The findings, the edited files, then the counts.
fn text(found: &Check, color: bool) -> String {
    let mut out = String::new();
    for finding in &found.findings {
        let kind = paint(color, Style::Red, &format!("{:>10}", finding.kind.word()));
        out += &format!("{kind} {}: {}\n", paint(color, Style::Cyan, &finding.path), finding.message);
        out += &paint(color, Style::Dim, &format!("           {}\n", finding.help));
    }
    for edited in &found.edited {
        let counts = format!("+{} -{}", edited.added, edited.removed);
        let outdated =
            if edited.outdated { "; the templates have changed since, `rulebook upgrade` merges" } else { "" };
        out += &format!("{} {} {counts}{outdated}\n", paint(color, Style::Yellow, "    edited"), edited.path);
    }
    if let Some(other) = &found.made_by {
        let own = env!("CARGO_PKG_VERSION");
        let said = format!("rulebook {other} changed it last; this is {own}, and `rulebook upgrade` says so in it");
        out += &format!("{} {said}\n", paint(color, Style::Cyan, "      note"));
    }
    let edited = if found.edited.is_empty() { String::new() } else { format!(", {} edited", found.edited.len()) };
    let verdict = if found.findings.is_empty() {
        format!("everything is as it would be made: {}{edited}", things(found.files, "file"))
    } else {
        format!("{} in {}{edited}", things(found.findings.len(), "finding"), things(found.files, "file"))
    };
    out + &paint(color, Style::Bold, &verdict) + "\n"
}
