// src/adopt/text.rs - A proposal as the text of `rulebook.toml`

use std::fmt::Write;

use super::{Kind, Placed, Proposal};
use rulebook_conventions::settings::Settings;

const WIDTH: usize = 118;

/// The text; none where the rulebook's own settings fit.
pub(super) fn text(proposal: &Proposal) -> Option<String> {
    let defaults = Settings::default();
    let mut tables = String::new();
    let is_taken = |folder: &String, by: Kind| {
        proposal.layers.iter().any(|(kind, placed)| *kind != by && placed.folders.contains_key(folder))
    };
    for kind in Kind::ALL {
        let Some(placed) = proposal.layers.get(&kind) else {
            let own = defaults.layer(kind.name()).map(|layer| layer.folders.as_slice()).unwrap_or_default();
            if let Some(folder) = own.iter().find(|folder| is_taken(folder, kind)) {
                let _ = writeln!(tables, "\n[layers.{}]", kind.name());
                comment(&mut tables, &format!("{folder} is of another layer here, by what it does"));
                tables += "folders = []\n";
            }
            continue;
        };
        let known = defaults.layer(kind.name()).map(|layer| layer.folders.clone()).unwrap_or_default();
        let has_folders = !placed.folders.is_empty() && !placed.folders.keys().eq(known.iter());
        if has_folders || !placed.packages.is_empty() || placed.may_use.is_some() {
            layer(&mut tables, kind.name(), placed, has_folders);
        }
    }
    if !proposal.off.is_empty() {
        tables +=
            "\n# Names of files follow another scheme here. Take a line out to begin with the rulebook's.\n[rules]\n";
        for (rule, reason) in &proposal.off {
            comment(&mut tables, &capitalized(reason));
            // Writing to a string can't fail; so below.
            let _ = writeln!(tables, "{rule} = \"off\"");
        }
    }
    if tables.is_empty() && proposal.exclude.is_empty() {
        return None;
    }
    let mut out =
        "# rulebook.toml - How this project follows the rulebook; proposed by `rulebook init`, yours to change\n"
            .to_owned();
    if !proposal.unplaced.is_empty() {
        out.push('\n');
        let list = proposal.unplaced.join(", ");
        comment(&mut out, &format!("In no layer, so nobody is told who may use them: {list}"));
    }
    if !proposal.exclude.is_empty() {
        out += "\n# These do not parse, and no crate needs them to: they are data\n";
        let entries: Vec<(&str, &str)> = proposal.exclude.iter().map(|path| (path.as_str(), "")).collect();
        list(&mut out, "exclude", &entries);
    }
    Some(out + &tables)
}

fn layer(out: &mut String, name: &str, placed: &Placed, has_folders: bool) {
    let _ = writeln!(out, "\n[layers.{name}]");
    if has_folders {
        list(
            out,
            "folders",
            &placed.folders.iter().map(|(entry, seen)| (entry.as_str(), seen.as_str())).collect::<Vec<_>>(),
        );
    }
    if !placed.packages.is_empty() {
        list(
            out,
            "packages",
            &placed.packages.iter().map(|(entry, seen)| (entry.as_str(), seen.as_str())).collect::<Vec<_>>(),
        );
    }
    if let Some((access, reason)) = &placed.may_use {
        comment(out, &capitalized(reason));
        let entries: Vec<(&str, &str)> = access.iter().map(|entry| (entry.as_str(), "")).collect();
        list(out, "may-use", &entries);
    }
}

/// One line each, with what was seen there; on one line where there is nothing to say.
fn list(out: &mut String, key: &str, entries: &[(&str, &str)]) {
    let quoted: Vec<String> = entries.iter().map(|(entry, _)| quoted(entry)).collect();
    let line = format!("{key} = [{}]", quoted.join(", "));
    if entries.iter().all(|(_, seen)| seen.is_empty()) && line.len() <= WIDTH {
        let _ = writeln!(out, "{line}");
        return;
    }
    let width = quoted.iter().map(|entry| entry.len() + 1).max().unwrap_or_default();
    let _ = writeln!(out, "{key} = [");
    for (entry, (_, seen)) in quoted.iter().zip(entries) {
        let entry = format!("{entry},");
        let _ = match seen.is_empty() {
            true => writeln!(out, "    {entry}"),
            false => writeln!(out, "    {entry:width$} # {seen}"),
        };
    }
    out.push_str("]\n");
}

fn comment(out: &mut String, text: &str) {
    // A path stays in one piece.
    let options = textwrap::Options::new(WIDTH - 2)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    for line in textwrap::wrap(text, options) {
        let _ = writeln!(out, "# {line}");
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
