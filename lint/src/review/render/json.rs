// src/review/render/json.rs - A review for programs: docs/schemas/review.schema.json

use serde::Serialize;

use crate::review::Review;

#[derive(Serialize)]
struct Document<'r> {
    version: u32,
    base: &'r str,
    breaking: usize,
    untested: usize,
    data_loss: usize,
    #[serde(flatten)]
    review: &'r Review,
}

/// One object, described in `docs/schemas/review.schema.json`.
pub fn json(review: &Review, base: &str) -> String {
    let document = Document {
        version: 1,
        base,
        breaking: review.breaking().count(),
        untested: review.untested().count(),
        data_loss: review.data_loss().count(),
        review,
    };
    // Strings and numbers always can be written.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
