// src/commands/rules.rs - `rulebook rules`: all rules with section, severity and whether they can be fixed

use crate::cli::{PlanFormat, RulesArgs};
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_lint::report;

/// Prints the rules.
pub fn run(args: &RulesArgs, terminal: Terminal) -> Result<u8, Failure> {
    terminal.out(&match args.format {
        PlanFormat::Text => report::rule_table(terminal.color),
        PlanFormat::Json => report::rules_json(),
    })?;
    Ok(0)
}
