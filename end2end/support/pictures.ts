// Pictures of a whole page for people to look at: both themes, a phone, a tablet and a desk.
import type { Page } from '@playwright/test';

const WIDTHS = [390, 800, 1280];

/** Keeps six pictures of the page under this name when PICTURES=1; otherwise does nothing. */
export async function pictures(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES !== '1') return;
  const before = page.viewportSize();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `pictures/${name}-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}
