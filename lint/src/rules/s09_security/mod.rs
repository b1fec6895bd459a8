// src/rules/s09_security/mod.rs - Section 9: who may ask for what

//! Section 9: who may ask for what.

pub mod authorization_in_api;
pub mod hard_coded_secret;
mod ownership;
pub mod service_without_user;
pub mod sql_injection;
pub mod unauthenticated_handler;
pub mod unchecked_access;

#[cfg(test)]
mod tests;
