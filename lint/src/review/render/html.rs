// src/review/render/html.rs - A review as one page that loads nothing

use std::fmt::Write;

use super::{View, counts};
use crate::graph::render::{Format, render};
use crate::graph::{Level, Link, build};
use crate::report::escaped_xml as escaped;
use crate::review::{Answer, ChangeKind, Place, Review};
use crate::run::Report;

const STYLE: &str = include_str!("page.css");

/// Writes a page: what counts, the checklists, routes, layers as a picture, and findings with their code.
pub fn html(review: &Review, head: &Report, view: &View<'_>, title: &str) -> String {
    let mut body = String::new();
    // Writing to a `String` never fails.
    let _ = write!(
        body,
        "<h1>{} <small>against <code>{}</code></small></h1>\n<ul class=\"counts\">",
        escaped(title),
        escaped(&view.base)
    );
    for (text, bad) in counts(review) {
        let _ = write!(body, "<li{}>{}</li>", if bad { " class=\"bad\"" } else { "" }, escaped(&text));
    }
    body.push_str("</ul>\n");
    checklist(&mut body, review, view);
    findings(&mut body, review, head, view);
    routes(&mut body, review, view);
    layers(&mut body, review, head, view);
    rest(&mut body, review, view);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Review of {}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(title)
    )
}

fn place(view: &View<'_>, place: &Place) -> String {
    let name = format!("<code>{}:{}</code>", escaped(&place.path), place.line);
    match (view.link)(place) {
        Some(link) => format!("<a href=\"{}\">{name}</a>", escaped(&link)),
        None => name,
    }
}

/// What stands between backticks is code.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(at, part)| match at % 2 {
        1 => format!("<code>{}</code>", escaped(part)),
        _ => escaped(part),
    });
    parts.collect()
}

