// src/inflection.rs - Singular and plural: one table for the generator's names and the linter's expectations

//! Singular and plural: one table for the generator's names and the linter's expectations.
//!
//! The rules of English are in [`english`](crate::english); the words that they get wrong, the words whose plural form is a
//! singular to programmers, and the team's own words stand before it.

use std::collections::BTreeMap;

use crate::english;

/// Irregular words that the rules of English inflect wrongly: singular, plural. Where two words share a plural, the first is
/// its singular.
const IRREGULAR: [(&str, &str); 11] = [
    ("axis", "axes"),
    ("axe", "axes"),
    ("base", "bases"),
    ("basis", "bases"),
    ("cache", "caches"),
    ("datum", "data"),
    ("hero", "heroes"),
    ("lens", "lenses"),
    ("quiz", "quizzes"),
    ("schema", "schemas"),
    ("virus", "viruses"),
];

/// One form for both numbers.
const UNCOUNTABLE: [&str; 12] = [
    "data",
    "metadata",
    "equipment",
    "feedback",
    "information",
    "media",
    "money",
    "music",
    "news",
    "series",
    "sheep",
    "software",
];

/// Plural in form, but one thing to whoever names a file or a segment so: never reported as plural, never singularized.
const SINGULAR_IN_SENSE: [&str; 14] = [
    "analytics",
    "credentials",
    "diagnostics",
    "economics",
    "graphics",
    "logistics",
    "mathematics",
    "metrics",
    "physics",
    "preferences",
    "settings",
    "statistics",
    "stats",
    "utils",
];

/// The words that a team adds: part of `rulebook.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Singular to plural.
    pub irregular: BTreeMap<String, String>,
    /// Words with one form for both.
    pub uncountable: Vec<String>,
}

/// Inflects the last word of a `snake_case` compound.
#[derive(Debug, Clone, Default)]
pub struct Inflector {
    words: Words,
}

impl Inflector {
    /// An inflector that knows the team's words besides its own.
    pub fn new(words: &Words) -> Self {
        Self { words: words.clone() }
    }

    /// The plural of a singular or plural compound: `backtest_run` is `backtest_runs`.
    pub fn plural(&self, name: &str) -> String {
        self.inflect(name, |word| self.plural_word(word))
    }

    /// The singular of a singular or plural compound.
    pub fn singular(&self, name: &str) -> String {
        self.inflect(name, |word| self.singular_word(word))
    }

    /// Whether the last word has one form for both numbers.
    pub fn is_uncountable(&self, name: &str) -> bool {
        let word = last_word(name).1;
        self.words.uncountable.iter().any(|known| known == word) || UNCOUNTABLE.contains(&word)
    }

    /// Whether the compound is surely a plural. False for what has one form, or is a singular in sense (`metrics`).
    pub fn is_plural(&self, name: &str) -> bool {
        let singular = self.singular(name);
        singular != name && self.plural(&singular) == name
    }

    /// Whether the compound is surely a singular that has another plural.
    pub fn is_singular(&self, name: &str) -> bool {
        let plural = self.plural(name);
        plural != name && self.singular(&plural) == name && !SINGULAR_IN_SENSE.contains(&last_word(name).1)
    }

    fn inflect(&self, name: &str, word: impl Fn(&str) -> String) -> String {
        let (head, last) = last_word(name);
        if last.is_empty() || self.is_uncountable(name) {
            return name.to_owned();
        }
        format!("{head}{}", word(last))
    }

    fn plural_word(&self, word: &str) -> String {
        if let Some(known) = self.irregulars().find(|(one, many)| word == *one || word == *many) {
            return known.1.to_owned();
        }
        if SINGULAR_IN_SENSE.contains(&word) {
            return word.to_owned();
        }
        english::plural(word)
    }

