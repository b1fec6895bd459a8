// src/commands/generate.rs - `rulebook generate`: a resource added to a project

use std::path::Path;

use crate::cli::ResourceArgs;
use crate::commands::plan::{carry_out, exit_code};
use crate::commands::{project, settings};
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_generator::spec::{ResourceRequest, file};

/// Generates one resource, or those of a file.
pub fn run(args: &ResourceArgs, terminal: Terminal) -> Result<u8, Failure> {
    let requests = match (&args.from, &args.name) {
        (Some(path), _) => read(path)?,
        (None, Some(name)) => {
            let request = ResourceRequest::from_arguments(name, args.plural.as_deref(), &args.fields);
            vec![request.with_options(&args.action, &args.sub, args.analytics)]
        }
        (None, None) => Vec::new(),
    };
    let here = project::current_folder()?;
    let inflector = settings::nearest(&here)?.inflector();
    let mut plan = rulebook_generator::generate(&here, &requests, &inflector, args.force)?;
    carry_out(&mut plan, &args.plan, terminal)?;
    Ok(exit_code(&plan))
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
