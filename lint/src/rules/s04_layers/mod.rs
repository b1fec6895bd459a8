// src/rules/s04_layers/mod.rs - Section 4: which layer may use which

//! Section 4: which layer may use which.

pub mod api_type_in_service;
pub mod database_in_api;
pub mod engine_bypasses_service;
mod forbidden;
pub mod framework_in_service;
pub mod layer_dependency;
mod reach;
pub mod service_cycle;
pub mod session_parameter;
pub mod sync_service;
mod used_crate;

#[cfg(test)]
mod signature_tests;
#[cfg(test)]
mod tests;
