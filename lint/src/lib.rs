// src/lib.rs - Reads Rust source and judges it by the rulebook

//! Reads Rust source and judges it by the rulebook.
