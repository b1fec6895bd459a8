// src/cli/upkeep.rs - Arguments of the commands that look after what was generated

use clap::{Args, Subcommand};

use super::{PlanArgs, PlanFormat};

/// What `destroy` can take away.
#[derive(Debug, Subcommand)]
pub enum DestroyCommand {
    /// Take a resource away: its files, and its lines in files of all
    Resource(DestroyArgs),
}

/// Arguments of `destroy resource`.
#[derive(Debug, Args)]
#[command(after_help = "\
The inverse of `generate resource`, by the name alone. Migrations that are there may have run and stay; a new one drops the
table, and its down migration makes it again. It is refused while another resource refers to this one, and while files of
it have edits: those are shown.

Examples:
  rulebook destroy resource job --dry-run
  rulebook destroy resource job")]
pub struct DestroyArgs {
    /// The resource, in any case, singular or plural
    pub name: String,
    /// Take edited files away too; each is kept as a copy that ends in .orig
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "\
For CI. It renders the whole project in memory, from .rulebook/manifest.toml, and compares. What is found: files that
nobody edited and that the templates of this rulebook make otherwise, files that are gone, lines of a resource that are
gone (mod, route, field of the state), markers of conflicts, a run that was stopped half-way. Files that people edited are
listed and no finding. Nothing is written.

Exit codes: 0 everything is as it would be made, 1 something is not, 2 there is no project or its settings are wrong.

Examples:
  rulebook check
  rulebook check --format json")]
pub struct CheckArgs {
    /// How to print what was found; for programs: docs/schemas/check.schema.json
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlanFormat,
}

/// Arguments of `upgrade`.
#[derive(Debug, Args)]
#[command(after_help = "\
Every file is rendered anew and merged three ways: with what it was when it was made, kept in .rulebook/base, and what it
is now. What nobody edited becomes the new text, what was edited keeps the edits. Where both changed the same lines, both
are written between markers, as git does it: choose, and run `rulebook check`. Migrations that are there never change, and a
file that was deleted stays deleted. Nothing is fetched.

Exit codes: 0 done, 1 there are conflicts to be settled, 2 nothing was done.

Examples:
  rulebook upgrade --dry-run
  rulebook upgrade")]
pub struct UpgradeArgs {
    #[command(flatten)]
    pub plan: PlanArgs,
}
