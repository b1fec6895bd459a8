// tests/job_analytics/mod.rs - Job analytics tests

mod test_job_analytics_api;
mod test_job_analytics_models;
mod test_job_analytics_service;
