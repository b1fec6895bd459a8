// src/review/render/mod.rs - A review as text for people and for programs

//! A review as text for people and for programs. One renderer a format; the same review gives the same bytes.

mod html;
mod json;
mod markdown;

pub use html::html;
pub use json::json;
pub use markdown::markdown;

use super::{Place, Review};

/// How a review is shown.
pub struct View<'v> {
    /// What is compared, in words: `main`.
    pub base: String,
    /// A link to a place, if places can be linked to.
    pub link: &'v dyn Fn(&Place) -> Option<String>,
}

/// `3 new findings`, `1 breaking change`: what counts, in order, and whether it is bad.
fn counts(review: &Review) -> Vec<(String, bool)> {
    let count = |number: usize, one: &str, many: &str, bad: bool| {
        (format!("{number} {}", if number == 1 { one } else { many }), bad && number > 0)
    };
    vec![
        count(review.findings.new.len(), "new finding", "new findings", true),
        count(review.findings.fixed.len(), "fixed", "fixed", false),
        count(review.breaking().count(), "breaking change", "breaking changes", true),
        count(review.data_loss().count(), "change that loses data", "changes that lose data", true),
        count(review.untested().count(), "untested function", "untested functions", true),
        count(review.files.len(), "file", "files", false),
    ]
}
