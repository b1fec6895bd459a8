// src/source/body/pack.rs - What bodies are made of, as numbers

//! What bodies are made of, as numbers: so they are [packed](crate::packed).

use std::num::NonZeroU32;

use super::{
    ArgumentForm, Arm, Binary, BlockKind, BodyPath, Closure, ClosureId, Expr, ExprId, ExprKind, FieldPattern,
    FieldValue, ListId, Local, LocalId, MacroArgument, MacroCall, MacroCallId, MethodCall, MethodCallId, PathId,
    Pattern, PatternId, PatternKind, Statement, StatementKind, Text, TextId, Unary,
};
use crate::packed::{Numbers, Pack, pack_numbers, pack_struct, pack_words};
use crate::source::facts::{PathRef, ScopeId, Span, TypeId};

pack_numbers!(ListId, LocalId, PathId, PatternId);

pack_words!(ArgumentForm { Plain, Display, Debug, Captured });

pack_struct!(Arm { pattern: PatternId, guard: Option<ExprId>, value: ExprId, cfg: Option<Span> });
pack_struct!(FieldValue { name: Span, value: ExprId });
pack_struct!(FieldPattern { name: Span, pattern: PatternId });
pack_struct!(BodyPath { path: PathRef, span: Span, scope: ScopeId, generics: (u32, u32), qualified: bool } usually [2, 1, 0, 2, 1, 0, 2, 1, 0]);
pack_struct!(Local { name: Span, ty: Option<TypeId>, mutable: bool } usually [2, 1, 2, 1]);
pack_struct!(MethodCall { receiver: ExprId, name: Span, generics: (u32, u32), arguments: ListId } usually [2, 2, 1, 2, 1, 2]);
pack_struct!(Closure { parameters: ListId, value: ExprId, asynchronous: bool });
pack_struct!(MacroCall { path: PathId, arguments: ListId, tokens: Span } usually [2, 2, 2, 2]);
pack_struct!(MacroArgument { name: Option<Span>, form: ArgumentForm, value: ExprId } usually [2, 1, 1, 2]);

impl Pack for ExprId {
    const NUMBERS: usize = 1;

    fn put(&self, put: &mut impl FnMut(u32)) {
        put(self.0.get());
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        id(numbers.number())
    }
}

fn id(number: u32) -> ExprId {
    ExprId(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN))
}

/// An expression that may be absent, as a number.
fn number(id: Option<ExprId>) -> u32 {
    id.map_or(0, |id| id.0.get())
}

fn maybe(number: u32) -> Option<ExprId> {
    NonZeroU32::new(number).map(ExprId)
}

/// What it is and three numbers at most. The operators are a part of what it is.
impl Pack for Expr {
    const NUMBERS: usize = 6;
    const USUAL: &'static [usize] = &[1, 2, 2, 2, 2, 1];

