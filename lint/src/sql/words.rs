// src/sql/words.rs - What a statement does, by its words

//! What a statement does, by its words.

use bitcode::{Decode, Encode};
use sqlparser::dialect::GenericDialect;
use sqlparser::tokenizer::{Token, Tokenizer};

use crate::calls::texts::HOLE;

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
#[allow(missing_docs, reason = "they are what they are called")]
pub enum Kind {
    Select,
    Insert,
    Update,
    Delete,
    /// Anything else, or what can't be seen.
    #[default]
    Other,
}

impl Kind {
    /// Whether it changes rows.
    pub fn writes(self) -> bool {
        matches!(self, Self::Insert | Self::Update | Self::Delete)
    }
}

/// What the words of a statement say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Words {
    /// What it does: the first of its parts that writes, else what it begins with.
    pub kind: Kind,
    /// The tables that it names, in order, each once, in lower case; what `WITH` calls by a name of its own is left out.
    pub tables: Vec<String>,
    /// Those of them whose rows it gives or changes: not what a query in brackets looks into.
    pub outer: Vec<String>,
    /// Whether the number of rows is bounded: `LIMIT`, `FETCH FIRST`.
    pub limited: bool,
    /// Whether it gives one row: a sum or a count without `GROUP BY`, or no table.
    pub single: bool,
    /// The columns that it compares, each once.
    pub filters: Vec<String>,
    /// The columns that it sorts by first.
    pub sorts: Vec<String>,
    /// The columns that it writes.
    pub written: Vec<String>,
    /// The columns that it gives, those of `*` left out.
    pub outputs: Vec<Output>,
    /// Whether it gives all columns of a table: `*`, `jobs.*`.
    pub star: bool,
    /// Whether a part of it is put in at run time.
    pub holes: bool,
}

/// A column that a statement gives.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Output {
    /// Its name, in lower case, without what the macros of sqlx put behind it: `id` of `"id!: i64"`.
    pub name: String,
    /// Whether it is a column as it is stored, and not worked out.
    pub plain: bool,
}

/// A word, a name or a mark of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Word {
    /// A word as it stands, and the same in lower case.
    Name(String),
    /// A quoted name.
    Quoted(String),
    /// Anything else.
    Mark(String),
}

impl Word {
    fn is(&self, keyword: &str) -> bool {
        matches!(self, Self::Name(name) if name == keyword)
    }

    fn is_mark(&self, mark: &str) -> bool {
        matches!(self, Self::Mark(text) if text == mark)
    }

    fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) | Self::Quoted(name) => Some(name),
            Self::Mark(_) => None,
        }
    }
}

/// Words after which no table follows.
const NO_TABLES: &[&str] = &["select", "lateral", "only", "unnest", "generate_series", "json_each", "values", "set"];

/// Functions that make one row of many.
const AGGREGATES: &[&str] = &["count", "sum", "avg", "min", "max", "exists", "total", "bool_or", "bool_and"];

/// Words that compare.
const COMPARISONS: &[&str] = &["=", "<>", "!=", "<", ">", "<=", ">=", "is", "in", "like", "ilike", "between", "not"];

impl Words {
    /// Reads a statement, in which [`HOLE`] stands for what is put in at run time. One that has no words is empty.
    pub fn of(sql: &str) -> Self {
        let words = split(sql);
        let mut found = Self { holes: sql.contains(HOLE), ..Self::default() };
        found.kind = kind(&words);
        (found.tables, found.outer) = tables(&words);
        found.limited = words.iter().any(|word| word.is("limit")) || follows(&words, "fetch", &["first", "next"]);
        let grouped = follows(&words, "group", &["by"]);
        found.single = found.tables.is_empty() || (!grouped && is_aggregate(&words));
        found.filters = filters(&words);
        found.sorts = sorts(&words);
        found.written = written(&words, found.kind);
        (found.outputs, found.star) = outputs(&words, found.kind);
        found
    }
}

