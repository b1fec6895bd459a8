// src/source/body/mod.rs - The bodies of functions as expressions, as plain owned data

//! The bodies of functions and the values of constants as expressions: a part of the [facts](super::facts) of a file.
//!
//! The form is smaller than Rust's syntax: parentheses are gone, a local variable is told from a path, the arguments of a
//! macro call are expressions where they read as such, and what no rule asks for is [`ExprKind::Other`] with what stands in
//! it. Invariants: nodes lie in one row a file and refer to each other by number; what stands in an expression comes before
//! it, so the expressions of a body are those from [`Body::first`] to [`Body::value`]. Nothing is evaluated here.

mod block;
mod chain;
mod literal;
mod lower;
mod macros;
mod pack;
mod pattern;
mod read;
mod room;
#[cfg(test)]
mod tests;

use std::num::NonZeroU32;

use bitcode::{Decode, Encode};

use super::facts::{ItemId, PathRef, ScopeId, Span, TypeId};
use crate::packed::Packed;
pub(super) use lower::{lower_function, lower_value};

/// Number of an expression in [`Bodies`]. An `Option` of it is not larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ExprId(NonZeroU32);

impl ExprId {
    fn new(index: usize) -> Self {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN))
    }

    /// As an index.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Numbers of other parts of [`Bodies`].
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

numbers! {
    /// Number of a body.
    BodyId,
    /// Number of a pattern.
    PatternId,
    /// Number of a path.
    PathId,
    /// Number of a local variable.
    LocalId,
    /// Number of a text.
    TextId,
    /// Number of a call of a method.
    MethodCallId,
    /// Number of a closure.
    ClosureId,
    /// Number of a macro call.
    MacroCallId,
    /// Where a list of numbers begins.
    ListId,
}

/// All bodies of a file. Read them through the methods: the fields are storage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Bodies {
    bodies: Vec<Body>,
    exprs: Packed<Expr>,
    patterns: Packed<Pattern>,
    paths: Packed<BodyPath>,
    locals: Packed<Local>,
    texts: Packed<Text>,
    /// What the strings mean that hold an escape.
    escaped: Vec<Box<str>>,
    statements: Packed<Statement>,
    arms: Packed<Arm>,
    fields: Packed<FieldValue>,
    field_patterns: Packed<FieldPattern>,
    method_calls: Packed<MethodCall>,
    closures: Packed<Closure>,
    macro_calls: Packed<MacroCall>,
    arguments: Packed<MacroArgument>,
    /// Lists of numbers, each behind its length.
    lists: Packed<u32>,
}

/// One body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Body {
    /// What it is the body of.
    pub owner: BodyOwner,
    /// The parameters, the receiver left out, as patterns in order.
    pub parameters: ListId,
    /// The number of the first expression that stands in it.
    pub first: u32,
    /// The whole: a block for a function.
    pub value: ExprId,
}

/// What a body is the body of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum BodyOwner {
    /// Number in [`FileFacts::functions`](super::facts::FileFacts::functions).
    Function(u32),
    /// A constant or a static.
    Item(ItemId),
    /// A constant of an `impl` block or a trait: the block or the trait, and the name.
    Associated(ItemId, Span),
}

/// An expression and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// All of it, parentheses around it left out.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the source that documents a variant names its fields")]
pub enum ExprKind {
    /// A path to an item, or a name that is bound nowhere in the body.
    Path(PathId),
    /// A variable or a parameter.
    Local(LocalId),
    /// `self`.
    SelfValue,
    /// A string.
    Text(TextId),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number, as it stands.
    Integer,
    /// Another literal: a number with a point, a character, bytes.
    Literal,
    /// `function(arguments)`.
    Call { function: ExprId, arguments: ListId },
    /// `receiver.name(arguments)`.
    MethodCall(MethodCallId),
    /// `base.name` or `base.0`.
    Field { base: ExprId, name: Span },
    /// `base[index]`.
    Index { base: ExprId, index: ExprId },
    /// `Path { fields, ..rest }`.
    Struct { path: PathId, fields: ListId, rest: Option<ExprId> },
    /// `(a, b)`.
    Tuple(ListId),
    /// `[a, b]`.
    Array(ListId),
    /// `[value; length]`.
    Repeat { value: ExprId, length: ExprId },
    /// A block. Its value is its last statement, if that has no semicolon.
    Block { statements: ListId, kind: BlockKind },
    /// `if condition { then } else { otherwise }`.
    If { condition: ExprId, then: ExprId, otherwise: Option<ExprId> },
    /// `let pattern = value` as a condition.
    Let { pattern: PatternId, value: ExprId },
    /// `match value { arms }`.
    Match { value: ExprId, arms: ListId },
    /// `loop { body }`.
    Loop { body: ExprId },
    /// `while condition { body }`.
    While { condition: ExprId, body: ExprId },
    /// `for pattern in iterated { body }`.
    For { pattern: PatternId, iterated: ExprId, body: ExprId },
    /// A closure.
    Closure(ClosureId),
    /// `return value`.
    Return(Option<ExprId>),
    /// `break value`.
    Break(Option<ExprId>),
    /// `continue`.
    Continue,
    /// `value?`.
    Try(ExprId),
    /// `value.await`.
    Await(ExprId),
    /// `-value`, `!value`, `*value`.
    Unary { operator: Unary, value: ExprId },
    /// `left operator right`, assigning operators included.
    Binary { operator: Binary, left: ExprId, right: ExprId },
    /// `left = right`.
    Assign { left: ExprId, right: ExprId },
    /// `&value` or `&mut value`.
    Reference { mutable: bool, value: ExprId },
    /// `value as Type`.
    Cast { value: ExprId, ty: TypeId },
    /// `from..to` or `from..=to`.
    Range { from: Option<ExprId>, to: Option<ExprId> },
    /// A macro call.
    Macro(MacroCallId),
    /// What has no form of its own; what stands in it.
    Other(ListId),
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// `{ .. }`, `unsafe { .. }`, `const { .. }`, with a label or without.
    Plain,
    /// `async { .. }` or `async move { .. }`: what it holds runs when it is awaited.
    Async,
}

