// What every spec has at hand: its own service, a console that must stay quiet, axe, and pictures.
import { test as base, expect } from '@playwright/test';
import { a11y } from '../support/a11y';
import { Complaints } from '../support/complaints';
import { another, fillSetUp, FIRST_ADMIN, press } from '../support/people';
import { pictures } from '../support/pictures';
import { Service, type Database } from '../support/service';

export { expect };

export const test = base.extend<
  { a11y: typeof a11y; complaints: Complaints; pictures: typeof pictures; report: void },
  { service: Service; demo: Service }
>({
  service: [
    async ({}, use, worker) => {
      const service = await Service.start(worker.project.name as Database);
      await use(service);
      await service.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  demo: [
    async ({}, use) => {
      const demo = await Service.demo();
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ service }, use) => use(service.url),
  a11y: async ({}, use) => use(a11y),
  pictures: async ({}, use) => use(pictures),

  complaints: [
    async ({ context }, use) => {
      const complaints = new Complaints(context);
      await use(complaints);
      expect(complaints.unexpected(), 'the browser console').toEqual([]);
    },
    { auto: true },
  ],

  report: [
    async ({ service }, use, test) => {
      const before = service.log.length;
      await use();
      if (test.status !== test.expectedStatus) {
        await test.attach('server log', { body: service.log.slice(before), contentType: 'text/plain' });
      }
    },
    { auto: true },
  ],
});

/** Tests in a new organisation of their own, in which there is its first admin and nothing else. */
export const inNewOrganisation = (database: Database) =>
  test.extend<object, { service: Service }>({
    service: [
      async ({ browser }, use) => {
        const service = await Service.start(database);
        const page = await another(browser, { baseURL: service.url });
        await page.goto('/setup');
        await fillSetUp(page, service.setUpCode, 'Willow Care', FIRST_ADMIN);
        await press(page, 'Set up CareTrack');
        await expect(page).toHaveURL(/\/admin$/);
        await page.context().close();
        await use(service);
        await service.stop();
      },
      { scope: 'worker', timeout: 60_000 },
    ],
  });
