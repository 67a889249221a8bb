// The sheet at the bedside: it saves itself, is resumed and taken over, and is submitted once.
import { expect, test } from './fixtures';
import { DEMO_PASSWORD, another, card, didIt, field, press, says, signIn } from '../support/people';
import type { Page } from '@playwright/test';

const MARGARET = 'margaret.thistlewood@larkfield.example';
const SAMUEL = 'samuel.adeyinka-cole@larkfield.example';
const CHLOE = 'chloe.bramwick@larkfield.example';

const office = (page: Page, url: string, email = MARGARET) => signIn(page, email, DEMO_PASSWORD, url);
const answers = (page: Page) => page.getByRole('main').getByRole('textbox');
const saved = (page: Page) => page.getByRole('status').filter({ hasText: /^Saved$/ });

/** Opens the sheet of a carer from the list of those who are ready. */
async function open(page: Page, url: string, carer: RegExp): Promise<void> {
  await page.goto(`${url}/admin/progress/assess`);
  await page.getByRole('row', { name: carer }).first().getByRole('link', { name: /^(Start|Resume)/ }).click();
  await expect(answers(page).first()).toBeVisible();
}

test('s047 what is typed is saved by itself, resumed, and taken over by a second admin who is told', async ({ page, demo, browser, a11y, pictures }) => {
  await office(page, demo.url);
  await open(page, demo.url, /Hodan Warsame-Ali/);
  const sheet = page.url();
  const second = await another(browser, { baseURL: demo.url });
  await office(second, demo.url, SAMUEL);
  await second.goto(sheet);
  await expect(page.getByText('Assessor', { exact: true }).locator('..')).toContainText('You, Margaret Thistlewood');
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);

  await answers(page).nth(0).fill('Looks for what may go wrong first.');
  await expect(page.getByText('Not saved yet')).toBeVisible();
  const knowledge = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Knowledge' }) });
  await expect(knowledge).toContainText(/1 of \d+ answered/);
  await expect(knowledge.getByText('In progress')).toBeVisible();
  await expect(knowledge.getByText('Not yet started')).toBeHidden();
  await expect(saved(page)).toBeVisible({ timeout: 10_000 });
  await answers(page).nth(1).fill('Stops, and asks for help.');
  await expect(page.getByText('Not saved yet')).toBeVisible();
  await expect(saved(page)).toBeVisible({ timeout: 10_000 });
  await page.goto(`${demo.url}/admin/progress/assess`);
  await page.goto(sheet);
  await expect(answers(page).nth(0)).toHaveValue('Looks for what may go wrong first.');
  await expect(answers(page).nth(1)).toHaveValue('Stops, and asks for help.');

  await answers(second).nth(0).fill('Another answer.');
  const what = second.getByRole('button', { name: 'See what changed' });
  await expect(what).toBeVisible({ timeout: 10_000 });
  await expect(second.getByRole('status').filter({ hasText: 'Margaret Thistlewood is working on this assessment' })).toBeVisible();
  await what.click();
  await expect(second.getByText('Saved meanwhile: Looks for what may go wrong first.')).toBeVisible();
  await expect(answers(second).nth(0)).toHaveValue('Another answer.');
  await a11y.check(second);
  await pictures(second, 'assessment-two-editors');
  await field(second, 'Take this assessment over').check();
  await press(second, 'Save draft');
  await says(second, 'Draft saved');
  await page.goto(sheet);
  await expect(page.getByText('Samuel Adeyinka-Cole is working on this assessment').first()).toBeVisible();
  await expect(answers(page).nth(0)).toHaveValue('Another answer.');
});

/** The ways to leave a page, each at once. */
const LEAVE: Record<string, (page: Page) => Promise<unknown>> = {
  link: (page) => page.getByRole('navigation').getByRole('link', { name: 'Progress' }).first().click(),
  reload: (page) => page.reload(),
  close: (page) => page.close(),
};

test('s047 the last words before the sheet is left are kept, however it is left', async ({ page: reader, demo, browser }) => {
  test.setTimeout(150_000);
  await office(reader, demo.url, SAMUEL);
  const writer = await another(browser, { baseURL: demo.url });
  await office(writer, demo.url, SAMUEL);
  for (const [way, leave] of Object.entries(LEAVE)) {
    const page = await writer.context().newPage();
    await open(page, demo.url, /Hodan Warsame-Ali/);
    const sheet = page.url();
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    await answers(page).nth(2).fill(`Left by ${way}.`);
    await expect(page.getByText('Not saved yet')).toBeVisible();
    await leave(page);
    await kept(reader, sheet, 2, `Left by ${way}.`);
  }

  await open(writer, demo.url, /Hodan Warsame-Ali/);
  const network = await writer.context().newCDPSession(writer);
  await network.send('Network.emulateNetworkConditions', { offline: false, latency: 2_000, downloadThroughput: -1, uploadThroughput: -1 });
  await answers(writer).nth(2).fill('Sent, and not answered yet.');
  const sheet = writer.url();
  await expect(writer.getByText('Saving…')).toBeVisible();
  await answers(writer).nth(3).fill('Typed meanwhile.');
  await LEAVE.link(writer);
  await kept(reader, sheet, 2, 'Sent, and not answered yet.');
  await kept(reader, sheet, 3, 'Typed meanwhile.');
  await writer.context().close();
});

