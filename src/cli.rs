// src/cli.rs - The command line: what can be said, and what `--help` says of it

pub mod adoption;
pub mod change;
pub mod insight;
pub mod part;
pub mod review;
pub mod shell;
pub mod upkeep;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use adoption::{BaselineArgs, BaselineChoice, InitArgs};
use change::{ActionArgs, AnalyticsArgs, FieldArgs};
use insight::{GraphArgs, RoutesArgs, WhyArgs};
use part::{EngineArgs, IntegrationArgs, ServiceArgs};
use review::ReviewArgs;
use shell::{CompletionsArgs, ManArgs};
use upkeep::{CheckArgs, DestroyCommand, TemplatesCommand, UpgradeArgs};

/// Makes backends built by a rulebook, and holds them to it.
#[derive(Debug, Parser)]
#[command(name = "rulebook", version, max_term_width = 100, propagate_version = true)]
pub struct Cli {
    /// When to use colour; NO_COLOR and CLICOLOR_FORCE count in `auto`
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// When output has colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a project that builds, runs, is tested and lints clean
    New(NewArgs),
    /// Bring the rulebook to a project that is there
    Init(InitArgs),
    /// Add to a project
    #[command(subcommand, visible_alias = "g")]
    Generate(GenerateCommand),
    /// Take away what was generated
    #[command(subcommand, visible_alias = "d")]
    Destroy(DestroyCommand),
    /// Say whether what was generated is still what would be generated, and nothing is half done
    Check(CheckArgs),
    /// Bring new templates into a project, merged with what people made of it
    Upgrade(UpgradeArgs),
    /// List, take over and compare the templates that files are made of
    #[command(subcommand)]
    Templates(TemplatesCommand),
    /// Hold Rust source against the rulebook
    Lint(LintArgs),
    /// Freeze the findings that are there, so that new ones stand out
    Baseline(BaselineArgs),
    /// Say which layer a file has and why, which rules look at it, what it uses and what uses it
    Why(WhyArgs),
    /// Draw who uses whom, by layers or modules, with what may not be in red
    Graph(GraphArgs),
    /// Print the routes that the programs of a project serve
    Routes(RoutesArgs),
    /// Compare two states of a project as one would who reviews the change
    Review(ReviewArgs),
    /// Say why a rule is there, with bad and good code
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Print what a shell needs to complete the command line
    Completions(CompletionsArgs),
    /// Print a manual page
    Man(ManArgs),
}

/// What `generate` can add.
#[derive(Debug, Subcommand)]
pub enum GenerateCommand {
    /// Add a resource: api, service, models, migrations, tests, wiring
    Resource(ResourceArgs),
    /// Add fields to a resource, or change, rename or drop some, with the migrations for both databases
    Field(FieldArgs),
    /// Add actions to a resource: guarded transitions of an enum field
    Action(ActionArgs),
    /// Count a resource's rows: in all, by each enum field and by day
    Analytics(AnalyticsArgs),
    /// Add a service that belongs to no resource
    Service(ServiceArgs),
    /// Add an engine: work that stands on services, and that no request asks for
    Engine(EngineArgs),
    /// Add a client of something that others run, with its settings
    Integration(IntegrationArgs),
}

/// Arguments of `new`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rulebook new tradebook
  rulebook new tradebook --resource 'workspace name:string:len=1..80' --resource 'job title:string workspace:ref'
  rulebook new shop --resource 'order state:enum=open,paid,sent:default=open --action pay=open:paid --analytics'
  rulebook new tradebook --from resources.toml")]
