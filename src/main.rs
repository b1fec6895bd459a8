// src/main.rs - The command `rulebook`

//! The command `rulebook`.

fn main() {}
