// src/source/facts.rs - What one source file says, as plain owned data

//! What one source file says, as plain owned data.
//!
//! Invariants: nothing here is of syn or proc-macro2, everything can cross threads and be written to a cache. Names are
//! not copied out of the text: a [`Span`] stands for them, [`FileFacts::name`] reads them. Vectors are in source order.
//! A file that could not be read or parsed has [`FileFacts::failure`] and whatever the lexer saw; its syntax is empty.

use std::ops::Range;
use std::sync::Arc;

use bitcode::{Decode, Encode};
use smallvec::SmallVec;

use super::written::last_name;
use crate::packed::{Packed, Run, pack_numbers, pack_struct};

pub use super::body::Bodies;
pub use super::migration::Migration;
pub use super::reference::{
    Binding, Import, ImportKind, ImportLeaf, Include, ModuleDecl, PathRef, PathStart, Reference, Site,
};
pub use super::signature::{Alias, Documentation, Field, Function, Parameter, TypeId, TypeKind, TypeNode};

/// A byte range of a file's text, half the size of a `Range<usize>` and `Copy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of byte offsets; texts over 4 GB are refused before they come here.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// The same as a range, as findings and edits take it.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// From the start of this span to the end of `other`.
    pub fn to(self, other: Span) -> Self {
        Self { start: self.start, end: other.end }
    }

    /// What stands between the brackets that it begins and ends with.
    pub(super) fn between_brackets(self) -> Self {
        Self { start: self.start + 1, end: self.end.saturating_sub(1) }
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// What language a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Language {
    /// Rust: it has comments and syntax.
    Rust,
    /// A migration: text only.
    Sql,
}

/// Index into [`FileFacts::scopes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ScopeId(pub u32);

