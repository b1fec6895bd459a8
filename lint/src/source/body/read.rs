// src/source/body/read.rs - How bodies are read

use smallvec::SmallVec;

use super::{
    Arm, Bodies, Body, BodyId, BodyPath, Closure, ClosureId, Expr, ExprId, ExprKind, FieldPattern, FieldValue, ListId,
    Local, LocalId, MacroArgument, MacroCall, MacroCallId, MethodCall, MethodCallId, PathId, Pattern, PatternId,
    PatternKind, Statement, StatementKind, Text, TextId,
};
use crate::packed::Packed;
use crate::source::facts::{FileFacts, Span, TypeId};

impl Bodies {
    /// The bodies, in the order of their ends.
    pub fn iter(&self) -> impl Iterator<Item = (BodyId, &Body)> {
        self.bodies.iter().enumerate().map(|(at, body)| (BodyId(at as u32), body))
    }

    /// A body.
    ///
    /// # Panics
    /// Never for a number of these bodies; so with all that take a number.
    pub fn body(&self, id: BodyId) -> &Body {
        &self.bodies[id.index()]
    }

    /// An expression.
    pub fn expr(&self, id: ExprId) -> Expr {
        self.exprs.at(id.index())
    }

    /// What an expression is.
    pub fn kind(&self, id: ExprId) -> ExprKind {
        self.expr(id).kind
    }

    /// Every expression of a body, what stands in another before it.
    pub fn exprs(&self, body: &Body) -> impl Iterator<Item = (ExprId, Expr)> {
        let first = body.first as usize;
        let count = (body.value.index() + 1).saturating_sub(first);
        self.exprs.iter_from(first).take(count).enumerate().map(move |(at, expr)| (ExprId::new(first + at), expr))
    }

    /// A pattern.
    pub fn pattern(&self, id: PatternId) -> Pattern {
        self.patterns.at(id.index())
    }

    /// A path.
    pub fn path(&self, id: PathId) -> BodyPath {
        self.paths.at(id.index())
    }

    /// Every path, by number.
    pub fn paths(&self) -> &Packed<BodyPath> {
        &self.paths
    }

    /// A local variable.
    pub fn local(&self, id: LocalId) -> Local {
        self.locals.at(id.index())
    }

    /// A call of a method.
    pub fn method_call(&self, id: MethodCallId) -> MethodCall {
        self.method_calls.at(id.index())
    }

    /// A closure.
    pub fn closure(&self, id: ClosureId) -> Closure {
        self.closures.at(id.index())
    }

    /// A macro call.
    pub fn macro_call(&self, id: MacroCallId) -> MacroCall {
        self.macro_calls.at(id.index())
    }

