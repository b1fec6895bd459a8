// src/plan/user.rs - The plan that changes what is known of users

//! The plan that changes what is known of users, who are made with the project.
//!
//! Their files are the project's, so they are rendered anew and merged as an upgrade does it. Rows of users are there from
//! the start, and the table has columns that no spec speaks of: so columns are added, renamed and dropped one by one.

use std::path::Path;
use std::time::SystemTime;

use super::context::{ChangeContext, ProjectContext, ResourceContext};
use super::evolve::{Allowed, Column, Evolution};
use super::migrations::Versions;
use super::upgrade::upgrade_with;
use super::{Plan, team};
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::spec::{ChangeRequest, user_spec};
use rulebook_conventions::inflection::Inflector;

/// Plans a change of the fields of users.
pub(super) fn change(
    start: &Path,
    request: &ChangeRequest,
    inflector: &Inflector,
    allow_destructive: bool,
    now: SystemTime,
) -> Result<Plan> {
    upgrade_with(
        start,
        inflector,
        |project| team::of_project(project, &[]),
        |manifest: &mut Manifest, project, templates, draft| {
            let before = user_spec(manifest.user.clone());
            let (after, renames) = request.resolve_user(&before, inflector)?;
            let allowed = Allowed { destructive: allow_destructive, renames };
            let Some(evolution) = Evolution::of(&before, after, &allowed)? else { return Ok(()) };
            let changed = evolution.columns.iter().find_map(|column| match column {
                Column::Keep(old, new) if old.token() != new.token() && old.name == new.name => Some(new.token()),
                _ => None,
            });
            if let Some(token) = changed {
                let differences = vec![format!("`{token}` would be another column of a table that can't be made anew")];
                return Err(Error::SpecDiffers { resource: before.names.snake, differences });
            }
            let version = Versions::after(project, now)?.next();
            let context = |spec| ResourceContext::new(spec, &version, &[]);
            let (before, after) = (context(&evolution.before), context(&evolution.after));
            let change = ChangeContext::new(&version, &evolution.slug(), before, after, &evolution.names());
            for file in templates.user_change(&ProjectContext::new(&manifest.project), &change)? {
                draft.write(&file.path, &file.text)?;
            }
            manifest.user = evolution.after.fields;
            Ok(())
        },
    )
}
