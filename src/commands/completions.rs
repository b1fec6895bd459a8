// src/commands/completions.rs - `rulebook completions`: what a shell needs to complete the command line

use clap::CommandFactory;

use crate::cli::Cli;
use crate::cli::shell::CompletionsArgs;
use crate::failure::Failure;
use crate::terminal::Terminal;

/// Prints the script for a shell.
pub fn run(args: &CompletionsArgs, terminal: Terminal) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "rulebook", &mut script);
    terminal.out(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
