// src/rules/s13_future/mod.rs - Section 13: growth

//! Section 13: growth.

pub mod oversized_service;
pub mod pool_outside_core;
pub mod repeated_logic;
pub mod stateful_service;
#[cfg(test)]
mod tests;
