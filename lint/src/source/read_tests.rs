// src/source/read_tests.rs - What a file's text says, and that no text is too much

use std::sync::Arc;

use super::{STACK_SIZE, read};
use crate::packed::Run;
use crate::source::facts::{Binding, FileFacts, Item, ItemId, ItemKind, Language, PathRef, PathStart};

fn facts(text: &str) -> FileFacts {
    read_bytes(text.as_bytes().to_vec())
}

fn read_bytes(bytes: Vec<u8>) -> FileFacts {
    let path: Arc<str> = "src/lib.rs".into();
    let thread = std::thread::Builder::new().stack_size(STACK_SIZE);
    let read = move || read(Ok(bytes), Arc::clone(&path), path, Language::Rust);
    thread.spawn(read).unwrap().join().unwrap()
}

fn spell(facts: &FileFacts, path: PathRef) -> String {
    let names: Vec<&str> = facts.names(path).collect();
    let start = match path.start {
        PathStart::Relative => "",
        PathStart::Absolute => "::",
        PathStart::DollarCrate => "$",
    };
    format!("{start}{}", names.join("::"))
}

/// The references of a text, in order, as `Site path`.
fn references(text: &str) -> Vec<String> {
    let facts = facts(text);
    assert_eq!(facts.failure, None, "{text}");
    for reference in &facts.references {
        let names = facts.segments(reference.path);
        assert!(names.iter().all(|name| !facts.slice(*name).is_empty()), "{text}");
    }
    facts.references.iter().map(|reference| format!("{:?} {}", reference.site, spell(&facts, reference.path))).collect()
}

#[test]
fn references_are_found_wherever_a_path_can_stand() {
    let cases: &[(&str, &[&str])] = &[
        ("fn f() { a::b(); }", &["Value a::b"]),
        ("fn f() { let x = 1; x; g(x); }", &["Value g"]),
        ("fn f(x: a::X) -> ::b::Y { x.y() }", &["Type a::X", "Type ::b::Y"]),
        ("fn f<T: a::B>(t: T) where T: c::D { T::make(); job::t() }", &["Type a::B", "Type c::D", "Value job::t"]),
        ("impl a::B for c::D {}", &["Type a::B", "Type c::D"]),
        ("fn f() -> impl a::B { <T as c::D>::X }", &["Type a::B", "Type T", "Type c::D"]),
        ("fn f(x: &dyn a::B) {}", &["Type a::B"]),
        ("fn f() { a::S { x: b::C, ..c::d() }; }", &["Type a::S", "Value b::C", "Value c::d"]),
        (
            "fn f() { match x { a::E::V(y) => {} b::C => {} MAX => {} d::S { .. } => {} z => {} } }",
            &["Value x", "Value a::E::V", "Value b::C", "Value MAX", "Type d::S"],
        ),
        (
            "fn f() { println!(\"{}\", a::b(x.c, 'z', y..d::e)); }",
            &["MacroName println", "Tokens a::b", "Tokens x", "Tokens y", "Tokens d::e"],
        ),
        ("fn f() { a::b!(c::d!(e)); }", &["MacroName a::b", "MacroName c::d", "Tokens e"]),
        (
            "macro_rules! m { ($x:path) => { $crate::a::b($x::c, d, crate::e::f) } }",
            &["Tokens $crate::a::b", "Tokens crate::e::f"],
        ),
        ("#[derive(A, b::C)] struct S;", &["Attribute A", "Attribute b::C"]),
        ("#[cfg_attr(x, derive(b::C), d::e)] struct S;", &["Attribute b::C", "Attribute d::e"]),
        ("struct S { #[serde(with = \"crate::a::b\", rename = \"c\")] x: u8 }", &["Attribute crate::a::b", "Type u8"]),
        ("#[a::path(get, responses(body = b::C))] fn f() {}", &["Attribute b::C", "Attribute a::path"]),
        (
            "cfg_if! { if #[cfg(x)] { use a::b; fn f() { c::d() } } else { fn f() {} } }",
            &["MacroName cfg_if", "Value c::d", "Tokens cfg", "Tokens x"],
        ),
        ("thread_local! { static X: a::B = c::d(); }", &["MacroName thread_local", "Type a::B", "Value c::d"]),
        ("lazy! { static ref X: a::B = c::d(); }", &["MacroName lazy", "Tokens a::B", "Tokens c::d"]),
        ("fn f() { r#super_::r#type::g(); }", &["Value super_::type::g"]),
        (
            "fn f() { m!{ use a::{b, c::{self, d}, e::*}; } }",
            &["MacroName m", "Tokens a::b", "Tokens a::c", "Tokens a::c::d", "Tokens a::e"],
        ),
        (
            "fn f() { m!(a.b(c), 1.0, x.0.y, 'z', 'l: d, g(1..e)); }",
            &["MacroName m", "Tokens a", "Tokens c", "Tokens x", "Tokens d", "Tokens g", "Tokens e"],
        ),
        ("fn f() { m! { /// a::b\n c /* d::e */ :: f } }", &["MacroName m", "Tokens c::f"]),
        ("m!((A<'a>) => { x + } &'a B);", &["MacroName m", "Tokens x", "Tokens A", "Tokens B"]),
        ("static X: [a::B; c::N] = [];", &["Type a::B", "Value c::N"]),
        ("pub(in crate::a) fn f() {}", &[]),
        ("fn f() { Self::g(); self::h::i(); super::j(); }", &["Value self::h::i", "Value super::j"]),
    ];
    for (text, expected) in cases {
        assert_eq!(&references(text), expected, "{text}");
    }
}

