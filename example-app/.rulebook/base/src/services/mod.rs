// src/services/mod.rs - Business logic, which knows no web framework

pub mod health_service;
pub mod user_service;
