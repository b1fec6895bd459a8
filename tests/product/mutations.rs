// tests/product/mutations.rs - Generated code broken in every way that the contract forbids: a generated test fails each time

//! Generated code broken in every way that the contract forbids: a generated test fails each time.

use std::path::Path;

use crate::support::{Sandbox, cargo};

const JOBS: &str = "src/services/job_service.rs";
const JOB_API: &str = "src/api/job.rs";
const JOB_MODELS: &str = "src/models/job_models.rs";
const WORKSPACES: &str = "src/services/workspace_service.rs";
const ANALYTICS: &str = "src/services/job_analytics_service.rs";
const EXTRACT: &str = "src/api/extract.rs";
const PAGE: &str = "src/core/page.rs";
const VALUES: &str = "src/models/value_models.rs";
const JOBS_TABLE: &str = "migrations/sqlite/20260101000002_create_jobs.up.sql";
const WORKSPACES_TABLE: &str = "migrations/sqlite/20260101000001_create_workspaces.up.sql";

/// What is broken, in which file, and the edit: the `at`th place (from 0) where the one text stands becomes the other.
struct Mutation {
    what: &'static str,
    file: &'static str,
    at: usize,
    from: &'static str,
    to: &'static str,
}

const fn mutation(what: &'static str, file: &'static str, at: usize, from: &'static str, to: &'static str) -> Mutation {
    Mutation { what, file, at, from, to }
}

const COMMIT: &str = "        session.commit().await?;\n";
const ROLLED_BACK: &str = "        drop(session);\n";
const STALE: &str = " AND ($4 IS NULL OR version = $4)";
const EXPECTED: &str = "        if expected_version.is_some_and(|expected| expected != current.version) {\n            return Err(ServiceError::Stale(\"job\"));\n        }\n";

