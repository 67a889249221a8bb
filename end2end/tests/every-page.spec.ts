// Every page of the demo as each role sees it: axe in both themes, a quiet console, no sideways scroll, pictures.
import { expect, test } from './fixtures';
import { DEMO_PASSWORD, signIn } from '../support/people';
import type { Page } from '@playwright/test';

/** R-DEV-2: usable from this width. */
const NARROWEST = 320;

interface Look {
  name: string;
  /** Where to begin. */
  path: string;
  /** The links that lead from there to the page meant, one after the other. */
  then?: RegExp[];
}

/** The office: people, places, tasks and templates. */
const OFFICE: Look[] = [
  { name: 'start', path: '/admin' },
  { name: 'carers', path: '/admin/users' },
  { name: 'admins', path: '/admin/users?tab=admins' },
  { name: 'invitations', path: '/admin/users?tab=invitations' },
  { name: 'invite', path: '/admin/users/invite' },
  { name: 'user', path: '/admin/users', then: [/^Beatriz/] },
  { name: 'user-admin', path: '/admin/users?tab=admins', then: [/^Harpreet/] },
  { name: 'user-edit', path: '/admin/users', then: [/^Beatriz/, /^Change name/] },
  { name: 'user-email', path: '/admin/users', then: [/^Beatriz/, /^Change e-mail/] },
  { name: 'user-deactivate', path: '/admin/users', then: [/^Beatriz/, /^Deactivate/] },
  { name: 'user-delete', path: '/admin/users', then: [/^Beatriz/, /^Delete/] },
  { name: 'user-rights', path: '/admin/users?tab=admins', then: [/^Harpreet/, /^Change extra rights/] },
  { name: 'users-deleted', path: '/admin/users?status=deleted' },
  { name: 'packages', path: '/admin/packages' },
  { name: 'package', path: '/admin/packages', then: [/^Larkfield Orchard/] },
  { name: 'package-new', path: '/admin/packages/new' },
  { name: 'package-edit', path: '/admin/packages', then: [/^Larkfield Orchard/, /^Edit/] },
  { name: 'package-delete', path: '/admin/packages', then: [/^Larkfield Orchard/, /^Delete/] },
  { name: 'packages-deleted', path: '/admin/packages?status=deleted' },
  { name: 'tasks', path: '/admin/tasks' },
  { name: 'task', path: '/admin/tasks', then: [/^Apply creams/] },
  { name: 'task-new', path: '/admin/tasks/new' },
  { name: 'task-edit', path: '/admin/tasks', then: [/^Apply creams/, /^Edit/] },
  { name: 'task-delete', path: '/admin/tasks', then: [/^Apply creams/, /^Delete/] },
  { name: 'tasks-deleted', path: '/admin/tasks?status=deleted' },
  { name: 'library', path: '/admin/tasks/library' },
  { name: 'assignments', path: '/admin/assignments' },
  { name: 'assignment', path: '/admin/assignments', then: [/^Larkfield Orchard/] },
  { name: 'assignment-tasks', path: '/admin/assignments', then: [/^Larkfield Orchard/, /^Tasks/] },
  { name: 'assignment-remove', path: '/admin/assignments', then: [/^Larkfield Orchard/, /^Remove/] },
  { name: 'templates', path: '/admin/templates' },
  { name: 'template', path: '/admin/templates', then: [/^Eating and drinking/] },
  { name: 'template-new', path: '/admin/templates/new' },
  { name: 'template-edit', path: '/admin/templates', then: [/^Eating and drinking/, /^Edit/] },
  { name: 'template-delete', path: '/admin/templates', then: [/^Eating and drinking/, /^Delete/] },
  { name: 'template-tasks', path: '/admin/templates', then: [/^Eating and drinking/, /^Tasks/] },
  { name: 'template-versions', path: '/admin/templates', then: [/^Eating and drinking/, /^Versions/] },
  { name: 'template-assessments', path: '/admin/templates', then: [/^Eating and drinking/, /^Assessments/] },
];

