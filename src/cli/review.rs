// src/cli/review.rs - Arguments of `review`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Arguments of `review`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rulebook review --base main
  rulebook review --base main --format html > review.html
  rulebook review --base origin/main --fail-on new,breaking,untested
  rulebook review --base main --link 'https://git.example.com/team/app/blob/{commit}/{path}#L{line}'")]
pub struct ReviewArgs {
    /// A file or folder of the project; the project at the current folder if none
    #[arg(value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// The branch, tag or commit to compare with: the state at which it and what is reviewed have parted
    #[arg(long, value_name = "REV")]
    pub base: String,
    /// The commit to review; what lies in the folder, committed or not, if none
    #[arg(long, value_name = "REV")]
    pub head: Option<String>,
    /// How to print it; the JSON is described by docs/schemas/review.schema.json
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    pub format: ReviewFormat,
    /// What makes the exit code 1
    #[arg(long, value_name = "WHAT", value_delimiter = ',', default_value = "new")]
    pub fail_on: Vec<FailOn>,
    /// Neither read nor write target/rulebook, where what a run finds out is kept for the next
    #[arg(long)]
    pub no_cache: bool,
    /// Where lines can be looked at, in place of `link` in `[review]` of rulebook.toml; `{commit}`, `{path}` (from the repository's root) and `{line}` are filled in
    #[arg(long, value_name = "TEMPLATE")]
    pub link: Option<String>,
}

/// Formats of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// For a comment on a pull request: short first, details folded
    Markdown,
    /// For programs
    Json,
    /// New findings, for review bots
    Rdjson,
    /// New findings, as commands of a GitHub workflow
    Github,
    /// One page that loads nothing, with the picture of the layers
    Html,
}

/// What makes a review fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A new finding
    New,
    /// A change that breaks who calls a route
    Breaking,
    /// A new or changed function of a service that no test reaches
    Untested,
    /// A change of the database that loses data or stops programs
    DataLoss,
    /// A route that does not ask any more who calls
    OpenRoute,
    /// Nothing: only show
    Nothing,
}
