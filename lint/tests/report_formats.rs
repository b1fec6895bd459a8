// tests/report_formats.rs - The formats for services, each held to its own rules

//! The formats for services, each held to its own rules.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;

use rulebook_lint::finding::{Edit, Finding, Fix, Label, Safety};
use rulebook_lint::identity::name_items;
use rulebook_lint::report::{self, Format, View};
use rulebook_lint::run::Report;
use support::report::{FORMATS, clean, rendered, report, report_on, rule};

const FOR_SERVICES: [(&str, Format); 6] = [
    ("sarif", Format::Sarif),
    ("github", Format::Github),
    ("gitlab", Format::Gitlab),
    ("junit", Format::Junit),
    ("rdjson", Format::Rdjson),
    ("markdown", Format::Markdown),
];

const MANIFEST: (&str, &str) = ("Cargo.toml", "[package]\nname = \"small\"\nedition = \"2024\"\n");
const PATH: &str = "src/lib.rs";

/// A report on one file with a finding at every place of `what`.
fn findings_at(text: &str, what: &str, message: &str) -> Report {
    let mut report = report_on([MANIFEST, (PATH, text)]);
    let places = text.match_indices(what).map(|(start, found)| start..start + found.len());
    let finding = |range| Finding::new(rule("RB305"), message, "", Label::new(&PATH.into(), range, ""));
    report.findings = places.map(finding).collect();
    name_items(&mut report.findings, &report.model);
    assert!(!report.findings.is_empty(), "{what:?} is not in {text:?}");
    report
}

fn json(report: &Report, format: Format) -> Value {
    serde_json::from_str(&rendered(report, format, false)).unwrap()
}

/// Text that is the same in the next version.
fn unversioned(text: &str) -> String {
    let version = concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\"");
    text.replace(version, "\"version\": \"VERSION\"")
}

#[test]
fn findings_as_each_service_reads_them() {
    for (name, format) in FOR_SERVICES {
        insta::assert_snapshot!(name, unversioned(&rendered(&report(), format, true)));
    }
}

#[test]
fn no_findings_as_each_service_reads_them() {
    let all = FOR_SERVICES.map(|(name, format)| format!("--- {name}\n{}", rendered(&clean(), format, true)));
    insta::assert_snapshot!(unversioned(&all.concat()));
}

#[test]
fn every_format_shows_paths_from_where_the_reader_stands() {
    let show = |path: &str| format!("../up/{path}");
    for format in FORMATS {
        let shown = report::render(&report(), format, &View { color: false, show: &show, width: 100 });
        for path in ["../up/Cargo.toml", "../up/src/empty.rs"] {
            assert!(shown.contains(path), "{format:?} does not show {path}:\n{shown}");
        }
    }
}

