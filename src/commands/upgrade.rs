// src/commands/upgrade.rs - `rulebook upgrade`: new templates into a project that people have been at

use crate::cli::upkeep::UpgradeArgs;
use crate::commands::plan::made_here;
use crate::failure::Failure;
use crate::terminal::Terminal;

/// Renders the project anew and merges it with what is there.
pub fn run(args: &UpgradeArgs, terminal: Terminal) -> Result<u8, Failure> {
    made_here(&args.plan, terminal, |here, inflector| Ok(rulebook_generator::upgrade(here, inflector)?))
}
