// src/plan/context/actions.rs - What a template is given of actions, of fields read by themselves, and of the parent

//! What a template is given of actions, of fields read by themselves, and of the parent.

use serde::Serialize;

use super::Names;
use super::field::FieldContext;
use crate::spec::{ActionSpec, Label, ResourceSpec};
use rulebook_conventions::case;

/// A transition in all that templates say of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ActionContext {
    /// `mark_done`: functions.
    name: String,
    /// `mark-done`: the segment of its path.
    kebab: String,
    /// `mark done`.
    words: String,
    /// `Mark done`.
    title: String,
    /// The field that it changes.
    field: FieldContext,
    from: Vec<Step>,
    to: Step,
}

#[derive(Debug, Clone, Serialize)]
struct Step {
    ident: String,
    label: String,
}

impl Step {
    fn of(label: &Label) -> Self {
        Self { ident: label.ident.clone(), label: label.text.clone() }
    }
}

/// What access to a row goes by, where the owner alone is not it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ParentContext {
    /// The reference.
    field: FieldContext,
    /// What it refers to.
    target: Names,
}

pub(super) fn actions(spec: &ResourceSpec, fields: &[FieldContext]) -> Vec<ActionContext> {
    spec.actions.iter().filter_map(|action| context(action, fields)).collect()
}

fn context(action: &ActionSpec, fields: &[FieldContext]) -> Option<ActionContext> {
    let field = fields.iter().find(|field| field.name() == action.field)?.clone();
    let words = case::human(&action.name);
    Some(ActionContext {
        name: action.name.clone(),
        kebab: case::kebab(&action.name),
        title: case::capitalized(&words),
        words,
        from: action.from.iter().map(Step::of).collect(),
        to: Step::of(&action.to),
        field,
    })
}

pub(super) fn parent(spec: &ResourceSpec, fields: &[FieldContext]) -> Option<ParentContext> {
    let (field, target) = spec.parent()?;
    let field = fields.iter().find(|context| context.name() == field.name.name)?.clone();
    Some(ParentContext { field, target: Names::of(target) })
}

/// The fields that can be read by themselves.
pub(super) fn subs(spec: &ResourceSpec, fields: &[FieldContext]) -> Vec<SubContext> {
    let context = |field: &FieldContext| SubContext { kebab: case::kebab(field.name()), field: field.clone() };
    spec.subs.iter().filter_map(|name| fields.iter().find(|field| field.name() == name)).map(context).collect()
}

/// A field that can be read by itself.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SubContext {
    /// The segment of its path.
    kebab: String,
    field: FieldContext,
}