fn split(sql: &str) -> Vec<Word> {
    // Each blank is a token, and most of what stands in code is indented.
    let lines: Vec<&str> = sql.lines().map(str::trim_start).collect();
    let tokens = Tokenizer::new(&GenericDialect {}, &lines.join("\n")).tokenize().unwrap_or_default();
    let word = |token: Token| match token {
        Token::Word(word) if word.quote_style.is_some() => Some(Word::Quoted(word.value.to_lowercase())),
        Token::Word(word) => Some(Word::Name(word.value.to_lowercase())),
        Token::Whitespace(_) => None,
        other => Some(Word::Mark(other.to_string())),
    };
    tokens.into_iter().filter_map(word).collect()
}

fn kind(words: &[Word]) -> Kind {
    let of = |word: &Word| {
        Some(match word {
            word if word.is("insert") || word.is("replace") => Kind::Insert,
            word if word.is("update") => Kind::Update,
            word if word.is("delete") => Kind::Delete,
            word if word.is("select") => Kind::Select,
            _ => return None,
        })
    };
    match words.first() {
        // `WITH gone AS (DELETE ..) SELECT ..` deletes.
        Some(first) if first.is("with") => {
            let all: Vec<Kind> = words.iter().filter_map(of).collect();
            all.iter().copied().find(|kind| kind.writes()).or(all.first().copied()).unwrap_or_default()
        }
        Some(first) => of(first).unwrap_or_default(),
        None => Kind::Other,
    }
}

/// Whether a keyword is followed by one of others.
fn follows(words: &[Word], keyword: &str, next: &[&str]) -> bool {
    words.windows(2).any(|pair| match pair {
        [one, two] => one.is(keyword) && next.iter().any(|next| two.is(next)),
        _ => false,
    })
}

/// All tables, and those that stand in no brackets.
fn tables(words: &[Word]) -> (Vec<String>, Vec<String>) {
    let named: Vec<&str> = words
        .windows(3)
        .filter_map(|three| match three {
            // `WITH recent AS (`, `, older AS (`
            [name, one, two] if one.is("as") && (two.is_mark("(") || two.is("materialized")) => name.name(),
            _ => None,
        })
        .collect();
    let (mut found, mut outer) = (Vec::new(), Vec::new());
    let mut in_list = false;
    let mut depth = 0_i32;
    for (at, word) in words.iter().enumerate() {
        if word.is_mark("(") {
            depth += 1;
        } else if word.is_mark(")") {
            depth -= 1;
        }
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let is_place = word.is("from") || word.is("join") || word.is("into");
        // `DO UPDATE SET` and `FOR UPDATE` name no table; nor does `extract(year from created_at)`.
        let is_update = word.is("update") && !before.is_some_and(|before| before.is("do") || before.is("for"));
        let is_distinct = word.is("from") && before.is_some_and(|before| before.is("distinct"));
        if (is_place && !is_distinct) || is_update {
            let mut next = words.get(at + 1..).unwrap_or_default().iter();
            let mut name = next.next();
            while name.is_some_and(|name| name.is("only") || name.is("lateral")) {
                name = next.next();
            }
            let Some(mut table) = name.and_then(Word::name) else { continue };
            let mut after = next.next();
            // `schema.table`
            while after.is_some_and(|mark| mark.is_mark(".")) {
                table = next.next().and_then(Word::name).unwrap_or(table);
                after = next.next();
            }
            let is_function = after.is_some_and(|mark| mark.is_mark("(")) && !word.is("into");
            let is_column =
                word.is("from") && depth > 0 && after.is_some_and(|mark| mark.is_mark(")")) && is_extract(words, at);
            if !is_function && !is_column && !NO_TABLES.contains(&table) && !named.contains(&table) && table != HOLE {
                push(&mut found, table);
                if depth == 0 {
                    push(&mut outer, table);
                }
            }
            in_list = word.is("from");
        }
        // `FROM a, b`
        if in_list && word.is_mark(",") && depth == 0 {
            let next = words.get(at + 1).and_then(Word::name);
            next.filter(|name| !named.contains(name) && *name != HOLE).into_iter().for_each(|name| {
                push(&mut found, name);
                push(&mut outer, name);
            });
        }
        if ["where", "order", "group", "set", "limit", "returning", "values"].iter().any(|end| word.is(end)) {
            in_list = false;
        }
    }
    (found, outer)
}

