// src/rules/s03_headers/mod.rs - Section 3: file headers and the organisation of imports

//! Section 3: file headers and the organisation of imports.

pub mod header_description;
pub mod header_path;
pub mod import_groups;
pub mod import_order;
pub mod import_position;
pub mod missing_header;

mod gaps;
pub(crate) mod imports;
pub(crate) mod opening;

#[cfg(test)]
mod header_tests;
#[cfg(test)]
mod testing;
