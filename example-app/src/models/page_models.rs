// src/models/page_models.rs - What the lists of all resources have in common

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Rows on a page where the request names no limit.
pub const DEFAULT_LIMIT: i64 = 50;
/// Rows on a page at most.
pub const MAX_LIMIT: i64 = 200;

/// The direction of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// Smallest first.
    #[default]
    Asc,
    /// Largest first.
    Desc,
}

/// Which page of a list is wanted.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// Rows at most.
    pub limit: i64,
    /// The direction.
    pub order: SortOrder,
    /// The place to begin behind; the start of the list without one.
    pub cursor: Option<Cursor>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { limit: DEFAULT_LIMIT, order: SortOrder::default(), cursor: None }
    }
}

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins, if there is one.
    pub next_cursor: Option<Cursor>,
}

impl<T> Page<T> {
    /// The page that rows make, of which one more than the limit says that there is a next page.
    pub fn of(mut rows: Vec<T>, request: &PageRequest, behind: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::try_from(request.limit).unwrap_or_default();
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(behind);
        Self { items: rows, next_cursor }
    }
}

/// A place in a list: behind a row, in one order of the list.
///
/// It holds the row's value, so that it stays good when the row is deleted. Clients see opaque
/// text.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub struct Cursor {
    /// What the list is sorted by.
    pub sort: Value,
    /// The direction of the list.
    pub order: SortOrder,
    /// The row's value in the column that the list is sorted by.
    pub value: Value,
    /// The row's public id, which tells rows of equal value apart.
    pub id: String,
}

impl Cursor {
    /// The text that a client gets.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(json!(self).to_string())
    }

    /// The place that a text names, if it is one.
    pub fn decode(text: &str) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(text).ok()?;
        serde_json::from_slice(&json).ok()
    }
}

/// Checks that a request's cursor belongs to the list that it asks for.
pub fn continues_list(
    sort: impl Serialize,
    order: SortOrder,
) -> impl FnOnce(&Option<String>, &()) -> garde::Result {
    move |text, ()| match text.as_deref().map(Cursor::decode) {
        None => Ok(()),
        Some(Some(cursor)) if cursor.sort == json!(sort) && cursor.order == order => Ok(()),
        Some(Some(_)) => Err(garde::Error::new("the cursor is of another sort or order")),
        Some(None) => Err(garde::Error::new("not a cursor: send a next_cursor as it came")),
    }
}

/// Reads a field that may be left out but, where it is given, not be null.
pub fn not_null<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Reads a field that may be left out, which leaves it as it is, or be null, which clears it.
pub fn clearable<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
