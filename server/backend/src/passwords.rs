//! Hashing passwords, on a bounded pool so that a storm of sign-ins cannot starve other requests (AU1, P8).

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::Error;

/// How many may wait for a hash. One more is answered "try again" (AU1).
const QUEUE: usize = 64;

/// The costs of R-PWD-2: 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A pool of workers that hash, no more at a time than the machine has cores.
#[derive(Clone, Debug)]
pub struct Passwords {
    workers: Arc<Semaphore>,
    places: Arc<Semaphore>,
    decoy: Arc<str>,
}

/// What checking a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// It is not the password.
    Wrong,
    /// It is.
    Right,
    /// It is, and its hash was made with lower costs than today's (R-PWD-2).
    RightButWeak,
}

impl Passwords {
    /// A pool of the machine's size.
    ///
    /// # Errors
    /// [`Error::Fault`] when the system has no random bytes to give.
    pub fn new() -> Result<Self, Error> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let decoy = hash(&crate::token::Token::random()?.reveal())?;
        Ok(Self {
            workers: Arc::new(Semaphore::new(cores)),
            places: Arc::new(Semaphore::new(cores + QUEUE)),
            decoy: decoy.into(),
        })
    }

    /// The hash of a password in PHC form.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait already.
    pub async fn hash(&self, password: String) -> Result<String, Error> {
        self.run(move || hash(&password)).await?
    }

    /// Compares a password with a stored hash. Without one the same work is done on a decoy, so that the time
    /// tells nothing about whether the account exists (R-SIN-3, AU5).
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait already.
    pub async fn check(&self, password: String, stored: Option<String>) -> Result<Checked, Error> {
        let real = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.to_string());
        let checked = self.run(move || check(&password, &stored)).await??;
        Ok(if real { checked } else { Checked::Wrong })
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let busy = Error::Unavailable("sign-in");
        let Ok(_place) = self.places.try_acquire() else { return Err(busy) };
        let Ok(_worker) = self.workers.acquire().await else { return Err(busy) };
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::fault("hashing a password", error))
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|error| Error::fault("the costs of a password hash", error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, Error> {
    let hash = argon2()?
        .hash_password(password.as_bytes())
        .map_err(|error| Error::fault("hashing a password", error))?;
    Ok(hash.to_string())
}

fn check(password: &str, stored: &str) -> Result<Checked, Error> {
    let stored = PasswordHash::new(stored).map_err(|error| Error::fault("a stored password hash", error))?;
    if argon2()?.verify_password(password.as_bytes(), &stored).is_err() {
        return Ok(Checked::Wrong);
    }
    let weak = Params::try_from(&stored).map_or(true, |costs| {
        costs.m_cost() < MEMORY_KIB || costs.t_cost() < PASSES || costs.p_cost() < LANES
    });
    Ok(if weak { Checked::RightButWeak } else { Checked::Right })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn r_pwd_2_a_password_is_known_by_its_hash_and_no_other_is() {
        let passwords = Passwords::new().unwrap();
        let stored = passwords.hash("correct horse battery".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        let check = |typed: &str, stored: Option<&String>| passwords.check(typed.into(), stored.cloned());
        assert_eq!(check("correct horse battery", Some(&stored)).await.unwrap(), Checked::Right);
        assert_eq!(check("Correct horse battery", Some(&stored)).await.unwrap(), Checked::Wrong);
        assert_eq!(check("correct horse battery", None).await.unwrap(), Checked::Wrong);
    }
}
