// src/error.rs - Every way in which making or changing a project can fail

//! Every way in which making or changing a project can fail.
//!
//! One type for all of it. Each failure says what happened ([`Display`](std::fmt::Display)), what to do about it
//! ([`Error::help`]), where the fault lies ([`Problem::place`] for input) and which exit code it has.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

/// The result of anything that can fail here.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure. Nothing was changed in the project, except as [`Error::RollbackIncomplete`] says.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What the person asked for is not possible; all that is wrong with it at once.
    #[error("{}", summary(.0))]
    Input(Vec<Problem>),
    /// No project here or above.
    #[error("there is no rulebook project at {} or above it", .start.display())]
    NoProject {
        /// Where the search began.
        start: PathBuf,
    },
    /// The manifest of the project can't be read.
    #[error("{}: {reason}", .path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// The place in it, if it is known.
        range: Option<Range<usize>>,
        /// What is wrong.
        reason: String,
    },
    /// Files that would be written are there, and the generator did not make them.
    #[error("{} there already, and not made by rulebook: {}", is_or_are(.paths), .paths.join(", "))]
    Taken {
        /// The files, relative to the root.
        paths: Vec<String>,
    },
    /// No place was found for lines that have to be in files of the project.
    #[error("{}", missing_places(.0))]
    NoPlace(Vec<MissingPlace>),
    /// A file that has to be wired is no valid Rust.
    #[error("{path}:{line}:{column}: this is no valid Rust: {reason}")]
    NotRust {
        /// The file, relative to the root.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// A file that has to be wired has the markers of a conflict.
    #[error("{path} has conflict markers, so that nothing can be put into it")]
    Unsettled {
        /// The file, relative to the root.
        path: String,
    },
    /// A template does not render, or renders what it must not.
    #[error("template {name}{}: {reason}", .line.map(|line| format!(":{line}")).unwrap_or_default())]
    Template {
        /// The template's path.
        name: String,
        /// The line in the template, or in what it rendered if `reason` says so.
        line: Option<usize>,
        /// What is wrong.
        reason: String,
    },
    /// Rows that are there could not get a value of a field.
    #[error("`{resource}` has rows that could not get a value of {}", .fields.join(", "))]
    NoValue {
        /// The resource.
        resource: String,
        /// The fields, each in the field language.
        fields: Vec<String>,
    },
    /// Values or routes would be lost.
    #[error("`{resource}` would lose what it has: {}", .losses.join("; "))]
    Destructive {
        /// The resource.
        resource: String,
        /// What would be lost, one clause each.
        losses: Vec<String>,
    },
    /// A template of the team's can't be used.
    #[error("template {path}{}: {reason}", .line.map(|line| format!(":{line}")).unwrap_or_default())]
    TeamTemplate {
        /// The template, relative to the folder that holds `.rulebook`.
        path: String,
        /// The line in the template, or in what it rendered if `reason` says so.
        line: Option<usize>,
        /// What is wrong.
        reason: String,
        /// The way on.
        help: String,
    },
    /// The resource exists with another spec.
    #[error("`{resource}` exists with another spec: {}", .differences.join("; "))]
    SpecDiffers {
        /// The resource.
        resource: String,
        /// What differs, one clause each.
        differences: Vec<String>,
    },
    /// The resource's files have edits that would be gone with it.
    #[error("`{resource}` has been edited since it was made: {}", .paths.join(", "))]
    Edited {
        /// The resource.
        resource: String,
        /// The files, relative to the root.
        paths: Vec<String>,
        /// What was edited, as a unified diff.
        diff: String,
    },
    /// Others refer to what is to go.
    #[error("{} to `{resource}`", refer(.by))]
    Referred {
        /// The resource or the service that is to go.
        resource: String,
        /// Those that refer to it, each with what it is.
        by: Vec<(&'static str, String)>,
    },
    /// The folder for a new project holds something.
    #[error("{} is there already and not empty", .path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A path leads out of the project.
    #[error("{path} leads out of the project, to {}", .target.display())]
    Outside {
        /// The path, relative to the root.
        path: String,
        /// Where it leads.
        target: PathBuf,
    },
    /// A file changed between the plan and its application.
    #[error("{path} was changed by someone else since the plan was made")]
    Changed {
        /// The file, relative to the root.
        path: String,
    },
    /// Another run holds the project.
    #[error("another run of rulebook is at work in {}", .root.display())]
    Busy {
        /// The project.
        root: PathBuf,
    },
    /// The file system refused.
    #[error("can't {doing} {}: {source}", .path.display())]
    Io {
        /// What was tried, a verb.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The run failed, and so did undoing it. The journal is kept: the next run undoes the rest.
    #[error("{cause}; and undoing what was done failed too: {undo}")]
    RollbackIncomplete {
        /// Why the run failed.
        cause: Box<Error>,
        /// Why it could not be undone.
        undo: Box<Error>,
    },
    /// A journal that a stopped run left can't be understood.
    #[error("the journal {} that a stopped run left is damaged: {reason}", .path.display())]
    Journal {
        /// The journal.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// An error of the file system.
    pub(crate) fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { doing, path, source }
    }

    /// The exit code: 1 for conflicts that a person has to settle first, 3 for a fault of the product or a project that is
    /// half undone, 2 for a refusal, after which nothing has changed.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Unsettled { .. } => 1,
            Self::Template { .. } | Self::RollbackIncomplete { .. } | Self::Journal { .. } => 3,
            _ => 2,
        }
    }

    /// The way on.
    pub fn help(&self) -> String {
        match self {
            Self::Input(problems) if problems.len() == 1 => problems.iter().map(|p| p.help.clone()).collect(),
            Self::Input(_) => "nothing was written; mend all of these and run it again".to_owned(),
            Self::NoProject { .. } => "`rulebook new NAME` makes a project; run this inside one".to_owned(),
            Self::Manifest { .. } => {
                "take the file from version control as it was; it is written by rulebook alone".to_owned()
            }
            Self::Taken { .. } => {
                "move them away, or use `--force`: it keeps each as a copy that ends in `.orig`".to_owned()
            }
            Self::NoPlace(_) => {
                "add the lines by hand, then run it again: what is there already is left alone".to_owned()
            }
            Self::Unsettled { .. } => {
                "choose between the marked lines, then run it again; nothing was written".to_owned()
            }
            Self::NotRust { .. } => "mend the file, then run it again".to_owned(),
            Self::Template { .. } => "this is a fault of the template, not of the input; please report it".to_owned(),
            Self::NoValue { .. } => "add `:null`, or a default that they get: `:default=VALUE`".to_owned(),
            Self::Destructive { .. } => {
                "`--allow-destructive` does it, and the migration with it; to rename a field and keep its values, use \
                 `rulebook generate field RESOURCE --rename OLD=NEW`"
                    .to_owned()
            }
            Self::TeamTemplate { help, .. } => help.clone(),
            Self::SpecDiffers { resource, .. } => format!(
                "that is made by hand: a migration, then the files of `{resource}`; or take another name and move the rows"
            ),
            Self::Edited { .. } => {
                "`--force` takes them away, and keeps each as a copy that ends in `.orig`".to_owned()
            }
            Self::Referred { by, .. } => {
                let commands: Vec<String> =
                    by.iter().map(|(kind, name)| format!("`rulebook destroy {kind} {name}`")).collect();
                format!("destroy what refers to it first: {}", commands.join(", "))
            }
            Self::NotEmpty { .. } => "choose another name, or empty the folder".to_owned(),
            Self::Outside { .. } => "replace the symbolic link by a real folder".to_owned(),
            Self::Changed { .. } => "run it again: a new plan is made of the files as they are now".to_owned(),
            Self::Busy { .. } => "wait for it to end, then run this again".to_owned(),
            Self::Io { source, .. } => io_help(source).to_owned(),
            Self::RollbackIncomplete { undo, .. } => {
                format!("{}; then run the command again: it first undoes the rest", undo.help())
            }
            Self::Journal { path, .. } => format!(
                "look at the changes with `git status`, put right what is half done, then delete {}",
                path.display()
            ),
        }
    }

    /// The problems with the input, if that is what failed.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Input(problems) => problems,
            _ => &[],
        }
    }
}

