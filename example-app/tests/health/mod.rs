// tests/health/mod.rs - Tests of the health checks and of what stands round every route

mod test_health_api;
mod test_health_metrics;
mod test_health_service;
