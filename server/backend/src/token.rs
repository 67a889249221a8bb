//! Secrets that travel in links and cookies: 32 random bytes, of which only the hash is kept (AU6, CR7).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::SubmissionId;
use domain::time::Instant;
use sha2::{Digest, Sha256};
use uuid::{NoContext, Timestamp, Uuid};

use crate::Error;

/// The bytes of a token.
const LENGTH: usize = 32;

/// A secret for one link. It is shown once, in the mail or on the operator's terminal.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; LENGTH]);

impl Token {
    /// A new one from the operating system.
    ///
    /// # Errors
    /// [`Error::Fault`] when the system has no random bytes to give.
    pub fn random() -> Result<Self, Error> {
        random().map(Self)
    }

    /// Reads one from an address. `None` for anything that we cannot have made.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// What is kept and searched for: 32 bytes of SHA-256.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// As it stands in an address.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }
}

/// A token is never printed by accident.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A fresh id for a form, which makes a repeated post one act (R-GEN-10). It is no secret.
#[expect(clippy::disallowed_methods, reason = "made while a page is rendered, outside any write")]
pub fn submission_id() -> SubmissionId {
    SubmissionId(Uuid::new_v4())
}

/// A new id that sorts by a moment. Within a write it comes from `Tx::fresh`.
pub(crate) fn fresh_uuid(now: Instant) -> Uuid {
    let millis = now.0.unsigned_abs();
    let nanos = u32::try_from(millis % 1_000 * 1_000_000).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, millis / 1_000, nanos))
}

/// So many bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::fault("random bytes", error))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_revealed_is_read_again_and_never_printed() {
        let token = Token::random().unwrap();
        assert_eq!(Token::parse(&token.reveal()), Some(token.clone()));
        assert_eq!(token.hash().len(), 32);
        assert_eq!(format!("{token:?}"), "Token(…)");
    }

    #[test]
    fn anything_else_is_no_token() {
        for text in ["", "short", &"A".repeat(44), "%00", "ä"] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }
}
