// src/commands/lint/choice.rs - Rules and formats as the command line names them

use crate::cli::LintFormat;
use crate::failure::Failure;
use rulebook_conventions::suggest;
use rulebook_lint::report::Format;
use rulebook_lint::rule::Rule;
use rulebook_lint::rules;

/// The rules that codes, names or the beginnings of codes choose.
pub fn chosen(words: &[String]) -> Result<Vec<&'static Rule>, Failure> {
    let mut chosen = Vec::new();
    for word in words {
        let before = chosen.len();
        let prefix = word.to_ascii_uppercase();
        let named = |rule: &&Rule| rule.name == *word || (prefix.starts_with("RB") && rule.code.starts_with(&prefix));
        chosen.extend(rules::ALL.iter().copied().filter(named));
        if chosen.len() == before {
            return Err(unknown_rule(word));
        }
    }
    Ok(chosen)
}

/// The answer to a word that names no rule.
pub fn unknown_rule(word: &str) -> Failure {
    let known = rules::ALL.iter().flat_map(|rule| [rule.code, rule.name]);
    let help = match suggest(word, known) {
        Some(near) => format!("did you mean `{near}`? `rulebook rules` lists all"),
        None => "`rulebook rules` lists all".to_owned(),
    };
    Failure::refused(format!("there is no rule `{word}`"), help)
}

/// The format that an option names.
pub fn format(chosen: LintFormat) -> Format {
    match chosen {
        LintFormat::Full => Format::Full,
        LintFormat::Concise => Format::Concise,
        LintFormat::Json => Format::Json,
        LintFormat::Sarif => Format::Sarif,
        LintFormat::Github => Format::Github,
        LintFormat::Gitlab => Format::Gitlab,
        LintFormat::Junit => Format::Junit,
        LintFormat::Rdjson => Format::Rdjson,
        LintFormat::Markdown => Format::Markdown,
    }
}
