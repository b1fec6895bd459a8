// src/core/security/token.rs - Issues and verifies access tokens

use chrono::{Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::core::security::hs256;
use crate::core::settings::AuthSettings;

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    /// The public id of the user.
    sub: String,
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
}

/// A token, and how long it is good for.
#[derive(Debug)]
pub struct AccessToken {
    /// The token itself.
    pub token: SecretString,
    /// Seconds until it expires.
    pub expires_in: i64,
}

/// Issues tokens and verifies them: HS256, with expiry, issuer and audience.
#[derive(Clone)]
pub struct TokenKeys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    issuer: String,
    audience: String,
    lifetime: Duration,
}

impl TokenKeys {
    /// The keys that the settings describe.
    pub fn new(settings: &AuthSettings) -> Self {
        hs256::install();
        let secret = settings.secret.expose_secret().as_bytes();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[&settings.issuer]);
        validation.set_audience(&[&settings.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.leeway = 0;
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            validation,
            issuer: settings.issuer.clone(),
            audience: settings.audience.clone(),
            lifetime: Duration::minutes(i64::from(settings.token_minutes)),
        }
    }

    /// Issues a token to a user, named by the public id.
    pub fn issue(&self, user_id: &str) -> Result<AccessToken, jsonwebtoken::errors::Error> {
        let now = Utc::now();
        let claims = Claims {
            sub: user_id.to_owned(),
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            iat: now.timestamp(),
            exp: (now + self.lifetime).timestamp(),
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)?;
        Ok(AccessToken { token: token.into(), expires_in: self.lifetime.num_seconds() })
    }

    /// The public id of the user whom a token was issued to, where the token is good.
    pub fn verify(&self, token: &str) -> Result<String, jsonwebtoken::errors::Error> {
        let data = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation)?;
        Ok(data.claims.sub)
    }
}
