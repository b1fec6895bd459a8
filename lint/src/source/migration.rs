// src/source/migration.rs - What a migration does to tables, as plain owned data

//! What a migration does to tables, as plain owned data: a part of the [facts](super::facts) of a file of SQL.
//!
//! Invariant: nothing here is of sqlparser. A statement that can't be read hides no other.

use bitcode::{Decode, Encode};
use memchr::memchr_iter;
use sqlparser::ast::{
    AlterColumnOperation, AlterTableOperation, ColumnDef, ColumnOption, CreateTable, DataType, Expr, Ident, ObjectName,
    ObjectType, RenameTableNameKind, Statement, TableConstraint,
};
use sqlparser::dialect::{Dialect, GenericDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Location;

use super::facts::Span;

/// What a migration does, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Migration {
    /// What it does to tables.
    pub changes: Vec<Change>,
    /// Whether a statement could not be read: what is missing may be in it.
    pub partial: bool,
}

/// A change of a table. Names are in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Change {
    /// A new table.
    Create {
        /// Its name.
        table: String,
        /// Where the name stands.
        span: Span,
        /// Whether a table of that name that is there stays.
        if_not_exists: bool,
        /// What it is made of, in order.
        parts: Vec<Part>,
    },
    /// A table has another name from now on.
    Rename {
        /// The name before.
        table: String,
        /// The name after.
        to: String,
    },
    /// A table is gone.
    Drop {
        /// Its name.
        table: String,
    },
    /// A table is changed.
    Alter {
        /// Its name.
        table: String,
        /// How.
        part: Part,
    },
}

/// A part of a table that comes, goes or changes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Part {
    /// A column comes.
    Column(Column),
    /// An index or a constraint comes that no two rows share: these columns.
    Key(Vec<String>),
    /// The primary key comes: its columns.
    PrimaryKey(Vec<String>),
    /// An index comes: its columns.
    Index(Vec<String>),
    /// A column refers to a table.
    Reference {
        /// The column.
        column: String,
        /// The table.
        table: String,
    },
    /// A column goes.
    DropColumn(String),
    /// A column has another name from now on: the one before, the one after.
    RenameColumn(String, String),
    /// Whether a column may be null.
    Nullable(String, bool),
    /// A column has another type: its name, the type.
    Type(String, String),
}

/// A column as a migration states it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Column {
    /// Its name, in lower case.
    pub name: String,
    /// Its type as it is written, in upper case: `VARCHAR(40)`.
    pub ty: String,
    /// Whether it may be null.
    pub nullable: bool,
    /// The table that it refers to.
    pub references: Option<String>,
    /// Where its name stands.
    pub span: Span,
}

/// What a migration at a path does.
pub(super) fn read(path: &str, text: &str) -> Migration {
    let mut migration = Migration::default();
    if is_down(path) {
        return migration;
    }
    let stated = dialect(folder(path));
    let others: [Box<dyn Dialect>; 3] =
        [Box::new(PostgreSqlDialect {}), Box::new(SQLiteDialect {}), Box::new(GenericDialect {})];
    let whole = std::iter::once(&stated).chain(&others).find_map(|dialect| Parser::parse_sql(&**dialect, text).ok());
    if let Some(statements) = whole {
        let source = Source { text, start: 0 };
        statements.iter().for_each(|statement| migration.add(source, statement));
        return migration;
    }
    let mut start = 0;
    for part in text.split_inclusive(";\n").filter(|part| !part.trim().is_empty()) {
        let source = Source { text: part, start };
        start += part.len();
        match others.iter().find_map(|dialect| Parser::parse_sql(&**dialect, part).ok()) {
            Some(statements) => statements.iter().for_each(|statement| migration.add(source, statement)),
            None => migration.partial |= speaks_of_tables(part),
        }
    }
    migration
}

/// Whether a migration goes back.
pub(crate) fn is_down(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "down.sql" || name.ends_with(".down.sql") || name.ends_with("_down.sql")
}

