// src/rules/s10_async/mod.rs - Section 10: async code, sessions and queries

//! Section 10: async code, sessions and queries.

pub mod blocking_in_async;
pub mod deferred_write;
pub mod guard_across_await;
pub mod query_in_loop;
mod session;
mod session_flow;
pub mod sync_handler;
pub mod unbounded_list;
pub mod uncommitted_session;

#[cfg(test)]
mod tests;
