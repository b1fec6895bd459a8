// Local imports
use crate::b::B;
use crate::a::{
    // first
    A,
    Other, // second
};

// Standard library imports
use std::fmt;

// What the clock needs.
use std::time::Duration;
use tokio::time;

// Third-party imports
use axum::Json;
