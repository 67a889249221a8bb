// What a device keeps, and what happens to typed text when the network or the person goes away.
import { expect, test } from './fixtures';
import { awake, DEMO_PASSWORD, field, press, signIn } from '../support/people';

const AOIFE = 'aoife.odriscoll-finn@larkfield.example';

test('s116 offline a form says so, keeps its text, and shows nothing as done', async ({ page, demo, context, complaints }) => {
  complaints.expect(/net::ERR_INTERNET_DISCONNECTED/);
  await signIn(page, AOIFE, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/carer/tasks`);
  await awake(page);
  await page.getByRole('radio', { name: 'Yes', exact: true }).first().check();
  await page.getByText('Add a note').first().click();
  const note = field(page, 'Note').first();
  await note.fill('With the new hoist.');
  const before = await page.getByRole('progressbar').first().getAttribute('value');

  await context.setOffline(true);
  await page.getByRole('button', { name: /^Log / }).first().click();

  await expect(page.getByRole('alert').first()).toContainText('You are offline');
  await expect(note).toHaveValue('With the new hoist.');
  expect(await page.getByRole('progressbar').first().getAttribute('value')).toBe(before);
  await context.setOffline(false);
  await page.getByRole('button', { name: /^Log / }).first().click();
  await expect(page.getByRole('status').filter({ hasText: 'Logged' }).first()).toBeVisible();
});

test('s115 after sign-out a shared device keeps nothing personal', async ({ page, demo }) => {
  await page.goto(`${demo.url}/sign-in`);
  await field(page, 'Several people use this device').check();
  await signInHere(page);
  await expect(page.getByRole('button', { name: 'Switch user' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Switch user' }).click();
  await expect(page).toHaveURL(/sign-in/);

  await page.goBack();
  await expect(page).toHaveURL(/sign-in/);
  await expect(page.getByText('Aoife')).toHaveCount(0);
  const kept = await page.evaluate(async () => {
    const bodies = await Promise.all(
      (await caches.keys()).map(async (name) => {
        const cache = await caches.open(name);
        const answers = await Promise.all((await cache.keys()).map((request) => cache.match(request)));
        return Promise.all(answers.map((answer) => answer?.text() ?? ''));
      }),
    );
    return JSON.stringify({ local: { ...localStorage }, session: { ...sessionStorage } }) + bodies.flat().join('');
  });
  expect(kept).not.toMatch(/Aoife|larkfield\.example/);
});

async function signInHere(page: import('@playwright/test').Page): Promise<void> {
  await field(page, 'E-mail address').fill(AOIFE);
  await field(page, 'Password').fill(DEMO_PASSWORD);
  await press(page, 'Sign in');
  await expect(page).toHaveURL(/\/carer/);
}
