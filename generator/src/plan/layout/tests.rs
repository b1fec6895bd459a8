// src/plan/layout/tests.rs - The layout against what rustfmt is known to do, and against rustfmt itself

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::layout;

/// A name of the width that pushes a line over the limit.
fn wide(n: usize) -> String {
    "x".repeat(n)
}

#[test]
fn what_fits_stays_on_one_line() {
    for (marked, plain) in [
        ("f(«a, b»);", "f(a, b);\n"),
        ("f(«»);", "f();\n"),
        ("f(«\n    a,\n    b,\n»);", "f(a, b);\n"),
        ("Job { «a, b: 1» }", "Job { a, b: 1 }\n"),
        ("Job {«»}", "Job {}\n"),
        ("use a::{«b, c»};", "use a::{b, c};\n"),
        ("x‹.f()‹.g(«a»)", "x.f().g(a)\n"),
        ("f(«g(«a, b»), c»)", "f(g(a, b), c)\n"),
        (
            "f(«\"a, b\", ',', '\\'', m::<A, B>(), |x| -> T { x }, 'a»)",
            "f(\"a, b\", ',', '\\'', m::<A, B>(), |x| -> T { x }, 'a)\n",
        ),
    ] {
        assert_eq!(layout(marked).as_deref(), Ok(plain));
    }
}

#[test]
fn what_does_not_fit_is_broken_outermost_first() {
    let x = wide(60);
    for (marked, broken) in [
        (format!("    f(«{x}, {x}»);"), format!("    f(\n        {x},\n        {x},\n    );\n")),
        (format!("m!(«{x}, {x}»);"), format!("m!(\n    {x},\n    {x}\n);\n")),
        (format!("S {{ «a: {x}, ..{x}» }};"), format!("S {{\n    a: {x},\n    ..{x}\n}};\n")),
        (format!("f(&[«(«{x}, {x}»)»])"), format!("f(&[(\n    {x},\n    {x},\n)])\n")),
        (format!("f(«g(«{x}, b»), {x}»)"), format!("f(\n    g({x}, b),\n    {x},\n)\n")),
        (format!("{x}‹.{x}()‹.g()"), format!("{x}\n    .{x}()\n    .g()\n")),
        (format!("self‹.{x}()‹.{x}()"), format!("self.{x}()\n    .{x}()\n")),
        (format!("let a = self‹.{x}()‹.{x}();"), format!("let a = self\n    .{x}()\n    .{x}();\n")),
        (format!("let {x} = f(«{x}»);"), format!("let {x} =\n    f({x});\n")),
        (format!("fn {x}(«a: A, b: B») -> {x} {{"), format!("fn {x}(\n    a: A,\n    b: B,\n) -> {x} {{\n")),
    ] {
        assert_eq!(layout(&marked), Ok(broken));
    }
}

#[test]
fn short_elements_of_an_array_are_filled() {
    let elements = vec!["\"abc\""; 20].join(", ");
    let expected = format!("[\n    {},\n    {},\n]\n", ["\"abc\""; 13].join(", "), ["\"abc\""; 7].join(", "));
    assert_eq!(layout(&format!("[«{elements}»]")), Ok(expected));
}

#[test]
fn the_list_of_a_use_has_two_columns_less() {
    let (fits, wide) = (wide(85), wide(86));
    assert_eq!(layout(&format!("use a::{{«b, {fits}»}};")), Ok(format!("use a::{{b, {fits}}};\n")));
    assert_eq!(layout(&format!("use a::{{«b, {wide}»}};")), Ok(format!("use a::{{\n    b, {wide},\n}};\n")));
}

#[test]
fn use_lines_are_sorted_in_their_runs() {
    for (rendered, sorted) in [
        ("use b::x;\nuse a::y;\n\nuse a::x;\n", "use a::y;\nuse b::x;\n\nuse a::x;\n"),
        ("use a::c_service;\nuse a::b_service::f;\n", "use a::b_service::f;\nuse a::c_service;\n"),
        ("use a::b::f;\nuse a::b;\n", "use a::b;\nuse a::b::f;\n"),
        ("use a::{«b»};\n", "use a::b;\n"),
        ("use a::{«self»};\n", "use a::{self};\n"),
        ("use c::d;\nuse b::{«x, y»};\nfn f() {}\n", "use b::{x, y};\nuse c::d;\nfn f() {}\n"),
        ("use std::a;\nuse super::a;\n", "use super::a;\nuse std::a;\n"),
    ] {
        assert_eq!(layout(rendered).as_deref(), Ok(sorted));
    }
}