/// The folder of the migrations that one belongs to.
pub(crate) fn folder(path: &str) -> &str {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    // `migrations/20240101_jobs/up.sql` lies in a folder of its own.
    match path.ends_with("/up.sql") {
        true => folder.rsplit_once('/').map_or("", |(folder, _)| folder),
        false => folder,
    }
}

fn dialect(folder: &str) -> Box<dyn Dialect> {
    let folder = folder.to_ascii_lowercase();
    if folder.contains("postgres") || folder.contains("pg") {
        Box::new(PostgreSqlDialect {})
    } else if folder.contains("sqlite") {
        Box::new(SQLiteDialect {})
    } else {
        Box::new(GenericDialect {})
    }
}

/// The text that statements are read from.
#[derive(Clone, Copy)]
struct Source<'t> {
    text: &'t str,
    /// Where it begins in its file.
    start: usize,
}

impl Source<'_> {
    /// Where a name stands in the file. The parser counts lines and characters from 1.
    fn span(&self, name: &Ident) -> Span {
        let at = |place: Location| {
            let line = (place.line as usize).checked_sub(1)?;
            let breaks = || memchr_iter(b'\n', self.text.as_bytes());
            let before = match line.checked_sub(1) {
                Some(line) => breaks().nth(line).map_or(self.text.len(), |at| at + 1),
                None => 0,
            };
            let rest = self.text.get(before..)?;
            let column: usize = rest.chars().take((place.column as usize).checked_sub(1)?).map(char::len_utf8).sum();
            Some(self.start + before + column)
        };
        at(name.span.start).zip(at(name.span.end)).map_or(Span::default(), |(start, end)| Span::new(start, end))
    }
}

/// Whether a statement makes or changes a table, as far as its first words say.
fn speaks_of_tables(part: &str) -> bool {
    let lines = part.lines().filter(|line| !line.trim_start().starts_with("--"));
    let text = lines.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    text.contains("table")
}

impl Migration {
    fn add(&mut self, source: Source<'_>, statement: &Statement) {
        match statement {
            Statement::CreateTable(created) => self.create(source, created),
            Statement::AlterTable(altered) => {
                let table = last(&altered.name);
                for operation in &altered.operations {
                    self.alter(source, &table, operation);
                }
            }
            Statement::Drop { object_type: ObjectType::Table, names, .. } => {
                self.changes.extend(names.iter().map(|name| Change::Drop { table: last(name) }));
            }
            Statement::CreateIndex(index) => {
                let columns = columns(index.columns.iter().map(|column| &column.column.expr));
                // A partial one holds for some rows alone.
                let is_key = index.unique && index.predicate.is_none();
                let part = if is_key { Part::Key(columns) } else { Part::Index(columns) };
                self.changes.push(Change::Alter { table: last(&index.table_name), part });
            }
            _ => {}
        }
    }

    fn create(&mut self, source: Source<'_>, created: &CreateTable) {
        let name = created.name.0.last().and_then(|part| part.as_ident());
        let span = name.map(|name| source.span(name)).unwrap_or_default();
        // `CREATE TABLE .. AS SELECT ..` and `LIKE` have columns that are not seen.
        self.partial |= created.query.is_some() || created.columns.is_empty();
        let mut parts = Vec::new();
        for column in &created.columns {
            add_column(&mut parts, source, column);
        }
        for constraint in &created.constraints {
            add_constraint(&mut parts, constraint);
        }
        let (table, if_not_exists) = (last(&created.name), created.if_not_exists);
        self.changes.push(Change::Create { table, span, if_not_exists, parts });
    }

