// src/existing/table/checks.rs - What the conditions of a table say of each column by itself

//! What the conditions of a table say of each column by itself: labels, ends of ranges, lengths.

use sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, InTarget, UnaryOperator, Value,
};
use sqlparser::dialect::{Dialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;

/// One thing that is true of all values of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fact {
    /// It is one of these texts.
    Labels(Vec<String>),
    /// It is one of these numbers.
    Numbers(Vec<String>),
    /// It is at least this, or more than it.
    Above { end: String, strict: bool },
    /// It is at most this, or less than it.
    Below { end: String, strict: bool },
    /// It has at least so many characters.
    LongerThan(usize),
    /// It has at most so many characters.
    ShorterThan(usize),
    /// It is not null, which the column says itself.
    NotNull,
}

/// The facts that a condition comes to, each with its column as it is written; and what of it is none.
pub(super) fn facts(sql: &str, is_postgres: bool) -> (Vec<(String, Fact)>, Vec<String>) {
    let mut read = (Vec::new(), Vec::new());
    match expression(sql, is_postgres) {
        Some(expression) => conjuncts(&expression, &mut read),
        None => read.1.push(sql.to_owned()),
    }
    read
}

/// Parses an expression, all of the text.
pub(super) fn expression(sql: &str, is_postgres: bool) -> Option<Expr> {
    let dialect: &dyn Dialect = if is_postgres { &PostgreSqlDialect {} } else { &SQLiteDialect {} };
    let mut parser = Parser::new(dialect).try_with_sql(sql).ok()?;
    let expression = parser.parse_expr().ok()?;
    (parser.peek_token().token == sqlparser::tokenizer::Token::EOF).then_some(expression)
}

/// An expression without brackets and casts around it.
pub(super) fn bare(expression: &Expr) -> &Expr {
    match expression {
        Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => bare(inner),
        other => other,
    }
}

/// A number as it is written, with its sign.
pub(super) fn number(expression: &Expr) -> Option<String> {
    match bare(expression) {
        Expr::UnaryOp { op: UnaryOperator::Minus, expr } => {
            number(expr).map(|number| number.strip_prefix('-').map_or(format!("-{number}"), str::to_owned))
        }
        Expr::UnaryOp { op: UnaryOperator::Plus, expr } => number(expr),
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => Some(number.clone()),
            // PostgreSQL writes a negative number as `'-5'::integer`.
            Value::SingleQuotedString(text) => text.parse::<f64>().is_ok().then(|| text.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// A text.
pub(super) fn text(expression: &Expr) -> Option<String> {
    match bare(expression) {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) | Value::EscapedStringLiteral(text) | Value::DoubleQuotedString(text) => {
                Some(text.clone())
            }
            _ => None,
        },
        _ => None,
    }
}

type Read = (Vec<(String, Fact)>, Vec<String>);

fn conjuncts(expression: &Expr, read: &mut Read) {
    match bare(expression) {
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            conjuncts(left, read);
            conjuncts(right, read);
        }
        other => match single(other) {
            Some(facts) => read.0.extend(facts),
            None => read.1.push(other.to_string()),
        },
    }
}

/// The facts of a condition that is of one column.
fn single(expression: &Expr) -> Option<Vec<(String, Fact)>> {
    match expression {
        Expr::In { expr, target: InTarget::List(list), negated: false, .. } => {
            Some(vec![(column(expr)?, one_of(list)?)])
        }
        Expr::AnyOp { left, compare_op: BinaryOperator::Eq, right, .. } => match bare(right) {
            Expr::Array(array) => Some(vec![(column(left)?, one_of(&array.elem)?)]),
            _ => None,
        },
        Expr::Between { expr, negated: false, low, high } => {
            let mut facts = compared(expr, &BinaryOperator::GtEq, low)?;
            facts.extend(compared(expr, &BinaryOperator::LtEq, high)?);
            Some(facts)
        }
        Expr::IsNotNull(expr) => Some(vec![(column(expr)?, Fact::NotNull)]),
        Expr::BinaryOp { op: BinaryOperator::Or, .. } => either(expression),
        Expr::BinaryOp { left, op, right } => compared(left, op, right).or_else(|| compared(right, &turned(op)?, left)),
        _ => None,
    }
}

