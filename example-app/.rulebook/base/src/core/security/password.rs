// src/core/security/password.rs - Hashes and verifies passwords with argon2id

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};

use crate::core::settings::AuthSettings;

/// Why a password could not be hashed or verified.
#[derive(Debug, thiserror::Error)]
pub enum SecurityError {
    /// The cost that the settings ask for is none that argon2 can have.
    #[error("settings: auth.argon2_memory_kib, auth.argon2_iterations: {0}")]
    Cost(#[from] argon2::Error),
    /// The hash can't be made or read.
    #[error("password hash: {0}")]
    Hash(#[from] argon2::password_hash::Error),
    /// The stored hash is no hash.
    #[error("stored password hash: {0}")]
    Stored(#[from] argon2::password_hash::phc::Error),
    /// The thread that hashed was stopped.
    #[error("password hashing: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}

/// Hashes passwords at the cost that the settings state.
#[derive(Clone)]
pub struct PasswordHasher {
    argon2: Argon2<'static>,
    decoy: String,
}

impl PasswordHasher {
    /// Prepares a hasher, and the decoy that is verified where there is no user.
    pub fn new(settings: &AuthSettings) -> Result<Self, SecurityError> {
        let memory = settings.argon2_memory_kib;
        let params = Params::new(memory, settings.argon2_iterations, 1, None)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = argon2.hash_password(b"nobody's password")?.to_string();
        Ok(Self { argon2, decoy })
    }

    /// Hashes a password under a fresh salt, as a PHC string.
    pub async fn hash(&self, password: SecretString) -> Result<String, SecurityError> {
        let argon2 = self.argon2.clone();
        let hashing = move || argon2.hash_password(password.expose_secret().as_bytes());
        Ok(tokio::task::spawn_blocking(hashing).await??.to_string())
    }

    /// Whether a password has the stored hash.
    ///
    /// Without a stored hash the answer is no, and takes as long: the time of a log-in does not
    /// tell whether the user exists.
    pub async fn verify(
        &self,
        password: SecretString,
        stored: Option<String>,
    ) -> Result<bool, SecurityError> {
        let argon2 = self.argon2.clone();
        let exists = stored.is_some();
        let hash = stored.unwrap_or_else(|| self.decoy.clone());
        let verifying = move || -> Result<bool, SecurityError> {
            let hash = PasswordHash::new(&hash)?;
            match argon2.verify_password(password.expose_secret().as_bytes(), &hash) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(error.into()),
            }
        };
        Ok(tokio::task::spawn_blocking(verifying).await?? && exists)
    }
}