#[test]
fn blank_lines_are_tidied() {
    let text = "fn f() {\n\n\n    a;  \n\n\n    b;\n\n}\n\n\nfn g() {}\n\n";
    assert_eq!(layout(text).as_deref(), Ok("fn f() {\n    a;\n\n    b;\n}\n\nfn g() {}\n"));
    assert_eq!(layout("struct S {\n\n}\nf(json!({\n}));\n").as_deref(), Ok("struct S {}\nf(json!({}));\n"));
}

#[test]
fn unbalanced_marks_are_told_by_their_line() {
    assert_eq!(layout("a\nf(«b\n").unwrap_err().0, 2);
    assert_eq!(layout("a\nb\n»").unwrap_err().0, 3);
}

/// Statements with marks, of the shapes that templates use.
fn marked_statement() -> impl Strategy<Value = String> {
    let name = "[a-z]{3,28}";
    let names = |most| prop::collection::vec(name, 1..most);
    let list = |names: Vec<String>| names.join(", ");
    prop_oneof![
        (name, names(9)).prop_map(move |(f, args)| format!("{f}(«{}»);", list(args))),
        (name, name, names(7)).prop_map(move |(x, f, args)| format!("let {x} = {f}(«{}»);", list(args))),
        (name, name, names(7)).prop_map(move |(x, s, fields)| format!("let {x} = S{s} {{ «{}» }};", list(fields))),
        (name, name, names(5))
            .prop_map(move |(x, f, args)| format!("let {x} = self‹.jobs‹.{f}(«{}»)‹.await?;", list(args))),
        (name, names(5), name).prop_map(move |(f, args, g)| format!("state‹.{f}(«{}»)‹.{g}();", list(args))),
        (name, name, names(6)).prop_map(move |(f, g, args)| format!("{f}(«{g}(«{}»), {g}_b»);", list(args))),
        (name, names(12)).prop_map(move |(x, items)| format!("let {x} = [«{}»];", list(items))),
        (name, names(12)).prop_map(move |(x, items)| format!("let {x} = vec![«{}»];", list(items))),
        (name, names(9)).prop_map(move |(x, items)| format!("let {x} = &[«(«{}»)»];", list(items))),
        (name, names(9)).prop_map(move |(f, args)| format!("{f}(«{}»)‹.await?;", list(args))),
        (name, names(9)).prop_map(move |(m, args)| format!("{m}!(«{}»);", list(args))),
        (name, name, names(6)).prop_map(move |(x, f, args)| format!("let {x} = app‹.{f}(«{}»);", list(args))),
    ]
}

fn rustfmt(source: &str) -> String {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "use_small_heuristics=Max,max_width=100"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt runs");
    child.stdin.take().unwrap().write_all(source.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

/// One run of rustfmt for all statements: it costs more to start than to format.
#[test]
fn rustfmt_leaves_the_layout_alone() {
    let mut runner = TestRunner::deterministic();
    let statement = marked_statement();
    let source: String = (0..600)
        .map(|i| format!("fn f{i}() {{\n    {}\n}}\n\n", statement.new_tree(&mut runner).unwrap().current()))
        .collect();
    let laid = layout(&source).unwrap();
    let formatted = rustfmt(&laid);
    let functions = |text: &str| text.split("\n\n").map(str::to_owned).collect::<Vec<_>>();
    let wrong: Vec<String> = functions(&laid)
        .into_iter()
        .zip(functions(&formatted))
        .filter(|(ours, theirs)| ours.trim() != theirs.trim())
        .map(|(ours, theirs)| format!("ours:\n{ours}\nrustfmt's:\n{theirs}\n"))
        .collect();
    assert!(wrong.is_empty(), "{} differ, first {}", wrong.len(), wrong.iter().take(4).cloned().collect::<String>());
}

proptest! {
    #[test]
    fn laying_out_keeps_the_tokens(statement in marked_statement()) {
        let words = |text: &str| text.replace([' ', '\n', ',', '«', '»', '‹'], "");
        let laid = layout(&statement).unwrap();
        prop_assert_eq!(words(&laid), words(&statement));
    }
}
