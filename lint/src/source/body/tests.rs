// src/source/body/tests.rs - What bodies are lowered to

use super::{ArgumentForm, BlockKind, Bodies, BodyOwner, ExprId, ExprKind, PatternId, PatternKind, StatementKind};
use crate::packed::Packed;
use crate::source::facts::{FileFacts, Language};
use crate::source::read::{STACK_SIZE, Text, read_text};

fn facts(text: &str) -> FileFacts {
    let mut facts = open_facts(text);
    facts.close();
    facts
}

/// Facts whose rows are as they grew.
fn open_facts(text: &str) -> FileFacts {
    let text = text.to_owned();
    let reader = move || read_text(Text::decode(Ok(text.into_bytes())), "a.rs".into(), "a.rs".into(), Language::Rust);
    std::thread::Builder::new().stack_size(STACK_SIZE).spawn(reader).unwrap().join().unwrap()
}

/// An expression as text: names of variables with the number of their binding, so that shadowing shows.
struct Shown<'f> {
    facts: &'f FileFacts,
    bodies: &'f Bodies,
}

impl Shown<'_> {
    fn list(&self, ids: impl Iterator<Item = ExprId>) -> String {
        ids.map(|id| self.expr(id)).collect::<Vec<_>>().join(", ")
    }

    fn maybe(&self, id: Option<ExprId>) -> String {
        id.map(|id| format!(" {}", self.expr(id))).unwrap_or_default()
    }

    fn expr(&self, id: ExprId) -> String {
        let (facts, bodies) = (self.facts, self.bodies);
        match bodies.kind(id) {
            ExprKind::Path(path) => format!("<{}>", facts.slice(bodies.path(path).span)),
            ExprKind::Local(local) => format!("{}#{}", facts.name(bodies.local(local).name), local.0),
            ExprKind::SelfValue => "self".to_owned(),
            ExprKind::Text(text) => format!("{:?}", bodies.text(text, facts)),
            ExprKind::Bool(value) => value.to_string(),
            ExprKind::Integer | ExprKind::Literal => facts.slice(bodies.expr(id).span).to_owned(),
            ExprKind::Call { function, arguments } => {
                format!("{}({})", self.expr(function), self.list(bodies.list(arguments)))
            }
            ExprKind::MethodCall(call) => {
                let call = bodies.method_call(call);
                format!(
                    "{}.{}({})",
                    self.expr(call.receiver),
                    facts.name(call.name),
                    self.list(bodies.list(call.arguments))
                )
            }
            ExprKind::Field { base, name } => format!("{}.{}", self.expr(base), facts.name(name)),
            ExprKind::Index { base, index } => format!("{}[{}]", self.expr(base), self.expr(index)),
            ExprKind::Struct { path, fields, rest } => {
                let fields = bodies
                    .fields(fields)
                    .map(|field| format!("{}: {}", facts.name(field.name), self.expr(field.value)));
                let fields = fields.collect::<Vec<_>>().join(", ");
                format!("<{}> {{{fields}{}}}", facts.slice(bodies.path(path).span), self.maybe(rest))
            }
            ExprKind::Tuple(parts) => format!("({})", self.list(bodies.list(parts))),
            ExprKind::Array(parts) => format!("[{}]", self.list(bodies.list(parts))),
            ExprKind::Repeat { value, length } => format!("[{}; {}]", self.expr(value), self.expr(length)),
            ExprKind::Block { statements, kind } => {
                let statements = bodies.statements(statements).map(|statement| {
                    let cfg = if statement.cfg.is_some() { "cfg " } else { "" };
                    let shown = match statement.kind {
                        StatementKind::Let { pattern, ty, value, otherwise } => format!(
                            "let {}{}{}{};",
                            self.pattern(pattern),
                            ty.map(|_| ": T").unwrap_or_default(),
                            value.map(|value| format!(" = {}", self.expr(value))).unwrap_or_default(),
                            otherwise.map(|value| format!(" else {}", self.expr(value))).unwrap_or_default(),
                        ),
                        StatementKind::Expr { value, semicolon } => {
                            format!("{}{}", self.expr(value), if semicolon { ";" } else { "" })
                        }
                    };
                    format!("{cfg}{shown}")
                });
                let kind = if kind == BlockKind::Async { "async " } else { "" };
                format!("{kind}{{ {} }}", statements.collect::<Vec<_>>().join(" "))
            }
            ExprKind::If { condition, then, otherwise } => {
                format!("if {} {}{}", self.expr(condition), self.expr(then), self.maybe(otherwise))
            }
            ExprKind::Let { pattern, value } => format!("let {} = {}", self.pattern(pattern), self.expr(value)),
            ExprKind::Match { value, arms } => {
                let arms = bodies.arms(arms).map(|arm| {
                    let guard = arm.guard.map(|guard| format!(" if {}", self.expr(guard))).unwrap_or_default();
                    format!("{}{guard} => {}", self.pattern(arm.pattern), self.expr(arm.value))
                });
                format!("match {} {{ {} }}", self.expr(value), arms.collect::<Vec<_>>().join(", "))
            }
            ExprKind::Loop { body } => format!("loop {}", self.expr(body)),
            ExprKind::While { condition, body } => format!("while {} {}", self.expr(condition), self.expr(body)),
            ExprKind::For { pattern, iterated, body } => {
                format!("for {} in {} {}", self.pattern(pattern), self.expr(iterated), self.expr(body))
            }
            ExprKind::Closure(closure) => {
                let closure = bodies.closure(closure);
                let parameters: Vec<String> =
                    bodies.pattern_list(closure.parameters).map(|each| self.pattern(each)).collect();
                format!("|{}| {}", parameters.join(", "), self.expr(closure.value))
            }
            ExprKind::Return(value) => format!("return{}", self.maybe(value)),
            ExprKind::Break(value) => format!("break{}", self.maybe(value)),
            ExprKind::Continue => "continue".to_owned(),
            ExprKind::Try(value) => format!("{}?", self.expr(value)),
            ExprKind::Await(value) => format!("{}.await", self.expr(value)),
            ExprKind::Unary { operator, value } => format!("{operator:?}({})", self.expr(value)),
            ExprKind::Binary { operator, left, right } => {
                format!("{operator:?}({}, {})", self.expr(left), self.expr(right))
            }
            ExprKind::Assign { left, right } => format!("{} = {}", self.expr(left), self.expr(right)),
            ExprKind::Reference { mutable, value } => {
                format!("&{}{}", if mutable { "mut " } else { "" }, self.expr(value))
            }
            ExprKind::Cast { value, .. } => format!("{} as T", self.expr(value)),
            ExprKind::Range { from, to } => format!("range({}{})", self.maybe(from), self.maybe(to)),
            ExprKind::Macro(call) => {
                let call = bodies.macro_call(call);
                let arguments = bodies.arguments(call.arguments).map(|argument| {
                    let name = argument.name.map(|name| format!("{} = ", facts.slice(name))).unwrap_or_default();
                    let form = match argument.form {
                        ArgumentForm::Plain => "",
                        ArgumentForm::Display => "%",
                        ArgumentForm::Debug => "?",
                        ArgumentForm::Captured => "captured ",
                    };
                    format!("{name}{form}{}", self.expr(argument.value))
                });
                format!("{}!({})", facts.slice(bodies.path(call.path).span), arguments.collect::<Vec<_>>().join(", "))
            }
            ExprKind::Other(parts) => format!("other({})", self.list(bodies.list(parts))),
        }
    }

    fn patterns(&self, ids: impl Iterator<Item = PatternId>) -> String {
        ids.map(|id| self.pattern(id)).collect::<Vec<_>>().join(", ")
    }

    fn pattern(&self, id: PatternId) -> String {
        let (facts, bodies) = (self.facts, self.bodies);
        match bodies.pattern(id).kind {
            PatternKind::Wild => "_".to_owned(),
            PatternKind::Rest => "..".to_owned(),
            PatternKind::Local { local, inner } => {
                let inner = inner.map(|inner| format!(" @ {}", self.pattern(PatternId(inner)))).unwrap_or_default();
                format!("{}#{}{inner}", facts.name(bodies.local(local).name), local.0)
            }
            PatternKind::Path(path) => format!("<{}>", facts.slice(bodies.path(path).span)),
            PatternKind::TupleStruct { path, parts } => {
                format!("<{}>({})", facts.slice(bodies.path(path).span), self.patterns(bodies.pattern_list(parts)))
            }
            PatternKind::Struct { path, fields } => {
                let fields = bodies
                    .field_patterns(fields)
                    .map(|field| format!("{}: {}", facts.name(field.name), self.pattern(field.pattern)));
                format!("<{}> {{{}}}", facts.slice(bodies.path(path).span), fields.collect::<Vec<_>>().join(", "))
            }
            PatternKind::Tuple(parts) => format!("({})", self.patterns(bodies.pattern_list(parts))),
            PatternKind::Slice(parts) => format!("[{}]", self.patterns(bodies.pattern_list(parts))),
            PatternKind::Or(parts) => {
                bodies.pattern_list(parts).map(|part| self.pattern(part)).collect::<Vec<_>>().join(" | ")
            }
            PatternKind::Reference(inner) => format!("&{}", self.pattern(inner)),
            PatternKind::Literal(value) => self.expr(value),
            PatternKind::Other => "?".to_owned(),
        }
    }
}

