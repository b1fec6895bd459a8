// src/review/checklist.rs - Both checklists of the rulebook's section 12, answered as far as rules can

use serde::Serialize;

use super::{ChangeKind, DatabaseChange, Findings, Place, RouteChange, ServiceChange, Touched};

/// What can be said of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Rules judge all of it, and none speaks.
    Yes,
    /// A rule speaks.
    No,
    /// No rule can say.
    ForAPerson,
}

/// A point of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// `commit` or `review`.
    pub list: &'static str,
    /// What is asked.
    pub asks: &'static str,
    /// The answer.
    pub answer: Answer,
    /// Why: what speaks against it, or what a person has to ask.
    pub reasons: Vec<String>,
    /// Where to look.
    pub places: Vec<Place>,
}

/// What the answers are made of.
pub(super) struct Facts<'r> {
    pub(super) findings: &'r Findings,
    pub(super) routes: &'r [RouteChange],
    pub(super) database: &'r [DatabaseChange],
    pub(super) services: &'r [ServiceChange],
    pub(super) files: &'r [Touched],
}

/// Where a person has to look, and what to ask there.
enum Look {
    /// Nowhere: the rules say all.
    Nowhere,
    /// At services that are new or changed, and at all code that changed where there are none.
    Services(&'static str),
    /// At what no rule follows to its tests: files outside of the services, and new routes.
    NewCode(&'static str),
    /// At routes and the database.
    Security,
    /// At routes, services and the database.
    Performance,
    /// At all that changed.
    Files(&'static str),
    /// At the tests that changed.
    Tests(&'static str),
}

/// A point, the rules that speak of it by the beginnings of their codes, and what is left for a person.
type Row = (&'static str, &'static str, &'static [&'static str], Look);

const ROWS: &[Row] = &[
    ("commit", "Files begin with their header: path and description", &["RB301", "RB302", "RB303"], Look::Nowhere),
    ("commit", "Imports are in order", &["RB304", "RB305", "RB306"], Look::Nowhere),
    ("commit", "Types say what functions take and return", &["RB610", "RB1101"], Look::Nowhere),
    ("commit", "Services are async and know no framework", &["RB402", "RB404", "RB405", "RB406"], Look::Nowhere),
    ("commit", "Endpoints answer with the right status", &["RB612", "RB613", "RB616"], Look::Nowhere),
    (
        "commit",
        "Failures that must be expected are handled",
        &["RB803", "RB1003", "RB1104"],
        Look::Services("What can fail here, and does each failure reach the caller as what it is?"),
    ),
    (
        "commit",
        "What happens is logged at the right level",
        &["RB80"],
        Look::Services("Would the log tell, next year, what happened here and to whom?"),
    ),
    (
        "commit",
        "New functionality has tests",
        &["RB501", "RB505"],
        Look::NewCode("Which test would fail if this did not work?"),
    ),
    (
        "commit",
        "Nothing is hard-coded that a setting should say",
        &["RB906", "RB1201", "RB1202", "RB1304"],
        Look::Nowhere,
    ),
    (
        "review",
        "It follows the patterns of the code around it",
        &["RB10", "RB20", "RB60", "RB611", "RB614", "RB70", "RB71", "RB130"],
        Look::Files("Is it done as its neighbours do it, or is there a reason?"),
    ),
    ("review", "Concerns are apart: HTTP in the api, rules in services", &["RB40", "RB904"], Look::Nowhere),
    ("review", "It is secure", &["RB90"], Look::Security),
    (
        "review",
        "It is fast enough",
        &["RB1001", "RB1002", "RB1004", "RB1005", "RB1006", "RB1007", "RB710", "RB711"],
        Look::Performance,
    ),
    (
        "review",
        "Documentation is clear and helps",
        &["RB506", "RB615", "RB706", "RB1102"],
        Look::Files("Does each comment say what the code can't, and is it true?"),
    ),
    (
        "review",
        "Tests cover what matters and mean something",
        &["RB502", "RB503", "RB504", "RB507"],
        Look::Tests("Which fault in the change would none of these tests see?"),
    ),
];

/// Answers all points, in their order.
pub(super) fn answer(facts: &Facts<'_>) -> Vec<Point> {
    ROWS.iter().map(|row| point(facts, row)).collect()
}

fn point(facts: &Facts<'_>, (list, asks, codes, look): &Row) -> Point {
    let speaks = |code: &str| codes.iter().any(|known| code == *known || (is_family(known) && code.starts_with(known)));
    let against: Vec<_> = facts.findings.new.iter().filter(|said| speaks(said.code)).collect();
    let mut reasons: Vec<String> = against.iter().map(|said| format!("{} {}", said.code, said.message)).collect();
    let mut places: Vec<Place> = against.iter().map(|said| said.place.clone()).collect();
    // A new function that no test reaches is one whether or not the rule is on.
    if codes.contains(&"RB505") {
        for service in facts.services.iter().filter(|service| service.is_untested()) {
            let reason = format!("no test reaches `{}`", service.name);
            if !reasons.iter().any(|known| known.contains(&reason)) {
                reasons.push(reason);
                places.push(service.place.clone());
            }
        }
    }
    if matches!(look, Look::Security) {
        for route in facts.routes.iter().filter(|route| route.opened) {
            reasons.push(format!("`{} {}` does not ask who calls any more", route.method, route.path));
            places.push(route.place.clone());
        }
    }
    if !reasons.is_empty() {
        return Point { list, asks, answer: Answer::No, reasons, places };
    }
    // What no code and no statement changes needs nobody.
    let is_code = |file: &Touched| file.change.path.ends_with(".rs") || file.change.path.ends_with(".sql");
    let (question, places) = match facts.files.iter().any(is_code) {
        true => person(facts, look),
        false => (None, Vec::new()),
    };
    match question {
        None => Point { list, asks, answer: Answer::Yes, reasons: Vec::new(), places: Vec::new() },
        Some(question) => Point { list, asks, answer: Answer::ForAPerson, reasons: vec![question.to_owned()], places },
    }
}

/// Whether a code stands for all rules that begin so: `RB80` for RB801 to RB807, `RB130` for RB1301 and on.
fn is_family(code: &str) -> bool {
    code.len() == 4 || code.len() == 5 && code.starts_with("RB1") && code.ends_with('0')
}

fn person(facts: &Facts<'_>, look: &Look) -> (Option<&'static str>, Vec<Place>) {
    let services = || facts.services.iter().map(|service| service.place.clone());
    let routes = || facts.routes.iter().filter(|route| route.kind != "removed").map(|route| route.place.clone());
    let database = || facts.database.iter().map(|change| change.place.clone());
    let files = |wanted: &dyn Fn(&Touched) -> bool| {
        let place = |file: &Touched| Place { path: file.change.path.as_str().into(), line: file.change.line };
        facts.files.iter().filter(|file| wanted(file)).map(place).collect::<Vec<_>>()
    };
    let is_rust = |file: &Touched| file.change.path.ends_with(".rs");
    let is_test = |file: &Touched| file.change.path.split('/').any(|part| part == "tests");
    let code = || files(&|file| is_rust(file) && !is_test(file));
    let is_left = |file: &Touched| is_rust(file) && !is_test(file) && file.change.kind != ChangeKind::Removed;
    let mut places: Vec<Place> = match look {
        Look::Nowhere => return (None, Vec::new()),
        Look::Services(_) if facts.services.is_empty() => code(),
        Look::Services(_) => services().collect(),
        Look::NewCode(_) => {
            let added = facts.routes.iter().filter(|route| route.kind == "added").map(|route| route.place.clone());
            added.chain(files(&|file| is_left(file) && file.layer.as_deref() != Some("services"))).collect()
        }
        Look::Security => routes().chain(services()).collect(),
        Look::Performance => routes().chain(services()).chain(database()).collect(),
        Look::Files(_) => code(),
        Look::Tests(_) => files(&|file| is_rust(file) && is_test(file)),
    };
    places.sort();
    places.dedup();
    let question = match look {
        Look::Nowhere => return (None, Vec::new()),
        // Services alone: each function is followed to its tests.
        Look::NewCode(_) if places.is_empty() => return (None, places),
        Look::Services(question) | Look::NewCode(question) | Look::Files(question) | Look::Tests(question) => *question,
        Look::Security => "Who may do this, and what would somebody try who may not?",
        Look::Performance => "How many rows and queries is this for the largest customer?",
    };
    (Some(question), places)
}
