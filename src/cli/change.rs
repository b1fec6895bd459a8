// src/cli/change.rs - Arguments of the commands that change a resource which is there

//! Arguments of the commands that change a resource which is there.

use clap::Args;

use super::PlanArgs;

/// Arguments of `generate field`.
#[derive(Debug, Args)]
#[command(after_help = "\
A field is written as for `generate resource`; one of a name that is there becomes what is said. Rows that are there get a
new field's default, or null. Files that people have edited are merged.

Examples:
  rulebook generate field job note:text:null budget:decimal:range=0..:default=0
  rulebook generate field job --rename title=name
  rulebook generate field job --drop note --allow-destructive --dry-run")]
pub struct FieldArgs {
    /// The resource
    pub resource: String,
    /// Its new or changed fields
    #[arg(value_name = "FIELD", required_unless_present_any = ["rename", "drop"])]
    pub fields: Vec<String>,
    /// Give a field another name; its values stay
    #[arg(long, value_name = "OLD=NEW")]
    pub rename: Vec<String>,
    /// Take a field away, with its values
    #[arg(long, value_name = "FIELD")]
    pub drop: Vec<String>,
    /// Let values be lost
    #[arg(long)]
    pub allow_destructive: bool,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Arguments of `generate action`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  rulebook generate action job cancel=pending,running:cancelled retry=failed,cancelled:pending")]
pub struct ActionArgs {
    /// The resource
    pub resource: String,
    /// Its new actions: the labels of an enum field that a row can have before, and the one that it has after
    #[arg(value_name = "NAME=FROM,..:TO", required = true)]
    pub actions: Vec<String>,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Arguments of `generate analytics`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  rulebook generate analytics job")]
pub struct AnalyticsArgs {
    /// The resource
    pub resource: String,
    #[command(flatten)]
    pub plan: PlanArgs,
}
