// src/rules/s08_logging/mod.rs - Section 8: what is logged, where and how

//! Section 8: what is logged, where and how.

pub mod log_level;
pub mod logger_bypass;
pub mod print;
pub mod print_style_log;
pub mod secret_in_log;
pub mod silent_service;
pub mod swallowed_error;

#[cfg(test)]
mod body_tests;
#[cfg(test)]
mod tests;
