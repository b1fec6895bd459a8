// src/source/attribute.rs - What stands between the parentheses of an attribute

//! What stands between the parentheses of an attribute: `#[garde(length(chars, max = 80), skip)]`.

use super::facts::Span;
use super::lexer::{self, Token, TokenKind};

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
    let tokens: Vec<Token> = lexer::tokens(attribute, Span::new(0, attribute.len())).collect();
    let reader = Reader { text: attribute, tokens: &tokens };
    // `#`, `!` perhaps, then the brackets.
    let list = || {
        let brackets = tokens.iter().position(|token| token.kind.opens())?;
        let inside = tokens.get(brackets + 1..lexer::closing(&tokens, brackets)?)?;
        let list = brackets + 1 + inside.iter().position(|token| token.kind == TokenKind::Mark(b'('))?;
        Some(reader.parts(list + 1, lexer::closing(&tokens, list)?))
    };
    list().unwrap_or_default()
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
}

impl Reader<'_> {
    /// Each token of some, a bracket with all that is in it as one: the number of the first and one past the last.
    fn trees(&self, from: usize, to: usize) -> impl Iterator<Item = (Token, usize, usize)> + '_ {
        let mut at = from;
        std::iter::from_fn(move || {
            let token = self.tokens.get(at).copied().filter(|_| at < to)?;
            let first = at;
            at = if token.kind.opens() { lexer::closing(self.tokens, at)? + 1 } else { at + 1 };
            Some((token, first, at))
        })
    }

    fn parts(&self, from: usize, to: usize) -> Vec<Argument> {
        let mut found = Vec::new();
        let mut first = from;
        // A comma between angle brackets parts nothing.
        let mut depth = 0_i32;
        for (token, at, next) in self.trees(from, to) {
            match token.kind {
                TokenKind::Mark(b'<') => depth += 1,
                TokenKind::Mark(b'>') => depth -= 1,
                TokenKind::Mark(b',') if depth <= 0 => {
                    found.extend(self.argument(first, at));
                    first = next;
                }
                _ => {}
            }
        }
        found.extend(self.argument(first, to));
        found
    }

    fn argument(&self, from: usize, to: usize) -> Option<Argument> {
        let equals = self.trees(from, to).find(|(token, ..)| token.kind == TokenKind::Mark(b'='));
        let (head, value) = match equals {
            Some((_, at, next)) => {
                let value: Vec<String> = self.trees(next, to).map(|(_, from, to)| self.written(from, to)).collect();
                (at, Some(value.join(" ")))
            }
            None => (to, None),
        };
        let mut inner = Vec::new();
        let mut name = String::new();
        for (token, at, next) in self.trees(from, head) {
            if token.kind.opens() {
                inner.extend(self.parts(at + 1, next - 1));
            } else {
                name.push_str(&self.written(at, next));
            }
        }
        (head > from).then_some(Argument { name, value, inner })
    }

    /// A token as it stands, or a bracket with all that is in it. Strings go without their quotes.
    fn written(&self, from: usize, to: usize) -> String {
        let tokens = self.tokens.get(from..to).unwrap_or_default();
        if let [token] = tokens {
            let text = self.text.get(token.span.range()).unwrap_or_default();
            let unquoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            return unquoted.unwrap_or(text).to_owned();
        }
        let mut text = String::new();
        let mut before: Option<Token> = None;
        for token in tokens {
            if before.is_some_and(|before| !is_joined(before, *token)) {
                text.push(' ');
            }
            text.push_str(self.text.get(token.span.range()).unwrap_or_default());
            before = Some(*token);
        }
        text
    }
}

/// Whether no blank goes between two tokens.
fn is_joined(before: Token, token: Token) -> bool {
    match (before.kind, token.kind) {
        (TokenKind::Mark(b'(' | b'['), _) | (_, TokenKind::Mark(b')' | b']')) => true,
        (TokenKind::Mark(_), TokenKind::Mark(_)) => before.span.end == token.span.start && !token.kind.opens(),
        _ => false,
    }
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
            ("#[a(b(c), d = [1, 2] , e = f(g::i, \n h))]", "b(c) d=[1 , 2] e=f (g :: i , h)"),
        ] {
            assert_eq!(shown(&arguments(text)), expected, "{text}");
        }
    }
}
