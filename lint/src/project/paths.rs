// src/project/paths.rs - Relative paths with `/`

//! Paths relative to the root of the run, with `/`, without `.` and `..`; the root itself is the empty path.

/// `relative` seen from `folder`; none if it leads out of the root or is absolute.
pub(crate) fn join(folder: &str, relative: &str) -> Option<String> {
    let relative = relative.replace('\\', "/");
    if relative.starts_with('/') || relative.get(1..2) == Some(":") {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder that a path lies in.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The rest of `path` below `folder`; none if it does not lie there.
pub(crate) fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix('/') }
}

/// `folder` and all folders above it, the root last.
pub(crate) fn upward(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| if folder.is_empty() { None } else { Some(parent(folder)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_stays_inside() {
        for (folder, relative, expected) in [
            ("", "a/b.rs", Some("a/b.rs")),
            ("a", "b.rs", Some("a/b.rs")),
            ("a/b", "../c.rs", Some("a/c.rs")),
            ("a", "./b//c", Some("a/b/c")),
            ("a", "..", Some("")),
            ("a", "../../b", None),
            ("a", "/b", None),
            ("a", "c:/b", None),
            ("a", "b\\c.rs", Some("a/b/c.rs")),
        ] {
            assert_eq!(join(folder, relative).as_deref(), expected, "{folder} {relative}");
        }
    }

    #[test]
    fn goes_upward_to_the_root() {
        assert_eq!(upward("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(upward("").collect::<Vec<_>>(), [""]);
        assert_eq!(below("a/b", "a"), Some("b"));
        assert_eq!(below("ab/b", "a"), None);
    }
}
