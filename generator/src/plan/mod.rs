// src/plan/mod.rs - What would be created and changed, computed before anything is written

//! What would be created and changed, computed before anything is written.
mod context;
mod layout;
mod rust_text;
