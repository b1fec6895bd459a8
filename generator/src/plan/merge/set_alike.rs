// src/plan/merge/set_alike.rs - Texts set as a person's is, wherever they say the same

//! Texts set as a person's is, wherever they say the same.
//!
//! A merge goes by lines. Where a formatter with other settings has been at a file, all its lines differ from those that a
//! template made. So the items that mean the same are given the person's setting first, and what is left differs in fact.

use std::collections::HashMap;
use std::ops::Range;

use syn::spanned::Spanned;
use syn::{ImplItem, Item};

use crate::plan::meaning;

/// `base` and `new` with each item of theirs that says what one of `now` says set as that one is. Texts that are no Rust
/// come back as they are.
pub(super) fn as_in(now: &str, base: &str, new: &str) -> (String, String) {
    let as_is = || (base.to_owned(), new.to_owned());
    let Some(parts) = parts(now) else { return as_is() };
    let mut settings: HashMap<String, &str> = HashMap::new();
    for part in parts {
        let text = now.get(part).unwrap_or_default();
        settings.entry(meaning::squeezed(text)).or_insert(text);
    }
    match (reset(base, &settings), reset(new, &settings)) {
        (Some(base), Some(new)) => (base, new),
        _ => as_is(),
    }
}

/// A text with its parts in other settings of the same.
fn reset(text: &str, settings: &HashMap<String, &str>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for part in parts(text)? {
        let own = text.get(part)?;
        let other = settings.get(&meaning::squeezed(own)).copied();
        // The head of a block can't be read alone; it has no text in which white space counts.
        let same = |other: &&str| meaning::same_rust(own, other) || !own.contains(['"', '\'']);
        out.push_str(other.filter(same).unwrap_or(own));
    }
    Some(out)
}

/// A text cut behind its items, and behind those of its `impl` blocks: each part ends with a line, but for the last.
fn parts(text: &str) -> Option<Vec<Range<usize>>> {
    let file = syn::parse_file(text).ok()?;
    let mut ends = Vec::new();
    for item in &file.items {
        if let Item::Impl(block) = item {
            ends.push(block.brace_token.span.open().byte_range().end);
            ends.extend(block.items.iter().map(ImplItem::span).map(|span| span.byte_range().end));
        }
        ends.push(item.span().byte_range().end);
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for end in ends {
        let end = end + text.get(end..)?.find('\n')? + 1;
        if end > start {
            parts.push(start..end);
            start = end;
        }
    }
    parts.push(start..text.len());
    Some(parts)
}
