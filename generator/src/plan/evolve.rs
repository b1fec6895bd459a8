// src/plan/evolve.rs - How a resource that is there becomes the one that is asked for

//! How a resource that is there becomes the one that is asked for: which columns stay, come and go.
//!
//! Columns keep their order, and new ones come last: that is how a database adds them, and it keeps the diff small.

use crate::error::{Error, Result};
use crate::spec::{FieldSpec, Kind, Range, ResourceSpec};
use rulebook_conventions::names::ResourceNames;

/// What may be done, and how names change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Allowed {
    /// Whether values may be lost.
    pub(super) destructive: bool,
    /// Old and new names of fields that are renamed.
    pub(super) renames: Vec<(String, String)>,
}

/// A resource that becomes another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Evolution {
    pub(super) before: ResourceSpec,
    pub(super) after: ResourceSpec,
    /// What becomes of each column.
    pub(super) columns: Vec<Column>,
}

/// What becomes of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// Its values stay; its name and its constraints may change.
    Keep(Box<FieldSpec>, Box<FieldSpec>),
    /// It is new.
    Add(FieldSpec),
    /// It goes, with its values.
    Drop(FieldSpec),
}

impl Evolution {
    /// How `old` becomes `new`; nothing if they are the same.
    ///
    /// # Errors
    ///
    /// If the one can't become the other, or only by losing what is not to be lost.
    pub(super) fn of(old: &ResourceSpec, new: ResourceSpec, allowed: &Allowed) -> Result<Option<Self>> {
        let resource = || old.names.snake.clone();
        impossible(old, &new, allowed)?;
        let mut columns = Vec::new();
        let mut losses = losses(old, &new);
        let new_name = |field: &FieldSpec| {
            let renamed = allowed.renames.iter().find(|(from, _)| *from == field.name.name);
            renamed.map_or(field.name.name.clone(), |(_, to)| to.clone())
        };
        for field in &old.fields {
            match new.fields.iter().find(|other| other.name.name == new_name(field)) {
                Some(other) if keeps_values(field, other) => {
                    columns.push(Column::Keep(Box::new(field.clone()), Box::new(other.clone())))
                }
                Some(other) => {
                    losses.push(format!("`{}` would become `{}`, and lose its values", field.token(), other.token()));
                    columns.extend([Column::Drop(field.clone()), Column::Add(other.clone())]);
                }
                None => {
                    losses.push(format!("`{}` would be gone, with its values", field.token()));
                    columns.push(Column::Drop(field.clone()));
                }
            }
        }
        let is_there = |field: &FieldSpec| old.fields.iter().any(|other| new_name(other) == field.name.name);
        columns.extend(new.fields.iter().filter(|field| !is_there(field)).cloned().map(Column::Add));
        let without: Vec<String> = columns.iter().filter_map(Column::without_value).collect();
        if !without.is_empty() {
            return Err(Error::NoValue { resource: resource(), fields: without });
        }
        if !losses.is_empty() && !allowed.destructive {
            return Err(Error::Destructive { resource: resource(), losses });
        }
        let fields = columns.iter().filter_map(Column::after).cloned().collect();
        let after = ResourceSpec { fields, ..new };
        Ok((after != *old).then(|| Self { before: old.clone(), after, columns }))
    }

    /// Whether the table changes, and not what is made around it alone.
    pub(super) fn changes_table(&self) -> bool {
        self.columns.iter().any(|column| match column {
            Column::Keep(old, new) => as_column(old) != as_column(new),
            Column::Add(_) | Column::Drop(_) => true,
        })
    }

    /// The name of each column before and after.
    pub(super) fn names(&self) -> Vec<(Option<&str>, Option<&str>)> {
        self.columns
            .iter()
            .map(|column| match column {
                Column::Keep(old, new) => (Some(old.name.name.as_str()), Some(new.name.name.as_str())),
                Column::Add(new) => (None, Some(new.name.name.as_str())),
                Column::Drop(old) => (Some(old.name.name.as_str()), None),
            })
            .collect()
    }

    /// What the migration does, for its name: `add_note_to_jobs`.
    pub(super) fn slug(&self) -> String {
        let table = &self.after.names.table;
        let added: Vec<&str> = self.columns.iter().filter_map(Column::added).collect();
        let dropped: Vec<&str> = self.columns.iter().filter_map(Column::dropped).collect();
        let changed = self.columns.iter().any(|column| match column {
            Column::Keep(old, new) => as_column(old) != as_column(new),
            _ => false,
        });
        match (added.as_slice(), dropped.as_slice(), changed) {
            ([one], [], false) => format!("add_{one}_to_{table}"),
            ([], [one], false) => format!("drop_{one}_from_{table}"),
            _ => format!("change_{table}"),
        }
    }
}

