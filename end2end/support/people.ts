// What people do with CareTrack, by the words they see on its pages.
import { expect, type Browser, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';

/** The password of everybody in the demo. */
export const DEMO_PASSWORD = 'seven quiet teapots';

/** The button of the page itself, not of its header. */
export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('main').getByRole('button', { name, exact: typeof name === 'string' }).click();

/** The card with this heading. */
export const card = (page: Page, title: string | RegExp): Locator =>
  page.locator('section, article, .app-card').filter({ has: page.getByRole('heading', { name: title }) }).last();

/** The field with exactly this label. */
export const field = (scope: Page | Locator, label: string) => scope.getByLabel(label, { exact: true });

/** The page says this, once, in the place for messages. */
export async function says(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: text }).first()).toBeVisible();
}

/** The page's scripts are awake: what they do can be relied on from here. */
export async function awake(page: Page): Promise<void> {
  await expect(page.locator('html[data-ready]')).toBeAttached();
}

/** Answers "Done today?" with yes, and says how often. */
export async function didIt(task: Locator, count: string): Promise<void> {
  await task.getByRole('radio', { name: 'Yes', exact: true }).check();
  await field(task, 'How many times?').fill(count);
}

/** Somebody of a story. */
export interface Person {
  name: string;
  email: string;
  password: string;
}

/** Fills in the first form of a new installation; it is sent by "Set up CareTrack". */
export async function fillSetUp(page: Page, code: string, organisation: string, admin: Person): Promise<void> {
  await field(page, 'Set-up code').fill(code);
  await field(page, 'Name of the organisation').fill(organisation);
  await field(page, 'Your full name').fill(admin.name);
  await field(page, 'Your e-mail address').fill(admin.email);
  await field(page, 'Password').fill(admin.password);
  await field(page, 'The password again').fill(admin.password);
}

/** Whoever sets a new installation up. */
export const FIRST_ADMIN: Person = { name: 'Ann Reed', email: 'ann@willow.example', password: 'a lantern in the harbour' };

export async function signIn(page: Page, email: string, password: string, site = ''): Promise<void> {
  await page.goto(`${site}/sign-in`);
  await field(page, 'E-mail address').fill(email);
  await field(page, 'Password').fill(password);
  await press(page, 'Sign in');
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Another person with a browser of their own. */
export async function another(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', ...options });
  return context.newPage();
}

/** A day in this many days from now, as a date field takes it. */
export function inDays(days: number): string {
  const day = new Date(Date.now() + days * 86_400_000);
  return day.toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
}
