// The five-minute tour of the README, step by step as it is printed there.
import { expect, test } from './fixtures';
import { card, didIt, field, press, says } from '../support/people';
import { Service } from '../support/service';
import type { Page } from '@playwright/test';

test('the tour', async ({ page }) => {
  test.setTimeout(180_000);
  // Its own demo: the tour changes what the other specs look at.
  const demo = await Service.demo();
  try {
    await walk(page, demo.url);
  } finally {
    // An open page asks whether its session lives; nobody would answer it.
    await page.goto('about:blank');
    await demo.stop();
  }
});

async function walk(page: Page, url: string): Promise<void> {
  const enter = async (name: string) => {
    await page.goto(`${url}/demo`);
    await page.getByRole('button', { name: `Enter as ${name}` }).click();
    await expect(page).toHaveURL(/\/(admin|carer)$/);
  };

  await test.step('1 Chloe logs the last three', async () => {
    await enter('Chloe Bramwick');
    await page.getByRole('navigation').getByRole('link', { name: 'Daily tasks' }).click();
    await didIt(card(page, 'Give oral medicines'), '3');
    await press(page, 'Log Give oral medicines');
    await says(page, 'now 50 of 50 (100.0 %)');
  });

  await test.step('2 Margaret sees her ready, and finishes the half-done assessment of Beatriz', async () => {
    await enter('Margaret Thistlewood');
    await page.getByRole('main').getByRole('link', { name: /ready for assessment/ }).click();
    await expect(page.getByRole('row', { name: /Chloe Bramwick/ }).first()).toBeVisible();
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await page.getByRole('row', { name: /Beatriz Falcão/ }).getByRole('link', { name: /^Resume/ }).click();
    for (const answer of await page.getByRole('main').getByRole('textbox').all()) {
      const isAnswer = /^\d+\./.test((await answer.evaluate((box) => (box as HTMLTextAreaElement).labels?.[0]?.textContent)) ?? '');
      if (isAnswer && (await answer.inputValue()) === '') await answer.fill('Explained without help.');
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
  });

  await test.step('3 Beatriz acknowledges, and a shift appears that she may have', async () => {
    await enter('Beatriz Falcão');
    await page.goto(`${url}/carer/shifts`);
    await expect(page.getByText('Lunch for three people')).toHaveCount(0);
    await page.goto(`${url}/carer/acknowledgments`);
    await field(page, 'I have read this statement and agree with it').check();
    await press(page, 'Acknowledge');
    await says(page, 'Acknowledged');
    await page.goto(`${url}/carer/shifts`);
    await expect(page.getByText('Lunch for three people on modified food', { exact: false })).toBeVisible();
    await page
      .locator('.app-card')
      .filter({ hasText: 'Lunch for three people' })
      .getByRole('link', { name: 'Confirm Interest' })
      .click();
    await press(page, 'Confirm Interest');
    await says(page, 'Interest confirmed');
  });

  await test.step('4 Margaret selects her, and the mails lie in the outbox', async () => {
    await enter('Margaret Thistlewood');
    await page.goto(`${url}/admin/shifts?tab=needs_review`);
    await page.getByRole('row', { name: /Help a person to eat and drink/ }).getByRole('link').first().click();
    await page.getByRole('link', { name: 'Select Beatriz Falcão' }).click();
    await press(page, 'Select Beatriz Falcão');
    await expect(page.getByText('Assigned', { exact: true }).first()).toBeVisible();
    // The mail goes out within seconds, not at once.
    await expect(async () => {
      await page.goto(`${url}/demo/outbox`);
      await expect(page.getByText('beatriz.falcao@larkfield.example').first()).toBeVisible({ timeout: 500 });
    }).toPass();
  });

  await test.step('5 the audit has the whole story', async () => {
    await page.goto(`${url}/admin`);
    await page.getByRole('navigation').getByRole('link', { name: 'Audit' }).click();
    for (const act of ['Completion logged', 'Assessment submitted', 'Rating acknowledged', 'Shift selected']) {
      await page.getByLabel('Action').selectOption({ label: act });
      await press(page, 'Apply filters');
      await expect(page.getByRole('table').getByRole('link', { name: act }).first()).toBeVisible();
    }
  });
}
