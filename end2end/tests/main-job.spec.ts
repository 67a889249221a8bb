// The main job from an empty database to the proof of it: ten steps, as the people concerned take them.
import { expect, test } from './fixtures';
import { another, awake, card, didIt, field, fillSetUp, FIRST_ADMIN as ADMIN, inDays, press, says, signIn } from '../support/people';

const CARER = { name: 'Amara Obi', email: 'amara@willow.example', password: 'nine green umbrellas' };
const OTHER = { name: 'Jo Hall', email: 'jo@willow.example', password: 'a slow river bends' };

test('the main job, end to end', { tag: '@postgres' }, async ({ page: admin, browser, service, baseURL, a11y, pictures }) => {
  test.setTimeout(300_000);
  const carer = await another(browser, { baseURL });
  const other = await another(browser, { baseURL, javaScriptEnabled: false });

  await test.step('1 set-up with the one-time code makes the organisation and its first admin', async () => {
    await admin.goto('/setup');
    await fillSetUp(admin, service.setUpCode, 'Willow Care', ADMIN);
    await a11y.check(admin);
    await pictures(admin, 'setup');
    await press(admin, 'Set up CareTrack');
    await expect(admin).toHaveURL(/\/(admin|sign-in)/);
    if (admin.url().includes('sign-in')) await signIn(admin, ADMIN.email, ADMIN.password);
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
  });

  await test.step('2 invited carers set a password and land on Today', async () => {
    for (const [person, page] of [[CARER, carer], [OTHER, other]] as const) {
      await admin.goto('/admin/users/invite');
      await field(admin, 'Full name').fill(person.name);
      await field(admin, 'E-mail address').fill(person.email);
      await press(admin, 'Send invitation');
      await expect(admin.getByRole('cell', { name: person.email })).toBeVisible();

      const mail = await service.mailTo(person.email, /invites you/);
      await page.goto(mail.links[0] ?? '');
      await page.getByRole('link', { name: 'Continue' }).click();
      await field(page, 'Choose a password').fill(person.password);
      await field(page, 'The password again').fill(person.password);
      await press(page, 'Join and sign in');
      await expect(page).toHaveURL(/\/carer/);
    }
    await a11y.check(carer);
    await pictures(carer, 'today-first-day');
  });

  await test.step('3 the admin makes package and tasks and assigns them', async () => {
    await admin.goto('/admin/packages/new');
    await field(admin, 'Name').fill('Orchard House');
    await field(admin, 'Postcode area').fill('m14');
    await press(admin, /^Add/);
    await expect(admin.getByRole('heading', { level: 1, name: 'Orchard House' })).toBeVisible();
    await expect(admin.getByText('M14').first()).toBeVisible();

    for (const [name, target] of [['Medicines', '50'], ['Eye drops', '1']] as const) {
      await admin.goto('/admin/tasks/new');
      await field(admin, 'Name').fill(name);
      await field(admin, 'Target').fill(target);
      await press(admin, /^Add/);
      await expect(admin.getByRole('heading', { level: 1, name })).toBeVisible();
    }

    await admin.goto('/admin/assignments');
    await admin.getByRole('link', { name: 'Orchard House' }).click();
    await admin.getByRole('checkbox', { name: CARER.name }).check();
    await admin.getByRole('checkbox', { name: OTHER.name }).check();
    await press(admin, 'Add the chosen carers');
    await says(admin, /2 added/);
    await admin.getByRole('main').getByRole('link', { name: /^Tasks/ }).click();
    await admin.getByRole('checkbox', { name: 'Medicines' }).check();
    await admin.getByRole('checkbox', { name: 'Eye drops' }).check();
    await press(admin, 'Add the chosen tasks');
    await says(admin, /2 added/);
  });

  await test.step('4 the admin makes a template with knowledge, practical, emergency and tasks', async () => {
    await admin.goto('/admin/templates/new');
    await field(admin, 'Name').fill('Medicines assessment');
    await admin.getByRole('link', { name: 'Next: knowledge' }).click();
    await field(admin, 'Question 1').fill('What do you check before you give a medicine?');
    await field(admin, 'Model answer').first().fill('Person, medicine, dose, time, route, record.');
    await admin.getByRole('link', { name: 'Next: practical' }).click();
    await field(admin, 'Skill 1').fill('Gives a tablet from a blister pack.');
    await admin.getByRole('link', { name: 'Next: emergency' }).click();
    await field(admin, 'Scenario 1').fill('The person cannot swallow. What do you do?');
    await field(admin, 'Model answer').last().fill('Stop, call for help, tell the nurse.');
    await admin.getByRole('link', { name: 'Next: tasks and summary' }).click();
    await admin.getByRole('checkbox', { name: 'Medicines' }).check();
    await admin.getByRole('checkbox', { name: 'Eye drops' }).check();
    await press(admin, 'Add template');
    await expect(admin.getByRole('heading', { level: 1, name: 'Medicines assessment' })).toBeVisible();
  });

  await test.step('5 s028 the carer logs 3 at 47 of 50, and the admin sees it without a reload', async () => {
    await log(carer, 'Medicines', '47');
    await log(carer, 'Eye drops', '1');
    await admin.goto('/admin/progress');
    await admin.getByRole('link', { name: CARER.name, exact: true }).click();
    await expect(admin.getByText('47 of 50, 94.0 %').last()).toBeVisible();
    await awake(admin);
    await admin.evaluate(() => ((globalThis as { untouched?: boolean }).untouched = true));

    await log(carer, 'Medicines', '3');
    await expect(admin.getByText('50 of 50, 100.0 %').last()).toBeVisible({ timeout: 2_000 });
    expect(await admin.evaluate(() => (globalThis as { untouched?: boolean }).untouched)).toBe(true);
    await says(carer, 'now 50 of 50 (100.0 %)');
    await expect(card(carer, 'Medicines')).toHaveCount(0);
    await expect(carer.getByText('All complete 100.0 %')).toBeVisible();
  });

  await test.step('6 the assessment opens once; a saved draft is resumed and submitted', async () => {
    await service.mailTo(ADMIN.email, /ready/i);
    await admin.goto('/admin/progress/assess');
    await admin.getByRole('main').getByRole('link', { name: /^Start/ }).click();
    await field(admin, '1. What do you check before you give a medicine?').fill('Person, medicine, dose.');
    await press(admin, 'Save draft');
    await says(admin, 'Draft saved');
    await expect(field(admin, '1. What do you check before you give a medicine?')).toHaveValue('Person, medicine, dose.');

    await admin.goto('/admin/progress/assess');
    await admin.getByRole('main').getByRole('link', { name: /^Resume/ }).click();
    await expect(field(admin, '1. What do you check before you give a medicine?')).toHaveValue('Person, medicine, dose.');
    await press(admin, 'Save and review');
    await expect(admin).toHaveURL(/\/review/);
    await press(admin, 'Submit assessment');
    await expect(admin.getByRole('alert')).toContainText('Rate skill 1');
    await admin.getByRole('listitem').getByRole('link', { name: /Gives a tablet/ }).click();
    await admin.getByRole('group', { name: /Gives a tablet/ }).getByRole('radio', { name: 'Competent' }).check();
    await field(admin, '1. The person cannot swallow. What do you do?').fill('Stop and call the nurse.');
    await a11y.check(admin);
    await pictures(admin, 'assessment-sheet');
    await press(admin, 'Save and review');
    await expect(admin).toHaveURL(/\/review/);
    await admin.getByRole('group', { name: 'Overall level' }).getByRole('radio', { name: 'Competent', exact: true }).check();
    await a11y.check(admin);
    await pictures(admin, 'assessment-review');
    await press(admin, 'Submit assessment');
    await expect(admin).toHaveURL(/\/admin\/assessments\//);
    await a11y.check(admin);
    await pictures(admin, 'assessment-finished');
  });

  await test.step('7 the rating counts only when the carer has acknowledged it', async () => {
    await service.mailTo(CARER.email, /rating/i);
    await carer.goto('/carer/acknowledgments');
    await pictures(carer, 'acknowledgment');
    await press(carer, 'Acknowledge');
    await expect(carer.getByRole('alert')).toContainText('Tick the box');
    await field(carer, 'I have read this statement and agree with it').check();
    await press(carer, 'Acknowledge');
    await says(carer, /Acknowledged/);
    await carer.goto('/carer/progress');
    await expect(carer.getByText('Competent', { exact: true }).first()).toBeVisible();
  });

  await test.step('8 a competent shift is offered to whom it may; another carer reads why not', async () => {
    await admin.goto('/admin/shifts/new');
    await field(admin, 'Care package').selectOption({ label: 'Orchard House' });
    await field(admin, 'Date of the start').fill(inDays(10));
    await field(admin, 'Start').fill('09:00');
    await field(admin, 'End').fill('17:00');
    await admin.getByRole('group', { name: 'For whom is it?' }).getByLabel('Competent', { exact: true }).check();
    await admin.getByRole('checkbox', { name: 'Medicines' }).check();
    await press(admin, 'Save shift');
    await expect(admin.getByText('Created, not sent')).toBeVisible();
    await admin.getByRole('main').getByRole('link', { name: 'Send shift' }).click();
    await press(admin, 'Send shift');
    await service.mailTo(CARER.email, /shift/i);

    await other.goto('/carer/shifts');
    await expect(other.getByText(/You need Competent in Medicines/)).toBeVisible();
    await expect(other.getByRole('link', { name: 'Confirm Interest' })).toHaveCount(0);

    await carer.goto('/carer/shifts');
    await a11y.check(carer);
    await carer.getByRole('link', { name: 'Confirm Interest' }).click();
    await a11y.check(carer);
    await press(carer, 'Confirm Interest');
    await says(carer, 'Interest confirmed');
  });

  await test.step('9 the admin selects; the entry is in the schedule', async () => {
    await admin.goto('/admin/shifts?tab=needs_review');
    await admin.getByRole('main').getByRole('link', { name: /Orchard House/ }).click();
    await admin.getByRole('main').getByRole('link', { name: `Select ${CARER.name}` }).click();
    await pictures(admin, 'selection');
    await press(admin, `Select ${CARER.name}`);
    await expect(admin.getByText('Assigned', { exact: true }).first()).toBeVisible();
    await service.mailTo(CARER.email, /have the shift|selected|yours/i);
    await carer.goto('/carer/schedule');
    for (let week = 0; week < 2 && (await carer.getByText('Orchard House').count()) === 0; week += 1) {
      await carer.getByRole('main').getByRole('link', { name: 'Next week' }).click();
      await carer.waitForLoadState();
    }
    await expect(carer.getByText(/9am to 5pm/).first()).toBeVisible();
    await a11y.check(carer);
    await pictures(carer, 'schedule');
  });

  await test.step('10 the trail tells all of it, and its chain is proved', async () => {
    await admin.goto('/admin/audit?action=completion_logged');
    await admin.getByRole('main').getByRole('table').getByRole('link').first().click();
    await expect(admin.getByRole('table', { name: 'What changed' })).toBeVisible();
    await a11y.check(admin);
    await pictures(admin, 'audit-entry');
    expect(service.command('audit', 'verify')).toMatch(/entries hold/);
  });

  await carer.context().close();
  await other.context().close();
});

async function log(page: import('@playwright/test').Page, task: string, count: string): Promise<void> {
  await page.goto('/carer/tasks');
  const form = card(page, task);
  await didIt(form, count);
  await form.getByRole('button', { name: `Log ${task}` }).click();
  await says(page, 'Logged');
}
