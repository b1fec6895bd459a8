// src/lib.rs - The templates that the generator renders, embedded

//! The templates that the generator renders, embedded.
