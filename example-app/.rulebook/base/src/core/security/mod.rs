// src/core/security/mod.rs - Passwords, tokens and the limit on attempts to log in

mod attempts;
mod hs256;
mod password;
mod token;

pub use self::attempts::AttemptLimiter;
pub use self::password::{PasswordHasher, SecurityError};
pub use self::token::{AccessToken, TokenKeys};
