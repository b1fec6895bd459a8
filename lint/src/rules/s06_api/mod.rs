// src/rules/s06_api/mod.rs - Section 6: paths, methods, bodies and answers of the API

//! Section 6: paths, methods, bodies and answers of the API.

pub mod analytics_route;
pub mod body_name;
pub mod documented_route;
pub mod duplicate_route;
pub mod error_mapping;
pub mod method_semantics;
pub mod path_case;
pub mod path_parameters;
pub mod path_syntax;
pub mod route_conflict;
pub mod singular_collection;
pub mod status_code;
pub mod undocumented_answer;
pub mod unrouted_handler;
pub mod untyped_body;
pub mod verb_in_path;

#[cfg(test)]
mod tests;
