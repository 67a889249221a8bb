// What a carer logs and sees, in a browser with scripts: the count, what is celebrated, what lives on and what moves.
import { expect, test } from './fixtures';
import { DEMO_PASSWORD, another, card, didIt, field, press, says, signIn } from '../support/people';
import { Service } from '../support/service';
import type { Locator, Page } from '@playwright/test';

const CHLOE = 'chloe.bramwick@larkfield.example';
const AOIFE = 'aoife.odriscoll-finn@larkfield.example';
const OFFICE = 'margaret.thistlewood@larkfield.example';
const TASK = 'Give oral medicines';

// What is logged here is what other specs look at, so this one has a demo of its own.
let demo: Service;
test.beforeAll(async () => {
  demo = await Service.demo();
});
test.afterAll(async () => demo.stop());

const first = (page: Page): Locator => page.getByRole('main').getByRole('article').first();
const yes = (task: Locator) => task.getByRole('radio', { name: 'Yes', exact: true });

async function dailyTasks(page: Page, email: string): Promise<void> {
  await signIn(page, email, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/carer/tasks`);
  await page.waitForLoadState('networkidle');
}

test('UX-1 the next shift stands above the fold of a phone, with its time and place', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 640 });
  await signIn(page, CHLOE, DEMO_PASSWORD, demo.url);
  await expect(page).toHaveURL(/\/carer$/);
  const shift = card(page, /^Next shift/).getByRole('paragraph').first();
  const bar = await page.getByRole('navigation', { name: 'Sections' }).boundingBox();
  const place = await shift.boundingBox();
  expect((place?.y ?? 1e4) + (place?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0);
});

test('UX-8 UX-10 three taps log what was done, and the form says what it will make', async ({ page, a11y, pictures }) => {
  await signIn(page, AOIFE, DEMO_PASSWORD, demo.url);
  let taps = 0;
  const tap = async (target: Locator) => {
    taps += 1;
    await target.click();
  };
  await tap(page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Daily tasks' }));
  const task = first(page);
  await expect(field(task, 'How many times?')).toBeHidden();
  await tap(yes(task));
  await expect(field(task, 'How many times?')).toBeVisible();
  await page.waitForLoadState('networkidle');

  const [done, target] = (await task.getByRole('progressbar').textContent())?.match(/\d+/g)?.map(Number) ?? [0, 1];
  await task.getByRole('button', { name: 'One more' }).click();
  await expect(field(task, 'How many times?')).toHaveValue('2');
  await expect(task.getByText(`Adding 2 makes ${done + 2} of ${target}`)).toBeVisible();
  await task.getByRole('button', { name: 'One less' }).click();
  await task.getByRole('button', { name: 'One less' }).click();
  await expect(field(task, 'How many times?')).toHaveValue('1');
  for (const name of ['One less', 'One more', /^Log /] as const) {
    const box = await task.getByRole('button', { name }).boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(48);
  }
  await a11y.check(page);
  await pictures(page, 'daily-tasks-open');

  await tap(task.getByRole('button', { name: /^Log / }));
  await says(page, 'Logged: now');
  expect(taps).toBeLessThanOrEqual(4);
});

test('UX-10 what the day does not take is said at the field, and nothing before', async ({ page }) => {
  await dailyTasks(page, AOIFE);
  const task = first(page);
  for (const wrong of ['0', '101', '1.5', '']) {
    await didIt(task, wrong);
    await expect(task.getByRole('alert')).toBeHidden();
    await task.getByRole('button', { name: /^Log / }).click();
    await expect(task.getByRole('alert')).toContainText('Enter a whole number from 1 to 100');
    await page.reload();
    await page.waitForLoadState('networkidle');
  }
});

test('s028 the last three are celebrated, and the admin sees them without a reload', async ({ page, browser, a11y, pictures }) => {
  const office = await another(browser);
  await signIn(office, OFFICE, DEMO_PASSWORD, demo.url);
  await office.goto(`${demo.url}/admin/progress?q=bramwick`);
  await office.getByRole('main').getByRole('link', { name: 'Chloe Bramwick', exact: true }).click();
  await expect(office.getByText('47 of 50, 94.0 %').last()).toBeVisible();
  await office.waitForLoadState('networkidle');
  await office.evaluate(() => ((globalThis as { untouched?: boolean }).untouched = true));

  await dailyTasks(page, CHLOE);
  const task = card(page, TASK);
  await didIt(task, '3');
  await expect(task.getByText('Adding 3 makes 50 of 50 (100.0 %)')).toBeVisible();
  await task.getByRole('button', { name: `Log ${TASK}` }).click();

  await says(page, `Logged: now 50 of 50 (100.0 %). ${TASK} is complete`);
  await expect(page.locator('.app-banner--praise')).toBeVisible();
  await expect(card(page, TASK)).toHaveCount(0);
  await expect(office.getByText('50 of 50, 100.0 %').last()).toBeVisible({ timeout: 2_000 });
  expect(await office.evaluate(() => (globalThis as { untouched?: boolean }).untouched)).toBe(true);
  await a11y.check(page);
  await pictures(page, 'daily-tasks-celebrated');
  await office.context().close();
});

test('s105 a double click logs once', async ({ page }) => {
  await dailyTasks(page, AOIFE);
  const task = first(page);
  const [done] = (await task.getByRole('progressbar').textContent())?.match(/\d+/g)?.map(Number) ?? [0];
  await didIt(task, '1');
  await task.getByRole('button', { name: /^Log / }).dblclick();
  await says(page, `Logged: now ${done + 1} of`);
  await page.reload();
  await expect(first(page).getByRole('progressbar')).toHaveText(new RegExp(`^${done + 1} of`));
});

test('UX-60 a push moves neither the focus nor what is typed, and another list is only told of', async ({ page, browser }) => {
  const office = await another(browser);
  await dailyTasks(page, AOIFE);
  const task = first(page);
  const name = (await task.getByRole('heading').textContent()) ?? '';
  await didIt(task, '4');
  const count = field(task, 'How many times?');
  await count.focus();
  const before = await task.getByRole('progressbar').textContent();

  await signIn(office, OFFICE, DEMO_PASSWORD, demo.url);
  await office.goto(`${demo.url}/admin/progress?q=aoife`);
  await office.getByRole('main').getByRole('link', { name: /^Aoife/ }).first().click();
  const correct = async (to: string) => {
    await office.getByRole('link', { name: `Set or reset count of ${name}` }).click();
    const target = Number((await office.getByRole('progressbar').textContent())?.match(/of (\d+)/)?.[1]);
    await field(office, 'New count').fill(to === 'all' ? String(target) : to);
    await field(office, 'Reason').first().fill('Counted on paper before');
    await press(office, 'Set the count');
    await says(office, /is set to/);
  };
  await correct('3');
  await expect(task.getByRole('progressbar')).toHaveText(/^3 of/, { timeout: 2_000 });
  expect(before).not.toMatch(/^3 of/);
  await expect(count).toBeFocused();
  await expect(count).toHaveValue('4');
  await expect(task.getByText('Adding 4 makes 7 of')).toBeVisible();
  await expect(page.getByText('The list has changed.')).toBeHidden();

  await correct('all');
  await expect(page.getByText('The list has changed.')).toBeVisible({ timeout: 2_000 });
  await expect(count).toBeFocused();
  await expect(first(page).getByRole('heading')).toHaveText(name);
  await page.getByRole('link', { name: 'Show', exact: true }).click();
  await expect(card(page, name)).toHaveCount(0);
  await office.context().close();
});

test('UX-11 a note survives a reload on one\u2019s own device, and is gone once it is sent or somebody signs out', async ({ page }) => {
  const stored = () => page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  await dailyTasks(page, AOIFE);
  const write = async () => {
    await yes(first(page)).check();
    await first(page).getByText('Add a note').click();
    await field(first(page), 'Note').fill('With the new hoist.');
  };
  await write();
  await page.reload();
  await expect(field(first(page), 'Note')).toBeVisible();
  await expect(field(first(page), 'Note')).toHaveValue('With the new hoist.');
  await first(page).getByRole('button', { name: /^Log / }).click();
  await says(page, 'Logged: now');
  await page.waitForLoadState('networkidle');
  expect(await stored()).not.toContain('hoist');

  await write();
  expect(await stored()).toContain('hoist');
  await page.getByRole('banner').locator('summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/sign-in/);
  expect(await stored()).not.toContain('hoist');
});

test('UX-11 on a shared device nothing of a note is ever stored', async ({ page }) => {
  await page.goto(`${demo.url}/sign-in`);
  await field(page, 'Several people use this device').check();
  await field(page, 'E-mail address').fill(AOIFE);
  await field(page, 'Password').fill(DEMO_PASSWORD);
  await press(page, 'Sign in');
  await expect(page).toHaveURL(/\/carer$/);
  await page.goto(`${demo.url}/carer/tasks`);
  await page.waitForLoadState('networkidle');
  await yes(first(page)).check();
  await first(page).getByText('Add a note').click();
  await field(first(page), 'Note').fill('With the new hoist.');

  expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
  await page.reload();
  await expect(field(first(page), 'Note')).toBeHidden();
  await expect(field(first(page), 'Note')).toHaveValue('');
});
