// A rating from the assessment to the board of open shifts, seen on pages that nobody loads again.
import { expect, test } from './fixtures';
import { DEMO_PASSWORD, another, field, press, says, signIn } from '../support/people';
import { Service } from '../support/service';
import type { Page } from '@playwright/test';

const SHIFT = 'Lunch for three people on modified food';
const TASK = 'Prepare thickened fluids and modified food';

test('a rating takes and loses force on open pages', { tag: '@postgres' }, async ({ page: admin, browser, a11y, pictures }) => {
  test.setTimeout(240_000);
  // Its own demo: it changes what the other specs look at.
  const demo = await Service.demo();
  const board = await another(browser);
  try {
    const enter = async (page: Page, name: string) => {
      await page.goto(`${demo.url}/demo`);
      await page.getByRole('button', { name: `Enter as ${name}` }).click();
      await expect(page).toHaveURL(/\/(admin|carer)$/);
    };
    await enter(admin, 'Margaret Thistlewood');
    await enter(board, 'Beatriz Falcão');
    const letters = await board.context().newPage();
    await submit(admin);

    await test.step('s040 an open board gains the shift when the carer acknowledges elsewhere', async () => {
      await board.goto(`${demo.url}/carer/shifts`);
      await expect(board.getByText(SHIFT, { exact: false })).toHaveCount(0);
      await untouched(board);
      await letters.goto(`${demo.url}/carer/acknowledgments`);
      await a11y.check(letters);
      await pictures(letters, 'acknowledgments');
      await field(letters, 'I have read this statement and agree with it').first().check();
      await letters.getByRole('button', { name: 'Acknowledge', exact: true }).first().click();
      await says(letters, 'Acknowledged');
      await expect(board.getByText(SHIFT, { exact: false })).toBeVisible({ timeout: 4_000 });
      await stillUntouched(board);
      await a11y.check(board);
    });

    await test.step('s043 it loses the shift at once when the carer is rated lower', async () => {
      await rate(admin, 'Non Competent');
      await expect(board.getByText(SHIFT, { exact: false })).toHaveCount(0, { timeout: 4_000 });
      await stillUntouched(board);
    });

    await test.step('s151 a result superseded while its page is open is not acknowledged, and the newer one is shown', async () => {
      await letters.goto(`${demo.url}/carer/acknowledgments`);
      await untouched(letters);
      await rate(admin, 'Expert');
      await expect(letters.getByRole('status').filter({ hasText: 'New results.' })).toBeVisible({ timeout: 4_000 });
      await stillUntouched(letters);
      await letters.getByRole('link', { name: 'Show', exact: true }).click();
      await expect(letters.getByRole('main').getByText('Expert', { exact: true }).first()).toBeVisible();

      // The lowering stands first; what waits is the last.
      await rate(admin, 'Competent');
      await field(letters, 'I have read this statement and agree with it').last().check();
      await letters.getByRole('button', { name: 'Acknowledge', exact: true }).last().click();
      await expect(letters.getByText(/no longer waits/).first()).toBeVisible();
      const waiting = letters.getByRole('article').filter({ has: letters.getByRole('button', { name: 'Acknowledge', exact: true }) });
      await expect(waiting.getByText('Expert', { exact: true })).toHaveCount(0);
      await expect(letters.getByRole('status').filter({ hasText: 'Acknowledged' })).toHaveCount(0);
      await a11y.check(letters);
      expect(await letters.evaluate(() => localStorage.length + sessionStorage.length), 'nothing is kept in the browser').toBe(0);
    });

    await test.step('the admin sees what waits, and who it is', async () => {
      await admin.goto(`${demo.url}/admin/progress/acknowledgments`);
      await a11y.check(admin);
      await pictures(admin, 'waiting');
      await admin.goto(`${demo.url}/account/notices`);
      await a11y.check(admin);
      await pictures(admin, 'notices');
    });
  } finally {
    // An open page asks whether its session lives; nobody would answer it.
    await board.context().close();
    await admin.goto('about:blank');
    await demo.stop();
  }

  /** Finishes the half-done assessment of Beatriz. */
  async function submit(page: Page): Promise<void> {
    await page.goto(`${demo.url}/admin/progress/assess`);
    await page.getByRole('row', { name: /Beatriz Falcão/ }).getByRole('link', { name: /^Resume/ }).click();
    for (const answer of await page.getByRole('main').getByRole('textbox').all()) {
      const label = await answer.evaluate((box) => (box as HTMLTextAreaElement).labels?.[0]?.textContent ?? '');
      if (/^\d+\./.test(label) && (await answer.inputValue()) === '') await answer.fill('Explained without help.');
    }
    for (const skill of await page.getByRole('group', { name: /^\d+\./ }).all()) {
      await skill.getByRole('radio', { name: 'Competent' }).check();
    }
    await field(page, 'Take this assessment over').check();
    await press(page, 'Save and review');
    await expect(page).toHaveURL(/\/review/);
    await page.getByRole('group', { name: 'Overall level' }).getByRole('radio', { name: 'Proficient' }).check();
    await press(page, 'Submit assessment');
    await expect(page).toHaveURL(/\/admin\/assessments\//);
  }

  /** Rates Beatriz by hand in the task that the shift asks for. */
  async function rate(page: Page, level: string): Promise<void> {
    await page.goto(`${demo.url}/admin/progress?q=Beatriz`);
    await page.getByRole('link', { name: 'Beatriz Falcão', exact: true }).click();
    await page.getByRole('link', { name: 'Rate by hand' }).click();
    await page.getByRole('row', { name: new RegExp(TASK) }).getByRole('link', { name: /^Rate/ }).click();
    await page.getByRole('radio', { name: level, exact: true }).check();
    await field(page, 'Reason').fill('Seen at work this week');
    await press(page, 'Give rating');
    await says(page, /Rating given/);
  }
});

test('s120 a concern is heard of at once, found by its notice, and so is its answer', async ({ page: admin, demo, browser, a11y, pictures }) => {
  const carer = await another(browser, { baseURL: demo.url });
  await signIn(carer, 'beatriz.falcao@larkfield.example', DEMO_PASSWORD);
  await signIn(admin, 'margaret.thistlewood@larkfield.example', DEMO_PASSWORD, demo.url);
  await admin.goto(`${demo.url}/account/notices`);
  await admin.goto(`${demo.url}/admin`);
  const bell = (page: Page) => page.getByRole('banner').getByRole('link', { name: /notices?$/i });
  await expect(bell(admin)).toHaveAccessibleName('Notices');

  await carer.goto('/carer/acknowledgments');
  await carer.getByRole('link', { name: 'Raise a concern' }).first().click();
  await carer.getByRole('textbox', { name: 'Your concern' }).first().fill('I have not done this with a hoist yet.');
  await a11y.check(carer);
  await carer.getByRole('button', { name: 'Raise concern' }).first().click();
  await says(carer, 'Concern raised. Your admins are told by e-mail');

  await expect(bell(admin), 'without a reload').toHaveAccessibleName('1 new notice', { timeout: 4_000 });
  await bell(admin).click();
  await a11y.check(admin);
  await admin.getByRole('main').getByRole('link', { name: /^Beatriz Falcão raised a concern about/ }).first().click();
  const concern = admin.getByRole('main').locator('.app-card').filter({ hasText: 'I have not done this with a hoist yet.' });
  await field(concern, 'Answer').fill('Then we do it together on Tuesday.');
  await a11y.check(admin);
  await pictures(admin, 'concerns');
  await concern.getByRole('button', { name: 'Answer concern' }).click();
  await says(admin, 'Concern answered. The carer is told by e-mail');

  await bell(carer).click();
  await carer.getByRole('main').getByRole('link', { name: /^An admin answered your concern about/ }).first().click();
  await expect(carer.getByText('Then we do it together on Tuesday.')).toBeVisible();
  await a11y.check(carer);
  await carer.context().close();
});

/** Marks a page, to see that it was not loaded again. */
const untouched = (page: Page) => page.evaluate(() => ((globalThis as { untouched?: boolean }).untouched = true));

const stillUntouched = async (page: Page) =>
  expect(await page.evaluate(() => (globalThis as { untouched?: boolean }).untouched)).toBe(true);
