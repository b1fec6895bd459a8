// tests/product/review.rs - A history with planted changes: the review of each commit says what was planted, nothing more

use std::fs;

use serde_json::Value;

use crate::broken::Edit::{self, Remove, Rename, Replace, Write};
use crate::broken::{edit, example};
use crate::support::{Sandbox, commit, git};
use rulebook_lint::project::file_system::FileSystem;

/// One commit: what is done to the example, and what its review must say.
struct Planted {
    message: &'static str,
    edits: Vec<Edit>,
    says: &'static [&'static str],
}

const API: &str = "src/api/job.rs";
const MODELS: &str = "src/models/job_models.rs";
const SERVICE: &str = "src/services/job_service.rs";
const DELETE_HANDLER: &str = "    Ok(StatusCode::NO_CONTENT)\n}\n";

fn history() -> Vec<Planted> {
    vec![
        Planted {
            message: "A layer is broken",
            edits: vec![Replace(
                API,
                DELETE_HANDLER,
                "    Ok(StatusCode::NO_CONTENT)\n}\n\n/// Looks for itself.\npub type Handle = sqlx::SqlitePool;\n",
            )],
            says: &["new RB407 src/api/job.rs"],
        },
        Planted {
            message: "It is mended, and lines move",
            edits: vec![Replace(API, "\n/// Looks for itself.\npub type Handle = sqlx::SqlitePool;\n", "")],
            says: &["fixed RB407 src/api/job.rs"],
        },
        Planted {
            message: "A body needs a field more, an answer has one more",
            edits: vec![
                Replace(
                    MODELS,
                    "pub struct JobCreateRequest {\n",
                    "pub struct JobCreateRequest {\n    /// Why.\n    #[garde(length(chars, max = 40))]\n    #[schema(max_length = 40)]\n    pub reason: String,\n",
                ),
                Replace(
                    MODELS,
                    "pub struct JobResponse {\n",
                    "pub struct JobResponse {\n    /// Why.\n    pub reason: String,\n",
                ),
            ],
            says: &[
                "route changed GET /jobs: the answer has `items[].reason`",
                "route changed GET /jobs/{job_id}: the answer has `reason`",
                "route changed PATCH /jobs/{job_id}: the answer has `reason`",
                "route changed POST /jobs: breaking: the body needs `reason`",
                "route changed POST /jobs: the answer has `reason`",
                "route changed POST /jobs/{job_id}/cancel: the answer has `reason`",
                "route changed POST /jobs/{job_id}/retry: the answer has `reason`",
                "route changed GET /workspaces/{workspace_id}/jobs: the answer has `items[].reason`",
            ],
        },
        Planted {
            message: "The answer loses it again",
            edits: vec![Replace(
                MODELS,
                "pub struct JobResponse {\n    /// Why.\n    pub reason: String,\n",
                "pub struct JobResponse {\n",
            )],
            says: &[
                "route changed GET /jobs/{job_id}: breaking: the answer lacks `reason`",
                "route changed GET /jobs: breaking: the answer lacks `items[].reason`",
                "route changed GET /workspaces/{workspace_id}/jobs: breaking: the answer lacks `items[].reason`",
                "route changed POST /jobs/{job_id}/cancel: breaking: the answer lacks `reason`",
                "route changed POST /jobs/{job_id}/retry: breaking: the answer lacks `reason`",
                "route changed PATCH /jobs/{job_id}: breaking: the answer lacks `reason`",
                "route changed POST /jobs: breaking: the answer lacks `reason`",
            ],
        },
        Planted {
            message: "A field of a body is wider, another may be left out",
            edits: vec![Replace(
                MODELS,
                "    #[schema(max_length = 40)]\n    pub reason: String,",
                "    #[schema(max_length = 40)]\n    pub reason: Option<String>,",
            )],
            says: &[],
        },
        Planted {
            message: "A route no longer asks who calls",
            edits: vec![Replace(
                API,
                "    current_user: CurrentUser,\n    ValidPath(job_id): ValidPath<String>,\n) -> Result<Versioned",
                "    ValidPath(job_id): ValidPath<String>,\n) -> Result<Versioned",
            )],
            says: &[
                "new RB901 src/api/job.rs",
                "opened GET /jobs/{job_id}",
                "route changed GET /jobs/{job_id}: it does not ask who calls any more, as `CurrentUser` did",
            ],
        },
        Planted {
            message: "It asks again",
            edits: vec![Replace(
                API,
                "    ValidPath(job_id): ValidPath<String>,\n) -> Result<Versioned",
                "    current_user: CurrentUser,\n    ValidPath(job_id): ValidPath<String>,\n) -> Result<Versioned",
            )],
            says: &[
                "fixed RB901 src/api/job.rs",
                "route changed GET /jobs/{job_id}: breaking: it asks who calls: `CurrentUser`",
            ],
        },
        Planted {
            message: "A route moves",
            edits: vec![
                Replace(API, ".routes(routes!(delete_job_api))", ""),
                Replace(
                    API,
                    "pub fn router() -> OpenApiRouter<AppState> {\n    OpenApiRouter::new()",
                    "pub fn router() -> OpenApiRouter<AppState> {\n    OpenApiRouter::new().routes(routes!(delete_job_api))",
                ),
            ],
            says: &[],
        },
        Planted {
            message: "A route is gone",
            edits: vec![Replace(API, ".routes(routes!(delete_job_api))", "")],
            says: &["new RB614 src/api/job.rs", "route removed DELETE /jobs/{job_id}: breaking: the route is gone"],
        },
        Planted {
            message: "It is there again, at another path",
            edits: vec![Replace(API, "OpenApiRouter::new()", "OpenApiRouter::new().routes(routes!(delete_job_api))")],
            says: &["fixed RB614 src/api/job.rs", "route added DELETE /jobs/{job_id}"],
        },
        Planted {
            message: "A service has a function that no test reaches",
            edits: vec![Replace(
                SERVICE,
                "    /// Deletes a job.",
                "    /// How many letters an id has.\n    ///\n    /// # Arguments\n    ///\n    /// * `id` - an id\n    ///\n    /// # Returns\n    ///\n    /// The number.\n    ///\n    /// # Errors\n    ///\n    /// Never.\n    pub async fn count_letters(&self, id: &str) -> ServiceResult<usize> {\n        Ok(id.len())\n    }\n\n    /// Deletes a job.",
            )],
            says: &["new RB505 src/services/job_service.rs", "service new JobService::count_letters: 0 tests"],
        },
        Planted {
            message: "The migration drops a column",
            edits: vec![Write(
                "migrations/sqlite/20270101000000_drop_description.up.sql",
                "-- migrations/sqlite/20270101000000_drop_description.up.sql - Drop it\n\nALTER TABLE workspaces\n    DROP COLUMN description;\n",
            )],
            says: &[
                "database loses: drops the column `description`",
                "database: the column `workspaces.description` is gone from `migrations/sqlite`",
                "new RB705 src/models/db_models.rs",
            ],
        },
        Planted {
            message: "A migration that has run is changed",
            edits: vec![Replace(
                "migrations/sqlite/20270101000000_drop_description.up.sql",
                "ALTER TABLE workspaces\n    DROP COLUMN description;",
                "DROP INDEX IF EXISTS none;",
            )],
            says: &[
                "database loses: a migration that may have run is changed: where it has, its checksum stops the program",
                "database: the column `workspaces.description` is new in `migrations/sqlite`",
                "fixed RB705 src/models/db_models.rs",
            ],
        },
        Planted {
            message: "A file is renamed",
            edits: vec![
                Rename("tests/job/test_job_list.rs", "tests/job/test_job_pages.rs"),
                Replace("tests/job/test_job_pages.rs", "tests/job/test_job_list.rs", "tests/job/test_job_pages.rs"),
                Replace("tests/job/mod.rs", "mod test_job_list;", "mod test_job_pages;"),
            ],
            says: &[],
        },
        Planted {
            message: "A secret",
            edits: vec![Replace(
                "src/core/page.rs",
                "fn value_of<",
                "const API_KEY: &str = \"sk_live_4eC39HqLyjWDarjtT1zdp7dc\";\n\nfn value_of<",
            )],
            says: &["new RB906 src/core/page.rs"],
        },
        Planted {
            message: "A test is gone",
            edits: vec![
                Remove("tests/workspace/test_workspace_service.rs"),
                Replace("tests/workspace/mod.rs", "mod test_workspace_service;\n", ""),
            ],
            says: &["new RB501 src/services/workspace_service.rs"],
        },
    ]
}

