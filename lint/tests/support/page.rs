// tests/support/page.rs - A rule's page, taken apart

/// A rule's page.
pub struct Page<'a> {
    /// The text of the `#` heading.
    pub title: &'a str,
    /// The texts of the `##` headings, in order.
    headings: Vec<&'a str>,
    /// The examples, in order.
    pub examples: Vec<Example>,
}

/// The blocks below one heading that shows code: a small project.
pub struct Example {
    /// What the heading says of it.
    pub kind: Kind,
    /// Its files, by path.
    pub files: Vec<(String, String)>,
}

/// What an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What the rule reports.
    Bad,
    /// What it leaves alone.
    Good,
    /// What its fix makes of the bad example before.
    Fixed,
}

impl<'a> Page<'a> {
    /// Reads a page.
    ///
    /// A block is a file: its fence says `language file=path`.
    pub fn parse(text: &'a str) -> Self {
        let mut page = Self { title: "", headings: Vec::new(), examples: Vec::new() };
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(title) = line.strip_prefix("# ") {
                page.title = title;
            } else if let Some(heading) = line.strip_prefix("## ") {
                page.headings.push(heading);
                let kind = [("Bad", Kind::Bad), ("Good", Kind::Good), ("Fixed", Kind::Fixed)]
                    .into_iter()
                    .find_map(|(name, kind)| (name == heading).then_some(kind));
                page.examples.extend(kind.map(|kind| Example { kind, files: Vec::new() }));
            } else if let Some(fence) = line.strip_prefix("```") {
                let path = fence.split_once("file=").map(|(_, path)| path.trim().to_owned());
                let body: String =
                    lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
                if let (Some(path), Some(example)) = (path, page.examples.last_mut()) {
                    example.files.push((path, body));
                }
            }
        }
        page
    }

    /// The headings, each once, without those of fixed examples.
    pub fn distinct_headings(&self) -> Vec<&'a str> {
        let mut distinct: Vec<&str> = Vec::new();
        for heading in self.headings.iter().filter(|heading| **heading != "Fixed") {
            if !distinct.contains(heading) {
                distinct.push(heading);
            }
        }
        distinct
    }
}
