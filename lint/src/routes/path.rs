// src/routes/path.rs - Paths of routes: how axum joins them, and what their segments are

//! Paths of routes: how axum joins them, and what their segments are.

/// A path below a prefix, as axum 0.7 and 0.8 nest it: `/` below `/a` is `/a`, below `/a/` it is `/a/`, and there is one
/// slash between the two.
pub fn nested(prefix: &str, path: &str) -> String {
    match (prefix.strip_suffix('/'), path) {
        (None, "/" | "") => prefix.to_owned(),
        (Some(_), "/" | "") => prefix.to_owned(),
        (Some(prefix), path) => format!("{prefix}{path}"),
        (None, path) => format!("{prefix}{path}"),
    }
}

/// A segment of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment<'p> {
    /// Text that stands for itself.
    Literal(&'p str),
    /// A parameter, by its name.
    Parameter(&'p str),
    /// What takes all that is left, by its name.
    Rest(&'p str),
    /// What is known only at run time.
    Unknown(&'p str),
}

/// The segments of a path as axum 0.8 reads it, or before 0.8 if `colon`.
pub fn segments(path: &str, colon: bool) -> impl Iterator<Item = Segment<'_>> {
    path.split('/').skip(usize::from(path.starts_with('/'))).map(move |text| segment(text, colon))
}

/// Whether what answers at two paths and at all below each can't be in one router: the paths are the same, or one has a
/// parameter where the other one's rest begins.
pub(super) fn clash_below(one: &str, other: &str) -> bool {
    let (one, other): (Vec<Segment<'_>>, Vec<Segment<'_>>) =
        (segments(one, false).collect(), segments(other, false).collect());
    let is_like = |(one, other): (&Segment<'_>, &Segment<'_>)| {
        one == other || matches!((one, other), (Segment::Parameter(_), Segment::Parameter(_)))
    };
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    short.iter().zip(long).all(is_like)
        && long.get(short.len()).is_none_or(|next| matches!(next, Segment::Parameter(_)))
}

fn segment(text: &str, colon: bool) -> Segment<'_> {
    if text.contains('<') && text.contains('>') {
        return Segment::Unknown(text);
    }
    if colon {
        return match (text.strip_prefix(':'), text.strip_prefix('*')) {
            (Some(name), _) => Segment::Parameter(name),
            (_, Some(name)) => Segment::Rest(name),
            _ => Segment::Literal(text),
        };
    }
    let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    match inner.filter(|inner| !inner.contains(['{', '}'])) {
        Some(inner) => inner.strip_prefix('*').map_or(Segment::Parameter(inner), Segment::Rest),
        None => Segment::Literal(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{Segment, nested, segments};

    #[test]
    fn prefixes_are_joined_as_axum_does() {
        for (prefix, path, expected) in [
            ("/a", "/", "/a"),
            ("/a/", "/", "/a/"),
            ("/a", "/b", "/a/b"),
            ("/a/", "/b", "/a/b"),
            ("/a", "/b/", "/a/b/"),
            ("/{id}", "/{*rest}", "/{id}/{*rest}"),
        ] {
            assert_eq!(nested(prefix, path), expected);
        }
    }

    #[test]
    fn segments_depend_on_the_version() {
        use Segment::{Literal, Parameter, Rest, Unknown};
        let all = |path, colon| segments(path, colon).collect::<Vec<_>>();
        assert_eq!(all("/a/{id}/{*rest}", false), [Literal("a"), Parameter("id"), Rest("rest")]);
        assert_eq!(all("/a/:id/*rest", true), [Literal("a"), Parameter("id"), Rest("rest")]);
        assert_eq!(all("/{id}/:x", true), [Literal("{id}"), Parameter("x")]);
        assert_eq!(all("/<prefix>/{id}.json/", false), [Unknown("<prefix>"), Literal("{id}.json"), Literal("")]);
        assert_eq!(all("/", false), [Literal("")]);
    }
}
