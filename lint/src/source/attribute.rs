// src/source/attribute.rs - What stands between the parentheses of an attribute

//! What stands between the parentheses of an attribute: `#[garde(length(chars, max = 80), skip)]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One argument of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name: `length`, `max`, `skip`.
    pub name: String,
    /// What stands behind its `=`, as tokens with a blank between them; strings without their quotes.
    pub value: Option<String>,
    /// What stands between its own parentheses.
    pub inner: Vec<Argument>,
}

impl Argument {
    /// The inner argument of a name.
    pub fn inner(&self, name: &str) -> Option<&Argument> {
        self.inner.iter().find(|inner| inner.name == name)
    }
}

/// The arguments of an attribute, from its text; none of one that has no parentheses.
pub fn arguments(attribute: &str) -> Vec<Argument> {
    if !attribute.starts_with('#') || !attribute.contains('(') {
        return Vec::new();
    }
    let found = attribute.parse::<TokenStream>().map(bracketed).unwrap_or_default();
    // Spans live in a map of this thread that only grows, and none is left.
    proc_macro2::extra::invalidate_current_thread_spans();
    found
}

fn bracketed(tokens: TokenStream) -> Vec<Argument> {
    // `#`, `!` perhaps, then the brackets.
    let Some(TokenTree::Group(brackets)) = tokens.into_iter().find(|token| matches!(token, TokenTree::Group(_))) else {
        return Vec::new();
    };
    let list = brackets.stream().into_iter().find_map(|token| match token {
        TokenTree::Group(list) if list.delimiter() == Delimiter::Parenthesis => Some(list.stream()),
        _ => None,
    });
    list.map(parts).unwrap_or_default()
}

fn parts(tokens: TokenStream) -> Vec<Argument> {
    let mut found = Vec::new();
    let mut part: Vec<TokenTree> = Vec::new();
    // A comma between angle brackets parts nothing.
    let mut depth = 0_i32;
    for token in tokens {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == '<' => depth += 1,
            TokenTree::Punct(mark) if mark.as_char() == '>' => depth -= 1,
            TokenTree::Punct(mark) if mark.as_char() == ',' && depth <= 0 => {
                found.extend(argument(&std::mem::take(&mut part)));
                continue;
            }
            _ => {}
        }
        part.push(token);
    }
    found.extend(argument(&part));
    found
}

fn argument(tokens: &[TokenTree]) -> Option<Argument> {
    let equals = tokens.iter().position(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '='));
    let (head, value) = match equals {
        Some(at) => (tokens.get(..at)?, Some(tokens.get(at + 1..)?.iter().map(text).collect::<Vec<_>>().join(" "))),
        None => (tokens, None),
    };
    let mut inner = Vec::new();
    let mut name = String::new();
    for token in head {
        match token {
            TokenTree::Group(list) => inner.extend(parts(list.stream())),
            other => name.push_str(&text(other)),
        }
    }
    (!head.is_empty()).then_some(Argument { name, value, inner })
}

fn text(token: &TokenTree) -> String {
    let text = token.to_string();
    let unquoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    unquoted.map_or_else(|| text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Argument, arguments};

    fn shown(arguments: &[Argument]) -> String {
        let one = |it: &Argument| {
            let value = it.value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
            let inner = if it.inner.is_empty() { String::new() } else { format!("({})", shown(&it.inner)) };
            format!("{}{inner}{value}", it.name)
        };
        arguments.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn arguments_are_taken_apart() {
        for (text, expected) in [
            ("#[garde(length(chars, min = 1, max = 80), skip)]", "length(chars min=1 max=80) skip"),
            ("#[sqlx(rename = \"job_type\", default)]", "rename=job_type default"),
            (
                "#[schema(value_type = Option<HashMap<A, B>>, maximum = 9)]",
                "value_type=Option < HashMap < A , B > > maximum=9",
            ),
            ("#[garde(range(min = -5, max = MAX), custom(f(self.a)))]", "range(min=- 5 max=MAX) custom(f(self.a))"),
            ("#[serde]", ""),
            ("#[doc = \"a\"]", ""),
            ("/// text", ""),
            ("#[a(", ""),
        ] {
            assert_eq!(shown(&arguments(text)), expected, "{text}");
        }
    }
}
