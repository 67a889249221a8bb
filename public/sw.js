// Keeps the static files and the offline page, so that the app opens without a network and says so.
// Nothing of a signed-in person is ever kept: pages and answers go past the cache in both directions.

const OFFLINE = "/offline";
const FILES = ["/icon.svg", "/icon-192.png", "/favicon.ico", "/manifest.webmanifest"];
const PREFIX = "caretrack-";
// Longer than a slow mobile network needs for its first answer, in milliseconds.
const PATIENCE = 8000;

// The offline page names the build's own hashed files. They are the build, so they name its cache too.
async function precache() {
  const page = await fetch(OFFLINE, { credentials: "omit", cache: "no-store" });
  if (!page.ok || page.redirected) throw new Error("no offline page");
  const built = [...new Set((await page.clone().text()).match(/\/pkg\/[\w.-]+\.(?:css|js|wasm)/g) ?? [])].sort();
  const cache = await caches.open(PREFIX + built.join());
  await cache.put(OFFLINE, page);
  await cache.addAll([...built, ...FILES]);
  return PREFIX + built.join();
}

async function forgetOthers(name) {
  const old = (await caches.keys()).filter((key) => key.startsWith(PREFIX) && key !== name);
  await Promise.all(old.map((key) => caches.delete(key)));
}

// What a page sends as it closes would be lost on its way through here, so what is sent goes past, where a browser can.
self.addEventListener("install", (event) => {
  event.addRoutes?.({ condition: { requestMethod: "POST" }, source: "network" });
  event.waitUntil(precache().then(forgetOthers).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

// A page comes from the network. When that is gone or stays silent, the offline page stands in for it.
async function page(request) {
  const silence = new Promise((_, giveUp) => setTimeout(giveUp, PATIENCE));
  try {
    return await Promise.race([fetch(request), silence]);
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

// A hashed file never changes. One that is not in the cache belongs to a newer build, so that build is kept instead.
async function hashed(event) {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  event.waitUntil(precache().then(forgetOthers).catch(() => {}));
  return fetch(event.request);
}

async function plain(request) {
  return fetch(request).catch(async () => (await caches.match(request)) ?? Response.error());
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("/pkg/")) event.respondWith(hashed(event));
  else if (FILES.includes(pathname)) event.respondWith(plain(request));
});
