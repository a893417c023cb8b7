//! The key that signs tokens.

use std::sync::OnceLock;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use personeel_wire::Guid;
use serde::{Deserialize, Serialize};

/// The claims of a token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) nbf: u64,
    pub(crate) exp: u64,
    pub(crate) iss: String,
    pub(crate) aud: Vec<String>,
    pub(crate) client_id: String,
    pub(crate) scope: Vec<String>,
    pub(crate) jti: String,
    /// The sandbox's generation of tokens that it belongs to.
    pub(crate) generation: u64,
}

/// An RSA key pair. `Debug` shows the id only.
pub(crate) struct Keys {
    pub(crate) id: String,
    pub(crate) modulus: String,
    pub(crate) exponent: String,
    private: EncodingKey,
    public: DecodingKey,
}

impl Keys {
    /// The keys that all sandboxes of a process share: generating a pair takes as long as everything else together.
    pub(crate) fn of_this_process() -> Option<&'static Self> {
        static KEYS: OnceLock<Option<Keys>> = OnceLock::new();
        KEYS.get_or_init(Self::generate).as_ref()
    }

    fn generate() -> Option<Self> {
        let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
        let der = AsDer::as_der(&pair).ok()?;
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            BASE64_STANDARD.encode(der.as_ref())
        );
        let public = pair.public_key();
        let modulus = public.modulus().big_endian_without_leading_zero();
        let exponent = public.exponent().big_endian_without_leading_zero();
        Some(Self {
            id: Guid::random().as_uuid().simple().to_string().to_uppercase(),
            modulus: BASE64_URL_SAFE_NO_PAD.encode(modulus),
            exponent: BASE64_URL_SAFE_NO_PAD.encode(exponent),
            private: EncodingKey::from_rsa_pem(pem.as_bytes()).ok()?,
            public: DecodingKey::from_rsa_raw_components(modulus, exponent),
        })
    }

    /// Signs a token.
    pub(crate) fn sign(&self, claims: &Claims) -> Option<String> {
        let header = Header { kid: Some(self.id.clone()), ..Header::new(Algorithm::RS256) };
        jsonwebtoken::encode(&header, claims, &self.private).ok()
    }

    /// Returns the claims of a token, if it is valid now and has this issuer and audience.
    pub(crate) fn verify(&self, token: &str, issuer: &str, audience: &str) -> Option<Claims> {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.leeway = 0;
        validation.validate_nbf = true;
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud"]);
        jsonwebtoken::decode::<Claims>(token, &self.public, &validation).ok().map(|decoded| decoded.claims)
    }
}
