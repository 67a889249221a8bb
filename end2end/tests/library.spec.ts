// The starter library in a new organisation: all of it comes with one press, and nothing of it twice.
import { expect, inNewOrganisation } from './fixtures';
import { FIRST_ADMIN, press, says, signIn } from '../support/people';

const test = inNewOrganisation('sqlite');

test('the starter library is taken once, whatever is pressed again', async ({ page, context, a11y, pictures }) => {
  await signIn(page, FIRST_ADMIN.email, FIRST_ADMIN.password);
  await page.goto('/admin/tasks/library');
  const late = await context.newPage();
  await late.goto('/admin/tasks/library');
  const ticks = page.getByRole('main').getByRole('checkbox');
  for (const tab of [page, late]) {
    await tab.getByRole('button', { name: 'Select all' }).click();
    await expect(tab.getByRole('main').getByRole('checkbox', { checked: false })).toHaveCount(0);
  }
  await a11y.check(page);
  await press(page, 'Add what is ticked');
  await says(page, /^[1-9]\d* templates and [1-9]\d* tasks added$/);
  await pictures(page, 'library-taken');
  const inAll = async (path: string) => {
    await page.goto(path);
    return page.getByRole('status').filter({ hasText: /^\d+ (tasks|templates)$/ }).textContent();
  };
  const taken = [await inAll('/admin/tasks'), await inAll('/admin/templates')];

  await press(late, 'Add what is ticked');
  await says(late, /^0 templates and 0 tasks added, \d+ were there already$/);
  await page.goto('/admin/tasks/library');
  await expect(page.getByText('There already.').first()).toBeVisible();
  await expect(ticks.and(page.locator(':enabled'))).toHaveCount(0);
  expect([await inAll('/admin/tasks'), await inAll('/admin/templates')]).toEqual(taken);
});
