// src/cli/part.rs - Arguments of the commands that make and take away services, engines and integrations

//! Arguments of the commands that make and take away services, engines and integrations.

use clap::Args;

use super::PlanArgs;

/// Arguments of `generate service`.
#[derive(Debug, Args)]
#[command(after_help = "\
Business logic that belongs to no resource: a struct that owns the handle of the database, a field of the state, a
documented function to begin with, and its tests. The same again changes nothing; what people edited is merged.

Examples:
  rulebook generate service billing
  rulebook generate service billing --dry-run")]
pub struct ServiceArgs {
    /// The service, in any case, singular
    pub name: String,
    /// Overwrite files that are in the way; each is kept as a copy that ends in .orig
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Arguments of `generate engine`.
#[derive(Debug, Args)]
#[command(after_help = "\
An engine does work that no request asks for. It gets services in its constructor and nothing else: that of the users,
since it works for one user at a time, and those that are named. Named again with more, it gets those too.

Examples:
  rulebook generate engine digest
  rulebook generate engine digest --service job --service billing")]
pub struct EngineArgs {
    /// The engine, in any case, singular
    pub name: String,
    /// A service that it stands on: a resource, or a service that was generated
    #[arg(long, value_name = "SERVICE")]
    pub service: Vec<String>,
    /// Overwrite files that are in the way; each is kept as a copy that ends in .orig
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Arguments of `generate integration`.
#[derive(Debug, Args)]
#[command(after_help = "\
A folder of core that knows something which others run: a client over HTTP with a time limit and a token that does not
print, its errors, and its settings, a field of all settings: APP__PAYMENT__URL, APP__PAYMENT__TOKEN and so on, which
.env.example shows. Make the client where the state is made, and hand it to the services that need it.

Examples:
  rulebook generate integration payment
  rulebook generate integration payment --dry-run")]
pub struct IntegrationArgs {
    /// The integration, in any case, singular
    pub name: String,
    /// Overwrite files that are in the way; each is kept as a copy that ends in .orig
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub plan: PlanArgs,
}

/// Arguments of `destroy service`, `destroy engine` and `destroy integration`.
#[derive(Debug, Args)]
#[command(after_help = "\
The inverse of `generate`, by the name alone. It is refused while an engine stands on a service that is to go, and while
files have edits: those are shown.

Examples:
  rulebook destroy service billing --dry-run
  rulebook destroy engine digest")]
pub struct DestroyPartArgs {
    /// Its name, in any case
    pub name: String,
    /// Take edited files away too; each is kept as a copy that ends in .orig
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub plan: PlanArgs,
}
