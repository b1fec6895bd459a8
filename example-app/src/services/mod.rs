// src/services/mod.rs - Business logic, which knows no web framework

pub mod health_service;
pub mod job_service;
pub mod market_data_service;
pub mod user_service;
pub mod workspace_service;
