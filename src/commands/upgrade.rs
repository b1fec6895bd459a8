// src/commands/upgrade.rs - `rulebook upgrade`: new templates into a project that people have been at

use crate::cli::upkeep::UpgradeArgs;
use crate::commands::plan::{carry_out, exit_code};
use crate::commands::{project, settings};
use crate::failure::Failure;
use crate::terminal::Terminal;

/// Renders the project anew and merges it with what is there.
pub fn run(args: &UpgradeArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let inflector = settings::nearest(&here)?.inflector();
    let mut plan = rulebook_generator::upgrade(&here, &inflector)?;
    carry_out(&mut plan, &args.plan, terminal)?;
    Ok(exit_code(&plan))
}
