// src/rules/s08_logging/mod.rs - Section 8: what is logged, where and how

//! Section 8: what is logged, where and how.

pub mod logger_bypass;
pub mod print;

#[cfg(test)]
mod tests;
