// src/failure.rs - Why a command did not do its work, as a person or a script is told

use std::fmt;
use std::io;
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode, SourceSpan,
    ThemeCharacters, ThemeStyles,
};

/// Exit code of a run that found something: findings, drift or conflicts.
pub const FOUND: u8 = 1;
/// Exit code of a run that did nothing, because its input or the settings are wrong.
pub const REFUSED: u8 = 2;
/// Exit code of a run that met a fault of rulebook itself.
pub const FAULT: u8 = 3;

/// Why a command did not do its work.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit_code: u8,
    /// What is wrong, one or more things.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug)]
pub struct Problem {
    /// What, naming the thing.
    pub message: String,
    /// The way on; may be empty.
    pub help: String,
    /// The place in a file of the person's, where there is one.
    pub place: Option<Place>,
}

/// A place in a file.
#[derive(Debug)]
pub struct Place {
    /// The file, as the person would name it.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The byte range at fault.
    pub range: Range<usize>,
}

impl Failure {
    /// The input is wrong.
    pub fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { exit_code: REFUSED, problems: vec![Problem { message: message.into(), help: help.into(), place: None }] }
    }

    /// The problems as text for a terminal, drawn with colour or without.
    pub fn render(&self, color: bool) -> String {
        let theme = GraphicalTheme {
            characters: ThemeCharacters::unicode(),
            styles: if color { ThemeStyles::ansi() } else { ThemeStyles::none() },
        };
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(100);
        let mut out = String::new();
        for problem in &self.problems {
            // Writing to a string fails only if the handler does; the plain message is then the better answer.
            if handler.render_report(&mut out, &Drawn::new(problem)).is_err() {
                out.push_str(&format!("error: {}\n{}\n", problem.message, problem.help));
            }
        }
        out
    }
}

impl From<io::Error> for Failure {
    /// Standard output can't be written to.
    fn from(error: io::Error) -> Self {
        Self {
            exit_code: FAULT,
            problems: vec![Problem {
                message: format!("can't write the output: {error}"),
                help: String::new(),
                place: None,
            }],
        }
    }
}

impl From<rulebook_generator::Error> for Failure {
    fn from(error: rulebook_generator::Error) -> Self {
        use rulebook_generator::{Error, Place as InputPlace};
        let exit_code = error.exit_code();
        let in_file = |path: &std::path::Path, range: &Range<usize>| {
            let text = std::fs::read_to_string(path).ok()?;
            Some(Place { path: path.display().to_string(), text, range: range.clone() })
        };
        let problems = match &error {
            Error::Input(problems) => problems
                .iter()
                .map(|problem| Problem {
                    message: problem.reason.clone(),
                    help: problem.help.clone(),
                    place: match &problem.place {
                        InputPlace::File { path, range } => in_file(path, range),
                        InputPlace::Argument(_) => None,
                    },
                })
                .collect(),
            Error::Manifest { path, range: Some(range), .. } => {
                vec![Problem { message: error.to_string(), help: error.help(), place: in_file(path, range) }]
            }
            _ => vec![Problem { message: error.to_string(), help: error.help(), place: None }],
        };
        Self { exit_code, problems }
    }
}

/// A problem as miette draws it.
#[derive(Debug)]
struct Drawn<'a> {
    problem: &'a Problem,
    source: Option<NamedSource<String>>,
}

impl<'a> Drawn<'a> {
    fn new(problem: &'a Problem) -> Self {
        let source = problem.place.as_ref().map(|place| NamedSource::new(&place.path, place.text.clone()));
        Self { problem, source }
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.problem.help.is_empty()).then(|| Box::new(&self.problem.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let place = self.problem.place.as_ref()?;
        let span = SourceSpan::from((place.range.start, place.range.len()));
        Some(Box::new(std::iter::once(LabeledSpan::underline(span))))
    }
}
