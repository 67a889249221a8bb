// Every error and warning of the browser's console; a test fails on each that it has not expected.
import type { BrowserContext } from '@playwright/test';

/** A refusal is an answer; the browser logs it all the same. */
const REFUSAL = /^Failed to load resource: the server responded with a status of (401|403|409|410|422|429) /;

export class Complaints {
  private readonly all: string[] = [];
  private readonly patterns: RegExp[] = [REFUSAL];

  constructor(context: BrowserContext) {
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.all.push(message.text());
    });
    context.on('weberror', (error) => this.all.push(String(error.error())));
  }

  /** Says that this test provokes a complaint like this one. */
  expect(pattern: RegExp): void {
    this.patterns.push(pattern);
  }

  unexpected(): string[] {
    return this.all.filter((text) => !this.patterns.some((pattern) => pattern.test(text)));
  }
}