/// One thing that is wrong with the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The token at fault, as it was given.
    pub token: String,
    /// Where it was given.
    pub place: Place,
    /// What is wrong, a sentence without a full stop that names the thing.
    pub reason: String,
    /// The way on.
    pub help: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

/// Where a token of the input was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// On the command line: the argument's number, 0 being the name and 1 the first field.
    Argument(usize),
    /// In a file.
    File {
        /// The file.
        path: PathBuf,
        /// Byte range in it.
        range: Range<usize>,
    },
}

/// A line that has to be in a file, and for which no place was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingPlace {
    /// The file, relative to the root.
    pub path: String,
    /// What was looked for.
    pub wanted: String,
    /// The exact line to add.
    pub line: String,
}

fn summary(problems: &[Problem]) -> String {
    match problems {
        [one] => one.reason.clone(),
        many => {
            let reasons: Vec<String> = many.iter().map(|problem| format!("\n  - {}", problem.reason)).collect();
            format!("{} things are wrong with the input:{}", many.len(), reasons.concat())
        }
    }
}

fn missing_places(places: &[MissingPlace]) -> String {
    let lines: Vec<String> = places
        .iter()
        .map(|place| format!("{} has no {}; the line to add is\n    {}", place.path, place.wanted, place.line))
        .collect();
    lines.join("\n")
}

fn refer(by: &[(&'static str, String)]) -> String {
    let names: Vec<String> = by.iter().map(|(_, name)| format!("`{name}`")).collect();
    format!("{} {}", names.join(", "), if by.len() == 1 { "refers" } else { "refer" })
}

fn is_or_are(paths: &[String]) -> &'static str {
    if paths.len() == 1 { "a file is" } else { "files are" }
}

fn io_help(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "nothing was changed; make the place writable for you and run it again"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "nothing was changed; free some space and run it again"
        }
        io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory => {
            "nothing was changed; a folder lies where a file should be, or the other way round: move it away"
        }
        io::ErrorKind::InvalidData => "nothing was changed; the file is no UTF-8 text",
        _ => "nothing was changed",
    }
}
