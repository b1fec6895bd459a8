// src/english.rs - Singular and plural by the rules of English, words that have none of their own

//! Singular and plural by the rules of English.
//!
//! The rules are those of the crate `pluralizer`, which has them from the library `pluralize` for JavaScript (MIT): endings and
//! what they become. That crate makes a hundred regular expressions of them at the first word, which takes longer than all
//! else that planning a resource needs; here they are compared letter by letter. A test holds both against each other.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that follow no rule: singular, plural.
const IRREGULAR: [(&str, &str); 52] = [
    ("i", "we"),
    ("me", "us"),
    ("he", "they"),
    ("she", "they"),
    ("them", "them"),
    ("myself", "ourselves"),
    ("yourself", "yourselves"),
    ("itself", "themselves"),
    ("herself", "themselves"),
    ("himself", "themselves"),
    ("themself", "themselves"),
    ("is", "are"),
    ("was", "were"),
    ("has", "have"),
    ("this", "these"),
    ("that", "those"),
    ("my", "our"),
    ("its", "their"),
    ("his", "their"),
    ("her", "their"),
    ("echo", "echoes"),
    ("dingo", "dingoes"),
    ("volcano", "volcanoes"),
    ("tornado", "tornadoes"),
    ("torpedo", "torpedoes"),
    ("genus", "genera"),
    ("viscus", "viscera"),
    ("stigma", "stigmata"),
    ("stoma", "stomata"),
    ("dogma", "dogmata"),
    ("lemma", "lemmata"),
    ("schema", "schemata"),
    ("anathema", "anathemata"),
    ("ox", "oxen"),
    ("axe", "axes"),
    ("die", "dice"),
    ("yes", "yeses"),
    ("foot", "feet"),
    ("eave", "eaves"),
    ("goose", "geese"),
    ("tooth", "teeth"),
    ("quiz", "quizzes"),
    ("human", "humans"),
    ("proof", "proofs"),
    ("carve", "carves"),
    ("valve", "valves"),
    ("looey", "looies"),
    ("thief", "thieves"),
    ("groove", "grooves"),
    ("pickaxe", "pickaxes"),
    ("passerby", "passersby"),
    ("canvas", "canvases"),
];

/// Words with one form for both numbers.
const UNCOUNTABLE: &str = "adulthood advice agenda aid aircraft alcohol ammo analytics anime athletics audio bison blood bream \
    buffalo butter carp cash chassis chess clothing cod commerce cooperation corps debris diabetes digestion elk energy \
    equipment excretion expertise firmware flounder fun gallows garbage graffiti hardware headquarters health herpes highjinks \
    homework housework information jeans justice kudos labour literature machinery mackerel mail media mews moose music mud \
    manga news only personnel pike plankton pliers police pollution premises rain research rice salmon scissors series sewage \
    shambles shrimp software staff swine tennis traffic transportation trout tuna wealth welfare whiting wildebeest wildlife \
    you";

