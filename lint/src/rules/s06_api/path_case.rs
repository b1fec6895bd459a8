// src/rules/s06_api/path_case.rs - RB608: segments and parameters that are not written as the rulebook does

//! RB608: segments and parameters that are not written as the rulebook does.

use crate::finding::Finding;
use crate::routes::Route;
use crate::routes::path::Segment;
use crate::routes::resource::label;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::case;
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::section::Section;

/// RB608.
pub static RULE: Rule = Rule {
    code: "RB608",
    name: "path-case",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a segment that is not kebab-case, a parameter that is not snake_case, an id that is not `{resource}_id`, a `/` at the end",
    page: include_str!("path_case.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        let inflector = Inflector::new(&program.package.settings.words);
        let mut said: Vec<(&Route, String)> = Vec::new();
        for (route, segments) in &program.routes {
            let Some((message, help)) = wrong(route, segments, &inflector, program.colon) else { continue };
            let is_said = |(known, what): &(&Route, String)| {
                known.load == route.load && known.span == route.span && *what == message
            };
            if said.iter().any(is_said) {
                continue;
            }
            said.push((route, message.clone()));
            findings.push(Finding::new(&RULE, message, help, label(model, route, "")));
        }
    }
}

/// The first thing that is wrong with a path.
fn wrong(route: &Route, segments: &[Segment<'_>], inflector: &Inflector, colon: bool) -> Option<(String, String)> {
    let path = &route.path;
    let parameter = |name: &str| if colon { format!(":{name}") } else { format!("{{{name}}}") };
    for (at, segment) in segments.iter().enumerate() {
        match *segment {
            Segment::Literal(text) if is_plain(text) && text != case::kebab(text) => {
                let help = format!("Write `{}`.", case::kebab(text));
                return Some((format!("`{text}` of `{path}` is not kebab-case"), help));
            }
            Segment::Parameter(name) | Segment::Rest(name) if !name.is_empty() && name != case::snake(name) => {
                let help = format!("Write `{}`.", parameter(&case::snake(name)));
                return Some((format!("the parameter `{name}` of `{path}` is not snake_case"), help));
            }
            Segment::Parameter("id") if at + 1 == segments.len() => {
                let Some(Segment::Literal(collection)) = at.checked_sub(1).and_then(|at| segments.get(at)) else {
                    continue;
                };
                // Only what is a collection has items; a word in the singular may be anything.
                let words = case::words(collection);
                if !words.last().is_some_and(|word| inflector.is_plural(word) && !inflector.is_singular(word)) {
                    continue;
                }
                let name = format!("{}_id", case::snake(&inflector.singular(collection)));
                let help = format!("Write `{}`, as its siblings and children do.", parameter(&name));
                return Some((format!("the parameter `id` of `{path}` does not say of what"), help));
            }
            _ => {}
        }
    }
    let is_slash = segments.len() > 1 && segments.last() == Some(&Segment::Literal(""));
    is_slash.then(|| {
        let help = format!("Write `{}`: with the slash it is another route.", path.trim_end_matches('/'));
        (format!("`{path}` ends with a slash"), help)
    })
}

/// Whether a segment is made of words: no file name, no version, no name that another standard prescribes.
fn is_plain(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    // A path of a protocol begins with a dot or an underscore: `.well-known`, `_matrix`.
    let has_letter = text.chars().any(|c| c.is_ascii_alphabetic());
    has_letter && text.chars().all(is_word) && !text.starts_with('_') && !text.ends_with('_')
}