impl Column {
    fn after(&self) -> Option<&FieldSpec> {
        match self {
            Self::Keep(_, field) => Some(field),
            Self::Add(field) => Some(field),
            Self::Drop(_) => None,
        }
    }

    fn added(&self) -> Option<&str> {
        if let Self::Add(field) = self { Some(&field.name.name) } else { None }
    }

    fn dropped(&self) -> Option<&str> {
        if let Self::Drop(field) = self { Some(&field.name.name) } else { None }
    }

    /// The field, if rows that are there could not get a value of it.
    fn without_value(&self) -> Option<String> {
        match self {
            Self::Add(field) if field.required() => Some(field.token()),
            Self::Keep(old, new) if old.null && !new.null && new.default.is_none() => Some(new.token()),
            _ => None,
        }
    }
}

/// What no migration can do for a person.
fn impossible(old: &ResourceSpec, new: &ResourceSpec, allowed: &Allowed) -> Result<()> {
    let mut differences = Vec::new();
    let plural = |names: &ResourceNames| names.plural.clone();
    if plural(&new.names) != plural(&old.names) {
        differences.push(format!("its plural is `{}`, not `{}`", plural(&old.names), plural(&new.names)));
    }
    let parent =
        |spec: &ResourceSpec| spec.parent().map(|(field, target)| (field.name.name.clone(), target.snake.clone()));
    let renamed = parent(old).map(|(field, target)| {
        let to = allowed.renames.iter().find(|(from, _)| *from == field).map(|(_, to)| to.clone());
        (to.unwrap_or(field), target)
    });
    if parent(new) != renamed {
        differences.push(match (renamed, parent(new)) {
            (Some((field, _)), _) => format!("its parent is `{field}`, which says who may see each row"),
            (None, Some((field, _))) => format!("`{field}` would be its parent, and its rows belong to their owners"),
            (None, None) => "its parent is another".to_owned(),
        });
    }
    if differences.is_empty() {
        return Ok(());
    }
    Err(Error::SpecDiffers { resource: old.names.snake.clone(), differences })
}

/// What would be gone besides columns.
fn losses(old: &ResourceSpec, new: &ResourceSpec) -> Vec<String> {
    let mut losses = Vec::new();
    let is_there = |name: &str| new.actions.iter().any(|action| action.name == name);
    let gone = old.actions.iter().filter(|action| !is_there(&action.name));
    losses.extend(gone.map(|action| format!("the action `{}` would be gone", action.name)));
    let gone = old.subs.iter().filter(|sub| !new.subs.contains(sub));
    losses.extend(gone.map(|sub| format!("`{sub}` could no longer be read by itself")));
    if old.analytics && !new.analytics {
        losses.push("its analytics would be gone".to_owned());
    }
    losses
}

/// Whether each value that a field can have now is one that it could have then.
fn keeps_values(old: &FieldSpec, new: &FieldSpec) -> bool {
    let same_kind = match (&old.kind, &new.kind) {
        (Kind::Enum(old), Kind::Enum(new)) => old.iter().all(|label| new.contains(label)),
        (Kind::Ref(old), Kind::Ref(new)) => old.snake == new.snake,
        (Kind::String, Kind::Text) | (Kind::I32, Kind::I64) => true,
        (old, new) => old == new,
    };
    let longest = |field: &FieldSpec| field.len.clone().or_else(|| crate::spec::value::default_len(&field.kind));
    let longer = match (longest(old), longest(new)) {
        (Some(old), Some(new)) => new.start() <= old.start() && new.end() >= old.end(),
        _ => true,
    };
    let nullable = !old.null || new.null || new.default.is_some();
    same_kind
        && longer
        && nullable
        && wider(old.range, new.range)
        && old.scale == new.scale
        && (old.unique || !new.unique)
}

/// Whether a range has all that another one had.
fn wider(old: Option<Range>, new: Option<Range>) -> bool {
    fn ends<T: PartialOrd>(old: (Option<T>, Option<T>), new: (Option<T>, Option<T>)) -> bool {
        let least = new.0.is_none_or(|new| old.0.is_some_and(|old| new <= old));
        let most = new.1.is_none_or(|new| old.1.is_some_and(|old| new >= old));
        least && most
    }
    match (old, new) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(Range::Int(a, b)), Some(Range::Int(c, d))) => ends((a, b), (c, d)),
        (Some(Range::Float(a, b)), Some(Range::Float(c, d))) => ends((a, b), (c, d)),
        (Some(Range::Decimal(a, b)), Some(Range::Decimal(c, d))) => ends((a, b), (c, d)),
        _ => false,
    }
}

/// What of a field its column has: all but what requests and answers alone know.
fn as_column(field: &FieldSpec) -> FieldSpec {
    FieldSpec { default: None, secret: false, ..field.clone() }
}
