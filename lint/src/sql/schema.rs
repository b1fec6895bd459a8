// src/sql/schema.rs - The tables that migrations make

//! The tables that migrations make, each database by itself: in the order of the files' names, down migrations left out.

use std::collections::BTreeMap;

use crate::project::model::{FileId, Model};
use crate::project::package::PackageId;
use crate::source::facts::{Language, Span};
use crate::source::migration::{self, Change, Part};

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

    fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name == name)
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
        for (at, file) in model.files().iter().enumerate() {
            let path = &*file.facts.path;
            if file.facts.language == Language::Sql && !migration::is_down(path) {
                let folder = migration::folder(path).to_owned();
                folders.entry((file.package, folder)).or_default().push(FileId(at as u32));
            }
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

fn database(model: &Model, package: PackageId, folder: String, files: &[FileId]) -> Database {
    let mut database = Database { package, folder, tables: BTreeMap::new(), partial: false };
    for file in files {
        let Some(migration) = &model.file(*file).facts.migration else { continue };
        database.partial |= migration.partial;
        for change in &migration.changes {
            apply(&mut database.tables, *file, change);
        }
    }
    database
}

fn apply(tables: &mut BTreeMap<String, Table>, file: FileId, change: &Change) {
    match change {
        Change::Create { table: name, span, if_not_exists, parts } => {
            if *if_not_exists && tables.contains_key(name) {
                return;
            }
            let mut table = Table { file, span: *span, columns: Vec::new(), indexes: Vec::new(), keys: Vec::new() };
            parts.iter().for_each(|part| table.apply(file, part));
            tables.insert(name.clone(), table);
        }
        Change::Rename { table, to } => {
            if let Some(table) = tables.remove(table) {
                tables.insert(to.clone(), table);
            }
        }
        Change::Drop { table } => drop(tables.remove(table)),
        Change::Alter { table, part } => {
            if let Some(table) = tables.get_mut(table) {
                table.apply(file, part);
            }
        }
    }
}

impl Table {
    fn apply(&mut self, file: FileId, part: &Part) {
        match part {
            Part::Column(column) => {
                let migration::Column { name, ty, nullable, references, span } = column.clone();
                self.columns.push(Column { name, ty, nullable, references, file, span });
            }
            Part::Key(columns) => {
                self.indexes.push(columns.clone());
                self.keys.push(columns.clone());
            }
            Part::PrimaryKey(columns) => {
                for column in &mut self.columns {
                    column.nullable &= !columns.contains(&column.name);
                }
                self.apply(file, &Part::Key(columns.clone()));
            }
            Part::Index(columns) => self.indexes.push(columns.clone()),
            Part::Reference { column, table } => {
                if let Some(column) = self.column_mut(column) {
                    column.references = Some(table.clone());
                }
            }
            Part::DropColumn(name) => self.columns.retain(|column| column.name != *name),
            Part::RenameColumn(before, after) => {
                let of_columns = self.columns.iter_mut().map(|column| &mut column.name);
                let of_indexes = self.indexes.iter_mut().chain(&mut self.keys).flatten();
                of_columns.chain(of_indexes).filter(|name| *name == before).for_each(|name| name.clone_from(after));
            }
            Part::Nullable(name, nullable) => {
                if let Some(column) = self.column_mut(name) {
                    column.nullable = *nullable;
                }
            }
            Part::Type(name, ty) => {
                if let Some(column) = self.column_mut(name) {
                    column.ty.clone_from(ty);
                }
            }
        }
    }
}