impl ScopeId {
    /// The file's outermost scope.
    pub const FILE: ScopeId = ScopeId(0);

    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Index into [`FileFacts::items`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ItemId(pub u32);

impl ItemId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

pack_numbers!(ItemId, ScopeId);

/// What every comment begins with that speaks to the linter.
pub const MARK: &str = "rulebook:";

/// The names of a path. Few have more than four.
pub type Segments = SmallVec<[Span; 4]>;

/// The facts of one file.
#[derive(Debug, Clone, Encode, Decode)]
pub struct FileFacts {
    /// The file, relative to the root of the run, with `/`.
    pub path: Arc<str>,
    /// The file, relative to its package's folder, with `/`.
    pub package_path: Arc<str>,
    /// The whole text, as it was read: byte order mark and line endings included. It is not kept with the facts: whoever
    /// reads them back knows the text that they are of.
    #[bitcode(skip)]
    pub text: Arc<str>,
    /// The language the file is written in.
    pub language: Language,
    /// Why there is no syntax, if there is none.
    pub failure: Option<Failure>,
    /// Whether the text has [`MARK`] somewhere: few have, and what they say to the linter is looked for in no other.
    pub marked: bool,
    /// Whether the text begins with a byte order mark (three bytes).
    pub byte_order_mark: bool,
    /// The `#!` line, without its line break.
    pub shebang: Option<Span>,
    /// Every comment.
    pub comments: Vec<Comment>,
    /// The scopes; the first is the file itself. A scope stands after its parent.
    pub scopes: Vec<Scope>,
    /// Every item at module level and in bodies, imports and `mod` lines included. Items of a scope are in order.
    pub items: Vec<Item>,
    /// The `use` and `extern crate` items.
    pub imports: Vec<Import>,
    /// The `mod` items.
    pub modules: Vec<ModuleDecl>,
    /// The `include!` calls and their kin.
    pub includes: Vec<Include>,
    /// Every path that may name an item of another place.
    pub references: Packed<Reference>,
    /// The functions, those of `impl` blocks and traits included.
    pub functions: Vec<Function>,
    /// What each `type` item stands for.
    pub aliases: Vec<Alias>,
    /// The fields of the structs, by item; read them through [`FileFacts::fields_of`].
    pub fields: Vec<Field>,
    /// The bodies of the functions, and the values of constants.
    pub bodies: Bodies,
    /// What a migration does to tables; none of Rust, and of what could not be read.
    pub migration: Option<Box<Migration>>,
    /// Storage of what imports bring in; read it through [`FileFacts::leaves`].
    pub leaves: Packed<ImportLeaf>,
    /// Storage of the attributes; read it through [`FileFacts::attributes`].
    pub attributes: Packed<Attribute>,
    /// Storage of the types that functions, aliases and fields state; read it through [`FileFacts::type_nodes`].
    pub types: Packed<TypeNode>,
    /// Storage of the paths' segments; read it through [`FileFacts::segments`].
    pub segments: Packed<Span>,
}

impl FileFacts {
    /// Facts of a file of which nothing is known yet but its text.
    pub fn new(path: Arc<str>, package_path: Arc<str>, text: Arc<str>, language: Language) -> Self {
        let whole = Span::new(0, text.len());
        Self {
            path,
            package_path,
            text,
            language,
            failure: None,
            marked: false,
            byte_order_mark: false,
            shebang: None,
            comments: Vec::new(),
            scopes: vec![Scope {
                parent: None,
                kind: ScopeKind::File,
                span: whole,
                inner_attributes: None,
                test: false,
            }],
            items: Vec::new(),
            imports: Vec::new(),
            modules: Vec::new(),
            includes: Vec::new(),
            references: Packed::default(),
            functions: Vec::new(),
            aliases: Vec::new(),
            fields: Vec::new(),
            bodies: Bodies::default(),
            migration: None,
            leaves: Packed::default(),
            attributes: Packed::default(),
            types: Packed::default(),
            segments: Packed::default(),
        }
    }

    /// The text at a span; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The name at a span: an identifier without its `r#`.
    pub fn name(&self, span: Span) -> &str {
        let text = self.slice(span);
        text.strip_prefix("r#").unwrap_or(text)
    }

    /// Where the names of a path stand, one after the other.
    pub fn spans(&self, path: PathRef) -> impl ExactSizeIterator<Item = Span> {
        self.segments.iter_from(path.first as usize).take(path.count.into())
    }

    /// The same all at once.
    pub fn segments(&self, path: PathRef) -> Segments {
        self.spans(path).collect()
    }

    /// The names of a path as they mean something: without `r#`.
    pub fn names(&self, path: PathRef) -> impl ExactSizeIterator<Item = &str> {
        self.spans(path).map(|name| self.name(name))
    }

    /// Where the first name of a path stands.
    pub fn first_segment(&self, path: PathRef) -> Option<Span> {
        self.segments.get(path.first as usize).filter(|_| path.count > 0)
    }

    /// Where the last name of a path stands.
    pub fn last_segment(&self, path: PathRef) -> Option<Span> {
        let last = usize::from(path.count).checked_sub(1)?;
        self.segments.get(path.first as usize + last)
    }

    /// The first name of a path.
    pub fn first_name(&self, path: PathRef) -> Option<&str> {
        self.first_segment(path).map(|first| self.name(first))
    }

    /// From the first name of a path to its last; nothing of a path without names.
    pub fn path_span(&self, path: PathRef) -> Span {
        match path.count {
            0 | 1 => self.first_segment(path).unwrap_or_default(),
            _ => self
                .first_segment(path)
                .zip(self.last_segment(path))
                .map_or(Span::default(), |(first, last)| first.to(last)),
        }
    }

    /// The last name of a path.
    pub fn last_name(&self, path: PathRef) -> Option<&str> {
        self.last_segment(path).map(|last| self.name(last))
    }

    /// The last name of the path that a type is: `Json` of `axum::Json<T>`.
    pub fn type_name(&self, id: TypeId) -> &str {
        let text = self.types.get(id.index()).map(|node| self.slice(node.span)).unwrap_or_default();
        last_name(text).trim()
    }

    /// The types that stand right in a type: its generic arguments, the parts of a tuple, what is referred to.
    pub fn inner_types(&self, id: TypeId) -> impl Iterator<Item = TypeId> {
        let end = self.types.get(id.index()).map_or(id.0, |node| node.end);
        self.types_between(id.0 + 1, end)
    }

    /// The types of a range of type nodes, without what stands in them.
    pub fn types_between(&self, start: u32, end: u32) -> impl Iterator<Item = TypeId> {
        let next = move |at: &TypeId| {
            let next = self.types.get(at.index()).map_or(end, |node| node.end.max(at.0 + 1));
            (next < end).then_some(TypeId(next))
        };
        std::iter::successors((start < end).then_some(TypeId(start)), next)
    }

    /// A type and everything that stands in it, in source order.
    pub fn type_nodes(&self, id: TypeId) -> impl Iterator<Item = (TypeId, TypeNode)> {
        let end = self.types.get(id.index()).map_or(id.0, |node| node.end);
        (id.0..end).map(TypeId).zip(self.types.iter_from(id.index()))
    }

    /// The attributes of an item, a function or a field.
    pub fn attributes(&self, attributes: Run) -> impl Iterator<Item = Attribute> {
        self.attributes.run(attributes)
    }

    /// What an import brings in.
    pub fn leaves(&self, import: &Import) -> impl ExactSizeIterator<Item = ImportLeaf> {
        self.leaves.run(import.leaves)
    }

    /// What doc comments among attributes say, a line each; `#[doc = ".."]` is none of them.
    pub fn documentation(&self, attributes: Run) -> impl Iterator<Item = &str> {
        let comments = self.attributes(attributes).filter(|attribute| attribute.path.is_empty());
        comments.flat_map(|comment| {
            let text = self.slice(comment.span);
            let block = text.strip_prefix("/**").and_then(|text| text.strip_suffix("*/"));
            let inner = block.or_else(|| text.strip_prefix("///")).unwrap_or(text);
            inner.lines().map(|line| without_stars(line.trim()).trim())
        })
    }

    /// The attribute of a name among others: `derive`, or the last name of a path such as `tokio::test`.
    pub fn attribute(&self, attributes: Run, name: &str) -> Option<Attribute> {
        self.attributes(attributes).find(|attribute| self.attribute_name(attribute) == name)
    }

    /// The last name of an attribute's path; nothing of a doc comment.
    pub fn attribute_name(&self, attribute: &Attribute) -> &str {
        // Doc comments are most of them.
        if attribute.path.is_empty() { "" } else { last_name(self.slice(attribute.path)).trim() }
    }

    /// The items of one scope, in order.
    pub fn items_of(&self, scope: ScopeId) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.scope == scope)
    }

