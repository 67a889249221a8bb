// Starts the service worker. Without one everything works, only the offline page is missing.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
