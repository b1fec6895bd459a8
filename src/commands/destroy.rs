// src/commands/destroy.rs - `rulebook destroy`: what was generated taken out of a project

use crate::cli::upkeep::DestroyCommand;
use crate::cli::{PlanArgs, PlanFormat};
use crate::commands::plan::{carry_out, exit_code, painted};
use crate::commands::{project, settings};
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_generator::spec::part::PartKind;
use rulebook_generator::{Error, Target};

/// Takes one thing away.
pub fn run(command: &DestroyCommand, terminal: Terminal) -> Result<u8, Failure> {
    match command {
        DestroyCommand::Resource(args) => taken(Target::Resource, &args.name, args.force, &args.plan, terminal),
        DestroyCommand::Service(args) => {
            taken(Target::Part(PartKind::Service), &args.name, args.force, &args.plan, terminal)
        }
        DestroyCommand::Engine(args) => {
            taken(Target::Part(PartKind::Engine), &args.name, args.force, &args.plan, terminal)
        }
        DestroyCommand::Integration(args) => {
            taken(Target::Part(PartKind::Integration), &args.name, args.force, &args.plan, terminal)
        }
    }
}

fn taken(target: Target, name: &str, force: bool, args: &PlanArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let inflector = settings::nearest(&here)?.inflector();
    let mut plan = match rulebook_generator::destroy(&here, target, name, &inflector, force) {
        Err(error) => {
            if let (Error::Edited { diff, .. }, PlanFormat::Text) = (&error, args.format) {
                terminal.out(&painted(diff, terminal.color))?;
            }
            return Err(error.into());
        }
        Ok(plan) => plan,
    };
    carry_out(&mut plan, args, terminal)?;
    Ok(exit_code(&plan))
}
