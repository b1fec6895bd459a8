// src/lib.rs - A resource's spec to a plan to files, as one transaction

//! A resource's spec to a plan to files, as one transaction.
//!
//! ```text
//! arguments, a file ───────────────┐
//!                                  ├─spec──▶ ResourceSpec ──plan──▶ Plan ──apply──▶ the project
//! a table, a struct ──existing──────┘
//! ```
//!
//! [`spec`] checks all that was asked for, [`plan`] renders and wires in memory, and applying a [`plan::Plan`] writes all
//! of it or nothing. Invariants: nothing here prints; nothing but `apply` writes; a plan that can't be carried out whole is
//! not made; the same request twice changes nothing the second time.

pub mod apply;
pub mod error;
pub mod existing;
mod manifest;
pub mod plan;
pub mod spec;

pub use error::{Error, MissingPlace, Place, Problem, Result};
pub use plan::{
    NewProject, Options, Plan, Request, Target, check, destroy, eject, generate, generate_part, new_project,
    template_diffs, templates, upgrade,
};
