//! The deployment key and the keys made from it, one for each purpose (domain §9, CR4).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{Error, token};

/// The number of the one key there is today. Each stored result names it, so that it can be rotated later.
pub(crate) const KEY_NUMBER: u8 = 1;

/// The bytes of the nonce before a sealed text.
const NONCE: usize = 12;

/// What a derived key is for. The name goes into the derivation, so no two purposes share a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Sealing the payload of a mail, bound to its row.
    Outbox,
    /// The token in a form, bound to its session or, signed out, to its page (R-GEN-15).
    Form,
    /// The signature of a list's cursor (IN12).
    Cursor,
    /// What stands for a stranger's e-mail address in the audit trail.
    TypedEmail,
    /// The check value that shows a wrong key at the start.
    Check,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Outbox => "caretrack outbox payload",
            Self::Form => "caretrack form token",
            Self::Cursor => "caretrack cursor",
            Self::TypedEmail => "caretrack typed e-mail",
            Self::Check => "caretrack key check",
        }
    }
}

/// A new deployment key from the operating system.
///
/// # Errors
/// [`Error::Fault`] when the system has no random bytes to give.
pub fn new_key() -> Result<[u8; 32], Error> {
    token::random()
}

/// The one secret of a deployment: 32 random bytes.
#[derive(Clone)]
pub struct Keys {
    root: Hkdf<Sha256>,
}

/// A key is never printed by accident.
impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// From the deployment key.
    pub fn new(secret: &[u8; 32]) -> Self {
        Self { root: Hkdf::new(None, secret) }
    }

    /// A keyed hash of 32 bytes for one purpose.
    ///
    /// # Errors
    /// [`Error::Fault`] when a key cannot be derived, which its fixed lengths exclude.
    pub fn mac(&self, purpose: Purpose, parts: &[&[u8]]) -> Result<[u8; 32], Error> {
        let key = self.derive(purpose)?;
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&key).map_err(|error| Error::fault("a keyed hash", error))?;
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Ok(mac.finalize().into_bytes().into())
    }

    /// A keyed hash as it stands in a form or an address.
    ///
    /// # Errors
    /// As [`Keys::mac`].
    pub fn sign(&self, purpose: Purpose, parts: &[&[u8]]) -> Result<String, Error> {
        Ok(URL_SAFE_NO_PAD.encode(self.mac(purpose, parts)?))
    }

    /// Whether a text is the signature of those parts, compared in constant time (CR7).
    ///
    /// # Errors
    /// As [`Keys::mac`].
    pub fn is_signed(&self, purpose: Purpose, parts: &[&[u8]], signature: &str) -> Result<bool, Error> {
        let expected = self.mac(purpose, parts)?;
        let Ok(given) = URL_SAFE_NO_PAD.decode(signature) else { return Ok(false) };
        Ok(given.ct_eq(&expected).into())
    }

    /// Encrypts a text and binds it to where it is kept, so that it cannot be moved (CR2).
    ///
    /// # Errors
    /// [`Error::Fault`] when the system has no random bytes to give.
    pub fn seal(&self, purpose: Purpose, place: &[u8], text: &[u8]) -> Result<Vec<u8>, Error> {
        let nonce: [u8; NONCE] = token::random()?;
        let sealed = self
            .cipher(purpose)?
            .encrypt(&Nonce::from(nonce), Payload { msg: text, aad: place })
            .map_err(|error| Error::fault("sealing", error))?;
        Ok([&[KEY_NUMBER][..], &nonce, &sealed].concat())
    }

    /// Decrypts what [`Keys::seal`] made for the same place.
    ///
    /// # Errors
    /// [`Error::Fault`] when it was altered, moved, or sealed with another key.
    pub fn open(&self, purpose: Purpose, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let broken = || Error::fault("opening a sealed text", "altered, moved, or of another key");
        let (&number, rest) = sealed.split_first().ok_or_else(broken)?;
        let (nonce, sealed) = rest.split_at_checked(NONCE).ok_or_else(broken)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
        if number != KEY_NUMBER {
            return Err(broken());
        }
        self.cipher(purpose)?
            .decrypt(&Nonce::from(nonce), Payload { msg: sealed, aad: place })
            .map_err(|_| broken())
    }

    fn cipher(&self, purpose: Purpose) -> Result<ChaCha20Poly1305, Error> {
        Ok(ChaCha20Poly1305::new(&self.derive(purpose)?.into()))
    }

    fn derive(&self, purpose: Purpose) -> Result<[u8; 32], Error> {
        let mut key = [0; 32];
        self.root
            .expand(purpose.name().as_bytes(), &mut key)
            .map_err(|error| Error::fault("deriving a key", error))?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(byte: u8) -> Keys {
        Keys::new(&[byte; 32])
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_and_nowhere_else() {
        let sealed = keys(1).seal(Purpose::Outbox, b"row 1", b"hello").unwrap();
        assert_eq!(keys(1).open(Purpose::Outbox, b"row 1", &sealed).unwrap(), b"hello");
        assert!(keys(1).open(Purpose::Outbox, b"row 2", &sealed).is_err());
        assert!(keys(2).open(Purpose::Outbox, b"row 1", &sealed).is_err());
        assert!(keys(1).open(Purpose::Outbox, b"row 1", b"").is_err());
        assert!(!sealed.windows(5).any(|w| w == b"hello"));
    }

    #[test]
    fn a_signature_holds_for_its_parts_and_its_purpose_only() {
        let signature = keys(1).sign(Purpose::Form, &[b"session", b"x"]).unwrap();
        assert!(keys(1).is_signed(Purpose::Form, &[b"session", b"x"], &signature).unwrap());
        assert!(!keys(1).is_signed(Purpose::Form, &[b"sessionx", b""], &signature).unwrap());
        assert!(!keys(1).is_signed(Purpose::Cursor, &[b"session", b"x"], &signature).unwrap());
        assert!(!keys(1).is_signed(Purpose::Form, &[b"session", b"x"], "").unwrap());
    }
}
