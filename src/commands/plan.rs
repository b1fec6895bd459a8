// src/commands/plan.rs - A plan shown to a person or a program, and applied

use std::path::Path;

use serde::Serialize;

use crate::cli::{PlanArgs, PlanFormat};
use crate::commands::{project, settings};
use crate::failure::{FAULT, FOUND, Failure, Problem};
use crate::terminal::{Style, Terminal, paint, things};
use rulebook_conventions::inflection::Inflector;
use rulebook_generator::Plan;
use rulebook_generator::plan::{Action, PlannedChange};

/// The exit code of a run that carried out a plan.
pub fn exit_code(plan: &Plan) -> u8 {
    if plan.conflicts().is_empty() { 0 } else { FOUND }
}

/// Makes a plan for the project at the current folder, by the words of its settings, and carries it out. Gives the exit
/// code.
pub fn made_here(
    args: &PlanArgs,
    terminal: Terminal,
    make: impl FnOnce(&Path, &Inflector) -> Result<Plan, Failure>,
) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let inflector = settings::nearest(&here)?.inflector();
    let mut plan = make(&here, &inflector)?;
    carry_out(&mut plan, args, terminal)?;
    Ok(exit_code(&plan))
}

/// Shows a plan and, unless it is a dry run, applies it. Says whether anything was written.
pub fn carry_out(plan: &mut Plan, args: &PlanArgs, terminal: Terminal) -> Result<bool, Failure> {
    let write = !args.dry_run && !plan.changes().is_empty();
    // Applied first: a plan that failed is not shown as done.
    let besides = if write { plan.apply()? } else { Vec::new() };
    terminal.out(&match args.format {
        PlanFormat::Json => json(plan, write)?,
        PlanFormat::Text if args.dry_run => diffs(plan, terminal.color) + &listing(plan, true, terminal.color),
        PlanFormat::Text => listing(plan, false, terminal.color),
    })?;
    for note in besides {
        terminal.note(&format!("note: {note}\n"));
    }
    Ok(write)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    changes: Vec<Entry<'a>>,
    notes: &'a [String],
    conflicts: &'a [String],
    applied: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    action: &'static str,
    diff: String,
}

fn json(plan: &Plan, applied: bool) -> Result<String, Failure> {
    let changes = plan
        .changes()
        .iter()
        .map(|change| Entry { path: &change.path, action: word(change), diff: plan.diff(&change.path) })
        .collect();
    let document = Document { version: 1, changes, notes: plan.notes(), conflicts: plan.conflicts(), applied };
    let text = serde_json::to_string_pretty(&document).map_err(|error| Failure {
        exit_code: FAULT,
        problems: vec![Problem {
            message: format!("the plan can't be written as JSON: {error}"),
            help: String::new(),
            place: None,
        }],
    })?;
    Ok(text + "\n")
}

/// The diff of each file that a person edits or reads.
fn diffs(plan: &Plan, color: bool) -> String {
    plan.changes()
        .iter()
        .filter(|change| !change.internal)
        .map(|change| painted(&plan.diff(&change.path), color))
        .collect()
}

/// A line for each file, the notes, then the counts.
fn listing(plan: &Plan, dry_run: bool, color: bool) -> String {
    let mut out = String::new();
    let (internal, own): (Vec<_>, Vec<_>) = plan.changes().iter().partition(|change| change.internal);
    for change in &own {
        let style = match change.action {
            Action::Create => Style::Green,
            Action::Modify => Style::Yellow,
            Action::Delete => Style::Red,
        };
        out += &format!("{} {}\n", paint(color, style, &format!("{:>8}", word(change))), change.path);
    }
    if !internal.is_empty() {
        let kept = format!(
            "         {} in .rulebook/, by which edits are told from what was made\n",
            things(internal.len(), "file")
        );
        out += &paint(color, Style::Dim, &kept);
    }
    for note in plan.notes() {
        out += &format!("{} {note}\n", paint(color, Style::Cyan, "    note"));
    }
    let kept = if internal.is_empty() { "" } else { ", but for what rulebook keeps for itself" };
    let mut counts = counts(&own, kept, dry_run);
    if !plan.conflicts().is_empty() {
        let conflicts = format!("; {} with conflicts", things(plan.conflicts().len(), "file"));
        counts += &paint(color, Style::Red, &conflicts);
    }
    out + &paint(color, Style::Bold, &counts) + "\n"
}

fn counts(changes: &[&PlannedChange], kept: &str, dry_run: bool) -> String {
    if changes.is_empty() {
        return format!("nothing to do: everything is there already{kept}");
    }
    let count = |action| changes.iter().filter(|change| change.action == action).count();
    let words = [(Action::Create, "created"), (Action::Modify, "modified"), (Action::Delete, "deleted")];
    let counts = words.map(|(action, word)| (count(action), word)).into_iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = counts.map(|(count, word)| format!("{} {word}", things(count, "file"))).collect();
    let end = if dry_run { "; this is a dry run: nothing was written" } else { "" };
    format!("{}{end}", said.join(", "))
}

fn word(change: &PlannedChange) -> &'static str {
    match change.action {
        Action::Create => "create",
        Action::Modify => "modify",
        Action::Delete => "delete",
    }
}

/// A unified diff in the colours that git gives it.
pub fn painted(diff: &str, color: bool) -> String {
    let line = |line: &str| {
        let style = match line.get(..1) {
            Some("+") if !line.starts_with("+++") => Style::Green,
            Some("-") if !line.starts_with("---") => Style::Red,
            Some("@") => Style::Cyan,
            Some("+" | "-") => Style::Bold,
            _ => return format!("{line}\n"),
        };
        format!("{}\n", paint(color, style, line))
    };
    diff.lines().map(line).collect()
}
