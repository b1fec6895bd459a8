// src/source/read.rs - The bytes of a file to its facts

//! The bytes of a file to its facts: decode, lex, check the depth, parse, walk once.

use std::str::FromStr;
use std::sync::Arc;

use proc_macro2::TokenStream;

use super::docs::Docs;
use super::facts::{Failure, FileFacts, Language, MARK, Span};
use super::lexer::{Lexed, lex};
use super::migration;
use super::offsets::Offsets;
use super::walk;

/// The deepest nesting that is parsed. Real code stays below some hundreds; [`STACK_SIZE`] is made for this.
pub const MAX_DEPTH: usize = 4_000;

/// The stack that a thread needs which calls [`read`]: syn and the walk recurse on nesting, in a debug build with
/// large frames. The memory is reserved and only what is used is ever touched.
pub const STACK_SIZE: usize = 512 * 1024 * 1024;

/// The largest file that is read.
const MAX_SIZE: usize = 64 * 1024 * 1024;

/// Reads a file. Whatever is wrong with it is in [`FileFacts::failure`].
///
/// `bytes` is what the file system said. A thread that calls this must have a stack of [`STACK_SIZE`].
pub fn read(bytes: std::io::Result<Vec<u8>>, path: Arc<str>, package_path: Arc<str>, language: Language) -> FileFacts {
    let mut facts = read_text(Text::decode(bytes), path, package_path, language);
    facts.close();
    facts
}

/// As [`read`], of a text that was decoded already. What is kept of it is to be [closed](FileFacts::close) first.
pub(crate) fn read_text(text: Text, path: Arc<str>, package_path: Arc<str>, language: Language) -> FileFacts {
    let Text { text, failure } = text;
    let mut facts = FileFacts::new(path, package_path, text, language);
    facts.failure = failure;
    facts.marked = facts.text.contains(MARK);
    match language {
        Language::Rust if facts.failure.is_none() => {
            facts.make_room();
            read_rust(&mut facts);
        }
        Language::Rust => {}
        Language::Sql => facts.migration = Some(Box::new(migration::read(&facts.path, &facts.text))),
    }
    facts
}

/// What a file says.
#[derive(Debug)]
pub(crate) struct Text {
    /// The text, or the part of it that can be shown.
    pub(crate) text: Arc<str>,
    /// Why it is not to be judged.
    pub(crate) failure: Option<Failure>,
}

impl Text {
    /// The text in the bytes of a file.
    pub(crate) fn decode(bytes: std::io::Result<Vec<u8>>) -> Self {
        match decode(bytes) {
            Ok(text) => Self { text: text.into(), failure: None },
            Err((text, failure)) => Self { text: text.into(), failure: Some(failure) },
        }
    }
}

fn read_rust(facts: &mut FileFacts) {
    let text = Arc::clone(&facts.text);
    let Lexed { byte_order_mark, shebang, comments, doc_lines, depth } = lex(&text);
    facts.byte_order_mark = byte_order_mark;
    facts.shebang = shebang;
    facts.comments = comments;
    if depth > MAX_DEPTH {
        facts.failure = Some(Failure {
            message: format!(
                "the file is not judged: it is nested too deeply ({depth} levels, {MAX_DEPTH} are parsed)"
            ),
            help: "Split the nested expression, or leave the file out with `exclude` in rulebook.toml.".to_owned(),
            span: Span::default(),
        });
        return;
    }
    let base = shebang.map_or(if byte_order_mark { 3 } else { 0 }, |shebang| shebang.end as usize);
    let short = Docs::shorten(&text, &facts.comments, &doc_lines);
    let short = short.and_then(|(short, docs)| Some((parse(short.get(base..)?).ok()?, short, docs)));
    match short {
        Some((file, short, docs)) => walk::file(&file, &Offsets::new(&text, &short, base), &docs, facts),
        // What is wrong with it is said of the text as it is.
        None => match parse(text.get(base..).unwrap_or_default()) {
            Ok(file) => walk::file(&file, &Offsets::new(&text, &text, base), &Docs::default(), facts),
            Err(error) => {
                let range = error.span().byte_range();
                facts.failure = Some(Failure {
                    message: format!("the file is not judged: it does not parse: {error}"),
                    help: "Mend the syntax; `cargo check` shows the compiler's view of it.".to_owned(),
                    span: Span::new((range.start + base).min(text.len()), (range.end + base).min(text.len())),
                });
            }
        },
    }
    // Spans live in a map of this thread that only grows; all that matter are ranges by now.
    proc_macro2::extra::invalidate_current_thread_spans();
}

fn parse(text: &str) -> syn::Result<syn::File> {
    TokenStream::from_str(text).map_err(syn::Error::from).and_then(syn::parse2)
}

/// The text of a file, or the part of it that can be shown and why that is all.
fn decode(bytes: std::io::Result<Vec<u8>>) -> Result<String, (String, Failure)> {
    let failure = |message: String, help: &str, span| Failure { message, help: help.to_owned(), span };
    let bytes = bytes.map_err(|error| {
        let help = "Give the linter the right to read it, or leave it out with `exclude` in rulebook.toml.";
        (String::new(), failure(format!("the file is not judged: it can't be read: {error}"), help, Span::default()))
    })?;
    if bytes.len() > MAX_SIZE {
        let message = format!("the file is not judged: it is {} MB large", bytes.len() / (1024 * 1024));
        let help = "Leave generated data out with `exclude` in rulebook.toml.";
        return Err((String::new(), failure(message, help, Span::default())));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default()).into_owned();
        let message = format!("the file is not judged: it is not UTF-8 from byte {valid} on");
        (text, failure(message, "Save the file as UTF-8, as rustc wants it.", Span::new(valid, valid)))
    })
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