/// The example in a repository, with a commit for each planted change.
fn repository(history: &[Planted]) -> Sandbox {
    let mut files = example();
    let sandbox = Sandbox::of(files.files());
    git(&sandbox, &["init", "--quiet"]);
    commit(&sandbox, "The example");
    for planted in history {
        let before = files.clone();
        planted.edits.iter().for_each(|change| edit(&mut files, change));
        for path in before.files().keys().filter(|path| !files.is_file(path)) {
            fs::remove_file(sandbox.path(path)).unwrap();
        }
        for (path, bytes) in files.files().iter().filter(|(path, bytes)| before.files().get(*path) != Some(*bytes)) {
            sandbox.write(path, bytes);
        }
        commit(&sandbox, planted.message);
    }
    sandbox
}

/// What a review says, a line each, sorted.
fn lines(review: &Value) -> Vec<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines: Vec<String> = Vec::new();
    for kind in ["new", "fixed"] {
        let said = list(&review["findings"][kind]);
        lines.extend(said.iter().map(|it| format!("{kind} {} {}", text(&it["code"]), text(&it["place"]["path"]))));
    }
    for route in list(&review["routes"]) {
        let head = format!("route {} {} {}", text(&route["kind"]), text(&route["method"]), text(&route["path"]));
        let differences = list(&route["differences"]);
        if differences.is_empty() {
            lines.push(head.clone());
        }
        lines.extend(differences.iter().map(|it| {
            let breaking = if it["breaking"] == true { "breaking: " } else { "" };
            format!("{head}: {breaking}{}", text(&it["text"]))
        }));
        if route["opened"] == true {
            lines.push(format!("opened {} {}", text(&route["method"]), text(&route["path"])));
        }
    }
    lines.extend(list(&review["edges"]).iter().map(|edge| {
        let sign = if edge["added"] == true { "+" } else { "-" };
        format!("edge {sign} {} {}", text(&edge["from"]), text(&edge["to"]))
    }));
    lines.extend(list(&review["database"]).iter().map(|it| {
        let loses = if it["loses"] == true { " loses" } else { "" };
        format!("database{loses}: {}", text(&it["text"]))
    }));
    lines.extend(list(&review["services"]).iter().map(|it| {
        let kind = if it["new"] == true { "new" } else { "changed" };
        format!("service {kind} {}: {} tests", text(&it["name"]), list(&it["tests"]).len())
    }));
    lines.sort();
    lines
}

