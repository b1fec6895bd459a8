// src/rules/s06_api/verb_in_path.rs - RB607: a path that says what the method says

//! RB607: a path that says what the method says.

use crate::finding::Finding;
use crate::routes::Route;
use crate::routes::path::Segment;
use crate::routes::resource::{Program, label, written};
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::case;
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::section::Section;

/// RB607.
pub static RULE: Rule = Rule {
    code: "RB607",
    name: "verb-in-path",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a path with a verb that the method says: `/create-job`, `/jobs/{job_id}/delete`",
    page: include_str!("verb_in_path.md"),
    check: Check::Routes(check),
};

/// Verbs with the method that says each.
const VERBS: &[(&str, &str)] = &[
    ("create", "POST"),
    ("delete", "DELETE"),
    ("fetch", "GET"),
    ("get", "GET"),
    ("list", "GET"),
    ("remove", "DELETE"),
    ("retrieve", "GET"),
    ("update", "PATCH"),
];

/// Verbs that need no other word to say what a method says, at the end of a path.
const ALONE: &[(&str, &str)] = &[
    ("add", "POST"),
    ("create", "POST"),
    ("delete", "DELETE"),
    ("edit", "PATCH"),
    ("remove", "DELETE"),
    ("update", "PATCH"),
];

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        let mut said: Vec<(&Route, &str)> = Vec::new();
        for (route, segments) in &program.routes {
            let is_said = |(known, path): &(&Route, &str)| {
                known.span == route.span && known.load == route.load && *path == route.path
            };
            let Some((verb, method, right)) = verb(program, segments).filter(|_| !said.iter().any(is_said)) else {
                continue;
            };
            said.push((route, &route.path));
            let message = format!("`{}` says `{verb}`, which is for the method to say", route.path);
            let help =
                format!("Make it `{method} {right}`. An action that no method says, such as `cancel`, is right.");
            findings.push(Finding::new(&RULE, message, help, label(model, route, "")));
        }
    }
}

/// The verb of a path, the method that says it, and the path without it.
fn verb(program: &Program<'_>, segments: &[Segment<'_>]) -> Option<(String, &'static str, String)> {
    let of = |list: &'static [(&str, &str)], word: &str| list.iter().find(|(verb, _)| *verb == word).copied();
    for (at, segment) in segments.iter().enumerate() {
        let Segment::Literal(text) = segment else { continue };
        let before = segments.get(..at).unwrap_or_default();
        let after = segments.get(at + 1..).unwrap_or_default();
        let words = case::words(text);
        if let [first, rest @ ..] = words.as_slice()
            && let Some((verb, method)) = of(VERBS, first)
            && !rest.is_empty()
            && !text.contains('.')
            && is_noun(program, rest)
        {
            let inflector = Inflector::new(&program.package.settings.words);
            let noun = rest.join("-");
            let singular = inflector.singular(&noun);
            let collection = inflector.plural(&singular);
            let is_of_item = !matches!(verb, "create" | "list") && singular == noun && after.is_empty();
            let item = if is_of_item { format!("/{{{}_id}}", singular.replace('-', "_")) } else { String::new() };
            let right =
                format!("{}/{collection}{item}{}", written(before, program.colon), written(after, program.colon));
            return Some((verb.to_owned(), method, right));
        }
        let is_behind_resource = match before {
            [.., Segment::Literal(collection), Segment::Parameter(_)] | [.., Segment::Literal(collection)] => {
                program.is_collection(collection)
            }
            _ => false,
        };
        if let Some((verb, method)) = of(ALONE, text)
            && after.iter().all(|segment| matches!(segment, Segment::Parameter(_)))
            && is_behind_resource
        {
            let right = written(before, program.colon) + &written(after, program.colon);
            return Some((verb.to_owned(), method, right));
        }
    }
    None
}

/// Whether words name what a program has a collection of, or are one word in the plural.
fn is_noun(program: &Program<'_>, words: &[String]) -> bool {
    let inflector = Inflector::new(&program.package.settings.words);
    let noun = words.join("-");
    let plural = inflector.plural(&inflector.singular(&noun));
    let is_known = program.is_collection(&noun) || program.is_collection(&plural);
    // `/createJob` may be all there is of jobs; `/get-started` is about no thing.
    let is_participle = words.iter().any(|word| word.ends_with("ed") || word.ends_with("ing"));
    is_known || !is_participle && (inflector.is_plural(&noun) || inflector.is_singular(&noun))
}
