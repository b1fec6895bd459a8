// src/commands/destroy.rs - `rulebook destroy`: a resource taken out of a project

use crate::cli::PlanFormat;
use crate::cli::upkeep::DestroyArgs;
use crate::commands::plan::{carry_out, exit_code, painted};
use crate::commands::{project, settings};
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_generator::Error;

/// Takes one resource away.
pub fn run(args: &DestroyArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let inflector = settings::nearest(&here)?.inflector();
    let mut plan = match rulebook_generator::destroy(&here, &args.name, &inflector, args.force) {
        Err(error) => {
            if let (Error::Edited { diff, .. }, PlanFormat::Text) = (&error, args.plan.format) {
                terminal.out(&painted(diff, terminal.color))?;
            }
            return Err(error.into());
        }
        Ok(plan) => plan,
    };
    carry_out(&mut plan, &args.plan, terminal)?;
    Ok(exit_code(&plan))
}
