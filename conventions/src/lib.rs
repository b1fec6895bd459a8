// src/lib.rs - What the rulebook says, as data and pure functions

//! What the rulebook says, as data and pure functions.
