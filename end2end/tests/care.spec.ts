// Care packages, tasks, assignments, the starter library and templates, as an admin with scripts keeps them.
import { expect, test } from './fixtures';
import { DEMO_PASSWORD, another, awake, field, press, says, signIn } from '../support/people';
import type { Page } from '@playwright/test';

const ADMIN = 'margaret.thistlewood@larkfield.example';

test.beforeEach(async ({ page, demo }) => signIn(page, ADMIN, DEMO_PASSWORD, demo.url));

/** Marks the page, so that a reload would be seen. */
const mark = (page: Page) => page.evaluate(() => ((globalThis as { untouched?: boolean }).untouched = true));
const isUntouched = (page: Page) => page.evaluate(() => (globalThis as { untouched?: boolean }).untouched === true);

test('s019 a postcode area is shown cleaned while it is typed, and a refusal keeps what was typed', async ({ page, demo, a11y }) => {
  await page.goto(`${demo.url}/admin/packages/new`);
  await field(page, 'Name').fill('Juniper Court');
  const area = field(page, 'Postcode area');

  await area.pressSequentially(' m 14');
  await expect(page.getByText('Kept as M14')).toBeVisible();
  await area.fill('M14 5TP');
  await expect(page.getByText('Kept as')).toHaveCount(0);
  await expect(page.locator('.govuk-error-message:not([hidden])'), 'no error before the form is sent').toHaveCount(0);
  await mark(page);
  await press(page, 'Add care package');

  await expect(page.getByRole('alert')).toContainText('Enter only the first part, like M14');
  await expect(field(page, 'Name')).toHaveValue('Juniper Court');
  expect(await isUntouched(page)).toBe(true);
  await a11y.check(page);
  await area.fill('sw1a');
  await press(page, 'Add care package');
  await says(page, 'Care package added');
  await expect(page.getByText('SW1A').first()).toBeVisible();
  await page.goto(`${demo.url}/admin/packages?q=juniper`);
  await expect(page.getByRole('row', { name: 'Juniper Court' }).getByText('SW1A', { exact: true })).toBeVisible();
});

test('s024 s096 whom a new target and cadence affect is seen in place, and the tick appends the dates', async ({ page, demo, a11y }) => {
  await page.goto(`${demo.url}/admin/tasks?q=hand`);
  await page.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page).toHaveURL(/\/edit$/);
  await awake(page);
  await mark(page);
  await field(page, 'Target').fill('3');
  await field(page, 'Assess again after (optional)').fill('7');
  await page.getByRole('button', { name: 'See whom this affects' }).click();

  await expect(page.getByRole('heading', { name: 'Whom this affects' })).toBeVisible();
  expect(await isUntouched(page), 'the form was drawn again without a reload').toBe(true);
  await expect(field(page, 'Target')).toHaveValue('3');
  await a11y.check(page);
  await page.getByRole('checkbox', { name: /^Also for current ratings/ }).check();
  await press(page, 'Save task');
  await says(page, 'Task saved');
  await expect(page.getByText('after 7 months')).toBeVisible();
});

test('ux_39 a tick list counts what is chosen, whatever is looked for', async ({ page, demo, a11y }) => {
  await page.goto(`${demo.url}/admin/assignments`);
  await page.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  const ticks = page.getByRole('group', { name: 'Which carers to add' }).getByRole('checkbox');
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await expect(page.getByText('Chosen: 2')).toBeVisible();
  await mark(page);
  await field(page, 'Find carers by name').fill('nobody of this name');
  await page.getByRole('button', { name: 'Find', exact: true }).click();

  await expect(page.getByText('No carer not in this package has such a name')).toBeVisible();
  await expect(page.getByText('Chosen: 2')).toBeVisible();
  expect(await isUntouched(page)).toBe(true);
  await a11y.check(page);
  await press(page, 'Add the chosen carers');
  await says(page, '2 added');
});

test('the starter library shows what it asks, and what is there is not taken again', async ({ page, demo, a11y }) => {
  await page.goto(`${demo.url}/admin/tasks/library`);
  const first = page.getByRole('main').locator('details').first();
  await first.locator('summary').click();
  await expect(first.getByText('Model answer:').first()).toBeVisible();
  await expect(page.getByText(/There already\./).first()).toBeVisible();
  await expect(page.getByRole('checkbox', { disabled: false }), 'the demo has taken all of it').toHaveCount(0);
  await a11y.check(page);
});

test('ux_29 a template is made in five steps, and Back of the browser keeps every row', async ({ page, demo, a11y }) => {
  await page.goto(`${demo.url}/admin/templates/new`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Juniper medicines');
  await expect(field(page, 'Question 1')).toBeHidden();
  await page.getByRole('link', { name: 'Next: knowledge' }).click();
  await field(page, 'Question 1').fill('What do you check first?');
  await field(page, 'Model answer').first().fill('The person.');
  await mark(page);
  await page.getByRole('button', { name: 'Add a question' }).click();
  await field(page, 'Question 2').fill('And then?');
  await field(page, 'Model answer').nth(1).fill('The medicine.');
  await page.getByRole('button', { name: 'Up question 2' }).click();
  await expect(field(page, 'Question 1')).toHaveValue('And then?');
  expect(await isUntouched(page), 'rows come and move in place').toBe(true);
  await a11y.check(page);

  await page.getByRole('link', { name: 'Next: practical' }).click();
  await field(page, 'Skill 1').fill('Gives a tablet.');
  await page.goBack();
  await expect(field(page, 'Question 2')).toHaveValue('What do you check first?');
  await page.goForward();
  await expect(field(page, 'Skill 1')).toHaveValue('Gives a tablet.');
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: /Tasks and summary/ }).click();
  await expect(page.getByRole('definition').nth(0)).toHaveText('2');
  await expect(page.getByRole('definition').nth(1)).toHaveText('1');
  await a11y.check(page);
  await press(page, 'Add template');
  await says(page, 'Template added');
});

test('s123 ux_52 an edit that comes too late says who changed what, and loses nothing', async ({ page, browser, demo, a11y }) => {
  const other = await another(browser);
  await signIn(other, ADMIN, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/admin/packages`);
  await page.getByRole('main').getByRole('rowheader').getByRole('link').first().click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await other.goto(page.url());
  await field(other, 'Postcode area').fill('M99');
  await press(other, 'Save care package');
  await says(other, 'Care package saved');

  const name = `${await field(page, 'Name').inputValue()} East`;
  await field(page, 'Name').fill(name);
  await press(page, 'Save care package');

  await expect(page.getByRole('alert')).toContainText('You changed this at');
  await expect(page.getByRole('heading', { name: 'What is different now' })).toBeVisible();
  await expect(page.getByRole('definition').first()).toHaveText('M99');
  await expect(field(page, 'Name')).toHaveValue(name);
  await a11y.check(page);
  await field(page, 'Postcode area').fill('M99');
  await press(page, 'Save care package');
  await says(page, 'Care package saved');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});