/// Whether a `from` stands in `extract(.. from ..)`, `substring(.. from ..)` or `trim(.. from ..)`.
fn is_extract(words: &[Word], at: usize) -> bool {
    let mut depth = 0;
    for (before, word) in words.iter().enumerate().take(at).rev() {
        if word.is_mark(")") {
            depth += 1;
        } else if word.is_mark("(") {
            if depth == 0 {
                let function = before.checked_sub(1).and_then(|before| words.get(before));
                return function
                    .is_some_and(|name| ["extract", "substring", "trim", "overlay"].iter().any(|it| name.is(it)));
            }
            depth -= 1;
        }
    }
    false
}

/// Whether what is selected is a function of all rows.
fn is_aggregate(words: &[Word]) -> bool {
    let from = words.iter().position(|word| word.is("from")).unwrap_or(words.len());
    let selected = words.get(..from).unwrap_or_default();
    let is_call = |pair: &[Word]| match pair {
        [name, open] => open.is_mark("(") && AGGREGATES.iter().any(|function| name.is(function)),
        _ => false,
    };
    let windowed = selected.iter().any(|word| word.is("over"));
    !windowed && selected.windows(2).any(is_call)
}

fn filters(words: &[Word]) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for (at, word) in words.iter().enumerate() {
        match word {
            word if word.is("where") || word.is("on") || word.is("having") || word.is("and") || word.is("or") => {
                inside = true;
            }
            word if ["order", "group", "limit", "returning", "set", "values", "select"]
                .iter()
                .any(|end| word.is(end)) =>
            {
                inside = false;
            }
            _ => {}
        }
        let Some(name) = word.name().filter(|_| inside) else { continue };
        let next = words.get(at + 1);
        let compares = |word: &Word| match word {
            Word::Name(name) | Word::Mark(name) => COMPARISONS.contains(&name.as_str()),
            Word::Quoted(_) => false,
        };
        let is_compared =
            next.is_some_and(compares) && !["where", "and", "or", "not", "on", "end", "null", HOLE].contains(&name);
        if is_compared || is_right_side(words, at) {
            push(&mut found, name);
        }
    }
    found
}

/// Whether a name is the column on the right of `a.b = c.d`.
fn is_right_side(words: &[Word], at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).and_then(|at| words.get(at));
    before(1).is_some_and(|word| word.is_mark(".")) && before(3).is_some_and(|word| word.is_mark("="))
}

fn sorts(words: &[Word]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, pair) in words.windows(2).enumerate() {
        let [order, by] = pair else { continue };
        if !(order.is("order") && by.is("by")) {
            continue;
        }
        let rest = words.get(at + 2..).unwrap_or_default();
        let mut names = rest.iter();
        let Some(mut name) = names.next().and_then(Word::name) else { continue };
        let mut next = names.next();
        while next.is_some_and(|mark| mark.is_mark(".")) {
            name = names.next().and_then(Word::name).unwrap_or(name);
            next = names.next();
        }
        let is_expression = next.is_some_and(|mark| mark.is_mark("(") || mark.is_mark("+") || mark.is_mark("-"));
        if !is_expression && name != HOLE && name != "case" {
            push(&mut found, name);
        }
    }
    found
}

fn written(words: &[Word], kind: Kind) -> Vec<String> {
    let mut found = Vec::new();
    match kind {
        Kind::Insert => {
            let Some(into) = words.iter().position(|word| word.is("into")) else { return found };
            let after = words.get(into + 1..).unwrap_or_default();
            let Some(open) = after.iter().position(|word| word.is_mark("(")) else { return found };
            // `INSERT INTO t SELECT ..` names no columns.
            if after.iter().take(open).any(|word| word.is("select") || word.is("values")) {
                return found;
            }
            let list = after.iter().skip(open + 1).take_while(|word| !word.is_mark(")"));
            list.filter_map(Word::name).for_each(|name| push(&mut found, name));
        }
        Kind::Update => {
            let Some(set) = words.iter().position(|word| word.is("set")) else { return found };
            let mut depth = 0;
            let mut starts = true;
            for word in words.iter().skip(set + 1) {
                match word {
                    word if word.is_mark("(") => depth += 1,
                    word if word.is_mark(")") => depth -= 1,
                    word if depth == 0 && (word.is("where") || word.is("from") || word.is("returning")) => break,
                    word if depth == 0 && word.is_mark(",") => {
                        starts = true;
                        continue;
                    }
                    word if starts => word.name().into_iter().for_each(|name| push(&mut found, name)),
                    _ => {}
                }
                starts = false;
            }
        }
        Kind::Select | Kind::Delete | Kind::Other => {}
    }
    found
}

