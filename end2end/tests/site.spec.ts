// The first things anyone meets: the sign-in page, and the page for when the network is away.
import { expect, test } from './fixtures';

test.describe('the site', () => {
  test('a stranger meets the sign-in page', async ({ page, demo, a11y, pictures }) => {
    const answer = await page.goto(`${demo.url}/sign-in`);

    expect(answer?.status()).toBe(200);
    expect(answer?.headers()['content-security-policy']).not.toContain('unsafe-inline');
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toBeEditable();
    await expect(page.getByLabel('Password', { exact: true })).toBeEditable();
    await expect(page.getByRole('main').getByRole('button', { name: 'Sign in' })).toBeEnabled();
    await page.waitForLoadState('networkidle');
    await a11y.check(page);
    await pictures(page, 'sign-in');
  });

  test('an address that leads nowhere says so', async ({ page, a11y, complaints }) => {
    complaints.expect(/status of 404 /);

    const answer = await page.goto('/no-such-page');

    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await a11y.check(page);
  });

  test('without a network every page says that you are offline', async ({ page, context, a11y, complaints, pictures }) => {
    complaints.expect(/net::ERR_INTERNET_DISCONNECTED/);
    await page.goto('/sign-in');
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);

    await context.setOffline(true);
    await page.goto('/carer');

    await expect(page.getByRole('heading', { level: 1, name: 'You are offline' })).toBeVisible();
    await a11y.check(page);
    await pictures(page, 'offline');
    await context.setOffline(false);
  });
});

test.describe('with scripts off', () => {
  test.use({ javaScriptEnabled: false });

  test('a wrong password keeps the address that was typed', async ({ page, demo }) => {
    await page.goto(`${demo.url}/sign-in`);
    await page.getByLabel('E-mail address').fill('nobody@example.org');
    await page.getByLabel('Password', { exact: true }).fill('not the right one');

    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'POST'),
      page.getByRole('main').getByRole('button', { name: 'Sign in' }).click(),
    ]);

    expect(answer.status()).toBe(401);
    await expect(page.getByLabel('E-mail address')).toHaveValue('nobody@example.org');
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  });
});