#[test]
fn each_review_says_what_was_planted_and_nothing_more() {
    let history = history();
    let sandbox = repository(&history);
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/review.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut wrong = Vec::new();
    for (at, planted) in history.iter().enumerate() {
        let head = format!("HEAD~{}", history.len() - at - 1);
        let base = format!("HEAD~{}", history.len() - at);
        let ran = sandbox.rulebook("", ["review", "--base", &base, "--head", &head, "--format", "json"]);
        assert!(ran.code < 2, "{}", ran.err);
        let review: Value = serde_json::from_str(&ran.out).unwrap();
        let errors: Vec<String> = schema.iter_errors(&review).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(ran.code == 1, planted.says.iter().any(|line| line.starts_with("new")), "{}", planted.message);
        let (said, mut expected) = (lines(&review), planted.says.to_vec());
        expected.sort_unstable();
        if said != expected {
            wrong.push(format!("{}: {said:#?}", planted.message));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A repository of a clean package on `main`, and a branch with a finding.
fn branch() -> Sandbox {
    let sandbox = Sandbox::new();
    git(&sandbox, &["init", "--quiet"]);
    sandbox.write("Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    sandbox.write("src/lib.rs", "// src/lib.rs - A library\n");
    commit(&sandbox, "Begin");
    git(&sandbox, &["checkout", "--quiet", "-b", "work"]);
    sandbox
}

#[test]
fn what_is_not_committed_counts_and_each_form_says_it() {
    let sandbox = branch();
    sandbox.write("src/lib.rs", "// src/lib.rs - A library\n\npub mod new;\n");
    sandbox.write("src/new.rs", "pub fn f() {}\n");
    let review = |args: &[&str]| sandbox.rulebook("", [&["review", "--base", "main"], args].concat());
    let said = review(&["--link", "https://x.example/{path}?l={line}"]).expect(1);
    assert!(said.contains("[`src/new.rs:1`](https://x.example/src/new.rs?l=1) **RB301**"), "{said}");
    sandbox.write("rulebook.toml", "[review]\nlink = \"https://y.example/{path}\"\n");
    assert!(review(&[]).expect(1).contains("(https://y.example/src/new.rs)"));
    assert!(review(&["--format", "rdjson"]).expect(1).contains("\"RB301\""));
    assert!(review(&["--format", "github"]).expect(1).starts_with("::error "));
    let page = review(&["--format", "html"]).expect(1);
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("missing-header") && !page.contains("src=\"http"));
    review(&["--fail-on", "breaking,data-loss,untested,open-route"]).expect(0);
    review(&["--fail-on", "nothing"]).expect(0);
}

#[test]
fn what_can_not_be_compared_is_refused() {
    let sandbox = branch();
    let said = sandbox.rulebook("", ["review", "--base", "nowhere"]).expect(2);
    assert!(said.contains("there is no revision `nowhere`"), "{said}");
    let outside = Sandbox::of([("Cargo.toml", "[package]\nname = \"app\"\nedition = \"2024\"\n")]);
    let said = outside.rulebook("", ["review", "--base", "main"]).expect(2);
    assert!(said.contains("lies in no git repository"), "{said}");
    sandbox.write("rulebook.toml", "nonsense = 1\n");
    let said = sandbox.rulebook("", ["review", "--base", "main"]).expect(2);
    assert!(said.contains("nonsense"), "{said}");
}

/// A branch with a finding, as a runner has checked it out, and a shell in it that finds the command.
#[cfg(unix)]
struct Job {
    sandbox: Sandbox,
}

#[cfg(unix)]
impl Job {
    fn new() -> Self {
        let sandbox = branch();
        git(&sandbox, &["remote", "add", "origin", "."]);
        git(&sandbox, &["fetch", "--quiet", "origin"]);
        sandbox.write("src/lib.rs", "// src/lib.rs - A library\n\npub mod new;\n");
        sandbox.write("src/new.rs", "pub fn f() {}\n");
        commit(&sandbox, "Work");
        Self { sandbox }
    }

    /// Runs a script as a runner does: each line by bash, the first that fails ends it.
    fn run(&self, script: &str, environment: &[(&str, &str)]) -> crate::support::Ran {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_rulebook")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let mut command = std::process::Command::new("bash");
        command.args(["-eo", "pipefail", "-c", script]).current_dir(self.sandbox.path("")).env("PATH", path);
        crate::support::Ran::of(command.envs(environment.iter().copied()).output().unwrap())
    }
}

/// The lines of a file in `docs/ci`, or of the hooks, that begin so, without that beginning.
#[cfg(unix)]
fn lines_of(file: &str, beginning: &str) -> Vec<String> {
    let text = fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    text.lines().filter_map(|line| line.strip_prefix(beginning)).map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn the_action_runs_as_steps_of_a_job() {
    let job = Job::new();
    let folder = format!("{}/docs/ci", env!("CARGO_MANIFEST_DIR"));
    let summary = job.sandbox.path("summary.md").display().to_string();
    let steps = lines_of("docs/ci/action.yml", "      run: ");
    let script: Vec<&str> = steps.iter().map(|step| step.trim_matches('\'')).collect();
    assert_eq!(script.len(), 2);
    let run = |fail_on: &str| {
        let environment = [
            ("GITHUB_ACTION_PATH", folder.as_str()),
            ("GITHUB_REPOSITORY", "team/app"),
            ("GITHUB_STEP_SUMMARY", summary.as_str()),
            ("BASE", "origin/main"),
            ("FAIL_ON", fail_on),
        ];
        job.run(&script.join("\n"), &environment)
    };
    assert!(run("new").expect(1).contains("file=src/new.rs"));
    let summary = job.sandbox.read("summary.md");
    assert!(summary.contains("(https://github.com/team/app/blob/") && summary.contains("/src/new.rs#L1)"), "{summary}");
    run("breaking").expect(0);
}

#[cfg(unix)]
#[test]
fn the_template_runs_as_a_job_of_gitlab() {
    let job = Job::new();
    let script = lines_of("docs/ci/gitlab.yml", "    - ");
    let script: Vec<&str> = script.iter().map(String::as_str).filter(|line| !line.starts_with("if:")).collect();
    assert_eq!(script.len(), 4);
    job.run(&script.join("\n"), &[("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")]).expect(1);
    let quality: Value = serde_json::from_str(&job.sandbox.read("gl-code-quality-report.json")).unwrap();
    assert!(quality.as_array().unwrap().iter().any(|issue| issue["location"]["path"] == "src/new.rs"));
    assert!(job.sandbox.read("review.html").contains("missing-header"));
}

#[cfg(unix)]
#[test]
fn the_hooks_run_before_a_commit() {
    let job = Job::new();
    let entries = lines_of(".pre-commit-hooks.yaml", "  entry: ");
    assert_eq!(entries, ["rulebook lint", "rulebook lint --fix"]);
    assert!(job.run(&entries[0], &[]).expect(1).contains("RB301"));
    job.run(&entries[1], &[]).expect(0);
    assert!(job.sandbox.read("src/new.rs").starts_with("// src/new.rs - "));
    job.run(&entries[0], &[]).expect(0);
}
