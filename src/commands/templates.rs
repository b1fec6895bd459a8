// src/commands/templates.rs - `rulebook templates`: a team's own templates, beside those that the command carries

use serde::Serialize;

use crate::cli::PlanFormat;
use crate::cli::upkeep::TemplatesCommand;
use crate::commands::plan::{carry_out, exit_code, painted};
use crate::commands::project;
use crate::failure::Failure;
use crate::terminal::{Style, Terminal, paint, things};
use rulebook_generator::plan::{Origin, TemplateEntry};

/// Lists, ejects or compares templates.
pub fn run(command: &TemplatesCommand, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    match command {
        TemplatesCommand::List(args) => {
            let entries = rulebook_generator::templates(&here)?;
            terminal.out(&match args.format {
                PlanFormat::Json => json(&entries)?,
                PlanFormat::Text => listing(&entries, terminal.color),
            })?;
            Ok(0)
        }
        TemplatesCommand::Eject(args) => {
            let mut plan = rulebook_generator::eject(&here, &args.names)?;
            carry_out(&mut plan, &args.plan, terminal)?;
            Ok(exit_code(&plan))
        }
        TemplatesCommand::Diff(_) => {
            let diffs = rulebook_generator::template_diffs(&here)?;
            if diffs.is_empty() {
                terminal.note("no template of the project's own differs from those that rulebook carries\n");
            }
            terminal.out(&painted(&diffs.concat(), terminal.color))?;
            Ok(0)
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    templates: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    target: Option<&'a str>,
    origin: &'static str,
}

fn json(entries: &[TemplateEntry]) -> Result<String, Failure> {
    let templates =
        entries.iter().map(|e| Entry { name: &e.name, target: e.target.as_deref(), origin: word(e.origin) }).collect();
    let text = serde_json::to_string_pretty(&Document { version: 1, templates }).map_err(std::io::Error::from)?;
    Ok(text + "\n")
}

/// A line for each template, then the counts.
fn listing(entries: &[TemplateEntry], color: bool) -> String {
    let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or_default();
    let mut out = String::new();
    for TemplateEntry { name, target, origin } in entries {
        let style = if *origin == Origin::BuiltIn { Style::Dim } else { Style::Green };
        let word = paint(color, style, &format!("{:>10}", word(*origin)));
        let target = target.as_deref().unwrap_or("(shared by others)");
        out += &format!("{word} {name:width$}  {}\n", paint(color, Style::Cyan, target));
    }
    let count = |origin| entries.iter().filter(|entry| entry.origin == origin).count();
    let (overridden, additional) = (count(Origin::Override), count(Origin::Additional));
    let counts = format!("{}, {overridden} overridden, {additional} additional", things(entries.len(), "template"));
    out + &paint(color, Style::Bold, &counts) + "\n"
}

fn word(origin: Origin) -> &'static str {
    match origin {
        Origin::BuiltIn => "built-in",
        Origin::Override => "overridden",
        Origin::Additional => "additional",
    }
}
