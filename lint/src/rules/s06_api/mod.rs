// src/rules/s06_api/mod.rs - Section 6: paths, methods, bodies and answers of the API

//! Section 6: paths, methods, bodies and answers of the API.

pub mod analytics_route;
pub mod duplicate_route;
pub mod path_case;
pub mod path_parameters;
pub mod path_syntax;
pub mod route_conflict;
pub mod singular_collection;
pub mod verb_in_path;

#[cfg(test)]
mod tests;
