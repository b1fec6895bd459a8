// src/rules/s10_async/session_flow.rs - The paths through a function on which a session is not committed

//! The paths through a function on which a session that is written to is not committed.
//!
//! The body is walked once, with the set of states that the session may be in at each point. `?` and an `Err` leave on a path that
//! fails, where a session is to be rolled back; what leaves otherwise succeeds. Loops are walked as often as their states
//! change. A session that is handed on by value is somebody else's.

use super::session::{lends, writes};
use crate::rules::code::Code;
use crate::source::body::{BlockKind, ExprId, ExprKind, LocalId, StatementKind};

/// A set of the states of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct States(u8);

impl States {
    /// It has not begun, or its block is over.
    const ABSENT: Self = Self(1);
    /// It has begun, and nothing was written.
    const CLEAN: Self = Self(2);
    /// Something was written.
    const WRITTEN: Self = Self(4);
    /// It was committed, rolled back, or given away.
    const DONE: Self = Self(8);

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Every state that one of these may become by a step.
    fn become_from(self, from: Self, to: Self) -> Self {
        if self.has(from) { self.without(from).with(to) } else { self }
    }
}

/// What walking a function came to.
pub(super) struct Flow<'c, 'm> {
    code: &'c Code<'m>,
    session: LocalId,
    /// Where it begins.
    begins: ExprId,
    /// The ends of paths that succeed with something written and not committed.
    pub(super) open: Vec<ExprId>,
    /// The writes, in order.
    pub(super) writes: Vec<ExprId>,
    breaks: Vec<States>,
}

/// Whether control goes on behind an expression.
#[derive(Clone, Copy)]
struct After {
    states: States,
    ends: bool,
}

impl<'c, 'm> Flow<'c, 'm> {
    /// Walks the function for a session that is bound to the value of `begins`.
    pub(super) fn of(code: &'c Code<'m>, session: LocalId, begins: ExprId) -> Self {
        let mut flow = Self { code, session, begins, open: Vec::new(), writes: Vec::new(), breaks: Vec::new() };
        let after = flow.walk(code.body.value, States::ABSENT);
        if !after.ends && after.states.has(States::WRITTEN) {
            flow.end(flow.last(code.body.value));
        }
        flow.open.dedup();
        flow
    }

    /// What a block ends with, for the place of a finding.
    fn last(&self, id: ExprId) -> ExprId {
        match self.code.bodies().kind(id) {
            ExprKind::Block { statements, .. } => match self.code.bodies().tail(statements) {
                Some(tail) => self.last(tail),
                None => self.writes.last().copied().unwrap_or(id),
            },
            _ => id,
        }
    }

    fn end(&mut self, at: ExprId) {
        if !self.open.contains(&at) {
            self.open.push(at);
        }
    }

    fn all(&mut self, ids: impl IntoIterator<Item = ExprId>, states: States) -> After {
        let mut after = After { states, ends: false };
        for id in ids {
            let next = self.walk(id, after.states);
            after = After { states: next.states, ends: after.ends || next.ends };
        }
        after
    }

    fn join(one: After, two: After) -> After {
        match (one.ends, two.ends) {
            (true, true) => After { states: one.states, ends: true },
            (true, false) => two,
            (false, true) => one,
            (false, false) => After { states: one.states.with(two.states), ends: false },
        }
    }

