// src/commands/review/mod.rs - `rulebook review`: what a change brings, as one would who reviews it

mod repository;

use std::sync::Arc;

use crate::cache::{FactsAlone, FolderCache};
use crate::cli::review::{FailOn, ReviewArgs, ReviewFormat};
use crate::commands::project::{self, Scope};
use crate::failure::{FOUND, Failure};
use crate::terminal::Terminal;
use repository::Compared;
use rulebook_lint::cache::Cache;
use rulebook_lint::project::file_system::{Disk, FileSystem};
use rulebook_lint::report::{self, Format};
use rulebook_lint::review::Review;
use rulebook_lint::review::render::{View, html, json, markdown};
use rulebook_lint::run::{Options, Report};

/// Compares and prints.
pub fn run(args: &ReviewArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let given: Vec<_> = args.project.iter().cloned().collect();
    let scope = Scope::of(&given, &here)?;
    let Compared { mut base, head, changes, commit, prefix } =
        repository::compare(&scope.root, &args.base, args.head.as_deref())?;
    let disk = Disk::new(&scope.root);
    let files: &dyn FileSystem = match &head {
        Some(head) => head,
        None => &disk,
    };
    // Both states are judged by the same settings: what the code brings counts, not what the settings do.
    repository::take_settings(&mut base, files);
    // Most files are the same in both: what one run reads of them the other finds.
    let cache = Arc::new(FactsAlone(FolderCache::of(&scope.root))) as Arc<dyn Cache>;
    let options = Options { cache: Some(cache).filter(|_| !args.no_cache), ..Options::default() };
    let before = scope.lint_in(&base, &options, terminal)?;
    let now = scope.lint_in(files, &options, terminal)?;
    let review = Review::of(&before, &now, &changes);
    let of_settings = now.model.packages.iter().map(|package| &package.settings.review_link);
    let template = args.link.as_ref().or_else(|| of_settings.clone().find(|link| !link.is_empty()));
    let link = |place: &rulebook_lint::review::Place| {
        let template = template?;
        let path = format!("{prefix}{}", place.path);
        Some(template.replace("{commit}", &commit).replace("{path}", &path).replace("{line}", &place.line.to_string()))
    };
    let view = View { base: args.base.clone(), link: &link };
    let title = scope.root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let show = |path: &str| scope.show(path);
    terminal.out(&match args.format {
        ReviewFormat::Markdown => markdown(&review, &view),
        ReviewFormat::Json => json(&review, &args.base),
        ReviewFormat::Html => html(&review, &now, &view, &title),
        ReviewFormat::Rdjson => findings(&review, now, Format::Rdjson, &show),
        ReviewFormat::Github => findings(&review, now, Format::Github, &show),
    })?;
    Ok(if args.fail_on.iter().any(|what| fails(&review, *what)) { FOUND } else { 0 })
}

/// The new findings in a format of `lint`.
fn findings(review: &Review, now: Report, format: Format, show: &(dyn Fn(&str) -> String + Sync)) -> String {
    let report = Report { findings: review.findings.new_whole.clone(), ..now };
    report::render(&report, format, &report::View { color: false, show, width: 100 })
}

fn fails(review: &Review, what: FailOn) -> bool {
    match what {
        FailOn::New => !review.findings.new.is_empty(),
        FailOn::Breaking => review.breaking().next().is_some(),
        FailOn::Untested => review.untested().next().is_some(),
        FailOn::DataLoss => review.data_loss().next().is_some(),
        FailOn::OpenRoute => review.routes.iter().any(|route| route.opened),
        FailOn::Nothing => false,
    }
}
