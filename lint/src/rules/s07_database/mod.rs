// src/rules/s07_database/mod.rs - Section 7: database models, API models and migrations

//! Section 7: database models, API models and migrations.

mod columns;
pub mod db_model_in_response;
pub mod local_time;
pub mod misplaced_api_model;
pub mod misplaced_db_model;
pub mod missing_index;
pub mod schema_drift;
pub mod standard_columns;
pub mod table_name;
mod tables;
#[cfg(test)]
mod tests;
pub mod undocumented_field;
pub mod unvalidated_request;
pub mod validation_drift;
