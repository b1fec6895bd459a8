// src/plan/context/mod.rs - What a template is given

//! What a template is given.
//!
//! The contract between the generator and every template: names in all their forms, and of each field its type, its SQL,
//! its bounds and values to test it with. Whatever a template would have to compute is computed here, once.

mod actions;
mod change;
mod field;
mod literal;
mod others;
mod part;
mod samples;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::wiring::Line;
use crate::spec::{FieldSpec, Kind, ResourceSpec, user_spec};
use actions::{ActionContext, ParentContext, SubContext};
pub(crate) use change::ChangeContext;
pub(crate) use field::FieldContext;
pub(crate) use part::PartContext;
#[cfg(test)]
pub(crate) use part::VARIABLES;
use rulebook_conventions::case;
use rulebook_conventions::names::{MAX_BYTES, ResourceNames};
use rulebook_conventions::reserved;

/// What follows the resource's name in the names of the types that its templates make.
const MADE: [&str; 13] = [
    "Analytics",
    "AnalyticsQuery",
    "AnalyticsResponse",
    "AnalyticsService",
    "Changes",
    "CreateRequest",
    "Filter",
    "ListQuery",
    "ListResponse",
    "Response",
    "Service",
    "Sort",
    "UpdateRequest",
];

/// The column of who made a row.
const OWNER: &str = "user_id";

/// The prefix of the environment variables that an application reads its settings from.
const ENV_PREFIX: &str = "APP";

/// The project that the templates render into.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ProjectContext {
    name: String,
    crate_name: String,
    title: String,
    env_prefix: &'static str,
    /// Whether it is a member of a workspace: profiles belong to the root of that one. Only the templates of a project are
    /// told.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_workspace: Option<bool>,
    /// What is known of users besides what log-in needs. Only the templates of a project are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<UserContext>,
}

/// The fields of users that a project has added.
#[derive(Debug, Clone, Serialize)]
struct UserContext {
    fields: Vec<FieldContext>,
    #[serde(flatten)]
    has: BTreeMap<String, bool>,
}

impl ProjectContext {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            crate_name: name.replace('-', "_"),
            title: case::capitalized(&case::human(name)),
            env_prefix: ENV_PREFIX,
            in_workspace: None,
            user: None,
        }
    }

    /// The same, for the templates of a project.
    pub(crate) fn in_workspace(self, member: bool) -> Self {
        Self { in_workspace: Some(member), ..self }
    }

    /// The same, with what is known of users.
    pub(crate) fn with_users(self, fields: &[FieldSpec]) -> Self {
        let spec = user_spec(fields.to_vec());
        let enums = enum_types(&spec, &[]);
        let fields: Vec<FieldContext> = spec.fields.iter().map(|f| FieldContext::new(f, &spec, &enums)).collect();
        Self { user: Some(UserContext { has: has(&spec, &fields), fields }), ..self }
    }
}

/// A resource in all that templates say of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ResourceContext {
    #[serde(flatten)]
    names: Names,
    state_field: String,
    title: String,
    plural_title: String,
    /// The version of the migration that makes the table.
    version: String,
    fields: Vec<FieldContext>,
    /// The fields that a request has.
    writable: Vec<FieldContext>,
    /// Those of them that a new row must be given.
    required: Vec<FieldContext>,
    /// Those that a new row has a default for, or null.
    optional: Vec<FieldContext>,
    /// The fields that a response has.
    shown: Vec<FieldContext>,
    actions: Vec<ActionContext>,
    subs: Vec<SubContext>,
    parent: Option<ParentContext>,
    analytics: bool,
    /// How many rows a test makes side by side: three, fewer where unique fields have fewer values.
    rows: usize,
    owner: Owner,
    constraints: Constraints,
    #[serde(flatten)]
    has: BTreeMap<String, bool>,
}