    fn alter(&mut self, source: Source<'_>, table: &str, operation: &AlterTableOperation) {
        let lower = |name: &Ident| name.value.to_lowercase();
        let mut parts = Vec::new();
        match operation {
            AlterTableOperation::RenameTable { table_name } => {
                let (RenameTableNameKind::As(to) | RenameTableNameKind::To(to)) = table_name;
                self.changes.push(Change::Rename { table: table.to_owned(), to: last(to) });
            }
            AlterTableOperation::AddColumn { column_def, .. } => add_column(&mut parts, source, column_def),
            AlterTableOperation::DropColumn { column_names, .. } => {
                parts.extend(column_names.iter().map(|column| Part::DropColumn(lower(column))));
            }
            AlterTableOperation::RenameColumn { old_column_name, new_column_name } => {
                parts.push(Part::RenameColumn(lower(old_column_name), lower(new_column_name)));
            }
            AlterTableOperation::AddConstraint { constraint, .. } => add_constraint(&mut parts, constraint),
            AlterTableOperation::AlterColumn { column_name, op } => {
                let column = lower(column_name);
                match op {
                    AlterColumnOperation::SetNotNull => parts.push(Part::Nullable(column, false)),
                    AlterColumnOperation::DropNotNull => parts.push(Part::Nullable(column, true)),
                    AlterColumnOperation::SetDataType { data_type, .. } => {
                        parts.push(Part::Type(column, written(data_type)));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        self.changes.extend(parts.into_iter().map(|part| Change::Alter { table: table.to_owned(), part }));
    }
}

fn add_column(parts: &mut Vec<Part>, source: Source<'_>, definition: &ColumnDef) {
    let name = definition.name.value.to_lowercase();
    let ty = written(&definition.data_type);
    // A `SERIAL` is never null.
    let mut nullable = !ty.contains("SERIAL");
    let mut references = None;
    let mut keys = Vec::new();
    for option in &definition.options {
        match &option.option {
            ColumnOption::NotNull => nullable = false,
            ColumnOption::PrimaryKey(_) => {
                nullable = false;
                keys.push(Part::Key(vec![name.clone()]));
            }
            ColumnOption::Unique(_) => keys.push(Part::Key(vec![name.clone()])),
            ColumnOption::ForeignKey(key) => references = Some(last(&key.foreign_table)),
            _ => {}
        }
    }
    parts.push(Part::Column(Column { name, ty, nullable, references, span: source.span(&definition.name) }));
    parts.extend(keys);
}

fn add_constraint(parts: &mut Vec<Part>, constraint: &TableConstraint) {
    match constraint {
        TableConstraint::PrimaryKey(key) => {
            parts.push(Part::PrimaryKey(columns(key.columns.iter().map(|column| &column.column.expr))));
        }
        TableConstraint::Unique(unique) => {
            parts.push(Part::Key(columns(unique.columns.iter().map(|column| &column.column.expr))));
        }
        TableConstraint::ForeignKey(key) => {
            let table = last(&key.foreign_table);
            let reference =
                |column: &Ident| Part::Reference { column: column.value.to_lowercase(), table: table.clone() };
            parts.extend(key.columns.iter().map(reference));
        }
        TableConstraint::Index(index) => {
            parts.push(Part::Index(columns(index.columns.iter().map(|column| &column.column.expr))));
        }
        _ => {}
    }
}

fn written(ty: &DataType) -> String {
    ty.to_string().to_uppercase()
}

fn columns<'e>(exprs: impl Iterator<Item = &'e Expr>) -> Vec<String> {
    exprs.filter_map(column_of).collect()
}

/// The last part of a name, in lower case: `jobs` of `public.jobs`.
fn last(name: &ObjectName) -> String {
    let part = name.0.last().and_then(|part| part.as_ident());
    part.map(|ident| ident.value.to_lowercase()).unwrap_or_default()
}

fn column_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Identifier(name) => Some(name.value.to_lowercase()),
        Expr::Nested(inner) | Expr::Collate { expr: inner, .. } => column_of(inner),
        // `lower(email)` serves who asks for `lower(email)`, which is compared as `email` is.
        Expr::Function(function) => {
            let text = function.args.to_string();
            Some(text.trim_matches(['(', ')', '"']).to_lowercase())
        }
        _ => None,
    }
}