    /// The expressions of a list: arguments, parts of a tuple or an array, what stands in [`ExprKind::Other`].
    pub fn list(&self, id: ListId) -> impl ExactSizeIterator<Item = ExprId> + '_ {
        self.numbers(id).map(|number| ExprId::new(number as usize))
    }

    /// The patterns of a list.
    pub fn pattern_list(&self, id: ListId) -> impl ExactSizeIterator<Item = PatternId> + '_ {
        self.numbers(id).map(PatternId)
    }

    /// The statements of a block.
    pub fn statements(&self, id: ListId) -> impl ExactSizeIterator<Item = Statement> {
        self.numbers(id).map(|number| self.statements.at(number as usize))
    }

    /// The arms of a `match`.
    pub fn arms(&self, id: ListId) -> impl ExactSizeIterator<Item = Arm> {
        self.numbers(id).map(|number| self.arms.at(number as usize))
    }

    /// The fields of a struct expression.
    pub fn fields(&self, id: ListId) -> impl ExactSizeIterator<Item = FieldValue> {
        self.numbers(id).map(|number| self.fields.at(number as usize))
    }

    /// The fields of a struct pattern.
    pub fn field_patterns(&self, id: ListId) -> impl ExactSizeIterator<Item = FieldPattern> {
        self.numbers(id).map(|number| self.field_patterns.at(number as usize))
    }

    /// The arguments of a macro call.
    pub fn arguments(&self, id: ListId) -> impl ExactSizeIterator<Item = MacroArgument> {
        self.numbers(id).map(|number| self.arguments.at(number as usize))
    }

    /// What a string says; `facts` are those that the bodies belong to.
    pub fn text<'f>(&'f self, id: TextId, facts: &'f FileFacts) -> &'f str {
        match self.texts.at(id.index()) {
            Text::Plain(span) => facts.slice(span),
            Text::Escaped(number) => self.escaped.get(number as usize).map(|text| &**text).unwrap_or_default(),
        }
    }

    /// Where a string stands that has no escape in it, without its quotes.
    pub(super) fn plain(&self, id: TextId) -> Option<Span> {
        match self.texts.at(id.index()) {
            Text::Plain(span) => Some(span),
            Text::Escaped(_) => None,
        }
    }

    /// What an expression says, if it is a string.
    pub fn as_text<'f>(&'f self, id: ExprId, facts: &'f FileFacts) -> Option<&'f str> {
        match self.kind(id) {
            ExprKind::Text(text) => Some(self.text(text, facts)),
            _ => None,
        }
    }

    /// The last name of a path.
    pub fn last_name<'f>(&self, path: PathId, facts: &'f FileFacts) -> &'f str {
        facts.last_name(self.path(path).path).unwrap_or_default()
    }

    /// The variables that a body binds by `let` to one value each, with that value.
    pub fn lets(&self, body: &Body) -> impl Iterator<Item = (LocalId, ExprId)> {
        let blocks = self.exprs(body).filter_map(|(_, expr)| match expr.kind {
            ExprKind::Block { statements, .. } => Some(self.statements(statements)),
            _ => None,
        });
        blocks.flatten().filter_map(|statement| self.let_of(&statement))
    }

    /// The variable that a statement binds to a value, and the value.
    pub fn let_of(&self, statement: &Statement) -> Option<(LocalId, ExprId)> {
        let StatementKind::Let { pattern, value: Some(value), .. } = statement.kind else { return None };
        let PatternKind::Local { local, .. } = self.pattern(pattern).kind else { return None };
        Some((local, value))
    }

    /// What a block gives: its last statement, if no semicolon ends it.
    pub fn tail(&self, statements: ListId) -> Option<ExprId> {
        match self.statements(statements).last()?.kind {
            StatementKind::Expr { value, semicolon: false } => Some(value),
            _ => None,
        }
    }

    /// The expressions that stand right in another, in the order in which they are written.
    pub fn children(&self, id: ExprId) -> Vec<ExprId> {
        let mut found = Vec::new();
        self.each_child(self.kind(id), &mut |child| found.push(child));
        found
    }

    /// How many expressions stand right in another.
    pub fn child_count(&self, id: ExprId) -> usize {
        let mut count = 0;
        self.each_child(self.kind(id), &mut |_| count += 1);
        count
    }

    /// Calls `visit` for an expression and for what stands in it, the outer ones first. What `visit` says no to is not
    /// looked into: a closure, a block that runs elsewhere.
    pub fn walk(&self, id: ExprId, visit: &mut dyn FnMut(ExprId, &Expr) -> bool) {
        // A chain of calls is as deep as it is long, so this does not recurse.
        let mut waiting: SmallVec<[ExprId; 32]> = SmallVec::from_slice(&[id]);
        while let Some(id) = waiting.pop() {
            let expr = self.expr(id);
            if visit(id, &expr) {
                let from = waiting.len();
                self.each_child(expr.kind, &mut |child| waiting.push(child));
                waiting[from..].reverse();
            }
        }
    }

    /// The variables that a pattern binds, in order.
    pub fn bindings(&self, id: PatternId) -> Vec<LocalId> {
        let mut found = Vec::new();
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let from = waiting.len();
            match self.pattern(id).kind {
                PatternKind::Local { local, inner } => {
                    found.push(local);
                    waiting.extend(inner.map(PatternId));
                }
                PatternKind::TupleStruct { parts, .. }
                | PatternKind::Tuple(parts)
                | PatternKind::Slice(parts)
                | PatternKind::Or(parts) => waiting.extend(self.pattern_list(parts)),
                PatternKind::Struct { fields, .. } => {
                    waiting.extend(self.field_patterns(fields).map(|field| field.pattern));
                }
                PatternKind::Reference(inner) => waiting.push(inner),
                PatternKind::Wild
                | PatternKind::Rest
                | PatternKind::Path(_)
                | PatternKind::Literal(_)
                | PatternKind::Other => {}
            }
            waiting[from..].reverse();
        }
        found
    }

    /// The types of a range of type nodes, each as the number of its outermost node.
    pub fn generics(&self, range: (u32, u32), facts: &FileFacts) -> Vec<TypeId> {
        facts.types_between(range.0, range.1).collect()
    }

    fn numbers(&self, id: ListId) -> impl ExactSizeIterator<Item = u32> + use<'_> {
        let mut numbers = self.lists.iter_from(id.index());
        let count = numbers.next().unwrap_or_default() as usize;
        numbers.take(count)
    }

    #[inline]
    fn each_child(&self, kind: ExprKind, visit: &mut impl FnMut(ExprId)) {
        match kind {
            ExprKind::Path(_)
            | ExprKind::Local(_)
            | ExprKind::SelfValue
            | ExprKind::Text(_)
            | ExprKind::Bool(_)
            | ExprKind::Integer
            | ExprKind::Literal
            | ExprKind::Continue => {}
            ExprKind::Call { function, arguments } => {
                visit(function);
                self.list(arguments).for_each(&mut *visit);
            }
            ExprKind::MethodCall(call) => {
                let call = self.method_call(call);
                visit(call.receiver);
                self.list(call.arguments).for_each(&mut *visit);
            }
            ExprKind::Field { base, .. } => visit(base),
            ExprKind::Struct { fields, rest, .. } => {
                self.fields(fields).map(|field| field.value).for_each(&mut *visit);
                rest.into_iter().for_each(&mut *visit);
            }
            ExprKind::Tuple(parts) | ExprKind::Array(parts) | ExprKind::Other(parts) => {
                self.list(parts).for_each(&mut *visit)
            }
            ExprKind::Block { statements, .. } => {
                for statement in self.statements(statements) {
                    match statement.kind {
                        StatementKind::Let { value, otherwise, .. } => {
                            value.into_iter().for_each(&mut *visit);
                            otherwise.into_iter().for_each(&mut *visit);
                        }
                        StatementKind::Expr { value, .. } => visit(value),
                    }
                }
            }
            ExprKind::If { condition, then, otherwise } => {
                visit(condition);
                visit(then);
                otherwise.into_iter().for_each(&mut *visit);
            }
            ExprKind::Match { value, arms } => {
                visit(value);
                for arm in self.arms(arms) {
                    arm.guard.into_iter().for_each(&mut *visit);
                    visit(arm.value);
                }
            }
            ExprKind::Closure(closure) => visit(self.closure(closure).value),
            ExprKind::Return(value) | ExprKind::Break(value) => value.into_iter().for_each(&mut *visit),
            ExprKind::Macro(call) => {
                let arguments = self.macro_call(call).arguments;
                self.arguments(arguments).map(|argument| argument.value).for_each(&mut *visit);
            }
            ExprKind::Let { value, .. }
            | ExprKind::Try(value)
            | ExprKind::Await(value)
            | ExprKind::Unary { value, .. }
            | ExprKind::Reference { value, .. }
            | ExprKind::Cast { value, .. }
            | ExprKind::Loop { body: value } => visit(value),
            ExprKind::Index { base: one, index: other }
            | ExprKind::Repeat { value: one, length: other }
            | ExprKind::While { condition: one, body: other }
            | ExprKind::For { iterated: one, body: other, .. }
            | ExprKind::Binary { left: one, right: other, .. }
            | ExprKind::Assign { left: one, right: other } => {
                visit(one);
                visit(other);
            }
            ExprKind::Range { from, to } => {
                from.into_iter().for_each(&mut *visit);
                to.into_iter().for_each(&mut *visit);
            }
        }
    }
}