/// The forms of a name that a resource and the target of a reference share.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Names {
    snake: String,
    plural: String,
    pascal: String,
    plural_pascal: String,
    kebab: String,
    path: String,
    words: String,
    words_plural: String,
    article: &'static str,
    /// Of its modules.
    file: String,
    table: String,
    table_sql: String,
    id: String,
    service: String,
}

#[derive(Debug, Clone, Serialize)]
struct Owner {
    /// Who made the row.
    column: &'static str,
    /// What says who may see the row, as SQL writes it: the owner, or the parent.
    scope: String,
}

/// Names of what the table has besides its fields.
#[derive(Debug, Clone, Serialize)]
struct Constraints {
    id_unique: String,
    owner_index: String,
    scope_index: String,
    created_index: String,
    owner_foreign: String,
}

impl ResourceContext {
    /// `taken` are the names of types that other resources have made; `version` is that of the migration.
    pub(crate) fn new(spec: &ResourceSpec, version: &str, taken: &[String]) -> Self {
        let names = &spec.names;
        let enums = enum_types(spec, taken);
        let scope = spec.parent().map_or(OWNER, |(field, _)| &field.name.name);
        let fields: Vec<FieldContext> =
            spec.fields.iter().map(|field| FieldContext::new(field, spec, &enums)).collect();
        let pick = |wanted: &dyn Fn(&FieldContext) -> bool| fields.iter().filter(|f| wanted(f)).cloned().collect();
        Self {
            state_field: state_field(names),
            title: names.title.clone(),
            plural_title: case::capitalized(&names.words_plural),
            version: version.to_owned(),
            writable: pick(&|field| field.writable),
            required: pick(&FieldContext::required),
            optional: pick(&|field| !field.required()),
            shown: pick(&|field| !field.secret),
            actions: actions::actions(spec, &fields),
            subs: actions::subs(spec, &fields),
            parent: actions::parent(spec, &fields),
            analytics: spec.analytics,
            rows: fields.iter().filter_map(FieldContext::rows).min().unwrap_or(3),
            owner: Owner { column: OWNER, scope: reserved::sql_ident(scope) },
            constraints: Constraints {
                id_unique: sql_name("uq", &names.table, &names.id),
                scope_index: sql_name("idx", &names.table, scope),
                created_index: sql_name("idx", &names.table, "created_at"),
                owner_foreign: sql_name("fk", &names.table, OWNER),
                owner_index: sql_name("idx", &names.table, OWNER),
            },
            has: has(spec, &fields),
            names: Names::of(names),
            fields,
        }
    }

    /// The field of this name.
    fn field(&self, name: Option<&str>) -> Option<FieldContext> {
        self.fields.iter().find(|field| Some(field.name()) == name).cloned()
    }

    /// The types that the resource makes: no resource after it can call an enum so.
    pub(crate) fn types(&self) -> Vec<String> {
        let pascal = &self.names.pascal;
        let enums = self.fields.iter().filter_map(FieldContext::enum_type).map(str::to_owned);
        let made = MADE.iter().map(|suffix| format!("{pascal}{suffix}"));
        enums.chain(made).chain([pascal.clone(), format!("New{pascal}")]).collect()
    }

    /// The name of the modules and files of the resource.
    pub(crate) fn file(&self) -> &str {
        &self.names.file
    }

    /// Its table, not quoted.
    pub(crate) fn table(&self) -> &str {
        &self.names.table
    }

    /// The version of the migration that makes the table.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Whether it has actions.
    pub(crate) fn has_actions(&self) -> bool {
        !self.actions.is_empty()
    }

    /// Whether its rows are counted.
    pub(crate) fn has_analytics(&self) -> bool {
        self.analytics
    }

    /// What is wired for it.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let Names { file, service, snake, pascal, .. } = &self.names;
        let mut lines = Line::of_routes(file, service, &self.state_field, format!("{}.", self.plural_title));
        if self.analytics {
            let (service, field) = (format!("{pascal}AnalyticsService"), format!("{snake}_analytics"));
            let description = format!("{} analytics.", self.title);
            lines.extend(Line::of_routes(&format!("{file}_analytics"), &service, &field, description));
        }
        lines
    }
}

