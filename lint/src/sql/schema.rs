// src/sql/schema.rs - The tables that migrations make

//! The tables that migrations make, each database by itself: in the order of the files' names, down migrations left out.

use std::collections::BTreeMap;

use sqlparser::ast::{
    AlterTableOperation, ColumnDef, ColumnOption, CreateTable, DataType, Expr, Ident, ObjectName, ObjectType,
    Statement, TableConstraint,
};
use sqlparser::dialect::{Dialect, GenericDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Location;

use crate::project::model::{FileId, Model};
use crate::project::package::PackageId;
use crate::source::facts::{Language, Span};

/// The tables of the databases of a project.
#[derive(Debug, Default)]
pub struct Schema {
    /// One a folder of migrations, by package and path.
    pub databases: Vec<Database>,
}

/// What the migrations of one folder come to.
#[derive(Debug)]
pub struct Database {
    /// The package whose folder it is.
    pub package: PackageId,
    /// The folder, from the root of the run.
    pub folder: String,
    /// The tables, by name in lower case.
    pub tables: BTreeMap<String, Table>,
    /// Whether a statement could not be read: what is missing may be in it.
    pub partial: bool,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// The file that creates it.
    pub file: FileId,
    /// Its name there.
    pub span: Span,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// The columns of each index and unique constraint, the primary key included, in order.
    pub indexes: Vec<Vec<String>>,
    /// Those of them that no two rows share.
    pub keys: Vec<Vec<String>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name, in lower case.
    pub name: String,
    /// Its type as it is written, in upper case: `VARCHAR(40)`.
    pub ty: String,
    /// Whether it may be null.
    pub nullable: bool,
    /// The table that it refers to.
    pub references: Option<String>,
    /// The file that adds it.
    pub file: FileId,
    /// Its name there.
    pub span: Span,
}

impl Table {
    /// A column by its name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether no two rows share the values of these columns.
    pub fn is_key(&self, columns: &[String]) -> bool {
        self.keys.iter().any(|key| key == columns)
    }

    /// Adds an index that no two rows share.
    fn add_key(&mut self, columns: Vec<String>) {
        self.indexes.push(columns.clone());
        self.keys.push(columns);
    }

    /// Whether an index begins with a column.
    pub fn is_indexed(&self, column: &str) -> bool {
        self.indexes.iter().any(|columns| columns.first().is_some_and(|first| first == column))
    }
}

impl Schema {
    /// Reads the migrations of a model.
    pub(crate) fn of(model: &Model) -> Self {
        let mut folders: BTreeMap<(PackageId, String), Vec<FileId>> = BTreeMap::new();
        for (at, file) in model.files.iter().enumerate() {
            let path = &*file.facts.path;
            if file.facts.language != Language::Sql || is_down(path) {
                continue;
            }
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            // `migrations/20240101_jobs/up.sql` lies in a folder of its own.
            let folder = match path.ends_with("/up.sql") {
                true => folder.rsplit_once('/').map_or("", |(folder, _)| folder),
                false => folder,
            };
            folders.entry((file.package, folder.to_owned())).or_default().push(FileId(at as u32));
        }
        let databases = folders.into_iter().map(|((package, folder), files)| database(model, package, folder, &files));
        Self { databases: databases.filter(|database| !database.tables.is_empty()).collect() }
    }

    /// The databases of a package.
    pub fn of_package(&self, package: PackageId) -> impl Iterator<Item = &Database> {
        self.databases.iter().filter(move |database| database.package == package)
    }

    /// The first database of a package that has a table, and the table.
    pub fn table(&self, package: PackageId, name: &str) -> Option<(&Database, &Table)> {
        self.of_package(package).find_map(|database| Some((database, database.tables.get(name)?)))
    }
}

/// Whether a migration goes back.
pub(crate) fn is_down(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "down.sql" || name.ends_with(".down.sql") || name.ends_with("_down.sql")
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

fn database(model: &Model, package: PackageId, folder: String, files: &[FileId]) -> Database {
    let mut database = Database { package, folder, tables: BTreeMap::new(), partial: false };
    let stated = dialect(&database.folder);
    let others: [Box<dyn Dialect>; 3] =
        [Box::new(PostgreSqlDialect {}), Box::new(SQLiteDialect {}), Box::new(GenericDialect {})];
    for file in files {
        let text = &*model.file(*file).facts.text;
        let whole =
            || std::iter::once(&stated).chain(&others).find_map(|dialect| Parser::parse_sql(&**dialect, text).ok());
        if let Some(statements) = whole() {
            let source = Source { file: *file, text, start: 0 };
            statements.iter().for_each(|statement| apply(&mut database, source, statement));
            continue;
        }
        // One statement that is not understood hides no other.
        let mut start = 0;
        for part in text.split_inclusive(";\n").filter(|part| !part.trim().is_empty()) {
            let source = Source { file: *file, text: part, start };
            start += part.len();
            match others.iter().find_map(|dialect| Parser::parse_sql(&**dialect, part).ok()) {
                Some(statements) => statements.iter().for_each(|statement| apply(&mut database, source, statement)),
                None => database.partial |= speaks_of_tables(part),
            }
        }
    }
    database
}

/// The text that statements are read from.
#[derive(Clone, Copy)]
struct Source<'t> {
    file: FileId,
    text: &'t str,
    /// Where it begins in its file.
    start: usize,
}

impl Source<'_> {
    /// Where a name stands in the file. The parser counts lines and characters from 1.
    fn span(&self, name: &Ident) -> Span {
        let at = |place: Location| {
            let line = (place.line as usize).checked_sub(1)?;
            let before: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
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

fn apply(database: &mut Database, source: Source<'_>, statement: &Statement) {
    match statement {
        Statement::CreateTable(created) => create(database, source, created),
        Statement::AlterTable(altered) => {
            let name = last(&altered.name);
            for operation in &altered.operations {
                alter(database, source, &name, operation);
            }
        }
        Statement::Drop { object_type: ObjectType::Table, names, .. } => {
            for name in names {
                database.tables.remove(&last(name));
            }
        }
        Statement::CreateIndex(index) => {
            let columns: Vec<String> =
                index.columns.iter().filter_map(|column| column_of(&column.column.expr)).collect();
            if let Some(table) = database.tables.get_mut(&last(&index.table_name)) {
                // A partial one holds for some rows alone.
                if index.unique && index.predicate.is_none() {
                    table.keys.push(columns.clone());
                }
                table.indexes.push(columns);
            }
        }
        _ => {}
    }
}

fn create(database: &mut Database, source: Source<'_>, created: &CreateTable) {
    let span = created.name.0.last().and_then(|part| part.as_ident()).map(|name| source.span(name)).unwrap_or_default();
    let mut table = Table { file: source.file, span, columns: Vec::new(), indexes: Vec::new(), keys: Vec::new() };
    // `CREATE TABLE .. AS SELECT ..` and `LIKE` have columns that are not seen.
    database.partial |= created.query.is_some() || created.columns.is_empty();
    for column in &created.columns {
        add_column(&mut table, source, column);
    }
    for constraint in &created.constraints {
        add_constraint(&mut table, constraint);
    }
    let name = last(&created.name);
    if !(created.if_not_exists && database.tables.contains_key(&name)) {
        database.tables.insert(name, table);
    }
}

fn add_column(table: &mut Table, source: Source<'_>, definition: &ColumnDef) {
    let name = definition.name.value.to_lowercase();
    let mut column = Column {
        name: name.clone(),
        ty: written(&definition.data_type),
        nullable: true,
        references: None,
        file: source.file,
        span: source.span(&definition.name),
    };
    for option in &definition.options {
        match &option.option {
            ColumnOption::NotNull => column.nullable = false,
            ColumnOption::PrimaryKey(_) => {
                column.nullable = false;
                table.add_key(vec![name.clone()]);
            }
            ColumnOption::Unique(_) => table.add_key(vec![name.clone()]),
            ColumnOption::ForeignKey(key) => column.references = Some(last(&key.foreign_table)),
            _ => {}
        }
    }
    // A `SERIAL` is never null.
    if column.ty.contains("SERIAL") {
        column.nullable = false;
    }
    table.columns.push(column);
}

fn written(ty: &DataType) -> String {
    ty.to_string().to_uppercase()
}

fn add_constraint(table: &mut Table, constraint: &TableConstraint) {
    match constraint {
        TableConstraint::PrimaryKey(key) => {
            let columns: Vec<String> = key.columns.iter().filter_map(|column| column_of(&column.column.expr)).collect();
            for column in &mut table.columns {
                column.nullable &= !columns.contains(&column.name);
            }
            table.add_key(columns);
        }
        TableConstraint::Unique(unique) => {
            table.add_key(unique.columns.iter().filter_map(|column| column_of(&column.column.expr)).collect());
        }
        TableConstraint::ForeignKey(key) => {
            for name in &key.columns {
                let name = name.value.to_lowercase();
                if let Some(column) = table.columns.iter_mut().find(|column| column.name == name) {
                    column.references = Some(last(&key.foreign_table));
                }
            }
        }
        TableConstraint::Index(index) => {
            table.indexes.push(index.columns.iter().filter_map(|column| column_of(&column.column.expr)).collect());
        }
        _ => {}
    }
}

fn alter(database: &mut Database, source: Source<'_>, name: &str, operation: &AlterTableOperation) {
    if let AlterTableOperation::RenameTable { table_name } = operation {
        let to = match table_name {
            sqlparser::ast::RenameTableNameKind::As(to) | sqlparser::ast::RenameTableNameKind::To(to) => last(to),
        };
        if let Some(table) = database.tables.remove(name) {
            database.tables.insert(to, table);
        }
        return;
    }
    let Some(table) = database.tables.get_mut(name) else { return };
    match operation {
        AlterTableOperation::AddColumn { column_def, .. } => add_column(table, source, column_def),
        AlterTableOperation::DropColumn { column_names, .. } => {
            for column in column_names {
                let column = column.value.to_lowercase();
                table.columns.retain(|known| known.name != column);
            }
        }
        AlterTableOperation::RenameColumn { old_column_name, new_column_name } => {
            let (old, new) = (old_column_name.value.to_lowercase(), new_column_name.value.to_lowercase());
            table
                .columns
                .iter_mut()
                .filter(|column| column.name == old)
                .for_each(|column| column.name.clone_from(&new));
            for index in table.indexes.iter_mut().chain(&mut table.keys) {
                index.iter_mut().filter(|column| **column == old).for_each(|column| column.clone_from(&new));
            }
        }
        AlterTableOperation::AddConstraint { constraint, .. } => add_constraint(table, constraint),
        AlterTableOperation::AlterColumn { column_name, op } => {
            let name = column_name.value.to_lowercase();
            let Some(column) = table.columns.iter_mut().find(|column| column.name == name) else { return };
            match op {
                sqlparser::ast::AlterColumnOperation::SetNotNull => column.nullable = false,
                sqlparser::ast::AlterColumnOperation::DropNotNull => column.nullable = true,
                sqlparser::ast::AlterColumnOperation::SetDataType { data_type, .. } => column.ty = written(data_type),
                _ => {}
            }
        }
        _ => {}
    }
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