#[test]
fn each_line_of_a_doc_comment_is_an_attribute() {
    for breaks in ["\n", "\r\n"] {
        let text = "/// a\n///\n/// ä\n#[b]\n/// c\npub struct D {\n    /// e\n    f: u8,\n}\n".replace('\n', breaks);
        let facts = facts(&text);
        let spelled = |attributes: Run| -> Vec<String> {
            facts.attributes(attributes).map(|attribute| facts.slice(attribute.span).trim_end().to_owned()).collect()
        };
        assert_eq!(spelled(facts.items[0].attributes), ["/// a", "///", "/// ä", "#[b]", "/// c"]);
        assert_eq!(spelled(facts.fields[0].attributes), ["/// e"]);
        assert!(facts.slice(facts.items[0].span).starts_with("/// a"), "{text}");
        assert_eq!(facts.name(facts.fields[0].name.unwrap()), "f");
    }
}

#[test]
fn fields_are_found_by_item_where_items_stand_in_items() {
    let facts = facts(
        "struct A { a: [u8; { struct B { b: u8, c: u8 } 2 }], d: u8 }\nfn f() { struct C { e: u8 } struct E; }\nstruct D(u8, u8);\n",
    );
    let fields = |name: &str| -> Vec<&str> {
        let is_it = |item: &Item| item.name.is_some_and(|span| facts.name(span) == name);
        let at = facts.items.iter().position(is_it).unwrap();
        facts.fields_of(ItemId(at as u32)).iter().map(|field| field.name.map_or("-", |name| facts.name(name))).collect()
    };
    for (name, expected) in [("A", &["a", "d"][..]), ("B", &["b", "c"]), ("C", &["e"]), ("E", &[]), ("D", &["-", "-"])]
    {
        assert_eq!(fields(name), expected, "{name}");
    }
}

#[test]
fn what_does_not_parse_is_said_of_the_text_as_it_is() {
    let text = "/// a\nfn b() {\n    /// c\n}\n";
    let failure = facts(text).failure.unwrap();
    assert_eq!(&text[failure.span.range()], "}", "{failure:?}");
}

#[test]
fn imports_are_taken_apart() {
    let cases: &[(&str, &[&str])] = &[
        ("use a::b;", &["a::b"]),
        ("use ::a::{b, c as d, e::{self, f::*}};", &["::a::b", "::a::c as d", "::a::e{self}", "::a::e::f::*"]),
        ("use a::B as _;", &["a::B as _"]),
        ("use {a, b::c};", &["a", "b::c"]),
        ("use a::{self as b};", &["a as b"]),
        ("use {};", &[]),
        ("use *;", &["::*"]),
        ("extern crate a as b;", &["::a as b"]),
        ("extern crate self as b;", &["::self as b"]),
    ];
    for (text, expected) in cases {
        let facts = facts(text);
        assert_eq!(facts.failure, None, "{text}");
        let leaves = facts.imports.iter().flat_map(|import| facts.leaves(import)).map(|leaf| {
            let path = spell(&facts, leaf.path);
            match leaf.binding {
                Binding::Name => path,
                Binding::SelfName => format!("{path}{{self}}"),
                Binding::Rename(name) => format!("{path} as {}", facts.name(name)),
                Binding::Unnamed => format!("{path} as _"),
                Binding::Glob => format!("{path}::*"),
            }
        });
        assert_eq!(&leaves.collect::<Vec<_>>(), expected, "{text}");
    }
}

#[test]
fn items_have_their_whole_range() {
    let texts = [
        "/// Doc.\n#[inline]\npub(crate) const unsafe extern \"C\" fn f() {}",
        "pub const A: u8 = 1;",
        "pub static A: u8 = 1;",
        "#[a] pub struct S;",
        "struct S(u8);",
        "pub struct S { a: u8 }",
        "pub enum E { A }",
        "union U { a: u8 }",
        "pub unsafe auto trait T {}",
        "type A = u8;",
        "unsafe impl A for B {}",
        "#[a] use a::b;",
        "pub use a::b;",
        "#[macro_use] extern crate a;",
        "#[cfg(x)] pub mod a;",
        "mod a { fn f() {} }",
        "m! { a }",
        "m!(a);",
        "macro_rules! m { () => {} }",
        "unsafe extern \"C\" { fn f(); }",
    ];
    for text in texts {
        let file = format!("// head\n{text} // tail\n");
        let facts = facts(&file);
        assert_eq!(facts.failure, None, "{text}");
        assert_eq!(facts.slice(facts.items[0].span), text);
    }
}

