// src/commands/explain.rs - `rulebook explain`: the page of a rule

use crate::cli::ExplainArgs;
use crate::commands::lint::unknown_rule;
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_lint::{report, rules};

/// Prints the page of a rule.
pub fn run(args: &ExplainArgs, terminal: Terminal) -> Result<u8, Failure> {
    let rule = rules::find(&args.rule).ok_or_else(|| unknown_rule(&args.rule))?;
    terminal.out(&report::explain(rule, terminal.color))?;
    Ok(0)
}
