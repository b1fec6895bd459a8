// src/lib.rs - A resource's spec to a plan to files, as one transaction

//! A resource's spec to a plan to files, as one transaction.
pub mod error;
pub mod plan;
pub mod spec;
