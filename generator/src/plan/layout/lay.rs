// src/plan/layout/lay.rs - One logical line laid out within the width

//! One logical line laid out within the width.
//!
//! The order of attempts is rustfmt's: the line as it is; what is assigned on a line of its own; the last call of a chain
//! opened; a chain broken at its links; a list broken at its commas.

use super::WIDTH;
use super::parse::{Line, Node};

const INDENT: usize = 4;
/// An array of elements no longer than this is filled, not one a line (`short_array_element_width_threshold`).
const SHORT_ELEMENT: usize = 10;
/// With so many lines the last call of a chain is opened in place, however short the chain would be if broken.
const OPENED_LINES: usize = 5;

/// Appends a line without its line break.
pub(super) fn line(line: &[Node], out: &mut String) {
    let indent = match line.first() {
        Some(Node::Text(text)) => text.len() - text.trim_start_matches(' ').len(),
        _ => 0,
    };
    lay(line, indent, out);
}

/// Appends a line whose indentation is a part of its first node.
fn lay(line: &[Node], indent: usize, out: &mut String) {
    let flat = flat(line);
    let marked = line.iter().any(|node| !matches!(node, Node::Text(_)));
    if !marked || fits(line, &flat) {
        out.push_str(&flat);
        return;
    }
    if let Some((head, tail)) = assignment(line) {
        let tail = indented(&tail, indent + INDENT);
        let flat_tail = self::flat(&tail);
        if fits(&tail, &flat_tail) {
            out.push_str(&head);
            out.push('\n');
            out.push_str(&flat_tail);
            return;
        }
    }
    if line.contains(&Node::Link) {
        chain(line, indent, out);
    } else {
        list(line, indent, out);
    }
}

/// Breaks a chain at its links, or opens its last call.
fn chain(line: &[Node], indent: usize, out: &mut String) {
    let mut segments: Vec<Line> = line.split(|node| *node == Node::Link).map(<[Node]>::to_vec).collect();
    if let Some(opened) = last_call_opened(&segments, indent) {
        out.push_str(&opened);
        return;
    }
    let mut root = segments.remove(0);
    // A root no wider than the indentation takes the next link along: `self.jobs` and not `self` alone.
    while width(flat(&root).trim_start()) <= INDENT && segments.len() > 1 {
        root.extend(segments.remove(0));
    }
    let start = out.len();
    // rustfmt keeps a column free behind the root.
    if width(&flat(&root)) == WIDTH {
        list(&root, indent, out)
    } else {
        lay(&root, indent, out)
    }
    // Behind a root of several lines the links stand under its end.
    let broken = out.get(start..).is_some_and(|root| root.contains('\n'));
    let under = if broken { indent } else { indent + INDENT };
    for segment in segments {
        out.push('\n');
        lay(&indented(&segment, under), under, out);
    }
}

/// The chain on one line up to the list of its last call, which is broken; nothing where rustfmt would break the chain.
fn last_call_opened(segments: &[Line], indent: usize) -> Option<String> {
    let (last, before) = segments.split_last()?;
    let at = last.iter().position(|node| matches!(node, Node::List(_)))?;
    let behind = flat(last.get(at + 1..)?);
    if !matches!(behind.as_str(), ")" | ");" | ")?" | ")?;" | ")," | "}" | "};") {
        return None;
    }
    let head: Line = before.iter().flatten().chain(last.get(..at)?).cloned().collect();
    if width(&flat(&head)) > WIDTH {
        return None;
    }
    let joined: Line = before.iter().flatten().chain(last).cloned().collect();
    let mut opened = String::new();
    list_at(&joined, head.len(), indent, &mut opened);
    let opened_lines = opened.lines().count();
    let mut alone = String::new();
    lay(&indented(last, indent + INDENT), indent + INDENT, &mut alone);
    (opened_lines >= OPENED_LINES || alone.lines().count() >= opened_lines).then_some(opened)
}

/// Breaks the first list of a line.
fn list(line: &[Node], indent: usize, out: &mut String) {
    match line.iter().position(|node| matches!(node, Node::List(elements) if !elements.is_empty())) {
        Some(at) => list_at(line, at, indent, out),
        None => out.push_str(&flat(line)),
    }
}

