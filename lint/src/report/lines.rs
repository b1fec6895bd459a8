// src/report/lines.rs - A finding as plain lines, for the formats that have one text for all of it

use super::View;
use super::sources::Sources;
use crate::finding::{Finding, Label};

/// The message, the places that it leads through, and the way on; none of the lines is empty.
pub(super) fn lines(finding: &Finding, sources: &Sources<'_>, view: &View<'_>) -> Vec<String> {
    let related = finding.related.iter().map(|label| match label.text.as_str() {
        "" => format!("{}: see also", place(label, sources, view)),
        text => format!("{}: {text}", place(label, sources, view)),
    });
    std::iter::once(finding.message.clone())
        .chain(related)
        .chain(std::iter::once(finding.help.clone()))
        .filter(|line| !line.is_empty())
        .collect()
}

/// `path:line:column`.
pub(super) fn place(label: &Label, sources: &Sources<'_>, view: &View<'_>) -> String {
    let at = sources.of(label).position(label.range.start);
    format!("{}:{}:{}", (view.show)(&label.path), at.line, at.column)
}
