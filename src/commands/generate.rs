// src/commands/generate.rs - `rulebook generate`: resources, changes of those that are there, and what else a project has

use std::path::Path;

use crate::cli::{GenerateCommand, PlanArgs, ResourceArgs};
use crate::commands::plan::made_here;
use crate::failure::Failure;
use crate::terminal::Terminal;
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
    let requests = match (&args.from, &args.name) {
        (Some(path), _) => read(path)?,
        (None, Some(name)) => {
            let request = ResourceRequest::from_arguments(name, args.plural.as_deref(), &args.fields);
            vec![request.with_options(&args.action, &args.sub, args.analytics)]
        }
        (None, None) => Vec::new(),
    };
    let options = Options { force: args.force, allow_destructive: args.allow_destructive };
    carried_out(Request::Resources(&requests), options, &args.plan, terminal)
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
