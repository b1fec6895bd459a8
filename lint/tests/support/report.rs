// tests/support/report.rs - A report on a small project, with findings of every kind

use std::ops::Range;

use rulebook_lint::finding::{Edit, Finding, Fix, Label, Safety};
use rulebook_lint::identity::name_items;
use rulebook_lint::project::file_system::Memory;
use rulebook_lint::report::{self, Format, View};
use rulebook_lint::rule::{Rule, Severity};
use rulebook_lint::rules;
use rulebook_lint::run::{Options, Report, Unresolved, lint};

/// All formats.
pub const FORMATS: [Format; 9] = [
    Format::Full,
    Format::Concise,
    Format::Json,
    Format::Sarif,
    Format::Github,
    Format::Gitlab,
    Format::Junit,
    Format::Rdjson,
    Format::Markdown,
];

const MANIFEST: &str = "[package]\nname = \"tradebook\"\nedition = \"2024\"\n";
/// A file with line breaks of two characters and characters of several bytes.
const JOB: &str =
    "use crate::facade::connect;\r\n\r\npub async fn list() {\r\n    let größe = connect(\"→\");\r\n}\r\n";
const FACADE: &str = "// src/facade.rs - Shortcuts\n\npub use crate::core::db::connect;\n";
const DB: &str = "// src/core/db.rs - The database\n\n//! The database.\n\n\n\n\n\n\n\n/// Connects.\n\tpub fn connect(url: &str) -> Pool {\n\tPool::new(url)\n}";
const FILES: [(&str, &str); 5] = [
    ("Cargo.toml", MANIFEST),
    ("src/api/job.rs", JOB),
    ("src/core/db.rs", DB),
    ("src/facade.rs", FACADE),
    ("src/empty.rs", ""),
];

/// The rule of a code.
pub fn rule(code: &str) -> &'static Rule {
    rules::find(code).unwrap()
}

/// A label at the first place of `what` in a file; the file as a whole for the empty text.
fn at(path: &str, what: &str, text: &str) -> Label {
    let (_, content) = FILES.iter().find(|(known, _)| *known == path).unwrap();
    let start = content.find(what).unwrap();
    Label::new(&path.into(), start..start + what.len(), text)
}

fn fix(safety: Safety, range: Range<usize>, replacement: &str) -> Option<Fix> {
    Some(Fix { safety, edits: vec![Edit { range, replacement: replacement.to_owned() }] })
}

/// A report on files as the linter reads them, for findings to be put into.
pub fn report_on<const N: usize>(files: [(&str, &str); N]) -> Report {
    let report = lint(&Memory::new(files), &Options::default()).unwrap();
    Report { findings: Vec::new(), unresolved: Vec::new(), ..report }
}

/// A report on a small project, with findings made by hand: what rules say is tested with the rules.
pub fn report() -> Report {
    let mut report = report_on(FILES);
    let chain = Finding {
        related: vec![
            at("src/facade.rs", "crate::core::db::connect", "re-exported here"),
            at("src/core/db.rs", "connect(", "defined here, in `core`"),
        ],
        ..Finding::new(
            rule("RB304"),
            "`api` may not use `core::db`, which it reaches through `crate::facade`",
            "Call a function of a service in `crate::services`.",
            at("src/api/job.rs", "crate::facade::connect", "of `core`"),
        )
    };
    let header = Finding {
        fix: fix(Safety::Safe, 0..0, "// src/api/job.rs - Job API endpoints\r\n\r\n"),
        ..Finding::new(
            rule("RB301"),
            "the file has no header",
            "Begin it with `// src/api/job.rs - Job API endpoints`.",
            at("src/api/job.rs", "", ""),
        )
    };
    let twins = Finding {
        severity: Severity::Warning,
        related: vec![at("src/core/db.rs", "// src/core/db.rs", "first said here")],
        fix: fix(Safety::Unsafe, 60..61, ""),
        ..Finding::new(rule("RB306"), "said twice, far apart", "Say it once.", at("src/core/db.rs", "Pool::new", ""))
    };
    let wide = Finding::new(rule("RB305"), "a wide name", "Keep it short.", at("src/api/job.rs", "größe", "wide"));
    let block =
        Finding::new(rule("RB305"), "over lines", "Keep it short.", at("src/api/job.rs", &JOB[31..], "all this"));
    let empty = Finding::new(rule("RB303"), "nothing here", "Write something.", at("src/empty.rs", "", "here"));
    let folder = Finding::new(
        rule("RB205"),
        "the package has no folder `src/services`",
        "Make it.",
        at("Cargo.toml", "\"tradebook\"", "this package"),
    );
    report.findings = vec![folder, header, chain, wide, block, twins, empty];
    name_items(&mut report.findings, &report.model);
    report.unresolved = vec![
        Unresolved {
            path: "src/core/db.rs".into(),
            range: 100..105,
            reason: "`include!` of a computed path".to_owned(),
        },
        Unresolved { path: "".into(), range: 0..0, reason: "secret: permission denied".to_owned() },
    ];
    report
}

/// The same project without findings.
pub fn clean() -> Report {
    Report { findings: Vec::new(), unresolved: Vec::new(), ..report() }
}

/// A report as text, its paths as they are.
pub fn rendered(report: &Report, format: Format, color: bool) -> String {
    report::render(report, format, &View { color, show: &str::to_owned, width: 100 })
}
