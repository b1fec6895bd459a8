#!/usr/bin/env a-script
// Copyright 2026 The Authors
#![allow(unused)]
//! Docs of the file.

#[macro_use]
extern crate tokio;
extern crate axum as web;
use crate::a; /* behind */ /* twice */ use std::fmt;
#[macro_use]
mod macros;
mod inner {
    //! Inner docs.
    use super::*;
    use crate::b;
    use std::io;

    /// An item.
    pub struct A;
    use std::mem; // late
                  // and explained

    #[cfg(test)]
    mod tests {
        use super::A;
        use std::fmt::Debug;
    }
}
pub use inner::A;
use axum::Router;
use std::sync::Arc;

/// A function.
pub fn f() {
    use crate::c;
    use std::env;
}

use std::rc::Rc;
#[cfg(unix)]
use std::os::fd;
pub(crate) use self::macros::m;
