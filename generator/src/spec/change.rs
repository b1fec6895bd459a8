// src/spec/change.rs - A change of a resource that is there, as it is asked for

//! A change of a resource that is there, as it is asked for: what it becomes, in the words that ask for a new one.

use super::{FieldSpec, Kind, ResourceRequest, ResourceSpec, Token, gate};
use crate::error::{Error, Problem, Result};
use rulebook_conventions::did_you_mean;
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::names::{ResourceNames, spelling};
use rulebook_conventions::reserved::USER;

/// A change as it was asked for, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRequest {
    /// The resource, in any case, singular or plural.
    pub resource: Token,
    /// Fields that are new, or that become something else, in the field language.
    pub add: Vec<Token>,
    /// Names of fields that go.
    pub drop: Vec<Token>,
    /// Fields that get another name: `OLD=NEW`.
    pub rename: Vec<Token>,
    /// Actions that are new or become something else.
    pub actions: Vec<Token>,
    /// Fields that can be read by themselves.
    pub subs: Vec<Token>,
    /// Whether its rows are counted from now on.
    pub analytics: bool,
}

impl ChangeRequest {
    /// A change of nothing.
    pub fn of(resource: &str) -> Self {
        let resource = Token::argument(0, resource);
        let none = Vec::new;
        Self { resource, add: none(), drop: none(), rename: none(), actions: none(), subs: none(), analytics: false }
    }

    /// Words of the command line as tokens.
    pub fn tokens(words: &[String]) -> Vec<Token> {
        Token::arguments(1, words)
    }

    /// The request that would make the resource as it is to be, and the old and new columns of what is renamed.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] with what names nothing.
    pub fn resolve(
        &self,
        existing: &[ResourceSpec],
        inflector: &Inflector,
    ) -> Result<(ResourceRequest, Vec<(String, String)>)> {
        let spec = self.find(existing, inflector).map_err(|problem| Error::Input(vec![problem]))?;
        let (becoming, fields, renames) = self.fields(spec)?;
        let mut actions: Vec<Token> = becoming.actions.iter().map(|action| known(&action.token())).collect();
        for token in &self.actions {
            replace(&mut actions, token, &|text| text.split_once('=').map(|(name, _)| column_of(name)));
        }
        let mut subs: Vec<Token> = becoming.subs.iter().map(|sub| known(sub)).collect();
        subs.extend(self.subs.iter().filter(|token| !spec.subs.contains(&column_of(&token.text))).cloned());
        let request = ResourceRequest {
            name: known(&spec.names.snake),
            plural: Some(known(&spec.names.plural)),
            fields,
            actions,
            subs,
            analytics: spec.analytics || self.analytics,
        };
        Ok((request, renames))
    }

    /// Whether it is about users, who are made with the project.
    pub(crate) fn is_of_users(&self, inflector: &Inflector) -> bool {
        ResourceNames::parse(&self.resource.text, inflector, None).is_ok_and(|(names, _)| names.snake == USER)
    }

    /// Users as they are to be, and the old and new columns of what is renamed.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] with what names nothing, or is nothing that users can have.
    pub(crate) fn resolve_user(
        &self,
        spec: &ResourceSpec,
        inflector: &Inflector,
    ) -> Result<(ResourceSpec, Vec<(String, String)>)> {
        let beyond = self.actions.iter().chain(&self.subs).next().cloned();
        if let Some(token) = beyond.or_else(|| self.analytics.then(|| self.resource.clone())) {
            let reason = "users have no actions, and are not counted".to_owned();
            let help = "make a resource that refers to them, such as `profile user_ref:ref=user`".to_owned();
            return Err(Error::Input(vec![problem(&token, reason, help)]));
        }
        let (becoming, fields, renames) = self.fields(spec)?;
        let fields = gate::user_fields(&fields, inflector)?;
        Ok((ResourceSpec { fields, ..becoming }, renames))
    }

