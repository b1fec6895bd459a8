// src/existing/assemble.rs - What was read and what was given besides, put together

//! What was read and what was given besides, put together.

use super::{Ask, Found, Project, Source, problem};
use crate::error::{Error, Result};
use crate::spec::gate;
use rulebook_conventions::names::spelling;
use rulebook_conventions::{did_you_mean, reserved};

/// All that was read of a table or a struct.
pub(super) struct Members {
    /// What it is called in messages: ``the table `jobs` ``.
    pub(super) whole: String,
    /// What one of its members is called: `column` or `field`.
    pub(super) word: &'static str,
    /// In their order.
    pub(super) all: Vec<Member>,
    /// What of it no field can carry.
    pub(super) notes: Vec<String>,
}

/// A column, or a field of a struct.
pub(super) struct Member {
    /// Its name, as it is there.
    pub(super) name: String,
    /// Its type, as it is there.
    pub(super) shown: String,
    /// What becomes of it.
    pub(super) fate: Fate,
    /// What of it the field does not carry; said only if it becomes one.
    pub(super) notes: Vec<String>,
}

/// What becomes of a member.
pub(super) enum Fate {
    /// A field of this name, with this type and these modifiers.
    Field {
        /// Without the `_id` of a reference.
        name: String,
        /// What follows the name: `string:len=1..80`.
        rest: String,
    },
    /// It is left out, for this reason.
    Left(&'static str),
    /// It has no equal.
    None {
        /// Why, a clause that follows its name and type.
        reason: String,
        /// The field that a person could give in its place, if there is one to show.
        instead: Option<String>,
    },
}

/// The fields of the request.
///
/// # Errors
///
/// [`Error::Input`] with every member that has no equal, and every `--skip` that names nothing.
pub(super) fn fields(members: Members, ask: &Ask<'_>, project: &Project<'_>) -> Result<Found> {
    let Members { whole, word, all, notes: mut beside } = members;
    let mut problems = Vec::new();
    for skip in ask.skip {
        if !all.iter().any(|member| is_called(member, skip)) {
            let near = did_you_mean(skip, all.iter().map(|member| member.name.as_str()));
            let names: Vec<&str> = all.iter().map(|member| member.name.as_str()).collect();
            let help = format!("{near}the {word}s are {}", names.join(", "));
            problems.push(problem(skip, format!("`--skip {skip}`: {whole} has no such {word}"), help));
        }
    }
    let mut given: Vec<&String> = ask.fields.iter().collect();
    let (mut fields, mut notes) = (Vec::new(), Vec::new());
    let (mut always, mut skipped): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for member in all {
        if ask.skip.iter().any(|skip| is_called(&member, skip)) {
            skipped.push(format!("`{}`", member.name));
            continue;
        }
        let column = column_of(&member.name);
        if let Some(at) = given.iter().position(|token| is_of(token, &column)) {
            fields.push(given.remove(at).clone());
            continue;
        }
        if reserved::GENERATED_COLUMNS.contains(&column.as_str()) || column == project.names.id {
            always.push(format!("`{}`", member.name));
            continue;
        }
        match read(&member, ask, project) {
            Ok(Read::Field(token)) => {
                fields.push(token);
                notes.extend(member.notes.into_iter().map(|note| format!("`{}`: {note}", member.name)));
            }
            Ok(Read::Left(why)) => notes.push(format!("`{}` is left out: {why}", member.name)),
            Err((reason, help)) => {
                let reason = format!("the {word} `{}` ({}) {reason}", member.name, member.shown);
                problems.push(problem(&member.name, reason, help));
            }
        }
    }
    fields.extend(given.into_iter().cloned());
    if !problems.is_empty() {
        return Err(Error::Input(problems));
    }
    if fields.is_empty() {
        let reason = format!("{whole} has no {word} besides those that every resource has, and that are skipped");
        let help = format!("`rulebook generate resource {}` makes a resource without fields", project.names.snake);
        return Err(Error::Input(vec![problem(ask.resource, reason, help)]));
    }
    let left = [(always, "every resource has it"), (skipped, "as asked")];
    let left = left.into_iter().filter(|(names, _)| !names.is_empty());
    notes.extend(left.map(|(names, why)| format!("left out: {} ({why})", names.join(", "))));
    notes.append(&mut beside);
    notes.insert(0, format!("read from {whole}: {}", command(ask, &fields)));
    Ok(Found { fields, notes })
}

enum Read {
    Field(String),
    Left(&'static str),
}

/// The token of a member in its canonical spelling; or what is wrong with it, and the way on.
fn read(member: &Member, ask: &Ask<'_>, project: &Project<'_>) -> Result<Read, (String, String)> {
    let skip = format!("`--skip {}` leaves it out", quoted(&member.name));
    match &member.fate {
        Fate::Left(why) => Ok(Read::Left(why)),
        Fate::None { reason, instead } => {
            let given = match (instead, spelling(&member.name)) {
                (Some(rest), Ok(name)) => format!("give the field by hand, such as `{name}:{rest}`, or "),
                (None, Ok(name)) => format!("give the field by hand, `{name}:TYPE`, or "),
                (_, Err(_)) => String::new(),
            };
            Err((reason.clone(), given + &skip))
        }
        Fate::Field { name, rest } => {
            let token = format!("{name}:{rest}");
            match gate::field(&token, &project.names, project.known, project.inflector) {
                Ok(field) => Ok(Read::Field(field.token())),
                Err(faults) => {
                    let reasons: Vec<&str> = faults.iter().map(|(reason, _)| reason.as_str()).collect();
                    let kind =
                        if matches!(ask.source, Source::Table { .. }) { "in the table" } else { "in the struct" };
                    let reason = format!("can't be the field `{token}`: {}", reasons.join("; "));
                    Err((reason, format!("give the field by hand, mend it {kind}, or {skip}")))
                }
            }
        }
    }
}

/// The command that asks for the same fields by name.
fn command(ask: &Ask<'_>, fields: &[String]) -> String {
    let mut words = vec![format!("rulebook generate resource {}", ask.resource)];
    words.extend(fields.iter().map(|field| quoted(field)));
    words.extend(ask.plural.map(|plural| format!("--plural {plural}")));
    words.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-:=.,/+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A name in the spelling of columns; as it is, if it has none.
fn column_of(name: &str) -> String {
    spelling(name).unwrap_or_else(|_| name.to_owned())
}

fn is_called(member: &Member, name: &str) -> bool {
    member.name == name || column_of(&member.name) == column_of(name)
}

/// Whether a token is for a column; that of a reference names it without its `_id`.
fn is_of(token: &str, column: &str) -> bool {
    let name = token.split(':').next().map(column_of).unwrap_or_default();
    let is_reference = token.split(':').nth(1).is_some_and(|kind| kind == "ref" || kind.starts_with("ref="));
    name == column || (is_reference && column.strip_suffix("_id") == Some(name.as_str()))
}
