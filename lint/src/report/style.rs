// src/report/style.rs - The few styles of the formats for people

use anstyle::{AnsiColor, Style};

use crate::rule::Severity;

/// The styles of a report; with colour off they write nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Styles {
    color: bool,
}

impl Styles {
    pub(crate) fn new(color: bool) -> Self {
        Self { color }
    }

    /// Whether styles show at all.
    pub(crate) fn show(self) -> bool {
        self.color
    }

    /// Names and headings.
    pub(crate) fn strong(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    /// What is less important.
    pub(crate) fn faint(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    /// Code within prose.
    pub(crate) fn code(self, text: &str) -> String {
        self.paint(AnsiColor::Cyan.on_default(), text)
    }

    /// What can be mended, or is well.
    pub(crate) fn good(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    /// What is as bad as `severity` says.
    pub(crate) fn severity(self, severity: Severity, text: &str) -> String {
        let color = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
        };
        self.paint(color.on_default(), text)
    }

    fn paint(self, style: Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
