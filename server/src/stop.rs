//! The end of the server, told to everything that must end with it: streams, jobs, the readiness check (OP4).

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Hears that the server is about to stop.
#[derive(Clone, Debug)]
pub struct Stop(pub watch::Receiver<bool>);

/// Says that the server is about to stop.
#[derive(Debug)]
pub struct Stopper(watch::Sender<bool>);

impl Stop {
    /// A pair of ends.
    pub fn new() -> (Stopper, Self) {
        let (sender, receiver) = watch::channel(false);
        (Stopper(sender), Self(receiver))
    }

    /// Whether it was said.
    pub fn is_stopping(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is said.
    pub async fn stopped(mut self) {
        // Whoever would say it being gone is the same news.
        let _ = self.0.wait_for(|stopping| *stopping).await;
    }
}

impl Stopper {
    /// Says it.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Says it at the first signal to end. A second one ends the process at once.
    ///
    /// # Errors
    /// When the system lets nobody listen for signals.
    pub fn on_signal(self) -> std::io::Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        tokio::spawn(async move {
            let mut next = async || tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} };
            next().await;
            tracing::info!("stopping: what is under way is finished first");
            self.stop();
            next().await;
            std::process::exit(1);
        });
        Ok(())
    }
}