/// `x IS NULL OR ...`, which says of values what is behind it; and `x = 'a' OR x = 'b'`.
fn either(expression: &Expr) -> Option<Vec<(String, Fact)>> {
    let mut sides = Vec::new();
    disjuncts(expression, &mut sides);
    let nulls: Vec<String> =
        sides.iter().filter_map(|side| if let Expr::IsNull(expr) = side { column(expr) } else { None }).collect();
    let others: Vec<&&Expr> = sides.iter().filter(|side| !matches!(side, Expr::IsNull(_))).collect();
    let facts = match others.as_slice() {
        [one] => {
            let mut read = (Vec::new(), Vec::new());
            conjuncts(one, &mut read);
            read.1.is_empty().then_some(read.0)?
        }
        many => {
            let mut labels = Vec::new();
            let mut about = None;
            for side in many {
                let Expr::BinaryOp { left, op: BinaryOperator::Eq, right } = side else { return None };
                let (name, label) = (column(left)?, text(right)?);
                if about.get_or_insert_with(|| name.clone()) != &name {
                    return None;
                }
                labels.push(label);
            }
            vec![(about?, Fact::Labels(labels))]
        }
    };
    let first = facts.first()?.0.clone();
    let of_one = facts.iter().all(|(name, _)| *name == first) && nulls.iter().all(|name| *name == first);
    of_one.then_some(facts)
}

fn disjuncts<'e>(expression: &'e Expr, sides: &mut Vec<&'e Expr>) {
    match bare(expression) {
        Expr::BinaryOp { left, op: BinaryOperator::Or, right } => {
            disjuncts(left, sides);
            disjuncts(right, sides);
        }
        other => sides.push(other),
    }
}

fn one_of(list: &[Expr]) -> Option<Fact> {
    let texts: Option<Vec<String>> = list.iter().map(text).collect();
    texts.map(Fact::Labels).or_else(|| list.iter().map(number).collect::<Option<_>>().map(Fact::Numbers))
}

/// A column, or the length of one, held against a constant.
fn compared(left: &Expr, op: &BinaryOperator, right: &Expr) -> Option<Vec<(String, Fact)>> {
    if let Some(name) = measured(left) {
        let count = number(right)?.parse::<usize>().ok()?;
        let facts = match op {
            BinaryOperator::GtEq => vec![Fact::LongerThan(count)],
            BinaryOperator::Gt => vec![Fact::LongerThan(count + 1)],
            BinaryOperator::LtEq => vec![Fact::ShorterThan(count)],
            BinaryOperator::Lt => vec![Fact::ShorterThan(count.checked_sub(1)?)],
            BinaryOperator::Eq => vec![Fact::LongerThan(count), Fact::ShorterThan(count)],
            _ => return None,
        };
        return Some(facts.into_iter().map(|fact| (name.clone(), fact)).collect());
    }
    let name = column(left)?;
    let fact = match op {
        BinaryOperator::NotEq if text(right)?.is_empty() => Fact::LongerThan(1),
        BinaryOperator::GtEq => Fact::Above { end: number(right)?, strict: false },
        BinaryOperator::Gt => Fact::Above { end: number(right)?, strict: true },
        BinaryOperator::LtEq => Fact::Below { end: number(right)?, strict: false },
        BinaryOperator::Lt => Fact::Below { end: number(right)?, strict: true },
        _ => return None,
    };
    Some(vec![(name, fact)])
}

/// The operator that says the same with its sides changed.
fn turned(op: &BinaryOperator) -> Option<BinaryOperator> {
    Some(match op {
        BinaryOperator::GtEq => BinaryOperator::LtEq,
        BinaryOperator::Gt => BinaryOperator::Lt,
        BinaryOperator::LtEq => BinaryOperator::GtEq,
        BinaryOperator::Lt => BinaryOperator::Gt,
        BinaryOperator::Eq => BinaryOperator::Eq,
        BinaryOperator::NotEq => BinaryOperator::NotEq,
        _ => return None,
    })
}