#[test]
fn spans_fit_behind_a_byte_order_mark_a_shebang_and_wide_characters() {
    for prefix in ["", "\u{feff}", "#!/bin/run\n", "\u{feff}#!/bin/run\n", "// \u{e4}\u{1f600}\r\n"] {
        let text = format!("{prefix}fn \u{e4}() {{ a::b() }}");
        let facts = facts(&text);
        assert_eq!(facts.failure, None, "{prefix:?}");
        assert_eq!(facts.name(facts.items[0].name.unwrap()), "\u{e4}", "{prefix:?}");
        assert_eq!(facts.slice(facts.path_span(facts.references.at(0).path)), "a::b", "{prefix:?}");
    }
}

#[test]
fn test_code_is_known() {
    let cases = [
        ("#[cfg(test)] mod t { fn f() { a::b() } }", true),
        ("#[cfg(all(test, x))] fn f() { a::b() }", true),
        ("#[tokio::test] async fn f() { a::b() }", true),
        ("#![cfg(test)] fn f() { a::b() }", true),
        ("#[cfg(not(test))] fn f() { a::b() }", false),
        ("#[cfg(any(test, x))] fn f() { a::b() }", false),
        ("mod t { fn f() { a::b() } }", false),
    ];
    for (text, test) in cases {
        let facts = facts(text);
        let reference = facts.references.iter().find(|reference| spell(&facts, reference.path) == "a::b").unwrap();
        assert_eq!(reference.test, test, "{text}");
    }
}

#[test]
fn modules_and_includes_are_known() {
    let facts = facts(
        "mod a;\n#[path = \"x/y.rs\"] mod b;\n#[cfg_attr(unix, path = \"u.rs\")] mod c { mod d; }\n\
         include!(\"e.rs\");\ninclude!(concat!(env!(\"OUT_DIR\"), \"/f.rs\"));\ncfg_x! { mod g; }\n",
    );
    let modules: Vec<_> = facts
        .modules
        .iter()
        .map(|module| (facts.name(module.name), module.paths.join(","), module.inline.is_some()))
        .collect();
    let module = |name, path: &str, inline| (name, path.to_owned(), inline);
    assert_eq!(
        modules,
        [
            module("a", "", false),
            module("b", "x/y.rs", false),
            module("c", "u.rs", true),
            module("d", "", false),
            module("g", "", false),
        ]
    );
    let includes: Vec<_> = facts.includes.iter().map(|include| include.path.as_deref()).collect();
    assert_eq!(includes, [Some("e.rs"), None]);
    assert!(matches!(facts.items[0].kind, ItemKind::Module(0)));
}

#[test]
fn what_can_not_be_judged_says_why_and_where() {
    let deep = format!("fn f() {{ {}x{} }}", "(".repeat(10_000), ")".repeat(10_000));
    let cases: [(Vec<u8>, &str, usize); 5] = [
        (b"fn f( {".to_vec(), "does not parse", 6),
        (b"fn f() {}\nlet".to_vec(), "does not parse", 10),
        (b"// a\xff".to_vec(), "not UTF-8", 4),
        (deep.into_bytes(), "nested too deeply", 0),
        (b"\xef\xbb\xbffn f() {} }".to_vec(), "does not parse", 13),
    ];
    for (bytes, message, start) in cases {
        let failure = read_bytes(bytes).failure.unwrap();
        assert!(failure.message.contains(message), "{}", failure.message);
        assert_eq!(failure.span.start, start as u32, "{}", failure.message);
    }
}

#[test]
fn the_deepest_text_that_is_parsed_fits_the_stack() {
    for (open, close) in
        [("(", ")"), ("!", ""), ("&", ""), ("[", "]"), ("{", "}"), ("a + ", ""), ("if a {} else ", "{}")]
    {
        let levels = super::MAX_DEPTH - 10;
        let levels = if open.starts_with("if") { levels / 2 } else { levels };
        let close = if open.starts_with("if") { close.to_owned() } else { format!("x{}", close.repeat(levels)) };
        let facts = facts(&format!("fn f() {{ {}{close} }}", open.repeat(levels)));
        assert!(facts.failure.is_none_or(|failure| failure.message.contains("does not parse")), "{open}");
    }
    let types = "A<".repeat(1_900) + "B" + &">".repeat(1_900);
    assert_eq!(facts(&format!("type T = {types};")).failure, None);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        read_bytes(bytes);
    }

    #[test]
    fn any_mix_of_rust_is_read(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "use", "mod", "a", "::", "{", "}", "(", ")", ";", "#", "[", "]", "!", "fn", "pub", "$", "crate", "self", "*", "as",
            "\"a::b\"", "macro_rules", "=>", "=", "<", ">", "impl", "for", "struct", ",", "'a", ".", "extern", "derive", "_", "1",
        ]), 0..40)
    ) {
        read_bytes(words.join(" ").into_bytes());
    }
}
