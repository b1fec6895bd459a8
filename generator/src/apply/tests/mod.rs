// src/apply/tests/mod.rs - Transactions that succeed, are refused, fail, are killed, and meet each other

//! Transactions that succeed, are refused, fail, are killed, and meet each other.
mod faults;
mod faulty;
mod outcomes;
mod property;
mod refusals;
mod replace;
mod runs_at_once;
mod tree;