pub struct NewArgs {
    /// The project's folder; its last part is the project's name
    #[arg(value_name = "NAME")]
    pub path: PathBuf,
    /// A resource to begin with, as `generate resource` takes it: its name, its fields and its options in one argument
    #[arg(long, value_name = "NAME FIELD...", conflicts_with = "from")]
    pub resource: Vec<String>,
    /// A TOML file with the resources to begin with
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The version control to set the folder up for
    #[arg(long, value_name = "VCS", default_value = "git")]
    pub vcs: Vcs,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Version control for a new project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Vcs {
    /// `git init`, unless the folder lies in a repository already
    Git,
    /// None
    None,
}

/// Arguments of `generate resource`.
#[derive(Debug, Args)]
#[command(after_help = "\
A field is name:type[=values][:modifier[=value]]...
  types      string, text, i32, i64, f64, decimal, bool, date, datetime, uuid, json, email, url, enum=a,b,c,
             ref[=resource]
  modifiers  null, unique, index, filter, sort, len=MIN..MAX (texts), range=MIN..MAX (numbers), scale=DIGITS (decimal),
             default=VALUE, secret (never shown), parent (who may see what it refers to may see the row)
Every resource has its public id, its owner, created_at, updated_at and version without being asked.

Examples:
  rulebook generate resource workspace name:string:len=1..80:unique note:text:null
  rulebook generate resource job job_type:string workspace:ref:parent priority:i32:range=0..9:default=0 \\
      status:enum=pending,running,done,cancelled:default=pending \\
      --action cancel=pending,running:cancelled --sub status --analytics --dry-run
  rulebook generate resource --from resources.toml
  rulebook generate resource job --from-table jobs --database-url sqlite:old.db --dry-run
  rulebook generate resource job --from-table legacy.jobs title:string:len=1..80 --skip blob \\
      --database-url postgres://app@db.example.com/shop
  rulebook generate resource job --from-struct crate::models::legacy::Job

With --from-table and --from-struct the fields are read from what exists: types, null, unique, index, lengths, ranges and
defaults, enums, and references where a foreign key leads to the table of a resource. The plan says what was found as a
command that can be corrected. A field that is given takes the place of the one of its name, or comes besides. What has no
equal is refused, all at once. The resource gets a table of its own by a migration: the one that is read stays as it is,
and its rows are not copied. Where it lies in the application's own database under the same name, rename it first, in a
migration before that one, or take another name by --plural.")]
pub struct ResourceArgs {
    /// The resource, in any case, singular
    #[arg(required_unless_present = "from")]
    pub name: Option<String>,
    /// Its fields
    #[arg(value_name = "FIELD")]
    pub fields: Vec<String>,
    /// Read one or more resources from a TOML file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["name", "fields", "plural", "action", "sub", "analytics"])]
    pub from: Option<PathBuf>,
    #[command(flatten)]
    pub existing: ExistingArgs,
    /// The plural, where the inflection table is wrong for it
    #[arg(long, value_name = "WORD")]
    pub plural: Option<String>,
    /// A transition that a request can ask for, by POST /RESOURCES/{id}/NAME: it changes an enum field, which then
    /// nothing else changes over HTTP
    #[arg(long, value_name = "NAME=FROM,..:TO")]
    pub action: Vec<String>,
    /// A field that can be read by itself, at /RESOURCES/{id}/FIELD
    #[arg(long, value_name = "FIELD")]
    pub sub: Vec<String>,
    /// Count the rows: in all, by each enum field and by day, at /RESOURCE-analytics
    #[arg(long)]
    pub analytics: bool,
    /// Overwrite files that are in the way; each is kept as a copy that ends in .orig
    #[arg(long)]
    pub force: bool,
    /// Let a resource that is there lose fields with their values, actions or routes
    #[arg(long)]
    pub allow_destructive: bool,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Where `generate resource` finds fields that exist.
#[derive(Debug, Args)]
pub struct ExistingArgs {
    /// Read the fields of a table: SCHEMA.TABLE or TABLE, in the database of --database-url, which is only read
    #[arg(long, value_name = "TABLE", conflicts_with_all = ["from", "from_struct"])]
    pub from_table: Option<String>,
    /// The database: sqlite:PATH or postgres://USER@HOST/DATABASE; without it, what DATABASE_URL says
    #[arg(long, value_name = "URL", requires = "from_table")]
    pub database_url: Option<String>,
    /// Read the fields of a struct: crate::models::Job in the project, or FILE.rs::Job
    #[arg(long, value_name = "PATH", conflicts_with = "from")]
    pub from_struct: Option<String>,
    /// Leave out a column of the table, or a field of the struct
    #[arg(long, value_name = "COLUMN", conflicts_with = "from")]
    pub skip: Vec<String>,
}

/// What is done with a plan.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// Show what would change, with a diff for each file, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How to print the plan
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlanFormat,
}

/// Formats of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For people
    Text,
    /// For programs: docs/schemas/plan.schema.json
    Json,
}

/// Arguments of `lint`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 clean, 1 findings, 2 the input or the settings are wrong, 3 a fault of rulebook itself.

Examples:
  rulebook lint
  rulebook lint src/api --select layer-dependency,RB301
  rulebook lint --fix
  rulebook lint --changed-since main
  rulebook lint --format json > findings.json")]
pub struct LintArgs {
    /// Files and folders; the project at the current folder if none
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Run these rules alone: codes, names, or a code's beginning such as RB3
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Mend what can be mended without changing what the code means
    #[arg(long)]
    pub fix: bool,
    /// Mend also what may change what the code means; look at the result
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Write a comment that allows it, with this reason, wherever something is found
    #[arg(long, value_name = "REASON", conflicts_with_all = ["fix", "unsafe_fixes", "diff", "watch", "stdin_filename"])]
    pub add_allow: Option<String>,
    /// Show what the fixes would change, and write nothing
    #[arg(long)]
    pub diff: bool,
    /// Fail on references that could not be followed, and list them
    #[arg(long)]
    pub strict: bool,
    /// Count the findings of each rule instead of showing them
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    pub statistics: bool,
    /// Report only on files that changed since this revision left what is checked out, committed or not, and on what leads
    /// through them; the whole project is read
    #[arg(long, value_name = "REV", conflicts_with = "stdin_filename")]
    pub changed_since: Option<String>,
    /// Judge the text on standard input as the file at this path; with --fix, print it mended
    #[arg(long, value_name = "PATH", conflicts_with_all = ["paths", "watch", "statistics"])]
    pub stdin_filename: Option<PathBuf>,
    /// Run again after each change
    #[arg(long, conflicts_with_all = ["fix", "unsafe_fixes", "diff"])]
    pub watch: bool,
    /// Say how long each stage and each rule took; with --no-cache, what all of it takes
    #[arg(long)]
    pub timings: bool,
    /// Read, link and judge everything, and keep nothing for the next run
    #[arg(long)]
    pub no_cache: bool,
    #[command(flatten)]
    pub baseline: BaselineChoice,
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    pub format: LintFormat,
}

/// Formats of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// With the source and the way on
    Full,
    /// One line a finding
    Concise,
    /// For programs: docs/schemas/lint.schema.json
    Json,
    /// For code scanning services: SARIF 2.1.0
    Sarif,
    /// For GitHub Actions: annotations in the changes
    Github,
    /// For GitLab: a Code Quality report
    Gitlab,
    /// For test servers: each finding a failed test
    Junit,
    /// For reviewdog, with suggestions
    Rdjson,
    /// For the comment on a pull request: a table a file
    Markdown,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rulebook explain RB401\n  rulebook explain layer-dependency")]
pub struct ExplainArgs {
    /// The rule's code or name
    pub rule: String,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rulebook rules --format json")]
pub struct RulesArgs {
    /// How to print the rules
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlanFormat,
}
