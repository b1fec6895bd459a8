// src/project/tests/trees.rs - Which file is which module

use super::link;

/// `module path = files`, for each module of all crates that a file begins.
fn modules(text: &str) -> Vec<String> {
    let model = link(text);
    let mut lines = Vec::new();
    for (at, module) in model.tree.modules.iter().enumerate() {
        let id = crate::project::tree::ModuleId(at as u32);
        let files: Vec<&str> = module
            .parts
            .iter()
            .filter(|part| part.scope == crate::source::facts::ScopeId::FILE)
            .map(|part| &*model.facts(part.load).path)
            .collect();
        if !files.is_empty() {
            lines.push(format!("{} = {}", model.tree.path(id), files.join(" + ")));
        }
    }
    lines
}

#[test]
fn mod_lines_lead_to_files_as_rustc_follows_them() {
    let cases: &[(&str, &[&str])] = &[
        (
            "=== src/lib.rs\nmod a;\n=== src/a.rs\nmod b;\n=== src/a/b.rs\n=== src/b.rs\n",
            &["crate = src/lib.rs", "crate::a = src/a.rs", "crate::a::b = src/a/b.rs"],
        ),
        (
            "=== src/lib.rs\nmod a;\n=== src/a/mod.rs\nmod b;\n=== src/a/b.rs\n",
            &["crate = src/lib.rs", "crate::a = src/a/mod.rs", "crate::a::b = src/a/b.rs"],
        ),
        ("=== src/lib.rs\nmod r#type;\n=== src/type.rs\n", &["crate = src/lib.rs", "crate::type = src/type.rs"]),
        // Inline modules are folders.
        (
            "=== src/lib.rs\nmod a;\n=== src/a.rs\nmod inl { #[path = \"p.rs\"] mod p; mod q; }\n=== src/a/inl/p.rs\n=== src/a/inl/q.rs\n",
            &[
                "crate = src/lib.rs",
                "crate::a = src/a.rs",
                "crate::a::inl::p = src/a/inl/p.rs",
                "crate::a::inl::q = src/a/inl/q.rs",
            ],
        ),
        (
            "=== src/lib.rs\nmod inline { #[path = \"o.rs\"] mod x; }\n=== src/inline/o.rs\n",
            &["crate = src/lib.rs", "crate::inline::x = src/inline/o.rs"],
        ),
        (
            "=== src/lib.rs\n#[path = \"other\"] mod inline { mod x; }\n=== src/other/x.rs\n",
            &["crate = src/lib.rs", "crate::inline::x = src/other/x.rs"],
        ),
        // `#[path]` looks beside the file; what it loads behaves like a `mod.rs`.
        (
            "=== src/lib.rs\nmod a;\n=== src/a.rs\n#[path = \"d.rs\"] mod d;\n=== src/d.rs\n",
            &["crate = src/lib.rs", "crate::a = src/a.rs", "crate::a::d = src/d.rs"],
        ),
        (
            "=== src/lib.rs\nmod b;\n=== src/b/mod.rs\n#[path = \"d.rs\"] mod d;\n=== src/b/d.rs\n",
            &["crate = src/lib.rs", "crate::b = src/b/mod.rs", "crate::b::d = src/b/d.rs"],
        ),
        (
            "=== src/lib.rs\n#[path = \"shared/z.rs\"] mod z;\n=== src/shared/z.rs\nmod child;\n=== src/shared/child.rs\n",
            &["crate = src/lib.rs", "crate::z = src/shared/z.rs", "crate::z::child = src/shared/child.rs"],
        ),
        (
            "=== src/lib.rs\n#[cfg_attr(unix, path = \"u.rs\")] mod os;\n=== src/u.rs\n=== src/os.rs\n",
            &["crate = src/lib.rs", "crate::os = src/u.rs + src/os.rs"],
        ),
        (
            "=== src/lib.rs\n#[cfg(a)] mod x;\n#[cfg(not(a))] #[path = \"y.rs\"] mod x;\n=== src/x.rs\n=== src/y.rs\n",
            &["crate = src/lib.rs", "crate::x = src/x.rs + src/y.rs"],
        ),
        // Included text joins the module; its `mod` lines look beside it.
        (
            "=== src/lib.rs\nmod a { include!(\"inc/x.rs\"); }\n=== src/inc/x.rs\nmod y;\n=== src/inc/y.rs\n",
            &["crate = src/lib.rs", "crate::a = src/inc/x.rs", "crate::a::y = src/inc/y.rs"],
        ),
        (
            "=== src/lib.rs\ncfg_if! { if #[cfg(x)] { mod a; } else { mod b; } }\n=== src/a.rs\n=== src/b.rs\n",
            &["crate = src/lib.rs", "crate::a = src/a.rs", "crate::b = src/b.rs"],
        ),
        // Every target is a crate of its own.
        (
            "=== src/lib.rs\nmod a;\n=== src/main.rs\nmod a;\n=== src/a.rs\n=== src/bin/x.rs\n=== src/bin/y/main.rs\nmod z;\n=== src/bin/y/z.rs\n",
            &[
                "crate = src/lib.rs",
                "crate::a = src/a.rs",
                "crate = src/main.rs",
                "crate::a = src/a.rs",
                "crate = src/bin/x.rs",
                "crate = src/bin/y/main.rs",
                "crate::z = src/bin/y/z.rs",
            ],
        ),
        // A circle ends, a file that is not there is no module.
        ("=== src/lib.rs\n#[path = \"lib.rs\"] mod me;\nmod gone;\n", &["crate = src/lib.rs"]),
    ];
    for (text, expected) in cases {
        let (mut found, mut expected) = (modules(text), expected.to_vec());
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_file_that_is_read_as_data_is_reached() {
    let model =
        link("=== src/lib.rs\nconst A: &str = include_str!(\"data/a.rs\");\n=== src/data/a.rs\n=== src/data/b.rs\n");
    let reached: Vec<&str> = model.tree.reached.iter().map(|id| &*model.file(*id).facts.path).collect();
    assert_eq!(reached, ["src/data/a.rs", "src/lib.rs"]);
}
