// src/plan/team/names.rs - Whether a template of a team's has a name that says what it makes

//! Whether a template of a team's has a name that says what it makes.

use crate::error::{Error, Result};
use crate::manifest;
use crate::plan::render::target_of;
use rulebook_conventions::did_you_mean;

/// The folders in which a team can have templates besides those that the command carries.
const OPEN: [&str; 2] = ["project", "resource"];
/// The folders in them in which it can't: what is made of them has its place in what the generator does.
const CLOSED: [&str; 2] = ["resource/snippets/", "resource/change/"];
const COMPONENTS: &str = "resource/components/";

/// Refuses a name that is no template's that the command carries and can't be that of another one.
pub(super) fn check(name: &str, path: &str, built_in: &[String]) -> Result<()> {
    if built_in.iter().any(|other| other == name) || name.starts_with(COMPONENTS) {
        return Ok(());
    }
    let near = did_you_mean(name, built_in.iter().map(String::as_str));
    let refused = |reason: String, help: &str| {
        let help = format!("{near}{help}");
        Err(Error::TeamTemplate { path: path.to_owned(), line: None, reason, help })
    };
    let list = "`rulebook templates list` names those that there are";
    let (folder, rest) = name.split_once('/').unwrap_or_default();
    if !OPEN.contains(&folder) || CLOSED.iter().any(|folder| name.starts_with(folder)) {
        let reason = format!("there is no template `{name}` to be replaced, and none can be added there");
        return refused(reason, list);
    }
    let made = target_of(name).unwrap_or_default();
    let twin = |other: &&String| in_same_folder(other, folder).is_some() && target_of(other).as_deref() == Some(&made);
    if let Some(twin) = built_in.iter().find(twin) {
        return refused(format!("it makes the same file as `{twin}`"), &format!("call it `{twin}` to replace that"));
    }
    if let Some(part) = made.split('/').find(|part| is_closed(part)) {
        return refused(format!("no template makes files in `{part}`"), "give it another path");
    }
    let known: Vec<&str> =
        built_in.iter().filter_map(|other| in_same_folder(other, folder)).flat_map(placeholders).collect();
    if let Some(unknown) = placeholders(rest).into_iter().find(|word| !known.contains(word)) {
        let of_all: Vec<String> = unique(known).into_iter().map(|word| format!("`{word}`")).collect();
        let help = if of_all.is_empty() { list.to_owned() } else { format!("there are {}", of_all.join(", ")) };
        return refused(format!("`{unknown}` stands for nothing"), &help);
    }
    if folder == "resource" && !["__resource__", "__table__"].iter().any(|word| rest.contains(word)) {
        let reason = "all resources would make the same file".to_owned();
        return refused(reason, "put `__resource__` into its name, where the resource's name belongs");
    }
    Ok(())
}

fn in_same_folder<'a>(name: &'a str, folder: &str) -> Option<&'a str> {
    name.strip_prefix(folder)?.strip_prefix('/')
}

/// Whether a part of a path leads somewhere where the generator or version control keeps what is theirs.
fn is_closed(part: &str) -> bool {
    matches!(part, "" | "." | ".." | ".git") || part.starts_with(manifest::FOLDER)
}

/// The placeholders in a path: `__resource__`.
fn placeholders(path: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = path;
    while let Some(first) = rest.find("__") {
        // Of more than two the last two belong to the word.
        let more = rest.get(first + 2..).unwrap_or_default();
        let start = first + more.len() - more.trim_start_matches('_').len();
        let inner = rest.get(start + 2..).unwrap_or_default();
        let length = inner.find("__").filter(|end| *end > 0);
        let word = length.and_then(|end| rest.get(start..start + end + 4));
        match word.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_')) {
            Some(word) => {
                found.push(word);
                rest = rest.get(start + word.len()..).unwrap_or_default();
            }
            None => rest = inner,
        }
    }
    found
}

fn unique(mut words: Vec<&str>) -> Vec<&str> {
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn placeholders_are_words_between_underscores() {
        for (path, expected) in [
            ("tests/__resource__/test___resource___list.rs", vec!["__resource__", "__resource__"]),
            ("__version___create___table__.sql", vec!["__version__", "__table__"]),
            ("src/a__b.rs", vec![]),
            ("____", vec![]),
            ("src/__resourse__.rs", vec!["__resourse__"]),
        ] {
            assert_eq!(placeholders(path), expected, "{path}");
        }
    }
}
