// src/spec/gate.rs - The one way in: all input is checked, and all that is wrong with it is said at once

//! The one way in: all input is checked, and all that is wrong with it is said at once.

use std::collections::BTreeMap;

use super::field::{self, Targets};
use super::syntax::Fault;
use super::{ActionSpec, FieldSpec, ResourceRequest, ResourceSpec, Token, action, order};
use crate::error::{Error, Problem, Result};
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::names::{NameError, ResourceNames};
use rulebook_conventions::reserved::{self, PAGE_PARAMETERS};
use rulebook_conventions::{did_you_mean, suggest};

/// What passed the gate.
#[derive(Debug, PartialEq, Eq)]
pub struct Admitted {
    /// The resources, each after those that it refers to.
    pub resources: Vec<ResourceSpec>,
    /// What was changed or chosen, for the person to see.
    pub notes: Vec<String>,
}

/// Checks requests against each other and against the resources that the project has.
///
/// # Errors
///
/// [`Error::Input`] with every problem of every request.
pub fn admit(requests: &[ResourceRequest], existing: &[ResourceSpec], inflector: &Inflector) -> Result<Admitted> {
    let mut gate = Gate { inflector, problems: Vec::new(), notes: Vec::new() };
    let named: Vec<(&ResourceRequest, Option<ResourceNames>)> =
        requests.iter().map(|request| (request, gate.names(request, existing))).collect();
    gate.no_twins(&named, existing);

    let mut targets: BTreeMap<&str, &ResourceNames> =
        existing.iter().map(|spec| (spec.names.snake.as_str(), &spec.names)).collect();
    targets.extend(named.iter().filter_map(|(_, names)| names.as_ref()).map(|names| (names.snake.as_str(), names)));
    let user = ResourceNames::users();
    targets.insert(&user.snake, &user);

    let mut specs = Vec::new();
    for (request, names) in &named {
        // A field is judged even under a bad name, so that all problems come out at once.
        let own = names.clone().unwrap_or_else(|| user.clone());
        let fields = gate.fields(&request.fields, &own, &targets);
        let actions = gate.actions(request, &fields);
        let subs = gate.subs(request, &fields, &actions);
        if let Some(names) = names {
            let analytics = request.analytics;
            specs.push((*request, ResourceSpec { names: names.clone(), fields, actions, subs, analytics }));
        }
    }
    let resources = match order::by_reference(specs) {
        Ok(resources) => resources,
        Err(problem) => {
            gate.problems.push(problem);
            Vec::new()
        }
    };
    if gate.problems.is_empty() {
        Ok(Admitted { resources, notes: gate.notes })
    } else {
        Err(Error::Input(gate.problems))
    }
}

/// Judges one field of a resource by itself. A fault is its reason and the way on.
pub(crate) fn field(
    token: &str,
    own: &ResourceNames,
    existing: &[ResourceSpec],
    inflector: &Inflector,
) -> Result<FieldSpec, Vec<(String, String)>> {
    let user = ResourceNames::users();
    let all = existing.iter().map(|spec| &spec.names).chain([own, &user]);
    let targets: BTreeMap<&str, &ResourceNames> = all.map(|names| (names.snake.as_str(), names)).collect();
    field::judge(token, own, &Known { inflector, targets: &targets })
        .map_err(|faults| faults.into_iter().map(|fault| (fault.reason, fault.help)).collect())
}

/// Whether a list can filter by a field of this name: its query parameter must not be one that every list has.
pub(crate) fn can_filter(name: &str) -> bool {
    !PAGE_PARAMETERS.contains(&name)
}

/// What every user has without being asked, besides the columns of every resource.
const OF_USERS: [&str; 4] = ["email", "name", "password", "password_hash"];

/// Users with these fields besides what every one of them has.
pub(crate) fn user_spec(fields: Vec<FieldSpec>) -> ResourceSpec {
    ResourceSpec { names: ResourceNames::users(), fields, actions: Vec::new(), subs: Vec::new(), analytics: false }
}

