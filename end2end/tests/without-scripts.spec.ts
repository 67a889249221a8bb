// What must work with scripts off, in a browser that has them off (R-DEV-3).
import { expect, test } from './fixtures';
import { DEMO_PASSWORD, card, didIt, field, press, says, signIn } from '../support/people';
import type { Page } from '@playwright/test';

test.use({ javaScriptEnabled: false });

// Nothing uses what a page has preloaded for its scripts.
test.beforeEach(({ complaints }) => complaints.expect(/was preloaded using link preload but not used/));

/** What the server answers to the form that this press sends. */
async function statusOf(page: Page, act: () => Promise<void>): Promise<number> {
  const sent = page.waitForResponse((response) => response.request().method() === 'POST');
  await act();
  return (await sent).status();
}

test('s114 a carer signs in, is refused without losing a word, and logs', async ({ page, demo }) => {
  await signIn(page, 'aoife.odriscoll-finn@larkfield.example', DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/carer/tasks`);
  const name = (await page.getByRole('main').getByRole('heading', { level: 2 }).first().textContent()) ?? '';
  const task = card(page, name);
  await expect(field(task, 'How many times?')).toBeHidden();
  await didIt(task, '101');
  await task.getByRole('group').filter({ hasText: 'Add a note' }).locator('summary').click();
  await field(task, 'Note').fill('With the new hoist.');
  await task.getByRole('radio', { name: 'No', exact: true }).check();
  await expect(field(task, 'How many times?')).toBeHidden();
  await task.getByRole('radio', { name: 'Yes', exact: true }).check();

  const status = await statusOf(page, () => task.getByRole('button', { name: /^Log / }).click());

  expect(status).toBe(422);
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByRole('alert')).toContainText('Enter a whole number from 1 to 100');
  await expect(field(card(page, name), 'Note')).toBeVisible();
  await expect(field(card(page, name), 'Note')).toHaveValue('With the new hoist.');
  await field(card(page, name), 'How many times?').fill('1');
  await card(page, name).getByRole('button', { name: /^Log / }).click();
  await says(page, 'Logged: now');
});

test('s114 a carer acknowledges a result', async ({ page, demo }) => {
  await signIn(page, 'jomon.puthenkandam@larkfield.example', DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/carer/acknowledgments`);

  expect(await statusOf(page, () => page.getByRole('button', { name: 'Acknowledge' }).first().click())).toBe(422);
  await field(page, 'I have read this statement and agree with it').first().check();
  await page.getByRole('button', { name: 'Acknowledge' }).first().click();

  await says(page, 'Acknowledged');
});

test('s114 a carer confirms interest in a shift', async ({ page, demo }) => {
  await signIn(page, 'tendai.chikomo@larkfield.example', DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/carer/shifts`);
  await page.getByRole('link', { name: 'Confirm Interest' }).first().click();
  await press(page, 'Confirm Interest');
  await says(page, 'Interest confirmed');
});

test('s114 an admin saves a draft, and a refused submit keeps every answer', async ({ page, demo }) => {
  await signIn(page, 'margaret.thistlewood@larkfield.example', DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/admin/progress/assess`);
  await page.getByRole('row', { name: /Oksana Hryhorchuk/ }).getByRole('link', { name: /^Start/ }).click();
  const answer = page.getByRole('main').getByRole('textbox').first();
  await answer.fill('Looks for what may go wrong first.');

  await press(page, 'Save and review');
  await expect(page).toHaveURL(/\/review/);
  await field(page, 'Note (optional)').fill('Seen on two days.');
  expect(await statusOf(page, () => press(page, 'Submit assessment'))).toBe(422);
  await expect(field(page, 'Note (optional)')).toHaveValue('Seen on two days.');
  await expect(page.getByRole('alert')).toContainText('Choose a level');
  await page.getByRole('link', { name: 'Back to the answers' }).click();
  await expect(page.getByRole('main').getByRole('textbox').first()).toHaveValue('Looks for what may go wrong first.');
  await press(page, 'Save draft');

  await page.goto(`${demo.url}/admin/progress/assess`);
  await page.getByRole('row', { name: /Oksana Hryhorchuk/ }).getByRole('link', { name: /^Resume/ }).click();
  await expect(page.getByRole('main').getByRole('textbox').first()).toHaveValue('Looks for what may go wrong first.');
});

test('a template grows by a question, and what was typed stays', async ({ page, demo }) => {
  await signIn(page, 'margaret.thistlewood@larkfield.example', DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/admin/templates/new`);
  await field(page, 'Name').fill('First aid');
  await field(page, 'Question 1').fill('Whom do you call first?');
  await press(page, 'Add a question');
  await expect(field(page, 'Question 2')).toBeVisible();
  await expect(field(page, 'Name')).toHaveValue('First aid');
  await expect(field(page, 'Question 1')).toHaveValue('Whom do you call first?');
});

test('an ordinary form of the office keeps what was typed', async ({ page, demo }) => {
  await signIn(page, 'margaret.thistlewood@larkfield.example', DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/admin/packages/new`);
  await field(page, 'Name').fill('Hazel Court');
  await field(page, 'Postcode area').fill('M14 5TP');
  expect(await statusOf(page, () => press(page, /^Add/))).toBe(422);
  await expect(field(page, 'Name')).toHaveValue('Hazel Court');
  await expect(field(page, 'Postcode area')).toHaveValue('M14 5TP');
  await field(page, 'Postcode area').fill('M14');
  await press(page, /^Add/);
  await expect(page.getByRole('heading', { level: 1, name: 'Hazel Court' })).toBeVisible();
});