    /// The fields of a struct, in order.
    pub fn fields_of(&self, item: ItemId) -> &[Field] {
        let from = self.fields.partition_point(|field| field.item < item);
        let rest = self.fields.get(from..).unwrap_or_default();
        let count = rest.partition_point(|field| field.item == item);
        rest.get(..count).unwrap_or_default()
    }

    /// What a `type` item stands for.
    pub fn alias(&self, item: ItemId) -> Option<TypeId> {
        self.aliases.iter().find(|alias| alias.item == item).map(|alias| alias.ty)
    }

    /// The item at module level that an item is or stands in.
    pub fn owner_of(&self, id: ItemId) -> Option<ItemId> {
        let is_block =
            |item: &Item| self.scopes.get(item.scope.index()).is_some_and(|scope| scope.kind == ScopeKind::Block);
        let inner = self.items.get(id.index())?;
        // Items are in order, each before what stands in it.
        let until = self.items.get(..=id.index())?;
        let owner = until.iter().rposition(|item| !is_block(item) && item.span.contains(inner.span))?;
        Some(ItemId(owner as u32))
    }

    /// The import that an item is, if it is one.
    pub fn import_of(&self, item: &Item) -> Option<&Import> {
        match item.kind {
            ItemKind::Import(index) => self.imports.get(index as usize),
            _ => None,
        }
    }
}

/// A line of a block comment without the stars that it begins with.
fn without_stars(mut line: &str) -> &str {
    while let Some(rest) = line.strip_prefix("* ") {
        line = rest;
    }
    line
}