    fn put(&self, put: &mut impl FnMut(u32)) {
        let Span { start, end } = self.span;
        let (what, [a, b, c]) = match self.kind {
            ExprKind::Path(path) => (0, [path.0, 0, 0]),
            ExprKind::Local(local) => (1, [local.0, 0, 0]),
            ExprKind::SelfValue => (2, [0; 3]),
            ExprKind::Text(text) => (3, [text.0, 0, 0]),
            ExprKind::Bool(false) => (4, [0; 3]),
            ExprKind::Bool(true) => (5, [0; 3]),
            ExprKind::Integer => (6, [0; 3]),
            ExprKind::Literal => (7, [0; 3]),
            ExprKind::Call { function, arguments } => (8, [function.0.get(), arguments.0, 0]),
            ExprKind::MethodCall(call) => (9, [call.0, 0, 0]),
            // The name is the last that stands in it.
            ExprKind::Field { base, name } => {
                (10, [base.0.get(), name.end.wrapping_sub(name.start), end.wrapping_sub(name.end)])
            }
            ExprKind::Index { base, index } => (11, [base.0.get(), index.0.get(), 0]),
            ExprKind::Struct { path, fields, rest } => (12, [path.0, fields.0, number(rest)]),
            ExprKind::Tuple(parts) => (13, [parts.0, 0, 0]),
            ExprKind::Array(parts) => (14, [parts.0, 0, 0]),
            ExprKind::Repeat { value, length } => (15, [value.0.get(), length.0.get(), 0]),
            ExprKind::Block { statements, kind: BlockKind::Plain } => (16, [statements.0, 0, 0]),
            ExprKind::Block { statements, kind: BlockKind::Async } => (17, [statements.0, 0, 0]),
            // What is done otherwise comes soon after the condition, and a body after what is iterated over.
            ExprKind::If { condition, then, otherwise } => {
                let after = number(otherwise).saturating_sub(condition.0.get());
                (18, [condition.0.get(), then.0.get(), after])
            }
            ExprKind::Let { pattern, value } => (19, [pattern.0, value.0.get(), 0]),
            ExprKind::Match { value, arms } => (20, [value.0.get(), arms.0, 0]),
            ExprKind::Loop { body } => (21, [body.0.get(), 0, 0]),
            ExprKind::While { condition, body } => (22, [condition.0.get(), body.0.get(), 0]),
            ExprKind::For { pattern, iterated, body } => {
                (23, [pattern.0, iterated.0.get(), body.0.get().wrapping_sub(iterated.0.get())])
            }
            ExprKind::Closure(closure) => (24, [closure.0, 0, 0]),
            ExprKind::Return(value) => (25, [number(value), 0, 0]),
            ExprKind::Break(value) => (26, [number(value), 0, 0]),
            ExprKind::Continue => (27, [0; 3]),
            ExprKind::Try(value) => (28, [value.0.get(), 0, 0]),
            ExprKind::Await(value) => (29, [value.0.get(), 0, 0]),
            ExprKind::Reference { mutable: false, value } => (30, [value.0.get(), 0, 0]),
            ExprKind::Reference { mutable: true, value } => (31, [value.0.get(), 0, 0]),
            ExprKind::Unary { operator: Unary::Minus, value } => (32, [value.0.get(), 0, 0]),
            ExprKind::Unary { operator: Unary::Not, value } => (33, [value.0.get(), 0, 0]),
            ExprKind::Unary { operator: Unary::Dereference, value } => (34, [value.0.get(), 0, 0]),
            ExprKind::Assign { left, right } => (35, [left.0.get(), right.0.get(), 0]),
            ExprKind::Cast { value, ty } => (36, [value.0.get(), ty.0, 0]),
            ExprKind::Range { from, to } => (37, [number(from), number(to), 0]),
            ExprKind::Macro(call) => (38, [call.0, 0, 0]),
            ExprKind::Other(parts) => (39, [parts.0, 0, 0]),
            ExprKind::Binary { operator, left, right } => (BINARY + operator as u32, [left.0.get(), right.0.get(), 0]),
        };
        [what, start, end.wrapping_sub(start), a, b, c].into_iter().for_each(put);
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        let what = numbers.number();
        let span = Span::take(numbers);
        let [a, b, c] = [numbers.number(), numbers.number(), numbers.number()];
        let kind = match what {
            0 => ExprKind::Path(PathId(a)),
            1 => ExprKind::Local(LocalId(a)),
            2 => ExprKind::SelfValue,
            3 => ExprKind::Text(TextId(a)),
            4 => ExprKind::Bool(false),
            5 => ExprKind::Bool(true),
            6 => ExprKind::Integer,
            7 => ExprKind::Literal,
            8 => ExprKind::Call { function: id(a), arguments: ListId(b) },
            9 => ExprKind::MethodCall(MethodCallId(a)),
            10 => {
                let end = span.end.wrapping_sub(c);
                ExprKind::Field { base: id(a), name: Span { start: end.wrapping_sub(b), end } }
            }
            11 => ExprKind::Index { base: id(a), index: id(b) },
            12 => ExprKind::Struct { path: PathId(a), fields: ListId(b), rest: maybe(c) },
            13 => ExprKind::Tuple(ListId(a)),
            14 => ExprKind::Array(ListId(a)),
            15 => ExprKind::Repeat { value: id(a), length: id(b) },
            16 => ExprKind::Block { statements: ListId(a), kind: BlockKind::Plain },
            17 => ExprKind::Block { statements: ListId(a), kind: BlockKind::Async },
            18 => {
                let otherwise = NonZeroU32::new(c).map(|after| id(a.wrapping_add(after.get())));
                ExprKind::If { condition: id(a), then: id(b), otherwise }
            }
            19 => ExprKind::Let { pattern: PatternId(a), value: id(b) },
            20 => ExprKind::Match { value: id(a), arms: ListId(b) },
            21 => ExprKind::Loop { body: id(a) },
            22 => ExprKind::While { condition: id(a), body: id(b) },
            23 => ExprKind::For { pattern: PatternId(a), iterated: id(b), body: id(b.wrapping_add(c)) },
            24 => ExprKind::Closure(ClosureId(a)),
            25 => ExprKind::Return(maybe(a)),
            26 => ExprKind::Break(maybe(a)),
            27 => ExprKind::Continue,
            28 => ExprKind::Try(id(a)),
            29 => ExprKind::Await(id(a)),
            30 => ExprKind::Reference { mutable: false, value: id(a) },
            31 => ExprKind::Reference { mutable: true, value: id(a) },
            32 => ExprKind::Unary { operator: Unary::Minus, value: id(a) },
            33 => ExprKind::Unary { operator: Unary::Not, value: id(a) },
            34 => ExprKind::Unary { operator: Unary::Dereference, value: id(a) },
            35 => ExprKind::Assign { left: id(a), right: id(b) },
            36 => ExprKind::Cast { value: id(a), ty: TypeId(b) },
            37 => ExprKind::Range { from: maybe(a), to: maybe(b) },
            38 => ExprKind::Macro(MacroCallId(a)),
            39 => ExprKind::Other(ListId(a)),
            what => ExprKind::Binary { operator: binary(what), left: id(a), right: id(b) },
        };
        Self { kind, span }
    }
}

