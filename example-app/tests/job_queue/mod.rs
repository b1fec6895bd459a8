// tests/job_queue/mod.rs - Job queue tests

mod test_job_queue_service;
