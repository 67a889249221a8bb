// By keyboard alone: everything a carer does in a shift (R-DEV-2).
import { expect, test } from './fixtures';
import { DEMO_PASSWORD } from '../support/people';
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until this has the focus, as somebody without a pointer must be able to. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never reached ${target}`);
}

test('a carer signs in, logs, reads and acknowledges by keyboard alone', async ({ page, demo }) => {
  await page.goto(`${demo.url}/sign-in`);
  await tabTo(page, page.getByLabel('E-mail address'));
  await page.keyboard.type('chloe.bramwick@larkfield.example');
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(DEMO_PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/carer$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: /Skip to/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: 'Daily tasks' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Daily tasks' })).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: 'Yes', exact: true }).first());
  await page.keyboard.press('Space');
  const count = page.getByLabel('How many times?').first();
  await tabTo(page, count);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(count).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Logged' }).first()).toBeVisible();

  await tabTo(page, page.getByRole('navigation').getByRole('link', { name: /^Acknowledgments/ }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('I have read this statement and agree with it').first());
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Acknowledge', exact: true }).first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Acknowledged' }).first()).toBeVisible();

  await tabTo(page, page.getByRole('banner').locator('summary'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/sign-in/);
});
