// src/graph/tests.rs - Graphs of small projects: nodes, links, what is wrong, and every format

use serde_json::Value;

use crate::graph::render::{Format, render};
use crate::graph::{Graph, Level, build};
use crate::project::file_system::Memory;
use crate::run::{Options, lint};
use crate::threads::Threads;

const MANIFEST: &str =
    "[package]\nname = \"shop\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\nsqlx = \"0.9\"\n";
const BACKEND: [(&str, &str); 12] = [
    ("Cargo.toml", MANIFEST),
    ("src/main.rs", "mod api;\nmod core;\nmod services;\nmod models;\nmod util;\nfn main() { api::router(); }\n"),
    ("src/api/mod.rs", "pub mod job;\npub fn router() { job::list(); }\n"),
    (
        "src/api/job.rs",
        "use crate::services::job_service;\nuse crate::core::db;\npub fn list() { job_service::list(); db::open(); }\n",
    ),
    ("src/services/mod.rs", "pub mod job_service;\npub mod user_service;\n"),
    (
        "src/services/job_service.rs",
        "use crate::core::db::open;\nuse super::user_service::name;\npub fn list() { open(); name(); crate::util::text::trim(); }\n",
    ),
    (
        "src/services/user_service.rs",
        "pub fn name() { super::job_service::list() }\n#[cfg(test)]\nmod tests { use crate::api::job; }\n",
    ),
    ("src/core/mod.rs", "pub mod db;\npub use db::open;\n"),
    ("src/core/db.rs", "use super::open as again;\npub fn open() {}\n"),
    ("src/models/mod.rs", "pub struct Job;\n"),
    ("src/util/mod.rs", "pub mod text;\n"),
    ("src/util/text.rs", "pub fn trim() {}\n"),
];

fn graph(files: &[(&str, &str)], level: Level) -> Graph {
    let files = Memory::new(files.iter().copied());
    let report = lint(&files, &Options { threads: Threads::of(1), ..Options::default() }).unwrap();
    build(&report, level)
}

/// `from -> to`, with what is wrong with it.
fn links(graph: &Graph) -> Vec<String> {
    let link = |link: &crate::graph::Link| {
        let codes: Vec<&str> = link.violations.iter().map(|violation| violation.code).collect();
        let circle = if link.circle { " circle" } else { "" };
        format!("{} -> {}{circle} {}", graph.name(link.from), graph.name(link.to), codes.join(" ")).trim().to_owned()
    };
    graph.links.iter().map(link).collect()
}

#[test]
fn modules_use_each_other_and_what_is_wrong_is_known() {
    let graph = graph(&BACKEND, Level::Modules);
    assert_eq!(
        links(&graph),
        [
            "src/main.rs -> api",
            "api -> api::job",
            "api::job -> services::job_service",
            "api::job -> core::db RB401",
            "services::job_service -> services::user_service circle RB408",
            "services::job_service -> core::db",
            "services::job_service -> util::text",
            "services::user_service -> services::job_service circle",
            "core -> core::db",
        ]
    );
    let circles: Vec<Vec<String>> =
        graph.circles.iter().map(|circle| circle.iter().map(|node| graph.name(*node)).collect()).collect();
    assert_eq!(circles, [["services::job_service", "services::user_service"]]);
}

#[test]
fn layers_stand_above_what_they_use() {
    let graph = graph(&BACKEND, Level::Layers);
    let names: Vec<&str> = graph.nodes.iter().map(|node| node.label.as_str()).collect();
    assert_eq!(names, ["root", "api", "services", "core", "models", "util/"]);
    assert_eq!(
        links(&graph),
        ["root -> api", "api -> services", "api -> core RB401", "services -> core", "services -> util/"]
    );
    assert!(graph.circles.is_empty());
}