    /// What the fields of a resource become.
    #[expect(clippy::type_complexity, reason = "the parts of one answer")]
    fn fields(&self, spec: &ResourceSpec) -> Result<(ResourceSpec, Vec<Token>, Vec<(String, String)>)> {
        let mut problems = Vec::new();
        let mut becoming = spec.clone();
        let mut renames = Vec::new();
        for token in &self.rename {
            match rename(&mut becoming, token) {
                Ok(columns) => renames.push(columns),
                Err((reason, help)) => problems.push(problem(token, reason, help)),
            }
        }
        for token in &self.drop {
            match position(&becoming.fields, &token.text) {
                Ok(at) => drop(becoming.fields.remove(at)),
                Err((reason, help)) => problems.push(problem(token, reason, help)),
            }
        }
        if !problems.is_empty() {
            return Err(Error::Input(problems));
        }
        let mut fields: Vec<Token> = becoming.tokens().iter().map(|text| known(text)).collect();
        for token in &self.add {
            replace(&mut fields, token, &|text| text.split(':').next().map(column_of));
        }
        Ok((becoming, fields, renames))
    }

    fn find<'s>(&self, existing: &'s [ResourceSpec], inflector: &Inflector) -> Result<&'s ResourceSpec, Problem> {
        let given = &self.resource.text;
        let (found, singular) = ResourceSpec::meant(given, existing.iter(), inflector);
        found.ok_or_else(|| {
            let known = || existing.iter().map(|spec| spec.names.snake.as_str());
            let near = did_you_mean(&singular, known());
            let known: Vec<&str> = known().collect();
            let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
            let help = format!("{near}the resources are {known}");
            let reason = format!("there is no resource `{given}`");
            problem(&self.resource, reason, help)
        })
    }
}

/// What is known already, and was not given now.
fn known(text: &str) -> Token {
    Token::argument(0, text)
}

type Fault = (String, String);

fn problem(token: &Token, reason: String, help: String) -> Problem {
    Problem { token: token.text.clone(), place: token.place.clone(), reason, help }
}

/// Puts a token in the place of the one that speaks of the same, or behind all.
fn replace(tokens: &mut Vec<Token>, token: &Token, about: &dyn Fn(&str) -> Option<String>) {
    match tokens.iter_mut().find(|other| about(&other.text) == about(&token.text)) {
        Some(other) => *other = token.clone(),
        None => tokens.push(token.clone()),
    }
}

/// The one spelling of a name.
fn column_of(name: &str) -> String {
    spelling(name).unwrap_or_else(|_| name.to_owned())
}

/// Where the field of a name is; a reference may be named with or without its `_id`.
fn position(fields: &[FieldSpec], given: &str) -> Result<usize, Fault> {
    let name = column_of(given);
    let is_it = |field: &FieldSpec| {
        let column = &field.name.name;
        *column == name || (matches!(field.kind, Kind::Ref(_)) && column.strip_suffix("_id") == Some(&name))
    };
    fields.iter().position(is_it).ok_or_else(|| {
        let known = || fields.iter().map(|field| field.name.name.as_str());
        let near = did_you_mean(&name, known());
        let known: Vec<&str> = known().collect();
        (format!("there is no field `{given}`"), format!("{near}the fields are {}", known.join(", ")))
    })
}

/// Gives a field another name, also where actions and others speak of it. The columns before and after.
fn rename(spec: &mut ResourceSpec, token: &Token) -> Result<(String, String), Fault> {
    let Some((old, new)) = token.text.split_once('=') else {
        return Err((format!("`{}` says no new name", token.text), "write it as in `--rename title=name`".to_owned()));
    };
    let at = position(&spec.fields, old)?;
    let Some(field) = spec.fields.get_mut(at) else { return Err((String::new(), String::new())) };
    let before = field.name.name.clone();
    let after = match field.kind {
        Kind::Ref(_) => format!("{}_id", column_of(new).trim_end_matches("_id")),
        _ => column_of(new),
    };
    field.name.name.clone_from(&after);
    spec.actions.iter_mut().filter(|action| action.field == before).for_each(|action| action.field.clone_from(&after));
    spec.subs.iter_mut().filter(|sub| **sub == before).for_each(|sub| sub.clone_from(&after));
    Ok((before, after))
}
