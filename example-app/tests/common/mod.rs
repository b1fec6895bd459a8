// tests/common/mod.rs - What the tests of all components share

//! Each test has an application of its own, over a database of its own. So tests run at once, in
//! any order, and each one sees its own rows alone.

#![allow(dead_code, reason = "which parts are used depends on the resources that there are")]

pub mod app;
pub mod client;
pub mod contract;
pub mod counts;
pub mod database;
pub mod desk;
pub mod pages;
pub mod reply;
pub mod tokens;
