// src/names.rs - The gate for names that a person gives, and every form that is made of them

//! The gate for names that a person gives, and every form that is made of them.

use std::fmt;

use crate::case::{capitalized, human, kebab, pascal, snake};
use crate::inflection::Inflector;
use crate::reserved::{self, Keyword};

/// PostgreSQL's limit for an identifier (NAMEDATALEN - 1); a longer one is cut in silence there, so it is refused here.
pub const MAX_BYTES: usize = 63;

/// Why a name is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameError {
    /// The name as it was given.
    pub token: String,
    /// What is wrong with it, a clause that can follow the token.
    pub reason: String,
    /// The way on: a name that would do, or a command.
    pub help: String,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.token, self.reason)
    }
}

impl std::error::Error for NameError {}

/// All forms of a resource's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceNames {
    /// `backtest_run`: modules, variables.
    pub snake: String,
    /// `backtest_runs`; equals [`Self::snake`] for an uncountable.
    pub plural: String,
    /// `BacktestRun`.
    pub pascal: String,
    /// `BacktestRuns`.
    pub plural_pascal: String,
    /// `backtest-run`.
    pub kebab: String,
    /// `backtest-runs`: the segment of the collection in a URL.
    pub path: String,
    /// `backtest run`.
    pub words: String,
    /// `backtest runs`.
    pub words_plural: String,
    /// `a` or `an`, as `words` wants it.
    pub article: &'static str,
    /// `Backtest run`.
    pub title: String,
    /// `backtest_runs`, not quoted.
    pub table: String,
    /// `backtest_run_id`: the public id.
    pub id: String,
}

impl ResourceNames {
    /// The forms of the resource that `given` names in any case, singular or plural.
    ///
    /// `plural` overrides the inflection. The second value says what was changed about the name, for the person to see.
    ///
    /// # Errors
    ///
    /// If the name has characters that Rust or SQL refuse, is too long, or is taken by the layout or a keyword.
    pub fn parse(given: &str, inflector: &Inflector, plural: Option<&str>) -> Result<(Self, Vec<String>), NameError> {
        let spelled = spelling(given)?;
        let mut notes = Vec::new();
        let singular = if plural.is_none() && inflector.is_plural(&spelled) {
            inflector.singular(&spelled)
        } else {
            spelled.clone()
        };
        if singular != spelled {
            notes.push(format!("`{given}` is a plural: the resource is `{singular}`"));
        }
        if let Some(free) = reserved::resource_substitute(&singular) {
            let why = if reserved::rust_keyword(&singular).is_some() {
                "is a keyword of Rust"
            } else {
                "is a name that every project has for itself"
            };
            return Err(NameError {
                token: given.to_owned(),
                reason: format!("{why}, so no resource can be called so"),
                help: format!("a name such as `{free}` is free"),
            });
        }
        let many = match plural {
            Some(plural) => spelling(plural)?,
            None => inflector.plural(&singular),
        };
        for (name, what) in [(&many, "table"), (&format!("{singular}_id"), "column of its id")] {
            if name.len() > MAX_BYTES {
                return Err(too_long(given, &format!("makes `{name}`, the {what},"), name.len()));
            }
        }
        Ok((Self::of(&singular, &many), notes))
    }

    /// The forms of the resource that every project is made with, whatever the words of a team are.
    pub fn users() -> Self {
        Self::of(reserved::USER, "users")
    }

    /// The forms of a singular and a plural that are already valid `snake_case`.
    fn of(singular: &str, plural: &str) -> Self {
        let words = human(singular);
        Self {
            pascal: pascal(singular),
            plural_pascal: pascal(plural),
            kebab: kebab(singular),
            path: kebab(plural),
            article: article(&words),
            title: capitalized(&words),
            words_plural: human(plural),
            table: plural.to_owned(),
            id: format!("{singular}_id"),
            snake: singular.to_owned(),
            plural: plural.to_owned(),
            words,
        }
    }
}

/// A field's name and its form in Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName {
    /// The JSON key and the column.
    pub name: String,
    /// The Rust identifier: raw where the name is a keyword.
    pub ident: String,
}

