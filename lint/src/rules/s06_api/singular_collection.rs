// src/rules/s06_api/singular_collection.rs - RB606: a collection whose noun is not plural

//! RB606: a collection whose noun is not plural.

use crate::finding::Finding;
use crate::routes::Method;
use crate::routes::path::Segment;
use crate::routes::resource::{Program, is_like, label};
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::case;
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::section::Section;

/// RB606.
pub static RULE: Rule = Rule {
    code: "RB606",
    name: "singular-collection",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a collection (a list, a create) whose noun is not plural",
    page: include_str!("singular_collection.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        let inflector = Inflector::new(&program.package.settings.words);
        let mut said: Vec<&str> = Vec::new();
        for (route, segments) in &program.routes {
            let Some(Segment::Literal(noun)) = segments.last() else { continue };
            if !matches!(route.method, Method::Get | Method::Post) || said.contains(&route.path.as_str()) {
                continue;
            }
            // A noun is only sure to be that of a collection where one of its items has a route.
            let words = case::words(noun);
            let is_open = is_collection(program, segments, noun) && words.len() == noun.split(['-', '_']).count();
            let is_singular = words.last().is_some_and(|word| {
                inflector.is_singular(word) && !inflector.is_plural(word) && !inflector.is_uncountable(word)
            });
            let is_figures =
                words.last().is_some_and(|word| super::analytics_route::SUMMARIES.contains(&word.as_str()));
            if !is_open || !is_singular || is_figures {
                continue;
            }
            said.push(&route.path);
            let plural = inflector.plural(noun);
            let start = route.path.len() - noun.len();
            let path = format!("{}{plural}", route.path.get(..start).unwrap_or_default());
            let message = format!("the collection `{}` is not called in the plural", route.path);
            let help =
                format!("Call it `{path}`, its items too. Words of your own stand in `[names]` of rulebook.toml.");
            findings.push(Finding::new(&RULE, message, help, label(model, route, "")));
        }
    }
}

/// Whether a path has a route for one of its items, by a parameter that says so: an id, or one called after the noun.
fn is_collection(program: &Program<'_>, segments: &[Segment<'_>], noun: &str) -> bool {
    let of = case::snake(noun);
    program.routes.iter().any(|(_, longer)| {
        let begins = longer.get(..segments.len()).is_some_and(|start| is_like(start, segments));
        // `/team-members/{member_id}`: the last words of the noun name an item too.
        let names_item = |name: &str| {
            let stem = ["_id", "_uuid", "_slug"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
            ["id", "uuid", "slug"].contains(&name) || name.starts_with(&of) || of.ends_with(&format!("_{stem}"))
        };
        begins && matches!(longer.get(segments.len()), Some(Segment::Parameter(name)) if names_item(name))
    })
}