/// The columns between `SELECT` and `FROM`, or behind `RETURNING`, and whether `*` is among them.
fn outputs(words: &[Word], kind: Kind) -> (Vec<Output>, bool) {
    let (start, end) = match kind {
        Kind::Select => ("select", "from"),
        Kind::Insert | Kind::Update | Kind::Delete => ("returning", ""),
        Kind::Other => return (Vec::new(), false),
    };
    let mut depth = 0;
    let mut items: Option<Vec<Vec<&Word>>> = None;
    for word in words {
        match word {
            word if word.is_mark("(") => depth += 1,
            word if word.is_mark(")") => depth -= 1,
            _ => {}
        }
        match &mut items {
            None if depth == 0 && word.is(start) => items = Some(vec![Vec::new()]),
            None => {}
            Some(_) if depth == 0 && (word.is(end) || word.is("into") || word.is_mark(";")) => break,
            Some(items) if depth == 0 && word.is_mark(",") => items.push(Vec::new()),
            Some(items) => items.last_mut().into_iter().for_each(|item| item.push(word)),
        }
    }
    let mut star = false;
    let mut found = Vec::new();
    for item in items.unwrap_or_default() {
        let item = without_distinct(&item);
        if item.last().is_some_and(|last| last.is_mark("*"))
            && item.iter().all(|word| word.name().is_some() || is_star(word))
        {
            star = true;
        } else {
            found.extend(output(item));
        }
    }
    (found, star)
}

fn is_star(word: &Word) -> bool {
    word.is_mark(".") || word.is_mark("*")
}

/// What is selected, without `DISTINCT` or `DISTINCT ON (..)` before it.
fn without_distinct<'w, 'i>(item: &'i [&'w Word]) -> &'i [&'w Word] {
    match item {
        [first, rest @ ..] if first.is("distinct") || first.is("all") => match rest
            .iter()
            .position(|word| word.is_mark(")"))
        {
            Some(close) if rest.first().is_some_and(|word| word.is("on")) => rest.get(close + 1..).unwrap_or_default(),
            _ => rest,
        },
        _ => item,
    }
}

fn output(item: &[&Word]) -> Option<Output> {
    let is_plain =
        |words: &[&Word]| words.iter().all(|word| word.name().is_some_and(|name| name != HOLE) || word.is_mark("."));
    let name = |word: &Word| {
        let name = word.name()?.split(['!', '?', ':']).next()?.trim();
        Some(name.to_owned())
    };
    let cast = item.iter().position(|word| word.is_mark("::"));
    let (named, value) = match item {
        [value @ .., before, named] if before.is("as") => (name(named)?, value),
        // `a::text` is called `a`, `count(*)` as the function is.
        _ if cast.is_some() => (name(item.get(cast?.checked_sub(1)?)?)?, item),
        [.., last] if last.is_mark(")") => (name(item.first()?)?, item),
        // `a b` is `a AS b`.
        [_, .., before, named] if !before.is_mark(".") && before.name().is_some() => {
            (name(named)?, item.get(..item.len() - 1).unwrap_or_default())
        }
        [before, named] if before.name().is_some() => (name(named)?, item.get(..1).unwrap_or_default()),
        [.., named] => (name(named)?, item),
        [] => return None,
    };
    Some(Output { plain: is_plain(value), name: named })
}

fn push(found: &mut Vec<String>, name: &str) {
    if !found.iter().any(|known| known == name) {
        found.push(name.to_owned());
    }
}