    fn walk(&mut self, id: ExprId, states: States) -> After {
        let bodies = self.code.bodies();
        let going = |states| After { states, ends: false };
        let mut after = match bodies.kind(id) {
            // What is written there runs on its own.
            ExprKind::Closure(closure) => {
                let mut given = false;
                bodies.walk(bodies.closure(closure).value, &mut |_, expr| {
                    given |= expr.kind == ExprKind::Local(self.session);
                    !given
                });
                going(if given {
                    states.become_from(States::CLEAN.with(States::WRITTEN), States::DONE)
                } else {
                    states
                })
            }
            ExprKind::Block { kind: BlockKind::Async, .. } => going(states),
            ExprKind::Block { statements, .. } => {
                let mut after = going(states);
                for statement in bodies.statements(statements).collect::<Vec<_>>() {
                    if after.ends {
                        break;
                    }
                    after = match statement.kind {
                        StatementKind::Let { value, otherwise, .. } => {
                            let bound = value.map_or(going(after.states), |value| self.walk(value, after.states));
                            if let Some(otherwise) = otherwise {
                                self.walk(otherwise, bound.states);
                            }
                            bound
                        }
                        StatementKind::Expr { value, .. } => self.walk(value, after.states),
                    };
                }
                after
            }
            ExprKind::If { condition, then, otherwise } => {
                let condition = self.walk(condition, states);
                let then = self.walk(then, condition.states);
                let otherwise = match otherwise {
                    Some(otherwise) => self.walk(otherwise, condition.states),
                    None => going(condition.states),
                };
                Self::join(then, otherwise)
            }
            ExprKind::Match { value, arms } => {
                let value = self.walk(value, states);
                let mut joined: Option<After> = None;
                for arm in bodies.arms(arms).collect::<Vec<_>>() {
                    let guard = arm.guard.map_or(value.states, |guard| self.walk(guard, value.states).states);
                    // `Err(e) => Err(e)?`, and arms of errors that give a value are judged as all others.
                    let arm = self.walk(arm.value, guard);
                    joined = Some(joined.map_or(arm, |known| Self::join(known, arm)));
                }
                joined.unwrap_or(value)
            }
            ExprKind::Loop { body } => self.repeat(None, body, states, true),
            ExprKind::While { condition, body } => self.repeat(Some(condition), body, states, false),
            ExprKind::For { iterated, body, .. } => {
                let iterated = self.walk(iterated, states);
                self.repeat(None, body, iterated.states, false)
            }
            ExprKind::Return(value) => {
                let after = value.map_or(going(states), |value| self.walk(value, states));
                let fails = value.is_some_and(|value| self.code.is_failure(value));
                if !fails && !after.ends && after.states.has(States::WRITTEN) {
                    self.end(id);
                }
                After { states: after.states, ends: true }
            }
            ExprKind::Break(value) => {
                let after = value.map_or(going(states), |value| self.walk(value, states));
                if let Some(breaks) = self.breaks.last_mut() {
                    *breaks = breaks.with(after.states);
                }
                After { states: after.states, ends: true }
            }
            ExprKind::Continue => After { states, ends: true },
            ExprKind::Call { arguments, .. } => self.call(id, bodies.list(arguments).collect(), None, states),
            ExprKind::MethodCall(call) => {
                let call = bodies.method_call(call);
                let arguments = bodies.list(call.arguments).collect();
                self.call(id, arguments, Some((call.receiver, self.code.facts.name(call.name))), states)
            }
            ExprKind::Struct { fields, .. } => {
                let values: Vec<ExprId> = bodies.fields(fields).map(|field| field.value).collect();
                self.given(values, states)
            }
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => self.given(bodies.list(parts).collect(), states),
            ExprKind::Assign { right, .. } => {
                let after = self.walk(right, states);
                let is_given = bodies.kind(right) == ExprKind::Local(self.session);
                going(if is_given {
                    after.states.become_from(States::CLEAN.with(States::WRITTEN), States::DONE)
                } else {
                    after.states
                })
            }
            _ => {
                let children = bodies.children(id);
                self.all(children, states)
            }
        };
        if self.code.is_failure(id) {
            after.ends = true;
        }
        if id == self.begins {
            after.states = States::CLEAN;
        }
        after
    }

    /// Values that are kept somewhere: a session among them is given away.
    fn given(&mut self, values: Vec<ExprId>, states: States) -> After {
        let is_given = values.iter().any(|value| self.code.bodies().kind(*value) == ExprKind::Local(self.session));
        let after = self.all(values, states);
        if is_given {
            return After {
                states: after.states.become_from(States::CLEAN.with(States::WRITTEN), States::DONE),
                ..after
            };
        }
        after
    }

    fn repeat(&mut self, condition: Option<ExprId>, body: ExprId, states: States, endless: bool) -> After {
        let mut at = states;
        self.breaks.push(States::default());
        loop {
            let before = condition.map_or(at, |condition| self.walk(condition, at).states);
            let after = self.walk(body, before);
            let next = if after.ends { at } else { at.with(after.states) };
            if next == at {
                break;
            }
            at = next;
        }
        let broken = self.breaks.pop().unwrap_or_default();
        let states = if endless { broken } else { at.with(broken) };
        After { states, ends: endless && states == States::default() }
    }

    fn call(&mut self, id: ExprId, arguments: Vec<ExprId>, method: Option<(ExprId, &str)>, states: States) -> After {
        let bodies = self.code.bodies();
        let session = ExprKind::Local(self.session);
        let lent = arguments.iter().any(|argument| lends(self.code, *argument, self.session));
        let on_session = method
            .is_some_and(|(receiver, _)| bodies.kind(receiver) == session || lends(self.code, receiver, self.session));
        let given = arguments.iter().any(|argument| bodies.kind(*argument) == session);
        let parts: Vec<ExprId> = method.map(|(receiver, _)| receiver).into_iter().chain(arguments).collect();
        let after = self.all(parts, states);
        let name = method.map_or("", |(_, name)| name);
        let ended = (on_session && ["commit", "rollback", "into_inner", "detach", "leak"].contains(&name)) || given;
        let states = if ended {
            after.states.become_from(States::CLEAN.with(States::WRITTEN), States::DONE)
        } else if (lent || on_session) && self.writes(id) {
            if !self.writes.contains(&id) {
                self.writes.push(id);
            }
            after.states.become_from(States::CLEAN, States::WRITTEN)
        } else {
            after.states
        };
        After { states, ends: after.ends }
    }

    /// Whether a call writes: it runs a statement that does, or is of a function that does.
    fn writes(&self, id: ExprId) -> bool {
        let model = self.code.model;
        let runs = model
            .queries
            .of(self.code.id)
            .any(|query| query.words.kind.writes() && query.runs.iter().any(|run| run.id == id));
        runs || model.calls.callee(model, self.code.id.load, id).is_some_and(|callee| writes(model, callee))
    }
}

/// The sessions that a function begins, each with the variable that holds it.
pub(super) fn sessions(code: &Code<'_>, begins: impl Fn(ExprId) -> bool) -> Vec<(LocalId, ExprId)> {
    code.bodies().lets(code.body).filter(|(_, value)| begins(*value)).collect()
}