#[test]
fn expressions_become_their_forms() {
    for (source, expected) in [
        ("a(b)", "<a>(<b>)"),
        ("(x.f(1)?).g::<u8>().await", "<x>.f(1)?.g().await"),
        ("let x = x; let x = x + 1; x", "let x#0 = <x>; let x#1 = Add(x#0, 1); x#1"),
        ("let r#type = 1; type_of(r#type)", "let type#0 = 1; <type_of>(type#0)"),
        ("if let Some(v) = o { v } else { v }", "if let <Some>(v#0) = <o> { v#0 } { <v> }"),
        ("if let A(v) = o && v.ok() { v }", "if And(let <A>(v#0) = <o>, v#0.ok()) { v#0 }"),
        ("let Ok(v) = f() else { return None }; v", "let <Ok>(v#0) = <f>() else { return <None> }; v#0"),
        (
            "match e { A { b, c: (d, ..) } if b > 1 => d, None | Some(_) => 0, n @ 1 => n }",
            "match <e> { <A> {b: b#0, c: (d#1, ..)} if Compare(b#0, 1) => d#1, <None> | <Some>(_) => 0, n#2 @ 1 => n#2 }",
        ),
        ("for (k, v) in m { k; } k", "for (k#0, v#1) in <m> { k#0; } <k>"),
        ("while let Some(n) = it.next() { continue }", "while let <Some>(n#0) = <it>.next() { continue }"),
        ("let f = |a: u8, (b, _)| a + b; f(1)", "let f#2 = |a#0, (b#1, _)| Add(a#0, b#1); f#2(1)"),
        ("loop { break 1 }", "loop { break 1 }"),
        ("S { a, b: 1, ..base }", "<S> {a: <a>, b: 1 <base>}"),
        ("&mut *p as *const u8", "&mut Dereference(<p>) as T"),
        ("a[1..].len() == -1 || !b", "Or(Equal(<a>[range( 1)].len(), Minus(1)), Not(<b>))"),
        ("async move { f().await }", "async { <f>().await }"),
        ("unsafe { f() }", "{ <f>() }"),
        ("x += 1; y = self.z.0;", "AddAssign(<x>, 1); <y> = self.z.0;"),
        ("[0; 4]; [a, b]; (a,);", "[0; 4]; [<a>, <b>]; (<a>);"),
        ("<T as a::B>::c(1)", "<<T as a::B>::c>(1)"),
        ("#[cfg(feature = \"x\")] f(); #[cfg(test)] let a = 1;", "cfg <f>(); cfg let a#0 = 1;"),
        (r##"(r#"a"b"#, "c\n", "d")"##, r#"("a\"b", "c\n", "d")"#),
    ] {
        let facts = facts(&format!("fn f() {{ {source} }}"));
        assert_eq!(facts.failure, None, "{source}");
        let bodies = &facts.bodies;
        let body = bodies.body(facts.functions[0].body.unwrap());
        let shown = Shown { facts: &facts, bodies }.expr(body.value);
        assert_eq!(shown, format!("{{ {expected} }}"), "{source}");
    }
}

#[test]
fn arguments_of_macros_are_read() {
    for (source, expected) in [
        ("vec![a, (1, f)]", "vec!(<a>, (1, <f>))"),
        ("vec![x; 3]", "vec!(<x>, 3)"),
        (
            "let id = 1; format!(\"/{id}/{}/{{no}}\", z)",
            "let id#0 = 1; format!(\"/{id}/{}/{{no}}\", <z>, captured id#0)",
        ),
        (
            "tracing::info!(user_id = %u.id, ?err, a.b = 1, \"made {x}\")",
            "tracing::info!(user_id = %<u>.id, ?<err>, a.b = 1, \"made {x}\", captured <x>)",
        ),
        ("assert!(a == b, \"no\")", "assert!(Equal(<a>, <b>), \"no\")"),
        ("select! { x = f() => { g(x) } _ = t => {} }", "select!(x = other({ <g>(<x>) }, {  }))"),
        ("m!()", "m!()"),
        ("json!({ \"a\": 1, \"b\": [x] })", "json!(other(other(other(), other(other(<x>)))))"),
    ] {
        let facts = facts(&format!("fn f() {{ {source} }}"));
        let bodies = &facts.bodies;
        let body = bodies.body(facts.functions[0].body.unwrap());
        let shown = Shown { facts: &facts, bodies }.expr(body.value);
        assert_eq!(shown, format!("{{ {expected} }}"), "{source}");
    }
}

#[test]
fn spans_cover_what_they_stand_for() {
    let facts = facts("fn f() { let x: Option<u8> = a::b(1).c(y[2], || z?).await; if p { 1 } else { 2 }; m!(q) }");
    let mut spans: Vec<&str> = Vec::new();
    for (_, body) in facts.bodies.iter() {
        spans.extend(facts.bodies.exprs(body).map(|(_, expr)| facts.slice(expr.span)));
    }
    for expected in ["a::b(1)", "y[2]", "z?", "|| z?", "a::b(1).c(y[2], || z?).await", "if p { 1 } else { 2 }", "m!(q)"]
    {
        assert!(spans.contains(&expected), "{expected} in {spans:?}");
    }
}

#[test]
fn every_kind_of_owner_has_its_body() {
    let facts = facts(
        "const A: u8 = 1; static B: u8 = 2;
         fn outer(p: u8) { fn inner() { p } inner() }
         impl T { const C: u8 = 3; fn method(&self, q: u8) { q } }
         trait U { fn given() { 4 } fn asked(); }",
    );
    let mut owners = Vec::new();
    for (_, body) in facts.bodies.iter() {
        let owner = match body.owner {
            BodyOwner::Function(at) => facts.name(facts.functions[at as usize].name),
            BodyOwner::Item(item) => facts.name(facts.items[item.index()].name.unwrap()),
            BodyOwner::Associated(_, name) => facts.name(name),
        };
        owners.push(format!("{owner} {}", Shown { facts: &facts, bodies: &facts.bodies }.expr(body.value)));
    }
    assert_eq!(owners, ["A 1", "B 2", "inner { <p> }", "outer { <inner>() }", "C 3", "method { q#1 }", "given { 4 }"]);
    let asked = facts.functions.iter().find(|function| facts.name(function.name) == "asked").unwrap();
    assert_eq!(asked.body, None);
}

#[test]
fn a_walk_goes_outside_in_and_stops_where_it_is_told() {
    let facts = facts("fn f() { a(b(1), || c()) }");
    let bodies = &facts.bodies;
    let body = bodies.body(facts.functions[0].body.unwrap());
    let mut seen = Vec::new();
    bodies.walk(body.value, &mut |_, expr| {
        seen.push(facts.slice(expr.span));
        !matches!(expr.kind, ExprKind::Closure(_))
    });
    assert_eq!(seen, ["{ a(b(1), || c()) }", "a(b(1), || c())", "a", "b(1)", "b", "1", "|| c()"]);
}

/// All records of all rows of a file, as text.
fn records(facts: &FileFacts) -> Vec<String> {
    macro_rules! rows {
        ($($row:expr),* $(,)?) => { vec![$(format!("{} {:?}", stringify!($row), $row.iter().collect::<Vec<_>>())),*] };
    }
    let bodies = &facts.bodies;
    rows![
        bodies.exprs,
        bodies.patterns,
        bodies.paths,
        bodies.locals,
        bodies.texts,
        bodies.statements,
        bodies.arms,
        bodies.fields,
        bodies.field_patterns,
        bodies.method_calls,
        bodies.closures,
        bodies.macro_calls,
        bodies.arguments,
        bodies.lists,
        facts.references,
        facts.types,
        facts.segments,
        facts.attributes,
        facts.leaves,
    ]
}

/// Each form that an expression, a statement and a pattern can have.
const FORMS: &str = r#"
    use a::{self, b as c, d::*, e as _};
    #[attribute] fn f(x: u8, (y, _): (u8, u8)) -> Option<u8> {
        let _ = ("a", "\\n", true, false, 1, 1.0, self, x, ::a::B, <T as U>::v::<u8>());
        let z: [u8; 2] = [1, 2]; let [p, ..] = z else { return None };
        #[cfg(test)] let w;
        g(x)?.h::<u8>(y).i.0[1].await;
        S { x, y: 1, ..s }; [0; 3]; async { 1 }; if x { 1 } else { 2 }; if let Some(q) = x {} else if y {}
        match x { A::B(_) | A::C { d, .. } if d => 1, e @ &1..=2 => 2, (K, "t") => 3, }
        loop { break 'a 1; } while x { continue; } for i in 0..y {} |a, b| a; async || (); return;
        -x + y - 1; !x && *y || x == y; x != y; x < y; x += 1; x -= 1; x = y; &x; &mut y; x as u8; ..=y;
        info!(user = %x, ?y, "{z}", a => { b }); unsafe { 1 }
    }
"#;

#[test]
fn packed_rows_say_what_they_said() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/source");
    let sources = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let sources = sources.filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap());
    for text in sources.chain([FORMS.to_owned()]) {
        let open = open_facts(&text);
        let closed = facts(&text);
        assert!(matches!(open.bodies.exprs, Packed::Open(_)));
        assert!(matches!(closed.bodies.exprs, Packed::Closed(_)) || closed.bodies.exprs.is_empty());
        let kept: FileFacts = bitcode::decode(&bitcode::encode(&closed)).unwrap();
        for ((said, says), kept) in records(&open).iter().zip(records(&closed)).zip(records(&kept)) {
            assert_eq!(*said, says);
            assert_eq!(*said, kept);
        }
    }
    let kinds = |facts: &FileFacts| -> std::collections::HashSet<_> {
        facts.bodies.exprs.iter().map(|expr| std::mem::discriminant(&expr.kind)).collect()
    };
    assert_eq!(kinds(&facts(FORMS)).len(), 36, "a form is missing among those that are tried");
}
