// src/commands/new.rs - `rulebook new`: a project, with resources if asked for

use clap::Parser;

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
        None => args.resource.iter().map(|words| request(words)).collect::<Result<_, _>>()?,
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

/// A resource given in one argument: what could follow `generate resource`.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
struct Words {
    name: String,
    fields: Vec<String>,
    #[arg(long)]
    plural: Option<String>,
    #[arg(long)]
    action: Vec<String>,
    #[arg(long)]
    sub: Vec<String>,
    #[arg(long)]
    analytics: bool,
}

fn request(words: &str) -> Result<ResourceRequest, Failure> {
    let words = Words::try_parse_from(words.split_whitespace()).map_err(|error| {
        let text = error.to_string();
        let reason = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        Failure::refused(
            format!("`--resource '{words}'`: {reason}"),
            "it takes what `rulebook generate resource` takes: a name, fields, --plural, --action, --sub, --analytics",
        )
    })?;
    let request = ResourceRequest::from_arguments(&words.name, words.plural.as_deref(), &words.fields);
    Ok(request.with_options(&words.action, &words.sub, words.analytics))
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
