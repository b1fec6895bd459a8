// src/cli/upkeep.rs - Arguments of the commands that look after what was generated

use clap::{Args, Subcommand};

use super::part::DestroyPartArgs;
use super::{PlanArgs, PlanFormat};

/// What `destroy` can take away.
#[derive(Debug, Subcommand)]
pub enum DestroyCommand {
    /// Take a resource away: its files, and its lines in files of all
    Resource(DestroyArgs),
    /// Take a service away that belongs to no resource
    Service(DestroyPartArgs),
    /// Take an engine away
    Engine(DestroyPartArgs),
    /// Take an integration away, with its settings
    Integration(DestroyPartArgs),
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

/// What can be done with templates.
#[derive(Debug, Subcommand)]
pub enum TemplatesCommand {
    /// List the templates, with the files that they make and whose they are
    List(TemplatesListArgs),
    /// Copy templates to .rulebook/templates, to be edited
    Eject(TemplatesEjectArgs),
    /// Show what the project's own templates change in those that this rulebook carries
    Diff(TemplatesDiffArgs),
}

/// Arguments of `templates list`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  rulebook templates list")]
pub struct TemplatesListArgs {
    /// How to print the list
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlanFormat,
}

/// Arguments of `templates eject`.
#[derive(Debug, Args)]
#[command(after_help = "\
A template in .rulebook/templates, of the project or of a folder above it in the same repository, takes the place of the
one that rulebook carries under the same name. Others can be added: each in project/ makes one more file of the project,
each in resource/ one more of every resource, and has __resource__ or __table__ in its name. Commit them with the code.
What is there already is never written over. `rulebook upgrade` brings their changes into files that are there.

Examples:
  rulebook templates eject resource/src/api/__resource__.rs.tera
  rulebook templates eject resource
  rulebook templates eject")]
pub struct TemplatesEjectArgs {
    /// Templates by their names, or folders of them; all if none
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Arguments of `templates diff`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  rulebook templates diff")]
pub struct TemplatesDiffArgs {}
