// src/cli/adoption.rs - Arguments of the commands that bring the rulebook to a project that is there

use std::path::PathBuf;

use clap::Args;

/// Arguments of `baseline`.
#[derive(Debug, Args)]
#[command(after_help = "\
A baseline lists the findings that a project lives with for now. `rulebook lint` reports what is not listed, and takes
out by itself what was mended. It is never written on CI, where CI is set: there an entry that is not found any more is
a finding.

Exit codes: 0 the file says what is there, 1 there are findings that it does not list.

Examples:
  rulebook baseline          freezes all findings, or shrinks the file that is there
  rulebook baseline --add    freezes also what is new")]
pub struct BaselineArgs {
    /// List also the findings that are new
    #[arg(long)]
    pub add: bool,
    /// The file; rulebook-baseline.toml in the root of the project if not given
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
#[command(after_help = "\
It reads which folders serve routes, run queries or hold data, proposes rulebook.toml with the reasons as comments, freezes
today's findings in rulebook-baseline.toml and names the three fixes worth making first. `rulebook lint` is silent then.

Examples:
  rulebook init --dry-run
  rulebook init")]
pub struct InitArgs {
    /// A file or folder of the project; the project at the current folder if none
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Replace settings and a baseline that are there
    #[arg(long)]
    pub force: bool,
}

/// What `lint` does with the baseline.
#[derive(Debug, Args)]
pub struct BaselineChoice {
    /// The baseline; rulebook-baseline.toml in the root of the project, if it is there
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Report also what the baseline lists
    #[arg(long, conflicts_with = "baseline")]
    pub no_baseline: bool,
    /// Never write the baseline, as on CI: what it lists in vain is a finding
    #[arg(long, conflicts_with = "no_baseline")]
    pub frozen_baseline: bool,
}
