// src/cli/shell.rs - Arguments of the commands that serve the shell

use clap::Args;
use clap_complete::Shell;

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rulebook completions bash > ~/.local/share/bash-completion/completions/rulebook
  rulebook completions zsh > \"${fpath[1]}/_rulebook\"
  rulebook completions fish > ~/.config/fish/completions/rulebook.fish")]
pub struct CompletionsArgs {
    /// The shell
    pub shell: Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rulebook man > ~/.local/share/man/man1/rulebook.1
  rulebook man generate resource | man -l -")]
pub struct ManArgs {
    /// The subcommand to describe; rulebook itself if none
    #[arg(value_name = "COMMAND")]
    pub command: Vec<String>,
}