/** Competence, shifts, the trail and the own account. */
const COMPETENCE: Look[] = [
  { name: 'progress', path: '/admin/progress' },
  { name: 'progress-of-a-carer', path: '/admin/progress', then: [/^Beatriz/] },
  { name: 'assessments-of-a-carer', path: '/admin/progress', then: [/^Beatriz/, /^Assessment history/] },
  { name: 'rating-history-of-a-carer', path: '/admin/progress', then: [/^Beatriz/, /^Rating history/] },
  { name: 'ratings-of-a-carer', path: '/admin/progress', then: [/^Ratings.*Beatriz/] },
  { name: 'ready-for-assessment', path: '/admin/progress/assess' },
  { name: 'assessment-begun', path: '/admin/progress/assess', then: [/^Resume/] },
  { name: 'acknowledgments', path: '/admin/progress/acknowledgments' },
  { name: 'shifts', path: '/admin/shifts' },
  { name: 'shifts-to-review', path: '/admin/shifts?tab=needs_review' },
  { name: 'shift', path: '/admin/shifts', then: [/^Larkfield Orchard/] },
  { name: 'shift-new', path: '/admin/shifts/new' },
  { name: 'audit', path: '/admin/audit' },
  { name: 'audit-entry', path: '/admin/audit', then: [/./] },
  { name: 'settings', path: '/admin/settings' },
  { name: 'account', path: '/account' },
  { name: 'password', path: '/account/password' },
  { name: 'sessions', path: '/account/sessions' },
  { name: 'notices', path: '/account/notices' },
];

const CARER: Look[] = [
  { name: 'today', path: '/carer' },
  { name: 'daily-tasks', path: '/carer/tasks' },
  { name: 'own-progress', path: '/carer/progress' },
  { name: 'board', path: '/carer/shifts' },
  { name: 'interest', path: '/carer/shifts', then: [/^Confirm Interest/] },
  { name: 'schedule', path: '/carer/schedule' },
  { name: 'own-acknowledgments', path: '/carer/acknowledgments' },
  { name: 'more', path: '/carer/more' },
  { name: 'own-account', path: '/account' },
  { name: 'own-notices', path: '/account/notices' },
];

const PEOPLE = [
  { who: 'an admin at the office', email: 'margaret.thistlewood@larkfield.example', looks: OFFICE },
  { who: 'an admin who assesses', email: 'margaret.thistlewood@larkfield.example', looks: COMPETENCE },
  { who: 'a carer in induction', email: 'chloe.bramwick@larkfield.example', looks: CARER },
  { who: 'a carer with all tasks', email: 'beatriz.falcao@larkfield.example', looks: CARER.filter(({ name }) => name !== 'own-account') },
  { who: 'a carer in her first week', email: 'aoife.odriscoll-finn@larkfield.example', looks: CARER.slice(0, 4) },
];

for (const { who, email, looks } of PEOPLE) {
  test(`every page as ${who} sees it`, async ({ page, demo, a11y, pictures }) => {
    test.setTimeout(600_000);
    await signIn(page, email, DEMO_PASSWORD, demo.url);
    for (const look of looks) {
      await test.step(look.name, async () => {
        await open(page, demo.url, look);
        await a11y.check(page);
        await fits(page);
        await pictures(page, `${who.replaceAll(' ', '-')}/${look.name}`);
      });
    }
  });
}

test('the demo tells whom one may be, and what would have been mailed', async ({ page, demo, a11y, pictures }) => {
  for (const path of ['/demo', '/demo/outbox']) {
    await page.goto(demo.url + path);
    await a11y.check(page);
    await fits(page);
    await pictures(page, path.slice(1).replace('/', '-'));
  }
});

async function open(page: Page, url: string, { path, then }: Look): Promise<void> {
  const answer = await page.goto(url + path);
  expect(answer?.status(), path).toBe(200);
  await page.waitForLoadState('load');
  for (const name of then ?? []) {
    await page.getByRole('main').getByRole('link', { name }).first().click();
    await page.waitForLoadState('load');
  }
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
}

async function fits(page: Page): Promise<void> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: NARROWEST, height: 800 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(NARROWEST);
  if (before) await page.setViewportSize(before);
}
