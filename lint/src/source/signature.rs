// src/source/signature.rs - Functions, aliases, fields and their types, as plain owned data

//! Functions, aliases, fields and their types, as plain owned data: a part of the [facts](super::facts) of a file.

use bitcode::{Decode, Encode};

use super::body::BodyId;
use super::facts::{ItemId, PathRef, ScopeId, Span, Visibility};
use crate::packed::{Numbers, Pack, Run, pack_numbers, pack_struct};

/// A function, free or of an `impl` block or a trait.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Function {
    /// The item that it is, or the `impl` block or trait that it stands in.
    pub item: ItemId,
    /// Its name.
    pub name: Span,
    /// Who may name it.
    pub visibility: Visibility,
    /// Whether it says `async`.
    pub asynchronous: bool,
    /// Whether it says `const`.
    pub constant: bool,
    /// Whether it takes `self`.
    pub receiver: bool,
    /// Whether it takes `self` and its body reads it and works nothing out.
    pub reads_self: bool,
    /// What it takes besides `self`.
    pub parameters: Vec<Parameter>,
    /// The traits that its own generic parameters are bound by.
    pub bounds: Vec<TypeId>,
    /// What it returns, if that is written.
    pub returns: Option<TypeId>,
    /// Whether it is compiled for tests only.
    pub test: bool,
    /// Its outer attributes, doc comments included.
    pub attributes: Run,
    /// Its body, if it has one.
    pub body: Option<BodyId>,
    /// What `#[utoipa::path(..)]` says of it, if it is there.
    pub documentation: Option<Box<Documentation>>,
}

/// What `#[utoipa::path(..)]` says of a handler.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Documentation {
    /// All of the attribute.
    pub span: Span,
    /// The methods, in lower case.
    pub methods: Vec<String>,
    /// The path; none where it is left out or no literal.
    pub path: Option<String>,
    /// What the path stands below, for the document alone.
    pub context_path: Option<String>,
    /// Whether it says what a caller must show.
    pub security: bool,
    /// Whether it describes a body.
    pub request_body: bool,
    /// The statuses among `responses(..)`, as they stand: `404`, `4XX`, `NOT_FOUND`, `default`.
    pub statuses: Vec<String>,
    /// Whether `responses(..)` names types, which say statuses of their own.
    pub answer_types: bool,
}

/// A parameter of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Parameter {
    /// Its name, unless it is taken apart by a pattern.
    pub name: Option<Span>,
    /// Its type.
    pub ty: TypeId,
}

/// What a `type` item stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Alias {
    /// The item.
    pub item: ItemId,
    /// What it stands for.
    pub ty: TypeId,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Field {
    /// The struct.
    pub item: ItemId,
    /// Its name, unless it has a number.
    pub name: Option<Span>,
    /// Its type.
    pub ty: TypeId,
    /// Its outer attributes, doc comments included.
    pub attributes: Run,
}

/// Index into [`FileFacts::types`](super::facts::FileFacts::types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct TypeId(pub u32);

impl TypeId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A type. What stands in it, such as generic arguments, follows it in the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeNode {
    /// What it is.
    pub kind: TypeKind,
    /// The names of its path, without generic arguments; empty for what is no path.
    pub span: Span,
    /// The scope that it is looked up in.
    pub scope: ScopeId,
    /// The number of the first node behind what stands in it.
    pub end: u32,
}

/// What a type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeKind {
    /// A path to a type, or to the trait of a bound.
    Path(PathRef),
    /// `Self`.
    SelfType,
    /// A reference, a tuple, a slice, a list of bounds, a generic parameter: it names nothing by itself.
    Other,
}

pack_numbers!(TypeId);
pack_struct!(TypeNode { kind: TypeKind, span: Span, scope: ScopeId, end: u32 } usually [1, 2, 1, 0, 2, 1, 0, 2]);

impl Pack for TypeKind {
    const NUMBERS: usize = 1 + PathRef::NUMBERS;

    fn put(&self, put: &mut impl FnMut(u32)) {
        let (what, path) = match self {
            Self::Path(path) => (0, Some(path)),
            Self::SelfType => (1, None),
            Self::Other => (2, None),
        };
        put(what);
        match path {
            Some(path) => path.put(put),
            None => (0..PathRef::NUMBERS).for_each(|_| put(0)),
        }
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        let what = numbers.number();
        let path = PathRef::take(numbers);
        match what {
            0 => Self::Path(path),
            1 => Self::SelfType,
            _ => Self::Other,
        }
    }
}