impl Names {
    pub(crate) fn of(names: &ResourceNames) -> Self {
        Self {
            snake: names.snake.clone(),
            plural: names.plural.clone(),
            pascal: names.pascal.clone(),
            plural_pascal: names.plural_pascal.clone(),
            kebab: names.kebab.clone(),
            path: names.path.clone(),
            words: names.words.clone(),
            words_plural: names.words_plural.clone(),
            article: names.article,
            file: names.snake.clone(),
            table: names.table.clone(),
            table_sql: reserved::sql_ident(&names.table),
            id: names.id.clone(),
            service: format!("{}Service", names.pascal),
        }
    }
}

/// The name of an index or a constraint. One that is too long ends in a hash of all of it, so two long ones stay distinct.
pub(crate) fn sql_name(prefix: &str, table: &str, column: &str) -> String {
    let name = format!("{prefix}_{table}_{column}");
    if name.len() <= MAX_BYTES {
        return name;
    }
    let hash = format!("_{:016x}", fnv(&name));
    // Names that passed the gate are ASCII, so any index is a border of characters.
    let head = name.get(..MAX_BYTES - hash.len()).unwrap_or(&name).trim_end_matches('_');
    format!("{head}{hash}")
}

/// FNV-1a: a hash that is the same on every machine and in every version of Rust.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The fields that `AppState` has in a project without resources.
pub(crate) const STATE_FIELDS: [&str; 5] = ["attempts", "health", "server", "tokens", "users"];

/// The field of `AppState` that holds the service: the plural, unless the state has a field of that name for itself.
fn state_field(names: &ResourceNames) -> String {
    if STATE_FIELDS.contains(&names.plural.as_str()) || reserved::rust_keyword(&names.plural).is_some() {
        format!("{}_service", names.snake)
    } else {
        names.plural.clone()
    }
}

/// The type of each enum field, by the field's name.
///
/// `JobStatus`, unless another type is called so: one that the templates make for the resource, or one of `taken`.
fn enum_types(spec: &ResourceSpec, taken: &[String]) -> BTreeMap<String, String> {
    let pascal = &spec.names.pascal;
    let mut types = BTreeMap::new();
    for field in spec.fields.iter().filter(|field| matches!(field.kind, Kind::Enum(_))) {
        let mut name = format!("{pascal}{}", case::pascal(&field.name.name));
        let clashes = |name: &str| {
            taken.iter().any(|other| other == name)
                || MADE.iter().any(|made| name.strip_prefix(pascal.as_str()) == Some(made))
                || types.values().any(|other: &String| other == name)
        };
        while clashes(&name) {
            name.push_str("Kind");
        }
        types.insert(field.name.name.clone(), name);
    }
    types
}

/// What the resource has at all, so that a template can leave out what it would not use.
fn has(spec: &ResourceSpec, fields: &[FieldContext]) -> BTreeMap<String, bool> {
    let any = |predicate: &dyn Fn(&FieldContext) -> bool| fields.iter().any(predicate);
    let mut has: BTreeMap<String, bool> = Kind::WORDS
        .iter()
        .map(|word| (format!("has_{word}"), spec.fields.iter().any(|field| field.kind.word() == *word)))
        .collect();
    let others: [(&str, bool); 9] = [
        ("has_secret", any(&|field| field.secret)),
        ("has_unique", any(&|field| field.unique)),
        ("has_null", any(&|field| field.null)),
        ("has_default", any(&|field| field.has_default)),
        ("has_filter", any(&|field| field.filterable)),
        ("has_sort", any(&|field| field.sortable)),
        ("has_required", any(&FieldContext::required)),
        ("has_len", any(&|field| field.len.is_some())),
        ("has_range", any(&|field| field.range.is_some())),
    ];
    has.extend(others.map(|(name, value)| (name.to_owned(), value)));
    has
}
