// tests/support/code.rs - A text as the things that a fix may not change

use std::io::Write;
use std::process::{Command, Stdio};

use quote::ToTokens;

use rulebook_lint::project::package::Edition;
use rulebook_lint::source::lexer::lex;

/// A text as the things that a fix may not change.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The tokens of all items but imports, in order, inline modules opened.
    pub items: Vec<String>,
    /// The tokens of all imports with the module they stand in, sorted.
    pub imports: Vec<String>,
    /// The texts of all comments, sorted.
    pub comments: Vec<String>,
}

impl Code {
    /// Takes a text apart.
    pub fn parse(text: &str) -> syn::Result<Self> {
        let lexed = lex(text);
        let mut comments: Vec<String> =
            lexed.comments.iter().filter_map(|comment| text.get(comment.span.range())).map(str::to_owned).collect();
        comments.sort();
        let file = syn::parse_file(text)?;
        let mut code = Self { items: Vec::new(), imports: Vec::new(), comments };
        code.items.extend(file.attrs.iter().map(|attribute| attribute.to_token_stream().to_string()));
        code.walk(&file.items, "");
        code.imports.sort();
        proc_macro2::extra::invalidate_current_thread_spans();
        Ok(code)
    }

    fn walk(&mut self, items: &[syn::Item], module: &str) {
        for item in items {
            match item {
                syn::Item::Use(import) => self.imports.push(format!("{module}: {}", import.to_token_stream())),
                syn::Item::Mod(inner) if inner.content.is_some() => {
                    let name = format!("{module}::{}", inner.ident);
                    self.items.push(name.clone());
                    self.items.extend(inner.attrs.iter().map(|attribute| attribute.to_token_stream().to_string()));
                    self.walk(inner.content.as_ref().map_or(&[], |(_, items)| items), &name);
                }
                other => self.items.push(other.to_token_stream().to_string()),
            }
        }
    }
}

/// Whether rustfmt has nothing to change. Reading standard input it always exits with 0, so what it prints decides.
pub fn is_rustfmt_clean(text: &str, edition: Edition) -> bool {
    let edition = match edition {
        Edition::E2015 => "2015",
        Edition::E2018 => "2018",
        Edition::E2021 => "2021",
        Edition::E2024 => "2024",
    };
    let mut child = Command::new("rustfmt")
        .args(["--check", "--edition", edition])
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("rustfmt starts");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).ok();
    child.wait_with_output().is_ok_and(|output| output.status.success() && output.stdout.is_empty())
}