/// Checks fields of users. Users are there before their fields are, and one is as good as another: so no field is
/// required, none is unique, and lists are not asked for.
///
/// # Errors
///
/// [`Error::Input`] with every problem of every field.
pub(crate) fn user_fields(tokens: &[Token], inflector: &Inflector) -> Result<Vec<FieldSpec>> {
    let own = ResourceNames::users();
    let mut gate = Gate { inflector, problems: Vec::new(), notes: Vec::new() };
    let fields = gate.fields(tokens, &own, &BTreeMap::new());
    for (field, token) in fields.iter().zip(tokens) {
        let name = &field.name.name;
        if OF_USERS.contains(&name.as_str()) {
            let reason = format!("`{name}` is a field that every user has without being asked");
            gate.problem(token, Fault::new(reason, "leave it out, or give it another name"));
        } else if field.unique || field.index || field.filter || field.sort || field.secret {
            let reason = format!("`{name}` is of users, who are looked for by their address alone, and see themselves");
            gate.problem(token, Fault::new(reason, "leave unique, index, filter, sort and secret out"));
        }
    }
    if gate.problems.is_empty() { Ok(fields) } else { Err(Error::Input(gate.problems)) }
}

struct Gate<'a> {
    inflector: &'a Inflector,
    problems: Vec<Problem>,
    notes: Vec<String>,
}

