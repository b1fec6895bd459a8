// targets/comments.rs - The scanner of comments takes any text, and what it finds lies in it, in order

#![no_main]

use libfuzzer_sys::fuzz_target;
use rulebook_lint::source::lexer::lex;

fuzz_target!(|text: &str| {
    let mut end = 0;
    for comment in lex(text).comments {
        let range = comment.span.range();
        let written = text.get(range.clone()).expect("a comment is a part of the text");
        assert!(range.start >= end && written.starts_with('/'), "{written:?}");
        end = range.end;
    }
});