/// Breaks the list that is node `at`.
fn list_at(line: &[Node], at: usize, indent: usize, out: &mut String) {
    let (before, from) = line.split_at(at);
    let Some((Node::List(elements), after)) = from.split_first() else { return };
    // One element alone that has brackets itself opens them at once: `&[(`.
    if let [element] = elements.as_slice()
        && let [Node::Text(open), Node::List(_), Node::Text(_)] = element.as_slice()
        && open == "("
    {
        let opened: Line = before.iter().chain(element).chain(after).cloned().collect();
        return list_at(&opened, at + 1, indent, out);
    }
    let head = flat(before);
    let head = head.trim_end();
    out.push_str(head);
    let bracket = Bracket::of(head);
    let inner = indent + INDENT;
    if bracket.fills() && elements.iter().all(|element| bracket == Bracket::Use || short(element)) {
        fill(elements, inner, out);
    } else {
        let last = elements.len().saturating_sub(1);
        for (i, element) in elements.iter().enumerate() {
            out.push('\n');
            let mut element = indented(element, inner);
            let rest = matches!(element.as_slice(), [Node::Text(_), Node::Text(text), ..] if text.starts_with(".."));
            if i < last || !(rest || bracket == Bracket::Macro) {
                element.push(Node::Text(",".to_owned()));
            }
            lay(&element, inner, out);
        }
    }
    out.push('\n');
    let mut after = after.to_vec();
    if let Some(Node::Text(text)) = after.first_mut() {
        *text = text.trim_start().to_owned();
    }
    lay(&indented(&after, indent), indent, out);
}

fn fill(elements: &[Line], indent: usize, out: &mut String) {
    let mut column = WIDTH;
    for element in elements {
        let text = flat(element) + ",";
        if column + 1 + width(&text) > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(&text);
        column += width(&text);
    }
}

/// What opens a list: it says how the list is written on one line and when broken.
#[derive(Clone, Copy, PartialEq)]
enum Bracket {
    /// Of a call, a signature, a tuple, a type.
    Round,
    /// Of an array.
    Square,
    /// Of a struct.
    Curly,
    /// Of a `use`.
    Use,
    /// Of a macro: its commas are part of its input, so none is added.
    Macro,
}

impl Bracket {
    /// By the text that ends with the bracket.
    fn of(head: &str) -> Self {
        let head = head.trim_end();
        let before = head.get(..head.len().saturating_sub(1)).unwrap_or_default();
        match head.chars().last() {
            // `vec![..]` is an array to rustfmt.
            Some('(' | '{') if before.ends_with('!') => Self::Macro,
            Some('{') if before.ends_with("::") => Self::Use,
            Some('{') => Self::Curly,
            Some('[') => Self::Square,
            _ => Self::Round,
        }
    }

    fn fills(self) -> bool {
        matches!(self, Self::Use | Self::Square)
    }
}

fn short(element: &[Node]) -> bool {
    let text = flat(element);
    width(&text) <= SHORT_ELEMENT && !text.contains(['(', '{', '['])
}

/// The line on one line.
fn flat(line: &[Node]) -> String {
    let mut text = String::new();
    for node in line {
        match node {
            Node::Link => {}
            Node::Text(more) if text.ends_with(Bracket::PADDED) => text.push_str(more.trim_start()),
            Node::Text(more) => text.push_str(more),
            Node::List(elements) => {
                text.truncate(text.trim_end().len());
                let curly = Bracket::of(&text) == Bracket::Curly;
                let inner: Vec<String> = elements.iter().map(|element| flat(element)).collect();
                if curly && !inner.is_empty() {
                    text.push(' ');
                }
                text.push_str(&inner.join(", "));
                if curly && !inner.is_empty() {
                    text.push_str(Bracket::PADDED);
                }
            }
        }
    }
    text.replace(Bracket::PADDED, " ")
}

impl Bracket {
    /// Stands for the space before a closing `}`, until it is known that what follows brings none of its own.
    const PADDED: &'static str = "\u{0}";
}

/// `let x = ` and what is assigned, if the line begins so before any mark.
fn assignment(line: &[Node]) -> Option<(String, Line)> {
    let (Node::Text(first), rest) = line.split_first()? else { return None };
    let at = first.find(" = ")?;
    let (head, value) = (first.get(..at + 2)?, first.get(at + 3..)?);
    let starts = ["let ", "const ", "static "];
    let statement = ["pub ", "pub(crate) ", "pub(super) "]
        .iter()
        .find_map(|visibility| head.trim_start().strip_prefix(visibility))
        .unwrap_or(head.trim_start());
    let simple = statement.trim_end_matches(" =").chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    if !(simple || starts.iter().any(|start| statement.starts_with(start))) {
        return None;
    }
    let mut tail = vec![Node::Text(value.to_owned())];
    tail.extend_from_slice(rest);
    Some((head.to_owned(), tail))
}

/// Whether rustfmt would leave the line as one. It counts each `?` at the end of a chain twice, and the end of a `use`
/// with a list too.
fn fits(line: &[Node], flat: &str) -> bool {
    let statement = flat.trim_start();
    if statement.starts_with("use ") || statement.starts_with("pub use ") {
        return width(flat) + 2 <= WIDTH;
    }
    let end = flat.trim_end_matches([';', ',']);
    let tries = if line.contains(&Node::Link) { end.len() - end.trim_end_matches('?').len() } else { 0 };
    width(flat) + tries <= WIDTH
}

/// The line behind an indentation of its own.
fn indented(line: &[Node], indent: usize) -> Line {
    let mut indented = vec![Node::Text(" ".repeat(indent))];
    indented.extend_from_slice(line);
    indented
}

fn width(text: &str) -> usize {
    text.chars().count()
}