fn checklist(out: &mut String, review: &Review, view: &View<'_>) {
    out.push_str("<h2>Checklists</h2>\n<div class=\"lists\">\n");
    for (list, title) in [("commit", "Before committing"), ("review", "For the review")] {
        let _ = writeln!(out, "<section>\n<h3>{title}</h3>\n<ul class=\"points\">");
        for point in review.checklist.iter().filter(|point| point.list == list) {
            let (class, word) = match point.answer {
                Answer::Yes => ("yes", "yes"),
                Answer::No => ("no", "no"),
                Answer::ForAPerson => ("person", "for a person"),
            };
            let _ = write!(out, "<li><span class=\"{class}\">{word}</span> {}", escaped(point.asks));
            if !point.reasons.is_empty() || !point.places.is_empty() {
                let reasons: String = point.reasons.iter().map(|reason| format!("<p>{}</p>", prose(reason))).collect();
                let places: Vec<String> = point.places.iter().map(|at| place(view, at)).collect();
                let _ = write!(
                    out,
                    "<details><summary>{}</summary>{reasons}<p>{}</p></details>",
                    more(point.places.len()),
                    places.join(" ")
                );
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n</section>\n");
    }
    out.push_str("</div>\n");
}

fn more(places: usize) -> String {
    match places {
        0 => "why".to_owned(),
        1 => "1 place".to_owned(),
        count => format!("{count} places"),
    }
}

fn findings(out: &mut String, review: &Review, head: &Report, view: &View<'_>) {
    if !review.findings.new.is_empty() {
        out.push_str("<h2>New findings</h2>\n");
        for said in &review.findings.new {
            let _ = writeln!(
                out,
                "<article>\n<h3>{} {} <small>{}</small></h3>\n<p>{}</p>\n{}<p class=\"help\">{}</p>\n</article>",
                said.code,
                said.name,
                place(view, &said.place),
                prose(&said.message),
                code(head, &said.place),
                prose(&said.help)
            );
        }
    }
    if !review.findings.fixed.is_empty() {
        let fixed = review.findings.fixed.iter().map(|said| {
            format!("<li><code>{}</code> {} {}</li>\n", escaped(&said.place.path), said.code, prose(&said.message))
        });
        let _ = writeln!(
            out,
            "<details><summary>{} fixed</summary>\n<ul>\n{}</ul>\n</details>",
            review.findings.fixed.len(),
            fixed.collect::<String>()
        );
    }
}

/// The line of a place and those around it.
fn code(head: &Report, place: &Place) -> String {
    /// Longer lines are cut.
    const WIDTH: usize = 160;
    let Some(text) = head.model.text(&place.path) else { return String::new() };
    let first = place.line.saturating_sub(2).max(1);
    let lines = text.lines().enumerate().skip(first - 1).take(place.line - first + 3);
    let shown = lines.map(|(at, line)| {
        let class = if at + 1 == place.line { " class=\"at\"" } else { "" };
        let cut: String = line.chars().take(WIDTH).collect();
        format!("<span{class}><i>{}</i>{}</span>", at + 1, escaped(&cut))
    });
    format!("<pre>{}</pre>\n", shown.collect::<String>())
}

fn routes(out: &mut String, review: &Review, view: &View<'_>) {
    if review.routes.is_empty() {
        return;
    }
    out.push_str("<h2>Routes</h2>\n<div class=\"wide\"><table>\n<tr><th></th><th>route</th><th>who may ask</th><th>what differs</th></tr>\n");
    for route in &review.routes {
        let differs: String = route
            .differences
            .iter()
            .map(|difference| {
                let mark = if difference.breaking { "<span class=\"no\">breaking</span> " } else { "" };
                format!("<div>{mark}{}</div>", prose(&difference.text))
            })
            .collect();
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td><code>{} {}</code><br><small>{}</small></td><td>{}</td><td>{differs}</td></tr>",
            route.kind,
            escaped(&route.method),
            escaped(&route.path),
            place(view, &route.place),
            route.auth.as_ref().map_or("anyone".to_owned(), |who| format!("<code>{}</code>", escaped(who)))
        );
    }
    out.push_str("</table></div>\n");
}

fn layers(out: &mut String, review: &Review, head: &Report, view: &View<'_>) {
    let graph = build(head, Level::Layers);
    let picture = render(&graph, Format::Svg, "Layers", &|path| path.to_owned());
    // What is new is drawn thick.
    let is_new = |link: &&Link| {
        let (from, to) = (graph.name(link.from), graph.name(link.to));
        review.edges.iter().any(|edge| edge.added && edge.from == from && edge.to == to)
    };
    let thick: String = graph
        .links
        .iter()
        .filter(is_new)
        .map(|link| {
            format!(".graph .ladder .link[data-from=\"{}\"][data-to=\"{}\"] {{ stroke-width: 6; }}", link.from, link.to)
        })
        .collect();
    let note = if thick.is_empty() { "" } else { "<p>New edges are thick.</p>" };
    let _ = writeln!(out, "<h2>Layers</h2>\n<style>{thick}</style>\n<div class=\"wide\">{picture}</div>\n{note}");
    if review.edges.is_empty() {
        out.push_str("<p>No edge came or went.</p>\n");
        return;
    }
    out.push_str("<ul>\n");
    for edge in &review.edges {
        let mark = match (edge.added, edge.forbidden) {
            (true, true) => "<span class=\"no\">new, may not be</span>",
            (true, false) => "<span class=\"person\">new</span>",
            (false, _) => "<span class=\"yes\">gone</span>",
        };
        let _ = writeln!(
            out,
            "<li>{mark} <code>{}</code> uses <code>{}</code> {}</li>",
            escaped(&edge.from),
            escaped(&edge.to),
            place(view, &edge.place)
        );
    }
    out.push_str("</ul>\n");
}

fn rest(out: &mut String, review: &Review, view: &View<'_>) {
    if !review.database.is_empty() {
        out.push_str("<h2>Database</h2>\n<ul>\n");
        for change in &review.database {
            let mark = if change.loses { "<span class=\"no\">careful</span> " } else { "" };
            let _ = writeln!(out, "<li>{mark}{} {}</li>", prose(&change.text), place(view, &change.place));
        }
        out.push_str("</ul>\n");
    }
    if !review.services.is_empty() {
        out.push_str("<h2>Service functions</h2>\n<ul>\n");
        for service in &review.services {
            let tests = match service.tests.len() {
                0 if service.maybe => "perhaps reached by a test".to_owned(),
                0 => "<span class=\"no\">no test reaches it</span>".to_owned(),
                _ => {
                    let names = service.tests.iter().map(|name| format!("<code>{}</code> ", escaped(name)));
                    format!(
                        "<details><summary>{} tests</summary>{}</details>",
                        service.tests.len(),
                        names.collect::<String>()
                    )
                }
            };
            let kind = if service.new { "new" } else { "changed" };
            let _ = writeln!(
                out,
                "<li>{kind} <code>{}</code> {} {tests}</li>",
                escaped(&service.name),
                place(view, &service.place)
            );
        }
        out.push_str("</ul>\n");
    }
    out.push_str("<h2>Files</h2>\n<ul>\n");
    for file in &review.files {
        let kind = match &file.change.kind {
            ChangeKind::Added => "new".to_owned(),
            ChangeKind::Removed => "gone".to_owned(),
            ChangeKind::Modified => "changed".to_owned(),
            ChangeKind::Renamed { from } => format!("was <code>{}</code>", escaped(from)),
        };
        let of: Vec<&str> = file.layer.iter().chain(&file.resource).map(String::as_str).collect();
        let _ = writeln!(
            out,
            "<li><code>{}</code> {kind} <small>{}</small></li>",
            escaped(&file.change.path),
            escaped(&of.join(", "))
        );
    }
    out.push_str("</ul>\n");
}
