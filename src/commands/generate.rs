// src/commands/generate.rs - `rulebook generate`: resources, changes of those that are there, and what else a project has

use std::path::Path;

use crate::cli::{ExistingArgs, GenerateCommand, PlanArgs, ResourceArgs};
use crate::commands::plan::made_here;
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_conventions::inflection::Inflector;
use rulebook_generator::existing::{self, Ask, Found, Source};
use rulebook_generator::spec::part::{PartKind, PartRequest};
use rulebook_generator::spec::{ChangeRequest, ResourceRequest, file};
use rulebook_generator::{Options, Request};

/// Adds what is asked for.
pub fn run(command: &GenerateCommand, terminal: Terminal) -> Result<u8, Failure> {
    match command {
        GenerateCommand::Resource(args) => resource(args, terminal),
        GenerateCommand::Field(args) => {
            let change = ChangeRequest {
                add: ChangeRequest::tokens(&args.fields),
                drop: ChangeRequest::tokens(&args.drop),
                rename: ChangeRequest::tokens(&args.rename),
                ..ChangeRequest::of(&args.resource)
            };
            let options = Options { allow_destructive: args.allow_destructive, ..Options::default() };
            carried_out(Request::Change(&change), options, &args.plan, terminal)
        }
        GenerateCommand::Action(args) => {
            let actions = ChangeRequest::tokens(&args.actions);
            let change = ChangeRequest { actions, ..ChangeRequest::of(&args.resource) };
            carried_out(Request::Change(&change), Options::default(), &args.plan, terminal)
        }
        GenerateCommand::Analytics(args) => {
            let change = ChangeRequest { analytics: true, ..ChangeRequest::of(&args.resource) };
            carried_out(Request::Change(&change), Options::default(), &args.plan, terminal)
        }
        GenerateCommand::Service(args) => {
            let request = PartRequest::from_arguments(PartKind::Service, &args.name, &[]);
            part(&request, args.force, &args.plan, terminal)
        }
        GenerateCommand::Engine(args) => {
            let request = PartRequest::from_arguments(PartKind::Engine, &args.name, &args.service);
            part(&request, args.force, &args.plan, terminal)
        }
        GenerateCommand::Integration(args) => {
            let request = PartRequest::from_arguments(PartKind::Integration, &args.name, &[]);
            part(&request, args.force, &args.plan, terminal)
        }
    }
}

fn part(request: &PartRequest, force: bool, plan: &PlanArgs, terminal: Terminal) -> Result<u8, Failure> {
    made_here(plan, terminal, |here, inflector| Ok(rulebook_generator::generate_part(here, request, inflector, force)?))
}

/// One resource, or those of a file.
fn resource(args: &ResourceArgs, terminal: Terminal) -> Result<u8, Failure> {
    let options = Options { force: args.force, allow_destructive: args.allow_destructive };
    let name = match (&args.from, &args.name) {
        (Some(path), _) => return carried_out(Request::Resources(&read(path)?), options, &args.plan, terminal),
        (None, name) => name.as_deref().unwrap_or_default(),
    };
    let source = source(&args.existing)?;
    made_here(&args.plan, terminal, |here, inflector| {
        let plural = args.plural.as_deref();
        let found = match source {
            Some(ref source) => source.found(here, name, args, inflector)?,
            None => Found { fields: args.fields.clone(), notes: Vec::new() },
        };
        let request = ResourceRequest::from_arguments(name, plural, &found.fields);
        let requests = [request.with_options(&args.action, &args.sub, args.analytics)];
        let mut plan = rulebook_generator::generate(here, Request::Resources(&requests), inflector, options)?;
        plan.note_first(found.notes);
        Ok(plan)
    })
}

/// What fields are read from, as the command line says it.
enum Existing<'a> {
    Table { name: &'a str, url: String },
    Struct(&'a str),
}

impl Existing<'_> {
    fn found(&self, here: &Path, name: &str, args: &ResourceArgs, inflector: &Inflector) -> Result<Found, Failure> {
        let source = match self {
            Self::Table { name, url } => Source::Table { name, url },
            Self::Struct(path) => Source::Struct(path),
        };
        let (fields, skip) = (args.fields.as_slice(), args.existing.skip.as_slice());
        let ask = Ask { resource: name, plural: args.plural.as_deref(), fields, skip, source };
        Ok(existing::read(here, ask, inflector)?)
    }
}

/// Where fields are to be read; the address of a database may come from the environment, which no list of processes shows.
fn source(args: &ExistingArgs) -> Result<Option<Existing<'_>>, Failure> {
    if let Some(path) = &args.from_struct {
        return Ok(Some(Existing::Struct(path)));
    }
    let Some(name) = &args.from_table else {
        return match args.skip.first() {
            Some(skip) => Err(Failure::refused(
                format!("`--skip {skip}` leaves a column out of what is read, and nothing is read"),
                "use it with `--from-table` or `--from-struct`",
            )),
            None => Ok(None),
        };
    };
    let url = args.database_url.clone().or_else(|| std::env::var("DATABASE_URL").ok()).ok_or_else(|| {
        Failure::refused(
            format!("`--from-table {name}` does not say of which database"),
            "`--database-url sqlite:PATH` or `postgres://USER@HOST/DATABASE`; or set DATABASE_URL",
        )
    })?;
    Ok(Some(Existing::Table { name, url }))
}

fn carried_out(request: Request<'_>, options: Options, plan: &PlanArgs, terminal: Terminal) -> Result<u8, Failure> {
    made_here(plan, terminal, |here, inflector| Ok(rulebook_generator::generate(here, request, inflector, options)?))
}

/// The requests of a file.
pub fn read(path: &Path) -> Result<Vec<ResourceRequest>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::refused(
            format!("can't read `{}`: {error}", path.display()),
            "`--from` takes a TOML file with `[[resource]]` tables: each has `name` and `fields`",
        )
    })?;
    Ok(file::parse(&text, path)?)
}