fn column(expression: &Expr) -> Option<String> {
    match bare(expression) {
        Expr::Identifier(ident) => Some(ident.value.clone()),
        Expr::CompoundIdentifier(parts) => parts.last().map(|ident| ident.value.clone()),
        _ => None,
    }
}

/// The column whose length is asked for.
fn measured(expression: &Expr) -> Option<String> {
    let Expr::Function(function) = bare(expression) else { return None };
    let name = function.name.to_string().to_lowercase();
    if !matches!(name.as_str(), "length" | "char_length" | "character_length") {
        return None;
    }
    let FunctionArguments::List(list) = &function.args else { return None };
    match list.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(expr))] => column(expr),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, facts};

    /// The facts in a form that reads like the condition.
    fn shown(sql: &str, is_postgres: bool) -> String {
        let (facts, rest) = facts(sql, is_postgres);
        let fact = |(name, fact): (String, Fact)| match fact {
            Fact::Labels(labels) => format!("{name} in {}", labels.join("|")),
            Fact::Numbers(numbers) => format!("{name} of {}", numbers.join("|")),
            Fact::Above { end, strict } => format!("{name} >{} {end}", if strict { "" } else { "=" }),
            Fact::Below { end, strict } => format!("{name} <{} {end}", if strict { "" } else { "=" }),
            Fact::LongerThan(count) => format!("#{name} >= {count}"),
            Fact::ShorterThan(count) => format!("#{name} <= {count}"),
            Fact::NotNull => format!("{name}!"),
        };
        facts.into_iter().map(fact).chain(rest.into_iter().map(|sql| format!("? {sql}"))).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn conditions_are_read_as_people_and_postgresql_write_them() {
        for (sql, expected) in [
            ("state IN ('open', 'it''s')", "state in open|it's"),
            ("\"state\" in ('a')", "state in a"),
            ("flag IN (0, 1)", "flag of 0|1"),
            ("n BETWEEN -1 AND 9", "n >= -1, n <= 9"),
            ("0 < n AND n <= 1.5", "n > 0, n <= 1.5"),
            ("(length(name) > 0) AND (char_length(name) <= 80)", "#name >= 1, #name <= 80"),
            ("length(code) = 3", "#code >= 3, #code <= 3"),
            ("name <> ''", "#name >= 1"),
            ("n IS NULL OR n >= 0", "n >= 0"),
            ("n IS NULL OR (n >= 0 AND n < 5)", "n >= 0, n < 5"),
            ("s = 'a' OR s = 'b' OR s IS NULL", "s in a|b"),
            ("s IS NOT NULL", "s!"),
            ("t.n > 0", "n > 0"),
            ("a < b", "? a < b"),
            ("s NOT IN ('a', 'b')", "? s NOT IN ('a', 'b')"),
            ("n IS NULL OR m > 0", "? n IS NULL OR m > 0"),
            ("s = 'a' OR n = 'b'", "? s = 'a' OR n = 'b'"),
            ("length(trim(name)) > 0", "? length(TRIM(name)) > 0"),
            ("n > 0 AND a < b", "n > 0, ? a < b"),
            ("this is no condition", "? this is no condition"),
        ] {
            assert_eq!(shown(sql, false), expected, "{sql}");
        }
        for (sql, expected) in [
            ("(state = ANY (ARRAY['a'::text, 'b'::text]))", "state in a|b"),
            ("((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))", "state in a|b"),
            ("((n >= 0) AND (n <= '-5'::integer))", "n >= 0, n <= -5"),
            ("((n >= '-1.5'::numeric) AND (n <= (10)::numeric))", "n >= -1.5, n <= 10"),
            ("(char_length((name)::text) <= 80)", "#name <= 80"),
            ("((VALUE)::text <> ''::text)", "#VALUE >= 1"),
            ("(name ~ '^[a-z]+$'::text)", "? name ~ '^[a-z]+$'::TEXT"),
        ] {
            assert_eq!(shown(sql, true), expected, "{sql}");
        }
    }
}
