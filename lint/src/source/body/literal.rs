// src/source/body/literal.rs - Syntax of literals to expressions

use super::lower::Lowerer;
use super::{ExprId, ExprKind, Text, TextId};
use crate::source::facts::Span;

impl Lowerer<'_, '_> {
    pub(super) fn literal(&mut self, literal: &syn::Lit) -> ExprId {
        let span = self.span(literal.span());
        let kind = match literal {
            syn::Lit::Str(text) => {
                if let Some(plain) = self.plain_text(span) {
                    return plain;
                }
                let number = self.bodies.escaped.len() as u32;
                self.bodies.escaped.push(text.value().into());
                self.text(Text::Escaped(number))
            }
            syn::Lit::Bool(value) => ExprKind::Bool(value.value),
            syn::Lit::Int(_) => ExprKind::Integer,
            _ => ExprKind::Literal,
        };
        self.push(kind, span)
    }

    /// The literal at a span, if it is a string that means what stands there.
    pub(super) fn plain_text(&mut self, span: Span) -> Option<ExprId> {
        let (start, end) = plain(self.walker.facts.slice(span))?;
        let start_of = span.start as usize;
        let kind = self.text(Text::Plain(Span::new(start_of + start, start_of + end)));
        Some(self.push(kind, span))
    }

    fn text(&mut self, text: Text) -> ExprKind {
        ExprKind::Text(TextId(self.bodies.texts.push(text) as u32))
    }
}

/// Where the text of a string literal begins and ends, if it means what stands there.
fn plain(literal: &str) -> Option<(usize, usize)> {
    if !literal.starts_with(['"', 'r']) {
        return None;
    }
    let hashes = literal.strip_prefix('r').map(|rest| rest.len() - rest.trim_start_matches('#').len());
    let (start, end) = match hashes {
        Some(hashes) => (hashes + 2, literal.len().checked_sub(hashes + 1)?),
        None => (1, literal.len().checked_sub(1)?),
    };
    let text = literal.get(start..end)?;
    // A line break of a CRLF file is one character in a string.
    let means_itself = (hashes.is_some() || !text.contains('\\')) && !text.contains('\r');
    (literal.ends_with(['"', '#']) && means_itself).then_some((start, end))
}
