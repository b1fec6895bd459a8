// src/source/reference.rs - Imports, modules, inclusions and paths, as plain owned data

//! What a file names of other files: imports, modules, inclusions and paths, as plain owned data; a part of the
//! [facts](super::facts) of a file.

use bitcode::{Decode, Encode};

use super::facts::{ItemId, ScopeId, Span};
use crate::packed::{Numbers, Pack, Run, pack_struct, pack_words};

/// One `use` or `extern crate` item.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Import {
    /// The item it is; its span, attributes, visibility and scope are there.
    pub item: ItemId,
    /// Whether `use` or `extern crate`.
    pub kind: ImportKind,
    /// Whether the tree begins with `::`.
    pub absolute: bool,
    /// From `use` or `extern` to the `;`, without attributes and visibility.
    pub tree: Span,
    /// What it brings in, one for each name; read it through [`FileFacts::leaves`](super::facts::FileFacts::leaves). None
    /// for `use {};`.
    pub leaves: Run,
}

/// How an import is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum ImportKind {
    /// `use`
    Use,
    /// `extern crate`
    ExternCrate,
}

/// One name that an import brings in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportLeaf {
    /// The whole path from the start of the tree, braces taken apart; a last `self` is left out.
    pub path: PathRef,
    /// What binds it.
    pub binding: Binding,
    /// The leaf as it stands in the tree: its last name, with its rename.
    pub span: Span,
}

/// What a leaf of an import binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// The last segment's own name.
    Name,
    /// `{self}`: the module or type of that name only, no value and no macro.
    SelfName,
    /// `as name`
    Rename(Span),
    /// `as _`: nothing that could be named.
    Unnamed,
    /// `*`
    Glob,
}

/// One `mod` item.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct ModuleDecl {
    /// The item it is.
    pub item: ItemId,
    /// Its name.
    pub name: Span,
    /// The scope of its content, if that stands between braces here.
    pub inline: Option<ScopeId>,
    /// The files that `#[path = ".."]` names: one at most, but for `#[cfg_attr(.., path = "..")]`.
    pub paths: Vec<String>,
    /// Whether all of them stand in `cfg_attr`, so that the usual place counts too.
    pub paths_conditional: bool,
    /// Whether the file may be absent because a `cfg` stands before it.
    pub conditional: bool,
    /// Whether `#[macro_use]` stands before it.
    pub macro_use: bool,
}

/// One `include!`, `include_str!` or `include_bytes!`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Include {
    /// The scope it stands in.
    pub scope: ScopeId,
    /// Whether it stands at item level, so that the file's items join the scope.
    pub items: bool,
    /// The file, relative to the including one; none where it is computed.
    pub path: Option<String>,
    /// The whole call.
    pub span: Span,
}

/// A path: a range of [`FileFacts::segments`](super::facts::FileFacts::segments) and how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct PathRef {
    /// Index of the first segment.
    pub first: u32,
    /// Number of segments.
    pub count: u16,
    /// What stands before the first segment.
    pub start: PathStart,
}

/// How a path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub enum PathStart {
    /// With a name, `crate`, `self` or `super`.
    Relative,
    /// With `::`.
    Absolute,
    /// With `$crate`, which is the first segment too.
    DollarCrate,
}

/// A path that stands in the code, other than in an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The path. All of it stands from its first name to its last.
    pub path: PathRef,
    /// The scope that it is looked up in.
    pub scope: ScopeId,
    /// The item at module level that it stands in; none in an inner attribute of the file.
    pub owner: Option<ItemId>,
    /// What it is written as.
    pub site: Site,
    /// Whether it is compiled for tests only.
    pub test: bool,
}

/// Where a reference stands, which says what it can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Site {
    /// A type, a trait, or a prefix of one.
    Type,
    /// An expression or a pattern.
    Value,
    /// The name of a macro that is called.
    MacroName,
    /// An attribute or a derive.
    Attribute,
    /// Among the tokens of a macro call or of a `macro_rules!` body: it may be anything.
    Tokens,
}

pack_words!(PathStart { Relative, Absolute, DollarCrate });
pack_words!(Site { Type, Value, MacroName, Attribute, Tokens });
pack_struct!(PathRef { first: u32, count: u16, start: PathStart });
pack_struct!(Reference { path: PathRef, scope: ScopeId, owner: Option<ItemId>, site: Site, test: bool } usually [2, 1, 0, 0, 2, 1, 1]);
pack_struct!(ImportLeaf { path: PathRef, binding: Binding, span: Span } usually [2, 1, 0, 1, 0, 0, 2, 1]);

impl Pack for Binding {
    const NUMBERS: usize = 1 + Span::NUMBERS;

    fn put(&self, put: &mut impl FnMut(u32)) {
        let (what, name) = match self {
            Self::Name => (0, Span::default()),
            Self::SelfName => (1, Span::default()),
            Self::Rename(name) => (2, *name),
            Self::Unnamed => (3, Span::default()),
            Self::Glob => (4, Span::default()),
        };
        put(what);
        name.put(put);
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        let what = numbers.number();
        let name = Span::take(numbers);
        match what {
            0 => Self::Name,
            1 => Self::SelfName,
            2 => Self::Rename(name),
            3 => Self::Unnamed,
            _ => Self::Glob,
        }
    }
}