const MUTATIONS: [Mutation; 44] = [
    mutation("the owner is no condition", WORKSPACES, 0, "SCOPE: &str = \"user_id = $1\"", "SCOPE: &str = \"$1 = $1\""),
    mutation("the parent is no condition", JOBS, 0, "        WHERE {})\"", "        WHERE 1 = 1 OR {})\""),
    mutation(
        "reading looks at no owner",
        JOBS,
        0,
        "        WHERE {SCOPE} AND job_id = $2\"",
        "        WHERE $1 = $1 AND job_id = $2\"",
    ),
    mutation("a list looks at no owner", JOBS, 0, "            WHERE {SCOPE}\"", "            WHERE $1 = $1\""),
    mutation("a new row is not committed", JOBS, 0, COMMIT, ROLLED_BACK),
    mutation("a change is not committed", JOBS, 1, COMMIT, ROLLED_BACK),
    mutation("an action is not committed", JOBS, 2, COMMIT, ROLLED_BACK),
    mutation("a deletion is not committed", JOBS, 3, COMMIT, ROLLED_BACK),
    mutation(
        "the reference of a new row is not checked",
        JOBS,
        0,
        ".map_err(|error| error.in_reference(\"workspace_id\"))?;",
        ".map_err(|error| error.in_reference(\"workspace_id\")).ok();",
    ),
    mutation(
        "the reference of a change is not checked",
        JOBS,
        1,
        ".map_err(|error| error.in_reference(\"workspace_id\"))?;",
        ".map_err(|error| error.in_reference(\"workspace_id\")).ok();",
    ),
    mutation("a change expects no version", JOBS, 0, EXPECTED, ""),
    mutation(
        "a deletion expects no version",
        JOBS,
        0,
        " AND ($3 IS NULL OR version = $3)",
        " AND ($3 IS NULL OR 1 = 1)",
    ),
    mutation("an action expects no version", JOBS, 1, STALE, " AND ($4 IS NULL OR 1 = 1)"),
    mutation("a change raises no version", JOBS, 0, "SET version = version + 1,\n", "SET version = version,\n"),
    mutation(
        "an action raises no version",
        JOBS,
        0,
        "SET version = version + 1, updated_at",
        "SET version = version, updated_at",
    ),
    mutation(
        "a change leaves its time",
        JOBS,
        0,
        "                updated_at = $3\n",
        "                updated_at = COALESCE(updated_at, $3)\n",
    ),
    mutation("an action has no guard", JOBS, 0, "\n                AND status IN ('pending', 'running')", ""),
    mutation("an action starts from too few states", JOBS, 0, "IN ('pending', 'running')", "IN ('pending')"),
    mutation("an action leads elsewhere", JOBS, 0, ".bind(JobStatus::Cancelled)", ".bind(JobStatus::Done)"),
    mutation(
        "null clears nothing",
        JOBS,
        0,
        "note = CASE WHEN $8 THEN $9 ELSE note END",
        "note = CASE WHEN $8 THEN COALESCE($9, note) ELSE note END",
    ),
    mutation("a new row begins elsewhere", JOBS, 0, ".bind(JobStatus::Pending)", ".bind(JobStatus::Running)"),
    mutation(
        "a filter is ignored",
        JOBS,
        0,
        "        statement.narrow(\"priority\", filter.priority.as_ref())?;\n",
        "",
    ),
    mutation("a sort is by another column", JOBS, 0, "seek.by::<i32>(\"priority\")", "seek.by::<i32>(\"id\")"),
    mutation(
        "the list of a parent has all rows",
        JOBS,
        0,
        "{ workspace_id, ..filter.clone() }",
        "{ workspace_id: workspace_id.and(None), ..filter.clone() }",
    ),
    mutation(
        "the list of a hidden parent is empty",
        JOBS,
        0,
        "        validate_workspace_access(&mut connection, user_id, workspace_id).await?;\n",
        "",
    ),
    mutation("a page begins with the last row again", PAGE, 0, "(\" > \", \" ASC\")", "(\" >= \", \" ASC\")"),
    mutation("descending is ascending", PAGE, 0, "(\" < \", \" DESC\")", "(\" < \", \" ASC\")"),
    mutation("a deletion answers 200", JOB_API, 0, "Ok(StatusCode::NO_CONTENT)", "Ok(StatusCode::OK)"),
    mutation("a new row answers 200", EXTRACT, 0, "(StatusCode::CREATED, headers", "(StatusCode::OK, headers"),
    mutation("a new row is said to be elsewhere", JOB_API, 0, "format!(\"/jobs/{}\"", "format!(\"/job/{}\""),
    mutation(
        "the tag is another version",
        EXTRACT,
        0,
        "format!(\"\\\"{version}\\\"\")",
        "format!(\"\\\"{}\\\"\", version + 1)",
    ),
    mutation(
        "If-Match is ignored",
        EXTRACT,
        0,
        "Ok(Self(Some(version.and_then(|digits| digits.parse().ok()).unwrap_or(0))))",
        "Ok(Self(version.and(None)))",
    ),
    mutation(
        "any body is JSON",
        EXTRACT,
        0,
        "if !is_json(request.headers()) {",
        "if !is_json(request.headers()) && false {",
    ),
    mutation("a length is not checked", JOB_MODELS, 0, "#[garde(length(chars, min = 1, max = 64))]", "#[garde(skip)]"),
    mutation("a range is not checked", JOB_MODELS, 0, "#[garde(range(min = 0, max = 9))]", "#[garde(skip)]"),
    mutation("an address is not checked", JOB_MODELS, 0, "#[garde(email, length", "#[garde(length"),
    mutation("unknown fields of a new row are taken", JOB_MODELS, 0, "#[serde(deny_unknown_fields)]\n", ""),
    mutation("unknown fields of a change are taken", JOB_MODELS, 1, "#[serde(deny_unknown_fields)]\n", ""),
    mutation(
        "a default is another",
        JOB_MODELS,
        0,
        "fn default_priority() -> i32 {\n    0\n",
        "fn default_priority() -> i32 {\n    1\n",
    ),
    mutation("a secret is printed", VALUES, 0, "f.write_str(\"[secret]\")", "f.write_str(&self.0)"),
    mutation(
        "analytics count all parents",
        ANALYTICS,
        0,
        "            WHERE {SCOPE} AND workspace_id = $2\"",
        "            WHERE {SCOPE} AND $2 = $2\"",
    ),
    mutation("analytics count by another day", ANALYTICS, 0, "date(created_at)", "date(updated_at)"),
    mutation(
        "unique is not kept",
        WORKSPACES_TABLE,
        0,
        ",\n    CONSTRAINT uq_workspaces_name UNIQUE (user_id, name)",
        "",
    ),
    mutation(
        "what is referred to can go",
        JOBS_TABLE,
        0,
        "\n        CONSTRAINT fk_jobs_workspace_id REFERENCES workspaces (workspace_id)",
        "",
    ),
];

#[test]
#[ignore = "deep: builds and tests a generated project 44 times"]
fn a_broken_contract_fails_a_generated_test() {
    let sandbox = Sandbox::new();
    sandbox.write("resources.toml", include_str!("data/mutated.toml"));
    sandbox.rulebook("", ["new", "mutated", "--from", "resources.toml"]).expect(0);
    let project = sandbox.path("mutated");
    cargo(&project, &["test"]).expect(0);
    let only = std::env::var("MUTATION").unwrap_or_default();
    let survivors: Vec<&str> = MUTATIONS
        .iter()
        .filter(|mutation| mutation.what.contains(&only) && survives(&project, mutation))
        .map(|mutation| mutation.what)
        .collect();
    assert!(survivors.is_empty(), "no generated test noticed: {survivors:#?}");
}

/// Whether all generated tests pass with the edit in place.
fn survives(project: &Path, mutation: &Mutation) -> bool {
    let path = project.join(mutation.file);
    let text = std::fs::read_to_string(&path).unwrap();
    let place = text.match_indices(mutation.from).nth(mutation.at);
    let (start, found) = place.unwrap_or_else(|| panic!("{}: {:?} is not there", mutation.file, mutation.from));
    let broken = format!("{}{}{}", &text[..start], mutation.to, &text[start + found.len()..]);
    std::fs::write(&path, broken).unwrap();
    let built = cargo(project, &["test", "--no-run"]);
    assert_eq!(built.code, 0, "{} does not compile:\n{}", mutation.what, built.err);
    let tested = cargo(project, &["test"]);
    std::fs::write(&path, text).unwrap();
    println!("{}: {}", mutation.what, if tested.code == 0 { "not noticed" } else { "noticed" });
    tested.code == 0
}