#[test]
fn packages_of_a_workspace_are_told_apart() {
    let backend = |name: &str| MANIFEST.replace("shop", name);
    let (shop, desk) = (backend("shop"), backend("desk"));
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"*\"]\n"),
        ("shop/Cargo.toml", shop.as_str()),
        ("shop/src/lib.rs", "pub mod api;\n"),
        ("shop/src/api/mod.rs", "pub fn a() { tool::b(); }\n"),
        ("desk/Cargo.toml", desk.as_str()),
        ("desk/src/lib.rs", "pub mod api;\n"),
        ("desk/src/api/mod.rs", "pub fn a() {}\n"),
        ("tool/Cargo.toml", "[package]\nname = \"tool\"\nedition = \"2024\"\n"),
        ("tool/src/lib.rs", "pub fn b() {}\n"),
    ];
    let titles: Vec<String> = graph(&files, Level::Modules).bands.iter().map(|band| band.title()).collect();
    assert_eq!(titles, ["desk: root", "desk: api", "shop: root", "shop: api", "tool"]);
}

#[test]
fn text_formats_read_well() {
    let graph = graph(&BACKEND, Level::Modules);
    for format in [Format::Mermaid, Format::Dot] {
        insta::assert_snapshot!(render(&graph, format, "Modules of shop", &str::to_owned));
    }
}

#[test]
fn json_is_what_the_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../../../docs/schemas/graph.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for level in [Level::Layers, Level::Modules] {
        let json = render(&graph(&BACKEND, level), Format::Json, "", &str::to_owned);
        let json: Value = serde_json::from_str(&json).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let json = render(&graph(&BACKEND, Level::Layers), Format::Json, "", &str::to_owned);
    insta::assert_snapshot!(json);
}

#[test]
fn pictures_are_well_formed_and_load_nothing() {
    for level in [Level::Layers, Level::Modules] {
        let graph = graph(&BACKEND, level);
        let svg = render(&graph, Format::Svg, "<Shop> & \"sons\"", &str::to_owned);
        let document = roxmltree::Document::parse(&svg).unwrap();
        let class = |name: &str| document.descendants().filter(|it| it.attribute("class") == Some(name)).count();
        let nodes = document.descendants().filter(|it| it.attribute("data-id").is_some()).count();
        assert_eq!(nodes, graph.nodes.len());
        // One is the legend's.
        let wrong = graph.links.iter().filter(|link| !link.violations.is_empty()).count();
        assert_eq!(class("link wrong"), wrong + 1);
        let html = render(&graph, Format::Html, "<Shop> & \"sons\"", &str::to_owned);
        assert!(html.contains("<h1>&lt;Shop&gt; &amp; &quot;sons&quot;</h1>"));
        assert!(html.contains("<td class=\"where\">src/api/job.rs:2</td>"), "{html}");
        let loads = html.replace("http://www.w3.org/2000/svg", "");
        assert!(!loads.contains("http") && !loads.contains(" src="), "it loads something");
        for format in [Format::Svg, Format::Html, Format::Dot, Format::Mermaid, Format::Json] {
            let again = render(&self::graph(&BACKEND, level), format, "t", &str::to_owned);
            assert_eq!(again, render(&graph, format, "t", &str::to_owned), "the same bytes");
        }
    }
}

#[test]
fn boxes_do_not_overlap() {
    let mut files: Vec<(String, String)> = vec![("Cargo.toml".into(), MANIFEST.into())];
    let names: Vec<String> = (0..60).map(|at| format!("resource_number_{at}")).collect();
    let mods: String = names.iter().map(|name| format!("pub mod {name};\n")).collect();
    files.push(("src/lib.rs".into(), "pub mod api;\n".into()));
    files.push(("src/api/mod.rs".into(), mods));
    files.extend(names.iter().map(|name| (format!("src/api/{name}.rs"), "fn a() {}\n".to_owned())));
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let layout = crate::graph::layout::layout(&graph(&borrowed, Level::Modules));
    assert_eq!(layout.boxes.len(), 62);
    for (at, one) in layout.boxes.iter().enumerate() {
        assert!(one.x + one.width <= layout.width && one.bottom() <= layout.height);
        for other in layout.boxes.iter().skip(at + 1) {
            let apart = one.x + one.width <= other.x || other.x + other.width <= one.x;
            assert!(apart || one.bottom() <= other.y || other.bottom() <= one.y, "{one:?} {other:?}");
        }
    }
}

#[test]
fn a_project_without_sources_has_an_empty_picture() {
    let graph = graph(&[("Cargo.toml", MANIFEST)], Level::Modules);
    assert!(graph.nodes.is_empty());
    roxmltree::Document::parse(&render(&graph, Format::Svg, "", &str::to_owned)).unwrap();
}
