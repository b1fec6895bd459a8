// src/project/built_in.rs - Names that are known without an import

//! Names that are known without an import: those of the language and its prelude, and those of tools.

/// Names that need no declaration: a path that begins with one leads into the language.
const BUILT_IN: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "bool",
    "char",
    "drop",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// Whether a name needs no declaration.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.binary_search(&name).is_ok()
}

/// Attributes and macros of tools and of the language that are no path of a crate.
pub(super) const TOOLS: &[&str] = &["clippy", "rustfmt", "rustdoc", "miri", "diagnostic", "rust_analyzer"];

#[cfg(test)]
mod tests {
    #[test]
    fn names_that_need_no_declaration_are_in_order() {
        assert!(super::BUILT_IN.is_sorted());
    }
}
