// src/commands/destroy.rs - `rulebook destroy`: what was generated taken out of a project

use crate::cli::upkeep::DestroyCommand;
use crate::cli::{PlanArgs, PlanFormat};
use crate::commands::plan::{made_here, painted};
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
    made_here(args, terminal, |here, inflector| {
        rulebook_generator::destroy(here, target, name, inflector, force).or_else(|error| {
            if let (Error::Edited { diff, .. }, PlanFormat::Text) = (&error, args.format) {
                terminal.out(&painted(diff, terminal.color))?;
            }
            Err(error.into())
        })
    })
}
