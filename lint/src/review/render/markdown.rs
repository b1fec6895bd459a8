// src/review/render/markdown.rs - A review as a comment on a pull request: short first, details folded

use std::fmt::Write;

use super::{View, counts};
use crate::review::findings::Said;
use crate::review::{Answer, ChangeKind, Place, Review};

/// How many places of a point are shown.
const PLACES: usize = 8;
/// How many new findings are shown before the rest is folded.
const FINDINGS: usize = 10;

/// Writes a comment.
pub fn markdown(review: &Review, view: &View<'_>) -> String {
    let mut out = String::new();
    let counts: Vec<String> = counts(review)
        .into_iter()
        .filter(|(text, _)| !text.starts_with("0 "))
        .map(|(text, bad)| if bad { format!("**{text}**") } else { text })
        .collect();
    // Writing to a `String` never fails.
    let _ = writeln!(out, "## Review against `{}`\n\n{}\n", view.base, counts.join(" · "));
    if review.files.is_empty() {
        out.push_str("Nothing changed.\n");
        return out;
    }
    findings(&mut out, review, view);
    routes(&mut out, review, view);
    others(&mut out, review, view);
    checklist(&mut out, review, view);
    files(&mut out, review);
    out
}

fn place(view: &View<'_>, place: &Place) -> String {
    let name = format!("{}:{}", place.path, place.line);
    match (view.link)(place) {
        Some(link) => format!("[`{name}`]({link})"),
        None => format!("`{name}`"),
    }
}

fn folded(out: &mut String, title: &str, body: &str) {
    if !body.is_empty() {
        let _ = writeln!(out, "<details><summary>{title}</summary>\n\n{body}\n</details>\n");
    }
}

fn findings(out: &mut String, review: &Review, view: &View<'_>) {
    if !review.findings.new.is_empty() {
        out.push_str("### New findings\n\n");
        let line = |said: &Said| {
            format!("- {} **{}** {}  \n  {}\n", place(view, &said.place), said.code, said.message, said.help)
        };
        let (first, rest) = review.findings.new.split_at(review.findings.new.len().min(FINDINGS));
        out.push_str(&first.iter().map(line).collect::<String>());
        out.push('\n');
        folded(out, &format!("{} more", rest.len()), &rest.iter().map(line).collect::<String>());
    }
    let fixed = review.findings.fixed.iter();
    let fixed: String = fixed.map(|said| format!("- `{}` {} {}\n", said.place.path, said.code, said.message)).collect();
    folded(out, &format!("{} fixed", review.findings.fixed.len()), &fixed);
}

fn routes(out: &mut String, review: &Review, view: &View<'_>) {
    if review.routes.is_empty() {
        return;
    }
    out.push_str("### Routes\n\n| | route | who may ask | what differs |\n|---|---|---|---|\n");
    for route in &review.routes {
        let sign = match route.kind {
            "added" => "+",
            "removed" => "−",
            _ => "~",
        };
        let differs: Vec<String> = route
            .differences
            .iter()
            .map(|difference| match difference.breaking {
                true => format!("**breaking:** {}", difference.text),
                false => difference.text.clone(),
            })
            .collect();
        let who = route.auth.as_ref().map_or_else(|| "anyone".to_owned(), |who| format!("`{who}`"));
        let name = format!("`{} {}`", route.method, route.path);
        let linked = (view.link)(&route.place).map_or(name.clone(), |link| format!("[{name}]({link})"));
        let _ = writeln!(out, "| {sign} | {linked} | {who} | {} |", differs.join("<br>").replace('|', "\\|"));
    }
    out.push('\n');
}

fn others(out: &mut String, review: &Review, view: &View<'_>) {
    if !review.edges.is_empty() {
        out.push_str("### Layers\n\n");
        for edge in &review.edges {
            let sign = if edge.added { "+" } else { "−" };
            let forbidden = if edge.added && edge.forbidden { " **may not**" } else { "" };
            let at = if edge.added { format!(" at {}", place(view, &edge.place)) } else { String::new() };
            let _ = writeln!(out, "- {sign} `{}` uses `{}`{forbidden}{at}", edge.from, edge.to);
        }
        out.push('\n');
    }
    if !review.database.is_empty() {
        out.push_str("### Database\n\n");
        for change in &review.database {
            let text = if change.loses { format!("**{}**", change.text) } else { change.text.clone() };
            let _ = writeln!(out, "- {text} ({})", place(view, &change.place));
        }
        out.push('\n');
    }
    if !review.services.is_empty() {
        out.push_str("### Service functions\n\n");
        for service in &review.services {
            let kind = if service.new { "new" } else { "changed" };
            let tested = match service.tests.as_slice() {
                [] if service.maybe => "perhaps reached by a test".to_owned(),
                [] => "**no test reaches it**".to_owned(),
                [one] => format!("tested by `{one}`"),
                [one, rest @ ..] => format!("tested by `{one}` and {} more", rest.len()),
            };
            let _ = writeln!(out, "- {kind} `{}` ({}): {tested}", service.name, place(view, &service.place));
        }
        out.push('\n');
    }
}

fn checklist(out: &mut String, review: &Review, view: &View<'_>) {
    for (list, title) in [("commit", "Before committing"), ("review", "For the review")] {
        let mut body = String::new();
        let points = || review.checklist.iter().filter(|point| point.list == list);
        for point in points() {
            let sign = match point.answer {
                Answer::Yes => "[x]",
                Answer::No => "[ ] ✗",
                Answer::ForAPerson => "[ ] ?",
            };
            let _ = writeln!(body, "- {sign} {}", point.asks);
            for reason in &point.reasons {
                let _ = writeln!(body, "  - {reason}");
            }
            let shown: Vec<String> = point.places.iter().take(PLACES).map(|at| place(view, at)).collect();
            if point.answer == Answer::ForAPerson && !shown.is_empty() {
                let more = point.places.len().saturating_sub(PLACES);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let _ = writeln!(body, "  - {}{more}", shown.join(", "));
            }
        }
        let no = points().filter(|point| point.answer == Answer::No).count();
        let person = points().filter(|point| point.answer == Answer::ForAPerson).count();
        let yes = points().count() - no - person;
        folded(out, &format!("{title}: {yes} yes, {no} no, {person} for a person"), &body);
    }
}

fn files(out: &mut String, review: &Review) {
    let mut body = String::new();
    for file in &review.files {
        let kind = match &file.change.kind {
            ChangeKind::Added => "new".to_owned(),
            ChangeKind::Removed => "gone".to_owned(),
            ChangeKind::Modified => "changed".to_owned(),
            ChangeKind::Renamed { from } => format!("was `{from}`"),
        };
        let of: Vec<&str> = file.layer.iter().chain(&file.resource).map(String::as_str).collect();
        let of = if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) };
        let _ = writeln!(body, "- `{}` {kind}{of}", file.change.path);
    }
    folded(out, &format!("{} files", review.files.len()), &body);
}