impl Gate<'_> {
    /// The names of the resource. One that exists keeps its plural, whatever the inflection table says by now.
    fn names(&mut self, request: &ResourceRequest, existing: &[ResourceSpec]) -> Option<ResourceNames> {
        let plural = request.plural.as_ref().map(|token| token.text.as_str());
        match ResourceNames::parse(&request.name.text, self.inflector, plural) {
            Ok((names, _)) if names.snake == reserved::USER => {
                self.problem(
                    &request.name,
                    Fault::new(
                        "`user` is there already: `rulebook new` made it with the project",
                        "`rulebook generate field user FIELD...` adds to it; or take another name, such as `user_profile`",
                    ),
                );
                None
            }
            Ok((names, notes)) => {
                self.notes.extend(notes);
                let known = existing.iter().find(|spec| plural.is_none() && spec.names.snake == names.snake);
                Some(known.map_or(names, |spec| spec.names.clone()))
            }
            Err(NameError { token, reason, help }) => {
                let at = request.plural.as_ref().filter(|plural| plural.text == token).unwrap_or(&request.name);
                self.problem(at, Fault::new(format!("the resource name `{token}` {reason}"), help));
                None
            }
        }
    }

    /// No two resources of one name or one table.
    fn no_twins(&mut self, named: &[(&ResourceRequest, Option<ResourceNames>)], existing: &[ResourceSpec]) {
        let known: Vec<(&ResourceRequest, &ResourceNames)> =
            named.iter().filter_map(|(request, names)| Some((*request, names.as_ref()?))).collect();
        for (i, (request, names)) in known.iter().enumerate() {
            let before = known.iter().take(i).map(|(_, other)| *other);
            let others = before
                .clone()
                .chain(existing.iter().map(|spec| &spec.names).filter(|other| other.snake != names.snake));
            let counted = |name: &str| {
                let counts = |snake: &str, analytics: bool| analytics && name == format!("{snake}_analytics");
                named.iter().any(|(r, n)| n.as_ref().is_some_and(|n| counts(&n.snake, r.analytics)))
                    || existing.iter().any(|spec| counts(&spec.names.snake, spec.analytics))
            };
            if counted(&names.snake) {
                let reason = format!("`{}` is what the analytics of another resource is called", names.snake);
                self.problem(&request.name, Fault::new(reason, "give it another name, or leave `--analytics` out"));
            }
            if before.clone().any(|other| other.snake == names.snake) {
                self.problem(
                    &request.name,
                    Fault::new(format!("the resource `{}` is given twice", names.snake), "leave one of them out"),
                );
            } else if let Some(other) = others.clone().find(|other| other.table == names.table) {
                let reason = format!("`{}` and `{}` would share the table `{}`", other.snake, names.snake, names.table);
                self.problem(&request.name, Fault::new(reason, "give one of them another plural with `--plural`"));
            } else if names.table == ResourceNames::users().table {
                let reason = format!("`{}` would share the table `{}` with `user`", names.snake, names.table);
                self.problem(&request.name, Fault::new(reason, "give it another plural with `--plural`"));
            }
        }
    }

    fn fields(
        &mut self,
        tokens: &[Token],
        own: &ResourceNames,
        targets: &BTreeMap<&str, &ResourceNames>,
    ) -> Vec<FieldSpec> {
        let known = Known { inflector: self.inflector, targets };
        let mut fields: Vec<(&Token, FieldSpec)> = Vec::new();
        for token in tokens {
            match field::judge(&token.text, own, &known) {
                Err(faults) => faults.into_iter().for_each(|fault| self.problem(token, fault)),
                Ok(field) => match fields.iter().find(|(_, other)| other.name.name == field.name.name) {
                    Some((other, _)) => {
                        let reason = format!(
                            "`{}` and `{}` are one field: both are `{}`",
                            other.text, token.text, field.name.name
                        );
                        self.problem(token, Fault::new(reason, "leave one of them out, or rename it"));
                    }
                    None => {
                        self.note_on(&field, own);
                        fields.push((token, field));
                    }
                },
            }
        }
        let parents: Vec<_> = fields.iter().filter(|(_, field)| field.parent).collect();
        if let [(one, _), (other, _), ..] = parents.as_slice() {
            let reason = format!("`{}` and `{}` are both parents: a row has one", one.text, other.text);
            self.problem(other, Fault::new(reason, "leave `parent` out of one of them: it stays a reference"));
        }
        fields.into_iter().map(|(_, field)| field).collect()
    }

    fn actions(&mut self, request: &ResourceRequest, fields: &[FieldSpec]) -> Vec<ActionSpec> {
        let mut actions: Vec<ActionSpec> = Vec::new();
        for token in &request.actions {
            match action::judge(&token.text, fields) {
                Err(fault) => self.problem(token, fault),
                Ok(action) if actions.iter().any(|other| other.name == action.name) => {
                    let reason = format!("the action `{}` is given twice", action.name);
                    self.problem(token, Fault::new(reason, "leave one of them out, or rename it"));
                }
                Ok(action) => actions.push(action),
            }
        }
        actions
    }

    /// The fields that can be read by themselves.
    fn subs(&mut self, request: &ResourceRequest, fields: &[FieldSpec], actions: &[ActionSpec]) -> Vec<String> {
        let mut subs: Vec<String> = Vec::new();
        for token in &request.subs {
            let given = token.text.replace('-', "_");
            let field = fields.iter().find(|field| field.name.name == given);
            let known = || fields.iter().filter(|field| !field.secret).map(|field| field.name.name.as_str());
            let fault = match field {
                None => {
                    let near = did_you_mean(&given, known());
                    let known: Vec<&str> = known().collect();
                    Some(Fault::new(
                        format!("`--sub {}` names no field", token.text),
                        format!("{near}the fields are {}", known.join(", ")),
                    ))
                }
                Some(field) if field.secret => Some(Fault::new(
                    format!("`{given}` is secret, so it can't be read by itself either"),
                    "leave the `--sub` out",
                )),
                Some(_) if subs.contains(&given) => {
                    Some(Fault::new(format!("`--sub {given}` is given twice"), "leave one of them out"))
                }
                Some(_) if actions.iter().any(|action| action.name == given) => Some(Fault::new(
                    format!("`{given}` is an action too: both would be at one path"),
                    "rename the action",
                )),
                Some(_) => None,
            };
            match fault {
                Some(fault) => self.problem(token, fault),
                None => subs.push(given),
            }
        }
        subs
    }

    fn note_on(&mut self, field: &FieldSpec, own: &ResourceNames) {
        let name = &field.name.name;
        if !can_filter(name) && field.kind.is_filter() {
            self.notes.push(format!(
                "`{name}` is no filter of the list of {}: every list has a query parameter of that name",
                own.words_plural
            ));
        }
    }

    fn problem(&mut self, token: &Token, fault: Fault) {
        let (text, place) = (token.text.clone(), token.place.clone());
        self.problems.push(Problem { token: text, place, reason: fault.reason, help: fault.help });
    }
}

/// The resources that a field may refer to.
struct Known<'a> {
    inflector: &'a Inflector,
    targets: &'a BTreeMap<&'a str, &'a ResourceNames>,
}

impl Targets for Known<'_> {
    fn target(&self, given: &str) -> Result<ResourceNames, Fault> {
        let as_is = self.targets.get(given).copied().cloned();
        if let Some(target) = as_is {
            return Ok(target);
        }
        let (names, _) = ResourceNames::parse(given, self.inflector, None)
            .map_err(|error| Fault::new(format!("the reference to {error}"), error.help))?;
        match self.targets.get(names.snake.as_str()) {
            Some(target) => Ok((*target).clone()),
            None => {
                let near = suggest(&names.snake, self.targets.keys().copied());
                let near = near.map(|near| format!("did you mean `ref={near}`? ")).unwrap_or_default();
                Err(Fault::new(
                    format!("there is no resource `{}` to refer to", names.snake),
                    format!("{near}`rulebook generate resource {}` makes it", names.snake),
                ))
            }
        }
    }
}
