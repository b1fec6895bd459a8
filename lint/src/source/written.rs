// src/source/written.rs - Paths of code as they are written

//! Paths of code as they are written, `axum::extract::Path`. Rules ask for their names so often that a search for a mark of
//! two letters is too dear: its searcher takes longer to make than to use.

/// The last name of a path: `Path` of `axum::extract::Path`.
pub(crate) fn last_name(path: &str) -> &str {
    split_last(path).map_or(path, |(_, name)| name)
}

/// The first name of a path: `axum` of `axum::extract::Path`.
pub(crate) fn first_name(path: &str) -> &str {
    split_first(path).map_or(path, |(name, _)| name)
}

/// The first name of a path, and what follows it; none of a single name.
pub(crate) fn split_first(path: &str) -> Option<(&str, &str)> {
    let at = path.as_bytes().windows(2).position(is_mark)?;
    Some((path.get(..at)?, path.get(at + 2..)?))
}

/// What comes before the last name of a path, and that name; none of a single name.
pub(crate) fn split_last(path: &str) -> Option<(&str, &str)> {
    let at = path.as_bytes().windows(2).rposition(is_mark)?;
    Some((path.get(..at)?, path.get(at + 2..)?))
}

fn is_mark(two: &[u8]) -> bool {
    matches!(two, [b':', b':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_apart_at_double_colons_alone() {
        for path in ["", "a", "a::b", "a::b::c", "::a", "a::", "a:b", "a:b::c:d", "a:::b", "a::::b", "é::ü", ":", "::"]
        {
            assert_eq!(last_name(path), path.rsplit("::").next().unwrap(), "{path}");
            assert_eq!(first_name(path), path.split("::").next().unwrap(), "{path}");
            assert_eq!(split_first(path), path.split_once("::"), "{path}");
            assert_eq!(split_last(path), path.rsplit_once("::"), "{path}");
        }
    }
}
