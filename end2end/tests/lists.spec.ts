// A list is sorted and filtered by its address, and one that is open hears of what others do (R-GEN-12, R-GEN-13).
import { expect, test } from './fixtures';
import { DEMO_PASSWORD, another, field, press, signIn } from '../support/people';

const MARGARET = 'margaret.thistlewood@larkfield.example';
const SAMUEL = 'samuel.adeyinka-cole@larkfield.example';

test('UX-38 a head sorts the list and says so, and the filters keep the sort', async ({ page, demo, a11y, pictures }) => {
  await signIn(page, MARGARET, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/admin/tasks`);
  const target = page.getByRole('columnheader', { name: 'Target' });
  await expect(target).toHaveAttribute('aria-sort', 'none');
  await target.getByRole('link').click();
  await expect(target).toHaveAttribute('aria-sort', 'ascending');
  await target.getByRole('link').click();
  await expect(target).toHaveAttribute('aria-sort', 'descending');

  await field(page, 'Name').fill('a');
  await press(page, 'Apply filters');

  await expect(page).toHaveURL(/sort=-target/);
  await expect(target).toHaveAttribute('aria-sort', 'descending');
  await a11y.check(page);
  await pictures(page, 'list-sorted');
});

test('r_gen_12 an open list shows what another admin adds, and keeps what is typed above it', async ({ page, demo, browser }) => {
  await signIn(page, MARGARET, DEMO_PASSWORD, demo.url);
  await page.goto(`${demo.url}/admin/packages`);
  await field(page, 'Name or postcode area').fill('willow');
  const second = await another(browser, { baseURL: demo.url });
  await signIn(second, SAMUEL, DEMO_PASSWORD, demo.url);
  await second.goto(`${demo.url}/admin/packages/new`);
  await field(second, 'Name').fill('Abbey Lodge');
  await field(second, 'Postcode area').fill('M14');
  await press(second, 'Add care package');

  await expect(page.getByRole('link', { name: 'Abbey Lodge' })).toBeVisible({ timeout: 5_000 });
  await expect(field(page, 'Name or postcode area')).toHaveValue('willow');
});