impl FieldName {
    /// The field that `given` names in a resource.
    ///
    /// # Errors
    ///
    /// If the name has characters that Rust or SQL refuse, is too long, has no raw form in Rust, or is the name of a column
    /// that every resource has.
    pub fn parse(given: &str, resource: &ResourceNames) -> Result<Self, NameError> {
        if reserved::rust_keyword(given) == Some(Keyword::NeverRaw) && given != "_" {
            return Err(NameError {
                token: given.to_owned(),
                reason: "is a keyword that Rust has no raw form of, so no field can be called so".to_owned(),
                help: format!("a name such as `{}_{}` works", resource.snake, given.to_lowercase()),
            });
        }
        let name = spelling(given)?;
        if name.len() > MAX_BYTES {
            return Err(too_long(given, "makes a column that", name.len()));
        }
        if reserved::GENERATED_COLUMNS.contains(&name.as_str()) || name == resource.id {
            return Err(NameError {
                token: given.to_owned(),
                reason: "is a column that every resource has without being asked".to_owned(),
                help: "leave the field out, or give it another name".to_owned(),
            });
        }
        Ok(Self { ident: reserved::rust_ident(&name), name })
    }
}

/// `a` or `an` before the words, by their first sound as far as spelling tells it.
pub fn article(words: &str) -> &'static str {
    const CONSONANT_SOUND: [&str; 7] = ["use", "uni", "uti", "ure", "eu", "one", "once"];
    const VOWEL_SOUND: [&str; 4] = ["hour", "honest", "honor", "heir"];
    let vowel = words.starts_with(['a', 'e', 'i', 'o', 'u']);
    let an = (vowel && !CONSONANT_SOUND.iter().any(|start| words.starts_with(start)))
        || VOWEL_SOUND.iter().any(|start| words.starts_with(start));
    if an { "an" } else { "a" }
}

/// Checks the characters of a name and gives its `snake_case`.
///
/// # Errors
///
/// If it has a character that is none of a name's, begins with none of a word's, or joins nothing.
pub fn spelling(given: &str) -> Result<String, NameError> {
    let error = |reason: String| {
        let near = nearest(given);
        let help =
            "a name is letters a-z and digits, begins with a letter, and joins its words by `_` or `-`".to_owned();
        let help = if near.is_empty() { help } else { format!("{help}: `{near}` would do") };
        NameError { token: given.to_owned(), reason, help }
    };
    if given.is_empty() {
        return Err(error("is empty".to_owned()));
    }
    if let Some(c) = given.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))) {
        return Err(error(format!("has the character {}", describe(c))));
    }
    if let Some(c) = given.chars().next().filter(|c| !c.is_ascii_alphabetic()) {
        return Err(error(format!("begins with `{c}`")));
    }
    if given.ends_with(['_', '-']) || given.as_bytes().windows(2).any(|two| matches!(two, [b'_' | b'-', b'_' | b'-'])) {
        return Err(error("has a `_` or `-` that joins nothing".to_owned()));
    }
    Ok(snake(given))
}

/// The character in a form that a person can tell apart from its look-alikes.
fn describe(c: char) -> String {
    let code = format!("U+{:04X}", u32::from(c));
    match c {
        ' ' => "` ` (a space)".to_owned(),
        c if c.is_ascii_graphic() => format!("`{c}`"),
        c if c.is_control() || c.is_whitespace() => format!("{code}, which can't be seen"),
        c if latin(c).is_some_and(|plain| !plain.is_ascii_digit()) && !c.is_ascii() && looks_latin(c) => {
            format!("`{c}` ({code}), which only looks like a Latin letter")
        }
        c => format!("`{c}` ({code})"),
    }
}

/// The nearest name that the gate takes; empty if there is none.
fn nearest(given: &str) -> String {
    let plain: String =
        given.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { latin(c).unwrap_or('_') }).collect();
    let name = snake(&plain);
    let digits = name.chars().take_while(char::is_ascii_digit).count();
    let (head, tail) = name.split_at(digits);
    if digits == 0 {
        name
    } else if tail.trim_matches('_').is_empty() {
        String::new()
    } else {
        format!("{}_{head}", tail.trim_matches('_'))
    }
}

/// Letters with marks and look-alikes of other scripts, by the Latin letter that they are mistaken for.
const LATIN: [(char, &str); 20] = [
    ('a', "àáâãäåāăąаα"),
    ('b', "ḅ"),
    ('c', "çćčс"),
    ('d', "ďđ"),
    ('e', "èéêëēęěе"),
    ('g', "ğģ"),
    ('h', "һ"),
    ('i', "ìíîïīıіι"),
    ('j', "ј"),
    ('k', "ķк"),
    ('l', "ļľł"),
    ('n', "ñńňņ"),
    ('o', "òóôõöøōоο"),
    ('p', "рρ"),
    ('r', "ŕřг"),
    ('s', "śšşѕ"),
    ('t', "ťţт"),
    ('u', "ùúûüūůų"),
    ('x', "х"),
    ('y', "ýÿу"),
];

