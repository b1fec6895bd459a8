// tests/file_names.rs - Section 2 on whole projects: what is proposed, and the near misses

//! Section 2 on whole projects: what is proposed, and the near misses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on has failed")]

mod support;

use rulebook_lint::run::{Options, lint};
use support::project::with_manifest;

/// The findings of section 2 as `code path -> help`.
fn judge(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(String, String)> = files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect();
    let files = with_manifest(&files);
    let report = lint(&files, &Options::default()).unwrap();
    let of_section = report.findings.iter().filter(|finding| finding.rule.section_number() == 2);
    of_section.map(|finding| format!("{} {} -> {}", finding.rule.code, finding.primary.path, finding.help)).collect()
}

#[test]
fn the_right_name_is_proposed() {
    for (path, code, right) in [
        ("src/api/jobs.rs", "RB201", "src/api/job.rs"),
        ("src/api/people_routes.rs", "RB201", "src/api/person.rs"),
        ("src/api/BacktestRun.rs", "RB201", "src/api/backtest_run.rs"),
        ("src/services/job.rs", "RB202", "src/services/job_service.rs"),
        ("src/services/jobs_service.rs", "RB202", "src/services/job_service.rs"),
        ("src/models/job.rs", "RB203", "src/models/job_models.rs"),
        ("src/models/job_model.rs", "RB203", "src/models/job_models.rs"),
        ("src/models/database.rs", "RB203", "src/models/db_models.rs"),
        ("tests/job_api.rs", "RB204", "tests/job/test_job_api.rs"),
        ("tests/job/api.rs", "RB204", "tests/job/test_job_api.rs"),
        ("tests/job/test_workspace_api.rs", "RB204", "tests/job/test_job_api.rs"),
    ] {
        let found = judge(&[(path, "")]);
        let expected = format!("{code} {path} -> ");
        assert!(
            found.iter().any(|it| it.starts_with(&expected) && it.contains(&format!("`{right}`"))),
            "{path}: {found:?}"
        );
    }
}

#[test]
fn right_names_and_support_files_are_left_alone() {
    let files = [
        "src/api/mod.rs",
        "src/api/state.rs",
        "src/api/metrics.rs",
        "src/api/news.rs",
        "src/api/v1/handlers.rs",
        "src/services/mod.rs",
        "src/services/metrics_service.rs",
        "src/services/news_service.rs",
        "src/services/clients/http.rs",
        "src/models/mod.rs",
        "src/models/db_models.rs",
        "src/models/metrics_models.rs",
        "src/models/news_models.rs",
        "src/core/jobs.rs",
        "src/bin/jobs_api.rs",
        "tests/main.rs",
        "tests/job/mod.rs",
        "tests/job/test_job_api.rs",
        "tests/job/test_job_service_limits.rs",
        "tests/common/app.rs",
    ];
    assert_eq!(judge(&files.map(|path| (path, ""))), Vec::<String>::new());
}

#[test]
fn only_a_backend_is_judged_and_the_teams_words_count() {
    let library = ("Cargo.toml", "[package]\nname = \"library\"\nedition = \"2024\"\n");
    assert!(judge(&[library, ("src/api/jobs.rs", ""), ("tests/jobs.rs", "")]).is_empty());
    let words = ("rulebook.toml", "[names]\nuncountable = [\"jobs\"]\n");
    assert!(!judge(&[words, ("src/api/jobs.rs", "")]).iter().any(|finding| finding.starts_with("RB201")));
}

#[test]
fn a_resource_is_whole_with_its_service_and_models() {
    let expected = "RB205 src/api/job.rs -> Write `src/models/job_models.rs`";
    let service_is_a_folder = [("src/api/job.rs", ""), ("src/services/job_service/mod.rs", "")];
    let found = judge(&service_is_a_folder);
    assert!(found.len() == 1 && found.iter().all(|it| it.starts_with(expected)), "{found:?}");
}
