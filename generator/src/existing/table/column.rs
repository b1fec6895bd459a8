// src/existing/table/column.rs - What each column of a table becomes

//! What each column of a table becomes.

use std::collections::BTreeMap;

use super::super::Project;
use super::super::assemble::{Fate, Member};
use super::checks::{self, Fact};
use super::default::default;
use super::kind::{Typed, typed};
use super::{Column, Table};
use rulebook_conventions::reserved::GENERATED_COLUMNS;

/// The longest text that is taken for a line where the column says no more than that it is text.
const LINE: usize = 255;

/// The columns in their order; what concerns several of them goes to the notes.
pub(super) fn members(table: &Table, is_postgres: bool, project: &Project<'_>, notes: &mut Vec<String>) -> Vec<Member> {
    let facts = facts(table, is_postgres, notes);
    let is_apart = |names: &&Vec<String>| fields_of(names).len() > 1;
    let keys = std::iter::once(&table.primary).chain(&table.uniques).filter(is_apart);
    notes.extend(keys.map(|names| {
        format!("no two rows share ({}): no field carries that; add the constraint by a migration", names.join(", "))
    }));
    let over_several = table.indexes.iter().filter(is_apart).map(|names| format!("({})", names.join(", ")));
    let over_several: Vec<String> = over_several.collect();
    if !over_several.is_empty() {
        notes.push(format!("indexes over several columns are left out: {}", over_several.join(", ")));
    }
    notes.extend(table.references.iter().filter(|reference| reference.columns.len() > 1).map(|reference| {
        format!(
            "({}) refers to `{}` by several columns: no field carries that",
            reference.columns.join(", "),
            reference.table
        )
    }));
    let none = Vec::new();
    let of = |column: &Column| facts.get(&column.name.to_lowercase()).unwrap_or(&none).clone();
    table.columns.iter().map(|column| member(column, table, is_postgres, project, &of(column))).collect()
}

/// The columns of a key or an index that a person has to do with: those that every resource has are in each of its own.
fn fields_of(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).filter(|name| !GENERATED_COLUMNS.contains(name)).collect()
}

/// What the conditions say of each column, by its name in small letters. What they say besides goes to the notes.
fn facts(table: &Table, is_postgres: bool, notes: &mut Vec<String>) -> BTreeMap<String, Vec<Fact>> {
    let mut facts: BTreeMap<String, Vec<Fact>> = BTreeMap::new();
    for check in &table.checks {
        let (read, rest) = checks::facts(&check.sql, is_postgres);
        for (name, fact) in read {
            let name = check.value.as_ref().filter(|_| name.eq_ignore_ascii_case("value")).unwrap_or(&name);
            facts.entry(name.to_lowercase()).or_default().push(fact);
        }
        notes.extend(rest.into_iter().map(|sql| format!("`CHECK ({sql})` is left out: no field carries that")));
    }
    facts
}

fn member(column: &Column, table: &Table, is_postgres: bool, project: &Project<'_>, facts: &[Fact]) -> Member {
    let mut notes = Vec::new();
    let fate = fate(column, table, is_postgres, project, facts, &mut notes);
    let shown = if column.declared.is_empty() { "no type".to_owned() } else { column.declared.clone() };
    Member { name: column.name.clone(), shown, fate, notes }
}

fn fate(
    column: &Column,
    table: &Table,
    is_postgres: bool,
    project: &Project<'_>,
    facts: &[Fact],
    notes: &mut Vec<String>,
) -> Fate {
    let is_key = table.primary == [column.name.as_str()];
    if is_key && column.numbered {
        return Fate::Left("the database numbers the rows by it, and a resource has a number of its own");
    }
    if column.numbered {
        return none("is numbered by the database", Some("i64"));
    }
    if column.computed {
        return none("is computed from others by the database", None);
    }
    let reference = table.references.iter().find(|reference| reference.columns == [column.name.as_str()]);
    if let Some(reference) = reference {
        return refer(column, &reference.table, is_unique(column, table), project, notes);
    }
    let mut build = match Build::of(column, facts, is_postgres, is_unique(column, table), is_indexed(column, table)) {
        Ok(build) => build,
        Err(fate) => return fate,
    };
    if is_key && build.word == "uuid" {
        return Fate::Left("it is the key of the rows, and a resource has a public id of its own");
    }
    if let Some(target) = column.name.strip_suffix("_id").filter(|target| project.has(target)) {
        notes.push(format!("it has no foreign key; `{target}:ref` in its place makes a reference of it"));
    }
    if let Some(sql) = &column.default {
        match default(sql, build.word, is_postgres) {
            Ok(Some(_)) if build.unique => {
                notes.push(format!("its default `{sql}` is left out: no two rows could have it"));
            }
            Ok(found) => build.default = found,
            Err(why) => notes.push(why),
        }
    }
    notes.append(&mut build.notes);
    Fate::Field { name: column.name.clone(), rest: build.rest(column.null) }
}

