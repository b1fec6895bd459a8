// src/commands/new.rs - `rulebook new`: a project, with resources if asked for

use crate::cli::{NewArgs, PlanFormat, Vcs};
use crate::commands::{generate, lint, plan};
use crate::failure::Failure;
use crate::terminal::{Style, Terminal, paint};
use rulebook_generator::NewProject;
use rulebook_generator::spec::ResourceRequest;
use rulebook_lint::report;

/// Makes a project, lints it and says how to run it.
pub fn run(args: &NewArgs, terminal: Terminal) -> Result<u8, Failure> {
    let resources = match &args.from {
        Some(path) => generate::read(path)?,
        None => args.resource.iter().map(|words| request(words)).collect(),
    };
    let new = NewProject { path: args.path.clone(), resources, git: args.vcs == Vcs::Git };
    let mut plan = rulebook_generator::new_project(&new)?;
    let applied = plan::carry_out(&mut plan, &args.plan, terminal)?;
    if !applied || args.plan.format == PlanFormat::Json {
        return Ok(0);
    }
    let checked = lint::check(&plan.project)?;
    terminal.out(&format!("rulebook lint: {}", report::summary(&checked, terminal.color)))?;
    terminal.out(&next_steps(&args.path.display().to_string(), terminal.color))?;
    Ok(0)
}

/// A resource given in one argument: its name, then its fields.
fn request(words: &str) -> ResourceRequest {
    let mut words = words.split_whitespace();
    let name = words.next().unwrap_or_default();
    let fields: Vec<String> = words.map(str::to_owned).collect();
    ResourceRequest::from_arguments(name, None, &fields)
}

fn next_steps(path: &str, color: bool) -> String {
    let command = |text: &str| paint(color, Style::Cyan, text);
    format!(
        "\nNext:\n  {}\n  {}    serves on http://127.0.0.1:8080, with the API's page at /docs\n  {}   runs its tests\n  {}\n",
        command(&format!("cd {path}")),
        command("cargo run"),
        command("cargo test"),
        command("rulebook generate resource NAME FIELD..."),
    )
}