/// Why a file has no syntax.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Failure {
    /// What the reader or the parser says.
    pub message: String,
    /// What the person can do.
    pub help: String,
    /// Where it stopped; empty at the start where there is no text.
    pub span: Span,
}

/// One comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Comment {
    /// From its first slash to its end, without the line break.
    pub span: Span,
    /// Whether `//` or `/*`.
    pub style: CommentStyle,
    /// Whether it documents, and what.
    pub doc: Doc,
    /// Whether nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// How a comment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum CommentStyle {
    /// `// ..`
    Line,
    /// `/* .. */`
    Block,
}

/// Whether a comment is documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Doc {
    /// A plain comment.
    None,
    /// `///` or `/**`: of what follows.
    Outer,
    /// `//!` or `/*!`: of what it stands in.
    Inner,
}

/// A place where names are looked up: a module or a body.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Scope {
    /// The scope it lies in; none for the file.
    pub parent: Option<ScopeId>,
    /// What opens it.
    pub kind: ScopeKind,
    /// What it covers: from the opening brace to the closing one, or the file.
    pub span: Span,
    /// From the first inner attribute or inner doc comment to the end of the last.
    pub inner_attributes: Option<Span>,
    /// Whether it is compiled for tests only.
    pub test: bool,
}

/// What opens a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum ScopeKind {
    /// The file.
    File,
    /// An inline module; its name.
    Module(Span),
    /// The tokens of a macro call at item level that read as items. Its names belong to the module around it.
    MacroCall,
    /// A block that holds items of its own: the body of a function, of a constant, of a closure.
    Block,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Item {
    /// Where it stands.
    pub scope: ScopeId,
    /// What it is.
    pub kind: ItemKind,
    /// Its name, if it has one of its own.
    pub name: Option<Span>,
    /// Who may name it.
    pub visibility: Visibility,
    /// The whole item, outer attributes and doc comments included.
    pub span: Span,
    /// Its outer attributes, doc comments included.
    pub attributes: Run,
    /// Whether it is compiled for tests only: `#[cfg(test)]`, `#[test]`, or in a scope that is.
    pub test: bool,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum ItemKind {
    /// A function.
    Fn,
    /// A struct; whether its name is a value too (a tuple struct or a unit).
    Struct {
        /// `struct A;` and `struct A(..);` are values, `struct A {..}` is not.
        value: bool,
    },
    /// An enum with the names of its variants.
    Enum {
        /// The names.
        variants: Vec<Span>,
    },
    /// A union.
    Union,
    /// A trait or a trait alias.
    Trait,
    /// `type A = ..;`
    TypeAlias,
    /// A constant.
    Const,
    /// A static.
    Static,
    /// `macro_rules!`.
    MacroRules {
        /// Whether it carries `#[macro_export]`.
        exported: bool,
    },
    /// An `impl` block; the path of the type it is for, where that is a path.
    Impl {
        /// The path of the self type.
        self_type: Option<PathRef>,
        /// The trait, if it is of one.
        of_trait: Option<TypeId>,
    },
    /// `use` or `extern crate`: index into [`FileFacts::imports`].
    Import(u32),
    /// `mod`: index into [`FileFacts::modules`].
    Module(u32),
    /// A call of a macro at item level.
    MacroCall,
    /// `extern "C" {}` and what the parser keeps as tokens.
    Other,
}

/// Who may name an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Visibility {
    /// `pub`.
    Public,
    /// `pub(crate)`.
    Crate,
    /// `pub(super)`.
    Super,
    /// `pub(in path)`.
    In(PathRef),
    /// Nothing written, or `pub(self)`.
    Private,
}

pack_struct!(Attribute { span: Span, path: Span } usually [2, 1, 2, 1]);

/// One outer attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// The whole attribute, `#[..]` or the doc comment.
    pub span: Span,
    /// Its path: `cfg`, `derive`, `tokio::test`; empty for a doc comment.
    pub path: Span,
}
