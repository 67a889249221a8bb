// How people come in, prove who they are, hand a tablet over and change their address, as browsers with scripts show it.
// On PostgreSQL: its client lets minutes pass for the sessions.
import { expect, inNewOrganisation } from './fixtures';
import { another, awake, field, FIRST_ADMIN as ANN, press, says, signIn, type Person } from '../support/people';
import type { Service } from '../support/service';
import type { Browser, Page } from '@playwright/test';

const BEA: Person = { name: 'Bea Cole', email: 'bea@willow.example', password: 'a kettle on the moor' };
const CID: Person = { name: 'Cid Dunn', email: 'cid@willow.example', password: 'nine green umbrellas' };
const DEE: Person = { name: 'Dee Hall', email: 'dee@willow.example', password: 'a slow river bends' };

const test = inNewOrganisation('postgres').extend<object, { service: Service }>({
  service: [
    async ({ service, browser }, use) => {
      const page = await another(browser, { baseURL: service.url });
      await signIn(page, ANN.email, ANN.password);
      for (const [person, role] of [[BEA, 'Admin'], [CID, 'Carer']] as const) {
        await fillInvitation(page, person, role);
        await press(page, 'Send invitation');
        await expect(page.getByRole('cell', { name: person.email })).toBeVisible();
        await joined(browser, service, person);
      }
      await page.context().close();
      await use(service);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

// Each hashes several passwords, and looks at many pages.
test.describe.configure({ timeout: 120_000 });

async function fillInvitation(page: Page, { name, email }: Person, role: 'Admin' | 'Carer'): Promise<void> {
  await page.goto('/admin/users/invite');
  await field(page, 'Full name').fill(name);
  await field(page, 'E-mail address').fill(email);
  await page.getByRole('radio', { name: role, exact: true }).check();
}

/** Joins by the newest mailed link, in a browser that nobody has used before. */
async function joined(browser: Browser, service: Service, person: Person): Promise<void> {
  const page = await another(browser, { baseURL: service.url });
  await page.goto(await link(service, person.email, /invites you/));
  await page.getByRole('link', { name: 'Continue' }).click();
  await field(page, 'Choose a password').fill(person.password);
  await field(page, 'The password again').fill(person.password);
  await press(page, 'Join and sign in');
  await expect(page).toHaveURL(/\/(admin|carer)$/);
  await page.context().close();
}

async function link(service: Service, to: string, subject: RegExp): Promise<string> {
  const [address] = (await service.mailTo(to, subject)).links;
  if (!address) throw new Error(`no link in the mail to ${to}`);
  return address;
}

/** Signs in on a tablet that several people use. */
async function signInShared(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-in');
  await field(page, 'Several people use this device').check();
  await field(page, 'E-mail address').fill(person.email);
  await field(page, 'Password').fill(person.password);
  await press(page, 'Sign in');
  await expect(page.getByRole('button', { name: 'Switch user' })).toBeVisible();
}

/** Somebody comes back to this tab of the browser. */
const lookAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

test('s014 an invited carer joins in three steps, and the link is used up', async ({ page, service, browser, a11y, pictures }) => {
  await signIn(page, ANN.email, ANN.password);
  await fillInvitation(page, DEE, 'Carer');
  await field(page, 'Job role').fill('Support worker');
  await a11y.check(page);
  await press(page, 'Send invitation');
  await says(page, 'Invited. The link in the mail works for 7 days');
  const row = page.getByRole('row', { name: DEE.email });
  await expect(row).toContainText('Pending');
  const address = await link(service, DEE.email, /Willow Care invites you/);

  const dee = await another(browser, { baseURL: service.url });
  await dee.goto(address);
  await expect(dee.getByRole('heading', { level: 1 })).toContainText('Join Willow Care');
  await expect(dee.getByText('Step 1 of 3')).toBeVisible();
  await expect(dee.getByText('Ann Reed invites you')).toBeVisible();
  await expect(dee.getByRole('definition').filter({ hasText: 'Carer' })).toBeVisible();
  await a11y.check(dee);
  await pictures(dee, 'invitation-1');
  await dee.getByRole('link', { name: 'Continue' }).click();
  await expect(dee.getByText('Step 2 of 3')).toBeVisible();
  await field(dee, 'Choose a password').fill('eleven char');
  await field(dee, 'The password again').fill('eleven char');
  await field(dee, 'Your telephone number, if you like').fill('07700 900456');
  await press(dee, 'Join and sign in');
  await expect(dee.getByRole('alert')).toContainText('Use 12 characters or more');
  await expect(field(dee, 'Your telephone number, if you like')).toHaveValue('07700 900456');
  await a11y.check(dee);
  await pictures(dee, 'invitation-2-refused');
  await field(dee, 'Choose a password').fill(DEE.password);
  await field(dee, 'The password again').fill(DEE.password);
  await press(dee, 'Join and sign in');

  await expect(dee).toHaveURL(/\/carer$/);
  await says(dee, 'You are signed in. Welcome to CareTrack');
  await expect(dee.getByRole('banner')).toContainText(DEE.name);
  await a11y.check(dee);
  await page.reload();
  await expect(row).toContainText('Accepted');
  await dee.context().clearCookies();
  await dee.goto(address);
  await expect(dee.getByText('This invitation has been accepted. Sign in.')).toBeVisible();
  await a11y.check(dee);
  await dee.getByRole('link', { name: 'Go to sign in' }).click();
  await signIn(dee, DEE.email, DEE.password);
  await expect(dee).toHaveURL(/\/carer$/);
  await dee.context().close();
});

test('AU10 an admin is invited with a fresh password only, and nothing typed is lost on the way', async ({ page, service, context, a11y, pictures }) => {
  await signIn(page, ANN.email, ANN.password);
  const tab = await context.newPage();
  await tab.goto('/admin/packages/new');
  await awake(tab);
  await field(tab, 'Name').fill('Medlar Court');
  const eve: Person = { name: 'Eve Park', email: 'eve@willow.example', password: '' };
  await fillInvitation(page, eve, 'Admin');
  await field(page, 'View the audit').check();
  const own = field(page, 'Your own password');
  await expect(own, 'it was given a moment ago').toHaveCount(0);
  service.passForSessions(11);
  await press(page, 'Send invitation');

  await expect(page.getByRole('alert')).toContainText('Enter your own password');
  await expect(own).toBeVisible();
  await expect(field(page, 'E-mail address')).toHaveValue(eve.email);
  await expect(page.getByRole('radio', { name: 'Admin', exact: true })).toBeChecked();
  await expect(field(page, 'View the audit')).toBeChecked();
  await a11y.check(page);
  await pictures(page, 'invite-password-again');
  await own.fill('not my password at all');
  await press(page, 'Send invitation');
  await expect(page.getByRole('alert')).toContainText('Your password is not right');
  await own.fill(ANN.password);
  await press(page, 'Send invitation');
  await says(page, 'Invited.');
  await expect(page.getByRole('row', { name: eve.email })).toContainText('Admin');
  // The session has a new id. The other tab hears that the old one has ended, looks twice, and stays.
  await tab.waitForTimeout(3_000);
  await field(tab, 'Postcode area').fill('M16');
  await press(tab, 'Add care package');
  await says(tab, 'Care package added');
});

test('s119 the first of two changes of address is void, the second is stopped at the old one, a third counts', async ({ page, service, browser, a11y, pictures }) => {
  await signIn(page, CID.email, CID.password);
  const elsewhere = await another(browser, { baseURL: service.url });
  await signIn(elsewhere, CID.email, CID.password);
  const ask = async (address: string) => {
    await page.goto('/account/email');
    await field(page, 'New e-mail address').fill(address);
    await a11y.check(page);
    await press(page, 'Send link');
    await says(page, 'Open the link in the mail to the new address');
    return link(service, address, /Confirm your new/);
  };

  const first = await ask('cid.one@willow.example');
  const second = await ask('cid.two@willow.example');
  await page.goto(first);
  await expect(page.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible();
  await a11y.check(page);
  await expect(async () => {
    await elsewhere.goto(await link(service, CID.email, /about to change/));
    await expect(elsewhere.getByText('cid.two@willow.example')).toBeVisible({ timeout: 1_000 });
  }, 'the mail about the second follows that about the first').toPass();
  await a11y.check(elsewhere);
  await press(elsewhere, 'Stop this change');
  await says(elsewhere, 'Stopped. The address stays as it is');
  await page.goto(second);
  await expect(page.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible();

  await page.goto(await ask('cid.new@willow.example'));
  await expect(page.getByRole('definition').filter({ hasText: 'cid.new@willow.example' })).toBeVisible();
  await a11y.check(page);
  await pictures(page, 'email-change');
  await press(page, 'Confirm new address');
  await says(page, 'Your new address counts from now');
  // An open page leaves by itself once it hears of it, which may be while this one is on its way.
  await expect(async () => {
    await elsewhere.goto('/account');
    await expect(elsewhere).toHaveURL(/sign-in/);
  }, 'the other sessions end').toPass();
  await signIn(elsewhere, 'cid.new@willow.example', CID.password);
  await expect(elsewhere).toHaveURL(/\/carer$/);
  await elsewhere.context().close();
});

test('R-SES-7 a shared device shows who is here, is handed over in one tap, and ends after five minutes', async ({ page, service, a11y, pictures }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInShared(page, BEA);
  for (const path of ['/admin', '/admin/users', '/account']) {
    await page.goto(path);
    await expect(page.getByRole('banner')).toContainText(BEA.name);
    await expect(page.getByRole('banner').getByRole('button', { name: 'Switch user' })).toBeVisible();
  }
  await a11y.check(page);
  await pictures(page, 'shared-device');
  await page.getByRole('button', { name: 'Switch user' }).click();
  await expect(page).toHaveURL(/sign-in/);
  await expect(field(page, 'Several people use this device'), 'the device remembers it').toBeChecked();
  await signIn(page, BEA.email, BEA.password);
  await page.goto('about:blank');
  service.passForSessions(6);
  await page.goto('/admin/users');
  await expect(page.getByText('You were signed out after 5 minutes without use.')).toBeVisible();
});

test('UX-56 SE5 the end of a session is announced, put off once, and then covers what was typed for the same person', async ({ page, service, context, a11y, pictures }) => {
  await page.clock.install();
  await signInShared(page, BEA);
  await page.goto('/admin/packages/new');
  await field(page, 'Name').fill('Hazel Court');
  await awake(page);
  await expect(page.getByText('You are about to be signed out')).toBeHidden();

  service.passForSessions(4);
  await page.clock.fastForward('04:00');
  await expect(page.getByText('You are about to be signed out')).toBeVisible();
  await a11y.check(page);
  await pictures(page, 'session-ends');
  await page.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(page.getByText('You are about to be signed out')).toBeHidden();
  await expect(field(page, 'Name')).toHaveValue('Hazel Court');

  service.passForSessions(6);
  await page.clock.fastForward('06:00');
  await expect(page.getByRole('heading', { name: 'You were signed out' })).toBeVisible();
  await expect(page.getByText('Nothing was done here for 5 minutes')).toBeVisible();
  await expect(field(page, 'Name')).toBeHidden();
  await expect(page).toHaveTitle('CareTrack');
  await a11y.check(page);
  await pictures(page, 'session-over');

  const [tab] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Sign in to go on' }).click()]);
  await signIn(tab, BEA.email, BEA.password);
  await tab.close();
  await lookAgain(page);
  await expect(field(page, 'Name')).toHaveValue('Hazel Court');
  await field(page, 'Postcode area').fill('M14');
  await press(page, 'Add care package');
  await says(page, 'Care package added');
});

test('SE8 what one person typed on a shared tablet is covered, not sent and not shown when another takes it over', async ({ page, context, a11y, pictures }) => {
  await signInShared(page, ANN);
  await page.goto('/admin/packages/new');
  await awake(page);
  await field(page, 'Name').fill('Quince Lodge');
  await field(page, 'Postcode area').fill('M15');
  const tab = await context.newPage();
  await tab.goto('/admin');
  await tab.getByRole('button', { name: 'Switch user' }).click();
  await expect(tab).toHaveURL(/sign-in/);

  await expect(page.getByRole('link', { name: 'Sign in to go on' })).toBeVisible();
  await expect(field(page, 'Name')).toBeHidden();
  await signInShared(tab, BEA);
  await lookAgain(page).catch(() => 'it has heard of it, and leaves by itself');
  await expect(page, 'the page of the one before is left').toHaveURL(/\/admin$/);
  await expect(page.getByRole('banner')).toContainText(BEA.name);
  await expect(page.getByText('Quince Lodge')).toHaveCount(0);

  // A tablet that hears of nothing, because its connection is poor.
  await page.route('**/events?*', (route) => route.fulfill({ status: 204 }));
  await page.goto('/admin/packages/new');
  await awake(page);
  await page.waitForLoadState('networkidle');
  await field(page, 'Name').fill('Quince Lodge');
  await field(page, 'Postcode area').fill('M15');
  await tab.getByRole('button', { name: 'Switch user' }).click();
  await expect(tab).toHaveURL(/sign-in/);
  await signInShared(tab, ANN);
  await press(page, 'Add care package');
  await expect(page.getByRole('alert')).toContainText('Somebody else is signed in here now, so this was not sent.');
  await expect(field(page, 'Name')).toHaveValue('');
  await expect(page.getByText('M15'), 'nor what was said of it').toHaveCount(0);
  await a11y.check(page);
  await pictures(page, 'somebody-else');
  await tab.goto('/admin/packages');
  await expect(tab.getByText('Quince Lodge')).toHaveCount(0);
});