/// An operator before a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unary {
    /// `-`
    Minus,
    /// `!`
    Not,
    /// `*`
    Dereference,
}

/// An operator between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binary {
    /// `+`
    Add,
    /// `-`, `*`, `/`, `%`, `&`, `|`, `^`, `<<`, `>>`
    Arithmetic,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`, `<=`, `>`, `>=`
    Compare,
    /// `+=`
    AddAssign,
    /// `-=` and its kin.
    ArithmeticAssign,
}

/// A statement of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// What it is.
    pub kind: StatementKind,
    /// The `#[cfg(..)]` before it, if one is there.
    pub cfg: Option<Span>,
}

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// `let pattern: ty = value else { otherwise };`
    Let {
        /// What is bound.
        pattern: PatternId,
        /// The type, if it is stated.
        ty: Option<TypeId>,
        /// The value, if there is one.
        value: Option<ExprId>,
        /// What is done where the pattern does not fit.
        otherwise: Option<ExprId>,
    },
    /// An expression, and whether a semicolon ends it.
    Expr {
        /// The expression.
        value: ExprId,
        /// Whether a `;` follows.
        semicolon: bool,
    },
}

/// An arm of a `match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arm {
    /// What has to fit.
    pub pattern: PatternId,
    /// What has to hold besides.
    pub guard: Option<ExprId>,
    /// What is done.
    pub value: ExprId,
    /// The `#[cfg(..)]` before it, if one is there.
    pub cfg: Option<Span>,
}

/// A field that is given a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldValue {
    /// Its name.
    pub name: Span,
    /// The value.
    pub value: ExprId,
}

/// A pattern and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    /// What it is.
    pub kind: PatternKind,
    /// All of it.
    pub span: Span,
}

/// What a pattern is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the source that documents a variant names its fields")]
pub enum PatternKind {
    /// `_`
    Wild,
    /// `..`
    Rest,
    /// A variable that is bound, and what has to fit besides: `name @ inner`.
    Local { local: LocalId, inner: Option<u32> },
    /// A path: a constant, a variant, a unit struct.
    Path(PathId),
    /// `Path(a, b)`.
    TupleStruct { path: PathId, parts: ListId },
    /// `Path { field: a, .. }`; a list of [`FieldPattern`].
    Struct { path: PathId, fields: ListId },
    /// `(a, b)`.
    Tuple(ListId),
    /// `[a, b]`.
    Slice(ListId),
    /// `a | b`.
    Or(ListId),
    /// `&inner`.
    Reference(PatternId),
    /// A literal or a range.
    Literal(ExprId),
    /// What has no form of its own.
    Other,
}

/// A field that a pattern takes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldPattern {
    /// Its name.
    pub name: Span,
    /// What its value has to fit.
    pub pattern: PatternId,
}

/// A path in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyPath {
    /// Its names.
    pub path: PathRef,
    /// From its first name, or the type in angle brackets before it, to its last name.
    pub span: Span,
    /// The scope that it is looked up in.
    pub scope: ScopeId,
    /// The types between its angle brackets: from the first to one past the last.
    pub generics: (u32, u32),
    /// Whether it begins with a type in angle brackets: `<T as Trait>::name`.
    pub qualified: bool,
}

/// A variable or a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// Its name, where it is bound.
    pub name: Span,
    /// Its type, if that is stated for it alone.
    pub ty: Option<TypeId>,
    /// Whether `mut` stands before it.
    pub mutable: bool,
}

/// A string: as it stands, where it holds no escape, else what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// What stands between the quotes.
    Plain(Span),
    /// The number of what the string means.
    Escaped(u32),
}

/// A call of a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodCall {
    /// What it is called on.
    pub receiver: ExprId,
    /// Its name.
    pub name: Span,
    /// The types between its angle brackets: from the first to one past the last.
    pub generics: (u32, u32),
    /// What it is given.
    pub arguments: ListId,
}

/// A closure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closure {
    /// Its parameters, as patterns.
    pub parameters: ListId,
    /// What it gives.
    pub value: ExprId,
    /// Whether it says `async`.
    pub asynchronous: bool,
}

/// A macro call in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MacroCall {
    /// Its name.
    pub path: PathId,
    /// What stands between its brackets, taken apart at its commas.
    pub arguments: ListId,
    /// What stands between its brackets, without them.
    pub tokens: Span,
}

/// One argument of a macro call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MacroArgument {
    /// What stands before its `=`, if it is named: `user_id` of `info!(user_id = %id, "..")`.
    pub name: Option<Span>,
    /// How it is given.
    pub form: ArgumentForm,
    /// Its value; [`ExprKind::Other`] where the tokens are no expression.
    pub value: ExprId,
}

/// How an argument of a macro call is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentForm {
    /// By itself.
    Plain,
    /// `%value`: by `Display`, in the macros of tracing.
    Display,
    /// `?value`: by `Debug`, in the macros of tracing.
    Debug,
    /// `{value}` in a string that stands among the arguments.
    Captured,
}