#[test]
fn sarif_is_what_the_schema_says() {
    let mut schema: Value = serde_json::from_str(include_str!("data/sarif-2.1.0.schema.json")).unwrap();
    // The pattern of languages has a bracket too many, which strict readers of patterns refuse. Nothing here has a
    // language.
    for owner in ["run", "toolComponent"] {
        schema["definitions"][owner]["properties"]["language"].as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let odd = findings_at("fn größe() { use a::{b, c}; }\n", "{b, c}", "`{b, c}` is [odd](1)");
    for report in [report(), clean(), odd] {
        let log = json(&report, Format::Sarif);
        let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
    }
    assert!(!validator.is_valid(&serde_json::json!({"version": "2.1.0", "runs": [{"results": []}]})));
}

#[test]
fn columns_count_what_each_format_counts() {
    // A byte order mark of 3 bytes, a character of 2 and one of 4.
    let report = findings_at("\u{feff}// ä𐐀\nfn ä𐐀x() {}\n", "x", "here");
    let region = &json(&report, Format::Sarif)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"], &region["endColumn"]), (&2.into(), &6.into(), &7.into()));
    let range = &json(&report, Format::Rdjson)["diagnostics"][0]["location"]["range"];
    assert_eq!((&range["start"]["line"], &range["start"]["column"]), (&2.into(), &10.into()));
    assert_eq!((&range["end"]["line"], &range["end"]["column"]), (&2.into(), &11.into()));

    let first_line = findings_at("\u{feff}ab\n", "b", "here");
    let region =
        &json(&first_line, Format::Sarif)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startColumn"], 2);
    assert_eq!(json(&first_line, Format::Rdjson)["diagnostics"][0]["location"]["range"]["start"]["column"], 5);
}

#[test]
fn a_suggestion_of_rdjson_is_the_whole_fix() {
    let text = "use b;\nuse ä;\nuse a;\n";
    let mut report = findings_at(text, "use b;", "out of order");
    let edit = |what: &str, replacement: &str| {
        let start = text.find(what).unwrap();
        Edit { range: start..start + what.len(), replacement: replacement.to_owned() }
    };
    let edits = vec![edit("use b", "use a"), edit("use a", "use b")];
    report.findings[0].fix = Some(Fix { safety: Safety::Safe, edits });
    let expected = serde_json::json!([{
        "range": {"start": {"line": 1, "column": 1}, "end": {"line": 3, "column": 6}},
        "text": "use a;\nuse ä;\nuse b",
    }]);
    assert_eq!(json(&report, Format::Rdjson)["diagnostics"][0]["suggestions"], expected);
}

#[test]
fn fingerprints_outlive_lines_that_move() {
    let fingerprints = |report: &Report| -> Vec<String> {
        let violations = json(report, Format::Gitlab);
        let gitlab: Vec<&Value> = violations.as_array().unwrap().iter().map(|one| &one["fingerprint"]).collect();
        let log = json(report, Format::Sarif);
        let results = log["runs"][0]["results"].as_array().unwrap();
        let sarif: Vec<&Value> = results.iter().map(|one| &one["partialFingerprints"]["rulebook/v1"]).collect();
        assert_eq!(gitlab, sarif);
        gitlab.into_iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    };
    let before = fingerprints(&findings_at("fn a() {\n    1\n}\nfn a() {}\n", "fn a()", "twice"));
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 2, "alike findings have fingerprints of their own");
    for moved in ["\n\n// more\n\nfn a() {}\nfn a() {}\n", "mod b;\r\nfn a() {}\r\n\r\n    fn a() {}\r\n"] {
        assert_eq!(fingerprints(&findings_at(moved, "fn a()", "twice")), before, "{moved:?}");
    }
    // A change below the first line of what a finding is about makes no new finding.
    let long =
        |body: &str| fingerprints(&findings_at(&format!("fn a() {{{body}"), &format!("fn a() {{{body}"), "long"));
    assert_eq!(long("\n    1\n}"), long("\n    2\n}"));
    for other in [
        fingerprints(&findings_at("fn b() {}\n", "fn b()", "twice")),
        fingerprints(&findings_at("fn a() {}\n", "fn a()", "other words")),
    ] {
        assert!(!before.contains(&other[0]));
    }
}

#[test]
fn junit_is_xml_that_says_what_was_found() {
    let message = "`a < b && c` holds \"]]>\" and\ta tab\r\nand \u{1b}[31mred";
    let mut report = findings_at("fn a() {}\nfn a() {}\n", "fn a()", message);
    report.findings.push(Finding { message: "else".to_owned(), ..report.findings[1].clone() });
    let text = rendered(&report, Format::Junit, false);
    let document = roxmltree::Document::parse(&text).unwrap();
    let cases: Vec<_> = document.descendants().filter(|node| node.has_tag_name("testcase")).collect();
    let failures: Vec<_> = document.descendants().filter(|node| node.has_tag_name("failure")).collect();
    assert_eq!((cases.len(), failures.len()), (3, 3));
    assert_eq!(document.root_element().attribute("failures"), Some("3"));
    let names: BTreeSet<_> = cases.iter().map(|case| case.attribute("name")).collect();
    assert_eq!(names.len(), 3, "{names:?}");
    let read = message.replace('\u{1b}', "\u{fffd}");
    assert_eq!(failures[0].attribute("message"), Some(read.as_str()));
    assert_eq!(failures[1].text(), Some(format!("src/lib.rs:2:1: {read}").as_str()));

    let clean = rendered(&clean(), Format::Junit, false);
    let document = roxmltree::Document::parse(&clean).unwrap();
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("testcase")).count(), 1);
    assert!(!document.descendants().any(|node| node.has_tag_name("failure")));
}

#[test]
fn a_command_of_github_is_one_line() {
    let report = findings_at("fn a() {}\n", "fn a()", "100% wrong:\r\n::error::injected");
    let shown =
        report::render(&report, Format::Github, &View { color: true, show: &|_| "a,b:c%.rs".into(), width: 100 });
    assert_eq!(
        shown,
        "::error title=RB305 import-groups,file=a%2Cb%3Ac%25.rs,line=1,endLine=1,col=1,endColumn=7\
         ::a,b:c%25.rs:1:1: RB305 100%25 wrong:%0D%0A::error::injected\n"
    );
}

#[test]
fn a_cell_of_markdown_is_one_line() {
    let report = findings_at("fn a() {}\n", "fn a()", "`a | b` or *c*\nand <img>");
    let shown = rendered(&report, Format::Markdown, false);
    let row = shown.lines().last().unwrap();
    assert_eq!(row, "| 1:1 | RB305 `import-groups`<br>error | `a \\| b` or \\*c\\*<br>and \\<img\\> |");
}
