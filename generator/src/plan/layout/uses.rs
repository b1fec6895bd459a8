// src/plan/layout/uses.rs - `use` lines in the order of rustfmt

use std::cmp::Ordering;

use crate::plan::wiring::path_order;

/// Sorts each run of `use` declarations, and takes the braces off a list of one name.
///
/// A template knows neither which names a file will import nor how they sort among its own.
pub(super) fn sorted(text: &str) -> String {
    let mut sorted = String::with_capacity(text.len());
    let mut run: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.split_inclusive('\n') {
        if open {
            if let Some(declaration) = run.last_mut() {
                declaration.push_str(line);
            }
        } else if line.trim_start().starts_with("use ") {
            run.push(line.to_owned());
        } else {
            end(&mut run, &mut sorted);
            sorted.push_str(line);
            continue;
        }
        open = !line.trim_end().ends_with(';');
    }
    end(&mut run, &mut sorted);
    sorted
}

/// Puts the declarations of a run out.
fn end(run: &mut Vec<String>, out: &mut String) {
    let mut run: Vec<String> = run.drain(..).map(|declaration| without_braces(&declaration)).collect();
    run.sort_by(|one, other| order(path(one), path(other)));
    out.extend(run);
}

fn without_braces(declaration: &str) -> String {
    let single = declaration
        .split_once("::{")
        .zip(declaration.trim_end().strip_suffix("};"))
        .and_then(|((before, _), closed)| Some((before, closed.strip_prefix(before)?.strip_prefix("::{")?)))
        .filter(|(_, name)| !name.contains([',', '{', '\n', ' ']) && *name != "self");
    single.map_or_else(|| declaration.to_owned(), |(before, name)| format!("{before}::{name};\n"))
}

fn path(declaration: &str) -> &str {
    declaration.trim_start().trim_start_matches("use ").trim_end().trim_end_matches(';')
}

/// Paths of this crate come before those of others.
fn order(one: &str, other: &str) -> Ordering {
    let rank = |path: &str| match path.split("::").next() {
        Some("self") => 0,
        Some("super") => 1,
        Some("crate") => 2,
        _ => 3,
    };
    rank(one).cmp(&rank(other)).then_with(|| path_order(one, other))
}