fn none(reason: impl Into<String>, instead: Option<&str>) -> Fate {
    Fate::None { reason: reason.into(), instead: instead.map(str::to_owned) }
}

/// Whether a constraint or an index says it; in the tables of resources, that of the owner's rows does.
fn is_unique(column: &Column, table: &Table) -> bool {
    let keys = std::iter::once(&table.primary).chain(&table.uniques);
    keys.into_iter().any(|names| fields_of(names) == [column.name.as_str()])
}

fn is_indexed(column: &Column, table: &Table) -> bool {
    table.indexes.iter().any(|names| fields_of(names) == [column.name.as_str()])
}

/// A foreign key is a reference if its table is that of a resource.
fn refer(column: &Column, table: &str, unique: bool, project: &Project<'_>, notes: &mut Vec<String>) -> Fate {
    let Some(target) = project.with_table(table) else {
        let singular = project.inflector.singular(table);
        let reason = format!(
            "refers to the table `{table}`, which is that of no resource here (`rulebook generate resource {singular} \
             --from-table {table} ...` makes one)"
        );
        return none(reason, Some("i64"));
    };
    let name = match column.name.strip_suffix("_id") {
        Some(name) => name.to_owned(),
        None => {
            notes.push(format!("the column of a reference is called so: `{}_id`", column.name));
            column.name.clone()
        }
    };
    if column.default.as_ref().is_some_and(|sql| !sql.eq_ignore_ascii_case("null")) {
        notes.push("its default is left out: a reference has none".to_owned());
    }
    let modifiers = [(column.null, ":null"), (unique, ":unique")];
    let modifiers: String = modifiers.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    Fate::Field { name, rest: format!("ref={target}{modifiers}") }
}

/// A field in the making.
#[derive(Default)]
struct Build {
    word: &'static str,
    labels: Vec<String>,
    scale: Option<u8>,
    min: Option<String>,
    max: Option<String>,
    shortest: Option<usize>,
    longest: Option<usize>,
    unique: bool,
    index: bool,
    default: Option<String>,
    notes: Vec<String>,
}

impl Build {
    fn of(column: &Column, facts: &[Fact], is_postgres: bool, unique: bool, index: bool) -> Result<Self, Fate> {
        let mut build = Self::default();
        if !column.labels.is_empty() {
            build.word = "enum";
            build.labels.clone_from(&column.labels);
        } else {
            let declared = column.under.as_ref().unwrap_or(&column.declared);
            let typed = typed(declared, is_postgres);
            build.typed(typed.map_err(|unequal| none(unequal.reason, unequal.instead))?, facts, unique || index);
        }
        facts.iter().for_each(|fact| build.fact(fact));
        build.known_by(unique, index);
        Ok(build)
    }

    /// Takes over the type of the column, and what of it the conditions make of another type.
    fn typed(&mut self, typed: Typed, facts: &[Fact], keyed: bool) {
        let labels = facts.iter().find_map(|fact| if let Fact::Labels(labels) = fact { Some(labels) } else { None });
        let shortest =
            facts.iter().filter_map(|fact| if let Fact::ShorterThan(max) = fact { Some(*max) } else { None });
        match (typed, labels) {
            (Typed::Text { .. }, Some(labels)) => {
                self.word = "enum";
                self.labels.clone_from(labels);
            }
            (Typed::Text { max, line }, None) => {
                self.longest = max;
                let limit = shortest.chain(max).min();
                self.word = if line || keyed || limit.is_some_and(|limit| limit <= LINE) { "string" } else { "text" };
                if self.word == "string" && limit.is_none() {
                    self.notes.push(format!("it is a line of at most {LINE} characters; the table has no limit"));
                }
            }
            (Typed::Plain("i32" | "i64"), None) if facts.iter().any(is_zero_or_one) => self.word = "bool",
            (Typed::Plain(word), _) => self.word = word,
            (Typed::Local, _) => {
                self.word = "datetime";
                self.notes.push("its times say no zone: they are taken to be in UTC".to_owned());
            }
            (Typed::Decimal(scale), _) => {
                self.word = "decimal";
                self.scale = Some(scale);
            }
        }
    }

