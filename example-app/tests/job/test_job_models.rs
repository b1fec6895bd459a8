// tests/job/test_job_models.rs - Job requests and responses: validation and conversion

use chrono::{SubsecRound, Utc};
use garde::Validate;
use serde_json::{Value, json};

use super::{ID, NULLABLE, bound_values, changes, invalid_values, new_values, sample};
use crate::common::contract::{is_valid, with};
use example_app::models::db_models::{Job, JobChanges, JobFilter, JobSort, JobStatus};
use example_app::models::job_models::{
    JobCreateRequest, JobListQuery, JobResponse, JobUpdateRequest,
};
use example_app::models::page_models::SortOrder;

/// Happy path: a full body is valid, with values at their bounds too.
#[test]
fn test_job_create_request_accepts_values() {
    let body = sample(0);
    assert!(fits_new(&body));
    for (field, value, why) in bound_values() {
        assert!(fits_new(&with(&body, field, value)), "{field}: {why}");
    }
}

/// Happy path: changes may name every field, or one.
#[test]
fn test_job_update_request_accepts_values() {
    assert!(fits_changes(&sample(0)));
    for (field, value, why) in bound_values() {
        assert!(fits_changes(&json!({ field: value })), "{field}: {why}");
    }
}

/// Error: a value of a wrong kind or past a bound is refused.
#[test]
fn test_job_create_request_rejects_values() {
    let body = sample(0);
    for (field, value, why) in invalid_values() {
        assert!(!fits_new(&with(&body, field, value)), "{field}: {why}");
    }
    assert!(!fits_new(&with(&body, "no_such_field", json!(1))));
}

/// Error: a value of a wrong kind or past a bound is refused in changes too.
#[test]
fn test_job_update_request_rejects_values() {
    for (field, value, why) in invalid_values() {
        assert!(!fits_changes(&json!({ field: value })), "{field}: {why}");
    }
    assert!(!fits_changes(&json!({ "no_such_field": 1 })));
}

/// Edge case: what is absent is no change, and null is one.
#[test]
fn test_job_update_request_knows_absence() {
    assert_eq!(changes(&json!({})), JobChanges::default());
    for field in NULLABLE {
        let null = changes(&json!({ *field: null }));
        assert_ne!(null, JobChanges::default(), "{field}");
    }
}

/// Edge case: a list is of 50 rows, oldest first, where nothing is said; of 200 at most.
#[test]
fn test_job_list_query_has_defaults() {
    let filter = JobFilter::from(JobListQuery::default());
    assert_eq!(filter.sort, JobSort::CreatedAt);
    assert_eq!((filter.page.order, filter.page.limit), (SortOrder::Asc, 50));
    assert_eq!(filter.page.cursor, None);
    for (limit, valid) in [(0, false), (1, true), (200, true), (201, false)] {
        let limited = JobListQuery { limit: Some(limit), ..JobListQuery::default() };
        assert_eq!(limited.validate().is_ok(), valid, "{limit}");
    }
}

/// Happy path: a response has what the row has, and nothing that is internal.
#[test]
fn test_job_response_shows_the_row() {
    let now = Utc::now().trunc_subsecs(6);
    let new = new_values(&sample(0));
    let row = Job {
        id: 1,
        job_id: "an id".to_owned(),
        user_id: 2,
        workspace_id: new.workspace_id,
        job_type: new.job_type,
        backtest_id: new.backtest_id,
        priority: new.priority,
        status: JobStatus::Pending,
        scheduled_at: new.scheduled_at,
        note: new.note,
        attempts: 1,
        progress: 50,
        claimed_by: Some("a worker".to_owned()),
        claimable_at: Some(now),
        failure: None,
        version: 3,
        created_at: now,
        updated_at: now,
    };
    let mut expected = sample(0);
    expected["status"] = json!("pending");
    expected[ID] = json!("an id");
    expected["version"] = json!(3);
    expected["created_at"] = json!(now);
    expected["updated_at"] = json!(now);
    assert_eq!(json!(JobResponse::from(row)), expected);
}

fn fits_new(body: &Value) -> bool {
    is_valid::<JobCreateRequest>(body)
}

fn fits_changes(body: &Value) -> bool {
    is_valid::<JobUpdateRequest>(body)
}