/// A rule: what stands before an ending, the endings, and what takes their place. The stems and the endings are patterns,
/// with `|` between them: a letter is itself, `[ab]` one of these, `[^ab]` any but these, and `<` the beginning of a word.
/// Of a pattern of no letters, the empty ending is meant.
type Rule = (&'static str, &'static str, &'static str);

const LATIN_US: &str = "alumn|syllab|vir|radi|nucle|fung|cact|stimul|termin|bacill|foc|uter|loc|strat";
const GREEK_ON: &str = "apheli|hyperbat|periheli|asyndet|noumen|phenomen|criteri|organ|prolegomen|hedr|automat";
const LATIN_UM_ONE: &str =
    "agend|addend|millenni|dat|extrem|bacteri|desiderat|strat|candelabr|errat|ov|symposi|curricul|quor";
const LATIN_UM: &str =
    "agend|addend|millenni|dat|extrem|bacteri|desiderat|strat|candelabr|errat|ov|symposi|curricul|automat|quor";

/// Endings of words that stay as they are; they come before all rules.
const KEPT: &str = "sheep|pox|ois|ous|measles|fish|deer|[^aeiou]ese|pokemon|pokémon";

/// The first that fits is taken.
const PLURAL: [Rule; 24] = [
    ("", "man|men", "men"),
    ("eaux", "", ""),
    ("child", "ren|", "ren"),
    ("pe", "rson|ople", "ople"),
    ("<titm|<m|<l", "ice|ouse", "ice"),
    ("matr|cod|mur|sil|vert|ind|append", "ix|ex", "ices"),
    ("x|ch|ss|sh|zz", "", "es"),
    ("[^ch][ieo][ln]", "ey", "ies"),
    ("[^aeiouy]|qu", "y", "ies"),
    ("kni|wi|li", "fe", "ves"),
    ("ar|l|ea|eo|oa|hoo", "f", "ves"),
    ("", "sis", "ses"),
    (GREEK_ON, "a|on", "a"),
    (LATIN_UM, "a|um", "a"),
    ("her|at|gr", "o", "oes"),
    ("seraph|cherub", "im|", "im"),
    ("alumn|alg|vertebr", "ae|a", "ae"),
    (LATIN_US, "us|i", "i"),
    ("[^l]ias|[aeiou]las|[ejzr]as|[iu]am", "", ""),
    ("e[mn]u", "s|", "s"),
    ("alias|[^aou]us|t[lm]as|gas|ris", "", "es"),
    ("ax|test", "is", "es"),
    ("[^aeiou]ese", "", ""),
    ("", "s|", "s"),
];

/// The first that fits is taken.
const SINGULAR: [Rule; 24] = [
    ("", "men", "man"),
    ("eau", "x|", ""),
    ("child", "ren", ""),
    ("pe", "rson|ople", "rson"),
    ("matr|append", "ices", "ix"),
    ("cod|mur|sil|vert|ind", "ices", "ex"),
    ("alumn|alg|vertebr", "ae", "a"),
    (GREEK_ON, "a", "on"),
    (LATIN_UM_ONE, "a", "um"),
    (LATIN_US, "us|i", "us"),
    ("test", "is|es", "is"),
    ("movie|twelve|abuse|e[mn]u", "s", ""),
    ("analy|diagno|parenthe|progno|synop|the|empha|cri|ne", "sis|ses", "sis"),
    ("x|ch|ss|sh|zz|tto|go|cho|alias|[^aou]us|t[lm]as|gas|hero|ato|gro|[aeiou]ris", "es|", ""),
    ("seraph|cherub", "im", ""),
    ("<titm|<m|<l", "ice", "ouse"),
    ("<mon|<smil", "ies", "ey"),
    (
        "<l|<neckt|<crosst|<hogt|<aunt|<t|<coll|<faer|<food|<gen|<goon|<group|<hipp|<junk|<vegg|<porkp|<p|<charl|<calor|<cut",
        "ies",
        "ie",
    ),
    ("dg|ss|ois|lk|ok|wn|mb|th|ch|ec|oal|is|ck|ix|sser|ts|wb", "ies", "ie"),
    ("", "ies", "y"),
    ("ar|wol|[ae]l|[eo][ao]", "ves", "f"),
    ("wi|kni|afterli|halfli|highli|lowli|midli|nonli|nightli|<li", "ves", "fe"),
    ("ss", "", ""),
    ("", "s", ""),
];

/// The plural of a word in small letters, singular or plural.
pub(crate) fn plural(word: &str) -> String {
    if IRREGULAR.iter().any(|(_, many)| *many == word) {
        return word.to_owned();
    }
    match IRREGULAR.iter().rev().find(|(one, _)| *one == word) {
        Some((_, many)) => (*many).to_owned(),
        // A foreign letter at the end tells of no rule.
        None if !word.ends_with(|c: char| c.is_ascii()) => word.to_owned(),
        None if word == "thou" => "you".to_owned(),
        None => by_rule(word, &PLURAL_PARTS),
    }
}

/// The singular of a word in small letters, singular or plural.
pub(crate) fn singular(word: &str) -> String {
    if IRREGULAR.iter().any(|(one, _)| *one == word) {
        return word.to_owned();
    }
    match IRREGULAR.iter().rev().find(|(_, many)| *many == word) {
        Some((one, _)) => (*one).to_owned(),
        None => by_rule(word, &SINGULAR_PARTS),
    }
}

/// A rule with its patterns apart: stems, endings, and what takes their place.
type Parts = (Vec<Pattern>, Vec<&'static str>, &'static str);

/// The end of a word.
enum Pattern {
    /// These letters.
    Letters(&'static str),
    /// One with letters to choose from, or the beginning of the word.
    Open(&'static str),
}

impl Pattern {
    fn new(pattern: &'static str) -> Self {
        if pattern.contains(['<', '[']) { Self::Open(pattern) } else { Self::Letters(pattern) }
    }

    fn ends(&self, word: &str) -> bool {
        match self {
            Self::Letters(letters) => word.ends_with(letters),
            Self::Open(pattern) => ends_with(word, pattern),
        }
    }
}

// A linter asks for hundreds of words, so what the tables say is taken apart once.
static PLURAL_PARTS: LazyLock<Vec<Parts>> = LazyLock::new(|| PLURAL.iter().map(parts).collect());
static SINGULAR_PARTS: LazyLock<Vec<Parts>> = LazyLock::new(|| SINGULAR.iter().map(parts).collect());
static UNCOUNTABLE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| UNCOUNTABLE.split(' ').collect());
static KEPT_PARTS: LazyLock<Vec<Pattern>> = LazyLock::new(|| KEPT.split('|').map(Pattern::new).collect());

fn parts((stems, endings, put): &Rule) -> Parts {
    (stems.split('|').map(Pattern::new).collect(), endings.split('|').collect(), put)
}

fn by_rule(word: &str, rules: &[Parts]) -> String {
    if word.is_empty() || UNCOUNTABLE_WORDS.contains(word) || ends(word, &KEPT_PARTS) {
        return word.to_owned();
    }
    let applied = rules.iter().find_map(|(stems, endings, put)| {
        endings.iter().find_map(|ending| {
            let stem = word.strip_suffix(ending)?;
            ends(stem, stems).then(|| format!("{stem}{put}"))
        })
    });
    applied.unwrap_or_else(|| word.to_owned())
}

/// Whether a word ends as one of the patterns says.
fn ends(word: &str, patterns: &[Pattern]) -> bool {
    patterns.iter().any(|pattern| pattern.ends(word))
}

fn ends_with(word: &str, pattern: &str) -> bool {
    let mut letters = word.chars().rev();
    let mut rest = pattern;
    while let Some(last) = rest.chars().next_back() {
        if last == '<' {
            return letters.next().is_none_or(|before| !before.is_alphanumeric() && before != '_');
        }
        let start = if last == ']' { rest.rfind('[').unwrap_or(0) } else { rest.len() - last.len_utf8() };
        let (before, one) = rest.split_at(start);
        let Some(letter) = letters.next() else { return false };
        let inside = one.strip_prefix('[').and_then(|one| one.strip_suffix(']')).unwrap_or(one);
        let is_among = |letters: &str| letters.chars().any(|one| one == letter);
        let fits = match inside.strip_prefix('^') {
            Some(others) => !is_among(others),
            None => is_among(inside),
        };
        if !fits {
            return false;
        }
        rest = before;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{IRREGULAR, PLURAL, Rule, SINGULAR, UNCOUNTABLE, plural, singular};

    /// Every stem of the rules with every ending that matters, and words put together by chance.
    fn words() -> Vec<String> {
        let mut words: Vec<String> = UNCOUNTABLE.split(' ').map(str::to_owned).collect();
        words.extend(IRREGULAR.iter().flat_map(|(one, many)| [(*one).to_owned(), (*many).to_owned()]));
        let endings = [
            "", "s", "es", "ies", "y", "ey", "us", "i", "a", "um", "on", "ae", "x", "ix", "ex", "ices", "is", "ses",
            "sis", "f", "fe", "ves", "o", "oes", "man", "men", "ren", "rson", "ople", "ice", "ouse", "im", "ese",
            "fish", "ss", "sh", "ch", "e",
        ];
        let stems = |rules: &[Rule]| -> Vec<String> {
            let plain = |stem: &str| stem.replace(['<', '[', ']', '^'], "");
            rules.iter().flat_map(|(stems, _, _)| stems.split('|').map(plain).collect::<Vec<_>>()).collect()
        };
        for stem in [stems(&PLURAL), stems(&SINGULAR)].concat() {
            for ending in endings {
                words.extend([format!("{stem}{ending}"), format!("a{stem}{ending}"), format!("back-{stem}{ending}")]);
            }
        }
        let letters: Vec<char> = "aeiouylnmtscrhgdfvxzbk2é".chars().collect();
        let mut seed = 7u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        for _ in 0..20_000 {
            let length = 1 + next(6);
            let word: String = (0..length).map(|_| letters[next(letters.len())]).collect();
            words.push(format!("{word}{}", endings[next(endings.len())]));
        }
        words
    }

    #[test]
    fn the_rules_come_to_what_the_crate_comes_to() {
        let differ = |word: &String| {
            let theirs = (pluralizer::pluralize(word, 2, false), pluralizer::pluralize(word, 1, false));
            let ours = (plural(word), singular(word));
            (ours != theirs).then(|| format!("{word}: {ours:?}, the crate {theirs:?}"))
        };
        let wrong: Vec<String> = words().iter().filter_map(differ).collect();
        assert!(wrong.is_empty(), "{} words differ: {:#?}", wrong.len(), wrong.iter().take(30).collect::<Vec<_>>());
    }
}