    fn singular_word(&self, word: &str) -> String {
        if let Some(known) = self.irregulars().find(|(one, many)| word == *one || word == *many) {
            return known.0.to_owned();
        }
        if SINGULAR_IN_SENSE.contains(&word) {
            return word.to_owned();
        }
        english::singular(word)
    }

    /// The team's words first: they may correct ours.
    fn irregulars(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.irregular.iter().map(|(one, many)| (one.as_str(), many.as_str())).chain(IRREGULAR)
    }
}

/// A compound as what stands before its last word, the underscore included, and the last word.
fn last_word(name: &str) -> (&str, &str) {
    name.rfind('_').map_or(("", name), |at| name.split_at(at + 1))
}

#[cfg(test)]
mod tests {
    use super::{Inflector, Words};

    #[test]
    fn words_that_are_easy_to_get_wrong_both_ways() {
        let inflector = Inflector::default();
        let mut wrong = Vec::new();
        for (one, many) in [
            ("job", "jobs"),
            ("person", "people"),
            ("child", "children"),
            ("box", "boxes"),
            ("leaf", "leaves"),
            ("quiz", "quizzes"),
            ("address", "addresses"),
            ("analysis", "analyses"),
            ("bus", "buses"),
            ("category", "categories"),
            ("hero", "heroes"),
            ("index", "indices"),
            ("movie", "movies"),
            ("device", "devices"),
            ("status", "statuses"),
            ("virus", "viruses"),
            ("lens", "lenses"),
            ("cache", "caches"),
            ("process", "processes"),
            ("class", "classes"),
            ("key", "keys"),
            ("strategy", "strategies"),
            ("backtest_run", "backtest_runs"),
            ("company", "companies"),
            ("knife", "knives"),
            ("tax", "taxes"),
            ("alias", "aliases"),
            ("response", "responses"),
            ("house", "houses"),
            ("invoice", "invoices"),
            ("axis", "axes"),
            ("photo", "photos"),
            ("user", "users"),
            ("branch", "branches"),
            ("bonus", "bonuses"),
            ("campus", "campuses"),
            ("purchase", "purchases"),
            ("release", "releases"),
            ("database", "databases"),
            ("course", "courses"),
            ("license", "licenses"),
            ("expense", "expenses"),
            ("use_case", "use_cases"),
            ("day", "days"),
            ("wife", "wives"),
            ("potato", "potatoes"),
            ("man", "men"),
            ("foot", "feet"),
            ("criterion", "criteria"),
            ("schema", "schemas"),
            ("gas", "gases"),
            ("canvas", "canvases"),
            ("atlas", "atlases"),
        ] {
            let right = inflector.plural(one) == many
                && inflector.plural(many) == many
                && inflector.singular(many) == one
                && inflector.singular(one) == one
                && inflector.is_plural(many)
                && !inflector.is_plural(one)
                && inflector.is_singular(one)
                && !inflector.is_singular(many);
            if !right {
                wrong.push((one, inflector.plural(one), inflector.singular(many), inflector.singular(one)));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(inflector.plural("datum"), "data");
    }

    #[test]
    fn one_form_and_singular_in_sense_are_neither() {
        let inflector = Inflector::default();
        for word in
            ["news", "data", "series", "sheep", "media", "equipment", "market_data", "metrics", "analytics", "settings"]
        {
            assert_eq!(inflector.plural(word), word);
            assert_eq!(inflector.singular(word), word);
            assert!(!inflector.is_plural(word) && !inflector.is_singular(word), "{word}");
        }
    }

    #[test]
    fn the_teams_words_come_first() {
        let words = Words {
            irregular: [("schema".to_owned(), "schemata".to_owned())].into(),
            uncountable: vec!["staff".to_owned()],
        };
        let inflector = Inflector::new(&words);
        assert_eq!(inflector.plural("db_schema"), "db_schemata");
        assert_eq!(inflector.singular("schemata"), "schema");
        assert_eq!(inflector.plural("staff"), "staff");
    }
}
