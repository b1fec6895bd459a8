// src/commands/man.rs - `rulebook man`: the manual page of the command or of a subcommand

use clap::{Command, CommandFactory};

use crate::cli::Cli;
use crate::cli::shell::ManArgs;
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_conventions::suggest;

/// Prints a manual page.
pub fn run(args: &ManArgs, terminal: Terminal) -> Result<u8, Failure> {
    let mut root = Cli::command();
    // Subcommands get the options of all, and names with the words that lead to them.
    root.build();
    let mut command = &root;
    for word in &args.command {
        command = command.find_subcommand(word).ok_or_else(|| unknown(command, word))?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    terminal.out(&String::from_utf8_lossy(&page))?;
    Ok(0)
}

fn unknown(command: &Command, word: &str) -> Failure {
    let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let help = match suggest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("`{}` has no subcommands", command.get_name()),
        None => format!("there are {}", known.join(", ")),
    };
    Failure::refused(format!("there is no subcommand `{word}` of `{}`", command.get_name()), help)
}
