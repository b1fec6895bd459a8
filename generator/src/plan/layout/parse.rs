// src/plan/layout/parse.rs - Marked text as a tree

//! Marked text as a tree.

/// A piece of a logical line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Text without marks and without line breaks.
    Text(String),
    /// A list; its brackets stand in the text before and behind it.
    List(Vec<Line>),
    /// A place where a chain may break.
    Link,
}

/// A line that is not broken yet.
pub(super) type Line = Vec<Node>;

/// The logical lines of a text: a line break inside a list does not end one.
pub(super) fn lines(text: &str) -> Result<Vec<Line>, (usize, String)> {
    let mut parser = Parser { rest: text, line: 1 };
    let mut lines = Vec::new();
    while !parser.rest.is_empty() {
        lines.push(parser.nodes(false)?);
        parser.line_break();
    }
    Ok(lines)
}

struct Parser<'a> {
    rest: &'a str,
    line: usize,
}

impl Parser<'_> {
    /// Nodes up to the end of the line, or inside a list up to its end.
    fn nodes(&mut self, in_list: bool) -> Result<Line, (usize, String)> {
        let mut nodes = Vec::new();
        loop {
            let end = self.rest.find(['«', '»', '‹', '\n']).unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(end);
            if !text.is_empty() {
                nodes.push(Node::Text(text.to_owned()));
            }
            self.rest = rest;
            match rest.chars().next() {
                Some('«') => {
                    let opened = self.line;
                    self.skip('«');
                    let content = self.nodes(true)?;
                    if !self.rest.starts_with('»') {
                        return Err((opened, "a list that `«` opens is not closed".to_owned()));
                    }
                    self.skip('»');
                    nodes.push(Node::List(elements(content)));
                }
                Some('‹') => {
                    self.skip('‹');
                    nodes.push(Node::Link);
                }
                Some('\n') if in_list => {
                    self.line_break();
                    nodes.push(Node::Text(" ".to_owned()));
                }
                Some('»') if !in_list => return Err((self.line, "`»` closes no list".to_owned())),
                _ => return Ok(nodes),
            }
        }
    }

    fn skip(&mut self, mark: char) {
        self.rest = self.rest.get(mark.len_utf8()..).unwrap_or_default();
    }

    fn line_break(&mut self) {
        if let Some(rest) = self.rest.strip_prefix('\n') {
            self.rest = rest;
            self.line += 1;
        }
    }
}

/// The elements of a list: its content cut at the commas that lie in no bracket, string or character.
fn elements(content: Line) -> Vec<Line> {
    let mut elements: Vec<Line> = vec![Vec::new()];
    let mut scan = Scan::default();
    for node in content {
        let Node::Text(text) = node else {
            if let Some(element) = elements.last_mut() {
                element.push(node);
            }
            continue;
        };
        let mut start = 0;
        for (at, c) in text.char_indices() {
            if scan.step(c) {
                push_text(&mut elements, text.get(start..at));
                elements.push(Vec::new());
                start = at + 1;
            }
        }
        push_text(&mut elements, text.get(start..));
    }
    elements.into_iter().map(trim).filter(|element| !element.is_empty()).collect()
}

fn push_text(elements: &mut [Line], text: Option<&str>) {
    if let (Some(element), Some(text)) = (elements.last_mut(), text.filter(|text| !text.is_empty())) {
        match element.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => element.push(Node::Text(text.to_owned())),
        }
    }
}

/// The line without white space at its ends, and none but single spaces where a line was broken inside it.
fn trim(mut line: Line) -> Line {
    for node in &mut line {
        if let Node::Text(text) = node
            && text.contains("  ")
            && !text.contains('"')
        {
            let mut single = String::with_capacity(text.len());
            for c in text.chars() {
                if !(c == ' ' && single.ends_with(' ')) {
                    single.push(c);
                }
            }
            *text = single;
        }
    }
    if let Some(Node::Text(first)) = line.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(Node::Text(last)) = line.last_mut() {
        *last = last.trim_end().to_owned();
    }
    line.retain(|node| *node != Node::Text(String::new()));
    line
}

/// Reads Rust a character at a time, to tell the commas that part elements.
#[derive(Default)]
struct Scan {
    depth: usize,
    string: bool,
    escaped: bool,
    before: Option<char>,
    /// The start of what may be a character literal: `'` and how many characters followed.
    quote: Option<usize>,
}

impl Scan {
    /// Takes the next character; whether it parts two elements.
    fn step(&mut self, c: char) -> bool {
        let before = self.before.replace(c);
        if self.string {
            self.string = self.escaped || c != '"';
            self.escaped = !self.escaped && c == '\\';
            return false;
        }
        if let Some(length) = self.quote {
            // `'a'`, `'\n'` are characters, `'a` is a lifetime: only a character can hold a comma or a bracket.
            let ends = c == '\'' && !self.escaped && length > 0;
            let lifetime = length > 0 && before != Some('\\') && !self.escaped && !ends && length >= 1;
            self.escaped = !self.escaped && c == '\\';
            self.quote = (!ends && !lifetime).then_some(length + 1);
            if !lifetime {
                return false;
            }
            self.escaped = false;
        }
        let in_word = before.is_some_and(|b| b.is_alphanumeric() || matches!(b, '_' | ':'));
        match c {
            '"' => self.string = true,
            '\'' => self.quote = Some(0),
            '(' | '[' | '{' => self.depth += 1,
            '<' if in_word => self.depth += 1,
            ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
            '>' if !matches!(before, Some('-' | '=' | ' ')) => self.depth = self.depth.saturating_sub(1),
            ',' => return self.depth == 0,
            _ => {}
        }
        false
    }
}