/// The operators between two values follow all else.
const BINARY: u32 = 40;

fn binary(what: u32) -> Binary {
    match what - BINARY {
        0 => Binary::Add,
        1 => Binary::Arithmetic,
        2 => Binary::And,
        3 => Binary::Or,
        4 => Binary::Equal,
        5 => Binary::Unequal,
        6 => Binary::Compare,
        7 => Binary::AddAssign,
        _ => Binary::ArithmeticAssign,
    }
}

impl Pack for Pattern {
    const NUMBERS: usize = 5;
    const USUAL: &'static [usize] = &[1, 2, 1, 2, 2];

    fn put(&self, put: &mut impl FnMut(u32)) {
        let (what, [a, b]) = match self.kind {
            PatternKind::Wild => (0, [0; 2]),
            PatternKind::Rest => (1, [0; 2]),
            PatternKind::Local { local, inner } => (2, [local.0, inner.map_or(0, |inner| inner.wrapping_add(1))]),
            PatternKind::Path(path) => (3, [path.0, 0]),
            PatternKind::TupleStruct { path, parts } => (4, [path.0, parts.0]),
            PatternKind::Struct { path, fields } => (5, [path.0, fields.0]),
            PatternKind::Tuple(parts) => (6, [parts.0, 0]),
            PatternKind::Slice(parts) => (7, [parts.0, 0]),
            PatternKind::Or(parts) => (8, [parts.0, 0]),
            PatternKind::Reference(inner) => (9, [inner.0, 0]),
            PatternKind::Literal(value) => (10, [value.0.get(), 0]),
            PatternKind::Other => (11, [0; 2]),
        };
        put(what);
        self.span.put(put);
        [a, b].into_iter().for_each(put);
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        let what = numbers.number();
        let span = Span::take(numbers);
        let [a, b] = [numbers.number(), numbers.number()];
        let kind = match what {
            0 => PatternKind::Wild,
            1 => PatternKind::Rest,
            2 => PatternKind::Local { local: LocalId(a), inner: b.checked_sub(1) },
            3 => PatternKind::Path(PathId(a)),
            4 => PatternKind::TupleStruct { path: PathId(a), parts: ListId(b) },
            5 => PatternKind::Struct { path: PathId(a), fields: ListId(b) },
            6 => PatternKind::Tuple(ListId(a)),
            7 => PatternKind::Slice(ListId(a)),
            8 => PatternKind::Or(ListId(a)),
            9 => PatternKind::Reference(PatternId(a)),
            10 => PatternKind::Literal(id(a)),
            _ => PatternKind::Other,
        };
        Self { kind, span }
    }
}

impl Pack for Statement {
    const NUMBERS: usize = 5 + <Option<Span> as Pack>::NUMBERS;
    const USUAL: &'static [usize] = &[1, 2, 2, 2];

    fn put(&self, put: &mut impl FnMut(u32)) {
        match self.kind {
            StatementKind::Expr { value, semicolon } => {
                [semicolon.into(), 0, 0, value.0.get(), 0].into_iter().for_each(&mut *put);
            }
            StatementKind::Let { pattern, ty, value, otherwise } => {
                let ty = ty.map_or(0, |ty| ty.0.wrapping_add(1));
                [2, pattern.0, ty, number(value), number(otherwise)].into_iter().for_each(&mut *put);
            }
        }
        self.cfg.put(put);
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        let what = numbers.number();
        let pattern = PatternId::take(numbers);
        let ty = <Option<TypeId> as Pack>::take(numbers);
        let [value, otherwise] = [numbers.number(), numbers.number()];
        let kind = match what {
            2 => StatementKind::Let { pattern, ty, value: maybe(value), otherwise: maybe(otherwise) },
            semicolon => StatementKind::Expr { value: id(value), semicolon: semicolon != 0 },
        };
        Self { kind, cfg: Pack::take(numbers) }
    }
}

impl Pack for Text {
    const NUMBERS: usize = 3;
    const USUAL: &'static [usize] = &[0, 2, 2];

    fn put(&self, put: &mut impl FnMut(u32)) {
        let (plain, escaped) = match self {
            Self::Plain(span) => (*span, 0),
            Self::Escaped(number) => (Span::default(), number.wrapping_add(1)),
        };
        put(escaped);
        plain.put(put);
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        let escaped = numbers.number();
        let plain = Span::take(numbers);
        escaped.checked_sub(1).map_or(Self::Plain(plain), Self::Escaped)
    }
}