    /// Takes over a condition, or says that it can't.
    fn fact(&mut self, fact: &Fact) {
        let is_text = matches!(self.word, "string" | "text");
        match fact {
            Fact::NotNull => {}
            Fact::Labels(_) if self.word == "enum" => {}
            Fact::Numbers(_) if self.word == "bool" => {}
            Fact::LongerThan(count) if is_text => self.shortest = self.shortest.max(Some(*count)),
            Fact::ShorterThan(count) if is_text => {
                self.longest = Some(self.longest.map_or(*count, |max| max.min(*count)))
            }
            Fact::Above { end, strict } => match self.end(end, *strict, 1) {
                Some(end) if self.min.is_none() => self.min = Some(end),
                _ => self.unused(&format!("{} {end}", if *strict { ">" } else { ">=" })),
            },
            Fact::Below { end, strict } => match self.end(end, *strict, -1) {
                Some(end) if self.max.is_none() => self.max = Some(end),
                _ => self.unused(&format!("{} {end}", if *strict { "<" } else { "<=" })),
            },
            Fact::Labels(values) | Fact::Numbers(values) => self.unused(&format!("IN ({})", values.join(", "))),
            Fact::LongerThan(count) => self.unused(&format!("length >= {count}")),
            Fact::ShorterThan(count) => self.unused(&format!("length <= {count}")),
        }
    }

    fn unused(&mut self, what: &str) {
        self.notes.push(format!("its condition `{what}` is left out: no field of the type {} carries that", self.word));
    }

    /// The end of a range; where it does not belong to the range, the next number that does.
    fn end(&self, end: &str, strict: bool, step: i64) -> Option<String> {
        let number = end.strip_suffix(".0").unwrap_or(end);
        match self.word {
            "i32" | "i64" => {
                let whole: i64 = number.parse().ok()?;
                Some(if strict { whole.checked_add(step)? } else { whole }.to_string())
            }
            "f64" => (!strict).then(|| number.to_owned()),
            "decimal" => {
                let end = crate::spec::Decimal::parse(end, self.scale?)?;
                let units = if strict { end.units.checked_add(step)? } else { end.units };
                Some(crate::spec::Decimal { units, ..end }.to_string())
            }
            _ => None,
        }
    }

    /// Takes over keys and indexes that fields of the type can have.
    fn known_by(&mut self, unique: bool, index: bool) {
        let can_be_unique = !matches!(self.word, "bool" | "enum" | "f64" | "json" | "text");
        self.unique = unique && can_be_unique;
        self.index = index && !unique && !matches!(self.word, "json" | "text");
        if unique && !can_be_unique {
            let article = rulebook_conventions::names::article(self.word);
            self.notes.push(format!("that no two rows share it is left out: {article} {} can't say that", self.word));
        }
    }

    /// What follows the name of the field.
    fn rest(self, null: bool) -> String {
        let mut rest = self.word.to_owned();
        if !self.labels.is_empty() {
            rest += &format!("={}", self.labels.join(","));
        }
        for (is_set, word) in [(null, "null"), (self.unique, "unique"), (self.index, "index")] {
            rest += &if is_set { format!(":{word}") } else { String::new() };
        }
        let range = |word: &str, min: Option<String>, max: Option<String>| match (&min, &max) {
            (None, None) => String::new(),
            _ => format!(":{word}={}..{}", min.unwrap_or_default(), max.unwrap_or_default()),
        };
        let text = |count: Option<usize>| count.map(|count| count.to_string());
        rest += &range("len", text(self.shortest), text(self.longest));
        rest += &self.scale.map(|scale| format!(":scale={scale}")).unwrap_or_default();
        rest += &range("range", self.min, self.max);
        rest += &self.default.map(|default| format!(":default={default}")).unwrap_or_default();
        rest
    }
}

fn is_zero_or_one(fact: &Fact) -> bool {
    matches!(fact, Fact::Numbers(numbers) if numbers.len() == 2 && ["0", "1"].iter().all(|n| numbers.iter().any(|m| m == n)))
}
