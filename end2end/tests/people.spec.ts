// Getting in, handing over and looking after accounts, as only a browser can show it.
import { expect, test } from './fixtures';
import { DEMO_PASSWORD, another, field, press, says, signIn } from '../support/people';
import type { Page } from '@playwright/test';

const MARGARET = 'margaret.thistlewood@larkfield.example';
const HARPREET = 'harpreet.dhaliwar@larkfield.example';
const BEATRIZ = 'beatriz.falcao@larkfield.example';

/** Hands the browser of a page over to somebody else, in another tab. */
async function handOver(page: Page, url: string, to: string): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(`${url}/account`);
  await tab.evaluate(() => document.querySelector<HTMLFormElement>('#sign-out')?.submit());
  await expect(tab).toHaveURL(/sign-in/);
  await signIn(tab, to, DEMO_PASSWORD, url);
  return tab;
}

test('s014 an invited carer joins in three steps and is signed in', async ({ browser, page, demo, a11y, pictures }) => {
  await signIn(page, MARGARET, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/admin/users/invite`);
  await field(page, 'Full name').fill('Orla Quinn');
  await field(page, 'E-mail address').fill('orla.quinn@example.org');
  await press(page, 'Send invitation');
  await says(page, 'Invited');
  const mail = await demo.mailTo('orla.quinn@example.org', /invites you/);
  const address = new URL(mail.links[0] ?? '');

  const orla = await another(browser);
  await orla.goto(demo.url + address.pathname);
  await expect(orla.getByText('Step 1 of 3')).toBeVisible();
  await a11y.check(orla);
  await pictures(orla, 'people/invitation');
  await orla.getByRole('link', { name: 'Continue' }).click();
  await expect(orla.getByText('Step 2 of 3')).toBeVisible();
  await a11y.check(orla);
  await pictures(orla, 'people/join');
  await field(orla, 'Choose a password').fill('three slow otters swim');
  await field(orla, 'The password again').fill('three slow otters swim');
  await press(orla, 'Join and sign in');

  await expect(orla).toHaveURL(/\/carer/);
  await says(orla, 'You are signed in. Welcome to CareTrack');
  await orla.context().close();
});

test('se8 what one person has open on a shared tablet is not sent by the next', async ({ page, demo, a11y }) => {
  await signIn(page, MARGARET, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/admin/packages/new`);
  await field(page, 'Name').fill('Secret Court');
  const tab = await handOver(page, demo.url, HARPREET);

  await press(page, /^Add/);

  await expect(page.getByRole('alert').first()).toContainText('Somebody else is signed in here now');
  await expect(field(page, 'Name')).toHaveValue('');
  await a11y.check(page);
  await tab.goto(`${demo.url}/admin/packages?q=Secret`);
  await expect(tab.getByRole('link', { name: 'Secret Court' })).toHaveCount(0);
});

test('r_ses_7 a page that is looked at again after another person signed in is left', async ({ page, demo }) => {
  await signIn(page, BEATRIZ, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/account`);
  await handOver(page, demo.url, MARGARET);

  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

  await expect(page).toHaveURL(/\/admin$/);
  await expect(page.getByText('Beatriz')).toHaveCount(0);
});

test('se5 what was typed is covered while its person is signed out, and there again afterwards', async ({ page, demo, a11y, pictures }) => {
  await signIn(page, BEATRIZ, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/account`);
  await field(page, 'Your telephone number, if you like').fill('07700 900777');
  const tab = await page.context().newPage();
  await tab.goto(`${demo.url}/account`);
  await tab.evaluate(() => document.querySelector<HTMLFormElement>('#sign-out')?.submit());
  await expect(tab).toHaveURL(/sign-in/);
  const look = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

  await look();
  await expect(page.getByRole('link', { name: 'Sign in to go on' })).toBeVisible();
  await expect(field(page, 'Your telephone number, if you like')).toBeHidden();
  await a11y.check(page);
  await pictures(page, 'people/signed-out');
  await signIn(tab, BEATRIZ, DEMO_PASSWORD, demo.url);
  await look();

  await expect(field(page, 'Your telephone number, if you like')).toHaveValue('07700 900777');
  await press(page, 'Save changes');
  await says(page, 'Saved');
});

test('ux_56 an open page says that its session ends soon, and leaves when it is over', async ({ page, demo, a11y, pictures }) => {
  await page.clock.install();
  await page.goto(`${demo.url}/sign-in`);
  await field(page, 'E-mail address').fill(BEATRIZ);
  await field(page, 'Password').fill(DEMO_PASSWORD);
  await press(page, 'Sign in');
  await expect(page).toHaveURL(/\/carer/);
  // The server says that the end is near; only the browser's clock is moved here.
  await page.route(`${demo.url}/carer`, async (route) => {
    if (!route.request().headers()['x-caretrack-live']) return route.fallback();
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/data-session="\d+"/, 'data-session="100"') });
  });

  await page.clock.runFor(29 * 60_000);

  const stay = page.getByRole('button', { name: 'Stay signed in' });
  await expect(stay).toBeVisible();
  await a11y.check(page);
  await pictures(page, 'people/about-to-end');
  await page.unroute(`${demo.url}/carer`);
  await stay.click();
  await expect(stay).toBeHidden();
  await page.context().clearCookies();
  await page.clock.runFor(31 * 60_000);
  await expect(page).toHaveURL(/sign-in/);
});

test('au10 rights are given with the password when the sign-in is old, and count at once', async ({ page, demo, a11y, pictures }) => {
  await signIn(page, MARGARET, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/admin/users?tab=admins`);
  await page.getByRole('main').getByRole('link', { name: /^Harpreet/ }).click();
  await page.getByRole('link', { name: /extra rights/ }).click();
  await a11y.check(page);
  await pictures(page, 'people/rights');
  await field(page, 'View the audit').check();
  await press(page, /^Save/);
  await says(page, 'Rights saved');
});

test('s119 an address is changed by the mailed links', async ({ page, demo, a11y, pictures }) => {
  await signIn(page, MARGARET, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/account/email`);
  await pictures(page, 'people/email');
  await field(page, 'New e-mail address').fill('m.thistlewood@example.org');
  await press(page, 'Send link');
  await says(page, 'Open the link in the mail');
  const verify = new URL((await demo.mailTo('m.thistlewood@example.org', /Confirm your new/)).links[0] ?? '');
  const cancel = new URL((await demo.mailTo(MARGARET, /about to change/)).links[0] ?? '');
  await page.goto(demo.url + verify.pathname);
  await a11y.check(page);
  await pictures(page, 'people/email-change-verify');

  await page.goto(demo.url + cancel.pathname);
  await a11y.check(page);
  await pictures(page, 'people/email-change-cancel');
  await press(page, 'Stop this change');

  await says(page, 'Stopped');
  await page.goto(demo.url + verify.pathname);
  await expect(page.getByText('This change was stopped')).toBeVisible();
});
