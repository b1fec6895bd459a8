// src/rules/s09_security/mod.rs - Section 9: who may ask for what

//! Section 9: who may ask for what.

pub mod unauthenticated_handler;
