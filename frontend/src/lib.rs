//! The browser's bundle: wakes the islands of a server-made page, and what its attributes ask for.

/// Called by the page's start script.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::link();
    leptos::mount::hydrate_islands();
    app::behaviours::attach();
}
