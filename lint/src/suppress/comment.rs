// src/suppress/comment.rs - The text of a suppression comment, taken apart

//! The text of a suppression comment, taken apart. Any text is accepted; ranges are relative to the comment's start.

use std::ops::Range;

use crate::source::facts::MARK;

/// What a comment allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Whether it speaks of the whole file.
    pub whole_file: bool,
    /// The rules as they are written, each with its place.
    pub rules: Vec<(String, Range<usize>)>,
    /// Whether a reason follows.
    pub has_reason: bool,
}

/// Reads a comment with its `//` or `--`: none if it is about something else, an error if it is no allowance.
pub fn parse(comment: &str) -> Option<Result<Allowance, &'static str>> {
    let body = comment.trim_start_matches(['/', '-']).trim_start();
    let body = body.strip_prefix(MARK)?.trim();
    Some(allowance(comment, body))
}

fn allowance(comment: &str, body: &str) -> Result<Allowance, &'static str> {
    let (word, rest) = body.split_once('(').ok_or("`allow(rule, ..)` is missing")?;
    let whole_file = match word.trim() {
        "allow" => false,
        "allow-file" => true,
        _ => return Err("only `allow(..)` and `allow-file(..)` are known"),
    };
    let (list, after) = rest.split_once(')').ok_or("the `)` is missing")?;
    let list_start = offset(comment, list);
    let mut rules = Vec::new();
    let mut at = list_start;
    for part in list.split(',') {
        let name = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        rules.push((name.to_owned(), start..start + name.len()));
        at += part.len() + 1;
    }
    if rules.iter().any(|(name, _)| name.is_empty()) {
        return Err("a rule is missing between the brackets");
    }
    let reason = after.trim_start();
    let said = reason.trim_start_matches(['-', '–', '—', ':']).trim();
    if said.len() == reason.trim_end().len() && !said.is_empty() {
        return Err("a dash belongs before the reason");
    }
    Ok(Allowance { whole_file, rules, has_reason: said.chars().any(char::is_alphanumeric) })
}

/// Where `part`, which is a part of `whole`, begins in it.
fn offset(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn comments_are_taken_apart() {
        for (comment, expected) in [
            ("// rulebook: allow(import-order) - generated", Some(Ok((false, "import-order", true)))),
            ("//rulebook:allow( RB304 , RB305 ): why", Some(Ok((false, "RB304 RB305", true)))),
            ("-- rulebook: allow-file(RB301) — shared with another team", Some(Ok((true, "RB301", true)))),
            ("// rulebook: allow(RB301)", Some(Ok((false, "RB301", false)))),
            ("// rulebook: allow(RB301) - ", Some(Ok((false, "RB301", false)))),
            ("// rulebook: allow(RB301) because", Some(Err("a dash belongs before the reason"))),
            ("// rulebook: allow() - why", Some(Err("a rule is missing between the brackets"))),
            ("// rulebook: allow(RB301,) - why", Some(Err("a rule is missing between the brackets"))),
            ("// rulebook: allow(RB301 - why", Some(Err("the `)` is missing"))),
            ("// rulebook: alow(RB301) - why", Some(Err("only `allow(..)` and `allow-file(..)` are known"))),
            ("// rulebook: ignore", Some(Err("`allow(rule, ..)` is missing"))),
            ("// the rulebook: section 3", None),
            ("//", None),
        ] {
            let found = parse(comment).map(|parsed| {
                parsed.map(|it| {
                    for (name, range) in &it.rules {
                        assert_eq!(comment.get(range.clone()), Some(name.as_str()), "{comment}");
                    }
                    let names: Vec<String> = it.rules.into_iter().map(|(name, _)| name).collect();
                    (it.whole_file, names.join(" "), it.has_reason)
                })
            });
            let expected = expected.map(|it| it.map(|(file, names, reason)| (file, names.to_owned(), reason)));
            assert_eq!(found, expected, "{comment}");
        }
    }
}