/** What the draft holds, for somebody who opens it now. */
async function kept(page: Page, sheet: string, answer: number, words: string): Promise<void> {
  await expect(async () => {
    await page.goto(sheet);
    await expect(answers(page).nth(answer)).toHaveValue(words, { timeout: 500 });
  }).toPass({ timeout: 5_000 });
}

test('s047 what is typed before the scripts have come is saved by itself, too', async ({ demo, browser }) => {
  const page = await another(browser, { baseURL: demo.url, serviceWorkers: 'block' });
  await office(page, demo.url, SAMUEL);
  let come = () => {};
  const waiting = new Promise<void>((resolve) => (come = resolve));
  await page.route('**/*.wasm', (route) => waiting.then(() => route.continue()));
  await open(page, demo.url, /Hodan Warsame-Ali/);
  await answers(page).nth(4).fill('Quicker than the scripts.');
  come();
  await expect(page.getByText('Not saved yet')).toBeVisible();
  await expect(saved(page)).toBeVisible({ timeout: 10_000 });
  await page.context().close();
});

test('s037 the group opens by itself when the last task is complete', async ({ page, demo, browser }) => {
  await office(page, demo.url);
  await page.goto(`${demo.url}/admin/progress/assess?state=ready`);
  const rows = page.getByRole('row', { name: /Chloe Bramwick/ });
  const before = await rows.count();
  const chloe = await another(browser, { baseURL: demo.url });
  await signIn(chloe, CHLOE, DEMO_PASSWORD, demo.url);
  await chloe.goto(`${demo.url}/carer/tasks`);
  await didIt(card(chloe, 'Give oral medicines'), '3');
  await press(chloe, 'Log Give oral medicines');
  await says(chloe, 'now 50 of 50 (100.0 %)');
  await expect(rows).toHaveCount(before + 1, { timeout: 5_000 });
});

test('s105 UX-4 a double click submits one assessment, with targets for fingers', async ({ demo, browser, a11y, pictures }) => {
  const page = await another(browser, { baseURL: demo.url, hasTouch: true, isMobile: true, viewport: { width: 800, height: 1280 } });
  await office(page, demo.url);
  await open(page, demo.url, /Beatriz Falcão/);
  const take = field(page, 'Take this assessment over');
  if (await take.count()) await take.check();
  for (const answer of await answers(page).all()) {
    if ((await answer.inputValue()) === '') await answer.fill('Explained without help.');
  }
  const skills = page.getByRole('group', { name: /^\d+\./ });
  for (const skill of await skills.all()) await skill.getByRole('radio', { name: 'Competent' }).check();
  for (const row of await skills.first().locator('.govuk-radios__item').all()) {
    expect((await row.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(48);
  }
  expect((await page.getByRole('button', { name: 'Save and review' }).boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(56);
  expect((await page.getByRole('button', { name: 'Save draft' }).boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(48);
  await a11y.check(page);
  await press(page, 'Save and review');
  await expect(page).toHaveURL(/\/review/);
  await expect(page.getByText(/still open/)).toHaveCount(0);
  await press(page, 'Submit assessment');
  await expect(page.getByRole('alert')).toContainText('Choose a level');
  await page.getByRole('group', { name: 'Overall level' }).getByRole('radio', { name: 'Proficient' }).check();
  await a11y.check(page);
  await pictures(page, 'assessment-review');
  const submit = page.getByRole('button', { name: 'Submit assessment' });
  expect((await submit.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(56);
  await submit.dblclick();
  await expect(page).toHaveURL(/\/admin\/assessments\//);
  await a11y.check(page);
  await pictures(page, 'assessment-finished');
  const carer = page.getByRole('main').getByRole('link', { name: 'Beatriz Falcão' }).first();
  const history = await carer.getAttribute('href');
  await page.getByRole('link', { name: 'Amend' }).click();
  await expect(field(page, 'Reason')).toBeVisible();
  await a11y.check(page);
  await pictures(page, 'assessment-amend');
  await page.goto(`${demo.url}${history}?tab=assessments`);
  const today = await page.getByRole('row', { name: /Eating and drinking/ }).filter({ hasText: /Margaret Thistlewood/ }).count();
  expect(today).toBe(1);
});