fn latin(c: char) -> Option<char> {
    let small = c.to_lowercase().next().unwrap_or(c);
    LATIN.iter().find(|(_, alike)| alike.contains(small)).map(|(plain, _)| *plain)
}

/// Cyrillic and Greek letters look Latin; a Latin letter with a mark does not pretend to be another.
fn looks_latin(c: char) -> bool {
    matches!(u32::from(c), 0x0370..=0x04FF)
}

fn too_long(given: &str, what: &str, bytes: usize) -> NameError {
    NameError {
        token: given.to_owned(),
        reason: format!("{what} has {bytes} bytes; PostgreSQL cuts a name after {MAX_BYTES}"),
        help: "choose a shorter name".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldName, ResourceNames, article};
    use crate::inflection::Inflector;

    fn resource(given: &str) -> Result<(ResourceNames, Vec<String>), super::NameError> {
        ResourceNames::parse(given, &Inflector::default(), None)
    }

    #[test]
    fn one_resource_in_all_forms() {
        for given in ["BacktestRun", "backtest-run", "backtest_run"] {
            let (names, notes) = resource(given).unwrap();
            assert!(notes.is_empty());
            assert_eq!(
                (
                    names.snake.as_str(),
                    names.plural.as_str(),
                    names.pascal.as_str(),
                    names.path.as_str(),
                    names.id.as_str()
                ),
                ("backtest_run", "backtest_runs", "BacktestRun", "backtest-runs", "backtest_run_id")
            );
            assert_eq!((names.title.as_str(), names.article), ("Backtest run", "a"));
        }
    }

    #[test]
    fn a_plural_is_taken_for_its_singular_and_said() {
        let (names, notes) = resource("jobs").unwrap();
        assert_eq!(names.snake, "job");
        assert_eq!(notes, ["`jobs` is a plural: the resource is `job`"]);
        assert_eq!(resource("news").unwrap().0.plural, "news");
        let (names, _) = ResourceNames::parse("staff", &Inflector::default(), Some("staff_members")).unwrap();
        assert_eq!(names.plural, "staff_members");
    }

    #[test]
    fn what_is_refused_says_why_and_what_would_do() {
        for (given, reason, help) in [
            ("bad name", "a space", "`bad_name`"),
            ("a.b", "`.`", "`a_b`"),
            ("", "is empty", "begins with a letter"),
            ("2things", "begins with `2`", "`things_2`"),
            ("1st", "begins with `1`", "`st_1`"),
            ("café", "U+00E9", "`cafe`"),
            ("jоb", "only looks like a Latin letter", "`job`"),
            ("__x", "begins with `_`", "`x`"),
            ("_", "begins with `_`", "begins with a letter"),
            ("a__b", "joins nothing", "`a_b`"),
            ("x-", "joins nothing", "`x`"),
            ("../etc", "`.`", "`etc`"),
            ("type", "keyword of Rust", "`job_type`"),
            ("tests", "every project has for itself", "`test_run`"),
            ("errors", "every project has for itself", "`error_report`"),
        ] {
            let error = resource(given).unwrap_err();
            assert!(error.to_string().contains(reason), "{given}: {error}");
            assert!(error.help.contains(help), "{given}: {}", error.help);
        }
        assert!(resource(&"a".repeat(64)).unwrap_err().reason.contains("bytes"));
    }

    #[test]
    fn fields_keep_their_name_and_get_an_identifier() {
        let (job, _) = resource("job").unwrap();
        for (given, name, ident) in
            [("type", "type", "r#type"), ("job_type", "job_type", "job_type"), ("Due-On", "due_on", "due_on")]
        {
            assert_eq!(FieldName::parse(given, &job), Ok(FieldName { name: name.to_owned(), ident: ident.to_owned() }));
        }
        for given in ["self", "Self", "super", "crate", "id", "job_id", "version", "user_id", "created_at", "_", "café"]
        {
            assert!(FieldName::parse(given, &job).is_err(), "{given}");
        }
    }

    #[test]
    fn articles_go_by_sound() {
        for (words, expected) in
            [("job", "a"), ("order", "an"), ("user", "a"), ("hour", "an"), ("unit", "a"), ("index", "an")]
        {
            assert_eq!(article(words), expected, "{words}");
        }
    }
}
